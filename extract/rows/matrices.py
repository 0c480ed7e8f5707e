"""The tables within an overall form that name lines on the left and print amounts below headers: mix, project list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.captions import is_publishable
from extract.model import Cell, Column, PrintedTable, Row, RowKey, TableRows
from extract.rows.forms import FormRow, Section, extent, label_text, says, stands_below
from extract.text import join_words, number_text, squeeze
from extract.vocabulary import column_label


class _Head(NamedTuple):
    """What stands over a column: the path of labels, and the column where one label stands over several of a text."""

    path: str
    column: int = 0


@dataclass(frozen=True)
class _Line:
    """One row: its cells by what stands over them, and merged cells on its left that print what it belongs to."""

    cells: tuple[tuple[_Head, Cell], ...]
    covering: tuple[Cell, ...]


def read_matrix(section: Section, table: PrintedTable) -> TableRows:
    """Names as keys, amounts as values, categories as attributes; columns of prose stay out."""
    header = [[cell for cell in row.cells if cell is not section.title] for row in section.header]
    is_page = any(cell.place.page is not None for row in section.header for cell in row.cells)
    lines = _lines_of_page(section, header) if is_page else _lines_of_text(section, header)
    heads = _in_order(lines)
    columns = {head: _column(number, head, lines) for number, head in enumerate(heads, start=1)}
    rows: list[Row] = []
    for line in lines:
        row = _row(line, columns, rows)
        if row is not None:
            rows.append(row)
    return TableRows(table, tuple(columns.values()), tuple(rows), form_cells=_landed(section, lines, columns))


def _lines_of_page(section: Section, header: Sequence[Sequence[Cell]]) -> list[_Line]:
    heads = [cell for row in header for cell in row]
    lines: list[_Line] = []
    for row in section.body:
        own = [cell for cell in row.cells if cell is not section.title]
        beside = tuple(cell for cell in row.covering if cell is not section.title and cell not in heads)
        lines.append(_Line(tuple((_Head(_path(cell, heads)), cell) for cell in own), beside))
    return lines


def _path(cell: Cell, heads: Sequence[Cell]) -> str:
    labels: list[str] = []
    for head in heads:
        text = squeeze(head.text)
        if stands_below(cell, head) and text not in labels:
            labels.append(text)
    return "/".join(labels)


def _lines_of_text(section: Section, header: Sequence[Sequence[Cell]]) -> list[_Line]:
    """A dump's rows do not always stand below their headers: columns are matched in sequence, rows moved in line."""
    rows = list(zip(section.body, _missing(section.body), strict=True))
    used = sorted({cell.column + missing for row, missing in rows for cell in row.cells})
    leaves = _leaves(header)
    if [column for column, _ in leaves] != used:
        more = len(used) - len(leaves)
        leaves = [*leaves[:1] * max(more, 0), *leaves]
    heads = {column: _Head(label, column) for column, (_, label) in zip(used, leaves, strict=False)}
    return [
        _Line(tuple((heads.get(cell.column + missing, _Head("")), cell) for cell in row.cells), ())
        for row, missing in rows
    ]


def _leaves(header: Sequence[Sequence[Cell]]) -> list[tuple[int, str]]:
    """The lowest labels in sequence; what a second row prints divides the last label of the first."""
    first = [(cell.column, squeeze(cell.text)) for cell in header[0]]
    lower = [(cell.column, squeeze(cell.text)) for row in header[1:] for cell in row]
    if not lower:
        return first
    _, divided = first[-1]
    return [*first[:-1], *((column, f"{divided}/{label}") for column, label in lower)]


def _missing(rows: Sequence[FormRow]) -> list[int]:
    """How many blanks each row lost on its left: its names stand so far left of where the others' names do."""
    names = [_name_column(row) for row in rows]
    counted = Counter(column for column in names if column is not None)
    usual = counted.most_common(1)[0][0] if counted else 0
    return [0 if column is None else max(usual - column, 0) for column in names]


def _name_column(row: FormRow) -> int | None:
    """The column of the last words before the first amount."""
    column: int | None = None
    for cell in row.cells:
        if number_text(cell.text) is not None:
            return column
        column = cell.column
    return None


def _in_order(lines: Sequence[_Line]) -> list[_Head]:
    """What stands over the columns, from left to right."""
    left: dict[_Head, float] = {}
    for line in lines:
        for head, cell in line.cells:
            left[head] = min(left.get(head, extent(cell)[0]), extent(cell)[0])
    return sorted(left, key=lambda head: left[head])


def _column(number: int, head: _Head, lines: Sequence[_Line]) -> Column:
    role = _role(head, lines)
    if role != "key":
        return Column(number, 1, role, head.path)
    known = column_label(head.path.rsplit("/", 1)[-1])
    return Column(number, 1, role, head.path, 1, "name", (known.entity if known else "") or "item")


def _role(head: _Head, lines: Sequence[_Line]) -> str:
    own = head.path.rsplit("/", 1)[-1]
    if says("task_prose", own):
        return "note"
    if says("task_category", own):
        return "attribute"
    if says("task_name", own) or says("mix", own):
        return "key"
    texts = [cell.text for line in lines for found, cell in line.cells if found == head]
    if not own and any(says("fund_parts", text) for text in texts):
        return "key"
    return "value" if any(character.isdigit() for text in texts for character in text) else "note"


def _row(line: _Line, columns: Mapping[_Head, Column], before: Sequence[Row]) -> Row | None:
    names = [cell for head, cell in line.cells if columns[head].role == "key"]
    cells = tuple(
        (columns[head].column_no, cell)
        for head, cell in line.cells
        if columns[head].role in ("value", "attribute") and is_publishable(cell.text)
    )
    if not cells or not all(is_publishable(cell.text) for cell in names):
        return None
    section = names[0] if len(names) > 1 else next(iter(line.covering), None)
    key = RowKey(1, None, None, join_words(names[-1].text)) if names else None
    return Row(len(before) + 1, 1, (key,) if key else (), cells, section_label=_heading(section, before))


def _heading(section: Cell | None, before: Sequence[Row]) -> str | None:
    if section is not None:
        return label_text(section.text)
    return before[-1].section_label if before else None


def _landed(
    section: Section, lines: Sequence[_Line], columns: Mapping[_Head, Column]
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """The cells that landed as values, and as names or labels."""
    cells = [(columns[head].role, cell) for line in lines for head, cell in line.cells]
    clear = [(role, cell) for role, cell in cells if role != "note" and is_publishable(cell.text)]
    header = [cell for row in section.header for cell in row.cells]
    beside = [cell for line in lines for cell in line.covering]
    return (
        tuple(cell for role, cell in clear if role != "key"),
        (*header, *beside, *(cell for role, cell in clear if role == "key")),
    )
