"""Rulings to grids: rows and columns where lines stand, cells with spans, a box for each.

A grid is a set of rulings that touch one another. Its columns lie between the positions of vertical rulings, its rows
between those of horizontal ones; the elementary fields so made are joined to a cell where no ruling parts them. Where
a vertical ruling goes on beyond the last horizontal one (a row that the page's end cuts), or rows stick out beyond
the outermost vertical one, the ends of the lines close the cell. A column merged over all rows of a page has no
horizontal ruling of its own: its vertical ones belong to the grid beside them that is as high.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from extract.dashes import without_dashes, without_dots
from extract.ink import Ruling

# What the lines of a grid are: drawn, or inferred from how words stand below one another.
RULED, ALIGNED = "ruled", "aligned"
# Lines closer than this are one line drawn twice; their ends may miss each other by as much.
SNAP = 3.0
# A field narrower or lower than this holds no text: it lies between the two lines of a double ruling.
_LEAST_FIELD = 4.0
# A line that covers this share of a field's side parts it from its neighbour.
_COVERS = 0.6
_AT, _START = itemgetter(0), itemgetter(1)


class RuledCell(NamedTuple):
    """A cell of a ruled grid: its first row and column, its spans, and its box in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class RuledGrid:
    """A grid: the edges of its columns and rows, from the left and the top, its cells, and what its lines are."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    # The cell that each elementary field belongs to, by row and column.
    fields: tuple[tuple[int, ...], ...]
    basis: str = RULED

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.ys[-1]

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell around a point, None outside the grid."""
        xs, ys = self.xs, self.ys
        if not (ys[0] <= y < ys[-1] and xs[0] <= x < xs[-1]):
            return None
        return self.fields[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]


class Found(NamedTuple):
    """The grids of a page from the top down, and the rulings that are of none, those on one line joined."""

    grids: list[RuledGrid]
    rows: list[Ruling]
    columns: list[Ruling]


def part_of(grid: RuledGrid, rows: range) -> tuple[RuledGrid, dict[int, int]]:
    """The grid of a run of its rows, and the new number of each cell that reaches into them by its old one."""
    numbers: dict[int, int] = {}
    owner = [[numbers.setdefault(number, len(numbers)) for number in grid.fields[row]] for row in rows]
    cells = []
    for cell in (grid.cells[number] for number in numbers):
        first, last = max(cell.row, rows.start), min(cell.row + cell.row_span, rows.stop)
        cells.append(
            cell._replace(row=first - rows.start, row_span=last - first, top=grid.ys[first], bottom=grid.ys[last])
        )
    ys = grid.ys[rows.start : rows.stop + 1]
    return RuledGrid(grid.xs, ys, tuple(cells), tuple(map(tuple, owner)), grid.basis), numbers


def find_grids(horizontal: Sequence[Ruling], vertical: Sequence[Ruling]) -> Found:
    """The grids that the rulings of a page make. A lone box or line is no grid."""
    found = Found([], [], [])
    across, down = without_dots(horizontal, vertical)
    rows, columns = _merged(across), _merged(down)
    touching = _touching(without_dashes(rows, columns), without_dashes(columns, rows))
    lone = [columns[0] for rows, columns in touching if not rows]
    for rows, columns in touching:
        if not rows:
            continue
        rows = _without_strokes(rows, columns)
        beside = _as_high(columns, lone) if len(columns) >= 2 else []
        grid = _grid(rows, [*columns, *beside], RULED) if len(rows) >= 2 and len(columns) >= 2 else None
        if grid is not None:
            found.grids.append(grid)
            lone = [line for line in lone if line not in beside]
        else:
            found.rows.extend(rows)
            found.columns.extend(columns)
    found.columns.extend(lone)
    found.grids.sort(key=lambda grid: (grid.top, grid.xs[0]))
    return found


def aligned_grid(rows: Iterable[Ruling], columns: Iterable[Ruling]) -> RuledGrid | None:
    """The grid of lines that are inferred; None where they make no more than a box."""
    return _grid(_merged(rows), _merged(columns), ALIGNED)


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Rulings on one line, joined where they touch; those that only doubled another are gone."""
    lines: list[list[Ruling]] = []
    last = float("-inf")
    for ruling in sorted(rulings):
        if ruling[0] - last > SNAP:
            lines.append([])
        lines[-1].append(ruling)
        last = ruling[0]
    merged: list[Ruling] = []
    for line in lines:
        at = sum(map(_AT, line)) / len(line)
        _, start, end = min(line, key=_START)
        for _, next_start, next_end in sorted(line, key=_START):
            if next_start > end + SNAP:
                merged.append(Ruling(at, start, end))
                start, end = next_start, next_end
            elif next_end > end:
                end = next_end
        merged.append(Ruling(at, start, end))
    return [ruling for ruling in merged if ruling.end - ruling.start > SNAP]


def _touching(rows: Sequence[Ruling], columns: Sequence[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Sets of horizontal and vertical rulings that cross or meet; a ruling that meets no other is a set of its own."""
    parent = list(range(len(rows) + len(columns)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    by_x = sorted((x, start - SNAP, end + SNAP, index) for index, (x, start, end) in enumerate(columns, len(rows)))
    xs = [x for x, _, _, _ in by_x]
    for row_index, (y, start, end) in enumerate(rows):
        own = root(row_index)
        for _, top, bottom, index in by_x[bisect_left(xs, start - SNAP) : bisect_right(xs, end + SNAP)]:
            if top <= y <= bottom:
                parent[root(index)] = own
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index in range(len(parent)):
        group = groups.setdefault(root(index), ([], []))
        if index < len(rows):
            group[0].append(rows[index])
        else:
            group[1].append(columns[index - len(rows)])
    return list(groups.values())


def _without_strokes(rows: Sequence[Ruling], columns: Sequence[Ruling]) -> list[Ruling]:
    """The horizontal rulings without those that end within a field and part nothing there: an underlined text."""
    xs = sorted(column.at for column in columns)
    return [row for row in rows if (_meets(row.start, xs) and _meets(row.end, xs)) or _crosses(row, xs)]


def _meets(end: float, xs: Sequence[float]) -> bool:
    """Whether a ruling ends at a vertical one, or beyond the outermost."""
    after = bisect_left(xs, end - SNAP)
    return after in (0, len(xs)) or xs[after] <= end + SNAP


def _crosses(row: Ruling, xs: Sequence[float]) -> bool:
    return bisect_left(xs, row.end - SNAP) > bisect_right(xs, row.start + SNAP)


def _as_high(columns: Sequence[Ruling], lone: Sequence[Ruling]) -> list[Ruling]:
    """The vertical rulings that meet no horizontal one and go from the top to the bottom of a grid's own."""
    top, bottom = min(line.start for line in columns), max(line.end for line in columns)
    return [line for line in lone if abs(line.start - top) <= SNAP and abs(line.end - bottom) <= SNAP]


def _edges(lines: Sequence[Ruling], crossing: Sequence[Ruling]) -> list[float]:
    """Positions of the lines, and of the outermost ends of those that cross them where these stick out."""
    edges = sorted({line.at for line in lines})
    first, last = min(line.start for line in crossing), max(line.end for line in crossing)
    if first < edges[0] - _LEAST_FIELD:
        edges.insert(0, first)
    if last > edges[-1] + _LEAST_FIELD:
        edges.append(last)
    kept = edges[:1]
    for edge in edges[1:]:
        if edge - kept[-1] >= _LEAST_FIELD:
            kept.append(edge)
    return kept


def _grid(rows: Sequence[Ruling], columns: Sequence[Ruling], basis: str) -> RuledGrid | None:
    xs, ys = _edges(columns, rows), _edges(rows, columns)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    over = _covered(ys, xs, rows)
    beside = _covered(xs, ys, columns)
    n_rows, n_columns = len(ys) - 1, len(xs) - 1
    owner, spans = _joined_fields(n_rows, n_columns, over, beside)
    cells = tuple(
        RuledCell(row, left, below - row, right - left, xs[left], ys[row], xs[right], ys[below])
        for row, left, below, right in spans
    )
    return RuledGrid(tuple(xs), tuple(ys), cells, tuple(map(tuple, owner)), basis)


def _covered(at: Sequence[float], along: Sequence[float], lines: Sequence[Ruling]) -> list[list[bool]]:
    """For each position, which of the fields along it have a line there."""
    covered = [[False] * (len(along) - 1) for _ in at]
    for line in lines:
        index = _nearest(at, line.at)
        if index is None:
            continue
        marks = covered[index]
        first = max(bisect_right(along, line.start) - 1, 0)
        beyond = min(bisect_left(along, line.end), len(along) - 1)
        # Fields between the outermost two are covered whole.
        for field in range(first, beyond):
            if first < field < beyond - 1:
                marks[field] = True
                continue
            start, end = along[field], along[field + 1]
            if min(line.end, end) - max(line.start, start) >= _COVERS * (end - start):
                marks[field] = True
    return covered


def _nearest(edges: Sequence[float], value: float) -> int | None:
    after = bisect_left(edges, value)
    if after and (after == len(edges) or value - edges[after - 1] <= edges[after] - value):
        after -= 1
    return after if abs(edges[after] - value) <= _LEAST_FIELD else None


def _joined_fields(
    n_rows: int, n_columns: int, over: list[list[bool]], beside: list[list[bool]]
) -> tuple[list[list[int]], list[tuple[int, int, int, int]]]:
    """A number for each field, the same where no line parts two fields, and what each number covers.

    That is always a rectangle: first row and column, and the row and column beyond its last.
    """
    owner = [[-1] * n_columns for _ in range(n_rows)]
    spans: list[tuple[int, int, int, int]] = []
    for row in range(n_rows):
        for column in range(n_columns):
            if owner[row][column] >= 0:
                continue
            right = column + 1
            while right < n_columns and owner[row][right] < 0 and not beside[right][row]:
                right += 1
            below = row + 1
            while below < n_rows and _open_below(below, column, right, owner, over, beside):
                below += 1
            for y in range(row, below):
                owner[y][column:right] = [len(spans)] * (right - column)
            spans.append((row, column, below, right))
    return owner, spans


def _open_below(
    row: int, left: int, right: int, owner: list[list[int]], over: list[list[bool]], beside: list[list[bool]]
) -> bool:
    """Whether a cell goes on into a row: no line above its fields there, none between them, none taken."""
    if any(over[row][left:right]) or max(owner[row][left:right]) >= 0:
        return False
    return not any(beside[column][row] for column in range(left + 1, right))
