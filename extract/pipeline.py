"""One document from its bytes to everything that lands of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extract.account import count_tokens, withheld_form, withheld_text
from extract.assemble import assemble
from extract.collector import uncollected
from extract.errors import ExtractError
from extract.facts import read_facts
from extract.model import Document, Extraction, PrintedTable, TableRows
from extract.plain_forms import PlainForms, with_forms
from extract.readers import read_blocks, text_plain
from extract.recover import recover
from extract.rows.lists import is_indicator_list, with_indicators
from extract.rows.projects import read_form
from extract.rows.prose import read_prose
from extract.rows.tables import read_table


@uncollected()
def extract_document(data: bytes, document_id: str, file: str, sha256: str) -> Extraction:
    """Read, assemble and take apart one document. Raises ExtractError, and then nothing of it lands."""
    read = read_blocks(data, file)
    if not read.blocks:
        what = read.unread[0] if read.unread else "prints nothing"
        raise ExtractError(file, what, "recognise its text first (OCR) and give the result")
    plain = with_forms(read.blocks) if read.reader == text_plain.NAME else PlainForms(read.blocks)
    blocks = plain.blocks
    document = Document(document_id, file, sha256, read.reader, read.page_count, blocks)
    printed = assemble(blocks)
    recovered = recover(read_tables(printed))
    tables = recovered.tables
    leftovers = [leftover for table in tables for leftover in table.leftovers]
    for table in tables:
        if table.table.is_form:
            leftovers.extend(withheld_form(table, tables))
    facts = read_facts(document, printed)
    told = read_prose(plain.told(), facts.publisher)
    leftovers.extend(withheld_text(document, told.tokens))
    return Extraction(
        document,
        facts,
        tables,
        tuple(leftovers),
        read.unread,
        tuple(count_tokens(document, tables, told.tokens)),
        told.figures,
        recovered.recoveries,
    )


def read_tables(printed: Iterable[PrintedTable]) -> tuple[TableRows, ...]:
    """All tables taken apart, numbered in printed order; the inner tables of a form come after it."""
    tables: list[TableRows] = []
    for table in printed:
        numbered = replace(table, table_no=len(tables) + 1)
        if table.is_form:
            tables.extend(read_form(numbered))
        else:
            rows = read_table(numbered)
            tables.append(with_indicators(rows) if is_indicator_list(table) else rows)
    return tuple(tables)
