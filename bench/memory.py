"""Peak memory of a process that reads one document, and whether the time per page stays flat as documents grow.

`python -m bench.memory MODE FILE` reads one document in a process of its own and prints its peak in kilobytes.
"""

from __future__ import annotations

import hashlib
import importlib.util
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import ROOT, documents

MODES = ("nothing", "pdfium", "extract")
# Pages of the synthetic documents; the longest take minutes to typeset.
SIZES = (10, 50, 200, 1000, 5000)


@dataclass(frozen=True)
class Peak:
    """Peak memory in MB: of an interpreter with the packages loaded, of pdfium alone, of the whole extraction."""

    document_id: str
    pages: int
    megabytes: float
    peaks: dict[str, float]


@dataclass(frozen=True)
class Growth:
    """CPU seconds of extracting a synthetic document, and its peak in MB."""

    pages: int
    seconds: float
    peak: float


def largest(corpus: Path, how_many: int = 5) -> list[Peak]:
    """The peaks of the documents with most pages."""
    import pypdfium2

    by_pages = []
    for path in documents(corpus):
        pdf = pypdfium2.PdfDocument(path)
        by_pages.append((len(pdf), path))
        pdf.close()
    found = []
    for pages, path in sorted(by_pages, reverse=True)[:how_many]:
        peaks = {mode: _in_process(mode, path)[1] for mode in MODES}
        found.append(Peak(path.stem, pages, path.stat().st_size / 1e6, peaks))
    return found


def growth(longest: int) -> list[Growth] | str:
    """Extraction of synthetic documents of growing length, in pages; a sentence where there is no typesetter."""
    if importlib.util.find_spec("tools") is None or importlib.util.find_spec("tools.typeset") is None:
        return "not measured: the typesetter of synthetic documents (tools.typeset) is not there"
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for pages in (size for size in SIZES if size <= longest):
            path = Path(folder) / f"synthetic-{pages}.pdf"
            command = [sys.executable, "-m", "tools.typeset", "synthetic", "--pages", str(pages), "--seed", "1"]
            done = subprocess.run([*command, "--out", str(path)], cwd=ROOT, capture_output=True, text=True, check=False)
            if done.returncode:
                return f"not measured: tools.typeset failed: {(done.stderr.strip() or '?').splitlines()[-1]}"
            seconds, peak = _in_process("extract", path)
            found.append(Growth(pages, seconds, peak))
    return found


def _in_process(mode: str, path: Path) -> tuple[float, float]:
    """CPU seconds of the reading itself and peak MB of its process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.memory", mode, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) / 1024


def main(mode: str, path: Path) -> None:
    """Read one document in one mode; print CPU seconds and the peak in kilobytes."""
    import pypdfium2

    from bench import floor
    from extract.pipeline import extract_document

    data = path.read_bytes()
    started = time.process_time()
    if mode == "pdfium":
        pdf = pypdfium2.PdfDocument(data)
        for number in range(len(pdf)):
            page = pdf[number]
            floor.read_page(page.raw, boxes=True)
            page.close()
    elif mode == "extract":
        extract_document(data, path.stem, path.name, hashlib.sha256(data).hexdigest())
    print(time.process_time() - started, _peak_kilobytes())


def _peak_kilobytes() -> int:
    # Linux counts into ru_maxrss what the parent held when it forked; VmHWM begins anew with the program.
    status = Path("/proc/self/status")
    if status.exists():
        return next(
            int(line.split()[1]) for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:")
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
