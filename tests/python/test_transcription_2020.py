"""The founding document of 2020, a plain text dump, against a transcription of its tables 1–8 made by hand."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from extract.catalogue import kinds

DOCUMENT = "wuhan-hanyang-healthcare-security-2020"
TRANSCRIBED = Path(__file__).parent / "golden" / f"{DOCUMENT}.csv"
# Its forms have transcriptions of their own, see extract/test_plain_forms.py; what they give is no part of this one.
FORMS = sorted({entry.kind for entry in kinds() if entry.is_form})


def transcribed() -> Counter[tuple[object, ...]]:
    with TRANSCRIBED.open(encoding="utf-8", newline="") as file:
        return Counter(
            (
                row["table"],
                int(row["block"]),
                int(row["line"]),
                row["row_code"],
                row["row_label"],
                row["column_label"],
                Decimal(row["amount_wan"]) * 10_000,
            )
            for row in csv.DictReader(file)
        )


def test_every_figure_lands_once_and_none_is_invented(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        """
        select tables.printed_number, lines.block_no, lines.line_no, coalesce(lines.row_code, ''),
            coalesce(lines.row_label, ''), lines.column_label, lines.amount_cny
        from fct_budget_lines as lines
        inner join dim_table as tables using (document_id, table_no)
        where lines.document_id = ? and not list_contains(?, tables.table_kind)
        """,
        [DOCUMENT, FORMS],
    ).fetchall()
    assert sum(transcribed().values()) == 178
    assert Counter(tuple(row) for row in rows) == transcribed()


@pytest.mark.parametrize(
    ("table", "printed", "inferred"),
    [("1", 3, 30), ("2", 12, 30), ("3", 3, 36), ("4", 0, 0), ("5", 0, 0), ("6", 19, 0), ("7", 0, 3), ("8", 0, 42)],
)
def test_columns_printed_and_found_per_table(
    marts: duckdb.DuckDBPyConnection, table: str, printed: int, inferred: int
) -> None:
    counts = dict(
        marts.execute(
            """
            select attribution, count(*) from fct_budget_lines inner join dim_table using (document_id, table_no)
            where document_id = ? and printed_number = ? group by attribution
            """,
            [DOCUMENT, table],
        ).fetchall()
    )
    assert (counts.get("printed", 0), counts.get("inferred", 0)) == (printed, inferred)


# What the page says of one figure of each kind of row and column: side, measure, fund source, subjects.
MEANINGS = [
    ("1", 106, "收入/预算数", ("receipts", "receipts", "general_budget", None, None)),
    ("1", 125, "支出/合计", ("expenditure", "basic", "appropriation", None, None)),
    ("1", 131, "支出/一般公共预算", ("expenditure", "basic", "general_budget", None, "301")),
    ("1", 168, "支出/一般公共预算", ("expenditure", "project", "general_budget", None, None)),
    ("1", 188, "支出/一般公共预算", ("expenditure", "total", "general_budget", "210", None)),
    ("1", 260, "支出/合计", ("expenditure", "total", "appropriation", None, "302")),
    ("2", 386, "基本支出", ("expenditure", "basic", "general_budget", "2101501", None)),
    ("2", 388, "项目支出", ("expenditure", "project", "general_budget", "2101599", None)),
    ("3", 415, "基本支出/人员支出", ("expenditure", "basic_personnel", "general_budget", None, "30101")),
    ("3", 446, "基本支出/公用经费", ("expenditure", "basic_operating", "general_budget", None, "30299")),
    ("6", 505, "收入/预算数", ("receipts", "receipts", "appropriation", None, None)),
    ("6", 528, "支出/预算数", ("expenditure", "project", "all", None, None)),
    ("7", 728, "财政拨款（补助）/财政指标拨款", ("receipts", "receipts", "appropriation", None, None)),
    ("8", 762, "基本支出", ("expenditure", "basic", "all", "2080505", None)),
]


@pytest.mark.parametrize(("table", "line", "column", "meaning"), MEANINGS)
def test_meaning_of_chosen_figures(
    marts: duckdb.DuckDBPyConnection, table: str, line: int, column: str, meaning: tuple[object, ...]
) -> None:
    rows = marts.execute(
        """
        select side, measure_code, fund_source, functions.code, economic.code
        from fct_budget_lines as lines
        inner join dim_table using (document_id, table_no)
        left join dim_function_subject as functions on lines.function_subject_id = functions.id
        left join dim_economic_subject as economic on lines.economic_department_subject_id = economic.id
        where document_id = ? and printed_number = ? and line_no = ? and column_label = ?
        """,
        [DOCUMENT, table, line, column],
    ).fetchall()
    assert rows == [meaning]


def test_every_figure_has_its_full_scope(marts: duckdb.DuckDBPyConnection) -> None:
    (count,) = marts.execute(
        """
        select count(*) from fct_budget_lines
        where document_id = ? and not list_contains(?, table_kind)
            and (measure_code is null or fund_source is null or carryover = 'unknown')
        """,
        [DOCUMENT, FORMS],
    ).fetchall()[0]
    assert count == 0


def test_no_table_contradicts_another(marts: duckdb.DuckDBPyConnection) -> None:
    """All eight tables add up, so any hard finding between their figures is the reader's."""
    failed = marts.execute(
        """
        select distinct identity_id from fct_checks inner join dim_identity using (identity_id)
        where document_id = ? and status = 'fails' and severity = 'hard'
        """,
        [DOCUMENT],
    ).fetchall()
    assert failed == []


def test_what_found_a_column_proves_nothing_about_it(marts: duckdb.DuckDBPyConnection) -> None:
    """Each inferred row's sum holds because the amounts were put where it does: in no proof may it count."""
    consumed = marts.execute(
        """
        select count(*), count(*) filter (where is_independent)
        from brg_check_terms inner join fct_checks using (check_id) inner join fct_budget_lines using (figure_id)
        where fct_checks.document_id = ? and identity_id = 'row_sum' and attribution = 'inferred'
        """,
        [DOCUMENT],
    ).fetchall()[0]
    assert consumed[0] > 100
    assert consumed[1] == 0
    counted = marts.execute(
        """
        select count(*) from (
            select figure_id, any_value(n_holds) as n_holds,
                count(distinct check_id) filter (where status = 'holds' and not is_trivial and is_independent)
                    as counted
            from fct_budget_lines
            inner join brg_check_terms using (figure_id)
            inner join fct_checks using (check_id)
            where fct_budget_lines.document_id = ?
            group by figure_id
        ) where n_holds > counted
        """,
        [DOCUMENT],
    ).fetchall()[0]
    assert counted == (0,)


def test_figures_are_proven_by_what_was_not_used(marts: duckdb.DuckDBPyConnection) -> None:
    """Basic salaries stand in one table only, found by its sums; the classes of table 1 add up beyond what was used."""
    status = dict(
        marts.execute(
            """
            select line_no, proof_status from fct_budget_lines
            where document_id = ? and line_no in (188, 415) and column_label not like '%合计'
            """,
            [DOCUMENT],
        ).fetchall()
    )
    assert status == {188: "proven", 415: "unproven"}
