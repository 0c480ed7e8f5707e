"""One page of a PDF as pdfium sees it: visible glyphs with baseline boxes, rulings that have ink, filled areas.

Everything is in points from the top left of the page as displayed (crop box, rotation applied). What a page costs is
the number of calls: one per fact and glyph, by the lean prototypes of `pdfium_calls`.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import compress, repeat
from struct import iter_unpack
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extract import pdfium_calls as call
from extract.cut_numbers import OF_NUMBERS, Drawn, whole_numbers
from extract.ink import MIDDLE, UNMAPPED, WHITE, Area, Glyph, PageInk, Ruling

# Rectangles and lines no thicker than this rule a table; thicker ones fill an area, or are the bold border of a table
# where they are so much longer than thick.
_THICKEST_RULING = 3.0
_THICKEST_BORDER, _LONG = 5.5, 12
# The points of a rectangle's path, its first point again at the end.
_RECTANGLE = 5
# Forms within forms deeper than this are no page that anyone printed.
_DEEPEST_FORM = 8
_SKIPPED = frozenset((0, 9, 10, 13, 32, 0xA0, 0x3000, 0xFEFF, 0xFFFF))
# A hyphen at a line's end, asked for by itself and in the text of the page.
_HYPHENS_AT_LINE_END = frozenset((2, 0xFFFE))
_UNMAPPED_CODE = ord(UNMAPPED)
_TEXT, _PATH, _IMAGE, _FORM = (
    pdfium.FPDF_PAGEOBJ_TEXT,
    pdfium.FPDF_PAGEOBJ_PATH,
    pdfium.FPDF_PAGEOBJ_IMAGE,
    pdfium.FPDF_PAGEOBJ_FORM,
)
_INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


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
_EVERYWHERE = Area(-math.inf, -math.inf, math.inf, math.inf)


def read_page(page: Any) -> PageInk:
    """The ink of a loaded page (a raw FPDF_PAGE)."""
    frame = _Frame(page)
    handle = call.handle(page)
    drawing = _Drawing(frame)
    drawing.walk_page(handle)
    horizontal, vertical = drawing.inked_rulings()
    glyphs = _Text(handle, frame, drawing).glyphs()
    # What a cut cell prints beyond the page's edge does not show.
    shown = [glyph for glyph in glyphs if glyph.baseline > 0 and glyph.baseline - glyph.size < frame.height]
    unmapped = sum(glyph.text == UNMAPPED for glyph in shown)
    return PageInk(frame.width, frame.height, shown, horizontal, vertical, drawing.n_images, unmapped)


class _Drawing:
    """The paths of a page and of the forms within it."""

    def __init__(self, frame: _Frame) -> None:
        self.frame = frame
        self.n_images = 0
        self.fills: list[Area] = []
        # Text objects that do not simply show, by address: what they are clipped to, and whether they are white.
        self.clips: dict[int, Area] = {}
        # Of those with a clip the ones of which the greater part shows, so that they are of the cell of their clip.
        self.mostly_shown: set[int] = set()
        self.white_texts: set[int] = set()
        self.invisible_texts: set[int] = set()
        self._horizontal: list[tuple[Ruling, bool]] = []
        self._vertical: list[tuple[Ruling, bool]] = []
        sides = [ctypes.c_float() for _ in range(4)]
        self._left, self._bottom, self._right, self._top = sides
        self._side_refs = [ctypes.addressof(side) for side in sides]
        channels = [ctypes.c_uint() for _ in range(4)]
        self._red, self._green, self._blue, self._alpha = channels
        self._colour_refs = [ctypes.addressof(channel) for channel in channels]
        self._fill_mode, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._mode_refs = ctypes.addressof(self._fill_mode), ctypes.addressof(self._stroke)
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._point_refs = ctypes.addressof(self._x), ctypes.addressof(self._y)

    def walk_page(self, page: int) -> None:
        """Visit every object of the page."""
        count = call.count_objects(page)
        self._visit(list(map(call.object_at, repeat(page, count), range(count))), _IDENTITY, 0)

    def inked_rulings(self) -> tuple[list[Ruling], list[Ruling]]:
        """Rulings that show on the page: dark ones, and white ones drawn upon a dark area."""
        width, height = self.frame.width, self.frame.height
        horizontal = [ruling for ruling, white in self._horizontal if not white or self._on_fill(ruling, True)]
        vertical = [ruling for ruling, white in self._vertical if not white or self._on_fill(ruling, False)]
        return _on_page(horizontal, height, width), _on_page(vertical, width, height)

    def _on_fill(self, ruling: Ruling, horizontal: bool) -> bool:
        middle = (ruling.start + ruling.end) / 2
        return self.is_on_fill(middle, ruling.at) if horizontal else self.is_on_fill(ruling.at, middle)

    def is_on_fill(self, x: float, y: float) -> bool:
        """Whether a point lies in a dark area."""
        return any(area.holds(x, y) for area in self.fills)

    def _visit(self, items: Sequence[int], matrix: _Matrix, depth: int) -> None:
        kinds = list(map(call.object_type, items))
        self._texts(compress(items, map(_TEXT.__eq__, kinds)), matrix)
        for item, kind in zip(items, kinds, strict=True):
            if kind == _PATH:
                self._path(item, matrix)
            elif kind == _IMAGE:
                self.n_images += 1
            elif kind == _FORM and depth < _DEEPEST_FORM:
                count = call.count_form_objects(item)
                inner = list(map(call.form_object_at, repeat(item, count), range(count)))
                self._visit(inner, _object_matrix(item).within(matrix), depth + 1)

    def _path(self, item: int, matrix: _Matrix) -> None:
        call.draw_mode(item, *self._mode_refs)
        stroke = bool(self._stroke.value)
        if not stroke and not self._fill_mode.value:
            return
        area = self._bounds(item, matrix)
        if area is None:
            return
        white = self._is_white(item, stroke)
        width, height = area.x1 - area.x0, area.bottom - area.top
        thin = width if width < height else height
        if thin <= _THICKEST_RULING or (not stroke and thin <= min(_THICKEST_BORDER, max(width, height) / _LONG)):
            self._add_thin(area, white)
            return
        segments = call.count_segments(item)
        # A stroke of fewer points than a rectangle's leaves a side open or is several lines; pdfium's box of a stroke
        # is wider than the stroke, so that a single bold line may come here as well.
        if segments == _RECTANGLE or (segments < _RECTANGLE and not stroke):
            self._add_box(area, white, stroke)
        else:
            self._add_segments(item, matrix, segments, white)

    def _bounds(self, item: int, matrix: _Matrix) -> Area | None:
        """The box of an object in display coordinates, None where it lies outside the page."""
        left_ref, bottom_ref, right_ref, top_ref = self._side_refs
        if not call.object_bounds(item, left_ref, bottom_ref, right_ref, top_ref):
            return None
        left, bottom, right, top = self._left.value, self._bottom.value, self._right.value, self._top.value
        if matrix is not _IDENTITY:
            (left, bottom), (right, top) = matrix.apply(left, bottom), matrix.apply(right, top)
        frame = self.frame
        if frame.turns == 0 and left <= right and bottom <= top:
            x0, y0, x1, y1 = left - frame.left, frame.top - top, right - frame.left, frame.top - bottom
        else:
            x0, y0, x1, y1 = frame.area(left, bottom, right, top)
        if x1 < 0 or y1 < 0 or x0 > frame.width or y0 > frame.height:
            return None
        return tuple.__new__(Area, (x0, y0, x1, y1))

    def _is_white(self, item: int, stroke: bool) -> bool:
        red, green, blue, alpha = self._colour_refs
        if not (call.stroke_colour if stroke else call.fill_colour)(item, red, green, blue, alpha):
            return False
        if self._alpha.value == 0:
            return True
        return self._red.value >= WHITE and self._green.value >= WHITE and self._blue.value >= WHITE

    def _texts(self, items: Iterable[int], matrix: _Matrix) -> None:
        """Mark text objects that are white or invisible, or that their clips do not show whole.

        One function for all of them, since to call one costs more than what it would do.
        """
        render_mode, fill_colour, clip_path = call.text_render_mode, call.fill_colour, call.clip_path
        count_clip_paths, clip_segment = call.count_clip_paths, call.clip_segment
        red_ref, green_ref, blue_ref, alpha_ref = self._colour_refs
        red, green, blue, alpha = self._red, self._green, self._blue, self._alpha
        last, clip = 0, _EVERYWHERE
        for item in items:
            if render_mode(item) == _INVISIBLE:
                self.invisible_texts.add(item)
            if (
                fill_colour(item, red_ref, green_ref, blue_ref, alpha_ref)
                and (red.value >= WHITE or alpha.value == 0)
                and (alpha.value == 0 or (green.value >= WHITE and blue.value >= WHITE))
            ):
                self.white_texts.add(item)
            path = clip_path(item)
            count = count_clip_paths(path) if path else 0
            if count <= 0:
                continue
            # Objects that are clipped alike share one path, and thereby the address of its first corner.
            first = clip_segment(path, count - 1, 0)
            if first != last:
                last, clip = first, self._clip(path, count, first, matrix)
            area = self._bounds(item, matrix)
            if area is None or _is_cut(area, clip):
                self.clips[item] = clip
                if area is not None and 2 * (min(area.x1, clip.x1) - max(area.x0, clip.x0)) > area.x1 - area.x0:
                    self.mostly_shown.add(item)

    def _clip(self, path: int, count: int, first: int | None, matrix: _Matrix) -> Area:
        """The rectangle of the innermost of nested clips, the last; two opposite corners of it say all."""
        one, other = self._point(first, matrix), self._point(call.clip_segment(path, count - 1, 2), matrix)
        if one is None or other is None:
            return _EVERYWHERE
        return Area(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))

    def _point(self, segment: int | None, matrix: _Matrix) -> tuple[float, float] | None:
        if not segment or not call.segment_point(segment, *self._point_refs):
            return None
        return self.frame.point(*matrix.apply(self._x.value, self._y.value))

    def _add_thin(self, area: Area, white: bool) -> None:
        width, height = area.x1 - area.x0, area.bottom - area.top
        if width >= height:
            self._horizontal.append((Ruling((area.top + area.bottom) / 2, area.x0, area.x1), white))
        if height >= width:
            self._vertical.append((Ruling((area.x0 + area.x1) / 2, area.top, area.bottom), white))

    def _add_box(self, area: Area, white: bool, stroke: bool) -> None:
        """A box: its sides rule when stroked or when its fill shows; a white fill hides what lies below it."""
        if not stroke:
            if white:
                return
            self.fills.append(area)
        self._horizontal += [(Ruling(y, area.x0, area.x1), white) for y in (area.top, area.bottom)]
        self._vertical += [(Ruling(x, area.top, area.bottom), white) for x in (area.x0, area.x1)]

    def _add_segments(self, item: int, matrix: _Matrix, count: int, white: bool) -> None:
        x, y = self._x, self._y
        own = _object_matrix(item).within(matrix)
        start = last = (0.0, 0.0)
        for index in range(count):
            segment = call.path_segment(item, index)
            call.segment_point(segment, *self._point_refs)
            here = self.frame.point(*own.apply(x.value, y.value))
            kind = call.segment_type(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = here
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                self._add_line(last, here, white)
            if call.segment_closes(segment):
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

    def __init__(self, page: int, frame: _Frame, drawing: _Drawing) -> None:
        self.page, self.frame, self.drawing = page, frame, drawing
        self._matrix = pdfium.FS_MATRIX()

    def glyphs(self) -> list[Glyph]:
        """The visible glyphs."""
        text_page = call.load_text(self.page)
        try:
            glyphs = self._visible(text_page)
            if not glyphs and self.drawing.invisible_texts:
                # A scan whose words were recognised: the invisible text is all the text there is.
                self.drawing.invisible_texts.clear()
                glyphs = self._visible(text_page)
            return glyphs
        finally:
            call.close_text(text_page)

    def _visible(self, text_page: int) -> list[Glyph]:
        """The glyphs that show. Where a font has no Unicode map, pdfium gives its own codes out as characters."""
        codes = _codes(text_page)
        shown = [index for index, code in enumerate(codes) if code not in _SKIPPED]
        failed = list(map(call.unicode_map_error, repeat(text_page), shown))
        if 1 in failed:
            for index in compress(shown, failed):
                codes[index] = _UNMAPPED_CODE
        boxes = (pdfium.FS_RECTF * len(shown))()
        start, each = ctypes.addressof(boxes), ctypes.sizeof(pdfium.FS_RECTF)
        deque(map(call.character_box, repeat(text_page), shown, range(start, start + each * len(shown), each)), 0)
        x, y = ctypes.c_double(), ctypes.c_double()
        x_ref, y_ref = ctypes.addressof(x), ctypes.addressof(y)
        frame, left, top = self.frame, self.frame.left, self.frame.top
        straight = frame.turns == 0
        drawing = self.drawing
        all_show = not (drawing.clips or drawing.white_texts or drawing.invisible_texts)
        whole = self._whole_numbers(text_page, zip(shown, iter_unpack("=4f", boxes), strict=True), codes)
        glyphs: list[Glyph] = []
        # The constructor of a named tuple is a function of its own; this is what it calls.
        new = tuple.__new__
        last_bottom = last_top = baseline = size = float("nan")
        turn = 0
        for index, (box_left, box_top, box_right, box_bottom) in zip(shown, iter_unpack("=4f", boxes), strict=True):
            code = codes[index]
            # Neighbours whose boxes have the same edges are of one font, size and line: one baseline.
            if not straight or box_bottom != last_bottom or box_top != last_top:
                call.character_origin(text_page, index, x_ref, y_ref)
                baseline = top - y.value
                if turn or box_top - box_bottom != last_top - last_bottom:
                    size, turn = self._size_and_turn(text_page, index)
                last_bottom, last_top = box_bottom, box_top
            if straight:
                x0, x1 = box_left - left, box_right - left
            else:
                area = frame.area(box_left, box_bottom, box_right, box_top)
                x0, x1, baseline = area.x0, area.x1, frame.point(x.value, y.value)[1]
            if turn:
                area = frame.area(box_left, box_bottom, box_right, box_top)
                x0, x1, baseline = area.x0, area.x1, (area.top + area.bottom) / 2 + MIDDLE * size
            if not all_show:
                sides = whole.get(index) or self._shown(text_page, index, x0, x1, baseline - MIDDLE * size)
                if sides is None:
                    continue
                x0, x1 = sides
            sign = "-" if code in _HYPHENS_AT_LINE_END else chr(code)
            glyphs.append(new(Glyph, (sign, x0, x1, baseline, size, turn)))
        return glyphs

    def _shown(self, text_page: int, index: int, x0: float, x1: float, y: float) -> tuple[float, float] | None:
        """The sides of a glyph, or of what shows of it where its run is cut; None where it is hidden."""
        item = call.character_object(text_page, index)
        if not item:
            return x0, x1
        if item in self.drawing.invisible_texts:
            return None
        if item in self.drawing.white_texts and not self.drawing.is_on_fill((x0 + x1) / 2, y):
            return None
        clip = self.drawing.clips.get(item)
        shown = clip.shown(x0, x1, y) if clip is not None else (x0, x1)
        # The end of a text may show in the next cell, drawn once more with the clip of that.
        return shown if shown is None or item in self.drawing.mostly_shown else (x0, shown[1])

    def _whole_numbers(
        self, text_page: int, boxes: Iterable[tuple[int, tuple[float, ...]]], codes: Sequence[int]
    ) -> dict[int, tuple[float, float]]:
        """The sides within their clips that the digits of cut numbers are set to, by index."""
        clips, area = self.drawing.clips, self.frame.area
        if not clips:
            return {}
        digits = [(index, box) for index, box in boxes if chr(codes[index]) in OF_NUMBERS]
        items = [call.character_object(text_page, index) or 0 for index, _ in digits]
        if clips.keys().isdisjoint(items):
            return {}
        return whole_numbers(
            Drawn(index, chr(codes[index]), area(*box), clips.get(item))
            for (index, box), item in zip(digits, items, strict=True)
        )

    def _size_and_turn(self, text_page: int, index: int) -> tuple[float, int]:
        """The em in points, and whether the text runs upwards (1) or downwards (-1) as displayed."""
        matrix = self._matrix
        call.character_matrix(text_page, index, ctypes.addressof(matrix))
        size = float(call.character_size(text_page, index)) * math.hypot(matrix.c, matrix.d)
        here, ahead = self.frame.point(0, 0), self.frame.point(matrix.a, matrix.b)
        along, down = ahead[0] - here[0], ahead[1] - here[1]
        if abs(down) <= abs(along):
            return size, 0
        return size, 1 if down < 0 else -1


def _codes(text_page: int) -> list[int]:
    """The code points of all characters; in one call where pdfium's text has one unit for each."""
    count = call.count_characters(text_page)
    if count <= 0:
        return []
    if call.text_index(text_page, count - 1) == count - 1:
        units = (ctypes.c_ushort * (count + 1))()
        if call.characters(text_page, 0, count, ctypes.addressof(units)) == count + 1:
            return list(units[:count])
    return list(map(call.character_code, repeat(text_page, count), range(count)))


def _is_cut(area: Area, clip: Area) -> bool:
    """Whether an object reaches out of its clip or lies outside; one point of overhang cuts no glyph."""
    x0, top, x1, bottom = area
    left, upper, right, lower = clip
    return (
        x0 + 1 < left
        or x1 - 1 > right
        or top + 1 < upper
        or bottom - 1 > lower
        or x0 + 1 > right
        or x1 - 1 < left
        or top + 1 > lower
        or bottom - 1 < upper
    )


def _on_page(rulings: Sequence[Ruling], across: float, along: float) -> list[Ruling]:
    """The parts of rulings that lie on the page; a spreadsheet's lines may run on beyond it."""
    return [
        Ruling(ruling.at, max(ruling.start, 0.0), min(ruling.end, along))
        for ruling in rulings
        if 0 <= ruling.at <= across and ruling.start < along and ruling.end > 0
    ]


def _object_matrix(item: int) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not call.object_matrix(item, ctypes.addressof(matrix)):
        return _IDENTITY
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
