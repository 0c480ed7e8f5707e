from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from extract_dumps import COVER, DUMP, FUNCTIONS, SUMMARY, extract_text, landed_bytes

from extract.land import SEEDS, land, landed_ids
from extract.model import Extraction
from extract.registry import Entry


def _landing(document_id: str, text: str) -> tuple[Entry, Extraction]:
    return Entry(document_id, f"{document_id}.txt", "0" * 64), extract_text(text, document_id)


def _records(folder: Path, seed: str) -> list[dict[str, str]]:
    with (folder / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_seed_is_written_with_its_header(tmp_path: Path) -> None:
    land([_landing("green", DUMP)], tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(SEEDS)
    for name, header in SEEDS.items():
        first = (tmp_path / f"{name}.csv").read_bytes().split(b"\n")[0]
        assert first == ",".join(header).encode()


def test_files_are_plain_utf_8_with_line_feeds(tmp_path: Path) -> None:
    land([_landing("green", DUMP)], tmp_path)
    for data in landed_bytes(tmp_path).values():
        assert b"\r" not in data
        assert not data.startswith(b"\xef\xbb\xbf")


def test_rows_and_cells_lead_to_their_tables(tmp_path: Path) -> None:
    land([_landing("green", DUMP)], tmp_path)
    tables = {record["table_no"] for record in _records(tmp_path, "raw_tables")}
    rows = {(record["table_no"], record["row_no"]) for record in _records(tmp_path, "raw_table_rows")}
    columns = {(record["table_no"], record["column_no"]) for record in _records(tmp_path, "raw_table_columns")}
    cells = _records(tmp_path, "raw_table_cells")
    assert {table for table, _ in rows} <= tables
    assert {(cell["table_no"], cell["row_no"]) for cell in cells} <= rows
    assert {(cell["table_no"], cell["column_no"]) for cell in cells} <= columns
    assert {(key["table_no"], key["row_no"]) for key in _records(tmp_path, "raw_row_keys")} <= rows


def test_codes_keep_their_zeros_and_cells_their_words(tmp_path: Path) -> None:
    land([_landing("green", "表 1\n\n部门收入总表\n\n单位编码\t单位名称\t合计\n043 001\t绿化站\t0 . 0 0\n")], tmp_path)
    (key,) = _records(tmp_path, "raw_row_keys")
    (cell,) = _records(tmp_path, "raw_table_cells")
    assert (key["code_printed"], key["code"]) == ("043 001", "043001")
    assert (cell["text"], cell["line_no"], cell["attribution"]) == ("0 . 0 0", "6", "printed")


def test_landing_again_changes_nothing(tmp_path: Path) -> None:
    land([_landing("green", DUMP)], tmp_path)
    before = landed_bytes(tmp_path)
    land([_landing("green", DUMP)], tmp_path)
    assert landed_bytes(tmp_path) == before


def test_the_order_of_landing_does_not_matter(tmp_path: Path) -> None:
    first, second = _landing("green", DUMP), _landing("blue", COVER + SUMMARY)
    land([first, second], tmp_path / "together")
    land([first], tmp_path / "apart")
    land([second], tmp_path / "apart")
    assert landed_bytes(tmp_path / "together") == landed_bytes(tmp_path / "apart")


def test_documents_not_at_hand_stay(tmp_path: Path) -> None:
    land([_landing("blue", DUMP), _landing("green", COVER + SUMMARY)], tmp_path)
    blue = [record for record in _records(tmp_path, "raw_table_cells") if record["document_id"] == "blue"]
    land([_landing("green", COVER + FUNCTIONS)], tmp_path)
    cells = _records(tmp_path, "raw_table_cells")
    assert [record for record in cells if record["document_id"] == "blue"] == blue
    assert landed_ids(tmp_path) == ["blue", "green"]


def test_a_column_added_since_is_empty_for_rows_that_stay(tmp_path: Path) -> None:
    land([_landing("blue", DUMP)], tmp_path)
    documents = tmp_path / "raw_documents.csv"
    lines = [line.rsplit(",", 1)[0] for line in documents.read_text(encoding="utf-8").splitlines()]
    documents.write_text("\n".join(lines) + "\n", encoding="utf-8")
    land([_landing("green", DUMP)], tmp_path)
    assert [record["supersedes"] for record in _records(tmp_path, "raw_documents")] == ["", ""]


@pytest.mark.parametrize("fails_at", [1, 4, len(SEEDS)])
def test_a_fault_while_writing_leaves_every_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    land([_landing("green", COVER + SUMMARY)], tmp_path)
    before = landed_bytes(tmp_path)
    calls = 0

    def full_disk(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if calls == min(fails_at, 7):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        land([_landing("green", DUMP)], tmp_path)
    assert landed_bytes(tmp_path) == before
