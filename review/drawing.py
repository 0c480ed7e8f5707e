"""What landed of a page, drawn over its picture: only ASCII, because no Chinese font comes with the tool.

Green: values; blue: attributes; purple: notes; red: leftovers, and filled red: amounts that landed nowhere.
"""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

from review.landed import Box, Document, Row, Table
from review.pages import Amount, Page

Colour = tuple[int, int, int]
_COLOURS: dict[str, Colour] = {"value": (0, 130, 40), "attribute": (30, 80, 220), "note": (130, 40, 160)}
_OTHER: Colour = (90, 90, 90)
_RED: Colour = (215, 0, 0)
_INK: Colour = (0, 0, 150)
# Height of the written marks, in points of the page.
_MARK = 5.0


def unlanded(page: Page, document: Document) -> list[Amount]:
    """The amounts of a page that stand in no landed cell and no leftover."""
    boxes = [cell.box for table in document.tables_on(page.number) for _, cell in table.cells(page.number)]
    boxes += [leftover.box for leftover in document.leftovers_on(page.number)]
    return [amount for amount in page.amounts if not any(box.holds(*_middle(amount.box)) for box in boxes)]


def draw(page: Page, document: Document) -> Image.Image:
    """The picture of a page with everything drawn on it that landed of it."""
    canvas = _Canvas(page)
    for leftover in document.leftovers_on(page.number):
        canvas.outline(leftover.box, _RED)
        canvas.write(leftover.box.x0, leftover.box.top - _MARK - 1, leftover.reason, _RED)
    for table in document.tables_on(page.number):
        _draw_table(canvas, table, page.number)
    for amount in unlanded(page, document):
        canvas.fill(amount.box, _RED)
    for position, table in enumerate(document.tables_on(page.number)):
        canvas.write(2, 2 + position * (_MARK + 2), table_mark(table, page.number), _INK)
    return canvas.image()


def table_mark(table: Table, page: int) -> str:
    """A table's number, kind and pages in ASCII."""
    number = f" ({table.printed_number})" if table.printed_number.isascii() and table.printed_number else ""
    mark = f"table {table.table_no}{number} {table.kind}, rows {len(table.rows)}"
    joined = table.joined_with(page)
    return f"{mark}, joined with page {' and '.join(map(str, joined))}" if joined else mark


def _draw_table(canvas: _Canvas, table: Table, page: int) -> None:
    marked: set[int] = set()
    heads: dict[int, Box] = {}
    for row, cell in table.cells(page):
        canvas.outline(cell.box, _colour(table, cell.column_no))
        if cell.column_no not in heads or cell.box.top < heads[cell.column_no].top:
            heads[cell.column_no] = cell.box
        if row.row_no not in marked:
            marked.add(row.row_no)
            _mark_row(canvas, table, row, cell.box)
    for column_no, box in sorted(heads.items()):
        canvas.write(box.x0 + 1, box.top - _MARK - 1, f"t{table.table_no} c{column_no}", _colour(table, column_no))


def _mark_row(canvas: _Canvas, table: Table, row: Row, first: Box) -> None:
    """Left of the first block's rows and right of the last one's, in the margin, where it hides no name."""
    y = (first.top + first.bottom - _MARK) / 2
    last_block = max(other.block_no for other in table.columns)
    if row.block_no == 1:
        canvas.write(2, y, row_mark(row), _INK)
    elif row.block_no == last_block:
        canvas.write(canvas.width - 2, y, row_mark(row), _INK, right=True)
    else:
        canvas.write(first.x0 - 1, y, row_mark(row), _INK, right=True)


def _colour(table: Table, column_no: int) -> Colour:
    return _COLOURS.get(table.role_of(column_no), _OTHER)


def row_mark(row: Row) -> str:
    """A row's number, its codes and its parent in ASCII; names stand in the sheet beside the picture."""
    codes = [key.code for key in row.keys if key.code.isascii() and key.code]
    parent = [f"<r{row.parent_row_no}"] if row.parent_row_no else []
    return " ".join([f"r{row.row_no}", *codes, *parent])


def _middle(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2


class _Canvas:
    """Drawing in points on a picture in pixels."""

    def __init__(self, page: Page) -> None:
        self._scale = page.scale
        self._picture = page.image.convert("RGBA")
        self._layer = Image.new("RGBA", self._picture.size, (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._layer)
        self._font = ImageFont.load_default(_MARK * page.scale)

    @property
    def width(self) -> float:
        """The page's width."""
        return self._picture.width / self._scale

    def outline(self, box: Box, colour: Colour) -> None:
        self._draw.rectangle(self._pixels(box), outline=(*colour, 255), width=max(1, round(self._scale / 2)))

    def fill(self, box: Box, colour: Colour) -> None:
        self._draw.rectangle(self._pixels(box), fill=(*colour, 110), outline=(*colour, 255))

    def write(self, x: float, y: float, text: str, colour: Colour, *, right: bool = False) -> None:
        """Text with its upper left corner at a point, or its upper right one, on a pale ground."""
        place = (x * self._scale, y * self._scale)
        if right:
            place = (max(0.0, place[0] - self._draw.textlength(text, font=self._font)), place[1])
        self._draw.rectangle(self._draw.textbbox(place, text, font=self._font), fill=(255, 255, 255, 170))
        self._draw.text(place, text, fill=(*colour, 255), font=self._font)

    def image(self) -> Image.Image:
        return Image.alpha_composite(self._picture, self._layer).convert("RGB")

    def _pixels(self, box: Box) -> list[float]:
        return [value * self._scale for value in (box.x0, box.top, box.x1, box.bottom)]
