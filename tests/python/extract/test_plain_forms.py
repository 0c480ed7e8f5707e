"""Forms of a plain text, whose columns are gone: the founding document of 2020 against a transcription by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from extract.assemble import assemble
from extract.encoding import decode
from extract.model import Grid, Place, TableRows, TextLine
from extract.pipeline import read_tables
from extract.plain_forms import with_forms

GOLDEN = ROOT / "tests" / "python" / "golden" / "wuhan-hanyang-healthcare-security-2020"


def lines_of(text: str, first: int = 1) -> list[TextLine]:
    return [
        TextLine(line, Place(line_no=number))
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip() and number >= first
    ]


def transcribed(name: str) -> list[tuple[str, ...]]:
    with Path(f"{GOLDEN}__{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def tables(shared: Path) -> tuple[TableRows, ...]:
    """The forms of the document, which stand behind its amount tables."""
    file = shared / "sources" / "000_369a38f72e54cca0.txt"
    lines = lines_of(decode(file.read_bytes(), file.name))
    start = next(number for number, line in enumerate(lines) if line.text.startswith("表 9."))
    return read_tables(assemble(with_forms(lines[start:]).blocks))


def codes(tables: tuple[TableRows, ...]) -> dict[int, str]:
    """The code of the project that each table speaks of, by table number."""
    own = {table.table.table_no: table.projects[0].code or "" for table in tables if table.projects}
    return {table.table.table_no: own.get(table.table.parent_table_no or table.table.table_no, "") for table in tables}


def test_every_project(tables: tuple[TableRows, ...]) -> None:
    budgets = [[line.text for line in table.project_lines] for table in tables if table.projects]
    projects = [project for table in tables for project in table.projects]
    assert [
        (project.code, project.name, project.supervisor, project.executor, *own)
        for project, own in zip(projects, budgets, strict=True)
    ] == transcribed("projects")
    assert {project.category for project in projects} == {"部门项目"}


def test_every_detail_line(tables: tuple[TableRows, ...]) -> None:
    code = codes(tables)
    assert [
        (code[table.table.table_no], line.name, line.text)
        for table in tables
        for line in table.project_lines
        if line.line_type == "detail"
    ] == transcribed("project-details")


def test_every_indicator(tables: tuple[TableRows, ...]) -> None:
    code = codes(tables)
    assert [
        (
            code[table.table.table_no],
            "long_term" if (indicator.horizon or "").startswith("长期") else "annual",
            indicator.goal or "",
            indicator.level1,
            indicator.level2,
            indicator.name,
            indicator.value_prior2 or "",
            indicator.value_prior1 or "",
            indicator.target,
            indicator.basis or "",
        )
        for table in tables
        for indicator in table.indicators
    ] == transcribed("indicators")


def test_funding_mix_of_the_department(tables: tuple[TableRows, ...]) -> None:
    (mix,) = [table for table in tables if any(column.label == "占比" for column in table.columns)]
    rows = [(row.section_label, row.keys[0].label, [cell.text for _, cell in row.cells]) for row in mix.rows]
    assert rows == [
        ("收入构成", "财政拨款", ["1152.06", "100.00%", "0", "0"]),
        ("收入构成", "其他资金", ["0", "0.00%", "0", "0"]),
        ("收入构成", "合计", ["1152.06", "100%", "0", "0"]),
        ("支出构成", "基本支出", ["117.56", "10.20%", "0", "0"]),
        ("支出构成", "项目支出", ["1034.5", "89.80%", "0", "0"]),
        ("支出构成", "合计", ["1152.06", "100%", "0", "0"]),
    ]


FORM = """2025年项目申报表（公园养护）
资金单位：万元

项目名称 公园养护 项目代码
A-0001

-02
项目负责人 甄某某 联系电话 027-80001111
项目申请理由 2023年养护3处。

项目总预算 9 项目当年预算 9

项目支出明细 金额

合计 9

1.养护费 9

项目年度绩效指标
一级指标 二级指标 指标内容 指标值 备注

产出指标

数量指标
养护公园的

面积
不少于5

公顷

时效指标

成本指标 控制在预算内 ≤9万元

……
"""


def test_cells_that_wrap_and_contacts_that_stay_out() -> None:
    form, detail, indicators = read_tables(assemble(with_forms(lines_of(FORM)).blocks))
    (project,) = form.projects
    assert (project.name, project.code) == ("公园养护", "A-0001-02")
    assert [line.text for line in (*form.project_lines, *detail.project_lines)] == ["9", "9", "9", "9"]
    assert [(found.level2, found.name, found.target) for found in indicators.indicators] == [
        ("数量指标", "养护公园的面积", "不少于5公顷"),
        ("成本指标", "控制在预算内", "≤9万元"),
    ]
    assert indicators.blank_rows == 1
    landed = {cell.text for table in (form, detail, indicators) for cells in table.form_cells or () for cell in cells}
    assert not landed & {"甄某某", "027-80001111", "2023年养护3处。"}


def test_lines_that_become_no_cell_stay_lines() -> None:
    blocks = with_forms(lines_of(FORM)).blocks
    left = "".join(block.text for block in blocks if isinstance(block, TextLine))
    assert "项目负责人 甄某某 联系电话 027-80001111" in left
    assert "2023年养护3处。" in left
    assert "养护费" not in left


BROKEN = FORM.replace("一级指标 二级指标 指标内容", "一级指\n标\n二级\n指标 指标内容")


def test_labels_of_a_header_that_are_broken_over_lines() -> None:
    assert BROKEN != FORM
    whole, broken = (read_tables(assemble(with_forms(lines_of(text)).blocks))[-1] for text in (FORM, BROKEN))
    assert len(whole.indicators) == 2
    assert [(found.level1, found.level2, found.name, found.target) for found in broken.indicators] == [
        (found.level1, found.level2, found.name, found.target) for found in whole.indicators
    ]


@pytest.mark.parametrize("after", ["备注\n27\n绿道保洁项目情况", "项目名称 绿道保洁\n主管部门 示例区公园处"])
def test_indicators_end_where_notes_or_the_next_fields_begin(after: str) -> None:
    indicators = [
        found
        for table in read_tables(assemble(with_forms(lines_of(FORM.replace("……", after))).blocks))
        for found in table.indicators
    ]
    assert [(found.name, found.target) for found in indicators] == [
        ("养护公园的面积", "不少于5公顷"),
        ("控制在预算内", "≤9万元"),
    ]


MIX = """部门总体资金情况（万元） 总体资金情况 当年预算收支 占比 2019年 2018年
总体资金情况 9 100%
收入
构成
财政拨款 9 100% 0 0"""
PIECES = [*BROKEN.split("\n")[2:], *MIX.split("\n"), "一级指标 二级指标 三级指标 指标值 权重", "年度目标", "备注"]


@given(st.lists(st.sampled_from([piece for piece in PIECES if piece.strip()]), max_size=12))
def test_lines_in_any_order_are_read_to_their_end(pieces: list[str]) -> None:
    lines = lines_of("\n".join([FORM.split("\n")[0], *pieces]))
    blocks = with_forms(lines).blocks
    cells = {cell.place.line_no for grid in blocks if isinstance(grid, Grid) for cell in grid.cells}
    left = [block for block in blocks if isinstance(block, TextLine)]
    assert left == [line for line in lines if line in left]
    assert cells <= {line.place.line_no for line in lines}
