"""Glyphs to lines, words and text: what stands on one baseline, and where white space parts it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import itemgetter

from extract.ink import Glyph

# Glyphs whose baselines differ by less than this share of their size stand on one line.
_SAME_LINE = 0.5
# A gap wider than this many em parts two words of one line.
_WORD_GAP = 1.0
_LATIN_GAP = 0.2
# Struck again for bold: the same glyph this share of its width beside itself.
_STRUCK_AGAIN = 0.3
_LEFT, _BASELINE, _TURN = itemgetter(1), itemgetter(3), itemgetter(5)


def by_line(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs on one baseline, each line from the left, lines from the top; turned text in its own direction."""
    if any(map(_TURN, glyphs)):
        level = [glyph for glyph in glyphs if not glyph.turn]
        return [*by_line(level), *_turned_lines([glyph for glyph in glyphs if glyph.turn])]
    if len(set(map(_BASELINE, glyphs))) == 1:
        return [sorted(glyphs, key=_LEFT)]
    lines: list[list[Glyph]] = []
    first = size = -math.inf
    for glyph in sorted(glyphs, key=_BASELINE):
        _, _, _, baseline, own, _ = glyph
        if baseline - first <= _SAME_LINE * (own if own < size else size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
            first, size = baseline, own
    return [sorted(line, key=_LEFT) for line in lines]


def _turned_lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Lines of text that runs upwards (the first line on the left) or downwards (the first on the right)."""
    turn = glyphs[0].turn
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda item: turn * item.x0):
        if lines and abs(glyph.x0 - lines[-1][0].x0) <= _SAME_LINE * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda item: -turn * item.baseline) for line in lines]


def line_text(line: Sequence[Glyph]) -> str:
    """The text of one line, spaces where gaps are wide; a glyph struck twice for bold is one."""
    texts: list[str] = []
    before, before_x0, before_x1 = "", -math.inf, math.inf
    for text, x0, x1, _, size, turn in line:
        if not turn:
            if text == before and x0 - before_x0 < _STRUCK_AGAIN * (x1 - x0):
                continue
            gap = x0 - before_x1
            if gap > _LATIN_GAP * size and (gap > _WORD_GAP * size or (before.isascii() and text.isascii())):
                texts.append(" ")
        texts.append(text)
        before, before_x0, before_x1 = text, x0, x1
    return "".join(texts)


def text_of(glyphs: Sequence[Glyph]) -> str:
    """The text of glyphs on one or more lines, nothing between the lines."""
    return "".join(map(line_text, by_line(glyphs)))


def parted(line: Sequence[Glyph], gap: float) -> list[list[Glyph]]:
    """A line from left to right in pieces, wherever a gap is wider than `gap` em."""
    pieces = [[line[0]]]
    end = line[0].x1
    for glyph in line[1:]:
        if glyph.x0 - end > gap * glyph.size:
            pieces.append([glyph])
        else:
            pieces[-1].append(glyph)
        end = max(end, glyph.x1)
    return pieces
