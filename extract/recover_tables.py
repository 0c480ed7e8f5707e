"""What the other tables of a document say of a row whose columns are lost."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from extract.lexicon import is_subject_code
from extract.model import Column, Row, TableRows
from extract.recover_rows import TOTAL_COLUMN, Amounts, Block, Vector, is_of_which
from extract.recover_sums import Family, is_broken, total_role
from extract.text import strip_ordinal
from extract.vocabulary import Label, column_label, normalised

_SAME, _SUM, _NOTE, _KINDS = "same_figure", "same_sum", "no_such_spending", "measure_parts"
_REFERENCE = Path(__file__).resolve().parent.parent / "seeds" / "reference"
_BRACKETS = re.compile(r"\([^()]*\)")
_CLASS_LENGTH = 3
_SIDES = {"receipts": "收入", "expenditure": "支出"}


@dataclass(frozen=True)
class _Scope:
    """What a column states: measure and fund, else as its table does; the rest only where its header says so."""

    measure: str
    fund: str
    phase: str
    rest: tuple[str, ...]
    # Whether the header names no fund, so that the column is of the money that the table is about.
    is_of_table: bool


def families_between(blocks: Sequence[Block]) -> list[Family]:
    """Rows of one table that state what rows of another do: the same keys, and columns of one scope.

    Only where both print the same largest amount: a table of other money does not. Then columns of all the money
    that each table is about state the same too, for each part of equal sums is at most its counterpart.
    """
    scopes = {id(block): _scopes(block) for block in blocks}
    keys = {id(block): _Keys(block) for block in blocks}
    found: list[Family] = []
    for block in blocks:
        for other in blocks:
            if other.table.table.table_no == block.table.table.table_no or not _has_open(block, other):
                continue
            columns = list(_pairs(scopes[id(block)], scopes[id(other)]))
            if columns:
                found.extend(_families(block, keys[id(block)], other, keys[id(other)], columns))
    return found


def _has_open(*blocks: Block) -> bool:
    return any(amounts.is_open for block in blocks for amounts in block.rows.values())


def _families(
    block: Block, own: _Keys, other: Block, others: _Keys, columns: Sequence[tuple[int, int]]
) -> Iterator[Family]:
    for key, rows in own.wholes.items():
        whole = _together(rows)
        parts = others.rows_with(key)
        if whole is None or not parts or not (whole.is_open or any(part.is_open for part in parts)):
            continue
        family = Family(
            whole,
            tuple(parts),
            _SAME if len(parts) == 1 else _SUM,
            tuple(left for left, _ in columns),
            tuple(right for _, right in columns),
            max(block.unit, other.unit),
        )
        if _largest(whole) and _largest(whole) == sum(map(_largest, parts)) and not is_broken(family):
            yield family


def _together(rows: Sequence[Amounts]) -> Amounts | None:
    """The rows of one key, units apart, as one row; None where there are several and the columns of one are lost."""
    if len(rows) == 1:
        return rows[0]
    if any(row.is_open for row in rows):
        return None
    vector = tuple(map(sum, zip(*(row.domain[0][0] for row in rows), strict=True)))
    return Amounts(rows[0].row, (), [(vector, ())], is_open=False)


def _largest(amounts: Amounts) -> int:
    return max((value for vector, _ in amounts.domain[:1] for value in vector), default=0)


class _Keys:
    """The rows of a block by what names them: their codes, or a word."""

    def __init__(self, block: Block) -> None:
        entities = {column.key_no: column.entity or "" for column in block.table.columns if column.key_no is not None}
        self.wholes: defaultdict[frozenset[str], list[Amounts]] = defaultdict(list)
        self._by_key: defaultdict[str, dict[int, Amounts]] = defaultdict(dict)
        for number, amounts in block.rows.items():
            for key in _keys_of(amounts.row, entities):
                self.wholes[key].append(amounts)
                for part in key:
                    self._by_key[part][number] = amounts

    def rows_with(self, key: frozenset[str]) -> list[Amounts]:
        """The rows that print all of some keys, and perhaps more."""
        found = [self._by_key.get(part, {}) for part in key]
        return [amounts for number, amounts in found[0].items() if all(number in rows for rows in found[1:])]


def _keys_of(row: Row, entities: dict[int, str]) -> Iterator[frozenset[str]]:
    codes = [key for key in row.keys if key.code]
    if codes:
        yield frozenset(
            f"{'subject' if is_subject_code(key.code or '') else entities.get(key.key_no, '')} {key.code}"
            for key in codes
        )
    elif role := total_role(row):
        yield frozenset({role})
    key = row.first_key
    if key is not None and key.label and (not key.code or len(key.code) == _CLASS_LENGTH) and len(codes) < 2:
        yield frozenset({f"name {_words(key.label)}"})


def _pairs(left: Sequence[_Scope | None], right: Sequence[_Scope | None]) -> Iterator[tuple[int, int]]:
    """The columns of two blocks that state the same where the blocks are of the same money."""
    for index, own in enumerate(left):
        for other_index, other in enumerate(right):
            if own is not None and other is not None and _state_the_same(own, other):
                yield index, other_index


def _state_the_same(own: _Scope, other: _Scope) -> bool:
    if (own.measure, own.rest) != (other.measure, other.rest):
        return False
    if own.phase and other.phase and own.phase != other.phase:
        return False
    return own.fund == other.fund or (own.is_of_table and other.is_of_table and _is_within(own.fund, other.fund))


def _is_within(fund: str, other: str) -> bool:
    """Whether one of two funds is a part of the other."""
    return other in _with_wholes(fund) or fund in _with_wholes(other)


def _with_wholes(fund: str) -> list[str]:
    found = [fund]
    while parent := _parent_funds().get(found[-1]):
        found.append(parent)
    return found


def _scopes(block: Block) -> list[_Scope | None]:
    """What each column states; None where that is not known, or is what another column states too."""
    table = _table_scope(block)
    found = [_scope(column, table) for column in block.columns]
    counts = Counter(found)
    return [scope if counts[scope] == 1 else None for scope in found]


def _scope(column: Column, table: dict[str, str]) -> _Scope | None:
    labels: list[Label] = []
    for segment in column.label.split("/"):
        label = column_label(segment)
        if label is not None:
            labels.append(label)
        elif not TOTAL_COLUMN.fullmatch(normalised(segment)):
            return None
    measure, fund, value_type = (_deepest(labels, name) for name in ("measure_code", "fund_source", "value_type"))
    if is_of_which(column.label) or value_type not in ("", "amount") or not (measure or table.get("measure_code")):
        return None
    carryover = _deepest(labels, "carryover")
    return _Scope(
        measure or table["measure_code"],
        fund or table.get("fund_source", ""),
        _deepest(labels, "phase"),
        (
            "" if carryover in ("current_year", "all") else carryover,
            *(_deepest(labels, name) for name in ("year_offset", "comparison")),
        ),
        is_of_table=not fund,
    )


def _deepest(labels: Sequence[Label], name: str) -> str:
    return next((value for label in reversed(labels) if (value := str(getattr(label, name)))), "")


def _table_scope(block: Block) -> dict[str, str]:
    """What a table of its kind states on the side that its header names; nothing where that is not one side."""
    number = block.columns[0].block_no
    words = "".join(column.label for column in block.table.columns if column.block_no == number)
    sides = [side for side, word in _SIDES.items() if word in words]
    rows = [row for row in _table_scopes() if row["table_kind"] == block.table.table.kind]
    found = rows if len(rows) == 1 else [row for row in rows if [row["side"]] == sides]
    return found[0] if len(found) == 1 else {}


@lru_cache(maxsize=1)
def _table_scopes() -> list[dict[str, str]]:
    with (_REFERENCE / "table_scopes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def _parent_funds() -> dict[str, str]:
    with (_REFERENCE / "fund_sources.csv").open(encoding="utf-8", newline="") as file:
        return {row["fund_source"]: row["parent_fund_source"] for row in csv.DictReader(file)}


def families_by_class(block: Block) -> list[Family]:
    """Total rows of personnel and operating costs with the rows of the economic classes that each consists of.

    Only where these rows print as much as the total states for their kind: then it is made up of nothing else.
    """
    scopes = _scopes(block)
    measures = [scope.measure if scope is not None else "" for scope in scopes]
    rows = [amounts for amounts in block.rows.values() if amounts.row.parent_row_no is None]
    totals = [amounts for amounts in rows if total_role(amounts.row)]
    parts: defaultdict[str, list[Amounts]] = defaultdict(list)
    for amounts in rows:
        if not total_role(amounts.row):
            parts[_kind_of_class(amounts.row)].append(amounts)
    found: list[Family] = []
    for total in totals:
        for measure, own in parts.items():
            vectors = {vector[measures.index(measure)] for vector in total.vectors} if measure in measures else set()
            if set(parts) <= set(measures) and vectors == {sum(map(_largest, own))}:
                columns = (measures.index(measure),)
                found.append(Family(total, tuple(own), _KINDS, columns, columns, block.unit))
    return found


def _kind_of_class(row: Row) -> str:
    """The kind of basic spending that the economic class of a row belongs to; empty where it has none."""
    # Local subjects below the listed ones add two digits; a code of even length is no subject's.
    classes = {key.code[:_CLASS_LENGTH] for key in row.keys if key.code and len(key.code) % 2}
    found = {measure for code in classes if (measure := _class_measures().get(code))}
    return next(iter(found)) if len(found) == 1 else ""


@lru_cache(maxsize=1)
def _class_measures() -> dict[str, str]:
    with (_REFERENCE / "economic_measures.csv").open(encoding="utf-8", newline="") as file:
        return {row["class_code"]: row["measure_code"] for row in csv.DictReader(file) if row["scheme"] == "department"}


def by_row_labels(blocks: Sequence[Block]) -> bool:
    """Keep the assignments of a total row that repeat what rows of another table state; whether any was taken away.

    A row whose words head a column states its amount, where the other table prints their total too: a table of receipts
    by fund has in columns what the receipts side of a summary has in rows.
    """
    changed = False
    for block in blocks:
        for amounts in block.rows.values():
            if not amounts.is_open or len(amounts.domain) < 2 or not _is_whole(block, amounts):
                continue
            for other in blocks:
                stated = _stated_by_labels(block, other)
                if not stated or _largest(amounts) not in _totals(other):
                    continue
                repeats = partial(_states, stated=stated)
                if any(map(repeats, amounts.vectors)):
                    changed = amounts.keep(repeats, _SAME) or changed
    return changed


def _totals(block: Block) -> set[int]:
    """The largest amount of a block, and those of its total rows."""
    return {_largest(row) for row in block.rows.values() if total_role(row.row)} | {
        max(map(_largest, block.rows.values()))
    }


def _is_whole(block: Block, amounts: Amounts) -> bool:
    return len(block.rows) == 1 or bool(total_role(amounts.row))


def _states(vector: Vector, stated: Sequence[tuple[int, int]]) -> bool:
    return all(vector[index] == value for index, value in stated)


def _stated_by_labels(block: Block, other: Block) -> list[tuple[int, int]]:
    """Columns of one block headed by the words that name a row in another of one column, a total by those above it."""
    if len(other.columns) != 1 or other.table.table.table_no == block.table.table.table_no:
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
    return head.rpartition("/")[2] if head and TOTAL_COLUMN.fullmatch(leaf) else leaf


def _words(label: str) -> str:
    return _BRACKETS.sub("", normalised(strip_ordinal(label)))


def by_notes(blocks: Sequence[Block], tables: Sequence[TableRows]) -> bool:
    """Keep the assignments without an amount in a column of which a note says that there is no such spending.

    Unless the document prints an amount there after all. Returns whether any was taken away.
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


def _is_blank(vector: Vector, indexes: Sequence[int]) -> bool:
    return not any(vector[index] for index in indexes)


def _columns_of(block: Block, funds: set[str]) -> list[int]:
    """The columns whose header names one of some funds, the deepest label that names any."""
    labels = [[column_label(segment) for segment in column.label.split("/")] for column in block.columns]
    return [
        index
        for index, own in enumerate(labels)
        if _deepest([label for label in own if label is not None], "fund_source") in funds
    ]


def _total_funds() -> dict[str, str]:
    """The fund of which each kind of table prints all spending."""
    return {
        row["table_kind"]: row["fund_source"]
        for row in _table_scopes()
        if row["side"] == "expenditure" and row["measure_code"] == "total" and row["fund_source"] not in ("", "all")
    }
