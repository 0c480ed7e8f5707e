"""Parents seen on the page: by code prefix, by ordinal, by the section that a row of another kind opens."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from extract.catalogue import captions
from extract.model import Row, RowKey
from extract.text import ordinal_level
from extract.vocabulary import row_label

# Shorter codes (a project category such as 22) say nothing by being another code's beginning.
_LEAST_PREFIX = 3
# Points: labels this much apart in their indent stand on two levels; this even on both sides they are centred.
_STEP = 4.0
_EVEN = 4.0
_MOST_LEVELS = 6
_OF_WHICH = re.compile(r"^其中[:：]?")
# 类, 款, 项 and the local level below.
_SUBJECT_LENGTHS = (3, 5, 7)

_Parent = tuple[int | None, str | None]


def with_parents(rows: Sequence[Row], is_subject_code: bool, described: Collection[int] = ()) -> list[Row]:
    """The rows of one block with their parents; totals and rows without a key have none.

    `is_subject_code`: the code column holds classification subjects, whose parents are their prefixes, and perhaps
    the units that they are printed below; otherwise codes of several kinds (units, categories, projects) nest in the
    order in which they appear. `described`: the rows that print something beside their amounts, which headings do not.
    """
    levels = _indent_levels(rows)
    listed = _below_subjects(rows, described) if is_subject_code else _listed(rows, levels, described)
    units = _Units(rows) if is_subject_code else None
    within = _within_numbered(rows)
    latest: dict[str, int] = {}
    placed: list[Row] = []
    for row in rows:
        if row.row_no in listed:
            parent, basis = listed[row.row_no]
        elif row.row_no in within:
            parent, basis = within[row.row_no], "ordinal"
        elif units is not None and units.is_unit(row):
            # Its subjects are printed anew below it.
            latest = {}
            parent, basis = units.parent(row)
        else:
            parent, basis = _parent(row, placed, is_subject_code, levels, latest)
            if parent is None and units is not None and _code(row):
                parent, basis = units.above(row)
        placed.append(replace(row, parent_row_no=parent, parent_basis=basis))
        if (code := _code(row)) and not (units is not None and units.is_unit(row)):
            latest[code] = row.row_no
    return placed


class _Units:
    """The units that a table prints among its subjects, in the same column: theirs are the codes of another length."""

    def __init__(self, rows: Sequence[Row]) -> None:
        coded = [row for row in rows if row.first_key and row.first_key.label and row.first_key.code]
        columns = {row.keys[0].key_no for row in coded if len(_code(row) or "") in _SUBJECT_LENGTHS}
        alone = [row for row in coded if len(row.keys) == 1 and row.keys[0].key_no in columns]
        # Each level below a class adds two digits: a code of even length is no subject's.
        self._codes = {row.row_no: code for row in alone if (code := _code(row)) and not len(code) % 2}
        for row, below in itertools.pairwise(alone):
            if below.row_no in self._codes and self._codes[below.row_no].startswith(_code(row) or " "):
                self._codes[row.row_no] = _code(row) or ""

    def is_unit(self, row: Row) -> bool:
        """Whether a row names a unit."""
        return row.row_no in self._codes

    def above(self, row: Row) -> _Parent:
        """The unit below which a subject stands."""
        nearest = max((number for number in self._codes if number < row.row_no), default=None)
        return (nearest, "section") if nearest is not None else (None, None)

    def parent(self, row: Row) -> _Parent:
        """The nearest unit above whose code begins this one's."""
        code = self._codes[row.row_no]
        above = (
            number
            for number, other in self._codes.items()
            if number < row.row_no and code.startswith(other) and code != other
        )
        nearest = max(above, default=None)
        return (nearest, "code") if nearest is not None else (None, None)


def _below_subjects(rows: Sequence[Row], described: Collection[int]) -> dict[int, _Parent]:
    """The parents of rows that print one subject each and below it units, and lines that fill more keys than units.

    What such rows share goes without saying; they nest by the keys after it. A department may be printed once, with
    the first of its units' subjects.
    """
    parents: dict[int, _Parent] = {}
    departments: dict[str, int] = {}
    for code, run in itertools.groupby(rows, key=lambda row: _code(row) if len(row.keys) > 1 else None):
        lines = list(run)
        n_keys = [len(row.keys) for row in lines]
        units = [row for row in lines if len(row.keys) == min(n_keys)]
        if code is None or max(n_keys) == min(n_keys) or any(row.keys[1].code is None for row in units):
            continue
        below = with_parents([replace(row, keys=row.keys[1:]) for row in lines], False, described)
        for row in below:
            unit = _code(row) or ""
            above = _by_prefix(unit, departments) if row.parent_row_no is None else None
            parents[row.row_no] = (row.parent_row_no, row.parent_basis) if above is None else (above, "code")
            departments[unit] = row.row_no
    return parents


def _listed(rows: Sequence[Row], levels: Mapping[int, int], described: Collection[int]) -> dict[int, _Parent]:
    """The parents of rows without codes or indents that a list of projects prints below each unit, in nested headings.

    What tells a heading from a project is that nothing describes it. Where descriptions tell nothing but there are
    headings, which row belongs to which of them cannot be seen: such rows are listed below the nearest sure heading.
    """
    parents: dict[int, _Parent] = {}
    for unit, run in _runs(rows):
        if any(row.row_no in levels for row in run):
            continue
        is_nested = any(map(_is_category, run))
        if _tells(run, described):
            parents.update(_by_description(unit, run, described))
        elif is_nested:
            sure = unit
            for row in run:
                parents[row.row_no] = (unit, "section") if _is_category(row) else (sure, "list")
                sure = row.row_no if _is_category(row) else sure
    return parents


def _runs(rows: Sequence[Row]) -> Iterator[tuple[int, list[Row]]]:
    """Each unit's row number, and the named rows without a code or an ordinal below it."""
    unit: int | None = None
    run: list[Row] = []
    for row in rows:
        label = (row.first_key.label if row.first_key else None) or ""
        if _code(row) is None and label and not _is_total(label) and ordinal_level(label) is None:
            run.append(row)
            continue
        if unit is not None and run:
            yield unit, run
        unit, run = (row.row_no if _code(row) and label else None), []
    if unit is not None and run:
        yield unit, run


def _tells(run: Sequence[Row], described: Collection[int]) -> bool:
    """Whether descriptions tell headings from projects: a heading is followed by what it heads."""
    marks = [row.row_no in described for row in run]
    return marks[-1] and not all(marks) and not any(_is_category(row) and row.row_no in described for row in run)


def _by_description(unit: int, run: Sequence[Row], described: Collection[int]) -> dict[int, _Parent]:
    parents: dict[int, _Parent] = {}
    headings: list[int] = []
    was_project = False
    for row in run:
        if row.row_no in described:
            was_project = True
        elif _is_category(row):
            headings, was_project = [], False
        elif was_project:
            headings, was_project = headings[:-1], False
        parents[row.row_no] = (headings[-1] if headings else unit, "section")
        if row.row_no not in described:
            headings = [*headings, row.row_no]
    return parents


def _is_category(row: Row) -> bool:
    label = row.first_key.label if row.first_key else None
    return label is not None and captions().list_heading.match(label) is not None


def _parent(
    row: Row, before: Sequence[Row], is_subject_code: bool, levels: Mapping[int, int], latest: Mapping[str, int]
) -> _Parent:
    key = row.first_key
    if key is None or (key.code is None and key.label is None):
        return None, None
    if key.code and not key.code.isascii():
        return None, None  # the number of a table in an index
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
        parent, basis = _by_indent(row, before, levels)
        return (parent, basis) if parent is not None or is_subject_code else _by_unit(key.label or "", before)
    return _by_unit(key.label or "", before) if not is_subject_code else (None, None)


def _within_numbered(rows: Sequence[Row]) -> dict[int, int]:
    """Unnumbered lines of a dump, which has no indents, between one numbered line and the next: parts of the former.

    By row number the number of the line that they are parts of. What follows the last numbered line, or a total,
    may stand for itself.
    """
    parts: dict[int, int] = {}
    waiting: dict[int, int] = {}
    numbered: int | None = None
    for row in rows:
        key = row.first_key
        label = (key.label if key else None) or ""
        if key is None or key.code or key.indent is not None:
            waiting, numbered = {}, None
        elif _is_total(label):
            numbered = None
        elif ordinal_level(label) == 1:
            parts |= waiting
            waiting, numbered = {}, row.row_no
        elif ordinal_level(label) is None and numbered is not None and not _OF_WHICH.match(label):
            waiting[row.row_no] = numbered
    return parts


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


def _by_indent(row: Row, before: Sequence[Row], levels: Mapping[int, int]) -> _Parent:
    """The nearest row above whose label begins further left.

    What begins right of an 其中 line stands below its words and goes on with its list: it has the line's own parent.
    """
    for other in reversed(before):
        if levels.get(other.row_no, levels[row.row_no]) < levels[row.row_no]:
            is_of_which = _OF_WHICH.match((other.first_key.label if other.first_key else None) or "")
            return (other.parent_row_no, other.parent_basis) if is_of_which else (other.row_no, "indent")
    return None, None


def _is_total(label: str) -> bool:
    known = row_label(label)
    return known is not None and known.row_role != ""


def _code(row: Row) -> str | None:
    return row.first_key.code if row.first_key else None


def _by_prefix(code: str, latest: Mapping[str, int]) -> int | None:
    """The nearest row above with the longest code that begins this one."""
    for length in range(len(code) - 1, _LEAST_PREFIX - 1, -1):
        if code[:length] in latest:
            return latest[code[:length]]
    return None


def _by_section(row: Row, before: Sequence[Row]) -> _Parent:
    """Codes of one shape within an open section are peers; a new shape opens a section below the row above."""
    shape = _shape(_code(row) or "")
    nearest = next((other for other in reversed(before) if _code(other)), None)
    open_row = nearest
    while open_row is not None:
        if _shape(_code(open_row) or "") == shape:
            return open_row.parent_row_no, open_row.parent_basis
        open_row = _numbered(before, open_row.parent_row_no) if open_row.parent_row_no else None
    return (nearest.row_no, "section") if nearest else (None, None)


def _numbered(rows: Sequence[Row], row_no: int) -> Row | None:
    """The row of a number, of rows in the order of their numbers."""
    place = bisect_left(rows, row_no, key=attrgetter("row_no"))
    return rows[place] if place < len(rows) and rows[place].row_no == row_no else None


def _by_other_key(key: RowKey, before: Sequence[Row]) -> _Parent:
    """Subjects below a unit printed once, in a row of its own: the nearest row above keyed by an earlier key alone."""
    for other in reversed(before):
        numbers = [other_key.key_no for other_key in other.keys]
        if numbers and max(numbers) < key.key_no:
            known = row_label(other.keys[0].label or "")
            return (None, None) if known and known.row_role else (other.row_no, "section")
    return None, None


def _by_unit(label: str, before: Sequence[Row]) -> _Parent:
    """Projects without a code lie below the nearest coded row above, their unit; a total lies below nothing.

    A code without a name, such as a year, is no unit.
    """
    nearest = next((other for other in reversed(before) if _code(other)), None)
    if nearest is None or nearest.first_key is None or not nearest.first_key.label or _is_total(label):
        return None, None
    return nearest.row_no, "section"


def _shape(code: str) -> str:
    return f"{len(code)}{'A' if re.search('[A-Z]', code) else ''}"


def _by_ordinal(label: str, before: Sequence[Row]) -> _Parent:
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


def _whole(label: str, before: Sequence[Row]) -> _Parent:
    """An 其中 line is part of the nearest line above that is none and no total."""
    if not _OF_WHICH.match(label):
        return None, None
    for other in reversed(before):
        other_label = (other.first_key.label if other.first_key else None) or ""
        known = row_label(other_label)
        if not _OF_WHICH.match(other_label) and not (known and known.row_role):
            return other.row_no, "section"
    return None, None
