"""Reader for tab-separated dumps: what converters write when they keep a table's columns and lose its page.

A run of lines without a blank line between is one piece of a table or of text. Within a table some cells
are broken over lines; the number of fields that most lines of the run have tells where.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extract.errors import TruncatedError
from extract.model import Cell, Grid, Place, TextLine
from extract.text import number_text

NAME = "text_tabs"

_OPEN_DECIMAL = re.compile(r"[\d,]*\d\.\d?")
_PART = re.compile(r"^第([一二三四五六七八九十]+)部分")


@dataclass(frozen=True)
class _Line:
    fields: tuple[str, ...]
    line_no: int
    # the line on which each field begins, for fields joined from several lines
    field_lines: tuple[int, ...]


def reads(text: str) -> bool:
    """Whether a text has tab-separated fields at all."""
    return any(line.strip("\n\r ").count("\t") for line in text.splitlines())


def read(text: str, file: str) -> tuple[TextLine | Grid, ...]:
    """Lines and grids in printed order. Raises TruncatedError where the text stops before its end."""
    blocks: list[TextLine | Grid] = []
    for run in _runs(_fields(text)):
        blocks.extend(_run_blocks(run))
    _check_end(text, blocks, file)
    return tuple(blocks)


def _fields(text: str) -> list[_Line]:
    """Physical lines split at tabs; a field in double quotes may go on over line ends."""
    lines: list[_Line] = []
    held = ""
    held_from = 0
    # A quote that never closes is printed text: only one that closes within a few lines spans them.
    physical = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    for number, raw in enumerate(physical, start=1):
        if not held and _opens_quote(raw) and any('"' in later for later in physical[number : number + 8]):
            held, held_from = raw, number
            continue
        if held:
            held += " " + raw
            if _opens_quote(held):
                continue
            raw, number, held = held, held_from, ""
        fields = tuple(_unquote(field) for field in raw.split("\t"))
        lines.append(_Line(fields, number, (number,) * len(fields)))
    return lines


def _opens_quote(line: str) -> bool:
    last = line.split("\t")[-1].lstrip()
    return last.startswith('"') and last.count('"') % 2 == 1


def _unquote(field: str) -> str:
    field = field.strip()
    if len(field) >= 2 and field[0] == field[-1] == '"' and field.count('"') % 2 == 0:
        return field[1:-1].replace('""', '"').strip()
    return field


def _runs(lines: list[_Line]) -> list[list[_Line]]:
    runs: list[list[_Line]] = [[]]
    for line in lines:
        if any(line.fields):
            runs[-1].append(line)
        elif len(line.fields) > 1:
            runs[-1].append(line)  # a table row that prints nothing keeps its run together
        else:
            runs.append([])
    return [run for run in runs if run]


def _run_blocks(run: list[_Line]) -> list[TextLine | Grid]:
    tabbed = [index for index, line in enumerate(run) if len(line.fields) > 1]
    if not tabbed:
        return [_text_line(line) for line in run]
    first, last = tabbed[0], tabbed[-1]
    before = [_text_line(line) for line in run[:first]]
    after = [_text_line(line) for line in run[last + 1 :]]
    return [*before, _grid(_mended(run[first : last + 1])), *after]


def _text_line(line: _Line) -> TextLine:
    return TextLine(line.fields[0], Place(line_no=line.line_no))


def _mended(lines: list[_Line]) -> list[_Line]:
    """The rows of a table with cells broken over lines put together again.

    The width is the field count of most lines. Shorter lines in sequence are one row where joining them
    gives exactly that width; a line without a tab belongs to the row before or after it.
    """
    counts = Counter(len(line.fields) for line in lines if len(line.fields) > 1)
    width = max(counts, key=lambda count: (counts[count], count))
    rows: list[_Line] = []
    index = 0
    while index < len(lines):
        taken, row = _row_from(lines, index, width)
        if len(row.fields) == 1 and rows:
            following = lines[index + taken] if index + taken < len(lines) else None
            if following is not None and _heads_next(rows[-1], row):
                lines = [*lines[: index + taken], _joined(row, following), *lines[index + taken + 1 :]]
            else:
                rows[-1] = _joined(rows[-1], row)
        else:
            rows.append(row)
        index += taken
    return rows


def _row_from(lines: list[_Line], index: int, width: int) -> tuple[int, _Line]:
    """How many lines from `index` make one row, and that row."""
    row = lines[index]
    for taken in range(1, len(lines) - index + 1):
        if len(row.fields) == width and taken > 1:
            return taken, row
        following = lines[index + taken] if index + taken < len(lines) else None
        if following is None or len(row.fields) + len(following.fields) - 1 > width:
            break
        if len(following.fields) == width or len(row.fields) == width:
            break
        row = _joined(row, following)
    return 1, lines[index]


def _heads_next(previous: _Line, piece: _Line) -> bool:
    """Whether a lone piece begins the next row's first cell rather than ending the previous row's last."""
    last, text = previous.fields[-1], piece.fields[0]
    if re.fullmatch(r"[\d.,]+", text) and _OPEN_DECIMAL.fullmatch(last):
        return False
    return not last or number_text(last) is not None


def _joined(first: _Line, second: _Line) -> _Line:
    glue = first.fields[-1] + second.fields[0]
    return _Line(
        (*first.fields[:-1], glue, *second.fields[1:]),
        first.line_no,
        (*first.field_lines, *second.field_lines[1:]),
    )


def _grid(rows: list[_Line]) -> Grid:
    cells = tuple(
        Cell(row_index, column, text, Place(line_no=row.field_lines[column]))
        for row_index, row in enumerate(rows)
        for column, text in enumerate(row.fields)
        if text
    )
    return Grid(cells, len(rows), max(len(row.fields) for row in rows))


def _check_end(text: str, blocks: list[TextLine | Grid], file: str) -> None:
    """A dump that stops within a table row, or before the last parts that its contents list, is cut off."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Grid) and not text.endswith("\n") and last.n_rows > 1:
        if text.rsplit("\n", 1)[-1].count("\t") + 1 < last.n_columns:
            raise TruncatedError(
                file,
                f"breaks off in line {text.count(chr(10)) + 1}, within a table row",
                "fetch the whole file again",
            )
    found = (_PART.match(block.text) for block in blocks if isinstance(block, TextLine))
    seen = Counter(match.group(1) for match in found if match)
    once = [part for part in seen if seen[part] == 1]
    # Listed in the contents and headed in the body: twice. A tail of parts that stands only once was cut off.
    if once and len(once) < len(seen) and once == list(seen)[-len(once) :]:
        raise TruncatedError(
            file, f"ends before 第{once[0]}部分, which its contents list", "fetch the whole file again"
        )
