"""Blocks of a document to logical tables: which grids continue one another, and which lines caption them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.breaks import join_cut_row, merged_over_break, recent_cells
from extract.captions import (
    empty_note_of,
    is_caption,
    is_furniture,
    is_note,
    is_remnant,
    publisher_of,
    read_caption,
    unit_of,
    whole_lines,
)
from extract.catalogue import KindEntry
from extract.forms import begins_as, begins_form, form_starts, goes_on, has_head, split_at
from extract.headers import MOST_ROWS, Row, count_header_rows, has_known_label, header_paths, is_column_numbers
from extract.model import Caption, Cell, Grid, PrintedTable, TextLine
from extract.recognise import UNKNOWN, fits, scores_of
from extract.text import is_prose, squeeze
from extract.vocabulary import column_label

# A line printed above or below so many tables, and no caption, runs over the pages.
_LEAST_RUNNING = 3
# Lines above a table among which a sentence tells that it stands in the text part.
_NEAR = 4
# The kind of a table that the text part prints between its sentences.
IN_TEXT = "narrative"
# Points by which the lines of a table may differ from page to page.
_SAME_EDGE = 3.0
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


@dataclass(frozen=True)
class _Draft:
    """A table as far as it is put together: the pieces of a form, or the one piece that the others are joined to."""

    caption: Caption
    kind: str
    is_form: bool
    pieces: tuple[_Piece, ...]
    note_below: str | None = None
    # Whether it stands without caption among the sentences of the text part.
    is_in_text: bool = False


def assemble(blocks: Sequence[TextLine | Grid]) -> tuple[PrintedTable, ...]:
    """The logical tables of a document, numbered 1, 2, 3 … in printed order."""
    drafts: list[_Draft] = []
    for cluster in _clusters(blocks):
        pieces = [part for grid in cluster.grids if (piece := _taken_apart(grid)).grid.cells for part in _forms(piece)]
        for position, piece in enumerate(pieces):
            above = cluster.above if position == 0 else ()
            caption = read_caption([*above, *(cell.text for cell in piece.caption)])
            joined = _joined(drafts[-1], piece, caption, above if position == 0 else None) if drafts else None
            if joined is None:
                begun = _begun(piece, caption, drafts[-1] if drafts else None)
                drafts.append(replace(begun, is_in_text=_is_in_text(caption, above)))
            else:
                drafts[-1] = joined
        if pieces:
            # The note of the last table; those before it in one cluster have only their own grid's.
            drafts[-1] = replace(drafts[-1], note_below=empty_note_of(cluster.below))
    return tuple(_table(draft, number) for number, draft in enumerate(drafts, start=1))


def _begun(piece: _Piece, caption: Caption, before: _Draft | None) -> _Draft:
    kind, is_form = _kind(caption, piece.grid)
    untitled_after_form = is_form and caption.title is None and before is not None and before.is_form
    if before is not None and untitled_after_form and begins_as(piece.grid, before.pieces[0].grid):
        # One caption stands over all forms of its kind.
        caption, kind = replace(before.caption, empty_note=None), before.kind
    return _Draft(caption, kind, is_form, (piece,))


def _is_in_text(caption: Caption, above: Sequence[str]) -> bool:
    return caption.title is None and caption.printed_number is None and any(map(is_prose, whole_lines(above)[-_NEAR:]))


def _joined(draft: _Draft, piece: _Piece, caption: Caption, above: Sequence[str] | None) -> _Draft | None:
    """The table with a piece more, or None where it is of another; `above`: the lines between, None without any."""
    if draft.is_form:
        return _joined_form(draft, piece, caption, above or ())
    if above is not None:
        return _join_over_caption(draft, piece, caption, above) or _join_over_remnants(draft, piece, caption, above)
    if _captions_another(caption, draft.caption) or (has_head(piece.grid) and _kind(caption, piece.grid)[1]):
        return None
    continued = _continue(draft.pieces[-1], piece)
    return None if continued is None else replace(draft, pieces=(continued,))


def _joined_form(draft: _Draft, piece: _Piece, caption: Caption, between: Sequence[str]) -> _Draft | None:
    kind, is_form = _kind(caption, piece.grid)
    if begins_form(piece.grid, draft.pieces[0].grid) or not (is_form or kind == UNKNOWN.kind):
        return None
    if not _follows(piece.grid, draft.pieces[-1].grid):
        return None
    lines = whole_lines(between)
    if not goes_on(read_caption(lines).title, draft.caption, [line for line in lines if not is_caption(line)]):
        return None
    return replace(draft, pieces=(*draft.pieces[:-1], *_form_over_break(draft.pieces[-1], piece)))


def _form_over_break(before: _Piece, piece: _Piece) -> tuple[_Piece, ...]:
    """Two pages of a form, with a row that the break cuts put together on the first."""
    above, below = before.grid.rows(), piece.grid.rows()
    joined = join_cut_row(above[-1], below[0], by_column=False)
    if joined is None:
        return before, piece
    ended = replace(before, grid=_from_rows([*above[:-1], joined], before.grid.n_columns))
    if len(below) == 1:
        return (replace(ended, caption=(*ended.caption, *piece.caption), notes=(*ended.notes, *piece.notes)),)
    return ended, replace(piece, grid=_from_rows(below[1:], piece.grid.n_columns))


def _follows(grid: Grid, before: Grid) -> bool:
    """Whether a grid stands on the page of the grid before or on the next; lines of a text have no pages."""
    pages = (before.cells[-1].place.page, grid.cells[0].place.page)
    return pages[0] is None or pages[1] is None or pages[1] - pages[0] <= 1


def _forms(piece: _Piece) -> list[_Piece]:
    """The forms that stand in one grid, one below the other; anything else as it is."""
    rows = piece.grid.rows()
    starts = form_starts(rows)
    if len(starts) == 1 or not _kind(read_caption([cell.text for cell in piece.caption]), piece.grid)[1]:
        return [piece]
    parts = [_taken_apart(_from_rows(part, piece.grid.n_columns)) for part in split_at(rows, starts)]
    return [replace(parts[0], caption=piece.caption), *parts[1:-1], replace(parts[-1], notes=piece.notes)]


def _table(draft: _Draft, number: int) -> PrintedTable:
    pieces = draft.pieces if draft.is_form else tuple(map(_without_margin, draft.pieces))
    notes = tuple(cell for piece in pieces for cell in piece.notes)
    # The header may have been whole only with the second page.
    fitting = _fitting(draft.caption, pieces[0].grid)
    kind, is_form = (draft.kind, True) if draft.is_form else _best(fitting, pieces[0].grid)
    if kind == UNKNOWN.kind and draft.is_in_text:
        kind = IN_TEXT
    return PrintedTable(
        number,
        replace(draft.caption, empty_note=empty_note_of([cell.text for cell in notes]) or draft.note_below),
        tuple(piece.grid for piece in pieces),
        kind,
        is_form,
        tuple(cell for piece in pieces for cell in (*piece.caption, *piece.repeated)),
        notes,
        kind_scores=scores_of(fitting),
    )


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


def _kind(caption: Caption, grid: Grid) -> tuple[str, bool]:
    """The kind of a table, and whether it is a form."""
    return _best(_fitting(caption, grid), grid)


def _best(fitting: Sequence[tuple[KindEntry, float]], grid: Grid) -> tuple[str, bool]:
    entry = fitting[0][0] if fitting else UNKNOWN
    # One row an indicator below a header is a list of projects' indicators, and no form.
    is_list = any({squeeze(cell.text) for cell in row.values()} >= _INDICATOR_LIST for row in grid.rows())
    return entry.kind, entry.is_form and not is_list


def _fitting(caption: Caption, grid: Grid) -> tuple[tuple[KindEntry, float], ...]:
    words = {squeeze(cell.text) for cell in grid.cells}
    return fits(caption.title, caption.headings, _paths(grid), words)


def _join_over_caption(draft: _Draft, piece: _Piece, caption: Caption, above: Sequence[str]) -> _Draft | None:
    """A table whose caption is printed again on each page, joined; None where the two are different tables.

    The same title, number and publisher and the same header, and not the first row again: that is a copy.
    """
    own = draft.caption
    if own.title is None or _identity(caption) != _identity(own):
        return None
    if None not in (own.printed_number, caption.printed_number) and own.printed_number != caption.printed_number:
        return None
    if not all(map(is_caption, whole_lines(above))) or _kind(caption, piece.grid)[1]:
        return None
    first, following = _without_margin(draft.pieces[0]), _without_margin(piece)
    above_rows, below_rows = first.grid.rows(MOST_ROWS + 1), following.grid.rows()
    n_above, n_below = count_header_rows(above_rows), count_header_rows(below_rows)
    if not n_above or [_texts(row) for row in above_rows[:n_above]] != [_texts(row) for row in below_rows[:n_below]]:
        return None
    if n_above == len(above_rows) or n_below == len(below_rows):
        return None
    if _texts(above_rows[n_above]) == _texts(below_rows[n_below]):
        return None
    continued = _continue(first, following)
    return None if continued is None else replace(draft, pieces=(continued,))


def _join_over_remnants(draft: _Draft, piece: _Piece, caption: Caption, above: Sequence[str]) -> _Draft | None:
    """A table that goes on over pieces of cells which a page break cuts: the same columns and no header again."""
    rows = piece.grid.rows()
    if caption != Caption() or not all(map(is_remnant, whole_lines(above))) or has_head(piece.grid):
        return None
    if has_known_label(rows[: count_header_rows(rows)]) or not _same_edges(piece.grid, draft.pieces[-1].grid):
        return None
    continued = _continue(draft.pieces[-1], piece)
    return None if continued is None else replace(draft, pieces=(continued,))


def _same_edges(grid: Grid, before: Grid) -> bool:
    """Whether a grid stands on the next page between the same lines as the page before."""
    page = before.cells[-1].place.page
    if page is None or grid.cells[0].place.page != page + 1 or grid.n_columns != before.n_columns:
        return False
    edges = [edge for cell in before.cells if cell.place.page == page for edge in _sides(cell)]
    # Columns that print nothing on the page before have no edges there.
    sides = [side for cell in grid.cells for side in _sides(cell) if min(edges) <= side <= max(edges)]
    return all(any(abs(side - edge) <= _SAME_EDGE for edge in edges) for side in sides)


def _sides(cell: Cell) -> list[float]:
    return [side for side in (cell.place.x0, cell.place.x1) if side is not None]


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
    while (len(rows) > 2 or _begins_form_below(rows)) and _is_caption_row(rows[0]):
        lifted.extend(rows[0].values())
        rows = rows[1:]
        while not rows[0]:
            rows = rows[1:]
    while len(rows) > 2 and len(rows[-1]) == 1 and is_note(next(iter(rows[-1].values())).text):
        notes = [*rows[-1].values(), *notes]
        rows = rows[:-1]
    return _Piece(_from_rows(rows, grid.n_columns), tuple(lifted), tuple(notes))


def _begins_form_below(rows: Sequence[Row]) -> bool:
    """Whether a page ends after the title and the head of a form."""
    return len(rows) == 2 and has_head(_from_rows(rows[1:], 1 + max(rows[1])))


def _is_caption_row(row: Row) -> bool:
    texts = [cell.text for cell in row.values()]
    caption = read_caption(texts)
    if not texts or any(column_label(text) is not None for text in texts):
        return False
    return bool(caption.title or caption.printed_number or unit_of(texts) or publisher_of(texts)) and len(texts) <= 4


def _without_margin(piece: _Piece) -> _Piece:
    """The grid without columns at its left that print nothing; those further right may lie below a merged label."""
    # The first cell mostly tells; of a table of many pages not all are looked at again.
    if any(cell.column == 0 for cell in piece.grid.cells):
        return piece
    columns = range(min(cell.column for cell in piece.grid.cells), piece.grid.n_columns)
    return replace(piece, grid=_from_rows(_moved(piece.grid.rows(), columns), len(columns)))


def _captions_another(own: Caption, caption: Caption) -> bool:
    """Whether a grid's own caption is not the one before, repeated."""
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
    # Of a table of many pages only the top is looked at, or to join them would take longer page by page.
    rows, above = piece.grid.rows(), table.grid.rows(MOST_ROWS + 1)
    n_header, n_above = count_header_rows(rows), count_header_rows(above)
    n_columns = table.grid.n_columns
    header = _labels(rows[:n_header])
    own = _labels(above[:n_above])
    repeated: list[Row] = []
    if own and own == _labels(rows[:n_above]):
        # The rows below it print nothing that tells them from a header, and are none.
        repeated, rows = rows[:n_above], rows[n_above:]
    elif header and header == own[: len(header)]:
        repeated, rows = rows[:n_header], rows[n_header:]
    elif n_above == table.grid.n_rows:
        if len(above[0]) == table.grid.n_columns and _heads(rows[0], above[0]):
            return None
        n_columns = max(n_columns, piece.grid.n_columns)
    elif has_known_label(rows[:n_header]):
        return None
    fitted = _fit(rows, piece.grid.n_columns, n_columns)
    if fitted is None:
        return None
    grid, fitted = _over_break(table.grid, fitted) if n_above < len(above) else (table.grid, fitted)
    return _Piece(
        _below(grid, fitted, n_columns),
        table.caption,
        (*table.notes, *piece.notes),
        (*table.repeated, *piece.caption, *piece.repeated, *_cells(repeated)),
    )


def _over_break(grid: Grid, rows: list[Row]) -> tuple[Grid, list[Row]]:
    """A table and the rows that follow on the next page, with what the page break cuts put together again."""
    last = {cell.column: cell for cell in reversed(recent_cells(grid)) if cell.row == grid.n_rows - 1}
    joined = join_cut_row(last, rows[0], by_column=True) if rows else None
    if joined is not None:
        kept = (cell for cell in grid.cells if cell.row != grid.n_rows - 1)
        ended = (replace(cell, row=grid.n_rows - 1) for _, cell in sorted(joined.items()))
        return Grid((*kept, *ended), grid.n_rows, grid.n_columns), rows[1:]
    return merged_over_break(grid, rows)


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
    # Adding tuples copies the cells above in one go; to unpack them takes ten times as long.
    cells = grid.cells + tuple(_numbered(rows, grid.n_rows))
    return Grid(cells, grid.n_rows + len(rows), n_columns)


def _from_rows(rows: Sequence[Row], n_columns: int) -> Grid:
    return Grid(tuple(_numbered(rows, 0)), len(rows), n_columns)


def _numbered(rows: Sequence[Row], first: int) -> Iterator[Cell]:
    """The cells of rows that are numbered from `first` on, by column."""
    for number, row in enumerate(rows, start=first):
        for _, cell in sorted(row.items()):
            yield cell if cell.row == number else replace(cell, row=number)
