from __future__ import annotations

from extract.hierarchy import with_parents
from extract.model import Row, RowKey


def _row(number: int, code: str | None, label: str | None, key_no: int = 1) -> Row:
    return Row(number, 1, (RowKey(key_no, code, code, label),), ())


def _parents(rows: list[Row], is_subject_code: bool = True) -> list[tuple[int | None, str | None]]:
    return [(row.parent_row_no, row.parent_basis) for row in with_parents(rows, is_subject_code)]


def _coded(*codes: str | None) -> list[Row]:
    return [_row(number, code, "合计" if code is None else "某科目") for number, code in enumerate(codes, start=1)]


def _labelled(*labels: str) -> list[Row]:
    return [_row(number, None, label) for number, label in enumerate(labels, start=1)]


def test_a_code_lies_below_the_longest_code_that_begins_it() -> None:
    rows = _coded(None, "211", "21104", "2110401", "2110402", "221", "2210201")
    assert _parents(rows) == [
        (None, None),
        (None, None),
        (2, "code"),
        (3, "code"),
        (3, "code"),
        (None, None),
        (6, "code"),
    ]


def test_the_nearest_of_equal_codes_is_the_parent() -> None:
    assert _parents(_coded("211", "21104", "211", "21105"))[3] == (3, "code")


def test_units_categories_and_projects_nest_as_they_appear() -> None:
    rows = _coded(
        "043", "043001", "22", "43010126043Y000000100", "31", "43010126043T000000100", "43010126043T000000101"
    )
    assert _parents(rows, is_subject_code=False) == [
        (None, None),
        (1, "code"),
        (2, "section"),
        (3, "section"),
        (2, "section"),
        (5, "section"),
        (5, "section"),
    ]


def test_subjects_lie_below_the_unit_printed_above_them() -> None:
    rows = [
        _row(1, None, "绿化站", 1),
        _row(2, "211", "节能", 2),
        _row(3, "21104", "生态", 2),
        _row(4, "221", "住房", 2),
    ]
    assert _parents(rows) == [(None, None), (1, "section"), (2, "code"), (1, "section")]


def test_projects_without_a_code_lie_below_their_unit() -> None:
    rows = [_row(1, None, "合计"), _row(2, "241", "园林局"), _row(3, "241001", "园林局本级"), _row(4, None, "公园养护")]
    rows += [_row(5, None, "苗圃"), _row(6, "241002", "苗圃站"), _row(7, None, "育苗"), _row(8, None, "支出总计")]
    assert [parent for parent, _ in _parents(rows, is_subject_code=False)] == [None, None, 2, 3, 3, 2, 6, None]
    assert _parents(rows)[3] == (None, None)


def test_nothing_lies_below_a_total() -> None:
    rows = [_row(1, None, "合计", 1), _row(2, "211", "节能", 2)]
    assert _parents(rows) == [(None, None), (None, None)]


def test_ordinals_nest_by_level() -> None:
    rows = _labelled(
        "一、本年收入", "（一）一般公共预算拨款", "1.其中一部分", "（二）政府性基金拨款", "二、上年结转", "收入总计"
    )
    assert _parents(rows) == [
        (None, None),
        (1, "ordinal"),
        (2, "ordinal"),
        (1, "ordinal"),
        (None, None),
        (None, None),
    ]


def test_of_which_lies_below_the_line_that_it_is_part_of() -> None:
    rows = _labelled("本年收入合计", "一、财政拨款", "其中：专项", "其中：其他", "二、事业收入")
    assert _parents(rows)[2:4] == [(2, "section"), (2, "section")]


def test_rows_without_a_key_have_no_parent() -> None:
    assert _parents([Row(1, 1, (), ())]) == [(None, None)]


def _keyed(number: int, *keys: tuple[int, str | None, str | None]) -> Row:
    return Row(number, 1, tuple(RowKey(key_no, code, code, label) for key_no, code, label in keys), ())


def _listed(*labels: str, described: tuple[int, ...] = ()) -> list[tuple[int | None, str | None]]:
    """The parents of names printed below one unit, which is row 1."""
    rows = [_row(1, "043001", "绿化站"), *(_row(number, None, label) for number, label in enumerate(labels, start=2))]
    return [(row.parent_row_no, row.parent_basis) for row in with_parents(rows, False, described)][1:]


def test_subjects_lie_below_the_unit_that_their_own_column_prints() -> None:
    rows = _coded("125001", "208", "20805", "2080505", "125002", "20805", "2080505")
    assert _parents(rows) == [
        (None, None),
        (1, "section"),
        (2, "code"),
        (3, "code"),
        (None, None),
        (5, "section"),
        (6, "code"),
    ]


def test_a_department_stands_above_its_units_in_a_column_of_subjects() -> None:
    assert _parents(_coded("125", "125001", "208", "125002", "208")) == [
        (None, None),
        (1, "code"),
        (2, "section"),
        (1, "code"),
        (4, "section"),
    ]


def test_headings_of_projects_are_those_that_nothing_describes() -> None:
    parents = _listed("专用项目", "履职经费", "绿道养护", "苗木补种", "设备购置", "剪草机", described=(4, 5, 7))
    assert parents == [
        (1, "section"),
        (2, "section"),
        (3, "section"),
        (3, "section"),
        (2, "section"),
        (6, "section"),
    ]


def test_projects_are_only_listed_where_nothing_tells_their_headings() -> None:
    assert _listed("通用项目", "绿道养护", "绿道养护项目", "专用项目", "苗木补种") == [
        (1, "section"),
        (2, "list"),
        (2, "list"),
        (1, "section"),
        (5, "list"),
    ]


def test_a_heading_at_the_end_shows_that_descriptions_tell_nothing() -> None:
    assert _listed("绿道养护", "苗木补种", "设备购置", described=(2, 3)) == [(1, "section")] * 3


def test_a_year_is_no_unit() -> None:
    rows = [_row(1, "2024", None), _row(2, "2025", None), _row(3, None, "变化")]
    assert _parents(rows, is_subject_code=False)[2] == (None, None)


def test_lines_lie_below_the_units_of_the_subject_that_all_print() -> None:
    rows = [
        _keyed(1, (1, "2120801", None), (2, "043", "园林局")),
        _keyed(2, (1, "2120801", None), (2, "043001", "绿化站")),
        _keyed(3, (1, "2120801", None), (2, None, "剪草机"), (3, "31002", None)),
        _keyed(4, (1, "2120802", None), (2, "043002", "苗圃")),
        _keyed(5, (1, "2120802", None), (2, None, "温室"), (3, "31001", None)),
        _keyed(6, (1, "2120802", None), (2, None, "树苗"), (3, "30218", None)),
    ]
    assert _parents(rows) == [
        (None, None),
        (1, "code"),
        (2, "section"),
        (1, "code"),
        (4, "section"),
        (4, "section"),
    ]
