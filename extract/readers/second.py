"""pdfplumber as the second reader of a PDF, opened when a page first needs it."""

from __future__ import annotations

import gc
from typing import Any

from extract.ink import PageInk


class UnreadablePageError(Exception):
    """A page that pdfplumber cannot read; what it raised, if anything, is the cause."""


class Plumbed:
    """The pages of a PDF as pdfplumber reads them."""

    def __init__(self, data: bytes, page_count: int) -> None:
        self._data, self._page_count = data, page_count
        self._pdf: Any = None
        self._refusal: UnreadablePageError | None = None

    def page(self, number: int) -> PageInk:
        """The ink of a page, from 1. Raises UnreadablePageError, MemoryError beyond the worker's limit."""
        if self._refusal is not None:
            raise self._refusal
        if self._pdf is None:
            self._pdf = self._opened()
        # Most documents never need it, and to load it takes longer than to read them.
        from extract import plumbed

        try:
            ink = plumbed.read_page(self._pdf, number)
        except MemoryError:
            raise
        # On a damaged file pdfminer raises whatever its code runs into; each means that it cannot read the page.
        except Exception as error:
            raise UnreadablePageError(f"page {number}") from error
        # A page of pdfminer's is full of cycles, and whoever reads documents may have paused the collector.
        gc.collect()
        return ink

    def _opened(self) -> Any:
        from extract import plumbed

        try:
            pdf = plumbed.opened(self._data)
            n_pages = len(pdf.pages)
        except MemoryError:
            raise
        except Exception as error:
            self._refusal = UnreadablePageError("the document")
            raise self._refusal from error
        if n_pages != self._page_count:
            self._refusal = UnreadablePageError(f"{n_pages} pages where pdfium counts {self._page_count}")
            raise self._refusal
        return pdf
