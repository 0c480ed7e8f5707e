from __future__ import annotations

import pytest
from extract_dumps import COVER, SUMMARY, extract_text

from extract.model import DocumentFacts


def _facts(cover: str, rest: str = SUMMARY) -> DocumentFacts:
    return extract_text(cover + rest).facts


@pytest.mark.parametrize(
    ("cover", "title", "publisher", "scope"),
    [
        (COVER, "云山市青石区绿化服务站2025年部门预算", "云山市青石区绿化服务站", "consolidated"),
        (
            "2025 年度\n\n云山市园林局(本级)\n\n单位预算\n\n目录\n\n",
            "2025年度云山市园林局(本级)单位预算",
            "云山市园林局(本级)",
            "own_level",
        ),
        ("2025年云山市园林局部门预\n算\n\n目 录\n\n", "2025年云山市园林局部门预算", "云山市园林局", "consolidated"),
        ("云山市2025年市级单位预算\n\n目 录\n\n", "云山市2025年市级单位预算", None, "unit"),
        ("二〇二五年云山市园林局部门预算\n\n目录\n\n", "2025年云山市园林局部门预算", "云山市园林局", "consolidated"),
        (
            "云山市园林局\n\n2025年度部门预算信息公开\n\n目录\n\n",
            "云山市园林局2025年度部门预算信息公开",
            "云山市园林局",
            "consolidated",
        ),
        ("云山市园林局部门2025年度预算\n\n目录\n\n", "云山市园林局部门2025年度预算", "云山市园林局", "consolidated"),
        (
            "云山市园林局（机关）2025年单位预算\n\n目录\n\n",
            "云山市园林局（机关）2025年单位预算",
            "云山市园林局（机关）",
            "own_level",
        ),
        (
            "2025年云山市园林局部门预算及“三公”经费预算公开\n\n目录\n\n",
            "2025年云山市园林局部门预算及“三公”经费预算公开",
            "云山市园林局",
            "consolidated",
        ),
    ],
)
def test_a_cover_spreads_its_title_over_lines(cover: str, title: str, publisher: str | None, scope: str) -> None:
    facts = _facts(cover, "项目\t预算数\n一、园林\t1.00\n")
    assert (facts.title, facts.publisher, facts.fiscal_year, facts.budget_scope) == (title, publisher, 2025, scope)


def test_the_publisher_printed_with_the_tables_goes_first() -> None:
    assert _facts("2025 年部门预算\n\n目录\n\n").publisher == "云山市青石区绿化服务站"


def test_final_accounts_are_known() -> None:
    assert _facts("云山市园林局\n\n2024 年度部门决算\n\n目录\n\n").document_type == "final_account"


def test_without_a_title_the_year_spoken_of_most_counts() -> None:
    facts = _facts("", "说明：2024年已完成。\n\n2025年计划。2025年养护。\n\n项目\t预算数\n一、园林\t1.00\n")
    assert (facts.title, facts.fiscal_year, facts.budget_scope) == (None, 2025, "unknown")


def test_the_years_above_tables_go_before_those_of_the_text() -> None:
    text = "说明：2023年至2024年已完成，2024年绩效良好。\n\n"
    form = "部门整体支出绩效目标表\n\n（2025年度）\n\n部门名称\t云山市园林局\n一级指标\t2024年完成情况\n产出指标\t优\n"
    facts = _facts("", text + "收支总表\n\n项目\t预算数\n一、园林\t1.00\n\n" + form)
    assert (facts.fiscal_year, facts.publisher) == (2025, "云山市园林局")


def test_a_header_compares_with_earlier_years() -> None:
    table = "项目\t2024年预算数\t2025年预算数\n园林\t1.00\t2.00\n"
    assert _facts("", "2024年已完成，2024年已验收，2024年已归档。\n\n" + table).fiscal_year == 2025


def test_the_code_before_a_publisher_is_no_part_of_its_name() -> None:
    table = "部门收支总表\n\n部门：[124001]云山市园林局\n\n项目\t预算数\n一、园林\t1.00\n"
    assert _facts("2025年部门预算\n\n目录\n\n", table).publisher == "云山市园林局"


def test_the_cover_names_the_body_where_tables_name_several() -> None:
    tables = "".join(
        f"收支总表\n\n单位名称：云山市{body}\n\n项目\t预算数\n一、园林\t1.00\n\n" for body in ("苗圃", "公园管理处")
    )
    assert _facts("云山市园林局2025年部门预算\n\n目录\n\n", tables).publisher == "云山市园林局"


def test_the_first_part_describes_the_publisher() -> None:
    facts = _facts("2025年部门预算\n\n目录\n\n", "第一部分云山市园林局概况\n\n项目\t预算数\n一、园林\t1.00\n")
    assert facts.publisher == "云山市园林局"


def test_what_is_said_nowhere_is_unknown() -> None:
    assert _facts("", "项目\t金额\n园林\t1.00\n") == DocumentFacts()
