"""One reader a format; each turns bytes into the same Document. The bytes decide, not the file's name."""

from __future__ import annotations

from extract.encoding import decode
from extract.errors import UnknownFormatError
from extract.model import Grid, TextLine
from extract.readers import pdf, text_tabs

Blocks = tuple[TextLine | Grid, ...]

_FOREIGN = (
    (b"PK\x03\x04", "an Office or ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
)
_REMEDY = "give the PDF, or a tab-separated text dump (.txt)"
# Viewers accept a PDF whose mark stands a little way into the file.
_PDF_MARK_WITHIN = 1024


def read_blocks(data: bytes, file: str) -> tuple[str, int | None, Blocks]:
    """The reader's name, the page count (None for a text) and the blocks of one file.

    Raises UnknownFormatError, EncodingError or TruncatedError.
    """
    if not data.strip():
        raise UnknownFormatError(file, "the file is empty", "fetch it again")
    if b"%PDF-" in data[:_PDF_MARK_WITHIN]:
        page_count, blocks = pdf.read(data, file)
        return pdf.NAME, page_count, blocks
    _refuse_foreign(data, file)
    text = decode(data, file)
    if not text_tabs.reads(text):
        raise UnknownFormatError(file, "no table in it: no two fields are separated by a tab", _REMEDY)
    return text_tabs.NAME, None, text_tabs.read(text, file)


def _refuse_foreign(data: bytes, file: str) -> None:
    for mark, name in _FOREIGN:
        if data.startswith(mark):
            raise UnknownFormatError(file, f"is {name}, for which there is no reader", _REMEDY)
    head = data[:1000].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise UnknownFormatError(file, "is a web page, for which there is no reader", _REMEDY)
