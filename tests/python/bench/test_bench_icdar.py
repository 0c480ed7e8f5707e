from __future__ import annotations

from pathlib import Path

from bench.found import FoundCell, FoundTable
from bench.icdar import Score, add, ground_truth, normal, relations


def cells(*rows: tuple[str, ...]) -> list[FoundCell]:
    return [FoundCell(y, x, 1, 1, text) for y, row in enumerate(rows) for x, text in enumerate(row)]


def test_neighbours_right_and_below_once_each() -> None:
    assert relations(cells(("a", "b"), ("c", "d"))) == {
        ("right", "a", "b"): 1,
        ("right", "c", "d"): 1,
        ("below", "a", "c"): 1,
        ("below", "b", "d"): 1,
    }


def test_blank_cells_are_passed_over() -> None:
    assert relations(
        cells(
            ("a", "", "b"),
        )
    ) == {("right", "a", "b"): 1}
    assert not relations(cells(("a", ""), ("", "b")))


def test_a_spanning_cell_is_neighbour_of_all_below_it_but_not_of_itself() -> None:
    spanning = [FoundCell(0, 0, 1, 2, "head"), FoundCell(1, 0, 1, 1, "a"), FoundCell(1, 1, 1, 1, "b")]
    assert relations(spanning) == {("below", "head", "a"): 1, ("below", "head", "b"): 1, ("right", "a", "b"): 1}


def test_texts_are_compared_without_white_space_and_kinds_of_dash() -> None:
    assert normal("1 –\n2ﬁ") == "1-2fi"


def test_each_region_is_matched_with_one_table_and_others_cost_precision() -> None:
    region = cells(("a", "b"), ("c", "d"))
    phantom = FoundTable((0, 0, 1, 1), tuple(cells(("x", "y"))))
    score = Score()
    add(score, "one", [(1, region), (2, region)], {1: [phantom, FoundTable((0, 0, 1, 1), tuple(region))]})
    assert (score.total.wanted, score.total.found, score.total.right) == (8, 5, 4)
    assert (score.regions, score.regions_found, score.tables_elsewhere) == (2, 1, 1)
    assert score.where_found.f1 == 1.0


def test_ground_truth_with_ends_before_starts(tmp_path: Path) -> None:
    file = tmp_path / "x-str.xml"
    file.write_text(
        "<document><table id='1'><region id='1' page='2'>"
        "<cell start-row='0' start-col='3' end-col='0'><content>a</content></cell>"
        "<cell start-row='1' start-col='0' end-row='2' end-col='1'><content>b</content></cell>"
        "</region></table></document>"
    )
    assert ground_truth(file) == [(2, [FoundCell(0, 3, 1, 1, "a"), FoundCell(1, 0, 2, 2, "b")])]
