"""One page of a PDF as pdfium sees it: visible glyphs with baseline boxes, rulings that have ink, filled areas.

Everything is in points from the top left of the page as displayed (crop box, rotation applied). pypdfium2's raw
interface is used because one call per fact and glyph is what a page costs; its helpers cost several.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extract.ink import MIDDLE, Area, Glyph, PageInk, Ruling

# Rectangles and lines no thicker than this rule a table; thicker ones fill an area.
_THICKEST_RULING = 3.0
# Darker than this in any channel is ink.
_WHITE = 248
# Forms within forms deeper than this are no page that anyone printed.
_DEEPEST_FORM = 8
_SKIPPED = frozenset((0, 9, 10, 13, 32, 0xA0, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF))
_HYPHEN_AT_LINE_END = 2


class _Frame:
    """From the coordinates of a page to those of its display."""

    def __init__(self, page: Any) -> None:
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        self.left, self.top, self.right, self.bottom = box.left, box.top, box.right, box.bottom
        self.turns = max(pdfium.FPDFPage_GetRotation(page), 0) % 4
        size = (abs(self.right - self.left), abs(self.top - self.bottom))
        self.width, self.height = size if self.turns % 2 == 0 else size[::-1]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point in display coordinates."""
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def area(self, x0: float, y0: float, x1: float, y1: float) -> Area:
        """A box in display coordinates."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Area(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


class _Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def within(self, outer: _Matrix) -> _Matrix:
        return _Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )


_IDENTITY = _Matrix()


def read_page(page: Any) -> PageInk:
    """The ink of a loaded page (a raw FPDF_PAGE)."""
    frame = _Frame(page)
    drawing = _Drawing(frame)
    drawing.walk_page(page)
    horizontal, vertical = drawing.inked_rulings()
    glyphs, unmapped = _Text(page, frame, drawing).glyphs()
    return PageInk(frame.width, frame.height, glyphs, horizontal, vertical, drawing.n_images, unmapped)


class _Drawing:
    """The paths of a page and of the forms within it."""

    def __init__(self, frame: _Frame) -> None:
        self.frame = frame
        self.n_images = 0
        self.fills: list[Area] = []
        # Text objects that do not simply show, by address: what they are clipped to, and whether they are white.
        self.clips: dict[int, Area] = {}
        self.white_texts: set[int] = set()
        self.invisible_texts: set[int] = set()
        self._horizontal: list[tuple[Ruling, bool]] = []
        self._vertical: list[tuple[Ruling, bool]] = []
        sides = [ctypes.c_float() for _ in range(4)]
        self._left, self._bottom, self._right, self._top = sides
        self._side_refs = [ctypes.byref(side) for side in sides]
        channels = [ctypes.c_uint() for _ in range(4)]
        self._red, self._green, self._blue, self._alpha = channels
        self._colour_refs = [ctypes.byref(channel) for channel in channels]
        self._fill_mode, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._mode_refs = ctypes.byref(self._fill_mode), ctypes.byref(self._stroke)
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._point_refs = ctypes.byref(self._x), ctypes.byref(self._y)
        self._last_clip: tuple[int, tuple[float, float], Area] | None = None

    def walk_page(self, page: Any) -> None:
        """Visit every object of the page."""
        get = pdfium.FPDFPage_GetObject
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            self._visit(get(page, index), _IDENTITY, 0)

    def inked_rulings(self) -> tuple[list[Ruling], list[Ruling]]:
        """Rulings that show: dark ones, and white ones drawn upon a dark area."""
        return (
            [ruling for ruling, white in self._horizontal if not white or self._on_fill(ruling, True)],
            [ruling for ruling, white in self._vertical if not white or self._on_fill(ruling, False)],
        )

    def _on_fill(self, ruling: Ruling, horizontal: bool) -> bool:
        middle = (ruling.start + ruling.end) / 2
        x, y = (middle, ruling.at) if horizontal else (ruling.at, middle)
        return any(area.holds(x, y) for area in self.fills)

    def _visit(self, item: Any, matrix: _Matrix, depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self._text(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.n_images += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            own = _object_matrix(item).within(matrix)
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self._visit(pdfium.FPDFFormObj_GetObject(item, index), own, depth + 1)

    def _path(self, item: Any, matrix: _Matrix) -> None:
        pdfium.FPDFPath_GetDrawMode(item, *self._mode_refs)
        stroke = bool(self._stroke.value)
        if not stroke and not self._fill_mode.value:
            return
        area = self._bounds(item, matrix)
        if area is None:
            return
        white = self._is_white(item, stroke)
        segments = pdfium.FPDFPath_CountSegments(item)
        if min(area.x1 - area.x0, area.bottom - area.top) <= _THICKEST_RULING:
            self._add_thin(area, white)
        elif segments <= 5:
            self._add_box(item, area, white, stroke)
        else:
            self._add_segments(item, matrix, segments, white)

    def _bounds(self, item: Any, matrix: _Matrix) -> Area | None:
        """The box of an object in display coordinates, None where it lies outside the page."""
        if not pdfium.FPDFPageObj_GetBounds(item, *self._side_refs):
            return None
        left, bottom, right, top = self._left.value, self._bottom.value, self._right.value, self._top.value
        if matrix is not _IDENTITY:
            (left, bottom), (right, top) = matrix.apply(left, bottom), matrix.apply(right, top)
        frame = self.frame
        if frame.turns == 0 and left <= right and bottom <= top:
            area = Area(left - frame.left, frame.top - top, right - frame.left, frame.top - bottom)
        else:
            area = frame.area(left, bottom, right, top)
        if area.x1 < 0 or area.bottom < 0 or area.x0 > frame.width or area.top > frame.height:
            return None
        return area

    def _is_white(self, item: Any, stroke: bool) -> bool:
        get = pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor
        if not get(item, *self._colour_refs):
            return False
        if self._alpha.value == 0:
            return True
        return self._red.value >= _WHITE and self._green.value >= _WHITE and self._blue.value >= _WHITE

    def _text(self, item: Any, matrix: _Matrix) -> None:
        """Mark a text object that is white or invisible, or that its clip does not show whole."""
        if pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            self.invisible_texts.add(_address(item))
        if self._is_white(item, stroke=False):
            self.white_texts.add(_address(item))
        clip = self._clip(item, matrix)
        if clip is None:
            return
        area = self._bounds(item, matrix)
        if area is None or not (clip.holds(area.x0 + 1, area.top + 1) and clip.holds(area.x1 - 1, area.bottom - 1)):
            self.clips[_address(item)] = clip

    def _clip(self, item: Any, matrix: _Matrix) -> Area | None:
        """The rectangle outside of which an object does not show, None where it is not clipped.

        Of nested clips the last is the innermost; of a rectangle two opposite corners say all, and the next
        object is clipped alike where the first corner is the same.
        """
        path = pdfium.FPDFPageObj_GetClipPath(item)
        count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
        if count <= 0:
            return None
        one = self._corner(path, count - 1, 0, matrix)
        if one is None:
            return None
        if self._last_clip and self._last_clip[:2] == (count, one):
            return self._last_clip[2]
        other = self._corner(path, count - 1, 2, matrix)
        if other is None:
            return None
        clip = Area(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
        self._last_clip = (count, one, clip)
        return clip

    def _corner(self, path: Any, number: int, index: int, matrix: _Matrix) -> tuple[float, float] | None:
        segment = pdfium.FPDFClipPath_GetPathSegment(path, number, index)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, *self._point_refs):
            return None
        return self.frame.point(*matrix.apply(self._x.value, self._y.value))

    def _add_thin(self, area: Area, white: bool) -> None:
        width, height = area.x1 - area.x0, area.bottom - area.top
        if width >= height:
            self._horizontal.append((Ruling((area.top + area.bottom) / 2, area.x0, area.x1), white))
        if height >= width:
            self._vertical.append((Ruling((area.x0 + area.x1) / 2, area.top, area.bottom), white))

    def _add_box(self, item: Any, area: Area, white: bool, stroke: bool) -> None:
        """A box: its sides rule when stroked or when its fill shows; a white fill hides what lies below it."""
        if not stroke:
            if white:
                return
            self.fills.append(area)
        elif self._diagonal(item):
            return
        self._horizontal += [(Ruling(y, area.x0, area.x1), white) for y in (area.top, area.bottom)]
        self._vertical += [(Ruling(x, area.top, area.bottom), white) for x in (area.x0, area.x1)]

    def _diagonal(self, item: Any) -> bool:
        """Whether a short path is a slanting line, which bounds an area but rules nothing."""
        return bool(pdfium.FPDFPath_CountSegments(item) == 2)

    def _add_segments(self, item: Any, matrix: _Matrix, count: int, white: bool) -> None:
        x, y = ctypes.c_float(), ctypes.c_float()
        own = _object_matrix(item).within(matrix)
        start = last = (0.0, 0.0)
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            here = self.frame.point(*own.apply(x.value, y.value))
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = here
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                self._add_line(last, here, white)
            if pdfium.FPDFPathSegment_GetClose(segment):
                self._add_line(here, start, white)
            last = here

    def _add_line(self, one: tuple[float, float], other: tuple[float, float], white: bool) -> None:
        (ax, ay), (bx, by) = one, other
        if abs(ay - by) <= 1 < abs(ax - bx):
            self._horizontal.append((Ruling((ay + by) / 2, min(ax, bx), max(ax, bx)), white))
        elif abs(ax - bx) <= 1 < abs(ay - by):
            self._vertical.append((Ruling((ax + bx) / 2, min(ay, by), max(ay, by)), white))


class _Text:
    """The characters of a page, in the order in which pdfium has them."""

    def __init__(self, page: Any, frame: _Frame, drawing: _Drawing) -> None:
        self.page, self.frame, self.drawing = page, frame, drawing
        self.unmapped = 0
        self._matrix = pdfium.FS_MATRIX()

    def glyphs(self) -> tuple[list[Glyph], int]:
        """The visible glyphs, and how many have no Unicode."""
        text_page = pdfium.FPDFText_LoadPage(self.page)
        try:
            glyphs = self._visible(text_page)
            if not glyphs and self.drawing.invisible_texts:
                # A scan whose words were recognised: the invisible text is all the text there is.
                self.drawing.invisible_texts.clear()
                glyphs = self._visible(text_page)
            return glyphs, self.unmapped
        finally:
            pdfium.FPDFText_ClosePage(text_page)

    def _visible(self, text_page: Any) -> list[Glyph]:
        box_of, origin_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
        x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        x_ref, y_ref, box_ref = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
        frame, left, top = self.frame, self.frame.left, self.frame.top
        straight = frame.turns == 0
        drawing = self.drawing
        all_show = not (drawing.clips or drawing.white_texts or drawing.invisible_texts)
        glyphs: list[Glyph] = []
        last_bottom = last_top = baseline = size = float("nan")
        turn = 0
        for index, code in enumerate(_codes(text_page)):
            if code in _SKIPPED:
                continue
            box_of(text_page, index, box_ref)
            # Neighbours whose boxes have the same edges are of one font, size and line: one baseline.
            if not straight or box.bottom != last_bottom or box.top != last_top:
                origin_of(text_page, index, x_ref, y_ref)
                baseline = top - y.value
                if turn or box.top - box.bottom != last_top - last_bottom:
                    size, turn = self._size_and_turn(text_page, index)
                last_bottom, last_top = box.bottom, box.top
            if straight:
                x0, x1 = box.left - left, box.right - left
            else:
                area = frame.area(box.left, box.bottom, box.right, box.top)
                x0, x1, baseline = area.x0, area.x1, frame.point(x.value, y.value)[1]
            if turn:
                area = frame.area(box.left, box.bottom, box.right, box.top)
                x0, x1, baseline = area.x0, area.x1, (area.top + area.bottom) / 2 + MIDDLE * size
            if not all_show and not self._shows(text_page, index, x0, x1, baseline - MIDDLE * size):
                continue
            if code == 0xFFFD or 0xE000 <= code <= 0xF8FF:
                self.unmapped += 1
            glyphs.append(Glyph("-" if code == _HYPHEN_AT_LINE_END else chr(code), x0, x1, baseline, size, turn))
        return glyphs

    def _shows(self, text_page: Any, index: int, x0: float, x1: float, y: float) -> bool:
        """Whether a glyph is neither clipped away nor white on white."""
        item = pdfium.FPDFText_GetTextObject(text_page, index)
        if not item:
            return True
        address = _address(item)
        if address in self.drawing.invisible_texts:
            return False
        clip = self.drawing.clips.get(address)
        if clip is not None and not clip.shows(x0, x1, y):
            return False
        if address not in self.drawing.white_texts:
            return True
        return any(area.holds((x0 + x1) / 2, y) for area in self.drawing.fills)

    def _size_and_turn(self, text_page: Any, index: int) -> tuple[float, int]:
        """The em in points, and whether the text runs upwards (1) or downwards (-1) as displayed."""
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(text_page, index, matrix)
        size = float(pdfium.FPDFText_GetFontSize(text_page, index)) * math.hypot(matrix.c, matrix.d)
        here, ahead = self.frame.point(0, 0), self.frame.point(matrix.a, matrix.b)
        along, down = ahead[0] - here[0], ahead[1] - here[1]
        if abs(down) <= abs(along):
            return size, 0
        return size, 1 if down < 0 else -1


def _codes(text_page: Any) -> Sequence[int]:
    """The code points of all characters; in one call where pdfium's text has one unit for each."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ()
    last = pdfium.FPDFText_GetTextIndexFromCharIndex(text_page, count - 1)
    if last == count - 1:
        units = (ctypes.c_ushort * (count + 1))()
        if pdfium.FPDFText_GetText(text_page, 0, count, units) == count + 1:
            return list(units)[:count]
    unicode_of = pdfium.FPDFText_GetUnicode
    return [unicode_of(text_page, index) for index in range(count)]


def _object_matrix(item: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _address(item: Any) -> int:
    return ctypes.addressof(item.contents)
