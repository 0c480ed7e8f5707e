"""Numbers that run into one another, into codes and into words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.readers.plain_tokens import decimals_of, tokens

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2).map(lambda value: f"{value:,.2f}")
LONG_AMOUNTS = st.decimals(min_value=0, max_value=Decimal("9999999.999999"), places=6).map(lambda value: f"{value:.6f}")
WORDS = st.sampled_from(["本年支出合计", "四、对附属单位补助支出", "（二）公共项目", "支出总计"])
CODES = st.sampled_from(["201", "20805", "2080505", "301", "30201"])


def read(line: str, decimals: int = 2) -> list[tuple[str, bool]]:
    return [(token.text, token.is_number) for token in tokens(line, 1, decimals)]


@given(st.lists(AMOUNTS, min_size=1, max_size=6))
def test_amounts_glued_to_one_another_come_apart(amounts: list[str]) -> None:
    assert read("".join(amounts)) == [(amount, True) for amount in amounts]


@given(st.lists(LONG_AMOUNTS, min_size=1, max_size=4))
def test_amounts_of_six_decimals_come_apart_too(amounts: list[str]) -> None:
    assert read("".join(amounts), decimals=6) == [(amount, True) for amount in amounts]


@given(st.lists(st.tuples(WORDS, AMOUNTS), min_size=1, max_size=5))
def test_words_and_amounts_without_blanks_come_apart(items: list[tuple[str, str]]) -> None:
    expected = [token for word, amount in items for token in ((word, False), (amount, True))]
    assert read("".join(word + amount for word, amount in items)) == expected


@given(AMOUNTS, CODES, WORDS)
def test_a_subject_code_glued_to_an_amount_comes_off(amount: str, code: str, word: str) -> None:
    assert read(f"{amount}{code} {word}") == [(amount, True), (code, True), (word, False)]


@given(st.lists(AMOUNTS, max_size=6), st.sampled_from([" ", "  ", "\t", "\u3000"]))
def test_blanks_part_whatever_they_are(amounts: list[str], blank: str) -> None:
    assert read(blank.join(amounts)) == [(amount, True) for amount in amounts]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1,139.401,139.40", [("1,139.40", True), ("1,139.40", True)]),
        ("1,152.06201 一般公共服务支出", [("1,152.06", True), ("201", True), ("一般公共服务支出", False)]),
        ("-12.30-5.00", [("-12.30", True), ("-5.00", True)]),
        ("部门公开表1 2020年", [("部门公开表1", False), ("2020年", False)]),
        ("121,224,0002026年预算表", [("121,224,000", True), ("2026年预算表", False)]),
        ("201一般公共服务支出", [("201一般公共服务支出", False)]),
        ("12.345678", [("12.345678", True)]),
        ("（≤3.00）", [("（≤3.00）", False)]),
    ],
)
def test_printed_lines(line: str, expected: list[tuple[str, bool]]) -> None:
    assert read(line) == expected


def test_decimals_are_those_of_most_numbers_that_stand_alone() -> None:
    assert decimals_of(["1.500000 2.250000", "合计 3.10", "0.1"]) == 6
    assert decimals_of(["没有数字"]) == 2


def test_a_line_of_very_many_glued_amounts_is_read_in_one_pass() -> None:
    assert len(read("1,234.56" * 50_000)) == 50_000
