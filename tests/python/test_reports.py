"""What the reports add up to, held against the founding document of 2026 by hand (tables 1, 3 and 5)."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

DOCUMENT = "wuhan-hongshan-healthcare-security-2026"


def _amounts(marts: duckdb.DuckDBPyConnection, report: str, column: str) -> dict[str, Decimal]:
    query = f"select {column}, sum(amount_cny) from {report} where document_id = ? and amount_cny != 0 group by 1"
    return dict(marts.execute(query, [DOCUMENT]).fetchall())


def test_spending_structure_is_the_printed_one(marts: duckdb.DuckDBPyConnection) -> None:
    assert _amounts(marts, "rpt_spending_structure", "measure_code") == {
        "basic_personnel": Decimal("4202900.00"),
        "basic_operating": Decimal("669900.00"),
        "project": Decimal("9200000.00"),
    }


def test_function_by_body_is_the_printed_one(marts: duckdb.DuckDBPyConnection) -> None:
    assert _amounts(marts, "rpt_function_by_body", "class_code") == {
        "208": Decimal("357800.00"),
        "210": Decimal("13156300.00"),
        "221": Decimal("558700.00"),
    }


def test_funding_structure_is_the_printed_one(marts: duckdb.DuckDBPyConnection) -> None:
    assert _amounts(marts, "rpt_funding_structure", "fund_source") == {"general_budget": Decimal("14072800.00")}


@pytest.mark.parametrize("report", ["rpt_function_by_body", "rpt_spending_structure", "rpt_funding_structure"])
def test_shares_of_a_document_add_up(marts: duckdb.DuckDBPyConnection, report: str) -> None:
    shares = marts.execute(f"select sum(share_percent), count(*) from {report} group by document_id").fetchall()
    assert shares
    # Each share is rounded to four places.
    assert all(abs(total - 100) <= Decimal("0.00005") * lines for total, lines in shares)


def test_reports_and_expenditure_agree(marts: duckdb.DuckDBPyConnection) -> None:
    tables = ("fct_expenditure", "rpt_function_by_body", "rpt_spending_structure")
    sums = {marts.execute(f"select sum(amount_cny) from {table}").fetchall()[0][0] for table in tables}
    assert len(sums) == 1
    assert None not in sums
