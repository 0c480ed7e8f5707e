"""Small tab-separated dumps of our own wording, and the shapes in which tests compare what lands of them."""

from __future__ import annotations

from pathlib import Path

from extract.model import Cell, Extraction, Grid, Place, TableRows, TextLine
from extract.pipeline import extract_document
from extract.readers.text_tabs import read

COVER = "云山市青石区绿化服务站\n\n2025 年部门预算\n\n目录\n\n"

SUMMARY = """表 1

部门收支总表

部门/单位：云山市青石区绿化服务站

单位：万元

收入		支出
项目	预算数	项目	预算数
一、一般公共预算拨款收入	1,234.50	一、一般公共服务支出	0.00
二、事业收入	20.00	二、节能环保支出	1,000.00
		三、住房保障支出	254.50
本年收入合计	1,254.50	本年支出合计	1,254.50
收入总计	1,254.50	支出总计	1,254.50

"""

FUNCTIONS = """表 2

一般公共预算支出表

部门/单位：云山市青石区绿化服务站

单位：万
元

科目编码	科目名称	合计	基本支出			项目支出
			小计	人员经费	公用经费
	合计	1,234.50	300.00	250.50	49.50	934.50
211	节能环保支出	980.00	45.50	0.00	45.50	934.50
21104	自然生态保护	980.00	45.50	0.00	45.50	934.50
2110401	生态保护	980.00	45.50	0.00	45.50	934.50
221	住房保障支出	254.50	254.50	250.50	4.00	0.00
22102	住房改革支出	254.50	254.50	250.50	4.00	0.00
2210201	住房公积金	200.00	200.00	200.00		0.00
2210203	购房补贴	54.50	54.50	50.50	4.00	0.00

"""

EMPTY_FUND = """表 3

政府性基金预算支出表

部门/单位：云山市青石区绿化服务站

单位：万元

科目编码	科目名称	本年政府性基金预算支出
		合计	基本支出	项目支出
		0.00	0.00	0.00

云山市青石区绿化服务站 2025 年没有使用政府性基金预算拨款安排的支出

"""

DUMP = COVER + SUMMARY + FUNCTIONS + EMPTY_FUND

TableFacts = tuple[object, ...]


def extract_text(text: str, document_id: str = "green") -> Extraction:
    """What the pipeline makes of a dump in UTF-8."""
    return extract_document(text.encode("utf-8"), document_id, f"{document_id}.txt", "0" * 64)


def tables_of(text: str) -> tuple[TableRows, ...]:
    return extract_text(text).tables


def only_table(text: str) -> TableRows:
    (table,) = tables_of(text)
    return table


def landed(tables: tuple[TableRows, ...]) -> list[TableFacts]:
    """All that lands of tables but for line numbers: captions, columns, rows with keys, parents and cells."""
    facts: list[TableFacts] = []
    for table in tables:
        caption = table.table.caption
        facts.append((table.table.kind, caption.title, caption.printed_number, caption.unit, caption.empty_note))
        facts.extend((c.column_no, c.block_no, c.role, c.key_no, c.label, c.part, c.entity) for c in table.columns)
        for row in table.rows:
            cells = tuple((number, "".join(cell.text.split())) for number, cell in row.cells)
            keys = tuple((key.key_no, key.code, key.label) for key in row.keys)
            facts.append(
                (row.row_no, row.block_no, row.section_label, row.parent_row_no, row.parent_basis, keys, cells)
            )
        facts.extend((leftover.reason, leftover.text) for leftover in table.leftovers)
    return facts


def rows_of(table: TableRows) -> list[tuple[str | None, str | None, dict[str, str]]]:
    """Code and label of each row's first key, and its cells by column label."""
    labels = {column.column_no: column.label for column in table.columns}
    return [
        (
            row.first_key.code if row.first_key else None,
            row.first_key.label if row.first_key else None,
            {labels[number]: cell.text for number, cell in row.cells},
        )
        for row in table.rows
    ]


def grid_rows(text: str) -> list[list[str]]:
    """The rows of the only grid in a dump, a blank for each cell that prints nothing."""
    (grid,) = (block for block in read(text, "x.txt") if isinstance(block, Grid))
    return [[row[column].text if column in row else "" for column in range(grid.n_columns)] for row in grid.rows()]


def lines_of(text: str) -> list[str]:
    return [block.text for block in read(text, "x.txt") if isinstance(block, TextLine)]


def grid_of(*rows: str) -> Grid:
    """A grid from rows written with `|` between the cells."""
    split = [row.split("|") for row in rows]
    cells = tuple(
        Cell(row, column, text, Place(line_no=row + 1))
        for row, fields in enumerate(split)
        for column, text in enumerate(fields)
        if text
    )
    return Grid(cells, len(split), max(map(len, split)))


def landed_bytes(folder: Path) -> dict[str, bytes]:
    """Every file in a folder of landed rows."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
