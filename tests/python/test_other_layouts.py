"""Wordings of other provinces and of the prescribed final-account forms, typeset with made-up figures.

`other_layouts.yml` has their tables, and for each figure the scope that the wording says: measure, fund source
and carry-over, then what differs from the document's own year and phase, from a level and from an amount. `?` is what
stays open, as nobody can say from the print what it means. Rows of the same scopes one after another stand once.
`golden/table_titles.csv` has titles and their kinds.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from conftest import ROOT, Warehouse

from extract.captions import read_caption
from extract.recognise import recognise
from tools.report import Cover, LongTable, header_of, typeset
from tools.table import rows_of

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS: dict[str, dict[str, Any]] = yaml.safe_load((GOLDEN.parent / "other_layouts.yml").read_text("utf-8"))
TABLES = [(name, number) for name, document in DOCUMENTS.items() for number in range(1, len(document["tables"]) + 1)]
PHASES = {"budget": "original", "final_account": "final"}
with (GOLDEN / "table_titles.csv").open(encoding="utf-8", newline="") as file:
    TITLES = [(row["title"], row["table_kind"]) for row in csv.DictReader(file)]


def long_table(table: dict[str, str]) -> LongTable:
    header, depth = header_of([path.strip() for path in table["columns"].split(" | ")])
    lines = table["rows"].strip("\n").split("\n")
    rows = [[cell.strip(" ") for cell in line.split("|")] for line in lines]
    unit = table.get("unit", "万元")
    return LongTable(table["title"], len(rows[0]), header, depth, tuple(rows_of(*rows)), len(rows), unit=unit)


@pytest.fixture(scope="module")
def marts(
    tmp_path_factory: pytest.TempPathFactory, build_warehouse: Callable[..., Warehouse]
) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("layouts")
    for name, document in DOCUMENTS.items():
        tables = [long_table(table) for table in document["tables"]]
        (folder / f"{name}.pdf").write_bytes(typeset(Cover(document["title"], (), "示例"), tables)[0])
    command = [sys.executable, "-m", "extract", str(folder), "--out", str(folder / "raw"), "--jobs", "2"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    connection = duckdb.connect(str(build_warehouse(folder / "raw").database), read_only=True)
    yield connection
    connection.close()


def scopes(connection: duckdb.DuckDBPyConnection, name: str, table_no: int) -> list[str]:
    """The scopes of each row's figures, rows of the same scopes one after another once."""
    found = connection.execute(
        """
        select lines.row_no, documents.document_type, coalesce(lines.measure_code, '?'),
            coalesce(lines.fund_source, '?'), replace(lines.carryover, 'unknown', '?'),
            lines.reference_year - documents.fiscal_year, lines.phase, lines.comparison, lines.value_type
        from fct_budget_lines as lines inner join dim_document as documents using (document_id)
        where lines.document_id = ? and lines.table_no = ? order by lines.row_no, lines.column_no
        """,
        [name, table_no],
    ).fetchall()
    rows = ("; ".join(map(in_words, figures)) for _, figures in groupby(found, key=lambda figure: figure[0]))
    return [row for row, _ in groupby(rows)]


def in_words(figure: tuple[Any, ...]) -> str:
    _, document_type, measure, fund, carryover, years, phase, comparison, value_type = figure
    usual = {0, PHASES[document_type], "level", "amount"}
    others = [
        f"{word:+}" if isinstance(word, int) else word
        for word in (years, phase, comparison, value_type)
        if word not in usual
    ]
    return " ".join([measure, fund, carryover, *others])


@pytest.mark.parametrize(("name", "table_no"), TABLES)
def test_each_figure_means_what_its_labels_say(marts: duckdb.DuckDBPyConnection, name: str, table_no: int) -> None:
    table = DOCUMENTS[name]["tables"][table_no - 1]
    found = marts.execute(
        "select title, table_kind from dim_table where document_id = ? and table_no = ?", [name, table_no]
    )
    assert found.fetchall() == [(table["title"], table["kind"])]
    assert scopes(marts, name, table_no) == table["scopes"].strip("\n").split("\n")


def test_the_prescribed_final_accounts_contradict_nothing(marts: duckdb.DuckDBPyConnection) -> None:
    failed = """
        select identity_id, lines.table_no, lines.row_label, lines.column_label, terms.side, lines.figure_printed
        from fct_checks as checks inner join brg_check_terms as terms using (check_id)
        inner join fct_budget_lines as lines using (figure_id)
        where checks.document_id like 'final-%' and checks.status = 'fails' and not checks.is_trivial
    """
    assert marts.execute(failed).fetchall() == []
    holding = "select count(*) from fct_checks where document_id like 'final-%' and status = 'holds' and not is_trivial"
    assert marts.execute(holding).fetchall()[0][0] > 200


def test_a_column_names_an_economic_subject(marts: duckdb.DuckDBPyConnection) -> None:
    found = marts.execute(
        """
        select distinct column_label, economic_department_subject_id, economic_government_subject_id
        from fct_budget_lines
        where
            document_id in ('budget-2024', 'final-2023')
            and column_label in ('商品和服务支出/办公费', '机关工资福利支出', '对企业补助', '项目支出/对企业补助')
        """
    ).fetchall()
    assert set(found) == {
        ("商品和服务支出/办公费", "department-30201", None),
        ("机关工资福利支出", None, "government-501"),
        ("对企业补助", None, "government-507"),
        ("项目支出/对企业补助", "department-312", None),
    }


def test_one_column_names_subjects_and_units(marts: duckdb.DuckDBPyConnection) -> None:
    """单位名称（科目） beside codes of both: the subject's name where the row has one, else the unit's."""
    keys = marts.execute(
        "select distinct row_code, row_label from fct_budget_lines where row_label in ('行政运行', '示例机关')"
    )
    assert set(keys.fetchall()) == {("2010301", "行政运行"), ("101301", "示例机关")}


@pytest.mark.parametrize(("title", "kind"), TITLES)
def test_kinds_by_title(title: str, kind: str) -> None:
    printed = read_caption([title, "单位：万元"]).title
    assert printed == title
    assert recognise(printed, (), ()).kind == kind
