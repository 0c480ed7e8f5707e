"""The functions of pdfium that a page's ink is read with, by lean prototypes.

pypdfium2 declares a type for every argument, and ctypes makes a new object of it for each argument of each call, which
takes longer than the call. Here arguments have no types: what is given must be of the right one. Handles are `Handle`,
as pdfium's functions give them; indices are plain numbers; out-parameters are references, made once. The interpreter
lock is kept during a call: calls are too short for another thread to gain by it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import repeat
from struct import Struct
from typing import Any

import pypdfium2.raw as pdfium


class Handle(ctypes.c_void_p):
    """A handle of pdfium's, false where it is null; its `value` is the address."""


_INT = _FLAG = ctypes.c_int
_ADDRESS = ctypes.c_void_p


class Values:
    """Memory for what a function of pdfium writes to its out-parameters, numbers of one type side by side.

    `layout`: as of `struct`, four or eight bytes each, such as `4f`. `references` are what the function is given;
    `unpack(memory)` is what it wrote last.
    """

    def __init__(self, layout: str) -> None:
        struct = Struct(f"={layout}")
        self.unpack = struct.unpack
        self.memory = bytearray(struct.size)
        place = (ctypes.c_char * struct.size).from_buffer(self.memory)
        self.references = [
            ctypes.byref(place, offset) for offset in range(0, struct.size, struct.size // int(layout[:-1]))
        ]

    def read(self) -> tuple[Any, ...]:
        """What was written last."""
        return self.unpack(self.memory)


def each(function: Any, handles: Iterable[Handle], values: Values) -> Iterator[int]:
    """Call a function for one handle after the other: what it returns, while `values` has what it has just written."""
    return map(function, handles, *map(repeat, values.references))


def _function(name: str, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def handle(pointer: Any) -> Handle:
    """The handle within one of pypdfium2's pointers."""
    return Handle(ctypes.cast(pointer, ctypes.c_void_p).value)


count_objects = _function("FPDFPage_CountObjects", _INT)
object_at = _function("FPDFPage_GetObject", Handle)
count_form_objects = _function("FPDFFormObj_CountObjects", _INT)
# Without a type a number is an int, and this index is none.
form_object_at = _function("FPDFFormObj_GetObject", Handle, Handle, ctypes.c_ulong)
object_type = _function("FPDFPageObj_GetType", _INT)
object_matrix = _function("FPDFPageObj_GetMatrix", _FLAG)
object_bounds = _function("FPDFPageObj_GetBounds", _FLAG)
fill_colour = _function("FPDFPageObj_GetFillColor", _FLAG)
stroke_colour = _function("FPDFPageObj_GetStrokeColor", _FLAG)
text_render_mode = _function("FPDFTextObj_GetTextRenderMode", _INT)

clip_path = _function("FPDFPageObj_GetClipPath", Handle)
count_clip_paths = _function("FPDFClipPath_CountPaths", _INT)
clip_segment = _function("FPDFClipPath_GetPathSegment", _ADDRESS)

draw_mode = _function("FPDFPath_GetDrawMode", _FLAG)
count_segments = _function("FPDFPath_CountSegments", _INT)
path_segment = _function("FPDFPath_GetPathSegment", Handle)
segment_point = _function("FPDFPathSegment_GetPoint", _FLAG)
segment_type = _function("FPDFPathSegment_GetType", _INT)
segment_closes = _function("FPDFPathSegment_GetClose", _FLAG)

load_text = _function("FPDFText_LoadPage", Handle)
close_text = _function("FPDFText_ClosePage", None)
count_characters = _function("FPDFText_CountChars", _INT)
text_index = _function("FPDFText_GetTextIndexFromCharIndex", _INT)
characters = _function("FPDFText_GetText", _INT)
character_code = _function("FPDFText_GetUnicode", ctypes.c_uint)
unicode_map_error = _function("FPDFText_HasUnicodeMapError", _INT)
character_box = _function("FPDFText_GetLooseCharBox", _FLAG)
character_origin = _function("FPDFText_GetCharOrigin", _FLAG)
character_matrix = _function("FPDFText_GetMatrix", _FLAG)
character_size = _function("FPDFText_GetFontSize", ctypes.c_double)
character_object = _function("FPDFText_GetTextObject", _ADDRESS)
