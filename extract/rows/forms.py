"""Forms (绩效目标表, 项目申报表): their rows, and the parts that the labels in them begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extract.catalogue import forms
from extract.model import Cell, Grid, PrintedTable
from extract.text import is_prose, number_text, squeeze
from extract.vocabulary import normalised


@dataclass(frozen=True)
class FormRow:
    """One printed row: its own cells by column, and the cells of rows above that are merged over it."""

    cells: tuple[Cell, ...]
    covering: tuple[Cell, ...] = ()
    begins_grid: bool = False


@dataclass
class Section:
    """A part of a form: the rows that head it, those below, and what was said before it of goal and horizon."""

    kind: str
    header: list[FormRow] = field(default_factory=list)
    body: list[FormRow] = field(default_factory=list)
    title: Cell | None = None
    horizon: str | None = None
    # horizons printed beside one another: what stands below each is of its own
    horizons: tuple[Cell, ...] = ()


def form_rows(table: PrintedTable) -> list[FormRow]:
    """The rows of a form's grids in printed order, without those that print nothing.

    Captions above a later grid are the titles of inner tables, and rows as well.
    """
    rows: list[FormRow] = []
    for position, grid in enumerate(table.grids):
        if position:
            before = _order(table.grids[position - 1].cells[-1])
            first = _order(grid.cells[0])
            titles = [cell for cell in table.caption_cells if before < _order(cell) < first]
            rows.extend(FormRow((cell,)) for cell in sorted(titles, key=_order))
        rows.extend(_grid_rows(grid))
    return rows


def _order(cell: Cell) -> tuple[int, float, int]:
    return cell.place.page or 0, cell.place.top or 0.0, cell.place.line_no or 0


def _grid_rows(grid: Grid) -> list[FormRow]:
    rows: list[FormRow] = []
    open_cells: list[Cell] = []
    for index, printed in enumerate(grid.rows()):
        open_cells = [cell for cell in open_cells if cell.row + cell.row_span > index]
        own = tuple(cell for _, cell in sorted(printed.items()))
        if own:
            rows.append(FormRow(own, tuple(open_cells), begins_grid=not rows))
        open_cells.extend(cell for cell in own if cell.row_span > 1)
    return rows


def extent(cell: Cell) -> tuple[float, float]:
    """From where to where a cell reaches: points on a page, columns in a text."""
    place = cell.place
    if place.x0 is not None and place.x1 is not None:
        return place.x0, place.x1
    return cell.column, cell.column + cell.column_span


def stands_below(cell: Cell, head: Cell) -> bool:
    """Whether a cell's middle lies within the reach of a header cell."""
    left, right = extent(cell)
    head_left, head_right = extent(head)
    return head_left <= (left + right) / 2 < head_right


@lru_cache(maxsize=16384)
def label_text(text: str) -> str:
    """A label for comparison: normalised, without a colon at its end."""
    return normalised(text).rstrip(":")


def says(name: str, text: str) -> bool:
    """Whether a text is a label of this name in the catalogue of forms."""
    return bool(forms().words[name].fullmatch(label_text(text)))


@lru_cache(maxsize=16384)
def field_of(text: str) -> str | None:
    """The field that a label names, or None."""
    plain = label_text(text)
    return next((name for name, pattern in forms().fields.items() if pattern.fullmatch(plain)), None)


@lru_cache(maxsize=16384)
def indicator_role(text: str) -> str | None:
    """What a header label of indicators heads, or None."""
    return _role(forms().indicators, text)


def history_role(text: str) -> str | None:
    """What a label of the second header row of indicators heads, or None."""
    return _role(forms().history, text)


def _role(patterns: dict[str, re.Pattern[str]], text: str) -> str | None:
    plain = label_text(text)
    return next((name for name, pattern in patterns.items() if pattern.fullmatch(plain)), None)


@lru_cache(maxsize=16384)
def horizon_of(text: str) -> str | None:
    """The label of a horizon at the beginning of a text, with the number of the goal: 长期绩效目标1, 年度目标 2."""
    match = _horizon().match(label_text(text))
    return match.group() if match else None


@lru_cache(maxsize=1)
def _horizon() -> re.Pattern[str]:
    return re.compile(rf"(?:{forms().words['horizon'].pattern})\d{{0,2}}")


def names_goal(goal: str | None, heading: str) -> bool:
    """Whether a goal with its number, as 长期目标 1, says more than the heading of its indicators, 长期绩效指标."""
    return goal is not None and goal[-1].isdigit() and goal[:2] == heading[:2] and heading.endswith("指标")


def is_level1(text: str) -> bool:
    """Whether a text is a first-level indicator class such as 产出指标."""
    return says("level1", text)


def sections(rows: Sequence[FormRow]) -> list[Section]:
    """The parts of a form in printed order. What belongs to none becomes a part of kind `other`."""
    return _Cutter().cut(rows)


class _Cutter:
    def __init__(self) -> None:
        self._sections: list[Section] = []
        self._current: Section | None = None
        self._indicators: Section | None = None
        self._horizon: str | None = None
        self._horizons: tuple[Cell, ...] = ()
        self._title: Cell | None = None

    def cut(self, rows: Sequence[FormRow]) -> list[Section]:
        for row in rows:
            self._place(row)
        return self._sections

    def _place(self, row: FormRow) -> None:
        starts = _starts(row)
        current = self._current
        if starts is not None:
            self._begin(starts, row)
        elif current is not None and _heads_further(current, row):
            current.header.append(row)
        elif self._indicators is not None and _is_indicator_row(row):
            # Below its header, or after another part that was printed between the two.
            self._current = self._indicators
            self._indicators.body.append(row)
        elif _has_fields(row):
            self._begin("fields", row)
        elif current is not None and _belongs(current, row):
            current.body.append(row)
        else:
            self._begin("other", row)

    def _begin(self, kind: str, row: FormRow) -> None:
        if kind == "fields" and self._current is not None and self._current.kind == "fields":
            self._current.body.append(row)
            return
        self._note_goal(row)
        part = Section(kind, title=_title(kind, row) or self._title, horizon=self._horizon, horizons=self._horizons)
        (part.body if kind in ("fields", "other", "fund_pairs") else part.header).append(row)
        self._sections.append(part)
        self._current = part
        alone = row.cells[0] if kind == "other" and len(row.cells) == 1 else None
        self._title = alone if alone is not None and _names_part(alone.text) else None
        if kind == "indicators":
            self._indicators = part

    def _note_goal(self, row: FormRow) -> None:
        for cell in (*row.covering, *row.cells):
            found = horizon_of(cell.text)
            if found is not None and not names_goal(self._horizon, found):
                self._horizon = found
        named = tuple(cell for cell in row.cells if horizon_of(cell.text) is not None)
        if len(named) > 1:
            self._horizons = named


def _title(kind: str, row: FormRow) -> Cell | None:
    """The cell that names a part: merged beside its rows, or first in its header."""
    if kind in ("fields", "other"):
        return None
    first = row.cells[0]
    if kind == "fund_stages":
        return next((cell for cell in (*row.cells, *row.covering) if says("fund_pairs", cell.text)), None)
    if kind == "fund_pairs" or (kind == "mix" and says("mix", first.text)):
        return first
    own = [cell for cell in row.cells if _names_part(cell.text)]
    beside = [cell for cell in row.covering if _names_part(cell.text)]
    return next(iter((*own, *beside)), None)


def _names_part(text: str) -> bool:
    plain = label_text(text)
    return (
        bool(re.fullmatch(r".{0,12}(?:情况|预算|来源|采购|任务|指标|目标表)", plain)) and indicator_role(text) is None
    )


def _starts(row: FormRow) -> str | None:
    """Which part a row's labels begin, if any."""
    texts = [cell.text for cell in row.cells]
    roles = {role for text in texts if (role := indicator_role(text))}
    if sum(says("fund_stages", text) for text in texts) > 2 and not roles & {"level1", "name"}:
        return "fund_stages"
    names = roles & {"level1", "level2", "level3", "name", "levels"}
    if names and (roles & {"target"} or roles >= {"operator", "content"}):
        return "indicators"
    if any(number_text(text) is not None for text in texts[1:]):
        return "fund_pairs" if says("fund_pairs", texts[0]) else None
    has_amount = any(says("amount", text) for text in texts)
    if has_amount and any(says("goods", text) for text in texts):
        return "procurement"
    if has_amount and any(says("detail", text) for text in texts):
        return "detail"
    if has_amount and any(says("funding", text) for text in texts):
        return "funding"
    if any(says("task_name", text) for text in texts) and any(says("task_budget", text) for text in texts):
        return "list"
    if any(says("mix", text) for text in texts) and len(texts) > 1:
        return "mix"
    return "fund_pairs" if says("fund_pairs", texts[0]) and len(texts) > 1 else None


def _heads_further(section: Section, row: FormRow) -> bool:
    """Whether a row below a header is header still."""
    if section.body or section.kind not in ("indicators", "mix", "list"):
        return False
    if section.kind == "indicators":
        return all(history_role(cell.text) for cell in row.cells)
    labels = [cell.text for cell in row.cells]
    covered = any(cell in section.header[0].cells for cell in row.covering)
    is_text = all(number_text(text) is None and not is_prose(text) for text in labels)
    from_text = section.header[0].cells[0].place.page is None
    history = all(history_role(text) for text in labels)
    return is_text and (history if from_text else covered and _shares_row(section, row))


def _shares_row(section: Section, row: FormRow) -> bool:
    """Whether a row stands within the height of the first header row's deepest label that is not the part's title."""
    first = section.header[0]
    deepest = max((cell.row + cell.row_span for cell in first.cells if cell is not section.title), default=0)
    return row.cells[0].row < deepest


def _has_fields(row: FormRow) -> bool:
    return any(field_of(cell.text) for cell in row.cells)


def _is_indicator_row(row: FormRow) -> bool:
    return any(is_level1(cell.text) or says("level2", cell.text) or levels_within(cell.text) for cell in row.cells)


def levels_within(text: str) -> re.Match[str] | None:
    """Both levels in a cell that prints them before the name, after what overflows from the cell above."""
    return _levels().match(squeeze(text))


@lru_cache(maxsize=1)
def _levels() -> re.Pattern[str]:
    words = forms().words
    levels = f"(?P<level1>{words['level1'].pattern})(?P<level2>{words['level2_whole'].pattern})"
    return re.compile(f"(?P<overflow>.{{0,8}}?){levels}(?P<name>.*)")


def _belongs(section: Section, row: FormRow) -> bool:
    """Whether a row goes on with the part above it."""
    if says("other", row.cells[0].text) or (len(row.cells) == 1 and is_prose(row.cells[0].text)):
        return False
    if section.kind in ("fund_pairs", "fund_stages"):
        beside = section.title is not None and section.title in row.covering
        return beside or any(says("fund_parts", cell.text) for cell in row.cells[:2])
    if section.kind in ("funding", "detail", "procurement", "mix", "list"):
        return section.kind == "list" or not any(is_prose(cell.text) for cell in row.cells)
    return section.kind == "indicators" and (horizon_of(row.cells[0].text) is None or _labels_beside(row.cells[0]))


def _labels_beside(cell: Cell) -> bool:
    """Whether a cell is merged beside the rows of indicators (年度绩效指标), as it begins anew on a later page."""
    return cell.row_span > 1 and label_text(cell.text).endswith("指标")


def body_texts(rows: Sequence[FormRow]) -> Iterator[str]:
    """What rows print, for telling a repeated part from another."""
    for row in rows:
        yield from (squeeze(cell.text) for cell in row.cells)
        yield "\n"
