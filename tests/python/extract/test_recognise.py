from __future__ import annotations

import pytest

from extract.recognise import recognise


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("部门收支总表", "receipts_and_expenditure"),
        ("单位财务收支预算总表", "receipts_and_expenditure"),
        ("收入总体情况表", "receipts"),
        ("部门支出总表", "expenditure"),
        ("财政拨款收支总表", "appropriation_summary"),
        ("一般公共预算支出情况表", "general_expenditure"),
        ("一般公共预算支出功能分类预算表", "general_expenditure"),
        ("一般公共预算支出情况表（按功能分类科目）", "general_expenditure"),
        ("一般公共预算支出表（按经济分类）", "general_economic_expenditure"),
        ("一般公共预算支出明细表（按支出经济分类科目）", "general_economic_expenditure"),
        ("一般公共预算基本支出表", "basic_expenditure"),
        ("一般公共预算基本支出情况表（按经济分类科目）", "basic_expenditure"),
        ("一般公共预算基本支出部门预算经济分类预算表", "basic_expenditure"),
        ("基本支出预算情况表", "basic_expenditure_all_funds"),
        ("财政拨款“三公”经费支出表", "three_public"),
        ("政府性基金预算支出功能分类预算表", "fund_expenditure"),
        ("政府性基金预算拨款支出预算表", "fund_expenditure"),
        ("国有资本经营预算财政拨款支出决算表", "capital_expenditure"),
        ("项目支出预算情况表", "project_expenditure"),
        ("财政拨款上年结转资金支出表", "carryover_expenditure"),
        ("政府采购（资产配置、购买服务）预算表", "procurement"),
        ("政府购买服务支出表", "purchased_services"),
        ("部门整体支出绩效目标表", "overall_performance"),
        ("项目支出绩效目标表", "project_performance"),
        ("政策和项目预算绩效目标表", "project_performance"),
        ("专项资金总体绩效目标表", "transfer_performance"),
        ("专项资金整体绩效目标表", "transfer_performance"),
        ("菜篮子工程建设专项资金项目绩效目标表", "project_performance"),
        ("部门整体绩效自评表", "self_evaluation"),
        ("园林苗木清单", "other"),
        (None, "other"),
    ],
)
def test_titles_of_the_field(title: str | None, kind: str) -> None:
    assert recognise(title, (), ()).kind == kind


def test_a_heading_says_what_a_title_leaves_open() -> None:
    heading = "5-2 一般公共预算支出表（分单位）"
    assert recognise("一般公共预算支出表", (heading,), ()).kind == "general_expenditure_by_unit"


def test_headers_tell_where_no_title_is_printed() -> None:
    paths = ["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费/小计", "公务接待费"]
    assert recognise(None, (), paths).kind == "three_public"


def test_forms_are_known_by_their_words() -> None:
    words = {"项目名称", "一级指标", "二级指标", "三级指标", "指标值"}
    entry = recognise(None, (), (), words)
    assert (entry.kind, entry.is_form) == ("project_performance", True)
