"""`python -m review DOCUMENT.pdf`: its pages with what landed of them drawn on top.

Exit code 0: all sheets written; 1: the document cannot be shown (one line on stderr); 2: wrong usage.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from review.drawing import draw, unlanded
from review.errors import ReviewError
from review.landed import Document, read_landed
from review.pages import open_pages, read_page
from review.sheets import index_sheet, page_sheet, picture_name, sheet_name

DEFAULT_OUT = Path("out/review")
# Pixels a point: 144 dots an inch, at which 8-point print reads well.
SCALE = 2.0


@dataclass(frozen=True)
class Options:
    """The command's options; no pages means all that have a table, no raw folder a fresh extraction."""

    file: Path
    pages: tuple[int, ...] | None
    raw: Path | None
    out: Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _options(arguments)
    try:
        document = _landed(options)
        folder = options.out / document.document_id
        _write_sheets(document, options, folder)
    except ReviewError as fault:
        print(f"review: {fault}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"review: {error.filename or options.out}: {error.strerror}; choose another --out", file=sys.stderr)
        return 1
    print(f"review: see {folder / 'index.html'}")
    return 0


def page_numbers(text: str) -> tuple[int, ...]:
    """`3,5-9` as page numbers from 1, in order and each once. Raises ValueError where it is no such list."""
    numbers: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d+)(?:-(\d+))?\s*", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last:
            raise ValueError(f"{part!r} is no page and no range of pages")
        numbers.update(range(first, last + 1))
    return tuple(sorted(numbers))


def _landed(options: Options) -> Document:
    sha256 = hashlib.sha256(options.file.read_bytes()).hexdigest()
    if options.raw is not None:
        return read_landed(options.raw, sha256)
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "extract", str(options.file), "--out", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["no word why"])[-1]
            raise ReviewError(options.file.name, f"was not extracted ({said})", "mend that first, or name --raw")
        return read_landed(Path(folder), sha256)


def _write_sheets(document: Document, options: Options, folder: Path) -> None:
    pages = options.pages or tuple(document.table_pages())
    beyond = [page for page in pages if page > document.page_count]
    if beyond:
        what = f"has {document.page_count} pages, so none numbered {beyond[0]}"
        raise ReviewError(options.file.name, what, "name other --pages")
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[tuple[int, str]] = []
    with open_pages(options.file) as pdf:
        for number in pages:
            page = read_page(pdf, number, SCALE)
            missing = unlanded(page, document)
            draw(page, document).save(folder / picture_name(number))
            sheet = page_sheet(document, number, picture_name(number), missing)
            (folder / sheet_name(number)).write_text(sheet, encoding="utf-8")
            line = _summary(document, number, len(missing))
            lines.append((number, line))
            print(f"review: {document.document_id} page {number}: {line}")
    (folder / "index.html").write_text(index_sheet(document, lines), encoding="utf-8")


def _summary(document: Document, page: int, n_missing: int) -> str:
    tables = document.tables_on(page)
    cells = sum(len(table.cells(page)) for table in tables)
    leftovers = len(document.leftovers_on(page))
    return f"{len(tables)} tables, {cells} cells, {leftovers} leftovers, {n_missing} amounts landed nowhere"


def _options(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(prog="python -m review", description="Pages with what landed of them drawn on.")
    parser.add_argument("file", type=Path, metavar="DOCUMENT.pdf")
    parser.add_argument("--pages", help="for example 3,5-9 (default: all that have a table)")
    parser.add_argument("--raw", type=Path, help="folder of raw_*.csv (default: extract the document now)")
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help=f"folder of the sheets (default {DEFAULT_OUT})")
    given = parser.parse_args(arguments)
    if not given.file.is_file():
        parser.error(f"{given.file}: no such file")
    try:
        pages = page_numbers(given.pages) if given.pages else None
    except ValueError as error:
        parser.error(f"--pages: {error}")
    return Options(given.file, pages, given.raw, given.out)


if __name__ == "__main__":
    sys.exit(main())
