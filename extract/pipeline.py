"""One document from its bytes to everything that lands of it."""

from __future__ import annotations

from extract.account import count_tokens, withheld_form, withheld_text
from extract.assemble import assemble
from extract.errors import ExtractError
from extract.facts import read_facts
from extract.model import Document, Extraction, TableRows
from extract.readers import read_blocks
from extract.rows.tables import read_table


def extract_document(data: bytes, document_id: str, file: str, sha256: str) -> Extraction:
    """Read, assemble and take apart one document. Raises ExtractError, and then nothing of it lands."""
    read = read_blocks(data, file)
    if not read.blocks:
        what = read.unread[0] if read.unread else "prints nothing"
        raise ExtractError(file, what, "recognise its text first (OCR) and give the result")
    document = Document(document_id, file, sha256, read.reader, read.page_count, read.blocks)
    printed = assemble(read.blocks)
    tables = tuple(TableRows(table) if table.is_form else read_table(table) for table in printed)
    leftovers = [leftover for table in tables for leftover in table.leftovers]
    for table in tables:
        if table.table.is_form:
            leftovers.extend(withheld_form(table))
    leftovers.extend(withheld_text(document))
    return Extraction(
        document,
        read_facts(document, printed),
        tables,
        tuple(leftovers),
        read.unread,
        tuple(count_tokens(document, tables)),
    )
