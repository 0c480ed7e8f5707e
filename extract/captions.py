"""The lines around a table: title, printed number, unit, publisher, note of an empty table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.catalogue import captions
from extract.model import Caption
from extract.text import is_prose, squeeze, strip_ordinal

# （按支出功能分类科目-不含上年结转） below a title says on which basis the table stands.
_BASIS = re.compile(r"[（(][^（）()]*(?:分类|科目|结转|口径|按)[^（）()]*[）)]")
_FIRST_HALF = re.compile(
    r"20\d{2}年(?:度)?(?:部门|单位).{4,40}[^表。；）)]|20\d{2}年(?:度)?(?:部门|单位)[^。；表]{4,40}[）)]"
)
# A mobile number, or a number with its area code.
_PHONE = re.compile(r"(?<![\dA-Za-z.])(?:1[3-9]\d{9}|0\d{2,3}[-—－]?\d{7,8})(?![\d.])")
# A caption stands close above its table; further up is text of the section before.
_REACH = 12
_SHORTEST_BODY = 4
_LONGEST_NOTE = 80
_LONGEST_PIECE = 25
_OPEN_BRACKET = re.compile(r"[（(][^）)]*$")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+(?:-\d+)+)")


def is_furniture(text: str) -> bool:
    """Whether a line is a page number or the like."""
    return bool(captions().furniture.match(squeeze(text)))


def read_caption(above: Sequence[str]) -> Caption:
    """The caption in the lines above a table, in printed order."""
    lines = whole_lines(above)[-_REACH:]
    patterns = captions()
    number: str | None = None
    titles: list[str] = []
    for line in lines:
        found = next((match for pattern in patterns.printed_number if (match := pattern.search(line))), None)
        if found:
            number = re.sub(r"[－—]", "-", found.group("value"))
            line = line[found.end() :].lstrip(":：.、")
        if patterns.title.search(line) and not patterns.unit.search(line) and is_publishable(line):
            titles.append(line)
    own = [title for title in titles if not _HEADING.match(title)]
    title = own[-1] if own else (strip_ordinal(titles[-1]) if titles else None)
    headings = tuple(line for line in titles if line != title)
    blank = next((line for line in reversed(lines) if patterns.blank_publisher.match(line)), None)
    return Caption(title, headings, number, unit_of(lines), publisher_of(lines), blank_label=blank)


def whole_lines(lines: Sequence[str]) -> list[str]:
    """The lines without white space and blank ones, titles that go over two lines put together again."""
    whole: list[str] = []
    for line in filter(None, map(squeeze, lines)):
        if whole and _goes_on(whole[-1], line):
            whole[-1] += line
        else:
            whole.append(line)
    return whole


def _goes_on(line: str, following: str) -> bool:
    """Whether a title goes on in the next line: an open bracket, a bracketed basis, or a title's second half."""
    if "表" in line and _OPEN_BRACKET.search(line) and re.match(r"[^（(]*[）)]", following):
        return True
    if line.endswith("表") and _BASIS.fullmatch(following):
        return True
    return bool(_FIRST_HALF.fullmatch(line) and captions().title.search(following) and not _starts_anew(following))


def _starts_anew(line: str) -> bool:
    patterns = captions()
    return bool(
        _HEADING.match(line)
        or _FIRST_HALF.match(line)
        or patterns.unit.search(line)
        or patterns.publisher.match(line)
        or any(pattern.search(line) for pattern in patterns.printed_number)
    )


def unit_of(lines: Sequence[str]) -> str | None:
    """The last unit printed in some lines; `单位：万` and `元` may stand on two."""
    found = captions().unit.findall("".join(squeeze(line) for line in lines))
    return found[-1] if found else None


def publisher_of(lines: Sequence[str]) -> str | None:
    """The body named in a line such as `部门/单位：…`, where one is."""
    for line in reversed(lines):
        # `编制单位：… 单位：元` may stand on one line, and `单位：万` with `元` below is no publisher
        match = captions().publisher.match(captions().unit.sub("", squeeze(line)))
        if match and len(match.group("value")) >= _SHORTEST_BODY and is_publishable(match.group("value")):
            return match.group("value")
    return None


def empty_note_of(below: Sequence[str]) -> str | None:
    """The statement right below a table that there is no such spending: one sentence, or it is prose."""
    lines = [squeeze(line) for line in below if squeeze(line)][:2]
    return next((line for line in lines if _is_empty_note(line)), None)


def _is_empty_note(line: str) -> bool:
    is_sentence = len(line) <= _LONGEST_NOTE and "。" not in line.rstrip("）)")[:-1] and "；" not in line
    is_clear = not is_contact(line) and not has_phone(line)
    return is_sentence and is_clear and bool(captions().empty_note.search(line)) and not _HEADING.match(line)


def begins_table(texts: Sequence[str]) -> bool:
    """Whether the texts of one row are a caption with a printed number and nothing else."""
    numbered = any(pattern.search(squeeze(text)) for text in texts for pattern in captions().printed_number)
    return numbered and all(map(is_caption, texts))


def is_caption_word(text: str) -> bool:
    """Whether a word that stands apart in its line is no label but a printed number, a unit alone or a publisher."""
    plain = squeeze(text)
    patterns = captions()
    if any(pattern.search(plain) for pattern in patterns.printed_number) or patterns.publisher.match(plain):
        return True
    return bool(patterns.unit.fullmatch(plain.strip("（）()")))


def is_remnant(line: str) -> bool:
    """Whether a line beside a grid may be a piece of a cell that the page break cuts, rather than new text."""
    plain = squeeze(line).rstrip("。；")
    return len(plain) <= _LONGEST_PIECE and not (_HEADING.match(plain) or is_prose(plain) or is_caption(plain))


def form_label(text: str) -> str | None:
    """The label of a cell that says, or begins by saying, what a form is about; None where the cell is no such."""
    match = captions().form_head.match(squeeze(text))
    return match.group() if match else None


def is_form_part(title: str) -> bool:
    """Whether a title heads a part of a form (its yearly indicators) and no form."""
    return bool(captions().form_part.match(squeeze(title)))


def is_note(text: str) -> bool:
    """Whether a line or cell is a note to a table."""
    return bool(captions().note.match(squeeze(text)))


def is_contact(text: str) -> bool:
    """Whether a text labels or states who filled in a form or how to reach them."""
    return bool(captions().contact.search(squeeze(text)))


def is_publishable(text: str) -> bool:
    """Whether a title, label, note or name may land: no contact, no telephone number, no sentence."""
    plain = squeeze(text)
    return not (is_contact(plain) or has_phone(plain) or is_prose(plain))


def has_phone(text: str) -> bool:
    """Whether a text holds a telephone number."""
    return bool(_PHONE.search(squeeze(text)))


def is_caption(text: str) -> bool:
    """Whether a line outside tables is a heading or belongs to a caption, rather than prose."""
    line = squeeze(text)
    patterns = captions()
    if any(pattern.search(line) for pattern in (*patterns.printed_number, patterns.unit)):
        return True
    return bool(patterns.title.search(line) or patterns.publisher.match(line))
