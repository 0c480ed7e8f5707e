"""PDFs as they come: what cannot be read is said in one line, and what can be read lands."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.__main__ import main

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def extract(tmp_path: Path, *files: Path) -> int:
    (tmp_path / "registry.csv").write_text("document_id,file,sha256\n", encoding="utf-8")
    names = [str(file) for file in files]
    return main([*names, "--out", str(tmp_path / "raw"), "--registry", str(tmp_path / "registry.csv")])


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("encrypted.pdf", "is encrypted with a password; save it without one"),
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


def test_a_web_page_named_pdf_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.pdf"
    page.write_text("<!DOCTYPE html><html><body>404</body></html>", encoding="utf-8")
    assert extract(tmp_path, page) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("extract: page.pdf: is a web page")


def test_a_page_of_ten_metres_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = tmp_path / "long.pdf"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 28800] >>"
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", pages, page]
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer << /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    long.write_bytes(data)
    assert extract(tmp_path, long) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line == "extract: long.pdf: page 1 is longer than 5 m; check the file"
