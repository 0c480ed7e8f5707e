"""A document of captioned tables on A4 pages: a cover, then each table on pages of its own, its header on every one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tools.sheet import A4, Sheets, text_width
from tools.table import PrintedCell, draw, height_of, least_width, table

_MARGIN = 40.0
# Room kept above the grid of every page for the caption that the first has, and below it for note and footer.
_GRID_TOP, _BELOW_GRID = 130.0, 80.0
_SIZES = (8.0, 7.0, 6.0)
# Tables with more columns lie across the page.
_MOST_UPRIGHT = 8
# No name column takes more than this share of the width.
_WIDEST = 0.45
_NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True)
class LongTable:
    """A table that may run over pages. Rows of header and body count from 0 each; blank cells may be left out."""

    title: str
    n_columns: int
    header: tuple[PrintedCell, ...]
    n_header: int
    body: tuple[PrintedCell, ...]
    n_body: int
    number: str | None = None
    heading: str | None = None
    publisher: str | None = None
    unit: str | None = None
    empty_note: str | None = None


@dataclass(frozen=True)
class Cover:
    """The first page: the document's title, and lines that say what the document is."""

    title: str
    lines: tuple[str, ...]
    footer: str


@dataclass(frozen=True)
class Placed:
    """A cell where it is printed: page from 1, table from 1, and its row and column in the grid of that page."""

    page: int
    table: int
    cell: PrintedCell


@dataclass(frozen=True)
class _Layout:
    size: float
    page: tuple[float, float]
    widths: tuple[float, ...]
    header: tuple[float, ...]
    body: tuple[float, ...]


def typeset(cover: Cover, tables: Sequence[LongTable], least_row: float = 16) -> tuple[bytes, list[Placed]]:
    """The PDF, and every cell of its grids with the page it is on."""
    sheets = Sheets(cover.title, cover.footer)
    _draw_cover(sheets, cover)
    placed: list[Placed] = []
    for number, long_table in enumerate(tables, start=1):
        layout = _laid_out(long_table, least_row)
        pages = list(_pages(long_table, layout))
        for index, rows in enumerate(pages):
            sheets.page(layout.page)
            cells, heights = _on_page(long_table, layout, rows)
            printed = table(_MARGIN, _GRID_TOP, layout.widths, heights, cells)
            if index == 0:
                _draw_caption(sheets, long_table, layout.page[0])
            draw(sheets, printed, layout.size)
            if index == len(pages) - 1 and long_table.empty_note:
                sheets.text(_MARGIN, printed.ys[-1] + 16, long_table.empty_note, 9)
            _draw_footer(sheets, cover.footer, layout.page)
            placed.extend(Placed(sheets.page_no, number, cell) for cell in printed.cells)
    return sheets.finish(), placed


def numeral(number: int) -> str:
    """A number below a hundred in Chinese: 九, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _NUMERALS[tens]) + ("十" if tens else "") + (_NUMERALS[ones] if ones else "")


def rows_per_page(header: Sequence[float], row: float) -> int:
    """How many rows of one height an upright page takes below a header."""
    return int((A4[1] - _BELOW_GRID - _GRID_TOP - sum(header)) // row)


def header_of(paths: Sequence[str]) -> tuple[tuple[PrintedCell, ...], int]:
    """Header cells from the paths over the columns, joined by `/`, and how many rows they take.

    Neighbours below the same label share it; a path that ends early goes down to the last row.
    """
    split = [path.split("/") if path else [] for path in paths]
    depth = max((len(path) for path in split), default=0)
    cells: list[PrintedCell] = []
    for level in range(depth):
        column = 0
        while column < len(split):
            path = split[column]
            if level >= len(path):
                column += 1
                continue
            is_last = level == len(path) - 1
            end = column + 1
            while not is_last and end < len(split) and _shares(path, split[end], level):
                end += 1
            rows = depth - level if is_last else 1
            cells.append(PrintedCell(level, column, path[level], rows, end - column))
            column = end
    return tuple(cells), depth


def _shares(path: Sequence[str], other: Sequence[str], level: int) -> bool:
    return len(other) > level + 1 and list(other[: level + 1]) == list(path[: level + 1])


def _laid_out(long_table: LongTable, least_row: float) -> _Layout:
    page = A4 if long_table.n_columns <= _MOST_UPRIGHT else (A4[1], A4[0])
    available = page[0] - 2 * _MARGIN
    for size in _SIZES:
        least, wanted = _column_widths(long_table, size, available * _WIDEST)
        if sum(least) <= available:
            break
    widths = _shared_out(least, wanted, available)
    return _Layout(
        size,
        page,
        widths,
        _heights(long_table.header, long_table.n_header, widths, size, least_row),
        _heights(long_table.body, long_table.n_body, widths, size, least_row),
    )


def _column_widths(long_table: LongTable, size: float, widest: float) -> tuple[list[float], list[float]]:
    """For each column the least width that breaks no word, and that which breaks no line of the body."""
    least = [4 * size] * long_table.n_columns
    wanted = list(least)
    for cell in (*long_table.header, *long_table.body):
        if cell.column_span > 1 or not cell.text:
            continue
        least[cell.column] = max(least[cell.column], least_width(cell.text, size))
    for cell in long_table.body:
        if cell.column_span == 1:
            natural = min(text_width(cell.text, size) + size, widest)
            wanted[cell.column] = max(wanted[cell.column], least[cell.column], natural)
    return least, [max(pair) for pair in zip(least, wanted, strict=True)]


def _shared_out(least: Sequence[float], wanted: Sequence[float], available: float) -> tuple[float, ...]:
    spare = available - sum(least)
    more = [wish - need for wish, need in zip(wanted, least, strict=True)]
    if sum(more) <= spare:
        factor = available / sum(wanted)
        return tuple(round(wish * factor, 2) for wish in wanted)
    return tuple(round(need + extra * spare / sum(more), 2) for need, extra in zip(least, more, strict=True))


def _heights(
    cells: Sequence[PrintedCell], n_rows: int, widths: Sequence[float], size: float, least_row: float
) -> tuple[float, ...]:
    heights = [least_row] * n_rows
    for cell in cells:
        width = sum(widths[cell.column : cell.column + cell.column_span])
        share = height_of(cell.text, width, size) / cell.row_span
        for row in range(cell.row, cell.row + cell.row_span):
            heights[row] = max(heights[row], round(share, 2))
    return tuple(heights)


def _pages(long_table: LongTable, layout: _Layout) -> Iterator[range]:
    """The body rows of each page; rows held together by a merged cell stay together."""
    room = layout.page[1] - _BELOW_GRID - _GRID_TOP - sum(layout.header)
    held = {row for cell in long_table.body for row in range(cell.row + 1, cell.row + cell.row_span)}
    start, used = 0, 0.0
    row = 0
    while row < long_table.n_body:
        end = row + 1
        while end in held:
            end += 1
        height = sum(layout.body[row:end])
        if used and used + height > room:
            yield range(start, row)
            start, used = row, 0.0
        used += height
        row = end
    yield range(start, long_table.n_body)


def _on_page(long_table: LongTable, layout: _Layout, rows: range) -> tuple[list[PrintedCell], tuple[float, ...]]:
    cells = list(long_table.header)
    cells += [
        replace(cell, row=cell.row - rows.start + long_table.n_header) for cell in long_table.body if cell.row in rows
    ]
    return cells, (*layout.header, *layout.body[rows.start : rows.stop])


def _draw_cover(sheets: Sheets, cover: Cover) -> None:
    sheets.page()
    size = min(22.0, (A4[0] - 2 * _MARGIN) / max(len(cover.title), 1))
    sheets.text((A4[0] - text_width(cover.title, size)) / 2, 280, cover.title, size)
    for index, line in enumerate(cover.lines):
        sheets.text((A4[0] - text_width(line, 11)) / 2, 340 + 20 * index, line, 11)


def _draw_caption(sheets: Sheets, long_table: LongTable, width: float) -> None:
    if long_table.heading:
        sheets.text(_MARGIN, 50, long_table.heading, 11)
    if long_table.number:
        sheets.text(_MARGIN, 72, f"表{long_table.number}", 9)
    sheets.text((width - text_width(long_table.title, 14)) / 2, 98, long_table.title, 14)
    if long_table.publisher:
        sheets.text(_MARGIN, 122, f"部门/单位：{long_table.publisher}", 9)
    if long_table.unit:
        unit = f"单位：{long_table.unit}"
        sheets.text(width - _MARGIN - text_width(unit, 9), 122, unit, 9)


def _draw_footer(sheets: Sheets, footer: str, page: tuple[float, float]) -> None:
    sheets.text((page[0] - text_width(footer, 7)) / 2, page[1] - 38, footer, 7)
    number = f"- {sheets.page_no} -"
    sheets.text((page[0] - text_width(number, 8)) / 2, page[1] - 22, number, 8)
