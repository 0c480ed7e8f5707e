"""Numbers with a unit in running text: amounts, percentages and counts, but no dates, codes and thresholds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.catalogue import prose

_ZERO_SAID = re.compile(r"(?:为|是|：|:)$")
_STANDS_ALONE = re.compile(r"$|[，。；、）),;]")


@dataclass(frozen=True)
class Quantity:
    """A number at `start` to `end` of a text, with its unit up to `stop`."""

    start: int
    end: int
    stop: int
    digits: str
    unit: str | None
    kind: str


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    units = prose()
    return re.compile(
        r"(?<![\d.．第〔【A-Za-z№])(?<!\d[-－—~～])(?P<digits>(?:(?<=[\u4e00-\u9fff（(])[-－](?=\d))?(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:[.．]\d+)?)"
        rf"(?:(?P<amount>{units.amount.pattern})|(?P<percent>{units.percent.pattern})|(?P<count>{units.count.pattern}))?"
    )


def find_quantities(text: str) -> list[Quantity]:
    """The quantities of a text without white space, in order."""
    return [found for match in _pattern().finditer(text) if (found := _quantity(text, match))]


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    kind = next((name for name in ("amount", "percent", "count") if match.group(name)), "bare")
    start, end, stop = match.start("digits"), match.end("digits"), match.end()
    if kind == "bare":
        # 预算支出为0；
        is_zero = match.group("digits") == "0" and _ZERO_SAID.search(text[:start])
        if not is_zero or not _STANDS_ALONE.match(text, stop):
            return None
    unit = match.group(kind) if kind != "bare" else None
    if unit and prose().no_unit.match(text, stop - len(unit)):
        return None
    if prose().threshold.match(text, stop):
        return None
    return Quantity(start, end, stop, match.group("digits"), unit, kind)
