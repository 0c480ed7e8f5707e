"""Words and numbers of a text that lost its columns: numbers run into what follows them are cut off.

A number ends with its decimals where the next token starts without a space: `1,139.401,139.40` is printed twice
1,139.40, and `1,152.06201 一般公共服务支出` an amount and a subject's code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.lexicon import is_subject_code

_DEFAULT_DECIMALS = 2
_ALONE = re.compile(r"(?<!\S)-?\d{1,3}(?:,\d{3})*\.(\d+)(?!\S)|(?<!\S)-?\d+\.(\d+)(?!\S)")
_FIGURES = re.compile(r"-?[\d,.]*\d[\d,.]*[%％]?")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?![,.\d])")
_GROUPED_PREFIX = re.compile(r"-?\d{1,3}(?:,\d{3})+(?!\.)")
_CODE_LENGTHS = (3, 5, 7)
# No amount with what may be glued to it has more figures.
_LONGEST = 80
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
_FULL_WIDTH = re.compile(r"[０-９．，－]*[０-９][０-９．，－]*")


@dataclass(frozen=True)
class Token:
    """A piece of a line between blanks or glued joints; `starts_line`: the first of its line."""

    text: str
    line_no: int
    is_number: bool
    starts_line: bool = False

    @property
    def is_digits(self) -> bool:
        """Whether it may be a code as well as an amount: figures without point, comma, sign or per cent."""
        return self.text.isascii() and self.text.isdigit()


def decimals_of(lines: Iterable[str]) -> int:
    """How many decimals the numbers of a text have that stand between blanks; two where none stands so."""
    counts = Counter(
        len(match.group(1) or match.group(2))
        for line in lines
        for match in _ALONE.finditer(_half_width(line).replace("，", ","))
    )
    return max(counts, key=lambda width: (counts[width], -width)) if counts else _DEFAULT_DECIMALS


def tokens(line: str, line_no: int, decimals: int = _DEFAULT_DECIMALS) -> list[Token]:
    """The tokens of one line, figures in half width. `decimals`: how many decimals amounts of the text have."""
    found: list[Token] = []
    for chunk in _half_width(line).split():
        for text, is_number in _pieces(chunk, decimals):
            found.append(Token(text, line_no, is_number, starts_line=not found))
    return found


def _half_width(line: str) -> str:
    return _FULL_WIDTH.sub(lambda match: match.group().translate(_HALF_WIDTH), line)


def _pieces(chunk: str, decimals: int) -> Iterator[tuple[str, bool]]:
    """A chunk without blanks cut where numbers begin and end; figures within words (表1, 2020年) stay in them."""
    word = ""
    position = 0
    while position < len(chunk):
        match = _FIGURES.match(chunk, position)
        if match is None:
            word += chunk[position]
            position += 1
            continue
        numbers, rest = _numbers(match.group(), decimals)
        follows = chunk[match.end() : match.end() + 1]
        if numbers and not (word and _continues_word(word)):
            if word:
                yield word, False
            word = ""
            for number in numbers:
                yield number, True
            # what is left of the figures begins the next token: a code, a year
            word = rest
        elif not word and not rest and not follows and match.group().isdigit():
            yield match.group(), True
        else:
            word += match.group()
        position = match.end()
        if word and word.isdigit() and position == len(chunk):
            yield word, True
            word = ""
    if word:
        yield word, False


def _continues_word(word: str) -> bool:
    """Whether figures after a word are part of it: an opening bracket or a sign waits for them."""
    return word[-1] in "（(<>≤≥=＝[【〔第-－—~～"


def _numbers(figures: str, decimals: int) -> tuple[list[str], str]:
    """The whole amounts at the start of a run of figures, and the figures after them that are none.

    Nothing where the run has neither a point nor a thousands separator: it is a code, a year or a plain number.
    """
    found: list[str] = []
    start = 0
    while start < len(figures):
        number = _first_number(figures[start : start + _LONGEST], decimals)
        if number is None:
            break
        found.append(number)
        start += len(number)
    return found, figures[start:]


def _first_number(figures: str, decimals: int) -> str | None:
    point = figures.find(".")
    if point > 0:
        whole = figures[:point]
        if not re.fullmatch(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)", whole):
            return _grouped(figures)
        run = re.match(r"\d+", figures[point + 1 :])
        if run is None:
            return None
        after = figures[point + 1 + run.end() :]
        width = _width(run.group(), after, decimals)
        end = point + 1 + width
        return figures[: end + 1] if figures[end : end + 1] in ("%", "％") else figures[:end]
    return _grouped(figures)


def _grouped(figures: str) -> str | None:
    match = _GROUPED.match(figures) or _GROUPED_PREFIX.match(figures)
    return match.group() if match else None


def _width(run: str, after: str, decimals: int) -> int:
    """How many of the figures after a point are decimals: all of them, unless the next token is glued to them."""
    if after[:1] in (",", ".") and len(run) > decimals:
        return decimals
    glued = run[decimals:]
    if len(glued) in _CODE_LENGTHS and is_subject_code(glued):
        return decimals
    return len(run)
