"""Page to cells: every reader on the same pages in turn, CPU time of one core."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2

from bench import floor
from bench.comparison import Comparison
from bench.corpus import documents, sampled_pages
from bench.found import FoundTable, from_ink, from_pdfplumber
from extract.pdfium import read_page
from extract.readers.pdf import page_grids

OURS, PDFPLUMBER, FLOOR, FLOOR_BOXES = "mingzhang", "pdfplumber", "pdfium alone", "pdfium alone, boxes too"


@dataclass
class DocumentTimes:
    """CPU seconds of one document's pages, by reader."""

    name: str
    pages: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def ratio(self, slow: str, fast: str) -> float:
        """How many times as long one reader takes as another."""
        return self.seconds[slow] / self.seconds[fast]

    def time(self, reader: str, run: Callable[[], object]) -> None:
        """Run a reader and add its CPU time to what it took before."""
        started = time.process_time()
        run()
        self.seconds[reader] = self.seconds.get(reader, 0.0) + time.process_time() - started


def measure(corpus: Path, every: int, comparison: Comparison) -> list[DocumentTimes]:
    """Time all readers page by page, and compare the cells of ours with pdfplumber's on the way."""
    return [_measure(path, every, comparison) for path in documents(corpus)]


def _measure(path: Path, every: int, comparison: Comparison) -> DocumentTimes:
    data = path.read_bytes()
    # Each reader has a document of its own, so that none profits from what another has loaded.
    ours, alone, alone_boxes, compared = (pypdfium2.PdfDocument(data) for _ in range(4))
    times = DocumentTimes(path.stem)
    with pdfplumber.open(path) as theirs:
        their_pages = theirs.pages
        gc.collect()
        gc.freeze()
        for turn, number in enumerate(sampled_pages(len(ours), every)):
            page = their_pages[number]
            readers: list[tuple[str, Callable[[], object]]] = [
                (OURS, partial(page_grids, ours, number)),
                (PDFPLUMBER, page.extract_tables),
                (FLOOR, partial(_alone, alone, number, False)),
                (FLOOR_BOXES, partial(_alone, alone_boxes, number, True)),
            ]
            for name, read in readers[turn % 4 :] + readers[: turn % 4]:
                times.time(name, read)
            comparison.page(path.stem, number + 1, our_tables(compared, number), their_tables(page), _white_edges(page))
            times.time(PDFPLUMBER, page.close)
            times.pages += 1
        gc.unfreeze()
    for pdf in (ours, alone, alone_boxes, compared):
        pdf.close()
    return times


def _alone(pdf: Any, number: int, boxes: bool) -> None:
    page = pdf[number]
    floor.read_page(page.raw, boxes)
    page.close()


def our_tables(pdf: Any, number: int) -> list[FoundTable]:
    """The tables that this project reads on a page (from 0)."""
    page = pdf[number]
    try:
        return from_ink(read_page(page.raw))
    finally:
        page.close()


def their_tables(page: Any) -> list[FoundTable]:
    """The tables that pdfplumber finds on a page, from its top left."""
    tables = page.find_tables()
    left, top, height = float(page.bbox[0]), float(page.bbox[1]), float(page.height)
    # Where a media box is written upside down, pdfplumber puts everything one page too low.
    if tables and min(table.bbox[1] for table in tables) >= top + height:
        top += height
    return from_pdfplumber(tables, (left, top))


def _white_edges(page: Any) -> list[tuple[float, float, float, float]]:
    return [(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in page.edges if _is_white(edge)]


def _is_white(edge: dict[str, Any]) -> bool:
    colour = edge.get("non_stroking_color" if edge.get("fill") else "stroking_color")
    if not isinstance(colour, Sequence) or isinstance(colour, str):
        return False
    return tuple(colour) in {(1,), (1.0,), (1, 1, 1), (0, 0, 0, 0)}
