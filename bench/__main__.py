"""`python -m bench`: measure speed, memory and correctness, and write docs/benchmarks.md.

Exit code 0: measured and written; 2: the measured documents are not there, or wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench import accuracy, documents, icdar, memory, pages, report
from bench.comparison import Comparison
from bench.corpus import GOLDEN_PAGES, HELD_OUT_PAGES, ROOT, SHARED, Folders, folders
from bench.others import CamelotRun, ensure_environment

DEFAULT_OUT = ROOT / "docs" / "benchmarks.md"
SECTIONS = ("pages", "documents", "memory", "accuracy", "icdar")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    where = folders(options.shared)
    for folder in (where.corpus, where.icdar):
        if not folder.is_dir():
            print(f"bench: {folder}: the documents to measure are not there (--shared DIR)", file=sys.stderr)
            return 2
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    failed = ensure_environment(where.bench_python, Path(sys.executable))
    if failed:
        print(f"bench: camelot is left out: {failed}", file=sys.stderr)
    load = os.getloadavg()[0]
    texts, camelot_version = measure(options.only or SECTIONS, where, options.every, options.longest)
    command = "python -m bench" + "".join(f" --only {name}" for name in options.only or ())
    machine = report.Machine(
        f"{command} --every {options.every} --longest {options.longest}",
        datetime.now(UTC).date().isoformat(),
        (load, os.getloadavg()[0]),
    )
    text = "\n\n".join([report.heading(machine, camelot_version), *texts]) + "\n"
    if options.only and options.out is None:
        print(text)
    else:
        out: Path = options.out or DEFAULT_OUT
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
        print(f"bench: {out}")
    return 0


def measure(sections: Sequence[str], where: Folders, every: int, longest: int) -> tuple[list[str], str]:
    """The text of each section, in the order of the report, and camelot's version."""
    texts: dict[int, str] = {}
    runs: list[CamelotRun] = []

    def _pages() -> None:
        found = Comparison()
        texts[1] = report.pages(pages.measure(where.corpus, every, found), every)
        texts[6] = report.differences(found, every)

    def _documents() -> None:
        texts[2] = report.documents(documents.measure(where.corpus, every), documents.run_corpus(where.corpus))

    def _memory() -> None:
        texts[3] = report.peaks(memory.largest(where.corpus), memory.growth(longest))

    def _accuracy() -> None:
        in_sample, held_out = (accuracy.measure(where, pages) for pages in (GOLDEN_PAGES, HELD_OUT_PAGES))
        runs.extend((in_sample[1], held_out[1]))
        texts[4] = report.golden(in_sample, held_out)

    def _icdar() -> None:
        scores, run = icdar.measure(where)
        runs.append(run)
        texts[5] = report.competition(scores, run)

    steps: dict[str, Callable[[], None]] = {
        "pages": _pages,
        "documents": _documents,
        "memory": _memory,
        "accuracy": _accuracy,
        "icdar": _icdar,
    }
    for name in SECTIONS:
        if name in sections:
            started = time.perf_counter()
            steps[name]()
            print(f"bench: {name} measured in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return [texts[number] for number in sorted(texts)], next((run.version for run in runs if run.version), "")


def _every(text: str) -> int:
    every = int(text)
    if every < 1:
        raise argparse.ArgumentTypeError("one page in 1 is the most")
    return every


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure beside other readers.")
    parser.add_argument("--every", type=_every, default=1, help="measure one page and document in N (default all)")
    parser.add_argument(
        "--longest", type=int, choices=memory.SIZES, default=200, help="pages of the longest synthetic document"
    )
    parser.add_argument("--only", action="append", choices=SECTIONS, help="measure this part, print it (repeatable)")
    parser.add_argument("--out", type=Path, help="file to write (default docs/benchmarks.md)")
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of the documents (default ../shared)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
