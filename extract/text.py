"""Reading single printed strings: white space, numbers, codes, ordinals."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’"
_SPACE_AT_CJK = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")
# A printed amount: thousands separators in either width, an optional sign or brackets, at most one point.
_NUMBER = re.compile(r"[-−－+]?\(?-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?\)?[%％]?")
_NUMERIC_TOKEN = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?")
# `0 . 0 0` and `0 · 0`: a narrow column prints one glyph a line, and the point as a middle dot.
_SPACED_NUMBER = re.compile(r"(?<!\d)\d(?:\s+\d)*\s*[.·．]\s*\d(?:\s+\d)*(?!\d)")
_NUMBER_MARKS = re.compile(r"[-−+,()%]")
_CODE = re.compile(r"(?=.*\d)[0-9A-Z]{2,}")
# `[201]一般公共服务支出`, `2010301-行政运行`: a separator is needed, or `100万元以上` would be code 100.
_CODE_AND_NAME = re.compile(
    r"(?:[\[【(（](?P<in_brackets>\d{3,})[\]】)）]|(?P<bare>(?=[A-Z]*\d)[0-9A-Z ]{2,})[-－—–_])\s*(?P<name>[^\d\s].*|"
    r"(?<=[0-9A-Z]{15}[-－—–_])\d+[\u4e00-\u9fff].*)"
)
# Names of units, subjects and projects are shorter and have no sentences.
_LONGEST_NAME = 60
_LONGEST_CLAUSE = 25
_NUMERALS = "零〇一二三四五六七八九十廿卅百"
# One group a level.
_ORDINAL = re.compile(
    rf"([{_NUMERALS}]+、)|([（(][{_NUMERALS}]+[）)]、?)|(\d{{1,2}}[.、．](?!\d))|([（(]\d{{1,2}}[）)])|([①-⑳])"
)


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def join_words(text: str) -> str:
    """The text with white space kept only between words of other scripts than Chinese."""
    return _SPACES.sub(" ", _SPACE_AT_CJK.sub("", text)).strip()


def number_text(text: str) -> str | None:
    """The digits of a printed amount without inner white space, or None where the text is no amount.

    `0 . 0 0` and `0 · 0` are amounts; `—`, `/` and `-` alone are not.
    """
    plain = unicodedata.normalize("NFKC", squeeze(text)).replace("·", ".")
    return plain if _NUMBER.fullmatch(plain) else None


def amount(text: str) -> Decimal | None:
    """The value of a printed number, brackets negative, per cent as printed; None where the text is no number."""
    digits = number_text(text)
    if digits is None:
        return None
    value = Decimal(_NUMBER_MARKS.sub("", digits))
    return -value if digits.startswith("(") or "-" in digits or "−" in digits else value


def code_text(text: str) -> str | None:
    """A code without its inner white space, or None where the text is none."""
    plain = unicodedata.normalize("NFKC", squeeze(text))
    return plain if _CODE.fullmatch(plain) else None


def split_code(text: str) -> tuple[str, str] | None:
    """Code as printed and name of a cell that prints both, in brackets or with a separator between; else None."""
    match = _CODE_AND_NAME.fullmatch(join_words(text))
    return (match.group("in_brackets") or match.group("bare"), match.group("name")) if match else None


def is_prose(text: str) -> bool:
    """Whether a cell's text is a sentence or a list of measures rather than a name, a code or an amount."""
    plain = squeeze(text)
    clauses = len(plain) > _LONGEST_CLAUSE and "，" in plain
    return len(plain) > _LONGEST_NAME or "。" in plain or "；" in plain or clauses


def count_numbers(text: str) -> int:
    """How many numeric tokens a text prints; a number spaced out glyph by glyph is one."""
    return len(_NUMERIC_TOKEN.findall(_SPACED_NUMBER.sub("0", text)))


def ordinal_level(label: str) -> int | None:
    """1 for 一、 2 for （一） 3 for 1. 4 for （1） 5 for ①, None where the label has no ordinal."""
    match = _ORDINAL.match(label)
    return match.lastindex if match else None


def strip_ordinal(label: str) -> str:
    """The label without its leading ordinal."""
    match = _ORDINAL.match(label)
    return label[match.end() :] if match else label
