"""Whole extraction with joins and rows, and the command over the whole corpus with one process and with two."""

from __future__ import annotations

import gc
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber

from bench.corpus import ROOT, documents
from bench.pages import OURS, PDFPLUMBER, DocumentTimes
from extract.pipeline import extract_document


@dataclass(frozen=True)
class CorpusRun:
    """`python -m extract` over the corpus: wall seconds by number of processes, and whether the outputs are equal."""

    documents: int
    wall: dict[int, float]
    identical: bool
    exit_codes: dict[int, int]
    landed: str
    load: float


def measure(corpus: Path, every: int) -> list[DocumentTimes]:
    """Time the whole extraction of every n-th document against pdfplumber's tables of all its pages.

    One of them is read before the clock runs, so that no document pays for the patterns that are compiled once.
    """
    paths = documents(corpus)[every // 2 :: every]
    for path in paths[:1]:
        _measure(path)
    return [_measure(path) for path in paths]


def _measure(path: Path) -> DocumentTimes:
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    times = DocumentTimes(path.stem)
    gc.collect()
    gc.freeze()
    times.time(OURS, lambda: extract_document(data, path.stem, path.name, sha256))
    gc.collect()
    times.time(PDFPLUMBER, lambda: _their_tables(path, times))
    gc.unfreeze()
    return times


def _their_tables(path: Path, times: DocumentTimes) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()
            times.pages += 1


def run_corpus(corpus: Path, workers: Sequence[int] = (1, 2)) -> CorpusRun:
    """Run the command over the corpus, once for each number of processes, and compare what it writes."""
    files = documents(corpus)
    wall, codes, outputs, last = {}, {}, [], ""
    load = os.getloadavg()[0]
    for jobs in workers:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "extract", *map(str, files), "--out", folder, "--jobs", str(jobs)]
            registry = corpus / "registry.csv"
            if registry.exists():
                command += ["--registry", str(registry)]
            started = time.perf_counter()
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
            wall[jobs] = time.perf_counter() - started
            codes[jobs] = done.returncode
            last = done.stdout.strip().rsplit("\n", 1)[-1].split(";")[0].removeprefix("extract: ")
            outputs.append({path.name: path.read_bytes() for path in sorted(Path(folder).iterdir()) if path.is_file()})
    same = all(output == outputs[0] for output in outputs) and bool(outputs[0])
    return CorpusRun(len(files), wall, same, codes, last, load)
