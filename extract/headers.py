"""The header of a grid: how many rows it has, and the path of labels over each column."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from extract.model import Cell
from extract.text import code_text, is_prose, number_text, ordinal_level, squeeze
from extract.vocabulary import column_label, normalised, row_label

Row = dict[int, Cell]

# No disclosed table has been seen with more header rows than five; a sixth is the first row of a body of names.
MOST_ROWS = 5
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# 4, or 4=5+6 where a column is the sum of others
_COLUMN_NUMBER = re.compile(r"(\d{1,2})(?:=\d{1,2}(?:[+＋-]\d{1,2})*)?")


def count_header_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top are header: those before the first that prints a code, an amount or a known row.

    A table whose body prints none of these has a header as far down as rows of known labels go.
    """
    for index, row in enumerate(rows[: MOST_ROWS + 1]):
        if is_column_numbers(row) or _is_known_header(row):
            continue
        if _is_body(row) or _stands_alone(row, rows[:index]) or _is_below_known_labels(row, rows[:index]):
            return index
    known = [index for index, row in enumerate(rows[:MOST_ROWS]) if _is_mostly_known(row)]
    return known[-1] + 1 if known else 0


def has_known_label(header: Sequence[Row]) -> bool:
    """Whether some cell of these rows is a known header label."""
    return any(column_label(cell.text) is not None for row in header for cell in row.values())


def is_column_numbers(row: Row) -> bool:
    """Whether a row only numbers the columns (1 2 3 …, 栏次)."""
    texts = [squeeze(cell.text) for cell in row.values()]
    numbers = [int(match.group(1)) for text in texts if (match := _COLUMN_NUMBER.fullmatch(text))]
    words = [text for text in texts if text and not _COLUMN_NUMBER.fullmatch(text)]
    # 栏次 says what the numbers are; without it three in a row are needed.
    fewest = 1 if words else 3
    steps = [after - before for before, after in itertools.pairwise(numbers)]
    # One number may be missing where a column was taken out of the sample table.
    rising = len(numbers) >= fewest and set(steps) <= {1, 2} and steps.count(2) <= (len(numbers) > 4)
    starred = words.count("**") >= 2 and numbers == list(range(1, len(numbers) + 1))
    return (rising or starred) and all(text in ("栏次", "行次", "**") for text in words)


def header_paths(header: Sequence[Row], n_columns: int) -> list[str]:
    """The labels over each column joined by `/`, without white space; a merged label stands over all its columns."""
    labels = [{column: _label(cell) for column, cell in row.items()} for row in header]
    if any(cell.column_span > 1 for row in header for cell in row.values()):
        spread = _spanned(header, n_columns)
    else:
        spread = _spread(_under_merged(labels, n_columns), n_columns)
    return ["/".join(_without_repeats(row[column] for row in spread)) for column in range(n_columns)]


def _label(cell: Cell) -> str:
    """The text of a header cell; a stroke in brackets (科目名称（类/款/项）) is full width, as `/` joins a path."""
    return _BRACKETS.sub(lambda match: match.group().replace("/", "／"), squeeze(cell.text))


def _spanned(header: Sequence[Row], n_columns: int) -> list[list[str]]:
    """Each label over the columns that its cell spans, where the reader saw the cells' spans."""
    spread = [[""] * n_columns for _ in header]
    for labels, row in zip(spread, header, strict=True):
        for column, cell in row.items():
            end = min(column + cell.column_span, n_columns)
            labels[column:end] = [_label(cell)] * (end - column)
    return spread


def _under_merged(header: list[dict[int, str]], n_columns: int) -> list[dict[int, str]]:
    """A second header row that lost the blanks on its left, moved below the labels that are divided.

    Only where its labels are as many as the columns below merged labels.
    """
    if len(header) < 2 or not {0, 1} <= header[0].keys() & header[1].keys():
        return header
    merged = [
        column
        for column in range(n_columns)
        if column not in header[0] or (column + 1 < n_columns and column + 1 not in header[0])
    ]
    lower = [label for _, label in sorted(header[1].items())]
    if len(merged) != len(lower) or list(header[1]) == merged:
        return header
    return [header[0], dict(zip(merged, lower, strict=True)), *header[2:]]


def _spread(header: list[dict[int, str]], n_columns: int) -> list[list[str]]:
    """Fill the blanks that a merged header cell leaves to its right.

    A blank belongs to the label on its left where a row below prints a label in the blank's column (it is
    divided further) and both stand under the same labels of the rows above.
    """
    spread: list[list[str]] = []
    for index, row in enumerate(header):
        filled = [""] * n_columns
        for column in range(n_columns):
            filled[column] = row.get(column, "")
            if filled[column] or not column:
                continue
            divided = any(below.get(column) for below in header[index + 1 :])
            if divided and all(above[column] == above[column - 1] for above in spread):
                filled[column] = filled[column - 1]
        spread.append(filled)
    return spread


def _without_repeats(labels: Iterable[str]) -> list[str]:
    path: list[str] = []
    for label in labels:
        if label and (not path or path[-1] != label):
            path.append(label)
    return path


def _is_body(row: Row) -> bool:
    """Whether a row prints what no header does: an amount, a code, an ordinal, a sentence, a known row's label."""
    if any(_is_content(cell.text) for cell in row.values()):
        return True
    # Only a row's first label names it: 其中 and 支出总计 further right head columns, and so do labels beside keys.
    first = next(iter(row.values()), None)
    label = row_label(first.text) if first else None
    others = [known for cell in row.values() if (known := column_label(cell.text))]
    if first is None or label is None or label.place != "row" or column_label(first.text) is not None:
        return False
    return not any(known.role == "key" for known in others)


def _is_content(text: str) -> bool:
    if number_text(text) is not None or (code_text(text) or "").isdigit():
        return True
    return ordinal_level(squeeze(text)) is not None or is_prose(text)


def _stands_alone(row: Row, above: Sequence[Row]) -> bool:
    """Whether a lone cell below a label of its column begins the body: a total, or a text below a whole header.

    A header row is whole where it leaves no column without a label.
    """
    if len(row) != 1:
        return False
    ((column, cell),) = row.items()
    known = row_label(cell.text)
    is_total = known is not None and known.row_role == "grand_total"
    return any(column in header and (is_total or len(header) == max(header) + 1 > 2) for header in above)


def _is_below_known_labels(row: Row, above: Sequence[Row]) -> bool:
    """Whether texts without a known label all stand below known labels of their own column, which nothing divides.

    A row of units alone ((万元) below 金额) is still header.
    """
    closed = {
        column
        for header in above
        for column, cell in header.items()
        if cell.column_span == 1 and column_label(cell.text) is not None
    }
    texts = [cell.text for cell in row.values()]
    is_unknown = all(column_label(text) is None and normalised(text) for text in texts)
    return len(row) > 2 and is_unknown and row.keys() <= closed


def _is_known_header(row: Row) -> bool:
    """Whether a row prints known header labels and nothing else; a lone 合计 may begin the body as well."""
    return len(row) > 1 and all(column_label(cell.text) is not None for cell in row.values())


def _is_mostly_known(row: Row) -> bool:
    known = sum(1 for cell in row.values() if column_label(cell.text) is not None)
    return len(row) > 1 and known * 2 >= len(row)
