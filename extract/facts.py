"""What a document says of itself: title, publisher, fiscal year, budget or final account, scope, unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extract.model import Document, DocumentFacts, Grid, PrintedTable, TextLine
from extract.text import squeeze

_COVER = 12  # printed lines, where no contents page ends the cover
_LONGEST_TITLE = 4  # lines over which a cover spreads its title
_YEAR = re.compile(r"(20\d{2})年")
_NAME = r"[^\d，。；：、]{2,40}?"
_TITLE = re.compile(
    rf"(?P<before>{_NAME})?(?P<year>20\d{{2}})年度?(?P<after>{_NAME})??"
    r"(?P<what>(?:[市区县省]级|部门|单位|综合|本级)*(?:预算|决算)(?:公开)?(?:编制)?(?:说明|报告|报表|草案|情况)?)"
)
# A city alone publishes nothing, and a part of the document is no body.
_NO_BODY = re.compile(r"第[一二三四五六七八九十]+部分|附件|目录|[省市区县]$")


def read_facts(document: Document, tables: Sequence[PrintedTable]) -> DocumentFacts:
    """The facts of one document; what it does not say is None, or `unknown` for the scope."""
    lines = [line for block in document.blocks if isinstance(block, TextLine) if (line := squeeze(block.text))]
    title, body = _title(_cover(lines))
    printed = _most_common(table.caption.publisher for table in tables)
    said = title or ""
    year = _YEAR.search(said)
    return DocumentFacts(
        title=title,
        publisher=printed or body,
        fiscal_year=int(year.group(1)) if year else _year_of(document),
        document_type=_document_type(said) or _document_type("".join(table.caption.title or "" for table in tables)),
        budget_scope=_scope(said),
        default_unit=_most_common(table.caption.unit for table in tables),
    )


def _cover(lines: Sequence[str]) -> list[str]:
    """The lines above the contents page, or the first few where the document begins without a cover."""
    contents = next((index for index, line in enumerate(lines) if line.endswith("目录")), 0)
    return list(lines[: contents or _COVER][:_COVER])


def _title(cover: Sequence[str]) -> tuple[str | None, str | None]:
    """The title and the body it names; a cover spreads them over lines, with the body above or below the year."""
    unnamed: str | None = None
    for size in range(1, _LONGEST_TITLE + 1):
        for start in range(len(cover) - size + 1):
            match = _TITLE.fullmatch("".join(cover[start : start + size]))
            if not match:
                continue
            body = match.group("before") or match.group("after")
            if body and not _NO_BODY.search(body):
                return match.group(), body
            unnamed = unnamed or (None if body and not body.endswith(("省", "市", "区", "县")) else match.group())
    return unnamed, None


def _year_of(document: Document) -> int | None:
    """The year that a document without a title speaks of most often, the later one where two are as frequent."""
    texts = [text for block in document.blocks for text in _texts(block)]
    years = Counter(int(year) for text in texts for year in _YEAR.findall(squeeze(text)))
    return max(years, key=lambda year: (years[year], year)) if years else None


def _texts(block: TextLine | Grid) -> list[str]:
    return [block.text] if isinstance(block, TextLine) else [cell.text for cell in block.cells]


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
