"""What a document says of itself: title, publisher, fiscal year, budget or final account, scope, unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extract.captions import form_label, publisher_of
from extract.catalogue import captions
from extract.headers import count_header_rows
from extract.model import Document, DocumentFacts, Grid, PrintedTable, TextLine
from extract.text import squeeze

_COVER = 12  # printed lines, where no contents page ends the cover
_LONGEST_TITLE = 4  # lines over which a cover spreads its title
_YEAR = re.compile(r"(20\d{2})年")
_CHINESE_YEAR = re.compile(r"二[〇○OＯ零]([〇○OＯ零一二三四五六七八九])([〇○OＯ零一二三四五六七八九])(?=年)")
_DIGITS = {**dict.fromkeys("〇○OＯ零", "0"), **{sign: str(n) for n, sign in enumerate("一二三四五六七八九", start=1)}}
_NAME = r"[^\d，。；：、]{2,40}?"
_BUDGET = r"(?:预算|决算)"
_WHAT = (
    rf"(?:[市区县省]级|部门|单位|综合|整体|本级)*{_BUDGET}(?:及.{{0,12}}经费(?:{_BUDGET})?)?"
    r"(?:信息|公开|编制|情况|说明|报告|报表|草案|文本|材料|内容|表格|附表|公告|目录|[的及和])*"
    r"(?:[（(](?:汇总|本级|机关|含.{2,12}|公开.{0,4})[)）])?"
)
_TITLE = re.compile(
    rf"(?:关于)?(?P<before>{_NAME})?(?:关于)?(?P<year>20\d{{2}})年度?(?P<after>{_NAME})??(?P<what>{_WHAT})"
)
# A cover may print the parts of its title apart and in any order: what it is, of which year, of which body.
_WHAT_ALONE = re.compile(_WHAT)
_YEAR_ALONE = re.compile(r"20\d{2}年度?")
_BODY_ALONE = re.compile(
    r"[^\d，。；：、]{2,36}(?:局|委|办|厅|部|院|中心|站|会|处|馆|所|队|校|大学|政府|办公室|社)(?:[（(](?:本级|机关|汇总)[)）])?"
)
_PART = re.compile(r"第[一二三四五六七八九十]+部分[:：]?")
# A line of its own between a table's title and the table.
_OF_YEAR = re.compile(r"[（(]?(20\d{2})年度?[)）]?")
# A city alone publishes nothing, and a part of the document is no body.
_NO_BODY = re.compile(r"第[一二三四五六七八九十]+部分|附件|目录|[省市区县]$")
# The first part of a document describes the body that it is about.
_ABOUT = re.compile(rf"第一部分[:：]?(?P<body>{_NAME})(?:部门|单位)?(?:概况|基本情况)")
_BODY_CODE = re.compile(r"^[\[（(]?\d{3,}[\]）)]?[-—_]?")
_NOT_NAMED = ("部门", "单位")


def read_facts(document: Document, tables: Sequence[PrintedTable]) -> DocumentFacts:
    """The facts of one document; what it does not say is None, or `unknown` for the scope."""
    lines = [
        _with_digits(line) for block in document.blocks if isinstance(block, TextLine) if (line := squeeze(block.text))
    ]
    title, body = _title(_cover(lines))
    title = title or _title_of_parts(lines)
    said = title or ""
    titles = [squeeze(table.caption.title) for table in tables if table.caption.title]
    return DocumentFacts(
        title=title,
        publisher=_publisher(body, lines, tables),
        fiscal_year=_year(said, lines, titles, tables, document),
        document_type=_document_type(said) or _document_type("".join(titles)),
        budget_scope=_scope(said),
        default_unit=_most_common(table.caption.unit for table in tables),
        withholding_note=_withholding_note(document),
    )


def _with_digits(line: str) -> str:
    """The line with years such as 二〇二六年 in digits."""
    return _CHINESE_YEAR.sub(lambda match: f"20{_DIGITS[match.group(1)]}{_DIGITS[match.group(2)]}", line)


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
    return unnamed or _scattered_title(cover), _body_alone(cover)


def _scattered_title(cover: Sequence[str]) -> str | None:
    years = [line for line in cover if _YEAR_ALONE.fullmatch(line)]
    whats = [line for line in cover if _WHAT_ALONE.fullmatch(line)]
    return years[0] + whats[0] if years and whats else None


def _body_alone(cover: Sequence[str]) -> str | None:
    """The body that a line of a cover names and nothing else, or behind 公开单位 and the like."""
    lines = (line for line in cover if _BODY_ALONE.fullmatch(line))
    alone = next((line for line in lines if not _NO_BODY.search(line) and not _WHAT_ALONE.search(line)), None)
    return alone or publisher_of(cover)


def _title_of_parts(lines: Sequence[str]) -> str | None:
    """The title in the headings of a document's parts, where it begins without a cover."""
    headings = (line[match.end() :] for line in lines if (match := _PART.match(line)))
    titles = (match for heading in headings if (match := _TITLE.match(heading)))
    return next((match.group() for match in titles if match.group("before")), None)


def _publisher(body: str | None, lines: Sequence[str], tables: Sequence[PrintedTable]) -> str | None:
    """The body that the tables name, unless they name several and the cover one; else that of cover, form or text."""
    printed = Counter(name for table in tables if (name := _named(table.caption.publisher)))
    if printed and (len(printed) == 1 or not body):
        return printed.most_common(1)[0][0]
    return _named(body) or _most_common(map(_of_form, tables)) or _described(lines)


def _named(body: str | None) -> str | None:
    """A body's name without the code before it and the 部门 that belongs to what is said of it."""
    if body is None:
        return None
    name = re.sub(r"[（(]部门[)）]$", "", _BODY_CODE.sub("", body))
    return (name.removesuffix("部门").removesuffix("单位") if len(name) > 4 else name) or None


def _of_form(table: PrintedTable) -> str | None:
    """The department that the form of its overall performance is about."""
    if table.kind != "overall_performance":
        return None
    for row in table.grids[0].rows():
        cells = [row[column] for column in sorted(row)]
        label = form_label(cells[0].text) if len(cells) > 1 else None
        if label and label.startswith(_NOT_NAMED):
            return _named(squeeze(cells[1].text))
    return None


def _described(lines: Sequence[str]) -> str | None:
    bodies = (match.group("body") for line in lines if (match := _ABOUT.match(line)))
    return next((body for body in bodies if body not in _NOT_NAMED), None)


def _year(
    title: str, lines: Sequence[str], titles: Sequence[str], tables: Sequence[PrintedTable], document: Document
) -> int | None:
    """The year of the title; else of the tables' titles and the lines below them, of their headers, of the text."""
    if match := _YEAR.search(title):
        return int(match.group(1))
    above = [match.group(1) for line in lines if (match := _OF_YEAR.fullmatch(line))]
    above += [match.group(1) for printed in titles if (match := _YEAR.search(_with_digits(printed)))]
    if above:
        return _most_frequent(above)
    # A header names the years before as well, to compare with.
    headed = [year for table in tables if not table.is_form for year in _header_years(table)]
    return max(map(int, headed)) if headed else _most_frequent(_spoken_of(document))


def _header_years(table: PrintedTable) -> Iterator[str]:
    rows = table.grids[0].rows()
    for row in rows[: count_header_rows(rows)]:
        for cell in row.values():
            yield from _YEAR.findall(squeeze(cell.text))


def _spoken_of(document: Document) -> Iterator[str]:
    for block in document.blocks:
        for text in _texts(block):
            yield from _YEAR.findall(squeeze(text))


def _most_frequent(years: Iterable[str]) -> int | None:
    """The year that is named most often, the later one where two are as frequent."""
    counted = Counter(map(int, years))
    return max(counted, key=lambda year: (counted[year], year)) if counted else None


def _withholding_note(document: Document) -> str | None:
    """The words by which the document says that it leaves something out; a sentence goes on over lines."""
    text = "".join(squeeze(text) for block in document.blocks for text in _texts(block))
    match = captions().withheld.search(text)
    return match["value"] if match else None


def _texts(block: TextLine | Grid) -> list[str]:
    return [block.text] if isinstance(block, TextLine) else [cell.text for cell in block.cells]


def _document_type(title: str) -> str | None:
    if "决算" in title:
        return "final_account"
    return "budget" if "预算" in title else None


def _scope(title: str) -> str:
    if "汇总" in title:
        return "consolidated"
    if "本级" in title or re.search(r"[（(]机关[）)]|[局委办厅]机关", title):
        return "own_level"
    if "单位预算" in title or "单位决算" in title:
        return "unit"
    return "consolidated" if "部门" in title else "unknown"


def _most_common(values: Iterable[str | None]) -> str | None:
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else None
