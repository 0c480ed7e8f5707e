from __future__ import annotations

import pytest
from extract_dumps import grid_of

from extract.headers import count_header_rows, header_paths, is_column_numbers


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("科目编码|科目名称|合计", "211|节能环保支出|5.00"), 1),
        (("科目编码|科目名称|合计|基本支出||项目支出", "|||小计|人员经费|", "||5.00|5.00|5.00|"), 2),
        (("收入||支出|", "项目|预算数|项目|预算数", "一、甲|1.00|一、乙|1.00"), 2),
        # a total in words heads a column, and 其中 a group of columns: neither begins the body
        (("预算单位|科目编码|支出总计|其中：|", "|||基本支出|项目支出", "绿化站|211|5.00|5.00|"), 2),
        (("项目|合计", "1|2", "园林|5.00"), 1),
        (("科目编码|科目名称|合计|备注", "1|2|3|4", "211|节能|5.00|"), 2),
        # a body that prints no amounts
        (("科目编码|科目名称|合计", "合计||"), 1),
        (("序号|单位名称", "1|绿化站"), 1),
        (("园林养护|苗圃", "公园|5.00"), 1),
        # texts below known labels that nothing divides are a row, units below them are not (xian-work-safety-2019 p25)
        (("一级指标|二级指标|三级指标", "产出指标|检查效果|完成", "效益指标|社会效果|提高"), 1),
        (("科目编码|科目名称|合计", "|（万元）|（万元）", "211|节能|5.00"), 2),
        (("单位编码|单位名称|合计", "**|**|**", "甲|乙|5.00"), 2),
        (("5.00|6.00",), 0),
    ],
)
def test_header_rows_end_where_the_body_begins(rows: tuple[str, ...], expected: int) -> None:
    assert count_header_rows(grid_of(*rows).rows()) == expected


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        ("1|2|3", True),
        ("栏次|1|2|3", True),
        ("1|2|3=4+5|4", True),
        ("栏次|1|栏次|2", True),
        ("栏次|1", True),
        ("**|**|**", True),
        ("**|1|2|**", True),
        ("1|2", False),
        ("1|3|5", False),
        ("甲|1|2|3", False),
    ],
)
def test_rows_that_number_columns(row: str, numbers: bool) -> None:
    assert is_column_numbers(grid_of(row).rows()[0]) is numbers


def test_a_merged_label_stands_over_the_columns_that_it_is_divided_into() -> None:
    header = grid_of("科目编码|科目名称|合计|基本支出|||项目支出", "|||小计|人员经费|公用经费|").rows()
    assert header_paths(header, 7) == [
        "科目编码",
        "科目名称",
        "合计",
        "基本支出/小计",
        "基本支出/人员经费",
        "基本支出/公用经费",
        "项目支出",
    ]


def test_a_merged_label_ends_where_the_label_above_it_does() -> None:
    header = grid_of("2024年预算数|||2025年预算数||", "合计|车辆||合计|车辆|", "|购置费|运行费||购置费|运行费").rows()
    assert header_paths(header, 6) == [
        "2024年预算数/合计",
        "2024年预算数/车辆/购置费",
        "2024年预算数/车辆/运行费",
        "2025年预算数/合计",
        "2025年预算数/车辆/购置费",
        "2025年预算数/车辆/运行费",
    ]


def test_labels_lose_their_white_space() -> None:
    assert header_paths(grid_of("政 府 性 基 金 预 算|一般公 共预算").rows(), 2) == ["政府性基金预算", "一般公共预算"]


def test_a_second_row_that_lost_its_blanks_is_moved_below_the_merged_label() -> None:
    header = grid_of("科目编码|科目名称|基本支出||项目支出", "人员经费|公用经费").rows()
    assert header_paths(header, 5)[2:4] == ["基本支出/人员经费", "基本支出/公用经费"]
