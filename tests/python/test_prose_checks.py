"""What explanations state against what follows from it: on the landed document, and where a fault is planted."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "raw"
DOCUMENT = "wuhan-hongshan-healthcare-security-2026"

# figure as printed, line, figure that is put in its place, the rules that then fail
FAULTS = [
    ("66.95%", 689, "67.95%", {"prose_growth"}),
    ("34.63%", 697, "43.63%", {"prose_share"}),
    ("500.00", 725, "510.00", {"prose_parts", "prose_table"}),
    ("3", 785, "4", {"prose_parts"}),
    ("66.99", 711, "96.99", {"prose_parts", "prose_table", "prose_repeat"}),
]


def test_levels_are_proven_and_nothing_contradicts(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select proof_status, count(*) from fct_prose_figures
        where document_id = ? and value_type = 'amount' and comparison = 'level' group by all
        """,
        [DOCUMENT],
    ).fetchall()
    # Disputed: 500.00 of one project, of which the forms state 300.
    assert sorted(rows) == [("disputed", 1), ("proven", 49)]
    assert marts.execute(
        """
        select rule_id, severity, difference from fct_findings
        where document_id = ? and rule_id like 'prose%' and rule_id != 'prose_project'
        """,
        [DOCUMENT],
    ).fetchall() == [("prose_changes", "soft", Decimal("-250000.00"))]


def test_growth_from_zero_is_no_contradiction(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select status, count(*) from fct_checks where document_id = ? and identity_id = 'prose_growth'
        group by all order by all
        """,
        [DOCUMENT],
    ).fetchall()
    assert rows == [("holds", 10), ("not_comparable", 4)]


def test_subjects_no_longer_listed_contradict_nothing(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select proof_status, count(*) from fct_prose_figures where document_id = ? and comparison = 'change'
        group by all order by all
        """,
        [DOCUMENT],
    ).fetchall()
    assert rows == [("proven", 10), ("unproven", 4)]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory, build_warehouse: Callable[..., object]) -> Path:
    lake = tmp_path_factory.mktemp("faulty") / "raw"
    shutil.copytree(SEEDS, lake)
    path = lake / "raw_prose_figures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for printed, line_no, instead, _ in FAULTS:
        fitting = [
            row
            for row in rows
            if (row["document_id"], row["figure_printed"], row["line_no"]) == (DOCUMENT, printed, str(line_no))
        ]
        assert len(fitting) == 1
        fitting[0]["figure_printed"] = instead
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return build_warehouse(lake).database  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(("printed", "line_no", "instead", "rules"), FAULTS)
def test_a_planted_fault_is_found_by_its_rules(
    faulty: Path, printed: str, line_no: int, instead: str, rules: set[str]
) -> None:
    with duckdb.connect(str(faulty), read_only=True) as connection:
        found = connection.execute(
            """
            select distinct checks.identity_id
            from fct_prose_figures as figures
            inner join brg_check_terms as terms using (figure_id)
            inner join fct_checks as checks using (check_id)
            where figures.document_id = ? and figures.figure_printed = ? and figures.line_no = ?
                and checks.status = 'fails' and checks.identity_id != 'prose_changes'
            """,
            [DOCUMENT, instead, line_no],
        ).fetchall()
    assert {rule for (rule,) in found} == rules


def test_findings_of_explanations_are_worded(faulty: Path) -> None:
    with duckdb.connect(str(faulty), read_only=True) as connection:
        ((zh, en),) = connection.execute(
            "select message_zh, message_en from fct_findings where rule_id = 'prose_growth'"
        ).fetchall()
    assert "67.95%" in zh
    assert "说明《收支预算总体安排情况》收支总预算 · 增减率" in zh
    assert "66.95%" in zh
    assert "67.95 percent" in en
