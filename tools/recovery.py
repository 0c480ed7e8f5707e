"""How well lost columns are found again: tables of real documents with their column positions thrown away.

Of each table the amounts keep their row and their order and nothing else, as in a text dump; the other tables of
its document stay as they are. What `extract/recover.py` then finds is compared with what was thrown away.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract.assemble import assemble
from extract.model import OPEN, Cell, Row, TableRows
from extract.readers import read_blocks
from extract.recover import recover
from extract.rows.tables import read_table
from extract.text import amount

DEFAULT_SEED = 20
DEFAULT_TABLES = 20
# A table says something where so many of its rows print fewer amounts than it has columns.
_LEAST_ROWS = 3


@dataclass(frozen=True)
class Outcome:
    """What became of one table's hidden amounts; `whole`: those of rows that fill all columns, known by that."""

    document: str
    table_no: int
    kind: str
    n_columns: int
    whole: int
    recovered: int
    ambiguous: int
    contradictory: int
    wrong: int
    seconds: float

    @property
    def hidden(self) -> int:
        """The amounts whose columns had to be found."""
        return self.recovered + self.ambiguous + self.contradictory + self.wrong


def read_tables(file: Path) -> list[TableRows]:
    """The tables of a document as they land, forms without rows."""
    blocks = read_blocks(file.read_bytes(), file.name).blocks
    return [TableRows(table) if table.is_form else read_table(table) for table in assemble(blocks)]


def is_telling(table: TableRows) -> bool:
    """Whether enough rows of a table print fewer amounts than their side has columns."""
    return sum(_is_short(row, table) for row in table.rows) >= _LEAST_ROWS


def hidden(table: TableRows) -> TableRows:
    """The table with the amounts of its short rows moved to the left, their columns open."""
    return replace(table, rows=tuple(_hidden(row, table) if _is_short(row, table) else row for row in table.rows))


def outcome(document: str, tables: Sequence[TableRows], position: int) -> Outcome:
    """Hide one table's columns, recover them, and compare."""
    table = tables[position]
    started = time.perf_counter()
    found = recover([*tables[:position], hidden(table), *tables[position + 1 :]])
    seconds = time.perf_counter() - started
    counts = {"recovered": 0, "ambiguous": 0, "contradictory": 0, "wrong": 0}
    for before, after in zip(table.rows, found.tables[position].rows, strict=True):
        if _is_short(before, table):
            counts[_verdict(before, after, found.tables[position], table)] += len(_amounts(before, table))
    return Outcome(
        document,
        table.table.table_no,
        table.table.kind,
        sum(column.role == "value" for column in table.columns),
        sum(len(_amounts(row, table)) for row in table.rows if not _is_short(row, table)),
        **counts,
        seconds=seconds,
    )


def _verdict(before: Row, after: Row, table: TableRows, original: TableRows) -> str:
    placed = [(number, cell.text) for number, cell in _amounts(after, original)]
    if placed:
        return (
            "recovered" if placed == [(number, cell.text) for number, cell in _amounts(before, original)] else "wrong"
        )
    places = {cell.place for _, cell in _amounts(before, original)}
    reasons = {leftover.reason for leftover in table.leftovers if leftover.place in places}
    return "contradictory" if "no_columns_fit" in reasons else "ambiguous"


def _values(row: Row, table: TableRows) -> list[int]:
    return [column.column_no for column in table.columns if column.block_no == row.block_no and column.role == "value"]


def _amounts(row: Row, table: TableRows) -> list[tuple[int, Cell]]:
    values = set(_values(row, table))
    return [(number, cell) for number, cell in row.cells if number in values and amount(cell.text) is not None]


def _is_short(row: Row, table: TableRows) -> bool:
    return 0 < len(_amounts(row, table)) < len(_values(row, table))


def _hidden(row: Row, table: TableRows) -> Row:
    amounts = _amounts(row, table)
    others = [item for item in row.cells if item not in amounts]
    moved = [
        (number, replace(cell, column=number - 1, attribution=OPEN))
        for number, (_, cell) in zip(_values(row, table), amounts, strict=False)
    ]
    return replace(row, cells=(*others, *moved))


def chosen(folder: Path, seed: int = DEFAULT_SEED, count: int = DEFAULT_TABLES) -> list[Outcome]:
    """The outcomes of some telling tables, one a document, drawn by a seed; fewer where the folder has fewer."""
    files = sorted(folder.glob("*.pdf"))
    generator = random.Random(seed)
    generator.shuffle(files)
    outcomes: list[Outcome] = []
    for file in files:
        if len(outcomes) == count:
            break
        tables = read_tables(file)
        telling = [position for position, table in enumerate(tables) if is_telling(table)]
        if telling:
            outcomes.append(outcome(file.stem, tables, generator.choice(telling)))
    return sorted(outcomes, key=lambda item: (item.document, item.table_no))


def report(outcomes: Sequence[Outcome], seed: int = DEFAULT_SEED) -> str:
    """The outcomes as a page of Markdown. Times are left out: they are the machine's."""
    heads = ("document", "table", "kind", "columns", "in whole rows", "hidden")
    lines = [
        "# Columns found by arithmetic",
        "",
        f"Made by `python -m tools.recovery CORPUS`: {len(outcomes)} tables of the corpus, one a document, drawn with",
        f"the seed {seed}. Their blank cells and column positions are thrown away, as a text dump does, and",
        "what `extract/recover.py` finds is compared with what was thrown away. Whole rows print an amount in every",
        "column and need no recovery. Ambiguous: several assignments satisfy all sums; contradictory: none does.",
        "Neither lands: the amounts are leftovers with their reason.",
        "",
        f"| {' | '.join((*heads, 'recovered', 'ambiguous', 'contradictory', 'wrong'))} |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    numbers = ("whole", "hidden", "recovered", "ambiguous", "contradictory", "wrong")
    for item in outcomes:
        counts = " | ".join(str(getattr(item, name)) for name in numbers)
        lines.append(f"| {item.document} | {item.table_no} | {item.kind} | {item.n_columns} | {counts} |")
    sums = " | ".join(str(sum(getattr(item, name) for item in outcomes)) for name in numbers)
    lines.append(f"| all | | | | {sums} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the report of a folder of PDFs."""
    parser = argparse.ArgumentParser(prog="python -m tools.recovery", description=main.__doc__)
    parser.add_argument("corpus", type=Path, help="a folder of PDFs")
    parser.add_argument("--out", type=Path, default=Path("docs/recovery.md"))
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="draws the tables")
    options = parser.parse_args()
    outcomes = chosen(options.corpus, options.seed)
    options.out.write_text(report(outcomes, options.seed), encoding="utf-8")
    for item in outcomes:
        print(f"{item.document}: table {item.table_no}, {item.seconds:.2f} s")


if __name__ == "__main__":
    main()
