"""Contacts and sentences never land, wherever in a table they stand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extract.__main__ import main

NAME, MOBILE, OFFICE = "甄某某", "13800001111", "027-80001111"
HEAD = "示例区园林局\n\n2026年部门预算\n\n"
TABLE = (
    "表 9\n\n项目支出表\n\n单位：万元\n\n项目编码\t项目名称\t合计\t备注\nA001\t公园养护\t5.00\t\nA002\t苗圃\t6.00\t\n"
)

PLACES = {
    "publisher": HEAD + f"编制单位：示例区园林局 负责人：{NAME} 联系电话：{OFFICE}\n\n" + TABLE,
    "title": HEAD + TABLE.replace("项目支出表", f"编制人{NAME}{MOBILE}项目支出表"),
    "note below": HEAD + TABLE + f"\n说明：本表无数据，联系人{NAME}，电话{MOBILE}\n",
    "row label": HEAD + TABLE + f"A003\t{NAME}{MOBILE}\t7.00\t\n",
    "contact row": HEAD + TABLE + f"\t联系人{NAME}\t{MOBILE}\t\n",
    "remark": HEAD + TABLE + f"A003\t绿道\t7.00\t联系{NAME}{MOBILE}\n",
    "contact column": HEAD + TABLE.replace("备注", "项目责任人").replace("5.00\t", f"5.00\t{NAME}"),
    "header": HEAD + TABLE.replace("备注", f"联系电话{MOBILE}"),
    "section": HEAD + TABLE.replace("A002", f"联系人：{NAME}{MOBILE}\t\t\t\nA002"),
}


@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_contact_does_not_land(place: str, tmp_path: Path) -> None:
    source = tmp_path / "dump.txt"
    source.write_text(PLACES[place], encoding="utf-8")
    assert main([str(source), "--out", str(tmp_path / "raw")]) == 0
    landed = "".join(file.read_text(encoding="utf-8") for file in sorted((tmp_path / "raw").glob("*.csv")))
    assert "公园养护" in landed
    for secret in (NAME, MOBILE, OFFICE):
        assert secret not in landed
    with (tmp_path / "raw" / "raw_token_counts.csv").open(encoding="utf-8", newline="") as file:
        assert "unclassed" not in {row["token_class"] for row in csv.DictReader(file)}
