from __future__ import annotations

import hashlib

import pytest

from bench.accuracy import Key, Score, match, wilson
from bench.found import FoundCell, FoundTable


def table(*cells: tuple[int, int, int, int, str]) -> FoundTable:
    return FoundTable((0, 0, 1, 1), tuple(FoundCell(*cell) for cell in cells))


WANTED: list[Key] = [(0, 0, 1, 2, "合计"), (1, 0, 1, 1, "2010301"), (1, 1, 1, 1, "")]


def test_wilson_interval_of_published_examples() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    # Newcombe, Two-sided confidence intervals for the single proportion (1998), method 3.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(20, 20)[1] == pytest.approx(1.0)


def test_cells_are_right_with_place_spans_and_text() -> None:
    assert match([WANTED], [table(*WANTED)]) == (3, 2)
    # A wrong span is a wrong cell, though its text is there.
    assert match([WANTED], [table((0, 0, 1, 1, "合计"), *WANTED[1:])]) == (2, 2)
    assert match([WANTED], []) == (0, 0)


def test_a_column_too_many_makes_cells_wrong_but_not_their_texts() -> None:
    moved = [(row, column + 1, *rest) for row, column, *rest in WANTED]
    assert match([WANTED], [table(*moved)]) == (0, 2)  # type: ignore[arg-type]


def test_withheld_prose_is_compared_by_hash() -> None:
    hashed = hashlib.sha256("保障运转".encode()).hexdigest()
    assert match([[(0, 0, 1, 1, hashed)]], [table((0, 0, 1, 1, "保障运转"))]) == (1, 1)


def test_phantom_tables_take_no_place_of_a_real_one_and_count_as_found() -> None:
    score = Score()
    score.add("a__p1", [WANTED], [table((0, 0, 1, 1, "x")), table(*WANTED)])
    assert (score.right, score.cells, score.found, score.pages_right) == (3, 3, 4, 0)
