"""A small warehouse and its manifest, shaped as dbt 1.11 writes them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

Node = dict[str, Any]

STATEMENTS = (
    """create table main.dim_document (
        document_id varchar, title varchar, document_type varchar, fiscal_year integer,
        source_url varchar, source_sha256 varchar, published_on date)""",
    """insert into main.dim_document values
        ('hanyang-2020', '2020年部门预算', 'budget', 2020, null, 'ab12', '2020-02-01'),
        ('hongshan-2026', '2026年部门预算', 'budget', 2026, 'https://example.org/a.pdf', null, null)""",
    "create table main.dim_table (document_id varchar, table_no integer, title varchar)",
    "insert into main.dim_table values ('hanyang-2020', 2, '收入总表'), ('hanyang-2020', 10, '支出总表')",
    """create table main.fct_budget_lines (
        figure_id varchar, document_id varchar, table_no integer, row_code varchar, row_label varchar,
        amount_cny decimal(20, 2), x0 double, is_total boolean, proof_status varchar)""",
    """insert into main.fct_budget_lines values
        ('f3', 'hongshan-2026', null, null, null, null, null, null, 'unproven'),
        ('f1', 'hanyang-2020', 2, '043001', '合计 "全部", 含', 12.3, 71.5, true, 'proven'),
        ('f2', 'hanyang-2020', 10, '', e'第一行\n第二行', -0.05, 100, false, 'contradicted')""",
)


def constraint(kind: str, **more: Any) -> Node:
    return {"type": kind, "name": None, "expression": None, "to": None, "to_columns": [], **more}


def column(name: str, data_type: str, *constraints: Node, description: str = "", **meta: str) -> Node:
    return {
        "name": name,
        "data_type": data_type,
        "description": description,
        "constraints": list(constraints),
        "meta": {},
        "config": {"meta": meta},
    }


def model(name: str, columns: Sequence[Node], constraints: Sequence[Node] = (), **more: Any) -> Node:
    return {
        "resource_type": "model",
        "name": name,
        "alias": name,
        "schema": "main",
        "fqn": ["mingzhang", "marts", "core", name],
        "description": f"About {name}",
        "columns": {item["name"]: item for item in columns},
        "constraints": list(constraints),
        "config": {"meta": {"title_en": name.title(), "title_zh": f"表 {name}"}},
        "meta": {},
        **more,
    }


def accepted_values(model_name: str, column_name: str, values: Sequence[Any], **more: Any) -> Node:
    kwargs = {"column_name": column_name, "values": list(values), "model": "{{ … }}"}
    kwargs |= more.pop("kwargs", {})
    return {
        "resource_type": "test",
        "name": f"accepted_{model_name}_{column_name}",
        "fqn": ["mingzhang", "marts", "core"],
        "schema": "dbt_test__audit",
        "attached_node": f"model.mingzhang.{model_name}",
        "column_name": column_name,
        "test_metadata": {"name": "accepted_values", "namespace": None, "kwargs": kwargs},
        "config": {"severity": "ERROR", "where": None, **more},
    }


def manifest_of(*nodes: Node) -> Node:
    return {"nodes": {f"{node['resource_type']}.mingzhang.{node['name']}": node for node in nodes}}


def sample_manifest() -> Node:
    not_null, primary_key = constraint("not_null"), constraint("primary_key")
    to_document = constraint("foreign_key", to="ref('dim_document')", to_columns=["document_id"])
    return manifest_of(
        model(
            "fct_budget_lines",
            [
                column("figure_id", "varchar", not_null, primary_key, title_en="Figure", title_zh="数字"),
                column("document_id", "string", not_null, to_document),
                column("table_no", "integer"),
                column("row_code", "varchar"),
                column("row_label", "varchar"),
                column("amount_cny", "decimal(20,2)", unit="CNY", title_en="Amount", description="In yuan"),
                column("x0", "double", unit="pt"),
                column("is_total", "boolean"),
                column("proof_status", "varchar", not_null),
            ],
        ),
        model(
            "dim_table",
            [
                column("document_id", "varchar", to_document),
                column("table_no", "integer"),
                column("title", "varchar"),
            ],
            [constraint("primary_key", columns=["document_id", "table_no"])],
        ),
        model(
            "dim_document",
            [
                column("document_id", "varchar", primary_key),
                column("title", "varchar"),
                column("document_type", "varchar"),
                column("fiscal_year", "integer"),
                column("source_url", "varchar"),
                column("source_sha256", "varchar"),
                column("published_on", "date"),
            ],
        ),
        model(
            "stg_raw_documents",
            [column("document_id", "varchar")],
            fqn=["mingzhang", "staging", "stg_raw_documents"],
            schema="staging",
        ),
        accepted_values("dim_document", "document_type", ["budget", "final_account"]),
        accepted_values("fct_budget_lines", "proof_status", ["proven", "disputed", "contradicted", "unproven"]),
    )


def write_manifest(manifest: Node, folder: Path) -> Path:
    path = folder / "manifest.json"
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return path


def write_database(folder: Path, *more: str) -> Path:
    path = folder / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        for statement in (*STATEMENTS, *more):
            connection.execute(statement)
    return path


def memory_database(*statements: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    for statement in statements or STATEMENTS:
        connection.execute(statement)
    return connection
