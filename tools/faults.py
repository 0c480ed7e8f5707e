"""Faults planted in the landed rows of a document, as a misread page or a slip of the publisher would make them.

Each function takes the cells and rows of one table and a place in it, and returns the rows (row numbers) where the
fault can be seen, or None where the table offers no such fault at that place. Cells and rows are changed in place;
where rows are lost or come in, the hierarchy is found anew, by the extractor's own rules.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from random import Random

from extract.hierarchy import with_parents
from extract.model import Row, RowKey

Record = dict[str, str]

_DIGIT = re.compile(r"\d")
# Points between two levels of indent and right of a label: clearly apart, and clearly not centred.
_LEVEL, _SLACK = 20.0, 1000.0


@dataclass
class Table:
    """The landed records of one table; `value_columns` are the amounts' columns of each block, from left to right.

    `lines`: what other seeds say of its rows, by seed. `subject_blocks`: the blocks whose keys are classification
    subjects; `told_columns`: those that describe a row. A form's inner table is not `nested`.
    """

    rows: list[Record]
    keys: list[Record]
    cells: list[Record]
    value_columns: Mapping[str, list[str]]
    lines: dict[str, list[Record]] = field(default_factory=dict)
    subject_blocks: frozenset[str] = frozenset()
    told_columns: frozenset[str] = frozenset()
    nested: bool = True

    def cell(self, row_no: str, column_no: str) -> Record:
        """The cell at a place. Raises LookupError where there is none."""
        return next(cell for cell in self.cells if (cell["row_no"], cell["column_no"]) == (row_no, column_no))

    def amounts(self, row_no: str) -> list[Record]:
        """The amount cells of a row, from left to right."""
        columns = self.value_columns[self.row(row_no)["block_no"]]
        found = [cell for cell in self.cells if cell["row_no"] == row_no and cell["column_no"] in columns]
        return sorted(found, key=lambda cell: columns.index(cell["column_no"]))

    def row(self, row_no: str) -> Record:
        """The row of a number."""
        return next(row for row in self.rows if row["row_no"] == row_no)


Plant = Callable[[Table, str, str, Random], "frozenset[str] | None"]


def digit(table: Table, row_no: str, column_no: str, random: Random) -> frozenset[str] | None:
    """One digit becomes another; the first never 0."""
    cell = table.cell(row_no, column_no)
    place = random.choice([match.start() for match in _DIGIT.finditer(cell["text"])])
    is_first = not _DIGIT.search(cell["text"][:place])
    others = [other for other in "0123456789"[is_first:] if other != cell["text"][place]]
    cell["text"] = cell["text"][:place] + random.choice(others) + cell["text"][place + 1 :]
    return frozenset((row_no,))


def swapped(table: Table, row_no: str, column_no: str, random: Random) -> frozenset[str] | None:
    """Two neighbouring digits change places."""
    cell = table.cell(row_no, column_no)
    text = cell["text"]
    digits = [match.start() for match in _DIGIT.finditer(text)]
    pairs = [(near, far) for near, far in pairwise(digits) if text[near] != text[far] and far - near < 3]
    pairs = [(near, far) for near, far in pairs if near != digits[0] or text[far] != "0"]
    if not pairs:
        return None
    near, far = random.choice(pairs)
    cell["text"] = text[:near] + text[far] + text[near + 1 : far] + text[near] + text[far + 1 :]
    return frozenset((row_no,))


def sign(table: Table, row_no: str, column_no: str, random: Random) -> frozenset[str] | None:
    """The sign is lost, or there is one too many."""
    cell = table.cell(row_no, column_no)
    text = cell["text"]
    cell["text"] = text.lstrip("-－−") if text[0] in "-－−" else f"-{text}"
    return frozenset((row_no,))


def factor(table: Table, row_no: str, column_no: str, random: Random) -> frozenset[str] | None:
    """The amount is written in another unit: ten thousand times as much."""
    cell = table.cell(row_no, column_no)
    if not re.fullmatch(r"-?[\d,]+(\.\d+)?", cell["text"]):
        return None
    cell["text"] = format(Decimal(cell["text"].replace(",", "")) * 10_000, "f")
    return frozenset((row_no,))


def rows_exchanged(table: Table, row_no: str, column_no: str, random: Random) -> frozenset[str] | None:
    """The amounts of a row and of the next one of its block stand beside each other's names."""
    later = _rows_from(table, row_no)[1:2]
    if not later:
        return None
    here, there = table.amounts(row_no), table.amounts(later[0])
    if _printed(here) == _printed(there):
        return None
    for cell in here:
        cell["row_no"] = later[0]
    for cell in there:
        cell["row_no"] = row_no
    return frozenset((row_no, later[0]))


def row_shifted(table: Table, row_no: str, column_no: str, random: Random) -> frozenset[str] | None:
    """From a row on, the amounts of its block stand one row lower; those of the last row are lost."""
    rows = _rows_from(table, row_no)
    amounts = [table.amounts(row) for row in rows]
    if len(rows) < 2 or all(_printed(near) == _printed(far) for near, far in pairwise(amounts)):
        return None
    lost = {id(cell) for cell in amounts[-1]}
    for cells, lower in zip(amounts, rows[1:], strict=False):
        for cell in cells:
            cell["row_no"] = lower
    table.cells[:] = [cell for cell in table.cells if id(cell) not in lost]
    return frozenset(rows)


def _rows_from(table: Table, row_no: str) -> list[str]:
    """A row and those below it in its block that print amounts."""
    block = table.row(row_no)["block_no"]
    rows = [row["row_no"] for row in table.rows if row["block_no"] == block and int(row["row_no"]) >= int(row_no)]
    return sorted((row for row in rows if table.amounts(row)), key=int)


def _printed(cells: list[Record]) -> list[tuple[str, str]]:
    return [(cell["column_no"], cell["text"]) for cell in cells]


def column_shifted(table: Table, row_no: str, column_no: str, random: Random) -> frozenset[str] | None:
    """The amounts of a row stand one column further to the right; what falls off the end comes in at the front."""
    columns = table.value_columns[table.row(row_no)["block_no"]]
    cells = table.amounts(row_no)
    if len(columns) < 2 or (len(cells) == len(columns) and len({cell["text"] for cell in cells}) == 1):
        return None
    for cell in cells:
        cell["column_no"] = columns[(columns.index(cell["column_no"]) + 1) % len(columns)]
    return frozenset((row_no,))


def row_dropped(table: Table, row_no: str, column_no: str, random: Random) -> frozenset[str] | None:
    """A row is lost; the rows below it come under what is now above them."""
    level_of = levels(table)
    for records in (table.rows, table.keys, table.cells, *table.lines.values()):
        records[:] = [record for record in records if record["row_no"] != row_no]
    nest(table, level_of)
    return frozenset((row_no,))


def row_doubled(table: Table, row_no: str, column_no: str, random: Random) -> frozenset[str] | None:
    """A row is read twice: its copy comes right below it."""
    level_of = levels(table)
    copy = _next(row_no)
    for records in (table.rows, table.keys, table.cells, *table.lines.values()):
        copies = [{**record, "row_no": copy} for record in records if record["row_no"] == row_no]
        for record in records:
            for name in ("row_no", "parent_row_no"):
                if int(record.get(name) or 0) > int(row_no):
                    record[name] = _next(record[name])
        records.extend(copies)
    table.rows.sort(key=lambda row: int(row["row_no"]))
    moved = {(_next(row) if int(row) > int(row_no) else row): level for row, level in level_of.items()}
    nest(table, {**moved, copy: level_of[row_no]})
    return frozenset((row_no, copy))


def _next(row_no: str) -> str:
    return str(int(row_no) + 1)


def levels(table: Table) -> dict[str, int]:
    """The level of each row's indent, as far as the landed hierarchy tells it."""
    level_of: dict[str, int] = {}
    for row in table.rows:
        is_indented = row["parent_basis"] == "indent"
        level_of[row["row_no"]] = level_of.get(row["parent_row_no"], 0) + 1 if is_indented else 0
    return level_of


def nest(table: Table, level_of: Mapping[str, int]) -> None:
    """Find the parents of all rows anew."""
    if not table.nested:
        return
    described = {int(cell["row_no"]) for cell in table.cells if cell["column_no"] in table.told_columns}
    for block_no, rows in _by_block(table.rows):
        is_indented = any(level_of[row["row_no"]] for row in rows)
        read = [_read(table, row, level_of[row["row_no"]] * _LEVEL if is_indented else None) for row in rows]
        for row, placed in zip(rows, with_parents(read, block_no in table.subject_blocks, described), strict=True):
            row["parent_row_no"] = str(placed.parent_row_no or "")
            row["parent_basis"] = placed.parent_basis or ""


def _by_block(rows: list[Record]) -> Iterator[tuple[str, list[Record]]]:
    blocks: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        blocks[row["block_no"]].append(row)
    yield from blocks.items()


def _read(table: Table, row: Record, indent: float | None) -> Row:
    """A landed row as the extractor has it before it finds the parents."""
    keys = tuple(
        RowKey(
            int(key["key_no"]),
            key["code_printed"] or None,
            key["code"] or None,
            key["label"] or None,
            indent=indent,
            slack=None if indent is None else _SLACK,
        )
        for key in table.keys
        if key["row_no"] == row["row_no"]
    )
    return Row(int(row["row_no"]), int(row["block_no"]), keys, ())


# A wrong total is a changed digit, planted in totals only.
KINDS: Mapping[str, Plant] = {
    "digit changed": digit,
    "digits swapped": swapped,
    "sign": sign,
    "total wrong": digit,
    "unit × 10,000": factor,
    "row shifted": row_shifted,
    "rows exchanged": rows_exchanged,
    "column shifted": column_shifted,
    "row dropped": row_dropped,
    "row doubled": row_doubled,
}
