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
    PrintedTable,
    Project,
    TableRows,
)
from extract.rows.amounts import Amounts, budgets, fund_lines, read_fund_pairs, read_lines, unit_in
from extract.rows.forms import (
    FormRow,
    Section,
    body_texts,
    field_of,
    form_rows,
    sections,
)
from extract.rows.indicators import read_indicators
from extract.rows.matrices import read_matrix
from extract.text import join_words, squeeze

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
    budgets: Amounts = field(default_factory=budgets)
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
        tuple(form.budgets.columns.values()) if form.budgets.rows else (),
        tuple(form.budgets.rows),
        projects=tuple(form.projects),
        project_lines=tuple(form.budgets.lines),
        form_cells=(tuple(form.budgets.values), (*form.names, *form.budgets.names)),
    )
    return [own, *inner]


def _read_section(section: Section, form: _Form, table: PrintedTable) -> None:
    if section.kind == "fields":
        for row in section.body:
            _read_fields(row, form)
    elif section.kind == "indicators":
        read = read_indicators(section, form.project_no)
        if read.indicators or read.blank_rows:
            rows = TableRows(
                _inner_table(section, table),
                indicators=read.indicators,
                blank_rows=read.blank_rows,
                form_cells=(read.values, read.names),
            )
            form.inner.append(_Inner(section, rows))
    elif section.kind in _LINE_TYPES:
        form.inner.append(_Inner(section, _amount_rows(read_lines(section, form.project_no), section, table)))
    elif section.kind == "fund_pairs":
        pairs = read_fund_pairs(section, form.project_no)
        if pairs.rows:
            form.inner.append(_Inner(section, _amount_rows(pairs, section, table)))
    elif section.kind in ("mix", "list"):
        form.inner.append(_Inner(section, read_matrix(section, _inner_table(section, table))))
    elif section.kind == "fund_stages":
        rows = read_matrix(section, _inner_table(section, table))
        form.inner.append(_Inner(section, replace(rows, project_lines=fund_lines(rows, form.project_no))))


def _amount_rows(amounts: Amounts, section: Section, table: PrintedTable) -> TableRows:
    return TableRows(
        _inner_table(section, table),
        tuple(amounts.columns.values()),
        tuple(amounts.rows),
        project_lines=tuple(amounts.lines),
        blank_rows=amounts.blank_rows,
        form_cells=(tuple(amounts.values), tuple(amounts.names)),
    )


def _inner_table(section: Section, table: PrintedTable) -> PrintedTable:
    heads = section.header[0].cells if section.header and section.kind in _LINE_TYPES else ()
    named = section.title or next(iter(heads), None)
    title = squeeze(named.text) if named is not None else None
    labels = [cell.text for row in section.header for cell in row.cells] or [title or ""]
    unit = unit_in([title or "", *labels])
    rows = [*section.header, *section.body]
    return PrintedTable(
        0,
        Caption(title=title, unit=unit or table.caption.unit),
        (Grid(tuple(cell for row in rows for cell in row.cells), 0, 0),),
        table.kind,
        parent_table_no=table.table_no,
    )


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
    return rows if repeat_of is None else replace(rows, columns=(), rows=(), project_lines=())


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
            form.budgets.add("budget", label, value, form.project_no)
        else:
            form.names.append(value)
            named[name] = value
    _add_fields(form, named)


def _chosen(text: str) -> str:
    """Of choices with boxes the one that is ticked: 1.部门项目√ 2.公共项目□."""
    ticked = re.search(r"(?:\d[.、])?([^√☑■□\d.、]+)[√☑■]", text)
    return ticked.group(1).strip() if ticked else text


def _add_fields(form: _Form, named: Mapping[str, Cell]) -> None:
    texts = {name: _chosen(join_words(cell.text)) for name, cell in named.items()}
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
