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


@pytest.fixture(scope="session")
def source_2026() -> Path:
    """The founding document of 2026, wherever it is at hand, known by its bytes."""
    sha256 = "fddd1642fecb841b881e6511b8073e178c045c80bf023d4d465b1bfe92f0d4a0"
    for folder in (ROOT / "sources", SHARED / "sources"):
        for file in sorted(folder.glob("*.txt")):
            if hashlib.sha256(file.read_bytes()).hexdigest() == sha256:
                return file
    pytest.skip("the founding document of 2026 is not at hand")


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
