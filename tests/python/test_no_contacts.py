"""No telephone number, and no name that a document prints as a contact, stands in what is committed or published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from conftest import ROOT

from extract.captions import has_phone
from extract.encoding import decode
from extract.text import squeeze

PUBLISHED = (
    "seeds",
    "data",
    "docs",
    "site",
    "examples",
    "sources/registry.csv",
    "README.md",
    "README.zh-CN.md",
    "LICENSE-DATA.md",
    "datapackage.json",
    "tests/python/golden",
    "tests/fixtures",
)
TEXTS = {".csv", ".md", ".json", ".yml", ".html", ".txt"}
LABELS = "填报人|填表人|负责人|责任人|联系人|经办人|审核人|复核人"
CONTACT = re.compile(rf"(?:{LABELS})[:：\t ]*([\u4e00-\u9fff]{{2,3}})(?=[\t\s]|联系电话|$)", re.M)
PHONE = re.compile(r"(?:联系|办公|咨询)?电话[:：\t ]*([\d-]{7,})")
# A mobile number, or a landline with its area code.
NUMBER = re.compile(r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}")


def published() -> Iterator[Path]:
    for name in PUBLISHED:
        place = ROOT / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (file for file in files if file.is_file() and file.suffix in TEXTS | {".pdf"})


@cache
def text_of(file: Path) -> str:
    """The text of a file; of a PDF what its pages print."""
    if file.suffix != ".pdf":
        return file.read_text(encoding="utf-8")
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError:
        return ""
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def numbers_in(text: str) -> list[str]:
    """The telephone numbers among the fields and words of a text: a code between commas is one word, however long."""
    words = re.split(r"[,\s\"'`:|（）()]+", text)
    return [
        word for word in words if NUMBER.fullmatch(word) or (re.search("[\u4e00-\u9fff]", word) and has_phone(word))
    ]


def contacts_in(text: str) -> set[str]:
    """The names and telephone numbers that a document prints beside the labels of contacts."""
    return {squeeze(secret) for pattern in (CONTACT, PHONE) for secret in pattern.findall(text)}


@pytest.mark.parametrize("file", list(published()), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_telephone_number(file: Path) -> None:
    assert numbers_in(text_of(file)) == []


@pytest.mark.parametrize(
    "planted",
    ["项目,咨询电话13912345678,5.00", "| 单位 | 027-81234567 |", "某局,0531-8123456,2026", "负责人 赵某 13912345678"],
)
def test_a_planted_number_is_found(planted: str) -> None:
    assert len(numbers_in(planted)) == 1


@pytest.mark.parametrize("kept", ["11000022T000000469181", "2026,1407.28,43903117", "9787-1234", "0432-10"])
def test_codes_and_amounts_are_no_numbers_to_call(kept: str) -> None:
    assert numbers_in(kept) == []


def test_contacts_are_found_beside_their_labels() -> None:
    form = "填报人\t赵钱\t\t联系电话\t\t81234567\n项目负责人 孙李 联系电话 027-81234568\n"
    form += "联系人：周吴郑\n电话： 81234569\n"
    assert contacts_in(form) == {"赵钱", "81234567", "孙李", "027-81234568", "周吴郑", "81234569"}


def test_no_contact_of_the_founding_documents(shared: Path) -> None:
    secrets: set[str] = set()
    for file in sorted((shared / "sources").glob("*.txt")):
        secrets |= contacts_in(decode(file.read_bytes(), file.name))
    # Five persons and five numbers, two of them one number with and without its area code.
    assert len(secrets) == 10
    files = list(published())
    assert {"raw_projects.csv", "fct_findings.csv", "README.md"} <= {file.name for file in files}
    for path in files:
        text = text_of(path)
        assert [secret for secret in secrets if secret in text] == [], path
