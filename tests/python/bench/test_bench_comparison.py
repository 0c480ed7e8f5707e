from __future__ import annotations

from bench import comparison
from bench.comparison import Comparison, text_difference
from bench.found import FoundCell, FoundTable, from_fields


def column(*texts: str, left: float = 100.0) -> FoundTable:
    cells = tuple(
        FoundCell(y, 0, 1, 1, text, (left, 20.0 * y, left + 50, 20.0 * y + 20)) for y, text in enumerate(texts)
    )
    return FoundTable((left, 0.0, left + 50, 20.0 * len(texts)), cells)


def test_the_same_cells_are_the_same_within_a_few_points() -> None:
    found = Comparison()
    found.page("a", 1, [column("x", "y")], [column("x", "y", left=101.0)], [])
    assert found.counts == {comparison.SAME: 2}


def test_a_row_of_one_reader_alone_is_named_with_its_page() -> None:
    found = Comparison()
    found.page("a", 7, [column("x", "y", "z")], [column("x", "y")], [])
    assert found.counts == {comparison.SAME: 2, comparison.OURS_BEYOND: 1}
    assert found.examples[comparison.OURS_BEYOND].page_no == 7


def test_tables_of_one_reader_alone() -> None:
    found = Comparison()
    blank, lone = column("", "", left=300.0), column("x", left=500.0)
    found.page("a", 1, [column("x", "y")], [blank, lone], [])
    assert found.counts == {comparison.OURS_ALONE: 2, comparison.THEIRS_BLANK: 2, comparison.THEIRS_LONE: 1}


def test_kinds_of_different_text() -> None:
    cell = FoundCell(1, 0, 1, 1, "1407.28")
    assert text_difference(cell, "11440077..2288", {}) == comparison.DOUBLED
    assert text_difference(cell, "1407.28余", {}) == comparison.CUT_ONE_WAY
    assert text_difference(cell, "1407.", {}) == comparison.CUT_OTHER_WAY
    assert text_difference(cell, "28.1407", {}) == comparison.ORDER
    assert text_difference(cell, "301", {(0, 0): "301"}) == comparison.MOVED
    assert text_difference(cell, "(cid:12)", {}) == comparison.NO_UNICODE
    assert text_difference(cell, "无", {}) == comparison.OTHER_TEXT


def test_fields_without_a_side_between_them_are_one_cell() -> None:
    def field(text: str, right: bool, bottom: bool) -> dict[str, object]:
        return {"text": text, "right": right, "bottom": bottom, "x0": 0, "x1": 1, "top": 0, "bottom_edge": 1}

    head = [field("收 入", False, True), field("", True, True)]
    body = [field("a", True, True), field("b", True, True)]
    table = from_fields({"box": [0, 0, 1, 1], "fields": [head, body]})
    assert [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells] == [
        (0, 0, 1, 2, "收入"),
        (1, 0, 1, 1, "a"),
        (1, 1, 1, 1, "b"),
    ]
