"""Tables that alignment divides."""

from __future__ import annotations

from extract.aligned import find_aligned
from extract.ink import Glyph, Ruling
from extract.lines import text_of

LEFT, WIDTH, SIZE = 70.0, 200.0, 8.0
TABLE = (Ruling(100, LEFT, LEFT + WIDTH), Ruling(120, LEFT, LEFT + WIDTH), Ruling(160, LEFT, LEFT + WIDTH))


def word(text: str, x0: float, baseline: float) -> list[Glyph]:
    return [Glyph(sign, x0 + index * SIZE, x0 + (index + 1) * SIZE, baseline, SIZE) for index, sign in enumerate(text)]


def test_columns_between_which_no_corridor_is_left_are_told_apart() -> None:
    """The label beside the first column ends where the second column begins."""
    header = word("名称", LEFT + 2 * SIZE, 113) + word("数额", LEFT + 5 * SIZE, 113)
    rows = [
        glyph
        for baseline, name, figure in ((133, "甲乙", "123"), (148, "丙丁", "456"))
        for glyph in word(name, LEFT, baseline) + word(figure, LEFT + 4 * SIZE, baseline)
    ]
    (found,) = find_aligned(TABLE, (), (), [*header, *rows])
    cells = [text_of(found.glyphs.get(number, ())) for number in range(len(found.grid.cells))]
    assert cells[2:] == ["甲乙", "123", "丙丁", "456"]
