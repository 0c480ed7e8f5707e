"""The table competition of ICDAR 2013, complete process: tables found on whole pages against the ground truth.

Measured by adjacency relations after Göbel, Hassan, Oro, Orsi: A Methodology for Evaluating Algorithms for Table
Understanding in PDF Documents (DocEng 2012), and ICDAR 2013 Table Competition. Every cell that prints something is
related to its nearest such neighbour to the right and below, blank cells being passed over; a relation is right when
the texts of both cells and the direction are those of the ground truth. White space does not count.

Of a table that runs over pages each region is compared with what was found on its page, since the readers here work
by the page; the few relations from one page to the next are left out for all of them.
"""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pypdfium2

from bench.accuracy import CAMELOT
from bench.corpus import Folders
from bench.found import FoundCell, FoundTable
from bench.others import CamelotRun, camelot
from bench.pages import OURS, PDFPLUMBER, our_tables, their_tables

Relation = tuple[str, str, str]
# Strokes that fonts map to different signs.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−\u00ad", "-"))


@dataclass
class Counts:
    """Relations of the ground truth, found, and right."""

    wanted: int = 0
    found: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """Share of the wanted relations that were found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        """Share of the found relations that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


@dataclass
class Score:
    """One reader's counts over all documents, in the regions where it found a table at all, and by document."""

    total: Counts = field(default_factory=Counts)
    where_found: Counts = field(default_factory=Counts)
    by_document: dict[str, Counts] = field(default_factory=dict)
    regions: int = 0
    regions_found: int = 0
    tables_elsewhere: int = 0

    def mean(self) -> tuple[float, float, float]:
        """Recall, precision and their harmonic mean as means over documents, as the competition reports them.

        A document in which nothing is found has no precision and stays out of that mean.
        """
        documents = self.by_document.values()
        recall = sum(counts.recall for counts in documents) / len(documents)
        precise = [counts.precision for counts in documents if counts.found]
        precision = sum(precise) / len(precise) if precise else 0.0
        return recall, precision, 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def normal(text: str) -> str:
    """Text as it is compared: compatibility forms resolved, one kind of dash, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())


def relations(cells: Iterable[FoundCell]) -> Counter[Relation]:
    """The adjacency relations of one table."""
    at: dict[tuple[int, int], int] = {}
    texts: list[str] = []
    for number, cell in enumerate(cells):
        texts.append(normal(cell.text))
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                at.setdefault((row, column), number)
    pairs: set[tuple[str, int, int]] = set()
    by_row: dict[int, list[tuple[int, int]]] = {}
    by_column: dict[int, list[tuple[int, int]]] = {}
    for (row, column), number in at.items():
        if texts[number]:
            by_row.setdefault(row, []).append((column, number))
            by_column.setdefault(column, []).append((row, number))
    for direction, lines in (("right", by_row), ("below", by_column)):
        for line in lines.values():
            numbers = [number for _, number in sorted(line)]
            pairs.update((direction, one, other) for one, other in pairwise(numbers) if one != other)
    return Counter((direction, texts[one], texts[other]) for direction, one, other in pairs)


def ground_truth(file: Path) -> list[tuple[int, list[FoundCell]]]:
    """The regions of a `-str.xml` file: page from 1, and cells."""
    regions = []
    for region in ElementTree.parse(file).getroot().iter("region"):
        regions.append((int(region.attrib["page"]), [_cell(cell) for cell in region.iter("cell")]))
    return regions


def _cell(cell: ElementTree.Element) -> FoundCell:
    row, column = int(cell.attrib["start-row"]), int(cell.attrib["start-col"])
    # Some files give an end before the start, or name the attribute otherwise: such a cell spans one.
    row_span = max(int(cell.attrib.get("end-row", row)) - row + 1, 1)
    column_span = max(int(cell.attrib.get("end-col", column)) - column + 1, 1)
    content = cell.find("content")
    return FoundCell(row, column, row_span, column_span, "".join(content.itertext()) if content is not None else "")


def add(
    score: Score, document: str, regions: Sequence[tuple[int, list[FoundCell]]], tables: Mapping[int, list[FoundTable]]
) -> None:
    """Count one document: each region is matched with the table of its page that shares most relations with it."""
    counts = score.by_document.setdefault(document, Counts())
    for page in sorted({page for page, _ in regions} | set(tables)):
        wanted = [relations(cells) for number, cells in regions if number == page]
        found = [relations(table.cells) for table in tables.get(page, [])]
        found = [table for table in found if table]
        shared = sorted(
            (((one & other).total(), -i, -j) for i, one in enumerate(wanted) for j, other in enumerate(found)),
            reverse=True,
        )
        partner: dict[int, tuple[int, int]] = {}
        for right, i, j in shared:
            if right and -i not in partner and -j not in (taken for taken, _ in partner.values()):
                partner[-i] = (-j, right)
        score.regions += len(wanted)
        score.regions_found += len(partner)
        score.tables_elsewhere += len(found) - len(partner)
        for i, (j, right) in partner.items():
            _count(score.where_found, wanted[i].total(), found[j].total(), right)
        right = sum(count for _, count in partner.values())
        for total in (score.total, counts):
            _count(total, sum(one.total() for one in wanted), sum(one.total() for one in found), right)


def _count(counts: Counts, wanted: int, found: int, right: int) -> None:
    counts.wanted += wanted
    counts.found += found
    counts.right += right


def measure(where: Folders) -> tuple[dict[str, Score], CamelotRun]:
    """Score all readers on all documents of the competition."""
    scores = {OURS: Score(), PDFPLUMBER: Score(), CAMELOT: Score()}
    files = sorted(where.icdar.glob("*/*.pdf"))
    pages: dict[str, list[int]] = {}
    for file in files:
        pdf = pypdfium2.PdfDocument(file)
        pages[file.stem] = list(range(1, len(pdf) + 1))
        _add_best(scores[OURS], file, {page: our_tables(pdf, page - 1) for page in pages[file.stem]})
        pdf.close()
        found = {}
        with pdfplumber.open(file) as plumbed:
            for number, page in enumerate(plumbed.pages, start=1):
                found[number] = their_tables(page)
                page.close()
        _add_best(scores[PDFPLUMBER], file, found)
    run = camelot(where.bench_python, {file.stem: (file, pages[file.stem]) for file in files})
    for file in files:
        _add_best(scores[CAMELOT], file, {page: list(own) for page, own in run.tables.get(file.stem, {}).items()})
    if run.failed:
        del scores[CAMELOT]
    return scores, run


def _truths(file: Path) -> list[list[tuple[int, list[FoundCell]]]]:
    """The ground truths of a document: one, or two (a and b) where a table can be read in two ways."""
    stem = file.stem
    names = [stem, f"{stem[:-1]}b"] if stem.endswith("a") else [stem]
    return [ground_truth(file.with_name(f"{name}-str.xml")) for name in names]


def _add_best(score: Score, file: Path, tables: Mapping[int, list[FoundTable]]) -> None:
    """Count a document against that ground truth which the reader agrees with most."""

    def agreement(regions: Sequence[tuple[int, list[FoundCell]]]) -> float:
        trial = Score()
        add(trial, file.stem, regions, tables)
        return trial.total.f1

    add(score, file.stem, max(_truths(file), key=agreement), tables)
