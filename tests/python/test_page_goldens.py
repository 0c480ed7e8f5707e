"""Forty table pages drawn at random (seeded) from the corpus, transcribed from page images without a table reader.

A cell counts as read right when its row, column, spans and text (white space aside) are those of the transcription;
cells of free prose are compared by hash.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pypdfium2
import pytest

from extract.fill import fill_grids
from extract.pdfium import read_page
from extract.text import squeeze

PAGES = sorted((Path(__file__).parent / "golden" / "pages").glob("*.csv"))
Cell = tuple[int, int, int, int, int, str]


def transcribed(file: Path) -> set[Cell]:
    with file.open(encoding="utf-8", newline="") as rows:
        return {
            (
                int(row["table"]),
                int(row["row"]),
                int(row["column"]),
                int(row["row_span"]),
                int(row["column_span"]),
                row["text"],
            )
            for row in csv.DictReader(rows)
        }


def read(file: Path, corpus: Path) -> set[Cell]:
    document_id, page_no = file.stem.split("__p")
    pdf = pypdfium2.PdfDocument((corpus / f"{document_id}.pdf").read_bytes())
    page = pdf[int(page_no) - 1]
    ink = read_page(page.raw)
    page.close()
    filled, _ = fill_grids(ink)
    return {
        (number, cell.row + 1, cell.column + 1, cell.row_span, cell.column_span, squeeze(text))
        for number, item in enumerate(filled, start=1)
        for cell, text in zip(item.grid.cells, item.texts(), strict=True)
    }


def hashed(cell: Cell) -> Cell:
    return (*cell[:5], hashlib.sha256(cell[5].encode()).hexdigest())


def test_forty_pages_are_transcribed() -> None:
    assert len(PAGES) == 40


@pytest.mark.parametrize("file", PAGES, ids=lambda path: path.stem)
def test_cells_of_a_page(file: Path, shared: Path) -> None:
    wanted = transcribed(file)
    cells = read(file, shared / "corpus")
    missed = {cell for cell in wanted if cell not in cells and cell not in {hashed(other) for other in cells}}
    assert not missed
    assert len(cells) == len(wanted)
