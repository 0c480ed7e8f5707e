"""Parents seen on the page: by code prefix, by ordinal, by the section that a row of another kind opens."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extract.model import Row, RowKey
from extract.text import ordinal_level
from extract.vocabulary import row_label

# Shorter codes (a project category such as 22) say nothing by being another code's beginning.
_LEAST_PREFIX = 3
# Points: labels this much apart in their indent stand on two levels; this even on both sides they are centred.
_STEP = 3.0
_EVEN = 4.0
_MOST_LEVELS = 6
_OF_WHICH = re.compile(r"^其中[:：]?")


def with_parents(rows: Sequence[Row], is_subject_code: bool) -> list[Row]:
    """The rows of one block with their parents; totals and rows without a key have none.

    `is_subject_code`: the code column holds classification subjects only, whose parents are their prefixes;
    otherwise codes of several kinds (units, categories, projects) nest in the order in which they appear.
    """
    levels = _indent_levels(rows)
    latest: dict[str, int] = {}
    placed: list[Row] = []
    for row in rows:
        parent, basis = _parent(row, placed, is_subject_code, levels, latest)
        placed.append(replace(row, parent_row_no=parent, parent_basis=basis))
        if code := _code(row):
            latest[code] = row.row_no
    return placed


def _parent(
    row: Row, before: Sequence[Row], is_subject_code: bool, levels: dict[int, int], latest: dict[str, int]
) -> tuple[int | None, str | None]:
    key = row.first_key
    if key is None or (key.code is None and key.label is None):
        return None, None
    if key.code:
        parent = _by_prefix(key.code, latest)
        if parent is not None:
            return parent, "code"
        if not is_subject_code:
            return _by_section(row, before)
        return _by_other_key(key, before)
    parent, basis = _by_ordinal(key.label or "", before)
    if parent is not None or ordinal_level(key.label or "") is not None:
        return parent, basis
    if row.row_no in levels:
        return _by_indent(row, before, levels)
    return _by_unit(key.label or "", before) if not is_subject_code else (None, None)


def _indent_levels(rows: Sequence[Row]) -> dict[int, int]:
    """The level of each row's label by its indent, or nothing where indents say nothing.

    Labels set in the middle of their cells are indented by their length; more than a few levels are no levels.
    """
    named = [(row.row_no, key) for row in rows if (key := row.first_key) and key.label and not key.code]
    first = min((key.key_no for _, key in named), default=0)
    indents = {
        row_no: (key.indent, key.slack or 0.0)
        for row_no, key in named
        if key.key_no == first and key.indent is not None and not _is_total(key.label or "")
    }
    roomy = [(indent, slack) for indent, slack in indents.values() if indent + slack > 3 * _EVEN]
    centred = sum(1 for indent, slack in roomy if abs(indent - slack) <= _EVEN)
    if len(indents) < 3 or centred * 2 > len(roomy):
        return {}
    edges: list[float] = []
    for indent in sorted(indent for indent, _ in indents.values()):
        if not edges or indent - edges[-1] > _STEP:
            edges.append(indent)
    if not 2 <= len(edges) <= _MOST_LEVELS:
        return {}
    return {number: bisect_right(edges, indent) - 1 for number, (indent, _) in indents.items()}


def _by_indent(row: Row, before: Sequence[Row], levels: dict[int, int]) -> tuple[int | None, str | None]:
    """The nearest row above whose label begins further left."""
    for other in reversed(before):
        if levels.get(other.row_no, levels[row.row_no]) < levels[row.row_no]:
            return other.row_no, "indent"
    return None, None


def _is_total(label: str) -> bool:
    known = row_label(label)
    return known is not None and known.row_role != ""


def _code(row: Row) -> str | None:
    return row.first_key.code if row.first_key else None


def _by_prefix(code: str, latest: dict[str, int]) -> int | None:
    """The nearest row above with the longest code that begins this one."""
    for length in range(len(code) - 1, _LEAST_PREFIX - 1, -1):
        if code[:length] in latest:
            return latest[code[:length]]
    return None


def _by_section(row: Row, before: Sequence[Row]) -> tuple[int | None, str | None]:
    """Codes of one shape within an open section are peers; a new shape opens a section below the row above."""
    shape = _shape(_code(row) or "")
    nearest = next((other for other in reversed(before) if _code(other)), None)
    open_row = nearest
    by_number = {other.row_no: other for other in before}
    while open_row is not None:
        if _shape(_code(open_row) or "") == shape:
            return open_row.parent_row_no, open_row.parent_basis
        open_row = by_number.get(open_row.parent_row_no) if open_row.parent_row_no else None
    return (nearest.row_no, "section") if nearest else (None, None)


def _by_other_key(key: RowKey, before: Sequence[Row]) -> tuple[int | None, str | None]:
    """Subjects below a unit printed once, in a row of its own: the nearest row above keyed by an earlier key alone."""
    for other in reversed(before):
        numbers = [other_key.key_no for other_key in other.keys]
        if numbers and max(numbers) < key.key_no:
            known = row_label(other.keys[0].label or "")
            return (None, None) if known and known.row_role else (other.row_no, "section")
    return None, None


def _by_unit(label: str, before: Sequence[Row]) -> tuple[int | None, str | None]:
    """Projects without a code lie below the nearest coded row above, their unit; a total lies below nothing."""
    known = row_label(label)
    nearest = next((other for other in reversed(before) if _code(other)), None)
    return (nearest.row_no, "section") if nearest and not (known and known.row_role) else (None, None)


def _shape(code: str) -> str:
    return f"{len(code)}{'A' if re.search('[A-Z]', code) else ''}"


def _by_ordinal(label: str, before: Sequence[Row]) -> tuple[int | None, str | None]:
    level = ordinal_level(label)
    if level is None:
        return _whole(label, before)
    if level == 1:
        return None, None
    for other in reversed(before):
        other_label = (other.first_key.label if other.first_key else None) or ""
        other_level = ordinal_level(other_label)
        if other_level is not None and other_level < level:
            return other.row_no, "ordinal"
        if other_level is None and other.parent_row_no is None and _heads(other, other_label):
            return other.row_no, "ordinal"
    return None, None


def _heads(row: Row, label: str) -> bool:
    """Whether an unnumbered line (上年结转) may head the numbered ones below it: no total, no code, no 其中."""
    return bool(label) and _code(row) is None and not _OF_WHICH.match(label) and not _is_total(label)


def _whole(label: str, before: Sequence[Row]) -> tuple[int | None, str | None]:
    """An 其中 line is part of the nearest line above that is none and no total."""
    if not _OF_WHICH.match(label):
        return None, None
    for other in reversed(before):
        other_label = (other.first_key.label if other.first_key else None) or ""
        known = row_label(other_label)
        if not _OF_WHICH.match(other_label) and not (known and known.row_role):
            return other.row_no, "section"
    return None, None
