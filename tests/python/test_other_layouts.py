"""Wordings of other provinces and of the prescribed final-account forms, typeset with made-up figures: every figure
has full scope, and the scope that the wording says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Warehouse

from tools.report import Cover, LongTable, header_of, typeset
from tools.table import rows_of

Scope = tuple[str, str, str, int, str, str]


def long_table(title: str, paths: Sequence[str], *rows: Sequence[str]) -> LongTable:
    header, depth = header_of(paths)
    return LongTable(title, len(paths), header, depth, tuple(rows_of(*rows)), len(rows), unit="万元")


BUDGET = (
    long_table(
        "部门收入总体情况表",
        (
            "科目编码",
            "科目名称",
            "总计",
            "上年结转结余",
            "一般公共预算/经费拨款",
            "一般公共预算/纳入预算管理的非税收入拨款",
            "纳入专户管理的非税收入拨款",
            "上级补助收入",
            "附属单位上缴收入",
            "用事业基金弥补收支差额",
        ),
        ("210", "卫生健康支出", "36.00", "1.00", "2.00", "3.00", "4.00", "5.00", "6.00", "15.00"),
    ),
    long_table(
        "部门支出总体情况表",
        (
            "功能分类科目编码",
            "功能分类科目名称",
            "合计",
            "基本支出/小计",
            "基本支出/工资福利支出",
            "基本支出/商品和服务支出",
            "基本支出/对个人和家庭的补助",
            "项目支出",
            "事业单位经营支出",
        ),
        ("210", "卫生健康支出", "21.00", "6.00", "1.00", "2.00", "3.00", "7.00", "8.00"),
    ),
    long_table(
        "一般公共预算财政拨款“三公”经费支出表",
        ("项目", "2025年预算数", "2026年预算数", "增减额", "增减%"),
        ("“三公”经费合计", "10.00", "9.00", "-1.00", "-10.00"),
        ("其中：1.因公出国（境）费", "4.00", "4.00", "0.00", "0.00"),
        ("2.公务接待费", "6.00", "5.00", "-1.00", "-16.67"),
    ),
    long_table(
        "部门收支总体情况表",
        ("收入/项目", "收入/预算数", "支出/项目(按功能分类)", "支出/预算数"),
        ("一、一般公共预算财政拨款收入", "10.00", "一、卫生健康支出", "14.00"),
        ("二、财政专户管理资金收入", "2.00", "二、住房保障支出", "1.00"),
        ("三、单位资金", "1.00", "", ""),
        ("本年收入合计", "13.00", "本年支出合计", "15.00"),
        ("使用非财政拨款结余", "1.00", "结转下年", "0.50"),
        ("上年结转", "1.50", "", ""),
        ("收入总计", "15.50", "支出总计", "15.50"),
    ),
)
FINAL = (
    long_table(
        "收入决算表",
        (
            "支出功能分类科目编码",
            "科目名称",
            "本年收入合计",
            "财政拨款收入",
            "上级补助收入",
            "事业收入",
            "经营收入",
            "其他收入",
        ),
        ("210", "卫生健康支出", "15.00", "1.00", "2.00", "3.00", "4.00", "5.00"),
    ),
    long_table(
        "政府性基金预算财政拨款收入支出决算表",
        (
            "科目编码",
            "科目名称",
            "年初结转和结余",
            "本年收入",
            "本年支出/小计",
            "本年支出/基本支出",
            "本年支出/项目支出",
            "年末结转和结余",
        ),
        ("229", "其他支出", "1.00", "2.00", "2.50", "1.00", "1.50", "0.50"),
    ),
    long_table(
        "财政拨款“三公”经费支出决算表",
        (
            "预算数/合计",
            "预算数/因公出国（境）费",
            "预算数/公务用车购置及运行维护费/小计",
            "预算数/公务用车购置及运行维护费/公务用车购置费",
            "预算数/公务用车购置及运行维护费/公务用车运行维护费",
            "预算数/公务接待费",
            "决算数/合计",
            "决算数/公务接待费",
        ),
        ("16.00", "1.00", "9.00", "4.00", "5.00", "6.00", "12.00", "3.00"),
    ),
)


def built(
    name: str, title: str, tables: Sequence[LongTable], folder: Path, build: Callable[..., Warehouse]
) -> duckdb.DuckDBPyConnection:
    pdf = folder / f"{name}.pdf"
    pdf.write_bytes(typeset(Cover(title, (), "示例"), tables)[0])
    command = [sys.executable, "-m", "extract", str(pdf), "--out", str(folder / "raw")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return duckdb.connect(str(build(folder / "raw").database), read_only=True)


@pytest.fixture(scope="module")
def budget(
    tmp_path_factory: pytest.TempPathFactory, build_warehouse: Callable[..., Warehouse]
) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("budget")
    connection = built("budget", "示例市示例局2026年部门预算", BUDGET, folder, build_warehouse)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def final(
    tmp_path_factory: pytest.TempPathFactory, build_warehouse: Callable[..., Warehouse]
) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("final")
    connection = built("final", "示例市示例局2025年度部门决算", FINAL, folder, build_warehouse)
    yield connection
    connection.close()


def scopes(connection: duckdb.DuckDBPyConnection, kind: str, block_no: int | None = None) -> list[Scope]:
    return connection.execute(
        """
        select measure_code, fund_source, carryover, reference_year, phase, comparison from fct_budget_lines
        where table_kind = ? and coalesce(block_no = ?, true) order by row_no, column_no
        """,
        [kind, block_no],
    ).fetchall()


def unscoped(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute(
        """
        select table_kind, column_label, row_label, measure_code, fund_source, carryover, phase from fct_budget_lines
        where measure_code is null or fund_source is null or carryover = 'unknown' or phase is null
            or table_kind = 'other'
        """
    ).fetchall()


def test_every_figure_of_the_budget_has_full_scope(budget: duckdb.DuckDBPyConnection) -> None:
    assert unscoped(budget) == []


def test_every_figure_of_the_final_account_has_full_scope(final: duckdb.DuckDBPyConnection) -> None:
    assert unscoped(final) == []


def test_funds_of_receipts(budget: duckdb.DuckDBPyConnection) -> None:
    assert [scope[:3] for scope in scopes(budget, "receipts")] == [
        ("receipts", "all", "all"),
        ("receipts", "all", "opening"),
        ("receipts", "regular_allocation", "current_year"),
        ("receipts", "non_tax_revenue", "current_year"),
        ("receipts", "fiscal_account", "current_year"),
        ("receipts", "superior_subsidy", "current_year"),
        ("receipts", "affiliate_remittance", "current_year"),
        ("receipts", "all", "reserves"),
    ]


def test_economic_classes_as_columns(budget: duckdb.DuckDBPyConnection) -> None:
    assert [scope[0] for scope in scopes(budget, "expenditure")] == [
        "total",
        "basic",
        "wages_and_benefits",
        "goods_and_services",
        "individuals_and_families",
        "project",
        "business_operation",
    ]


def test_three_years_and_changes(budget: duckdb.DuckDBPyConnection) -> None:
    assert [(measure, *rest) for measure, _, _, *rest in scopes(budget, "three_public")] == [
        (measure, *column)
        for measure in ("three_public", "overseas_travel", "reception")
        for column in (
            (2025, "original", "level"),
            (2026, "original", "level"),
            (2026, "original", "change"),
            (2026, "original", "change_percent"),
        )
    ]


def test_balances_of_two_sides(budget: duckdb.DuckDBPyConnection) -> None:
    assert [scope[:3] for scope in scopes(budget, "receipts_and_expenditure", 1)] == [
        ("receipts", "general_budget", "current_year"),
        ("receipts", "fiscal_account", "current_year"),
        ("receipts", "unit_funds", "current_year"),
        ("receipts", "all", "current_year"),
        ("receipts", "all", "reserves"),
        ("receipts", "all", "opening"),
        ("receipts", "all", "all"),
    ]
    assert [scope[:3] for scope in scopes(budget, "receipts_and_expenditure", 2)] == [
        ("total", "all", "current_year"),
        ("total", "all", "current_year"),
        ("total", "all", "current_year"),
        ("total", "all", "closing"),
        ("total", "all", "all"),
    ]


def test_final_account_of_a_fund(final: duckdb.DuckDBPyConnection) -> None:
    assert [
        (measure, carryover, phase) for measure, _, carryover, _, phase, _ in scopes(final, "fund_expenditure")
    ] == [
        ("total", "opening", "final"),
        ("receipts", "current_year", "final"),
        ("total", "current_year", "final"),
        ("basic", "current_year", "final"),
        ("project", "current_year", "final"),
        ("total", "closing", "final"),
    ]


def test_budget_and_outturn_beside_one_another(final: duckdb.DuckDBPyConnection) -> None:
    assert [(measure, fund, phase) for measure, fund, _, _, phase, _ in scopes(final, "three_public")] == [
        (measure, "appropriation", phase)
        for phase, measures in (
            (
                "revised",
                (
                    "three_public",
                    "overseas_travel",
                    "vehicles",
                    "vehicle_purchase",
                    "vehicle_operation",
                    "reception",
                ),
            ),
            ("final", ("three_public", "reception")),
        )
        for measure in measures
    ]
