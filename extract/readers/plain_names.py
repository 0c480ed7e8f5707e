"""Names of a text that lost its columns, put together from the pieces that line ends and blanks made of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.lexicon import is_subject_code, known_parts, names_subject, split_glued_code
from extract.readers.plain_tokens import Token
from extract.text import join_words, ordinal_level
from extract.vocabulary import row_label

# What a reading of pieces as names costs: a name that is known next to nothing, an unknown one by its length.
_KNOWN, _KNOWN_BY_CODE, _PER_PART = 1.0, 0.5, 1.1
# 结转 and the like end a name more often than they are one.
_SHORT, _SHORTEST = 1.0, 3
# A name goes on over a line's end rather than over a blank within a line.
_PER_BLANK = 1.2
_UNKNOWN, _PER_CHARACTER = 2.0, 0.4
_UNKNOWN_BY_CODE, _CODE_ALONE = 1.5, 8.0
_MOST_PIECES = 14
_PART = re.compile(r"\d{2}")


@dataclass(frozen=True)
class Name:
    """What names a row: the pieces of its code as printed, and the words."""

    code_parts: tuple[str, ...]
    text: str
    line_no: int
    # Which part of a whole code the first printed one is: 0 类, 1 款, 2 项.
    first_part: int = 0

    @property
    def code(self) -> str:
        """The pieces of the code joined."""
        return "".join(self.code_parts)


def code_length(tokens: Sequence[Token], has_code_column: bool, has_part_columns: bool) -> int:
    """How many of the first tokens, figures all, are the pieces of one row's code; 0 where they are amounts.

    A code stands before words: one that a classification lists, whole or in its parts; a part alone where the table
    has columns of parts; any at a line's beginning where the table has a column of codes.
    """
    figures = 0
    while figures < len(tokens) and tokens[figures].is_digits:
        figures += 1
    if not figures or figures == len(tokens):
        return 0
    if tokens[figures].is_number:
        # The lines of a long name stand above and below its row.
        return (
            1 if figures == 1 and has_code_column and tokens[0].starts_line and is_subject_code(tokens[0].text) else 0
        )
    parts = [token.text for token in tokens[:figures]]
    rest_are_parts = all(_PART.fullmatch(part) for part in parts[1:])
    if is_subject_code("".join(parts)) and rest_are_parts:
        return figures
    if has_part_columns and figures <= 2 and rest_are_parts and _PART.fullmatch(parts[0]):
        return figures
    return 1 if figures == 1 and has_code_column and tokens[0].starts_line and len(parts[0]) > 1 else 0


def names(pieces: Sequence[Token]) -> list[Name]:
    """The names that pieces of words and codes make: the reading that costs least.

    Each code and each ordinal begins a name; between them known names are read as such, the longer before the
    shorter, and what is left is one name.
    """
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * len(pieces)
    for start in range(len(pieces)):
        for end in range(start + 1, min(len(pieces), start + _MOST_PIECES) + 1):
            if end > start + 1 and _begins(pieces, start, end - 1):
                break
            cost = best[start][0] + _cost(_name(pieces[start:end])) + _PER_BLANK * _blanks(pieces[start:end])
            if cost < best[end][0]:
                best[end] = (cost, start)
    found: list[Name] = []
    end = len(pieces)
    while end:
        start = best[end][1]
        found.append(_name(pieces[start:end]))
        end = start
    return found[::-1]


def tail_length(name: Name, pieces: Sequence[Token]) -> int:
    """How many of the pieces after a row's amounts still belong to its name: those that make it a known one."""
    if _is_known(name):
        return 0
    for count in range(1, min(len(pieces), 4) + 1):
        if _begins(pieces, 0, count - 1):
            return 0
        whole = Name(name.code_parts, name.text + "".join(piece.text for piece in pieces[:count]), name.line_no)
        if _is_known(whole):
            return count
    return 0


def with_tail(name: Name, pieces: Sequence[Token]) -> Name:
    """The name with pieces joined to its end."""
    return Name(name.code_parts, join_words(name.text + "".join(piece.text for piece in pieces)), name.line_no)


def _begins(pieces: Sequence[Token], start: int, index: int) -> bool:
    """Whether a piece begins a name of its own: a code, an ordinal that no code goes before, a whole total."""
    piece = pieces[index]
    if piece.is_digits:
        return not all(before.is_digits for before in pieces[start:index]) or index == start
    if index > start and all(before.is_digits for before in pieces[start:index]):
        return False
    is_whole_total = len(piece.text) > _SHORTEST and _is_total(piece.text)
    return is_whole_total or ordinal_level(piece.text) is not None or split_glued_code(piece.text) is not None


def _name(pieces: Sequence[Token]) -> Name:
    codes = tuple(piece.text for piece in pieces if piece.is_digits)
    text = join_words("".join(piece.text for piece in pieces if not piece.is_digits))
    return Name(codes, text, pieces[0].line_no)


def _is_total(text: str) -> bool:
    known = row_label(text)
    return known is not None and known.row_role != ""


def _blanks(pieces: Sequence[Token]) -> int:
    """How many blanks within a line a name of these pieces goes over, that after its code left aside."""
    return sum(left.line_no == right.line_no and not left.is_digits for left, right in itertools.pairwise(pieces))


def _is_known(name: Name) -> bool:
    code, text = name.code, name.text
    if not code and (both := split_glued_code(text)):
        code, text = both
    is_whole = bool(code) and not _PART.fullmatch((*name.code_parts, code)[0])
    return names_subject(code, text) if is_whole else known_parts(text) > 0


def _cost(name: Name) -> float:
    by_code = bool(name.code_parts) or split_glued_code(name.text) is not None
    if not name.text:
        return _CODE_ALONE
    half = (len(name.text) + 1) // 2
    if name.text[:half] == name.text[half:]:
        return float("inf")
    if _is_known(name):
        if by_code:
            return _KNOWN_BY_CODE
        is_short = len(name.text) < _SHORTEST and not _is_total(name.text)
        return _KNOWN + _PER_PART * (known_parts(name.text) - 1) + _SHORT * is_short
    if by_code:
        return _UNKNOWN_BY_CODE + _PER_CHARACTER * len(name.text)
    return _UNKNOWN + _PER_CHARACTER * len(name.text)
