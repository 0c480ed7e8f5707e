"""A document's pages as pictures, and the amounts printed on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from review.errors import ReviewError
from review.landed import Box

# Only what is written as an amount for certain: with a decimal point or with thousands set apart.
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")


@dataclass(frozen=True)
class Amount:
    """An amount as printed, found by the page's own text and not by the reader under review."""

    text: str
    box: Box


@dataclass(frozen=True)
class Page:
    """One page: its picture, pixels per point, and its amounts."""

    number: int
    image: Image.Image
    scale: float
    amounts: tuple[Amount, ...]


@contextmanager
def open_pages(file: Path) -> Iterator[Any]:
    """The pypdfium2 document. Raises ReviewError where pdfium cannot open it."""
    try:
        pdf = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise ReviewError(file.name, f"cannot be opened as a PDF ({error})", "give the whole PDF") from error
    try:
        yield pdf
    finally:
        pdf.close()


def read_page(pdf: Any, number: int, scale: float) -> Page:
    """A page, counted from 1, drawn at `scale` pixels a point."""
    page = pdf[number - 1]
    try:
        bitmap = page.render(scale=scale)
        image = bitmap.to_pil().convert("RGB")
        return Page(number, image, scale, tuple(_amounts(page, number, bitmap.get_posconv(page), scale)))
    finally:
        page.close()


def _amounts(page: Any, number: int, to_picture: Any, scale: float) -> Iterator[Amount]:
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        text = "".join(chr(pdfium.FPDFText_GetUnicode(text_page, index) or 32) for index in range(count))
        for match in _AMOUNT.finditer(text):
            corners = [
                to_picture.to_bitmap(x, y)
                for index in range(match.start(), match.end())
                for left, bottom, right, top in (text_page.get_charbox(index),)
                for x, y in ((left, bottom), (right, top))
            ]
            xs, ys = [x / scale for x, _ in corners], [y / scale for _, y in corners]
            yield Amount(match.group(), Box(number, min(xs), min(ys), max(xs), max(ys)))
    finally:
        text_page.close()
