"""`python -m tools.example_check LANDED EXAMPLE`: whether the example PDF gives the figures it was typeset from.

Both arguments are warehouses. Every figure of the amount tables of the example's document is compared by printed
table, keys, column and amount with the landed document of the same id; forms are not typeset, and pages and lines are
left out, as the one has pages and the other lines. Exit code 0: equal; 1: a figure differs, is missing or too many.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb

from tools.landed import form_kinds

Figure = tuple[object, ...]

_FIGURES = """
    select
        tables.printed_number, tables.table_kind, lines.block_no, lines.row_code, lines.row_label,
        lines.column_label, lines.measure_code, lines.fund_source, lines.carryover, lines.amount_cny
    from fct_budget_lines as lines
    inner join dim_table as tables using (document_id, table_no)
    where lines.document_id = ? and not list_contains(?, tables.table_kind)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare two warehouses; returns the exit code."""
    landed, example = (Path(argument) for argument in (arguments or sys.argv[1:]))
    with duckdb.connect(str(example), read_only=True) as connection:
        ids = [str(row[0]) for row in connection.execute("select document_id from dim_document").fetchall()]
    wrong = 0
    for document_id in ids:
        wanted, given = _figures(landed, document_id), _figures(example, document_id)
        lost, invented = wanted - given, given - wanted
        wrong += lost.total() + invented.total()
        for figure in [*lost, *invented][:5]:
            print(f"example: {document_id}: not equal: {figure}", file=sys.stderr)
        print(
            f"example: {document_id}: {given.total()} figures from its PDF, {(wanted & given).total()} equal the landed"
        )
    return 1 if wrong or not ids else 0


def _figures(warehouse: Path, document_id: str) -> Counter[Figure]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return Counter(connection.execute(_FIGURES, [document_id, sorted(form_kinds())]).fetchall())


if __name__ == "__main__":
    sys.exit(main())
