"""Blocks of a document to logical tables: which grids continue one another, and which lines caption them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.captions import empty_note_of, is_furniture, publisher_of, read_caption, unit_of
from extract.headers import Row, count_header_rows, header_paths, is_column_numbers
from extract.model import Caption, Cell, Grid, PrintedTable, TextLine
from extract.recognise import UNKNOWN, recognise
from extract.text import squeeze


@dataclass(frozen=True)
class _Cluster:
    """Grids with nothing between but blank lines and furniture, and the lines above and below them."""

    above: tuple[str, ...]
    grids: tuple[Grid, ...]
    below: tuple[str, ...]


def assemble(blocks: Sequence[TextLine | Grid]) -> tuple[PrintedTable, ...]:
    """The logical tables of a document, numbered 1, 2, 3 … in printed order."""
    tables: list[PrintedTable] = []
    for cluster in _clusters(blocks):
        tables.extend(_tables(cluster))
    return tuple(replace(table, table_no=number) for number, table in enumerate(tables, start=1))


def _clusters(blocks: Sequence[TextLine | Grid]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    above: list[str] = []
    grids: list[Grid] = []
    for block in blocks:
        if isinstance(block, Grid):
            grids.append(block)
            continue
        if is_furniture(block.text):
            continue
        if grids:
            clusters.append(_Cluster(tuple(above), tuple(grids), ()))
            above, grids = [], []
        above.append(block.text)
    if grids:
        clusters.append(_Cluster(tuple(above), tuple(grids), ()))
        above = []
    # The lines between two tables lie below the one and above the other.
    following = [cluster.above for cluster in clusters[1:]] + [tuple(above)]
    return [replace(cluster, below=below) for cluster, below in zip(clusters, following, strict=True)]


def _tables(cluster: _Cluster) -> list[PrintedTable]:
    inside, first = _lift_caption(cluster.grids[0])
    grids = (first, *cluster.grids[1:])
    caption = read_caption([*cluster.above, *inside])
    # The note of the last table; those before it in one cluster have no line of their own below them.
    note = empty_note_of(cluster.below)
    kind = recognise(caption.title, caption.headings, _paths(first))
    if kind.is_form:
        return [PrintedTable(0, replace(caption, empty_note=note), grids, kind.kind, is_form=True)]
    tables: list[PrintedTable] = []
    joined = [first]
    for grid in grids[1:]:
        continued = _continue(joined[-1], grid)
        if continued is None:
            joined.append(grid)
        else:
            joined[-1] = continued
    for position, grid in enumerate(joined):
        own = caption if position == 0 else Caption()
        entry = kind if position == 0 else recognise(None, (), _paths(grid))
        last = position == len(joined) - 1
        tables.append(
            PrintedTable(0, replace(own, empty_note=note if last else None), (grid,), (entry or UNKNOWN).kind)
        )
    return tables


def _lift_caption(grid: Grid) -> tuple[list[str], Grid]:
    """Rows at the top that hold only a title, a unit or a publisher are caption, though drawn inside the grid."""
    rows = grid.rows()
    lifted: list[str] = []
    while len(rows) > 2 and rows[0] and len(rows[0]) <= 2:
        texts = [cell.text for cell in rows[0].values()]
        caption = read_caption(texts)
        if not (caption.title or caption.printed_number or unit_of(texts) or publisher_of(texts)):
            break
        lifted.extend(texts)
        rows = rows[1:]
    return lifted, _from_rows(rows, grid.n_columns) if lifted else grid


def _paths(grid: Grid) -> list[str]:
    rows = grid.rows()
    return header_paths(rows[: count_header_rows(rows)], grid.n_columns)


def _continue(table: Grid, grid: Grid) -> Grid | None:
    """The table with the grid's rows below its own, or None where the grid is another table.

    A grid continues a table where its header is the table's again or absent, and its columns are as many or
    become so by leaving out those that print nothing, or by blank ones at the end.
    """
    rows, above = grid.rows(), table.rows()
    n_header = count_header_rows(rows)
    header = [_texts(row) for row in rows[:n_header] if not is_column_numbers(row)]
    if header:
        own = [_texts(row) for row in above[: count_header_rows(above)] if not is_column_numbers(row)]
        if header != own[: len(header)]:
            return None
        rows = rows[n_header:]
    fitted = _fit(rows, grid.n_columns, table.n_columns)
    if fitted is None:
        return None
    return _from_rows([*above, *fitted], table.n_columns)


def _texts(row: Row) -> list[str]:
    return [squeeze(cell.text) for _, cell in sorted(row.items())]


def _fit(rows: list[Row], n_columns: int, wanted: int) -> list[Row] | None:
    if n_columns <= wanted:
        return rows
    used = sorted({column for row in rows for column in row})
    if used and used[-1] < wanted:
        return rows
    if len(used) != wanted:
        return None
    place = {column: position for position, column in enumerate(used)}
    return [{place[column]: replace(cell, column=place[column]) for column, cell in row.items()} for row in rows]


def _from_rows(rows: Sequence[Row], n_columns: int) -> Grid:
    cells: list[Cell] = []
    for index, row in enumerate(rows):
        cells.extend(replace(cell, row=index) for _, cell in sorted(row.items()))
    return Grid(tuple(cells), len(rows), n_columns)
