"""The rows of a table in a text that lost its columns: names and amounts in printed order, and the cells they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.lexicon import is_subject_code, names_subject
from extract.model import OPEN, ROWLESS, Cell, Column, Place
from extract.readers.plain_headers import HeaderForm, match_header
from extract.readers.plain_names import Name, code_length, names, tail_length, with_tail
from extract.readers.plain_sides import SideRow, assign_sides, sides_of
from extract.readers.plain_tokens import Token
from extract.recover_rows import Vector, adds_up, header_sums, integers
from extract.rows.tables import SUBJECT_ENTITIES
from extract.text import amount

# No header and no code takes more tokens.
_AHEAD = 600
_PARTS = ("class", "group", "item")
_OF_WHICH = re.compile(r"其中[:：]?/?")
# The figures of a whole code up to each of its parts.
_LENGTHS = (3, 5, 7)


@dataclass
class _Row:
    """A row in the making: its names (several where a table has several keys), its amounts, and its number (行次)."""

    names: list[Name]
    amounts: list[Token]
    ordinal: Token | None = None


@dataclass(frozen=True)
class PlainRows:
    """The cells of each row of each side, in printed order; columns count from 0 through the whole table.

    `last_code`: the whole code of the last coded row, which a table continued on the next page goes on from.
    """

    cells: tuple[list[Cell], ...]
    last_code: str


def read_rows(body: Sequence[Token], columns: Sequence[Column], form: HeaderForm, last_code: str = "") -> PlainRows:
    """The rows of a table's body; `last_code` is that of the page before, where the table goes on from it.

    Amounts whose row the text does not tell stand in a row of their own, marked as such.
    """
    rows = _rows(body, columns, form)
    last_code = _fill_parts(rows, last_code)
    if not _is_row_by_row(rows, columns):
        return PlainRows(tuple(_without_rows(rows, columns)), last_code)
    return PlainRows(
        tuple(
            cells
            for side, row in _placed(rows, columns)
            for cells in _cells(row, [column for column in columns if column.block_no == side])
        ),
        last_code,
    )


def _without_rows(rows: Sequence[_Row], columns: Sequence[Column]) -> Iterator[list[Cell]]:
    """The names of some rows, and after them their amounts, of which nobody knows to which of them they belong."""
    value = next(column for column in columns if column.role == "value")
    for row in rows:
        yield from _cells(_Row(row.names, [], row.ordinal), columns)
    for row in rows:
        for token in row.amounts:
            yield [_cell(value, token.text, token.line_no, ROWLESS)]


def _is_row_by_row(rows: Sequence[_Row], columns: Sequence[Column]) -> bool:
    """Whether each row's amounts follow its name: a text in another order prints amounts beside no name, or too many.

    Where rows that fill all their columns print totals, most of these must be what the header says.
    """
    if not any(column.role == "key" for column in columns):
        return True
    blocks = {column.block_no for column in columns}
    room = max(_count_values(columns, block) for block in blocks)
    if any(row.amounts and (not row.names or len(row.amounts) > room) for row in rows):
        return False
    if len(blocks) > 1:
        return True
    values = [column for column in columns if column.role == "value"]
    # Some headers say 其中 of the first of the parts that make up a total.
    plain = [replace(column, label=_OF_WHICH.sub("", column.label)) for column in values]
    whole = [numbers for row in rows if len(row.amounts) == room and (numbers := _numbers(row))]
    return any(
        2 * sum(adds_up(vector, *stated, unit) for vector, unit in whole for stated in sums) >= len(whole) * len(sums)
        for sums in (header_sums(values), header_sums(plain))
    )


def _numbers(row: _Row) -> tuple[Vector, int] | None:
    """The amounts of a row that are all numbers, as integers, and one of the last decimal printed."""
    values = [amount(token.text) for token in row.amounts]
    known = [value for value in values if value is not None]
    return integers(known) if len(known) == len(values) else None


def _rows(body: Sequence[Token], columns: Sequence[Column], form: HeaderForm) -> list[_Row]:
    """The rows of all sides: names, then their amounts. A header printed again on a later page is left out."""
    parts = {column.part for column in columns if column.role == "key"}
    has_parts = bool(parts & {*_PARTS})
    has_code = has_parts or "code" in parts
    has_ordinal = any(column.role == "ordinal" for column in columns)
    n_values = max(_count_values(columns, block) for block in {column.block_no for column in columns})
    n_keys = max((column.key_no or 0) for column in columns)
    rows: list[_Row] = []
    pieces: list[Token] = []
    index = 0
    while index < len(body):
        token = body[index]
        ahead = body[index : index + _AHEAD]
        length = code_length(ahead, has_code, has_parts) if token.is_digits else 0
        repeated = None if token.is_number else match_header(ahead, form)
        if length:
            pieces.extend(body[index : index + length])
        elif repeated is not None:
            length = repeated.n_tokens
        elif not token.is_number:
            pieces.append(token)
        else:
            is_named = bool(pieces or (rows and not rows[-1].amounts and rows[-1].ordinal is None))
            is_ordinal = has_ordinal and token.is_digits and (token.starts_line or is_named)
            if pieces:
                _name(rows, pieces, n_keys)
                pieces = []
            elif not rows or (
                token.starts_line and (not is_named if is_ordinal else len(rows[-1].amounts) >= n_values)
            ):
                rows.append(_Row([], []))
            if is_ordinal:
                rows[-1].ordinal = token
            else:
                rows[-1].amounts.append(token)
        index += length or 1
    if pieces:
        _name(rows, pieces, n_keys)
    return rows


def _count_values(columns: Iterable[Column], block: int) -> int:
    return sum(column.role == "value" for column in columns if column.block_no == block)


def _name(rows: list[_Row], pieces: Sequence[Token], n_keys: int) -> None:
    """Open a row for each name that the pieces make; the amounts that follow belong to the last."""
    if rows and rows[-1].names and rows[-1].amounts:
        length = tail_length(rows[-1].names[-1], pieces)
        if length:
            rows[-1].names[-1] = with_tail(rows[-1].names[-1], pieces[:length])
            pieces = pieces[length:]
    found = names(pieces)
    if not found:
        return
    rows.extend(_Row(group, []) for group in group_names(found, max(n_keys, 1)))


def group_names(found: Sequence[Name], n_keys: int) -> list[list[Name]]:
    """The names of each row: subjects of different classifications stand in one row, of one in rows of their own.

    Where not all are subjects, those above the last row print no amount and are rows of their own.
    """
    if not all(is_subject_code(name.code) for name in found):
        return [*([name] for name in found[:-n_keys]), list(found[-n_keys:])]
    groups: list[list[Name]] = []
    for name in found:
        if not groups or len(groups[-1]) == n_keys or any(name.code[0] == other.code[0] for other in groups[-1]):
            groups.append([])
        groups[-1].append(name)
    return groups


def _fill_parts(rows: Iterable[_Row], above: str) -> str:
    """Give each code that prints its last part alone its place: the level at which its name is that of the whole code.

    A part that fits at no level, or at both, stays with the words, where it claims nothing. `above` is the whole code
    before the rows; returns that of the last.
    """
    for row in rows:
        for number, name in enumerate(row.names):
            if name.code_parts and len(name.code_parts[0]) == 2:
                # A subject is not printed twice one after the other: the second of one name is below the first.
                whole = {level: above[: _LENGTHS[level - 1]] + name.code for level in (1, 2)}
                levels = [
                    level
                    for level, code in whole.items()
                    if len(code) == _LENGTHS[level] and code != above and names_subject(code, name.text)
                ]
                if len(levels) != 1:
                    row.names[number] = replace(name, code_parts=(), text=f"{name.code} {name.text}")
                    continue
                row.names[number] = replace(name, first_part=levels[0])
                above = whole[levels[0]]
            elif is_subject_code(name.code):
                above = name.code
    return above


def _placed(rows: Sequence[_Row], columns: Sequence[Column]) -> Iterator[tuple[int, _Row]]:
    """Each row with the number of the block it stands in."""
    sides = sides_of(columns)
    wanted = [
        SideRow(row.names[0].code if row.names else "", row.names[0].text if row.names else "", len(row.amounts))
        for row in rows
    ]
    return ((number + 1, row) for number, row in zip(assign_sides(wanted, sides), rows, strict=True))


def _cells(row: _Row, columns: Sequence[Column]) -> list[list[Cell]]:
    """The cells of a row in its side's columns; amounts for which the side has no room in rows of their own."""
    keys = list(_key_cells(row.names, columns))
    values = [column for column in columns if column.role == "value"]
    is_whole = len(row.amounts) == len(values)
    amounts = [
        _cell(column, token.text, token.line_no, "printed" if is_whole else OPEN)
        for column, token in zip(values, row.amounts, strict=False)
    ]
    beyond = [[_cell(columns[0], token.text, token.line_no)] for token in row.amounts[len(values) :]]
    numbered = [column for column in columns if column.role == "ordinal"]
    if row.ordinal is not None and numbered:
        keys.append(_cell(numbered[0], row.ordinal.text, row.ordinal.line_no))
    return [[*keys, *amounts], *beyond] if keys or amounts else beyond


def _key_cells(found: Sequence[Name], columns: Sequence[Column]) -> Iterator[Cell]:
    """Each name in the columns of a key: a subject's in those of its classification, others from the left."""
    groups: dict[int, list[Column]] = {}
    for column in columns:
        if column.key_no is not None:
            groups.setdefault(column.key_no, []).append(column)
    for name in found:
        if not groups:
            return
        fitting = [number for number, own in groups.items() if _names_group(name, own)]
        yield from _name_cells(name, groups.pop(fitting[0] if fitting else next(iter(groups))))


def _names_group(name: Name, columns: Sequence[Column]) -> bool:
    """Whether a name with a subject's code belongs into the columns of one key."""
    entity = columns[0].entity
    if not is_subject_code(name.code) or entity not in SUBJECT_ENTITIES:
        return False
    own = {"2": "function", "3": "economic_department", "5": "economic_government"}.get(name.code[0])
    return entity in ("subject", own)


def _name_cells(name: Name, columns: Sequence[Column]) -> Iterator[Cell]:
    """A name in the columns of one key: pieces of codes from the left, the words in the last, or all in one."""
    code_columns = [column for column in columns if column.part not in ("name", None)]
    text_column = next((column for column in columns if column.part in ("name", None)), columns[-1])
    if not code_columns:
        yield _cell(text_column, " ".join(filter(None, (*name.code_parts, name.text))), name.line_no)
        return
    own = code_columns[name.first_part :]
    parts = name.code_parts if len(name.code_parts) <= len(own) else (name.code,)
    for column, part in zip(own, parts, strict=False):
        yield _cell(column, part, name.line_no)
    if name.text:
        yield _cell(text_column, name.text, name.line_no)


def _cell(column: Column, text: str, line_no: int, attribution: str = "printed") -> Cell:
    return Cell(0, column.column_no - 1, text, Place(line_no=line_no), basis="text", attribution=attribution)
