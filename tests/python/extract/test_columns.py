from __future__ import annotations

import pytest
from extract_dumps import grid_of

from extract.columns import read_columns
from extract.model import Column


def _columns(paths: list[str], *body: str) -> tuple[Column, ...]:
    return read_columns(paths, grid_of(*body).rows() if body else [])


def _keys(columns: tuple[Column, ...]) -> list[tuple[int, int | None, str | None, str | None]]:
    return [(c.column_no, c.key_no, c.part, c.entity) for c in columns if c.role == "key"]


def test_code_and_name_make_one_key() -> None:
    assert _keys(_columns(["科目编码", "科目名称", "合计"])) == [(1, 1, "code", "subject"), (2, 1, "name", "subject")]


def test_class_group_item_and_name_make_one_key() -> None:
    columns = _columns(["科目编码/类", "科目编码/款", "科目编码/项", "科目名称", "合计"])
    assert [key[1] for key in _keys(columns)] == [1, 1, 1, 1]
    assert [key[2] for key in _keys(columns)] == ["class", "group", "item", "name"]


def test_a_bare_subject_beside_a_classification_is_of_it() -> None:
    columns = _columns(
        [
            "科目编码/类",
            "科目编码/款",
            "部门预算支出经济分类科目名称",
            "科目编码/类",
            "科目编码/款",
            "政府预算支出经济分类科目名称",
            "合计",
        ]
    )
    assert [(key[1], key[3]) for key in _keys(columns)] == [
        *[(1, "economic_department")] * 3,
        *[(2, "economic_government")] * 3,
    ]


def test_units_and_subjects_of_one_row_are_two_keys() -> None:
    columns = _columns(["预算单位", "科目编码", "科目名称", "支出总计"])
    assert [(key[1], key[3]) for key in _keys(columns)] == [(1, "agency"), (2, "subject"), (2, "subject")]


def test_sides_are_blocks_with_keys_of_their_own() -> None:
    columns = _columns(["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"])
    assert [(c.block_no, c.role, c.key_no) for c in columns] == [
        (1, "key", 1),
        (1, "value", None),
        (2, "key", 1),
        (2, "value", None),
    ]


def test_four_sides_are_four_blocks() -> None:
    paths = ["收入/项目", "收入/预算数"]
    for scheme in (
        "支出功能分类科目（按大类）",
        "部门预算支出经济分类科目（按大类）",
        "政府预算支出经济分类科目（按大类）",
    ):
        paths += [f"支出/{scheme}", "支出/预算数"]
    assert [c.block_no for c in _columns(paths)] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_a_list_between_two_columns_of_amounts_names_a_block() -> None:
    columns = _columns(
        ["收入/项目", "收入/预算数", "支出/出经济分类", "支出/预算数"],
        "一、甲|1.00|一、乙|2.00",
        "二、丙|1.00|二、丁|2.00",
    )
    assert [(column.role, column.block_no) for column in columns] == [
        ("key", 1),
        ("value", 1),
        ("key", 2),
        ("value", 2),
    ]
    remarks = _columns(
        ["收入/项目", "收入/预算数", "支出/某某", "支出/预算数"], "一、甲|1.00|乙|2.00", "二、丙|1.00|丁|2.00"
    )
    assert [column.role for column in remarks] == ["key", "value", "attribute", "value"]


def test_a_quantity_among_keys_opens_no_block() -> None:
    columns = _columns(["单位编码", "采购项目", "数量", "部门经济科目编码", "预算金额"])
    assert {c.block_no for c in columns} == {1}
    assert [key[1] for key in _keys(columns)] == [1, 1, 2]


def test_classifications_after_the_only_amount_stay_keys() -> None:
    columns = _columns(["预算项目名称", "金额", "功能分类科目代码", "功能分类科目名称", "备注"])
    assert [c.role for c in columns] == ["key", "value", "key", "key", "note"]


@pytest.mark.parametrize(
    ("body", "roles"),
    [
        (("园林|1.00|完成", "苗圃|2.00|良好"), ["key", "value", "attribute"]),
        (("园林|1.00|", "苗圃|—|"), ["key", "value", "value"]),
        (("211|1.00|2.00",), ["key", "value", "value"]),
    ],
)
def test_columns_without_known_labels_are_what_they_print(body: tuple[str, ...], roles: list[str]) -> None:
    if body[1:] and "—" in body[1]:
        body = (*body, "公园|3.00|")
    assert [c.role for c in _columns(["甲方", "乙方", "丙方"], *body)] == roles


def test_in_a_table_without_keys_the_first_words_name_the_rows() -> None:
    columns = _columns(["采购类别", "金额"], "货物|1.00", "服务|2.00")
    assert [c.role for c in columns] == ["key", "value"]


def test_amounts_alone_have_no_key() -> None:
    assert _keys(_columns(["合计", "因公出国（境）费", "公务接待费"], "1.00|0.00|1.00")) == []


def test_row_numbers_are_ordinal_and_remarks_are_notes() -> None:
    columns = _columns(["序号", "项目名称", "金额", "备注"], "1|园林|2.00|续")
    assert [c.role for c in columns] == ["ordinal", "key", "value", "note"]
