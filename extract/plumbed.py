"""One page of a PDF as pdfplumber sees it, for pages that pdfium cannot read: slower, and without clips.

Everything is in points from the top left of the page as displayed, as from `extract.pdfium`.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from typing import Any

import pdfplumber

from extract.ink import UNMAPPED, WHITE, Area, Glyph, PageInk, Ruling

# What pdfminer remarks on a damaged file is no line for the user, who is told which pages cannot be read.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
# Channels from 0 to 1 of colours as PDFs have them: grey, RGB; CMYK is white where nothing is printed.
_WHITE_SHARE = WHITE / 255
# pdfminer writes a glyph that it cannot map as its number in the font.
_NUMBER_OF_GLYPH = "(cid:"


def opened(data: bytes) -> Any:
    """The document as pdfplumber opens it; it holds memory only, so nobody need close it."""
    return pdfplumber.open(io.BytesIO(data))


def read_page(pdf: Any, number: int) -> PageInk:
    """The ink of a page, from 1. What pdfminer raises on a damaged page is raised as it is, of any class."""
    page = pdf.pages[number - 1]
    try:
        return _ink(page)
    finally:
        page.close()


def _ink(page: Any) -> PageInk:
    left, top, right, bottom = (float(side) for side in page.cropbox or page.mediabox)
    fills = [
        Area(rect["x0"] - left, rect["top"] - top, rect["x1"] - left, rect["bottom"] - top)
        for rect in page.rects
        if rect.get("fill") and not _is_white(rect.get("non_stroking_color"))
    ]
    horizontal, vertical = [], []
    for edge in page.edges:
        colour = edge.get("stroking_color" if edge.get("stroke") else "non_stroking_color")
        x0, x1 = edge["x0"] - left, edge["x1"] - left
        y0, y1 = edge["top"] - top, edge["bottom"] - top
        if _is_white(colour) and not _on_fill(fills, (x0 + x1) / 2, (y0 + y1) / 2):
            continue
        if edge["orientation"] == "h":
            horizontal.append(Ruling((y0 + y1) / 2, x0, x1))
        else:
            vertical.append(Ruling((x0 + x1) / 2, y0, y1))
    glyphs = [glyph for char in page.chars if (glyph := _glyph(char, left, top, fills)) is not None]
    unmapped = sum(glyph.text == UNMAPPED for glyph in glyphs)
    return PageInk(right - left, bottom - top, glyphs, horizontal, vertical, len(page.images), unmapped)


def _glyph(char: dict[str, Any], left: float, top: float, fills: Sequence[Area]) -> Glyph | None:
    """The glyph of a character, None where it is white space or white on white."""
    text: str = char["text"]
    if not text.strip():
        return None
    x0, x1 = char["x0"] - left, char["x1"] - left
    upper, lower = char["top"] - top, char["bottom"] - top
    if _is_white(char.get("non_stroking_color")) and not _on_fill(fills, (x0 + x1) / 2, (upper + lower) / 2):
        return None
    text = UNMAPPED if text.startswith(_NUMBER_OF_GLYPH) else text
    _, down, *_, origin = char["matrix"]
    if char["upright"]:
        return Glyph(text, x0, x1, lower - (origin - char["y0"]), char["size"])
    return Glyph.turned(text, Area(x0, upper, x1, lower), x1 - x0, 1 if down > 0 else -1)


def _on_fill(fills: Sequence[Area], x: float, y: float) -> bool:
    return any(area.holds(x, y) for area in fills)


def _is_white(colour: object) -> bool:
    if isinstance(colour, (int, float)):
        colour = (colour,)
    if not isinstance(colour, (tuple, list)) or not all(isinstance(channel, (int, float)) for channel in colour):
        return False
    if len(colour) == 4:
        return not any(colour)
    return bool(colour) and all(channel >= _WHITE_SHARE for channel in colour)
