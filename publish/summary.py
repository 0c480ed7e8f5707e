"""The closing summary: what the database holds, counted from whichever tables are there."""

from __future__ import annotations

import duckdb

from publish.manifest import SCHEMA

_COUNTS = (("documents", "dim_document"), ("tables", "dim_table"), ("figures landed", "fct_budget_lines"))
# Shown in this order even when nothing has them, so that a zero is seen.
_GROUPS = (
    ("proof", "fct_budget_lines", "proof_status", ("proven", "disputed", "contradicted", "unproven")),
    ("findings", "fct_findings", "severity", ("hard", "soft", "format")),
)


def summarise(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return the lines of the summary, label and counts; nothing is said of tables that do not exist."""
    rows = connection.execute(
        "select table_name, column_name from information_schema.columns where table_schema = ?", [SCHEMA]
    ).fetchall()
    tables, columns = {table for table, _ in rows}, set(rows)
    lines = []
    for label, table in _COUNTS:
        if table in tables:
            count = connection.execute(f"select count(*) from {SCHEMA}.{table}").fetchall()[0][0]
            lines.append(_line(label, f"{count:,}"))
    if ("fct_checks", "status") in columns:
        counts = _count_by(connection, "fct_checks", "status")
        held, failed = counts.pop("holds", 0), counts.pop("fails", 0)
        rest = "".join(f", {count:,} {status}" for status, count in sorted(counts.items()))
        lines.append(_line("checks", f"{held + failed:,} evaluated, {held:,} held, {failed:,} failed{rest}"))
    for label, table, column, known in _GROUPS:
        if (table, column) in columns:
            counts = _count_by(connection, table, column)
            values = [*known, *sorted(counts.keys() - set(known))]
            lines.append(_line(label, ", ".join(f"{counts.get(value, 0):,} {value}" for value in values)))
    return tuple(lines)


def _line(label: str, text: str) -> str:
    return f"{label:<16}{text}"


def _count_by(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> dict[str, int]:
    value = f"coalesce(cast({column} as varchar), 'without {column}')"
    return dict(connection.execute(f"select {value}, count(*) from {SCHEMA}.{table} group by 1").fetchall())
