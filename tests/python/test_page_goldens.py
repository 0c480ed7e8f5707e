"""Table pages drawn at random (seeded) from the corpus, transcribed from page images without a table reader.

The reader was mended with those in `pages`; those in `pages_held_out` (see its .md) it must not be mended with.
A cell counts as read right when its row, column, spans and text (white space aside) are those of the transcription;
cells of free prose are compared by hash.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from extract.fill import fill_grids
from extract.pdfium import read_page
from extract.text import squeeze

GOLDEN = Path(__file__).parent / "golden"
PAGES = sorted((GOLDEN / "pages").glob("*.csv"))
HELD_OUT = sorted((GOLDEN / "pages_held_out").glob("*.csv"))
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


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_pages_are_transcribed_and_in_one_set_only() -> None:
    assert len(PAGES) == 42
    assert len(HELD_OUT) == 20
    assert not {file.name for file in PAGES} & {file.name for file in HELD_OUT}


@pytest.mark.parametrize("file", [*PAGES, *HELD_OUT], ids=lambda path: path.stem)
def test_cells_of_a_page(file: Path, shared: Path) -> None:
    wanted = transcribed(file)
    cells = read(file, shared / "corpus")
    missed = wanted - cells - {(*cell[:5], hashed(cell[5])) for cell in cells}
    assert not missed
    assert len(cells) == len(wanted)


@pytest.mark.parametrize("file", HELD_OUT, ids=lambda path: path.stem)
def test_texts_of_a_held_out_page_in_any_cell(file: Path, shared: Path) -> None:
    wanted = Counter(cell[5] for cell in transcribed(file) if cell[5])
    texts = [cell[5] for cell in read(file, shared / "corpus") if cell[5]]
    found = Counter(hashed(text) if hashed(text) in wanted else text for text in texts)
    assert found == wanted
