"""The founding dump, changed as converters change dumps: what lands must stay what it is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from extract_dumps import TableFacts, extract_text, landed

from extract.pipeline import extract_document

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def text(shared: Path) -> str:
    (path,) = shared.glob("sources/004_*.txt")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def expected(text: str) -> list[TableFacts]:
    return _landed(text)


def _landed(text: str) -> list[TableFacts]:
    return landed(extract_text(text).tables)


def _amount_rows(text: str) -> list[int]:
    """The rows of amount tables, which stand before the forms."""
    lines = text.split("\n")
    forms = lines.index("十一、整体支出绩效目标表")
    return [number for number, line in enumerate(lines[:forms]) if "\t" in line]


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
def test_encodings(text: str, expected: list[TableFacts], encoding: str) -> None:
    extraction = extract_document(text.encode(encoding), "green", "green.txt", "")
    assert landed(extraction.tables) == expected


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends(text: str, expected: list[TableFacts], end: str) -> None:
    assert _landed(text.replace("\n", end)) == expected


def test_trailing_blanks_lost(text: str, expected: list[TableFacts]) -> None:
    lines = text.split("\n")
    for number in _amount_rows(text):
        lines[number] = lines[number].rstrip("\t")
    assert _landed("\n".join(lines)) == expected


def test_a_page_break_after_every_row(text: str, expected: list[TableFacts]) -> None:
    lines = text.split("\n")
    for number in _amount_rows(text):
        lines[number] += f"\n\n- {number} -\n"
    assert _landed("\n".join(lines)) == expected


@pytest.mark.parametrize("seed", range(8))
def test_amounts_broken_over_lines(text: str, expected: list[TableFacts], seed: int) -> None:
    rng = random.Random(seed)
    lines = text.split("\n")
    for number in rng.sample(_amount_rows(text), 25):
        fields = lines[number].split("\t")
        amounts = [index for index, field in enumerate(fields) if field.replace(",", "").replace(".", "", 1).isdigit()]
        if amounts:
            index = rng.choice(amounts)
            at = rng.randrange(1, len(fields[index]))
            fields[index] = fields[index][:at] + "\n" + fields[index][at:]
        lines[number] = "\t".join(fields)
    assert _landed("\n".join(lines)) == expected


def test_no_contact_of_a_form_lands(text: str) -> None:
    extraction = extract_text(text)
    words = {cell.text for table in extraction.tables for row in table.rows for _, cell in row.cells}
    assert not any(word in ("填报人", "联系电话", "项目负责人") for word in words)
    assert all(leftover.text == "" for leftover in extraction.leftovers if leftover.reason in ("form", "prose"))
