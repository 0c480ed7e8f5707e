"""pdfium alone: what a page costs before any table is looked for."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

_DEEPEST_FORM = 8


def read_page(page: Any, boxes: bool) -> int:
    """Load the text of a loaded page (raw FPDF_PAGE), take its characters, visit its paths; returns a count of both.

    `boxes` asks for the box of each character as well, one call each.
    """
    text_page = pdfium.FPDFText_LoadPage(page)
    count: int = max(pdfium.FPDFText_CountChars(text_page), 0)
    if count:
        units = (ctypes.c_ushort * (count + 1))()
        pdfium.FPDFText_GetText(text_page, 0, count, units)
        if boxes:
            box = pdfium.FS_RECTF()
            get, reference = pdfium.FPDFText_GetLooseCharBox, ctypes.byref(box)
            for index in range(count):
                get(text_page, index, reference)
    sides = [ctypes.byref(ctypes.c_float()) for _ in range(4)]
    get_object = pdfium.FPDFPage_GetObject
    paths = sum(_visit(get_object(page, index), sides, 0) for index in range(pdfium.FPDFPage_CountObjects(page)))
    pdfium.FPDFText_ClosePage(text_page)
    return count + paths


def _visit(item: Any, sides: list[Any], depth: int) -> int:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        pdfium.FPDFPageObj_GetBounds(item, *sides)
        return 1
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
        inner = range(pdfium.FPDFFormObj_CountObjects(item))
        return sum(_visit(pdfium.FPDFFormObj_GetObject(item, index), sides, depth + 1) for index in inner)
    return 0
