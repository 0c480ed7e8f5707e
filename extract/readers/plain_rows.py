"""The rows of a table in a text that lost its columns: names and amounts in printed order, and the cells they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.lexicon import is_subject_code, names_subject
from extract.model import OPEN, Cell, Column, Place
from extract.readers.plain_headers import HeaderForm, match_header
from extract.readers.plain_names import Name, code_length, names, tail_length, with_tail
from extract.readers.plain_sides import SideRow, assign_sides, sides_of
from extract.readers.plain_tokens import Token
from extract.rows.tables import SUBJECT_ENTITIES

_PARTS = ("class", "group", "item")
# The figures of a whole code up to each of its parts.
_LENGTHS = (3, 5, 7)


@dataclass
class _Row:
    """A row in the making: its names (several where a table has several keys) and its amounts."""

    names: list[Name]
    amounts: list[Token]


def row_cells(body: Sequence[Token], columns: Sequence[Column], form: HeaderForm) -> Iterator[list[Cell]]:
    """The cells of each row of each side, in printed order; columns count from 0 through the whole table."""
    rows = _rows(body, columns, form)
    _fill_parts(rows)
    for side, row in _placed(rows, columns):
        yield from _cells(row, [column for column in columns if column.block_no == side])


def _rows(body: Sequence[Token], columns: Sequence[Column], form: HeaderForm) -> list[_Row]:
    """The rows of all sides: names, then their amounts. A header printed again on a later page is left out."""
    parts = {column.part for column in columns if column.role == "key"}
    has_parts = bool(parts & {*_PARTS})
    has_code = has_parts or "code" in parts
    n_values = max(_count_values(columns, block) for block in {column.block_no for column in columns})
    n_keys = max((column.key_no or 0) for column in columns)
    rows: list[_Row] = []
    pieces: list[Token] = []
    index = 0
    while index < len(body):
        token = body[index]
        length = code_length(body[index:], has_code, has_parts) if token.is_digits else 0
        repeated = None if token.is_number else match_header(body[index:], form)
        if length:
            pieces.extend(body[index : index + length])
        elif repeated is not None:
            length = repeated.n_tokens
        elif not token.is_number:
            pieces.append(token)
        else:
            if pieces:
                _name(rows, pieces, n_keys)
                pieces = []
            elif not rows or (token.starts_line and len(rows[-1].amounts) >= n_values):
                rows.append(_Row([], []))
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
    # A row prints several keys one after another; those above it that print no amount are rows of their own.
    whole = max(n_keys, 1)
    rows.extend(_Row([name], []) for name in found[:-whole])
    rows.append(_Row(found[-whole:], []))


def _fill_parts(rows: Iterable[_Row]) -> None:
    """Give each code that prints its last part alone its place: the level at which its name is that of the whole code.

    A part that fits at no level, or at both, stays with the words, where it claims nothing.
    """
    above = ""
    for row in rows:
        for number, name in enumerate(row.names):
            if name.code_parts and len(name.code_parts[0]) == 2:
                levels = [
                    level
                    for level in (1, 2)
                    if len(above) >= _LENGTHS[level - 1]
                    and names_subject(above[: _LENGTHS[level - 1]] + name.code, name.text)
                ]
                if len(levels) != 1:
                    row.names[number] = replace(name, code_parts=(), text=f"{name.code} {name.text}")
                    continue
                row.names[number] = replace(name, first_part=levels[0])
                above = above[: _LENGTHS[levels[0] - 1]] + name.code
            elif is_subject_code(name.code):
                above = name.code


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
