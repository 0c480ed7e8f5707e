from __future__ import annotations

import pytest

from extract.captions import (
    empty_note_of,
    is_caption,
    is_contact,
    is_furniture,
    is_note,
    publisher_of,
    read_caption,
    unit_of,
    whole_lines,
)


@pytest.mark.parametrize(
    ("lines", "number", "title"),
    [
        (["三、部门支出总表", "表 3", "部门支出总表"], "3", "部门支出总表"),
        (["5-1 一般公共预算支出表（分功能科目）", "表 5-1", "一般公共预算支出表"], "5-1", "一般公共预算支出表"),
        (["预算02表", "收入总表"], "02", "收入总表"),
        (["表4：财政拨款收支总表"], "4", "财政拨款收支总表"),
        (["公开07表", "“三公”经费支出表"], "07", "“三公”经费支出表"),
        (["二、部门收入总表"], None, "部门收入总表"),
        (["具体安排见下表"], None, None),
        (["本年绿化养护支出较多，明细列在项目支出表"], None, None),
        (
            ["一般公共预算支出明细表（按支出功能分类科", "目-不含上年结转）"],
            None,
            "一般公共预算支出明细表（按支出功能分类科目-不含上年结转）",
        ),
        (["编制说明"], None, None),
    ],
)
def test_titles_and_numbers(lines: list[str], number: str | None, title: str | None) -> None:
    caption = read_caption(lines)
    assert (caption.printed_number, caption.title) == (number, title)


def test_the_heading_above_a_title_is_kept() -> None:
    assert read_caption(["八、政府性基金预算支出表", "表 8", "基金支出明细表"]).headings == (
        "八、政府性基金预算支出表",
    )


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["单位：万元"], "万元"),
        (["单位：万", "元"], "万元"),
        (["金额单位: 元"], "元"),
        (["编制单位：云山市绿化局 单位：亿元"], "亿元"),
        (["单位：云山市绿化局"], None),
        ([], None),
    ],
)
def test_units(lines: list[str], unit: str | None) -> None:
    assert unit_of(lines) == unit


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        (["部门/单位：云山市绿化局", "单位：万元"], "云山市绿化局"),
        (["编制单位：云山市绿化局 单位：元"], "云山市绿化局"),
        (["单位：万", "元"], None),
        (["单位：万元"], None),
        (["单位名称："], None),
    ],
)
def test_publishers(lines: list[str], publisher: str | None) -> None:
    assert publisher_of(lines) == publisher


@pytest.mark.parametrize(
    ("lines", "is_empty"),
    [
        (["绿化站 2025 年没有使用政府性基金预算拨款安排的支出"], True),
        (["注：本表无数据"], True),
        (["备注：本单位没有使用国有资本经营预算拨款安排的支出。"], True),
        (["注：本表本年无发生额。"], True),
        (["（注：2026年没有使用财政拨款收入和支出。）"], True),
        (["注：无。"], False),
        (["注：1、空表要在目录说明理由。2、涉及专项的请添加。"], False),
        (["二、没有这样的标题预算"], False),
        (["", "", "下面另起一段"], False),
    ],
)
def test_notes_of_empty_tables(lines: list[str], is_empty: bool) -> None:
    assert (empty_note_of(lines) is not None) is is_empty


@pytest.mark.parametrize("text", ["- 7 -", "12", "第3页", "第10页，共45页", "3/45", "— 12 —"])
def test_page_numbers_are_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize("text", ["表 3", "单位：万元", "部门/单位：绿化局", "项目支出表"])
def test_captions_are_no_prose(text: str) -> None:
    assert is_caption(text)
    assert not is_furniture(text)


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("填报人", True),
        ("项目负责人", True),
        ("联系电话：5550100", True),
        ("负责人（签字）", True),
        ("离退休人员经费", False),
        ("电话费", False),
        ("负责人培训费", False),
        ("邮电费", False),
    ],
)
def test_contacts_are_told_from_subjects(text: str, contact: bool) -> None:
    assert is_contact(text) is contact


def test_notes_and_whole_lines() -> None:
    assert is_note("备注：不含结转")
    assert not is_note("备用金")
    assert whole_lines(["一 般 公 共", "", "预算"]) == ["一般公共", "预算"]
