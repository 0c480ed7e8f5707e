"""pdfplumber as the second reader of a PDF, opened when a page first needs it."""

from __future__ import annotations

import gc
from typing import Any

from extract.ink import PageInk


class Plumbed:
    """The pages of a PDF as pdfplumber reads them."""

    def __init__(self, data: bytes, page_count: int) -> None:
        self._data, self._page_count = data, page_count
        self._pdf: Any = None
        self._is_refused = False

    def page(self, number: int) -> PageInk | None:
        """The ink of a page, from 1; None where pdfplumber cannot read it, or counts other pages than pdfium."""
        # Most documents never need it, and to load it takes longer than to read them.
        from extract import plumbed

        if self._is_refused:
            return None
        try:
            if self._pdf is None:
                self._is_refused = True
                pdf = plumbed.opened(self._data)
                if len(pdf.pages) != self._page_count:
                    return None
                self._pdf, self._is_refused = pdf, False
            ink = plumbed.read_page(self._pdf, number)
            # A page of pdfminer's is full of cycles, and whoever reads documents may have paused the collector.
            gc.collect()
            return ink
        # On a damaged file pdfminer raises whatever its code runs into; each means that it cannot read the page.
        except Exception:
            return None
