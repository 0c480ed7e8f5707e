"""What is committed is what the code gives, and holds nothing that must not be published."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, Warehouse

from extract.__main__ import main as extract
from extract.text import squeeze
from publish.__main__ import main as publish

SEEDS = ROOT / "seeds" / "raw"


def contents(folder: Path, pattern: str) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob(pattern))}


def test_seeds_are_what_extract_gives(source_2026: Path, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    shutil.copy(source_2026, tmp_path / "sources")
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


def test_no_contact_of_the_source_is_committed(source_2026: Path) -> None:
    """Phone numbers of the document, and the names beside 填报人 and 负责人, stand in none of our files."""
    text = source_2026.read_text(encoding="utf-8")
    names = re.findall(r"(?:填报人|负责人|联系人)\t+([\u4e00-\u9fff]{2,4})\t", text)
    phones = re.findall(r"(?<!\d)(?:0\d{2,3}-?)?[2-8]\d{7}(?!\d)", text)
    assert len(names) >= 5
    assert len(phones) >= 5
    committed = [file for file in tracked_files() if file.suffix in (".csv", ".json", ".yml", ".md")]
    for file in committed:
        if file.parent.name in ("raw", "data", "golden", "docs") or file.suffix in (".md", ".json"):
            published = squeeze(file.read_text(encoding="utf-8"))
            found = [word for word in (*names, *phones) if word in published]
            assert not found, f"{file.name} holds {len(found)} contacts"


def test_no_prose_of_the_source_is_committed(source_2026: Path) -> None:
    """No run of thirty characters of its explanatory text stands in what landed."""
    lines = [squeeze(line) for line in source_2026.read_text(encoding="utf-8").splitlines() if "\t" not in line]
    prose = [line for line in lines if len(line) > 60]
    assert prose
    landed = "".join(squeeze(file.read_text(encoding="utf-8")) for file in sorted(SEEDS.glob("*.csv")))
    assert not [line[:30] for line in prose if line[:30] in landed]
