"""The founding document of 2026 against a transcription of its tables 1–10 made by hand."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

DOCUMENT = "wuhan-hongshan-healthcare-security-2026"
TRANSCRIBED = Path(__file__).parent / "golden" / f"{DOCUMENT}.csv"


def transcribed() -> Counter[tuple[object, ...]]:
    with TRANSCRIBED.open(encoding="utf-8", newline="") as file:
        return Counter(
            (
                row["table"],
                int(row["block"]),
                row["row_code"],
                row["row_label"],
                row["column_label"],
                Decimal(row["amount_wan"]) * 10_000,
            )
            for row in csv.DictReader(file)
        )


def test_every_figure_lands_once_and_none_is_invented(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select tables.printed_number, lines.block_no, coalesce(lines.row_code, ''), coalesce(lines.row_label, ''),
            lines.column_label, lines.amount_cny
        from fct_budget_lines as lines
        inner join dim_table as tables using (document_id, table_no)
        where lines.document_id = ? and tables.printed_number in (select unnest(?::varchar[]))
        """,
        [DOCUMENT, sorted({str(row[0]) for row in transcribed()})],
    ).fetchall()
    assert Counter(tuple(row) for row in rows) == transcribed()


@pytest.mark.parametrize(
    ("table", "figures"),
    [("1", 39), ("2", 48), ("3", 66), ("4", 8), ("5-1", 110), ("5-2", 15), ("6", 69), ("7", 6), ("8", 3), ("9", 3),
     ("10", 57)],
)  # fmt: skip
def test_figures_per_table(marts: duckdb.DuckDBPyConnection, table: str, figures: int) -> None:
    (count,) = marts.execute(
        """
        select count(*) from fct_budget_lines inner join dim_table using (document_id, table_no)
        where document_id = ? and printed_number = ?
        """,
        [DOCUMENT, table],
    ).fetchall()[0]
    assert count == figures


def test_all_identities_within_its_tables_hold(marts: duckdb.DuckDBPyConnection) -> None:
    """What fails is between these tables and the forms, or within the forms (test_form_goldens.py)."""
    status = dict(
        marts.execute(
            """
            select status, count(*) from fct_checks
            where document_id = ? and family != 'indicator' and check_id not in (
                select check_id from brg_check_terms
                inner join fct_budget_lines using (figure_id)
                where table_kind in ('overall_performance', 'project_performance')
            )
            group by status
            """,
            [DOCUMENT],
        ).fetchall()
    )
    assert status["holds"] > 300
    assert "fails" not in status
    families = marts.execute(
        "select distinct family from fct_checks where document_id = ? and status = 'holds' and not is_trivial",
        [DOCUMENT],
    ).fetchall()
    assert {"row_sum", "hierarchy", "balance", "between_tables", "project"} <= {family for (family,) in families}


def test_every_non_zero_figure_is_proven(marts: duckdb.DuckDBPyConnection) -> None:
    """But for the project that the forms state otherwise, and the total that it is part of."""
    status = marts.execute(
        """
        select distinct proof_status, coalesce(row_label, ''), amount_cny from fct_budget_lines
        where document_id = ? and amount_cny != 0 and proof_status != 'proven'
            and table_kind not in ('overall_performance', 'project_performance')
        """,
        [DOCUMENT],
    ).fetchall()
    assert sorted(status) == [
        ("disputed", "", Decimal("9200000.00")),
        ("disputed", "城乡医疗救助", Decimal("5000000.00")),
    ]
