"""Columns that a dump has lost, found again by arithmetic.

Where a row prints fewer amounts than its table has columns, their order is known and their columns are not. What
the table's own sums allow is searched exactly: first the sums of its header (合计 = 基本支出 + 项目支出), then those of
its codes (a parent equals its children in every column) and of its total rows, then what other tables state for the
same keys, last a note that there is no spending of a kind. A row lands where exactly one assignment satisfies all of
them; else its amounts are left over, with the reason. What was used is recorded: it proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.model import OPEN, ROWLESS, Cell, Column, Leftover, Recovery, Row, TableRows
from extract.recover_rows import Amounts, Block, blocks_of
from extract.recover_sums import THOROUGH, by_families, families_of, is_broken
from extract.recover_tables import by_notes, by_row_labels, families_between, families_by_class
from extract.text import count_numbers

INFERRED = "inferred"
SEVERAL, NONE, NO_ROW = "several_columns_fit", "no_columns_fit", "row_not_known"
_LOST = (OPEN, ROWLESS)


@dataclass(frozen=True)
class Recovered:
    """The tables with the cells that could be placed, and what was used to place them."""

    tables: tuple[TableRows, ...]
    recoveries: tuple[Recovery, ...]


def recover(tables: Sequence[TableRows]) -> Recovered:
    """Find the columns of all open amounts of one document's tables."""
    if not any(cell.attribution in _LOST for table in tables for row in table.rows for _, cell in row.cells):
        return Recovered(tuple(tables), ())
    blocks = [block for table in tables for block in blocks_of(table)]
    own = [family for block in blocks for family in families_of(block)]
    broken = [family for family in own if is_broken(family)]
    for family in broken:
        for member in family.members:
            member.is_contradicted = True
    families = [family for family in own if not any(family is other for other in broken)]
    by_families(families)
    families += [family for block in blocks for family in families_by_class(block)] + families_between(blocks)
    by_families(families)
    if by_row_labels(blocks):
        by_families(families)
    if by_notes(blocks, tables):
        by_families(families)
    by_families(families, THOROUGH)
    return _landed(tables, blocks)


def _landed(tables: Sequence[TableRows], blocks: Sequence[Block]) -> Recovered:
    found = {
        (block.table.table.table_no, number): (amounts, block.columns)
        for block in blocks
        for number, amounts in block.rows.items()
        if amounts.is_open
    }
    recoveries: list[Recovery] = []
    landed: list[TableRows] = []
    for table in tables:
        table_no = table.table.table_no
        rows: list[Row] = []
        leftovers: list[Leftover] = []
        for row in table.rows:
            amounts, columns = found.get((table_no, row.row_no), (None, ()))
            rowless = [cell for _, cell in row.cells if cell.attribution == ROWLESS]
            if rowless:
                leftovers.extend(_leftover(cell, NO_ROW, table_no) for cell in rowless)
            elif amounts is None:
                rows.append(row)
            elif amounts.known is None:
                rows.append(replace(row, cells=_printed(row)))
                leftovers.extend(_left_over(amounts, table_no))
            else:
                rows.append(replace(row, cells=(*_printed(row), *_placed(amounts, columns))))
                recoveries.extend(Recovery(table_no, row.row_no, identity) for identity in sorted(amounts.used))
        landed.append(replace(table, rows=tuple(rows), leftovers=(*table.leftovers, *leftovers)))
    return Recovered(tuple(landed), tuple(recoveries))


def _printed(row: Row) -> tuple[tuple[int, Cell], ...]:
    return tuple((number, cell) for number, cell in row.cells if cell.attribution not in _LOST)


def _placed(amounts: Amounts, columns: Sequence[Column]) -> Iterator[tuple[int, Cell]]:
    ((_, indexes),) = amounts.domain
    for index, cell in zip(indexes, amounts.cells, strict=True):
        number = columns[index].column_no
        yield number, replace(cell, column=number - 1, attribution=INFERRED)


def _left_over(amounts: Amounts, table_no: int) -> Iterator[Leftover]:
    # Where nothing was used, nothing was tried: the row has too many assignments.
    has_none = amounts.has_failed or amounts.is_contradicted or (amounts.used and not amounts.domain)
    reason = NONE if has_none else SEVERAL
    return (_leftover(cell, reason, table_no) for cell in amounts.cells)


def _leftover(cell: Cell, reason: str, table_no: int) -> Leftover:
    return Leftover(cell.place, reason, cell.text, count_numbers(cell.text), table_no)
