from __future__ import annotations

import pytest
from extract_dumps import DUMP, FUNCTIONS, SUMMARY, grid_rows, landed, lines_of, tables_of
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import TruncatedError
from extract.model import Grid, TextLine
from extract.readers.text_tabs import read, reads

WHOLE = [["科目编码", "科目名称", "合计"], ["211", "节能环保支出", "1,234.50"], ["221", "住房保障支出", "20.00"]]


def _joined(rows: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows) + "\n"


def test_a_text_without_tabs_is_not_read() -> None:
    assert not reads("只有文字\n没有表格\n")
    assert reads("甲\t乙\n")


@pytest.mark.parametrize(
    "broken",
    [
        "科目编码\t科目名称\t合计\n211\t节能环\n保支出\t1,234.50\n221\t住房保障支出\t20.00\n",
        "科目编码\t科目名称\t合计\n211\t节能环保支出\t1,23\n4.50\n221\t住房保障支出\t20.00\n",
        "科目编码\t科目名称\t合计\n211\t节能环保支出\t1,234.\n50\n221\t住房保障支出\t20.00\n",
        "科目编码\t科目名称\t合计\n211\t节能环保支出\t1,234.50\n22\n1\t住房保障支出\t20.00\n",
        "科目编码\t科目名称\t合计\n211\t节\n能\n环保支出\t1,234.50\n221\t住房保障支出\t20.00\n",
        "科目编码\t科目名称\t合计\n211\t节能环保支出\n\t1,234.50\n221\t住房保障支出\t20.00\n",
        "科目编码\t科目名称\t合计\n211\t节能环保支出\t1,234.50\n221\t住房保障支出\t20.\n00\n",
        "科目编\n码\t科目名称\t合计\n211\t节能环保支出\t1,234.50\n221\t住房保障支出\t20.00\n",
        "科目编码\t科目名称\t合\n计\n211\t节能环保支出\t1,234.50\n221\t住房保障支出\t20.00\n",
    ],
)
def test_cells_broken_over_lines_are_mended(broken: str) -> None:
    assert grid_rows(broken) == WHOLE


def test_a_quoted_cell_goes_on_over_lines() -> None:
    assert grid_rows('项目\t预算数\n"园林\n养护"\t5.00\n') == [["项目", "预算数"], ["园林 养护", "5.00"]]


def test_a_quote_that_never_closes_is_printed_text() -> None:
    assert grid_rows('项目\t预算数\n"园林\t5.00\n') == [["项目", "预算数"], ['"园林', "5.00"]]


def test_short_rows_that_are_whole_stay_apart() -> None:
    dump = (
        "项目\t预算数\t项目\t预算数\n一、甲类收入\t1.00\t一、乙类支出\t2.00\n二、丙类收入\t3.00\n三、丁类收入\t4.00\n"
    )
    assert grid_rows(dump) == [
        ["项目", "预算数", "项目", "预算数"],
        ["一、甲类收入", "1.00", "一、乙类支出", "2.00"],
        ["二、丙类收入", "3.00", "", ""],
        ["三、丁类收入", "4.00", "", ""],
    ]


def test_a_row_that_lost_all_blanks_is_a_row() -> None:
    dump = "项目\t预算数\n一、甲类收入\t1.00\n二、乙类收入\n三、丙类收入\t3.00\n四、丁类收入\t4.00\n"
    assert grid_rows(dump)[2] == ["二、乙类收入", ""]


def test_lines_around_a_table_stay_lines() -> None:
    dump = "表 1\n单位：万元\n项目\t预算数\n一、甲\t1.00\n注：本表不含结转。\n"
    assert lines_of(dump) == ["表 1", "单位：万元", "注：本表不含结转。"]


def test_a_table_without_a_closing_ends_at_the_next_caption() -> None:
    dump = (
        "表 1\n部门收入总表\n项目\t预算数\n一、甲\t1.00\n表 2\n部门支出总表\n单位：万元\n项目\t预算数\n一、乙\t2.00\n"
    )
    blocks = read(dump, "x.txt")
    assert [type(block) for block in blocks] == [TextLine, TextLine, Grid, TextLine, TextLine, TextLine, Grid]
    assert [table.table.caption.title for table in tables_of(dump)] == ["部门收入总表", "部门支出总表"]


def test_a_caption_inside_the_grid_begins_the_next_table() -> None:
    dump = "预算01表 收入总表\t\n项目\t预算数\n一、甲\t1.00\n预算02表 支出总表\t\n项目\t预算数\n一、乙\t2.00\n"
    assert [table.table.caption.title for table in tables_of(dump)] == ["收入总表", "支出总表"]


def test_each_cell_keeps_the_line_it_begins_on() -> None:
    (grid,) = read("项目\t预算数\n园林\n养护\t5.00\n苗圃\t6.00\n", "x.txt")
    assert isinstance(grid, Grid)
    assert {cell.text: cell.place.line_no for cell in grid.cells} == {
        "项目": 1,
        "预算数": 1,
        "园林养护": 2,
        "5.00": 3,
        "苗圃": 4,
        "6.00": 4,
    }


def test_a_dump_cut_within_a_row_is_truncated() -> None:
    with pytest.raises(TruncatedError, match=r"breaks off in line 3, within a table row"):
        read("科目编码\t科目名称\t合计\n211\t节能环保支出\t1.00\n221\t住房", "cut.txt")


def test_a_dump_without_the_last_part_of_its_contents_is_truncated() -> None:
    parts = "第一部分概况\n\n第二部分预算表\n\n第三部分说明\n\n"
    body = "第一部分概况\n\n第二部分预算表\n\n项目\t预算数\n一、甲\t1.00\n\n"
    with pytest.raises(TruncatedError, match="ends before 第三部分"):
        read(parts + body, "cut.txt")
    assert read(parts + body + "第三部分说明\n", "whole.txt")


def _breakable(line: str) -> list[tuple[int, int]]:
    """Places within the fields of a row where a converter may break it: not inside a lone blank."""
    fields = line.split("\t")
    return [(index, at) for index, field in enumerate(fields) for at in range(1, len(field))]


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_breaking_a_cell_over_lines_never_changes_what_lands(data: st.DataObject) -> None:
    lines = FUNCTIONS.split("\n")
    body = [number for number, line in enumerate(lines) if line[:3] in ("211", "221") and line.count("\t") == 6]
    number = data.draw(st.sampled_from(body))
    fields = lines[number].split("\t")
    index, at = data.draw(st.sampled_from(_breakable(lines[number])))
    fields[index] = fields[index][:at] + "\n" + fields[index][at:]
    lines[number] = "\t".join(fields)
    assert landed(tables_of("\n".join(lines))) == landed(tables_of(FUNCTIONS))


@given(st.sets(st.integers(0, len(DUMP.split("\n")) - 1)))
@settings(max_examples=60, deadline=None)
def test_trailing_blanks_never_matter(chosen: set[int]) -> None:
    padded = "\n".join(
        line + "\t" if number in chosen and line.count("\t") == 6 else line
        for number, line in enumerate(DUMP.split("\n"))
    )
    assert _amounts(padded) == _amounts(DUMP)


@given(st.sets(st.integers(0, len(SUMMARY.split("\n")) - 1)))
@settings(max_examples=60, deadline=None)
def test_page_breaks_between_rows_never_matter(chosen: set[int]) -> None:
    lines = SUMMARY.split("\n")
    paged = "\n".join(
        f"{line}\n\n- {number} -\n" if number in chosen and "\t" in line else line for number, line in enumerate(lines)
    )
    assert landed(tables_of(paged)) == landed(tables_of(SUMMARY))


def _amounts(text: str) -> list[list[tuple[int, str]]]:
    return [[(n, cell.text) for n, cell in row.cells] for table in tables_of(text) for row in table.rows]
