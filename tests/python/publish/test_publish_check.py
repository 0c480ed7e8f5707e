from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from publish_sample import STATEMENTS, memory_database, sample_manifest

from publish.check import FAULTS_PER_FILE, check_package
from publish.manifest import read_tables
from publish.package import write_package
from publish.tables import TableFacts


def written(folder: Path, *more: str) -> dict[str, TableFacts]:
    tables = read_tables(sample_manifest())
    return write_package(memory_database(*STATEMENTS, *more), tables, "1", folder).facts


def lines(folder: Path, facts: dict[str, TableFacts]) -> list[str]:
    return [fault.line for fault in check_package(folder, facts)]


def rewrite(folder: Path, name: str, old: str, new: str) -> None:
    """Change a data file and make the descriptor agree, as a mistaken writer would."""
    path = folder / f"data/{name}.csv"
    before = path.read_bytes()
    after = before.replace(old.encode(), new.encode())
    assert after != before
    path.write_bytes(after)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(item for item in descriptor["resources"] if item["name"] == name)
    resource["bytes"], resource["hash"] = len(after), f"sha256:{hashlib.sha256(after).hexdigest()}"
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def test_a_package_as_written_has_no_faults(tmp_path: Path) -> None:
    assert lines(tmp_path, written(tmp_path)) == []


def test_a_digit_changed_after_writing(tmp_path: Path) -> None:
    facts = written(tmp_path)
    path = tmp_path / "data/fct_budget_lines.csv"
    path.write_bytes(path.read_bytes().replace(b"12.30", b"12.31"))
    found = lines(tmp_path, facts)
    assert len(found) == 1
    assert found[0].startswith("data/fct_budget_lines.csv has the sha256")
    assert "run `python -m publish` again" in found[0]


def test_a_file_that_is_gone_and_one_too_many(tmp_path: Path) -> None:
    facts = written(tmp_path)
    (tmp_path / "data/dim_table.csv").rename(tmp_path / "data/dim_tables.csv")
    found = lines(tmp_path, facts)
    assert found[0].startswith("data/dim_tables.csv is not listed in datapackage.json")
    assert found[1].startswith("data/dim_table.csv is listed but not there")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("hanyang-2020,10,支出总表\n", "", "has 1 rows, the database 2"),
        ("收入总表", "", "has 1 values in title, the database 2"),
        (",title", ",name", "has the header ['document_id', 'table_no', 'name']"),
        ("10,支出总表", "10,支出总表,x", "has 4 fields in row 3, not 3"),
        ("支出总表", '"支出总表', "cannot be read as CSV"),
    ],
)
def test_files_that_differ_from_the_database(tmp_path: Path, old: str, new: str, problem: str) -> None:
    facts = written(tmp_path)
    rewrite(tmp_path, "dim_table", old, new)
    assert any(problem in line for line in lines(tmp_path, facts))


def test_bytes_that_are_no_utf_8(tmp_path: Path) -> None:
    facts = written(tmp_path)
    path = tmp_path / "data/dim_table.csv"
    path.write_bytes(path.read_bytes().decode().encode("gb18030"))
    assert any("data/dim_table.csv cannot be read as CSV ('utf-8' codec" in line for line in lines(tmp_path, facts))


def test_a_table_without_a_resource(tmp_path: Path) -> None:
    facts = written(tmp_path) | {"fct_checks": TableFacts(0, ())}
    assert lines(tmp_path, facts)[0].startswith("fct_checks is a table without a resource in datapackage.json")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "update fct_budget_lines set document_id = 'nowhere' where figure_id = 'f2'",
            "data/fct_budget_lines.csv row 3",
        ),
        ("update dim_table set table_no = 2", "data/dim_table.csv row 3 PrimaryKey Error"),
        ("update dim_document set document_type = 'plan' where fiscal_year = 2020", 'constraint "enum"'),
        ("update fct_budget_lines set proof_status = null where figure_id = 'f1'", 'constraint "required"'),
        ("update fct_budget_lines set proof_status = '' where figure_id = 'f1'", 'constraint "required"'),
        ("update fct_budget_lines set figure_id = 'f1'", "PrimaryKey Error"),
        ("delete from dim_document", "dim_document has no rows to refer to"),
    ],
)
def test_promises_of_the_schema_that_the_data_break(tmp_path: Path, statement: str, expected: str) -> None:
    found = lines(tmp_path, written(tmp_path, statement))
    assert any(expected in line for line in found)
    assert all(line.endswith("correct the model or its yml and run `make build`") for line in found)


def test_a_broken_foreign_key_names_value_and_table(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, written(tmp_path, "update dim_table set document_id = 'nowhere' where table_no = 2"))
    assert line.startswith("data/dim_table.csv row 3 ForeignKey Error: ")
    assert 'values "nowhere" not found in the lookup table "dim_document"' in line


def test_a_foreign_key_that_is_null_holds(tmp_path: Path) -> None:
    manifest = sample_manifest()
    columns = manifest["nodes"]["model.mingzhang.fct_budget_lines"]["columns"]
    columns["document_id"]["constraints"] = columns["document_id"]["constraints"][1:]
    connection = memory_database(*STATEMENTS, "update fct_budget_lines set document_id = null")
    facts = write_package(connection, read_tables(manifest), "1", tmp_path).facts
    assert lines(tmp_path, facts) == []


def test_a_fault_on_every_row_is_cut_short(tmp_path: Path) -> None:
    statement = "insert into dim_table select 'nowhere', i, null from range(1000) numbers(i)"
    found = lines(tmp_path, written(tmp_path, statement))
    assert len(found) == FAULTS_PER_FILE + 1
    assert "may have more than these 20 faults" in found[-1]


def test_text_that_looks_like_another_dialect(tmp_path: Path) -> None:
    """A reader that sniffs would take the semicolon for the delimiter."""
    statement = "update dim_document set title = 'a; ''b''; ''c''; d'"
    assert lines(tmp_path, written(tmp_path, statement)) == []
