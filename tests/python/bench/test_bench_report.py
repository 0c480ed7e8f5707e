from __future__ import annotations

from bench.accuracy import Score
from bench.others import CamelotRun
from bench.report import golden


def score(right: int, of: int) -> dict[str, Score]:
    return {"a reader": Score(cells=of, right=right, pages=2, pages_right=1, first_wrong={"x__p1": of - right})}


def test_held_out_pages_are_reported_apart_from_those_in_sample() -> None:
    text = golden((score(90, 100), CamelotRun()), (score(30, 40), CamelotRun(failed="no network")))
    held_out, in_sample = text.split("### ")[1:]
    assert held_out.startswith("Held out: 2 pages")
    assert in_sample.startswith("In sample: 2 pages")
    assert "| a reader | 30 of 40 | 75.00 % (59.81–85.81) |" in held_out
    assert "no network" in held_out
    assert "| a reader | 90 of 100 | 90.00 % (82.56–94.48) |" in in_sample
    assert "x__p1 10" in in_sample
