"""The measurements as Markdown: `docs/benchmarks.md` is written here and nowhere else."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench import accuracy, comparison, icdar, memory
from bench.documents import CorpusRun
from bench.others import CamelotRun
from bench.pages import FLOOR, FLOOR_BOXES, OURS, PDFPLUMBER, DocumentTimes


@dataclass(frozen=True)
class Machine:
    """What a reader of the figures must know of the run."""

    command: str
    date: str
    loads: tuple[float, float]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are set to the right."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def heading(machine: Machine, camelot_version: str) -> str:
    """Title, how to repeat the run, versions."""
    packages = [f"{name} {version(name)}" for name in ("pypdfium2", "pdfplumber", "pdfminer.six")]
    if camelot_version:
        packages.append(f"camelot-py {camelot_version} (lattice)")
    return f"""# Benchmarks

Written by `{machine.command}` on {machine.date}; do not edit. The documents measured are not part of the project: the
command looks for them in `../shared` and ends with exit code 2 where they are absent.

{_platform()}; {", ".join(packages)}.

All figures of a section come from one run; the readers take turns page by page or document by document. Seconds are CPU
time of one core unless they are called wall time; Python's collector of cycles runs as it does by default, unless a
reader pauses it by itself. Machines are noisy (load average {machine.loads[0]:.1f} at the start,
{machine.loads[1]:.1f} at the end): trust the ratios, not the seconds."""


def _platform() -> str:
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {_processor()}"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or "processor unknown"


def pages(times: Sequence[DocumentTimes], every: int) -> str:
    """Page to cells."""
    n_pages = sum(document.pages for document in times)
    rows = []
    for reader in (PDFPLUMBER, OURS, FLOOR_BOXES, FLOOR):
        seconds = sum(document.seconds[reader] for document in times)
        rows.append([reader, f"{1000 * seconds / n_pages:.2f}", _spread(times, PDFPLUMBER, reader)])
    sample = "all pages" if every == 1 else f"one page in {every}"
    slowest = sorted(times, key=lambda document: document.ratio(PDFPLUMBER, OURS))[:5]
    heaviest = sorted(times, key=lambda document: document.ratio(OURS, FLOOR))[-5:]
    return f"""## 1. Page to cells

{sample.capitalize()} of {len(times)} documents, {n_pages} pages. Ours: glyphs, rulings, grids, cells and lines of a
page (`extract.readers.pdf.page_grids`). pdfplumber: `page.extract_tables()` and `page.close()`. pdfium alone: load the
page, its text (all characters in one call) and the bounds of its paths, nothing else; "boxes too" asks for the box of
each character as well, without which no glyph can be put into a cell. Ratios are per document: median, and least to
greatest.

{table(["reader", "ms a page", "times as fast as pdfplumber"], rows)}

Against pdfium alone ours takes {_spread(times, OURS, FLOOR)} times as long, against pdfium with boxes
{_spread(times, OURS, FLOOR_BOXES)}.

- Least gain over pdfplumber: {_named(slowest, PDFPLUMBER, OURS)}
- Furthest from pdfium alone: {_named(heaviest, OURS, FLOOR)}"""


def _spread(times: Sequence[DocumentTimes], slow: str, fast: str) -> str:
    ratios = [document.ratio(slow, fast) for document in times]
    return f"{median(ratios):.1f} ({min(ratios):.1f}–{max(ratios):.1f})"


def _named(times: Sequence[DocumentTimes], slow: str, fast: str) -> str:
    return ", ".join(f"{document.name} {document.ratio(slow, fast):.1f}" for document in times)


def documents(times: Sequence[DocumentTimes], corpus: CorpusRun) -> str:
    """Whole extraction."""
    ours, theirs = (sum(document.seconds[reader] for document in times) for reader in (OURS, PDFPLUMBER))
    n_pages = sum(document.pages for document in times)
    rows = [
        [PDFPLUMBER, f"{theirs:.1f}", f"{1000 * theirs / n_pages:.1f}", "1"],
        [OURS, f"{ours:.1f}", f"{1000 * ours / n_pages:.1f}", _spread(times, PDFPLUMBER, OURS)],
    ]
    walls = ", ".join(f"{seconds:.1f} s with `--jobs {jobs}`" for jobs, seconds in sorted(corpus.wall.items()))
    codes = ", ".join(map(str, sorted(set(corpus.exit_codes.values()))))
    first, *_, last = (seconds for _, seconds in sorted(corpus.wall.items()))
    same = "byte for byte the same" if corpus.identical else "NOT the same"
    return f"""## 2. Whole documents

{len(times)} documents with all their {n_pages} pages. Ours: `extract.pipeline.extract_document`, that is pages,
joined tables, headings, rows, facts and the account of what stayed out. pdfplumber: `extract_tables()` on every page,
which is less. One document is read by both before the clock runs.

{table(["reader", "seconds", "ms a page", "times as fast as pdfplumber"], rows)}

`python -m extract` on all {corpus.documents} documents, wall time with landing: {walls}, a speed-up of
{first / last:.2f} (load average before: {corpus.load:.1f}). The outputs are {same}
(exit code {codes}; {corpus.landed})."""


def peaks(found: Sequence[memory.Peak], grown: Sequence[memory.Growth] | str) -> str:
    """Memory and growth."""
    rows = [
        [
            f"{peak.document_id} ({peak.pages} pages, {peak.megabytes:.1f} MB)",
            *(f"{peak.peaks[mode]:.0f}" for mode in memory.MODES),
            f"{peak.peaks['extract'] / peak.peaks['pdfium']:.2f}",
        ]
        for peak in found
    ]
    if isinstance(grown, str):
        growth = f"Time per page on synthetic documents: {grown}."
    else:
        lines = [
            [str(one.pages), f"{one.seconds:.2f}", f"{1000 * one.seconds / one.pages:.2f}", f"{one.peak:.0f}"]
            for one in grown
        ]
        growth = f"""Synthetic documents of growing length (`python -m tools.typeset synthetic --pages N --seed 1`),
whole extraction:

{table(["pages", "seconds", "ms a page", "peak MB"], lines)}"""
    return f"""## 3. Memory, and growth with length

Peak resident memory in MB of a process of its own (VmHWM, elsewhere `ru_maxrss`), on the {len(found)} documents with
most pages: with the packages loaded and the file in memory, with pdfium alone reading every page, with the whole
extraction.

{table(["document", "packages alone", "pdfium alone", "extraction", "ratio to pdfium"], rows)}

{growth}"""


Accuracy = tuple[Mapping[str, accuracy.Score], CamelotRun]


def golden(in_sample: Accuracy, held_out: Accuracy) -> str:
    """Cells of the transcribed pages: those that the reader was mended with, and those held out."""
    return f"""## 4. Cells of transcribed pages

Pages drawn at random and transcribed from page images. A cell is right when its row, column, spans and text (white
space aside; withheld prose by its SHA-256) are those of the transcription. A transcribed table is compared with the
found one that agrees most. For pdfplumber and camelot rows, columns and spans follow from the boxes and sides they
give; one row or column too many makes all cells after it wrong, therefore "printed texts" counts cells by their text
alone, wherever they stand. Intervals are Wilson's. That of cells takes them as independent, but the cells of one page
are often wrong together: with few pages, that of whole pages says more.

### Held out: {_n_pages(held_out)} pages never used to mend the reader

Three of each city, of different documents, each with a ruled table of at least 15 cells; transcribed before any reader
was compared with them. The pages are new to the reader, but their documents are not, nor is their kind.

{_scores(held_out)}

### In sample: {_n_pages(in_sample)} pages that the reader was mended with

The project's tests hold its own reader to these very pages, so its figure says that nothing broke, not how it does on
pages never seen; the other readers were not fitted to them. One page has a chart and no table.

{_scores(in_sample)}"""


def _n_pages(measured: Accuracy) -> int:
    return next(iter(measured[0].values())).pages


def _scores(measured: Accuracy) -> str:
    scores, camelot = measured
    rows = []
    for reader, score in scores.items():
        rows.append(
            [
                reader,
                f"{score.right} of {score.cells}",
                _share(score.right, score.cells),
                f"{score.texts_right} of {score.texts}",
                str(score.found),
                f"{score.pages_right} of {score.pages}",
                _share(score.pages_right, score.pages),
                f"{score.seconds:.1f}",
            ]
        )
    head = ["reader", "cells right", "share (95 %)", "printed texts", "cells found", "whole pages"]
    head += ["share (95 %)", "seconds"]
    wrong = [
        f"{reader}: " + ", ".join(f"{page} {count}" for page, count in score.first_wrong.items())
        for reader, score in scores.items()
        if score.first_wrong
    ]
    listed = "\n".join(f"- {line}" for line in wrong)
    return f"""{table(head, rows)}

Cells not read right, by page:

{listed or "none"}{_camelot_note(camelot)}"""


def _share(right: int, of: int) -> str:
    low, high = accuracy.wilson(right, of)
    return f"{100 * right / of:.2f} % ({100 * low:.2f}–{100 * high:.2f})"


def _camelot_note(run: CamelotRun) -> str:
    if run.failed:
        return f"\n\ncamelot was not measured: {run.failed}"
    return f"\n\ncamelot could not read {', '.join(run.unread)}." if run.unread else ""


def competition(scores: Mapping[str, icdar.Score], camelot: CamelotRun) -> str:
    """ICDAR 2013."""
    rows = []
    for reader, score in scores.items():
        total, found = score.total, score.where_found
        rows.append(
            [
                reader,
                *(f"{value:.3f}" for value in (total.recall, total.precision, total.f1)),
                *(f"{value:.3f}" for value in score.mean()),
                f"{score.regions_found} of {score.regions}",
                f"{found.f1:.3f}",
                str(score.tables_elsewhere),
            ]
        )
    head = ["reader", "recall", "precision", "F1", "recall, mean", "precision, mean", "F1, mean"]
    head += ["regions with a table", "F1 in those", "tables elsewhere"]
    n_documents = len(next(iter(scores.values())).by_document)
    wanted = next(iter(scores.values())).total.wanted
    return f"""## 5. ICDAR 2013 table competition

Complete process (tables found on whole pages, then their structure), {n_documents} documents, adjacency relations after
Göbel et al.: every cell that prints something is related to its nearest such neighbour to the right and below; a
relation is right when both texts and the direction are. A region of the ground truth is matched with the table of its
page that shares most relations; all relations of other tables count against precision. Totals are over the about
{wanted} relations of all documents, so that a few long unruled tables weigh most; means are over documents, as the
competition reports them (a document without any find has no precision). pdfplumber and camelot look for ruled tables
only; ours also reads tables with horizontal rulings only, by alignment. None reads tables without any ruling, of which
this set has many.

{table(head, rows)}{_camelot_note(camelot)}"""


def differences(found: comparison.Comparison, every: int) -> str:
    """Cell for cell against pdfplumber."""
    same = found.counts[comparison.SAME]
    others = sum(found.counts.values()) - same
    rows = []
    for kind, count in found.counts.most_common():
        if kind != comparison.SAME:
            example = found.examples[kind]
            place = f"{example.document_id} p. {example.page_no}"
            rows.append([kind, str(count), str(len(found.documents[kind])), place])
    shapes = found.tables["same shape"] + found.tables["other shape"]
    sample = "all pages" if every == 1 else f"the same one page in {every}"
    return f"""## 6. Cell for cell against pdfplumber

On {sample}: {same} cells are the same in box and text (white space aside), {others} are not; {shapes} tables were found
by both, {found.tables["same shape"]} of them in the same shape. Cells are paired by their boxes (4 points), so a ruling
that only one of the two sees changes the cells beside it. The kinds are told apart by rule, not by eye; each with the
first place where it occurs.

{table(["kind of difference", "cells", "documents", "for instance"], rows)}"""
