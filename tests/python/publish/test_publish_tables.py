from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from publish_sample import memory_database, sample_manifest, write_database

from publish.errors import DatabaseError
from publish.manifest import FieldSpec, TableSpec, read_tables
from publish.tables import (
    Source,
    TableFacts,
    check_columns,
    count_table,
    open_database,
    read_sources,
    write_table,
)

TABLES = {table.name: table for table in read_tables(sample_manifest())}


def written(connection: duckdb.DuckDBPyConnection, table: TableSpec, folder: Path) -> bytes:
    (folder / "data").mkdir(exist_ok=True)
    write_table(connection, table, folder)
    return (folder / table.path).read_bytes()


def test_the_file_byte_by_byte(tmp_path: Path) -> None:
    expected = (
        "figure_id,document_id,table_no,row_code,row_label,amount_cny,x0,is_total,proof_status\n"
        'f1,hanyang-2020,2,043001,"合计 ""全部"", 含",12.30,71.5,true,proven\n'
        'f2,hanyang-2020,10,"","第一行\n第二行",-0.05,100.0,false,contradicted\n'
        "f3,hongshan-2026,,,,,,,unproven\n"
    )
    assert written(memory_database(), TABLES["fct_budget_lines"], tmp_path).decode() == expected


def test_rows_go_by_the_value_of_the_key_not_by_its_text(tmp_path: Path) -> None:
    lines = written(memory_database(), TABLES["dim_table"], tmp_path).decode().splitlines()
    assert [line.split(",")[1] for line in lines] == ["table_no", "2", "10"]


def test_a_key_may_stand_anywhere_among_the_fields(tmp_path: Path) -> None:
    table = TableSpec("t", (FieldSpec("a", "string"), FieldSpec("b", "integer")), primary_key=("b",))
    connection = memory_database("create table t as from (values ('x', 3), ('z', 1), ('y', 2)) v(a, b)")
    assert written(connection, table, tmp_path) == b"a,b\nz,1\ny,2\nx,3\n"


def test_rows_without_a_key_go_by_all_fields_with_null_last(tmp_path: Path) -> None:
    table = TableSpec("t", (FieldSpec("a", "string"), FieldSpec("b", "string")))
    connection = memory_database("create table t as from (values (null, 'x'), ('b', null), ('b', 'a')) v(a, b)")
    assert written(connection, table, tmp_path) == b"a,b\nb,a\nb,\n,x\n"


def test_large_tables_are_the_same_with_any_number_of_threads(tmp_path: Path) -> None:
    """More rows than DuckDB gives to one thread (122,880)."""
    table = TableSpec("t", (FieldSpec("a", "string"), FieldSpec("b", "integer")))
    connection = memory_database("create table t as select 'x' || i * 7919 % 1009 as a, i as b from range(300000) n(i)")
    contents = set()
    for threads in (1, 4):
        connection.execute(f"set threads = {threads}")
        contents.add(written(connection, table, tmp_path))
    assert len(contents) == 1
    assert contents.pop().count(b"\n") == 300_001


@given(st.lists(st.decimals(-(10**18) + 1, 10**18 - 1, places=2, allow_nan=False), max_size=5))
def test_decimals_are_written_exactly(tmp_path_factory: pytest.TempPathFactory, values: list[Decimal]) -> None:
    table = TableSpec("t", (FieldSpec("n", "integer"), FieldSpec("v", "number")), primary_key=("n",))
    connection = memory_database("create table t (n integer, v decimal(20, 2))")
    for row in enumerate(values):
        connection.execute("insert into t values (?, ?)", row)
    lines = written(connection, table, tmp_path_factory.getbasetemp()).decode().splitlines()[1:]
    # A zero has no sign in the database.
    assert lines == [f"{position},{value if value else abs(value):f}" for position, value in enumerate(values)]


@given(st.lists(st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]))), max_size=5))
def test_text_survives_quotes_commas_and_line_ends(
    tmp_path_factory: pytest.TempPathFactory, values: list[str | None]
) -> None:
    table = TableSpec("t", (FieldSpec("n", "integer"), FieldSpec("v", "string")), primary_key=("n",))
    connection = memory_database("create table t (n integer, v varchar)")
    for row in enumerate(values):
        connection.execute("insert into t values (?, ?)", row)
    folder = tmp_path_factory.getbasetemp()
    content = written(connection, table, folder).decode()
    with (folder / table.path).open(encoding="utf-8", newline="") as file:
        assert [row[1] for row in csv.reader(file, strict=True)][1:] == [value or "" for value in values]
    assert content.count('""\n') >= values.count("")


def test_counts_leave_out_null_and_empty() -> None:
    facts = count_table(memory_database(), TABLES["fct_budget_lines"])
    assert facts == TableFacts(rows=3, filled=(3, 3, 2, 1, 2, 2, 2, 2, 3))


def test_sources_are_the_documents_in_order() -> None:
    assert read_sources(memory_database(), TABLES.values()) == (
        Source("2020年部门预算", "", "ab12"),
        Source("2026年部门预算", "https://example.org/a.pdf", ""),
    )
    assert read_sources(memory_database(), [TABLES["dim_table"]]) == ()


def test_a_column_of_the_manifest_must_be_in_the_database_and_back() -> None:
    connection = memory_database(
        "create table dim_table (document_id integer, title varchar, extra varchar)",
    )
    with pytest.raises(DatabaseError) as caught:
        check_columns(connection, [TABLES["dim_table"], TABLES["dim_document"]])
    assert [fault.line.split(": run")[0] for fault in caught.value.faults] == [
        "dim_table.extra is in the database but not in the manifest",
        "dim_table.document_id is INTEGER in the database, string in the manifest",
        "dim_table.table_no is in the manifest but not in the database",
        "dim_document is in the manifest but not in the database",
    ]


@pytest.mark.parametrize("value", ["1e-7", "1e20", "'nan'", "'inf'"])
def test_a_float_without_plain_digits_is_a_fault(value: str) -> None:
    connection = memory_database("create table t (v double)", f"insert into t values ({value}), (0.5), (null)")
    with pytest.raises(DatabaseError, match=r"t\.v holds 1 floating-point values .*: make the column a decimal"):
        check_columns(connection, [TableSpec("t", (FieldSpec("v", "number"),))])


def test_the_database_is_opened_for_reading_only(tmp_path: Path) -> None:
    connection = open_database(write_database(tmp_path))
    with pytest.raises(duckdb.Error):
        connection.execute("create table x (a integer)")


def test_an_absent_database_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"none\.duckdb not found: run `make build` first"):
        open_database(tmp_path / "none.duckdb")


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(DatabaseError) as caught:
        open_database(tmp_path / "x.duckdb")
    assert "\n" not in caught.value.faults[0].line
