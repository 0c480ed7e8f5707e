"""The functions of pdfium that a page's ink is read with, by lean prototypes.

pypdfium2 declares a pointer type for every handle and out-parameter, and building such objects costs as much as the
calls. Here handles and the addresses of out-parameters are plain numbers. The interpreter lock is kept during a call:
calls are too short for another thread to gain by it.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

_HANDLE, _INT, _FLAG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int
_ADDRESS = ctypes.c_void_p


def _function(name: str, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def handle(pointer: Any) -> int:
    """The handle within one of pypdfium2's pointers."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


count_objects = _function("FPDFPage_CountObjects", _INT, _HANDLE)
object_at = _function("FPDFPage_GetObject", _HANDLE, _HANDLE, _INT)
count_form_objects = _function("FPDFFormObj_CountObjects", _INT, _HANDLE)
form_object_at = _function("FPDFFormObj_GetObject", _HANDLE, _HANDLE, ctypes.c_ulong)
object_type = _function("FPDFPageObj_GetType", _INT, _HANDLE)
object_matrix = _function("FPDFPageObj_GetMatrix", _FLAG, _HANDLE, _ADDRESS)
object_bounds = _function("FPDFPageObj_GetBounds", _FLAG, _HANDLE, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
fill_colour = _function("FPDFPageObj_GetFillColor", _FLAG, _HANDLE, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
stroke_colour = _function("FPDFPageObj_GetStrokeColor", _FLAG, _HANDLE, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
text_render_mode = _function("FPDFTextObj_GetTextRenderMode", _INT, _HANDLE)

clip_path = _function("FPDFPageObj_GetClipPath", _HANDLE, _HANDLE)
count_clip_paths = _function("FPDFClipPath_CountPaths", _INT, _HANDLE)
clip_segment = _function("FPDFClipPath_GetPathSegment", _HANDLE, _HANDLE, _INT, _INT)

draw_mode = _function("FPDFPath_GetDrawMode", _FLAG, _HANDLE, _ADDRESS, _ADDRESS)
count_segments = _function("FPDFPath_CountSegments", _INT, _HANDLE)
path_segment = _function("FPDFPath_GetPathSegment", _HANDLE, _HANDLE, _INT)
segment_point = _function("FPDFPathSegment_GetPoint", _FLAG, _HANDLE, _ADDRESS, _ADDRESS)
segment_type = _function("FPDFPathSegment_GetType", _INT, _HANDLE)
segment_closes = _function("FPDFPathSegment_GetClose", _FLAG, _HANDLE)

load_text = _function("FPDFText_LoadPage", _HANDLE, _HANDLE)
close_text = _function("FPDFText_ClosePage", None, _HANDLE)
count_characters = _function("FPDFText_CountChars", _INT, _HANDLE)
text_index = _function("FPDFText_GetTextIndexFromCharIndex", _INT, _HANDLE, _INT)
characters = _function("FPDFText_GetText", _INT, _HANDLE, _INT, _INT, _ADDRESS)
character_code = _function("FPDFText_GetUnicode", ctypes.c_uint, _HANDLE, _INT)
unicode_map_error = _function("FPDFText_HasUnicodeMapError", _INT, _HANDLE, _INT)
character_box = _function("FPDFText_GetLooseCharBox", _FLAG, _HANDLE, _INT, _ADDRESS)
character_origin = _function("FPDFText_GetCharOrigin", _FLAG, _HANDLE, _INT, _ADDRESS, _ADDRESS)
character_matrix = _function("FPDFText_GetMatrix", _FLAG, _HANDLE, _INT, _ADDRESS)
character_size = _function("FPDFText_GetFontSize", ctypes.c_double, _HANDLE, _INT)
character_object = _function("FPDFText_GetTextObject", _HANDLE, _HANDLE, _INT)
