"""Forms of other provinces and of the prescribed final accounts, typeset with made-up figures: their projects, amounts
and indicators land as the layout says them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from math import ceil

import pytest

from extract.model import TableRows
from extract.pipeline import extract_document
from tools.sheet import Sheets, text_width
from tools.table import draw, rows_of, table

_SIZE = 8.0
_LEFT, _TOP, _WIDTH = 60.0, 90.0, 470.0
_LINE, _PADDING = 10.0, 6.0

# `<` goes on with the cell on the left, `^` with the one above.
HORIZONS_BESIDE_ONE_ANOTHER = (
    "项目支出绩效目标表",
    """
项目名称 | < | 窗口服务 | < | < | < | < | <
主管部门及代码 | < | [210]某市某局 | < | 实施单位 | < | 某市某中心 | <
项目资金（万元） | < | 实施期资金总额： | < | 300.00 | 年度资金总额： | < | 100.00
^ | < | 其中：财政拨款 | < | 300.00 | 其中：财政拨款 | < | 100.00
^ | < | 其他资金 | < |  | 其他资金 | < |
总体目标 | 实施期目标（2026年—2028年） | < | < | < | 年度目标 | < | <
^ | 目标1：完成窗口服务。 | < | < | < | 目标1：完成窗口服务。 | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
^ | 产出指标 | 数量指标 | 办理件数 | ≥300件 | 数量指标 | 办理件数 | ≥100件
^ | ^ | ^ | 培训人次 | ≥30人次 | ^ | 培训人次 | ≥10人次
^ | ^ | 质量指标 | 验收合格率 | ≥95% | 质量指标 | 验收合格率 | ≥95%
^ | 效益指标 | 社会效益指标 | 群众知晓率 | ≥90% | 社会效益指标 | 群众知晓率 | ≥80%
^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥95% | 服务对象满意度指标 | 群众满意度 | ≥90%
""",
)
FUNDS_BY_SOURCE_AND_USE = (
    "部门整体支出绩效目标表",
    """
部门名称 | 某市某局 | < | < | < | <
年度预算申请（万元） | 资金总额： | < | < | 1200.00 | <
^ | 按收入性质分： | < | 按支出性质分： | < | <
^ | 其中：一般公共预算 | 1000.00 | 其中：基本支出 | 700.00 | <
^ | 政府性基金拨款 | 100.00 | 项目支出 | 500.00 | <
^ | 其他资金 | 100.00 |  |  | <
部门职能职责概述 | 负责某项工作。 | < | < | < | <
整体绩效目标 | 做好某项工作。 | < | < | < | <
部门整体支出年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注
^ | 产出指标 | 数量指标 | 办理件数 | ≥100件 |
^ | ^ | 质量指标 | 办结率 | 100% |
^ | ^ | 时效指标 | 完成时间 | 2026年12月底前 |
^ | ^ | 成本指标 | 预算控制 | ≤1200万元 |
^ | 效益指标 | 社会效益指标 | 服务水平 | 提升 |
^ | ^ | 生态效益指标 |  |  |
^ | 满意度指标 | 社会公众或服务对象满意度指标 | 群众满意度 | ≥95% |
""",
)
LEVELS_OF_ITS_OWN = (
    "部门（单位）整体绩效目标表",
    """
部门（单位）名称 | 某市某局 | < | < | <
年度履职目标 | 做好某项工作。 | < | < | <
年度主要任务 | 任务名称 | < | 主要内容 | <
^ | 窗口服务 | < | 提供窗口服务。 | <
^ | 档案整理 | < | 整理档案。 | <
预算情况 | 部门预算总额（万元） | < | 1200.00 | <
^ | 1、资金来源：（1）财政性资金 | < | 1100.00 | <
^ | （2）其他资金 | < | 100.00 | <
^ | 2、资金结构：（1）基本支出 | < | 700.00 | <
^ | （2）项目支出 | < | 500.00 | <
一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值说明
投入管理指标 | 工作目标管理 | 年度履职目标相关性 | 相关 | 评价要点
^ | 预算和财务管理 | 预算执行率 | ≥95% | 评价要点
产出指标 | 重点工作任务完成 | 窗口服务完成率 | 100% | 完成情况
^ | 履职目标实现 | 办理件数 | ≥100件 | 完成情况
效益指标 | 履职效益 | 社会效益 | 显著 | 评价
^ | 满意度 | 群众满意度 | ≥90% | 评价
""",
)
HALF_YEAR_AND_FULL_YEAR = (
    "部门整体绩效目标申报表",
    """
部门名称 | 某市某局 | < | < | <
中长期目标 | 做好工作。 | < | < | <
年度目标 | 做好工作。 | < | < | <
一级指标 | 二级指标 | 三级指标 | 半年（程）目标值 | 全年（程）目标值
决策 | 计划制定 | 工作计划健全性 | 健全 | 健全
过程 | 预算执行 | 预算执行率 | ≥50% | ≥100%
履职 | 窗口服务 | 办理件数 | ≥50件 | ≥100件
效益 | 社会效益 | 群众知晓率 | ≥80% | ≥90%
满意度 | 服务对象满意度 | 群众满意度 | ≥90% | ≥90%
""",
)
WEIGHTS_AND_SIGNS_WITHOUT_LEVELS = (
    "项目支出绩效目标表",
    """
项目名称 | 窗口服务 | < | 业务主管部门 | 某市某局 | <
预算执行率权重 | 10 | < | 项目分类 | 一般性项目 | <
当年预算（万元） | 100.00 | < | 本级安排（万元） | 100.00 | <
^ | ^ | < | 上级补助（万元） | 0.00 | <
项目概述 | 提供窗口服务。 | < | < | < | <
当年绩效目标 | 提供窗口服务。 | < | < | < | <
绩效指标 | 指标名称 | 指标权重 | 计量单位 | 指标性质 | 指标值
^ | 办理件数 | 30 | 件 | ≥ | 100
^ | 办结率 | 30 | % | ＝ | 100
^ | 群众满意度 | 30 | % | ≥ | 95
""",
)
DESCRIPTION_BESIDE_NAME = (
    "项目绩效目标表",
    """
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据
^ | 产出指标 | 数量指标 | 办理件数 | 全年办理窗口业务的件数 | ≥100件 | 工作计划
^ | ^ | 质量指标 | 办结率 | 办结件数占受理件数的比率 | 100% | 工作计划
^ | 效果指标 | 社会效益指标 | 群众知晓率 | 知晓群众占比 | ≥90% | 工作计划
^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | 调查中满意的比率 | ≥95% | 工作计划
""",
)
LIST_WITH_DIRECTIONS = (
    "部门预算项目绩效目标表",
    """
单位 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 权重 | 指标方向性
某市某局 | 窗口服务 | 100.00 | 提供窗口服务。 | 产出指标 | 数量指标 | 办理件数 | ≥ | 100 | 件 | 30 | 正向指标
^ | ^ | ^ | ^ | ^ | 质量指标 | 办结率 | ＝ | 100 | % | 20 | 正向指标
^ | ^ | ^ | ^ | 效益指标 | 社会效益指标 | 群众知晓率 | ≥ | 90 | % | 20 | 正向指标
^ | ^ | ^ | ^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥ | 95 | % | 10 | 正向指标
^ | 档案整理 | 50.00 | 整理档案。 | 产出指标 | 数量指标 | 整理卷数 | ≥ | 300 | 卷 | 40 | 正向指标
^ | ^ | ^ | ^ | 满意度指标 | 服务对象满意度指标 | 使用满意度 | ≥ | 90 | % | 40 | 正向指标
""",
)
LIST_WITH_EXPLANATIONS = (
    "项目支出绩效目标表",
    """
项目名称 | 项目年度绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 指标属性 | 指标内容
窗口服务 | 提供窗口服务。 | 产出指标 | 数量指标 | 办理件数 | >= | 100 | 件 | 定量指标 | 反映全年办理的件数
^ | ^ | ^ | 质量指标 | 办结率 | = | 100 | % | 定量指标 | 反映办结的比率
^ | ^ | 效益指标 | 社会效益 | 群众知晓率 | >= | 90 | % | 定量指标 | 反映知晓的比率
档案整理 | 整理档案。 | 产出指标 | 数量指标 | 整理卷数 | >= | 300 | 卷 | 定量指标 | 反映整理的卷数
^ | ^ | 满意度指标 | 服务对象满意度 | 使用满意度 | >= | 90 | % | 定量指标 | 反映满意的比率
""",
)
WEIGHTS_BESIDE_TARGETS = (
    "项目支出绩效目标表",
    """
项目名称 | 窗口服务 | < | < | < | <
主管部门及代码 | [210]某市某局 | < | 实施单位 | 某市某中心 | <
项目资金（万元） | 年度资金总额： | < | 100.00 | 执行率分值（10） | <
^ | 其中：财政拨款 | < | 100.00 | ^ | <
^ | 上年结转 | < | - | ^ | <
^ | 其他资金 | < | - | ^ | <
年度总体目标 | 提供窗口服务。 | < | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值权重（90）
^ | 产出指标 | 数量指标 | 办理件数 | ≥100件 | 20
^ | ^ | 质量指标 | 办结率 | ≥95% | 20
^ | ^ | 时效指标 | 办结及时率 | ≥95% | 10
^ | 效益指标 | 社会效益指标 | 服务水平 | 有所提升 | 30
^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥95% | 10
""",
)
SELF_EVALUATION = (
    "项目支出绩效自评表",
    """
项目名称 | < | 窗口服务 | < | < | < | < | < | <
主管部门 | < | 某市某局 | < | < | 实施单位 | < | 某市某中心 | <
项目资金（万元） | < |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | < | 年度资金总额 | 100.00 | 90.00 | 81.00 | 10 | 90.00% | 9.00
^ | < | 其中：当年财政拨款 | 100.00 | 90.00 | 81.00 | — | 90.00% | —
^ | < | 上年结转资金 | 0.00 | 0.00 | 0.00 | — |  | —
^ | < | 其他资金 | 0.00 | 0.00 | 0.00 | — |  | —
年度总体目标 | 预期目标 | < | < | < | 实际完成情况 | < | < | <
^ | 提供窗口服务。 | < | < | < | 已提供窗口服务。 | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
^ | 产出指标 | 数量指标 | 办理件数 | ≥100件 | 120件 | 50 | 50 |
^ | 效益指标 | 社会效益指标 | 群众知晓率 | ≥90% | 85% | 30 | 28 | 宣传不足
^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥95% | 96% | 10 | 10 |
总分 | < | < | < | < | < | 100 | 97.00 |
""",
)
OVERALL_SELF_EVALUATION = (
    "部门整体支出绩效自评表",
    """
部门（单位）名称 | < | 某市某局 | < | < | < | < | <
部门预算执行情况（万元） | < |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 得分
^ | < | 年度资金总额 | 1200.00 | 1100.00 | 1050.00 | 10 | 9.55
^ | < | 其中：财政拨款 | 1100.00 | 1000.00 | 950.00 | — | —
^ | < | 其他资金 | 100.00 | 100.00 | 100.00 | — | —
年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 全年完成值 | 分值 | 得分
^ | 产出指标 | 数量指标 | 办理件数 | ≥100件 | 120件 | 50 | 50
^ | 效益指标 | 社会效益指标 | 群众知晓率 | ≥90% | 85% | 30 | 28
^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥95% | 96% | 10 | 10
总分 | < | < | < | < | < | 100 | 97.55
""",
)


def landed(form: tuple[str, str]) -> tuple[TableRows, ...]:
    """What lands of a form, typeset on one page."""
    title, markup = form
    rows = [[text.strip() for text in line.split("|")] for line in markup.strip().splitlines()]
    sheets = Sheets(title, "a made-up form")
    sheets.page()
    sheets.text(_LEFT, 40, "某市某局2026年部门预算", 10)
    sheets.text(180, 60, title, 12)
    sheets.text(400, 80, "单位：万元", 9)
    draw(sheets, table(_LEFT, _TOP, [_WIDTH / len(rows[0])] * len(rows[0]), _heights(rows), rows_of(*rows)), _SIZE)
    data = sheets.finish()
    return extract_document(data, "a-form", "a-form.pdf", hashlib.sha256(data).hexdigest()).tables


def _heights(rows: Sequence[Sequence[str]]) -> list[float]:
    heights = [22.0] * len(rows)
    for cell in rows_of(*rows):
        width = cell.column_span * _WIDTH / len(rows[0]) - _PADDING
        wanted = ceil(text_width(cell.text, _SIZE) / width) * _LINE + _PADDING
        last = cell.row + cell.row_span
        heights[last - 1] += max(0.0, wanted - sum(heights[cell.row : last]))
    return heights


def indicators(form: tuple[str, str]) -> list[tuple[str | None, ...]]:
    """Horizon, levels, name, target with its sign and unit, weight, what was reached, score."""
    return [
        (
            found.horizon,
            found.level1,
            found.level2,
            found.name,
            "".join(part or "" for part in (found.operator, found.target, found.unit)),
            found.weight,
            found.actual,
            found.score,
        )
        for table in landed(form)
        for found in table.indicators
    ]


def lines(form: tuple[str, str]) -> list[tuple[str, str, str | None]]:
    return [(line.line_type, line.name, line.text) for table in landed(form) for line in table.project_lines]


def projects(form: tuple[str, str]) -> list[tuple[str, str | None, str | None]]:
    return [(found.name, found.supervisor, found.executor) for table in landed(form) for found in table.projects]


def test_horizons_printed_beside_one_another() -> None:
    long_term = [
        ("产出指标", "数量指标", "办理件数", "≥300件"),
        ("产出指标", "数量指标", "培训人次", "≥30人次"),
        ("产出指标", "质量指标", "验收合格率", "≥95%"),
        ("效益指标", "社会效益指标", "群众知晓率", "≥90%"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥95%"),
    ]
    annual = [
        ("产出指标", "数量指标", "办理件数", "≥100件"),
        ("产出指标", "数量指标", "培训人次", "≥10人次"),
        ("产出指标", "质量指标", "验收合格率", "≥95%"),
        ("效益指标", "社会效益指标", "群众知晓率", "≥80%"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
    ]
    assert [row[:5] for row in indicators(HORIZONS_BESIDE_ONE_ANOTHER)] == [
        *(("实施期目标", *row) for row in long_term),
        *(("年度目标", *row) for row in annual),
    ]
    assert projects(HORIZONS_BESIDE_ONE_ANOTHER) == [("窗口服务", "[210]某市某局", "某市某中心")]
    assert lines(HORIZONS_BESIDE_ONE_ANOTHER) == [
        ("funding", "实施期资金总额", "300.00"),
        ("funding", "年度资金总额", "100.00"),
        ("funding", "其中：财政拨款", "300.00"),
        ("funding", "其中：财政拨款", "100.00"),
    ]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            FUNDS_BY_SOURCE_AND_USE,
            {
                "资金总额": "1200.00",
                "其中：一般公共预算": "1000.00",
                "其中：基本支出": "700.00",
                "政府性基金拨款": "100.00",
                "项目支出": "500.00",
                "其他资金": "100.00",
            },
        ),
        (
            LEVELS_OF_ITS_OWN,
            {
                "部门预算总额（万元）": "1200.00",
                "1、资金来源：（1）财政性资金": "1100.00",
                "（2）其他资金": "100.00",
                "2、资金结构：（1）基本支出": "700.00",
                "（2）项目支出": "500.00",
            },
        ),
        (WEIGHTS_BESIDE_TARGETS, {"年度资金总额": "100.00", "其中：财政拨款": "100.00"}),
    ],
    ids=["by source and use", "numbered", "weight beside"],
)
def test_funds_of_a_form(form: tuple[str, str], expected: dict[str, str]) -> None:
    assert {name: text for kind, name, text in lines(form) if kind == "funding"} == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            FUNDS_BY_SOURCE_AND_USE,
            [
                ("产出指标", "数量指标", "办理件数", "≥100件", None),
                ("产出指标", "质量指标", "办结率", "100%", None),
                ("产出指标", "时效指标", "完成时间", "2026年12月底前", None),
                ("产出指标", "成本指标", "预算控制", "≤1200万元", None),
                ("效益指标", "社会效益指标", "服务水平", "提升", None),
                ("满意度指标", "社会公众或服务对象满意度指标", "群众满意度", "≥95%", None),
            ],
        ),
        (
            LEVELS_OF_ITS_OWN,
            [
                ("投入管理指标", "工作目标管理", "年度履职目标相关性", "相关", None),
                ("投入管理指标", "预算和财务管理", "预算执行率", "≥95%", None),
                ("产出指标", "重点工作任务完成", "窗口服务完成率", "100%", None),
                ("产出指标", "履职目标实现", "办理件数", "≥100件", None),
                ("效益指标", "履职效益", "社会效益", "显著", None),
                ("效益指标", "满意度", "群众满意度", "≥90%", None),
            ],
        ),
        (
            HALF_YEAR_AND_FULL_YEAR,
            [
                ("决策", "计划制定", "工作计划健全性", "健全", None),
                ("过程", "预算执行", "预算执行率", "≥100%", None),
                ("履职", "窗口服务", "办理件数", "≥100件", None),
                ("效益", "社会效益", "群众知晓率", "≥90%", None),
                ("满意度", "服务对象满意度", "群众满意度", "≥90%", None),
            ],
        ),
        (
            WEIGHTS_AND_SIGNS_WITHOUT_LEVELS,
            [
                (None, None, "办理件数", "≥100件", "30"),
                (None, None, "办结率", "＝100%", "30"),
                (None, None, "群众满意度", "≥95%", "30"),
            ],
        ),
        (
            DESCRIPTION_BESIDE_NAME,
            [
                ("产出指标", "数量指标", "办理件数", "≥100件", None),
                ("产出指标", "质量指标", "办结率", "100%", None),
                ("效果指标", "社会效益指标", "群众知晓率", "≥90%", None),
                ("满意度指标", "服务对象满意度指标", "群众满意度", "≥95%", None),
            ],
        ),
        (
            LIST_WITH_DIRECTIONS,
            [
                ("产出指标", "数量指标", "办理件数", "≥100件", "30"),
                ("产出指标", "质量指标", "办结率", "＝100%", "20"),
                ("效益指标", "社会效益指标", "群众知晓率", "≥90%", "20"),
                ("满意度指标", "服务对象满意度指标", "群众满意度", "≥95%", "10"),
                ("产出指标", "数量指标", "整理卷数", "≥300卷", "40"),
                ("满意度指标", "服务对象满意度指标", "使用满意度", "≥90%", "40"),
            ],
        ),
        (
            LIST_WITH_EXPLANATIONS,
            [
                ("产出指标", "数量指标", "办理件数", ">=100件", None),
                ("产出指标", "质量指标", "办结率", "=100%", None),
                ("效益指标", "社会效益", "群众知晓率", ">=90%", None),
                ("产出指标", "数量指标", "整理卷数", ">=300卷", None),
                ("满意度指标", "服务对象满意度", "使用满意度", ">=90%", None),
            ],
        ),
        (
            WEIGHTS_BESIDE_TARGETS,
            [
                ("产出指标", "数量指标", "办理件数", "≥100件", "20"),
                ("产出指标", "质量指标", "办结率", "≥95%", "20"),
                ("产出指标", "时效指标", "办结及时率", "≥95%", "10"),
                ("效益指标", "社会效益指标", "服务水平", "有所提升", "30"),
                ("满意度指标", "服务对象满意度指标", "群众满意度", "≥95%", "10"),
            ],
        ),
    ],
    ids=[
        "funds by source and use",
        "levels of its own",
        "half and full year",
        "signs without levels",
        "description beside name",
        "list with directions",
        "list with explanations",
        "weights beside targets",
    ],
)
def test_indicators(form: tuple[str, str], expected: list[tuple[str | None, ...]]) -> None:
    assert [row[1:6] for row in indicators(form)] == expected


@pytest.mark.parametrize("form", [SELF_EVALUATION, OVERALL_SELF_EVALUATION], ids=["project", "department"])
def test_self_evaluations_say_what_was_reached(form: tuple[str, str]) -> None:
    """The total score below the indicators is none of them."""
    assert [row[1:] for row in indicators(form)] == [
        ("产出指标", "数量指标", "办理件数", "≥100件", "50", "120件", "50"),
        ("效益指标", "社会效益指标", "群众知晓率", "≥90%", "30", "85%", "28"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥95%", "10", "96%", "10"),
    ]


def test_funds_of_a_self_evaluation_land_at_each_stage() -> None:
    funds = next(table for table in landed(SELF_EVALUATION) if table.project_lines)
    labels = {column.column_no: column.label for column in funds.columns}
    values = {(row.keys[0].label, labels[column]): cell.text for row in funds.rows for column, cell in row.cells}
    assert values["年度资金总额", "年初预算数"] == "100.00"
    assert values["年度资金总额", "全年预算数"] == "90.00"
    assert values["年度资金总额", "全年执行数"] == "81.00"
    assert values["年度资金总额", "执行率"] == "90.00%"
    assert values["年度资金总额", "得分"] == "9.00"
    assert values["其中：当年财政拨款", "全年执行数"] == "81.00"
    assert [line.text for line in funds.project_lines] == ["100.00", "100.00", "0.00", "0.00"]
