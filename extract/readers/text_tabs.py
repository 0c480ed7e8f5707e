"""Reader for tab-separated dumps: what converters write when they keep a table's columns and lose its page.

A run of lines without a blank line between is one piece of a table or of text. Within a table some cells
are broken over lines; the number of fields that most lines of the run have tells where.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extract.captions import begins_table, is_caption
from extract.errors import TruncatedError
from extract.model import Cell, Grid, Place, TextLine
from extract.text import code_text, number_text, ordinal_level, squeeze
from extract.vocabulary import column_label, row_label

NAME = "text_tabs"

# Fewer tabs than one in so many lines part no fields.
_MOST_LINES_A_TAB = 50
_DIGITS = re.compile(r"[\d.,]+")
_OPEN_DECIMAL = re.compile(r"[\d,]*\d\.\d?")
# No budget prints fewer decimals than two where it prints any; six are printed in some, never three to five.
_WHOLE_AMOUNT = re.compile(r"-?[\d,]+\.(?:\d{2}|\d{6})|[\d.,]+[%％]")
_OPEN_ORDINAL = re.compile(r"[（(]?[零〇一二三四五六七八九十廿卅百\d]*")
_SUBJECT_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_PART = re.compile(r"^第([一二三四五六七八九十]+)部分")


@dataclass(frozen=True)
class _Line:
    fields: tuple[str, ...]
    line_no: int
    # the line on which each field begins, for fields joined from several lines
    field_lines: tuple[int, ...]


def reads(text: str) -> bool:
    """Whether a text has tab-separated fields, and not just a stray tab among many lines without."""
    printed = [stripped for line in text.splitlines() if (stripped := line.strip("\n\r "))]
    tabbed = sum("\t" in line for line in printed)
    return tabbed > 0 and tabbed * _MOST_LINES_A_TAB >= len(printed)


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
    blocks: list[TextLine | Grid] = []
    for lines in _without_captions(run):
        blocks.extend(_table_blocks(lines))
    return blocks


def _without_captions(run: list[_Line]) -> list[list[_Line]]:
    """A run cut where a caption follows a table directly.

    Lines without a tab, one of them a title or a unit; or a row that prints only a numbered caption.
    """
    pieces: list[list[_Line]] = [[]]
    group: list[_Line] = []
    for line in run:
        if len(line.fields) == 1:
            group.append(line)
            continue
        is_cut = any(is_caption(other.fields[0]) for other in group)
        if is_cut or begins_table([field for field in line.fields if field]):
            pieces.append([])
        pieces[-1].extend([*group, line])
        group = []
    pieces[-1].extend(group)
    return [piece for piece in pieces if piece]


def _table_blocks(lines: list[_Line]) -> list[TextLine | Grid]:
    tabbed = [index for index, line in enumerate(lines) if len(line.fields) > 1]
    if not tabbed:
        return [_text_line(line) for line in lines]
    first, last = tabbed[0], tabbed[-1]
    if first and _ends_header_label(lines[first - 1].fields[0], lines[first].fields[0]):
        first -= 1
        lines = [*lines[:first], _joined(lines[first], lines[first + 1]), *lines[first + 2 :]]
        last -= 1
    # What follows a last number without a tab is the rest of it; words there are a note.
    while last + 1 < len(lines) and _ends_number(lines[last].fields[-1], lines[last + 1].fields[0]):
        last += 1
    before = [_text_line(line) for line in lines[:first]]
    after = [_text_line(line) for line in lines[last + 1 :]]
    return [*before, _grid(_mended(lines[first : last + 1])), *after]


def _ends_header_label(piece: str, rest: str) -> bool:
    """Whether a line above a table is the beginning of its first header label."""
    known = column_label(piece + rest) is not None
    return known and bool(rest) and column_label(piece) is None and column_label(rest) is None


def _ends_number(last: str, piece: str) -> bool:
    return bool(_DIGITS.fullmatch(piece)) and not _WHOLE_AMOUNT.fullmatch(squeeze(last)) and _is_number(last + piece)


def _text_line(line: _Line) -> TextLine:
    return TextLine(line.fields[0], Place(line_no=line.line_no))


def _mended(lines: list[_Line]) -> list[_Line]:
    """The rows of a table with cells broken over lines put together again.

    The width is that field count which most lines have or give when they are joined. Shorter lines in sequence
    are one row where joining them gives exactly that width and one cell at each joint; a line without a tab
    belongs to the row before or after it.
    """
    counts = Counter(len(line.fields) for line in lines if len(line.fields) > 1)
    tried = {width: _rows_of(lines, width) for width in counts}

    def lines_explained(width: int) -> int:
        whole = [row for row in tried[width] if len(row.fields) == width]
        return sum(len(set(row.field_lines)) for row in whole)

    return tried[max(counts, key=lambda width: (lines_explained(width), counts[width], width))]


def _rows_of(lines: list[_Line], width: int) -> list[_Line]:
    rows: list[_Line] = []
    waiting = list(reversed(lines))
    while waiting:
        if len(waiting[-1].fields) > 1 or not rows:
            rows.append(_row_from(waiting, width))
            continue
        piece = waiting.pop()
        if waiting and _heads(piece, waiting[-1], rows[-1]):
            waiting[-1] = _joined(piece, waiting[-1])
        elif rows[-1].fields[-1] and _one_cell(rows[-1].fields[-1], piece.fields[0]):
            rows[-1] = _joined(rows[-1], piece)
        else:
            rows.append(piece)
    return rows


def _row_from(waiting: list[_Line], width: int) -> _Line:
    """Take the next row off the end of `waiting`: several lines where they make one of the full width."""
    row = waiting[-1]
    for taken in range(2, len(waiting) + 1):
        following = waiting[-taken]
        fields = len(row.fields) + len(following.fields) - 1
        if fields > width or width in (len(row.fields), len(following.fields)):
            break
        if not _one_cell(row.fields[-1], following.fields[0]):
            break
        row = _joined(row, following)
        if fields == width:
            del waiting[-taken:]
            return row
    return waiting.pop()


def _heads(piece: _Line, following: _Line, previous: _Line) -> bool:
    """Whether a lone piece begins the next row's first cell rather than ending the previous row's last."""
    text, rest, last = piece.fields[0], following.fields[0], previous.fields[-1]
    if not _one_cell(text, rest):
        return False
    ends_label = column_label(last) is not None and column_label(last + text) is None
    begins_ordinal = ordinal_level(squeeze(text + rest)) is not None and ordinal_level(squeeze(rest)) is None
    if begins_ordinal or ends_label or not last or not _one_cell(last, text):
        # A label known whole, before a cell with words of its own, is a row that lost its blanks.
        return not rest or not _is_known(text) or _is_known(text + rest)
    if len(following.fields) == 1:
        return False
    if _DIGITS.fullmatch(text) and _is_number(last + text):
        return not _OPEN_DECIMAL.fullmatch(last) and _SUBJECT_CODE.fullmatch(text + rest) is not None
    return number_text(last) is not None


def _is_known(text: str) -> bool:
    return row_label(text) is not None or column_label(text) is not None


def _one_cell(left: str, right: str) -> bool:
    """Whether two pieces at a line's end and the next one's beginning can be one cell."""
    if not right:
        return True
    if ordinal_level(squeeze(right)) is not None:
        return bool(left) and _OPEN_ORDINAL.fullmatch(squeeze(left)) is not None
    if not left:
        return True
    if _WHOLE_AMOUNT.fullmatch(squeeze(left)):
        return False
    if number_text(left) is not None:
        return _is_number(left + right) or code_text(left + right) is not None or "." not in left
    if number_text(right) is not None and "." in right:
        return _is_number(left + right)
    # words, then a subject's code: the next row
    return not _SUBJECT_CODE.fullmatch(squeeze(right)) or code_text(left + right) is not None


def _is_number(text: str) -> bool:
    return number_text(text) is not None


def _joined(first: _Line, second: _Line) -> _Line:
    glue = first.fields[-1] + second.fields[0]
    return _Line(
        (*first.fields[:-1], glue, *second.fields[1:]),
        first.line_no,
        (*first.field_lines, *second.field_lines[1:]),
    )


def _grid(rows: list[_Line]) -> Grid:
    cells = tuple(
        Cell(row_index, column, text, Place(line_no=row.field_lines[column]), basis="text")
        for row_index, row in enumerate(rows)
        for column, text in enumerate(row.fields)
        if text
    )
    return Grid(cells, len(rows), max(len(row.fields) for row in rows))


def _check_end(text: str, blocks: list[TextLine | Grid], file: str) -> None:
    """A dump that stops within a table row, or before the last parts that its contents list, is cut off."""
    last = blocks[-1] if blocks else None
    columns = last.n_columns if isinstance(last, Grid) and last.n_rows > 1 else 0
    if not text.endswith("\n") and text.rsplit("\n", 1)[-1].count("\t") + 1 < columns:
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
