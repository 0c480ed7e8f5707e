"""Reader for PDFs: pages to ruled grids and the lines of text around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2

from extract.errors import ExtractError
from extract.grid import RuledGrid, find_grids
from extract.ink import Glyph, PageInk
from extract.model import Cell, Grid, Place, TextLine
from extract.pdfium import read_page

NAME = "pdf"

# Glyphs whose baselines differ by less than this share of their size stand on one line.
_SAME_LINE = 0.5
# A gap wider than this many em parts two words of one line.
_WORD_GAP = 1.0
_LATIN_GAP = 0.2
# The middle of a glyph lies this share of its size above the baseline.
_MIDDLE = 0.35


def read(data: bytes, file: str) -> tuple[int, tuple[TextLine | Grid, ...]]:
    """The page count and the blocks of all pages in printed order. Raises ExtractError where pdfium cannot open it."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ExtractError(file, f"cannot be opened as a PDF ({error})", "fetch the whole file again") from error
    try:
        blocks: list[TextLine | Grid] = []
        for number in range(len(pdf)):
            page = pdf[number]
            blocks.extend(page_blocks(read_page(page.raw), number + 1))
            page.close()
        return len(pdf), tuple(blocks)
    finally:
        pdf.close()


def page_blocks(ink: PageInk, page_no: int) -> list[TextLine | Grid]:
    """The grids of a page and the lines outside them, from the top down."""
    grids = find_grids(ink.horizontal, ink.vertical)
    inside: list[dict[int, list[Glyph]]] = [{} for _ in grids]
    outside: list[Glyph] = []
    for glyph in ink.glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.baseline - _MIDDLE * glyph.size
        for grid, cells in zip(grids, inside, strict=True):
            number = grid.cell_at(x, y)
            if number is not None:
                if number in cells:
                    cells[number].append(glyph)
                else:
                    cells[number] = [glyph]
                break
        else:
            outside.append(glyph)
    placed: list[tuple[float, TextLine | Grid]] = [
        (grid.top, _grid(grid, cells, page_no)) for grid, cells in zip(grids, inside, strict=True)
    ]
    placed += [(line.place.top or 0.0, line) for line in _lines(outside, page_no)]
    return [block for _, block in sorted(placed, key=lambda item: item[0])]


def _grid(grid: RuledGrid, glyphs: dict[int, list[Glyph]], page_no: int) -> Grid:
    cells = tuple(
        Cell(
            cell.row,
            cell.column,
            "".join(_text(line) for line in _by_line(glyphs[number])),
            Place(page=page_no, x0=cell.x0, top=cell.top, x1=cell.x1, bottom=cell.bottom),
            cell.row_span,
            cell.column_span,
        )
        for number, cell in enumerate(grid.cells)
        if number in glyphs
    )
    return Grid(cells, len(grid.ys) - 1, len(grid.xs) - 1)


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
    """Glyphs on one baseline, each line from the left, lines from the top."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda item: item.baseline):
        if lines and glyph.baseline - lines[-1][0].baseline <= _SAME_LINE * min(glyph.size, lines[-1][0].size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda item: item.x0) for line in lines]


def _text(line: Sequence[Glyph]) -> str:
    text = line[0].text
    for before, glyph in pairwise(line):
        gap = glyph.x0 - before.x1
        if gap > _WORD_GAP * glyph.size or (
            gap > _LATIN_GAP * glyph.size and before.text.isascii() and glyph.text.isascii()
        ):
            text += " "
        text += glyph.text
    return text


def page_grids(pdf: Any, number: int) -> list[Grid]:
    """The grids of one page (from 0), as the benchmark measures them."""
    page = pdf[number]
    try:
        return [block for block in page_blocks(read_page(page.raw), number + 1) if isinstance(block, Grid)]
    finally:
        page.close()
