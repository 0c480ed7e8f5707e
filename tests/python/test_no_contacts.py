"""No telephone number, and no name that a document prints as a contact, stands in what is committed or published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from extract.captions import has_phone
from extract.encoding import decode
from extract.text import squeeze

PUBLISHED = (
    "seeds/raw",
    "data",
    "docs",
    "site",
    "README.md",
    "README.zh-CN.md",
    "datapackage.json",
    "tests/python/golden",
)
CONTACT = re.compile(
    r"(?:填报人|负责人|联系人|填表人|审核人)[:：\t ]*([\u4e00-\u9fff]{2,3})(?=[\t\s]|联系电话|$)", re.M
)
PHONE = re.compile(r"联系电话[:：\t ]*([\d-]{7,})")


def published() -> Iterator[Path]:
    for name in PUBLISHED:
        place = ROOT / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (file for file in files if file.suffix in {".csv", ".md", ".json", ".yml", ".html", ".txt"})


def words_of(file: Path) -> Iterator[str]:
    """The fields and words of a file: a code between commas is one, however long."""
    yield from re.split(r"[,\s\"'`:|（）()]+", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", list(published()), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_telephone_number(file: Path) -> None:
    assert [word for word in words_of(file) if re.search("[\u4e00-\u9fff]", word) and has_phone(word)] == []
    assert [word for word in words_of(file) if re.fullmatch(r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}", word)] == []


def test_no_contact_of_the_founding_documents(shared: Path) -> None:
    names: set[str] = set()
    phones: set[str] = set()
    for file in sorted((shared / "sources").glob("*.txt")):
        text = decode(file.read_bytes(), file.name)
        names |= {squeeze(name) for name in CONTACT.findall(text)}
        phones |= {squeeze(phone) for phone in PHONE.findall(text)}
    assert len(names) >= 4
    assert len(phones) >= 3
    for path in published():
        text = path.read_text(encoding="utf-8")
        assert [secret for secret in names | phones if secret in text] == [], path
