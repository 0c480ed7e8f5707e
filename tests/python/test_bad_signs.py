"""Signs that contradict one another on a page land as printed, and are said so: units, years, letters in codes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import duckdb
import pytest
from conftest import ROOT, Warehouse

from tools.report import Cover, LongTable, header_of, typeset
from tools.table import rows_of

COLUMNS = ("科目编码", "科目名称", "合计（元）", "基本支出（元）", "项目支出（万元）")
ROWS = (
    ("2O8", "社会保障和就业支出", "500000.00", "300000.00", "20.00"),
    ("210", "卫生健康支出", "400000.00", "250000.00", "15.00"),
)


@pytest.fixture(scope="module")
def marts(
    tmp_path_factory: pytest.TempPathFactory, build_warehouse: Callable[..., Warehouse]
) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("signs")
    header, depth = header_of(COLUMNS)
    sheet = LongTable("2025年部门支出总表", 5, header, depth, tuple(rows_of(*ROWS)), 2, unit="万元")
    pdf = folder / "signs.pdf"
    pdf.write_bytes(typeset(Cover("示例市示例局2026年部门预算", (), "示例"), [sheet])[0])
    command = [sys.executable, "-m", "extract", str(pdf), "--out", str(folder / "raw")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    connection = duckdb.connect(str(build_warehouse(folder / "raw").database), read_only=True)
    yield connection
    connection.close()


def test_two_units_in_one_table(marts: duckdb.DuckDBPyConnection) -> None:
    found = marts.execute(
        "select measure_code, unit, amount_cny from fct_budget_lines where row_code = '210' order by column_no"
    ).fetchall()
    assert [(measure, unit, str(amount)) for measure, unit, amount in found] == [
        ("total", "元", "400000.00"),
        ("basic", "元", "250000.00"),
        ("project", "万元", "150000.00"),
    ]


def test_a_title_of_another_year_is_warned_of_and_not_mended(marts: duckdb.DuckDBPyConnection) -> None:
    assert marts.execute("select distinct reference_year from fct_budget_lines").fetchall() == [(2026,)]
    assert marts.execute("select title from dim_table").fetchall() == [("2025年部门支出总表",)]
    warnings = marts.execute("select warning_type from rpt_usage_warnings").fetchall()
    assert ("table_year_differs",) in warnings


def test_a_table_that_fits_several_kinds_has_their_scores(marts: duckdb.DuckDBPyConnection) -> None:
    ((kind, scores),) = marts.execute("select table_kind, kind_scores from dim_table").fetchall()
    assert kind == "expenditure"
    fitting = dict(score.split() for score in scores.split("; "))
    assert max(fitting, key=lambda name: float(fitting[name])) == "expenditure"
    assert "general_expenditure" in fitting


def test_a_letter_in_a_code_stays_and_is_flagged(marts: duckdb.DuckDBPyConnection) -> None:
    codes = marts.execute("select distinct row_code from fct_budget_lines order by 1").fetchall()
    assert codes == [("210",), ("2O8",)]
    found = marts.execute("select rule_id, severity, message_en from fct_findings where where_a like '%2O8'").fetchall()
    assert [(rule, severity) for rule, severity, _ in found] == [("subject_unlisted", "format")]
