"""Headers of a text that lost its columns, known by their characters.

A dump prints the labels of a header in whatever order its cells stood in the page's stream, broken over lines and
even one character a line; what it keeps is which characters stand there, and the order of the labels within a row.
The catalogue holds the headers of disclosed tables as label paths; a header is the one whose labels, each cell's
once, have exactly these characters, and stand in this order.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from extract.catalogue import headers
from extract.model import Cell, Place
from extract.readers.plain_tokens import Token

# No header of the catalogue has more characters.
_LONGEST = 600
_MARKS = re.compile(r"[\d\s“”\"'‘’]")
_YEAR = re.compile(r"20\d{2}(?=年)")


@dataclass(frozen=True)
class HeaderForm:
    """The label path over each column, left to right."""

    paths: tuple[tuple[str, ...], ...]

    def cells(self, place: Place) -> list[list[Cell]]:
        """The header as rows of cells with their spans, all at one place."""
        return [
            [
                Cell(level, columns[0], prefix[-1], place, column_span=len(columns), basis="text")
                for prefix, columns in _runs(self.paths, level)
                if prefix is not None
            ]
            for level in range(max(map(len, self.paths)))
        ]

    def with_years(self, years: Sequence[str]) -> HeaderForm:
        """The form with its `{}` filled by the years that the header prints, one each in printed order."""
        waiting = list(years)
        filled: dict[tuple[str, ...], str] = {}
        for level in range(max(map(len, self.paths))):
            for prefix, _ in _runs(self.paths, level):
                if prefix is not None and "{}" in prefix[-1] and waiting:
                    filled[prefix] = prefix[-1].replace("{}", waiting.pop(0))
        return HeaderForm(
            tuple(
                tuple(filled.get(path[: level + 1], label) for level, label in enumerate(path)) for path in self.paths
            )
        )


@dataclass(frozen=True)
class HeaderMatch:
    """A header found in a run of tokens, how many of them it takes, and the form as the catalogue has it."""

    form: HeaderForm
    n_tokens: int
    known: HeaderForm


def match_header(tokens: Sequence[Token], only: HeaderForm | None = None) -> HeaderMatch | None:
    """The longest known header that the first tokens print, or None; `only`: no other header than this one."""
    seen: Counter[str] = Counter()
    found: HeaderMatch | None = None
    for count, token in enumerate(tokens, start=1):
        if token.is_number and not token.is_digits:
            break
        seen.update(_plain(token.text))
        if seen.total() > _LONGEST:
            break
        if token.is_digits:
            continue
        text = "".join(item.text for item in tokens[:count])
        forms = [
            form
            for form in _forms().get(_fingerprint(seen), ())
            if (only is None or form == only) and _in_order(form, _plain(text))
        ]
        if len(forms) == 1:
            found = HeaderMatch(forms[0].with_years(_YEAR.findall(text)), count, forms[0])
    return found


@lru_cache(maxsize=1)
def _forms() -> dict[str, list[HeaderForm]]:
    known: defaultdict[str, list[HeaderForm]] = defaultdict(list)
    for paths in headers():
        form = HeaderForm(paths)
        printed = "".join(cell.text for row in form.cells(Place()) for cell in row)
        known[_fingerprint(Counter(_plain(printed)))].append(form)
    return known


def _runs(paths: Sequence[tuple[str, ...]], level: int) -> list[tuple[tuple[str, ...] | None, list[int]]]:
    """The cells of one header row: the path down to each and its columns; None where a column has no cell there.

    Equal leaves side by side are cells of their own.
    """
    prefixes = [path[: level + 1] if len(path) > level else None for path in paths]
    return [
        (prefix, [index for index, _ in columns])
        for (prefix, _), columns in groupby(
            enumerate(prefixes), key=lambda item: (item[1], item[0] if _is_leaf(paths[item[0]], level) else None)
        )
    ]


def _is_leaf(path: tuple[str, ...], level: int) -> bool:
    return len(path) == level + 1


def _in_order(form: HeaderForm, text: str) -> bool:
    """Whether in each header row the labels stand in the text from left to right.

    Labels that head others are looked for by themselves: they may be set higher than the labels beside them.
    """
    for level in range(max(map(len, form.paths))):
        for heads in (False, True):
            position = 0
            for prefix, columns in _runs(form.paths, level):
                if prefix is None or _is_leaf(form.paths[columns[0]], level) is heads:
                    continue
                label = _plain(prefix[-1])
                position = text.find(label, position) + len(label)
                if position < len(label):
                    return False
    return True


def _plain(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).replace("{}", ""))


def _fingerprint(characters: Counter[str]) -> str:
    return "".join(sorted(characters.elements()))
