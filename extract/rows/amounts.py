"""The amounts of a project in its form: budgets, sources of funds, detail lines, procurement."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.model import Cell, Column, ProjectLine, Row, RowKey, TableRows
from extract.rows.forms import Section, says
from extract.text import join_words, number_text, squeeze

_UNIT = re.compile(r"[（(](?:单位[:：])?(亿元|万元|千元|元)[）)]")


@dataclass
class Amounts:
    """Rows of an inner table, each a line of the project, and the cells that landed as values and as names."""

    columns: dict[int, Column] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    lines: list[ProjectLine] = field(default_factory=list)
    values: list[Cell] = field(default_factory=list)
    names: list[Cell] = field(default_factory=list)
    blank_rows: int = 0

    def add(
        self,
        line_type: str,
        name: Cell,
        amount: Cell | None,
        project_no: int | None,
        *,
        block_no: int = 1,
        quantity: Cell | None = None,
    ) -> None:
        """One line: the row of its table, and what it says of the project."""
        label = join_words(name.text).rstrip(":：")
        keys, *values = (column.column_no for column in self.columns.values() if column.block_no == block_no)
        printed = [cell for cell in (quantity, amount) if cell is not None]
        places = values if len(printed) == len(values) else values[-len(printed) :] if printed else []
        key = RowKey(keys, None, None, label)
        row = Row(len(self.rows) + 1, block_no, (key,), tuple(zip(places, printed, strict=True)))
        self.rows.append(row)
        self.lines.append(
            ProjectLine(
                "funding" if line_type == "pairs" else line_type,
                label,
                (amount or name).place,
                row.row_no,
                text=amount.text if amount else None,
                quantity=quantity.text if quantity else None,
                project_no=project_no,
            )
        )
        self.values.extend(printed)
        self.names.append(name)


def unit_in(labels: Sequence[str]) -> str | None:
    """The unit that a label names in brackets, the first found."""
    return next((match.group(1) for label in labels if (match := _UNIT.search(squeeze(label)))), None)


def read_lines(section: Section, project_no: int | None) -> Amounts:
    """The lines of funding, detail or procurement; a line without an amount lands only where it is a total."""
    amounts = Amounts(names=[cell for row in section.header for cell in row.cells])
    amounts.columns = _line_columns(section)
    for row in section.body:
        words = [cell for cell in row.cells if number_text(cell.text) is None]
        numbers = [cell for cell in row.cells if number_text(cell.text) is not None]
        if not words:
            continue
        if not numbers and not says("total", words[-1].text):
            amounts.blank_rows += 1
            amounts.names.append(words[-1])
            continue
        quantity = numbers[0] if section.kind == "procurement" and len(numbers) == 2 else None
        amounts.add(section.kind, words[-1], numbers[-1] if numbers else None, project_no, quantity=quantity)
    return amounts


def _line_columns(section: Section) -> dict[int, Column]:
    """The name, for procurement the quantity, and the amount, with their printed headers."""
    names = {"funding": "funding", "detail": "detail", "procurement": "goods"}
    labels = [cell.text for row in section.header for cell in row.cells if cell is not section.title]
    wanted = [(names[section.kind], "key"), ("amount", "value")]
    if section.kind == "procurement":
        wanted.insert(1, ("quantity", "value"))
    columns: dict[int, Column] = {}
    for number, (word, role) in enumerate(wanted, start=1):
        label = next((squeeze(text) for text in labels if says(word, text)), "")
        if role == "key":
            columns[number] = Column(number, 1, role, label, 1, "name", "item")
        else:
            columns[number] = Column(number, 1, role, label, unit=unit_in([label]))
    return columns


def read_fund_pairs(section: Section, project_no: int | None) -> Amounts:
    """Labels with the amount on their right, in one or two columns of such pairs; the first row heads each column."""
    amounts = Amounts(names=[] if section.title is None else [section.title])
    blocks: dict[int, int] = {}
    for row in section.body:
        cells = [cell for cell in row.cells if cell is not section.title]
        for label, value in itertools.pairwise(cells):
            if number_text(label.text) is not None or number_text(value.text) is None:
                continue
            if label.column not in blocks:
                blocks[label.column] = len(blocks) + 1
                _add_pair(amounts, blocks[label.column], section.title)
            amounts.add("pairs", label, value, project_no, block_no=blocks[label.column])
    return amounts


def _add_pair(amounts: Amounts, block_no: int, title: Cell | None) -> None:
    first = len(amounts.columns) + 1
    label = squeeze(title.text) if title else ""
    amounts.columns[first] = Column(first, block_no, "key", label, first, "name", "item")
    amounts.columns[first + 1] = Column(first + 1, block_no, "value", label, unit=unit_in([label]))


def fund_lines(table: TableRows, project_no: int | None) -> tuple[ProjectLine, ...]:
    """A line for each row of funds at several stages (年初预算数, 全年预算数, 全年执行数), with its first amount."""
    lines: list[ProjectLine] = []
    for row in table.rows:
        amount = next((cell for _, cell in row.cells if number_text(cell.text) is not None), None)
        if amount is not None and row.keys:
            name = row.keys[0].label or ""
            lines.append(ProjectLine("funding", name, amount.place, row.row_no, amount.text, project_no=project_no))
    return tuple(lines)


def budgets() -> Amounts:
    """The budgets among the fields of a form, none yet; nothing is printed above them."""
    columns = {1: Column(1, 1, "key", "", 1, "name", "item"), 2: Column(2, 1, "value", "")}
    return Amounts(columns=columns)
