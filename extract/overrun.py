"""Amounts that run over the border of a cell too narrow for them, nothing cutting them off: whole, in one cell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extract.grid import RuledGrid
from extract.ink import MIDDLE, Glyph

_OF_AMOUNTS = frozenset("0123456789.,")
_AMOUNT = re.compile(r"(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)\.\d+")
# Shares of the em: a text ends at a border from which it stands no further off; in one amount each digit is as far from
# the next glyph, in two amounts side by side only by chance.
_AT_BORDER, _EQUAL = 0.3, 0.03


def with_whole_amounts(grid: RuledGrid, cells: dict[int, list[Glyph]]) -> dict[int, list[Glyph]]:
    """The glyphs of each cell, amounts that a border parts being in the cell that holds more of them."""
    for number in list(cells):
        own = cells.get(number)
        if own is None:
            continue
        text, _, end, _, size, turn = last = own[-1]
        if text not in _OF_AMOUNTS:
            continue
        border = grid.cells[number].x1
        if end < border - _AT_BORDER * size or turn:
            continue
        beyond = grid.cell_at(border + 1, last.baseline - MIDDLE * last.size)
        if beyond is None or beyond not in cells:
            continue
        near = [glyph for glyph in cells[beyond] if glyph.x0 <= border + _AT_BORDER * size]
        first = next((glyph for glyph in near if glyph.baseline == last.baseline and glyph.size == size), None)
        if first is None:
            continue
        line = [glyph for glyph in cells[beyond] if glyph.baseline == last.baseline and glyph.x0 >= first.x0]
        left, right = _run(own[::-1], last)[::-1], _run(sorted(line, key=lambda glyph: glyph.x0), first)
        if right and _is_one(left, right):
            _move(cells, number, beyond, left, right, border)
    return cells


def _run(glyphs: Sequence[Glyph], first: Glyph) -> list[Glyph]:
    """The glyphs from the first on that an amount may consist of, as long as they stand side by side."""
    run: list[Glyph] = []
    for glyph in glyphs[glyphs.index(first) :]:
        gap = min(abs(glyph.x0 - run[-1].x1), abs(run[-1].x0 - glyph.x1)) if run else 0.0
        if glyph.text not in _OF_AMOUNTS or glyph.baseline != first.baseline or gap > _AT_BORDER * glyph.size:
            break
        run.append(glyph)
    return run


def _is_one(left: Sequence[Glyph], right: Sequence[Glyph]) -> bool:
    """Whether two runs of digits, both from left to right, are an amount that is printed as one."""
    run = [*left, *right]
    if not _AMOUNT.fullmatch("".join(glyph.text for glyph in run)):
        return False
    steps = [after.x0 - before.x0 for before, after in itertools.pairwise(run) if before.text.isdigit()]
    return max(steps) - min(steps) <= _EQUAL * run[0].size


def _move(
    cells: dict[int, list[Glyph]], number: int, beyond: int, left: list[Glyph], right: list[Glyph], border: float
) -> None:
    is_of_left = border - left[0].x0 > right[-1].x1 - border
    source, target, moved = (beyond, number, right) if is_of_left else (number, beyond, left)
    cells[source] = [glyph for glyph in cells[source] if not any(glyph is other for other in moved)]
    cells[target] = [*cells[target], *moved]
    if not cells[source]:
        del cells[source]
