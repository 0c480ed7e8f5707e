"""Amounts over the border of their cell."""

from __future__ import annotations

import pytest

from extract.grid import RuledGrid, find_grids
from extract.ink import Glyph, Ruling
from extract.lines import text_of
from extract.overrun import with_whole_amounts

SIZE, DIGIT = 8.0, 4.0
BORDER = 100.0


def two_cells() -> RuledGrid:
    rows = [Ruling(y, 0.0, 200.0) for y in (0.0, 20.0)]
    (grid,) = find_grids(rows, [Ruling(x, 0.0, 20.0) for x in (0.0, BORDER, 200.0)]).grids
    return grid


def printed(text: str, x0: float, step: float = DIGIT) -> list[Glyph]:
    return [Glyph(sign, x0 + index * step, x0 + index * step + DIGIT, 13.0, SIZE) for index, sign in enumerate(text)]


def read(glyphs: list[Glyph]) -> list[str]:
    grid = two_cells()
    cells: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        number = grid.cell_at((glyph.x0 + glyph.x1) / 2, glyph.middle)
        assert number is not None
        cells.setdefault(number, []).append(glyph)
    whole = with_whole_amounts(grid, cells)
    return [text_of(whole.get(number, ())) for number in range(2)]


@pytest.mark.parametrize(
    ("text", "x0", "texts"),
    [
        ("1,250.00", BORDER - 2 * DIGIT, ["", "1,250.00"]),
        ("1,250.00", BORDER - 6 * DIGIT, ["1,250.00", ""]),
        ("1250.00", BORDER - 4.5 * DIGIT, ["1250.00", ""]),
        # Codes in tight columns, and what is no amount as one.
        ("2080505", BORDER - 3 * DIGIT, ["208", "0505"]),
        ("0.001.50", BORDER - 4 * DIGIT, ["0.00", "1.50"]),
    ],
)
def test_an_amount_is_whole_in_the_cell_that_holds_more_of_it(text: str, x0: float, texts: list[str]) -> None:
    assert read(printed(text, x0)) == texts


def test_a_count_beside_an_amount_stays() -> None:
    assert read(printed("12", BORDER - 2 * DIGIT) + printed("3.50", BORDER + 1)) == ["12", "3.50"]


def test_a_name_before_the_amount_stays_in_its_cell() -> None:
    glyphs = printed("预算", BORDER - 30, SIZE) + printed("107.00", BORDER - 2 * DIGIT)
    assert read(glyphs) == ["预算", "107.00"]
