"""Forms transcribed by eye, line by line, against what lands of them and what the marts say."""

from __future__ import annotations

import csv
from decimal import Decimal

import duckdb
from conftest import ROOT

DOCUMENT = "wuhan-hongshan-healthcare-security-2026"
GOLDEN = ROOT / "tests" / "python" / "golden"

# The printed number of a form's table, for the form and for its inner tables.
FORMS = """
    select
        tables.document_id, tables.table_no, coalesce(forms.printed_number, tables.printed_number) as form
    from dim_table as tables
    left join dim_table as forms
        on tables.document_id = forms.document_id and tables.parent_table_no = forms.table_no
"""


def transcribed(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{DOCUMENT}__{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text(value: object) -> str:
    return "" if value is None else str(value)


def test_every_indicator(marts: duckdb.DuckDBPyConnection) -> None:
    landed = marts.execute(
        f"""
        select
            forms.form, horizon, level1, level2, name, value_prior2, value_prior1, target_printed, basis
        from fct_performance_indicators as indicators
        inner join ({FORMS}) as forms using (document_id, table_no)
        where document_id = ?
        order by table_no, row_no
        """,
        [DOCUMENT],
    ).fetchall()
    assert [tuple(map(text, row)) for row in landed] == [tuple(row.values()) for row in transcribed("indicators")]


def test_every_project(marts: duckdb.DuckDBPyConnection) -> None:
    landed = marts.execute(
        """
        select
            tables.printed_number, projects.code, projects.name, projects.supervisor, projects.executor,
            projects.attribute, projects.category, projects.start_year, projects.end_year
        from staging.stg_projects as projects
        inner join dim_table as tables using (document_id, table_no)
        where document_id = ?
        order by table_no
        """,
        [DOCUMENT],
    ).fetchall()
    golden = [tuple(row.values())[:9] for row in transcribed("projects")]
    assert [tuple(map(text, row)) for row in landed] == golden
    named = marts.execute("select project_code, name from dim_project where document_id = ?", [DOCUMENT]).fetchall()
    assert sorted(named) == sorted((code, name) for _, code, name, *_ in golden)


def test_every_project_line(marts: duckdb.DuckDBPyConnection) -> None:
    landed = marts.execute(
        f"""
        select forms.form, line_type, name, quantity, figure_printed, amount_cny, project_code
        from fct_project_lines as lines
        inner join ({FORMS}) as forms using (document_id, table_no)
        inner join (select project_id, project_code from dim_project) as projects using (project_id)
        where document_id = ?
        order by table_no, row_no
        """,
        [DOCUMENT],
    ).fetchall()
    golden = [tuple(row.values()) for row in transcribed("project-lines")]
    assert [tuple(map(text, row[:5])) for row in landed] == golden
    codes = {row["table"]: row["code"] for row in transcribed("projects")}
    for form, _, _, _, printed, amount, code in landed:
        assert code == codes[form]
        assert amount == (None if printed is None else 10000 * Decimal(printed))


def test_targets_are_split(marts: duckdb.DuckDBPyConnection) -> None:
    split = marts.execute(
        """
        select distinct target_printed, target_operator, target_value, target_unit
        from fct_performance_indicators where document_id = ?
        """,
        [DOCUMENT],
    ).fetchall()
    wanted = {
        ("≤150万元", "<=", Decimal(150), "万元"),
        ("≥5次", ">=", Decimal(5), "次"),
        ("100%", None, Decimal(100), "%"),
        ("10万元", None, Decimal(10), "万元"),
        ("有保障", None, None, None),
        ("办理群众医保服务事项的及时性", None, None, None),
    }
    assert wanted <= set(split)


def test_a_block_printed_twice_lands_once(marts: duckdb.DuckDBPyConnection) -> None:
    repeated = marts.execute(
        """
        select repeats.line_from, count(lines.row_no)
        from staging.stg_tables as repeats
        left join staging.stg_project_lines as lines using (document_id, table_no)
        where document_id = ? and repeats.repeat_of is not null
        group by repeats.line_from
        """,
        [DOCUMENT],
    ).fetchall()
    assert repeated == [(613, 0)]


def test_contradictions_between_forms_and_list(marts: duckdb.DuckDBPyConnection) -> None:
    found = marts.execute(
        """
        select rule_id, value_a, value_b, severity from fct_findings
        where document_id = ? and family = 'project'
        """,
        [DOCUMENT],
    ).fetchall()
    assert sorted(found) == [
        ("project_form_list", Decimal(3000000), Decimal(5000000), "hard"),
        ("project_forms_total", Decimal(7200000), Decimal(9200000), "hard"),
        ("project_overall_list", Decimal(3000000), Decimal(5000000), "hard"),
        ("project_overall_total", Decimal(7200000), Decimal(9200000), "hard"),
    ]


def test_limits_and_histories_that_contradict(marts: duckdb.DuckDBPyConnection) -> None:
    found = marts.execute(
        "select rule_id, value_a, value_b from fct_findings where document_id = ? and family = 'indicator'",
        [DOCUMENT],
    ).fetchall()
    assert sorted(found) == [
        ("indicator_history", Decimal(100000), Decimal(1500000)),
        ("indicator_history", Decimal(250000), Decimal(118200)),
        ("indicator_history", Decimal(260000), Decimal(168200)),
        # Long-term and annual goal of one project each.
        *2 * [("indicator_limit", Decimal(300000), Decimal(100000))],
        # The department's limit, against the project list.
        *2 * [("indicator_limit_list", Decimal(9200000), Decimal(7200000))],
    ]


def test_overall_form_that_contradicts_itself(marts: duckdb.DuckDBPyConnection) -> None:
    """Shares, and receipts of the two years before: 前年 and 上年 are years of their own."""
    found = marts.execute(
        """
        select rule_id, value_a, value_b from fct_findings
        where document_id = ? and rule_id in ('share', 'shares_total', 'overall_balance', 'grand_total')
        """,
        [DOCUMENT],
    ).fetchall()
    assert sorted(found) == [
        ("grand_total", Decimal(2154200), Decimal(19833000)),
        ("overall_balance", Decimal(2154200), Decimal(17678800)),
        ("overall_balance", Decimal(16858600), Decimal(8429300)),
        ("share", Decimal("29.99"), Decimal("29.87")),
        ("shares_total", Decimal("100.12"), Decimal(100)),
    ]


def test_the_text_contradicts_forms(marts: duckdb.DuckDBPyConnection) -> None:
    found = marts.execute(
        "select where_b, value_a, value_b from fct_findings where document_id = ? and rule_id = 'prose_project'",
        [DOCUMENT],
    ).fetchall()
    assert sorted((str(place)[:5], value, other) for place, value, other in found) == [
        ("表11《部", Decimal(5000000), Decimal(3000000)),
        ("表12-2", Decimal(5000000), Decimal(3000000)),
    ]


def test_each_cause_is_a_group_of_its_own(marts: duckdb.DuckDBPyConnection) -> None:
    """500 against 300, with the sums that follow from it, and 30 above its limit of 10, a member of those sums."""
    groups = marts.execute(
        """
        select list(distinct value_a order by value_a), count(*) from fct_findings
        where document_id = ? and (family in ('project', 'indicator') or rule_id = 'prose_project')
            and rule_id != 'indicator_history'
        group by finding_group_id order by count(*)
        """,
        [DOCUMENT],
    ).fetchall()
    assert groups == [
        ([Decimal(300000)], 2),
        ([Decimal(3000000), Decimal(5000000), Decimal(7200000), Decimal(9200000)], 8),
    ]


def test_findings_of_form(marts: duckdb.DuckDBPyConnection) -> None:
    found = marts.execute(
        "select rule_id, line_a from fct_findings where document_id = ? and family = 'form' order by all", [DOCUMENT]
    ).fetchall()
    assert found == [
        ("form_part_repeated", 613),
        ("form_publisher_blank", 633),
        ("form_total_blank", 532),
        ("indicator_named_as_class", 416),
        ("project_category_differs", 398),
    ]
