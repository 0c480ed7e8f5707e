"""Raw rows to files: stable order, all files complete before the first is replaced, other documents untouched."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from extract.model import Cell, Extraction, Leftover, Place, ProseFigure, Row, TableRows
from extract.registry import Entry

_PLACE = ("page", "x0", "top", "x1", "bottom", "line_no")

SEEDS: Mapping[str, tuple[str, ...]] = {
    "raw_documents": (
        "document_id",
        "file",
        "sha256",
        "page_count",
        "reader",
        "title",
        "publisher",
        "fiscal_year",
        "document_type",
        "budget_scope",
        "default_unit",
        "source_url",
        "published_on",
        "supersedes",
        "withholding_note",
    ),
    "raw_tables": (
        "document_id",
        "table_no",
        "printed_number",
        "title",
        "table_kind",
        "unit",
        "page_from",
        "page_to",
        "line_from",
        "line_to",
        "empty_note",
        "parent_table_no",
        "grid_basis",
        "repeat_of",
        "blank_label",
        "blank_rows",
        "kind_scores",
    ),
    "raw_table_columns": (
        "document_id",
        "table_no",
        "column_no",
        "block_no",
        "role",
        "key_no",
        "label",
        "unit",
        "key_part",
        "key_entity",
    ),
    "raw_table_rows": (
        "document_id",
        "table_no",
        "row_no",
        "block_no",
        "section_label",
        "parent_row_no",
        "parent_basis",
        "is_repeat",
    ),
    "raw_row_keys": ("document_id", "table_no", "row_no", "key_no", "code_printed", "code", "label"),
    "raw_table_cells": (
        "document_id",
        "table_no",
        "row_no",
        "column_no",
        "text",
        *_PLACE,
        "row_span",
        "column_span",
        "attribution",
        "repeat_of",
    ),
    "raw_projects": (
        "document_id",
        "table_no",
        "project_no",
        "code",
        "name",
        "supervisor",
        "executor",
        "attribute",
        "category",
        "start_year",
        "end_year",
        "period",
        *_PLACE,
    ),
    "raw_project_lines": (
        "document_id",
        "table_no",
        "row_no",
        "project_no",
        "line_type",
        "name",
        "quantity",
        "text",
        *_PLACE,
    ),
    "raw_indicators": (
        "document_id",
        "table_no",
        "row_no",
        "project_no",
        "horizon_label",
        "goal_no",
        "level1",
        "level2",
        "level3",
        "name",
        "value_prior2",
        "value_prior1",
        "target",
        "operator",
        "unit",
        "basis",
        "weight",
        "actual",
        "score",
        *_PLACE,
    ),
    "raw_prose_figures": (
        "document_id",
        "figure_no",
        "section",
        "phrase",
        "code",
        "subject_path",
        "year_printed",
        "relation",
        "compared_with",
        "figure_printed",
        "unit",
        "clause",
        "of_figure_no",
        "whole_figure_no",
        "list_no",
        *_PLACE,
    ),
    "raw_recoveries": ("document_id", "table_no", "row_no", "identity_id"),
    "raw_leftovers": ("document_id", "table_no", *_PLACE, "reason", "text", "tokens"),
    "raw_token_counts": ("document_id", "table_no", "token_class", "tokens"),
}

Record = tuple[str, ...]


def land(extractions: Iterable[tuple[Entry, Extraction]], folder: Path) -> None:
    """Replace the rows of the given documents in `folder/raw_*.csv`; rows of other documents stay as they are."""
    fresh: dict[str, list[Record]] = {name: [] for name in SEEDS}
    landed: set[str] = set()
    for entry, extraction in extractions:
        landed.add(entry.document_id)
        for name, records in _records(entry, extraction).items():
            fresh[name].extend(records)
    contents: dict[Path, bytes] = {}
    for name, header in SEEDS.items():
        path = folder / f"{name}.csv"
        kept = [record for record in _read(path, header) if record[0] not in landed]
        # A stable sort by document keeps each document's rows in printed order.
        contents[path] = _csv(header, sorted([*kept, *fresh[name]], key=lambda record: record[0]))
    _replace_all(contents)


def landed_ids(folder: Path) -> list[str]:
    """The documents whose rows stand in a folder."""
    return sorted(record[0] for record in _read(folder / "raw_documents.csv", SEEDS["raw_documents"]))


def _read(path: Path, header: Sequence[str]) -> list[Record]:
    """The records of a landed file under today's header; columns that it lacks are empty."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row.get(name) or "" for name in header) for row in csv.DictReader(file)]


def _csv(header: Sequence[str], records: Iterable[Record]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(records)
    return text.getvalue().encode("utf-8")


def _replace_all(contents: Mapping[Path, bytes]) -> None:
    """Write all files beside their targets, then move them: a fault while writing leaves every target whole."""
    beside: list[tuple[Path, Path]] = []
    try:
        for path, data in contents.items():
            if path.exists() and path.read_bytes() == data:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name}.new")
            beside.append((temporary, path))
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
    except OSError:
        for temporary, _ in beside:
            temporary.unlink(missing_ok=True)
        raise
    for temporary, path in beside:
        os.replace(temporary, path)


def _records(entry: Entry, extraction: Extraction) -> dict[str, list[Record]]:
    document, facts = extraction.document, extraction.facts
    records: dict[str, list[Record]] = {name: [] for name in SEEDS}
    records["raw_documents"].append(
        _record(
            entry.document_id,
            entry.file,
            document.sha256,
            document.page_count,
            document.reader,
            facts.title,
            facts.publisher or entry.publisher,
            facts.fiscal_year,
            facts.document_type,
            facts.budget_scope,
            facts.default_unit,
            entry.source_url,
            entry.published_on,
            entry.supersedes,
            extraction.facts.withholding_note,
        )
    )
    for table in extraction.tables:
        _add_table(records, entry.document_id, table)
    for figure in extraction.prose_figures:
        records["raw_prose_figures"].append(_prose_figure(entry.document_id, figure))
    for recovery in extraction.recoveries:
        records["raw_recoveries"].append(
            _record(entry.document_id, recovery.table_no, recovery.row_no, recovery.identity_id)
        )
    for leftover in extraction.leftovers:
        records["raw_leftovers"].append(_leftover(entry.document_id, leftover))
    for count in extraction.token_counts:
        records["raw_token_counts"].append(_record(entry.document_id, count.table_no, count.token_class, count.tokens))
    return records


def _add_table(records: dict[str, list[Record]], document_id: str, rows: TableRows) -> None:
    table, caption = rows.table, rows.table.caption
    pages = [place.page for place in table.places() if place.page is not None]
    lines = [place.line_no for place in table.places() if place.line_no is not None]
    records["raw_tables"].append(
        _record(
            document_id,
            table.table_no,
            caption.printed_number,
            caption.title,
            table.kind,
            caption.unit,
            min(pages, default=None),
            max(pages, default=None),
            min(lines, default=None),
            max(lines, default=None),
            caption.empty_note,
            table.parent_table_no,
            table.grid_basis,
            table.repeat_of,
            caption.blank_label,
            rows.blank_rows,
            table.kind_scores,
        )
    )
    for column in rows.columns:
        records["raw_table_columns"].append(
            _record(
                document_id,
                table.table_no,
                column.column_no,
                column.block_no,
                column.role,
                column.key_no,
                column.label,
                column.unit,
                column.part,
                column.entity,
            )
        )
    for row in rows.rows:
        _add_row(records, document_id, table.table_no, row)
    _add_form(records, document_id, rows)


def _add_form(records: dict[str, list[Record]], document_id: str, rows: TableRows) -> None:
    table_no = rows.table.table_no
    for project in rows.projects:
        records["raw_projects"].append(
            _record(
                document_id,
                table_no,
                project.project_no,
                project.code,
                project.name,
                project.supervisor,
                project.executor,
                project.attribute,
                project.category,
                project.start_year,
                project.end_year,
                project.period,
                *_place(project.place),
            )
        )
    for line in rows.project_lines:
        records["raw_project_lines"].append(
            _record(
                document_id,
                table_no,
                line.row_no,
                line.project_no,
                line.line_type,
                line.name,
                line.quantity,
                line.text,
                *_place(line.place),
            )
        )
    for number, indicator in enumerate(rows.indicators, start=1):
        records["raw_indicators"].append(
            _record(
                document_id,
                table_no,
                number,
                indicator.project_no,
                indicator.horizon,
                indicator.goal,
                indicator.level1,
                indicator.level2,
                indicator.level3,
                indicator.name,
                indicator.value_prior2,
                indicator.value_prior1,
                indicator.target,
                indicator.operator,
                indicator.unit,
                indicator.basis,
                indicator.weight,
                indicator.actual,
                indicator.score,
                *_place(indicator.place),
            )
        )


def _add_row(records: dict[str, list[Record]], document_id: str, table_no: int, row: Row) -> None:
    records["raw_table_rows"].append(
        _record(
            document_id,
            table_no,
            row.row_no,
            row.block_no,
            row.section_label,
            row.parent_row_no,
            row.parent_basis,
            "true" if row.is_repeat else "false",
        )
    )
    for key in row.keys:
        records["raw_row_keys"].append(
            _record(document_id, table_no, row.row_no, key.key_no, key.code_printed, key.code, key.label)
        )
    for column_no, cell in row.cells:
        records["raw_table_cells"].append(_cell(document_id, table_no, row.row_no, column_no, cell))


def _cell(document_id: str, table_no: int, row_no: int, column_no: int, cell: Cell) -> Record:
    return _record(
        document_id,
        table_no,
        row_no,
        column_no,
        cell.text,
        *_place(cell.place),
        cell.row_span,
        cell.column_span,
        cell.attribution,
        None,
    )


def _prose_figure(document_id: str, figure: ProseFigure) -> Record:
    return _record(
        document_id,
        figure.figure_no,
        figure.section,
        figure.phrase,
        figure.code,
        figure.subject_path,
        figure.year_printed,
        figure.relation,
        figure.compared_with,
        figure.figure_printed,
        figure.unit,
        figure.clause,
        figure.of_figure_no,
        figure.whole_figure_no,
        figure.list_no,
        *_place(figure.place),
    )


def _leftover(document_id: str, leftover: Leftover) -> Record:
    return _record(
        document_id,
        leftover.table_no,
        *_place(leftover.place),
        leftover.reason,
        leftover.text,
        leftover.tokens,
    )


def _place(place: Place) -> tuple[object, ...]:
    boxes = (place.x0, place.top, place.x1, place.bottom)
    return (place.page, *(None if side is None else f"{side:.2f}" for side in boxes), place.line_no)


def _record(*values: object) -> Record:
    return tuple("" if value is None else str(value) for value in values)
