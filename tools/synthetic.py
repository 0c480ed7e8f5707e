"""A made-up department budget of any length: an invented body, real subjects, random amounts that add up.

Every table of a document agrees with the others: items add up to groups, classes and the grand total, 合计 is 基本支出
plus 项目支出, units and projects add up to the same totals, and receipts equal expenditure.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tools.report import Cover, LongTable, Placed, header_of, numeral, rows_per_page, typeset
from tools.table import PrintedCell

BODY = "示例市示例局"
YEAR = 2026
LABEL = "合成文件：虚构单位，随机数字 Synthetic document: invented body, random figures"

# Every row has this height, enough for two lines, so that a number of pages can be met exactly.
_ROW = 24.0
_BUDGET_CODE = "999"
_MOST_CLASSES = 16
_MOST_SUBJECT_PAGES = 6
_LONGEST_NAME = 20
_RECEIPTS = ("一、一般公共预算拨款收入", "二、政府性基金预算拨款收入", "三、国有资本经营预算拨款收入", "四、事业收入")
_WORKS = (
    "窗口服务",
    "档案整理",
    "设备更新",
    "人员培训",
    "系统运行维护",
    "专项检查",
    "场所修缮",
    "数据核对",
    "资料印制",
)

_EXPENDITURE = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
_DETAILED = ("合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出")
_PROJECTS = ("项目编码", "项目名称", "项目单位", "合计", "本年拨款/一般公共预算", "本年拨款/政府性基金预算")


@dataclass(frozen=True)
class _Amounts:
    """Personnel, operating and project spending in hundredths of 万元."""

    personnel: int = 0
    operating: int = 0
    project: int = 0

    def __add__(self, other: _Amounts) -> _Amounts:
        return _Amounts(
            self.personnel + other.personnel, self.operating + other.operating, self.project + other.project
        )

    @property
    def basic(self) -> int:
        return self.personnel + self.operating

    @property
    def total(self) -> int:
        return self.basic + self.project


@dataclass(frozen=True)
class _Project:
    code: str
    name: str
    unit: int
    subject: str
    amount: int


@dataclass(frozen=True)
class _Budget:
    """All that the tables print; `subjects` by code from class to item, in order; `units` without the body itself."""

    names: dict[str, str]
    subjects: dict[str, _Amounts]
    units: tuple[_Amounts, ...]
    projects: tuple[_Project, ...]
    total: _Amounts
    separated: bool
    printed_zero: str

    def money(self, hundredths: int) -> str:
        if not hundredths:
            return self.printed_zero
        whole, rest = divmod(hundredths, 100)
        return f"{whole:,}.{rest:02d}" if self.separated else f"{whole}.{rest:02d}"


@dataclass(frozen=True)
class _Plan:
    """How many pages each table takes; 0 where it is left out."""

    summary: int
    subjects: int
    detailed: int
    units: int
    projects: int


def document(pages: int, seed: int, subjects: Path) -> tuple[bytes, list[Placed]]:
    """The PDF (a cover and `pages` pages of tables) and every cell with its place; the same for the same seed.

    `subjects`: CSV of functional subjects with their codes, names and levels. Raises ValueError for no pages.
    """
    if pages < 1:
        raise ValueError("a synthetic document has at least one page")
    plan = _planned(pages)
    budget = _budget(Random(seed), plan, _subjects(subjects))
    cover = Cover(f"{BODY}{YEAR}年部门预算", (BODY, *LABEL.split(" ", 1), f"seed: {seed}"), LABEL)
    data, placed = typeset(cover, list(_tables(budget, plan)), least_row=_ROW)
    drawn = max(item.page for item in placed) - 1
    if drawn != pages:
        raise AssertionError(f"{drawn} pages of tables were drawn where {pages} were planned")
    return data, placed


def _planned(pages: int) -> _Plan:
    if pages < 4:
        return _Plan(int(pages > 1), 1, int(pages > 2), 0, 0)
    subjects = min(1 + (pages - 4) // 12, _MOST_SUBJECT_PAGES)
    rest = pages - 1 - 2 * subjects
    projects = max(rest // 3, 1)
    return _Plan(1, subjects, subjects, rest - projects, projects)


def _rows(paths: Sequence[str], pages: int) -> range:
    """How many body rows make a table so many pages long."""
    capacity = rows_per_page([_ROW] * header_of(paths)[1], _ROW)
    return range(capacity * (pages - 1) + 1, capacity * pages + 1)


def _subjects(path: Path) -> dict[str, str]:
    """Names by code of the subjects in force that hang together from class to item."""
    with path.open(encoding="utf-8", newline="") as file:
        names = {
            row["code"]: row["name_zh"]
            for row in csv.DictReader(file)
            if row["budget_book"] == "一般公共预算"
            and not row["valid_to_year"]
            and len(row["name_zh"]) <= _LONGEST_NAME
        }
    return {
        code: name for code, name in names.items() if len(code) == 7 and code[:3] in names and code[:5] in names
    } | {code: name for code, name in names.items() if len(code) in (3, 5)}


def _budget(random: Random, plan: _Plan, names: dict[str, str]) -> _Budget:
    items = _chosen_items(random, plan, [code for code in names if len(code) == 7])
    n_units = random.choice(_rows(_unit_paths(), plan.units)) - 2 if plan.units else 3
    n_units = max(n_units, 1)
    n_projects = random.choice(_rows(_PROJECTS, plan.projects)) - 1 if plan.projects else 5
    projects = tuple(_projects(random, max(n_projects, 1), n_units, items))
    leaves = {code: _Amounts(random.randrange(1, 500_000), random.randrange(0, 90_000)) for code in items}
    for project in projects:
        leaves[project.subject] += _Amounts(project=project.amount)
    subjects: dict[str, _Amounts] = defaultdict(_Amounts)
    for code, amounts in leaves.items():
        for length in (3, 5, 7):
            subjects[code[:length]] += amounts
    total = sum(leaves.values(), _Amounts())
    return _Budget(
        names,
        dict(sorted(subjects.items())),
        tuple(_units(random, n_units, total, projects)),
        projects,
        total,
        separated=random.random() < 0.5,
        printed_zero=random.choice(("", "0.00")),
    )


def _chosen_items(random: Random, plan: _Plan, items: Sequence[str]) -> list[str]:
    """Items whose rows, with those of their groups and classes and the total, fill the pages of both tables."""
    wanted = {*_rows(_EXPENDITURE, plan.subjects)}
    if plan.detailed:
        wanted &= {*_rows(("科目编码", "科目名称", *_DETAILED), plan.detailed)}
    # An item brings at most three rows, so the last may overshoot by two; four rows are the fewest.
    goal = random.randint(max(min(wanted), 4), max(wanted) - 2)
    classes = sorted({code[:3] for code in items})
    within = set(random.sample(classes, min(_MOST_CLASSES, len(classes))))
    left = [code for code in items if code[:3] in within]
    random.shuffle(left)
    rows: set[str] = {"total"}
    chosen: list[str] = []
    while left and len(rows) < goal:
        code = left.pop()
        chosen.append(code)
        rows |= {code[:3], code[:5], code}
    return sorted(chosen)


def _projects(random: Random, count: int, n_units: int, items: Sequence[str]) -> Iterable[_Project]:
    for number in range(1, count + 1):
        unit = random.randrange(n_units)
        code = f"{_BUDGET_CODE}{YEAR % 100}{unit + 1:04d}T{number:06d}"
        name = f"{random.choice(_WORKS)}（{number}）"
        yield _Project(code, name, unit, random.choice(items), random.randrange(100, 300_000))


def _units(random: Random, count: int, total: _Amounts, projects: Iterable[_Project]) -> Iterable[_Amounts]:
    of_projects: dict[int, int] = defaultdict(int)
    for project in projects:
        of_projects[project.unit] += project.amount
    shares = [_shared_out(random, amount, count) for amount in (total.personnel, total.operating)]
    for unit, (personnel, operating) in enumerate(zip(*shares, strict=True)):
        yield _Amounts(personnel, operating, of_projects[unit])


def _shared_out(random: Random, amount: int, parts: int) -> list[int]:
    """Random parts, none negative, that add up to the amount."""
    cuts = sorted(random.randint(0, amount) for _ in range(parts - 1))
    return [end - start for start, end in zip([0, *cuts], [*cuts, amount], strict=True)]


def _tables(budget: _Budget, plan: _Plan) -> Iterable[LongTable]:
    number = 0
    for pages, table in (
        (plan.summary, _summary),
        (plan.subjects, _expenditure),
        (plan.detailed, _detailed_expenditure),
        (plan.units, _by_unit),
        (plan.projects, _project_list),
    ):
        if pages:
            number += 1
            yield table(budget, str(number))


def _table(title: str, number: str, paths: Sequence[str], rows: Sequence[Sequence[str]], total: bool) -> LongTable:
    """A table of texts; `total`: the first row's label is merged over its first two columns."""
    header, n_header = header_of(paths)
    cells = [
        PrintedCell(row, column, text, 1, 2 if total and row == column == 0 else 1)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if not (total and row == 0 and column == 1)
    ]
    return LongTable(
        title, len(paths), header, n_header, tuple(cells), len(rows), number=number, publisher=BODY, unit="万元"
    )


def _summary(budget: _Budget, number: str) -> LongTable:
    grand = budget.money(budget.total.total)
    classes = [(code, amounts) for code, amounts in budget.subjects.items() if len(code) == 3]
    left = [(label, grand if index == 0 else budget.printed_zero) for index, label in enumerate(_RECEIPTS)]
    right = [
        (f"{numeral(index)}、{budget.names[code]}", budget.money(amounts.total))
        for index, (code, amounts) in enumerate(classes, start=1)
    ]
    depth = max(len(left), len(right))
    rows = [(*one, *other) for one, other in zip(_padded(left, depth), _padded(right, depth), strict=True)]
    rows += [
        ("本年收入合计", grand, "本年支出合计", grand),
        ("上年结转结余", budget.printed_zero, "年终结转结余", budget.printed_zero),
        ("收入总计", grand, "支出总计", grand),
    ]
    return _table("部门收支总表", number, ("收入/项目", "收入/预算数", "支出/项目", "支出/预算数"), rows, total=False)


def _padded(rows: Sequence[tuple[str, str]], depth: int) -> list[tuple[str, str]]:
    return [*rows, *[("", "")] * (depth - len(rows))]


def _expenditure(budget: _Budget, number: str) -> LongTable:
    rows = [
        (code, name, *(budget.money(amount) for amount in (amounts.total, amounts.basic, amounts.project)))
        for code, name, amounts in _subject_rows(budget)
    ]
    return _table("部门支出总表", number, _EXPENDITURE, rows, total=True)


def _detailed_expenditure(budget: _Budget, number: str) -> LongTable:
    rows = [(code, name, *_detailed(budget, amounts)) for code, name, amounts in _subject_rows(budget)]
    return _table("一般公共预算支出表", number, ("科目编码", "科目名称", *_DETAILED), rows, total=True)


def _subject_rows(budget: _Budget) -> list[tuple[str, str, _Amounts]]:
    return [
        ("合计", "", budget.total),
        *((code, budget.names[code], amounts) for code, amounts in budget.subjects.items()),
    ]


def _detailed(budget: _Budget, amounts: _Amounts) -> tuple[str, ...]:
    parts = (amounts.total, amounts.basic, amounts.personnel, amounts.operating, amounts.project)
    return tuple(budget.money(part) for part in parts)


def _unit_paths() -> tuple[str, ...]:
    return ("单位编码", "单位名称", *_DETAILED)


def _by_unit(budget: _Budget, number: str) -> LongTable:
    whole = _detailed(budget, budget.total)
    rows: list[tuple[str, ...]] = [("合计", "", *whole), (_BUDGET_CODE, BODY, *whole)]
    rows += [
        (f"{_BUDGET_CODE}{unit:03d}", _unit_name(unit), *_detailed(budget, amounts))
        for unit, amounts in enumerate(budget.units, start=1)
    ]
    return _table("一般公共预算支出表（分单位）", number, _unit_paths(), rows, total=True)


def _unit_name(unit: int) -> str:
    return f"{BODY}本级" if unit == 1 else f"{BODY}第{unit - 1}所"


def _project_list(budget: _Budget, number: str) -> LongTable:
    grand = budget.money(budget.total.project)
    rows: list[tuple[str, ...]] = [("合计", "", "", grand, grand, budget.printed_zero)]
    rows += [
        (project.code, project.name, _unit_name(project.unit + 1), *[budget.money(project.amount)] * 2, "")
        for project in budget.projects
    ]
    return _table("项目支出表", number, _PROJECTS, rows, total=True)
