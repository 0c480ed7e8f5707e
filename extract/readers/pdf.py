"""Reader for PDFs: pages to ruled grids and the lines of text around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extract.collector import uncollected
from extract.errors import ExtractError
from extract.fill import fill_grids
from extract.grid import RuledCell, RuledGrid
from extract.ink import Glyph, PageInk
from extract.lines import by_line, line_text
from extract.model import Cell, Grid, Place, TextLine
from extract.pdfium import read_page
from extract.readers.second import Plumbed, UnreadablePageError

NAME = "pdf"


@dataclass(frozen=True)
class PagesRead:
    """What was read of a PDF: its pages, blocks in printed order, and the numbers of pages that are not as others."""

    page_count: int
    blocks: tuple[TextLine | Grid, ...]
    # without text; in fonts that do not say which characters they print: most of the page, which is left out, or some
    image_pages: tuple[int, ...] = ()
    unmapped_pages: tuple[int, ...] = ()
    partly_mapped_pages: tuple[int, ...] = ()
    # read by pdfplumber, since pdfium cannot
    plumbed_pages: tuple[int, ...] = ()


_BASELINE = itemgetter(3)
# Bombs: no real document of the field has come near these.
_MOST_PAGES = 20_000
_LONGEST_SIDE = 14_400.0
# A page is not read of whose glyphs more than this share is not known.
_MOST_UNMAPPED = 0.5


def read(data: bytes, file: str) -> PagesRead:
    """All pages in printed order. Raises ExtractError where the file or a page of it cannot be read."""
    pdf = _opened(data, file)
    try:
        if len(pdf) > _MOST_PAGES:
            raise ExtractError(file, f"has {len(pdf)} pages", f"split it: up to {_MOST_PAGES} are read")
        return _all_pages(pdf, Plumbed(data, len(pdf)), file)
    finally:
        pdf.close()


def _all_pages(pdf: Any, second: Plumbed, file: str) -> PagesRead:
    blocks: list[TextLine | Grid] = []
    images, unmapped, partly, plumbed = [], [], [], []
    for number in range(1, len(pdf) + 1):
        ink, is_plumbed = _ink(pdf, number, second, file)
        if ink.unmapped > _MOST_UNMAPPED * len(ink.glyphs):
            unmapped.append(number)
            continue
        blocks.extend(page_blocks(ink, number))
        if ink.unmapped:
            partly.append(number)
        if is_plumbed:
            plumbed.append(number)
        if not ink.glyphs and ink.n_images:
            images.append(number)
    return PagesRead(len(pdf), tuple(blocks), *map(tuple, (images, unmapped, partly, plumbed)))


def _ink(pdf: Any, number: int, second: Plumbed, file: str) -> tuple[PageInk, bool]:
    """The ink of one page, from 1, and whether it is pdfplumber's: where pdfium fails or maps fewer glyphs."""
    try:
        ink = _page_ink(pdf, number, file)
    except pypdfium2.PdfiumError:
        try:
            return second.page(number), True
        except UnreadablePageError as error:
            what = f"is damaged: page {number} cannot be loaded"
            raise ExtractError(file, what, "fetch the whole file again") from error
    if ink.unmapped:
        try:
            other = second.page(number)
        except UnreadablePageError:
            # Pdfium's ink stays, and what it lacks is said of the page.
            return ink, False
        if other.unmapped < ink.unmapped:
            return other, True
    return ink, False


def _opened(data: bytes, file: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
            raise ExtractError(file, "is encrypted with a password", "save it without one") from error
        raise ExtractError(file, "is damaged: pdfium cannot open it", "fetch the whole file again") from error


def _page_ink(pdf: Any, number: int, file: str) -> PageInk:
    """The ink of one page, from 1, by pdfium. The page must outlive the reading of its raw handle."""
    page = pdf[number - 1]
    try:
        if max(page.get_size()) > _LONGEST_SIDE:
            raise ExtractError(
                file, f"page {number} is longer than {_LONGEST_SIDE / 72 * 0.0254:.0f} m", "check the file"
            )
        return read_page(page.raw)
    finally:
        page.close()


def page_blocks(ink: PageInk, page_no: int) -> list[TextLine | Grid]:
    """The grids of a page and the lines outside them, from the top down."""
    filled, outside = fill_grids(ink)
    placed: list[tuple[float, TextLine | Grid]] = [
        (item.grid.top, _grid(item.grid, item.glyphs, page_no)) for item in filled
    ]
    placed += [(line.place.top or 0.0, line) for line in _lines(outside, page_no)]
    return [block for _, block in sorted(placed, key=lambda item: item[0])]


def _grid(grid: RuledGrid, glyphs: dict[int, list[Glyph]], page_no: int) -> Grid:
    cells = tuple(
        _cell(cell, by_line(glyphs[number]), page_no, grid.basis)
        for number, cell in enumerate(grid.cells)
        if number in glyphs
    )
    return Grid(cells, len(grid.ys) - 1, len(grid.xs) - 1)


def _cell(cell: RuledCell, lines: Sequence[Sequence[Glyph]], page_no: int, basis: str) -> Cell:
    return Cell(
        cell.row,
        cell.column,
        "".join(line_text(line) for line in lines),
        Place(page=page_no, x0=cell.x0, top=cell.top, x1=cell.x1, bottom=cell.bottom),
        cell.row_span,
        cell.column_span,
        indent=lines[0][0].x0 - cell.x0,
        slack=cell.x1 - lines[0][-1].x1,
        basis=basis,
    )


def _lines(glyphs: Sequence[Glyph], page_no: int) -> Iterable[TextLine]:
    for line in by_line(glyphs):
        _, x0s, x1s, _, sizes, _ = zip(*line, strict=True)
        # Of one size the outermost baselines say all; few lines have several.
        edges = line if min(sizes) < max(sizes) else (min(line, key=_BASELINE), max(line, key=_BASELINE))
        box = Place(
            page=page_no,
            x0=min(x0s),
            top=min(glyph.top for glyph in edges),
            x1=max(x1s),
            bottom=max(glyph.bottom for glyph in edges),
        )
        yield TextLine(line_text(line), box)


def page_grids(pdf: Any, number: int) -> list[Grid]:
    """The grids of one page (from 0), as the benchmark measures them."""
    with uncollected():
        blocks = page_blocks(_page_ink(pdf, number + 1, ""), number + 1)
    return [block for block in blocks if isinstance(block, Grid)]
