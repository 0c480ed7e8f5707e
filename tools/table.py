"""A printed table: its cells with their spans, where its edges run, and the plain way to draw it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from tools.sheet import Segment, Sheets, text_width

PADDING = 2.0
# Share of the font size from one baseline to the next, and from a line's top to its baseline.
LEADING, ASCENT = 1.2, 0.88
# A number, a code or a Latin word is never broken over lines; a Chinese character may stand on either side of a break.
_UNBROKEN = re.compile(r"[\x21-\x7e]+|\s|.")
_NUMBER = re.compile(r"[-−]?[\d,]+\.\d+|[-−—/]")


@dataclass(frozen=True)
class PrintedCell:
    """One cell; row and column count from 0 within its grid, a line feed in the text breaks it."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Table:
    """A grid on one page: the edges of its columns and rows in points, and its cells, the blank ones too."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[PrintedCell, ...]

    def box(self, cell: PrintedCell) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a cell."""
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.column_span],
            self.ys[cell.row + cell.row_span],
        )

    @cached_property
    def owners(self) -> dict[tuple[int, int], int]:
        """The number of the cell that each elementary field belongs to, by row and column."""
        return {
            (row, column): number
            for number, cell in enumerate(self.cells)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }

    def horizontal(self) -> list[Segment]:
        """The rulings from left to right, as long as they run unbroken."""
        return [
            Segment(self.xs[start], y, self.xs[end], y)
            for row, y in enumerate(self.ys)
            for start, end in _runs(
                self.owners.get((row - 1, column)) != self.owners.get((row, column))
                for column in range(len(self.xs) - 1)
            )
        ]

    def vertical(self) -> list[Segment]:
        """The rulings from top to bottom, as long as they run unbroken."""
        return [
            Segment(x, self.ys[start], x, self.ys[end])
            for column, x in enumerate(self.xs)
            for start, end in _runs(
                self.owners.get((row, column - 1)) != self.owners.get((row, column)) for row in range(len(self.ys) - 1)
            )
        ]


def _runs(marks: Iterable[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for index, marked in enumerate([*marks, False]):
        if marked and start is None:
            start = index
        elif not marked and start is not None:
            yield start, index
            start = None


def table(
    left: float,
    top: float,
    widths: Sequence[float],
    heights: Sequence[float],
    cells: Iterable[PrintedCell],
) -> Table:
    """A table at a place; fields that no cell covers become blank cells."""
    printed = list(cells)
    xs = tuple(round(x, 2) for x in accumulate(widths, initial=left))
    ys = tuple(round(y, 2) for y in accumulate(heights, initial=top))
    taken = Table(xs, ys, tuple(printed)).owners
    blank = [
        PrintedCell(row, column, "")
        for row in range(len(heights))
        for column in range(len(widths))
        if (row, column) not in taken
    ]
    return Table(xs, ys, tuple(sorted([*printed, *blank], key=lambda cell: (cell.row, cell.column))))


def rows_of(*rows: Sequence[str]) -> list[PrintedCell]:
    """Cells from texts row by row; `<` merges a field into the cell on its left, `^` into the one above."""
    return [
        _spanned(rows, row, column)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text not in ("<", "^")
    ]


def _spanned(rows: Sequence[Sequence[str]], row: int, column: int) -> PrintedCell:
    row_span = column_span = 1
    while column + column_span < len(rows[row]) and rows[row][column + column_span] == "<":
        column_span += 1
    while row + row_span < len(rows) and rows[row + row_span][column] == "^":
        row_span += 1
    return PrintedCell(row, column, rows[row][column], row_span, column_span)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text broken into lines that are no wider than `width`, where its words allow."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in _UNBROKEN.findall(part):
            if line and text_width(line + word, size) > width:
                lines.append(line.rstrip())
                line = word.lstrip()
            else:
                line += word
        lines.append(line)
    return lines


def least_width(text: str, size: float) -> float:
    """The width of the widest part of a text that is not broken, with padding."""
    words = (word for word in _UNBROKEN.findall(text.replace("\n", " ")) if not word.isspace())
    return max((text_width(word, size) for word in words), default=0.0) + 2 * PADDING


def height_of(text: str, width: float, size: float) -> float:
    """The height of a text in a cell of some width, with padding."""
    return len(wrapped(text, width - 2 * PADDING, size)) * LEADING * size + 2 * PADDING


def placed_lines(printed: Table, cell: PrintedCell, size: float) -> Iterator[tuple[float, float, str]]:
    """Left, baseline and text of each line of a cell: numbers to the right, merged labels in the middle."""
    x0, top, x1, bottom = printed.box(cell)
    lines = wrapped(cell.text, x1 - x0 - 2 * PADDING, size)
    baseline = (top + bottom - len(lines) * LEADING * size) / 2 + (LEADING - 1) / 2 * size + ASCENT * size
    for line in lines:
        width = text_width(line, size)
        if _NUMBER.fullmatch(cell.text):
            x = x1 - PADDING - width
        elif cell.column_span > 1 or cell.row_span > 1:
            x = (x0 + x1 - width) / 2
        else:
            x = x0 + PADDING
        yield x, baseline, line
        baseline += LEADING * size


def write(sheets: Sheets, printed: Table, size: float = 8) -> None:
    """The texts of all cells."""
    for cell in printed.cells:
        write_cell(sheets, printed, cell, size)


def write_cell(sheets: Sheets, printed: Table, cell: PrintedCell, size: float = 8) -> None:
    """The text of one cell."""
    for x, baseline, line in placed_lines(printed, cell, size):
        if line:
            sheets.text(x, baseline, line, size)


def rule(sheets: Sheets, printed: Table) -> None:
    """All rulings as thin lines."""
    for segment in (*printed.horizontal(), *printed.vertical()):
        sheets.line(segment)


def draw(sheets: Sheets, printed: Table, size: float = 8) -> None:
    """Rulings and texts."""
    rule(sheets, printed)
    write(sheets, printed, size)
