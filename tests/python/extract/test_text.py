from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.text import (
    code_text,
    count_numbers,
    is_prose,
    join_words,
    number_text,
    ordinal_level,
    split_code,
    squeeze,
    strip_ordinal,
)


@pytest.mark.parametrize(
    ("printed", "digits"),
    [
        ("1,234.50", "1,234.50"),
        ("0 . 0 0", "0.00"),
        ("0 · 0 0", "0.00"),
        ("１２．５", "12.5"),
        ("-3.20", "-3.20"),
        ("(3.20)", "(3.20)"),
        ("6,197.668103", "6,197.668103"),
        ("29.99%", "29.99%"),
        ("1682.7 6", "1682.76"),
        ("—", None),
        ("/", None),
        ("-", None),
        ("", None),
        ("合计", None),
        ("1,40", None),
        ("12,5", None),
        ("2025年", None),
        ("1.2.3", None),
    ],
)
def test_amounts_are_told_from_signs_and_words(printed: str, digits: str | None) -> None:
    assert number_text(printed) == digits


@given(st.decimals(min_value=Decimal("-9999999"), max_value=Decimal("9999999"), places=2, allow_nan=False), st.data())
def test_an_amount_reads_the_same_however_its_glyphs_are_spaced(amount: Decimal, data: st.DataObject) -> None:
    printed = f"{amount:,.2f}"
    spaced = "".join(glyph + data.draw(st.sampled_from(["", " ", "\n", "　"])) for glyph in printed)
    assert number_text(spaced) == printed


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    number_text(text), code_text(text), count_numbers(text), ordinal_level(text), split_code(text), is_prose(text)
    assert squeeze(join_words(text)) == squeeze(text)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("043 001", "043001"),
        ("42011126043 Y000000100", "42011126043Y000000100"),
        ("208", "208"),
        ("合计", None),
        ("A", None),
    ],
)
def test_codes_lose_their_spaces(printed: str, code: str | None) -> None:
    assert code_text(printed) == code


@pytest.mark.parametrize(
    ("printed", "both"),
    [
        ("[201]一般公共服务支出", ("201", "一般公共服务支出")),
        ("2110401-生态保护", ("2110401", "生态保护")),
        ("229_云山市绿化局", ("229", "云山市绿化局")),
        ("11000026Y000 36865-苗圃维护", ("11000026Y000 36865", "苗圃维护")),
        ("2025年预算数", None),
        ("100万元以上设备", None),
        ("2110401", None),
        ("第-一", None),
    ],
)
def test_code_and_name_in_one_cell_need_a_separator(printed: str, both: tuple[str, str] | None) -> None:
    assert split_code(printed) == both


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("0 . 0 0", 1), ("2025 年 1 月", 2), ("1,234.50 和 3", 2), ("043 001", 2), ("无", 0), ("0 · 0 0，5", 2)],
)
def test_numbers_are_counted_as_printed(text: str, tokens: int) -> None:
    assert count_numbers(text) == tokens


@pytest.mark.parametrize(
    ("label", "level", "rest"),
    [
        ("一、基本支出", 1, "基本支出"),
        ("廿一、其他支出", 1, "其他支出"),
        ("（二十一）其他支出", 2, "其他支出"),
        ("(三)教育支出", 2, "教育支出"),
        ("1.办公费", 3, "办公费"),
        ("1、办公费", 3, "办公费"),
        ("（1）办公费", 4, "办公费"),
        ("①办公费", 5, "办公费"),
        ("1.5", None, "1.5"),
        ("其中：一", None, "其中：一"),
    ],
)
def test_ordinals_have_levels(label: str, level: int | None, rest: str) -> None:
    assert ordinal_level(label) == level
    assert strip_ordinal(label) == rest


def test_words_of_other_scripts_keep_their_space() -> None:
    assert join_words("武汉 市\n绿 化 LED Screen 项目") == "武汉市绿化LED Screen项目"


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("园林绿化养护、病虫害防治和苗圃维护专项", False),
        ("完成年度养护。", True),
        ("用于公园养护；用于苗圃", True),
        ("为改善人居环境和提高绿地质量而安排的养护资金，用于全区公园", True),
        ("市级（含区级），园林", False),
        ("绿" * 61, True),
    ],
)
def test_sentences_are_told_from_names(text: str, prose: bool) -> None:
    assert is_prose(text) is prose
