"""Cells of pages that were transcribed by eye: how many each reader gets right."""

from __future__ import annotations

import csv
import hashlib
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pdfplumber
import pypdfium2

from bench.corpus import Folders
from bench.found import FoundTable
from bench.others import CamelotRun, camelot
from bench.pages import OURS, PDFPLUMBER, our_tables, their_tables

CAMELOT = "camelot"
Key = tuple[int, int, int, int, str]


@dataclass
class Score:
    """What one reader got right on all pages: cells, printed texts whatever row and column they got, whole pages."""

    cells: int = 0
    right: int = 0
    texts: int = 0
    texts_right: int = 0
    found: int = 0
    pages: int = 0
    pages_right: int = 0
    seconds: float = 0.0
    first_wrong: dict[str, int] = field(default_factory=dict)

    def add(self, page: str, wanted: Sequence[Sequence[Key]], tables: Sequence[FoundTable]) -> None:
        """Count one page."""
        cells = sum(len(table) for table in wanted)
        right, texts_right = match(wanted, tables)
        found = sum(len(table.cells) for table in tables)
        self.cells += cells
        self.right += right
        self.texts += sum(bool(cell[4]) for table in wanted for cell in table)
        self.texts_right += texts_right
        self.found += found
        self.pages += 1
        self.pages_right += right == cells == found
        if right < cells:
            self.first_wrong[page] = cells - right


def wilson(right: int, of: int, z: float = 1.959964) -> tuple[float, float]:
    """The 95 % interval of a share after Wilson (1927), as shares between 0 and 1."""
    if of == 0:
        return 0.0, 1.0
    share = right / of
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)


def transcribed(file: Path) -> list[list[Key]]:
    """The tables of one transcribed page: row and column from 0, spans, text or (of withheld prose) its SHA-256."""
    tables: dict[str, list[Key]] = {}
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            tables.setdefault(row["table"], []).append(
                (
                    int(row["row"]) - 1,
                    int(row["column"]) - 1,
                    int(row["row_span"]),
                    int(row["column_span"]),
                    row["text"],
                )
            )
    return list(tables.values())


def match(wanted: Sequence[Sequence[Key]], tables: Sequence[FoundTable]) -> tuple[int, int]:
    """How many transcribed cells were read right, and how many printed texts whatever their row and column.

    A transcribed table is compared with the found one that agrees with it most; each is used once.
    """
    agreements = sorted(
        ((*_agreement(table, found), -i, -j) for i, table in enumerate(wanted) for j, found in enumerate(tables)),
        reverse=True,
    )
    right = texts_right = 0
    tables_taken, found_taken = set(), set()
    for cells, texts, i, j in agreements:
        if i not in tables_taken and j not in found_taken:
            tables_taken.add(i)
            found_taken.add(j)
            right += cells
            texts_right += texts
    return right, texts_right


def _agreement(wanted: Sequence[Key], found: FoundTable) -> tuple[int, int]:
    keys: set[Key] = set()
    texts: Counter[str] = Counter()
    withheld = {cell[4] for cell in wanted}
    for cell in found.cells:
        hashed = hashlib.sha256(cell.text.encode()).hexdigest()
        text = hashed if hashed in withheld else cell.text
        keys.add((cell.row, cell.column, cell.row_span, cell.column_span, text))
        texts[text] += bool(text)
    return sum(cell in keys for cell in wanted), (texts & Counter(cell[4] for cell in wanted if cell[4])).total()


def measure(where: Folders, transcriptions: Path) -> tuple[dict[str, Score], CamelotRun]:
    """Score all readers on the transcribed pages of a folder. A page without a ruled table has no cells to be found."""
    scores = {OURS: Score(), PDFPLUMBER: Score(), CAMELOT: Score()}
    pages = [(file.stem, transcribed(file)) for file in sorted(transcriptions.glob("*.csv"))]
    paths = {name: where.corpus / f"{name.split('__p')[0]}.pdf" for name, _ in pages}
    numbers = {name: int(name.split("__p")[1]) for name, _ in pages}
    run = camelot(where.bench_python, {name: (paths[name], [numbers[name]]) for name, _ in pages})
    for name, wanted in pages:
        readers: list[tuple[str, Callable[[], list[FoundTable]]]] = [
            (OURS, partial(_ours, paths[name], numbers[name])),
            (PDFPLUMBER, partial(_theirs, paths[name], numbers[name])),
        ]
        for reader, read in readers:
            started = time.process_time()
            tables = read()
            scores[reader].seconds += time.process_time() - started
            scores[reader].add(name, wanted, tables)
        scores[CAMELOT].add(name, wanted, run.tables.get(name, {}).get(numbers[name], []))
    scores[CAMELOT].seconds = run.cpu
    if run.failed:
        del scores[CAMELOT]
    return scores, run


def _ours(path: Path, page_no: int) -> list[FoundTable]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return our_tables(pdf, page_no - 1)
    finally:
        pdf.close()


def _theirs(path: Path, page_no: int) -> list[FoundTable]:
    with pdfplumber.open(path) as pdf:
        return their_tables(pdf.pages[page_no - 1])
