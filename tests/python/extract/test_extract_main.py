from __future__ import annotations

import csv
import hashlib
import os
from pathlib import Path

import pytest
from extract_dumps import COVER, DUMP, FUNCTIONS, SUMMARY, landed_bytes

from extract.__main__ import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "green.txt").write_text(DUMP, encoding="utf-8")
    return folder


def _run(sources: Path, *arguments: str) -> int:
    return main([str(sources), "--out", str(sources.parent / "raw"), *arguments])


def _faults(captured: Captured) -> list[str]:
    return captured.readouterr().err.splitlines()


def _register(sources: Path, *lines: str) -> None:
    header = "document_id,file,sha256,publisher,source_url,published_on,supersedes"
    (sources / "registry.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _landed(sources: Path) -> list[str]:
    lines = (sources.parent / "raw" / "raw_documents.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split(",")[0] for line in lines]


def test_all_landed_is_0(sources: Path, capsys: Captured) -> None:
    assert _run(sources) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    assert captured.out.splitlines()[0] == "extract: green: 3 tables, 51 cells"


BAD_FILES = {
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b" \n\n\t\n", "the file is empty"),
    "prose.txt": ("只有文字\n没有表格\n".encode(), "no table in it"),
    "book.pdf": (b"%PDX-1.7 not a budget", "no table in it"),
    "sheet.xlsx": (b"PK\x03\x04....", "is an Office or ZIP archive"),
    "old.xls": (b"\xd0\xcf\x11\xe0....", "is an old Office file"),
    "page.html": ("<!DOCTYPE html><table>项目\t金额".encode(), "is a web page"),
    "picture.png": (b"\x89PNG\r\n", "is an image"),
    "garbage.txt": (bytes(range(128, 255)) * 20, "no"),
    "big5.txt": ("單位預算\t總計\n園林綠化\t1.00\n".encode("big5"), "no"),
    "cut-character.txt": (DUMP.encode()[:-4], "breaks off within a character"),
    "cut-row.txt": (
        (COVER + FUNCTIONS).encode()[: (COVER + FUNCTIONS).encode().index(b"2210203") + 12],
        "breaks off",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_line_and_the_rest_lands(sources: Path, capsys: Captured, name: str) -> None:
    data, what = BAD_FILES[name]
    (sources / name).write_bytes(data)
    assert _run(sources) == 1
    (fault,) = _faults(capsys)
    assert fault.startswith(f"extract: {name}: {what}")
    assert "; " in fault
    assert _landed(sources) == ["green"]


def test_all_bad_files_are_named_once_each(sources: Path, capsys: Captured) -> None:
    for name, (data, _) in BAD_FILES.items():
        (sources / name).write_bytes(data + name.encode() if len(data) > 40 else data)
    assert _run(sources, "--jobs", "2") == 1
    assert len(_faults(capsys)) == len(BAD_FILES)
    assert _landed(sources) == ["green"]


def test_a_bad_file_does_not_take_away_what_landed_before(sources: Path, capsys: Captured) -> None:
    _run(sources)
    before = landed_bytes(sources.parent / "raw")
    (sources / "green.txt").write_bytes(DUMP.encode()[:-4])
    assert _run(sources) == 1
    assert landed_bytes(sources.parent / "raw") == before
    assert "extract: green: not at hand, its landed rows stay" in capsys.readouterr().out


def test_a_registered_document_lands_under_its_id(sources: Path) -> None:
    _register(
        sources,
        f"green-2025,elsewhere.txt,{_sha256(sources / 'green.txt')},云山市园林局,https://example.org/a,2025-01-31,",
    )
    assert _run(sources) == 0
    with (sources.parent / "raw" / "raw_documents.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["document_id"], row["file"]) == ("green-2025", "elsewhere.txt")
    facts = (row["source_url"], row["published_on"], row["supersedes"])
    assert facts == ("https://example.org/a", "2025-01-31", "")


def test_another_sha256_than_the_registered_is_a_fault(sources: Path, capsys: Captured) -> None:
    (sources / "blue.txt").write_text(COVER + SUMMARY, encoding="utf-8")
    _register(sources, f"green-2025,green.txt,{'a' * 64},,,,")
    assert _run(sources) == 1
    (fault,) = _faults(capsys)
    assert fault.startswith("extract: green.txt: its sha256 ")
    assert _landed(sources) == ["blue"]


def test_two_entries_with_one_id_are_a_fault(sources: Path, capsys: Captured) -> None:
    _register(
        sources, f"green-2025,green.txt,{_sha256(sources / 'green.txt')},,,,", f"green-2025,blue.txt,{'b' * 64},,,,"
    )
    assert _run(sources) == 1
    (fault,) = _faults(capsys)
    assert "line 3: the id green-2025 is taken by an earlier line" in fault
    assert _landed(sources) == ["green-2025"]


def test_of_two_files_with_the_same_bytes_the_first_lands(sources: Path, capsys: Captured) -> None:
    (sources / "again.txt").write_text(DUMP, encoding="utf-8")
    assert _run(sources) == 1
    (fault,) = _faults(capsys)
    assert fault.startswith("extract: green.txt: has the same bytes as again.txt, which lands as again")
    assert _landed(sources) == ["again"]


def test_of_two_files_with_one_id_the_first_lands(sources: Path, capsys: Captured) -> None:
    (sources / "GREEN.txt").write_text(COVER + SUMMARY, encoding="utf-8")
    assert _run(sources) == 1
    (fault,) = _faults(capsys)
    assert "would land as green, which GREEN.txt does" in fault


@pytest.mark.parametrize(
    "arguments", [["no/such/folder"], ["--jobs", "0"], ["--jobs", "many"], ["--unknown"]], ids=lambda a: " ".join(a)
)
def test_wrong_usage_is_2(arguments: list[str], sources: Path, capsys: Captured) -> None:
    paths = [] if arguments[0] == "no/such/folder" else [str(sources)]
    out = sources.parent / "raw"
    try:
        code = main([*paths, *arguments, "--out", str(out)])
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else -1
    assert code == 2
    assert not out.exists()
    assert capsys.readouterr().err


def test_a_full_disk_is_one_line_and_leaves_the_old_rows(
    sources: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    _run(sources)
    before = landed_bytes(sources.parent / "raw")
    (sources / "green.txt").write_text(COVER + SUMMARY, encoding="utf-8")

    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    capsys.readouterr()
    assert _run(sources) == 1
    (fault,) = _faults(capsys)
    assert "rows cannot be written: No space left on device; " in fault
    assert landed_bytes(sources.parent / "raw") == before


def test_an_output_that_is_no_folder_is_2(sources: Path, capsys: Captured) -> None:
    out = sources.parent / "raw"
    out.write_text("a file", encoding="utf-8")
    assert _run(sources) == 2
    assert len(_faults(capsys)) == 1


def test_the_number_of_workers_changes_no_byte(sources: Path, tmp_path: Path) -> None:
    (sources / "blue.txt").write_text(COVER + SUMMARY, encoding="utf-8")
    (sources / "gbk.txt").write_bytes((COVER + FUNCTIONS).encode("gbk"))
    (sources / "bad.txt").write_bytes(b"")
    codes = [main([str(sources), "--out", str(tmp_path / f"raw{jobs}"), "--jobs", str(jobs)]) for jobs in (1, 2, 3)]
    assert codes == [1, 1, 1]
    assert landed_bytes(tmp_path / "raw1") == landed_bytes(tmp_path / "raw2") == landed_bytes(tmp_path / "raw3")


def test_the_order_of_paths_changes_no_byte(sources: Path, tmp_path: Path) -> None:
    other = sources / "blue.txt"
    other.write_text(COVER + SUMMARY, encoding="utf-8")
    main([str(sources / "green.txt"), str(other), "--out", str(tmp_path / "one")])
    main([str(other), str(sources / "green.txt"), "--out", str(tmp_path / "two")])
    assert landed_bytes(tmp_path / "one") == landed_bytes(tmp_path / "two")


def test_what_stands_beside_documents_is_left_alone(sources: Path, capsys: Captured) -> None:
    for name in ("README.md", ".hidden", "MANIFEST.csv"):
        (sources / name).write_text("no document", encoding="utf-8")
    assert _run(sources) == 0
    assert _faults(capsys) == []


def test_documents_in_sub_folders_are_found(sources: Path) -> None:
    (sources / "2024").mkdir()
    (sources / "2024" / "blue.txt").write_text(COVER + SUMMARY, encoding="utf-8")
    assert _run(sources) == 0
    assert _landed(sources) == ["blue", "green"]
