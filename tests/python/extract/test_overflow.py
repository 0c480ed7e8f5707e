from __future__ import annotations

from dataclasses import replace

import pytest
from extract_dumps import grid_of

from extract.columns import read_columns
from extract.headers import Row
from extract.overflow import mended_header, mended_row


def _row(text: str, slack: float = 0.5) -> Row:
    (row,) = grid_of(text).rows()
    return {column: replace(cell, slack=slack) for column, cell in row.items()}


def _texts(row: Row) -> list[str]:
    return [cell.text for _, cell in sorted(row.items())]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("序|号单位编码|单位名称", ["序号", "单位编码", "单位名称"]),
        ("科目编|码科目名称|合计", ["科目编码", "科目名称", "合计"]),
        ("单位编码单|位名称|预算数", ["单位编码", "单位名称", "预算数"]),
        ("科目编码|苗木名目|合计", ["科目编码", "苗木名目", "合计"]),
    ],
)
def test_labels_that_border_on_one_another(printed: str, meant: list[str]) -> None:
    assert _texts(mended_header(_row(printed))) == meant


COLUMNS = read_columns(["项目", "预算数"], grid_of("一、对个人的补助|4.82").rows())


@pytest.mark.parametrize(
    ("printed", "slack", "meant"),
    [
        ("(3)对个人和家庭的补|助 4.82", 0.5, ["(3)对个人和家庭的补助", "4.82"]),
        ("(3)对个人和家庭的补|助", 0.5, ["(3)对个人和家庭的补助"]),
        ("(3)对个人和家庭的补|助 4.82", 60.0, ["(3)对个人和家庭的补", "助 4.82"]),
        ("(3)对个人和家庭的补|另见附表 4.82.1", 0.5, ["(3)对个人和家庭的补", "另见附表 4.82.1"]),
        ("(3)对个人和家庭的补|4.82", 0.5, ["(3)对个人和家庭的补", "4.82"]),
    ],
    ids=["before an amount", "alone", "the name ends far from the border", "no amount", "nothing over the border"],
)
def test_the_end_of_a_name_over_the_border(printed: str, slack: float, meant: list[str]) -> None:
    assert _texts(mended_row(_row(printed, slack), COLUMNS)) == meant
