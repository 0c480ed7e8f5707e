"""The columns of a table: their role, the side-by-side block they stand in, and the key they are part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.headers import Row
from extract.model import Column
from extract.text import code_text, number_text
from extract.vocabulary import Label, column_label

# Which entity a bare 科目 code or name column speaks of is for the table's kind to say.
_SUBJECT = "subject"


def read_columns(paths: Sequence[str], body: Sequence[Row]) -> tuple[Column, ...]:
    """Columns left to right from their header paths and, where these say nothing, from what they print."""
    columns = [_column(number, path, body) for number, path in enumerate(paths, start=1)]
    return tuple(_with_keys(_with_blocks(columns)))


def _column(number: int, path: str, body: Sequence[Row]) -> Column:
    labels = [label for segment in path.split("/") if (label := column_label(segment))]
    own = column_label(path.rsplit("/", 1)[-1])
    role = own.role if own and own.role else _role_by_content(number - 1, body)
    entity = _entity(labels) if role == "key" else None
    part = (own.part if own and own.part else _part_by_content(number - 1, body)) if role == "key" else None
    return Column(number, 1, role, path, part=part, entity=entity)


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
    """The most specific entity along the path: an economic classification goes before a bare subject."""
    entities = [label.entity for label in labels if label.entity]
    specific = [entity for entity in entities if entity != _SUBJECT]
    return specific[-1] if specific else (entities[-1] if entities else "item")


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
            else:
                column = replace(column, role="attribute", part=None, entity=None)
        valued = valued or column.role == "value"
        placed.append(replace(column, block_no=block))
    return placed


def _with_keys(columns: Sequence[Column]) -> list[Column]:
    """Neighbouring key columns of one entity with different parts (code and name; 类, 款, 项) make one key."""
    numbered: list[Column] = []
    key_no = 0
    parts: set[str | None] = set()
    previous: Column | None = None
    for column in columns:
        if column.role != "key":
            numbered.append(column)
            previous = None
            continue
        joins = (
            previous is not None
            and previous.block_no == column.block_no
            and previous.entity == column.entity
            and column.part not in parts
        )
        if not joins:
            if previous is None or previous.block_no != column.block_no:
                started = any(other.block_no == column.block_no and other.key_no for other in numbered)
                key_no = key_no if started else 0
            key_no += 1
            parts = set()
        parts.add(column.part)
        previous = replace(column, key_no=key_no)
        numbered.append(previous)
    return numbered
