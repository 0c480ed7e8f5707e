from __future__ import annotations

from pathlib import Path

import pytest

from bench.__main__ import main
from bench.corpus import sampled_pages


def test_without_the_documents_one_line_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--shared", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_samples_are_within_the_document_and_never_empty() -> None:
    assert list(sampled_pages(10, 1)) == list(range(10))
    assert list(sampled_pages(10, 4)) == [2, 6]
    assert list(sampled_pages(1, 20)) == [0]
