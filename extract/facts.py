"""What a document says of itself: title, publisher, fiscal year, budget or final account, scope, unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extract.model import Document, DocumentFacts, PrintedTable, TextLine
from extract.text import squeeze

_COVER = 60  # lines: a cover, a half title and a contents page
_YEAR = re.compile(r"(20\d{2})年")
_TITLE = re.compile(r"^(?P<body>.{0,40}?)(?P<year>20\d{2})年(?:度)?(?P<rest>.{0,30}?(?:预算|决算).{0,12})$")
_BODY = re.compile(r"^[^\d，。；：、（(]{4,40}(?:[（(]本级[)）])?$")


def read_facts(document: Document, tables: Sequence[PrintedTable]) -> DocumentFacts:
    """The facts of one document; what it does not say is None, or `unknown` for the scope."""
    lines = [squeeze(block.text) for block in document.blocks if isinstance(block, TextLine)]
    title, body = _title(lines[:_COVER])
    printed = _most_common(table.caption.publisher for table in tables)
    said = title or ""
    year = _YEAR.search(said) or _YEAR.search("".join(lines[:_COVER]))
    return DocumentFacts(
        title=title,
        publisher=printed or body,
        fiscal_year=int(year.group(1)) if year else None,
        document_type=_document_type(said),
        budget_scope=_scope(said),
        default_unit=_most_common(table.caption.unit for table in tables),
    )


def _title(cover: Sequence[str]) -> tuple[str | None, str | None]:
    """The title and the body it names; a cover often prints the body on the line above the year."""
    for index, line in enumerate(cover):
        match = _TITLE.match(line)
        if not match:
            continue
        if match.group("body") or match.group("rest").startswith("年"):
            return line, match.group("body") or None
        above = next((other for other in reversed(cover[:index]) if other), "")
        if _BODY.match(above):
            return above + line, above
        return line, None
    return None, None


def _document_type(title: str) -> str | None:
    if "决算" in title:
        return "final_account"
    return "budget" if "预算" in title else None


def _scope(title: str) -> str:
    if "本级" in title:
        return "own_level"
    if "单位预算" in title or "单位决算" in title:
        return "unit"
    return "consolidated" if "部门" in title else "unknown"


def _most_common(values: Iterable[str | None]) -> str | None:
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else None
