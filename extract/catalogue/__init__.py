"""What is known of disclosed tables and their captions, as data, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    empty_note: re.Pattern[str]
    note: re.Pattern[str]
    contact: re.Pattern[str]
    furniture: re.Pattern[str]
    form_head: re.Pattern[str]
    form_part: re.Pattern[str]


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
    return CaptionPatterns(
        tuple(re.compile(pattern) for pattern in data["printed_number"]),
        *(
            re.compile(data[name])
            for name in (
                "title",
                "unit",
                "publisher",
                "empty_note",
                "note",
                "contact",
                "furniture",
                "form_head",
                "form_part",
            )
        ),
    )


def _load(name: str) -> Any:
    return yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
