"""The names that a document may print: subjects of the classifications by code, and every known label."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from extract.text import strip_ordinal
from extract.vocabulary import normalised, wording_parts

_REFERENCE = Path(__file__).resolve().parent.parent / "seeds" / "reference"
_SEEDS = ("function_subjects.csv", "economic_subjects.csv")
_OF_WHICH = re.compile(r"^其中:?")
_CODE_FIRST = re.compile(r"(?P<code>\d{7}|\d{5}|\d{3})[-－—]?(?P<name>[^\d\-－—].*)")


@lru_cache(maxsize=1)
def subjects() -> dict[str, frozenset[str]]:
    """The names that each code of the function and the economic classifications has had, normalised."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for seed in _SEEDS:
        with (_REFERENCE / seed).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names[row["code"]].add(normalised(row["name_zh"]))
    return {code: frozenset(of_code) for code, of_code in names.items()}


@lru_cache(maxsize=1)
def _subject_names() -> frozenset[str]:
    return frozenset(name for names in subjects().values() for name in names)


def is_subject_code(code: str) -> bool:
    """Whether a classification lists the code."""
    return code in subjects()


def names_subject(code: str, name: str) -> bool:
    """Whether a name is one that the code has had."""
    return normalised(name) in subjects().get(code, frozenset())


@lru_cache(maxsize=65536)
def known_parts(text: str) -> int:
    """Of how many known parts a name consists, its ordinal left aside: 1 for a subject or a known label, 0 unknown."""
    # 其中 may stand before anything: what follows it must be known by itself.
    plain = _OF_WHICH.sub("", normalised(strip_ordinal(text)))
    if not plain:
        return 0
    return 1 if plain in _subject_names() else wording_parts(plain)


def is_economic_name(text: str) -> bool:
    """Whether a text is the name of an economic subject's class (工资福利支出) and of no function subject."""
    plain = normalised(strip_ordinal(text))
    having = {code[0] for code, names in subjects().items() if plain in names and len(code) == 3}
    return bool(having) and "2" not in having


def split_glued_code(text: str) -> tuple[str, str] | None:
    """Code and name of a text that prints a subject's code right before its name (`201一般公共服务支出`), else None.

    The name must begin as one of the code's names does, or `301人` would be a subject.
    """
    match = _CODE_FIRST.fullmatch(text)
    if match is None:
        return None
    code, name = match.group("code"), match.group("name").strip()
    begins = {known[0] for known in subjects().get(code, frozenset())}
    return (code, name) if normalised(name)[:1] in begins else None
