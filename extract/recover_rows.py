"""The columns that one row's amounts may stand in: every assignment that keeps their order and the header's sums.

Amounts are integers, millionths of their unit: no budget prints more than six decimals, and integers add up fast.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extract.model import OPEN, ROWLESS, Cell, Column, Row, TableRows
from extract.text import amount
from extract.vocabulary import column_label

ROW_SUM, OF_WHICH = "row_sum", "of_which"

# The amounts by column, blank columns zero, and the columns in which they stand in printed order.
Vector = tuple[int, ...]
Assignment = tuple[Vector, tuple[int, ...]]

_DECIMALS = 6
TOTAL_COLUMN = re.compile(r"(?:合计|小计|总计)$")
_OF_WHICH = re.compile(r"(?:^|/)其中")
# 其中 over several columns divides the total beside it; before one column's label it takes a part out.
_DIVIDED = re.compile(r"(?:^|/)其中[:：]?/")
# Steps after which the search of one row's assignments is given up.
_MOST_STEPS = 200_000


@dataclass
class Amounts:
    """The amounts of one row, and the assignments to its block's columns that are still possible."""

    row: Row
    cells: tuple[Cell, ...]
    domain: list[Assignment]
    is_open: bool
    used: set[str] = field(default_factory=set)
    # No assignment is left that some sum allows; or a sum of amounts in known columns does not hold.
    has_failed: bool = False
    is_contradicted: bool = False

    def keep(self, is_possible: Callable[[Vector], bool], identity: str) -> bool:
        """Keep the assignments whose amounts are possible; whether that took any away."""
        kept = [assignment for assignment in self.domain if is_possible(assignment[0])]
        if len(kept) == len(self.domain):
            return False
        self.domain = kept
        self.used.add(identity)
        return True

    @property
    def vectors(self) -> set[Vector]:
        """The amounts by column of each assignment."""
        return {vector for vector, _ in self.domain}

    @property
    def known(self) -> Vector | None:
        """The amounts by column where only one assignment is left."""
        return self.domain[0][0] if len(self.domain) == 1 and not self.has_failed else None


@dataclass(frozen=True)
class Block:
    """The amounts of one side of a table, by row, over the same columns.

    `unit`: one of the last decimal that any of them prints; half of it is what rounding may hide in each.
    """

    table: TableRows
    columns: tuple[Column, ...]
    rows: dict[int, Amounts]
    unit: int


# The index of its column (where that is known), the cell and the amount of each printed amount of a row.
_Printed = list[tuple[int, Cell, Decimal]]


def blocks_of(table: TableRows) -> list[Block]:
    """The sides of a table that print amounts, each row with the assignments that the header's sums allow."""
    blocks: list[Block] = []
    for number in sorted({column.block_no for column in table.columns}):
        columns = tuple(column for column in table.columns if column.block_no == number and column.role == "value")
        rows = [(row, printed) for row in table.rows if row.block_no == number and (printed := _printed(row, columns))]
        if rows:
            blocks.append(_block(table, columns, rows))
    return blocks


def _printed(row: Row, columns: Sequence[Column]) -> _Printed:
    places = {column.column_no: index for index, column in enumerate(columns)}
    return [
        (places[number], cell, value)
        for number, cell in row.cells
        if number in places and cell.attribution != ROWLESS and (value := amount(cell.text)) is not None
    ]


def _block(table: TableRows, columns: tuple[Column, ...], rows: Sequence[tuple[Row, _Printed]]) -> Block:
    unit = integers([value for _, printed in rows for _, _, value in printed])[1]
    block = Block(table, columns, {row.row_no: _amounts(row, printed, len(columns)) for row, printed in rows}, unit)
    known = [item.domain[0][0] for item in block.rows.values() if not item.is_open]
    # A sum that a row of known columns breaks does not hold here.
    sums = [stated for stated in header_sums(columns) if all(adds_up(vector, *stated, unit) for vector in known)]
    parts = [
        (whole, part)
        for whole, part in _header_parts(columns)
        if all(_holds_part(vector, whole, part, columns) for vector in known)
    ]
    for item, (_, printed) in zip(block.rows.values(), rows, strict=True):
        if item.is_open:
            _search(item, _values(printed), columns, sums, parts, unit)
    return block


def _holds_part(vector: Vector, whole: int, part: int, columns: Sequence[Column]) -> bool:
    """Whether a part is at most its whole; a whole that is no total may be left blank."""
    is_total = TOTAL_COLUMN.search(columns[whole].label) is not None
    return 0 <= vector[part] <= vector[whole] or not (is_total or vector[whole])


def _amounts(row: Row, printed: _Printed, width: int) -> Amounts:
    cells = tuple(cell for _, cell, _ in printed)
    if any(cell.attribution == OPEN for cell in cells):
        return Amounts(row, cells, [], is_open=True)
    vector = [0] * width
    for (index, _, _), value in zip(printed, _values(printed), strict=True):
        vector[index] = value
    return Amounts(row, cells, [(tuple(vector), tuple(index for index, _, _ in printed))], is_open=False)


def _values(printed: _Printed) -> Vector:
    return integers([value for _, _, value in printed])[0]


def integers(values: Sequence[Decimal]) -> tuple[Vector, int]:
    """Amounts in millionths, and how many of these make one of the last decimal that any of them prints."""
    decimals = max((-int(value.as_tuple().exponent) for value in values), default=0)
    return (
        tuple(int(value.scaleb(_DECIMALS)) for value in values),
        10 ** (_DECIMALS - min(max(decimals, 0), _DECIMALS)),
    )


def _search(
    item: Amounts,
    values: Sequence[int],
    columns: Sequence[Column],
    sums: Sequence[tuple[int, tuple[int, ...]]],
    parts: Sequence[tuple[int, int]],
    unit: int,
) -> None:
    """Find a row's assignments; none, and nothing used, where there are too many to look at."""
    found = _assignments(values, len(columns), sums, unit)
    if found is None:
        return
    item.domain = found
    if len(found) < math.comb(len(columns), len(values)):
        item.used.add(ROW_SUM)
    if min(values) >= 0:
        item.keep(lambda vector: all(_holds_part(vector, *place, columns) for place in parts), OF_WHICH)


def _assignments(
    values: Sequence[int], width: int, sums: Sequence[tuple[int, tuple[int, ...]]], unit: int
) -> list[Assignment] | None:
    """All assignments of amounts to columns that keep their order and satisfy some sums; None beyond a limit of steps.

    Column by column, so that a sum that does not hold ends the search as soon as its last column is filled.
    """
    ending: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in range(width)]
    for total, addends in sums:
        ending[max(total, *addends)].append((total, addends))
    # The columns filled, and how many of them are.
    partial: list[tuple[Vector, tuple[int, ...]]] = [((), ())]
    steps = 0
    for column in range(width):
        extended: list[Assignment] = []
        for vector, chosen in partial:
            if len(values) - len(chosen) < width - column:
                extended.append(((*vector, 0), chosen))
            if len(chosen) < len(values):
                extended.append(((*vector, values[len(chosen)]), (*chosen, column)))
        steps += len(extended)
        if steps > _MOST_STEPS:
            return None
        partial = [item for item in extended if all(adds_up(item[0], *stated, unit) for stated in ending[column])]
    return partial


def adds_up(vector: Vector, total: int, addends: Sequence[int], unit: int) -> bool:
    """Whether a total equals its addends within what rounding hides: half a unit per amount; single ones are equal."""
    amounts = [vector[index] for index in addends if vector[index]]
    difference = abs(vector[total] - sum(amounts))
    if len(amounts) < 2 or not vector[total]:
        return not difference
    return 2 * difference <= unit * (len(amounts) + 1)


def header_sums(columns: Sequence[Column]) -> list[tuple[int, tuple[int, ...]]]:
    """The sums that a header states: the index of each total column, and those of the columns that it totals.

    The same as the model int_terms_by_header: a group of columns with a total of its own comes in by that total.
    """
    totals = [index for index, column in enumerate(columns) if TOTAL_COLUMN.search(column.label)]
    parents = [column.label.rpartition("/")[0] for column in columns]
    found: list[tuple[int, tuple[int, ...]]] = []
    for total in totals:
        under = [
            index
            for index in range(len(columns))
            if index != total
            and _is_under(parents[index], parents[total])
            and not (index in totals and parents[index] == parents[total])
        ]
        nearer = [
            other for other in totals if parents[other] != parents[total] and _is_under(parents[other], parents[total])
        ]
        addends = [
            index
            for index in under
            if not any(other != index and _is_under(parents[index], parents[other]) for other in nearer)
        ]
        parts = [index for index in addends if not is_of_which(columns[index].label)]
        parts = parts or [index for index in addends if _DIVIDED.search(columns[index].label)]
        if parts:
            found.append((total, tuple(parts)))
    return found


def _header_parts(columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    """The index of each 其中 column and before it that of the column of which it is a part.

    That is the total beside it; where there is none, the column left of it under the same header.
    """
    whole: dict[str, int] = {}
    for index, column in enumerate(columns):
        parent = column.label.rpartition("/")[0]
        if not is_of_which(column.label):
            if not (parent in whole and TOTAL_COLUMN.search(columns[whole[parent]].label)):
                whole[parent] = index
            continue
        beside = _OF_WHICH.split(column.label)[0] if _OF_WHICH.search(column.label) else parent
        if beside in whole:
            yield whole[beside], index


def is_of_which(path: str) -> bool:
    """Whether a column takes out a part of what others print, by its path."""
    if _OF_WHICH.search(path):
        return True
    label = column_label(path.rpartition("/")[2])
    return label is not None and bool(label.is_of_which)


def _is_under(path: str, parent: str) -> bool:
    return not parent or path == parent or path.startswith(f"{parent}/")
