"""Tables of real documents whose columns are thrown away and found again: some, and never a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from tools.recovery import DEFAULT_TABLES, Outcome, chosen, report


@pytest.fixture(scope="module")
def outcomes(shared: Path) -> list[Outcome]:
    return chosen(shared / "corpus")


def test_nothing_is_put_into_a_wrong_column(outcomes: list[Outcome]) -> None:
    assert len(outcomes) == DEFAULT_TABLES
    assert [(item.document, item.table_no) for item in outcomes if item.wrong] == []
    assert sum(item.recovered for item in outcomes) > 200


def test_the_committed_report_is_what_the_tool_gives(outcomes: list[Outcome]) -> None:
    assert report(outcomes) == (ROOT / "docs" / "recovery.md").read_text(encoding="utf-8")
