from __future__ import annotations

from publish_sample import STATEMENTS, memory_database

from publish.summary import summarise


def test_counts_of_the_tables_that_are_there() -> None:
    assert summarise(memory_database()) == (
        "documents       2",
        "tables          2",
        "figures landed  3",
        "proof           1 proven, 0 disputed, 1 contradicted, 1 unproven",
    )


def test_checks_and_findings() -> None:
    connection = memory_database(
        *STATEMENTS,
        "create table fct_checks as from (values ('holds'), ('holds'), ('fails'), ('nothing_to_compare')) c(status)",
        "create table fct_findings as from (values ('soft'), ('soft'), ('hard'), (null)) f(severity)",
    )
    assert summarise(connection)[3:] == (
        "checks          3 evaluated, 2 held, 1 failed, 1 nothing_to_compare",
        "proof           1 proven, 0 disputed, 1 contradicted, 1 unproven",
        "findings        1 hard, 2 soft, 0 format, 1 without severity",
    )


def test_an_empty_database_has_nothing_to_say() -> None:
    assert summarise(memory_database("select 1")) == ()
    assert summarise(memory_database("create schema staging", "create table staging.dim_document (a integer)")) == ()


def test_tables_without_the_column_are_passed_over() -> None:
    assert summarise(memory_database("create table fct_checks (check_id varchar)")) == ()
