"""The printed labels that are known, from the one list that the SQL models read too."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
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


@lru_cache(maxsize=65536)
def normalised(text: str) -> str:
    """A label for comparison: no white space, no quotes, no unit note, brackets and colons in half width."""
    return _UNIT_NOTE.sub("", squeeze(text).translate(_HALF_WIDTH).translate(_QUOTES))


def column_label(text: str) -> Label | None:
    """What is known of one segment of a header path, whether or not 其中 stands before it."""
    plain = normalised(text)
    return _find("column", plain) or _find("column", _OF_WHICH.sub("", plain))


def row_label(text: str) -> Label | None:
    """What is known of a row's label, whatever ordinal stands before it."""
    return _find("row", normalised(strip_ordinal(text)))


@lru_cache(maxsize=4096)
def _find(place: str, text: str) -> Label | None:
    found = [
        (label.place == "any", -len(pattern.pattern), pattern.pattern, label)
        for pattern, label in _labels()
        if label.place in (place, "any") and pattern.fullmatch(text)
    ]
    # What is said of this place goes before what is said of any; then the longer wording (as in int_labels_matched).
    return min(found, key=lambda item: item[:3])[3] if found else None


@lru_cache(maxsize=1)
def _labels() -> tuple[tuple[re.Pattern[str], Label], ...]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return tuple(
            (
                re.compile(row["pattern"]),
                Label(*(row[name] for name in ("place", "role", "part", "entity", "row_role", "value_type"))),
            )
            for row in csv.DictReader(file)
        )
