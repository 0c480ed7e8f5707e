"""Indicators of forms and lists of other cities: as many a page as are counted on its image by eye."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT

from extract.pipeline import extract_document

with (ROOT / "tests" / "python" / "golden" / "indicator_counts.csv").open(encoding="utf-8", newline="") as _file:
    COUNTED = list(csv.DictReader(_file))


@pytest.mark.parametrize("document_id", sorted({row["document_id"] for row in COUNTED}))
def test_as_many_as_printed(document_id: str, shared: Path) -> None:
    file = shared / "corpus" / f"{document_id}.pdf"
    data = file.read_bytes()
    extraction = extract_document(data, document_id, file.name, hashlib.sha256(data).hexdigest())
    found = Counter(indicator.place.page for table in extraction.tables for indicator in table.indicators)
    counted = {int(row["page"]): int(row["indicators"]) for row in COUNTED if row["document_id"] == document_id}
    assert {page: found[page] for page in counted} == counted


@pytest.mark.parametrize("document_id", ["beijing-petitions-2026", "beijing-police-2026"])
def test_rows_have_the_whole_name_of_a_project_that_a_page_break_parts(document_id: str, shared: Path) -> None:
    file = shared / "corpus" / f"{document_id}.pdf"
    data = file.read_bytes()
    extraction = extract_document(data, document_id, file.name, hashlib.sha256(data).hexdigest())
    for table in extraction.tables:
        if table.projects:
            listed = {(project.code, project.name) for project in table.projects}
            assert {(key.code, key.label) for row in table.rows for key in row.keys} <= listed
