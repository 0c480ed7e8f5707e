"""Tables of the warehouse written as CSV, and the counts that the written files must show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from publish.errors import DatabaseError, Fault
from publish.manifest import SCHEMA, TableSpec, field_type

_REMEDY = "run `make build`, so that database and manifest come from one run"
_ONLY_MANIFEST = "is in the manifest but not in the database"
_ONLY_DATABASE = "is in the database but not in the manifest"


@dataclass(frozen=True)
class TableFacts:
    """What the database holds of one table: rows, and per field the values that are neither null nor ''."""

    rows: int
    filled: tuple[int, ...]


@dataclass(frozen=True)
class Source:
    """One document behind the data; url and sha256 are '' when unknown."""

    title: str
    url: str
    sha256: str


def open_database(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the warehouse for reading only; DatabaseError when it is absent, locked or no DuckDB file."""
    if not path.is_file():
        raise DatabaseError(Fault(str(path), "not found", "run `make build` first"))
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        remedy = "close the program that writes to it, or run `make build` again"
        raise DatabaseError(Fault(str(path), f"cannot be opened ({error})", remedy)) from error


def check_columns(connection: duckdb.DuckDBPyConnection, tables: Iterable[TableSpec]) -> None:
    """Raise DatabaseError unless each table has exactly the fields of its spec, of the same types."""
    found: dict[str, dict[str, str]] = {}
    rows = connection.execute(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = ?",
        [SCHEMA],
    ).fetchall()
    for table_name, column_name, data_type in rows:
        found.setdefault(table_name, {})[column_name] = data_type
    faults = []
    for table in tables:
        if table.name not in found:
            faults.append(Fault(table.name, _ONLY_MANIFEST, _REMEDY))
            continue
        columns = found[table.name]
        for name in sorted(columns.keys() - set(table.field_names)):
            faults.append(Fault(f"{table.name}.{name}", _ONLY_DATABASE, _REMEDY))
        for field in table.fields:
            where = f"{table.name}.{field.name}"
            if field.name not in columns:
                faults.append(Fault(where, _ONLY_MANIFEST, _REMEDY))
            elif field_type(columns[field.name]) != field.type:
                problem = f"is {columns[field.name]} in the database, {field.type} in the manifest"
                faults.append(Fault(where, problem, _REMEDY))
            elif columns[field.name] in ("DOUBLE", "FLOAT"):
                faults += _inexact(connection, table.name, field.name)
    if faults:
        raise DatabaseError(*faults)


def write_table(connection: duckdb.DuckDBPyConnection, table: TableSpec, folder: Path) -> None:
    """Write one table as `folder/data/<table>.csv`, rows by `rows_by`, by primary key, then by all fields.

    UTF-8 without BOM, comma, LF, header. Null is an empty field, the empty string is `""`. The database
    casts every value: decimals with all their places (12.30), booleans true/false, dates as YYYY-MM-DD.
    """
    columns = ", ".join(f"cast(source.{_quoted(name)} as varchar) as {_quoted(name)}" for name in table.field_names)
    order = dict.fromkeys((*table.rows_by, *table.primary_key, *table.field_names))
    # The prefix matters: a bare name would order by the text of a number.
    order_by = ", ".join(f"source.{_quoted(name)} asc nulls last" for name in order)
    path = str(folder / table.path).replace("'", "''")
    connection.execute(
        f"copy (select {columns} from {_relation(table.name)} as source order by {order_by}) to '{path}' "
        "(format csv, header true, delimiter ',', quote '\"', escape '\"', nullstr '')"
    )


def count_table(connection: duckdb.DuckDBPyConnection, table: TableSpec) -> TableFacts:
    """Count rows and filled values of one table in the database."""
    filled = ", ".join(f"count(nullif(cast({_quoted(name)} as varchar), ''))" for name in table.field_names)
    row = connection.execute(f"select count(*), {filled} from {_relation(table.name)}").fetchall()[0]
    return TableFacts(rows=row[0], filled=tuple(row[1:]))


def read_sources(connection: duckdb.DuckDBPyConnection, tables: Iterable[TableSpec]) -> tuple[Source, ...]:
    """Read the documents of dim_document, by document_id; none when it is not published."""
    document = next((table for table in tables if table.name == "dim_document"), None)
    if document is None:
        return ()
    wanted = ("document_id", "title", "source_url", "source_sha256")
    columns = ", ".join(_quoted(name) if name in document.field_names else "null" for name in wanted)
    query = f"select {columns} from {_relation(document.name)} order by 1, 2, 3, 4"
    rows = connection.execute(query).fetchall()
    return tuple(Source(title or name or "", url or "", sha256 or "") for name, title, url, sha256 in rows)


def _inexact(connection: duckdb.DuckDBPyConnection, table: str, field: str) -> list[Fault]:
    """Find floating-point values that cannot be written as plain digits (1e-07, inf, nan)."""
    plain = f"regexp_full_match(cast({_quoted(field)} as varchar), '-?[0-9]+([.][0-9]+)?')"
    query = f"select count(*) from {_relation(table)} where not {plain}"
    if count := connection.execute(query).fetchall()[0][0]:
        problem = f"holds {count} floating-point values that have no plain decimal form"
        return [Fault(f"{table}.{field}", problem, "make the column a decimal(p,s) in its model")]
    return []


def _relation(table: str) -> str:
    return f"{SCHEMA}.{_quoted(table)}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
