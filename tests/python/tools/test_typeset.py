"""Our typesetter: the same bytes every time, and what the reader makes of documents whose every cell is known."""

from __future__ import annotations

import csv
import io
import os
import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
import yaml
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.assemble import assemble
from extract.catalogue import kinds
from extract.errors import ExtractError
from extract.land import land
from extract.model import Grid, TextLine
from extract.pipeline import extract_document
from extract.readers import pdf
from extract.registry import Entry
from extract.text import squeeze
from tools import fixtures, landed, synthetic
from tools.report import Cover, LongTable, Placed, header_of, numeral, typeset
from tools.sheet import Sheets
from tools.table import PrintedCell, rows_of, table, wrapped
from tools.typeset import TRUTH_FIELDS, example, main, truth_csv

SEEDS = ROOT / "seeds" / "raw"
SUBJECTS = ROOT / "seeds" / "reference" / "function_subjects.csv"
FIXTURES = ROOT / "tests" / "fixtures"
EXAMPLE = ROOT / "examples" / "wuhan-hongshan-healthcare-security-2026-example.pdf"
LANDED = "wuhan-hongshan-healthcare-security-2026"
TRUTH: dict[str, Any] = yaml.safe_load((FIXTURES / fixtures.TRUTH_FILE).read_text(encoding="utf-8"))

PRINTED = [name for name, truth in TRUTH.items() if "pages" in truth]
MUTATIONS_A_FILE = 6
SECONDS_FOR_ALL = 240

CellFacts = tuple[int, int, int, int, int, str]
GridFacts = tuple[int, int, list[list[Any]]]


def blocks_of(data: bytes) -> tuple[TextLine | Grid, ...]:
    return pdf.read(data, "typeset.pdf").blocks


def grids_read(data: bytes) -> dict[int, list[GridFacts]]:
    """Rows, columns and printed cells of each grid, by page."""
    found: dict[int, list[GridFacts]] = {}
    for block in blocks_of(data):
        if isinstance(block, Grid) and block.cells:
            page = block.cells[0].place.page
            assert page is not None
            cells = [
                [cell.row, cell.column, cell.row_span, cell.column_span, squeeze(cell.text)] for cell in block.cells
            ]
            found.setdefault(page, []).append((block.n_rows, block.n_columns, cells))
    return found


def grids_meant(truth: dict[str, Any]) -> dict[int, list[GridFacts]]:
    return {
        number: [
            (
                max(cell[0] + cell[2] for cell in grid),
                max(cell[1] + cell[3] for cell in grid),
                [[*cell[:4], squeeze(cell[4])] for cell in grid if cell[4]],
            )
            for grid in page
        ]
        for number, page in enumerate(truth["pages"], start=1)
        if page
    }


def cells_read(data: bytes) -> set[CellFacts]:
    return {
        (page, row, column, row_span, column_span, text)
        for page, grids in grids_read(data).items()
        for _, _, cells in grids
        for row, column, row_span, column_span, text in cells
    }


def cells_meant(placed: list[Placed]) -> set[CellFacts]:
    return {
        (item.page, cell.row, cell.column, cell.row_span, cell.column_span, squeeze(cell.text))
        for item in placed
        if (cell := item.cell).text
    }


# --- the same bytes every time


def test_fixtures_are_what_the_tool_gives() -> None:
    committed = {file.name: file.read_bytes() for file in FIXTURES.iterdir()}
    assert committed.keys() == fixtures.all_files().keys()
    for name, data in fixtures.all_files().items():
        assert committed[name] == data, name


def test_example_is_what_the_tool_gives() -> None:
    assert EXAMPLE.read_bytes() == example(SEEDS, LANDED)


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    for hash_seed in ("1", "2"):
        out = tmp_path / hash_seed
        command = [sys.executable, "-m", "tools.typeset"]
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": f"UTC+{hash_seed}"}
        for arguments in (
            ["fixtures", "--out", str(out)],
            ["synthetic", "--pages", "7", "--seed", "3", "--out", str(out / "s.pdf"), "--truth", str(out / "s.csv")],
        ):
            subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=True)
    one, other = ({file.name: file.read_bytes() for file in (tmp_path / seed).iterdir()} for seed in ("1", "2"))
    assert one == other
    assert one.keys() == {*fixtures.all_files(), "s.pdf", "s.csv"}


def test_fixtures_are_small_and_name_their_trouble() -> None:
    assert len(TRUTH) >= 50
    for name, truth in TRUTH.items():
        assert (FIXTURES / name).stat().st_size <= 10_000, name
        assert truth["trouble"]


# --- what the reader makes of the fixtures


@pytest.mark.parametrize("name", PRINTED)
def test_cells_of_a_fixture(name: str) -> None:
    assert grids_read((FIXTURES / name).read_bytes()) == grids_meant(TRUTH[name])


@pytest.mark.parametrize("name", PRINTED)
def test_tables_of_a_fixture(name: str) -> None:
    """Grids that continue one another are one table, and no others."""
    joined = [
        [[squeeze(cell.text) for _, cell in sorted(row.items())] for grid in found.grids for row in grid.rows() if row]
        for found in assemble(blocks_of((FIXTURES / name).read_bytes()))
    ]
    assert joined == [[[squeeze(text) for text in row] for row in rows] for rows in TRUTH[name]["tables"]]


@pytest.mark.parametrize("name", list(TRUTH))
def test_a_fixture_lands_or_is_refused(name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    if TRUTH[name].get("refused"):
        with pytest.raises(ExtractError):
            extract_document(data, "fixture", name, "0" * 64)
    else:
        extraction = extract_document(data, "fixture", name, "0" * 64)
        assert extraction.document.page_count == len(TRUTH[name]["pages"])


ALIGNED = {
    "three_line_table.pdf",
    "three_line_header_levels.pdf",
    "three_line_wrapped_names.pdf",
    "three_lines_labels_beside_figures.pdf",
    "three_line_tables_on_a_page.pdf",
    "rows_ruled_only.pdf",
    "sides_ruled_only.pdf",
    "one_divider.pdf",
    "header_ruled_only.pdf",
    "columns_ruled_only.pdf",
}


@pytest.mark.parametrize("name", [name for name in PRINTED if not TRUTH[name].get("refused")])
def test_a_table_says_whether_its_columns_are_ruled(name: str, tmp_path: Path) -> None:
    extraction = extract_document((FIXTURES / name).read_bytes(), "fixture", name, "0" * 64)
    land([(Entry("fixture", name, "0" * 64), extraction)], tmp_path)
    with (tmp_path / "raw_tables.csv").open(encoding="utf-8", newline="") as file:
        bases = [row["grid_basis"] for row in csv.DictReader(file) if not row["parent_table_no"]]
    assert bases == ["aligned" if name in ALIGNED else "ruled"] * len(TRUTH[name]["tables"])


def mutated(data: bytes, seed: str) -> bytes:
    """Bytes changed, cut off, taken out or doubled at random."""
    chance = random.Random(seed)
    changed = bytearray(data)
    start = chance.randrange(len(data))
    length = chance.randrange(1, 200)
    kind = chance.randrange(4)
    if kind == 0:
        for _ in range(chance.randrange(1, 30)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    elif kind == 1:
        del changed[start:]
    elif kind == 2:
        del changed[start : start + length]
    else:
        changed[start:start] = changed[start : start + length]
    return bytes(changed)


READ_ALL = """
import sys
from pathlib import Path
from extract.errors import ExtractError
from extract.pipeline import extract_document

for name in sys.argv[1:]:
    print(name, flush=True)
    try:
        extract_document(Path(name).read_bytes(), "mutated", "mutated.pdf", "0" * 64)
    except ExtractError:
        pass
    except Exception as fault:
        print(f"{Path(name).name}: {type(fault).__name__}: {fault}", file=sys.stderr)
print("done")
"""


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """All damaged files read in a process of its own, which a crash of pdfium would end."""
    folder = tmp_path_factory.mktemp("damaged")
    files: list[str] = []
    for name in TRUTH:
        for number in range(MUTATIONS_A_FILE):
            file = folder / f"{number}_{name}"
            file.write_bytes(mutated((FIXTURES / name).read_bytes(), f"{name} {number}"))
            files.append(str(file))
    command = [sys.executable, "-c", READ_ALL, *files]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS_FOR_ALL, check=False)


def test_damaged_files_neither_crash_nor_hang(damaged: subprocess.CompletedProcess[str]) -> None:
    last = damaged.stdout.splitlines()[-1:]
    assert (damaged.returncode, last) == (0, ["done"]), damaged.stderr[-2000:]


def test_damaged_files_land_or_are_refused(damaged: subprocess.CompletedProcess[str]) -> None:
    assert damaged.stderr == ""


# --- the example


def records(folder: Path, seed: str, without: tuple[str, ...]) -> list[dict[str, str]]:
    with (folder / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return [
            {name: squeeze(value) for name, value in row.items() if name not in without}
            for row in csv.DictReader(file)
            if row["document_id"] == LANDED
        ]


def test_example_reads_back_as_it_landed(tmp_path: Path) -> None:
    extraction = extract_document(EXAMPLE.read_bytes(), LANDED, EXAMPLE.name, "0" * 64)
    land([(Entry(LANDED, EXAMPLE.name, "0" * 64), extraction)], tmp_path)
    forms = {entry.kind for entry in kinds() if entry.is_form}
    printed = [row for row in records(SEEDS, "raw_tables", ()) if row["table_kind"] not in forms]
    numbers = {row["table_no"] for row in printed}
    places = ("page", "x0", "top", "x1", "bottom", "line_no")
    for seed, without in (
        ("raw_table_columns", ()),
        ("raw_table_rows", ()),
        ("raw_row_keys", ()),
        ("raw_table_cells", places),
        ("raw_tables", ("page_from", "page_to", "line_from", "line_to", "grid_basis")),
    ):
        wanted = [row for row in records(SEEDS, seed, without) if row["table_no"] in numbers]
        assert records(tmp_path, seed, without) == wanted, seed
    facts = ("title", "publisher", "fiscal_year", "document_type", "budget_scope", "default_unit")
    (got,), (meant,) = records(tmp_path, "raw_documents", ()), records(SEEDS, "raw_documents", ())
    assert {name: got[name] for name in facts} == {name: meant[name] for name in facts}


def test_every_page_of_the_example_says_what_it_is() -> None:
    texts: dict[int | None, str] = {}
    for block in blocks_of(EXAMPLE.read_bytes()):
        if isinstance(block, TextLine):
            texts[block.place.page] = texts.get(block.place.page, "") + squeeze(block.text)
    assert len(texts) == pdf.read(EXAMPLE.read_bytes(), "example").page_count
    for text in texts.values():
        assert landed.LABEL_ZH in text
        assert squeeze(landed.LABEL_EN) in text


def test_two_readers_give_back_every_character() -> None:
    """pdfium and pdfminer, for the characters of all landed text and of all subjects."""
    texts = [file.read_text(encoding="utf-8") for file in (*sorted(SEEDS.glob("*.csv")), SUBJECTS)]
    characters = sorted({glyph for text in texts for glyph in text if not glyph.isspace()})
    sheets = Sheets("characters", "all that is printed")
    lines = ["".join(characters[start : start + 40]) for start in range(0, len(characters), 40)]
    for number, line in enumerate(lines):
        if number % 50 == 0:
            sheets.page()
        sheets.text(40, 40 + 15 * (number % 50), line, 10)
    data = sheets.finish()
    assert [squeeze(block.text) for block in blocks_of(data) if isinstance(block, TextLine)] == lines
    with pdfplumber.open(io.BytesIO(data)) as document:
        assert "".join(glyph["text"] for page in document.pages for glyph in page.chars) == "".join(lines)


def test_landed_rows_stand_abreast(tmp_path: Path) -> None:
    """Blocks of one line side by side, class, group and item in their columns, a section in a row of its own."""
    write_seeds(tmp_path)
    cover, (both, parts) = landed.load(tmp_path)
    assert cover.title == "示例市示例局2026年部门预算"
    assert [(cell.row, cell.column, cell.text) for cell in both.body] == [
        (0, 0, "一、财政拨款"),
        (0, 1, "3.00"),
        (0, 2, "一、教育支出"),
        (0, 3, "1.00"),
        (1, 2, "二、其他支出"),
        (1, 3, "2.00"),
        (2, 0, "收入总计"),
        (2, 1, "3.00"),
    ]
    assert [(cell.row, cell.column, cell.column_span, cell.text) for cell in parts.body] == [
        (0, 0, 1, "205"),
        (0, 3, 1, "教育支出"),
        (1, 0, 5, "一、本级"),
        (2, 1, 1, "01"),
        (2, 2, 1, "02"),
        (2, 3, 1, "教育管理"),
        (2, 4, 1, "1.00"),
    ]
    assert (both.heading, parts.heading) == ("一、收支总表", "二、支出表（分单位）")


def write_seeds(folder: Path) -> None:
    contents = {
        "raw_documents": "document_id,title,publisher\nd,示例市示例局2026年部门预算,示例市示例局\n",
        "raw_tables": "document_id,table_no,printed_number,title,table_kind,unit,empty_note\n"
        "d,1,1,收支总表,receipts_and_expenditure,万元,\nd,2,2,支出表,general_expenditure_by_unit,,\n",
        "raw_table_columns": "document_id,table_no,column_no,block_no,role,key_no,label,key_part\n"
        "d,1,1,1,key,1,收入/项目,name\nd,1,2,1,value,,收入/预算数,\n"
        "d,1,3,2,key,1,支出/项目,name\nd,1,4,2,value,,支出/预算数,\n"
        "d,2,1,1,key,1,科目编码/类,class\nd,2,2,1,key,1,科目编码/款,group\nd,2,3,1,key,1,科目编码/项,item\n"
        "d,2,4,1,key,1,科目名称,name\nd,2,5,1,value,,合计,\n",
        "raw_table_rows": "document_id,table_no,row_no,block_no,section_label\n"
        "d,1,1,1,\nd,1,2,2,\nd,1,3,2,\nd,1,4,1,\nd,2,1,1,\nd,2,2,1,一、本级\n",
        "raw_row_keys": "document_id,table_no,row_no,key_no,code_printed,code,label\n"
        "d,1,1,1,,,一、财政拨款\nd,1,2,1,,,一、教育支出\nd,1,3,1,,,二、其他支出\nd,1,4,1,,,收入总计\n"
        "d,2,1,1,205,205,教育支出\nd,2,2,1,01 02,2050102,教育管理\n",
        "raw_table_cells": "document_id,table_no,row_no,column_no,text,page,top,line_no,row_span,column_span\n"
        "d,1,1,2,3.00,,,1,1,1\nd,1,2,4,1.00,,,1,1,1\nd,1,3,4,2.00,,,2,1,1\nd,1,4,2,3.00,,,3,1,1\n"
        "d,2,2,5,1.00,,,5,1,1\n",
    }
    for seed, text in contents.items():
        (folder / f"{seed}.csv").write_text(text, encoding="utf-8")


# --- layout


def test_a_long_table_repeats_its_header_and_keeps_merged_rows_together() -> None:
    header, n_header = header_of(["科目编码", "支出/合计", "支出/项目支出"])
    assert n_header == 2
    body = [PrintedCell(row, 1, f"{row}.00") for row in range(60)]
    body.append(PrintedCell(0, 0, "208"))
    body.append(PrintedCell(30, 0, "210", row_span=15))
    long_table = LongTable("部门支出总表", 3, header, n_header, tuple(body), 60)
    data, placed = typeset(Cover("示例", (), "示例"), [long_table])
    assert cells_read(data) == cells_meant(placed)
    pages = {item.page for item in placed}
    assert len(pages) > 1
    for page in pages:
        assert [item.cell.text for item in placed if item.page == page][:4] == ["科目编码", "支出", "合计", "项目支出"]
    (merged,) = [item.cell for item in placed if item.cell.text == "210"]
    assert merged.row_span == 15


def test_header_cells_are_merged_over_what_they_share() -> None:
    cells, depth = header_of(["合计", "基本支出/小计", "基本支出/人员", "项目支出", "项目支出"])
    assert depth == 2
    assert [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in cells] == [
        (0, 0, 2, 1, "合计"),
        (0, 1, 1, 2, "基本支出"),
        (0, 3, 2, 1, "项目支出"),
        (0, 4, 2, 1, "项目支出"),
        (1, 1, 1, 1, "小计"),
        (1, 2, 1, 1, "人员"),
    ]


def test_merged_cells_have_no_ruling_inside() -> None:
    printed = table(10, 20, [30, 30], [12, 12], rows_of(("甲", "<"), ("乙", "丙")))
    assert [tuple(segment) for segment in printed.vertical()] == [(10, 20, 10, 44), (40, 32, 40, 44), (70, 20, 70, 44)]
    assert len(printed.horizontal()) == 3


def test_numbers_are_never_broken() -> None:
    assert wrapped("社会保障1,407.28万元", 33, 8) == ["社会保障", "1,407.28", "万元"]
    assert wrapped("上\n下", 100, 8) == ["上", "下"]


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (35, "三十五")]
)
def test_numerals(number: int, text: str) -> None:
    assert numeral(number) == text


# --- synthetic documents


@settings(max_examples=15, deadline=None)
@given(pages=st.integers(1, 9), seed=st.integers(0, 2**32))
def test_synthetic_documents_are_read_exactly(pages: int, seed: int) -> None:
    data, placed = synthetic.document(pages, seed, SUBJECTS)
    assert pdf.read(data, "synthetic.pdf").page_count == pages + 1
    assert cells_read(data) == cells_meant(placed)


@settings(max_examples=15, deadline=None)
@given(pages=st.integers(2, 9), seed=st.integers(0, 2**32))
def test_synthetic_amounts_add_up(pages: int, seed: int) -> None:
    extraction = extract_document(synthetic.document(pages, seed, SUBJECTS)[0], "made-up", "made-up.pdf", "0" * 64)
    totals: dict[str, Decimal] = {}
    for found in extraction.tables:
        labels = {column.column_no: column.label for column in found.columns}
        by_code: dict[str, dict[str, Decimal]] = {}
        for row in found.rows:
            amounts = {labels[number]: Decimal(cell.text.replace(",", "")) for number, cell in row.cells}
            key = row.first_key
            by_code[(key.code if key else None) or (key.label if key else None) or ""] = amounts
            if {"合计", "项目支出"} <= amounts.keys():
                basic = amounts.get("基本支出", amounts.get("基本支出/小计", Decimal(0)))
                assert amounts["合计"] == basic + amounts["项目支出"]
        if found.table.kind in ("expenditure", "general_expenditure"):
            for code, amounts in by_code.items():
                children = [other for other in by_code if len(other) == len(code) + 2 and other.startswith(code)]
                if code.isdigit() and children:
                    assert amounts["合计"] == sum(by_code[child]["合计"] for child in children)
            totals[found.table.kind] = by_code["合计"]["合计"]
        elif found.table.kind == "receipts_and_expenditure":
            totals["receipts"] = by_code["收入总计"]["收入/预算数"]
    assert len(set(totals.values())) == 1
    assert len(totals) == min(pages, 3)


@pytest.mark.parametrize("pages", [1, 2, 5, 40, 120])
def test_synthetic_documents_have_the_pages_asked_for(pages: int) -> None:
    _, placed = synthetic.document(pages, 5, SUBJECTS)
    assert {item.page for item in placed} == set(range(2, pages + 2))


# --- the command


def test_command_writes_example_and_truth(tmp_path: Path) -> None:
    assert main(["example", "--seeds", str(SEEDS), "--document", LANDED, "--out", str(tmp_path / "e.pdf")]) == 0
    assert (tmp_path / "e.pdf").read_bytes() == EXAMPLE.read_bytes()
    files = ["--out", str(tmp_path / "s" / "s.pdf"), "--truth", str(tmp_path / "s" / "s.csv")]
    assert main(["synthetic", "--pages", "3", "--seed", "8", "--subjects", str(SUBJECTS), *files]) == 0
    data, placed = synthetic.document(3, 8, SUBJECTS)
    assert (tmp_path / "s" / "s.pdf").read_bytes() == data
    text = (tmp_path / "s" / "s.csv").read_text(encoding="utf-8")
    assert text == truth_csv(placed)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == TRUTH_FIELDS
    assert {
        (int(row["page"]), *(int(row[name]) for name in ("row", "column", "row_span", "column_span")), row["text"])
        for row in rows
        if row["text"]
    } == {(*cell[:5], cell[5]) for cell in cells_meant(placed)}


@pytest.mark.parametrize(
    "arguments",
    [
        ["example", "--seeds", str(SEEDS), "--document", "nowhere", "--out", "{}/e.pdf"],
        ["example", "--seeds", "{}/missing", "--out", "{}/e.pdf"],
        ["synthetic", "--pages", "0", "--seed", "1", "--out", "{}/s.pdf"],
    ],
)
def test_command_refuses_in_one_line(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([argument.format(tmp_path) for argument in arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not list(tmp_path.iterdir())
