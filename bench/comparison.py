"""Cell for cell against pdfplumber: how many cells are the same, and of what kind the others are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.found import Box, FoundCell, FoundTable

# Boxes whose sides lie this close, in points, are one box: both readers snap lines drawn twice by as much.
_NEAR = 4.0
_SLIVER = 8.0

SAME = "same"
# A table of one reader where the other has none.
THEIRS_WHITE = "table of pdfplumber alone: ruled in white"
THEIRS_BLANK = "table of pdfplumber alone: no text in it"
THEIRS_LONE = "table of pdfplumber alone: a single box"
THEIRS_OTHER = "table of pdfplumber alone: others"
OURS_ALONE = "table of ours alone"
# Cells of one reader that have no counterpart in the other's table.
OURS_BEYOND = "row or column beyond pdfplumber's table: read by ours alone"
OURS_OPEN = "cell without a ruling at the end of the page or table: read by ours alone"
OURS_FIELD = "cells divided otherwise: ours"
THEIRS_BEYOND = "pdfplumber's table goes on beyond ours (white rulings, title rows)"
THEIRS_SLIVER = "sliver without text between two rulings: pdfplumber's"
THEIRS_FIELD = "cells divided otherwise: pdfplumber's"
# Cells of one box with different texts.
DOUBLED = "characters struck twice"
NO_UNICODE = "font without Unicode"
MOVED = "text in the neighbouring row or column"
CUT_ONE_WAY = "text of ours is part of pdfplumber's (clipped, hidden or a neighbour's)"
CUT_OTHER_WAY = "text of pdfplumber's is part of ours"
ORDER = "same characters in another order"
OTHER_TEXT = "other text"


@dataclass(frozen=True)
class Example:
    """Where a kind of difference was first seen."""

    document_id: str
    page_no: int


@dataclass
class Comparison:
    """Counts of cells by kind of difference, with the first place of each."""

    counts: Counter[str] = field(default_factory=Counter)
    tables: Counter[str] = field(default_factory=Counter)
    documents: dict[str, set[str]] = field(default_factory=dict)
    examples: dict[str, Example] = field(default_factory=dict)

    def page(
        self,
        document_id: str,
        page_no: int,
        ours: Sequence[FoundTable],
        theirs: Sequence[FoundTable],
        white: Sequence[Box],
    ) -> None:
        """Compare the tables of one page (from 1)."""
        for kind, count in _differences(ours, theirs, white, self.tables):
            self.counts[kind] += count
            if kind != SAME:
                self.documents.setdefault(kind, set()).add(document_id)
                self.examples.setdefault(kind, Example(document_id, page_no))


def _differences(
    ours: Sequence[FoundTable], theirs: Sequence[FoundTable], white: Sequence[Box], tables: Counter[str]
) -> Iterator[tuple[str, int]]:
    pairs = paired(ours, theirs)
    for mine, other in pairs:
        same_shape = _shape(mine) == _shape(other)
        tables["same shape" if same_shape else "other shape"] += 1
        yield from _cells(mine, other)
    matched_ours, matched_theirs = {id(mine) for mine, _ in pairs}, {id(other) for _, other in pairs}
    for table in ours:
        if id(table) not in matched_ours:
            tables[OURS_ALONE] += 1
            yield OURS_ALONE, len(table.cells)
    for table in theirs:
        if id(table) not in matched_theirs:
            kind = _phantom(table, white)
            tables[kind] += 1
            yield kind, len(table.cells)


def paired(ours: Sequence[FoundTable], theirs: Sequence[FoundTable]) -> list[tuple[FoundTable, FoundTable]]:
    """Tables that overlap most, each once."""
    overlaps = sorted(
        ((_overlap(mine.box, other.box), i, j) for i, mine in enumerate(ours) for j, other in enumerate(theirs)),
        reverse=True,
    )
    pairs, mine_taken, other_taken = [], set(), set()
    for overlap, i, j in overlaps:
        if overlap > 0 and i not in mine_taken and j not in other_taken:
            mine_taken.add(i)
            other_taken.add(j)
            pairs.append((ours[i], theirs[j]))
    return pairs


def _overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0.0) * max(height, 0.0)


def _shape(table: FoundTable) -> tuple[int, int]:
    return (
        max(cell.row + cell.row_span for cell in table.cells),
        max(cell.column + cell.column_span for cell in table.cells),
    )


def _phantom(table: FoundTable, white: Sequence[Box]) -> str:
    if len(table.cells) == 1:
        return THEIRS_LONE
    if not table.has_text:
        return THEIRS_BLANK
    x0, top, x1, bottom = table.box
    inside = sum(
        x0 - 1 <= edge[0] and edge[2] <= x1 + 1 and top - 1 <= edge[1] and edge[3] <= bottom + 1 for edge in white
    )
    return THEIRS_WHITE if inside >= 4 else THEIRS_OTHER


def _cells(mine: FoundTable, other: FoundTable) -> Iterator[tuple[str, int]]:
    buckets: dict[tuple[int, int], list[FoundCell]] = {}
    for cell in other.cells:
        buckets.setdefault(_bucket(cell.box), []).append(cell)
    partners: dict[int, FoundCell] = {}
    taken: set[int] = set()
    for number, cell in enumerate(mine.cells):
        for candidate in _around(cell.box, buckets):
            if id(candidate) not in taken and _same_box(cell.box, candidate.box):
                partners[number] = candidate
                taken.add(id(candidate))
                break
    texts = {(cell.row, cell.column): cell.text for cell in mine.cells}
    for number, cell in enumerate(mine.cells):
        partner = partners.get(number)
        if partner is None:
            yield _only_ours(cell, mine, other), 1
        elif partner.text == cell.text:
            yield SAME, 1
        else:
            yield text_difference(cell, partner.text, texts), 1
    for cell in other.cells:
        if id(cell) not in taken:
            yield _only_theirs(cell, mine), 1


def _bucket(box: Box) -> tuple[int, int]:
    return int(box[0] // 10), int(box[1] // 10)


def _around(box: Box, buckets: dict[tuple[int, int], list[FoundCell]]) -> Iterator[FoundCell]:
    x, y = _bucket(box)
    for column in (x, x - 1, x + 1):
        for row in (y, y - 1, y + 1):
            yield from buckets.get((column, row), ())


def _same_box(one: Box, other: Box) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))


def _only_ours(cell: FoundCell, mine: FoundTable, other: FoundTable) -> str:
    if _is_beyond(cell.box, other.box):
        return OURS_BEYOND
    at_end = cell.box[1] <= mine.box[1] + _NEAR or cell.box[3] >= mine.box[3] - _NEAR
    return OURS_OPEN if at_end and cell.row_span > 1 else OURS_FIELD


def _only_theirs(cell: FoundCell, mine: FoundTable) -> str:
    if _is_beyond(cell.box, mine.box):
        return THEIRS_BEYOND
    x0, top, x1, bottom = cell.box
    return THEIRS_SLIVER if not cell.text and min(x1 - x0, bottom - top) < _SLIVER else THEIRS_FIELD


def _is_beyond(box: Box, table: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return not (table[0] <= x <= table[2] and table[1] <= y <= table[3])


def text_difference(cell: FoundCell, theirs: str, texts: dict[tuple[int, int], str]) -> str:
    """The kind of difference between the text of our cell and pdfplumber's; `texts` are ours by row and column."""
    ours = cell.text
    if "(cid:" in theirs or any(0xE000 <= ord(sign) <= 0xF8FF or sign == "\ufffd" for sign in ours + theirs):
        return NO_UNICODE
    if len(theirs) >= 2 * len(ours) > 0 and _halved(theirs) == ours:
        return DOUBLED
    neighbours = [
        texts.get(place, "")
        for place in (
            (cell.row - 1, cell.column),
            (cell.row + cell.row_span, cell.column),
            (cell.row, cell.column - 1),
            (cell.row, cell.column + cell.column_span),
        )
    ]
    if theirs and any(text and (theirs == text or _is_mix(theirs, ours, text)) for text in neighbours):
        return MOVED
    if Counter(ours) == Counter(theirs):
        return ORDER
    if not Counter(ours) - Counter(theirs):
        return CUT_ONE_WAY
    if not Counter(theirs) - Counter(ours):
        return CUT_OTHER_WAY
    return OTHER_TEXT


def _halved(text: str) -> str:
    return "".join(sign for index, sign in enumerate(text) if index % 2 == 0)


def _is_mix(theirs: str, ours: str, neighbour: str) -> bool:
    """Whether pdfplumber's text has all of a neighbour's, and of ours the rest or nothing."""
    rest = Counter(theirs) - Counter(neighbour)
    whole = sum((Counter(theirs) & Counter(neighbour)).values()) == len(neighbour)
    return whole and len(neighbour) > 1 and not rest - Counter(ours)
