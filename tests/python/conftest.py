"""Fixtures that several tests share: where things are, and warehouses built once a session."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from extract.registry import load_registry

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Warehouse:
    """A built database and the dbt artefacts of its build."""

    database: Path
    manifest: Path


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder of real documents is not beside the project")
    return SHARED


def _at_hand() -> dict[str, Path]:
    """The documents at hand by the SHA-256 of their bytes."""
    folders = (ROOT / "sources", SHARED / "sources", SHARED / "corpus")
    files = (file for folder in folders for file in sorted(folder.glob("*")) if file.suffix in (".pdf", ".txt"))
    return {hashlib.sha256(file.read_bytes()).hexdigest(): file for file in files}


@pytest.fixture(scope="session")
def registered_sources() -> dict[str, Path]:
    """The files of all registered documents by document_id."""
    entries, _ = load_registry(ROOT / "sources" / "registry.csv")
    at_hand = _at_hand()
    missing = [entry.document_id for entry in entries if entry.sha256 not in at_hand]
    if missing:
        pytest.skip(f"registered documents are not at hand: {', '.join(missing)}")
    return {entry.document_id: at_hand[entry.sha256] for entry in entries}


@pytest.fixture(scope="session")
def source_2026(registered_sources: dict[str, Path]) -> Path:
    """The founding document of 2026."""
    return registered_sources["wuhan-hongshan-healthcare-security-2026"]


@pytest.fixture(scope="session")
def build_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Warehouse]:
    """A function that runs `dbt build` into a folder of its own, on the committed seeds or on a lake."""

    def build(lake: Path | None = None, expect_success: bool = True) -> Warehouse:
        folder = tmp_path_factory.mktemp("warehouse")
        database = folder / "mingzhang.duckdb"
        command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "build", "--profiles-dir", "profiles"]
        command += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
        if lake is not None:
            command += ["--vars", f"{{lake: {lake}}}"]
        environment = {**os.environ, "MINGZHANG_DB": str(database)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if expect_success:
            assert done.returncode == 0, done.stdout[-4000:]
        return Warehouse(database, folder / "target" / "manifest.json")

    return build


@pytest.fixture(scope="session")
def warehouse(build_warehouse: Callable[..., Warehouse]) -> Warehouse:
    """The warehouse of the committed seeds."""
    return build_warehouse()


@pytest.fixture(scope="session")
def marts(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the warehouse of the committed seeds."""
    connection = duckdb.connect(str(warehouse.database), read_only=True)
    yield connection
    connection.close()
