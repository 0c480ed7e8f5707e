"""Faults of the source and of the reader told apart: what the page prints so is hard, what may be misread is soft."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator

import duckdb
import pytest
from conftest import ROOT, Warehouse

DOCUMENT = "xian-healthcare-security-2022"
SEEDS = ROOT / "seeds" / "raw"
THREE_PUBLIC, BY_FUNCTION, APPROPRIATION, PROJECTS = "15", "7", "6", "12"

Rows = list[dict[str, str]]
Seeds = dict[str, Rows]


def _cell(seeds: Seeds, table: str, row: str, column: str) -> dict[str, str]:
    (cell,) = (
        cell
        for cell in seeds["raw_table_cells"]
        if (cell["table_no"], cell["row_no"], cell["column_no"]) == (table, row, column)
    )
    return cell


def _less(seeds: Seeds, row: str, amount: int) -> None:
    """A total of the year before states less than its parts, and the change column follows the total."""
    total, change = (_cell(seeds, THREE_PUBLIC, row, column) for column in ("3", "21"))
    total["text"] = str(int(total["text"]) - amount)
    change["text"] = str(int(change["text"]) + amount)


def totals_that_leave_a_part_out(seeds: Seeds) -> None:
    for row, amount in (("1", 15000), ("2", 15000), ("3", 10000), ("4", 5000)):
        _less(seeds, row, amount)


def header_read_wrong(seeds: Seeds) -> None:
    first, second = (
        column
        for column in seeds["raw_table_columns"]
        if column["table_no"] == THREE_PUBLIC and column["column_no"] in ("3", "4")
    )
    first["label"], second["label"] = second["label"], first["label"]


def column_a_row_too_high(seeds: Seeds) -> None:
    """From a row on, the amounts of one column stand in the row above."""
    for row in range(7, 28):
        _cell(seeds, BY_FUNCTION, str(row), "3")["text"] = _cell(seeds, BY_FUNCTION, str(row + 1), "3")["text"]


def page_read_wrong(seeds: Seeds) -> None:
    """The labels of the columns go round, and every other row has the amounts of the next."""
    columns = [
        column
        for column in seeds["raw_table_columns"]
        if column["table_no"] == BY_FUNCTION and column["column_no"] in ("3", "4", "5", "6")
    ]
    labels = [column["label"] for column in columns]
    for column, label in zip(columns, [*labels[1:], labels[0]], strict=True):
        column["label"] = label
    for row in range(2, 28, 2):
        for column_no in ("3", "4", "5", "6"):
            here, below = (_cell(seeds, BY_FUNCTION, str(place), column_no) for place in (row, row + 1))
            here["text"], below["text"] = below["text"], here["text"]


def row_not_printed(seeds: Seeds) -> None:
    seeds["raw_table_cells"] = [
        cell for cell in seeds["raw_table_cells"] if (cell["table_no"], cell["row_no"]) != (BY_FUNCTION, "21")
    ]


def row_lost_in_reading(seeds: Seeds) -> None:
    row_not_printed(seeds)
    left_over = dict.fromkeys(seeds["raw_leftovers"][0], "")
    seeds["raw_leftovers"].append(
        left_over
        | {"table_no": BY_FUNCTION, "page": "33", "reason": "amount_in_key_column", "text": "1", "tokens": "1"}
    )


def blank_table_with_a_note(seeds: Seeds) -> None:
    seeds["raw_table_cells"] = [cell for cell in seeds["raw_table_cells"] if cell["table_no"] != APPROPRIATION]
    (table,) = (table for table in seeds["raw_tables"] if table["table_no"] == APPROPRIATION)
    table["empty_note"] = "（注：2022年没有使用财政拨款收入和支出。）"


def item_that_its_heading_does_not_hold(seeds: Seeds) -> None:
    """The list of projects prints headings and their items side by side."""
    (item,) = (cell for cell in seeds["raw_table_cells"] if cell["table_no"] == PROJECTS and cell["text"] == "390000")
    item["text"] = "490000"


FAULTS: tuple[Callable[[Seeds], None], ...] = (
    totals_that_leave_a_part_out,
    header_read_wrong,
    column_a_row_too_high,
    page_read_wrong,
    row_not_printed,
    row_lost_in_reading,
    blank_table_with_a_note,
    item_that_its_heading_does_not_hold,
)


@pytest.fixture(scope="module")
def faulty(
    tmp_path_factory: pytest.TempPathFactory, build_warehouse: Callable[..., Warehouse]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse over a lake with one copy of the document per fault, named after it."""
    lake = tmp_path_factory.mktemp("suspects")
    landed: dict[str, tuple[list[str], Rows]] = {}
    for path in sorted(SEEDS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = [row for row in reader if row["document_id"] == DOCUMENT]
            landed[path.stem] = list(reader.fieldnames or ()), rows
    copies: list[tuple[str, Seeds]] = []
    for plant in FAULTS:
        seeds = {name: [dict(row) for row in rows] for name, (_, rows) in landed.items()}
        plant(seeds)
        copies.append((plant.__name__, seeds))
    for name, (header, _) in landed.items():
        with (lake / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=header, lineterminator="\n")
            writer.writeheader()
            writer.writerows({**row, "document_id": fault} for fault, seeds in copies for row in seeds[name])
    connection = duckdb.connect(str(build_warehouse(lake).database), read_only=True)
    yield connection
    connection.close()


def _found(
    connection: duckdb.DuckDBPyConnection, fault: Callable[[Seeds], None], place: str
) -> list[tuple[object, ...]]:
    """Severity, suspicion and group of the findings of a copy that name a table."""
    return connection.execute(
        "select distinct severity, is_suspected_reading, finding_group_id from fct_findings "
        "where document_id = ? and severity != 'format' and (where_a like ? or where_b like ?)",
        [fault.__name__, f"{place}《%", f"{place}《%"],
    ).fetchall()


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        (totals_that_leave_a_part_out, "表13"),
        (column_a_row_too_high, "表5"),
        (row_not_printed, "表5"),
        (blank_table_with_a_note, "表4"),
    ],
)
def test_what_the_page_prints_so_is_hard_and_one_group(
    faulty: duckdb.DuckDBPyConnection, fault: Callable[[Seeds], None], place: str
) -> None:
    found = _found(faulty, fault, place)
    assert {severity for severity, *_ in found} in ({"hard"}, {"hard", "soft"})
    assert {suspected for _, suspected, _ in found} == {False}
    assert len({group for *_, group in found}) == 1


@pytest.mark.parametrize(
    ("fault", "place"), [(header_read_wrong, "表13"), (page_read_wrong, "表5"), (row_lost_in_reading, "表5")]
)
def test_what_may_be_misread_is_soft(
    faulty: duckdb.DuckDBPyConnection, fault: Callable[[Seeds], None], place: str
) -> None:
    assert {(severity, suspected) for severity, suspected, _ in _found(faulty, fault, place)} == {("soft", True)}
    assert faulty.execute(
        "select count(*) > 0 from rpt_reader_suspects where document_id = ?", [fault.__name__]
    ).fetchall() == [(True,)]


def test_rows_that_are_not_printed_are_said_so(faulty: duckdb.DuckDBPyConnection) -> None:
    messages = faulty.execute(
        "select message_zh, message_en from fct_findings "
        "where document_id = 'row_not_printed' and where_a like '表5《%' and rank_in_group = 1"
    ).fetchall()
    ((zh, en),) = messages
    assert "相差 18,075,270.36 元" in zh
    assert "没有列出全部各行" in zh
    assert "a difference of 18,075,270.36 CNY" in en
    assert "not printed in this table" in en


def test_a_note_of_no_such_spending_is_set_against_other_tables(faulty: duckdb.DuckDBPyConnection) -> None:
    rules = faulty.execute(
        "select distinct rule_id, value_b from fct_findings "
        "where document_id = 'blank_table_with_a_note' and where_b like '表4《%'"
    ).fetchall()
    assert rules == [("no_such_spending", 0)]


def test_headings_and_their_items_side_by_side_are_no_finding(faulty: duckdb.DuckDBPyConnection) -> None:
    decided = faulty.execute(
        "select document_id from fct_checks where convention_id = 'levels_side_by_side' order by document_id"
    ).fetchall()
    assert decided == sorted((fault.__name__,) for fault in FAULTS if fault is not item_that_its_heading_does_not_hold)
    assert _found(faulty, header_read_wrong, "表10") == []
    assert len(_found(faulty, item_that_its_heading_does_not_hold, "表10")) == 1
