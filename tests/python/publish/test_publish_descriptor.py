from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
from publish_sample import memory_database, sample_manifest

from publish.descriptor import describe_package, write_descriptor
from publish.manifest import read_tables
from publish.package import write_package
from publish.tables import Source

# What the Data Package v2 profile asks of a package like ours, and what the project's contract adds to it.
TEXT = {"type": "string", "minLength": 1}
NAME = {"type": "string", "pattern": "^[-a-z0-9._/]+$"}
NAMES = {"type": "array", "minItems": 1, "items": TEXT}
FIELD = {
    "type": "object",
    "required": ["name", "type"],
    "properties": {
        "name": TEXT,
        "type": {"enum": ["string", "integer", "number", "boolean", "date"]},
        "constraints": {"type": "object", "minProperties": 1},
    },
}
FOREIGN_KEY = {
    "type": "object",
    "required": ["fields", "reference"],
    "properties": {
        "fields": NAMES,
        "reference": {
            "type": "object",
            "required": ["resource", "fields"],
            "properties": {"resource": TEXT, "fields": NAMES},
        },
    },
}
RESOURCE = {
    "type": "object",
    "required": [
        *("name", "title", "title_zh", "description", "path", "type", "format", "mediatype", "encoding"),
        *("hash", "bytes", "schema"),
    ],
    "properties": {
        "name": NAME,
        "path": {"type": "string", "pattern": r"^data/\w+\.csv$"},
        "type": {"const": "table"},
        "format": {"const": "csv"},
        "mediatype": {"const": "text/csv"},
        "encoding": {"const": "utf-8"},
        "hash": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "bytes": {"type": "integer", "minimum": 1},
        "schema": {
            "type": "object",
            "required": ["fields", "primaryKey"],
            "properties": {
                "fields": {"type": "array", "minItems": 1, "items": FIELD},
                "primaryKey": NAMES,
                "foreignKeys": {"type": "array", "minItems": 1, "items": FOREIGN_KEY},
            },
        },
    },
}
PROFILE = {
    "type": "object",
    "required": ["$schema", "name", "title", "version", "licenses", "contributors", "keywords", "resources"],
    "properties": {
        "$schema": {"const": "https://datapackage.org/profiles/2.0/datapackage.json"},
        "name": NAME,
        "version": TEXT,
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {
                "properties": {
                    "name": {"const": "CC-BY-4.0"},
                    "title": TEXT,
                    "path": {"const": "https://creativecommons.org/licenses/by/4.0/"},
                },
                "required": ["name", "title", "path"],
            },
        },
        "contributors": {"type": "array", "minItems": 1, "items": {"required": ["title"]}},
        "keywords": NAMES,
        "sources": {"type": "array", "minItems": 1, "items": {"required": ["title"]}},
        "resources": {"type": "array", "minItems": 1, "items": RESOURCE},
    },
    "not": {"anyOf": [{"required": ["homepage"]}, {"required": ["created"]}]},
}


def sample_descriptor(folder: Path) -> dict[str, Any]:
    write_package(memory_database(), read_tables(sample_manifest()), "1.2.3", folder)
    descriptor: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return descriptor


def test_the_descriptor_has_what_the_profile_asks_for(tmp_path: Path) -> None:
    jsonschema.validate(sample_descriptor(tmp_path), PROFILE)


def test_one_resource_in_full(tmp_path: Path) -> None:
    resource = sample_descriptor(tmp_path)["resources"][1]
    content = (tmp_path / "data/dim_table.csv").read_bytes()
    assert {key: value for key, value in resource.items() if key != "dialect"} == {
        "name": "dim_table",
        "title": "Dim_Table",
        "title_zh": "表 dim_table",
        "description": "About dim_table",
        "path": "data/dim_table.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "bytes": len(content),
        "schema": {
            "fields": [
                {"name": "document_id", "type": "string", "constraints": {"required": True}},
                {"name": "table_no", "type": "integer", "constraints": {"required": True}},
                {"name": "title", "type": "string"},
            ],
            "primaryKey": ["document_id", "table_no"],
            "foreignKeys": [
                {
                    "fields": ["document_id"],
                    "reference": {"resource": "dim_document", "fields": ["document_id"]},
                }
            ],
        },
    }


def test_fields_carry_titles_unit_and_constraints(tmp_path: Path) -> None:
    descriptor = sample_descriptor(tmp_path)
    fields = {field["name"]: field for field in descriptor["resources"][2]["schema"]["fields"]}
    assert fields["figure_id"] == {
        "name": "figure_id",
        "type": "string",
        "title": "Figure",
        "title_zh": "数字",
        "constraints": {"required": True, "unique": True},
    }
    assert fields["amount_cny"] == {
        "name": "amount_cny",
        "type": "number",
        "title": "Amount",
        "description": "In yuan",
        "unit": "CNY",
    }
    assert fields["proof_status"]["constraints"] == {
        "required": True,
        "enum": ["proven", "disputed", "contradicted", "unproven"],
    }


def test_sources_say_what_is_known_and_no_more(tmp_path: Path) -> None:
    assert sample_descriptor(tmp_path)["sources"] == [
        {"title": "2020年部门预算", "sha256": "ab12"},
        {"title": "2026年部门预算", "path": "https://example.org/a.pdf"},
    ]


def test_without_documents_there_is_no_list_of_sources(tmp_path: Path) -> None:
    assert "sources" not in describe_package([], [], "1", tmp_path)
    assert "sources" in describe_package([], [Source("a", "", "")], "1", tmp_path)


def test_the_file_is_plain_json_with_one_line_end(tmp_path: Path) -> None:
    write_descriptor({"title": "明账"}, tmp_path)
    assert (tmp_path / "datapackage.json").read_bytes() == '{\n  "title": "明账"\n}\n'.encode()
