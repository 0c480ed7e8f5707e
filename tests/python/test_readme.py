"""The README says what the product does: its queries give the output shown, its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
QUERY = re.compile(r"```sql\n(.*?)\n```\n```text\n(.*?)\n```", re.DOTALL)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_queries_give_the_output_shown(readme: Path, marts: duckdb.DuckDBPyConnection) -> None:
    queries = QUERY.findall(readme.read_text(encoding="utf-8"))
    assert len(queries) == 6
    for query, shown in queries:
        given = str(marts.sql(query))
        assert [line.rstrip() for line in given.strip().splitlines()] == shown.splitlines()


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_command_exists(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"make ([a-z]+)", text)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for package in set(re.findall(r"python -m ([a-z]+)", text)):
        assert (ROOT / package / "__main__.py").is_file(), package


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_table_named_is_published(readme: Path, marts: duckdb.DuckDBPyConnection) -> None:
    tables = {
        name
        for (name,) in marts.execute("select table_name from duckdb_tables() where schema_name = 'main'").fetchall()
    }
    named = set(re.findall(r"\b(?:dim|fct|brg|rpt)_[a-z_]+[a-z]", readme.read_text(encoding="utf-8")))
    assert named <= tables


def test_both_languages_show_the_same_queries() -> None:
    english, chinese = (QUERY.findall(readme.read_text(encoding="utf-8")) for readme in READMES)
    assert english == chinese
