"""Texts that run over the border of their cell: what stands beyond it goes back to where it belongs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from extract.headers import Row
from extract.model import Cell, Column
from extract.text import number_text, squeeze
from extract.vocabulary import column_label

# Glyphs that a border may cut off a label.
_MOST_CUT = 2
# Points left beside a text that fills its cell to the border.
_FULL = 5.0
_WORDS_THEN_AMOUNT = re.compile(r"(?P<words>[\u4e00-\u9fff（）()]{1,8})\s*(?P<rest>.*)", re.DOTALL)


def mended_header(row: Row) -> Row:
    """A header row in which labels that border on one another have their own glyphs.

    Only where a label is unknown as printed and both are known with a glyph or two moved from one to the other.
    """
    mended = dict(row)
    printed = {squeeze(cell.text) for cell in row.values()}
    for column in sorted(row):
        left, right = mended[column], mended.get(column + mended[column].column_span)
        if right is None or (_is_known(left.text) and _is_known(right.text)):
            continue
        moved = _moved(squeeze(left.text), squeeze(right.text), printed)
        if moved is not None:
            mended[column], mended[right.column] = replace(left, text=moved[0]), replace(right, text=moved[1])
    return mended


def _moved(left: str, right: str, printed: Collection[str]) -> tuple[str, str] | None:
    """Both labels as they should be: those that the row prints elsewhere too go before others."""
    ways = [
        moved
        for size in range(1, _MOST_CUT + 1)
        for moved in ((left + right[:size], right[size:]), (left[:-size], left[-size:] + right))
        if all(moved) and all(map(_is_known, moved))
    ]
    return max(ways, key=lambda moved: sum(label in printed for label in moved), default=None)


def _is_known(label: str) -> bool:
    return column_label(label) is not None


def mended_row(row: Row, columns: Sequence[Column]) -> Row:
    """A row in which the end of a name, printed over the border of a full cell, stands no more before an amount."""
    mended = dict(row)
    for column in columns:
        cell, name = mended.get(column.column_no - 1), mended.get(column.column_no - 2)
        if column.role != "value" or cell is None or name is None or not _is_full(name):
            continue
        match = _WORDS_THEN_AMOUNT.fullmatch(cell.text.strip())
        if columns[column.column_no - 2].part != "name" or match is None:
            continue
        if match.group("rest") and number_text(match.group("rest")) is None:
            continue
        mended[name.column] = replace(name, text=name.text + match.group("words"))
        if match.group("rest"):
            mended[cell.column] = replace(cell, text=match.group("rest"))
        else:
            del mended[cell.column]
    return mended


def _is_full(cell: Cell) -> bool:
    return cell.slack is not None and cell.slack < _FULL
