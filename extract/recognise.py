"""Which disclosed table a printed table is: title patterns and header labels, scored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from extract.catalogue import KindEntry, kinds
from extract.vocabulary import normalised

UNKNOWN = KindEntry("other", (), (), frozenset(), False)

# A title says more than any header; its own wording more than the heading of the section above it.
_OWN_TITLE = 3.0
_HEADING = 2.0
_ALL_HEADERS = 2.0
_LEAST = 1.0


def recognise(
    title: str | None, headings: Iterable[str], header_paths: Collection[str], words: Collection[str] = ()
) -> KindEntry:
    """The best-scoring kind, or UNKNOWN where none scores enough.

    `title` and `headings` as printed; `header_paths` as printed, joined by `/`; `words`: every cell's text,
    among which the labels of a form stand anywhere.
    """
    fitting = fits(title, headings, header_paths, words)
    return fitting[0][0] if fitting else UNKNOWN


def fits(
    title: str | None, headings: Iterable[str], header_paths: Collection[str], words: Collection[str] = ()
) -> tuple[tuple[KindEntry, float], ...]:
    """The kinds that a table fits, with their scores, the best first; arguments as for `recognise`."""
    own = normalised(title) if title else ""
    above = [normalised(heading) for heading in headings if heading]
    paths, labels = _joined(header_paths), _joined(words)
    scored = [(entry, _score(entry, own, above, labels if entry.is_form else paths)) for entry in kinds()]
    # Of equal scores the earlier entry goes first, as `sorted` keeps their order.
    return tuple(sorted((item for item in scored if item[1] >= _LEAST), key=lambda item: -item[1]))


def scores_of(fitting: Iterable[tuple[KindEntry, float]]) -> str | None:
    """The kinds and scores in words (`receipts 3.50; expenditure 1.00`) where more than one kind fits."""
    best: dict[str, float] = {}
    for entry, score in fitting:
        best.setdefault(entry.kind, score)
    return "; ".join(f"{kind} {score:.2f}" for kind, score in best.items()) if len(best) > 1 else None


def _joined(paths: Collection[str]) -> str:
    """Label paths as one text, each between slashes, so that one search finds a label in any of them."""
    return "\n".join(f"/{path}/" for path in {normalised(path) for path in paths})


def _score(entry: KindEntry, title: str, headings: Sequence[str], paths: str) -> float:
    """The score of one kind; title (empty: none) and headings normalised, the label paths as `_joined` gives them."""
    if any(pattern.search(name) for pattern in entry.excluded for name in (title, *headings)):
        return 0.0
    score = 0.0
    if title and _matches(entry, title):
        score += _OWN_TITLE
    if any(_matches(entry, heading) for heading in headings):
        score += _HEADING
    if entry.headers:
        hits = sum(f"/{header}/" in paths for header in entry.headers)
        score += _ALL_HEADERS * hits / len(entry.headers)
    return score


def _matches(entry: KindEntry, name: str) -> bool:
    return any(pattern.search(name) for pattern in entry.titles)
