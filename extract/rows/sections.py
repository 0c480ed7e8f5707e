"""The headings above a paragraph, and whether what stands below them explains figures."""

from __future__ import annotations

import re

from extract.catalogue import prose
from extract.rows.phrases import Phrase, topic_of
from extract.rows.quantities import find_quantities
from extract.text import ordinal_level, strip_ordinal

_LONGEST = 45
# A title without an ordinal stands below the part that it is printed in, above 一、
_TITLE_LEVEL = 0.5
_SENTENCE = re.compile(r"[，。；,;]|[：:].")
_PART_NAMES_NOTHING = re.compile(r"(?:说明|概况|情况|文字部分)$")


class Sections:
    """The path of headings, kept up to date paragraph by paragraph; level 0 is a part, 1 is 一、, 2 is （一）."""

    def __init__(self, publisher: str | None) -> None:
        self.publisher = publisher
        self._path: list[tuple[float, str]] = []

    def heads(self, text: str) -> bool:
        """Whether a paragraph is a heading; it then belongs to the path."""
        level = _heading_level(text)
        if level is None:
            return False
        title = strip_ordinal(prose().part.sub("", text)).rstrip("：:")
        self._path = [*(item for item in self._path if item[0] < level), (level, title)]
        return True

    @property
    def level(self) -> float:
        """The level of the last heading, 0 where there is none."""
        return self._path[-1][0] if self._path else 0.0

    @property
    def is_unread(self) -> bool:
        """Whether duties, plans, a glossary or tables stand here."""
        return any(prose().unread.search(title) for _, title in self._path)

    @property
    def label(self) -> str | None:
        """The path joined by `/`; a part's title only where it says something."""
        titles = [title for level, title in self._path if level >= 1 or not _PART_NAMES_NOTHING.search(title)]
        titles = titles or [title for _, title in self._path]
        return "/".join(titles) or None

    @property
    def topic(self) -> Phrase | None:
        """What the last heading is about."""
        return topic_of(self._path[-1][1]) if self._path else None


def _heading_level(text: str) -> float | None:
    if len(text) > _LONGEST or _SENTENCE.search(text) or find_quantities(text):
        return None
    if prose().part.match(text):
        return 0.0
    level = ordinal_level(text)
    if level is None:
        return _TITLE_LEVEL if prose().title.fullmatch(text) else None
    return float(level)
