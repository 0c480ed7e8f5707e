"""Reader for PDFs: pages to ruled grids and the lines of text around them."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extract.errors import ExtractError
from extract.grid import RuledCell, RuledGrid, find_grids
from extract.ink import MIDDLE, Glyph, PageInk
from extract.model import Cell, Grid, Place, TextLine
from extract.pdfium import read_page

NAME = "pdf"


@dataclass(frozen=True)
class PagesRead:
    """What was read of a PDF: pages, blocks in printed order, and the numbers of pages that are images only."""

    page_count: int
    blocks: tuple[TextLine | Grid, ...]
    image_pages: tuple[int, ...]


# Glyphs whose baselines differ by less than this share of their size stand on one line.
_SAME_LINE = 0.5
# A gap wider than this many em parts two words of one line.
_WORD_GAP = 1.0
_LATIN_GAP = 0.2
# Bombs: no real document of the field has come near these.
_MOST_PAGES = 20_000
_LONGEST_SIDE = 14_400.0
# Struck again for bold: the same glyph this share of its width beside itself.
_STRUCK_AGAIN = 0.3
_LEFT, _BASELINE, _TURN = itemgetter(1), itemgetter(3), itemgetter(5)
# A chart's frame and grid lines hold text in fewer of their fields than this.
_LEAST_CELLS = 0.15


def read(data: bytes, file: str) -> PagesRead:
    """All pages in printed order. Raises ExtractError where pdfium cannot open the file or a page of it."""
    pdf = _opened(data, file)
    try:
        if len(pdf) > _MOST_PAGES:
            raise ExtractError(file, f"has {len(pdf)} pages", f"split it: up to {_MOST_PAGES} are read")
        blocks: list[TextLine | Grid] = []
        unread: list[int] = []
        for number in range(1, len(pdf) + 1):
            with _uncollected():
                ink = _page_ink(pdf, number, file)
                blocks.extend(page_blocks(ink, number))
            if not ink.glyphs and ink.n_images:
                unread.append(number)
        return PagesRead(len(pdf), tuple(blocks), tuple(unread))
    finally:
        pdf.close()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: a page makes thousands of tuples and no cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _opened(data: bytes, file: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise ExtractError(file, "is encrypted with a password", "save it without one") from error
        raise ExtractError(file, "is damaged: pdfium cannot open it", "fetch the whole file again") from error


def _page_ink(pdf: Any, number: int, file: str) -> PageInk:
    """The ink of one page, from 1. The page must outlive the reading of its raw handle."""
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError as error:
        raise ExtractError(file, f"is damaged: page {number} cannot be loaded", "fetch the whole file again") from error
    try:
        if max(page.get_size()) > _LONGEST_SIDE:
            raise ExtractError(
                file, f"page {number} is longer than {_LONGEST_SIDE / 72 * 0.0254:.0f} m", "check the file"
            )
        return read_page(page.raw)
    finally:
        page.close()


@dataclass(frozen=True)
class FilledGrid:
    """A ruled grid of a page and the glyphs in each of its cells, by the cell's number."""

    grid: RuledGrid
    glyphs: dict[int, list[Glyph]]

    def texts(self) -> list[str]:
        """The text of each cell, in the order of the grid's cells; blank ones are empty."""
        return [
            "".join(_text(line) for line in _by_line(self.glyphs.get(number, ())))
            for number in range(len(self.grid.cells))
        ]


def page_blocks(ink: PageInk, page_no: int) -> list[TextLine | Grid]:
    """The grids of a page and the lines outside them, from the top down."""
    filled, outside = fill_grids(ink)
    placed: list[tuple[float, TextLine | Grid]] = [
        (item.grid.top, _grid(item.grid, item.glyphs, page_no)) for item in filled
    ]
    placed += [(line.place.top or 0.0, line) for line in _lines(outside, page_no)]
    return [block for _, block in sorted(placed, key=lambda item: item[0])]


def fill_grids(ink: PageInk) -> tuple[list[FilledGrid], list[Glyph]]:
    """The grids of a page with their text, charts left out, and the glyphs that lie in none of them."""
    grids = find_grids(ink.horizontal, ink.vertical)
    inside: list[dict[int, list[Glyph]]] = [{} for _ in grids]
    outside: list[Glyph] = []
    # Most glyphs follow one of their own cell.
    box: RuledCell | None = None
    own = outside
    for glyph in ink.glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.baseline - MIDDLE * glyph.size
        if box is None or not (box.x0 <= x < box.x1 and box.top <= y < box.bottom):
            box, own = None, outside
            for grid, cells in zip(grids, inside, strict=True):
                number = grid.cell_at(x, y)
                if number is not None:
                    box, own = grid.cells[number], cells.setdefault(number, [])
                    break
        own.append(glyph)
    filled: list[FilledGrid] = []
    for grid, cells in zip(grids, inside, strict=True):
        if _is_chart(grid, cells):
            outside.extend(glyph for glyphs in cells.values() for glyph in glyphs)
        else:
            filled.append(FilledGrid(grid, cells))
    return filled, outside


def _is_chart(grid: RuledGrid, cells: dict[int, list[Glyph]]) -> bool:
    """Whether a grid is a chart's frame: few cells with text, and no two of them side by side as in a row."""
    rows = [grid.cells[number].row for number in cells]
    return len(cells) < _LEAST_CELLS * len(grid.cells) and len(set(rows)) == len(rows)


def _grid(grid: RuledGrid, glyphs: dict[int, list[Glyph]], page_no: int) -> Grid:
    cells = tuple(
        _cell(cell, _by_line(glyphs[number]), page_no) for number, cell in enumerate(grid.cells) if number in glyphs
    )
    return Grid(cells, len(grid.ys) - 1, len(grid.xs) - 1)


def _cell(cell: RuledCell, lines: Sequence[Sequence[Glyph]], page_no: int) -> Cell:
    return Cell(
        cell.row,
        cell.column,
        "".join(_text(line) for line in lines),
        Place(page=page_no, x0=cell.x0, top=cell.top, x1=cell.x1, bottom=cell.bottom),
        cell.row_span,
        cell.column_span,
        indent=lines[0][0].x0 - cell.x0,
        slack=cell.x1 - lines[0][-1].x1,
    )


def _lines(glyphs: Sequence[Glyph], page_no: int) -> Iterable[TextLine]:
    for line in _by_line(glyphs):
        box = Place(
            page=page_no,
            x0=min(glyph.x0 for glyph in line),
            top=min(glyph.top for glyph in line),
            x1=max(glyph.x1 for glyph in line),
            bottom=max(glyph.bottom for glyph in line),
        )
        yield TextLine(_text(line), box)


def _by_line(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs on one baseline, each line from the left, lines from the top; turned text in its own direction."""
    if any(map(_TURN, glyphs)):
        level = [glyph for glyph in glyphs if not glyph.turn]
        return [*_by_line(level), *_turned_lines([glyph for glyph in glyphs if glyph.turn])]
    if len(set(map(_BASELINE, glyphs))) == 1:
        return [sorted(glyphs, key=_LEFT)]
    lines: list[list[Glyph]] = []
    baseline = size = float("-inf")
    for glyph in sorted(glyphs, key=_BASELINE):
        if glyph.baseline - baseline <= _SAME_LINE * min(glyph.size, size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
            baseline, size = glyph.baseline, glyph.size
    return [sorted(line, key=_LEFT) for line in lines]


def _turned_lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Lines of text that runs upwards (the first line on the left) or downwards (the first on the right)."""
    turn = glyphs[0].turn
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda item: turn * item.x0):
        if lines and abs(glyph.x0 - lines[-1][0].x0) <= _SAME_LINE * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda item: -turn * item.baseline) for line in lines]


def _text(line: Sequence[Glyph]) -> str:
    before, before_x0, before_x1, *_ = line[0]
    texts = [before]
    for text, x0, x1, _, size, turn in line[1:]:
        if not turn:
            gap = x0 - before_x1
            if text == before and x0 - before_x0 < _STRUCK_AGAIN * (x1 - x0):
                continue
            if gap > _LATIN_GAP * size and (gap > _WORD_GAP * size or (before.isascii() and text.isascii())):
                texts.append(" ")
        texts.append(text)
        before, before_x0, before_x1 = text, x0, x1
    return "".join(texts)


def page_grids(pdf: Any, number: int) -> list[Grid]:
    """The grids of one page (from 0), as the benchmark measures them."""
    with _uncollected():
        blocks = page_blocks(_page_ink(pdf, number + 1, ""), number + 1)
    return [block for block in blocks if isinstance(block, Grid)]
