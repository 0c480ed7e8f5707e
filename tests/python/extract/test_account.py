from __future__ import annotations

from collections import Counter

from extract_dumps import DUMP, extract_text
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extract.model import Grid, TextLine
from extract.readers.text_tabs import read
from extract.text import count_numbers


def _classes(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for count in extract_text(text).token_counts:
        counts[count.token_class] += count.tokens
    return counts


def test_every_number_of_a_dump_is_in_one_class() -> None:
    classes = _classes(DUMP)
    assert classes.total() == sum(count_numbers(line) for cell in DUMP.split("\n") for line in cell.split("\t"))
    assert set(classes) == {"value", "key", "prose"}


def test_page_numbers_and_column_numbers_are_furniture() -> None:
    dump = "支出总表\n\n科目编码\t科目名称\t合计\n1\t2\t3\n211\t节能\t5.00\n\n- 4 -\n"
    assert _classes(dump) == Counter(value=1, key=1, furniture=4)


def test_row_numbers_are_furniture() -> None:
    assert _classes("项目支出表\n\n序号\t项目名称\t合计\n1\t公园\t5.00\n2\t苗圃\t6.00\n") == Counter(
        value=2, furniture=2
    )


def test_prose_counts_without_its_words() -> None:
    extraction = extract_text("2025 年安排养护 12 处。\n\n项目\t预算数\n一、甲\t1.00\n")
    assert [(item.reason, item.text, item.tokens) for item in extraction.leftovers] == [("prose", "", 2)]


def test_headers_repeated_after_a_page_break_are_counted() -> None:
    header = "项目\t2025年预算数\n"
    assert _classes("支出总表\n\n" + header + "一、甲\t1.00\n\n" + header + "二、乙\t2.00\n") == Counter(value=2, key=2)


_CELLS = st.sampled_from(
    [
        "",
        "合计",
        "项目",
        "预算数",
        "211",
        "2110401-保护",
        "1.00",
        "1,234.50",
        "0 . 0 0",
        "—",
        "注：共 3 处。",
        "填报人",
        "12",
        "第2期",
    ]
)


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=5), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_no_number_of_any_table_is_unclassed(rows: list[list[str]]) -> None:
    assume(any(cell for row in rows for cell in row))
    dump = "\n".join("\t".join(row) for row in rows) + "\n"
    printed = sum(count_numbers(text) for block in read(dump, "x.txt") for text in _texts(block))
    assert _classes(dump).total() == printed
    assert "unclassed" not in _classes(dump)


def _texts(block: TextLine | Grid) -> list[str]:
    return [block.text] if isinstance(block, TextLine) else [cell.text for cell in block.cells]
