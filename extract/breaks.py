"""What a page break cuts: a row whose text goes on over the page, a merged cell that stands on both pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.headers import Row
from extract.model import Cell, Grid
from extract.text import code_text, number_text, ordinal_level, squeeze
from extract.vocabulary import row_label

# Points left beside the first line of a text that is too long for one line; a sign that may not begin a line takes
# the one before it along, and some texts of a row are shorter than others.
_FULL = 14.0
_NEARLY_FULL = 30.0
# What is whole in a cell of its own: a target, the kind of an indicator.
_WHOLE = re.compile(r"[≥≤＞＜＝=<>]|.*指标$")
# Rows that one merged cell may cover.
_MOST_MERGED = 500
# Points by which the sides of a cell may differ from page to page.
_SAME_SIDE = 3.0


def join_cut_row(last: Row, first: Row, by_column: bool) -> Row | None:
    """The last row of a page with what the first one of the next page prints of it; None where that is a row itself.

    What goes on is text only, in cells that print text on both pages and fill their line on the first; it neither
    begins with an ordinal nor is the name of a known row, and at most one half prints amounts or codes.
    `by_column`: the columns of both pages are the same; else cells are known by their sides.
    """
    if not last or not first or _page(last) is None or _page(last) == _page(first):
        return None
    if _prints_numbers(first) and _prints_numbers(last):
        return None
    joined = dict(last)
    room: list[float] = []
    for cell in first.values():
        above = last.get(cell.column) if by_column else _beside(cell, last)
        if above is None and number_text(cell.text) is not None and _prints_numbers(first):
            joined[cell.column] = cell
        elif above is None or not _runs_on(above, cell):
            return None
        else:
            room.append(above.slack or 0.0)
            joined[above.column] = replace(above, text=above.text + cell.text, slack=_least(above.slack, cell.slack))
    return joined if room and min(room) < _FULL else None


def _least(*room: float | None) -> float | None:
    return min((points for points in room if points is not None), default=None)


def _page(row: Row) -> int | None:
    return next(iter(row.values())).place.page


def _prints_numbers(row: Row) -> bool:
    return any(number_text(cell.text) is not None or code_text(cell.text) is not None for cell in row.values())


def _beside(cell: Cell, row: Row) -> Cell | None:
    """The cell of a row between the same sides."""
    for other in row.values():
        sides = ((cell.place.x0, other.place.x0), (cell.place.x1, other.place.x1))
        if all(one is not None and two is not None and abs(one - two) <= _SAME_SIDE for one, two in sides):
            return other
    return None


def _runs_on(above: Cell, cell: Cell) -> bool:
    """Whether a cell's text may be the end of the text above."""
    if any(number_text(text) is not None or _WHOLE.match(squeeze(text)) for text in (above.text, cell.text)):
        return False
    is_full = above.slack is not None and above.slack < _NEARLY_FULL
    return is_full and ordinal_level(squeeze(cell.text)) is None and row_label(cell.text) is None


def merged_over_break(grid: Grid, rows: Sequence[Row]) -> tuple[Grid, list[Row]]:
    """A page's grid and the rows of the next, with the cells that are merged over both as one, at its first row.

    A merged cell at the bottom covers the rows on top of the next page that print nothing in its column; rows at the
    bottom that no cell covers, though cells of their column are merged, belong to the one on top of the next page.
    """
    recent = recent_cells(grid)
    if not rows or not any(cell.row_span > 1 for cell in (*recent, *rows[0].values())):
        return grid, list(rows)
    by_column = _by_column(recent)
    columns = {column: max(cells, key=lambda cell: cell.row) for column, cells in by_column.items()}
    at_end = [cell for cell in columns.values() if cell.row_span > 1 and cell.row + cell.row_span == grid.n_rows]
    below = [dict(row) for row in rows]
    longer = {id(cell): number for cell in at_end if (number := _blank_below(cell, at_end, below))}
    added: list[Cell] = []
    for band in _bands(by_column, rows[0]):
        ends = {column: columns[column].row + columns[column].row_span for column in band}
        begun = [column for column in band if ends[column] < grid.n_rows]
        # A blank merged cell has no text and is not among the cells, so a column may seem open further up than it is.
        end = max((ends[column] for column in begun), default=grid.n_rows)
        if len(begun) == 1 < len(band) - 1:
            continue  # blank beside what is whole on this page
        for column in begun:
            cell = below[0].pop(column)
            added.append(replace(cell, row=end, row_span=grid.n_rows - end + cell.row_span))
    if not longer and not added:
        return grid, below
    ended = (
        replace(cell, row_span=cell.row_span + longer[id(cell)]) if id(cell) in longer else cell for cell in recent
    )
    cells = (*grid.cells[: len(grid.cells) - len(recent)], *ended, *added)
    return Grid(cells, grid.n_rows, grid.n_columns), below


def _blank_below(cell: Cell, at_end: Sequence[Cell], rows: Sequence[Row]) -> int:
    """How many rows on top of the next page a merged cell covers: until it or one merged beside it starts anew."""
    if _is_total(rows[0]):
        return 0
    beside = [other.column for other in at_end if other.row == cell.row]
    return next((number for number, row in enumerate(rows) if any(column in row for column in beside)), len(rows))


def _bands(by_column: Mapping[int, list[Cell]], first: Row) -> list[list[int]]:
    """The columns of merged cells that a page begins with, those of one height together: what stands in one row."""
    bands: dict[int, list[int]] = {}
    for column, cells in by_column.items():
        if column in first and _is_merged(cells, first[column]):
            bands.setdefault(first[column].row_span, []).append(column)
    return list(bands.values())


def recent_cells(grid: Grid) -> list[Cell]:
    """The cells of the last rows, in order: a table over a thousand pages is not read again at each of them."""
    limit = grid.n_rows - _MOST_MERGED
    cells = list(itertools.takewhile(lambda cell: cell.row >= limit, reversed(grid.cells)))
    return cells[::-1]


def _by_column(cells: Sequence[Cell]) -> Mapping[int, list[Cell]]:
    columns: dict[int, list[Cell]] = {}
    for cell in cells:
        columns.setdefault(cell.column, []).append(cell)
    return columns


def _is_merged(cells: Sequence[Cell], first: Cell) -> bool:
    """Whether a column is one of merged cells, its header aside: most are, and the one below the break or the last."""
    merged = sum(cell.row_span > 1 for cell in cells)
    return (first.row_span > 1 or cells[-1].row_span > 1) and merged * 2 >= len(cells)


def _is_total(row: Row) -> bool:
    known = [row_label(cell.text) for cell in row.values()]
    return any(label is not None and label.row_role != "" for label in known)
