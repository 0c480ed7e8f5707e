"""One reader a format; each turns bytes into the same Document. The bytes decide, not the file's name."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from extract.encoding import decode
from extract.errors import UnknownFormatError
from extract.ink import UNMAPPED
from extract.model import Grid, TextLine
from extract.readers import pdf, text_plain, text_tabs

_FOREIGN = (
    (b"PK\x03\x04", "an Office or ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
)
_REMEDY = "give the PDF, or a text dump of it (.txt)"
# Viewers accept a PDF whose mark stands a little way into the file.
_PDF_MARK_WITHIN = 1024


@dataclass(frozen=True)
class Read:
    """What a reader gives: its name, the page count (None for a text), the blocks, and what it could not read."""

    reader: str
    page_count: int | None
    blocks: tuple[TextLine | Grid, ...]
    unread: tuple[str, ...] = ()


def read_blocks(data: bytes, file: str) -> Read:
    """Read one file with the reader of its format.

    Raises UnknownFormatError, EncodingError, TruncatedError, or ExtractError for a PDF that cannot be opened.
    """
    if not data.strip():
        raise UnknownFormatError(file, "the file is empty", "fetch it again")
    if b"%PDF-" in data[:_PDF_MARK_WITHIN]:
        pages = pdf.read(data, file)
        reader = f"{pdf.NAME}+pdfplumber" if pages.plumbed_pages else pdf.NAME
        return Read(reader, pages.page_count, pages.blocks, tuple(_notes(pages)))
    _refuse_foreign(data, file)
    text = decode(data, file)
    if text_tabs.reads(text):
        return Read(text_tabs.NAME, None, text_tabs.read(text, file))
    blocks = text_plain.read(text)
    if not any(isinstance(block, Grid) for block in blocks):
        what = "no table in it: no fields separated by tabs, and below no title the header of a known table"
        raise UnknownFormatError(file, what, _REMEDY)
    return Read(text_plain.NAME, None, blocks)


def _notes(pages: pdf.PagesRead) -> Iterator[str]:
    """What the user should know of pages, those that are not read first."""
    for numbers, what in (
        (pages.image_pages, "image only, not read"),
        (pages.unmapped_pages, "fonts without a Unicode map, not read"),
        (pages.partly_mapped_pages, f"some characters without a Unicode map, landed as {UNMAPPED}"),
        (pages.plumbed_pages, "read by pdfplumber, since pdfium cannot"),
    ):
        if numbers:
            yield f"{_ranges(numbers)}: {what}"


def _ranges(numbers: tuple[int, ...]) -> str:
    """`page 3` or `pages 3–10, 12`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    text = ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in runs)
    return f"page{'s' if len(numbers) > 1 else ''} {text}"


def _refuse_foreign(data: bytes, file: str) -> None:
    for mark, name in _FOREIGN:
        if data.startswith(mark):
            raise UnknownFormatError(file, f"is {name}, for which there is no reader", _REMEDY)
    head = data[:1000].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise UnknownFormatError(file, "is a web page, for which there is no reader", _REMEDY)
