"""Forms in a plain text, whose cells are lines and words: put back into rows, as other readers give them.

A cell that wraps prints its lines one after the other, with a blank line between; the next cell often begins without
one. Words of a line are cells as well. What becomes no cell stays a line.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from extract.captions import is_caption, read_caption
from extract.catalogue import forms
from extract.model import Cell, Grid, Place, TextLine
from extract.recognise import recognise
from extract.rows.forms import field_of, horizon_of, label_text, says
from extract.text import number_text, ordinal_level, squeeze

# Columns of the rows that are put together.
_LABEL, _LEVEL1, _LEVEL2, _NAME, _PRIOR2, _PRIOR1, _TARGET, _BASIS = range(8)
_SHORTEST_WORD = 2
_LONGEST_HEADER = 24  # lines: eight labels, each broken over three
_OPERATOR = re.compile(r"等于|不低于|不少于|不超过|大于|小于|[≥≤<>=]")
_YEAR = re.compile(r"\d{4}年")


@dataclass
class _Rows:
    """The rows of one form in the making, and the lines that they are made of."""

    cells: list[list[Cell]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def add(self, cells: Sequence[tuple[int, str, int]], lines: Sequence[TextLine]) -> None:
        """A row: column, text and line number of each cell."""
        row = len(self.cells)
        self.cells.append(
            [Cell(row, column, text, Place(line_no=line_no), basis="text") for column, text, line_no in cells if text]
        )
        self.used.update(_number(line) for line in lines)

    def grid(self) -> Grid:
        return Grid(tuple(cell for row in self.cells for cell in row), len(self.cells), _BASIS + 1)


def _number(line: TextLine) -> int:
    return line.place.line_no or 0


@dataclass(frozen=True)
class PlainForms:
    """The blocks of a plain text with its forms as grids, and those lines of the forms that became no cell."""

    blocks: tuple[TextLine | Grid, ...]
    left: frozenset[TextLine] = frozenset()

    def told(self) -> list[TextLine | Grid]:
        """The blocks, blank where a line of a form stands: what is said there is no explanation of the document's."""
        return [
            replace(block, text="") if isinstance(block, TextLine) and block in self.left else block
            for block in self.blocks
        ]


def with_forms(blocks: Sequence[TextLine | Grid]) -> PlainForms:
    """The blocks of a plain text with each form's lines put back into a grid below its title."""
    placed: list[TextLine | Grid] = []
    left: list[TextLine] = []
    for is_form, run in _parts(blocks):
        if is_form:
            head, rows, rest = _form(run)
            placed.extend([*head, *rows, *rest])
            left.extend(rest)
        else:
            placed.extend(run)
    return PlainForms(tuple(placed), frozenset(left))


def _parts(blocks: Sequence[TextLine | Grid]) -> Iterator[tuple[bool, list[TextLine | Grid]]]:
    """Runs of blocks, each the lines of one form, from its title on, or others."""
    run: list[TextLine | Grid] = []
    is_form = False
    for block in blocks:
        starts = isinstance(block, TextLine) and _is_form_title(block.text)
        ends = is_form and (isinstance(block, Grid) or _begins_part(block.text))
        if run and (starts or ends):
            yield is_form, run
            run, is_form = [], False
        is_form = is_form or starts
        run.append(block)
    if run:
        yield is_form, run


def _is_form_title(text: str) -> bool:
    """Whether a line is the title of a form. A line that goes on after its bracket is none."""
    title = read_caption([text]).title
    return title is not None and recognise(title, (), ()).is_form


def _begins_part(text: str) -> bool:
    return bool(re.match(r"第[一二三四五六七八九十]+部分", squeeze(text)))


def _form(run: Sequence[TextLine | Grid]) -> tuple[list[TextLine], list[Grid], list[TextLine]]:
    """The title of a form with the lines that belong to it, its rows, and the lines that became no cell."""
    lines = [block for block in run if isinstance(block, TextLine)]
    head = 1
    while head < len(lines) and is_caption(lines[head].text):
        head += 1
    rows = _Reader(lines[head:]).read()
    rest = [line for line in lines[head:] if _number(line) not in rows.used]
    return lines[:head], [rows.grid()] if rows.cells else [], rest


class _Reader:
    """Reads the lines of one form from the top down."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self._lines = lines
        self._at = 0
        self._rows = _Rows()

    def read(self) -> _Rows:
        while self._at < len(self._lines):
            if _heads_indicators(self._ahead(6)) and (head := self._header()):
                self._indicators(head)
            elif _heads_amounts(self._words()):
                self._amounts()
            elif says("mix", self._words()[0]) and len(self._words()) > 1 and not _is_mix_row(self._words()):
                self._mix()
            elif field_of(self._words()[0]) is not None:
                self._fields()
            else:
                self._horizon()
        return self._rows

    def _words(self) -> list[str]:
        return self._lines[self._at].text.split()

    def _ahead(self, count: int) -> str:
        return "".join(squeeze(line.text) for line in self._lines[self._at : self._at + count])

    def _horizon(self) -> None:
        """A goal's label, of which nothing else is kept; any other line stays as it is."""
        line = self._lines[self._at]
        label = horizon_of(line.text.replace(" ", "")) or horizon_of(label_text(line.text).removeprefix("项目"))
        if label is not None:
            self._rows.add([(_LABEL, label, _number(line))], ())
        self._at += 1

    def _fields(self) -> None:
        """Labels with what stands after them, on their line or the next ones, up to the next label."""
        pairs: list[tuple[str, list[str], int]] = []
        used: list[TextLine] = []
        while self._at < len(self._lines) and not _ends_fields(self._words()):
            line = self._lines[self._at]
            for word in line.text.split():
                if _is_label(word):
                    pairs.append((word, [], _number(line)))
                elif pairs:
                    pairs[-1][1].append(word)
            used.append(line)
            self._at += 1
        known = [(label, "".join(words), line_no) for label, words, line_no in pairs if field_of(label) and words]
        cells = itertools.chain.from_iterable(
            ((2 * index, label, line_no), (2 * index + 1, value, line_no))
            for index, (label, value, line_no) in enumerate(known)
        )
        # Contacts stand among the fields: a line that prints one stays a line.
        landed = {line_no for _, _, line_no in known}
        clear = [
            line for line in used if _number(line) in landed and not any(map(_is_contact_label, line.text.split()))
        ]
        self._rows.add(list(cells), clear)

    def _amounts(self) -> None:
        """A header of two words, and the lines below it that end in an amount; sources without one stay lines."""
        line = self._lines[self._at]
        words = self._words()
        self._rows.add([(0, words[0], _number(line)), (1, words[-1], _number(line))], [line])
        self._at += 1
        while self._at < len(self._lines) and not _ends_amounts(self._words()):
            line, words = self._lines[self._at], self._words()
            if len(words) > 1 and number_text(words[-1]) is not None:
                self._rows.add([(0, "".join(words[:-1]), _number(line)), (1, words[-1], _number(line))], [line])
            elif ordinal_level(words[0]) is None and not words[0].startswith("其中"):
                return
            self._at += 1

    def _mix(self) -> None:
        """The funding mix: labels of the header, then lines of a name and its amounts below the name of their part."""
        head: list[TextLine] = []
        while self._at < len(self._lines) and not _is_mix_row(self._words()):
            head.append(self._lines[self._at])
            self._at += 1
        text = "".join(squeeze(line.text) for line in head)
        part = next((name for name in _PARTS if text.endswith(name)), "")
        labels = _MIX_LABELS.findall(text)
        line_no = _number(head[0])
        tops = [label for label in labels if not _YEAR.fullmatch(label)]
        years = [label for label in labels if _YEAR.fullmatch(label)]
        self._rows.add(
            [(column, label, line_no) for column, label in enumerate(["部门总体资金情况（万元）", *tops])], head
        )
        self._rows.add([(len(tops) + index, year, line_no) for index, year in enumerate(years)], ())
        while self._at < len(self._lines):
            line, words = self._lines[self._at], self._words()
            if _is_mix_row(words):
                amounts = [(2 + column, word, _number(line)) for column, word in enumerate(words[1:], start=1)]
                self._rows.add([(1, part, _number(line)), (2, words[0], _number(line)), *amounts], [line])
                part = ""
            elif self._ahead(2) in _PARTS:
                part = self._ahead(2)
                self._rows.used.update(map(_number, self._lines[self._at : self._at + 2]))
                self._at += 1
            else:
                return
            self._at += 1

    def _header(self) -> list[TextLine]:
        """The most lines from here on that say labels of a header only; a label may be broken over lines."""
        lines = self._lines[self._at : self._at + _LONGEST_HEADER]
        texts = itertools.accumulate(squeeze(line.text) for line in lines)
        ends = [count for count, text in enumerate(texts, start=1) if _HEADER_WORDS.fullmatch(text)]
        head = lines[: max(ends, default=0)]
        return list(head) if "二级指标" in "".join(squeeze(line.text) for line in head) else []

    def _indicators(self, head: Sequence[TextLine]) -> None:
        self._at += len(head)
        for cells in _header_cells(head):
            self._rows.add(cells, head)
        body: list[TextLine] = []
        while self._at < len(self._lines) and not _ends_indicators(self._words(), self._ahead(3)):
            body.append(self._lines[self._at])
            self._at += 1
        for cells, lines in _indicator_rows(body):
            self._rows.add(cells, lines)


_PARTS = ("收入构成", "支出构成")
_MIX_LABELS = re.compile(r"总体资金情况(?!（)|当年(?:预算)?(?:收支|金额)|占比|近两年收支(?:情况|金额)|\d{4}年")


def _is_mix_row(words: Sequence[str]) -> bool:
    return len(words) > 2 and number_text(words[0]) is None and all(number_text(word) is not None for word in words[1:])


def _is_label(word: str) -> bool:
    return field_of(word) is not None or says("other", word)


def _is_contact_label(word: str) -> bool:
    return bool(re.fullmatch(r"(?:项目)?负责人|联系电话|填报人|联系人", label_text(word)))


def _ends_fields(words: Sequence[str]) -> bool:
    return (says("other", words[0]) and not _is_contact_label(words[0])) or _heads_amounts(words)


def _heads_amounts(words: Sequence[str]) -> bool:
    named = any(says(name, words[0]) for name in ("funding", "detail"))
    return len(words) == 2 and named and says("amount", words[1])


def _ends_amounts(words: Sequence[str]) -> bool:
    return _heads_amounts(words) or _is_label(words[0]) or len("".join(words)) <= _SHORTEST_WORD


_HEADER_WORDS = re.compile(
    r"(?:一级|二级指标|一级指标|三级指标|指标名称|指标内容|指标值|绩效标准|近两年指标值|预期当年|实现值|备注|\d{4}年"
    r"|[长年][期度]绩效指标?|指标|标)+"
)


def _heads_indicators(ahead: str) -> bool:
    match = _HEADER_WORDS.match(ahead)
    return match is not None and "二级指标" in match.group() and "指标值" in match.group() + ahead[match.end() :][:3]


def _ends_indicators(words: Sequence[str], ahead: str) -> bool:
    """Whether another part begins: of goals, of the fields of the next form, or of notes."""
    begins = horizon_of("".join(words)) is not None and not _heads_indicators(ahead)
    is_field = len(words) > 1 and field_of(words[0]) is not None
    return begins or is_field or words == ["备注"] or bool(re.match(r"备注[:：]", words[0]))


def _header_cells(head: Sequence[TextLine]) -> list[list[tuple[int, str, int]]]:
    """The header's labels over the columns, in a second row the years before where it names them."""
    text = "".join(squeeze(line.text) for line in head)
    line_no = _number(head[0])
    found = re.match(r"[长年][期度]绩效指标", text)
    name = "指标名称" if "指标名称" in text else "指标内容"
    basis = "绩效标准" if "绩效标准" in text else "备注"
    labels = (found.group() if found else "", "一级指标", "二级指标", name, "", "", "指标值", basis)
    years = [(_PRIOR2 + index, year, line_no) for index, year in enumerate(_YEAR.findall(text))]
    return [[(column, label, line_no) for column, label in enumerate(labels)], *([years] if years else [])]


Landed = tuple[list[tuple[int, str, int]], list[TextLine]]


def _indicator_rows(body: Sequence[TextLine]) -> Iterator[Landed]:
    """The rows of indicators: level names, and the lines up to the next level name."""
    level1 = ("", 0)
    level2 = ("", 0)
    heads: list[TextLine] = []
    lines: list[TextLine] = []
    is_below_first = False
    for words, printed in _leveled(body):
        named = _level(words[0], is_below_first)
        if named is None:
            lines.extend(printed)
            continue
        is_below_first = True
        if level2[0]:
            yield _row(level1, level2, heads, lines)
            level1 = ("", 0)
        line_no = _number(printed[0])
        if named == 1:
            level1, level2, heads, lines = (words[0], line_no), ("", 0), list(printed), []
            continue
        level2 = (words[0], line_no)
        heads = [*(heads if level1[0] and not level2[1] else []), *printed[:-1]]
        last = printed[-1]
        rest = TextLine(" ".join(words[1:]), last.place)
        lines = [rest] if rest.text else []
        heads = [*heads, last]
    if level2[0]:
        yield _row(level1, level2, heads, lines)


def _level(word: str, is_below_first: bool = False) -> int | None:
    """1 or 2 for the name of a level; 成本指标 and 满意度指标 are of the second below another of the first."""
    if says("level1", word) and not (is_below_first and says("level2", word)):
        return 1
    return 2 if says("level2", word) and word.endswith("指标") else None


def _leveled(body: Sequence[TextLine]) -> Iterator[tuple[list[str], list[TextLine]]]:
    """Lines as words, with level names that are broken over lines put together."""
    at = 0
    while at < len(body):
        words = body[at].text.split()
        took = _broken_level(body[at:])
        if took > 1:
            name, *rest = _whole_level(body[at : at + took])
            yield [name, *rest], list(body[at : at + took])
        elif len(words) > 1 and says("level1", words[0]) and _level(words[1], is_below_first=True) == 2:
            yield words[:1], [body[at]]
            yield words[1:], [body[at]]
        else:
            yield words, [body[at]]
        at += took


def _broken_level(lines: Sequence[TextLine]) -> int:
    """Over how many lines the level name goes that begins here; 1 where none does."""
    first = lines[0].text.split()
    if len(first) != 1 or _level(first[0]) is not None or not _is_prefix(first[0]):
        return 1
    text = first[0]
    for count, line in enumerate(lines[1:4], start=2):
        text += line.text.split()[0]
        if _level(text) is not None:
            return count
        if not _is_prefix(text):
            return 1
    return 1


def _whole_level(lines: Sequence[TextLine]) -> list[str]:
    words = [line.text.split() for line in lines]
    return ["".join(word[0] for word in words), *words[-1][1:]]


@lru_cache(maxsize=1)
def _level_names() -> tuple[str, ...]:
    """The level names spelled out from the patterns of the catalogue."""
    words = forms().words
    return tuple(
        name for pattern in (words["level1"].pattern, words["level2_whole"].pattern) for name in _spelled(pattern)
    )


def _spelled(pattern: str) -> Iterator[str]:
    """All texts that a pattern of alternatives and options fits: (?:甲|乙)丙, (?:甲)?乙."""
    match = re.search(r"\(\?:([^()]*)\)(\??)", pattern)
    if match is None:
        yield pattern
        return
    options = [*match.group(1).split("|"), *([""] if match.group(2) else [])]
    for option in options:
        yield from _spelled(pattern[: match.start()] + option + pattern[match.end() :])


def _is_prefix(text: str) -> bool:
    return len(text) >= _SHORTEST_WORD and any(name.startswith(text) and name != text for name in _level_names())


def _row(
    level1: tuple[str, int], level2: tuple[str, int], heads: Sequence[TextLine], lines: Sequence[TextLine]
) -> Landed:
    lines = [line for line in lines if not says("blank", line.text)]
    name, values, basis = _taken_apart(lines)
    first = _number(lines[0]) if lines else level2[1]
    last = _number(lines[-1]) if lines else level2[1]
    cells = [(_LEVEL1, *level1), (_LEVEL2, *level2), (_NAME, name, first)]
    columns = (_PRIOR2, _PRIOR1, _TARGET)[-len(values) :] if values else ()
    cells += [(column, value, last) for column, value in zip(columns, values, strict=True)]
    return [*cells, (_BASIS, basis, last)], [*heads, *lines]


def _taken_apart(lines: Sequence[TextLine]) -> tuple[str, list[str], str]:
    """Name, values and basis of one indicator."""
    whole = [line.text.split() for line in lines]
    for index, words in enumerate(whole):
        if len(words) == 3 and says("blank", words[0]) and says("blank", words[1]):
            return _text(whole[:index]), words, _text(whole[index + 1 :])
    if whole and len(whole[0]) > 1:
        *named, target = whole[0]
        if len(named) > 1 and _OPERATOR.fullmatch(named[-1]):
            target = named.pop() + target
        return "".join(named) + _text(whole[1:]), [target], ""
    basis = ""
    if whole and len(whole[-1]) > 1 and says("standard", whole[-1][-1]):
        basis = whole[-1].pop()
    cut = _boundary(lines, ["".join(words) for words in whole])
    target = _text(whole[cut:])
    return _text(whole[:cut]), [target] if target else [], basis


def _text(words: Sequence[Sequence[str]]) -> str:
    return "".join("".join(line) for line in words)


def _boundary(lines: Sequence[TextLine], texts: Sequence[str]) -> int:
    """After how many lines a name ends: where the next has no blank line before it, else where both wrap best."""
    if len(lines) < 2:
        return len(lines)
    for index, (above, below) in enumerate(itertools.pairwise(lines), start=1):
        if _number(below) - _number(above) == 1:
            return index
    cuts = [cut for cut in range(1, len(texts)) if cut == len(texts) - 1 or _width(texts[cut:]) < _width(texts[:cut])]
    return min(cuts, key=lambda cut: (_raggedness(texts[:cut]) + _raggedness(texts[cut:]), -cut))


def _width(texts: Sequence[str]) -> int:
    return max(map(len, texts))


def _raggedness(texts: Sequence[str]) -> int:
    """How far the lines but the last fall short of the widest."""
    return sum(_width(texts) - len(text) for text in texts[:-1])
