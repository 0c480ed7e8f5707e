"""Where every printed number went: counted from what landed, against what the document prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from extract.captions import is_caption, is_furniture
from extract.model import Document, Leftover, TableRows, TextLine, TokenCount
from extract.text import count_numbers

# What is withheld of a table is in no column; everything else left over is in sight.
_LEFTOVER_CLASSES = {"prose": "prose", "contact": "withheld"}


def withheld_text(document: Document, told: Mapping[int, int]) -> list[Leftover]:
    """The lines of prose that print numbers besides those that land (`told`, by block): place only, no words."""
    return [
        Leftover(block.place, "prose", "", tokens)
        for number, block in enumerate(document.blocks)
        if isinstance(block, TextLine)
        and _line_class(block.text) == "prose"
        and (tokens := count_numbers(block.text) - told.get(number, 0)) > 0
    ]


def withheld_form(form: TableRows, tables: Sequence[TableRows]) -> list[Leftover]:
    """The numbers of a form that became nothing: contacts and free prose stand there, so their words do not land."""
    landed = {id(cell) for table in _parts(form, tables) for cells in table.form_cells or () for cell in cells}
    return [
        Leftover(cell.place, "form", "", tokens, form.table.table_no)
        for grid in form.table.grids
        for cell in grid.cells
        if id(cell) not in landed and (tokens := count_numbers(cell.text))
    ]


def _parts(form: TableRows, tables: Sequence[TableRows]) -> list[TableRows]:
    return [form, *(table for table in tables if table.table.parent_table_no == form.table.table_no)]


def count_tokens(
    document: Document, tables: Sequence[TableRows], told: Mapping[int, int] = MappingProxyType({})
) -> list[TokenCount]:
    """Numeric tokens by table and class; `unclassed` is what is printed and accounted for nowhere.

    `told` says how many tokens of each block of text are figures of explanations: their class is value, in no table.
    """
    counts = [
        TokenCount(table.table.table_no, token_class, tokens)
        for table in tables
        for token_class, tokens in sorted(_of_table(table, tables).items())
        if tokens
    ]
    text: Counter[str] = Counter()
    for number, block in enumerate(document.blocks):
        if isinstance(block, TextLine):
            tokens, figures = count_numbers(block.text), told.get(number, 0)
            text["value"] += figures
            text[_line_class(block.text) if tokens >= figures else "unclassed"] += tokens - figures
    return [
        *counts,
        *(TokenCount(None, token_class, tokens) for token_class, tokens in sorted(text.items()) if tokens),
    ]


def _of_form(table: TableRows, tables: Sequence[TableRows]) -> Counter[str]:
    """Of a form, what landed as value or name in it or in its inner tables, and what is withheld."""
    counts: Counter[str] = Counter()
    values, names = table.form_cells or ((), ())
    seen: set[int] = set()
    for token_class, cells in (("value", values), ("key", names)):
        for cell in cells:
            if id(cell) not in seen:
                seen.add(id(cell))
                counts[token_class] += count_numbers(cell.text)
    if table.table.is_form:
        counts["withheld"] = sum(leftover.tokens for leftover in withheld_form(table, tables))
        counts["key"] += sum(count_numbers(cell.text) for cell in table.table.caption_cells)
        counts["prose"] = sum(count_numbers(cell.text) for cell in table.table.note_cells)
    return counts


def _of_table(table: TableRows, tables: Sequence[TableRows]) -> Counter[str]:
    if table.form_cells is not None:
        return _of_form(table, tables)
    printed = sum(count_numbers(cell.text) for grid in table.table.grids for cell in grid.cells)
    lifted = sum(count_numbers(cell.text) for cell in table.table.caption_cells)
    noted = sum(count_numbers(cell.text) for cell in table.table.note_cells)
    keys = [key for row in table.rows for key in row.keys if not key.is_filled]
    counts = Counter(
        value=sum(count_numbers(cell.text) for row in table.rows for _, cell in row.cells),
        key=table.heading_tokens
        + sum(count_numbers(key.code_printed or "") + count_numbers(key.label or "") for key in keys),
        furniture=table.furniture_tokens,
    )
    for leftover in table.leftovers:
        counts[_LEFTOVER_CLASSES.get(leftover.reason, "leftover")] += leftover.tokens
    counts["unclassed"] = printed - counts.total()
    counts.update(key=lifted, prose=noted)
    return counts


def _line_class(text: str) -> str:
    if is_furniture(text):
        return "furniture"
    return "key" if is_caption(text) else "prose"
