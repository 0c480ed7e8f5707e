"""What the mapping says of label paths that a reader judged from the page alone (`golden/label_paths.csv`).

Precision: of the sides that the mapping gives a value, how many are the reader's. Recall: of the sides that the
reader gives a value, how many the mapping gives the same. A side that the reader leaves empty is no judgement.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Warehouse

GOLDEN = Path(__file__).parent / "golden" / "label_paths.csv"
SIDES = ("measure_code", "fund_source", "carryover", "reference_year", "phase", "comparison", "value_type", "side")
# Points by which a box may differ from where the example was seen.
NEAR = Decimal("1.0")
LEAST_PRECISION = Decimal("0.995")
LEAST_RECALL = Decimal("0.99")
# Examples that the reader no longer lands as figures (values in forms).
MOST_ABSENT = Decimal("0.02")

with GOLDEN.open(encoding="utf-8", newline="") as golden_file:
    JUDGED = list(csv.DictReader(golden_file))

Said = dict[str, str | None]


@pytest.fixture(scope="session")
def judged_documents(
    shared: Path, tmp_path_factory: pytest.TempPathFactory, build_warehouse: Callable[..., Warehouse]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse of the documents that the judged paths were taken from."""
    lake = tmp_path_factory.mktemp("judged")
    files = [str(shared / "corpus" / f"{name}.pdf") for name in sorted({row["document_id"] for row in JUDGED})]
    subprocess.run([sys.executable, "-m", "extract", *files, "--out", str(lake), "--jobs", "2"], cwd=ROOT, check=True)
    connection = duckdb.connect(str(build_warehouse(lake).database), read_only=True)
    yield connection
    connection.close()


def said_of(connection: duckdb.DuckDBPyConnection, row: dict[str, str]) -> Said | None:
    """What the marts say of the figure printed at an example's place; None where none was landed there."""
    found = connection.execute(
        """
        select lines.measure_code, lines.fund_source, nullif(lines.carryover, 'unknown'),
            cast(lines.reference_year - documents.fiscal_year as varchar), lines.phase, lines.comparison,
            lines.value_type, lines.side
        from fct_budget_lines as lines inner join dim_document as documents using (document_id)
        where lines.document_id = ? and lines.page = ? and lines.figure_printed = ?
            and abs(lines.x0 - ?) <= ? and abs(lines.top - ?) <= ?
        """,
        [row["document_id"], int(row["page"]), row["cell_text"], row["x0"], NEAR, row["top"], NEAR],
    ).fetchall()
    return dict(zip(SIDES, found[0], strict=True)) if found else None


@pytest.mark.shared
def test_mapping_against_judged_paths(
    judged_documents: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture[str]
) -> None:
    given, wanted, right = Counter[str](), Counter[str](), Counter[str]()
    differences: list[str] = []
    debatable: list[str] = []
    absent: list[str] = []
    for row in JUDGED:
        said = said_of(judged_documents, row)
        place = f"{row['document_id']} p{row['page']} {row['column_label']} · {row['row_label']} {row['cell_text']}"
        if said is None:
            absent.append(place)
            continue
        for side in SIDES:
            if not row[side]:
                continue
            differs = said[side] != row[side]
            if differs and row["note"].startswith("debatable"):
                debatable.append(f"{place}: {side} {said[side]}, judged {row[side]}")
                continue
            wanted[side] += 1
            given[side] += said[side] is not None
            right[side] += not differs
            if differs:
                differences.append(f"{place}: {side} {said[side]}, judged {row[side]}")
    precision = Decimal(right.total()) / given.total()
    recall = Decimal(right.total()) / wanted.total()
    with capsys.disabled():
        print(f"\nlabel paths: {len(JUDGED) - len(absent)} of {len(JUDGED)} landed, {wanted.total()} sides judged")
        print(f"precision {precision:.4f}, recall {recall:.4f}, {len(debatable)} debatable")
        for side in SIDES:
            print(f"  {side}: {right[side]} right, {given[side]} given, {wanted[side]} judged")
        for title, lines in (("differs", differences), ("debatable", debatable), ("not landed", absent)):
            for line in lines:
                print(f"  {title}: {line}")
    assert len(absent) <= len(JUDGED) * MOST_ABSENT
    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_RECALL
