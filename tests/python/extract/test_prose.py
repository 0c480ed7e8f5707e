"""Figures of running text: phrases, relations and lists, whatever the page does to the lines."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extract.account import count_tokens, withheld_text
from extract.captions import has_phone, is_contact
from extract.model import Document, Grid, Place, ProseFigure, TextLine
from extract.pipeline import extract_document
from extract.rows.phrases import LONGEST
from extract.rows.prose import read_prose
from extract.text import squeeze

LEFT, RIGHT, INDENT = 90.0, 505.0, 28.0
BODY = "示例市园林局"


def text(*lines: str) -> list[TextLine | Grid]:
    return [TextLine(line, Place(line_no=number)) for number, line in enumerate(lines, start=1)]


def figures(*lines: str) -> tuple[ProseFigure, ...]:
    return read_prose(text("三、预算情况说明", *lines), BODY).figures


def said(*lines: str) -> list[tuple[str | None, str, str | None]]:
    return [(figure.phrase, figure.figure_printed, figure.relation) for figure in figures(*lines)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            f"2030年，{BODY}收支总预算1,200.50万元，比2029年预算增加200.5万元，增长20.05%，主要原因是新增公园3个、人员12人。",
            [("收支总预算", "1,200.50", None), ("收支总预算", "200.5", "增加"), ("收支总预算", "20.05%", "增长")],
        ),
        (
            "本部门公务用车购置及运行费9.7万元（公务用车购置费0万元；公务用车运行费9.7万元，较上年减少0.3万元），较上年减少0.3万元（3.00%）。",
            [
                ("公务用车购置及运行费", "9.7", None),
                ("公务用车购置费", "0", None),
                ("公务用车运行费", "9.7", None),
                ("公务用车运行费", "0.3", "减少"),
                ("公务用车购置及运行费", "0.3", "减少"),
                ("公务用车购置及运行费", "3.00%", "减少"),
            ],
        ),
        ("决算数较预算数减少5.91万元。", [(None, "5.91", "减少")]),
        (
            "公务接待费预算1.86万元，支出决算0.11万元，完成预算的5.91%。",
            [
                ("公务接待费预算", "1.86", None),
                ("公务接待费支出决算", "0.11", None),
                ("公务接待费支出决算", "5.91%", "完成"),
            ],
        ),
        ("政府性基金拨款支出预算为0；", [("政府性基金拨款支出预算", "0", None)]),
        (
            "截至2029年12月31日，本部门共有车辆11辆，单价100万元（含）以上设备（不含车辆）2台（套）。",
            [("车辆", "11", None), ("单价100万元（含）以上设备（不含车辆）", "2", None)],
        ),
        (
            "本局内设机构分别为办公室、规划科等共7个处室，编报4个项目绩效目标。",
            [("处室", "7", None), ("项目绩效目标", "4", None)],
        ),
        (
            "（三）2120501-城乡社区环境卫生553.54万元。主要用于道路清扫。",
            [("2120501-城乡社区环境卫生", "553.54", None)],
        ),
    ],
)
def test_phrases_and_relations(line: str, expected: list[tuple[str | None, str, str | None]]) -> None:
    assert said(line) == expected


def test_a_topic_above_names_what_the_sentence_does_not() -> None:
    assert said("（一）公务接待费", "2030年预算安排5.00万元，与上年持平。") == [("公务接待费预算", "5.00", None)]
    assert said("2.公务接待费。2030年预算数1.44万元。") == [("公务接待费预算数", "1.44", None)]


def test_lists_know_their_whole() -> None:
    found = figures(
        "2030年基本支出100万元，其中：",
        "（一）人员经费80万元，包括：",
        "1.工资福利支出79万元。",
        "2.对个人和家庭的补助1万元。",
        "（二）公用经费20万元。",
    )
    printed = {figure.figure_no: figure.figure_printed for figure in found}
    assert [(figure.figure_printed, printed.get(figure.whole_figure_no or 0)) for figure in found] == [
        ("100", None),
        ("80", "100"),
        ("79", "80"),
        ("1", "80"),
        ("20", "100"),
    ]


def test_a_nested_list_ends_with_its_clause() -> None:
    found = figures("支出预算30万元，其中：基本支出10万元，其中人员经费8万元、公用经费2万元；项目支出20万元。")
    wholes = {figure.phrase: figure.whole_figure_no for figure in found}
    assert wholes == {"支出预算": None, "基本支出": 1, "人员经费": 2, "公用经费": 2, "项目支出": 1}


@pytest.mark.parametrize(
    "heading", ["一、部门主要职责", "三、2030年工作任务", "第四部分名词解释", "第二部分2030年部门预算表"]
)
def test_duties_plans_glossary_and_tables_explain_no_figures(heading: str) -> None:
    assert read_prose(text(heading, "新建公园12个，投入300万元，占50%。"), BODY).figures == ()


SENTENCES = (
    "2030年收支总预算1,407.28万元，比2029年预算增加564.35万元，增长66.95%，主要原因是机构划转，人员增加。"
    "收入包括：一般公共预算拨款收入1,300.00万元、上年结转107.28万元。支出包括：基本支出487.28万元，占34.63%，"
    "其中人员经费420.29万元、公用经费66.99万元；项目支出920万元，占65.37%。截至2029年12月31日，部门共有车辆2辆，"
    "其中：应急保障用车1辆、其他用车1辆；单价100万元以上设备0台（套）。"
)


# A line of one or two digits is a page number.
SHORTEST = 5


def page_lines(parts: list[str]) -> list[TextLine | Grid]:
    """Lines of full width, each but the last followed by a page number and a page break."""
    lines: list[TextLine | Grid] = [TextLine("三、预算情况说明", Place(None, 1, LEFT + INDENT, 70, 250, 84))]
    for page, part in enumerate(parts, start=1):
        left = LEFT + (INDENT if page == 1 else 0)
        # Another line says how far to the left and right the page's text reaches.
        lines.append(TextLine(part, Place(None, page, left, 100, RIGHT, 114)))
        lines.append(TextLine(f"- {page} -", Place(None, page, 280, 780, 315, 790)))
    return lines


def content(found: tuple[ProseFigure, ...]) -> list[ProseFigure]:
    return [replace(figure, place=Place()) for figure in found]


@settings(max_examples=200, deadline=None)
@given(st.sets(st.integers(min_value=1, max_value=len(SENTENCES) // SHORTEST - 1), min_size=1, max_size=4), st.data())
def test_page_breaks_anywhere_change_no_figure(places: set[int], data: st.DataObject) -> None:
    cuts = [place * SHORTEST + data.draw(st.integers(0, SHORTEST - 1)) for place in sorted(places)]
    edges = [0, *cuts, len(SENTENCES)]
    assume(all(end - start >= SHORTEST for start, end in itertools.pairwise(edges)))
    parts = [SENTENCES[start:end] for start, end in itertools.pairwise(edges)]
    whole = read_prose(page_lines([SENTENCES]), BODY).figures
    assert len(whole) == 15
    assert content(read_prose(page_lines(parts), BODY).figures) == content(whole)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([at for at, mark in enumerate(SENTENCES[:-1]) if at >= SHORTEST and mark != "。"]))
def test_a_text_cut_within_a_clause_gives_the_same_figures(cut: int) -> None:
    whole = figures(SENTENCES)
    assert content(figures(SENTENCES[: cut + 1], SENTENCES[cut + 1 :])) == content(whole)


def test_a_running_header_parts_no_sentence() -> None:
    header = "示例市园林局2030年部门预算"
    lines: list[TextLine | Grid] = []
    for page, part in enumerate(["2030年收入预算1,4", "07.28万元，比上年增", "加5.5万元。"], start=1):
        lines.append(TextLine(header, Place(None, page, LEFT, 40, 300, 54)))
        lines.append(TextLine(part, Place(None, page, LEFT, 100, RIGHT, 114)))
    found = read_prose(lines, BODY).figures
    assert [(figure.figure_printed, figure.place.page) for figure in found] == [("1,407.28", 1), ("5.5", 3)]


def test_every_token_has_a_class() -> None:
    blocks = text(
        "三、预算情况说明", "2030年收支总预算1 200.5万元，较2029年增", "加20", "0.5万元，新增3个公园。", "- 1 -"
    )
    document = Document("example", "example.txt", "", "text_tabs", None, tuple(blocks))
    told = read_prose(blocks, BODY).tokens
    counts = {count.token_class: count.tokens for count in count_tokens(document, [], told)}
    # 200.5, 20 and 0.5 are of figures; the years, the parks and the 1 parted by a space stay prose.
    assert counts == {"furniture": 1, "prose": 4, "value": 3}
    assert counts["prose"] == sum(leftover.tokens for leftover in withheld_text(document, told))


@pytest.mark.parametrize(
    "line",
    [
        "主要用于支付甄某某抚恤金3万元，帮扶困难群众慰问12万元等工作的开展以及全区范围内相关业务费用支出5万元。",
        "联系人：甄某某，电话13800001111，预算3万元。",
        "负责人：甄某某 预算公开电话：027-80001111 收入预算3万元。",
        "主要原因是甄某某等同志因工作需要调入我单位后相应增加了工资福利等方面的经费支出需求12万元。",
    ],
)
def test_no_phrase_carries_reasons_persons_or_telephones(line: str) -> None:
    for figure in figures(line):
        phrase = figure.phrase or ""
        assert len(phrase) <= 16
        assert not any(word in phrase for word in ("甄某某等", "联系人", "1380000", "027"))


def test_corpus_smoke(shared: Path) -> None:
    """Documents of the corpus: short clean phrases, tokens all classed, figures wherever explanations stand."""
    for name in ("xian-audit-2026", "fuzhou-commerce-2026", "guangzhou-petitions-2026", "shanghai-petitions-2026"):
        data = (shared / "corpus" / f"{name}.pdf").read_bytes()
        extraction = extract_document(data, name, f"{name}.pdf", "")
        assert len(extraction.prose_figures) >= 30
        assert all(count.token_class != "unclassed" for count in extraction.token_counts)
        for figure in extraction.prose_figures:
            phrase = figure.phrase or ""
            assert len(phrase) <= LONGEST
            assert not is_contact(phrase)
            assert not has_phone(phrase)
            assert squeeze(phrase) == phrase.strip("。；")


def test_kinds_of_vehicles_are_all_counted() -> None:
    """主要领导干部用车 names a kind of vehicles; 主要 opens a reason elsewhere."""
    vehicles = figures(
        "（三）国有资产占有使用情况",
        "截至2025年12月31日，本单位共有车辆7辆，其中：副部（省）级以上领导用车0辆、主要领导干部用车1辆、"
        "机要通信用车2辆、其他用车4辆。",
    )
    assert [(figure.phrase, figure.figure_printed) for figure in vehicles] == [
        ("车辆", "7"),
        ("副部（省）级以上领导用车", "0"),
        ("主要领导干部用车", "1"),
        ("机要通信用车", "2"),
        ("其他用车", "4"),
    ]
    assert {figure.whole_figure_no for figure in vehicles[1:]} == {vehicles[0].figure_no}


def test_no_change_before_its_percentage_in_brackets() -> None:
    level, percent = figures("“三公”经费情况", "2021年因公出国（境）费0万元，较上年没有变化（0%），原因是无该项支出。")
    assert (level.relation, percent.relation) == (None, "没有变化")
    assert (percent.of_figure_no, percent.compared_with) == (level.figure_no, "上年")


def test_this_year_ends_the_day_of_a_count() -> None:
    held, bought = figures("截至2029年底，本部门共有车辆4辆。当年部门预算安排购置车辆1辆。")
    assert (held.year_printed, bought.year_printed) == ("2029年", None)
