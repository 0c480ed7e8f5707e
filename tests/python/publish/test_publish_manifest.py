from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from publish_sample import accepted_values, column, constraint, manifest_of, model, sample_manifest

from publish.errors import ManifestError
from publish.manifest import ForeignKey, TableSpec, field_type, load_manifest, read_tables, undescribed


def table(name: str, manifest: dict[str, Any]) -> TableSpec:
    return next(item for item in read_tables(manifest) if item.name == name)


def test_only_marts_of_the_main_schema_are_published_and_sorted() -> None:
    columns = [column("a", "varchar")]
    nodes = (
        model("fct_b", columns),
        model("fct_elsewhere", columns, schema="marts_private"),
        model("stg_c", columns, fqn=["mingzhang", "staging", "stg_c"]),
        model("seed_d", columns, resource_type="seed"),
        model("dim_a", columns),
    )
    assert [item.name for item in read_tables(manifest_of(*nodes))] == ["dim_a", "fct_b"]


@pytest.mark.parametrize(
    ("data_type", "expected"),
    [
        ("varchar", "string"),
        ("STRING", "string"),
        ("varchar(20)", "string"),
        ("integer", "integer"),
        ("bigint", "integer"),
        ("smallint", "integer"),
        ("decimal(20, 2)", "number"),
        ("double", "number"),
        ("boolean", "boolean"),
        ("date", "date"),
        ("struct(a integer)", None),
        ("timestamp", None),
        ("", None),
    ],
)
def test_field_types(data_type: str, expected: str | None) -> None:
    assert field_type(data_type) == expected


def test_fields_keep_the_order_and_the_texts_of_the_manifest() -> None:
    fields = table("fct_budget_lines", sample_manifest()).fields
    assert [field.name for field in fields][:3] == ["figure_id", "document_id", "table_no"]
    assert (fields[0].title_en, fields[0].title_zh) == ("Figure", "数字")
    assert (fields[5].unit, fields[5].description, fields[5].type) == ("CNY", "In yuan", "number")


def test_meta_outside_of_config_is_accepted() -> None:
    item = column("a", "varchar") | {"meta": {"title_en": "A", "unit": "CNY"}, "config": {}}
    read = table("dim_x", manifest_of(model("dim_x", [item], meta={"title_zh": "甲"}, config={})))
    assert (read.title_zh, read.fields[0].title_en, read.fields[0].unit) == ("甲", "A", "CNY")


def test_constraints_of_columns_and_models() -> None:
    tables = {item.name: item for item in read_tables(sample_manifest())}
    document, lines = tables["dim_document"], tables["fct_budget_lines"]
    assert document.primary_key == ("document_id",)
    assert document.fields[0].unique
    assert document.fields[0].required
    assert not document.fields[1].required
    assert tables["dim_table"].primary_key == ("document_id", "table_no")
    assert not tables["dim_table"].fields[0].unique
    assert lines.foreign_keys == (ForeignKey(("document_id",), "dim_document", ("document_id",)),)
    assert lines.fields[1].required


@pytest.mark.parametrize("to", ["ref('dim_b')", 'ref("pkg", "dim_b")', '"db"."main"."dim_b"', "db.main.dim_b", "dim_b"])
def test_a_foreign_key_names_its_table_before_and_after_compiling(to: str) -> None:
    key = constraint("foreign_key", columns=["x", "y"], to=to, to_columns=["p", "q"])
    columns = [column("x", "varchar"), column("y", "varchar")]
    other = model("dim_b", [column("p", "varchar"), column("q", "varchar")])
    assert table("dim_a", manifest_of(model("dim_a", columns, [key]), other)).foreign_keys == (
        ForeignKey(("x", "y"), "dim_b", ("p", "q")),
    )


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ({"to": "ref('stg_b')", "to_columns": ["p"]}, "which is not published"),
        ({"to": '"db"."reference"."dim_b"', "to_columns": ["p"]}, "which is not published"),
        ({"expression": "dim_b (p)"}, "without its target"),
        ({"to": "ref('dim_b')", "to_columns": ["z"]}, "dim_b.z, which is no published column"),
        ({"to": "ref('dim_b')", "to_columns": ["p", "p"]}, "of another length"),
    ],
)
def test_a_foreign_key_that_leads_nowhere_is_a_fault(key: dict[str, Any], problem: str) -> None:
    broken = model("dim_a", [column("x", "varchar", constraint("foreign_key", **key))])
    with pytest.raises(ManifestError, match=problem):
        read_tables(manifest_of(broken, model("dim_b", [column("p", "varchar")])))


def test_enum_from_accepted_values() -> None:
    fields = {field.name: field for field in table("dim_document", sample_manifest()).fields}
    assert fields["document_type"].enum == ("budget", "final_account")
    assert fields["title"].enum == ()


@pytest.mark.parametrize(
    "more", [{"severity": "warn"}, {"where": "a is not null"}, {"kwargs": {"quote": False}}], ids=str
)
def test_a_test_that_does_not_bind_every_row_gives_no_enum(more: dict[str, Any]) -> None:
    test = accepted_values("dim_x", "a", ["b"], **more)
    assert table("dim_x", manifest_of(model("dim_x", [column("a", "varchar")]), test)).fields[0].enum == ()


def test_enum_is_for_strings_only() -> None:
    test = accepted_values("dim_x", "a", [1, 2])
    assert table("dim_x", manifest_of(model("dim_x", [column("a", "integer")]), test)).fields[0].enum == ()


def test_every_undeclared_type_is_named() -> None:
    columns = [column("a", ""), column("b", "blob"), column("c", "date")]
    with pytest.raises(ManifestError) as caught:
        read_tables(manifest_of(model("dim_x", columns)))
    lines = [fault.line for fault in caught.value.faults]
    assert len(lines) == 2
    assert lines[0].startswith("dim_x.a has the data_type (none), which is not published: declare one of")
    assert lines[1].startswith("dim_x.b has the data_type blob")


def test_a_manifest_without_marts_is_a_fault() -> None:
    with pytest.raises(ManifestError, match="no model below marts/"):
        read_tables(manifest_of())


def test_what_lacks_a_description_is_named() -> None:
    bare = column("a", "varchar", description="Something", title_en="A")
    tables = read_tables(manifest_of(model("dim_x", [bare])))
    assert undescribed(tables) == ("dim_x (primary key)", "dim_x.a (title_zh)")


def test_an_absent_manifest_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="not found: run `make build` first"):
        load_manifest(tmp_path / "manifest.json")


@pytest.mark.parametrize("text", ["{", "[]", '{"nodes": 1}'])
def test_a_file_that_is_no_manifest_is_a_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError, match=r"manifest\.json (cannot be read|is no dbt manifest)"):
        load_manifest(tmp_path / "manifest.json")
