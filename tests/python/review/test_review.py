"""Landed rows drawn over pages: page lists, a sheet from end to end, and what landed nowhere in red."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from review.__main__ import main, page_numbers
from review.drawing import draw, row_mark, table_mark, unlanded
from review.errors import ReviewError
from review.landed import Document, read_landed
from review.pages import open_pages, read_page
from review.sheets import page_sheet

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@pytest.fixture(scope="session")
def continued() -> Path:
    """A typeset document whose one table goes on over the page."""
    file = FIXTURES / "continued_without_header.pdf"
    if not file.exists():
        pytest.skip("the typeset fixtures are not beside the tests")
    return file


@pytest.fixture(scope="session")
def sheets(continued: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the command writes for it."""
    out = tmp_path_factory.mktemp("review")
    assert main([str(continued), "--out", str(out)]) == 0
    (folder,) = out.iterdir()
    return folder


def write_landed(folder: Path, sha256: str, page_count: str = "2") -> None:
    """One landed table over both pages: two coded rows, the second below the first, and a leftover."""
    place = {"page": "1", "x0": "10", "top": "20", "x1": "60", "bottom": "30"}
    own = {"document_id": "sample", "table_no": "1"}
    rows: Mapping[str, list[dict[str, str]]] = {
        "raw_documents": [{"document_id": "sample", "file": "sample.pdf", "sha256": sha256, "page_count": page_count}],
        "raw_tables": [
            {**own, "printed_number": "02", "title": "支出<总>表", "table_kind": "expenditure"}
            | {"page_from": "1", "page_to": "2"}
        ],
        "raw_table_columns": [
            {**own, "column_no": "1", "block_no": "1", "role": "key", "key_no": "1", "label": "科目编码"},
            {**own, "column_no": "2", "block_no": "1", "role": "value", "label": "预算数/合计"},
        ],
        "raw_table_rows": [
            {**own, "row_no": "1", "block_no": "1"},
            {**own, "row_no": "2", "block_no": "1", "parent_row_no": "1", "parent_basis": "code"},
        ],
        "raw_row_keys": [
            {**own, "row_no": "1", "key_no": "1", "code_printed": "208", "code": "208", "label": "社会保障"},
            {**own, "row_no": "2", "key_no": "1", "code_printed": "05", "code": "20805", "label": "养老"},
        ],
        "raw_table_cells": [{**own, "row_no": "1", "column_no": "2", "text": "12.50", **place}],
        "raw_leftovers": [{**own, **place, "page": "2", "reason": "amount_in_key_column", "text": "7.00"}],
    }
    columns = {"raw_documents": ["reader"], "raw_tables": ["unit", "empty_note"], "raw_table_columns": ["unit"]}
    columns |= {"raw_table_rows": ["section_label"]}
    for name, records in rows.items():
        header = list(dict.fromkeys([key for record in records for key in record] + columns.get(name, [])))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(records)


@pytest.fixture
def landed(continued: Path, tmp_path: Path) -> Document:
    write_landed(tmp_path, hashlib.sha256(continued.read_bytes()).hexdigest())
    return read_landed(tmp_path, hashlib.sha256(continued.read_bytes()).hexdigest())


@pytest.mark.parametrize(("text", "numbers"), [("3", (3,)), ("3,5-7", (3, 5, 6, 7)), ("7, 3-4,3", (3, 4, 7))])
def test_page_list_is_sorted_and_each_page_once(text: str, numbers: tuple[int, ...]) -> None:
    assert page_numbers(text) == numbers


@pytest.mark.parametrize("text", ["", "0", "5-3", "a", "1,,2", "-2"])
def test_what_is_no_page_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no page"):
        page_numbers(text)


def test_command_writes_a_picture_and_a_sheet_per_page(sheets: Path) -> None:
    assert sorted(file.name for file in sheets.iterdir()) == [
        "index.html",
        "page-001.html",
        "page-001.png",
        "page-002.html",
        "page-002.png",
    ]
    with Image.open(sheets / "page-001.png") as picture:
        assert picture.mode == "RGB"
    second = (sheets / "page-002.html").read_text(encoding="utf-8")
    assert "joined with page 1" in second
    assert "行政单位医疗" in second
    assert "Amounts that landed nowhere" not in second


def test_command_is_deterministic(sheets: Path, continued: Path, tmp_path: Path) -> None:
    assert main([str(continued), "--out", str(tmp_path)]) == 0
    for file in sheets.iterdir():
        assert (tmp_path / sheets.name / file.name).read_bytes() == file.read_bytes()


def test_amounts_outside_landed_cells_are_found_and_filled_red(continued: Path, landed: Document) -> None:
    with open_pages(continued) as pdf:
        page = read_page(pdf, 1, 1.0)
    cells = replace(landed, tables=(), leftovers=())
    assert [amount.text for amount in unlanded(page, cells)] == [amount.text for amount in page.amounts]
    assert "60.00" in [amount.text for amount in page.amounts]
    box = page.amounts[0].box
    centre = round((box.x0 + box.x1) / 2), round((box.top + box.bottom) / 2)
    pixel = draw(page, cells).getpixel(centre)
    assert isinstance(pixel, tuple)
    assert pixel[0] > pixel[1] + 40


def test_marks_say_code_parent_kind_and_joined_page(landed: Document) -> None:
    (table,) = landed.tables
    assert row_mark(table.rows[1]) == "r2 20805 <r1"
    assert table_mark(table, 2) == "table 1 (02) expenditure, rows 2, joined with page 1"
    assert table_mark(table, 1) == "table 1 (02) expenditure, rows 2, joined with page 2"


def test_sheet_escapes_text_and_names_parents_and_leftovers(landed: Document) -> None:
    first = page_sheet(landed, 1, "page-001.png", [])
    assert "支出&lt;总&gt;表" in first
    assert "r1 (code) 208 社会保障" in first
    assert "05→20805" in first
    assert "amount_in_key_column, table 1: 7.00" in page_sheet(landed, 2, "page-002.png", [])


def test_rows_without_cells_stand_on_the_page_of_the_row_before(landed: Document) -> None:
    assert [row.page for row in landed.tables[0].rows] == [1, 1]


def test_document_that_has_not_landed_is_named(landed: Document, tmp_path: Path) -> None:
    assert landed.table_pages() == [1, 2]
    with pytest.raises(ReviewError, match="no document of these bytes"):
        read_landed(tmp_path, "0" * 64)
    with pytest.raises(ReviewError, match="no such file"):
        read_landed(tmp_path / "absent", "0" * 64)


def test_text_dump_has_no_pages_to_show(tmp_path: Path) -> None:
    write_landed(tmp_path, "1" * 64, page_count="")
    with pytest.raises(ReviewError, match="has no pages"):
        read_landed(tmp_path, "1" * 64)


def test_faults_of_use_end_the_command(continued: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_landed(tmp_path, hashlib.sha256(continued.read_bytes()).hexdigest())
    beyond = [str(continued), "--raw", str(tmp_path), "--out", str(tmp_path / "out"), "--pages", "9"]
    assert main(beyond) == 1
    assert "has 2 pages, so none numbered 9" in capsys.readouterr().err
    for arguments in ([str(tmp_path / "absent.pdf")], [str(continued), "--pages", "x"]):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 2
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no PDF")
    assert main([str(broken), "--out", str(tmp_path / "out")]) == 1
    assert "was not extracted" in capsys.readouterr().err
