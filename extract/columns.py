"""The columns of a table: their role, the side-by-side block they stand in, and the key they are part of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.headers import Row
from extract.model import Column
from extract.text import code_text, number_text, ordinal_level, squeeze
from extract.vocabulary import Label, column_label, row_label

# Which classification a bare 科目 code or name column speaks of is for the table's kind to say.
_SUBJECT = "subject"
_CLASSIFICATIONS = ("function", "economic_department", "economic_government")
_VAGUE = ("item", _SUBJECT)
_UNIT = re.compile(r"[（(](?:单位[:：])?(亿元|万元|千元|元)[）)]")


def read_columns(paths: Sequence[str], body: Sequence[Row]) -> tuple[Column, ...]:
    """Columns left to right from their header paths and, where these say nothing, from what they print."""
    columns = [_column(number, path, body) for number, path in enumerate(paths, start=1)]
    return tuple(_with_keys(_with_blocks(_with_side_keys(_with_a_key(_with_blanks(columns, body)), body))))


def _column(number: int, path: str, body: Sequence[Row]) -> Column:
    labels = [label for segment in path.split("/") if (label := column_label(segment))]
    own = column_label(path.rsplit("/", 1)[-1])
    role = own.role if own and own.role else _role_by_content(number - 1, body)
    entity = _entity(labels) if role == "key" else None
    part = (own.part if own and own.part else _part_by_content(number - 1, body)) if role == "key" else None
    return Column(number, 1, role, path, part=part, entity=entity, unit=_unit(path))


def _unit(path: str) -> str | None:
    """The unit that the deepest label with one prints: 金额（万元）, 预算数（单位：元）."""
    return next((match.group(1) for label in reversed(path.split("/")) if (match := _UNIT.search(label))), None)


def _role_by_content(column: int, body: Sequence[Row]) -> str:
    texts = [row[column].text for row in body if column in row]
    if texts and all(number_text(text) is not None for text in texts):
        # A leading column of codes is no amount.
        return "key" if column == 0 and all((code_text(text) or "").isdigit() for text in texts) else "value"
    if column == 0:
        return "key"
    amounts = sum(1 for text in texts if number_text(text) is not None)
    return "value" if amounts * 2 > len(texts) else "attribute"


def _part_by_content(column: int, body: Sequence[Row]) -> str:
    texts = [row[column].text for row in body if column in row]
    codes = sum(1 for text in texts if code_text(text) is not None)
    return "code" if texts and codes * 2 > len(texts) else "name"


def _entity(labels: Sequence[Label]) -> str:
    """The most specific entity along the path: a classification goes before a bare subject, that before an item."""
    entities = [label.entity for label in labels if label.entity]
    specific = [entity for entity in entities if entity not in _VAGUE]
    if specific:
        return specific[-1]
    return _SUBJECT if _SUBJECT in entities else "item"


def _with_blanks(columns: Sequence[Column], body: Sequence[Row]) -> list[Column]:
    """A column of unknown label that prints nothing is what its left neighbour is: one more amount."""
    printed = {index for row in body for index in row}
    filled: list[Column] = []
    for column in columns:
        is_unknown = column_label(column.label.rsplit("/", 1)[-1]) is None
        is_blank = is_unknown and column.role == "attribute" and column.column_no - 1 not in printed
        if is_blank and filled and filled[-1].role == "value":
            column = replace(column, role="value")
        filled.append(column)
    return filled


def _with_a_key(columns: Sequence[Column]) -> list[Column]:
    """In a table without a known key, the first text column left of the amounts names the rows."""
    keyed = list(columns)
    roles = [column.role for column in columns]
    if "key" not in roles and "attribute" in roles and "value" in roles[roles.index("attribute") :]:
        index = roles.index("attribute")
        keyed[index] = replace(columns[index], role="key", part="name", entity="item")
    return keyed


def _with_side_keys(columns: Sequence[Column], body: Sequence[Row]) -> list[Column]:
    """Between two columns of amounts, a text column of unknown label that prints a list names the rows of a block.

    A list has ordinals or labels that rows are known by.
    """
    keyed = list(columns)
    for before, column, after in zip(columns, columns[1:], columns[2:], strict=False):
        index = column.column_no - 1
        is_unknown = column.role == "attribute" and column_label(column.label.rsplit("/", 1)[-1]) is None
        texts = [row[index].text for row in body if index in row]
        listed = sum(1 for text in texts if ordinal_level(squeeze(text)) is not None or row_label(text) is not None)
        if is_unknown and before.role == after.role == "value" and listed * 2 > len(texts):
            keyed[index] = replace(column, role="key", part="name", entity="item")
    return keyed


def _with_blocks(columns: Sequence[Column]) -> list[Column]:
    """A block begins at a key column that follows a value column and has a value column of its own."""
    block = 1
    valued = False
    placed: list[Column] = []
    for index, column in enumerate(columns):
        if column.role == "key" and valued:
            if any(later.role == "value" for later in columns[index + 1 :]):
                block += 1
                valued = False
            elif not _is_labelled_key(column):
                column = replace(column, role="attribute", part=None, entity=None)
        valued = valued or (column.role == "value" and not _is_quantity(column))
        placed.append(replace(column, block_no=block))
    return placed


def _is_labelled_key(column: Column) -> bool:
    """A list may print an amount before the classification that it is posted to."""
    known = column_label(column.label.rsplit("/", 1)[-1])
    return known is not None and known.role == "key" and known.entity != "item"


def _is_quantity(column: Column) -> bool:
    """A count stands between the keys of one block (a purchase's name, number and classification)."""
    known = column_label(column.label.rsplit("/", 1)[-1])
    return known is not None and known.value_type == "quantity"


def _with_keys(columns: Sequence[Column]) -> list[Column]:
    """Neighbouring key columns of one entity with different parts (code and name; 类, 款, 项) make one key."""
    runs: list[list[Column]] = []
    previous: Column | None = None
    for column in columns:
        if column.role == "key":
            if previous is not None and _makes_key_with(column, previous, runs[-1]):
                runs[-1].append(column)
            else:
                runs.append([column])
            previous = column
        else:
            previous = None
    numbers: dict[int, int] = {}
    keyed: dict[int, Column] = {}
    for run in runs:
        block = run[0].block_no
        numbers[block] = numbers.get(block, 0) + 1
        entity = next((column.entity for column in run if column.entity not in _VAGUE), run[0].entity)
        keyed.update((column.column_no, replace(column, key_no=numbers[block], entity=entity)) for column in run)
    return [keyed.get(column.column_no, column) for column in columns]


def _makes_key_with(column: Column, previous: Column, run: Sequence[Column]) -> bool:
    if previous.block_no != column.block_no or any(column.part == other.part for other in run):
        return False
    if column.entity == "item" and column.part == "name" and previous.part == "code":
        return True  # a list's own word for what the codes beside it name
    entities = {column.entity, *(other.entity for other in run)}
    # 类 and 款 of a bare 科目 beside a name that says which classification it is
    return len(entities) == 1 or (len(entities - {_SUBJECT}) == 1 and (entities - {_SUBJECT}) < {*_CLASSIFICATIONS})
