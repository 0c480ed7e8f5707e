"""One paragraph taken apart: its figures, their phrases, and how they hang together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extract.catalogue import prose
from extract.model import ProseFigure
from extract.paragraphs import Paragraph
from extract.rows.phrases import Phrase, closing, is_generic, read_phrase, topic_of, topic_of_level, with_topic
from extract.rows.quantities import Quantity, find_quantities
from extract.rows.sections import Sections
from extract.text import ordinal_level

_OPENS, _CLOSES = "（(【", "）)】"
_INLINE_TOPIC = re.compile(r"^[^，。；：:;]{2,70}?[。：:](?=.)")
_NOUN_BEHIND = re.compile(r"[\u4e00-\u9fff“”]{2,24}(?:[（(][^（）()]{1,8}[）)][\u4e00-\u9fff]{0,4})?")
_BRACKET_BEHIND = re.compile(r"[（(][^（）()]*[）)]$")
_AND = re.compile(r"及|和|与|，")
_CLAUSE = re.compile(r"[^；。]*")
_LISTS = re.compile(r"[，：:]其中|^其中|包括[：:]")
# ①人员经费： within a paragraph.
_NUMBERED_TOPIC = re.compile(r"^(?:其中[：:]?)?(?=[①-⑳])[①-⑳]")
_RESUMES = re.compile(r"^(?:比|较|与)(?:20\d{2}年|上年|去年|年初)")
_COMMAS = "，,"


@dataclass(frozen=True)
class PartList:
    """A list of parts: its number, the figure that it breaks down, and the ordinal level that introduces it."""

    list_no: int
    whole: int | None
    level: float = 0.0


@dataclass(frozen=True)
class Following:
    """What one paragraph leaves to the next: open lists by level, the leading figure."""

    lists: tuple[PartList, ...] = ()
    lead: int | None = None
    heading_level: float = 0.0
    n_lists: int = 0

    def below_heading(self, level: float) -> Following:
        """What is left below a new heading."""
        return Following((), None, level, self.n_lists)

    def below(self, level: float) -> tuple[PartList, ...]:
        """The lists that stay open for a paragraph of some level."""
        return tuple(item for item in self.lists if item.level < level)


@dataclass(frozen=True)
class Found:
    """A figure and where its digits begin and end in its paragraph."""

    figure: ProseFigure
    start: int
    end: int


@dataclass(frozen=True)
class _Said:
    """What a change or percentage without a noun of its own is said of."""

    phrase: Phrase = field(default_factory=Phrase)
    of: int | None = None
    compared_with: str | None = None


@dataclass
class _OpenList:
    parts: PartList
    separator: str | None = None
    n_members: int = 0


@dataclass
class _Frame:
    """A stretch of text at one depth of brackets."""

    start: int
    delimiter: str = ""
    said: _Said = field(default_factory=_Said)
    lead: int | None = None
    head: int | None = None
    previous_lead: int | None = None
    compared_with: str | None = None
    is_reason: bool = False
    lists: list[_OpenList] = field(default_factory=list)


def read_passage(
    paragraph: Paragraph, sections: Sections, following: Following, n_figures: int
) -> tuple[list[Found], Following]:
    """The figures of one paragraph, numbered after `n_figures`, and what it leaves to the next."""
    passage = _Passage(paragraph, sections, following, n_figures)
    passage.read()
    return passage.found, passage.following()


class _Passage:
    def __init__(self, paragraph: Paragraph, sections: Sections, before: Following, n_figures: int) -> None:
        self.paragraph, self.text, self.sections = paragraph, paragraph.text, sections
        self.quantities = {quantity.start: quantity for quantity in find_quantities(self.text)}
        self.n_figures, self.n_lists = n_figures, before.n_lists
        self.found: list[Found] = []
        self.year: str | None = None
        self.topic = sections.topic
        self.section = sections.label
        self.level = ordinal_level(self.text)
        self.base = before.heading_level
        self.frames = [_Frame(0, previous_lead=before.lead)]
        self._enter_lists(before)

    def _enter_lists(self, before: Following) -> None:
        """Which list of an earlier paragraph this one belongs to."""
        self.item_list: PartList | None = None
        if self.level is not None:
            self.lists = list(before.below(self.level))
            if not self.lists or self.lists[-1].level <= self.base:
                self.lists.append(PartList(self._next_list(), None, self.level - 0.5))
            self.item_list = self.lists[-1]
        else:
            self.lists = list(before.lists)

    def _next_list(self) -> int:
        self.n_lists += 1
        return self.n_lists

    def following(self) -> Following:
        """What this paragraph leaves to the next."""
        frame = self.frames[0]
        lead = frame.lead if frame.lead is not None else frame.previous_lead
        level = float(self.level) if self.level is not None else self.base + 0.5
        heads_items = self.level is not None and len(self.found) == 1 and not self.text.endswith(("。", "；"))
        if heads_items or self.text.endswith(("：", ":")):
            opened = next((item for item in frame.lists if not item.n_members), None)
            parts = opened.parts if opened else PartList(self._next_list(), lead)
            self.lists.append(replace(parts, level=level))
        return Following(tuple(self.lists), lead, self.base, self.n_lists)

    def read(self) -> None:
        """Walk through the text once, from figure to figure and from mark to mark."""
        position = self._inline_topic()
        while position < len(self.text):
            quantity, mark = self.quantities.get(position), self.text[position]
            if quantity:
                self._take(quantity)
                position = quantity.stop
                continue
            if mark in _OPENS:
                position = self._open_bracket(position)
                continue
            if mark in _CLOSES and len(self.frames) > 1:
                self.frames.pop()
                self.frames[-1].start = position + 1
            elif mark in "，,、；;。：:":
                self._mark(position, mark)
            position += 1

    def _inline_topic(self) -> int:
        """Where the text begins behind a topic such as `2.公务接待费。` or `…（项）。`, which has no figure."""
        match = _INLINE_TOPIC.match(self.text)
        if not match or any(start < match.end() for start in self.quantities):
            return 0
        topic = topic_of(match.group()[:-1])
        if self.level is None and topic.subject_path is None:
            return 0
        self._stand_under(topic)
        self.frames[0].start = match.end()
        return match.end()

    def _stand_under(self, topic: Phrase) -> None:
        """A topic within the text stands below the headings as one more."""
        self.topic = topic
        if topic.text and not topic.subject_path:
            headings = [self.sections.label, topic.text] if self.sections.label else [topic.text]
            self.section = "/".join(headings)

    def _open_bracket(self, position: int) -> int:
        end = closing(self.text, position)
        if end is None or not any(position < start < end for start in self.quantities):
            return position + 1 if end is None else end + 1
        outer = self.frames[-1]
        words = self.text[outer.start : position]
        said = outer.said
        phrase = read_phrase(words, self.sections.publisher) if words else None
        if phrase and phrase.text:
            said = _Said(phrase)
        inner = _Frame(position + 1, said=said, lead=said.of, previous_lead=said.of, is_reason=outer.is_reason)
        if not words and said.of is not None:
            inner.lists.append(_OpenList(PartList(self._next_list(), said.of), "；"))
        self.frames.append(inner)
        return position + 1

    def _mark(self, position: int, mark: str) -> None:
        frame = self.frames[-1]
        words = self.text[frame.start : position]
        if mark == "、" and words:
            return
        self._take_words(frame, words)
        if mark in "：:" and len(self.frames) == 1 and _NUMBERED_TOPIC.match(words):
            self._stand_under(topic_of(_NUMBERED_TOPIC.sub("", words)))
        if mark in "；;":
            self._end_clause(frame, position)
        elif mark == "。":
            self._end_sentence(frame, position)
        frame.start, frame.delimiter = position + 1, mark

    def _take_words(self, frame: _Frame, words: str) -> None:
        """Words between two marks that hold no figure: a date, what is compared, a reason, a list's beginning."""
        opener = self._opener(frame, words)
        if opener:
            self._open_list(frame)
            words = words[opener.end() :]
        if prose().reason.search(words):
            frame.is_reason = True
        if frame.is_reason:
            return
        compared = prose().compared.fullmatch(words)
        if compared:
            frame.compared_with = compared.group("base")
            return
        as_of = prose().as_of.match(words)
        years = prose().year.findall(words)
        if as_of or years:
            self.year = as_of.group("year") if as_of else years[-1]

    def _opener(self, frame: _Frame, words: str) -> re.Match[str] | None:
        """What begins a list in some words; 包括 within a reason or purpose only explains it."""
        opener = prose().parts.match(words)
        explains = opener and frame.is_reason and frame.delimiter in _COMMAS and "其中" not in opener.group()
        return None if explains else opener

    def _end_clause(self, frame: _Frame, position: int) -> None:
        if not prose().reason_goes_on.match(self.text, position + 1):
            frame.is_reason = False
        if frame.lists and (frame.lists[-1].separator in ("、", *_COMMAS) or self._begins_anew(frame, position)):
            frame.lists.pop()

    def _begins_anew(self, frame: _Frame, position: int) -> bool:
        """Whether the next clause lists parts of its own: then a list of one member ends before it."""
        clause = _CLAUSE.match(self.text, position + 1)
        return frame.lists[-1].n_members == 1 and clause is not None and bool(_LISTS.search(clause.group()))

    def _end_sentence(self, frame: _Frame, position: int) -> None:
        if not (frame.is_reason and prose().reason_goes_on.match(self.text, position + 1)):
            frame.is_reason = False
        if frame.lead is not None:
            frame.previous_lead = frame.lead
            # What follows the parts of an item is said of the item.
            is_item = self.level is not None and len(self.frames) == 1 and bool(self.found)
            frame.said = self._said_of(self.found[0].figure.figure_no if is_item else frame.lead)
        frame.lead = frame.head = frame.compared_with = None
        frame.lists = []

    def _said_of(self, figure_no: int) -> _Said:
        """What a change without a noun is said of where it follows a level of this paragraph."""
        for item in self.found:
            if item.figure.figure_no == figure_no and item.figure.relation is None:
                figure = item.figure
                return _Said(Phrase(figure.phrase, None, figure.code, figure.subject_path), figure_no)
        return self.frames[-1].said

    def _open_list(self, frame: _Frame) -> None:
        whole = frame.head
        if whole is None and frame.delimiter not in _COMMAS:
            whole = frame.previous_lead
        if frame.lead is None:
            frame.lead = whole
        frame.is_reason = False
        frame.lists.append(_OpenList(PartList(self._next_list(), whole)))

    def _take(self, quantity: Quantity) -> None:
        """Land one quantity, where it is one that a noun phrase names."""
        frame = self.frames[-1]
        words = self.text[frame.start : quantity.start]
        opener = self._opener(frame, words)
        if opener:
            self._open_list(frame)
            words = words[opener.end() :]
        if frame.is_reason and frame.delimiter in _COMMAS and _RESUMES.match(words):
            frame.is_reason = False
        if prose().reason.search(words):
            frame.is_reason = True
        if prose().this_year.match(words) and not frame.is_reason:
            self.year = None
        figure = self._count(frame, quantity, words) if quantity.kind == "count" else self._said(frame, quantity, words)
        if figure is None:
            return
        self.found.append(Found(figure, quantity.start, quantity.end))
        frame.start, frame.delimiter = quantity.stop, ""

    def _figure(self, frame: _Frame, quantity: Quantity, phrase: Phrase) -> ProseFigure:
        percent = self.text[quantity.end : quantity.stop] if quantity.unit in ("%", "％") else ""
        return ProseFigure(
            figure_no=self.n_figures + len(self.found) + 1,
            figure_printed=self.text[quantity.start : quantity.end] + percent,
            unit=quantity.unit,
            clause="reason" if frame.is_reason else "statement",
            place=self.paragraph.place_at(quantity.start),
            section=self.section,
            phrase=phrase.text,
            code=phrase.code,
            subject_path=phrase.subject_path,
            year_printed=phrase.year or self.year,
        )

    def _count(self, frame: _Frame, quantity: Quantity, words: str) -> ProseFigure | None:
        """A count lands where what is counted is known, named before it or behind it, and no reason names it."""
        if frame.is_reason:
            return None
        named = read_phrase(words, self.sections.publisher) if not words.endswith("、") else Phrase()
        if not words and self.found and frame.delimiter != "。":
            named = Phrase(self.found[-1].figure.phrase)
        # 办公室、规划科等共7个处室: what is enumerated before the number is not what it counts.
        if named.text is None or "、" in named.text or not _is_counted(named.text):
            behind = _NOUN_BEHIND.match(self.text, quantity.stop)
            noun = _AND.split(behind.group())[0] if behind else ""
            if not _is_counted(noun):
                return None
            named = Phrase(noun, named.year)
        return self._level(frame, quantity, named)

    def _said(self, frame: _Frame, quantity: Quantity, words: str) -> ProseFigure | None:
        change = prose().change.search(words)
        if change:
            return self._change(frame, quantity, words[: change.start()], change.group("word"))
        prior = prose().prior.match(words)
        if prior and frame.said.phrase.text and not frame.is_reason:
            frame.compared_with = words.lstrip("与比较同").removesuffix("的")
            return self._figure(frame, quantity, replace(frame.said.phrase, year=prior.group("year")))
        if quantity.kind == "percent":
            share = prose().share.search(words)
            if share and (share.group("base") or share.group("word") != "为"):
                return self._share(frame, quantity, words[: share.start()], share)
            if not words and len(self.frames) > 1:
                return self._in_brackets(frame, quantity)
        phrase = read_phrase(words, self.sections.publisher, frame.is_reason)
        if not words and self.found and frame.delimiter not in _COMMAS:
            before = self.found[-1].figure
            phrase = Phrase(before.phrase, None, before.code, before.subject_path)
        if not frame.is_reason:
            phrase = with_topic(phrase, self._topic(frame, words))
        return self._level(frame, quantity, phrase)

    def _topic(self, frame: _Frame, words: str) -> Phrase | None:
        if len(self.frames) > 1 and not words:
            return frame.said.phrase
        of_level = topic_of_level(frame.said.phrase) if frame.head is not None else None
        return of_level or self.topic

    def _level(self, frame: _Frame, quantity: Quantity, phrase: Phrase) -> ProseFigure:
        if phrase.year and not frame.is_reason:
            self.year = phrase.year
        figure = self._figure(frame, quantity, phrase)
        figure = self._placed_in_list(frame, figure)
        if not frame.is_reason:
            frame.said = _Said(phrase, figure.figure_no)
            frame.head = figure.figure_no
            frame.lead = frame.lead or figure.figure_no
        return figure

    def _placed_in_list(self, frame: _Frame, figure: ProseFigure) -> ProseFigure:
        """The figure with the list that it is a member of."""
        if frame.is_reason:
            return figure
        parts: PartList | None = None
        if frame.lists:
            open_list = frame.lists[-1]
            open_list.n_members += 1
            if open_list.n_members == 2:
                open_list.separator = open_list.separator or frame.delimiter
            parts = open_list.parts
        elif self.item_list and len(self.frames) == 1:
            parts, self.item_list = self.item_list, None
        return replace(figure, whole_figure_no=parts.whole, list_no=parts.list_no) if parts else figure

    def _change(self, frame: _Frame, quantity: Quantity, words: str, word: str) -> ProseFigure:
        noun, base = _compared(words)
        phrase = read_phrase(noun, self.sections.publisher, frame.is_reason)
        base = base or frame.compared_with
        of: int | None = None
        if phrase.text and not is_generic(phrase.text):
            of = self._level_named(phrase.text)
            said = _Said(phrase, of, base)
            is_own = of is None
        else:
            if frame.lists and frame.lists[-1].n_members > 1 and frame.delimiter in _COMMAS:
                self._close_list(frame)
            said, is_own = replace(frame.said, compared_with=base or frame.said.compared_with), False
        if frame.is_reason and not phrase.text:
            said, is_own = _Said(Phrase(), None, base), False
        figure = replace(
            self._figure(frame, quantity, replace(said.phrase, year=phrase.year)),
            relation=word,
            compared_with=said.compared_with,
            of_figure_no=said.of,
        )
        if frame.is_reason:
            return figure
        if is_own:
            figure = self._placed_in_list(frame, figure)
            frame.head = figure.figure_no
            frame.lead = frame.lead or figure.figure_no
        frame.said = said
        return figure

    def _close_list(self, frame: _Frame) -> None:
        """A、B、C，比上年增加 …: said of what the list breaks down, where its members are parted by 、."""
        parts = frame.lists[-1]
        if parts.separator == "、" and parts.parts.whole is not None:
            frame.lists.pop()
            frame.said = self._said_of(parts.parts.whole)

    def _level_named(self, phrase: str) -> int | None:
        """The last level of this paragraph that has a phrase."""
        for item in reversed(self.found):
            if item.figure.phrase == phrase and item.figure.relation is None:
                return item.figure.figure_no
        return None

    def _share(self, frame: _Frame, quantity: Quantity, words: str, share: re.Match[str]) -> ProseFigure:
        phrase = read_phrase(words, self.sections.publisher, frame.is_reason)
        said = _Said(phrase) if phrase.text and not is_generic(phrase.text) else frame.said
        return replace(
            self._figure(frame, quantity, replace(said.phrase, year=None)),
            relation=share.group("word"),
            compared_with=share.group("base") or None,
            of_figure_no=said.of,
        )

    def _in_brackets(self, frame: _Frame, quantity: Quantity) -> ProseFigure:
        """`0.46万元（15.13%）`, `0万元，无变化（0%）`: said of what the figure before the bracket is said of."""
        before = self.found[-1].figure if self.found else None
        figure = self._figure(frame, quantity, frame.said.phrase)
        if before is None:
            return figure
        of = before.of_figure_no if before.relation else before.figure_no
        unchanged = prose().unchanged.search(self.text[self.found[-1].end : frame.start - 1])
        return replace(
            figure,
            phrase=before.phrase,
            code=before.code,
            subject_path=before.subject_path,
            relation=unchanged.group("word") if unchanged else before.relation,
            compared_with=unchanged.group("base") if unchanged else before.compared_with,
            of_figure_no=of,
        )


def _is_counted(noun: str) -> bool:
    """Whether a noun, brackets at its end left out, names something that budgets count."""
    return bool(prose().counted.search(_BRACKET_BEHIND.sub("", noun)))


def _compared(words: str) -> tuple[str, str | None]:
    """The noun and what it is compared with, of the words before a change."""
    before_noun = prose().compared_before_noun.search(words)
    if before_noun:
        return before_noun.group("noun"), before_noun.group("base")
    compared = prose().compared.search(words)
    if compared:
        return words[: compared.start()], compared.group("base")
    return words, None
