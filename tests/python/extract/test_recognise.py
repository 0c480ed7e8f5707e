from __future__ import annotations

import pytest

from extract.recognise import fits, recognise, scores_of


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
        ("部门收支总体情况表", "receipts_and_expenditure"),
        ("部门预算收支总表", "receipts_and_expenditure"),
        ("收入支出决算总表", "receipts_and_expenditure"),
        ("部门收入总体情况表", "receipts"),
        ("收入决算表", "receipts"),
        ("部门支出总体情况表", "expenditure"),
        ("支出决算表", "expenditure"),
        ("财政专户管理资金预算支出表", "expenditure"),
        ("部门财政拨款收支总表", "appropriation_summary"),
        ("财政拨款收入支出决算总表", "appropriation_summary"),
        ("财政拨款支出表（功能科目）", "appropriation_expenditure"),
        ("财政拨款支出预算表（部门经济分类科目）", "appropriation_expenditure"),
        ("财政拨款基本支出表（经济科目）", "basic_expenditure"),
        ("一般公共预算财政拨款基本支出预算表（按部门预算经济分类）", "basic_expenditure"),
        ("一般公共预算基本支出预算明细表——人员经费", "basic_expenditure"),
        ("一般公共预算财政拨款支出决算表", "general_expenditure"),
        ("一般公共预算当年拨款支出表", "general_expenditure"),
        ("一般公共预算支出明细表（按经济分类科目分）", "general_economic_expenditure"),
        ("一般公共预算项目支出预算表", "project_expenditure"),
        ("专项资金预算汇总表", "project_expenditure"),
        ("一般公共预算“三公”经费、会议费、培训费支出表", "three_public"),
        ("政府性基金预算“三公”经费支出预算表", "three_public"),
        ("一般公共预算机关运行经费支出预算表", "operating_funds"),
        ("政府性基金收支总表", "fund_expenditure"),
        ("政府性基金预算财政拨款收入支出决算表", "fund_expenditure"),
        ("国有资本经营预算支出预算表", "capital_expenditure"),
        ("支出经济分类汇总表", "economic_expenditure"),
        ("支出预算分类汇总表（按政府预算经济分类）", "economic_expenditure"),
        ("采购预算明细表", "procurement"),
        ("部门综合预算公开报表", "table_index"),
        ("新增资产配置表", "other"),
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


def test_a_table_that_fits_two_kinds_says_so_and_takes_the_better() -> None:
    paths = ["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"]
    fitting = fits("财政拨款收支总表", (), paths)
    assert fitting[0][0].kind == "appropriation_summary"
    assert scores_of(fits("一般公共预算支出表", (), ["“三公”经费合计", "因公出国（境）费"])) == (
        "general_expenditure 3.00; three_public 1.00"
    )
    assert scores_of(fits("收入总表", (), ())) is None
