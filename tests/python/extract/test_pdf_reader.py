"""PDFs as they come: what cannot be read is said in one line, and what can be read lands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from extract import plumbed
from extract.__main__ import main
from extract.errors import ExtractError
from extract.ink import UNMAPPED, PageInk
from extract.model import Cell, Grid
from extract.pdfium import read_page
from extract.readers import Read, pdf, read_blocks

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def extract(tmp_path: Path, *files: Path) -> int:
    (tmp_path / "registry.csv").write_text("document_id,file,sha256\n", encoding="utf-8")
    names = [str(file) for file in files]
    return main([*names, "--out", str(tmp_path / "raw"), "--registry", str(tmp_path / "registry.csv")])


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("encrypted.pdf", "is encrypted with a password; save it without one"),
        (
            "document_without_unicode_map.pdf",
            "page 1: fonts without a Unicode map, not read; recognise its text first (OCR) and give the result",
        ),
        ("image_only.pdf", "image only, not read; recognise its text first (OCR) and give the result"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    name: str, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = FIXTURES / "continued_without_header.pdf"
    assert extract(tmp_path, FIXTURES / name, good) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"extract: {name}: ")
    assert lines[0].endswith(what)
    assert "continued-without-header" in (tmp_path / "raw" / "raw_documents.csv").read_text(encoding="utf-8")


def test_a_truncated_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cut = tmp_path / "cut.pdf"
    data = (FIXTURES / "doubled_rulings.pdf").read_bytes()
    cut.write_bytes(data[: len(data) // 2])
    assert extract(tmp_path, cut) == 1
    assert capsys.readouterr().err.splitlines() == [
        "extract: cut.pdf: is damaged: pdfium cannot open it; fetch the whole file again"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_web_page_named_pdf_is_refused(encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.pdf"
    page.write_text("\r\n<!DOCTYPE html><html><body>404</body></html>", encoding=encoding)
    assert extract(tmp_path, page) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("extract: page.pdf: is a web page")


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 %d] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
)


def pdf_of(*bodies: bytes) -> bytes:
    """A file of these objects, numbered from 1, the first its catalogue."""
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size, start = len(bodies) + 1, len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def form(content: bytes, inner: int | None = None) -> bytes:
    """A form object; `inner` is the object that it draws as /X."""
    resources = b"/Resources << /XObject << /X %d 0 R >> >>" % inner if inner else b""
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + resources)


RULED = b" ".join(b"%d %d m %d %d l S" % (x, y, x + 50, y) for x in range(0, 500, 5) for y in range(0, 800, 2))
BOMBS = {
    "more pages than are read": (
        pdf_of(CATALOG, b"<< /Type /Pages /Kids [%s] /Count 20001 >>" % (b"3 0 R " * 20001), PAGE % 842),
        "has 20001 pages; split it: up to 20000 are read",
    ),
    "pages that are not there": (
        pdf_of(CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 9000 >>", PAGE % 842, stream(b"")),
        "is damaged: page 2 cannot be loaded; fetch the whole file again",
    ),
    "a tree of pages that is its own branch": (
        pdf_of(CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 10 >>"),
        "is damaged: page 1 cannot be loaded; fetch the whole file again",
    ),
    "a page of ten metres": (
        pdf_of(CATALOG, ONE_PAGE, PAGE % 28800, stream(b"")),
        "page 1 is longer than 5 m; check the file",
    ),
    "40,000 rulings": (
        pdf_of(CATALOG, ONE_PAGE, PAGE % 842, stream(RULED)),
        "prints nothing; recognise its text first (OCR) and give the result",
    ),
    "forms within forms": (
        pdf_of(
            CATALOG, ONE_PAGE, PAGE % 842, stream(b"/X Do"), *(form(b"/X Do", 6 + n) for n in range(200)), form(b"")
        ),
        "prints nothing; recognise its text first (OCR) and give the result",
    ),
    "a form within itself": (
        pdf_of(CATALOG, ONE_PAGE, PAGE % 842, stream(b"/X Do"), form(b"/X Do", 5)),
        "prints nothing; recognise its text first (OCR) and give the result",
    ),
}


@pytest.mark.parametrize("name", list(BOMBS))
def test_a_bomb_is_one_line_and_the_others_land(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, what = BOMBS[name]
    (tmp_path / "bomb.pdf").write_bytes(data)
    assert extract(tmp_path, tmp_path / "bomb.pdf", FIXTURES / "continued_without_header.pdf") == 1
    assert capsys.readouterr().err.splitlines() == [f"extract: bomb.pdf: {what}"]
    landed = (tmp_path / "raw" / "raw_documents.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[0] for line in landed] == ["continued-without-header"]


def test_pages_without_a_unicode_map_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract(tmp_path, FIXTURES / "page_without_unicode_map.pdf", FIXTURES / "names_without_unicode_map.pdf") == 0
    assert capsys.readouterr().err.splitlines() == [
        "extract: names-without-unicode-map: page 1: some characters without a Unicode map, landed as \ufffd",
        "extract: page-without-unicode-map: page 2: fonts without a Unicode map, not read",
    ]
    tables = (tmp_path / "raw" / "raw_tables.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[0] for line in tables] == ["names-without-unicode-map", "page-without-unicode-map"]


# --- pdfplumber in the place of pdfium

# pdfplumber knows neither clips nor invisible text.
BEYOND_PDFPLUMBER = {"clipped_overflow.pdf", "cut_at_both_sides.pdf", "hidden_text.pdf"}
READABLE = sorted(
    file.name
    for file in FIXTURES.glob("*.pdf")
    if file.name not in {*BEYOND_PDFPLUMBER, "encrypted.pdf", "image_only.pdf"} and "unicode_map" not in file.name
)


def cells(read: Read) -> list[tuple[Cell, ...]]:
    def printed(cell: Cell) -> Cell:
        place = replace(cell.place, x0=0, top=0, x1=0, bottom=0)
        return replace(cell, text="".join(cell.text.split()), place=place, indent=None, slack=None)

    return [tuple(map(printed, block.cells)) for block in read.blocks if isinstance(block, Grid)]


def fail(*_: Any) -> PageInk:
    raise pypdfium2.PdfiumError("a page that pdfium cannot load")


def without_map(page: Any) -> PageInk:
    ink = read_page(page)
    return replace(ink, glyphs=[glyph._replace(text=UNMAPPED) for glyph in ink.glyphs], unmapped=len(ink.glyphs))


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("trouble", [fail, without_map])
def test_a_page_that_pdfium_cannot_read_is_read_by_pdfplumber(
    name: str, trouble: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (FIXTURES / name).read_bytes()
    plain = read_blocks(data, name)
    monkeypatch.setattr(pdf, "read_page", trouble)
    read = read_blocks(data, name)
    assert cells(read) == cells(plain)
    assert read.reader == "pdf+pdfplumber"
    assert [note.split(": ")[1] for note in read.unread] == ["read by pdfplumber, since pdfium cannot"]


def test_memory_that_runs_out_in_the_second_reader_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_out(*_: Any) -> PageInk:
        raise MemoryError

    monkeypatch.setattr(pdf, "read_page", fail)
    monkeypatch.setattr(plumbed, "read_page", run_out)
    with pytest.raises(MemoryError):
        read_blocks((FIXTURES / "grey_rows.pdf").read_bytes(), "grey_rows.pdf")


def test_a_page_that_neither_can_read_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_: Any) -> PageInk:
        raise KeyError("/Contents")

    monkeypatch.setattr(pdf, "read_page", fail)
    monkeypatch.setattr(plumbed, "read_page", break_off)
    with pytest.raises(ExtractError, match="page 1 cannot be loaded; fetch the whole file again"):
        read_blocks((FIXTURES / "grey_rows.pdf").read_bytes(), "grey_rows.pdf")
