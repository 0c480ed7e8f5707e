"""Project forms and the department's overall form: fields, amounts of projects, inner tables, indicators."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract.captions import has_phone, is_contact
from extract.model import (
    Caption,
    Cell,
    Grid,
    Indicator,
    PrintedTable,
    Project,
    ProjectLine,
    TableRows,
)
from extract.rows.forms import (
    FormRow,
    Section,
    body_texts,
    field_of,
    form_rows,
    label_text,
    says,
    sections,
)
from extract.rows.indicators import read_indicators
from extract.rows.matrices import read_matrix
from extract.text import join_words, number_text, squeeze

_LINE_TYPES = ("funding", "detail", "procurement")
_UNIT = re.compile(r"[（(](?:单位[:：])?(亿元|万元|千元|元)[）)]")


@dataclass
class _Inner:
    """An inner table in the making."""

    section: Section
    rows: TableRows


@dataclass
class _Form:
    """What has been read of a form so far."""

    projects: list[Project] = field(default_factory=list)
    lines: list[ProjectLine] = field(default_factory=list)
    values: list[Cell] = field(default_factory=list)
    names: list[Cell] = field(default_factory=list)
    inner: list[_Inner] = field(default_factory=list)

    @property
    def project_no(self) -> int | None:
        return self.projects[-1].project_no if self.projects else None


def read_form(table: PrintedTable) -> list[TableRows]:
    """The form itself, with the fields of its projects, and after it its inner tables, numbered on from it."""
    form = _Form()
    for section in sections(form_rows(table)):
        _read_section(section, form, table)
    inner = [
        _numbered(part, table, table.table_no + position, form.inner[: position - 1])
        for position, part in enumerate(form.inner, start=1)
    ]
    own = TableRows(
        table,
        projects=tuple(form.projects),
        project_lines=tuple(form.lines),
        form_cells=(tuple(form.values), tuple(form.names)),
    )
    return [own, *inner]


def _read_section(section: Section, form: _Form, table: PrintedTable) -> None:
    if section.kind == "fields":
        for row in section.body:
            _read_fields(row, form)
    elif section.kind == "indicators":
        read = read_indicators(section, form.project_no)
        if read.indicators or read.blank_rows:
            _add(
                form, section, table, indicators=read.indicators, blank=read.blank_rows, cells=(read.values, read.names)
            )
    elif section.kind in _LINE_TYPES:
        lines, values, names, blank = _lines(section, form.project_no)
        _add(form, section, table, lines=lines, blank=blank, cells=(values, names))
    elif section.kind == "fund_pairs":
        lines, values, names = _fund_pairs(section, form.project_no)
        if lines:
            _add(form, replace(section, kind="funding"), table, lines=lines, cells=(values, names))
    elif section.kind in ("mix", "list"):
        form.inner.append(_Inner(section, read_matrix(section, _inner_table(section, table))))


def _add(
    form: _Form,
    section: Section,
    table: PrintedTable,
    *,
    cells: tuple[Sequence[Cell], Sequence[Cell]],
    lines: Sequence[ProjectLine] = (),
    indicators: Sequence[Indicator] = (),
    blank: int = 0,
) -> None:
    rows = TableRows(
        _inner_table(section, table),
        project_lines=tuple(lines),
        indicators=tuple(indicators),
        blank_rows=blank,
        form_cells=(tuple(cells[0]), tuple(cells[1])),
    )
    form.inner.append(_Inner(section, rows))


def _inner_table(section: Section, table: PrintedTable) -> PrintedTable:
    title = squeeze(section.title.text) if section.title is not None else None
    labels = [cell.text for row in section.header for cell in row.cells] or [title or ""]
    unit = _unit([title or "", *labels])
    rows = [*section.header, *section.body]
    return PrintedTable(
        0,
        Caption(title=title, unit=unit or table.caption.unit),
        (Grid(tuple(cell for row in rows for cell in row.cells), 0, 0),),
        table.kind,
        parent_table_no=table.table_no,
    )


def _unit(labels: Sequence[str]) -> str | None:
    return next((match.group(1) for label in labels if (match := _UNIT.search(squeeze(label)))), None)


def _numbered(part: _Inner, table: PrintedTable, number: int, before: Sequence[_Inner]) -> TableRows:
    """An inner table with its number; one that prints again what an earlier one of the form does lands no lines."""
    repeat_of = next(
        (
            table.table_no + position
            for position, other in enumerate(before, start=1)
            if other.section.kind == part.section.kind
            and part.section.kind in _LINE_TYPES
            and list(body_texts(other.section.body)) == list(body_texts(part.section.body))
            and other.rows.project_lines
            and part.rows.project_lines
            and other.rows.project_lines[0].project_no == part.rows.project_lines[0].project_no
        ),
        None,
    )
    rows = replace(part.rows, table=replace(part.rows.table, table_no=number, repeat_of=repeat_of))
    return rows if repeat_of is None else replace(rows, project_lines=())


def _read_fields(row: FormRow, form: _Form) -> None:
    """Labels with the cell on their right. A second name begins another project."""
    named: dict[str, Cell] = {}
    for label, value in itertools.pairwise(row.cells):
        name = field_of(label.text)
        if name is None:
            continue
        form.names.append(label)
        if field_of(value.text) is not None or is_contact(value.text) or has_phone(value.text):
            continue
        if name == "budget":
            form.values.append(value)
            form.lines.append(_budget(label, value, form.project_no))
        else:
            form.names.append(value)
            named[name] = value
    _add_fields(form, named)


def _budget(label: Cell, value: Cell, project_no: int | None) -> ProjectLine:
    name = label_text(label.text)
    return ProjectLine("budget", name, value.place, value.text, unit=_unit([label.text]), project_no=project_no)


def _add_fields(form: _Form, named: Mapping[str, Cell]) -> None:
    texts = {name: join_words(cell.text) for name, cell in named.items()}
    if "name" in named:
        form.projects.append(Project(len(form.projects) + 1, named["name"].place, texts["name"]))
    if not form.projects:
        return
    known = form.projects[-1]
    form.projects[-1] = replace(
        known,
        code=texts.get("code", known.code),
        supervisor=texts.get("supervisor", known.supervisor),
        executor=texts.get("executor", known.executor),
        attribute=texts.get("attribute", known.attribute),
        category=texts.get("category", known.category),
        start_year=texts.get("start_year", known.start_year),
        end_year=texts.get("end_year", known.end_year),
        period=texts.get("period", known.period),
    )


def _lines(section: Section, project_no: int | None) -> tuple[list[ProjectLine], list[Cell], list[Cell], int]:
    """The lines of funding, detail or procurement; a line without an amount lands only where it is a total."""
    lines: list[ProjectLine] = []
    values: list[Cell] = []
    names: list[Cell] = [cell for row in section.header for cell in row.cells]
    blank = 0
    unit = _unit([cell.text for row in section.header for cell in row.cells])
    for row in section.body:
        words = [cell for cell in row.cells if number_text(cell.text) is None]
        numbers = [cell for cell in row.cells if number_text(cell.text) is not None]
        if not words:
            continue
        name = words[-1]
        names.append(name)
        if not numbers and not says("total", name.text):
            blank += 1
            continue
        quantity = numbers[0] if section.kind == "procurement" and len(numbers) > 1 else None
        amount = numbers[-1] if numbers else None
        values.extend(numbers)
        lines.append(
            ProjectLine(
                section.kind,
                join_words(name.text),
                (amount or name).place,
                text=amount.text if amount else None,
                quantity=quantity.text if quantity else None,
                unit=unit,
                project_no=project_no,
            )
        )
    return lines, values, names, blank


def _fund_pairs(section: Section, project_no: int | None) -> tuple[list[ProjectLine], list[Cell], list[Cell]]:
    """Labels with the amount on their right, in one or two columns of such pairs; the first row heads each column."""
    lines: list[ProjectLine] = []
    values: list[Cell] = []
    names: list[Cell] = [] if section.title is None else [section.title]
    heads: dict[int, str] = {}
    unit = _unit([section.title.text]) if section.title is not None else None
    for row in section.body:
        cells = [cell for cell in row.cells if cell is not section.title]
        for label, value in itertools.pairwise(cells):
            if number_text(label.text) is not None or number_text(value.text) is None:
                continue
            heads.setdefault(label.column, label_text(label.text))
            names.append(label)
            values.append(value)
            lines.append(
                ProjectLine(
                    "funding",
                    label_text(label.text),
                    value.place,
                    text=value.text,
                    section=heads[label.column],
                    unit=unit,
                    project_no=project_no,
                )
            )
        for label in cells:
            if number_text(label.text) is None:
                heads.setdefault(label.column, label_text(label.text))
    return lines, values, names
