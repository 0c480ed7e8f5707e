"""The SQL macros that read labels and numbers say the same as the Python that the extractor uses."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.text import number_text, strip_ordinal
from extract.vocabulary import normalised

MACROS = Path(__file__).resolve().parents[2] / "macros"

CONNECTION = duckdb.connect()
LABEL = st.text(alphabet="一二十、（）()：:“”" + " \u3000科目编码基本支出万元亿单位1203.%％，", max_size=14)
AMOUNT = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def macro(file: str, name: str, argument: str) -> str:
    module: Any = jinja2.Environment().from_string((MACROS / file).read_text(encoding="utf-8")).module
    return str(getattr(module, name)(argument))


def sql(expression: str, text: str) -> Any:
    return CONNECTION.execute(f"select {expression} from (select ? as text)", [text]).fetchall()[0][0]


NORMALISED = macro("labels.sql", "normalised_label", "text")
WITHOUT_ORDINAL = macro("labels.sql", "without_ordinal", "text")
DIGITS = macro("numbers.sql", "number_digits", "text")
IS_NUMBER = macro("numbers.sql", "is_number", f"({DIGITS})")
VALUE = macro("numbers.sql", "number_value", f"({DIGITS})")


@given(LABEL)
@settings(max_examples=300, deadline=None)
def test_labels_are_normalised_alike(text: str) -> None:
    assert sql(NORMALISED, text) == normalised(text)


@pytest.mark.parametrize(
    "text",
    [
        "一、本年收入",
        "（一）一般公共预算",
        "(廿二)债务还本支出",
        "廿一、其他支出",
        "1.办公费",
        "（2）其中",
        "① 甲",
        "合计",
    ],
)
def test_ordinals_are_taken_off_alike(text: str) -> None:
    assert sql(WITHOUT_ORDINAL, text) == strip_ordinal(text)


@given(AMOUNT)
@settings(max_examples=300, deadline=None)
def test_amounts_keep_every_digit(amount: Decimal) -> None:
    for printed in (f"{amount:.2f}", f"{amount:,.2f}", " ".join(f"{amount:.2f}")):
        assert number_text(printed) is not None
        assert sql(VALUE, printed) == amount


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0 . 0 0", "0"),
        ("0 · 0 0", "0"),
        ("0 · 0", "0"),
        ("1,407.28", "1407.28"),
        ("（12.50）", "-12.50"),
        ("１２．５", "12.5"),
        ("66.95%", "66.95"),
        ("12.345678", "12.345678"),
    ],
)
def test_printed_forms_of_numbers(text: str, value: str) -> None:
    assert number_text(text) is not None
    assert sql(VALUE, text) == Decimal(value)


@pytest.mark.parametrize("text", ["—", "/", "-", "", "1.2.3", "12万", "0.00元", "1,40.28", "合计"])
def test_what_is_no_number(text: str) -> None:
    assert number_text(text) is None
    assert sql(IS_NUMBER, text) is False
    assert sql(VALUE, text) is None
