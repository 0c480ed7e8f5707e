"""Drawing on the pages of a PDF: points from the top left, the same bytes on every machine.

The standard font STSong-Light is named and not embedded, so that no font file is needed and files stay small. Nothing
is compressed, since two builds of zlib may compress differently.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from reportlab.pdfbase import cidfonts, pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)
SONG = "STSong-Light"
SKEWED_SONG = "STSong-Light-Skewed"
UNMAPPED_SONG = "STSong-Light-Unmapped"
HELVETICA = "Helvetica"

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
GREY: Colour = (0.85, 0.85, 0.85)
DARK: Colour = (0.1, 0.2, 0.45)

# The encoding that reportlab takes for this font maps no middle dot; this one has the same bytes and maps it.
_ENCODING = "UniGB-UTF16-H"
_CREATOR = "Mingzhang tools.typeset"
# Text rendering modes. On a machine without a Chinese font the glyphs of a font that is not embedded have no outline;
# pdfium leaves a run out of the page's text whose box then has no width, which is that of a run of one glyph and of any
# turned run. A hair's stroke gives it one.
_OUTLINED, _INVISIBLE = 2, 3
_OUTLINE = 0.1


class Segment(NamedTuple):
    """A straight line from one point to another."""

    x0: float
    y0: float
    x1: float
    y1: float


# What the published types of reportlab leave out or have otherwise.
_new_canvas: Any = Canvas
_cidfonts: Any = cidfonts


class _Song(cidfonts.UnicodeCIDFont):
    """STSong-Light; `descent` replaces the font's own in thousandths of an em, as files with wrong metrics do.

    `is_mapped` False: its codes are numbers of glyphs, and nothing says which characters these are.
    """

    def __init__(self, name: str = SONG, descent: int | None = None, is_mapped: bool = True) -> None:
        super().__init__(SONG)
        self.name = self.fontName = name
        self.encodingName = _ENCODING
        self._descent = descent
        self._is_mapped = is_mapped

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Add the font to a document, without touching the definition that all documents share."""
        internal = f"F{len(doc.fontMapping) + 1}"
        definition: dict[str, Any] = copy.deepcopy(_cidfonts.CIDFontInfo[SONG])
        definition |= {"Name": f"/{internal}", "Encoding": f"/{_ENCODING}"}
        if self._descent is not None:
            descriptor = definition["DescendantFonts"][0]["FontDescriptor"]
            descriptor |= {"Descent": self._descent, "Ascent": 1000 + self._descent}
        if not self._is_mapped:
            definition["Encoding"] = "/Identity-H"
            own = {"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}
            definition["DescendantFonts"][0]["CIDSystemInfo"] = own
        reference = doc.Reference(_cidfonts.structToPDF(definition), internal)
        doc.idToObject["BasicFonts"].dict[internal] = reference
        doc.fontMapping[self.name] = f"/{internal}"


def text_width(text: str, size: float, font: str = SONG) -> float:
    """Width of a line in points."""
    _register()
    return float(pdfmetrics.stringWidth(text, font, size))


def _register() -> None:
    if SONG not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(_Song())
        pdfmetrics.registerFont(_Song(SKEWED_SONG, descent=-1500))
        pdfmetrics.registerFont(_Song(UNMAPPED_SONG, is_mapped=False))


class Sheets:
    """A PDF being drawn, page by page."""

    def __init__(self, title: str, subject: str, password: str | None = None) -> None:
        _register()
        self._file = io.BytesIO()
        self._canvas: Any = _new_canvas(
            self._file,
            pagesize=A4,
            invariant=1,
            pageCompression=0,
            pdfVersion=(1, 5),
            initialFontName=SONG,
            encrypt=password,
        )
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setAuthor(_CREATOR)
        self._canvas.setCreator(_CREATOR)
        self._canvas.setProducer("reportlab")
        self._height = A4[1]
        self._is_turned = False
        # What font and colours are set, so that they are not set again for every word
        self._state: dict[str, object] = {}
        self._boxes: tuple[Sequence[float] | None, Sequence[float] | None] = (None, None)
        self.page_no = 0

    def page(
        self,
        size: tuple[float, float] = A4,
        turned: int = 0,
        media_box: Sequence[float] | None = None,
        crop_box: Sequence[float] | None = None,
    ) -> None:
        """Begin a page of a size as displayed; `turned` clockwise by 0, 90 or 270 degrees to be displayed so.

        Boxes are as the PDF has them: left, bottom, right, top. Drawing counts from the top left of the size.
        """
        self._end_page()
        self._state.clear()
        self.page_no += 1
        width, self._height = size
        # reportlab swaps the sides of a turned page itself
        self._canvas.setPageSize(size)
        self._canvas.setPageRotation(turned)
        self._is_turned = turned != 0
        self._boxes = (media_box, crop_box)
        if turned == 90:
            self._canvas.transform(0, 1, -1, 0, self._height, 0)
        elif turned == 270:
            self._canvas.transform(0, -1, 1, 0, 0, width)

    def text(
        self, x: float, baseline: float, text: str, size: float = 8, font: str = SONG, colour: Colour = BLACK
    ) -> None:
        """One run of text."""
        outlined = self._is_turned or (len(text) == 1 and not text.isascii())
        self._write(x, baseline, text, size, font, colour, _OUTLINED if outlined else None)

    def hidden_text(self, x: float, baseline: float, text: str, size: float = 8) -> None:
        """A run that is in the file and not on the page (text rendering mode 3)."""
        self._write(x, baseline, text, size, SONG, BLACK, _INVISIBLE)

    def turned_text(self, x: float, baseline: float, text: str, size: float = 8) -> None:
        """A run read from the bottom up: `x` is its baseline, `baseline` its lower end."""
        with self.within():
            self._canvas.transform(0, 1, -1, 0, round(x, 2), round(self._height - baseline, 2))
            self._write(0, self._height, text, size, SONG, BLACK, _OUTLINED)

    def line(self, segment: Segment, width: float = 0.5, colour: Colour = BLACK) -> None:
        """A stroked line."""
        self._stroke(width, colour)
        height = self._height
        self._canvas.line(
            *(round(value, 2) for value in (segment.x0, height - segment.y0, segment.x1, height - segment.y1))
        )

    def lines(self, segments: Sequence[Segment], width: float = 0.5, colour: Colour = BLACK) -> None:
        """Stroked lines that are one path."""
        self._stroke(width, colour)
        path = self._canvas.beginPath()
        for segment in segments:
            path.moveTo(round(segment.x0, 2), round(self._height - segment.y0, 2))
            path.lineTo(round(segment.x1, 2), round(self._height - segment.y1, 2))
        self._canvas.drawPath(path, stroke=1, fill=0)

    def box(
        self,
        x0: float,
        top: float,
        x1: float,
        bottom: float,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        width: float = 0.5,
    ) -> None:
        """A rectangle, filled, stroked or both."""
        if fill:
            self._fill(fill)
        if stroke:
            self._stroke(width, stroke)
        sides = (round(value, 2) for value in (x0, self._height - bottom, x1 - x0, bottom - top))
        self._canvas.rect(*sides, stroke=int(stroke is not None), fill=int(fill is not None))

    @contextmanager
    def within(self, clip: tuple[float, float, float, float] | None = None) -> Iterator[None]:
        """Draw clipped to left, top, right and bottom; afterwards all is as before."""
        self._canvas.saveState()
        if clip:
            x0, top, x1, bottom = clip
            path = self._canvas.beginPath()
            path.rect(x0, self._height - bottom, x1 - x0, bottom - top)
            self._canvas.clipPath(path, stroke=0, fill=0)
        yield
        self._canvas.restoreState()
        self._state.clear()

    @contextmanager
    def form(self, name: str, right: float, down: float) -> Iterator[None]:
        """Draw into a form object, which is then set on the page, moved right and down."""
        self._canvas.beginForm(name)
        self._state.clear()
        yield
        self._canvas.endForm()
        with self.within():
            self._canvas.translate(right, -down)
            self._canvas.doForm(name)

    def picture(self, x0: float, top: float, x1: float, bottom: float, rows: Sequence[bytes], width: int) -> None:
        """A picture of one bit a dot, `width` dots wide, each row padded to whole bytes."""
        data = b"".join(rows).hex().upper()
        place = f"{x1 - x0:g} 0 0 {bottom - top:g} {x0:g} {self._height - bottom:g} cm"
        head = f"BI /W {width} /H {len(rows)} /CS /G /BPC 1 /F /AHx ID"
        code: list[str] = self._canvas._code
        code.append(f"q {place}\n{head}\n{data}>\nEI Q")

    def finish(self) -> bytes:
        """The whole file."""
        self._end_page()
        self._canvas.save()
        return self._file.getvalue()

    def _write(
        self, x: float, baseline: float, text: str, size: float, font: str, colour: Colour, mode: int | None
    ) -> None:
        if self._state.get("font") != (font, size):
            self._state["font"] = (font, size)
            self._canvas.setFont(font, size)
        self._fill(colour)
        if mode == _OUTLINED:
            self._stroke(_OUTLINE, colour)
        self._canvas.drawString(round(x, 2), round(self._height - baseline, 2), text, mode=mode)

    def _fill(self, colour: Colour) -> None:
        if self._state.get("fill") != colour:
            self._state["fill"] = colour
            self._canvas.setFillColorRGB(*colour)

    def _stroke(self, width: float, colour: Colour) -> None:
        if self._state.get("stroke") != (width, colour):
            self._state["stroke"] = (width, colour)
            self._canvas.setLineWidth(width)
            self._canvas.setStrokeColorRGB(*colour)

    def _end_page(self) -> None:
        if not self.page_no:
            return
        self._canvas.showPage()
        pages: list[Any] = self._canvas._doc.Pages.pages
        page = pages[-1]
        media_box, crop_box = self._boxes
        if media_box:
            page.MediaBox = pdfdoc.PDFArray(list(media_box))
        if crop_box:
            page.CropBox = pdfdoc.PDFArray(list(crop_box))
