"""One page of a PDF as pdfium sees it: visible glyphs with baseline boxes, rulings that have ink, filled areas.

Everything is in points from the top left of the page as displayed (crop box, rotation applied). What a page costs is
the number of calls: one per fact and glyph, by the lean prototypes of `pdfium_calls`.
"""

from __future__ import annotations

import ctypes
import math
import sys
from array import array
from collections.abc import Iterator, Sequence
from itertools import compress, pairwise, repeat
from operator import attrgetter, itemgetter, ne
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extract import pdfium_calls as call
from extract.cut_numbers import OF_NUMBERS, Drawn, whole_numbers
from extract.ink import UNMAPPED, WHITE, Area, Glyph, PageInk, Ruling

# Rectangles and lines no thicker than this rule a table; thicker ones fill an area, or are the bold border of a table
# where they are so much longer than thick.
_THICKEST_RULING = 3.0
_THICKEST_BORDER, _LONG = 5.5, 12
# The points of a rectangle's path, its first point again at the end.
_RECTANGLE = 5
# Forms within forms deeper than this are no page that anyone printed.
_DEEPEST_FORM = 8
_SKIPPED = frozenset("\0\t\n\r \u00a0\u3000\ufeff\uffff")
# A hyphen at a line's end, asked for by itself and in the text of the page.
_HYPHENS_AT_LINE_END = frozenset("\u0002\ufffe")
_UTF_16 = f"utf-16-{'le' if sys.byteorder == 'little' else 'be'}"
_SIGN = itemgetter(0)
_ADDRESS = attrgetter("value")
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
_Box = tuple[float, float, float, float]
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
    height = frame.height
    shown = [glyph for glyph in glyphs if glyph.baseline > 0 and glyph.baseline - glyph.size < height]
    unmapped = list(map(_SIGN, shown)).count(UNMAPPED)
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
        # Those of ink, and those of white.
        self._horizontal: tuple[list[Ruling], list[Ruling]] = ([], [])
        self._vertical: tuple[list[Ruling], list[Ruling]] = ([], [])
        self._point_values = call.Values("2f")

    def walk_page(self, page: call.Handle) -> None:
        """Visit every object of the page."""
        count = call.count_objects(page)
        self._visit(list(map(call.object_at, repeat(page, count), range(count))), _IDENTITY, 0)

    def inked_rulings(self) -> tuple[list[Ruling], list[Ruling]]:
        """Rulings that show on the page: dark ones, and white ones drawn upon a dark area."""
        width, height = self.frame.width, self.frame.height
        horizontal, vertical = self._horizontal[False], self._vertical[False]
        horizontal += [ruling for ruling in self._horizontal[True] if self._on_fill(ruling, True)]
        vertical += [ruling for ruling in self._vertical[True] if self._on_fill(ruling, False)]
        return _on_page(horizontal, height, width), _on_page(vertical, width, height)

    def _on_fill(self, ruling: Ruling, horizontal: bool) -> bool:
        middle = (ruling.start + ruling.end) / 2
        return self.is_on_fill(middle, ruling.at) if horizontal else self.is_on_fill(ruling.at, middle)

    def is_on_fill(self, x: float, y: float) -> bool:
        """Whether a point lies in a dark area."""
        return any(area.holds(x, y) for area in self.fills)

    def _visit(self, items: Sequence[call.Handle], matrix: _Matrix, depth: int) -> None:
        kinds = list(map(call.object_type, items))
        self._texts(_of_kind(_TEXT, items, kinds), matrix)
        self._paths(_of_kind(_PATH, items, kinds), matrix)
        self.n_images += kinds.count(_IMAGE)
        for form in _of_kind(_FORM, items, kinds) if depth < _DEEPEST_FORM else ():
            count = call.count_form_objects(form)
            inner = list(map(call.form_object_at, repeat(form, count), range(count)))
            self._visit(inner, _object_matrix(form).within(matrix), depth + 1)

    def _paths(self, items: Sequence[call.Handle], matrix: _Matrix) -> None:
        mode = call.Values("2i")
        stroked: list[call.Handle] = []
        filled: list[call.Handle] = []
        for item, _ in zip(items, call.each(call.draw_mode, items, mode), strict=True):
            fill, stroke = mode.read()
            if stroke:
                stroked.append(item)
            elif fill:
                filled.append(item)
        self._add_paths(stroked, matrix, stroke=True)
        self._add_paths(filled, matrix, stroke=False)

    def _add_paths(self, items: Sequence[call.Handle], matrix: _Matrix, stroke: bool) -> None:
        are_white = _are_white(call.stroke_colour if stroke else call.fill_colour, items)
        for item, area, white in zip(items, self._areas(items, matrix), are_white, strict=True):
            if area is None:
                continue
            x0, top, x1, bottom = area
            thin, long = sorted((x1 - x0, bottom - top))
            if thin <= _THICKEST_RULING or (thin <= _THICKEST_BORDER and long >= _LONG * thin and not stroke):
                self._add_thin(x0, top, x1, bottom, white)
                continue
            segments = call.count_segments(item)
            # A stroke of fewer points than a rectangle's leaves a side open or is several lines; pdfium's box of a
            # stroke is wider than the stroke, so that a single bold line may come here as well.
            if segments == _RECTANGLE or (segments < _RECTANGLE and not stroke):
                self._add_box(Area(*area), white, stroke)
            else:
                self._add_segments(item, matrix, segments, white)

    def _areas(self, items: Sequence[call.Handle], matrix: _Matrix) -> Iterator[_Box | None]:
        """The boxes of objects in display coordinates, None for what lies outside the page."""
        frame, sides = self.frame, call.Values("4f")
        frame_left, frame_top, width, height = frame.left, frame.top, frame.width, frame.height
        unpack, memory = sides.unpack, sides.memory
        for is_known in call.each(call.object_bounds, items, sides):
            left, bottom, right, top = unpack(memory)
            if matrix is not _IDENTITY:
                (left, bottom), (right, top) = matrix.apply(left, bottom), matrix.apply(right, top)
            if frame.turns == 0 and left <= right and bottom <= top:
                x0, y0, x1, y1 = left - frame_left, frame_top - top, right - frame_left, frame_top - bottom
            else:
                x0, y0, x1, y1 = frame.area(left, bottom, right, top)
            yield None if x1 < 0 or y1 < 0 or x0 > width or y0 > height or not is_known else (x0, y0, x1, y1)

    def _texts(self, items: Sequence[call.Handle], matrix: _Matrix) -> None:
        """Mark text objects that are white or invisible, or that their clips do not show whole."""
        are_invisible = map(_INVISIBLE.__eq__, map(call.text_render_mode, items))
        self.invisible_texts.update(map(_ADDRESS, compress(items, are_invisible)))
        self.white_texts.update(map(_ADDRESS, compress(items, _are_white(call.fill_colour, items))))
        paths = list(map(call.clip_path, items))
        counts = list(map(call.count_clip_paths, paths))
        are_clipped = [count > 0 for count in counts]
        clipped = list(compress(items, are_clipped))
        innermost = [(path, count - 1) for path, count in compress(zip(paths, counts, strict=True), are_clipped)]
        last, clip = 0, _EVERYWHERE
        for item, area, (path, number) in zip(clipped, self._areas(clipped, matrix), innermost, strict=True):
            # Objects that are clipped alike share one path, and thereby the address of its first corner.
            first = call.clip_segment(path, number, 0)
            if first != last:
                last, clip = first, self._clip(path, number, first, matrix)
            if area is None or _is_cut(area, clip):
                self.clips[_ADDRESS(item)] = clip
                if area is not None and 2 * (min(area[2], clip.x1) - max(area[0], clip.x0)) > area[2] - area[0]:
                    self.mostly_shown.add(_ADDRESS(item))

    def _clip(self, path: call.Handle, number: int, first: int | None, matrix: _Matrix) -> Area:
        """The rectangle of the innermost of nested clips, the last; two opposite corners of it say all."""
        one, other = self._point(first, matrix), self._point(call.clip_segment(path, number, 2), matrix)
        if one is None or other is None:
            return _EVERYWHERE
        return Area(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))

    def _point(self, segment: int | None, matrix: _Matrix) -> tuple[float, float] | None:
        if not segment or not call.segment_point(call.Handle(segment), *self._point_values.references):
            return None
        return self.frame.point(*matrix.apply(*self._point_values.read()))

    def _add_thin(self, x0: float, top: float, x1: float, bottom: float, white: bool) -> None:
        width, height = x1 - x0, bottom - top
        if width >= height:
            self._horizontal[white].append(Ruling((top + bottom) / 2, x0, x1))
        if height >= width:
            self._vertical[white].append(Ruling((x0 + x1) / 2, top, bottom))

    def _add_box(self, area: Area, white: bool, stroke: bool) -> None:
        """A box: its sides rule when stroked or when its fill shows; a white fill hides what lies below it."""
        if not stroke:
            if white:
                return
            self.fills.append(area)
        self._horizontal[white].extend(Ruling(y, area.x0, area.x1) for y in (area.top, area.bottom))
        self._vertical[white].extend(Ruling(x, area.top, area.bottom) for x in (area.x0, area.x1))

    def _add_segments(self, item: call.Handle, matrix: _Matrix, count: int, white: bool) -> None:
        own = _object_matrix(item).within(matrix)
        start = last = (0.0, 0.0)
        for index in range(count):
            segment = call.path_segment(item, index)
            call.segment_point(segment, *self._point_values.references)
            here = self.frame.point(*own.apply(*self._point_values.read()))
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
            self._horizontal[white].append(Ruling((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= 1 < abs(ay - by):
            self._vertical[white].append(Ruling((ax + bx) / 2, min(ay, by), max(ay, by)))


class _Text:
    """The characters of a page, in the order in which pdfium has them."""

    def __init__(self, page: call.Handle, frame: _Frame, drawing: _Drawing) -> None:
        self.page, self.frame, self.drawing = page, frame, drawing
        self._matrix = call.Values("6f")

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

    def _visible(self, text_page: call.Handle) -> list[Glyph]:
        """The glyphs that show. Where a font has no Unicode map, pdfium gives its own codes out as characters."""
        text = _text(text_page)
        are_shown = [sign not in _SKIPPED for sign in text]
        shown = list(compress(range(len(text)), are_shown))
        signs = ["-" if sign in _HYPHENS_AT_LINE_END else sign for sign in compress(text, are_shown)]
        failed = list(map(call.unicode_map_error, repeat(text_page), shown))
        if 1 in failed:
            signs = [UNMAPPED if fails else sign for sign, fails in zip(signs, failed, strict=True)]
        box, boxes = call.Values("4f"), bytearray()
        for _ in map(call.character_box, repeat(text_page), shown, repeat(box.references[0])):
            boxes += box.memory
        drawing = self.drawing
        hidden = {*drawing.clips, *drawing.white_texts, *drawing.invisible_texts}
        items = list(map(call.character_object, repeat(text_page), shown)) if hidden else []
        sides = array("f", bytes(boxes))
        glyphs = self._glyphs(text_page, shown, signs, sides)
        if hidden.isdisjoint(items):
            return glyphs
        whole = self._whole_numbers(text, shown, failed, sides, items)
        seen: list[Glyph] = []
        for index, item, glyph in zip(shown, items, glyphs, strict=True):
            if index in whole or item in hidden:
                within = whole.get(index) or self._shown(item, glyph)
                if within is None:
                    continue
                glyph = glyph._replace(x0=within[0], x1=within[1])
            seen.append(glyph)
        return seen

    def _whole_numbers(
        self, text: str, shown: Sequence[int], failed: Sequence[int], sides: array[float], items: Sequence[int | None]
    ) -> dict[int, tuple[float, float]]:
        """The sides within their clips that the digits of cut numbers are set to, by index.

        `text`: of the page; the others: of each character that is shown, its index, whether its font maps it not, left,
        top, right and bottom of its box, its text object.
        """
        clips, area = self.drawing.clips, self.frame.area
        numeric = [at for at, index in enumerate(shown) if text[index] in OF_NUMBERS and not failed[at]]
        if clips.keys().isdisjoint(items[at] for at in numeric):
            return {}
        return whole_numbers(
            Drawn(shown[at], text[shown[at]], area(*sides[4 * at : 4 * at + 4]), clips.get(items[at] or 0))
            for at in numeric
        )

    def _glyphs(
        self, text_page: call.Handle, shown: Sequence[int], signs: Sequence[str], boxes: array[float]
    ) -> list[Glyph]:
        """A glyph for each character of the page that is a sign, from the left, top, right and bottom of its box."""
        lefts, tops, rights, bottoms = (boxes[side::4].tolist() for side in range(4))
        frame, left = self.frame, self.frame.left
        straight = frame.turns == 0
        x0s, x1s = [x - left for x in lefts], [x - left for x in rights]
        origin = call.Values("2d")
        glyphs: list[Glyph] = []
        size, turn, height = 0.0, 0, math.nan
        for first, beyond in pairwise(_runs(tops, bottoms) if straight else range(len(shown) + 1)):
            call.character_origin(text_page, shown[first], *origin.references)
            x, y = origin.read()
            before, height = height, tops[first] - bottoms[first]
            if turn or height != before:
                size, turn = self._size_and_turn(text_page, shown[first])
            if straight and not turn:
                run = slice(first, beyond)
                baseline = frame.top - y
                fields = zip(signs[run], x0s[run], x1s[run], repeat(baseline), repeat(size), repeat(turn))
                # The constructor of a named tuple is a function of its own; this is what it calls.
                glyphs.extend(map(tuple.__new__, repeat(Glyph), fields))
                continue
            for at in range(first, beyond):
                area = frame.area(lefts[at], bottoms[at], rights[at], tops[at])
                if turn:
                    glyphs.append(Glyph.turned(signs[at], area, size, turn))
                else:
                    glyphs.append(Glyph(signs[at], area.x0, area.x1, frame.point(x, y)[1], size))
        return glyphs

    def _shown(self, item: int | None, glyph: Glyph) -> tuple[float, float] | None:
        """The sides of a glyph, or of what shows of it where its run is cut; None where it is hidden."""
        drawing, x0, x1 = self.drawing, glyph.x0, glyph.x1
        if item in drawing.invisible_texts:
            return None
        if item in drawing.white_texts and not drawing.is_on_fill((x0 + x1) / 2, glyph.middle):
            return None
        clip = drawing.clips.get(item or 0)
        shown = clip.shown(x0, x1, glyph.middle) if clip is not None else (x0, x1)
        # The end of a text may show in the next cell, drawn once more with the clip of that.
        return shown if shown is None or item in drawing.mostly_shown else (x0, shown[1])

    def _size_and_turn(self, text_page: call.Handle, index: int) -> tuple[float, int]:
        """The em in points, and whether the text runs upwards (1) or downwards (-1) as displayed."""
        matrix = self._matrix
        call.character_matrix(text_page, index, matrix.references[0])
        a, b, c, d, _, _ = matrix.read()
        size = float(call.character_size(text_page, index)) * math.hypot(c, d)
        (x, y), (along, down) = self.frame.point(0, 0), self.frame.point(a, b)
        along, down = along - x, down - y
        if abs(down) <= abs(along):
            return size, 0
        return size, 1 if down < 0 else -1


def _text(text_page: call.Handle) -> str:
    """All characters; in one call where pdfium's text has one unit for each."""
    count = call.count_characters(text_page)
    if count <= 0:
        return ""
    if call.text_index(text_page, count - 1) == count - 1:
        units = (ctypes.c_ushort * (count + 1))()
        if call.characters(text_page, 0, count, units) == count + 1:
            return bytes(units)[: 2 * count].decode(_UTF_16, "surrogatepass")
    return "".join(map(chr, map(call.character_code, repeat(text_page, count), range(count))))


def _runs(tops: Sequence[float], bottoms: Sequence[float]) -> list[int]:
    """Where runs of boxes with the same edges begin, and the end of the last.

    Neighbours whose boxes have the same edges are of one font, size and line: one baseline.
    """
    edges = list(zip(tops, bottoms, strict=True))
    return [0, *compress(range(1, len(edges)), map(ne, edges, edges[1:])), len(edges)] if edges else []


def _of_kind(kind: int, items: Sequence[call.Handle], kinds: Sequence[int]) -> list[call.Handle]:
    return list(compress(items, map(kind.__eq__, kinds)))


def _are_white(function: Any, items: Sequence[call.Handle]) -> list[bool]:
    """Whether the colours that a function gives for objects leave no ink."""
    colour = call.Values("4I")
    last, is_white = b"", False
    found: list[bool] = []
    for is_known in call.each(function, items, colour):
        # Most objects are of the colour of the one before.
        if colour.memory != last:
            last = bytes(colour.memory)
            red, green, blue, alpha = colour.read()
            is_white = alpha == 0 or (red >= WHITE and green >= WHITE and blue >= WHITE)
        found.append(is_white and is_known != 0)
    return found


def _is_cut(area: _Box, clip: Area) -> bool:
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
        ruling if start >= 0 and end <= along else Ruling(at, max(start, 0.0), min(end, along))
        for ruling in rulings
        for at, start, end in (ruling,)
        if 0 <= at <= across and start < along and end > 0
    ]


def _object_matrix(item: call.Handle) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not call.object_matrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
