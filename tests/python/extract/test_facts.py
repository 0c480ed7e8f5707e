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


def test_what_is_said_nowhere_is_unknown() -> None:
    assert _facts("", "项目\t金额\n园林\t1.00\n") == DocumentFacts()
