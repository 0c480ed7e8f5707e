"""Tables with horizontal rulings only: their columns lie between the white corridors that all rows leave.

Rulings of the same ends frame such a table: one above the header, one below it, one at the end (三线表), or one below
each row. Shorter rulings within the header part a label from those that it heads. Words are put into columns by the
corridors between them, and lines into rows by what stands beside them; from this come the lines that a ruled table
would have, and from these its cells, by the same steps as for a ruled table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extract.frames import Frame, Word, WordLine, find_frames
from extract.grid import SNAP, RuledGrid, aligned_grid
from extract.ink import Glyph, Ruling
from extract.word_rows import grouped_rows

# One line in so many may run over a corridor: a name that has room to its right.
_LINES_A_CROSSING = 20
# A label heads a column when it covers this share of what the column prints.
_HEADS = 0.5
# What it costs, in em of gap, to let a label stand above a blank column, or a column go without a label.
_NO_COLUMN, _NO_LABEL = 2.5, 5.0
# Without a column of figures, cells are no longer than this, or it is prose in columns.
_LONGEST_WORDS = 12


@dataclass(frozen=True)
class AlignedGrid:
    """A grid found by alignment and the glyphs in each of its cells, by the cell's number."""

    grid: RuledGrid
    glyphs: dict[int, list[Glyph]]


class _Column(NamedTuple):
    """Left and right of what a column prints."""

    x0: float
    x1: float

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True)
class _Row:
    """The words between two heights; `is_header`: of a level of the header."""

    top: float
    bottom: float
    words: tuple[Word, ...]
    is_header: bool


def find_aligned(
    rows: Sequence[Ruling], columns: Sequence[Ruling], ruled: Sequence[RuledGrid], glyphs: Sequence[Glyph]
) -> list[AlignedGrid]:
    """The tables that horizontal rulings frame and alignment divides.

    `rows` and `columns`: rulings in none of the grids `ruled`, those on one line joined; `glyphs`: those outside.
    """
    found: list[AlignedGrid] = []
    for frame in find_frames(rows, columns, ruled, glyphs):
        grid = _aligned(frame)
        if grid is not None and not any(_overlap(grid.grid, other.grid) for other in found):
            found.append(grid)
    return found


def _overlap(one: RuledGrid, other: RuledGrid) -> bool:
    return one.top < other.bottom and other.top < one.bottom and one.xs[0] < other.xs[-1] and other.xs[0] < one.xs[-1]


def _aligned(frame: Frame) -> AlignedGrid | None:
    """The table in a frame, None where header and body do not line up."""
    header, body = frame.bands[0], frame.bands[1:]
    columns = _columns(_lowest(header, frame.partial), [line for band in body for line in band])
    if not _is_table(header, [line for band in body for line in band], columns):
        return None
    edges = _edges(frame, columns)
    rows = [*_header_rows(frame, columns), *_body_rows(frame, edges)]
    grid = _grid(edges, columns, rows, frame.partial)
    if grid is None:
        return None
    glyphs: dict[int, list[Glyph]] = {}
    for line in (line for band in frame.bands for line in band):
        for word in line.words:
            number = grid.cell_at(min(max(word.middle, edges[0]), edges[-1] - 0.1), line.y)
            if number is not None:
                glyphs.setdefault(number, []).extend(word.glyphs)
    return AlignedGrid(grid, glyphs)


def _lowest(header: Sequence[WordLine], partial: Sequence[Ruling]) -> list[Word]:
    """The labels below which the header has neither another label nor a ruling, from the left."""
    lowest: list[Word] = []
    below: list[Word] = []
    for line in reversed(header):
        lowest += [
            word
            for word in line.words
            if not any(word.x0 < other.x1 and other.x0 < word.x1 for other in below)
            and not any(rule.at > line.y and rule.start <= word.middle <= rule.end for rule in partial)
        ]
        below += line.words
    return sorted(lowest, key=lambda word: word.x0)


def _columns(labels: Sequence[Word], body: Sequence[WordLine]) -> list[_Column]:
    """The columns of the body's words with their labels, and those of labels that stand above no words at all.

    A label that stands above no column is that of the next one without a label: figures stand to the right of a
    column and their label may stand to its left.
    """
    several = [line for line in body if len(line.words) > 1]
    columns = _covered([word for line in several for word in line.words], len(several) // _LINES_A_CROSSING)
    size = median(line.size for line in body)
    below = _matched(labels, columns, _NO_COLUMN * size, _NO_LABEL * size)
    for label, number in zip(labels, below, strict=True):
        if number is not None:
            x0, x1 = columns[number]
            columns[number] = _Column(min(x0, label.x0), max(x1, label.x1))
    return sorted([*columns, *(_Column(label.x0, label.x1) for label in labels if not _is_above(label, columns))])


def _is_above(label: Word, columns: Iterable[_Column]) -> bool:
    return any(label.x0 < column.x1 and column.x0 < label.x1 for column in columns)


def _matched(labels: Sequence[Word], columns: Sequence[_Column], no_column: float, no_label: float) -> list[int | None]:
    """For each label that stands above no column the number of the one that it is nearest to, all in their order.

    The least sum of gaps, in which a label without a column and a column without a label cost what is given.
    """
    bare = [label for label in labels if not _is_above(label, columns)]
    free = [number for number, column in enumerate(columns) if not any(_is_above(label, [column]) for label in labels)]
    # For the first labels and the first columns: the least cost, and the columns of the labels.
    best: list[tuple[float, tuple[int | None, ...]]] = [(no_label * count, ()) for count in range(len(free) + 1)]
    for label in bare:
        row = [(best[0][0] + no_column, (*best[0][1], None))]
        for count, number in enumerate(free, start=1):
            gap = max(columns[number].x0 - label.x1, label.x0 - columns[number].x1)
            row.append(
                min(
                    (best[count - 1][0] + gap, (*best[count - 1][1], number)),
                    (best[count][0] + no_column, (*best[count][1], None)),
                    (row[count - 1][0] + no_label, row[count - 1][1]),
                    key=lambda option: option[0],
                )
            )
        best = row
    found = iter(best[-1][1])
    return [None if _is_above(label, columns) else next(found) for label in labels]


def _covered(words: Iterable[Word], allowed: int) -> list[_Column]:
    """The stretches that more than `allowed` words cover."""
    covered: list[_Column] = []
    depth, start = 0, 0.0
    for x, step in sorted(end for word in words for end in ((word.x0, 1), (word.x1, -1))):
        if depth == allowed and step > 0:
            start = x
        depth += step
        if depth == allowed and step < 0 and x > start:
            covered.append(_Column(start, x))
    return covered


def _is_table(header: Sequence[WordLine], body: Sequence[WordLine], columns: Sequence[_Column]) -> bool:
    """Whether labels head at least half of the columns, and columns hold figures or short words."""
    labels = [word for line in header for word in line.words]
    headed = sum(any(_is_above(label, [column]) for label in labels) for column in columns)
    if headed < 2 or 2 * headed < len(columns):
        return False
    words = [word for line in body for word in line.words if len(line.words) > 1]
    if any(_holds_figures(column, words) for column in columns[1:]):
        return True
    return median(len(word.text) for word in words) <= _LONGEST_WORDS


def _holds_figures(column: _Column, words: Iterable[Word]) -> bool:
    own = [word.is_figure for word in words if column.x0 <= word.middle <= column.x1]
    return 2 * sum(own) > len(own)


def _edges(frame: Frame, columns: Sequence[_Column]) -> list[float]:
    """Where verticals would stand: in the corridors, there where one is drawn, else beside labels, not through them."""
    labels = [word for line in frame.bands[0] for word in line.words]
    edges = [min(frame.start, columns[0].x0) - 0.5]
    for (_, left), (right, _) in pairwise(columns):
        drawn = [x for x in frame.dividers if left <= x <= right]
        stops = sorted({left, right, *(x for word in labels for x in (word.x0, word.x1) if left < x < right)})
        # Columns that touch leave no corridor.
        places = drawn or [(one + other) / 2 for one, other in pairwise(stops)] or [left]
        middle = (left + right) / 2
        edges.append(min(places, key=lambda x: (sum(word.x0 < x < word.x1 for word in labels), abs(x - middle))))
    return [*edges, max(frame.end, columns[-1].x1) + 0.5]


def _header_rows(frame: Frame, columns: Sequence[_Column]) -> list[_Row]:
    """The levels of the header: between the shorter rulings, or above and below a label that heads several columns."""
    header = frame.bands[0]
    heights = [frame.rules[0], *_heights(frame.partial), frame.rules[1]]
    if not frame.partial:
        heads = [line for line in header if any(len(_headed(word, columns)) > 1 for word in line.words)]
        below = [line for line in header if heads and line.y > heads[-1].y]
        if below:
            heights.insert(1, (heads[-1].y + below[0].y) / 2)
    return [
        _Row(top, bottom, tuple(word for line in header if top <= line.y < bottom for word in line.words), True)
        for top, bottom in pairwise(heights)
    ]


def _heights(rulings: Iterable[Ruling]) -> list[float]:
    heights: list[float] = []
    for ruling in sorted(rulings):
        if not heights or ruling.at - heights[-1] > 2 * SNAP:
            heights.append(ruling.at)
    return heights


def _headed(word: Word, columns: Sequence[_Column]) -> list[int]:
    """The columns of whose print a label covers enough to head them."""
    return [
        number for number, (x0, x1) in enumerate(columns) if min(word.x1, x1) - max(word.x0, x0) >= _HEADS * (x1 - x0)
    ]


def _body_rows(frame: Frame, edges: Sequence[float]) -> list[_Row]:
    """The rows of the body: its bands where each row is ruled, else the lines that belong together."""
    body = frame.bands[1:]
    groups = [grouped_rows(band, edges) for band in body]
    if len(body) > 1 and all(len(rows) == 1 for rows in groups):
        groups = [[list(band)] for band in body]
    rows: list[_Row] = []
    for own, (top, bottom) in zip(groups, pairwise(frame.rules[1:]), strict=True):
        between = [(above[-1].y + below[0].y) / 2 for above, below in pairwise(own)]
        for lines, (upper, lower) in zip(own, pairwise([top, *between, bottom]), strict=True):
            rows.append(_Row(upper, lower, tuple(word for line in lines for word in line.words), False))
    return rows


def _grid(
    edges: Sequence[float], columns: Sequence[_Column], rows: Sequence[_Row], partial: Sequence[Ruling]
) -> RuledGrid | None:
    """The grid of the lines that a ruled table would have."""
    verticals = [
        Ruling(edge, row.top, row.bottom)
        for number, edge in enumerate(edges)
        for row in rows
        if number in (0, len(columns)) or not _goes_over(row, number, edge, columns, partial)
    ]
    left, right = edges[0], edges[-1]
    horizontals = [Ruling(rows[0].top, left, right), Ruling(rows[-1].bottom, left, right)]
    for above, row in pairwise(rows):
        if above.is_header and row.is_header:
            parted = [number for number in range(len(columns)) if _is_parted(number, above, columns, partial)]
            horizontals += [Ruling(row.top, edges[number], edges[number + 1]) for number in parted]
        else:
            horizontals.append(Ruling(row.top, left, right))
    return aligned_grid(horizontals, verticals)


def _is_parted(number: int, above: _Row, columns: Sequence[_Column], partial: Sequence[Ruling]) -> bool:
    """Whether a column has two cells in two levels of a header: a ruling lies between, or a label heads several."""
    if any(rule.start <= columns[number].middle <= rule.end for rule in _below(above, partial)):
        return True
    heads = [_headed(word, columns) for word in above.words]
    return any(len(head) > 1 and number in head for head in heads)


def _below(row: _Row, partial: Sequence[Ruling]) -> list[Ruling]:
    return [rule for rule in partial if abs(rule.at - row.bottom) <= 2 * SNAP]


def _goes_over(row: _Row, number: int, edge: float, columns: Sequence[_Column], partial: Sequence[Ruling]) -> bool:
    """Whether a cell of a row goes on over the edge between a column and the one before it.

    A label does where it heads both, or where of all labels above one ruling it is the nearest to both.
    """
    crossing = [word for word in row.words if word.x0 + 1 < edge < word.x1 - 1]
    if not row.is_header:
        return bool(crossing)
    if any({number - 1, number} <= set(_headed(word, columns)) for word in crossing):
        return True
    one, other = columns[number - 1].middle, columns[number].middle
    for rule in _below(row, partial):
        labels = [word for word in row.words if rule.start <= word.middle <= rule.end]
        if labels and rule.start <= one and other <= rule.end:
            nearest = [min(labels, key=lambda word: abs(word.middle - x)) for x in (one, other)]
            return nearest[0] is nearest[1]
    return False
