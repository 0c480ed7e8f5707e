"""`python -m extract [PATH …]`: documents to raw seeds.

Exit code 0: all landed; 1: some document failed, each named in one line, the others landed; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.errors import ExtractError, RegistryError
from extract.land import land, landed_ids
from extract.model import Extraction
from extract.pipeline import extract_document
from extract.registry import Entry, identify, load_registry
from extract.workers import Ended, run_isolated

DEFAULT_SOURCES = Path("sources")
DEFAULT_OUT = Path("seeds/raw")
# What stands beside documents in a folder and is none.
_NO_DOCUMENTS = {"registry.csv", "MANIFEST.csv"}


@dataclass(frozen=True)
class Job:
    """One file to read as one registered document."""

    path: Path
    entry: Entry


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    paths: list[Path] = options.paths or [DEFAULT_SOURCES]
    missing = [path for path in paths if not path.exists()]
    if missing:
        print(f"extract: {missing[0]}: no such file or folder", file=sys.stderr)
        return 2
    if options.out.exists() and not options.out.is_dir():
        print(f"extract: {options.out}: not a folder", file=sys.stderr)
        return 2
    entries, faults = load_registry(options.registry or _registry_of(paths))
    jobs, found = plan(files_in(paths), entries)
    faults.extend(found)
    done, failed = run(jobs, options.jobs)
    faults.extend(failed)
    if done:
        try:
            land(done, options.out)
        except OSError as error:
            what = f"rows cannot be written: {error.strerror}"
            faults.append(ExtractError(str(options.out), what, "make room or choose another folder with --out"))
            done = []
    for fault in faults:
        print(f"extract: {fault}", file=sys.stderr)
    _report(done, options.out)
    return 1 if faults else 0


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named and those in the folders named, hidden ones and lists left out, in a stable order."""
    files: set[Path] = set()
    for path in paths:
        if path.is_dir():
            files.update(file for file in path.rglob("*") if file.is_file() and _may_be_document(file))
        else:
            files.add(path)
    return sorted(files)


def plan(files: Sequence[Path], entries: Sequence[Entry]) -> tuple[list[Job], list[ExtractError]]:
    """Which file is read as which document: of the same bytes and of the same id, the first in order of ids."""
    jobs: dict[str, Job] = {}
    by_bytes: dict[str, Job] = {}
    faults: list[ExtractError] = []
    identified: list[Job] = []
    for file in files:
        try:
            sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
            identified.append(Job(file, identify(file, sha256, entries)))
        except RegistryError as fault:
            faults.append(fault)
        except OSError as error:
            faults.append(ExtractError(file.name, f"cannot be read: {error.strerror}", "check the file"))
    for job in sorted(identified, key=lambda item: (item.entry.document_id, str(item.path))):
        twin = by_bytes.get(job.entry.sha256)
        if twin:
            what = f"has the same bytes as {twin.path.name}, which lands as {twin.entry.document_id}"
            faults.append(RegistryError(job.path.name, what, "keep one of them"))
        elif job.entry.document_id in jobs:
            what = f"would land as {job.entry.document_id}, which {jobs[job.entry.document_id].path.name} does"
            faults.append(RegistryError(job.path.name, what, "register it under an id of its own"))
        else:
            jobs[job.entry.document_id] = by_bytes[job.entry.sha256] = job
    return list(jobs.values()), faults


def run(jobs: Sequence[Job], workers: int) -> tuple[list[tuple[Entry, Extraction]], list[ExtractError]]:
    """Extract all jobs, in `workers` processes; the result does not depend on how many."""
    results = run_isolated(_extract, jobs, workers)
    done: list[tuple[Entry, Extraction]] = []
    failed: list[ExtractError] = []
    for job, result in zip(jobs, results, strict=True):
        if isinstance(result, Extraction):
            done.append((job.entry, result))
        elif isinstance(result, Ended):
            failed.append(ExtractError(job.path.name, f"was given up: it {result.reason}", "check the file"))
        else:
            failed.append(ExtractError(*result))
    return done, failed


def _extract(job: Job) -> Extraction | tuple[str, str, str]:
    # An error crosses the process boundary as its parts: exceptions with several arguments do not unpickle.
    try:
        return extract_document(job.path.read_bytes(), job.entry.document_id, job.path.name, job.entry.sha256)
    except ExtractError as fault:
        return fault.file, fault.what, fault.remedy


def _may_be_document(file: Path) -> bool:
    return not file.name.startswith(".") and file.name not in _NO_DOCUMENTS and file.suffix.lower() != ".md"


def _registry_of(paths: Sequence[Path]) -> Path:
    own = [path / "registry.csv" for path in paths if path.is_dir()]
    return next((path for path in own if path.exists()), DEFAULT_SOURCES / "registry.csv")


def _report(done: Sequence[tuple[Entry, Extraction]], out: Path) -> None:
    for entry, extraction in done:
        cells = sum(len(row.cells) for table in extraction.tables for row in table.rows)
        print(f"extract: {entry.document_id}: {len(extraction.tables)} tables, {cells} cells")
        for what in extraction.unread:
            print(f"extract: {entry.document_id}: {what}", file=sys.stderr)
    fresh = {entry.document_id for entry, _ in done}
    stayed = [document_id for document_id in landed_ids(out) if document_id not in fresh]
    for document_id in stayed:
        print(f"extract: {document_id}: not at hand, its landed rows stay")
    print(f"extract: {len(done)} landed, {len(stayed)} not at hand; rows in {out}")


def _workers(text: str) -> int:
    workers = int(text)
    if workers < 1:
        raise argparse.ArgumentTypeError("at least 1 process is needed")
    return workers


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m extract", description="Documents to raw seeds.")
    parser.add_argument("paths", nargs="*", type=Path, help=f"files or folders (default {DEFAULT_SOURCES})")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help=f"folder of raw_*.csv (default {DEFAULT_OUT})")
    parser.add_argument("--jobs", type=_workers, default=1, help="processes (default 1)")
    parser.add_argument("--registry", type=Path, help="list of known documents (default: registry.csv of the folder)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
