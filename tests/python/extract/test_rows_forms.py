"""Forms: fields, amounts, inner tables and indicators in the layouts that real forms print."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from extract_dumps import tables_of
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Caption, Cell, Grid, Indicator, Place, PrintedTable, ProjectLine, TableRows
from extract.rows.lists import with_indicators
from extract.rows.projects import read_form

TITLE = "表 12-1\n\n项目支出绩效目标表\n\n资金单位：万元\n\n"
FIELDS = "项目名称\t公园养护\t项目代码\tA0001\n项目负责人\t甄某某\t联系电话\t13800001111\n"
HEADER = "目标名称\t一级指标\t二级指标\t三级指标\t指标值\t指标值确定依据\n"


def indicators_of(dump: str) -> list[Indicator]:
    return [indicator for table in tables_of(dump) for indicator in table.indicators]


def lines_of(dump: str) -> list[ProjectLine]:
    return [line for table in tables_of(dump) for line in table.project_lines]


def said(indicator: Indicator) -> tuple[str | None, ...]:
    return (indicator.level1, indicator.level2, indicator.name, indicator.target, indicator.basis)


def test_levels_and_goals_are_filled_down() -> None:
    rows = (
        "长期绩效目标1\t产出指标\t数量指标\t养护面积\t≥5公顷\t计划标准\n"
        "\t\t\t补种树木\t≥20株\t计划标准\n"
        "\t满意度指标\t服务对象满意度\t游客满意度\t≥90%\t历史标准\n"
    )
    found = indicators_of(TITLE + FIELDS + "长期绩效目标表\t\t\t\t\t\n" + HEADER + rows)
    assert [said(indicator) for indicator in found] == [
        ("产出指标", "数量指标", "养护面积", "≥5公顷", "计划标准"),
        ("产出指标", "数量指标", "补种树木", "≥20株", "计划标准"),
        ("满意度指标", "服务对象满意度", "游客满意度", "≥90%", "历史标准"),
    ]
    assert {(indicator.horizon, indicator.goal) for indicator in found} == {("长期绩效目标1", "1")}


def test_a_row_that_lost_its_blanks_stands_with_the_others() -> None:
    rows = (
        "年度绩效目标\t产出指标\t数量指标\t养护面积\t5公顷\t计划标准\n"
        "满意度指标\t满意度指标\t游客满意度\t≥90%\t计划标准\t\n"
        "\t效益指标\t社会效益指标\t绿地率\t≥40%\t计划标准\n"
    )
    assert [said(indicator) for indicator in indicators_of(TITLE + FIELDS + HEADER + rows)][1] == (
        "满意度指标",
        "满意度指标",
        "游客满意度",
        "≥90%",
        "计划标准",
    )


def test_two_prior_years_below_a_header_of_two_rows() -> None:
    header = (
        "目标名称\t一级指标\t二级指标\t三级指标\t指标值\t\t\t指标值确定依据\n\t\t\t\t2023年\t2024年\t预计当年实现\t\n"
    )
    row = "年度绩效目标\t产出指标\t数量指标\t养护面积\t3公顷\t4公顷\t≥5公顷\t计划标准\n"
    (indicator,) = indicators_of(TITLE + FIELDS + header + row)
    assert (indicator.value_prior2, indicator.value_prior1, indicator.target) == ("3公顷", "4公顷", "≥5公顷")


def test_a_row_cut_by_a_page_break_is_one() -> None:
    rows = (
        "目标\t产出指标\t数量指标\t绿地养护\t≥5\t计划标准\n"
        "\t\t质量指标\t成活率\t≥98%\t计划标准\n"
        "\t\t\t树木补种\t≥20\t计划标准\n"
    )
    found = indicators_of(
        TITLE + FIELDS + HEADER + rows + "\n\t\t\t株数\t株\t\n\t效益指标\t生态效益指标\t绿地率\t≥40%\t计划标准\n"
    )
    assert [said(indicator)[2:4] for indicator in found] == [
        ("绿地养护", "≥5"),
        ("成活率", "≥98%"),
        ("树木补种株数", "≥20株"),
        ("绿地率", "≥40%"),
    ]


def test_blank_rows_of_a_template_are_counted() -> None:
    rows = (
        "目标\t产出指标\t数量指标\t养护面积\t5公顷\t计划标准\n"
        "\t\t质量指标\t\t\t\n\t\t时效指标\t指标1：\t\t\n\t\t成本指标\t/\t/\t\n"
    )
    tables = tables_of(TITLE + FIELDS + HEADER + rows)
    assert len([indicator for table in tables for indicator in table.indicators]) == 1
    assert sum(table.blank_rows for table in tables) == 3


def test_amounts_of_a_project() -> None:
    parts = (
        "项目总预算\t9\t项目当年预算\t8.5\n"
        "项目资金来源\t资金来源\t\t金额\n\t合计\t\t8.5\n\t1. 一般公共预算财政拨款收入\t\t8.5\n2. 单位资金\t\t\t\n"
        "项目支出明细预算\t项目支出明细\t\t金额\n\t合计\t\t\n\t1. 办公费\t\t2.5\n2. 劳务费\t\t6\t\n"
        "项目采购\t\t\t\n品名\t数量\t金额\t\n割草机\t2\t0.8\t\n"
    )
    assert [(line.line_type, line.name, line.quantity, line.text) for line in lines_of(TITLE + FIELDS + parts)] == [
        ("budget", "项目总预算", None, "9"),
        ("budget", "项目当年预算", None, "8.5"),
        ("funding", "合计", None, "8.5"),
        ("funding", "1.一般公共预算财政拨款收入", None, "8.5"),
        ("detail", "合计", None, None),
        ("detail", "1.办公费", None, "2.5"),
        ("detail", "2.劳务费", None, "6"),
        ("procurement", "割草机", "2", "0.8"),
    ]


def test_a_part_printed_twice_lands_once() -> None:
    detail = "支出明细预算\t项目支出明细\t\t金额\n\t合计\t\t7\n\t1. 办公费\t\t7\n"
    tables = tables_of(TITLE + FIELDS + detail + "\n" + HEADER + "\n" + detail)
    numbered = [(table.table.table_no, table.table.repeat_of, len(table.project_lines)) for table in tables[1:]]
    assert numbered == [(2, None, 2), (3, 2, 0)]


def test_inner_tables_are_numbered_after_their_form() -> None:
    detail = "支出明细预算\t项目支出明细\t\t金额\n\t1. 办公费\t\t7\n"
    row = "目标\t产出指标\t数量指标\t养护面积\t5公顷\t计划标准\n"
    tables = tables_of(2 * (TITLE + FIELDS + detail + HEADER + row + "\n"))
    assert [(table.table.table_no, table.table.parent_table_no) for table in tables] == [
        (1, None), (2, 1), (3, 1), (4, None), (5, 4), (6, 4),
    ]  # fmt: skip


def test_every_number_of_a_form_is_classed_and_contacts_do_not_land() -> None:
    dump = TITLE + FIELDS + "项目申请理由\t2023年养护3处，现状见报告。\n项目总预算\t9\t项目当年预算\t9\n"
    form = tables_of(dump)[0]
    assert [project.name for project in form.projects] == ["公园养护"]
    values, names = form.form_cells or ((), ())
    landed = {cell.text for cell in (*values, *names)}
    assert not landed & {"甄某某", "13800001111", "2023年养护3处，现状见报告。"}


LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标"),
    "效益指标": ("社会效益指标",),
    "满意度指标": ("满意度指标",),
}


@st.composite
def indicator_rows(draw: st.DrawFn) -> list[tuple[str, str, str, str, str]]:
    """Indicators in printed order: each class once, each with one or more names."""
    names = iter(f"指标项{number}" for number in range(100))
    targets = st.sampled_from(["≥5次", "100%", "及时", "≤30万元"])
    rows: list[tuple[str, str, str, str, str]] = []
    for level1 in draw(st.lists(st.sampled_from(sorted(LEVELS)), min_size=1, unique=True)):
        for level2 in draw(st.lists(st.sampled_from(LEVELS[level1]), min_size=1, unique=True)):
            rows += [(level1, level2, next(names), draw(targets), "计划标准") for _ in range(draw(st.integers(1, 3)))]
    return rows


@settings(max_examples=40, deadline=None)
@given(indicator_rows())
def test_what_is_printed_once_for_several_rows_is_said_of_each(rows: Sequence[tuple[str, str, str, str, str]]) -> None:
    printed: list[str] = []
    above: tuple[str, ...] = ("", "")
    for level1, level2, *own in rows:
        levels = ["" if level1 == above[0] else level1, "" if (level1, level2) == above else level2]
        printed.append("\t".join(["目标" if not printed else "", *levels, *own]))
        above = (level1, level2)
    found = indicators_of(TITLE + FIELDS + HEADER + "\n".join(printed) + "\n")
    assert [said(indicator) for indicator in found] == list(rows)


def cell(row: int, column: int, text: str, page: int = 1, row_span: int = 1) -> Cell:
    box = Place(page=page, x0=100.0 * column, x1=100.0 * column + 100, top=20.0 * row, bottom=20.0 * (row + row_span))
    return Cell(row, column, text, box, row_span)


def listed(rows: Sequence[Sequence[Cell]]) -> TableRows:
    cells = tuple(cell for row in rows for cell in row)
    header = [cell(0, column, label) for column, label in enumerate(("项目名称", "一级指标", "三级指标", "指标值"))]
    n_rows = max(cell.row for cell in cells) + 1
    grid = Grid((*header, *cells), n_rows, 4)
    return with_indicators(TableRows(PrintedTable(1, Caption(), (grid,), "project_performance")))


def of_list(row: int, name: str, page: int = 1) -> list[Cell]:
    return [cell(row, 1, "产出指标", page), cell(row, 2, name, page), cell(row, 3, "5", page)]


def test_a_project_named_on_the_next_page_has_the_rows_before_the_break() -> None:
    rows = listed(
        [
            [cell(1, 0, "A01-公园养护", row_span=2), *of_list(1, "面积")],
            of_list(2, "成活率"),
            of_list(3, "长度"),
            [cell(4, 0, "A02-绿道维修", 2), *of_list(4, "宽度", 2)],
            of_list(5, "铺装", 2),
            of_list(6, "标识", 3),
        ]
    )
    assert [(project.code, project.name) for project in rows.projects] == [("A01", "公园养护"), ("A02", "绿道维修")]
    assert [(indicator.project_no, indicator.name) for indicator in rows.indicators][:4] == [
        (1, "面积"), (1, "成活率"), (2, "长度"), (2, "宽度"),
    ]  # fmt: skip
    assert rows.indicators[-1].project_no != 1


def test_a_name_that_a_page_break_cuts_is_put_together() -> None:
    rows = listed(
        [
            [cell(1, 0, "A01-公园养护"), *of_list(1, "面积")],
            [cell(2, 0, "A02-绿道"), *of_list(2, "长度")],
            [cell(3, 0, "维修", 2), *of_list(3, "宽度", 2)],
            [cell(4, 0, "A03-苗圃"), *of_list(4, "苗木", 2)],
        ]
    )
    assert [project.name for project in rows.projects] == ["公园养护", "绿道维修", "苗圃"]


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        (["产出指标数量指标养护面积", "效益指标社会效益指标绿地率"], ["养护面积", "绿地率"]),
        (["产出指标数量指标现场演练视", "频产出指标数量指标训练人数"], ["现场演练视频", "训练人数"]),
    ],
)
def test_levels_and_name_in_one_cell(printed: list[str], wanted: list[str]) -> None:
    heads = ["活动", "绩效指标", "指标性质", "指标值", "度量单位"]
    rows = [[cell(0, column, label) for column, label in enumerate(heads)]]
    for number, text in enumerate(printed, start=1):
        rows.append([cell(number, column, value) for column, value in enumerate(("绿化", text, "≥", "5", "次"))])
    grid = Grid(tuple(cell for row in rows for cell in row), len(rows), 5)
    tables = read_form(PrintedTable(1, Caption(), (grid,), "overall_performance", is_form=True))
    found = [indicator for table in tables for indicator in table.indicators]
    assert [(indicator.name, indicator.operator, indicator.target, indicator.unit) for indicator in found] == [
        (name, "≥", "5", "次") for name in wanted
    ]
    assert {indicator.level1 for indicator in found} <= {"产出指标", "效益指标"}
