"""One document from its bytes to everything that lands of it."""

from __future__ import annotations

from extract.account import count_tokens, withheld_form, withheld_text
from extract.assemble import assemble
from extract.facts import read_facts
from extract.model import Document, Extraction, TableRows
from extract.readers import read_blocks
from extract.rows.tables import read_table


def extract_document(data: bytes, document_id: str, file: str, sha256: str) -> Extraction:
    """Read, assemble and take apart one document. Raises ExtractError, and then nothing of it lands."""
    reader, page_count, blocks = read_blocks(data, file)
    document = Document(document_id, file, sha256, reader, page_count, blocks)
    printed = assemble(blocks)
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
        tuple(count_tokens(document, tables)),
    )
