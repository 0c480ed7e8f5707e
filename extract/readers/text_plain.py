"""Reader for plain text dumps: what a PDF-to-text run leaves of tables, their words and numbers in printed order.

Blank cells are gone, names are broken over lines, tables of several sides interleaved. Tables are found by their
captions and headers; their rows are put together from codes, known names and numbers. The columns of a row that
prints an amount for each are known; those of any other row are not: its amounts are marked as open, and stand
from the left until `extract/recover.py` finds their columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.captions import empty_note_of, is_caption, is_furniture, is_note
from extract.columns import read_columns
from extract.headers import is_column_numbers
from extract.lexicon import known_parts
from extract.model import Cell, Grid, Place, TextLine
from extract.readers.plain_headers import HeaderForm, HeaderMatch, match_header
from extract.readers.plain_rows import read_rows
from extract.readers.plain_tokens import Token, decimals_of, tokens
from extract.text import is_prose, squeeze

NAME = "text_plain"

# No header of the field has taken more lines, one character a line.
_HEADER_LINES = 150
_PAGE_NUMBER = re.compile(r"^\s*([-—–－]\s*\d{1,4}\s*[-—–－])(?=\s*\S)")
_PART = re.compile(r"^第[一二三四五六七八九十]+部分")


@dataclass(frozen=True)
class _Line:
    text: str
    line_no: int


def read(text: str) -> tuple[TextLine | Grid, ...]:
    """Lines and grids in printed order; lines outside tables are handed on as they are printed."""
    lines = _lines(text)
    decimals = decimals_of(line.text for line in lines)
    blocks: list[TextLine | Grid] = []
    last = _Last()
    index = 0
    while index < len(lines):
        line = lines[index]
        blocks.append(TextLine(line.text, Place(line_no=line.line_no)))
        index += 1
        if not is_caption(line.text) or (index < len(lines) and is_caption(lines[index].text)):
            continue
        table = _table(lines, index, decimals, last)
        if table is not None:
            found, index, last = table
            blocks.extend(found)
    return tuple(blocks)


def _lines(text: str) -> list[_Line]:
    """The printed lines without blank ones; a caption or page number that runs on from another line is cut off it."""
    found: list[_Line] = []
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\f\v]", text), start=1):
        line = raw.strip()
        page = _PAGE_NUMBER.match(line)
        if page:
            found.append(_Line(page.group(1), number))
            line = line[page.end() :].strip()
        found.extend(_Line(piece, number) for piece in _without_caption(line) if piece)
    return found


def _without_caption(line: str) -> list[str]:
    """A line cut before a caption that follows its last amount without a blank."""
    for match in re.finditer(r"(?:\.\d{2}|\.\d{6}|,\d{3})(?=[^\d,.\s])|(?:\.\d{2}|,\d{3})(?=20\d{2}年)", line):
        if is_caption(line[match.end() :]) and not is_caption(line):
            return [line[: match.end()], line[match.end() :]]
    return [line]


@dataclass(frozen=True)
class _Last:
    """The header of the table before, and the code of its last row: a page printed after it may go on from there."""

    header: HeaderForm | None = None
    code: str = ""


def _table(
    lines: Sequence[_Line], start: int, decimals: int, before: _Last
) -> tuple[list[TextLine | Grid], int, _Last] | None:
    """The table whose header begins at a line, as blocks, the line after it, and what a next page may go on from.

    None where no known header is there.
    """
    stream = [
        token for line in lines[start : start + _HEADER_LINES] for token in tokens(line.text, line.line_no, decimals)
    ]
    match = match_header(stream)
    if match is None:
        return None
    header_end, rest = _after_tokens(lines, start, match.n_tokens, decimals)
    end = _end(lines, header_end)
    body: list[Token] = list(rest)
    furniture: list[TextLine | Grid] = []
    for line in lines[header_end:end]:
        if is_furniture(line.text):
            furniture.append(TextLine(line.text, Place(line_no=line.line_no)))
        else:
            body.extend(tokens(line.text, line.line_no, decimals))
    grid, last_code = _grid(match, stream[0].line_no, body, before.code if before.header == match.known else "")
    return [grid, *furniture], end, _Last(match.known, last_code)


def _after_tokens(lines: Sequence[_Line], start: int, count: int, decimals: int) -> tuple[int, list[Token]]:
    """The line after some tokens, and those tokens of the line they end in that follow them."""
    index = start
    while count > 0:
        own = tokens(lines[index].text, lines[index].line_no, decimals)
        index += 1
        if count < len(own):
            return index, own[count:]
        count -= len(own)
    return index, []


def _end(lines: Sequence[_Line], start: int) -> int:
    """The line after a table's last: before the next caption, note or sentence, less what then names nothing."""
    end = start
    while end < len(lines) and not _ends_table(lines[end].text):
        end += 1
    while end > start and _is_outside(lines[end - 1].text):
        end -= 1
    return end


def _ends_table(line: str) -> bool:
    plain = squeeze(line)
    return bool(
        is_caption(line) or is_note(line) or _PART.match(plain) or is_prose(plain) or empty_note_of([line]) is not None
    )


def _is_outside(line: str) -> bool:
    """Whether a line at a table's end belongs to what follows: no amount, no code and no known name in it."""
    return not re.search(r"\d", line) and not known_parts(squeeze(line))


def _grid(match: HeaderMatch, line_no: int, body: Sequence[Token], last_code: str) -> tuple[Grid, str]:
    """Header and body as one grid, and the code of its last row; each row of a side is a grid row of its own."""
    header = match.form.cells(Place(line_no=line_no))
    columns = read_columns(["/".join(path) for path in match.form.paths], ())
    rows: list[list[Cell]] = list(header)
    numbers, body = _column_numbers(body)
    rows.extend([numbers] if numbers else [])
    read = read_rows(body, columns, match.known, last_code)
    rows.extend(read.cells)
    cells = tuple(replace(cell, row=number) for number, row in enumerate(rows) for cell in row)
    return Grid(cells, len(rows), len(columns)), read.last_code


def _column_numbers(body: Sequence[Token]) -> tuple[list[Cell], Sequence[Token]]:
    """The row that only numbers the columns, where one stands first, and what follows it."""
    line = [token for token in body if body and token.line_no == body[0].line_no]
    cells = [
        Cell(0, column, token.text, Place(line_no=token.line_no), basis="text") for column, token in enumerate(line)
    ]
    if is_column_numbers({cell.column: cell for cell in cells}):
        return cells, body[len(line) :]
    return [], body
