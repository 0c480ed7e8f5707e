"""Forms, one for each project or department: where the next one begins, and what still belongs to the one above."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extract.captions import form_label, is_form_part, is_remnant
from extract.headers import Row
from extract.model import Caption, Grid
from extract.text import squeeze
from extract.vocabulary import column_label

# A form says what it is about in one of its first rows.
_HEAD_ROWS = 2


def begins_form(grid: Grid, form: Grid) -> bool:
    """Whether a grid begins another form than `form`: it says anew what it is about, or begins with the same label."""
    return has_head(grid) or begins_as(grid, form)


def begins_as(grid: Grid, form: Grid) -> bool:
    """Whether the first label of a grid is that of a form."""
    return _first_text(grid) == _first_text(form)


def has_head(grid: Grid) -> bool:
    """Whether one of a grid's first rows labels the project, department or transfer that a form is about."""
    return any(map(_is_head, _printed(grid)[:_HEAD_ROWS]))


def goes_on(title: str | None, form: Caption, between: Sequence[str]) -> bool:
    """Whether a grid without a head may belong to the form above the lines `between`: no other title, no new text.

    `title`: as printed above the grid; one inside the grid heads a part of the form.
    """
    return (title in (None, form.title) or is_form_part(title or "")) and all(map(is_remnant, between))


def form_starts(rows: Sequence[Row]) -> list[int]:
    """The rows of one grid at which its forms begin: where the label that heads the first stands again as it does.

    A lone cell above that label is the title of its form.
    """
    marks = [(index, mark) for index, row in enumerate(rows) if (mark := _mark(row))]
    heads = [index for index, mark in marks if mark == marks[0][1]]
    starts = [index - 1 if index and len(rows[index - 1]) == 1 else index for index in heads[1:]]
    return [0, *starts]


def split_at(rows: Sequence[Row], starts: Sequence[int]) -> list[list[Row]]:
    """The rows from each start to the next."""
    return [list(rows[start:end]) for start, end in itertools.pairwise([*starts, len(rows)])]


def _is_head(row: Row) -> bool:
    """Whether a row begins with a head label, or has it beside a cell merged over rows; other labels make a list."""
    cells = [row[column] for column in sorted(row)]
    if form_label(cells[0].text):
        return True
    is_second = cells[0].row_span > 1 and len(cells) > 1 and form_label(cells[1].text) is not None
    return is_second and not any(column_label(cell.text) for cell in cells[2:3])


def _mark(row: Row) -> tuple[object, ...] | None:
    """A head label at the left of a row with its place, if beside it stands what it names and nothing more."""
    if not row:
        return None
    first = row[min(row)]
    label = form_label(first.text)
    return (label, first.column, first.column_span) if label and len(row) == 2 else None


def _first_text(grid: Grid) -> str:
    first = _printed(grid)[0]
    text = first[min(first)].text
    return form_label(text) or squeeze(text)


def _printed(grid: Grid) -> list[Row]:
    return [row for row in grid.rows() if row]
