"""Static HTML beside the pictures: what landed of a page in words, Chinese labels included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from review.landed import Column, Document, Key, Row, Table
from review.pages import Amount

_STYLE = """
body { font: 14px/1.4 sans-serif; margin: 1em; }
img { border: 1px solid #999; max-width: 100%; }
table { border-collapse: collapse; margin: 0.5em 0 1.5em; }
td, th { border: 1px solid #bbb; padding: 1px 5px; text-align: left; vertical-align: top; }
td.value { text-align: right; color: #008228; } td.attribute { color: #1e50dc; } td.note { color: #822896; }
th small { font-weight: normal; color: #555; } .red { color: #d70000; }
"""


def page_sheet(document: Document, page: int, picture: str, missing: Sequence[Amount]) -> str:
    """The sheet of one page; `picture` is its file name, `missing` the amounts that landed nowhere."""
    parts = [f'<p><a href="index.html">{escape(document.document_id)}</a> page {page} of {document.page_count}</p>']
    parts.append(f'<img src="{escape(picture)}" alt="page {page}">')
    parts += [_table(table, page) for table in document.tables_on(page)]
    leftovers = [
        f"<li>{escape(leftover.reason)}, table {escape(leftover.table_no) or 'none'}: {escape(leftover.text) or '…'}"
        for leftover in document.leftovers_on(page)
    ]
    parts += _listed("Leftovers", leftovers)
    parts += _listed("Amounts that landed nowhere", [f"<li>{escape(amount.text)}" for amount in missing])
    return _html(f"{document.document_id} page {page}", parts)


def index_sheet(document: Document, lines: Iterable[tuple[int, str]]) -> str:
    """The list of a document's sheets: page numbers with a line on each."""
    links = [f'<li><a href="{sheet_name(page)}">page {page}</a>: {escape(line)}' for page, line in lines]
    return _html(document.document_id, [f"<h1>{escape(document.document_id)}</h1>", "<ul>", *links, "</ul>"])


def sheet_name(page: int) -> str:
    """The file name of a page's sheet."""
    return f"page-{page:03d}.html"


def picture_name(page: int) -> str:
    """The file name of a page's picture."""
    return f"page-{page:03d}.png"


def _html(title: str, parts: Iterable[str]) -> str:
    head = (
        f'<!doctype html>\n<html lang="zh"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    )
    return "\n".join([head, *parts, ""])


def _listed(heading: str, items: Sequence[str]) -> list[str]:
    return [f'<h3 class="red">{heading}</h3>', "<ul>", *items, "</ul>"] if items else []


def _table(table: Table, page: int) -> str:
    number = f" ({table.printed_number})" if table.printed_number else ""
    facts = [table.kind, table.unit or "no unit", f"pages {table.page_from}–{table.page_to}"]
    facts += [f"joined with page {other}" for other in table.joined_with(page)]
    facts += [f"note: {table.empty_note}"] if table.empty_note else []
    parts = [
        f"<h3>table {table.table_no}{escape(number)} {escape(table.title or '(no title)')}</h3>",
        f"<p>{escape(' · '.join(facts))}</p>",
    ]
    if table.columns:
        shown = [column for column in table.columns if column.role not in ("key", "ordinal")]
        by_number = {row.row_no: row for row in table.rows}
        parts += ["<table>", _head(table.columns, shown)]
        parts += [_row(row, shown, by_number) for row in table.rows if row.page == page]
        parts.append("</table>")
    else:
        parts.append("<p>a form: its cells are withheld</p>")
    return "\n".join(parts)


def _head(columns: Sequence[Column], shown: Sequence[Column]) -> str:
    keys = [
        f"c{column.column_no} key {column.key_no} block {column.block_no} {column.label}"
        for column in columns
        if column not in shown
    ]
    cells = ["<th>row", "<th>block", "<th>section", "<th>parent", f"<th>keys<br><small>{_lines(keys)}</small>"]
    cells += [
        f"<th>c{column.column_no} {escape(column.role)}<br><small>{escape(column.label)} {escape(column.unit)}</small>"
        for column in shown
    ]
    return "<tr>" + "".join(cells)


def _row(row: Row, shown: Sequence[Column], by_number: dict[int, Row]) -> str:
    texts = {cell.column_no: cell.text for cell in row.cells}
    parent = by_number.get(int(row.parent_row_no)) if row.parent_row_no else None
    named = f"r{row.parent_row_no} ({row.parent_basis}) {_name(parent)}" if row.parent_row_no else ""
    cells = [
        f"<td>{row.row_no}",
        f"<td>{row.block_no}",
        f"<td>{escape(row.section_label)}",
        f"<td>{escape(named)}",
        f"<td>{_lines([_key(key) for key in row.keys])}",
    ]
    cells += [f'<td class="{escape(column.role)}">{escape(texts.get(column.column_no, ""))}' for column in shown]
    return "<tr>" + "".join(cells)


def _key(key: Key) -> str:
    code = key.code if key.code == key.code_printed else f"{key.code_printed}→{key.code}"
    return " ".join(part for part in (key.key_no + ":", code, key.label) if part)


def _name(row: Row | None) -> str:
    return " ".join(part for key in row.keys[:1] for part in (key.code, key.label) if part) if row else "not landed"


def _lines(texts: Iterable[str]) -> str:
    return "<br>".join(map(escape, texts))
