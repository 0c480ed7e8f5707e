"""Which side of a table each of its interleaved rows stands on.

A dump prints a table of two or three sides row by row, so that the rows of one side stand between those of the
others. What tells them apart: codes of one classification, the words 收入 and 支出, the ordinals that go on within a
side, how many amounts a side has room for, and that a printed row goes from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.lexicon import is_economic_name, is_subject_code, split_glued_code
from extract.model import Column
from extract.text import squeeze, strip_ordinal
from extract.vocabulary import row_label

_NUMERALS = "一二三四五六七八九"
_ORDINALS = (re.compile(r"^([一二三四五六七八九十]+)、"), re.compile(r"^[（(]([一二三四五六七八九十]+)[）)]"))
_SIDES = ("收入", "支出")
# What was left over from earlier years is received, what is left for the next is spent.
_CARRIED_OVER = re.compile(r"^(?!.*(?:下年|年终|年末)).*(?:结转|结余)")
_DISTRIBUTED = "结余分配"
_NEW_ROW, _UNEXPECTED, _UNLIKELY, _NEVER = 1.0, 2.0, 3.0, 1000.0
_MOST_STATES = 256
# Ordinals seen last in a side: of the first and of the second level.
_Seen = tuple[int, int]


@dataclass(frozen=True)
class Side:
    """One side: its word (收入 or 支出, or neither), its classification where it has one, its room for amounts."""

    word: str
    classification: str
    n_values: int


@dataclass(frozen=True)
class SideRow:
    """What a row says that tells its side."""

    code: str
    text: str
    n_values: int


def sides_of(columns: Sequence[Column]) -> list[Side]:
    """The sides of a table from its columns, left to right."""
    sides: list[Side] = []
    for number in sorted({column.block_no for column in columns}):
        own = [column for column in columns if column.block_no == number]
        label = squeeze("".join(column.label for column in own))
        key = "".join(column.label + (column.entity or "") for column in own if column.role == "key")
        kinds = [name for name, sign in (("function", r"功能|function"), ("economic", "经济|economic"))]
        signs = (r"功能|function", r"经济|economic")
        classification = next((kind for kind, sign in zip(kinds, signs, strict=True) if re.search(sign, key)), "")
        words = [word for word in _SIDES if word in label]
        sides.append(
            Side(words[0] if len(words) == 1 else "", classification, sum(column.role == "value" for column in own))
        )
    return sides


def assign_sides(rows: Sequence[SideRow], sides: Sequence[Side]) -> list[int]:
    """The side of each row, from 0: the assignment with the least against it."""
    if len(sides) == 1:
        return [0] * len(rows)
    states: dict[tuple[int, tuple[_Seen, ...]], tuple[float, tuple[int, ...]]] = {
        (len(sides), ((0, 0),) * len(sides)): (0.0, ())
    }
    for row in rows:
        reached: dict[tuple[int, tuple[_Seen, ...]], tuple[float, tuple[int, ...]]] = {}
        for (last, seen), (cost, path) in states.items():
            for number, side in enumerate(sides):
                own, after = _ordinal_cost(row.text, seen[number])
                total = cost + _cost(row, side, sides) + own + (_NEW_ROW if number <= last else 0.0)
                key = (number, (*seen[:number], after, *seen[number + 1 :]))
                if key not in reached or (total, (*path, number)) < reached[key]:
                    reached[key] = (total, (*path, number))
        best = sorted(reached.items(), key=lambda item: item[1])[:_MOST_STATES]
        states = dict(best)
    return list(min(states.values())[1])


def _cost(row: SideRow, side: Side, sides: Sequence[Side]) -> float:
    if row.n_values > side.n_values:
        return _NEVER
    return _classification_cost(row, side, sides) + _word_cost(row.text, side)


def _classification_cost(row: SideRow, side: Side, sides: Sequence[Side]) -> float:
    code = row.code or (split_glued_code(row.text) or ("", ""))[0]
    if not code or not is_subject_code(code):
        known = row_label(row.text)
        is_total = known is not None and (known.row_role != "" or "下年" in row.text)
        # A side of coded subjects prints nothing else but its totals.
        return 0.0 if side.classification != "function" or is_total else _UNEXPECTED
    own = "function" if code.startswith("2") else "economic"
    if side.classification == own:
        return 0.0
    if side.classification:
        return _UNLIKELY + 1
    return _UNLIKELY if side.word == "收入" or any(other.classification == own for other in sides) else 0.0


def _word_cost(text: str, side: Side) -> float:
    words = [word for word in _SIDES if word in text]
    if _DISTRIBUTED in text:
        words = ["支出"]
    elif _CARRIED_OVER.search(text):
        words = ["收入"]
    elif not words and is_economic_name(strip_ordinal(text)):
        words = ["支出"]
    if len(words) != 1 or not side.word or words[0] == side.word:
        return 0.0
    return _UNLIKELY


def _ordinal_cost(text: str, seen: _Seen) -> tuple[float, _Seen]:
    """What speaks against a row as the next of a side by its ordinal, and the ordinals seen after it."""
    for level, pattern in enumerate(_ORDINALS):
        match = pattern.match(text)
        if match is None:
            continue
        number = _value(match.group(1))
        after: _Seen = (number, 0) if level == 0 else (seen[0], number)
        goes_on = number == seen[level] + 1 and (level == 0 or seen[0] > 0)
        return (0.0 if goes_on else _UNEXPECTED), after
    return 0.0, seen


def _value(numeral: str) -> int:
    """The value of a Chinese ordinal up to 99."""
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return _NUMERALS.index(numeral[-1]) + 1
    return (_NUMERALS.index(tens[-1]) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones) + 1 if ones else 0)
