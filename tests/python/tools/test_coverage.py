from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Warehouse

from tools import coverage


def test_the_page_counts_what_the_warehouse_counts(warehouse: Warehouse, tmp_path: Path) -> None:
    pages = [tmp_path / "one.md", tmp_path / "two.md"]
    for page in pages:
        assert coverage.main([str(warehouse.database), "--out", str(page)]) == 0
    text = pages[0].read_text(encoding="utf-8")
    assert text == pages[1].read_text(encoding="utf-8")
    assert str(ROOT) not in text
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        documents, tokens, scoped = connection.execute(
            "select count(*), sum(n_tokens), sum(n_with_scope) from rpt_coverage"
        ).fetchall()[0]
    whole = [line.split(" | ") for line in text.splitlines() if line.startswith("| 合计 all")]
    assert whole[0][1:3] == [f"{documents:,}", f"{tokens:,}"]
    assert whole[1][3] == f"{scoped:,}"


def test_a_database_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    absent = tmp_path / "absent.duckdb"
    assert coverage.main([str(absent), "--out", str(tmp_path / "page.md")]) == 2
    assert "absent.duckdb" in capsys.readouterr().err
