"""The published raw rows of one document, by table: read from `raw_*.csv` and from nothing else."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from review.errors import ReviewError


@dataclass(frozen=True)
class Box:
    """A place on a page, in points from the top left of the page as displayed."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the same page lies in it."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True)
class Column:
    """A landed column."""

    column_no: int
    block_no: int
    role: str
    key_no: str
    label: str
    unit: str


@dataclass(frozen=True)
class Key:
    """A landed key of a row; what is not printed is empty."""

    key_no: str
    code_printed: str
    code: str
    label: str


@dataclass(frozen=True)
class Cell:
    """A landed cell and where it is printed."""

    column_no: int
    text: str
    box: Box


@dataclass(frozen=True)
class Row:
    """A landed row; `page` is that of its cells, or of the nearest row that has some, 0 where no row has."""

    row_no: int
    block_no: int
    section_label: str
    parent_row_no: str
    parent_basis: str
    keys: tuple[Key, ...]
    cells: tuple[Cell, ...]
    page: int = 0


@dataclass(frozen=True)
class Table:
    """A landed table with its columns and rows; pages as published, from the first to the last."""

    table_no: int
    printed_number: str
    title: str
    kind: str
    unit: str
    empty_note: str
    page_from: int
    page_to: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def cells(self, page: int) -> list[tuple[Row, Cell]]:
        """The cells printed on a page, with their rows, in landed order."""
        return [(row, cell) for row in self.rows for cell in row.cells if cell.box.page == page]

    def role_of(self, column_no: int) -> str:
        """The role of a column, empty where none of that number landed."""
        return next((column.role for column in self.columns if column.column_no == column_no), "")

    def joined_with(self, page: int) -> list[int]:
        """The pages right before and after on which the table stands too."""
        return [other for other in (page - 1, page + 1) if self.page_from <= other <= self.page_to]


@dataclass(frozen=True)
class Leftover:
    """What was printed and became no row; its words may be withheld."""

    table_no: str
    reason: str
    text: str
    box: Box


@dataclass(frozen=True)
class Document:
    """Everything that landed of one document."""

    document_id: str
    page_count: int
    tables: tuple[Table, ...]
    leftovers: tuple[Leftover, ...]

    def tables_on(self, page: int) -> list[Table]:
        """The tables that stand on a page or run over it."""
        return [table for table in self.tables if table.page_from <= page <= table.page_to]

    def leftovers_on(self, page: int) -> list[Leftover]:
        """The leftovers of a page."""
        return [leftover for leftover in self.leftovers if leftover.box.page == page]

    def table_pages(self) -> list[int]:
        """The pages on which a table stands."""
        return sorted({page for table in self.tables for page in range(table.page_from, table.page_to + 1)})


Record = Mapping[str, str]


def read_landed(folder: Path, sha256: str) -> Document:
    """The landed document of these bytes. Raises ReviewError where the folder has none, or one without pages."""
    facts = next((row for row in _records(folder, "raw_documents") if row["sha256"] == sha256), None)
    if facts is None:
        raise ReviewError(str(folder), "no document of these bytes has landed here", "leave out --raw, or extract it")
    if not facts["page_count"]:
        what = f"{facts['document_id']} was read by {facts['reader']} and has no pages"
        raise ReviewError(facts["file"], what, "review the PDF it was made from")
    own = facts["document_id"]
    return Document(own, int(facts["page_count"]), _tables(folder, own), _leftovers(folder, own))


def _records(folder: Path, name: str, document_id: str | None = None) -> Iterator[Record]:
    path = folder / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from (row for row in csv.DictReader(file) if document_id is None or row["document_id"] == document_id)
    except FileNotFoundError as error:
        raise ReviewError(str(path), "there is no such file", "name a folder that python -m extract wrote") from error


def _tables(folder: Path, document_id: str) -> tuple[Table, ...]:
    columns: dict[str, list[Column]] = defaultdict(list)
    for record in _records(folder, "raw_table_columns", document_id):
        columns[record["table_no"]].append(
            Column(
                int(record["column_no"]),
                int(record["block_no"]),
                record["role"],
                record["key_no"],
                record["label"],
                record["unit"],
            )
        )
    rows = _rows(folder, document_id)
    return tuple(
        Table(
            int(record["table_no"]),
            record["printed_number"],
            record["title"],
            record["table_kind"],
            record["unit"],
            record["empty_note"],
            int(record["page_from"] or 0),
            int(record["page_to"] or 0),
            tuple(columns[record["table_no"]]),
            _placed(rows[record["table_no"]]),
        )
        for record in _records(folder, "raw_tables", document_id)
    )


def _rows(folder: Path, document_id: str) -> dict[str, list[Row]]:
    keys: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for record in _records(folder, "raw_row_keys", document_id):
        key = Key(record["key_no"], record["code_printed"], record["code"], record["label"])
        keys[record["table_no"], record["row_no"]].append(key)
    cells: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for record in _records(folder, "raw_table_cells", document_id):
        cell = Cell(int(record["column_no"]), record["text"], _box(record))
        cells[record["table_no"], record["row_no"]].append(cell)
    rows: dict[str, list[Row]] = defaultdict(list)
    for record in _records(folder, "raw_table_rows", document_id):
        own = record["table_no"], record["row_no"]
        rows[record["table_no"]].append(
            Row(
                int(record["row_no"]),
                int(record["block_no"]),
                record["section_label"],
                record["parent_row_no"],
                record["parent_basis"],
                tuple(keys[own]),
                tuple(cells[own]),
            )
        )
    return rows


def _placed(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows with their pages: keys land without a box, so a row without cells stands where the one before it does."""
    first = next((row.cells[0].box.page for row in rows if row.cells), 0)
    placed: list[Row] = []
    for row in rows:
        page = row.cells[0].box.page if row.cells else (placed[-1].page if placed else first)
        placed.append(replace(row, page=page))
    return tuple(placed)


def _leftovers(folder: Path, document_id: str) -> tuple[Leftover, ...]:
    return tuple(
        Leftover(record["table_no"], record["reason"], record["text"], _box(record))
        for record in _records(folder, "raw_leftovers", document_id)
        if record["page"]
    )


def _box(record: Record) -> Box:
    return Box(
        int(record["page"] or 0),
        float(record["x0"] or 0),
        float(record["top"] or 0),
        float(record["x1"] or 0),
        float(record["bottom"] or 0),
    )
