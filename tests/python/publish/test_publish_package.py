from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from publish_sample import STATEMENTS, column, memory_database, model, sample_manifest

from publish.errors import CheckError, DatabaseError
from publish.manifest import TableSpec, read_tables
from publish.package import publish_package


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def tables(*more: dict[str, Any]) -> tuple[TableSpec, ...]:
    manifest = sample_manifest()
    manifest["nodes"] |= {f"model.mingzhang.{node['name']}": node for node in more}
    return read_tables(manifest)


def test_the_package_and_nothing_else_is_in_place(tmp_path: Path) -> None:
    publish_package(memory_database(), tables(), "1", tmp_path / "new/out")
    assert sorted(files(tmp_path)) == [
        "new/out/data/dim_document.csv",
        "new/out/data/dim_table.csv",
        "new/out/data/fct_budget_lines.csv",
        "new/out/datapackage.json",
    ]


def test_two_runs_give_the_same_bytes_whatever_the_order_of_rows(tmp_path: Path) -> None:
    publish_package(memory_database(), tables(), "1", tmp_path / "a")
    shuffled = [
        f"create or replace table {name} as select * from {name} order by rowid desc"
        for name in ("dim_document", "dim_table", "fct_budget_lines")
    ]
    publish_package(memory_database(*STATEMENTS, *shuffled, "set threads = 3"), tables(), "1", tmp_path / "b")
    publish_package(memory_database(), tables(), "1", tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_no_place_of_the_machine_is_in_the_package(tmp_path: Path) -> None:
    publish_package(memory_database(), tables(), "1", tmp_path)
    assert all(str(tmp_path).encode() not in content for content in files(tmp_path).values())


def test_a_rejected_package_leaves_the_earlier_one(tmp_path: Path) -> None:
    publish_package(memory_database(), tables(), "1", tmp_path)
    before = files(tmp_path)
    broken = memory_database(*STATEMENTS, "update fct_budget_lines set document_id = 'nowhere'")
    with pytest.raises(CheckError, match=r"data/fct_budget_lines\.csv row 2 ForeignKey Error"):
        publish_package(broken, tables(), "2", tmp_path)
    assert files(tmp_path) == before


def test_a_database_behind_its_manifest_leaves_the_earlier_package(tmp_path: Path) -> None:
    publish_package(memory_database(), tables(), "1", tmp_path)
    before = files(tmp_path)
    with pytest.raises(DatabaseError, match="fct_new is in the manifest but not in the database"):
        publish_package(memory_database(), tables(model("fct_new", [column("a", "varchar")])), "2", tmp_path)
    assert files(tmp_path) == before


def test_a_table_that_is_no_more_is_removed_and_other_files_stay(tmp_path: Path) -> None:
    connection = memory_database(*STATEMENTS, "create table fct_old (a varchar)")
    publish_package(connection, tables(model("fct_old", [column("a", "varchar")])), "1", tmp_path)
    (tmp_path / "data/mine.csv").write_text("a\n", encoding="utf-8")
    assert (tmp_path / "data/fct_old.csv").exists()
    publish_package(memory_database(), tables(), "2", tmp_path)
    assert not (tmp_path / "data/fct_old.csv").exists()
    assert (tmp_path / "data/mine.csv").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"resources": [{"path": "../outside.csv"}]}'])
def test_a_strange_earlier_descriptor_is_replaced(tmp_path: Path, text: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "outside.csv").write_text("a\n", encoding="utf-8")
    (out / "datapackage.json").write_text(text, encoding="utf-8")
    publish_package(memory_database(), tables(), "1", out)
    assert (tmp_path / "outside.csv").exists()
    assert b'"name": "mingzhang"' in (out / "datapackage.json").read_bytes()


def test_what_an_aborted_run_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".publish-tmp/data").mkdir(parents=True)
    (tmp_path / ".publish-tmp/data/fct_half.csv").write_text("a\n", encoding="utf-8")
    publish_package(memory_database(), tables(), "1", tmp_path)
    assert not (tmp_path / ".publish-tmp").exists()
    assert not (tmp_path / "data/fct_half.csv").exists()
