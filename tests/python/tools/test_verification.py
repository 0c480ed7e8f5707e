"""The report of the checks of the checks counts what was found of each fault."""

from __future__ import annotations

from tools.verification import Amount, Fault, Outcome, report


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
    lines = report(outcomes, 1, 1, 2_000).splitlines()
    assert "| tables with a total | 4 | 75.0 % | 33.3 % | 0 |" in lines
    assert "| other tables | 1 | 0.0 % | – | 0 |" in lines
    assert "| digit changed | 4 | 75.0 % | 33.3 % | 0 |" in lines
    assert "| sign | 0 | – | – | 0 |" in lines
    assert "| expenditure | 5 | 60.0 % | 33.3 % | 0 |" in lines
