from __future__ import annotations

from dataclasses import replace

import pytest
from extract_dumps import grid_of

from extract.breaks import join_cut_row, merged_over_break
from extract.headers import Row
from extract.model import Grid


def _rows(page: int, *rows: str, slack: float = 2.0) -> list[Row]:
    return [
        {
            column: replace(cell, slack=slack, place=replace(cell.place, line_no=None, page=page))
            for column, cell in row.items()
        }
        for row in grid_of(*rows).rows()
    ]


def _joined(last: str, first: str, slack: float = 2.0, pages: tuple[int, int] = (1, 2)) -> list[str] | None:
    (above,), (below,) = _rows(pages[0], last, slack=slack), _rows(pages[1], first)
    row = join_cut_row(above, below, by_column=True)
    return None if row is None else [cell.text for _, cell in sorted(row.items())]


@pytest.mark.parametrize(
    ("last", "first", "meant"),
    [
        ("云山市园林局（本|公园养|9.50", "级）|护", ["云山市园林局（本级）", "公园养护", "9.50"]),
        ("云山市园林局（本|公园养|", "级）|护|9.50", ["云山市园林局（本级）", "公园养护", "9.50"]),
    ],
    ids=["amount before the break", "amount after the break"],
)
def test_halves_of_a_row(last: str, first: str, meant: list[str]) -> None:
    assert _joined(last, first) == meant


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("云山市园林局|公园养护|9.50", "云山市苗圃|苗木补种|3.00"),
        ("2110401|生态保护|9.50", "2110402|农村环境保护"),
        ("一、节能环保|9.50", "二、住房保障"),
        ("节能环保|9.50", "本年支出合计"),
        ("产出指标|数量指标|面积|≥5公顷", "效益指标|社会效益指标|面貌|优"),
        ("云山市园林局||9.50", "级）|护"),
    ],
    ids=["amounts of its own", "a code", "an ordinal", "a total", "an indicator", "text where none was"],
)
def test_a_row_of_its_own(last: str, first: str) -> None:
    assert _joined(last, first) is None


def test_a_text_that_ends_before_its_line_does_is_whole() -> None:
    assert _joined("云山市园林局（本|公园养|9.50", "级）|护", slack=40.0) is None


def test_rows_of_one_page_are_not_cut() -> None:
    assert _joined("云山市园林局（本|公园养|9.50", "级）|护", pages=(1, 1)) is None


def _grid(spans: dict[tuple[int, int], int], *rows: str) -> Grid:
    """A grid in which the cells at some rows and columns are merged over so many rows."""
    grid = grid_of(*rows)
    cells = tuple(replace(cell, row_span=spans.get((cell.row, cell.column), 1)) for cell in grid.cells)
    return replace(grid, cells=cells)


def _spans(grid: Grid, rows: list[Row]) -> tuple[list[tuple[str, int, int]], list[list[str]]]:
    merged = [(cell.text, cell.row, cell.row_span) for cell in grid.cells if cell.row_span > 1]
    return merged, [[cell.text for _, cell in sorted(row.items())] for row in rows]


def test_a_cell_goes_on_over_the_rows_that_print_nothing_beside_it() -> None:
    above = _grid({(1, 0): 2, (1, 1): 2}, "项目|金额|指标", "绿道|5.00|长度", "||面貌")
    below = _grid({(2, 0): 2}, "||成本", "||满意度", "苗圃|3.00|数量", "||面积").rows()
    assert _spans(*merged_over_break(above, below))[0] == [("绿道", 1, 4), ("5.00", 1, 4)]


def test_a_blank_column_does_not_go_on_past_the_next_cell_beside_it() -> None:
    above = _grid({(1, 0): 2, (1, 1): 2}, "项目|其他资金|指标", "绿道|5.00|长度", "||面貌")
    below = _grid({}, "||成本", "苗圃||数量", "||面积").rows()
    assert _spans(*merged_over_break(above, below))[0] == [("绿道", 1, 3), ("5.00", 1, 3)]


def test_a_cell_named_below_the_break_begins_above_it() -> None:
    above = _grid({(1, 0): 2}, "项目|指标", "绿道|长度", "|面貌", "|数量", "|面积")
    below = _grid({(0, 0): 2}, "苗圃|成本", "|满意度").rows()
    merged, rows = _spans(*merged_over_break(above, below))
    assert merged == [("绿道", 1, 2), ("苗圃", 3, 4)]
    assert rows == [["成本"], ["满意度"]]


def test_what_is_blank_beside_whole_cells_is_not_begun_there() -> None:
    # beijing-market-regulation-2026 p35: the last project has no other funds, the next one begins on the next page
    spans = {(row, column): 2 for row in (1, 3) for column in (0, 1, 2)}
    above = _grid(spans, "项目|金额|其他资金|指标", "绿道|5.00|5.00|长度", "|||面貌", "苗圃|3.00||数量", "|||面积")
    below = _grid({(0, 0): 2, (0, 1): 2, (0, 2): 2}, "公园|7.00|7.00|成本", "|||满意度").rows()
    merged, rows = _spans(*merged_over_break(above, below))
    assert ("7.00", 3, 4) not in merged
    assert rows[0] == ["公园", "7.00", "7.00", "成本"]


def test_amounts_begin_in_the_row_of_their_project() -> None:
    # beijing-emergency-2026 p22: the project before has no other funds, all of the next one's cells begin below it
    spans = {(row, column): 2 for row in (1, 3) for column in (0, 1, 2)}
    above = _grid(
        spans, "项目|金额|其他资金|指标", "绿道|5.00|5.00|长度", "|||面貌", "苗圃|3.00||数量", "|||面积", "|||工期"
    )
    below = _grid({(0, 0): 2, (0, 1): 2, (0, 2): 2}, "公园|7.00|7.00|成本", "|||满意度").rows()
    merged, rows = _spans(*merged_over_break(above, below))
    assert [cell for cell in merged if cell[1] == 5] == [("公园", 5, 3), ("7.00", 5, 3), ("7.00", 5, 3)]
    assert rows[0] == ["成本"]


def test_without_merged_cells_nothing_moves() -> None:
    above = _grid({}, "项目|指标", "绿道|长度", "|面貌")
    below = _grid({}, "苗圃|成本").rows()
    assert merged_over_break(above, below) == (above, below)


def test_a_total_on_top_of_the_next_page_belongs_to_no_unit() -> None:
    above = _grid({(1, 0): 2}, "单位|科目|金额", "园林局|园林|5.00", "|绿道|3.00")
    below = _grid({}, "|合计|8.00").rows()
    assert _spans(*merged_over_break(above, below))[0] == [("园林局", 1, 2)]
