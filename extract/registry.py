"""The list of known documents: which file is which document, and what its publisher's page says of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract.errors import ExtractError, RegistryError

_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_SLUG = re.compile(r"[^a-z0-9]+")
FIELDS = ("document_id", "file", "sha256", "publisher", "source_url", "published_on", "supersedes")


@dataclass(frozen=True)
class Entry:
    """One row of the registry; `file` is the name the document is usually kept under."""

    document_id: str
    file: str
    sha256: str
    publisher: str = ""
    source_url: str = ""
    published_on: str = ""
    supersedes: str = ""


def load_registry(path: Path) -> tuple[list[Entry], list[ExtractError]]:
    """The entries of a registry, and a fault for each that repeats an id: the first of them stays.

    A registry that cannot be read as a whole has no entries and one fault.
    """
    if not path.exists():
        return [], []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [RegistryError(str(path), f"is not UTF-8: byte {error.start} is invalid", "save it as UTF-8")]
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in FIELDS[:3] if name not in (reader.fieldnames or ())]
    if missing:
        remedy = f"give it the columns {', '.join(FIELDS)}"
        return [], [RegistryError(str(path), f"has no column {', '.join(missing)}", remedy)]
    entries: dict[str, Entry] = {}
    faults: list[ExtractError] = []
    for row in reader:
        entry = Entry(**{name: (row.get(name) or "").strip() for name in FIELDS})
        if entry.published_on and not _DATE.fullmatch(entry.published_on):
            what = f"line {reader.line_num}: published_on {entry.published_on} is no date"
            faults.append(RegistryError(str(path), what, "write it as YYYY-MM-DD"))
            entry = replace(entry, published_on="")
        if entry.document_id in entries:
            what = f"line {reader.line_num}: the id {entry.document_id} is taken by an earlier line"
            faults.append(RegistryError(str(path), what, "give each document an id of its own"))
        else:
            entries[entry.document_id] = entry
    return list(entries.values()), faults


def identify(file: Path, sha256: str, entries: Sequence[Entry]) -> Entry:
    """The entry of a file at hand: by its bytes, else a new one named after the file.

    Raises RegistryError where the registry knows the name with other bytes.
    """
    for entry in entries:
        if entry.sha256 == sha256:
            return entry
    for entry in entries:
        if entry.file == file.name and entry.sha256:
            raise RegistryError(
                file.name,
                f"its sha256 {sha256[:12]}… is not {entry.sha256[:12]}… of the registry's {entry.document_id}",
                "fetch the registered file, or register the new one under an id of its own",
            )
    return Entry(slug(file.stem), file.name, sha256)


def slug(name: str) -> str:
    """A document id from a file name: lower-case ASCII with hyphens."""
    return _SLUG.sub("-", name.lower()).strip("-") or "document"
