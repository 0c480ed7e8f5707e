"""The Data Package descriptor (v2), put together from table specs and the written files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from publish.manifest import FieldSpec, ForeignKey, TableSpec
from publish.tables import Source

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FILE_NAME = "datapackage.json"
# What the package says of itself as a whole: name, title, licence, contributors, keywords.
ABOUT = Path(__file__).with_name("package.yml")

# Without these a reader may guess: frictionless takes delimiter and leading blanks from the first lines.
_DIALECT = {
    "header": True,
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}


def describe_package(
    tables: Iterable[TableSpec], sources: Iterable[Source], version: str, folder: Path
) -> dict[str, Any]:
    """Describe the tables already written below `folder`; resources sorted by name."""
    about: dict[str, Any] = yaml.safe_load(ABOUT.read_text(encoding="utf-8"))
    keywords = about.pop("keywords")
    descriptor = {"$schema": PROFILE, **about, "version": version, "keywords": keywords}
    # The profile wants at least one source, or none said.
    if described := [_describe_source(source) for source in sources]:
        descriptor["sources"] = described
    descriptor["resources"] = [describe_table(table, folder) for table in sorted(tables, key=lambda table: table.name)]
    return descriptor


def describe_table(table: TableSpec, folder: Path) -> dict[str, Any]:
    """Describe one resource, with size and sha256 of its file below `folder`."""
    schema: dict[str, Any] = {"fields": [_describe_field(field) for field in table.fields]}
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if table.foreign_keys:
        schema["foreignKeys"] = [_describe_foreign_key(key) for key in table.foreign_keys]
    size, digest = measure_file(folder / table.path)
    return {
        "name": table.name,
        **_named(table.title_en, table.title_zh, table.description),
        "path": table.path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": dict(_DIALECT),
        "hash": f"sha256:{digest}",
        "bytes": size,
        "schema": schema,
    }


def measure_file(path: Path) -> tuple[int, str]:
    """Return size in bytes and sha256 in hexadecimal digits."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def write_descriptor(descriptor: Mapping[str, Any], folder: Path) -> None:
    """Write `folder/datapackage.json`: UTF-8, indented, one line end at the end."""
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (folder / FILE_NAME).write_text(text, encoding="utf-8", newline="\n")


def _named(title_en: str, title_zh: str, description: str) -> dict[str, str]:
    named = {"title": title_en, "title_zh": title_zh, "description": description}
    return {key: value for key, value in named.items() if value}


def _describe_source(source: Source) -> dict[str, str]:
    described = {"title": source.title, "path": source.url, "sha256": source.sha256}
    return {key: value for key, value in described.items() if value}


def _describe_field(field: FieldSpec) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        **_named(field.title_en, field.title_zh, field.description),
    }
    if field.unit:
        described["unit"] = field.unit
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.unique:
        constraints["unique"] = True
    if field.enum:
        constraints["enum"] = list(field.enum)
    if constraints:
        described["constraints"] = constraints
    return described


def _describe_foreign_key(key: ForeignKey) -> dict[str, Any]:
    return {
        "fields": list(key.fields),
        "reference": {"resource": key.table, "fields": list(key.reference_fields)},
    }
