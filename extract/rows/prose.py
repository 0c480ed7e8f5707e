"""Explanations to figures: each amount, change, percentage and count of the running text with its noun phrase.

Structure only: which noun phrase a number belongs to, which level a change or share is said of, which figures a
list breaks down. What they mean is said in SQL.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extract.model import Grid, ProseFigure, TextLine
from extract.paragraphs import Paragraph, paragraphs
from extract.rows.passages import Following, read_passage
from extract.rows.sections import Sections


@dataclass(frozen=True)
class ProseRead:
    """The figures in printed order, and how many numeric tokens of each block (by its number) they take."""

    figures: tuple[ProseFigure, ...]
    tokens: Counter[int]


def read_prose(blocks: Sequence[TextLine | Grid], publisher: str | None) -> ProseRead:
    """The figures of a document's explanations; `publisher` is left out of their phrases."""
    sections = Sections(publisher)
    following = Following()
    figures: list[ProseFigure] = []
    tokens: Counter[int] = Counter()
    for paragraph in paragraphs(blocks):
        if sections.heads(paragraph.text):
            following = following.below_heading(sections.level)
            continue
        if sections.is_unread:
            continue
        found, following = read_passage(paragraph, sections, following, len(figures))
        figures.extend(item.figure for item in found)
        for item in found:
            tokens.update(_blocks_of(paragraph, item.start, item.end))
    return ProseRead(tuple(figures), tokens)


def _blocks_of(paragraph: Paragraph, start: int, end: int) -> set[int]:
    """The blocks that print a part of a number, which may go on in the next line."""
    return {paragraph.piece_at(position)[0] for position in range(start, end)}
