"""Tables as any reader found them on a page, in one form: rows, columns, spans, texts and boxes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extract.fill import FilledGrid, fill_grids
from extract.ink import PageInk
from extract.text import squeeze

Box = tuple[float, float, float, float]
# Edges of cells closer than this are one edge.
_SNAP = 3.0


@dataclass(frozen=True)
class FoundCell:
    """A cell: first row and column from 0, spans, text without white space, box in points from the top left."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    box: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class FoundTable:
    """A table of one page."""

    box: Box
    cells: tuple[FoundCell, ...]

    @property
    def has_text(self) -> bool:
        """Whether any cell prints something."""
        return any(cell.text for cell in self.cells)


def from_ink(ink: PageInk) -> list[FoundTable]:
    """The tables that this project reads on a page, blank cells included."""
    return [_from_grid(item) for item in fill_grids(ink)[0]]


def _from_grid(item: FilledGrid) -> FoundTable:
    grid = item.grid
    cells = tuple(
        FoundCell(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            squeeze(text),
            (cell.x0, cell.top, cell.x1, cell.bottom),
        )
        for cell, text in zip(grid.cells, item.texts(), strict=True)
    )
    return FoundTable((grid.xs[0], grid.top, grid.xs[-1], grid.bottom), cells)


def from_pdfplumber(tables: Sequence[Any], offset: tuple[float, float] = (0.0, 0.0)) -> list[FoundTable]:
    """Tables of pdfplumber's `find_tables`: it gives boxes and texts; rows, columns and spans follow from the boxes.

    `offset` is the top left of the page in pdfplumber's coordinates, which begin elsewhere where a page is cropped.
    """
    found = [_from_boxes(_boxes_and_texts(table, *offset)) for table in tables]
    return sorted(found, key=lambda table: (table.box[1], table.box[0]))


def _boxes_and_texts(table: Any, left: float, top: float) -> list[tuple[Box, str]]:
    cells = []
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box is not None:
                x0, y0, x1, y1 = box
                cells.append(((x0 - left, y0 - top, x1 - left, y1 - top), squeeze(text or "")))
    return cells


def _from_boxes(cells: Sequence[tuple[Box, str]]) -> FoundTable:
    xs = _edges([x for (x0, _, x1, _), _ in cells for x in (x0, x1)])
    ys = _edges([y for (_, y0, _, y1), _ in cells for y in (y0, y1)])
    found = []
    for (x0, y0, x1, y1), text in cells:
        left, right, top, bottom = _nearest(xs, x0), _nearest(xs, x1), _nearest(ys, y0), _nearest(ys, y1)
        found.append(FoundCell(top, left, bottom - top, right - left, text, (x0, y0, x1, y1)))
    return FoundTable((xs[0], ys[0], xs[-1], ys[-1]), tuple(found))


def from_fields(table: dict[str, Any]) -> FoundTable:
    """A table of camelot, as `bench.camelot_tables` writes it: fields with four sides each.

    Fields between which no side is drawn are one cell; its text is that of all of them.
    """
    rows: list[list[dict[str, Any]]] = table["fields"]
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, fields in enumerate(rows):
        for column, field in enumerate(fields):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < len(fields) and not rows[row][right - 1]["right"] and (row, right) not in taken:
                right += 1
            below = row + 1
            while below < len(rows) and not any(rows[below - 1][place]["bottom"] for place in range(column, right)):
                below += 1
            members = [(y, x) for y in range(row, below) for x in range(column, right)]
            taken.update(members)
            text = "".join(squeeze(rows[y][x]["text"]) for y, x in members)
            last = rows[below - 1][right - 1]
            box = (field["x0"], field["top"], last["x1"], last["bottom_edge"])
            cells.append(FoundCell(row, column, below - row, right - column, text, box))
    x0, top, x1, bottom = table["box"]
    return FoundTable((x0, top, x1, bottom), tuple(cells))


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    index = bisect_left(edges, value)
    return min((other for other in (index - 1, index) if 0 <= other < len(edges)), key=lambda i: abs(edges[i] - value))
