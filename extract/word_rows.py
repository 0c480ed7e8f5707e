"""Lines of words between two rulings to rows: which lines are one row whose names go over more than one line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extract.frames import Word, WordLine
from extract.text import code_text, ordinal_level

# Lines closer than this share of the usual distance of rows belong to one row.
_WITHIN_ROW = 0.8
# Lines closer than this many em would touch if they stood in one column.
_TOUCHING = 0.95
# Latin letters closer than this many em are of one word.
_LETTER_GAP = 0.15


def grouped_rows(lines: Sequence[WordLine], edges: Sequence[float]) -> list[list[WordLine]]:
    """The lines of each row, from the top.

    `edges` are the x between which columns lie. A row has one line with words in more than one column, beside which
    others may stand so close that they would touch. Lines with words in one column belong to it where they stand
    nearer to it than rows do, or where the one above was full.
    """
    parts = _touching(lines)
    is_whole = [len({_column(word, edges) for line in part for word in line.words}) > 1 for part in parts]
    gaps = [below[0].y - above[-1].y for above, below in pairwise(parts)]
    between_rows = [gap for gap, one, other in zip(gaps, is_whole, is_whole[1:], strict=False) if one and other]
    near = _WITHIN_ROW * median(between_rows) if between_rows else 0.0
    limits = _limits(lines, edges)
    rows = [list(parts[0])]
    has_whole = is_whole[0]
    for number in range(1, len(parts)):
        part, whole, gap = parts[number], is_whole[number], gaps[number - 1]
        is_nearer_below = not whole and number < len(gaps) and gaps[number] < min(gap, near)
        is_same = (gap < near and not is_nearer_below) or _goes_on(parts[number - 1][-1], part[0], edges, limits)
        if is_same and not (has_whole and whole):
            rows[-1].extend(part)
        else:
            rows.append(list(part))
            has_whole = False
        has_whole = has_whole or whole
    return rows


def _touching(lines: Sequence[WordLine]) -> list[list[WordLine]]:
    """Lines so close to one another that they stand side by side: a name over two lines and figures in its middle."""
    parts = [[lines[0]]]
    for above, line in pairwise(lines):
        if line.y - above.y < _TOUCHING * min(above.size, line.size):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _limits(lines: Sequence[WordLine], edges: Sequence[float]) -> dict[int, float]:
    """How far to the right each column prints, words that run over its edge left out."""
    limits: dict[int, float] = {}
    for line in lines:
        for word in line.words:
            column = _column(word, edges)
            if word.x1 <= edges[column + 1]:
                limits[column] = max(limits.get(column, 0.0), word.x1)
    return limits


def _goes_on(above: WordLine, line: WordLine, edges: Sequence[float], limits: dict[int, float]) -> bool:
    """Whether the one word of a line, or of the line above it, belongs to a name that goes over both.

    The upper part leaves no room for what the lower part begins with, and the lower one begins no item of its own.
    """
    before = {_column(word, edges): word for word in above.words}
    after = {_column(word, edges): word for word in line.words}
    shared = before.keys() & after.keys()
    if len(shared) != 1 or min(len(before), len(after)) > 1:
        return False
    (column,) = shared
    upper, lower = before[column], after[column]
    text = lower.text
    if lower.is_figure or ordinal_level(text) or code_text(text):
        return False
    return limits.get(column, upper.x1) - upper.x1 < _first_width(lower)


def _first_width(word: Word) -> float:
    """The width of the part of a word that is not broken over lines."""
    first = word.glyphs[0]
    end = first.x1
    if first.text.isascii():
        for glyph in word.glyphs[1:]:
            if not glyph.text.isascii() or glyph.x0 - end > _LETTER_GAP * glyph.size:
                break
            end = glyph.x1
    return end - first.x0


def _column(word: Word, edges: Sequence[float]) -> int:
    """The column that holds a word; the one it begins in where it runs over an edge."""
    crosses = any(word.x0 + 1 < edge < word.x1 - 1 for edge in edges)
    x = word.x0 + 1 if crosses else word.middle
    return max(0, min(bisect_right(edges, x) - 1, len(edges) - 2))
