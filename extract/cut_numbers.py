"""Numbers that are wider than their cell and cut off by its edge: with digits out of sight they read as others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extract.ink import Area

# What numbers consist of.
OF_NUMBERS = frozenset("0123456789.,-")
# Glyphs of one number stand no further apart than this share of their height, nor over one another by more.
_NEAR = 0.3


class Drawn(NamedTuple):
    """A glyph as the file draws it, in sight or not: its place in the text, its box, and the clip that cuts its run."""

    place: int
    text: str
    box: Area
    clip: Area | None


def whole_numbers(glyphs: Iterable[Drawn]) -> dict[int, tuple[float, float]]:
    """The left and right of each glyph of a cut number once it is set so narrow that all of it is within its clip.

    By the glyph's place in the text; `glyphs` are those of numbers, in the order of the text. A number of which nothing
    is in sight is none.
    """
    sides: dict[int, tuple[float, float]] = {}
    for number, clip in _cut(glyphs):
        left, right = min(glyph.box.x0 for glyph in number), max(glyph.box.x1 for glyph in number)
        start, end = max(left, clip.x0), min(right, clip.x1)
        share = (end - start) / (right - left)
        for glyph in number:
            sides[glyph.place] = (start + (glyph.box.x0 - left) * share, start + (glyph.box.x1 - left) * share)
    return sides


def _cut(glyphs: Iterable[Drawn]) -> Iterator[tuple[list[Drawn], Area]]:
    """The numbers that are in sight in part, each with its clip."""
    for run in _runs(glyphs):
        for clip in dict.fromkeys(glyph.clip for glyph in run if glyph.clip and not _is_seen(glyph, glyph.clip)):
            # What stands before or behind may be the number of the next cell.
            own = [glyph for glyph in run if glyph.clip == clip or (glyph.clip is None and _is_seen(glyph, clip))]
            if any(_is_seen(glyph, clip) for glyph in own):
                yield own, clip


def _runs(glyphs: Iterable[Drawn]) -> Iterator[Sequence[Drawn]]:
    """Glyphs that numbers consist of, one behind the other on one line."""
    run: list[Drawn] = []
    for glyph in glyphs:
        if run and not _follows(glyph, run[-1]):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(glyph: Drawn, before: Drawn) -> bool:
    reach = _NEAR * (glyph.box.bottom - glyph.box.top)
    is_level = abs(glyph.box.bottom - before.box.bottom) <= reach
    return glyph.place == before.place + 1 and is_level and abs(glyph.box.x0 - before.box.x1) <= reach


def _is_seen(glyph: Drawn, clip: Area) -> bool:
    return clip.shown(glyph.box.x0, glyph.box.x1, (glyph.box.top + glyph.box.bottom) / 2) is not None
