"""dbt's manifest read as the tables to publish: names, types, titles, keys and allowed values.

A published mart is a model whose path contains `marts` and whose schema is `main`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.errors import Fault, ManifestError

SCHEMA = "main"
FOLDER = "marts"

_FIELD_TYPES = {
    **dict.fromkeys(("varchar", "string", "text", "char"), "string"),
    **dict.fromkeys(("integer", "int", "bigint", "smallint", "tinyint", "hugeint"), "integer"),
    **dict.fromkeys(("decimal", "numeric", "double", "float", "real"), "number"),
    **dict.fromkeys(("boolean", "bool"), "boolean"),
    "date": "date",
}
_REMEDY = "correct the model's yml and run `make build`"


@dataclass(frozen=True)
class FieldSpec:
    """One column; `type` is a Table Schema type, absent titles and units are ''."""

    name: str
    type: str
    title_en: str = ""
    title_zh: str = ""
    description: str = ""
    unit: str = ""
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForeignKey:
    """`fields` of one table name a row of `table` by its `reference_fields`, in the same order."""

    fields: tuple[str, ...]
    table: str
    reference_fields: tuple[str, ...]


@dataclass(frozen=True)
class TableSpec:
    """One published table; fields in the order of the manifest, which is the order of the contract."""

    name: str
    fields: tuple[FieldSpec, ...]
    title_en: str = ""
    title_zh: str = ""
    description: str = ""
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    # What the rows of the file are ordered by before all else: hashed keys alone would scatter a document.
    rows_by: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Where the table lies inside the package."""
        return f"data/{self.name}.csv"

    @property
    def field_names(self) -> tuple[str, ...]:
        """The header of the file."""
        return tuple(field.name for field in self.fields)


def load_manifest(path: Path) -> dict[str, Any]:
    """Parse dbt's manifest.json; ManifestError when it is absent or is no manifest."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ManifestError(Fault(str(path), "not found", "run `make build` first")) from None
    except (OSError, ValueError) as error:
        problem = f"cannot be read ({error})"
        raise ManifestError(Fault(str(path), problem, "run `make build` again")) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("nodes"), dict):
        raise ManifestError(Fault(str(path), "is no dbt manifest", "give target/manifest.json of dbt"))
    return manifest


def read_tables(manifest: Mapping[str, Any]) -> tuple[TableSpec, ...]:
    """Read the published tables, sorted by name; ManifestError lists everything undeclared or broken."""
    nodes: Mapping[str, Mapping[str, Any]] = manifest["nodes"]
    marts = {key: node for key, node in nodes.items() if _is_published(node)}
    if not marts:
        problem = f"holds no model below {FOLDER}/ in schema {SCHEMA}"
        raise ManifestError(Fault("the manifest", problem, "run `make build` on the whole project"))
    table_names = {node["name"]: _table_name(node) for node in marts.values()}
    accepted = _accepted_values(nodes.values())
    faults: list[Fault] = []
    tables = [_read_table(node, accepted.get(key, {}), table_names, faults) for key, node in marts.items()]
    tables.sort(key=lambda table: table.name)
    faults += _broken_keys(tables)
    if faults:
        raise ManifestError(*faults)
    return tuple(tables)


def undescribed(tables: Iterable[TableSpec]) -> tuple[str, ...]:
    """Name each `table` or `table.column` that lacks a title, a description or a key, and what it lacks."""
    missing = []
    for table in tables:
        items: list[tuple[str, TableSpec | FieldSpec]] = [(table.name, table)]
        items += [(f"{table.name}.{field.name}", field) for field in table.fields]
        for name, item in items:
            lacks = [key for key in ("title_en", "title_zh", "description") if not getattr(item, key)]
            if item is table and not table.primary_key:
                lacks.append("primary key")
            if lacks:
                missing.append(f"{name} ({', '.join(lacks)})")
    return tuple(missing)


def field_type(data_type: str) -> str | None:
    """Return the Table Schema type of an SQL type (`decimal(20,2)` → `number`), None when there is none."""
    return _FIELD_TYPES.get(re.sub(r"\(.*\)", "", data_type).strip().lower())


def _is_published(node: Mapping[str, Any]) -> bool:
    return node["resource_type"] == "model" and FOLDER in node["fqn"] and node["schema"] == SCHEMA


def _table_name(node: Mapping[str, Any]) -> str:
    return str(node.get("alias") or node["name"])


def _meta(node: Mapping[str, Any]) -> dict[str, Any]:
    # dbt moves meta below config; manifests of both kinds are in use.
    return {**(node.get("meta") or {}), **((node.get("config") or {}).get("meta") or {})}


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _accepted_values(nodes: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Collect allowed values by model id and column, from accepted_values tests that bind every row.

    A test that only warns or that looks at some rows (`where`) promises less than an enum says.
    """
    accepted: dict[str, dict[str, tuple[str, ...]]] = {}
    for node in nodes:
        test = node.get("test_metadata") or {}
        if node["resource_type"] != "test" or test.get("name") != "accepted_values":
            continue
        config, arguments = node.get("config") or {}, test["kwargs"]
        if str(config.get("severity", "error")).lower() != "error" or config.get("where"):
            continue
        column, model = node.get("column_name"), node.get("attached_node")
        if not column or not model or arguments.get("quote") is False:
            continue
        values = tuple(dict.fromkeys(str(value) for value in arguments["values"]))
        columns = accepted.setdefault(model, {})
        earlier = columns.get(column, values)
        columns[column] = tuple(value for value in earlier if value in values)
    return accepted


def _read_table(
    node: Mapping[str, Any],
    accepted: Mapping[str, tuple[str, ...]],
    table_names: Mapping[str, str],
    faults: list[Fault],
) -> TableSpec:
    name = _table_name(node)
    columns: Mapping[str, Mapping[str, Any]] = node["columns"]
    if not columns:
        faults.append(Fault(name, "declares no columns", _REMEDY))
    # A constraint of a column is a constraint of the model on that one column.
    constraints = [
        {**item, "columns": [key]} for key, column in columns.items() for item in column.get("constraints") or []
    ]
    constraints += node.get("constraints") or []
    primary_key: tuple[str, ...] = ()
    required: set[str] = set()
    unique: set[str] = set()
    foreign_keys: list[ForeignKey] = []
    for constraint in constraints:
        constrained = tuple(constraint["columns"])
        match constraint["type"]:
            case "primary_key":
                primary_key = constrained
            case "not_null":
                required.update(constrained)
            case "unique" if len(constrained) == 1:
                unique.update(constrained)
            case "foreign_key":
                key = _read_foreign_key(name, constraint, table_names, faults)
                if key and key not in foreign_keys:
                    foreign_keys.append(key)
    # A primary key is never null, and alone it is unique.
    required.update(primary_key)
    if len(primary_key) == 1:
        unique.update(primary_key)
    fields = []
    for column_name, column in columns.items():
        type_ = field_type(str(column.get("data_type") or ""))
        if type_ is None:
            problem = f"has the data_type {column.get('data_type') or '(none)'}, which is not published"
            remedy = f"declare one of {', '.join(sorted(_FIELD_TYPES))}"
            faults.append(Fault(f"{name}.{column_name}", problem, remedy))
            continue
        meta = _meta(column)
        fields.append(
            FieldSpec(
                name=column_name,
                type=type_,
                title_en=_text(meta.get("title_en")),
                title_zh=_text(meta.get("title_zh")),
                description=(column.get("description") or "").strip(),
                unit=_text(meta.get("unit")),
                required=column_name in required,
                unique=column_name in unique,
                enum=accepted.get(column_name, ()) if type_ == "string" else (),
            )
        )
    meta = _meta(node)
    return TableSpec(
        name=name,
        fields=tuple(fields),
        title_en=_text(meta.get("title_en")),
        title_zh=_text(meta.get("title_zh")),
        description=(node.get("description") or "").strip(),
        primary_key=primary_key,
        foreign_keys=tuple(sorted(foreign_keys, key=lambda key: (key.fields, key.table))),
        rows_by=_rows_by(name, meta, columns, faults),
    )


def _rows_by(name: str, meta: Mapping[str, Any], columns: Mapping[str, Any], faults: list[Fault]) -> tuple[str, ...]:
    fields = tuple(meta.get("rows_by") or ())
    if unknown := [field for field in fields if field not in columns]:
        faults.append(Fault(name, f"has rows_by with no such column: {', '.join(unknown)}", _REMEDY))
    return fields


def _read_foreign_key(
    name: str, constraint: Mapping[str, Any], table_names: Mapping[str, str], faults: list[Fault]
) -> ForeignKey | None:
    fields, to = tuple(constraint["columns"]), constraint.get("to")
    where = f"{name} ({', '.join(fields)})"
    if not to or not constraint.get("to_columns"):
        remedy = "write to: ref('…') and to_columns: […] instead of an expression"
        faults.append(Fault(where, "has a foreign key without its target", remedy))
        return None
    table = _referenced_table(to, table_names)
    if table is None:
        problem = f"has a foreign key to {to}, which is not published"
        faults.append(Fault(where, problem, f"point it to a model below {FOLDER}/ or remove it"))
        return None
    return ForeignKey(fields, table, tuple(constraint["to_columns"]))


def _referenced_table(to: str, table_names: Mapping[str, str]) -> str | None:
    """Find the table that `to` names: `ref('x')` after parsing, `"db"."main"."x"` after compiling."""
    names = re.findall(r"[^\s.,'\"()]+", to)
    if to.strip().startswith("ref("):
        return table_names.get(names[-1])
    in_schema = len(names) < 2 or names[-2] == SCHEMA
    return names[-1] if in_schema and names[-1] in table_names.values() else None


def _broken_keys(tables: Iterable[TableSpec]) -> list[Fault]:
    """Find keys over columns that are not there, or of unequal length."""
    faults = []
    fields_of = {table.name: set(table.field_names) for table in tables}
    for table in tables:
        checked = [(table.name, table.primary_key)]
        for key in table.foreign_keys:
            checked += [(table.name, key.fields), (key.table, key.reference_fields)]
            if len(key.fields) != len(key.reference_fields):
                where = f"{table.name} ({', '.join(key.fields)})"
                faults.append(Fault(where, f"has a foreign key of another length to {key.table}", _REMEDY))
        for owner, names in checked:
            faults += [
                Fault(table.name, f"has a key over {owner}.{name}, which is no published column", _REMEDY)
                for name in names
                if name not in fields_of[owner]
            ]
    return faults
