"""What can go wrong with one document; each error is one line naming file, place and remedy."""

from __future__ import annotations


class ExtractError(Exception):
    """One document cannot be landed; the others go on.

    `file` is the name as given, `what` the fault with its place, `remedy` what the user can do.
    """

    def __init__(self, file: str, what: str, remedy: str) -> None:
        self.file = file
        self.what = what
        self.remedy = remedy
        super().__init__(f"{file}: {what}; {remedy}")


class UnknownFormatError(ExtractError):
    """The bytes are of no format that a reader is registered for."""


class EncodingError(ExtractError):
    """A text that is neither UTF-8, UTF-16 nor GB18030."""


class TruncatedError(ExtractError):
    """The document stops before its end."""


class RegistryError(ExtractError):
    """The registry contradicts itself or the file at hand."""
