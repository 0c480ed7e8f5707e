"""Columns found by arithmetic: found where one assignment fits, else left over, never wrong."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import OPEN, Caption, Cell, Column, PrintedTable, Row, RowKey, TableRows
from extract.model import Place as At
from extract.recover import Recovered, recover
from extract.recover_rows import header_sums

FUNCTIONS = ("合计", "基本支出", "项目支出")
FUNDS = ("支出/合计", "支出/一般公共预算", "支出/政府性基金预算")


def columns(*labels: str) -> tuple[Column, ...]:
    key = Column(1, 1, "key", "科目编码", key_no=1, part="code", entity="function")
    return (key, *(Column(number, 1, "value", label) for number, label in enumerate(labels, start=2)))


def row(number: int, code: str | None, amounts: str, parent: int | None = None, label: str | None = None) -> Row:
    """A row whose amounts stand from the left, all of them open; with a `!` before them in their columns."""
    is_known = amounts.startswith("!")
    cells = tuple(
        (
            column,
            Cell(number, column - 1, text, At(line_no=number), attribution="printed" if is_known else OPEN),
        )
        for column, text in enumerate(amounts.lstrip("!").split(), start=2)
        if text != "."
    )
    key = RowKey(1, code, code, label)
    return Row(number, 1, (key,), cells, parent_row_no=parent, parent_basis="code" if parent else None)


def table(
    labels: tuple[str, ...], *rows: Row, number: int = 1, kind: str = "general_expenditure", note: str | None = None
) -> TableRows:
    printed = PrintedTable(number, Caption(title="支出表", empty_note=note), (), kind)
    return TableRows(printed, columns(*labels), rows)


def placed(found: Recovered, number: int = 1) -> dict[int, str]:
    """Each row's amounts by column, `.` for a blank one."""
    rows = next(item for item in found.tables if item.table.table_no == number)
    width = len(rows.columns)
    return {
        row.row_no: " ".join({column: cell.text for column, cell in row.cells}.get(column, ".")
                             for column in range(2, width + 1))
        for row in rows.rows
    }  # fmt: skip


def reasons(found: Recovered) -> Counter[str]:
    return Counter(leftover.reason for item in found.tables for leftover in item.leftovers)


def used(found: Recovered, number: int) -> set[str]:
    return {recovery.identity_id for recovery in found.recoveries if recovery.row_no == number}


def test_children_are_found_by_their_parent_and_parents_by_the_total() -> None:
    found = recover(
        [
            table(
                FUNCTIONS,
                row(1, None, "!30.00 10.00 20.00", label="合计"),
                row(2, "208", "!9.00 8.00 1.00"),
                row(3, "20805", "8.00 8.00", parent=2),
                row(4, "20811", "1.00 1.00", parent=2),
                row(5, "210", "2.00 2.00"),
                row(6, "213", "19.00 19.00"),
            )
        ]
    )
    assert placed(found) == {
        1: "30.00 10.00 20.00",
        2: "9.00 8.00 1.00",
        3: "8.00 8.00 .",
        4: "1.00 . 1.00",
        5: "2.00 2.00 .",
        6: "19.00 . 19.00",
    }
    assert used(found, 1) == used(found, 2) == set()
    assert used(found, 3) == {"row_sum", "parent_children"}
    assert used(found, 6) == {"row_sum", "grand_total"}
    assert {cell.attribution for item in found.tables[0].rows[2:] for _, cell in item.cells} == {"inferred"}


def test_what_two_assignments_fit_is_left_over() -> None:
    found = recover(
        [
            table(
                FUNCTIONS,
                row(1, "208", "!10.00 5.00 5.00"),
                row(2, "20805", "5.00 5.00", parent=1),
                row(3, "20811", "5.00 5.00", parent=1),
            )
        ]
    )
    assert placed(found)[2] == placed(found)[3] == ". . ."
    assert reasons(found) == {"several_columns_fit": 4}
    assert [leftover.text for leftover in found.tables[0].leftovers] == ["5.00"] * 4
    assert found.recoveries == ()


def test_what_no_assignment_fits_is_left_over() -> None:
    found = recover([table(FUNCTIONS, row(1, "208", "9.00 8.00"), row(2, "210", "!2.00 1.00 1.00"))])
    assert placed(found) == {1: ". . .", 2: "2.00 1.00 1.00"}
    assert reasons(found) == {"no_columns_fit": 2}


def test_children_that_do_not_add_up_are_left_over() -> None:
    """The document contradicts itself, or a line is missing: which, arithmetic cannot say."""
    found = recover(
        [
            table(
                FUNCTIONS,
                row(1, "208", "!9.00 8.00 1.00"),
                row(2, "20805", "8.00 8.00", parent=1),
                row(3, "20811", "0.90 0.90", parent=1),
            )
        ]
    )
    assert reasons(found) == {"no_columns_fit": 4}


def test_a_sum_that_a_whole_row_breaks_is_not_used() -> None:
    labels = ("合计", "基本支出", "项目支出")
    found = recover([table(labels, row(1, "208", "!9.00 8.00 8.00"), row(2, "210", "5.00 5.00"))])
    assert reasons(found) == {"several_columns_fit": 2}


def test_a_zero_that_could_stand_in_two_columns_is_left_over() -> None:
    found = recover([table(("合计", "基本支出", "项目支出", "经营支出"), row(1, "208", "5.00 5.00 0.00"))])
    assert reasons(found) == {"several_columns_fit": 3}


def test_the_same_row_of_another_table_tells_the_column() -> None:
    """Only where both state one total: a table of other money does not."""
    open_row = table(("总计", "基本支出", "项目支出"), row(1, "213", "3.00 3.00"))
    for stated, expected in (("!3.00 . 3.00", "3.00 . 3.00"), ("!9.00 6.00 3.00", ". . .")):
        known = table(("总计", "基本支出", "项目支出"), row(1, "213", stated), number=2)
        assert placed(recover([open_row, known])) == {1: expected}
    found = recover([open_row, table(("总计", "基本支出", "项目支出"), row(1, "213", "!3.00 . 3.00"), number=2)])
    assert used(found, 1) == {"row_sum", "same_figure"}


def test_a_note_that_there_is_no_such_spending_leaves_its_column_blank() -> None:
    summary = table(FUNDS, row(1, "208", "9.00 9.00"), kind="appropriation_summary")
    note = "本部门没有使用政府性基金预算安排的支出"
    empty = table(("合计",), number=2, kind="fund_expenditure", note=note)
    found = recover([summary, empty])
    assert placed(found) == {1: "9.00 9.00 ."}
    assert used(found, 1) == {"row_sum", "no_such_spending"}


def test_a_note_that_another_amount_gives_the_lie_says_nothing() -> None:
    summary = table(FUNDS, row(1, "208", "9.00 9.00"), row(2, "229", "!2.00 . 2.00"), kind="appropriation_summary")
    empty = table(("合计",), number=2, kind="fund_expenditure", note="没有使用政府性基金预算安排的支出")
    assert placed(recover([summary, empty]))[1] == ". . ."


def test_an_empty_table_without_a_note_says_nothing() -> None:
    summary = table(FUNDS, row(1, "208", "9.00 9.00"), kind="appropriation_summary")
    empty = table(("合计",), number=2, kind="fund_expenditure")
    assert placed(recover([summary, empty]))[1] == ". . ."


def test_what_rounding_hides_does_not_hide_the_columns() -> None:
    found = recover(
        [
            table(
                FUNCTIONS,
                row(1, "208", "!0.26 0.24 0.03"),
                row(2, "20805", "0.12 0.12", parent=1),
                row(3, "20808", "0.13 0.13", parent=1),
                row(4, "20811", "0.03 0.03", parent=1),
            )
        ]
    )
    assert placed(found) == {1: "0.26 0.24 0.03", 2: "0.12 0.12 .", 3: "0.13 0.13 .", 4: "0.03 . 0.03"}


def test_a_part_is_at_most_its_whole() -> None:
    found = recover([table(("合计", "其中：政府采购"), row(1, "208", "5.00"))])
    assert placed(found) == {1: "5.00 ."}
    assert used(found, 1) == {"of_which"}


def test_rows_of_one_subject_add_up_to_its_row_in_another_table() -> None:
    """Two units print the subject; of what it costs in all, nothing is basic expenditure."""
    units = table(FUNCTIONS, row(1, "2101505", "3.00 3.00"), row(2, "2101505", "4.00 4.00"))
    whole = table(FUNCTIONS, row(1, "2101505", "!7.00 . 7.00"), number=2)
    found = recover([units, whole])
    assert placed(found) == {1: "3.00 . 3.00", 2: "4.00 . 4.00"}
    assert used(found, 1) == {"row_sum", "same_sum"}
    assert placed(recover([whole, units]), 2) == {1: "7.00 . 7.00"}


def test_a_total_that_its_rows_do_not_add_up_to_says_nothing() -> None:
    broken = table(
        FUNCTIONS,
        row(1, None, "!30.00 10.00 20.00", label="合计"),
        row(2, "208", "9.00 9.00"),
        row(3, "210", "2.00 2.00"),
    )
    stated = table(FUNCTIONS, row(1, "208", "!9.00 9.00 ."), number=2)
    found = recover([broken, stated])
    assert placed(found) == {1: "30.00 10.00 20.00", 2: "9.00 9.00 .", 3: ". . ."}
    assert reasons(found) == {"no_columns_fit": 2}


def test_economic_classes_tell_personnel_from_operating_costs_where_their_totals_agree() -> None:
    kinds = ("合计", "人员经费", "公用经费")
    rows = (row(2, "301", "5.00 5.00"), row(3, "302", "5.00 5.00"), row(4, "303", "1.00 1.00"))
    found = recover([table(kinds, row(1, None, "!11.00 6.00 5.00", label="合计"), *rows, kind="basic_expenditure")])
    assert placed(found) == {1: "11.00 6.00 5.00", 2: "5.00 5.00 .", 3: "5.00 . 5.00", 4: "1.00 1.00 ."}
    assert used(found, 3) >= {"measure_parts"}


def test_tables_of_known_columns_stay_as_they_are() -> None:
    tables = (table(FUNCTIONS, row(1, "208", "!9.00 8.00 1.00")),)
    assert recover(tables) == Recovered(tables, ())


def test_sums_of_a_header() -> None:
    labels = ("合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出", "其中：政府采购")
    sums = header_sums(columns(*labels)[1:])
    assert sums == [(0, (1, 4)), (1, (2, 3))]
    assert header_sums(columns("小计", "其中：/基本支出", "其中：/项目支出")[1:]) == [(0, (1, 2))]
    assert header_sums(columns("小计", "其中：专项资金")[1:]) == []


@st.composite
def trees(draw: st.DrawFn) -> list[tuple[str, int | None, tuple[int, int]]]:
    """Codes with their parent's position and the amounts of their two columns; parents are the sums of children."""
    leaves = draw(
        st.lists(
            st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=5), min_size=1, max_size=4
        )
    )
    rows: list[tuple[str, int | None, tuple[int, int]]] = []
    for number, children in enumerate(leaves, start=1):
        parent = len(rows)
        rows.append((f"2{number:02}", None, (sum(left for left, _ in children), sum(right for _, right in children))))
        rows.extend(
            (f"2{number:02}{position:02}", parent, amounts) for position, amounts in enumerate(children, start=1)
        )
    return rows


@settings(max_examples=150, deadline=None)
@given(trees(), st.integers(0, 2**16))
def test_what_lands_is_never_wrong(tree: list[tuple[str, int | None, tuple[int, int]]], seed: int) -> None:
    """Blanks where an amount is zero; what is placed is what was hidden."""
    hidden: list[Row] = []
    truth: dict[int, str] = {}
    generator = random.Random(seed)
    for number, (code, parent, (basic, project)) in enumerate(tree, start=1):
        amounts = [str(Decimal(value)) if value else "." for value in (basic + project, basic, project)]
        truth[number] = " ".join(amounts)
        is_whole = "." not in amounts or generator.random() < 0.1
        printed = "!" + " ".join(amounts) if is_whole else " ".join(text for text in amounts if text != ".")
        hidden.append(row(number, code, printed, parent=None if parent is None else parent + 1))
    found = recover([table(FUNCTIONS, *hidden)])
    landed = placed(found)
    for number, amounts_there in truth.items():
        assert landed[number] in (amounts_there, ". . .")
    assert "no_columns_fit" not in reasons(found)
