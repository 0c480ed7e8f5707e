"""The warehouse as its users meet it: the file, the lake, and what the identities say of planted faults."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import duckdb
import pytest
from conftest import ROOT, Warehouse

from tools.faults import row_doubled, row_dropped, rows_exchanged
from tools.verification import Landed

DOCUMENT = "wuhan-hongshan-healthcare-security-2026"
SEEDS = ROOT / "seeds" / "raw"

Cell = dict[str, str]


def read_seed(name: str) -> list[Cell]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["document_id"] == DOCUMENT]


def header_of(name: str) -> list[str]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def change(cells: list[Cell], place: tuple[str, str, str], text: str) -> None:
    (cell,) = [cell for cell in cells if (cell["table_no"], cell["row_no"], cell["column_no"]) == place]
    assert cell["text"] != text
    cell["text"] = text


def drop_row(cells: list[Cell], table_no: str, row_no: str) -> None:
    cells[:] = [cell for cell in cells if (cell["table_no"], cell["row_no"]) != (table_no, row_no)]


def withhold(cells: list[Cell]) -> None:
    """A secret row is left out of every table that would print it."""
    drop_row(cells, "3", "17")
    drop_row(cells, "5", "17")


def shift_columns(cells: list[Cell], table_no: str, row_no: str) -> None:
    for cell in cells:
        if (cell["table_no"], cell["row_no"]) == (table_no, row_no):
            cell["column_no"] = str(int(cell["column_no"]) + 1)


# Table 5 is the printed table 5-1: row 4 is 2080501 (合计 1.24), row 9 is 21011, row 16 is 2101550.
FAULTS: dict[str, Callable[[list[Cell]], None]] = {
    "digit": lambda cells: change(cells, ("5", "4", "3"), "7.24"),
    "swapped": lambda cells: change(cells, ("5", "16", "3"), "151.31"),
    "sign": lambda cells: change(cells, ("5", "9", "5"), "-18.27"),
    "total": lambda cells: change(cells, ("5", "1", "3"), "1,417.28"),
    "factor": lambda cells: change(cells, ("5", "16", "5"), "1153100.00"),
    "dropped": lambda cells: drop_row(cells, "5", "16"),
    "shifted": lambda cells: shift_columns(cells, "7", "3"),
}
# The row and column of the figure that was changed, where one figure was.
CHANGED = {"digit": (4, 3), "swapped": (16, 3), "sign": (9, 5), "total": (1, 3), "factor": (16, 5)}


# Whole rows of the same table: rows 10 and 11 are 2101101 and 2101102, row 12 is 21013 with its one child in row 13.
# Every parent still equals its children: what shows the fault is said beside it.
ROW_FAULTS = {
    "exchanged": (rows_exchanged, "10", "whole_is_part"),
    "group_lost": (row_dropped, "12", "level_total"),
    "only_child_lost": (row_dropped, "13", "level_total"),
    "total_repeated": (row_doubled, "1", "row_repeated"),
}


def with_row_fault(name: str, seed: str, landed: Landed, whole: list[Cell]) -> list[Cell]:
    """The rows of one seed after a fault of ROW_FAULTS."""
    plant, row_no, _ = ROW_FAULTS[name]
    table = landed.table(DOCUMENT, "5")
    assert plant(table, row_no, "3", Random(0)) is not None
    changed = {"raw_table_rows": table.rows, "raw_row_keys": table.keys, "raw_table_cells": table.cells}
    if seed not in changed:
        return whole
    return [*(row for row in whole if row["table_no"] != "5"), *changed[seed]]


@pytest.fixture(scope="module")
def faulty(
    tmp_path_factory: pytest.TempPathFactory, build_warehouse: Callable[..., Warehouse]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse over a lake with one copy of the document per planted fault, and one without."""
    lake = tmp_path_factory.mktemp("lake")
    landed = Landed(SEEDS)
    for path in sorted(SEEDS.glob("*.csv")):
        rows: list[Cell] = []
        for name, plant in {"clean": lambda cells: None, "withheld": withhold, **FAULTS}.items():
            copied = [dict(row) for row in read_seed(path.stem)]
            if path.stem == "raw_table_cells":
                plant(copied)
            if path.stem == "raw_documents" and name == "withheld":
                copied[0]["withholding_note"] = "不予公开"
            rows.extend({**row, "document_id": name} for row in copied)
        for name in ROW_FAULTS:
            copied = with_row_fault(name, path.stem, landed, read_seed(path.stem))
            rows.extend({**row, "document_id": name} for row in copied)
        with (lake / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=header_of(path.stem), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    connection = duckdb.connect(str(build_warehouse(lake).database), read_only=True)
    yield connection
    connection.close()


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_planted_fault_fails_checks_and_is_published(faulty: duckdb.DuckDBPyConnection, fault: str) -> None:
    (failed,) = faulty.execute(
        "select count(*) from fct_checks where document_id = ? and status = 'fails'", [fault]
    ).fetchall()[0]
    (found,) = faulty.execute(
        "select count(*) from fct_findings where document_id = ? and severity != 'format'", [fault]
    ).fetchall()[0]
    assert found >= failed > 0


@pytest.mark.parametrize("fault", sorted(CHANGED))
def test_the_changed_figure_is_not_proven(faulty: duckdb.DuckDBPyConnection, fault: str) -> None:
    row_no, column_no = CHANGED[fault]
    ((status,),) = faulty.execute(
        "select proof_status from fct_budget_lines where document_id = ? and table_no = 5 and row_no = ? "
        "and column_no = ?",
        [fault, row_no, column_no],
    ).fetchall()
    assert status in ("contradicted", "disputed")


@pytest.mark.parametrize("fault", sorted(ROW_FAULTS))
def test_rows_that_are_lost_exchanged_or_doubled_show_where_parents_add_up(
    faulty: duckdb.DuckDBPyConnection, fault: str
) -> None:
    rules = "select distinct rule_id from fct_findings where document_id = ?"
    new = {rule for (rule,) in faulty.execute(rules, [fault]).fetchall()}
    known = {rule for (rule,) in faulty.execute(rules, ["clean"]).fetchall()}
    assert ROW_FAULTS[fault][2] in new - known
    assert "parent_children" not in new


def test_rows_exchanged_are_one_group_of_findings(faulty: duckdb.DuckDBPyConnection) -> None:
    ((n_groups, n_findings),) = faulty.execute(
        "select count(distinct finding_group_id), count(*) from fct_findings "
        "where document_id = 'exchanged' and rule_id in ('whole_is_part', 'part_of_whole', 'same_sum')"
    ).fetchall()
    assert n_groups == 1 < n_findings


def test_one_cause_is_one_group_of_findings(faulty: duckdb.DuckDBPyConnection) -> None:
    groups = faulty.execute(
        """
        select count(distinct finding_group_id), count(*) from fct_findings
        where document_id = 'digit' and where_a not in (
            select where_a from fct_findings where document_id = 'clean'
        )
        """
    ).fetchall()
    ((n_groups, n_findings),) = groups
    assert n_groups == 1 < n_findings


def test_one_project_in_four_places_is_one_group_and_a_limit_is_another(marts: duckdb.DuckDBPyConnection) -> None:
    """城乡医疗救助 is 500.00 in the list and 300 in the forms; another project exceeds its limit of 10."""
    groups = marts.execute(
        "select finding_group_id, list(distinct rule_id order by rule_id), max(likely_where) from fct_findings "
        "where document_id = ? and severity = 'hard' and family in ('project', 'indicator') group by all order by 2",
        [DOCUMENT],
    ).fetchall()
    assert [(rules, root) for _, rules, root in groups] == [
        (["indicator_limit"], "表12-1《项目资金绩效目标申报表》项目当年预算"),
        (
            [
                "indicator_limit_list",
                "project_form_list",
                "project_forms_total",
                "project_overall_list",
                "project_overall_total",
            ],
            "表11《部门整体支出绩效目标申报表·项目支出情况》城乡医疗救助 · 项目本年度预算",
        ),
    ]


def test_a_finding_names_both_places_and_values(faulty: duckdb.DuckDBPyConnection) -> None:
    rows = faulty.execute(
        """
        select where_a, value_a, where_b, value_b, difference, message_zh, message_en, severity, line_a
        from fct_findings where document_id = 'total' and rule_id = 'grand_total' and where_a like '表5-1%'
        """
    ).fetchall()
    (where_a, value_a, where_b, value_b, difference, zh, en, severity, line_a) = rows[0]
    assert where_a == "表5-1《一般公共预算支出表》合计 · 合计"
    assert "208" in where_b or "社会保障和就业支出" in where_b
    assert (value_a, value_b, difference) == (14172800, 14072800, 100000)
    assert severity == "hard"
    assert line_a == 227
    assert "14,172,800.00 元（印作 1,417.28 万元）" in zh
    assert "14,172,800.00 CNY (printed as 1,417.28 万元)" in en


def test_the_clean_copy_has_the_findings_of_the_document_only(
    faulty: duckdb.DuckDBPyConnection, marts: duckdb.DuckDBPyConnection
) -> None:
    query = "select rule_id, where_a, value_a, where_b, value_b from fct_findings where document_id = ? order by all"
    assert faulty.execute(query, ["clean"]).fetchall() == marts.execute(query, [DOCUMENT]).fetchall()


def test_what_a_document_withholds_is_neither_a_finding_nor_computed(faulty: duckdb.DuckDBPyConnection) -> None:
    withheld = faulty.execute(
        "select expected, difference, convention_id from fct_checks where document_id = 'withheld' "
        "and status = 'withheld'"
    ).fetchall()
    assert set(withheld) == {(None, None, "rows_withheld")}
    in_table = "where_a like '表5-1%' and document_id = ? and family = 'hierarchy'"
    counts = [
        faulty.execute(f"select count(*) from fct_findings where {in_table}", [document]).fetchall()[0][0]
        for document in ("withheld", "dropped")
    ]
    assert counts[0] == 0 < counts[1]


def test_two_families_are_the_stronger_proof(marts: duckdb.DuckDBPyConnection) -> None:
    ((twice, once),) = marts.execute(
        "select n_proven_twice, n_proven from rpt_coverage where document_id = ?", [DOCUMENT]
    ).fetchall()
    ((counted,),) = marts.execute(
        """
        select count(*) from (
            select lines.figure_id from fct_budget_lines as lines
            inner join brg_check_terms as terms using (figure_id)
            inner join fct_checks as checks using (check_id)
            inner join dim_document as documents on lines.document_id = documents.document_id
            where lines.document_id = ? and lines.amount_cny != 0 and lines.proof_status = 'proven'
                and lines.reference_year = documents.fiscal_year
                and checks.status = 'holds' and not checks.is_trivial
                and checks.identity_id not in ('medical_insurance', 'annuity_ratio')
            group by lines.figure_id having count(distinct checks.family) > 1
        )
        """,
        [DOCUMENT],
    ).fetchall()
    assert 0 < twice == counted < once


def test_lake_and_seeds_give_the_same_figures(
    faulty: duckdb.DuckDBPyConnection, marts: duckdb.DuckDBPyConnection
) -> None:
    query = """
        select table_no, row_no, column_no, measure_code, fund_source, carryover, amount_cny, n_holds, proof_status
        from fct_budget_lines where document_id = ? order by all
    """
    assert faulty.execute(query, ["clean"]).fetchall() == marts.execute(query, [DOCUMENT]).fetchall()


def test_a_parquet_lake_is_read_too(
    tmp_path: Path, build_warehouse: Callable[..., Warehouse], marts: duckdb.DuckDBPyConnection
) -> None:
    for path in SEEDS.glob("*.csv"):
        target = tmp_path / f"{path.stem}.parquet"
        duckdb.sql(f"copy (from read_csv('{path}', all_varchar = true, nullstr = '')) to '{target}'")
    with duckdb.connect(str(build_warehouse(tmp_path).database), read_only=True) as connection:
        count = "select count(*), sum(amount_cny) from fct_budget_lines"
        assert connection.execute(count).fetchall() == marts.execute(count).fetchall()


def test_the_file_is_readable_by_older_clients(marts: duckdb.DuckDBPyConnection) -> None:
    tags = marts.execute("select tags from duckdb_databases() where not internal").fetchall()[0][0]
    assert tags["storage_version"].startswith("v1.0.0")


def test_marts_are_tables_with_described_columns(marts: duckdb.DuckDBPyConnection) -> None:
    types = marts.execute(
        "select distinct table_type from information_schema.tables where table_schema = 'main'"
    ).fetchall()
    assert types == [("BASE TABLE",)]
    undescribed = marts.execute(
        """
        select table_name, column_name from duckdb_columns()
        where schema_name = 'main' and not internal and comment is null
        """
    ).fetchall()
    assert undescribed == []


def test_expenditure_is_safe_to_sum(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select measure_code, sum(amount_cny) from fct_expenditure where document_id = ? group by all order by all",
        [DOCUMENT],
    ).fetchall()
    assert rows == [("basic_operating", 669_900), ("basic_personnel", 4_202_900), ("project", 9_200_000)]


def test_figure_ids_do_not_depend_on_ordinals(
    faulty: duckdb.DuckDBPyConnection,
) -> None:
    """Where a row is dropped, the figures of the other rows keep their ids (of one document, whatever its name)."""
    query = """
        select row_label, column_label, table_no, row_no
        from fct_budget_lines where document_id = ? and table_no = 5 and row_no != 16
    """
    assert faulty.execute(query, ["dropped"]).fetchall()
    (count,) = faulty.execute("select count(*) - count(distinct figure_id) from fct_budget_lines").fetchall()[0]
    assert count == 0


def test_a_rule_that_compared_nothing_is_visible(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select identity_id, compared_nothing, never_compared from rpt_rule_coverage where document_id = ?", [DOCUMENT]
    ).fetchall()
    silent = {identity for identity, compared_nothing, _ in rows if compared_nothing}
    assert {"occupational_annuity", "fund_flow", "change", "change_percent"} <= silent
    assert not silent & {"row_sum", "parent_children", "grand_total", "balance_total", "same_figure"}
    assert {"fund_flow", "change_percent"} <= {identity for identity, _, never_compared in rows if never_compared}
