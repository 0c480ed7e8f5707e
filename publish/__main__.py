"""Command `python -m publish`: the marts of the warehouse as a checked Data Package.

Exit 0 published, 1 something is wrong (one line each on stderr, nothing replaced), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import yaml

from publish.descriptor import FILE_NAME
from publish.errors import Fault, ProjectError, PublishError
from publish.manifest import load_manifest, read_tables, undescribed
from publish.package import publish_package
from publish.summary import summarise
from publish.tables import open_database

DATABASE = Path("warehouse/mingzhang.duckdb")
MANIFEST = Path("target/manifest.json")
PROJECT = Path("dbt_project.yml")


@dataclass(frozen=True)
class Options:
    """The command's options, with defaults filled in; `version` '' means the project's own."""

    out: Path
    database: Path
    manifest: Path
    version: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = read_options(arguments)
    try:
        run(options)
    except PublishError as error:
        for fault in error.faults:
            print(fault.line, file=sys.stderr)
        return 1
    except OSError as error:
        problem = f"cannot be written ({error.strerror})"
        fault = Fault(str(error.filename or options.out), problem, "free it, or choose another --out")
        print(fault.line, file=sys.stderr)
        return 1
    return 0


def read_options(arguments: Sequence[str] | None) -> Options:
    """Parse the command line; exits with 2 on wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m publish", description="Publish marts as a package.")
    parser.add_argument("--out", type=Path, default=Path("."), help="folder of the package (default: here)")
    parser.add_argument("--database", type=Path, help=f"DuckDB file (default: $MINGZHANG_DB or {DATABASE})")
    parser.add_argument("--manifest", type=Path, default=MANIFEST, help=f"dbt manifest (default: {MANIFEST})")
    parser.add_argument("--version", default="", help=f"version of the package (default: that of {PROJECT})")
    given = parser.parse_args(arguments)
    database = given.database or Path(os.environ.get("MINGZHANG_DB") or DATABASE)
    return Options(given.out, database, given.manifest, given.version)


def run(options: Options) -> None:
    """Publish and print the summary; PublishError when anything is wrong."""
    tables = read_tables(load_manifest(options.manifest))
    version = options.version or project_version(PROJECT)
    with closing(open_database(options.database)) as connection:
        package = publish_package(connection, tables, version, options.out)
        lines = summarise(connection)
    if missing := undescribed(tables):
        shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
        print(f"warning: {len(missing)} tables and columns are not fully described: {shown}", file=sys.stderr)
    for line in lines:
        print(line)
    rows = sum(facts.rows for facts in package.facts.values())
    print(f"{'package':<16}{options.out / FILE_NAME} {version}: {len(tables)} tables, {rows:,} rows, checked")
    print(f"{'data':<16}{options.out / 'data'}")
    print(f"{'database':<16}{options.database}")


def project_version(path: Path) -> str:
    """Read the version that dbt_project.yml declares; ProjectError when there is none."""
    try:
        project = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        remedy = "run in the folder of the project, or give --version"
        raise ProjectError(Fault(str(path), "not found", remedy)) from None
    except (OSError, yaml.YAMLError) as error:
        problem = f"cannot be read ({error})"
        raise ProjectError(Fault(str(path), problem, "correct it, or give --version")) from error
    if not isinstance(project, dict) or not project.get("version"):
        raise ProjectError(Fault(str(path), "declares no version", "add `version:`, or give --version"))
    return str(project["version"])


if __name__ == "__main__":
    sys.exit(main())
