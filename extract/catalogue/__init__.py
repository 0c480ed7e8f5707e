"""What is known of disclosed tables and their captions, as data, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class KindEntry:
    """How one kind of table is recognised."""

    kind: str
    titles: tuple[re.Pattern[str], ...]
    excluded: tuple[re.Pattern[str], ...]
    headers: frozenset[str]
    is_form: bool


@dataclass(frozen=True)
class CaptionPatterns:
    """Patterns of the lines around a table."""

    printed_number: tuple[re.Pattern[str], ...]
    title: re.Pattern[str]
    unit: re.Pattern[str]
    publisher: re.Pattern[str]
    blank_publisher: re.Pattern[str]
    empty_note: re.Pattern[str]
    note: re.Pattern[str]
    contact: re.Pattern[str]
    withheld: re.Pattern[str]
    furniture: re.Pattern[str]
    form_head: re.Pattern[str]
    form_part: re.Pattern[str]
    list_heading: re.Pattern[str]


@dataclass(frozen=True)
class FormLabels:
    """What the labels of forms say: patterns of whole labels by what they say, see forms.yml."""

    fields: dict[str, re.Pattern[str]]
    indicators: dict[str, re.Pattern[str]]
    history: dict[str, re.Pattern[str]]
    level1_of: dict[str, re.Pattern[str]]
    words: dict[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def forms() -> FormLabels:
    """The labels of forms."""
    data = _load("forms.yml")
    groups = {name: patterns for name, patterns in data.items() if isinstance(patterns, dict)}
    words = {name: pattern for name, pattern in data.items() if name not in groups}
    return FormLabels(**{name: _compiled(patterns) for name, patterns in groups.items()}, words=_compiled(words))


def _compiled(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in patterns.items()}


@lru_cache(maxsize=1)
def kinds() -> tuple[KindEntry, ...]:
    """The known kinds of tables in the order of the file."""
    return tuple(
        KindEntry(
            entry["kind"],
            tuple(re.compile(title) for title in entry["titles"]),
            tuple(re.compile(pattern) for pattern in entry.get("not", ())),
            frozenset(entry.get("headers", ())),
            bool(entry.get("form", False)),
        )
        for entry in _load("tables.yml")
    )


@lru_cache(maxsize=1)
def captions() -> CaptionPatterns:
    """The patterns of caption lines."""
    data = _load("captions.yml")
    names = [field.name for field in fields(CaptionPatterns) if field.name != "printed_number"]
    return CaptionPatterns(
        tuple(re.compile(pattern) for pattern in data["printed_number"]),
        *(re.compile(data[name]) for name in names),
    )


@dataclass(frozen=True)
class ProsePatterns:
    """How explanations word their figures; each field as `prose.yml` says of it."""

    title: re.Pattern[str]
    part: re.Pattern[str]
    unread: re.Pattern[str]
    amount: re.Pattern[str]
    percent: re.Pattern[str]
    count: re.Pattern[str]
    no_unit: re.Pattern[str]
    threshold: re.Pattern[str]
    counted: re.Pattern[str]
    change: re.Pattern[str]
    unchanged: re.Pattern[str]
    compared: re.Pattern[str]
    compared_before_noun: re.Pattern[str]
    prior: re.Pattern[str]
    share: re.Pattern[str]
    parts: re.Pattern[str]
    reason: re.Pattern[str]
    reason_goes_on: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    generic: re.Pattern[str]
    generic_of_subject: re.Pattern[str]
    budget_ends: re.Pattern[str]
    topic_ends: re.Pattern[str]
    as_of: re.Pattern[str]
    this_year: re.Pattern[str]
    year: re.Pattern[str]


@lru_cache(maxsize=1)
def prose() -> ProsePatterns:
    """The patterns of explanations."""
    return ProsePatterns(**{name: re.compile(text) for name, text in _load("prose.yml").items()})


@lru_cache(maxsize=1)
def headers() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The known headers: for each the label path over each of its columns."""
    return tuple(tuple(tuple(path.strip().split("/")) for path in header.split("|")) for header in _load("headers.yml"))


def _load(name: str) -> Any:
    # libyaml's parser, where PyYAML was built with it, takes a sixth of the time.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((_FOLDER / name).read_text(encoding="utf-8"), Loader=loader)
