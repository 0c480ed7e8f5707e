from __future__ import annotations

import pytest
from extract_dumps import DUMP, FUNCTIONS, SUMMARY, landed, only_table, rows_of, tables_of

HEADER = "科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
TOP = "表 3\n\n部门支出总表\n\n单位：万元\n\n" + HEADER + "211\t节能环保支出\t10.00\t4.00\t6.00\n"
MORE = "21104\t自然生态保护\t10.00\t4.00\t6.00\n"
LAST = "2110401\t生态保护\t10.00\t4.00\t6.00\n"


def _codes(text: str) -> list[str | None]:
    return [code for code, _, _ in rows_of(only_table(text))]


@pytest.mark.parametrize(
    "between",
    [
        "\n",
        "\n- 3 -\n\n",
        "\n" + HEADER,
        "\n- 3 -\n\n" + HEADER,
        "\n表 3\n\n部门支出总表\n\n单位：万元\n\n" + HEADER,
    ],
    ids=["blank line", "page number", "header again", "page number and header", "caption and header again"],
)
def test_a_table_goes_on_over_pages(between: str) -> None:
    assert _codes(TOP + between + MORE + between + LAST) == ["211", "21104", "2110401"]


def test_trailing_blanks_dropped_after_a_page_break() -> None:
    table = only_table(TOP + "\n22101\t住房保障支出\t3.00\n")
    assert rows_of(table)[1] == ("22101", "住房保障支出", {"合计": "3.00"})


def test_columns_that_print_nothing_left_out_after_a_page_break() -> None:
    table = only_table(TOP + "\n21104\t\t自然生态保护\t10.00\t\t4.00\t6.00\n2110401\t\t生态保护\t10.00\t\t4.00\t6.00\n")
    assert rows_of(table)[1] == ("21104", "自然生态保护", {"合计": "10.00", "基本支出": "4.00", "项目支出": "6.00"})


def test_a_running_line_between_pages_is_no_caption() -> None:
    running = "\n云山市园林局 2025 年预算\n\n"
    rows = [f"2110{number}\t某科目\t1.00\t1.00\t0.00\n" for number in range(1, 5)]
    assert len(_codes(TOP + "".join(running + row for row in rows))) == 5


def test_another_header_begins_another_table() -> None:
    other = "\n项目编码\t项目名称\t项目单位\t合计\t单位资金\n31\t特定目标类\t\t5.00\t5.00\n"
    assert [table.table.kind for table in tables_of(TOP + other)] == ["expenditure", "project_expenditure"]


def test_a_copy_of_a_table_is_a_table_of_its_own() -> None:
    assert len(tables_of(TOP + MORE + "\n" + TOP + MORE)) == 2


def test_the_same_title_under_another_number_is_another_table() -> None:
    assert len(tables_of(TOP + "\n" + TOP.replace("表 3", "表 4").replace("211", "212"))) == 2


def test_a_break_between_two_header_rows() -> None:
    broken = FUNCTIONS.replace("项目支出\n\t\t\t小计", "项目支出\n\n- 4 -\n\n\t\t\t小计")
    assert broken != FUNCTIONS
    assert landed(tables_of(broken)) == landed(tables_of(FUNCTIONS))


def test_caption_rows_inside_the_grid() -> None:
    table = only_table(
        "预算03表\t部门支出总表\t\t\t\n\t\t\t\t金额单位：万元\n" + HEADER + "211\t节能环保支出\t10.00\t4.00\t6.00\n"
    )
    caption = table.table.caption
    assert (caption.printed_number, caption.title, caption.unit) == ("03", "部门支出总表", "万元")
    assert [column.label for column in table.columns] == ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def test_headers_repeated_on_many_pages_leave_the_caption_inside_the_grid() -> None:
    page = HEADER + "2110401\t生态保护\t10.00\t4.00\t6.00\n\n"
    caption = only_table("预算03表\t部门支出总表\t\t\t\n\t\t\t\t金额单位：万元\n" + page * 6).table.caption
    assert (caption.printed_number, caption.title, caption.unit) == ("03", "部门支出总表", "万元")


def test_blank_columns_on_the_left_are_no_columns() -> None:
    table = only_table("部门支出总表\n\n\t科目编码\t科目名称\t合计\n\t211\t节能环保支出\t10.00\n")
    assert [(column.column_no, column.label) for column in table.columns] == [
        (1, "科目编码"),
        (2, "科目名称"),
        (3, "合计"),
    ]


def test_a_note_in_the_last_row_is_a_note() -> None:
    table = only_table(TOP + MORE + "注：本表本年无发生额。\t\t\t\t\n")
    assert table.table.caption.empty_note == "注：本表本年无发生额。"
    assert len(table.rows) == 2


def test_an_unrecognised_table_lands_as_other() -> None:
    table = only_table("苗木清单\n\n苗木\t株数\t单价\n银杏\t12\t30.50\n香樟\t8\t12.00\n")
    assert table.table.kind == "other"
    assert [(label, list(cells.values())) for _, label, cells in rows_of(table)] == [
        ("银杏", ["12", "30.50"]),
        ("香樟", ["8", "12.00"]),
    ]


def test_the_tables_of_a_dump_are_numbered_in_order() -> None:
    assert [
        (table.table.table_no, table.table.caption.printed_number, table.table.kind) for table in tables_of(DUMP)
    ] == [
        (1, "1", "receipts_and_expenditure"),
        (2, "2", "general_expenditure"),
        (3, "3", "fund_expenditure"),
    ]


def test_a_unit_on_two_lines() -> None:
    assert only_table(FUNCTIONS).table.caption.unit == "万元"


def test_the_note_of_an_empty_table_is_its_own() -> None:
    notes = [table.table.caption.empty_note for table in tables_of(DUMP)]
    assert notes == [None, None, "云山市青石区绿化服务站2025年没有使用政府性基金预算拨款安排的支出"]


def test_pages_of_a_form_make_one_form() -> None:
    form = "表 9-1\n\n项目支出绩效目标表\n\n项目名称\t公园养护\n一级指标\t二级指标\n\n- 9 -\n\n产出指标\t数量指标\n"
    (table,) = tables_of(form)
    assert (table.table.kind, len(table.table.grids), table.rows) == ("project_performance", 2, ())


def test_each_form_is_a_table() -> None:
    form = "表 9-{}\n\n项目支出绩效目标表\n\n项目名称\t公园养护\n一级指标\t二级指标\n\n"
    assert [t.table.caption.printed_number for t in tables_of(form.format(1) + form.format(2))] == ["9-1", "9-2"]


def test_a_list_of_indicators_below_a_header_is_no_form() -> None:
    table = only_table(
        "项目支出绩效目标表\n\n项目名称\t项目总额\t绩效目标\t一级指标\t二级指标\t三级指标\n"
        "11000022T01-公园养护\t5.00\t改善绿地质量。\t产出指标\t数量指标\t养护面积\n"
    )
    assert table.table.kind == "project_performance"
    assert [(code, list(cells.values())) for code, _, cells in rows_of(table)] == [
        ("11000022T01", ["5.00", "产出指标", "数量指标", "养护面积"])
    ]


def test_summary_is_not_changed_by_what_follows() -> None:
    assert landed(tables_of(SUMMARY)) == landed(tables_of(SUMMARY + FUNCTIONS)[:1])


FORM = "项目名称\t{}\n主管部门\t云山市园林局\n一级指标\t二级指标\n产出指标\t数量指标\n"


def test_one_caption_stands_over_all_forms_below_it() -> None:
    forms = "表 14\n\n专项资金绩效目标表\n\n" + FORM.format("公园养护") + "\n" + FORM.format("绿道维修")
    assert [(t.table.kind, t.table.caption.printed_number, t.table.caption.title) for t in tables_of(forms)] == [
        ("transfer_performance", "14", "专项资金绩效目标表"),
        ("transfer_performance", "14", "专项资金绩效目标表"),
    ]


def test_the_form_of_a_department_is_not_captioned_by_those_of_its_projects() -> None:
    forms = "表 14\n\n专项资金绩效目标表\n\n" + FORM.format("公园养护")
    whole = "\n部门名称\t云山市园林局\n一级指标\t二级指标\n产出指标\t数量指标\n效益指标\t质量指标\n"
    assert [table.table.caption.title for table in tables_of(forms + whole)] == ["专项资金绩效目标表", None]


@pytest.mark.parametrize(
    ("between", "n_tables"),
    [("\n标\n\n", 1), ("\n表 14\n\n", 1), ("\n（三）其他事项\n\n", 2), ("\n部门整体支出绩效目标表\n\n", 2)],
    ids=["piece of a cell", "number alone", "heading", "other title"],
)
def test_what_may_stand_within_a_form(between: str, n_tables: int) -> None:
    assert (
        len(tables_of("项目支出绩效目标表\n\n" + FORM.format("公园养护") + between + "效益指标\t质量指标\n"))
        == n_tables
    )


@pytest.mark.parametrize(
    "part",
    [
        "\n年度绩效目标表\t\t\n目标名称\t一级指标\t指标值\n目标1\t产出指标\t5\n",
        "\n支出情况\t项目名称\t类别\n\t公园养护\t其他\n",
    ],
    ids=["titled indicators", "list of projects"],
)
def test_a_part_of_a_form_is_no_form(part: str) -> None:
    tables = tables_of("部门整体支出绩效目标表\n\n" + FORM.format("公园养护") + part)
    assert [table.table.parent_table_no for table in tables] == [None, *[1] * (len(tables) - 1)]


def test_a_header_repeated_above_words_only() -> None:
    header = "项目名称\t一级指标\t二级指标\t三级指标\t性质\n"
    table = only_table(
        "项目支出绩效目标表\n\n"
        + header
        + "公园养护\t产出指标\t数量指标\t面积\t10\n\n"
        + header
        + "\t产出指标\t质量指标\t面貌\t优\n"
    )
    assert [label for _, label, _ in rows_of(table)] == ["公园养护", None]
