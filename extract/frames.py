"""Frames of horizontal rulings: where a table without verticals may stand, and the words between its rulings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from extract.captions import is_caption_word
from extract.grid import SNAP, RuledGrid
from extract.ink import Glyph, Ruling
from extract.lines import by_line, line_text, parted
from extract.text import number_text, squeeze

# A ruling shorter than this frames no table; points.
_LEAST_WIDTH = 60.0
# The ends of rulings that frame one table differ by less.
_SAME_ENDS = 6.0
# A gap wider than this many em may part two columns; Latin words and figures stand closer.
COLUMN_GAP = 0.45
# On the whole, a row's name goes over no more lines, and so many lines of a header have a line of several labels.
_LINES_A_ROW, _LINES_A_HEADER = 4, 2
# So many dots in a row lead from a name to its figure.
_LEADING_DOTS = 4
_LEADERS = frozenset(".·…．‥")
_NO_FIGURE = frozenset(("-", "–", "—", "－", "−", "/", "…", "*", "x", "X"))


class Word(NamedTuple):
    """Glyphs that no corridor parts."""

    x0: float
    x1: float
    glyphs: list[Glyph]

    @property
    def middle(self) -> float:
        """Its middle in x."""
        return (self.x0 + self.x1) / 2

    @property
    def text(self) -> str:
        """Its text without white space."""
        return squeeze(line_text(self.glyphs))

    @property
    def is_figure(self) -> bool:
        """Whether it is a number or a sign in the place of one."""
        text = self.text
        return text in _NO_FIGURE or number_text(text.strip("()*†‡$€£")) is not None


class WordLine(NamedTuple):
    """Words on one baseline, the height of their middle, and the size of the largest."""

    y: float
    size: float
    words: list[Word]


@dataclass(frozen=True)
class Frame:
    """Rulings of the same ends with text between each two; the first band holds the header.

    `partial` are the shorter rulings within the header, `dividers` the x of verticals through all bands.
    """

    start: float
    end: float
    rules: tuple[float, ...]
    bands: tuple[tuple[WordLine, ...], ...]
    partial: tuple[Ruling, ...]
    dividers: tuple[float, ...]


def find_frames(
    rows: Sequence[Ruling], columns: Sequence[Ruling], ruled: Sequence[RuledGrid], glyphs: Sequence[Glyph]
) -> Iterator[Frame]:
    """The frames that the rulings of a page make, of the widest first.

    `rows` and `columns`: rulings in none of the grids `ruled`, those on one line joined; `glyphs`: those outside.
    """
    families = _families(rows)
    if not families or not glyphs:
        return
    lines = by_line([glyph for glyph in glyphs if not glyph.turn])
    for family in families:
        yield from _of_family(family, rows, columns, ruled, lines)


def _families(rows: Sequence[Ruling]) -> list[list[Ruling]]:
    """Rulings of the same ends at two heights or more; pieces at one height count as one ruling too."""
    by_height: dict[float, list[Ruling]] = {}
    for row in rows:
        by_height.setdefault(row.at, []).append(row)
    families: list[list[Ruling]] = []
    for at, pieces in sorted(by_height.items()):
        whole = Ruling(at, min(piece.start for piece in pieces), max(piece.end for piece in pieces))
        for ruling in dict.fromkeys((whole, *pieces)):
            if ruling.end - ruling.start < _LEAST_WIDTH:
                continue
            family = next((family for family in families if _same_ends(family[0], ruling)), None)
            if family is None:
                families.append([ruling])
            elif family[-1].at < at:
                family.append(ruling)
    return sorted((family for family in families if len(family) > 1), key=lambda family: -_width(family[0]))


def _width(ruling: Ruling) -> float:
    return ruling.end - ruling.start


def _same_ends(one: Ruling, other: Ruling) -> bool:
    return abs(one.start - other.start) <= _SAME_ENDS and abs(one.end - other.end) <= _SAME_ENDS


def _of_family(
    family: Sequence[Ruling],
    rows: Sequence[Ruling],
    columns: Sequence[Ruling],
    ruled: Sequence[RuledGrid],
    lines: Sequence[Sequence[Glyph]],
) -> Iterator[Frame]:
    """The longest runs of bands that hold words in columns; what lies between two tables holds none."""
    start, end = min(rule.start for rule in family), max(rule.end for rule in family)
    near = [column for column in columns if start - SNAP <= column.at <= end + SNAP]
    bands: list[tuple[WordLine, ...]] = []
    rules: list[float] = [family[0].at]
    for above, below in (*pairwise(family), (family[-1], None)):
        band: tuple[WordLine, ...] = ()
        if below and not _is_taken(above, below, ruled) and not _is_drawn_in(above, below, near):
            stops = [start, *sorted(column.at for column in near if _divides(column, above.at, below.at)), end]
            band = _band(lines, above.at, below.at, stops)
        if below and _is_columnar(band, is_header=not bands):
            bands.append(band)
            rules.append(below.at)
            continue
        if len(bands) > 1:
            partial = tuple(
                row
                for row in rows
                if rules[0] + SNAP < row.at < rules[1] - SNAP and start - SNAP <= row.start and row.end <= end + SNAP
            )
            dividers = tuple(column.at for column in near if _divides(column, rules[0], rules[-1]))
            yield Frame(start, end, tuple(rules), tuple(bands), partial, dividers)
        bands, rules = [], [below.at] if below else []


def _is_taken(above: Ruling, below: Ruling, ruled: Sequence[RuledGrid]) -> bool:
    """Whether a ruled grid stands between two rulings."""
    return any(
        grid.top < below.at and grid.bottom > above.at and grid.xs[0] < above.end and grid.xs[-1] > above.start
        for grid in ruled
    )


def _is_drawn_in(above: Ruling, below: Ruling, columns: Sequence[Ruling]) -> bool:
    """Whether vertical strokes begin or end between two rulings, as those of a chart do."""
    return any(
        min(column.end, below.at) - max(column.start, above.at) > 2 * SNAP and not _divides(column, above.at, below.at)
        for column in columns
    )


def _divides(column: Ruling, top: float, bottom: float) -> bool:
    return column.start <= top + SNAP and column.end >= bottom - SNAP


def _band(lines: Sequence[Sequence[Glyph]], top: float, bottom: float, stops: Sequence[float]) -> tuple[WordLine, ...]:
    """The lines between two rulings in words; no word goes over one of the stops, the first and last being ends."""
    band: list[WordLine] = []
    for line in lines:
        if not top <= line[0].middle <= bottom:
            continue
        words: list[Word] = []
        for left, right in pairwise(stops):
            own = _without_leaders(
                [glyph for glyph in line if left - SNAP <= (glyph.x0 + glyph.x1) / 2 <= right + SNAP]
            )
            if own:
                pieces = parted(own, COLUMN_GAP)
                words += [Word(piece[0].x0, max(glyph.x1 for glyph in piece), piece) for piece in pieces]
        if words:
            band.append(WordLine(line[0].middle, max(glyph.size for glyph in line), words))
    return tuple(band)


def _without_leaders(line: list[Glyph]) -> list[Glyph]:
    run = longest = 0
    for glyph in line:
        run = run + 1 if glyph.text in _LEADERS else 0
        longest = max(longest, run)
    return line if longest < _LEADING_DOTS else [glyph for glyph in line if glyph.text not in _LEADERS]


def _is_columnar(band: Sequence[WordLine], is_header: bool) -> bool:
    """Whether enough lines hold more than one word, the others being parts of names, and none captions a table."""
    words = [word for line in band for word in line.words]
    several = sum(len(line.words) > 1 for line in band)
    if not several or several * (_LINES_A_HEADER if is_header else _LINES_A_ROW) < len(band):
        return False
    return any(word.is_figure for word in words) or not any(is_caption_word(word.text) for word in words)
