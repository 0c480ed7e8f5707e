from __future__ import annotations

import codecs

import pytest
from extract_dumps import DUMP, landed, tables_of
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.encoding import decode
from extract.errors import EncodingError, ExtractError, TruncatedError
from extract.pipeline import extract_document

ENCODED = {
    "utf-8": DUMP.encode(),
    "utf-8 with mark": codecs.BOM_UTF8 + DUMP.encode(),
    "utf-16 little": codecs.BOM_UTF16_LE + DUMP.encode("utf-16-le"),
    "utf-16 big": codecs.BOM_UTF16_BE + DUMP.encode("utf-16-be"),
    "gbk": DUMP.encode("gbk"),
    "gb18030": DUMP.encode("gb18030"),
    "carriage returns": DUMP.replace("\n", "\r\n").encode(),
    "old carriage returns": DUMP.replace("\n", "\r").encode(),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_every_encoding_gives_the_same_rows(encoding: str) -> None:
    extraction = extract_document(ENCODED[encoding], "green", "green.txt", "")
    assert landed(extraction.tables) == landed(tables_of(DUMP))


def test_words_of_another_encoding_are_refused() -> None:
    with pytest.raises(EncodingError, match=r"^green\.txt: .*; convert it to UTF-8$"):
        decode(DUMP.encode("big5", "ignore") * 3, "green.txt")


def test_random_bytes_are_no_text() -> None:
    with pytest.raises(EncodingError):
        decode(bytes(range(128, 255)) * 20, "noise.txt")


def test_a_text_cut_within_a_character_is_truncated() -> None:
    with pytest.raises(TruncatedError, match="breaks off within a character"):
        decode("部门预算".encode()[:-1], "cut.txt")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_changed_byte_gives_rows_or_one_line(data: st.DataObject) -> None:
    mutated = bytearray(data.draw(st.sampled_from([DUMP.encode(), DUMP.encode("gbk")])))
    for _ in range(data.draw(st.integers(1, 6))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    _rows_or_one_line(bytes(mutated))


@given(st.integers(0, len(DUMP.encode())))
@settings(max_examples=60, deadline=None)
def test_a_cut_anywhere_gives_rows_or_one_line(end: int) -> None:
    _rows_or_one_line(DUMP.encode()[:end])


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_give_rows_or_one_line(data: bytes) -> None:
    _rows_or_one_line(data)


def _rows_or_one_line(data: bytes) -> None:
    fault = None
    try:
        extraction = extract_document(data, "green", "green.txt", "")
    except ExtractError as error:
        fault = str(error)
    if fault is not None:
        assert "\n" not in fault
        assert fault.startswith("green.txt: ")
        return
    assert all(count.tokens > 0 for count in extraction.token_counts)
    assert not any(count.token_class == "unclassed" for count in extraction.token_counts)
