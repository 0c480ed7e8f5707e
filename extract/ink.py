"""What a page prints, whatever read it: glyphs and rulings, in points from the top left of the page as displayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

# Of the height of a glyph box, the part above the baseline; font metrics are too often wrong to be used.
_ASCENT, _DESCENT = 0.88, 0.12
# A glyph cut off sideways is seen while more than this share of its width shows; less is the white beside its strokes.
_SEEN = 0.15
# What stands for a glyph whose font does not say which character it is: no number, and in sight.
UNMAPPED = "\ufffd"
# Of 255; darker than this in any channel is ink.
WHITE = 248
# The middle of a glyph lies this share of its size above the baseline.
MIDDLE = 0.35


class Glyph(NamedTuple):
    """One visible character; `size` is the height of the em in points, `baseline` its lower rule.

    `turn` is 1 for text that runs upwards, -1 for text that runs downwards; its baseline is then set so that
    `middle` is the middle of its box, as for other text.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    turn: int = 0

    @classmethod
    def turned(cls, text: str, box: Area, size: float, turn: int) -> Glyph:
        """A glyph of turned text, from its box."""
        return cls(text, box.x0, box.x1, (box.top + box.bottom) / 2 + MIDDLE * size, size, turn)

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.baseline - MIDDLE * self.size

    @property
    def top(self) -> float:
        """Upper edge of the box, from baseline and size."""
        return self.baseline - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Lower edge of the box, from baseline and size."""
        return self.baseline + _DESCENT * self.size


class Ruling(NamedTuple):
    """A straight ruling: horizontal at y = `at` from `start` to `end` in x, or vertical the other way round."""

    at: float
    start: float
    end: float


class Area(NamedTuple):
    """A filled rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float

    def shown(self, x0: float, x1: float, y: float) -> tuple[float, float] | None:
        """The sides of what lies inside of a glyph between x0 and x1 at height y, None where that cannot be seen."""
        left, right = max(self.x0, x0), min(self.x1, x1)
        return (left, right) if self.top <= y <= self.bottom and right - left >= _SEEN * (x1 - x0) else None

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True)
class PageInk:
    """What one page prints. `n_images` counts pictures, `unmapped` glyphs whose font has no Unicode map.

    Such glyphs stand as UNMAPPED among the others.
    """

    width: float
    height: float
    glyphs: list[Glyph]
    horizontal: list[Ruling]
    vertical: list[Ruling]
    n_images: int
    unmapped: int
