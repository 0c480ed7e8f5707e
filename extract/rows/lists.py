"""Lists of indicators: one row an indicator below one header, the project that it belongs to in a merged cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.captions import is_publishable
from extract.model import Cell, Indicator, PrintedTable, Project, Row, RowKey, TableRows
from extract.rows.forms import FormRow, Section, field_of, form_rows, indicator_role, stands_below
from extract.rows.indicators import read_indicators
from extract.text import code_text, join_words, split_code, squeeze


@dataclass
class _Group:
    """Rows of one project: those beside the cell that names it, and those where a page break parts it from them."""

    named: Cell | None
    rows: list[FormRow]
    rest: Cell | None = None


def with_indicators(rows: TableRows) -> TableRows:
    """The table with the projects and indicators that it lists; as it is where it lists none."""
    printed = form_rows(rows.table)
    header = _header(printed)
    if header is None:
        return rows
    head, name = header
    projects: list[Project] = []
    indicators: list[Indicator] = []
    groups = _groups(printed[head + 1 :], name)
    for group in groups:
        project = _project(group.named, len(projects) + 1)
        if project is not None:
            projects.append(project)
        section = Section("indicators", [printed[head]], group.rows)
        indicators.extend(read_indicators(section, project.project_no if project else None).indicators)
    named = tuple(_with_whole_names(rows.rows, groups))
    return replace(rows, rows=named, projects=tuple(projects), indicators=tuple(indicators))


def _with_whole_names(rows: Sequence[Row], groups: Sequence[_Group]) -> Iterator[Row]:
    """The table's rows; where a page break parts a project's name, each row has the whole name for its piece."""
    wholes = {
        cell.place: group.named.text
        for group in groups
        if group.named is not None and group.rest is not None
        for printed in group.rows
        for cell in printed.cells
    }
    for row in rows:
        whole = next((wholes[cell.place] for _, cell in row.cells if cell.place in wholes), None)
        yield row if whole is None else replace(row, keys=tuple(_with_whole_name(key, whole) for key in row.keys))


def _with_whole_name(key: RowKey, whole: str) -> RowKey:
    both = split_code(whole)
    pieces = [squeeze(piece) for piece in (key.code_printed, key.label) if piece]
    if both is None or not pieces or not all(piece in squeeze(whole) for piece in pieces):
        return key
    # As printed stays the piece of the code that stands here.
    printed = key.code_printed or (key.label if key.label and code_text(key.label) else None)
    return replace(key, code_printed=printed, code=join_words(both[0]), label=join_words(both[1]))


def is_indicator_list(table: PrintedTable) -> bool:
    """Whether a table, no form, is of performance: the kinds whose rows may be indicators."""
    return not table.is_form and table.kind.endswith("_performance")


def _header(rows: Sequence[FormRow]) -> tuple[int, Cell] | None:
    """The row that heads the indicators, with the cell that heads the projects' names."""
    for index, row in enumerate(rows):
        roles = {indicator_role(cell.text) for cell in row.cells}
        name = next((cell for cell in row.cells if field_of(cell.text) == "name"), None)
        if name is not None and roles >= {"level1", "target"}:
            return index, name
    return None


def _groups(rows: Sequence[FormRow], head: Cell) -> list[_Group]:
    """Rows by project.

    On one page a project's cell is one box. Rows below another's box, down to the page's end, are the beginning of the
    project that the next page names; rows at a page's top without a name go on with the last one.
    """
    groups: list[_Group] = []
    page: int | None = None
    code_length = _usual_code_length([cell.text for row in rows for cell in row.cells if stands_below(cell, head)])
    for row in rows:
        if head in row.covering or any(indicator_role(cell.text) for cell in row.cells):
            continue
        named = next((cell for cell in (*row.cells, *row.covering) if stands_below(cell, head)), None)
        begins_page = row.cells[0].place.page != page
        page = row.cells[0].place.page
        current = groups[-1] if groups else None
        if current is None:
            groups.append(_Group(named, [row]))
        elif named is None:
            if begins_page or current.named is None or page is None:
                current.rows.append(row)
            else:
                groups.append(_Group(None, [row]))
        elif current.named is None and begins_page:
            current.named = named
            current.rows.append(row)
        elif named is current.named or named is current.rest:
            current.rows.append(row)
        elif begins_page and current.named is not None and not _is_whole(named.text, code_length):
            current.rest = named
            current.named = replace(current.named, text=current.named.text + named.text)
            current.rows.append(row)
        else:
            groups.append(_Group(named, [row]))
    return groups


def _usual_code_length(names: Sequence[str]) -> int:
    """How long the codes before the names are, 0 where most have none."""
    lengths = Counter(len(both[0]) if (both := split_code(name)) else 0 for name in names)
    return lengths.most_common(1)[0][0] if lengths else 0


def _is_whole(name: str, code_length: int) -> bool:
    """Whether a name at a page's top is no rest of one that the page before began: it has its code, as all have."""
    both = split_code(name)
    return not code_length or (both is not None and len(both[0]) == code_length)


def _project(named: Cell | None, project_no: int) -> Project | None:
    if named is None or not is_publishable(named.text):
        return None
    both = split_code(named.text)
    name = join_words(both[1] if both else named.text)
    return Project(project_no, named.place, name, code=join_words(both[0]) if both else None)
