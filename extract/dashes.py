"""Rulings drawn as dots or dashes, each a stroke or a filled square of its own, to the lines that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.ink import Ruling

# Points. A dot is no longer than this, and the next one of a dotted line no further off than this.
_DOT, _DOT_GAP = 3.0, 4.0
# So many in a row make a line; of dots on one line the heights differ by less.
_LEAST_DOTS, _SAME_LINE = 6, 0.5
# Of a dashed line: the longest dash, the widest gap in points and in dashes, and how many dashes make a line.
_DASH, _DASH_GAP, _GAP_TO_DASH, _LEAST_DASHES = 10.0, 8.0, 1.0, 4


def without_dots(horizontal: Sequence[Ruling], vertical: Sequence[Ruling]) -> tuple[Sequence[Ruling], Sequence[Ruling]]:
    """Both kinds of rulings with the lines that dots make in the place of these dots.

    A dot that is as wide as high is of no direction; what it is of shows from its neighbours.
    """
    across, down = _short(horizontal), _short(vertical)
    if len(across) + len(down) < _LEAST_DOTS:
        return horizontal, vertical
    taken: set[Ruling] = set()
    rows = list(_dotted({(dot.at, dot.start, dot.end): dot for dot in across} | _turned(down), taken))
    columns = list(_dotted({(dot.at, dot.start, dot.end): dot for dot in down} | _turned(across), taken))
    return (
        [*(ruling for ruling in horizontal if ruling not in taken), *rows],
        [*(ruling for ruling in vertical if ruling not in taken), *columns],
    )


def _short(rulings: Sequence[Ruling]) -> list[Ruling]:
    # Of all rulings of a page, so by position: names cost twice as much.
    return [ruling for ruling in rulings if ruling[2] - ruling[1] <= _DOT]


def _turned(dots: Sequence[Ruling]) -> dict[tuple[float, float, float], Ruling]:
    """Dots of the other direction, by where they stand in this one."""
    return {((dot.start + dot.end) / 2, dot.at, dot.at): dot for dot in dots}


def _dotted(dots: dict[tuple[float, float, float], Ruling], taken: set[Ruling]) -> Iterator[Ruling]:
    """The lines that dots make; their dots are added to `taken`."""
    for line in _lines(sorted(dots)):
        for run in _parted(sorted(line, key=lambda dot: dot[1]), _DOT_GAP):
            if len(run) >= _LEAST_DOTS:
                taken.update(dots[dot] for dot in run)
                yield Ruling(run[0][0], run[0][1], max(end for _, _, end in run))


def _lines(dots: Sequence[tuple[float, float, float]]) -> Iterator[list[tuple[float, float, float]]]:
    line: list[tuple[float, float, float]] = []
    for dot in dots:
        if line and dot[0] - line[0][0] > _SAME_LINE:
            yield line
            line = []
        line.append(dot)
    if line:
        yield line


def _parted(line: Sequence[tuple[float, float, float]], gap: float) -> Iterator[Sequence[tuple[float, float, float]]]:
    start = 0
    for index, (before, dot) in enumerate(pairwise(line), start=1):
        if dot[1] - before[2] > gap:
            yield line[start:index]
            start = index
    yield line[start:]


def without_dashes(lines: Sequence[Ruling], crossing: Sequence[Ruling]) -> list[Ruling]:
    """Rulings with those joined that are dashes of one line; those on one line come in order, and none touch.

    A line of dashes may end with a gap: it goes on to the ruling that crosses it there. Where some line has many
    dashes, two make a line as well.
    """
    runs: list[list[Ruling]] = []
    for ruling in lines:
        if runs and _goes_on(runs[-1][-1], ruling):
            runs[-1].append(ruling)
        else:
            runs.append([ruling])
    if max(map(len, runs), default=0) < _LEAST_DASHES:
        return list(lines)
    stops = [line.at for line in crossing]
    return [_whole(run, stops) if len(run) > 1 else run[0] for run in runs]


def _goes_on(dash: Ruling, following: Ruling) -> bool:
    if following.at != dash.at:
        return False
    longest = max(dash.end - dash.start, following.end - following.start)
    gap = following.start - dash.end
    return longest <= _DASH and gap <= min(_DASH_GAP, _GAP_TO_DASH * longest)


def _whole(run: Sequence[Ruling], stops: Sequence[float]) -> Ruling:
    start, end = run[0].start, run[-1].end
    gap = _SAME_LINE + max(after.start - before.end for before, after in pairwise(run))
    return Ruling(
        run[0].at,
        min((stop for stop in stops if start - gap <= stop < start), default=start),
        max((stop for stop in stops if end < stop <= end + gap), default=end),
    )
