"""docs/adding-a-layout.md, performed: a made-up layout that rows of data make known, and nothing else."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT

from tools.report import Cover, LongTable, header_of, typeset
from tools.table import rows_of

PAGE = (ROOT / "docs" / "adding-a-layout.md").read_text(encoding="utf-8")
CODE_FOLDERS = ("models", "macros", "profiles", "tests")
DATA_FOLDERS = ("extract", "seeds")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def example() -> bytes:
    rows = [line.strip("| \n").split(" | ") for line in re.findall(r"^\|.*\|$", PAGE, re.MULTILINE)]
    start = next(index for index, row in enumerate(rows) if row[0] == "科目代号")
    printed = [rows[start], *rows[start + 2 : start + 4]]
    header, depth = header_of(printed[0])
    body = tuple(rows_of(*printed[1:]))
    sheet = LongTable("资金安排一览表", 5, header, depth, body, 2, unit="万元")
    return typeset(Cover("示例市示例局2026年部门预算", (), "示例"), [sheet])[0]


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the data that the page adds."""
    copy = tmp_path_factory.mktemp("taught")
    for folder in DATA_FOLDERS:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*CODE_FOLDERS, "dbt_project.yml"):
        (copy / name).symlink_to(ROOT / name)
    (yaml_block,) = blocks("yaml")
    (csv_block,) = blocks("csv")
    head, *added = csv_block.splitlines(keepends=True)
    with (copy / "extract/catalogue/tables.yml").open("a", encoding="utf-8") as kinds:
        kinds.write(yaml_block)
    labels = copy / "seeds/reference/labels.csv"
    assert labels.read_text(encoding="utf-8").startswith(head)
    with labels.open("a", encoding="utf-8", newline="") as file:
        file.writelines(added)
    return copy


def extracted(project: Path, folder: Path) -> Path:
    pdf = folder / "example.pdf"
    pdf.write_bytes(example())
    command = [sys.executable, "-m", "extract", str(pdf), "--out", str(folder / "raw")]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    return folder / "raw"


def landed(raw: Path, name: str) -> list[dict[str, str]]:
    with (raw / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_before_it_lands_as_other_with_its_labels(tmp_path: Path) -> None:
    raw = extracted(ROOT, tmp_path)
    (table,) = landed(raw, "raw_tables")
    assert (table["title"], table["table_kind"]) == ("资金安排一览表", "other")
    assert "本级安排" in [column["label"] for column in landed(raw, "raw_table_columns")]


def test_after_it_has_kind_subjects_and_full_scope(taught: Path, tmp_path: Path) -> None:
    raw = extracted(taught, tmp_path)
    (table,) = landed(raw, "raw_tables")
    assert table["table_kind"] == "expenditure"
    database = tmp_path / "mingzhang.duckdb"
    command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "build", "--profiles-dir", "profiles"]
    command += ["--select", "+fct_budget_lines", "--exclude", "resource_type:test", "--vars", f"{{lake: {raw}}}"]
    command += ["--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path / "logs")]
    done = subprocess.run(
        command,
        cwd=taught,
        env={**os.environ, "MINGZHANG_DB": str(database)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    with duckdb.connect(str(database), read_only=True) as connection:
        lines = connection.execute(
            """
            select row_code, measure_code, fund_source, carryover, amount_cny
            from fct_budget_lines where function_subject_id is not null order by row_no, column_no
            """
        ).fetchall()
    assert [tuple(map(str, line)) for line in lines] == [
        (code, "total", fund, "current_year", amount)
        for code in ("210", "21011")
        for fund, amount in (("all", "300000.00"), ("general_budget", "250000.00"), ("unit_funds", "50000.00"))
    ]
