"""Landed raw seeds back to printed tables: the header from its paths, the rows of side-by-side blocks abreast."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract.catalogue import kinds
from tools.report import Cover, LongTable, header_of, numeral
from tools.table import PrintedCell

LABEL_ZH = "示例：由已落地数据排版，并非公开单位的原件"
LABEL_EN = "Example typeset from landed figures; not the publisher's file"

_CODE_PARTS = ("class", "group", "item")
_CODE_LENGTHS = (3, 5, 7)

Record = Mapping[str, str]


@dataclass(frozen=True)
class _Seeds:
    """The records of one table, by seed."""

    table: Record
    columns: Sequence[Record]
    rows: Sequence[Record]
    keys: Mapping[str, Sequence[Record]]
    cells: Mapping[str, Sequence[Record]]


def form_kinds() -> frozenset[str]:
    """The kinds of tables that are forms: what they print is not typeset."""
    return frozenset(entry.kind for entry in kinds() if entry.is_form)


def load(folder: Path, document_id: str | None = None) -> tuple[Cover, list[LongTable]]:
    """The cover and the amount tables of a landed document, the first one where none is named.

    Raises ValueError where the document has not landed.
    """
    documents = [row for row in _read(folder, "raw_documents") if document_id in (None, row["document_id"])]
    if not documents:
        raise ValueError(f"{document_id or 'a document'} has not landed in {folder}")
    document = documents[0]
    chosen = document["document_id"]
    title = document["title"] or chosen
    lines = (document["publisher"], LABEL_ZH, LABEL_EN, f"document_id: {chosen}")
    tables = [
        replace(_long_table(seeds), heading=_heading(number, seeds.table), publisher=document["publisher"] or None)
        for number, seeds in enumerate((seeds for seeds in _tables(folder, chosen) if _is_amount_table(seeds)), start=1)
    ]
    return Cover(title, tuple(line for line in lines if line), f"{LABEL_ZH} {LABEL_EN}"), tables


def _read(folder: Path, seed: str) -> list[dict[str, str]]:
    with (folder / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _tables(folder: Path, document_id: str) -> Iterable[_Seeds]:
    found: dict[str, dict[str, list[Record]]] = {}
    for seed in ("raw_tables", "raw_table_columns", "raw_table_rows", "raw_row_keys", "raw_table_cells"):
        found[seed] = defaultdict(list)
        for record in _read(folder, seed):
            if record["document_id"] == document_id:
                found[seed][record["table_no"]].append(record)
    for number in sorted(found["raw_tables"], key=int):
        yield _Seeds(
            found["raw_tables"][number][0],
            sorted(found["raw_table_columns"][number], key=lambda column: int(column["column_no"])),
            sorted(found["raw_table_rows"][number], key=lambda row: int(row["row_no"])),
            _by_row(found["raw_row_keys"][number]),
            _by_row(found["raw_table_cells"][number]),
        )


def _is_amount_table(seeds: _Seeds) -> bool:
    """Forms and their inner tables have records of their own."""
    return bool(seeds.columns) and seeds.table["table_kind"] not in form_kinds()


def _by_row(records: Iterable[Record]) -> dict[str, list[Record]]:
    by_row: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_row[record["row_no"]].append(record)
    return by_row


def _heading(number: int, table: Record) -> str:
    """The line above a caption: two tables of one title are told apart here, as publishers do."""
    return f"{numeral(number)}、{table['title']}{'（分单位）' if table['table_kind'].endswith('_by_unit') else ''}"


def _long_table(seeds: _Seeds) -> LongTable:
    header, n_header = header_of([column["label"] for column in seeds.columns])
    body: list[PrintedCell] = []
    row = -1
    section = ""
    for line in _abreast(seeds):
        row += 1
        if line[0]["section_label"] != section:
            section = line[0]["section_label"]
            if section:
                body.append(PrintedCell(row, 0, section, 1, len(seeds.columns)))
                row += 1
        for record in line:
            body.extend(_key_cells(seeds, record, row))
            body.extend(_amount_cells(seeds, record, row))
    n_body = max((cell.row + cell.row_span for cell in body), default=0)
    table = seeds.table
    return LongTable(
        table["title"],
        len(seeds.columns),
        header,
        n_header,
        tuple(body),
        n_body,
        number=table["printed_number"] or None,
        unit=table["unit"] or None,
        empty_note=table["empty_note"] or None,
    )


def _abreast(seeds: _Seeds) -> Iterable[list[Record]]:
    """Logical rows that stand on one printed line: blocks rise, and no cell says another line or another top."""
    line: list[Record] = []
    places: set[tuple[str, str, str]] = set()
    for row in seeds.rows:
        own = {(cell["page"], cell["top"], cell["line_no"]) for cell in seeds.cells.get(row["row_no"], ())}
        if line and (int(row["block_no"]) <= int(line[-1]["block_no"]) or (places and own and not places & own)):
            yield line
            line, places = [], set()
        line.append(row)
        places |= own
    if line:
        yield line


def _key_cells(seeds: _Seeds, record: Record, row: int) -> Iterable[PrintedCell]:
    for key in seeds.keys.get(record["row_no"], ()):
        columns = [
            column
            for column in seeds.columns
            if column["block_no"] == record["block_no"] and column["key_no"] == key["key_no"]
        ]
        texts = _key_texts(key, [column["key_part"] for column in columns])
        for column, text in zip(columns, texts, strict=True):
            if text:
                yield PrintedCell(row, int(column["column_no"]) - 1, text)


def _key_texts(key: Record, parts: Sequence[str]) -> list[str]:
    """What each column of a key prints; a code alone in the name's column is followed by a dash and the name."""
    code, label = key["code_printed"], key["label"]
    if not any(part in ("code", *_CODE_PARTS) for part in parts):
        joined = f"{code}-{label}" if code and label else code or label
        return [joined if index == 0 else "" for index in range(len(parts))]
    segments = dict(zip(_parts_printed(key), code.split(), strict=False)) if "code" not in parts else {"code": code}
    return [label if part == "name" else segments.get(part, "") for part in parts]


def _parts_printed(key: Record) -> Sequence[str]:
    """Which of 类, 款 and 项 a row prints: those that end at its own level."""
    depth = sum(1 for length in _CODE_LENGTHS if len(key["code"]) >= length)
    return _CODE_PARTS[:depth][-len(key["code_printed"].split()) :] if key["code_printed"] else ()


def _amount_cells(seeds: _Seeds, record: Record, row: int) -> Iterable[PrintedCell]:
    for cell in seeds.cells.get(record["row_no"], ()):
        spans = int(cell["row_span"] or 1), int(cell["column_span"] or 1)
        yield PrintedCell(row, int(cell["column_no"]) - 1, cell["text"], *spans)
