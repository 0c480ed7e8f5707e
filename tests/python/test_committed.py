"""What is committed is what the code gives, and holds nothing that must not be published."""

from __future__ import annotations

import re
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from conftest import ROOT, Warehouse

from extract.__main__ import main as extract
from extract.encoding import decode
from extract.text import squeeze
from publish.__main__ import main as publish

SEEDS = ROOT / "seeds" / "raw"


def contents(folder: Path, pattern: str) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob(pattern))}


def test_seeds_are_what_extract_gives(registered_sources: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    for source in registered_sources.values():
        shutil.copy(source, tmp_path / "sources")
    arguments = [str(tmp_path / "sources"), "--registry", str(ROOT / "sources" / "registry.csv")]
    assert extract([*arguments, "--out", str(tmp_path / "raw")]) == 0
    assert contents(tmp_path / "raw", "*.csv") == contents(SEEDS, "*.csv")


def test_a_document_that_is_not_at_hand_keeps_its_seeds(tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "raw")
    (tmp_path / "empty").mkdir()
    assert extract([str(tmp_path / "empty"), "--out", str(tmp_path / "raw")]) == 0
    assert contents(tmp_path / "raw", "*.csv") == contents(SEEDS, "*.csv")


def test_package_is_what_a_build_gives(warehouse: Warehouse, tmp_path: Path) -> None:
    options = ["--out", str(tmp_path), "--database", str(warehouse.database), "--manifest", str(warehouse.manifest)]
    assert publish(options) == 0
    assert contents(tmp_path / "data", "*") == contents(ROOT / "data", "*")
    assert (tmp_path / "datapackage.json").read_bytes() == (ROOT / "datapackage.json").read_bytes()


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


# PDFs that tools/typeset.py makes; its own test holds each of them to what the tool gives.
TYPESET = (ROOT / "tests" / "fixtures", ROOT / "examples")


def test_no_document_of_others_is_committed() -> None:
    suffixes = {file.suffix.lower() for file in tracked_files() if file.parent not in TYPESET}
    assert not suffixes & {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".png", ".jpg", ".txt"}


def test_lock_files_hold_no_address() -> None:
    for file in tracked_files():
        if "lock" in file.name:
            assert "://" not in file.read_text(encoding="utf-8"), file.name


# A telephone number, however its area code is set off.
_PHONE = re.compile(r"(?<![\d.,])(?:(?:0\d{2,3}[-－ ]?)?[2-8]\d{7}|1[3-9]\d{9})(?![\d.,])")
_PERSON = re.compile(r"(?:填报人|负责人|联系人)[（(]?(?:签[字章])?[）)]?[\s:：]+([\u4e00-\u9fff]{2,4})(?=[\s,，。]|$)")
# Amounts in 元 without decimals can look like telephone numbers; a form's line says what it holds.
_CONTACT_LINE = re.compile(r"联系|电话|填报|负责人|\t")


def _texts(source: Path) -> list[str]:
    """The lines of a document, of a PDF as pdfium gives them."""
    if source.suffix != ".pdf":
        return decode(source.read_bytes(), source.name).splitlines()
    with closing(pdfium.PdfDocument(source)) as pdf:
        return [line for page in pdf for line in str(page.get_textpage().get_text_bounded()).splitlines()]


def _published() -> str:
    texts = [
        file.read_text(encoding="utf-8")
        for file in tracked_files()
        if file.parent.name in ("raw", "data", "golden", "pages", "docs") or file.suffix in (".md", ".json")
    ]
    return squeeze("".join(texts))


def test_no_contact_of_a_source_is_committed(registered_sources: dict[str, Path]) -> None:
    """Telephone numbers of the documents, and the names beside 填报人 and 负责人, stand in none of our files."""
    contacts: set[str] = set()
    for source in registered_sources.values():
        lines = _texts(source)
        contacts.update(name for line in lines for name in _PERSON.findall(line))
        contacts.update(
            squeeze(phone) for line in lines if _CONTACT_LINE.search(line) for phone in _PHONE.findall(line)
        )
    assert len(contacts) >= 6
    published = _published()
    found = {contact for contact in contacts if contact in published}
    assert not found, f"{len(found)} contacts are committed"


def test_no_prose_of_a_source_is_committed(registered_sources: dict[str, Path]) -> None:
    """No run of thirty characters of explanatory text stands in what landed."""
    prose = {
        squeeze(line)
        for source in registered_sources.values()
        for line in _texts(source)
        if "\t" not in line and len(squeeze(line)) > 60
    }
    assert prose
    landed = "".join(squeeze(file.read_text(encoding="utf-8")) for file in sorted(SEEDS.glob("*.csv")))
    assert not [line[:30] for line in prose if line[:30] in landed]
