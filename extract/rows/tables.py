"""Amount tables: columns, logical rows of each block with their keys and parents, and what fits neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.captions import has_phone, is_contact, is_publishable
from extract.columns import read_columns
from extract.headers import Row as GridRow
from extract.headers import count_header_rows, header_paths, is_column_numbers
from extract.hierarchy import with_parents
from extract.lexicon import split_glued_code
from extract.model import Cell, Column, Leftover, PrintedTable, Row, RowKey, TableRows
from extract.overflow import mended_header, mended_row
from extract.text import (
    code_text,
    count_numbers,
    is_prose,
    join_words,
    number_text,
    ordinal_level,
    split_code,
    squeeze,
)
from extract.vocabulary import column_label, row_label

_CODE_PARTS = ("class", "group", "item")
SUBJECT_ENTITIES = ("subject", "function", "economic_department", "economic_government")
_SIDES = ("收入", "支出")
_TABLE_NUMBER = re.compile(r"(?:附|公开)?表\d+(?:[-－—]\d+)*")
# A year may name a row.
_YEAR = re.compile(r"20\d{2}")
# Signs that a table prints where there is no amount.
_NO_AMOUNT = ("-", "—", "－", "/", "——", "–")


@dataclass(frozen=True)
class _Block:
    """The columns of one side-by-side block, by what they hold."""

    block_no: int
    keys: tuple[Column, ...]
    cells: tuple[Column, ...]
    # Those that describe a row; what they print may be withheld.
    told: tuple[Column, ...]


def read_table(table: PrintedTable) -> TableRows:
    """Take one amount table apart. `table.grids` holds one grid, already joined over pages."""
    (grid,) = table.grids
    grid_rows = grid.rows()
    n_header = count_header_rows(grid_rows)
    body = [row for row in grid_rows[n_header:] if row and not is_column_numbers(row)]
    leftovers: list[Leftover] = []
    header = [
        _publishable_header(mended_header(row), leftovers, table.table_no)
        for row in grid_rows[:n_header]
        if not is_column_numbers(row)
    ]
    columns = read_columns(header_paths(header, grid.n_columns), body)
    blocks = _blocks(columns)
    rows: list[Row] = []
    sections: list[str] = []
    restated = _Restated(blocks)
    landed: list[GridRow] = []
    merged = _MergedKeys(columns)
    described: set[int] = set()
    for as_printed in body:
        whole = mended_row(as_printed, columns)
        printed, withheld = _publishable(whole, columns, table.table_no)
        leftovers.extend(withheld)
        landed.append(printed)
        title = _section_title(printed, blocks, n_rows=len(body))
        if title is not None:
            sections.append(title)
            continue
        above = merged.above(printed) if printed else {}
        fitted = _realigned(_on_its_side(printed, blocks), columns)
        placed = printed if fitted is None else fitted
        leftovers.extend(_misplaced(placed, columns, table.table_no))
        for block in blocks:
            row = _row(placed, block, rows, sections[-1] if sections else None, above)
            if row is not None and not restated.heads(row):
                rows.append(restated.within(row))
                if any(column.column_no - 1 in whole for column in block.told):
                    described.add(row.row_no)
    furniture = [row for row in grid_rows if row and is_column_numbers(row)]
    furniture += [
        {column.column_no: row[column.column_no - 1]}
        for row in landed
        for column in columns
        if column.role == "ordinal" and column.column_no - 1 in row
    ]
    headings = [cell.text for row in header for cell in row.values()]
    sections += restated.labels
    return TableRows(
        table,
        columns,
        tuple(_nested(rows, blocks, described)),
        tuple(leftovers),
        heading_tokens=sum(map(count_numbers, (*headings, *sections))),
        furniture_tokens=sum(count_numbers(cell.text) for row in furniture for cell in row.values()),
    )


def _blocks(columns: Sequence[Column]) -> list[_Block]:
    numbers = sorted({column.block_no for column in columns})
    return [
        _Block(
            number,
            tuple(column for column in columns if column.block_no == number and column.role == "key"),
            tuple(column for column in columns if column.block_no == number and column.role in ("value", "attribute")),
            tuple(column for column in columns if column.block_no == number and column.role in ("attribute", "note")),
        )
        for number in numbers
    ]


def _nested(rows: Sequence[Row], blocks: Sequence[_Block], described: set[int]) -> Iterator[Row]:
    """All rows in their order, with the parents found within each block."""
    parents: dict[int, Row] = {}
    for block in blocks:
        is_subject = any(column.entity in SUBJECT_ENTITIES for column in block.keys)
        of_block = [row for row in rows if row.block_no == block.block_no]
        parents.update((row.row_no, row) for row in with_parents(of_block, is_subject, described))
    return (parents[row.row_no] for row in rows)


def _publishable_header(row: GridRow, leftovers: list[Leftover], table_no: int) -> GridRow:
    """A header row without sentences and telephone numbers; the label of a contact column stays."""
    kept = {
        column: cell
        for column, cell in row.items()
        if is_publishable(cell.text) or (is_contact(cell.text) and not has_phone(cell.text))
    }
    for column, cell in row.items():
        if column not in kept and (tokens := count_numbers(cell.text)):
            leftovers.append(Leftover(cell.place, "prose", "", tokens, table_no))
    return kept


def _publishable(printed: GridRow, columns: Sequence[Column], table_no: int) -> tuple[GridRow, list[Leftover]]:
    """A row without the cells whose words do not land: sentences, and contacts with all that stands beside them."""
    is_contact_row = any(is_contact(cell.text) for cell in printed.values())
    kept: GridRow = {}
    withheld: list[Leftover] = []
    for index, cell in printed.items():
        column = columns[index]
        own = any(is_contact(segment) for segment in column.label.split("/"))
        if is_contact_row or own:
            reason = "contact"
        elif (
            column.role == "note"
            or (column.role not in ("ordinal", "value") and not is_publishable(cell.text))
            or (column.role == "value" and is_prose(cell.text))
        ):
            reason = "prose"
        else:
            kept[index] = cell
            continue
        if tokens := count_numbers(cell.text):
            withheld.append(Leftover(cell.place, reason, "", tokens, table_no))
    return kept, withheld


def _section_title(printed: GridRow, blocks: Sequence[_Block], n_rows: int) -> str | None:
    """The label of a row that only heads those below it: one text in a table whose rows have codes."""
    if len(printed) != 1 or n_rows < 2 or not any(column.part == "code" for column in blocks[0].keys):
        return None
    (cell,) = printed.values()
    text = join_words(cell.text)
    known = row_label(text)
    if number_text(text) is not None or code_text(text) is not None or (known and known.row_role):
        return None
    return text if ordinal_level(text) is not None or cell.column == 0 else None


def _on_its_side(printed: GridRow, blocks: Sequence[_Block]) -> GridRow:
    """A row of expenditure moved to the expenditure side where the blanks of the receipts beside it are lost.

    Only where its label says the one side's word and not the other's.
    """
    if len(blocks) < 2 or not printed or max(printed) >= _first_column(blocks[1]) - 1:
        return printed
    text = squeeze(printed[min(printed)].text)
    sides = [next((word for word in _SIDES if any(word in key.label for key in block.keys)), "") for block in blocks]
    named = [block for block, side in zip(blocks, sides, strict=True) if side and side in text]
    if len(set(sides)) != len(sides) or len(named) != 1 or named[0] is blocks[0]:
        return printed
    shift = _first_column(named[0]) - _first_column(blocks[0])
    return {index + shift: replace(cell, column=index + shift) for index, cell in printed.items()}


def _first_column(block: _Block) -> int:
    return min(column.column_no for column in (*block.keys, *block.cells))


def _realigned(printed: GridRow, columns: Sequence[Column]) -> GridRow | None:
    """A row moved right by the leading cells it lost, as little as puts every text under its column; else None.

    A dump loses the blank of a merged leading cell, and the row slides left: a name stands in the code
    column, an amount in a name column.
    """
    is_placed = any(cell.place.page is not None for cell in printed.values())
    if is_placed or _fits(printed, columns):
        return printed
    for shift in range(1, len(columns) - max(printed)):
        moved = {index + shift: replace(cell, column=index + shift) for index, cell in printed.items()}
        if _fits(moved, columns):
            return moved
    return None


def _fits(printed: GridRow, columns: Sequence[Column]) -> bool:
    for index, cell in printed.items():
        column = columns[index]
        is_number = number_text(cell.text) is not None
        if column.role == "value" and not is_number and squeeze(cell.text) not in _NO_AMOUNT:
            return False
        if column.role == "key" and column.part == "code" and not _is_coded(column, cell):
            return False
        if column.role == "key" and column.part == "name" and is_number:
            return False
    return True


def _is_coded(column: Column, cell: Cell) -> bool:
    """Whether a cell may stand in a column of codes: a code, with or without its name, or the label of a total."""
    known = row_label(cell.text)
    is_total = known is not None and known.row_role != ""
    return is_total or _code_in(column, cell) is not None or split_code(cell.text) is not None


def _misplaced(printed: GridRow, columns: Sequence[Column], table_no: int) -> Iterator[Leftover]:
    """Amounts in key columns name nothing: they land as leftovers, in sight."""
    for index, cell in printed.items():
        column = columns[index]
        is_code = column.part != "name" and _code_in(column, cell) is not None
        is_year = _YEAR.fullmatch(squeeze(cell.text)) is not None
        if column.role == "key" and number_text(cell.text) is not None and not (is_code or is_year):
            yield Leftover(cell.place, "amount_in_key_column", cell.text, count_numbers(cell.text), table_no)


class _Restated:
    """Rows of one block that only name the classification of those below them (支出项目类别, 部门预算支出经济分类).

    Such a block breaks the same total down several times, one part below another; its totals stand in the last part.
    """

    def __init__(self, blocks: Sequence[_Block]) -> None:
        self._is_possible = len(blocks) > 1
        self._open: dict[int, str] = {}
        self.labels: list[str] = []

    def heads(self, row: Row) -> bool:
        """Whether a row only heads those below it in its block."""
        key = row.first_key
        if not self._is_possible or row.cells or key is None or key.code or not key.label:
            return False
        known = column_label(key.label)
        if known is None or known.role != "key" or row_label(key.label) is not None:
            return False
        self._open[row.block_no] = key.label
        self.labels.append(key.label)
        return True

    def within(self, row: Row) -> Row:
        """The row with the label of the part that it stands in."""
        section = self._open.get(row.block_no)
        return replace(row, section_label=section) if section else row


class _MergedKeys:
    """Key cells merged over several rows, for the rows that they cover after their first."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = [column.column_no - 1 for column in columns if column.role == "key"]
        self._open: dict[int, Cell] = {}

    def above(self, row: GridRow) -> GridRow:
        """The merged key cells of earlier rows that reach into this one."""
        number = min(cell.row for cell in row.values())
        covering = {
            column: cell
            for column, cell in self._open.items()
            if cell.row < number < cell.row + cell.row_span and column not in row
        }
        for column in self._columns:
            if column in row and row[column].row_span > 1:
                self._open[column] = row[column]
        return covering


def _row(printed: GridRow, block: _Block, before: Sequence[Row], section: str | None, merged: GridRow) -> Row | None:
    """The logical row that one block prints in a grid row, or None where it prints nothing there."""
    cells = tuple(
        (column.column_no, printed[column.column_no - 1]) for column in block.cells if column.column_no - 1 in printed
    )
    keys = _keys(printed, block, before, merged)
    if not cells and not any(key.code or key.label for key in keys):
        return None
    return Row(len(before) + 1, block.block_no, keys, cells, section_label=section)


def _keys(printed: GridRow, block: _Block, before: Sequence[Row], merged: GridRow) -> tuple[RowKey, ...]:
    own = [column.column_no - 1 for column in (*block.keys, *block.cells)]
    covering = {column: cell for column, cell in merged.items() if any(other in printed for other in own)}
    keys: list[RowKey] = []
    for key_no in sorted({column.key_no for column in block.keys if column.key_no is not None}):
        members = [column for column in block.keys if column.key_no == key_no]
        key = _key(key_no, members, printed, before, block.block_no)
        if key.code is None and key.label is None and covering:
            # What a merged cell says holds for each row that it covers; it is printed at the first.
            key = replace(_key(key_no, members, covering, before, block.block_no), code_printed=None, is_filled=True)
        if key.code is not None or key.label is not None:
            keys.append(key)
    return _with_shared_name(keys, block)


def _with_shared_name(keys: Sequence[RowKey], block: _Block) -> tuple[RowKey, ...]:
    """The keys of a row with the name that one column prints for all codes before it (单位名称（科目）).

    It names the row's subject, and its unit where the row has no subject.
    """
    parts: dict[int | None, set[str | None]] = {}
    for column in block.keys:
        parts.setdefault(column.key_no, set()).add(column.part)
    shared = {column.key_no for column in block.keys if column.entity == "subject" and parts[column.key_no] == {"name"}}
    subjects = {column.key_no for column in block.keys if column.entity in SUBJECT_ENTITIES}
    named = next((key for key in keys if key.key_no in shared), None)
    coded = [key for key in keys if key.code and not key.label and "name" not in parts[key.key_no]]
    if named is None or not coded:
        return tuple(keys)
    owner = next((key for key in coded if key.key_no in subjects), coded[-1])
    whole = replace(owner, label=named.label, indent=named.indent, slack=named.slack)
    return tuple(whole if key is owner else key for key in keys if key is not named)


def _key(key_no: int, members: Sequence[Column], printed: GridRow, before: Sequence[Row], block_no: int) -> RowKey:
    printed_codes: list[str] = []
    names: list[str] = []
    segments: dict[str, str] = {}
    named: Cell | None = None
    for column in members:
        cell = printed.get(column.column_no - 1)
        if cell is None:
            continue
        code = _code_in(column, cell)
        if column.part in _CODE_PARTS and code is not None:
            segments[column.part] = code
            printed_codes.append(cell.text)
        elif column.part == "code" and code is not None:
            printed_codes.append(cell.text)
            is_group = column.entity in SUBJECT_ENTITIES and re.fullmatch(r"\d\d", code)
            # A column of whole codes may print a 款 by its own two digits.
            segments["group" if is_group else "code"] = code
        elif not segments and (both := split_code(cell.text) or split_glued_code(join_words(cell.text))):
            segments["code"] = squeeze(both[0])
            printed_codes.append(both[0])
            names.append(both[1])
            named = cell
        elif number_text(cell.text) is None or _YEAR.fullmatch(squeeze(cell.text)):
            names.append(join_words(cell.text))
            named = named or cell
    code = segments.get("code") or _joined_code(segments, before, block_no, key_no)
    return RowKey(
        key_no,
        " ".join(printed_codes) or None,
        code,
        "".join(names) or None,
        indent=named.indent if named else None,
        slack=named.slack if named else None,
    )


def _code_in(column: Column, cell: Cell) -> str | None:
    """The code that a key cell prints; in a column of codes one digit is one, and so is the number of a table."""
    plain = squeeze(cell.text)
    is_own = column.part == "code" and (plain.isdigit() or _TABLE_NUMBER.fullmatch(plain) is not None)
    return plain if is_own else code_text(cell.text)


def _joined_code(segments: dict[str, str], before: Sequence[Row], block_no: int, key_no: int) -> str | None:
    """类, 款 and 项 joined; what a row leaves blank above its own part is that of the nearest row above.

    Source of the widths: a class code has three digits, each level below it two more.
    """
    if not segments:
        return None
    above = next(
        (
            key.code
            for row in reversed(before)
            if row.block_no == block_no
            for key in row.keys
            if key.key_no == key_no and key.code
        ),
        "",
    )
    joined = ""
    deepest = max(_CODE_PARTS.index(part) for part in segments)
    for level, part in enumerate(_CODE_PARTS[: deepest + 1]):
        start, end = (0, 3) if level == 0 else (1 + 2 * level, 3 + 2 * level)
        segment = segments.get(part, above[start:end])
        # A column may print the whole code so far instead of its own two digits.
        joined = segment if len(segment) > 2 and level else joined + segment
    return joined
