from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from publish_sample import sample_manifest, write_database, write_manifest

from publish.__main__ import main

ROOT = Path(__file__).parents[3]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder as `make build` leaves it, being the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MINGZHANG_DB", raising=False)
    for name in ("target", "warehouse"):
        (tmp_path / name).mkdir()
    write_manifest(sample_manifest(), tmp_path / "target")
    write_database(tmp_path).rename(tmp_path / "warehouse/mingzhang.duckdb")
    (tmp_path / "dbt_project.yml").write_text('name: mingzhang\nversion: "0.3.0"\n', encoding="utf-8")
    return tmp_path


def version(folder: Path) -> str:
    return str(json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["version"])


def test_defaults_publish_into_the_project(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert version(project) == "0.3.0"
    output = capsys.readouterr()
    assert output.out.splitlines() == [
        "documents       2",
        "tables          2",
        "figures landed  3",
        "proof           1 proven, 0 disputed, 1 contradicted, 1 unproven",
        "package         datapackage.json 0.3.0: 3 tables, 7 rows, checked",
        "data            data",
        "database        warehouse/mingzhang.duckdb",
    ]
    assert output.err.startswith("warning: 19 tables and columns are not fully described: dim_document.document_id")


def test_options_and_environment(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "warehouse/mingzhang.duckdb").rename(project / "other.duckdb")
    (project / "target/manifest.json").rename(project / "m.json")
    monkeypatch.setenv("MINGZHANG_DB", "other.duckdb")
    assert main(["--out", "a", "--manifest", "m.json", "--version", "2026.1"]) == 0
    assert version(project / "a") == "2026.1"
    monkeypatch.setenv("MINGZHANG_DB", "absent.duckdb")
    assert main(["--out", "b", "--manifest", "m.json", "--database", "other.duckdb"]) == 0
    assert version(project / "b") == "0.3.0"


@pytest.mark.parametrize(
    ("gone", "line"),
    [
        ("warehouse/mingzhang.duckdb", "warehouse/mingzhang.duckdb not found: run `make build` first"),
        ("target/manifest.json", "target/manifest.json not found: run `make build` first"),
        (
            "dbt_project.yml",
            "dbt_project.yml not found: run in the folder of the project, or give --version",
        ),
    ],
)
def test_what_is_missing_is_one_clear_line(
    project: Path, capsys: pytest.CaptureFixture[str], gone: str, line: str
) -> None:
    (project / gone).unlink()
    assert main([]) == 1
    assert capsys.readouterr() == ("", f"{line}\n")
    assert not (project / "datapackage.json").exists()


@pytest.mark.parametrize("text", ["name: x\n", "- a\n", "a: [\n"])
def test_a_project_without_a_version(project: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    (project / "dbt_project.yml").write_text(text, encoding="utf-8")
    assert main([]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_folder_that_cannot_be_written(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "file").write_text("", encoding="utf-8")
    assert main(["--out", "file"]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_wrong_usage_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--nonsense"])
    assert caught.value.code == 2
    assert "usage: python -m publish" in capsys.readouterr().err


def test_the_command_and_frictionless_itself(project: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-m", "publish"], env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    assert subprocess.run(command, env=environment, capture_output=True).returncode == 0
