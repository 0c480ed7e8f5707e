"""The printed labels that are known, from the one list that the SQL models read too."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path

from extract.text import squeeze, strip_ordinal

LABELS = Path(__file__).resolve().parent.parent / "seeds" / "reference" / "labels.csv"

# The same replacements as the SQL macro `normalised_label`.
_HALF_WIDTH = str.maketrans({"（": "(", "）": ")", "：": ":", "，": ",", "％": "%"})
_QUOTES = str.maketrans("", "", "“”\"'‘’")
_OF_WHICH = re.compile(r"^其中:?")
_UNIT_NOTE = re.compile(r"\((单位:)?(亿元|万元|千元|元)\)$")


@dataclass(frozen=True)
class Label:
    """What is known of one wording; empty fields say nothing."""

    place: str
    role: str
    part: str
    entity: str
    row_role: str
    value_type: str
    fund_source: str
    measure_code: str = ""
    carryover: str = ""
    year_offset: str = ""
    phase: str = ""
    comparison: str = ""
    is_of_which: str = ""


@lru_cache(maxsize=65536)
def normalised(text: str) -> str:
    """A label for comparison: no white space, no quotes, no unit note, brackets and colons in half width."""
    return _UNIT_NOTE.sub("", squeeze(text).translate(_HALF_WIDTH).translate(_QUOTES))


@lru_cache(maxsize=16384)
def column_label(text: str) -> Label | None:
    """What is known of one segment of a header path, whether or not 其中 stands before it."""
    plain = normalised(text)
    return _find("column", plain) or _find("column", _OF_WHICH.sub("", plain))


@lru_cache(maxsize=16384)
def row_label(text: str) -> Label | None:
    """What is known of a row's label, whatever ordinal stands before it."""
    return _find("row", normalised(strip_ordinal(text)))


@lru_cache(maxsize=16384)
def wording_parts(text: str) -> int:
    """Of how many known parts a column's or row's wording is put together: 1 where the list has it whole, 0 unknown."""
    plain = normalised(strip_ordinal(text))
    if any(
        entry.label.place != "title" and entry.reach not in ("lead", "open") and entry.pattern.fullmatch(plain)
        for entry in _labels()
    ):
        return 1
    return min((len(parts) for place in ("row", "column") if (parts := _parts(place, plain))), default=0)


@lru_cache(maxsize=16384)
def _find(place: str, text: str) -> Label | None:
    """What is known of a wording as a whole, else as a row of parts, else what an open pattern says of it.

    What is said of this place goes before what is said of any; then the longer pattern (as in int_labels_matched).
    """
    found = [
        (entry.label.place == "any", -len(entry.pattern.pattern), entry.pattern.pattern, entry)
        for entry in _labels_of(place)
        if entry.pattern.fullmatch(text) and entry.reach != "lead"
    ]
    wholes = [item for item in found if item[3].reach != "open"]
    if wholes:
        return min(wholes, key=lambda item: item[:3])[3].label
    parts = _parts(place, text)
    if parts:
        return _together(parts)
    return min(found, key=lambda item: item[:3])[3].label if found else None


def _parts(place: str, text: str) -> tuple[_Entry, ...]:
    """The parts that a wording is put together from, none left over: the fewest, then the longest first ones."""
    if not _any_part().match(text):
        return ()
    splits: list[tuple[tuple[str, ...], tuple[_Entry, ...]]] = []
    open_splits: list[tuple[str, tuple[str, ...], tuple[_Entry, ...]]] = [(text, (), ())]
    while open_splits:
        rest, texts, entries = open_splits.pop()
        if not rest:
            if entries and entries[-1].reach != "lead":
                splits.append((texts, entries))
            continue
        for entry in _labels_of(place):
            if entry.reach not in ("part", "lead"):
                continue
            match = entry.pattern.match(rest)
            if match and (part := match.group()):
                open_splits.append((rest[len(part) :], (*texts, part), (*entries, entry)))
    return min(splits, key=_preference)[1] if splits else ()


def _preference(split: tuple[tuple[str, ...], tuple[_Entry, ...]]) -> tuple[object, ...]:
    texts, entries = split
    patterns = [entry.pattern.pattern for entry in entries]
    return len(texts), [-len(text) for text in texts], [-len(pattern) for pattern in patterns], patterns


def _together(parts: Sequence[_Entry]) -> Label:
    """What parts say together: the last that says something decides; only a whole wording heads or ends a block."""
    labels = [entry.label for entry in reversed(parts)]
    said = {
        field.name: next((value for label in labels if (value := getattr(label, field.name))), "")
        for field in fields(Label)
    }
    return replace(Label(**said), place="any", part="", entity="", row_role="")


@dataclass(frozen=True)
class _Entry:
    """One row of the list. `reach`: a whole wording (empty), or as labels.yml says: part, lead, open."""

    pattern: re.Pattern[str]
    label: Label
    reach: str


@lru_cache(maxsize=1)
def _labels() -> tuple[_Entry, ...]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return tuple(
            _Entry(
                re.compile(row["pattern"]),
                Label(*(row[field.name] for field in fields(Label))),
                row["reach"],
            )
            for row in csv.DictReader(file)
        )


@lru_cache(maxsize=2)
def _labels_of(place: str) -> tuple[_Entry, ...]:
    return tuple(entry for entry in _labels() if entry.label.place in (place, "any"))


@lru_cache(maxsize=1)
def _any_part() -> re.Pattern[str]:
    """What any part begins with: most labels are names of subjects and units, which no part begins."""
    parts = (entry.pattern.pattern for entry in _labels() if entry.reach in ("part", "lead"))
    return re.compile("|".join(f"(?:{pattern})" for pattern in parts))
