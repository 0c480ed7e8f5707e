"""The explanations of the founding documents against transcriptions made by hand, figure by figure."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

GOLDEN = Path(__file__).parent / "golden"
TRANSCRIBED = sorted(GOLDEN.glob("*__prose.csv"))

Row = tuple[object, ...]


def transcribed(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as opened:
        return [
            (
                int(row["line_no"]),
                row["section"],
                row["phrase"],
                row["figure_printed"],
                row["unit"],
                row["value_type"],
                row["comparison"],
                int(row["reference_year"]),
                row["compared_with"] or None,
            )
            for row in csv.DictReader(opened)
        ]


def landed(marts: duckdb.DuckDBPyConnection, document_id: str) -> list[Row]:
    rows = marts.execute(
        """
        select line_no, section, phrase, figure_printed, unit, value_type, comparison, reference_year,
            case when comparison in ('change', 'change_percent') then compared_with end
        from fct_prose_figures where document_id = ? order by figure_no
        """,
        [document_id],
    ).fetchall()
    if not rows:
        pytest.skip(f"{document_id} is not among the landed documents")
    return rows


@pytest.mark.parametrize("file", TRANSCRIBED, ids=lambda file: file.stem)
def test_every_figure_lands_once_in_its_place(marts: duckdb.DuckDBPyConnection, file: Path) -> None:
    assert landed(marts, file.stem.removesuffix("__prose")) == transcribed(file)


@pytest.mark.parametrize("file", TRANSCRIBED, ids=lambda file: file.stem)
def test_values_and_signs(marts: duckdb.DuckDBPyConnection, file: Path) -> None:
    document_id = file.stem.removesuffix("__prose")
    landed(marts, document_id)
    rows = marts.execute(
        "select figure_printed, value_type, amount_cny, figure from fct_prose_figures where document_id = ?",
        [document_id],
    ).fetchall()
    for printed, value_type, amount, figure in rows:
        digits = Decimal(printed.rstrip("%"))
        value = amount / 10_000 if value_type == "amount" else figure
        assert abs(value) == digits
        assert (amount is None) != (value_type == "amount")


@pytest.mark.parametrize(
    ("phrase", "comparison", "value"),
    [("机关运行经费", "change", Decimal("-598900.00")), ("收支总预算", "change", Decimal("5643500.00"))],
)
def test_a_decrease_is_negative(marts: duckdb.DuckDBPyConnection, phrase: str, comparison: str, value: Decimal) -> None:
    rows = marts.execute(
        """
        select amount_cny from fct_prose_figures
        where document_id = 'wuhan-hongshan-healthcare-security-2026' and phrase = ? and comparison = ?
        """,
        [phrase, comparison],
    ).fetchall()
    assert rows == [(value,)]


@pytest.mark.parametrize(
    ("phrase", "measure", "fund", "code"),
    [
        ("财政拨款收支总预算", "total", "appropriation", None),
        ("项目经费", "project", "general_budget", None),
        ("人员经费", "basic_personnel", "general_budget", None),
        ("卫生健康支出", "total", "appropriation", "210"),
        ("卫生健康支出（类）医疗救助（款）城乡医疗救助（项）", "total", "general_budget", "2101301"),
        ("政府采购预算支出", "procurement", None, None),
        ("机关运行经费", "agency_running_costs", None, None),
    ],
)
def test_words_say_the_scope(
    marts: duckdb.DuckDBPyConnection, phrase: str, measure: str, fund: str | None, code: str | None
) -> None:
    rows = marts.execute(
        """
        select distinct figures.measure_code, figures.fund_source, subjects.code
        from fct_prose_figures as figures
        left join dim_function_subject as subjects on figures.function_subject_id = subjects.id
        where figures.document_id = 'wuhan-hongshan-healthcare-security-2026' and figures.phrase = ?
        """,
        [phrase],
    ).fetchall()
    assert rows == [(measure, fund, code)]


def test_subjects_are_those_that_the_words_mark(marts: duckdb.DuckDBPyConnection) -> None:
    """类, 款 and 项 of the hand transcription against the subject that each figure is linked to."""
    document_id = "wuhan-hongshan-healthcare-security-2026"
    with (GOLDEN / f"{document_id}__prose.csv").open(encoding="utf-8", newline="") as file:
        named = [(int(row["line_no"]), row["subject"].split("/")[-1]) for row in csv.DictReader(file) if row["subject"]]
    rows = marts.execute(
        """
        select figures.line_no, subjects.name_zh
        from fct_prose_figures as figures
        inner join dim_function_subject as subjects on figures.function_subject_id = subjects.id
        where figures.document_id = ? and subjects.level = 3
        order by figures.figure_no
        """,
        [document_id],
    ).fetchall()
    assert rows == named
