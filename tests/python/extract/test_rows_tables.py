from __future__ import annotations

import pytest
from extract_dumps import FUNCTIONS, SUMMARY, extract_text, only_table, rows_of

PROJECTS = """项目支出表

项目编码	项目名称	项目单位	合计	一般公共预算	单位资金
			30.00	28.00	2.00
043	绿化服务站		30.00	28.00	2.00
31	本级支出项目		30.00	28.00	2.00
43010126043 T000000100	公园 养护	绿化 服务站	10.00	10.00	0 · 0 0
43010126043 T000000101	苗圃	绿化服务站	20.00	18.00	2.00
"""


def test_printed_zeros_are_figures_and_blanks_are_not() -> None:
    rows = rows_of(only_table(FUNCTIONS))
    assert rows[-2][2] == {
        "合计": "200.00",
        "基本支出/小计": "200.00",
        "基本支出/人员经费": "200.00",
        "项目支出": "0.00",
    }


def test_both_sides_of_a_summary() -> None:
    table = only_table(SUMMARY)
    sides = [(row.block_no, row.first_key.label if row.first_key else None) for row in table.rows]
    assert sides == [
        (1, "一、一般公共预算拨款收入"),
        (2, "一、一般公共服务支出"),
        (1, "二、事业收入"),
        (2, "二、节能环保支出"),
        (2, "三、住房保障支出"),
        (1, "本年收入合计"),
        (2, "本年支出合计"),
        (1, "收入总计"),
        (2, "支出总计"),
    ]


def test_keys_keep_what_is_printed() -> None:
    row = only_table(PROJECTS).rows[3]
    assert [(key.key_no, key.code_printed, key.code, key.label) for key in row.keys] == [
        (1, "43010126043 T000000100", "43010126043T000000100", "公园养护"),
        (2, None, None, "绿化服务站"),
    ]
    assert row.cells[-1][1].text == "0 · 0 0"


def test_a_total_without_label_has_no_key() -> None:
    row = only_table(PROJECTS).rows[0]
    assert row.keys == ()
    assert len(row.cells) == 3


@pytest.mark.parametrize(
    ("shifted", "code", "label"),
    [
        ("节能环保支出\t10.00\t4.00\t6.00", None, "节能环保支出"),
        ("10.00\t4.00\t6.00", None, None),
        ("合计\t10.00\t4.00\t6.00", None, "合计"),
    ],
)
def test_rows_that_lost_leading_blanks_are_moved_back(shifted: str, code: str | None, label: str | None) -> None:
    head = "支出总表\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
    table = only_table(head + shifted + "\n211\t节能环保支出\t10.00\t4.00\t6.00\n221\t住房保障支出\t1.00\t1.00\t0.00\n")
    assert rows_of(table)[0] == (code, label, {"合计": "10.00", "基本支出": "4.00", "项目支出": "6.00"})


def test_expenditure_that_lost_the_receipts_beside_it_stays_expenditure() -> None:
    table = only_table(SUMMARY.replace("\t\t三、住房保障支出\t254.50", "三、住房保障支出\t254.50"))
    row = next(row for row in table.rows if row.first_key and row.first_key.label == "三、住房保障支出")
    assert (row.block_no, [number for number, _ in row.cells]) == (2, [4])


def test_class_group_and_item_are_joined_and_filled_down() -> None:
    table = only_table(
        "支出总表\n\n科目编码\t\t\t科目名称\t合计\n类\t款\t项\t\t\n"
        "208\t\t\t社会保障和就业支出\t9.00\n\t05\t\t养老支出\t9.00\n\t\t05\t基本养老保险缴费\t6.00\n\t\t06\t职业年金缴费\t3.00\n"
        "221\t02\t01\t住房公积金\t4.00\n"
    )
    keys = [(row.keys[0].code_printed, row.keys[0].code) for row in table.rows]
    assert keys == [("208", "208"), ("05", "20805"), ("05", "2080505"), ("06", "2080506"), ("221 02 01", "2210201")]
    assert [row.parent_row_no for row in table.rows] == [None, 1, 2, 2, None]


def test_filling_down_goes_on_over_pages() -> None:
    table = only_table(
        "支出总表\n\n科目编码\t\t\t科目名称\t合计\n类\t款\t项\t\t\n208\t\t\t社会保障\t9.00\n\t05\t\t养老\t9.00\n"
        "\n- 2 -\n\n科目编码\t\t\t科目名称\t合计\n类\t款\t项\t\t\n\t\t05\t缴费\t9.00\n"
    )
    assert table.rows[-1].keys[0].code == "2080505"


def test_code_and_name_in_one_cell_are_a_key() -> None:
    table = only_table(
        "支出总表\n\n支出功能分类科目\t部门支出经济分类科目\t合计\n2110401-生态保护\t30201-办公费\t5.00\n"
        "2110401-生态保护\t3021101-差旅费\t6.00\n"
    )
    assert [[(key.code, key.label) for key in row.keys] for row in table.rows] == [
        [("2110401", "生态保护"), ("30201", "办公费")],
        [("2110401", "生态保护"), ("3021101", "差旅费")],
    ]


def test_a_row_of_one_text_heads_those_below_it() -> None:
    table = only_table(
        "支出总表\n\n科目编码\t科目名称\t合计\n园林局本级\t\t\n211\t节能环保支出\t5.00\n园林局苗圃\t\t\n211\t节能环保支出\t6.00\n"
    )
    assert [row.section_label for row in table.rows] == ["园林局本级", "园林局苗圃"]


def test_signs_of_no_amount_are_text() -> None:
    table = only_table(
        "支出总表\n\n科目编码\t科目名称\t合计\t项目支出\n211\t节能环保支出\t5.00\t—\n221\t住房保障支出\t/\t5.00\n"
    )
    assert [list(cells.values()) for _, _, cells in rows_of(table)] == [["5.00", "—"], ["/", "5.00"]]


def test_amounts_in_key_columns_are_left_over_in_sight() -> None:
    table = only_table("支出总表\n\n项目名称\t合计\t基本支出\n园林\t5.00\t5.00\n6.50\t5.00\t1.00\n")
    assert [(leftover.reason, leftover.text) for leftover in table.leftovers] == [("amount_in_key_column", "6.50")]


def test_sentences_in_a_table_do_not_land() -> None:
    secret = "为提高全区绿地质量，安排养护 12 处公园，改善居民生活环境。"
    table = only_table(f"项目支出表\n\n项目名称\t合计\t绩效目标\n公园养护\t5.00\t{secret}\n苗圃\t6.00\t合格\n")
    assert rows_of(table)[0] == (None, "公园养护", {"合计": "5.00"})
    assert [(leftover.reason, leftover.text, leftover.tokens) for leftover in table.leftovers] == [("prose", "", 1)]


def test_contacts_in_a_table_do_not_land() -> None:
    table = only_table(
        "项目支出表\n\n项目名称\t合计\t项目负责人\n公园养护\t5.00\t某甲\n苗圃\t6.00\t某乙\n填报人：某丙\t\t联系电话：5550100\n"
    )
    assert [cells for _, _, cells in rows_of(table)] == [{"合计": "5.00"}, {"合计": "6.00"}]
    assert {leftover.reason for leftover in table.leftovers} == {"contact"}
    assert all(leftover.text == "" for leftover in table.leftovers)


def test_forms_are_withheld_whole() -> None:
    extraction = extract_text(
        "项目支出绩效目标表\n\n项目名称\t公园养护\t金额\t12\n填报人\t某甲\t联系电话\t5550100\n一级指标\t二级指标\t三级指标\t指标值\n"
    )
    assert extraction.tables[0].rows == ()
    assert {(leftover.reason, leftover.text) for leftover in extraction.leftovers} == {("form", "")}


def test_a_code_of_one_digit_in_a_column_of_codes() -> None:
    table = only_table("单位编码\t单位名称\t合计\n\t合计\t5.00\n1\t全额\t5.00\n043001\t绿化站\t5.00\n")
    assert rows_of(table)[1][:2] == ("1", "全额")
    assert [row.parent_row_no for row in table.rows] == [None, None, 2]
    assert table.leftovers == ()


def test_a_year_names_its_row() -> None:
    table = only_table("年度\t合计\t基本支出\n2024\t5.00\t1.00\n2025\t6.00\t2.00\n变化\t1.00\t1.00\n")
    assert [label or code for code, label, _ in rows_of(table)] == ["2024", "2025", "变化"]
    assert table.leftovers == ()


def test_an_index_of_tables() -> None:
    index = "目录\n\n报表\t报表名称\t是否空表\t公开空表理由\n表1\t收支总表\t否\t\n表2\t政府性基金支出表\t是\t不涉及\n"
    table = only_table(index)
    assert table.table.kind == "table_index"
    assert rows_of(table) == [
        ("表1", "收支总表", {"是否空表": "否"}),
        ("表2", "政府性基金支出表", {"是否空表": "是", "公开空表理由": "不涉及"}),
    ]
