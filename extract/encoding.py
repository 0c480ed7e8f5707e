"""Bytes to text: UTF-8 and UTF-16 by their marks, else UTF-8, else GB18030 where the result is a text."""

from __future__ import annotations

import unicodedata

from extract.errors import EncodingError, TruncatedError

# GB2312 holds nearly every character of such a document, but under a third of random GB18030 pairs.
_LEAST_READABLE = 0.95


def decode(data: bytes, file: str) -> str:
    """The text of a dump.

    Raises TruncatedError where UTF-8 breaks off within its last character and EncodingError where no
    supported encoding gives readable text.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strictly(data, name, file)
    try:
        return _readable(data.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.reason == "unexpected end of data":
            raise TruncatedError(
                file, f"breaks off within a character at byte {error.start}", "fetch the whole file again"
            ) from error
    return _readable(_strictly(data, "gb18030", file), file)


def _strictly(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            file, f"no text: byte {error.start} is invalid as UTF-8 and as GB18030", "convert it to UTF-8"
        ) from error


def _readable(text: str, file: str) -> str:
    strange = sum(1 for character in text if not _is_plain(character))
    if strange > (1 - _LEAST_READABLE) * len(text):
        raise EncodingError(
            file,
            f"no readable text: {strange} of {len(text)} characters are unexpected",
            "convert it to UTF-8",
        )
    return text


def _is_plain(character: str) -> bool:
    """Whether a character is one that such documents print: ASCII, GB2312's letters and signs, punctuation."""
    if character in "\t\n\r\f" or " " <= character <= "~":
        return True
    if unicodedata.category(character)[0] in "PSZN":
        return True
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
