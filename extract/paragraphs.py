"""The running text of a document: lines put together into paragraphs over line ends, page breaks and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.captions import has_phone, is_caption, is_contact, is_furniture
from extract.model import Grid, Place, TextLine
from extract.text import ordinal_level, squeeze

_ENDS = tuple("。！？")
_LIST_GOES_ON = tuple("；：，、;:,")
_PART = re.compile(r"^第[一二三四五六七八九十]+部分")
# A line that stops this many characters short of the text's right edge ends its paragraph.
_SHORT_OF_EDGE = 1.7
# A first line stands this many characters to the right of the text's left edge.
_INDENT = 1.2
_REPEATED_ON = 3
_LONGEST_HEADING = 45
_AMOUNT_ALONE = re.compile(r"^\d[\d,，.]*(?:亿|万|千)?(?:元|[%％人辆台个])|^[万亿千]?元")


@dataclass(frozen=True)
class Paragraph:
    """Text without white space; `pieces` are its lines: where each begins in the text, its place and its number."""

    text: str
    pieces: tuple[tuple[int, int, TextLine], ...]

    def piece_at(self, position: int) -> tuple[int, TextLine]:
        """The number (among the blocks of the document) and the line that print one character of the text."""
        _, number, line = next(piece for piece in reversed(self.pieces) if piece[0] <= position)
        return number, line

    def place_at(self, position: int) -> Place:
        """Where one character of the text is printed."""
        return self.piece_at(position)[1].place


def paragraphs(blocks: Sequence[TextLine | Grid]) -> list[Paragraph]:
    """The paragraphs in printed order; page numbers, running headers and captions left out."""
    running = _running_lines(blocks)
    margins = _margins(blocks)
    whole: list[Paragraph] = []
    held: list[tuple[int, TextLine]] = []
    for number, block in enumerate(blocks):
        if isinstance(block, TextLine) and (is_furniture(block.text) or squeeze(block.text) in running):
            continue
        if isinstance(block, Grid) or not squeeze(block.text) or is_contact(block.text) or has_phone(block.text):
            whole.extend(_whole(held))
            held = []
            continue
        goes_on = bool(held) and _goes_on(held[-1][1], block, margins)
        if not goes_on:
            whole.extend(_whole(held))
            held = []
            if is_caption(block.text) and not _PART.match(squeeze(block.text)):
                continue
        held.append((number, block))
    return [*whole, *_whole(held)]


def _whole(lines: Sequence[tuple[int, TextLine]]) -> Iterable[Paragraph]:
    if not lines:
        return
    pieces: list[tuple[int, int, TextLine]] = []
    text = ""
    for number, line in lines:
        pieces.append((len(text), number, line))
        text += squeeze(line.text)
    yield Paragraph(text, tuple(pieces))


def _goes_on(line: TextLine, following: TextLine, margins: dict[int, tuple[float, float]]) -> bool:
    """Whether a paragraph goes on in the next line: by its last mark, and on pages by the edges of the text."""
    text, then = squeeze(line.text), squeeze(following.text)
    if _PART.match(text) or _PART.match(then):
        return False
    fills, is_indented = _edges(line, following, margins)
    if ordinal_level(then) is not None:
        # 1.…；2.…；3.… within a paragraph, which a line may begin with.
        return fills and not is_indented and text.endswith("；") and ordinal_level(text) is None
    if text.endswith(_LIST_GOES_ON):
        return not _is_heading(text)
    is_open = not text.endswith(_ENDS)
    if is_open and _AMOUNT_ALONE.match(then):
        return True
    if line.place.page is None or following.place.page is None:
        return is_open and not _is_heading(text)
    return fills and (is_open or not is_indented)


def _edges(line: TextLine, following: TextLine, margins: dict[int, tuple[float, float]]) -> tuple[bool, bool]:
    """Whether a line reaches the right edge of its page's text, and the next stands off the left edge of its own.

    Both are False where there are no pages.
    """
    page, next_page = line.place.page, following.place.page
    if page is None or next_page is None:
        return False, False
    size = max(((line.place.x1 or 0.0) - (line.place.x0 or 0.0)) / max(len(squeeze(line.text)), 1), 1.0)
    right = margins.get(page, (0.0, float("inf")))[1]
    left = margins.get(next_page, (0.0, 0.0))[0]
    fills = (line.place.x1 or 0.0) >= right - _SHORT_OF_EDGE * size
    return fills, (following.place.x0 or 0.0) > left + _INDENT * size


def _is_heading(text: str) -> bool:
    numbered = ordinal_level(text) is not None or text.startswith("第")
    return numbered and len(text) <= _LONGEST_HEADING and not re.search(r"[，。；,;]|[：:].", text)


def _margins(blocks: Sequence[TextLine | Grid]) -> dict[int, tuple[float, float]]:
    """How far to the left and to the right the text of each page reaches, in points."""
    margins: dict[int, tuple[float, float]] = {}
    for block in blocks:
        if isinstance(block, TextLine) and block.place.page is not None and _is_running_text(block.text):
            left, right = margins.get(block.place.page, (float("inf"), 0.0))
            place = block.place
            margins[block.place.page] = min(left, place.x0 or 0.0), max(right, place.x1 or 0.0)
    return margins


def _is_running_text(text: str) -> bool:
    return not is_furniture(text) and not is_caption(text)


def _running_lines(blocks: Sequence[TextLine | Grid]) -> set[str]:
    """The texts that stand first or last on several pages: running headers and footers."""
    pages: dict[int, list[str]] = {}
    for block in blocks:
        if isinstance(block, TextLine) and block.place.page is not None and not is_furniture(block.text):
            pages.setdefault(block.place.page, []).append(squeeze(block.text))
    counted = Counter(text for lines in pages.values() for text in {lines[0], lines[-1]})
    return {text for text, pages_with in counted.items() if pages_with >= _REPEATED_ON and not text.endswith(_ENDS)}
