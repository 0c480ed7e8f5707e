"""Planted faults change what they say and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.faults import (
    KINDS,
    Table,
    column_shifted,
    digit,
    factor,
    row_doubled,
    row_dropped,
    row_shifted,
    rows_exchanged,
    sign,
    swapped,
)


def table(*amounts: tuple[str, ...], codes: Sequence[str] = ()) -> Table:
    """A table of one block of subjects by code, its columns 2, 3, …; blank amounts have no cell."""
    codes = codes or [str(200 + number) for number in range(len(amounts))]
    rows = [
        {"row_no": str(number), "block_no": "1", "parent_row_no": "", "parent_basis": ""}
        for number in range(1, len(amounts) + 1)
    ]
    keys = [
        {"row_no": row["row_no"], "key_no": "1", "code_printed": code, "code": code, "label": f"row {row['row_no']}"}
        for row, code in zip(rows, codes, strict=True)
    ]
    cells = [
        {"row_no": str(number), "column_no": str(column), "text": text}
        for number, texts in enumerate(amounts, start=1)
        for column, text in enumerate(texts, start=2)
        if text
    ]
    columns = {"1": [str(column) for column in range(2, 2 + max(map(len, amounts)))]}
    return Table(rows, keys, cells, columns, {"raw_project_lines": []}, frozenset("1"))


def parents(rows: Table) -> dict[str, str]:
    return {row["row_no"]: row["parent_row_no"] for row in rows.rows}


def texts(rows: Table) -> dict[tuple[str, str], str]:
    return {(cell["row_no"], cell["column_no"]): cell["text"] for cell in rows.cells}


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10**9), places=2), st.integers(0, 99))
def test_a_changed_digit_is_another_number_of_as_many_digits(amount: Decimal, seed: int) -> None:
    printed = f"{amount:,}"
    rows = table((printed,))
    assert digit(rows, "1", "2", Random(seed)) == frozenset({"1"})
    (changed,) = texts(rows).values()
    assert sum(near != far for near, far in zip(changed, printed, strict=True)) == 1
    assert Decimal(changed.replace(",", "")) != amount


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10**9), places=2), st.integers(0, 99))
def test_swapped_digits_are_the_same_digits_in_another_order(amount: Decimal, seed: int) -> None:
    printed = f"{amount:,}"
    rows = table((printed,))
    if swapped(rows, "1", "2", Random(seed)) is None:
        assert texts(rows) == {("1", "2"): printed}
        return
    (changed,) = texts(rows).values()
    assert sorted(changed) == sorted(printed)
    assert Decimal(changed.replace(",", "")) != amount


@pytest.mark.parametrize(("printed", "changed"), [("5.00", "-5.00"), ("-5.00", "5.00")])
def test_a_sign_is_lost_or_one_too_many(printed: str, changed: str) -> None:
    rows = table((printed,))
    sign(rows, "1", "2", Random(0))
    assert texts(rows) == {("1", "2"): changed}


def test_another_unit_is_ten_thousand_times_as_much() -> None:
    rows = table(("1,234.56",))
    factor(rows, "1", "2", Random(0))
    assert texts(rows) == {("1", "2"): "12345600.00"}


def test_exchanged_rows_exchange_their_amounts_only() -> None:
    rows = table(("3", "3"), ("1", ""), ("2", "3"))
    assert rows_exchanged(rows, "2", "2", Random(0)) == frozenset({"2", "3"})
    assert texts(rows) == {("1", "2"): "3", ("1", "3"): "3", ("2", "2"): "2", ("2", "3"): "3", ("3", "2"): "1"}


def test_equal_rows_and_the_last_one_cannot_change_places() -> None:
    rows = table(("3",), ("1",), ("1",))
    assert rows_exchanged(rows, "2", "2", Random(0)) is None
    assert rows_exchanged(rows, "3", "2", Random(0)) is None
    assert row_shifted(rows, "3", "2", Random(0)) is None


def test_shifted_rows_stand_one_row_lower() -> None:
    rows = table(("6", "3"), ("1", ""), ("5", "3"))
    assert row_shifted(rows, "1", "2", Random(0)) == frozenset({"1", "2", "3"})
    assert texts(rows) == {("2", "2"): "6", ("2", "3"): "3", ("3", "2"): "1"}


def test_a_shifted_column_carries_the_whole_row() -> None:
    rows = table(("7", "4", ""))
    assert column_shifted(rows, "1", "2", Random(0)) == frozenset({"1"})
    assert texts(rows) == {("1", "3"): "7", ("1", "4"): "4"}


def test_a_lost_row_leaves_its_children_to_the_row_above() -> None:
    rows = table(("3",), ("3",), ("3",), codes=("208", "20805", "2080505"))
    row_dropped(rows, "2", "2", Random(0))
    assert parents(rows) == {"1": "", "3": "1"}
    assert [key["row_no"] for key in rows.keys] == ["1", "3"]


def test_a_lost_topmost_row_leaves_its_children_on_top() -> None:
    rows = table(("3",), ("3",), ("3",), codes=("208", "20805", "2080505"))
    row_dropped(rows, "1", "2", Random(0))
    assert parents(rows) == {"2": "", "3": "2"}


def test_a_doubled_row_takes_the_children_below_it() -> None:
    rows = table(("3",), ("3",), ("3",), codes=("208", "20805", "2080505"))
    rows.lines["raw_project_lines"].append({"row_no": "3"})
    assert row_doubled(rows, "2", "2", Random(0)) == frozenset({"2", "3"})
    assert texts(rows) == {("1", "2"): "3", ("2", "2"): "3", ("3", "2"): "3", ("4", "2"): "3"}
    assert parents(rows) == {"1": "", "2": "1", "3": "1", "4": "3"}
    assert [key["code"] for key in sorted(rows.keys, key=lambda key: key["row_no"])] == [
        "208",
        "20805",
        "20805",
        "2080505",
    ]
    assert rows.lines["raw_project_lines"] == [{"row_no": "4"}]


def test_rows_of_a_form_keep_what_stands_above_them() -> None:
    rows = table(("3",), ("3",), codes=("208", "20805"))
    rows.nested = False
    row_doubled(rows, "1", "2", Random(0))
    assert set(parents(rows).values()) == {""}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_plants_the_same_fault(kind: str) -> None:
    first, second = (table(("30.5", "10", "20.5"), ("10.5", "4", "6.5"), ("20", "6", "14")) for _ in range(2))
    clean = texts(first)
    assert KINDS[kind](first, "2", "2", Random(3)) == KINDS[kind](second, "2", "2", Random(3)) is not None
    assert texts(first) == texts(second) != clean
