"""The report of the checks of the checks counts what was found of each fault."""

from __future__ import annotations

from conftest import ROOT

from tools.faults import levels, nest
from tools.verification import Amount, Fault, Landed, Outcome, report


def outcome(kind: str, is_detected: bool, is_named_first: bool = False, has_total: bool = True) -> Outcome:
    amount = Amount("d", "1", "2", "3", "expenditure", False, has_total)
    return Outcome(Fault(kind, amount, "d--1", frozenset({"2"})), is_detected, is_named_first, 0)


def test_shares_are_of_the_faults_planted_and_of_those_detected() -> None:
    outcomes = [
        outcome("digit changed", True, True),
        outcome("digit changed", True),
        outcome("digit changed", True),
        outcome("digit changed", False),
        outcome("sign", False, has_total=False),
    ]
    lines = report(outcomes, (1, 2), 1, 2_000).splitlines()
    assert "| tables with a total | 4 | 75.0 % | 30.1 – 95.4 % | 33.3 % | 0 |" in lines
    assert "| other tables | 1 | 0.0 % | 0.0 – 79.3 % | – | 0 |" in lines
    assert "| digit changed | 4 | 75.0 % | 30.1 – 95.4 % | 33.3 % | 0 |" in lines
    assert "| sign | 0 | – | – | – | 0 |" in lines
    assert "| expenditure | 5 | 60.0 % | 23.1 – 88.2 % | 33.3 % | 0 |" in lines


def test_the_hierarchy_found_anew_is_the_one_that_landed() -> None:
    landed = Landed(ROOT / "seeds" / "raw")
    n_nested = n_alike = 0
    for document_id, printed in landed.records["raw_tables"].items():
        for record in printed:
            table = landed.table(document_id, record["table_no"])
            as_landed = [dict(row) for row in table.rows]
            if table.nested and table.rows:
                nest(table, levels(table))
                n_nested += 1
                n_alike += table.rows == as_landed
    assert n_nested > 50
    assert n_alike / n_nested > 0.98
