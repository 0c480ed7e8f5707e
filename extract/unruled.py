"""Rows that nothing rules off: below a ruled header, or between the verticals of a table whose rows have no lines.

Only where amounts stand below one another, all printed to the same decimal or with thousands set apart: the lines of a
name, a text or a number that goes over several lines in its cell are no rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.frames import COLUMN_GAP, Word, WordLine
from extract.grid import ALIGNED, SNAP, RuledCell, RuledGrid
from extract.ink import Glyph
from extract.lines import by_line, parted
from extract.word_rows import grouped_rows

_AMOUNT = re.compile(r"[-−]?(?:[\d,]+\.(?P<decimals>\d+)|\d{1,3}(?:,\d{3})+)")
# So many amounts below one another are a column of rows.
_LEAST_AMOUNTS = 3
# Points below which a row holds no such number of lines.
_LOWEST = 30.0
# Rows that a header has at most, and the widest gap between rows below it, in em.
_MOST_HEADER_ROWS, _WIDEST_GAP = 5, 3.0

Glyphs = dict[int, list[Glyph]]


def split_rows(grid: RuledGrid, glyphs: Glyphs) -> tuple[RuledGrid, Glyphs]:
    """The grid with its row that holds the lines of many rows parted into these; as it is where it has none."""
    for row, (top, bottom) in enumerate(pairwise(grid.ys)):
        if bottom - top < _LOWEST:
            continue
        numbers = dict.fromkeys(grid.fields[row])
        if any(grid.cells[number].row_span > 1 for number in numbers) or not _may_hold_rows(glyphs, numbers):
            continue
        lines = _lines([glyph for number in numbers for glyph in glyphs.get(number, ())], grid.xs)
        if _has_column_of_amounts(lines, grid.xs):
            groups = grouped_rows(lines, grid.xs)
            if len(groups) >= _LEAST_AMOUNTS:
                return _with_rows(grid, glyphs, row, groups)
    return grid, glyphs


def rows_below(
    grid: RuledGrid, glyphs: Glyphs, outside: Sequence[Glyph], end: float
) -> tuple[RuledGrid, Glyphs, list[Glyph]]:
    """A header's grid with the rows that stand below it, above `end`, and the glyphs that are still outside."""
    if len(grid.ys) - 1 > _MOST_HEADER_ROWS or len(grid.xs) < 3 or any(map(_is_amount, _words_of(glyphs))):
        return grid, glyphs, list(outside)
    near = [glyph for glyph in outside if grid.bottom < glyph.middle < end and not glyph.turn]
    lines = _fitting(by_line(near) if near else [], grid)
    if not _has_column_of_amounts(lines, grid.xs):
        return grid, glyphs, list(outside)
    row = len(grid.ys) - 1
    bottom = lines[-1].y + lines[-1].size
    last = range(len(grid.cells), len(grid.cells) + len(grid.xs) - 1)
    cells = tuple(
        RuledCell(row, column, 1, 1, left, grid.bottom, right, bottom)
        for column, (left, right) in enumerate(pairwise(grid.xs))
    )
    longer = replace(grid, ys=(*grid.ys, bottom), cells=(*grid.cells, *cells), fields=(*grid.fields, tuple(last)))
    words = [word for line in lines for word in line.words]
    body = {
        number: own
        for number, (left, right) in zip(last, pairwise(grid.xs), strict=True)
        if (own := [glyph for word in words if left <= word.middle < right for glyph in word.glyphs])
    }
    taken = {id(glyph) for own in body.values() for glyph in own}
    with_body, filled = _with_rows(longer, glyphs | body, row, grouped_rows(lines, grid.xs))
    return with_body, filled, [glyph for glyph in outside if id(glyph) not in taken]


def _may_hold_rows(glyphs: Glyphs, numbers: Iterable[int]) -> bool:
    """Whether a cell has the points or commas of so many amounts; few high cells have."""
    cells = (glyphs.get(number, ()) for number in numbers)
    return any(sum(glyph.text in ".," for glyph in own) >= _LEAST_AMOUNTS for own in cells)


def _lines(glyphs: Sequence[Glyph], xs: Sequence[float]) -> list[WordLine]:
    """Glyphs in lines, each in the words of its columns."""
    level = [glyph for glyph in glyphs if not glyph.turn]
    lines: list[WordLine] = []
    for line in by_line(level) if level else ():
        words = []
        for left, right in pairwise(xs):
            own = [glyph for glyph in line if left <= (glyph.x0 + glyph.x1) / 2 < right]
            if own:
                words.append(Word(own[0].x0, max(glyph.x1 for glyph in own), own))
        if words:
            lines.append(WordLine(line[0].middle, max(glyph.size for glyph in line), words))
    return lines


def _fitting(lines: Sequence[list[Glyph]], grid: RuledGrid) -> list[WordLine]:
    """The lines from the top that stand in the columns of a grid, until one does not, or a gap is wider."""
    fitting: list[WordLine] = []
    above = grid.bottom
    for line in lines:
        words = [Word(piece[0].x0, max(glyph.x1 for glyph in piece), piece) for piece in parted(line, COLUMN_GAP)]
        size = max(glyph.size for glyph in line)
        if line[0].top - above > _WIDEST_GAP * size or not all(_is_in_column(word, grid.xs) for word in words):
            break
        fitting += _lines(line, grid.xs)
        above = line[0].bottom
    return fitting


def _is_in_column(word: Word, xs: Sequence[float]) -> bool:
    return any(left - SNAP <= word.x0 and word.x1 <= right + SNAP for left, right in pairwise(xs))


def _words_of(glyphs: Glyphs) -> list[Word]:
    return [Word(own[0].x0, own[-1].x1, own) for own in glyphs.values()]


def _is_amount(word: Word) -> bool:
    return _AMOUNT.fullmatch(word.text) is not None


def _has_column_of_amounts(lines: Sequence[WordLine], xs: Sequence[float]) -> bool:
    """Whether a column holds nothing but amounts of the same decimals, and most of their lines print more."""
    for left, right in pairwise(xs):
        own = [(word, line) for line in lines for word in line.words if left <= word.middle < right]
        matches = [match for word, _ in own if (match := _AMOUNT.fullmatch(word.text))]
        decimals = {len(match.group("decimals") or "") for match in matches}
        beside = sum(len(line.words) > 1 for _, line in own)
        if len(matches) == len(own) >= _LEAST_AMOUNTS and len(decimals) == 1 and 2 * beside > len(own):
            return True
    return False


def _with_rows(
    grid: RuledGrid, glyphs: Glyphs, row: int, groups: Sequence[Sequence[WordLine]]
) -> tuple[RuledGrid, Glyphs]:
    """The grid with a row parted into as many as there are groups of lines."""
    between = [(above[-1].y + below[0].y) / 2 for above, below in pairwise(groups)]
    ys = (*grid.ys[: row + 1], *between, *grid.ys[row + 1 :])
    placed: list[tuple[RuledCell, list[Glyph]]] = []
    for number, cell in enumerate(grid.cells):
        own = glyphs.get(number, [])
        if cell.row != row:
            placed.append((cell._replace(row=cell.row + (len(between) if cell.row > row else 0)), own))
            continue
        for index, (top, bottom) in enumerate(pairwise(ys[row : row + len(groups) + 1]), start=row):
            inside = [glyph for glyph in own if top <= glyph.middle < bottom]
            placed.append((cell._replace(row=index, top=top, bottom=bottom), inside))
    placed.sort(key=lambda item: (item[0].row, item[0].column))
    fields = [[-1] * (len(grid.xs) - 1) for _ in range(len(ys) - 1)]
    for number, (cell, _) in enumerate(placed):
        for y in range(cell.row, cell.row + cell.row_span):
            fields[y][cell.column : cell.column + cell.column_span] = [number] * cell.column_span
    filled = {number: own for number, (_, own) in enumerate(placed) if own}
    cells = tuple(cell for cell, _ in placed)
    return replace(grid, ys=ys, cells=cells, fields=tuple(map(tuple, fields)), basis=ALIGNED), filled
