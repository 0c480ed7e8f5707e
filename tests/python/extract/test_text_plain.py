"""Plain text dumps: tables found by captions and headers, rows put together from codes, names and numbers."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from extract.errors import UnknownFormatError
from extract.model import Extraction, Grid, TableRows, TextLine
from extract.pipeline import extract_document
from extract.readers.plain_names import Name, names
from extract.readers.plain_rows import group_names
from extract.readers.plain_tokens import tokens
from extract.readers.text_plain import read
from extract.text import amount, squeeze

HEAD = "第一部分 示例区绿化服务站概况\n\n一、主要职责\n 负责绿化。\n第二部分 示例区绿化服务站2021年部门预算表\n"

FUNCTIONS = """表2 一般公共预算支出表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
1 2 3 4 5
合计 1,234.50 300.00 934.50
211 节能环保支出 980.00 45.50 934.50
21104 自然生态保护
980.00 45.50 934.50
2110401 生态保护 980.00 45.50 934.50
 221 住房保障支出 254.50 254.50
22102 住房改革支出 254.50 254.50
2210201
住房
公积金
200.00200.00
2210203 购房补贴 54.50 54.50
"""

SUMMARY = """表1 部门收支总表
单位：万元
收 入 支 出
项
目
预算数 项目（按功能分类） 预算数 项目 预算数
一、财政拨款（补助） 1,234.50211节能环保支出 980.00 支出项目类别
上级补助收入
221住房保障
支出
254.50 一、基本支出 300.00
二、项目支出 934.50
部门预算支出经济分类
301工资福利支出 1,234.50
本年收入合计 1,234.50本年支出合计 1,234.50本年支出合计 1,234.50
收入总计 1,234.50 支出总计 1,234.50 支出总计 1,234.50
"""

EMPTY = """表3 政府性基金预算支出表
单位：万元
功能科目编码 功能科目名称 总计 基本支出
项目
支出
1 2 3 4 5
说明：2021年本部门没有使用政府性基金预算安排的支出
"""

AFTER = "第三部分 部门预算情况说明\n2021年收支总预算1234.50万元，联系电话：027-00001111。\n"


def extract(text: str) -> Extraction:
    return extract_document(text.encode(), "example", "example.txt", "0" * 64)


def only_table(text: str) -> TableRows:
    (table,) = extract(text).tables
    return table


def rows(table: TableRows) -> list[tuple[str | None, str | None, dict[str, str]]]:
    labels = {column.column_no: column.label for column in table.columns}
    return [
        (
            row.first_key.code if row.first_key else None,
            row.first_key.label if row.first_key else None,
            {labels[number]: cell.text for number, cell in row.cells},
        )
        for row in table.rows
    ]


def test_rows_are_codes_names_and_amounts_wherever_lines_end() -> None:
    table = only_table(HEAD + FUNCTIONS + AFTER)
    assert (table.table.kind, table.table.caption.printed_number, table.table.caption.unit) == (
        "general_expenditure",
        "2",
        "万元",
    )
    landed = rows(table)
    assert [code for code, _, _ in landed] == [
        None, "211", "21104", "2110401", "221", "22102", "2210201", "2210203"
    ]  # fmt: skip
    assert landed[2] == ("21104", "自然生态保护", {"合计": "980.00", "基本支出": "45.50", "项目支出": "934.50"})
    assert landed[6] == ("2210201", "住房公积金", {"合计": "200.00", "基本支出": "200.00"})
    assert [row.parent_row_no for row in table.rows] == [None, None, 2, 3, None, 5, 6, 6]


def test_only_columns_that_were_lost_are_inferred() -> None:
    table = only_table(HEAD + FUNCTIONS + AFTER)
    attributions = [{cell.attribution for _, cell in row.cells} for row in table.rows]
    assert attributions == [{"printed"}] * 4 + [{"inferred"}] * 4


def test_rows_of_several_sides_go_to_their_sides() -> None:
    table = only_table(HEAD + SUMMARY + AFTER)
    sides = {number: [row for row in table.rows if row.block_no == number] for number in (1, 2, 3)}
    names = {number: [row.first_key.label for row in own if row.first_key] for number, own in sides.items()}
    assert names == {
        1: ["一、财政拨款（补助）", "上级补助收入", "本年收入合计", "收入总计"],
        2: ["节能环保支出", "住房保障支出", "本年支出合计", "支出总计"],
        3: ["一、基本支出", "二、项目支出", "工资福利支出", "本年支出合计", "支出总计"],
    }
    assert [row.section_label for row in sides[3]] == ["支出项目类别"] * 2 + ["部门预算支出经济分类"] * 3
    assert [cell.text for row in sides[3] for _, cell in row.cells] == ["300.00", "934.50"] + ["1,234.50"] * 3


def test_an_empty_table_keeps_its_header_and_note() -> None:
    table = only_table(HEAD + EMPTY + AFTER)
    assert [column.label for column in table.columns][2:] == ["总计", "基本支出", "项目支出"]
    assert table.rows == ()
    assert table.table.caption.empty_note is not None
    assert table.furniture_tokens == 5


def test_tables_follow_one_another_and_text_stays_text() -> None:
    found = extract(HEAD + SUMMARY + FUNCTIONS + EMPTY + AFTER)
    assert [table.table.kind for table in found.tables] == [
        "receipts_and_expenditure",
        "general_expenditure",
        "fund_expenditure",
    ]
    assert {count.token_class for count in found.token_counts} <= {"value", "key", "furniture", "prose", "withheld"}
    assert all(leftover.text == "" for leftover in found.leftovers)
    assert (found.facts.title, found.facts.publisher, found.facts.fiscal_year) == (
        "示例区绿化服务站2021年部门预算",
        "示例区绿化服务站",
        2021,
    )


def test_a_page_may_break_a_table_and_repeat_its_header() -> None:
    pages = FUNCTIONS.replace(" 221 ", "- 3 -\n科目编码 科目名称 合计 基本支出 项目支出\n221 ")
    assert pages != FUNCTIONS
    assert rows(only_table(HEAD + pages + AFTER)) == rows(only_table(HEAD + FUNCTIONS + AFTER))


def test_lines_outside_tables_are_handed_on_as_printed() -> None:
    blocks = read(HEAD + FUNCTIONS + AFTER)
    texts = [block.text for block in blocks if isinstance(block, TextLine)]
    assert texts[:2] == ["第一部分 示例区绿化服务站概况", "一、主要职责"]
    assert texts[-2].startswith("第三部分")
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert {cell.place.line_no for cell in grid.cells} <= set(range(8, 26))


def test_a_header_with_the_same_characters_in_another_order_is_not_it() -> None:
    swapped = FUNCTIONS.replace("合计 基本支出 项目支出\n", "合计 项目支出 基本支出\n")
    with pytest.raises(UnknownFormatError):
        extract(HEAD + swapped)


def test_a_text_without_tables_is_refused() -> None:
    with pytest.raises(UnknownFormatError, match="no table in it"):
        extract("一封信\n\n没有表格，只有3个数字。\n")


# Dumps of real documents: the amounts that a plain extraction by pdfium leaves of them. At least so many of those that
# land from the PDF itself land again, row, column and value; of what lands, at most so many differ.
DUMPED = [
    ("fuzhou-civil-affairs-2026", 120, 0),
    ("guangzhou-statistics-2026", 460, 0),
    ("shanghai-rehabilitation-2026", 100, 0),
    ("xian-publicity-2021", 285, 0),
]


@pytest.mark.parametrize(("document", "fewest", "most_other"), DUMPED)
def test_a_dump_of_pages_gives_what_the_pages_give(shared: Path, document: str, fewest: int, most_other: int) -> None:
    data = (shared / "corpus" / f"{document}.pdf").read_bytes()
    expected = figures(extract_document(data, document, f"{document}.pdf", "0" * 64))
    dumped = extract(dump(data))
    landed = figures(dumped)
    assert sum((landed & expected).values()) >= fewest
    assert sum((landed - expected).values()) <= most_other
    assert "unclassed" not in {count.token_class for count in dumped.token_counts}


def dump(data: bytes) -> str:
    """What a plain text extraction leaves of a PDF, page after page."""
    pages = []
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            pages.append(page.get_textpage().get_text_range())
            page.close()
    return "\f".join(pages)


def figures(found: Extraction) -> Counter[tuple[str, str, str, str, Decimal]]:
    """Each amount of the amount tables by title, code, label and column."""
    counted: Counter[tuple[str, str, str, str, Decimal]] = Counter()
    for table in found.tables:
        if table.table.is_form or table.table.parent_table_no is not None:
            continue
        labels = {column.column_no: column.label for column in table.columns}
        for row in table.rows:
            key = row.first_key
            for number, cell in row.cells:
                value = amount(cell.text)
                if value is not None:
                    title = squeeze(table.table.caption.title or "")
                    code, label = (key.code or "", key.label or "") if key else ("", "")
                    counted[title, code, label, labels[number], value] += 1
    return counted


def test_a_stray_tab_makes_no_table() -> None:
    stray = HEAD.replace("负责绿化", "负责\t绿化") + "说明。\n" * 100 + FUNCTIONS + AFTER
    found = extract(stray)
    assert found.document.reader == "text_plain"
    assert rows(found.tables[0]) == rows(only_table(HEAD + FUNCTIONS + AFTER))


def test_a_text_in_no_row_order_leaves_its_amounts_over() -> None:
    """Names printed first and their amounts after them: which belongs to which, nothing says."""
    lines = [*FUNCTIONS.split("\n")[:4], "合计", "211 节能环保支出", "221 住房保障支出"]
    found = only_table(HEAD + "\n".join([*lines, "1,234.50", "980.00", "254.50", "300.00", "934.50"]) + "\n" + AFTER)
    assert [row for row in found.rows if row.cells] == []
    assert [(leftover.reason, leftover.text) for leftover in found.leftovers] == [
        ("row_not_known", text) for text in ("1,234.50", "980.00", "254.50", "300.00", "934.50")
    ]
    assert {key.code for row in found.rows for key in row.keys} >= {"211", "221"}


def test_rows_whose_amounts_are_not_what_the_header_says_are_not_believed() -> None:
    shifted = FUNCTIONS.replace("45.50 934.50", "20.00 500.00").replace("300.00 934.50", "45.00 11.00")
    found = only_table(HEAD + shifted + AFTER)
    assert {leftover.reason for leftover in found.leftovers} == {"row_not_known"}


def test_figures_in_full_width_are_figures() -> None:
    wide = FUNCTIONS.translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，"))
    assert rows(only_table(HEAD + wide + AFTER)) == rows(only_table(HEAD + FUNCTIONS + AFTER))


def test_codes_go_on_from_the_page_before() -> None:
    head = "表3 支出总体情况表\n单位：万元\n科目编码\n科目名称 合计 基本支出 项目支出 结转下年\n类 款 项\n"
    first = "合计 16.00 6.00 9.00 1.00\n210 卫生健康支出 16.00 6.00 9.00 1.00\n11 行政事业单位医疗 2.00 2.00\n"
    second = "13 医疗救助 14.00 4.00 9.00 1.00\n01 城乡医疗救助 14.00 4.00 9.00 1.00\n"
    found = only_table(f"{HEAD}{head}{first}\f{head}{second}{AFTER}")
    assert [row.keys[0].code for row in found.rows if row.keys] == [None, "210", "21011", "21013", "2101301"]


def test_subjects_of_two_classifications_share_a_row() -> None:
    lines = (
        "30399 其他对个人和家庭的补助 50999 其他对个人和家庭的补助",
        "310 资本性支出",
        "31002-办公设备购置 50306-设备购置",
    )
    assert [[name.text for name in group] for line in (" ".join(lines[:2]), lines[2]) for group in grouped(line)] == [
        ["其他对个人和家庭的补助", "其他对个人和家庭的补助"],
        ["资本性支出"],
        ["31002-办公设备购置", "50306-设备购置"],
    ]


def grouped(line: str) -> list[list[Name]]:
    return group_names(names(tokens(line, 1)), n_keys=2)
