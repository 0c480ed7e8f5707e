"""A written package, checked twice: by frictionless, and by reading the files again without it."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from frictionless import FrictionlessException, Package

from publish.descriptor import FILE_NAME, measure_file
from publish.errors import Fault
from publish.tables import TableFacts

# Enough to see what is wrong; a broken key can repeat on every row.
FAULTS_PER_FILE = 20

_REWRITE = "run `python -m publish` again and let nothing else write there"
_REBUILD = "correct the model or its yml and run `make build`"
_LONGEST_FIELD = 2**31 - 1


def check_package(folder: Path, expected: Mapping[str, TableFacts]) -> tuple[Fault, ...]:
    """List the faults of the package in `folder`; `expected` has the database's counts by table name.

    What the files mean is asked only of files that are as they were written.
    """
    descriptor = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    if faults := check_files(folder, descriptor, expected):
        return faults
    return (*check_empty_references(descriptor, expected), *check_frictionless(folder))


def check_files(folder: Path, descriptor: Mapping[str, Any], expected: Mapping[str, TableFacts]) -> tuple[Fault, ...]:
    """Compare files with descriptor (listing, size, sha256, header) and database (rows, filled values)."""
    resources = {str(resource["name"]): resource for resource in descriptor["resources"]}
    faults = [
        Fault(name, f"is a table without a resource in {FILE_NAME}", _REWRITE)
        for name in sorted(expected.keys() - resources.keys())
    ]
    listed = {folder / resource["path"] for resource in resources.values()}
    for path in sorted(set((folder / "data").glob("*.csv")) - listed):
        faults.append(Fault(f"data/{path.name}", f"is not listed in {FILE_NAME}", _REWRITE))
    for name, resource in resources.items():
        faults += _check_file(folder, resource, expected.get(name))
    return tuple(faults)


def check_empty_references(descriptor: Mapping[str, Any], expected: Mapping[str, TableFacts]) -> tuple[Fault, ...]:
    """Find foreign keys with values that point into an empty table: frictionless 5.21 lets them pass."""
    faults = []
    for resource in descriptor["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        filled = dict(zip(names, expected[resource["name"]].filled, strict=True))
        for key in resource["schema"].get("foreignKeys", []):
            target = key["reference"]["resource"]
            if expected[target].rows == 0 and any(filled[name] for name in key["fields"]):
                problem = f"has values in {', '.join(key['fields'])}, but {target} has no rows to refer to"
                faults.append(Fault(resource["path"], problem, _REBUILD))
    return tuple(faults)


def check_frictionless(folder: Path) -> tuple[Fault, ...]:
    """Let frictionless check structure, types, constraints, primary and foreign keys, size and sha256."""
    try:
        package = Package.from_descriptor(str(folder / FILE_NAME))
        report = package.validate(limit_errors=FAULTS_PER_FILE)
    except FrictionlessException as error:
        return tuple(Fault(FILE_NAME, reason.note, _REBUILD) for reason in error.to_errors())
    faults = [Fault(FILE_NAME, error.note, _REBUILD) for error in report.errors]
    for task in report.tasks:
        faults += [_frictionless_fault(task.place, error.to_descriptor()) for error in task.errors]
        if len(task.errors) >= FAULTS_PER_FILE:
            faults.append(Fault(task.place, f"may have more than these {FAULTS_PER_FILE} faults", _REBUILD))
    if not report.valid and not faults:
        faults.append(Fault(FILE_NAME, "is not valid, without a reason given", _REBUILD))
    return tuple(faults)


def _check_file(folder: Path, resource: Mapping[str, Any], expected: TableFacts | None) -> list[Fault]:
    place: str = resource["path"]
    path = folder / place
    if not path.is_file():
        return [Fault(place, "is listed but not there", _REWRITE)]
    faults = []
    size, digest = measure_file(path)
    if size != resource["bytes"]:
        faults.append(Fault(place, f"has {size} bytes, {FILE_NAME} says {resource['bytes']}", _REWRITE))
    if f"sha256:{digest}" != resource["hash"]:
        faults.append(Fault(place, f"has the sha256 {digest}, {FILE_NAME} says {resource['hash']}", _REWRITE))
    names = [field["name"] for field in resource["schema"]["fields"]]
    rows, filled = 0, [0] * len(names)
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            if (header := next(reader, [])) != names:
                return [*faults, Fault(place, f"has the header {header}, {FILE_NAME} says {names}", _REWRITE)]
            for row in reader:
                rows += 1
                if len(row) != len(names):
                    problem = f"has {len(row)} fields in row {rows + 1}, not {len(names)}"
                    return [*faults, Fault(place, problem, _REWRITE)]
                for position, value in enumerate(row):
                    filled[position] += value != ""
    except (csv.Error, UnicodeDecodeError) as error:
        return [*faults, Fault(place, f"cannot be read as CSV ({error})", _REWRITE)]
    if expected is None:
        return [*faults, Fault(place, "has no table in the database", _REWRITE)]
    if rows != expected.rows:
        faults.append(Fault(place, f"has {rows} rows, the database {expected.rows}", _REWRITE))
    for name, in_file, in_database in zip(names, filled, expected.filled, strict=True):
        if in_file != in_database:
            problem = f"has {in_file} values in {name}, the database {in_database}"
            faults.append(Fault(place, problem, _REWRITE))
    return faults


def _frictionless_fault(place: str, error: Mapping[str, Any]) -> Fault:
    where = place
    if "rowNumber" in error:
        where += f" row {error['rowNumber']}"
    if "fieldName" in error:
        where += f" field {error['fieldName']}"
    problem = f"{error['title']}: {error['note']}"
    return Fault(where, problem, _REWRITE if error["type"] in ("hash-count", "byte-count") else _REBUILD)
