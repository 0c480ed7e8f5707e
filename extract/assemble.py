"""Blocks of a document to logical tables: which grids continue one another, and which lines caption them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extract.captions import (
    empty_note_of,
    is_caption,
    is_furniture,
    is_note,
    publisher_of,
    read_caption,
    unit_of,
    whole_lines,
)
from extract.headers import Row, count_header_rows, has_known_label, header_paths, is_column_numbers
from extract.model import Caption, Cell, Grid, PrintedTable, TextLine
from extract.recognise import recognise
from extract.text import squeeze
from extract.vocabulary import column_label

# A line printed above or below so many tables, and no caption, runs over the pages.
_LEAST_RUNNING = 3
_INDICATOR_LIST = {"项目名称", "一级指标", "三级指标"}


@dataclass(frozen=True)
class _Cluster:
    """Grids with nothing between but blank lines and furniture, and the lines above and below them."""

    above: tuple[str, ...]
    grids: tuple[Grid, ...]
    below: tuple[str, ...]


@dataclass(frozen=True)
class _Piece:
    """A grid with the rows taken out of it: its caption, its notes, captions and headers repeated by later pages."""

    grid: Grid
    caption: tuple[Cell, ...] = ()
    notes: tuple[Cell, ...] = ()
    repeated: tuple[Cell, ...] = ()


def assemble(blocks: Sequence[TextLine | Grid]) -> tuple[PrintedTable, ...]:
    """The logical tables of a document, numbered 1, 2, 3 … in printed order."""
    tables: list[PrintedTable] = []
    for cluster in _clusters(blocks):
        found = _tables(cluster)
        if tables and found:
            joined = _join_over_caption(tables[-1], found[0], cluster)
            if joined is not None:
                tables[-1] = joined
                found = found[1:]
        tables.extend(found)
    return tuple(replace(table, table_no=number) for number, table in enumerate(tables, start=1))


def _clusters(blocks: Sequence[TextLine | Grid]) -> list[_Cluster]:
    running = _running_lines(blocks)
    clusters: list[_Cluster] = []
    above: list[str] = []
    grids: list[Grid] = []
    for block in blocks:
        if isinstance(block, Grid):
            if any(block.cells):
                grids.append(block)
            continue
        if is_furniture(block.text) or _without_digits(block.text) in running:
            continue
        if grids:
            clusters.append(_Cluster(tuple(above), tuple(grids), ()))
            above, grids = [], []
        above.append(block.text)
    if grids:
        clusters.append(_Cluster(tuple(above), tuple(grids), ()))
        above = []
    # The lines between two tables lie below the one and above the other.
    following = [*(cluster.above for cluster in clusters[1:]), tuple(above)][: len(clusters)]
    return [replace(cluster, below=below) for cluster, below in zip(clusters, following, strict=True)]


def _running_lines(blocks: Sequence[TextLine | Grid]) -> frozenset[str]:
    """Lines that stand next to many grids with the same words: page headers and footers."""
    beside = Counter(
        _without_digits(line.text)
        for before, line, after in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False)
        if isinstance(line, TextLine) and (isinstance(before, Grid) or isinstance(after, Grid))
        if not is_caption(line.text) and not is_note(line.text) and empty_note_of([line.text]) is None
    )
    return frozenset(line for line, times in beside.items() if line and times >= _LEAST_RUNNING)


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "", squeeze(text))


def _tables(cluster: _Cluster) -> list[PrintedTable]:
    pieces = [piece for grid in cluster.grids if (piece := _taken_apart(grid)).grid.cells]
    if not pieces:
        return []
    caption = read_caption([*cluster.above, *(cell.text for cell in pieces[0].caption)])
    # The note of the last table; those before it in one cluster have only their own grid's.
    note = empty_note_of(cluster.below)
    if _kind(caption, pieces[0].grid)[1]:
        return [_form(pieces, replace(caption, empty_note=note), caption)]
    joined = [pieces[0]]
    for piece in pieces[1:]:
        continued = None if _captions_another(piece, caption) else _continue(joined[-1], piece)
        if continued is None:
            joined.append(piece)
        else:
            joined[-1] = continued
    tables: list[PrintedTable] = []
    for position, piece in enumerate(map(_without_margin, joined)):
        own = caption if position == 0 else read_caption([cell.text for cell in piece.caption])
        kind, is_form = _kind(own, piece.grid)
        below = note if position == len(joined) - 1 else None
        own_note = empty_note_of([cell.text for cell in piece.notes]) or below
        tables.append(
            PrintedTable(
                0,
                replace(own, empty_note=own_note),
                (piece.grid,),
                kind,
                is_form,
                (*piece.caption, *piece.repeated),
                piece.notes,
            )
        )
    return tables


def _kind(caption: Caption, grid: Grid) -> tuple[str, bool]:
    words = {squeeze(cell.text) for cell in grid.cells}
    paths = _paths(grid)
    entry = recognise(caption.title, caption.headings, paths, words)
    # One row an indicator below a header is a list of projects' indicators, and no form.
    is_list = {label for path in paths for label in path.split("/")} >= _INDICATOR_LIST
    return entry.kind, entry.is_form and not is_list


def _form(pieces: Sequence[_Piece], note: Caption, caption: Caption) -> PrintedTable:
    kind, _ = _kind(caption, pieces[0].grid)
    return PrintedTable(
        0,
        note,
        tuple(piece.grid for piece in pieces),
        kind,
        is_form=True,
        caption_cells=tuple(cell for piece in pieces for cell in piece.caption),
        note_cells=tuple(cell for piece in pieces for cell in piece.notes),
    )


def _join_over_caption(table: PrintedTable, following: PrintedTable, cluster: _Cluster) -> PrintedTable | None:
    """A table whose caption is printed again on each page, joined; None where the two are different tables.

    The same title, number and publisher and the same header, and not the first row again: that is a copy.
    """
    caption, other = table.caption, following.caption
    if table.is_form or following.is_form or not all(map(is_caption, whole_lines(cluster.above))):
        return None
    if caption.title is None or _identity(other) != _identity(caption):
        return None
    if None not in (caption.printed_number, other.printed_number) and caption.printed_number != other.printed_number:
        return None
    above, below = table.grids[0].rows(), following.grids[0].rows()
    n_above, n_below = count_header_rows(above), count_header_rows(below)
    if not n_above or [_texts(row) for row in above[:n_above]] != [_texts(row) for row in below[:n_below]]:
        return None
    if n_above == len(above) or n_below == len(below) or _texts(above[n_above]) == _texts(below[n_below]):
        return None
    continued = _continue(
        _Piece(table.grids[0], table.caption_cells, table.note_cells),
        _Piece(following.grids[0], following.caption_cells, following.note_cells),
    )
    if continued is None:
        return None
    return replace(
        table,
        caption=replace(caption, empty_note=other.empty_note),
        grids=(continued.grid,),
        caption_cells=(*continued.caption, *continued.repeated),
        note_cells=continued.notes,
    )


def _identity(caption: Caption) -> Caption:
    """What must be printed again on a continuation page; a number may have lost its 表 to a font."""
    return replace(caption, headings=(), empty_note=None, printed_number=None)


def _taken_apart(grid: Grid) -> _Piece:
    """Rows at the top that hold only title, unit or publisher, and notes at the bottom, though drawn in the grid."""
    rows = grid.rows()
    while rows and not rows[0]:
        rows = rows[1:]
    while rows and not rows[-1]:
        rows = rows[:-1]
    lifted: list[Cell] = []
    notes: list[Cell] = []
    while len(rows) > 2 and _is_caption_row(rows[0]):
        lifted.extend(rows[0].values())
        rows = rows[1:]
        while not rows[0]:
            rows = rows[1:]
    while len(rows) > 2 and len(rows[-1]) == 1 and is_note(next(iter(rows[-1].values())).text):
        notes = [*rows[-1].values(), *notes]
        rows = rows[:-1]
    return _Piece(_from_rows(rows, grid.n_columns), tuple(lifted), tuple(notes))


def _is_caption_row(row: Row) -> bool:
    texts = [cell.text for cell in row.values()]
    caption = read_caption(texts)
    if not texts or any(column_label(text) is not None for text in texts):
        return False
    return bool(caption.title or caption.printed_number or unit_of(texts) or publisher_of(texts)) and len(texts) <= 4


def _without_margin(piece: _Piece) -> _Piece:
    """The grid without columns at its left that print nothing; those further right may lie below a merged label."""
    left = min(cell.column for cell in piece.grid.cells)
    if not left:
        return piece
    columns = range(left, piece.grid.n_columns)
    return replace(piece, grid=_from_rows(_moved(piece.grid.rows(), columns), len(columns)))


def _captions_another(piece: _Piece, caption: Caption) -> bool:
    """Whether a grid brings a caption of its own that is not the one before, repeated."""
    own = read_caption([cell.text for cell in piece.caption])
    return (own.title is not None and own.title != caption.title) or (
        own.printed_number is not None and own.printed_number != caption.printed_number
    )


def _paths(grid: Grid) -> list[str]:
    rows = grid.rows()
    return header_paths(rows[: count_header_rows(rows)], grid.n_columns)


def _continue(table: _Piece, piece: _Piece) -> _Piece | None:
    """The table with the piece's rows below its own, or None where the piece is another table.

    A piece continues a table where its header is the table's again or absent, and its columns are as many or
    become so by leaving out those that print nothing, or by blank ones at the end. Where the table is nothing
    but header yet, whatever follows with as many columns belongs to it.
    """
    rows, above = piece.grid.rows(), table.grid.rows()
    n_header, n_above = count_header_rows(rows), count_header_rows(above)
    n_columns = table.grid.n_columns
    header = _labels(rows[:n_header])
    own = _labels(above[:n_above])
    repeated: list[Row] = []
    if header and header == own[: len(header)]:
        repeated, rows = rows[:n_header], rows[n_header:]
    elif n_above == len(above):
        if len(above[0]) == table.grid.n_columns and _heads(rows[0], above[0]):
            return None
        n_columns = max(n_columns, piece.grid.n_columns)
    elif has_known_label(rows[:n_header]):
        return None
    fitted = _fit(rows, piece.grid.n_columns, n_columns)
    if fitted is None:
        return None
    return _Piece(
        _below(table.grid, fitted, n_columns),
        table.caption,
        (*table.notes, *piece.notes),
        (*table.repeated, *piece.caption, *piece.repeated, *_cells(repeated)),
    )


def _heads(row: Row, above: Row) -> bool:
    """Whether a row begins another header: its first label names a key column, as the header's above it does."""
    firsts = [column_label(cells[0].text) for cells in (list(row.values()), list(above.values())) if cells]
    return len(firsts) == 2 and all(label is not None and label.role in ("key", "ordinal") for label in firsts)


def _labels(header: Sequence[Row]) -> list[list[str]]:
    return [_texts(row) for row in header if not is_column_numbers(row)]


def _texts(row: Row) -> list[str]:
    return [squeeze(cell.text) for _, cell in sorted(row.items())]


def _cells(rows: Iterable[Row]) -> list[Cell]:
    return [cell for row in rows for _, cell in sorted(row.items())]


def _fit(rows: list[Row], n_columns: int, wanted: int) -> list[Row] | None:
    if n_columns <= wanted:
        return rows
    used = sorted({column for row in rows for column in row})
    if used and used[-1] < wanted:
        return rows
    return _moved(rows, used) if len(used) == wanted else None


def _moved(rows: Sequence[Row], used: Sequence[int]) -> list[Row]:
    place = {column: position for position, column in enumerate(used)}
    return [{place[column]: replace(cell, column=place[column]) for column, cell in row.items()} for row in rows]


def _below(grid: Grid, rows: Sequence[Row], n_columns: int) -> Grid:
    """A grid with rows set below it. The cells above stay as they are: a table of many pages is joined page by page."""
    added = _from_rows(rows, n_columns)
    moved = (replace(cell, row=cell.row + grid.n_rows) for cell in added.cells)
    return Grid((*grid.cells, *moved), grid.n_rows + added.n_rows, n_columns)


def _from_rows(rows: Sequence[Row], n_columns: int) -> Grid:
    cells: list[Cell] = []
    for index, row in enumerate(rows):
        cells.extend(replace(cell, row=index) for _, cell in sorted(row.items()))
    return Grid(tuple(cells), len(rows), n_columns)
