"""Columns that a dump has lost, found again by arithmetic.

Where a row prints fewer amounts than its table has columns, their order is known and their columns are not. What
the table's own sums allow is searched exactly: first the sums of its header (合计 = 基本支出 + 项目支出), then those of
its codes (a parent equals its children in every column) and of its total rows, then the same figure in another
table, last a note that there is no spending of a kind. A row lands where exactly one assignment satisfies all of
them; else its amounts are left over, with the reason. What was used is recorded: it proves nothing.
"""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import combinations
from pathlib import Path

from extract.model import OPEN, Cell, Column, Leftover, Recovery, Row, TableRows
from extract.text import amount, count_numbers, ordinal_level, strip_ordinal
from extract.vocabulary import column_label, normalised, row_label

INFERRED = "inferred"
SEVERAL, NONE = "several_columns_fit", "no_columns_fit"

_ROW_SUM, _PARENT, _TOTAL, _SAME, _NOTE = (
    "row_sum",
    "parent_children",
    "grand_total",
    "same_figure",
    "no_such_spending",
)
_SCOPES = Path(__file__).resolve().parent.parent / "seeds" / "reference" / "table_scopes.csv"
_TOTAL_COLUMN = re.compile(r"(?:合计|小计|总计)$")
_OF_WHICH = re.compile(r"(?:^|/)其中")
# 其中 over several columns divides the total beside it; before one column's label it takes a part out.
_DIVIDED = re.compile(r"(?:^|/)其中[:：]?/")
_BRACKETS = re.compile(r"\([^()]*\)")
# Assignments of one row, and partial sums of one family, beyond which a search is given up.
_MOST_CANDIDATES = 100_000
_MOST_SUMS = 60_000

# Amounts in millionths of their unit: no budget prints more than six decimals, and integers add up fast.
_DECIMALS = 6
_Vector = tuple[int, ...]
# The amounts by column, blank columns zero, and the columns in which they stand in printed order.
_Assignment = tuple[_Vector, tuple[int, ...]]


@dataclass(frozen=True)
class Recovered:
    """The tables with the cells that could be placed, and what was used to place them."""

    tables: tuple[TableRows, ...]
    recoveries: tuple[Recovery, ...]


@dataclass
class _Amounts:
    """The amounts of one row, and the assignments to its block's columns that are still possible."""

    row: Row
    cells: tuple[Cell, ...]
    domain: list[_Assignment]
    is_open: bool
    used: set[str] = field(default_factory=set)
    has_failed: bool = False

    def keep(self, is_possible: Callable[[_Vector], bool], identity: str) -> bool:
        """Keep the assignments whose amounts are possible; whether that took any away."""
        kept = [assignment for assignment in self.domain if is_possible(assignment[0])]
        if len(kept) == len(self.domain):
            return False
        self.domain = kept
        self.used.add(identity)
        return True

    @property
    def vectors(self) -> set[_Vector]:
        """The amounts by column of each assignment."""
        return {vector for vector, _ in self.domain}

    @property
    def known(self) -> _Vector | None:
        """The amounts by column where only one assignment is left."""
        return self.domain[0][0] if len(self.domain) == 1 and not self.has_failed else None


@dataclass(frozen=True)
class _Block:
    """The amounts of one side of a table, by row, over the same columns."""

    table: TableRows
    columns: tuple[Column, ...]
    rows: dict[int, _Amounts]


def recover(tables: Sequence[TableRows]) -> Recovered:
    """Find the columns of all open amounts of one document's tables."""
    if not any(cell.attribution == OPEN for table in tables for row in table.rows for _, cell in row.cells):
        return Recovered(tuple(tables), ())
    blocks = [block for table in tables for block in _blocks(table)]
    for block in blocks:
        _by_header(block)
    families = [family for block in blocks for family in _families(block)]
    _by_families(families)
    if _by_same_figures(blocks):
        _by_families(families)
    if _by_notes(blocks, tables):
        _by_families(families)
    return _landed(tables, blocks)


def _blocks(table: TableRows) -> list[_Block]:
    blocks: list[_Block] = []
    for number in sorted({column.block_no for column in table.columns}):
        columns = tuple(column for column in table.columns if column.block_no == number and column.role == "value")
        rows = {
            row.row_no: amounts
            for row in table.rows
            if row.block_no == number and (amounts := _amounts(row, columns)) is not None
        }
        if columns and rows:
            blocks.append(_Block(table, columns, rows))
    return blocks


def _amounts(row: Row, columns: Sequence[Column]) -> _Amounts | None:
    """The amounts of a row, with every assignment to columns that keeps their order; None where it prints none."""
    places = {column.column_no: index for index, column in enumerate(columns)}
    printed = [
        (places[number], cell, value)
        for number, cell in row.cells
        if number in places and (value := amount(cell.text)) is not None
    ]
    if not printed:
        return None
    cells = tuple(cell for _, cell, _ in printed)
    values = [int(value.scaleb(_DECIMALS)) for _, _, value in printed]
    if not any(cell.attribution == OPEN for cell in cells):
        indexes = tuple(index for index, _, _ in printed)
        return _Amounts(row, cells, [(_vector(len(columns), indexes, values), indexes)], False)
    open_row = _Amounts(row, cells, [], True)
    if math.comb(len(columns), len(values)) <= _MOST_CANDIDATES:
        open_row.domain = [
            (_vector(len(columns), chosen, values), chosen) for chosen in combinations(range(len(columns)), len(values))
        ]
    return open_row


def _vector(width: int, indexes: Sequence[int], values: Sequence[int]) -> _Vector:
    filled = [0] * width
    for index, value in zip(indexes, values, strict=True):
        filled[index] = value
    return tuple(filled)


def _by_header(block: _Block) -> None:
    """Keep the assignments that satisfy the sums of the header, where no row of known columns breaks them."""
    known = [amounts.domain[0][0] for amounts in block.rows.values() if not amounts.is_open]
    sums = [
        (total, addends)
        for total, addends in header_sums(block.columns)
        if all(_adds_up(vector, total, addends) for vector in known)
    ]
    for amounts in block.rows.values():
        if amounts.is_open:
            amounts.keep(lambda vector: all(_adds_up(vector, *stated) for stated in sums), _ROW_SUM)


def _adds_up(vector: _Vector, total: int, addends: Sequence[int]) -> bool:
    return vector[total] == sum(vector[index] for index in addends)


def header_sums(columns: Sequence[Column]) -> list[tuple[int, tuple[int, ...]]]:
    """The sums that a header states: the index of each total column, and those of the columns that it totals.

    The same as the model int_terms_by_header: a group of columns with a total of its own comes in by that total.
    """
    totals = [index for index, column in enumerate(columns) if _TOTAL_COLUMN.search(column.label)]
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
        parts = [index for index in addends if not _OF_WHICH.search(columns[index].label)]
        parts = parts or [index for index in addends if _DIVIDED.search(columns[index].label)]
        if parts:
            found.append((total, tuple(parts)))
    return found


def _is_under(path: str, parent: str) -> bool:
    return not parent or path == parent or path.startswith(f"{parent}/")


@dataclass(frozen=True)
class _Family:
    """A row that equals the sum of others in every column."""

    whole: _Amounts
    parts: tuple[_Amounts, ...]
    identity: str


def _families(block: _Block) -> list[_Family]:
    """Parents by code with their children, and total rows with the topmost rows where a code or ordinal says so.

    Totals of the year go before totals that may count carry-over too.
    """
    children: defaultdict[int, list[_Amounts]] = defaultdict(list)
    roots: list[_Amounts] = []
    totals: defaultdict[str, list[_Amounts]] = defaultdict(list)
    for amounts in block.rows.values():
        row = amounts.row
        if row.parent_row_no is not None and row.parent_basis == "code" and row.parent_row_no in block.rows:
            children[row.parent_row_no].append(amounts)
        elif role := _total_role(row):
            totals[role].append(amounts)
        elif row.parent_row_no is None:
            roots.append(amounts)
    families = [_Family(block.rows[parent], tuple(parts), _PARENT) for parent, parts in children.items()]
    if roots and all(map(_is_topmost, roots)):
        families += [_Family(total, tuple(roots), _TOTAL) for total in totals["subtotal"] or totals["grand_total"]]
    return families


def _total_role(row: Row) -> str:
    key = row.first_key
    known = row_label(key.label) if key is not None and key.label and not key.code else None
    return known.row_role if known is not None else ""


def _is_topmost(amounts: _Amounts) -> bool:
    """Whether a row without a parent says by its code or ordinal that it has none."""
    row, key = amounts.row, amounts.row.first_key
    return key is not None and bool(key.code or (row.section_label is None and ordinal_level(key.label or "") == 1))


def _by_families(families: Sequence[_Family]) -> None:
    """Take away what no sum of a family allows, until nothing changes.

    Families share rows like the branches of a tree, so what is left of each row is part of some whole assignment.
    """
    waiting = True
    while waiting:
        waiting = False
        for family in families:
            waiting = _prune(family) or waiting


def _prune(family: _Family) -> bool:
    members = (family.whole, *family.parts)
    if all(len(member.domain) == 1 for member in members) or any(
        not member.domain or member.has_failed for member in members
    ):
        return False
    reached: list[set[_Vector]] = [{(0,) * len(family.whole.domain[0][0])}]
    most = _most(members)
    for part in family.parts:
        sums = {_plus(total, vector) for total in reached[-1] for vector in part.vectors}
        if most is not None:
            sums = {total for total in sums if all(map(int.__le__, total, most))}
        if len(sums) > _MOST_SUMS:
            return False
        reached.append(sums)
    wanted = reached[-1] & family.whole.vectors
    if not wanted:
        for member in members:
            member.has_failed = member.is_open
        return False
    changed = family.whole.keep(wanted.__contains__, family.identity)
    for part, before in zip(reversed(family.parts), reversed(reached[:-1]), strict=True):
        pairs = [(total, vector) for total in before for vector in part.vectors if _plus(total, vector) in wanted]
        changed = part.keep({vector for _, vector in pairs}.__contains__, family.identity) or changed
        wanted = {total for total, _ in pairs}
    return changed


def _most(members: Sequence[_Amounts]) -> _Vector | None:
    """What no partial sum can exceed, by column; None where a negative amount may bring it down again."""
    vectors = [vector for member in members for vector in member.vectors]
    if any(value < 0 for vector in vectors for value in vector):
        return None
    return tuple(map(max, *members[0].vectors)) if len(members[0].vectors) > 1 else members[0].domain[0][0]


def _plus(left: _Vector, right: _Vector) -> _Vector:
    return tuple(map(int.__add__, left, right))


def _by_same_figures(blocks: Sequence[_Block]) -> bool:
    """Keep the assignments that repeat the figures of another table; whether any was taken away.

    Only where both tables print the same total: then a row of the same code with a column of the same words, or a
    row whose words head the column, states the same figure.
    """
    changed = False
    for block in blocks:
        for amounts in block.rows.values():
            if not amounts.is_open or len(amounts.domain) < 2:
                continue
            for stated in _stated_elsewhere(block, amounts, blocks):
                repeats = partial(_states, stated=stated)
                if any(map(repeats, amounts.vectors)):
                    changed = amounts.keep(repeats, _SAME) or changed
    return changed


def _states(vector: _Vector, stated: Sequence[tuple[int, int]]) -> bool:
    return all(vector[index] == value for index, value in stated)


def _stated_elsewhere(block: _Block, amounts: _Amounts, blocks: Sequence[_Block]) -> list[list[tuple[int, int]]]:
    """What each other block of equal total states of a row: column indexes and amounts."""
    own = max(value for vector in amounts.vectors for value in vector)
    found: list[list[tuple[int, int]]] = []
    for other in blocks:
        if other.table.table.table_no == block.table.table.table_no:
            continue
        stated = _of_same_code(block, amounts, other) if _code(amounts.row) else _of_row_labels(block, other)
        if stated and max(value for _, value in stated) == own:
            found.append(stated)
    return found


def _of_same_code(block: _Block, amounts: _Amounts, other: _Block) -> list[tuple[int, int]]:
    rows = [row for row in other.rows.values() if _code(row.row) == _code(amounts.row)]
    if len(rows) != 1 or (vector := rows[0].known) is None:
        return []
    labels = {normalised(column.label): value for column, value in zip(other.columns, vector, strict=True)}
    return [
        (index, labels[label])
        for index, column in enumerate(block.columns)
        if (label := normalised(column.label)) in labels
    ]


def _of_row_labels(block: _Block, other: _Block) -> list[tuple[int, int]]:
    """Columns headed by the words that name a row in a block of one column; a total by those of what it totals."""
    if len(other.columns) != 1 or len(block.rows) != 1:
        return []
    labels: defaultdict[str, list[int]] = defaultdict(list)
    for row in other.rows.values():
        if (key := row.row.first_key) and key.label and (vector := row.known):
            labels[_words(key.label)].append(vector[0])
    return [
        (index, labels[words][0])
        for index, column in enumerate(block.columns)
        if len(labels.get(words := _words(_own_words(column.label)), ())) == 1
    ]


def _own_words(path: str) -> str:
    head, _, leaf = path.rpartition("/")
    return head.rpartition("/")[2] if head and _TOTAL_COLUMN.fullmatch(leaf) else leaf


def _words(label: str) -> str:
    return _BRACKETS.sub("", normalised(strip_ordinal(label)))


def _code(row: Row) -> str | None:
    return row.first_key.code if row.first_key else None


def _by_notes(blocks: Sequence[_Block], tables: Sequence[TableRows]) -> bool:
    """Keep the assignments without an amount in a column of which a note says that there is no such spending.

    Unless the document prints an amount there after all.
    """
    kinds = {table.table.kind for table in tables if table.table.caption.empty_note and not table.rows}
    none = {fund for kind, fund in _total_funds().items() if kind in kinds}
    marked = {id(block): _columns_of(block, none) for block in blocks}
    if any(
        vector is not None and any(vector[index] for index in marked[id(block)])
        for block in blocks
        for row in block.rows.values()
        if (vector := row.known) is not None
    ):
        return False
    changed = False
    for block in blocks:
        for row in block.rows.values():
            if row.is_open and len(row.domain) > 1:
                blank = partial(_is_blank, indexes=marked[id(block)])
                changed = row.keep(blank, _NOTE) or changed
    return changed


def _is_blank(vector: _Vector, indexes: Sequence[int]) -> bool:
    return not any(vector[index] for index in indexes)


def _columns_of(block: _Block, funds: set[str]) -> list[int]:
    """The columns whose header names one of some funds, the deepest label that names any."""
    found: list[int] = []
    for index, column in enumerate(block.columns):
        labels = [column_label(segment) for segment in column.label.split("/")]
        named = [label.fund_source for label in labels if label is not None and label.fund_source]
        if named and named[-1] in funds:
            found.append(index)
    return found


@lru_cache(maxsize=1)
def _total_funds() -> dict[str, str]:
    """The fund of which each kind of table prints all spending."""
    with _SCOPES.open(encoding="utf-8", newline="") as file:
        return {
            row["table_kind"]: row["fund_source"]
            for row in csv.DictReader(file)
            if row["side"] == "expenditure" and row["measure_code"] == "total" and row["fund_source"] != "all"
        }


def _landed(tables: Sequence[TableRows], blocks: Sequence[_Block]) -> Recovered:
    found = {
        (block.table.table.table_no, number): (amounts, block.columns)
        for block in blocks
        for number, amounts in block.rows.items()
        if amounts.is_open
    }
    recoveries: list[Recovery] = []
    landed: list[TableRows] = []
    for table in tables:
        table_no = table.table.table_no
        rows: list[Row] = []
        leftovers: list[Leftover] = []
        for row in table.rows:
            amounts, columns = found.get((table_no, row.row_no), (None, ()))
            if amounts is None:
                rows.append(row)
            elif amounts.known is None:
                rows.append(replace(row, cells=_printed(row)))
                leftovers.extend(_left_over(amounts, table_no))
            else:
                rows.append(replace(row, cells=(*_printed(row), *_placed(amounts, columns))))
                recoveries.extend(Recovery(table_no, row.row_no, identity) for identity in sorted(amounts.used))
        landed.append(replace(table, rows=tuple(rows), leftovers=(*table.leftovers, *leftovers)))
    return Recovered(tuple(landed), tuple(recoveries))


def _printed(row: Row) -> tuple[tuple[int, Cell], ...]:
    return tuple((number, cell) for number, cell in row.cells if cell.attribution != OPEN)


def _placed(amounts: _Amounts, columns: Sequence[Column]) -> Iterator[tuple[int, Cell]]:
    ((_, indexes),) = amounts.domain
    for index, cell in zip(indexes, amounts.cells, strict=True):
        number = columns[index].column_no
        yield number, replace(cell, column=number - 1, attribution=INFERRED)


def _left_over(amounts: _Amounts, table_no: int) -> Iterator[Leftover]:
    # Where nothing was used, nothing was tried: the row has too many assignments.
    reason = NONE if amounts.has_failed or (amounts.used and not amounts.domain) else SEVERAL
    for cell in amounts.cells:
        yield Leftover(cell.place, reason, cell.text, count_numbers(cell.text), table_no)
