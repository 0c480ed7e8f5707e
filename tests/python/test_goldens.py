"""Awkward printed pages, transcribed by eye, against what lands of them and what it is taken to mean."""

from __future__ import annotations

import csv
import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from extract.model import Extraction, TableRows
from extract.pipeline import extract_document

GOLDEN = Path(__file__).parent / "golden"
RAW = Path(__file__).resolve().parents[2] / "seeds" / "raw"
LANDED = "wuhan-hongshan-healthcare-security-2026"


def golden_files(is_landed: bool, with_facts: bool = False) -> list[Any]:
    """The goldens of the landed document, or those of other documents; on request only those that give facts."""
    params: list[Any] = []
    for file in sorted(GOLDEN.glob("*.yml")):
        golden = yaml.safe_load(file.read_text(encoding="utf-8"))
        if file.name.startswith(LANDED) is not is_landed or (with_facts and not golden["facts"]):
            continue
        params.append(pytest.param(file, id=file.stem))
    return params


def landed(seed: str, table_no: str) -> list[dict[str, str]]:
    with (RAW / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["document_id"] == LANDED and row.get("table_no") == table_no]


def table_no_of(golden: dict[str, Any]) -> str:
    with (RAW / "raw_tables.csv").open(encoding="utf-8", newline="") as file:
        numbers = {
            row["printed_number"]: row["table_no"] for row in csv.DictReader(file) if row["document_id"] == LANDED
        }
    return numbers[str(golden["table"]["printed_number"])]


@pytest.mark.parametrize("file", golden_files(is_landed=True))
def test_landed_rows(file: Path) -> None:
    golden = yaml.safe_load(file.read_text(encoding="utf-8"))
    table_no = table_no_of(golden)
    (table,) = landed("raw_tables", table_no)
    for name in ("title", "table_kind"):
        assert table[name] == golden["table"][name]
    if "inner_tables" in golden:
        for inner in golden["inner_tables"]:
            assert_rows(inner, inner_table_no(table_no, inner["table"]["title"]))
        return
    assert table["unit"] == golden["table"]["unit"]
    assert_rows(golden, table_no)


def assert_rows(golden: dict[str, Any], table_no: str) -> None:
    columns = [
        {**column, "key_no": None if column["key_no"] is None else str(column["key_no"])}
        for column in golden["columns"]
    ]
    assert [
        {
            "column_no": int(row["column_no"]),
            "block_no": int(row["block_no"]),
            "role": row["role"],
            "key_no": row["key_no"] or None,
            "label": row["label"],
        }
        for row in landed("raw_table_columns", table_no)
    ] == columns
    assert landed_rows(table_no) == expected_rows(golden)


def inner_table_no(form_no: str, title: str) -> str:
    with (RAW / "raw_tables.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["document_id"] == LANDED]
    (table_no,) = [row["table_no"] for row in rows if (row["parent_table_no"], row["title"]) == (form_no, title)]
    return table_no


def landed_rows(table_no: str) -> dict[int, dict[str, Any]]:
    rows: dict[int, dict[str, Any]] = {
        int(row["row_no"]): {
            "block": int(row["block_no"]),
            "parent": int(row["parent_row_no"]) if row["parent_row_no"] else None,
            "basis": row["parent_basis"] or None,
            "section": row["section_label"] or None,
            "keys": {},
            "cells": {},
        }
        for row in landed("raw_table_rows", table_no)
    }
    for key in landed("raw_row_keys", table_no):
        printed = (key["code_printed"] or None, key["code"] or None, key["label"] or None)
        rows[int(key["row_no"])]["keys"][int(key["key_no"])] = printed
    for cell in landed("raw_table_cells", table_no):
        rows[int(cell["row_no"])]["cells"][int(cell["column_no"])] = cell["text"]
    return rows


def expected_rows(golden: dict[str, Any]) -> dict[int, dict[str, Any]]:
    return {
        row["row"]: {
            "block": row["block"],
            "parent": row["parent"],
            "basis": row["parent_basis"],
            "section": row["section"],
            "keys": {
                number: (key["code_printed"], key["code"], key["label"])
                for number, key in row["keys"].items()
                if any(key.values())
            },
            "cells": row["cells"],
        }
        for row in golden["rows"]["list"]
    }


@pytest.mark.parametrize("file", golden_files(is_landed=True, with_facts=True))
def test_meaning_of_chosen_figures(file: Path, marts: duckdb.DuckDBPyConnection) -> None:
    golden = yaml.safe_load(file.read_text(encoding="utf-8"))
    table_no = int(table_no_of(golden))
    for fact in golden["facts"]:
        columns = (
            "side, measure_code, fund_source, carryover, reference_year, phase, comparison, value_type, "
            "amount_cny, is_total, is_of_which"
        )
        cursor = marts.execute(
            f"""
            select {columns}, functions.code, department.code, agencies.agency_code, projects.project_code
            from fct_budget_lines as lines
            left join dim_function_subject as functions on lines.function_subject_id = functions.id
            left join dim_economic_subject as department on lines.economic_department_subject_id = department.id
            left join dim_agency as agencies using (agency_id)
            left join dim_project as projects using (project_id)
            where lines.document_id = ? and lines.table_no = ? and lines.row_no = ? and lines.column_no = ?
            """,
            [LANDED, table_no, fact["row"], fact["column"]],
        )
        (row,) = cursor.fetchall()
        wanted = [fact[name.strip()] for name in columns.split(",")]
        wanted[8] = Decimal(fact["amount_cny"])
        codes = ("function_code", "economic_department_code", "agency_code", "project_code")
        assert list(row) == [*wanted, *(fact[name] for name in codes)], fact


@pytest.mark.parametrize("file", golden_files(is_landed=False))
def test_pages_of_other_documents(file: Path, shared: Path) -> None:
    golden = yaml.safe_load(file.read_text(encoding="utf-8"))
    data = (shared / "corpus" / golden["file"]).read_bytes()
    extraction = extract_document(data, golden["document_id"], golden["file"], hashlib.sha256(data).hexdigest())
    table = table_with_pages(extraction, golden["table"]["title"], golden["pages"])
    columns = [(column.block_no, column.role, column.label) for column in table.columns]
    assert columns == [(column["block_no"], column["role"], column["label"]) for column in golden["columns"]]
    printed = [
        {key.key_no: (key.code_printed, key.code, key.label) for key in row.keys}
        | {-column: cell.text for column, cell in row.cells}
        for row in table.rows
    ]
    for row in golden["rows"]["list"]:
        wanted = {number: tuple(key.values()) for number, key in row["keys"].items()}
        wanted |= {-column: text for column, text in row["cells"].items()}
        assert any(wanted.items() <= landed_row.items() for landed_row in printed), row


def table_with_pages(extraction: Extraction, title: str, pages: list[int]) -> TableRows:
    for table in extraction.tables:
        on = {place.page for place in table.table.places()}
        if table.table.caption.title == title and on & set(pages):
            return table
    raise AssertionError(f"no table {title} on pages {pages}")
