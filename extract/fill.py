"""Grids of a page with their text: ruled ones first, then those that only alignment divides; charts are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.aligned import find_aligned
from extract.grid import RuledGrid, find_grids, part_of
from extract.ink import MIDDLE, Glyph, PageInk, Ruling
from extract.lines import text_of
from extract.overrun import with_whole_amounts
from extract.unruled import rows_below, split_rows

# A chart's frame and grid lines hold text in fewer of their fields than this.
_LEAST_CELLS = 0.15


@dataclass(frozen=True)
class FilledGrid:
    """A grid of a page and the glyphs in each of its cells, by the cell's number."""

    grid: RuledGrid
    glyphs: dict[int, list[Glyph]]

    def texts(self) -> list[str]:
        """The text of each cell, in the order of the grid's cells; blank ones are empty."""
        return [text_of(self.glyphs.get(number, ())) for number in range(len(self.grid.cells))]


def fill_grids(ink: PageInk) -> tuple[list[FilledGrid], list[Glyph]]:
    """The grids of a page with their text, from the top down, and the glyphs that lie in none of them."""
    found = find_grids(ink.horizontal, ink.vertical)
    ruled, outside = _filled(found.grids, ink.glyphs)
    ruled = [_with_unruled_rows(_within_page(item, ink.height)) for item in ruled]
    ruled, outside = _with_rows_below(ruled, outside, ink.height)
    filled: list[FilledGrid] = []
    for item in ruled:
        aligned = _aligned_within(item)
        filled.extend(aligned or [item])
        if aligned:
            outside.extend(_without([glyph for glyphs in item.glyphs.values() for glyph in glyphs], aligned))
    aligned = [
        FilledGrid(item.grid, item.glyphs) for item in find_aligned(found.rows, found.columns, found.grids, outside)
    ]
    filled = sorted([*filled, *aligned], key=lambda item: (item.grid.top, item.grid.xs[0]))
    return filled, _without(outside, aligned)


def _within_page(item: FilledGrid, height: float) -> FilledGrid:
    """A grid without the blank rows that only run out over the page's edge.

    Print engines draw a merged cell of the next or the last page again from beyond the edge.
    """
    grid = item.grid
    n_rows = len(grid.ys) - 1
    first = 1 if grid.ys[0] <= 0 and _is_blank(item, 0) else 0
    last = n_rows - 1 if grid.ys[-1] >= height and _is_blank(item, n_rows - 1) else n_rows
    if (first, last) == (0, n_rows) or first >= last:
        return item
    part, numbers = part_of(grid, range(first, last))
    return FilledGrid(part, {numbers[old]: glyphs for old, glyphs in item.glyphs.items() if old in numbers})


def _with_unruled_rows(item: FilledGrid) -> FilledGrid:
    return FilledGrid(*split_rows(item.grid, item.glyphs))


def _with_rows_below(
    items: Sequence[FilledGrid], outside: list[Glyph], height: float
) -> tuple[list[FilledGrid], list[Glyph]]:
    """The grids, headers among them with the rows that stand below without lines, and the glyphs still outside."""
    longer: list[FilledGrid] = []
    for item in items:
        end = min((other.grid.top for other in items if other.grid.top >= item.grid.bottom), default=height)
        grid, glyphs, outside = rows_below(item.grid, item.glyphs, outside, end)
        longer.append(FilledGrid(grid, glyphs))
    return longer, outside


def _is_blank(item: FilledGrid, row: int) -> bool:
    top, bottom = item.grid.ys[row], item.grid.ys[row + 1]
    cells = {number for number in item.grid.fields[row] if number in item.glyphs}
    return not any(top <= glyph.middle < bottom for number in cells for glyph in item.glyphs[number])


def _aligned_within(item: FilledGrid) -> list[FilledGrid]:
    """The tables in a grid of which only the rows and the two sides are ruled; none where it is one column indeed."""
    grid = item.grid
    if len(grid.xs) > 2 or len(grid.ys) < 3:
        return []
    rows = [Ruling(y, grid.xs[0], grid.xs[-1]) for y in grid.ys]
    glyphs = [glyph for own in item.glyphs.values() for glyph in own]
    return [FilledGrid(found.grid, found.glyphs) for found in find_aligned(rows, (), (), glyphs)]


def _without(glyphs: list[Glyph], grids: Sequence[FilledGrid]) -> list[Glyph]:
    """The glyphs that are in none of the grids."""
    if not grids:
        return glyphs
    taken = {id(glyph) for item in grids for own in item.glyphs.values() for glyph in own}
    return [glyph for glyph in glyphs if id(glyph) not in taken]


def _filled(grids: Sequence[RuledGrid], glyphs: Sequence[Glyph]) -> tuple[list[FilledGrid], list[Glyph]]:
    """Ruled grids with the glyphs whose middle lies in their cells, charts left out, and the glyphs outside."""
    if not grids:
        return [], list(glyphs)
    inside: list[dict[int, list[Glyph]]] = [{} for _ in grids]
    outside: list[Glyph] = []
    # Most glyphs follow one of their own cell.
    left = top = right = bottom = 0.0
    own = outside
    for glyph in glyphs:
        _, x0, x1, baseline, size, _ = glyph
        x, y = (x0 + x1) / 2, baseline - MIDDLE * size
        if not (left <= x < right and top <= y < bottom):
            right, own = left, outside
            for grid, cells in zip(grids, inside, strict=True):
                number = grid.cell_at(x, y)
                if number is not None:
                    _, _, _, _, left, top, right, bottom = grid.cells[number]
                    own = cells.setdefault(number, [])
                    break
        own.append(glyph)
    filled: list[FilledGrid] = []
    for grid, cells in zip(grids, inside, strict=True):
        if _is_chart(grid, cells):
            outside.extend(glyph for glyphs in cells.values() for glyph in glyphs)
        else:
            filled.append(FilledGrid(grid, with_whole_amounts(grid, cells)))
    return filled, outside


def _is_chart(grid: RuledGrid, cells: dict[int, list[Glyph]]) -> bool:
    """Whether a grid is a chart's frame: few cells with text, and no two of them side by side as in a row."""
    rows = [grid.cells[number].row for number in cells]
    return len(cells) < _LEAST_CELLS * len(grid.cells) and len(set(rows)) == len(rows)
