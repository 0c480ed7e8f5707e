"""The noun phrase that a figure of the running text belongs to: cut out of the words before it, and nothing more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.captions import is_publishable
from extract.catalogue import prose
from extract.text import strip_ordinal

LONGEST = 40
_LONGEST_IN_REASON = 16
_SHORTEST_BODY = 4
_OPENS, _CLOSES = "（(【[", "）)】]"
_LEVELS = re.compile(
    r"(?:(?P<class>[^（）()]+)[（(]类[）)])?(?:(?P<group>[^（）()]+(?:[（(][^类款项][^（）()]*[）)][^（）()]*)?)[（(]款[）)])?"
    r"(?P<item>[^（）()]+(?:[（(][^类款项][^（）()]*[）)][^（）()]*)?)[（(]项[）)]"
)
_CODE_BEHIND = re.compile(r"[（(](?P<code>\d{3}(?:\d{2}){0,2})[）)]$")
_CODE_BEFORE = re.compile(r"^(?P<code>\d{3}(?:\d{2}){0,2})[-－—]?(?=[^\d.,，万亿元年月日%％])")
_NO_NOUN = re.compile(r"[。；，：？！]|因为|由于|导致|主要(?!领导|负责)")


@dataclass(frozen=True)
class Phrase:
    """A noun phrase with what it prints of a subject: its code, its names at the levels 类, 款 and 项."""

    text: str | None = None
    year: str | None = None
    code: str | None = None
    subject_path: str | None = None


def read_phrase(words: str, publisher: str | None, in_reason: bool = False) -> Phrase:
    """The phrase at the end of some words; its text is None where no short noun phrase stands there."""
    years = prose().year.findall(words)
    text = _trimmed(prose().year.sub("", strip_ordinal(words)), publisher)
    levels = _LEVELS.search(text)
    code = _CODE_BEHIND.search(text) or _CODE_BEFORE.match(text)
    return Phrase(
        text=_shortened(text, in_reason),
        year=years[-1] if years else None,
        code=code.group("code") if code else None,
        subject_path="/".join(name for name in levels.groups() if name) if levels else None,
    )


def _trimmed(text: str, publisher: str | None) -> str:
    """The text without the words around its noun phrase."""
    before = None
    while text != before:
        before = text
        text = strip_ordinal(prose().before.sub("", prose().after.sub("", text)))
        for name in _names_of(publisher) if publisher else ():
            if text.startswith(name) and not text[len(name) :].startswith(tuple(_OPENS)):
                text = text[len(name) :]
    return text


@lru_cache(maxsize=64)
def _names_of(publisher: str) -> tuple[str, ...]:
    """A body's name, whole and without the province, city and district before it."""
    starts = [match.end() for match in re.finditer(r"[省市区县]", publisher)]
    return tuple(publisher[start:] for start in (0, *starts) if len(publisher) - start >= _SHORTEST_BODY)


def _shortened(text: str, in_reason: bool) -> str | None:
    """The text where it is a noun phrase of at most 40 characters, else its last whole part, else None."""
    longest = _LONGEST_IN_REASON if in_reason else LONGEST
    while len(text) > longest:
        cut = min((at for at in map(text.find, ("（类）", "（款）", "(类)", "(款)")) if at >= 0), default=-1)
        if cut < 0:
            return None
        text = text[cut + 3 :]
    return text if text and not _NO_NOUN.search(text) and is_publishable(text) else None


def is_generic(text: str | None, topic: Phrase | None = None) -> bool:
    """Whether a phrase names nothing without its topic (预算数, 支出决算)."""
    if text is None or prose().generic.match(text):
        return True
    of_subject = topic is not None and bool(topic.subject_path or topic.code)
    return of_subject and bool(prose().generic_of_subject.match(text))


def with_topic(phrase: Phrase, topic: Phrase | None) -> Phrase:
    """A phrase that names nothing alone, with the topic it stands under."""
    if topic is None or topic.text is None or not is_generic(phrase.text, topic):
        return phrase
    text = topic.text + (phrase.text or "")
    short = _shortened(text, in_reason=False)
    return Phrase(short or topic.text, phrase.year or topic.year, topic.code, topic.subject_path)


def topic_of(heading: str) -> Phrase:
    """The topic that a heading names, without 情况说明 and the like."""
    return read_phrase(prose().topic_ends.sub("", strip_ordinal(heading)), None)


def topic_of_level(phrase: Phrase) -> Phrase | None:
    """The topic of a level that names budget or outturn of something (公务接待费预算), None where it names neither."""
    topic = prose().budget_ends.sub("", phrase.text or "")
    return Phrase(topic, None, phrase.code, phrase.subject_path) if topic and topic != phrase.text else None


def closing(text: str, start: int) -> int | None:
    """Where the bracket that opens at `start` closes, or None."""
    depth = 0
    for position in range(start, len(text)):
        if text[position] in _OPENS:
            depth += 1
        elif text[position] in _CLOSES:
            depth -= 1
            if not depth:
                return position
    return None
