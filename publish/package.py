"""The whole way: write a package beside the present one, check it there, then put it in place."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from publish.check import check_package
from publish.descriptor import FILE_NAME, describe_package, write_descriptor
from publish.errors import CheckError, DatabaseError, Fault
from publish.manifest import TableSpec
from publish.tables import TableFacts, check_columns, count_table, read_sources, write_table

WORK_FOLDER = ".publish-tmp"


@dataclass(frozen=True)
class Package:
    """A package as written: its tables, and what the database counts of each, by table name."""

    tables: tuple[TableSpec, ...]
    facts: dict[str, TableFacts]


def publish_package(
    connection: duckdb.DuckDBPyConnection, tables: tuple[TableSpec, ...], version: str, out: Path
) -> Package:
    """Write, check and put in place `out/data/*.csv` and `out/datapackage.json`.

    DatabaseError when the tables cannot be read, CheckError when the written package has faults; in both
    cases `out` keeps what it had.
    """
    work = out / WORK_FOLDER
    shutil.rmtree(work, ignore_errors=True)
    try:
        package = write_package(connection, tables, version, work)
        if faults := check_package(work, package.facts):
            raise CheckError(*faults)
        _put_in_place(work, out, tables)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return package


def write_package(
    connection: duckdb.DuckDBPyConnection, tables: tuple[TableSpec, ...], version: str, folder: Path
) -> Package:
    """Write data files and descriptor below `folder`, unchecked."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    try:
        check_columns(connection, tables)
        for table in tables:
            write_table(connection, table, folder)
        facts = {table.name: count_table(connection, table) for table in tables}
        sources = read_sources(connection, tables)
    except duckdb.Error as error:
        problem = f"could not be exported ({error})"
        remedy = "free space on the disk, or run `make build` again"
        raise DatabaseError(Fault("the database", problem, remedy)) from error
    write_descriptor(describe_package(tables, sources, version, folder), folder)
    return Package(tables, facts)


def _put_in_place(work: Path, out: Path, tables: tuple[TableSpec, ...]) -> None:
    # The descriptor comes last: until then the earlier one still says which files were ours.
    stale = _earlier_files(out) - {table.path for table in tables}
    (out / "data").mkdir(exist_ok=True)
    for place in [*(table.path for table in tables), FILE_NAME]:
        with (work / place).open("rb") as file:
            os.fsync(file.fileno())
    for table in tables:
        os.replace(work / table.path, out / table.path)
    for place in stale:
        (out / place).unlink(missing_ok=True)
    os.replace(work / FILE_NAME, out / FILE_NAME)


def _earlier_files(out: Path) -> set[str]:
    """List the data files of the descriptor in place; other files in `data/` are not ours to remove."""
    try:
        resources = json.loads((out / FILE_NAME).read_text(encoding="utf-8"))["resources"]
        places = {str(resource["path"]) for resource in resources}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {place for place in places if re.fullmatch(r"data/\w+\.csv", place)}
