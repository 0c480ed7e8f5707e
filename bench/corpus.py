"""Where the measured documents are, and which of their pages a run looks at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
GOLDEN_PAGES = ROOT / "tests" / "python" / "golden" / "pages"
# Never used to mend the reader; a page that was goes to the others.
HELD_OUT_PAGES = GOLDEN_PAGES.with_name("pages_held_out")


@dataclass(frozen=True)
class Folders:
    """The folders of a run: documents, the table competition of ICDAR 2013, the environment of other readers."""

    corpus: Path
    icdar: Path
    bench_python: Path


def folders(shared: Path) -> Folders:
    """The folders within `shared`; none of them need exist."""
    return Folders(
        corpus=shared / "corpus",
        icdar=shared / "benchmarks" / "icdar2013",
        bench_python=ROOT / ".venv-bench" / "bin" / "python",
    )


def documents(corpus: Path) -> list[Path]:
    """The PDFs of the corpus by name; those in `special/` are no budgets and stay out."""
    return sorted(corpus.glob("*.pdf"))


def sampled_pages(n_pages: int, every: int) -> range:
    """Every n-th page number, from 0: in the middle of each stretch, so that covers do not weigh too much."""
    return range(min(every // 2, n_pages - 1), n_pages, every)
