"""Small PDFs, each with one kind of trouble that real budget documents give a reader, and what a reader should see.

The truth is what is drawn, written down before anything reads it. Cells count rows and columns from 0 within the grid
of their page; `tables` joins the grids that are one table, its rows as the texts that they print from left to right,
with repeated headers and captions drawn inside the grid left out. `refused`: nothing can land of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from tools.sheet import (
    A4,
    BLACK,
    DARK,
    GREY,
    HELVETICA,
    SKEWED_SONG,
    SONG,
    UNMAPPED_SONG,
    WHITE,
    Segment,
    Sheets,
    text_width,
)
from tools.table import PADDING, Table, draw, placed_lines, rows_of, rule, table, write, write_cell

BODY = "示例市示例局"
PASSWORD = "mingzhang"
TRUTH_FILE = "truth.yml"

_LEFT, _TOP, _ROW = 70.0, 130.0, 18.0
_SIZE = 8.0
_WIDTHS = (60.0, 150.0, 60.0, 60.0, 60.0)

_HEADER = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
_TOTAL = ("合计", "<", "60.00", "45.00", "15.00")
_PENSIONS = (
    ("208", "社会保障和就业支出", "20.00", "20.00", ""),
    ("20805", "行政事业单位养老支出", "20.00", "20.00", ""),
    ("2080505", "机关事业单位基本养老保险", "20.00", "20.00", ""),
)
_HEALTH = (
    ("210", "卫生健康支出", "40.00", "25.00", "15.00"),
    ("21011", "行政事业单位医疗", "40.00", "25.00", "15.00"),
    ("2101101", "行政单位医疗", "25.00", "25.00", ""),
    ("2101199", "其他行政事业单位医疗支出", "15.00", "", "15.00"),
)

Rows = Sequence[Sequence[str]]


@dataclass
class _Draft:
    """A document being drawn, with what it is meant to show."""

    sheets: Sheets
    pages: list[list[Table]] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)

    def page(
        self,
        size: tuple[float, float] = A4,
        turned: int = 0,
        media_box: Sequence[float] | None = None,
        crop_box: Sequence[float] | None = None,
    ) -> None:
        self.sheets.page(size, turned, media_box, crop_box)
        self.pages.append([])

    def expect(self, printed: Table, joins: bool = False, apart: Sequence[int] = ()) -> Table:
        """A grid of the page; `joins` the table before, without the rows `apart`."""
        self.pages[-1].append(printed)
        rows = [
            [cell.text.replace("\n", "") for cell in printed.cells if cell.row == row and cell.text]
            for row in range(len(printed.ys) - 1)
            if row not in apart
        ]
        rows = [row for row in rows if row]
        if joins:
            self.tables[-1].extend(rows)
        else:
            self.tables.append(rows)
        return printed

    def grid(self, printed: Table, joins: bool = False, apart: Sequence[int] = ()) -> Table:
        """A grid of the page, drawn plainly."""
        draw(self.sheets, self.expect(printed, joins, apart), _SIZE)
        return printed

    def caption(self, title: str = "部门支出总表", number: str | None = "3", below: float = _TOP) -> None:
        """Number, title and unit above a grid that begins at `below`."""
        if number:
            self.sheets.text(_LEFT, below - 40, f"表{number}", 9)
        self.sheets.text(_LEFT + 130, below - 26, title, 12)
        self.sheets.text(_LEFT + 320, below - 8, "单位：万元", 9)


@dataclass(frozen=True)
class _Fixture:
    """A file's name, what gives a reader trouble in it, and what draws it."""

    name: str
    trouble: str
    draw: Callable[[_Draft], None]
    password: str | None = None
    is_refused: bool = False


_FIXTURES: list[_Fixture] = []


def _trouble(
    trouble: str, password: str | None = None, is_refused: bool = False
) -> Callable[[Callable[[_Draft], None]], Callable[[_Draft], None]]:
    """Register a drawing as the fixture of its name; `is_refused`: nothing of the document can land."""

    def register(drawing: Callable[[_Draft], None]) -> Callable[[_Draft], None]:
        _FIXTURES.append(_Fixture(drawing.__name__.lstrip("_"), trouble, drawing, password, is_refused))
        return drawing

    return register


def all_files() -> dict[str, bytes]:
    """All PDFs and the truth, by file name."""
    files: dict[str, bytes] = {}
    truth: dict[str, Any] = {}
    for fixture in _FIXTURES:
        draft = _Draft(Sheets(fixture.name, fixture.trouble, fixture.password))
        fixture.draw(draft)
        files[f"{fixture.name}.pdf"] = draft.sheets.finish()
        truth[f"{fixture.name}.pdf"] = {"trouble": fixture.trouble, **_truth(fixture, draft)}
    text = yaml.safe_dump(truth, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000)
    files[TRUTH_FILE] = text.encode("utf-8")
    return files


def _truth(fixture: _Fixture, draft: _Draft) -> dict[str, Any]:
    refused = {"refused": True} if fixture.is_refused else {}
    if fixture.password:
        return refused
    pages = [
        [
            [
                [cell.row, cell.column, cell.row_span, cell.column_span, cell.text.replace("\n", "")]
                for cell in grid.cells
            ]
            for grid in page
        ]
        for page in draft.pages
    ]
    return {**refused, "pages": pages, "tables": draft.tables}


def _table(
    *rows: Sequence[str],
    widths: Sequence[float] = _WIDTHS,
    left: float = _LEFT,
    top: float = _TOP,
    heights: Sequence[float] | None = None,
) -> Table:
    return table(left, top, widths, heights or [_ROW] * len(rows), rows_of(*rows))


@_trouble("a table goes on over the page without its header")
def _continued_without_header(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))
    draft.page()
    draft.grid(_table(*_HEALTH, top=60), joins=True)


@_trouble("a table goes on below its header, printed again")
def _continued_with_header_repeated(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))
    draft.page()
    draft.grid(_table(_HEADER, *_HEALTH, top=60), joins=True, apart=(0,))


@_trouble("title, unit and header are printed again over the page")
def _continued_with_title_repeated(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, *_HEALTH), joins=True, apart=(0,))


@_trouble("the columns of the next page are up to 17 points wider or narrower")
def _continued_with_shifted_edges(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))
    draft.page()
    widths = [width + change for width, change in zip(_WIDTHS, (-6, 17, -3, 5, -8), strict=True)]
    draft.grid(_table(*_HEALTH, widths=widths, top=60), joins=True)


@_trouble("the whole table stands 9 points further right on the next page")
def _continued_and_shifted(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))
    draft.page()
    draft.grid(_table(*_HEALTH, left=_LEFT + 9, top=60), joins=True)


@_trouble("the last column, blank, is not ruled on the next page")
def _continued_with_fewer_columns(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    widths = (*_WIDTHS, 60)
    rows = [(*row, "") for row in _PENSIONS]
    draft.grid(_table((*_HEADER, "备注"), (*_TOTAL, ""), *rows, widths=widths))
    draft.page()
    draft.grid(_table(*_HEALTH, top=60), joins=True)


@_trouble("a page holds the last row alone")
def _spillover_row_without_header(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))
    draft.page()
    draft.grid(_table(("2080506", "机关事业单位职业年金", "10.00", "10.00", ""), top=60), joins=True)


@_trouble("the same line above and a page number below each part of a table")
def _running_header_and_footer(draft: _Draft) -> None:
    parts = ((_HEADER, _TOTAL), _PENSIONS, _HEALTH[:2], _HEALTH[2:])
    for index, rows in enumerate(parts):
        draft.page()
        draft.sheets.text(230, 30, f"{BODY}2026年部门预算", 8)
        if index == 0:
            draft.caption()
        draft.grid(_table(*rows, top=_TOP if index == 0 else 50), joins=index > 0)
        draft.sheets.text(260, 815, f"第{index + 1}页，共{len(parts)}页", 8)


@_trouble("one form printed for each of two projects is two tables")
def _same_form_twice(draft: _Draft) -> None:
    for project, target in (("窗口服务", "≥100人次"), ("档案整理", "≥300卷")):
        draft.page()
        draft.caption("项目支出绩效目标表", None)
        rows = (
            ("项目名称", project, "<", "<"),
            ("一级指标", "二级指标", "三级指标", "指标值"),
            ("产出指标", "数量指标", f"{project}数量", target),
            ("效益指标", "社会效益指标", "群众满意度", "≥95%"),
        )
        draft.grid(_table(*rows, widths=(80, 90, 150, 70)))


def _form(project: str, *indicators: tuple[str, str, str, str]) -> list[tuple[str, ...]]:
    head = [("项目名称", project, "<", "<"), ("主管部门", BODY, "实施单位", BODY)]
    return [*head, ("一级指标", "二级指标", "三级指标", "指标值"), *indicators]


_FORM_WIDTHS = (80.0, 90.0, 150.0, 70.0)
_OUTPUT = ("产出指标", "数量指标", "办理件数", "≥100件")
_EFFECT = ("效益指标", "社会效益指标", "群众满意度", "≥95%")


@_trouble("forms with a title inside the grid follow one another page by page, nothing printed between")
def _forms_with_titles_inside(draft: _Draft) -> None:
    draft.page()
    draft.sheets.text(_LEFT, _TOP - 20, "1.项目支出绩效目标表", 9)
    for index, project in enumerate(("窗口服务", "档案整理", "档案整理")):
        title = (f"{project}项目绩效目标表", "<", "<", "<")
        if index:
            draft.page()
        draft.grid(_table(title, *_form(project, _OUTPUT, _EFFECT), widths=_FORM_WIDTHS), apart=(0,))


@_trouble("a form goes on over the page below a number that is printed again, or a running title")
def _form_over_pages(draft: _Draft) -> None:
    for project, number in (("窗口服务", "14"), ("档案整理", None)):
        draft.page()
        draft.caption("项目支出绩效目标表", number)
        draft.grid(_table(*_form(project, _OUTPUT), widths=_FORM_WIDTHS))
        draft.page()
        if number:
            draft.sheets.text(_LEFT, 40, f"表{number}", 9)
        else:
            draft.caption("项目支出绩效目标表", None, below=90)
        draft.grid(_table(_EFFECT, top=90, widths=_FORM_WIDTHS), joins=True)


@_trouble("two forms below one another on a page, with the end of the form before on top, and one caption for all")
def _forms_below_one_another(draft: _Draft) -> None:
    draft.page()
    draft.caption("项目支出绩效目标表", "14")
    draft.grid(_table(*_form("窗口服务", _OUTPUT), widths=_FORM_WIDTHS))
    draft.page()
    draft.grid(_table(_EFFECT, top=60, widths=_FORM_WIDTHS), joins=True)
    draft.grid(_table(*_form("档案整理", _OUTPUT, _EFFECT), top=140, widths=_FORM_WIDTHS))


@_trouble("two forms drawn as one grid, the second title between them")
def _forms_in_one_grid(draft: _Draft) -> None:
    draft.page()
    forms = [[(f"{name}项目绩效目标表", "<", "<", "<"), *_form(name, _OUTPUT)] for name in ("窗口服务", "档案整理")]
    draft.grid(_table(*forms[0], *forms[1], widths=_FORM_WIDTHS), apart=range(10))
    draft.tables = [[[text for text in row if text != "<"] for row in form[1:]] for form in forms]


@_trouble("columns merged over a whole page have no ruling across, above or below")
def _columns_without_rules_across(draft: _Draft) -> None:
    """One unit's cell begins on the first page and goes on over all of the second, where it prints nothing."""
    header = ("单位名称", "科目编码", "科目名称", "合计")
    widths = (80, 60, 150, 60)
    draft.page()
    draft.caption("一般公共预算支出表（分单位）")
    draft.grid(_table(header, (BODY, *_PENSIONS[0][:3]), *(("^", *row[:3]) for row in _PENSIONS[1:]), widths=widths))
    draft.page()
    rows = [("", *_HEALTH[0][:3]), *(("^", *row[:3]) for row in _HEALTH[1:])]
    printed = draft.expect(_table(*rows, widths=widths, top=60), joins=True)
    for segment in (*printed.horizontal(), *printed.vertical()):
        if segment.x0 == segment.x1:
            draft.sheets.line(segment)
        else:
            draft.sheets.line(Segment(printed.xs[1], segment.y0, printed.xs[-1], segment.y1))
    write(draft.sheets, printed, _SIZE)


@_trouble("a list goes on over the page, with a piece of a cell cut by the page break printed below the grid")
def _continued_over_a_cut_cell(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS, top=700))
    draft.sheets.text(_LEFT + 62, 808, "养老保险", _SIZE)
    draft.page()
    draft.grid(_table(*_HEALTH, top=60), joins=True)


def _plain(draft: _Draft, rows: Rows = (_HEADER, _TOTAL, *_PENSIONS)) -> Table:
    """A captioned page with a table that is still to be drawn."""
    draft.page()
    draft.caption()
    return draft.expect(_table(*rows))


@_trouble("white lines and thin white rectangles cross rows and columns")
def _white_hairlines(draft: _Draft) -> None:
    printed = _plain(draft)
    rule(draft.sheets, printed)
    x0, x1, bottom = printed.xs[0], printed.xs[-1], printed.ys[-1]
    for y in printed.ys[:-1]:
        draft.sheets.line(Segment(x0, y + 5, x1, y + 5), colour=WHITE)
        draft.sheets.box(x0, y + 13, x1, y + 13.4, fill=WHITE)
    for x in (printed.xs[1] + 40, printed.xs[2] + 30):
        draft.sheets.line(Segment(x, printed.ys[0], x, bottom), colour=WHITE)
    write(draft.sheets, printed, _SIZE)


@_trouble("the header is ruled in white on a dark area")
def _white_rulings_on_dark_fill(draft: _Draft) -> None:
    header = (("科目编码", "科目名称", "支出", "<", "<"), ("^", "^", "合计", "基本支出", "项目支出"))
    printed = _plain(draft, (*header, *_PENSIONS))
    draft.sheets.box(printed.xs[0], printed.ys[0], printed.xs[-1], printed.ys[2], fill=DARK)
    for segment in (*printed.horizontal(), *printed.vertical()):
        if segment.y0 < printed.ys[2]:
            draft.sheets.line(segment._replace(y1=min(segment.y1, printed.ys[2])), 0.7, WHITE)
        if segment.y1 > printed.ys[2]:
            draft.sheets.line(segment._replace(y0=max(segment.y0, printed.ys[2])))
    _write_coloured(draft, printed, {0, 1})


def _write_coloured(draft: _Draft, printed: Table, white_rows: set[int]) -> None:
    for cell in printed.cells:
        if cell.row not in white_rows:
            write_cell(draft.sheets, printed, cell, _SIZE)
            continue
        for x, baseline, line in placed_lines(printed, cell, _SIZE):
            if line:
                draft.sheets.text(x, baseline, line, _SIZE, colour=WHITE)


@_trouble("a header of white text on a dark area")
def _white_text_on_dark_fill(draft: _Draft) -> None:
    printed = _plain(draft)
    draft.sheets.box(printed.xs[0], printed.ys[0], printed.xs[-1], printed.ys[1], fill=DARK)
    rule(draft.sheets, printed)
    _write_coloured(draft, printed, {0})


@_trouble("white figures on white paper are in the file and not on the page")
def _white_text(draft: _Draft) -> None:
    printed = _drawn(draft)
    blank = next(cell for cell in printed.cells if cell.row == 2 and not cell.text)
    x0, _, _, bottom = printed.box(blank)
    draft.sheets.text(x0 + 4, bottom - 5, "99.99", _SIZE, colour=WHITE)


def _drawn(draft: _Draft) -> Table:
    """A plainly drawn table, to which its trouble is still to be added."""
    printed = _plain(draft)
    draw(draft.sheets, printed, _SIZE)
    return printed


@_trouble("words left of a web page are in the file, invisible")
def _hidden_text(draft: _Draft) -> None:
    printed = _drawn(draft)
    for cell in (cell for cell in printed.cells if cell.column == 1 and cell.row > 1):
        x0, _, x1, bottom = printed.box(cell)
        draft.sheets.hidden_text((x0 + x1) / 2 + 20, bottom - 3, "&nbsp;0", _SIZE)


@_trouble("each line of text stands on a white rectangle")
def _white_rectangles_behind_text(draft: _Draft) -> None:
    printed = _plain(draft)
    rule(draft.sheets, printed)
    for cell in printed.cells:
        for x, baseline, line in placed_lines(printed, cell, _SIZE):
            if line:
                width = text_width(line, _SIZE)
                draft.sheets.box(x, baseline - 0.88 * _SIZE, x + width, baseline + 0.12 * _SIZE, fill=WHITE)
                draft.sheets.text(x, baseline, line, _SIZE)


@_trouble("the ruling below the last row is on the next page")
def _row_open_at_page_end(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    printed = draft.expect(_table(_HEADER, _TOTAL, *_PENSIONS, top=718))
    _rule_without(draft, printed, printed.ys[-1])
    write(draft.sheets, printed, _SIZE)
    draft.page()
    draft.grid(_table(*_HEALTH, top=60), joins=True)


def _rule_without(draft: _Draft, printed: Table, y: float) -> None:
    for segment in (*printed.horizontal(), *printed.vertical()):
        if not segment.y0 == segment.y1 == y:
            draft.sheets.line(segment)


@_trouble("the ruling above the first row is on the page before")
def _row_open_at_page_top(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))
    draft.page()
    printed = draft.expect(_table(*_HEALTH, top=60), joins=True)
    _rule_without(draft, printed, printed.ys[0])
    write(draft.sheets, printed, _SIZE)


@_trouble("the sides of a merged cell of the page before are drawn again from beyond the page's edge")
def _redrawn_from_beyond_the_page(draft: _Draft) -> None:
    draft.page()
    printed = draft.expect(_table(_HEADER, *_HEALTH, top=60))
    rule(draft.sheets, printed)
    for x in (printed.xs[0], printed.xs[1], printed.xs[-1]):
        draft.sheets.line(Segment(x, -200, x, printed.ys[0]))
    write(draft.sheets, printed, _SIZE)


@_trouble("a cell merged over rows and the row beside its end are open at the page's end")
def _open_row_beside_merged_cell(draft: _Draft) -> None:
    draft.page()
    draft.caption("一般公共预算支出表（分单位）")
    header = ("单位名称", "科目编码", "科目名称", "合计")
    first = (BODY, "208", "社会保障和就业支出", "20.00")
    more = (("^", *row[:3]) for row in _PENSIONS[1:])
    printed = draft.expect(_table(header, first, *more, widths=(80, 60, 150, 60), top=740))
    _rule_without(draft, printed, printed.ys[-1])
    write(draft.sheets, printed, _SIZE)


@_trouble("the page number stands close below an open row")
def _page_number_below_open_row(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    printed = draft.expect(_table(_HEADER, _TOTAL, *_PENSIONS, top=705))
    _rule_without(draft, printed, printed.ys[-1])
    write(draft.sheets, printed, _SIZE)
    draft.sheets.text(300, printed.ys[-1] + 14, "1 0", 9)


@_trouble("codes and amounts are in a font whose metrics are wrong")
def _mixed_font_metrics(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    rows = (_HEADER, _TOTAL, *_PENSIONS)
    printed = draft.expect(_table(*rows, heights=[12.0] * len(rows)))
    rule(draft.sheets, printed)
    for cell in printed.cells:
        for x, baseline, line in placed_lines(printed, cell, _SIZE):
            if line:
                draft.sheets.text(x, baseline, line, _SIZE, font=SKEWED_SONG if line.isascii() else "STSong-Light")


@_trouble("codes and amounts are in another font and size than names")
def _latin_font_beside(draft: _Draft) -> None:
    printed = _plain(draft)
    rule(draft.sheets, printed)
    for cell in printed.cells:
        for x, baseline, line in placed_lines(printed, cell, _SIZE):
            if line.isascii() and line:
                wider = text_width(line, _SIZE + 1, HELVETICA) - text_width(line, _SIZE)
                draft.sheets.text(max(x - wider, printed.box(cell)[0] + 1), baseline, line, _SIZE + 1, font=HELVETICA)
            elif line:
                draft.sheets.text(x, baseline, line, _SIZE)


@_trouble("names longer than their cells are cut off at the cells' edges")
def _clipped_overflow(draft: _Draft) -> None:
    """Each name shows nine characters, where its cell ends; the rest is cut off and not on the page."""
    width = 2 * PADDING + 9 * _SIZE
    names = ("机关事业单位基本养老保险缴费支出", "机关事业单位职业年金缴费支出", "其他行政事业单位养老支出")
    rows = [(f"208050{5 + index}", name[:9], "1090.22") for index, name in enumerate(names)]
    draft.page()
    draft.caption()
    printed = draft.expect(_table(("科目编码", "科目名称", "合计"), *rows, widths=(60, width, 70)))
    rule(draft.sheets, printed)
    for cell in printed.cells:
        if cell.column != 1 or cell.row == 0:
            write_cell(draft.sheets, printed, cell, _SIZE)
            continue
        x0, top, x1, bottom = printed.box(cell)
        with draft.sheets.within((x0 + PADDING, top, x1 - PADDING, bottom)):
            draft.sheets.text(x0 + PADDING, bottom - 6, names[cell.row - 1], _SIZE)


@_trouble("a label and an amount are wider than their cells, whose edges cut them off")
def _cut_at_both_sides(draft: _Draft) -> None:
    """Of the label a third of the first and the last character shows, of the amount the first digit does not."""
    label, amount = "一般公共预算拨款支出", "57.000000"
    draft.page()
    draft.caption()
    widths = (60, text_width(label, _SIZE) - 1.4 * _SIZE, text_width(amount[1:], _SIZE), 60)
    rows = (("科目编码", label, "基本", "项目支出"), ("208", "107.000000", amount, "50.000000"))
    printed = draft.expect(_table(*rows, widths=widths))
    rule(draft.sheets, printed)
    for cell in printed.cells:
        x0, top, x1, bottom = printed.box(cell)
        with draft.sheets.within((x0, top, x1, bottom)):
            width = text_width(cell.text, _SIZE)
            draft.sheets.text((x0 + x1 - width) / 2 if cell.row == 0 else x1 - width, bottom - 6, cell.text, _SIZE)


@_trouble("amounts are wider than their cells and run over the border, to the left or into a blank cell on the right")
def _amounts_over_borders(draft: _Draft) -> None:
    amounts = ("57.000000", "1,250.000000")
    rows = (("科目编码", "合计", "基本", "项目", "备注"), ("208", "107.000000", amounts[0], amounts[1], ""))
    draft.page()
    draft.caption()
    widths = (60, 80, text_width(amounts[0], _SIZE) - 6, text_width(amounts[1], _SIZE) - 12, 60)
    printed = draft.expect(_table(*rows, widths=widths))
    rule(draft.sheets, printed)
    for cell in printed.cells:
        x0, _, x1, bottom = printed.box(cell)
        if cell.text in amounts:
            start = x1 - 1 - text_width(cell.text, _SIZE) if cell.column == 2 else x0 + 1
            draft.sheets.text(start, bottom - 5, cell.text, _SIZE)
        else:
            draft.sheets.text(x0 + PADDING, bottom - 5, cell.text, _SIZE)


@_trouble("amounts go on in a second line of their cells")
def _wrapped_number(draft: _Draft) -> None:
    rows = (
        ("科目编码", "科目名称", "合计", "基本支出"),
        ("208", "社会保障和就业支出", "1682.7\n6", "1682.7\n6"),
        ("210", "卫生健康支出", "21,118.5\n1", "3800.0\n0"),
    )
    draft.page()
    draft.caption()
    draft.grid(_table(*rows, widths=(60, 150, 38, 34), heights=(18, 26, 26)))


@_trouble("codes are broken after a hyphen")
def _hyphen_at_line_end(draft: _Draft) -> None:
    rows = (
        ("项目编码", "项目名称", "合计"),
        ("42011126043-\nY000000100", "一般机构运转", "30.00"),
        ("42011126043-\nT000000100", "窗口服务", "15.00"),
    )
    draft.page()
    draft.caption("项目支出表", "10")
    draft.grid(_table(*rows, widths=(90, 150, 70), heights=(18, 26, 26)))


@_trouble("header and total are printed twice, a third of a point apart")
def _double_struck_bold(draft: _Draft) -> None:
    printed = _plain(draft)
    rule(draft.sheets, printed)
    for cell in printed.cells:
        for x, baseline, line in placed_lines(printed, cell, _SIZE):
            for shift in (0.0, 0.3) if line and cell.row < 2 else (0.0,) if line else ():
                draft.sheets.text(x + shift, baseline, line, _SIZE)


@_trouble("header and total are printed again, a third of a point apart, after everything else")
def _double_struck_at_the_end(draft: _Draft) -> None:
    printed = _drawn(draft)
    for cell in (cell for cell in printed.cells if cell.row < 2 and cell.text):
        for x, baseline, line in placed_lines(printed, cell, _SIZE):
            draft.sheets.text(x + 0.3, baseline, line, _SIZE)


@_trouble("a second table with a caption of its own below the first")
def _two_tables_on_a_page(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))
    draft.caption("政府性基金预算支出表", "8", below=330)
    draft.grid(_table(_HEADER, ("212", "城乡社区支出", "7.00", "", "7.00"), top=330))


@_trouble("two tables next to one another")
def _two_tables_side_by_side(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    rows = (("科目名称", "合计"), ("社会保障和就业支出", "20.00"), ("卫生健康支出", "40.00"))
    draft.grid(_table(*rows, widths=(130, 60)))
    others = (("项目名称", "合计"), ("窗口服务", "9.00"), ("档案整理", "6.00"))
    draft.grid(_table(*others, widths=(130, 60), left=_LEFT + 230))


@_trouble("title, publisher and unit are cells of the grid")
def _title_inside_grid(draft: _Draft) -> None:
    draft.page()
    head = (("部门支出总表", "<", "<", "<", "<"), (f"部门/单位：{BODY}", "<", "<", "单位：万元", "<"))
    draft.grid(_table(*head, _HEADER, _TOTAL, *_PENSIONS), apart=(0, 1))


@_trouble("title, unit and header are cells of the grid and printed again over the page")
def _continued_with_title_inside_grid(draft: _Draft) -> None:
    head = (("部门支出总表", "<", "<", "<", "<"), (f"部门/单位：{BODY}", "<", "<", "单位：万元", "<"), _HEADER)
    for rows, apart in (((_TOTAL, *_PENSIONS), (0, 1)), (_HEALTH, (0, 1, 2))):
        draft.page()
        draft.grid(_table(*head, *rows, top=60), joins=len(apart) == 3, apart=apart)


@_trouble("a row below the header numbers the columns")
def _column_number_row(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, ("栏次", "<", "1", "2", "3"), _TOTAL, *_PENSIONS))


@_trouble("columns number the rows, one number misprinted")
def _ordinal_column(draft: _Draft) -> None:
    rows = (
        ("收入", "<", "<", "支出", "<", "<"),
        ("项目", "行次", "预算数", "项目", "行次", "预算数"),
        ("一、一般公共预算拨款收入", "1", "60.00", "一、社会保障和就业支出", "28", "20.00"),
        ("二、事业收入", "2", "", "二、卫生健康支出", "39", "40.00"),
        ("收入总计", "3", "60.00", "支出总计", "30", "60.00"),
    )
    draft.page()
    draft.caption("收支总表", "1")
    draft.grid(_table(*rows, widths=(120, 30, 60, 120, 30, 60)))


@_trouble("the total at the top is merged over code and name")
def _total_merged_over_code_and_name(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS, *_HEALTH))


@_trouble("the total at the bottom is merged over code and name")
def _total_at_bottom(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, *_PENSIONS, *_HEALTH, _TOTAL))


@_trouble("the total of the whole table is printed on each page")
def _total_on_each_page(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))
    draft.page()
    draft.grid(_table(_HEADER, _TOTAL, *_HEALTH, top=60), joins=True, apart=(0,))


@_trouble("the total at the bottom has no label")
def _total_without_label(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    draft.grid(_table(_HEADER, *_PENSIONS, *_HEALTH, ("", "<", *_TOTAL[2:])))


@_trouble("class, group and item have columns of their own, printed once")
def _subject_code_in_parts(draft: _Draft) -> None:
    rows = (
        ("科目编码", "<", "<", "科目名称", "合计"),
        ("类", "款", "项", "^", "^"),
        ("208", "", "", "社会保障和就业支出", "20.00"),
        ("", "05", "", "行政事业单位养老支出", "20.00"),
        ("", "", "05", "机关事业单位基本养老保险", "15.00"),
        ("", "", "06", "机关事业单位职业年金", "5.00"),
        ("210", "", "", "卫生健康支出", "40.00"),
        ("", "11", "", "行政事业单位医疗", "40.00"),
    )
    draft.page()
    draft.caption()
    draft.grid(_table(*rows, widths=(40, 30, 30, 150, 70)))


@_trouble("pages are turned to be displayed, one to each side")
def _rotated_page(draft: _Draft) -> None:
    for turned, rows in ((90, (_HEADER, _TOTAL, *_PENSIONS)), (270, (_HEADER, *_HEALTH))):
        draft.page((A4[1], A4[0]), turned)
        draft.caption()
        draft.grid(_table(*rows), joins=turned == 270, apart=(0,) if turned == 270 else ())


@_trouble("the media box begins at -12")
def _shifted_media_box(draft: _Draft) -> None:
    draft.page(media_box=(-12, -12, 583, 830))
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))


@_trouble("the page is cropped, and printer's marks stand outside")
def _crop_box(draft: _Draft) -> None:
    draft.page(crop_box=(40, 40, 555, 800))
    draft.caption()
    draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))
    draft.sheets.text(8, 20, "校样", 8)
    draft.sheets.line(Segment(0, 30, 30, 30))


@_trouble("all of the page is a form object, moved")
def _form_xobject(draft: _Draft) -> None:
    draft.page()
    with draft.sheets.form("page", 20, 30):
        draft.caption()
        draft.grid(_table(_HEADER, _TOTAL, *_PENSIONS))


@_trouble("a framed bar chart with grid lines is no table")
def _bar_chart(draft: _Draft) -> None:
    draft.page()
    sheets = draft.sheets
    sheets.text(200, 100, "图1 收入预算构成", 12)
    left, right, top, bottom = 100.0, 420.0, 130.0, 330.0
    sheets.box(left - 40, top - 15, right + 15, bottom + 25, stroke=(0.5, 0.5, 0.5))
    for step in range(5):
        y = bottom - 45 * step
        sheets.line(Segment(left, y, right, y), colour=GREY if step else (0, 0, 0))
        sheets.text(left - 30, y + 3, f"{step * 20}.00", _SIZE)
    sheets.line(Segment(left, top, left, bottom))
    for index, (name, height) in enumerate((("财政拨款", 170.0), ("事业收入", 95.0), ("其他收入", 30.0))):
        x = left + 40 + 95 * index
        sheets.box(x, bottom - height, x + 45, bottom, fill=DARK)
        sheets.text(x + 10, bottom - height - 4, f"{height / 2.25:.2f}", _SIZE)
        sheets.text(x + 6, bottom + 14, name, _SIZE)


def _pieces(segment: Segment, length: float, gap: float) -> list[Segment]:
    """The dashes of a line, the last one as long as there is room."""
    x0, y0, x1, y1 = segment
    whole = max(x1 - x0, y1 - y0)
    starts = [number * (length + gap) for number in range(int(whole // (length + gap)) + 1)]
    spans = [(start, min(start + length, whole)) for start in starts]
    if x0 == x1:
        return [Segment(x0, y0 + start, x0, y0 + end) for start, end in spans]
    return [Segment(x0 + start, y0, x0 + end, y0) for start, end in spans]


@_trouble("rulings are dashed, and each dash is a stroke of its own")
def _dashes_as_strokes(draft: _Draft) -> None:
    printed = _plain(draft, (_HEADER, _TOTAL, *_PENSIONS[:1]))
    for segment in (*printed.horizontal(), *printed.vertical()):
        for piece in _pieces(segment, 8, 6):
            draft.sheets.line(piece)
    write(draft.sheets, printed, _SIZE)


@_trouble("rulings are dotted, and each dot is a filled square of its own")
def _dots_as_squares(draft: _Draft) -> None:
    draft.page()
    draft.caption()
    rows = (("科目编码", "合计"), ("208", "20.00"))
    printed = draft.expect(_table(*rows, widths=(60, 80)))
    for segment in (*printed.horizontal(), *printed.vertical()):
        for x0, y0, _, _ in _pieces(segment, 1, 3):
            draft.sheets.box(x0 - 0.5, y0 - 0.5, x0 + 0.5, y0 + 0.5, fill=BLACK)
    write(draft.sheets, printed, _SIZE)


@_trouble("two rulings are one path")
def _rulings_in_pairs(draft: _Draft) -> None:
    printed = _plain(draft)
    for rulings in (printed.horizontal(), printed.vertical()):
        for start in range(0, len(rulings), 2):
            draft.sheets.lines(rulings[start : start + 2])
    write(draft.sheets, printed, _SIZE)


@_trouble("the outer border is a filled bar of five points")
def _bold_border(draft: _Draft) -> None:
    printed = _plain(draft)
    left, right, top, bottom = printed.xs[0], printed.xs[-1], printed.ys[0], printed.ys[-1]
    for x0, y0, x1, y1 in (*printed.horizontal(), *printed.vertical()):
        half = 2.5 if (y0 == y1 and y0 in (top, bottom)) or (x0 == x1 and x0 in (left, right)) else 0.25
        draft.sheets.box(x0 - half, y0 - half, x1 + half, y1 + half, fill=BLACK)
    write(draft.sheets, printed, _SIZE)


@_trouble("only the header is ruled, the rows stand below it without any line")
def _header_ruled_only(draft: _Draft) -> None:
    rows = (
        ("208", "社会保障和就业支出", "7,099,698"),
        ("210", "卫生健康支出", "41,012,674"),
        ("221", "住房保障支出", "16,000"),
    )
    printed = _plain(draft, (_HEADER[:3], *rows))
    below = printed.ys[1]
    for segment in (*printed.horizontal(), *printed.vertical()):
        if segment.y0 < below or segment.y0 == segment.y1 == below:
            draft.sheets.line(segment._replace(y1=min(segment.y1, below)))
    write(draft.sheets, printed, _SIZE)
    draft.sheets.text(_LEFT, printed.ys[-1] + 30, "以上各项支出按照规定的口径填列，其中项目支出不含上年结转资金", _SIZE)


@_trouble("the columns are ruled from top to bottom, and no line parts the rows")
def _columns_ruled_only(draft: _Draft) -> None:
    rows = (_HEADER, *_PENSIONS[:2], ("2080505", "机关事业单位\n基本养老保险", "20.00", "20.00", ""), *_HEALTH)
    draft.page()
    draft.caption()
    printed = draft.expect(_table(*rows, heights=[_ROW if "\n" not in row[1] else 24 for row in rows]))
    for segment in (*printed.horizontal(), *printed.vertical()):
        if segment.x0 == segment.x1 or segment.y0 in (*printed.ys[:2], printed.ys[-1]):
            draft.sheets.line(segment)
    write(draft.sheets, printed, _SIZE)


@_trouble("names are underlined in their cells")
def _underlined_names(draft: _Draft) -> None:
    printed = _drawn(draft)
    for cell in printed.cells:
        if cell.row > 1 and cell.column == 1:
            for x, baseline, line in placed_lines(printed, cell, _SIZE):
                draft.sheets.line(Segment(x, baseline + 1.5, x + text_width(line, _SIZE), baseline + 1.5))


@_trouble("each ruling is drawn twice, side by side")
def _doubled_rulings(draft: _Draft) -> None:
    printed = _drawn(draft)
    for segment in printed.horizontal():
        draft.sheets.line(segment._replace(y0=segment.y0 + 1.4, y1=segment.y1 + 1.4))
    for segment in printed.vertical():
        draft.sheets.line(segment._replace(x0=segment.x0 + 1.4, x1=segment.x1 + 1.4))


@_trouble("each cell is a rectangle of its own")
def _rectangles_as_cells(draft: _Draft) -> None:
    printed = _plain(draft)
    for cell in printed.cells:
        draft.sheets.box(*printed.box(cell), stroke=(0, 0, 0))
    write(draft.sheets, printed, _SIZE)


@_trouble("rulings are thin filled rectangles")
def _rulings_as_filled_rectangles(draft: _Draft) -> None:
    printed = _plain(draft)
    for x0, y0, x1, y1 in (*printed.horizontal(), *printed.vertical()):
        draft.sheets.box(x0 - 0.3, y0 - 0.3, x1 + 0.3, y1 + 0.3, fill=(0, 0, 0))
    write(draft.sheets, printed, _SIZE)


@_trouble("rulings are drawn cell by cell with gaps at the corners")
def _rulings_in_pieces(draft: _Draft) -> None:
    printed = _plain(draft)
    for cell in printed.cells:
        x0, top, x1, bottom = printed.box(cell)
        draft.sheets.line(Segment(x0 + 1, top, x1 - 1, top))
        draft.sheets.line(Segment(x0, top + 1, x0, bottom - 1))
        if x1 == printed.xs[-1]:
            draft.sheets.line(Segment(x1, top + 1, x1, bottom - 1))
        if bottom == printed.ys[-1]:
            draft.sheets.line(Segment(x0 + 1, bottom, x1 - 1, bottom))
    write(draft.sheets, printed, _SIZE)


@_trouble("the table has no ruling at its left and right")
def _no_outer_verticals(draft: _Draft) -> None:
    printed = _plain(draft)
    for segment in printed.horizontal():
        draft.sheets.line(segment)
    for segment in printed.vertical():
        if printed.xs[0] < segment.x0 < printed.xs[-1]:
            draft.sheets.line(segment)
    write(draft.sheets, printed, _SIZE)


@_trouble("the table has rulings above, below the header and at the end, and no others")
def _three_line_table(draft: _Draft) -> None:
    _three_lines(draft, _plain(draft, (_HEADER, *_PENSIONS, *_HEALTH, ("合计", "", *_TOTAL[2:]))))


def _three_lines(draft: _Draft, printed: Table, n_header: int = 1, partial: Sequence[Segment] = ()) -> None:
    """The rulings above a table, below its header and at its end, shorter ones, and the texts."""
    for y in (printed.ys[0], printed.ys[n_header], printed.ys[-1]):
        draft.sheets.line(Segment(printed.xs[0], y, printed.xs[-1], y))
    for segment in partial:
        draft.sheets.line(segment)
    _write_below_centred_header(draft, printed, n_header)


def _write_below_centred_header(draft: _Draft, printed: Table, n_header: int = 1) -> None:
    for cell in printed.cells:
        if cell.row >= n_header:
            write_cell(draft.sheets, printed, cell, _SIZE)
            continue
        x0, _, x1, _ = printed.box(cell)
        for _, baseline, line in placed_lines(printed, cell, _SIZE):
            draft.sheets.text((x0 + x1 - text_width(line, _SIZE)) / 2, baseline, line, _SIZE)


@_trouble("labels stand at the left and figures at the right of columns that are not ruled")
def _three_lines_labels_beside_figures(draft: _Draft) -> None:
    printed = _plain(draft, (_HEADER, *_PENSIONS, *_HEALTH))
    for y in (printed.ys[0], printed.ys[1], printed.ys[-1]):
        draft.sheets.line(Segment(printed.xs[0], y, printed.xs[-1], y))
    write(draft.sheets, printed, _SIZE)


@_trouble("in a header with rulings above and below only, shorter rulings part labels from those that they head")
def _three_line_header_levels(draft: _Draft) -> None:
    header = (
        ("科目编码", "科目名称", "上年执行数", "本年预算数", "<", "<"),
        ("^", "^", "^", "小计", "基本支出", "<"),
        ("^", "^", "^", "^", "人员经费", "公用经费"),
    )
    rows = [(*row[:2], "18.00", row[2], row[3], "") for row in (*_PENSIONS, *_HEALTH)]
    draft.page()
    draft.caption()
    printed = draft.expect(_table(*header, *rows, widths=(60, 150, 60, 55, 55, 55)))
    upper, lower = printed.ys[1], printed.ys[2]
    partial = (
        Segment(printed.xs[3] + 3, upper, printed.xs[6] - 3, upper),
        Segment(printed.xs[4] + 3, lower, printed.xs[6] - 3, lower),
    )
    _three_lines(draft, printed, 3, partial)


@_trouble("names go over two lines between rulings above, below the header and at the end")
def _three_line_wrapped_names(draft: _Draft) -> None:
    names = ("机关事业单位基本养老保险缴费支出", "其他社会保障和就业支出", "公务员医疗补助及其他行政事业单位医疗")
    rows = [
        (f"208050{5 + index}", "\n".join((name[:9], name[9:])), "20.00", "", "20.00")
        for index, name in enumerate(names)
    ]
    draft.page()
    draft.caption()
    body = ("208", "社会保障和就业支出", "60.00", "", "60.00")
    widths = (60, 2 * PADDING + 9 * _SIZE, 60, 60, 60)
    printed = _table(_HEADER, body, *rows, widths=widths, heights=(18, 18, 27, 27, 27))
    _three_lines(draft, draft.expect(printed))


@_trouble("each row is ruled, and no column is")
def _rows_ruled_only(draft: _Draft) -> None:
    rows = (_HEADER, _TOTAL, *_PENSIONS[:2], ("2080505", "机关事业单位基本\n养老保险缴费支出", "20.00", "20.00", ""))
    draft.page()
    draft.caption()
    printed = draft.expect(
        _table(*(row if row != _TOTAL else ("合计", "", *row[2:]) for row in rows), heights=(18, 18, 18, 18, 28))
    )
    for y in printed.ys:
        draft.sheets.line(Segment(printed.xs[0], y, printed.xs[-1], y))
    _write_below_centred_header(draft, printed)


@_trouble("each row and both sides are ruled, and nothing within")
def _sides_ruled_only(draft: _Draft) -> None:
    printed = _plain(draft, (_HEADER, *_PENSIONS, *_HEALTH))
    for y in printed.ys:
        draft.sheets.line(Segment(printed.xs[0], y, printed.xs[-1], y))
    for x in (printed.xs[0], printed.xs[-1]):
        draft.sheets.line(Segment(x, printed.ys[0], x, printed.ys[-1]))
    _write_below_centred_header(draft, printed)


@_trouble("receipts and expenditure are parted by the only vertical ruling")
def _one_divider(draft: _Draft) -> None:
    rows = (
        ("收入项目", "预算数", "支出项目", "预算数"),
        ("一、一般公共预算拨款收入", "60.00", "一、社会保障和就业支出", "20.00"),
        ("二、事业收入", "", "二、卫生健康支出", "40.00"),
        ("收入总计", "60.00", "支出总计", "60.00"),
    )
    draft.page()
    draft.caption("收支总表", "1")
    printed = draft.expect(_table(*rows, widths=(140, 60, 140, 60)))
    middle = printed.xs[2]
    draft.sheets.line(Segment(middle, printed.ys[0], middle, printed.ys[-1]))
    _three_lines(draft, printed)


@_trouble("two tables of three rulings each, a caption between them")
def _three_line_tables_on_a_page(draft: _Draft) -> None:
    _three_lines(draft, _plain(draft, (_HEADER, *_PENSIONS)))
    draft.sheets.text(_LEFT, 322, "表8 政府性基金预算支出表", 9)
    draft.sheets.text(_LEFT + 320, 322, "单位：万元", 9)
    _three_lines(draft, draft.expect(_table(_HEADER, ("212", "城乡社区支出", "7.00", "", "7.00"), top=330)))


@_trouble("lines of prose between two rulings are no table")
def _prose_between_rulings(draft: _Draft) -> None:
    draft.page()
    for y in (50.0, 70.0, 800.0):
        draft.sheets.line(Segment(_LEFT, y, 525, y))
    draft.sheets.text(_LEFT, 64, BODY, 9)
    draft.sheets.text(430, 64, "2026年部门预算", 9)
    words = "示例市示例局2026年收入总计60.00万元，支出总计60.00万元。"
    for line in range(20):
        draft.sheets.text(_LEFT, 120 + 20 * line, words, 10)
        draft.sheets.text(_LEFT + 290, 120 + 20 * line, "其中基本支出20.00万元。" if line % 3 else "", 10)


@_trouble("every other row is grey")
def _grey_rows(draft: _Draft) -> None:
    printed = _plain(draft)
    for top, bottom in list(zip(printed.ys, printed.ys[1:], strict=False))[::2]:
        draft.sheets.box(printed.xs[0], top, printed.xs[-1], bottom, fill=GREY)
    draw(draft.sheets, printed, _SIZE)


@_trouble("the second page is in a font that does not say which characters it prints")
def _page_without_unicode_map(draft: _Draft) -> None:
    _drawn(draft)
    draft.page()
    _write_unmapped(draft, _table(_HEADER, *_HEALTH), _HEADER + sum(_HEALTH, ()))


def _write_unmapped(draft: _Draft, printed: Table, texts: Sequence[str]) -> None:
    """A table in which some texts are in the font without a map."""
    rule(draft.sheets, printed)
    for cell in printed.cells:
        for x, baseline, line in placed_lines(printed, cell, _SIZE):
            if line:
                font = UNMAPPED_SONG if cell.text in texts else SONG
                draft.sheets.text(x, baseline, line, _SIZE, font=font)


@_trouble("all text is in a font that does not say which characters it prints", is_refused=True)
def _document_without_unicode_map(draft: _Draft) -> None:
    draft.page()
    _write_unmapped(draft, _table(_HEADER, _TOTAL), (*_HEADER, *_TOTAL))


@_trouble("two names are in a font that does not say which characters it prints")
def _names_without_unicode_map(draft: _Draft) -> None:
    names = ("卫生健康支出", "行政单位医疗")
    rows = (_HEADER, *_PENSIONS, *_HEALTH)
    draft.page()
    draft.caption()
    draft.expect(_table(*(["\ufffd" * len(text) if text in names else text for text in row] for row in rows)))
    _write_unmapped(draft, _table(*rows), names)


@_trouble("the page is a picture", is_refused=True)
def _image_only(draft: _Draft) -> None:
    draft.page()
    width, height = 64, 88
    ruled = [row % 16 == 8 for row in range(height)]
    columns = bytes(0x7F if column % 3 == 0 else 0xFF for column in range(width // 8))
    rows = [bytes(width // 8) if on else columns for on in ruled]
    draft.sheets.picture(40, 60, 555, 780, rows, width)


@_trouble("labels are written downwards, one character a line")
def _vertical_header(draft: _Draft) -> None:
    rows = (
        ("科目编码", "科目名称", "一\n般\n公\n共\n预\n算", "政\n府\n性\n基\n金", "合\n计"),
        *((code, name, "20.00", "", total) for code, name, total, _, _ in _PENSIONS),
    )
    draft.page()
    draft.caption()
    draft.grid(_table(*rows, widths=(60, 150, 34, 34, 34), heights=(66, 18, 18, 18)))


@_trouble("labels are turned to read upwards")
def _rotated_header(draft: _Draft) -> None:
    rows = (
        ("科目编码", "科目名称", "一般公共预算", "政府性基金", "合计"),
        *((code, name, "20.00", "", total) for code, name, total, _, _ in _PENSIONS),
    )
    draft.page()
    draft.caption()
    printed = draft.expect(_table(*rows, widths=(60, 150, 34, 34, 34), heights=(66, 18, 18, 18)))
    rule(draft.sheets, printed)
    for cell in printed.cells:
        if cell.row or cell.column < 2:
            write_cell(draft.sheets, printed, cell, _SIZE)
            continue
        x0, _, x1, bottom = printed.box(cell)
        draft.sheets.turned_text((x0 + x1) / 2 + 3, bottom - 4, cell.text, _SIZE)


@_trouble("one run of text fills all cells of a row")
def _run_spans_cells(draft: _Draft) -> None:
    printed = _plain(draft)
    rule(draft.sheets, printed)
    space = text_width(" ", _SIZE)
    for row in range(len(printed.ys) - 1):
        run, start = "", printed.xs[0] + PADDING
        baseline = 0.0
        for cell in (cell for cell in printed.cells if cell.row == row and cell.text):
            ((x, baseline, line),) = placed_lines(printed, cell, _SIZE)
            run += " " * max(round((x - start - text_width(run, _SIZE)) / space), 0) + line
        draft.sheets.text(start, baseline, run, _SIZE)


@_trouble("each character is a run of its own")
def _glyph_by_glyph(draft: _Draft) -> None:
    rows = (_HEADER, ("208", "社会保障和就业支出", "20.00", "20.00", "0.00"))
    printed = _plain(draft, rows)
    rule(draft.sheets, printed)
    for cell in printed.cells:
        for x, baseline, line in placed_lines(printed, cell, _SIZE):
            for index, glyph in enumerate(line):
                draft.sheets.text(x + text_width(line[:index], _SIZE), baseline, glyph, _SIZE)


@_trouble("a merged cell is drawn on two pages, its text clipped away on the second")
def _merged_cell_redrawn(draft: _Draft) -> None:
    """One unit's cell runs over both pages; its name stands in the middle, which is on the first."""
    header = ("单位名称", "科目编码", "科目名称", "合计")
    widths = (80, 60, 150, 60)
    first = [(BODY, *_PENSIONS[0][:3]), *(("^", *row[:3]) for row in _PENSIONS[1:])]
    second = [("", *_HEALTH[0][:3]), *(("^", *row[:3]) for row in _HEALTH[1:])]
    for rows, top, baseline in (((header, *first), _TOP, _TOP + 60), (second, 60.0, 40.0)):
        draft.page()
        if top == _TOP:
            draft.caption("一般公共预算支出表（分单位）")
        printed = draft.expect(_table(*rows, widths=widths, top=top), joins=top != _TOP)
        rule(draft.sheets, printed)
        unit = next(cell for cell in printed.cells if cell.row_span > 1)
        write(draft.sheets, replace(printed, cells=tuple(cell for cell in printed.cells if cell != unit)), _SIZE)
        with draft.sheets.within(printed.box(unit)):
            draft.sheets.text(printed.xs[0] + 10, baseline, BODY, _SIZE)


@_trouble("a merged cell stands on two pages, its text on the second only")
def _merged_cell_named_below_the_break(draft: _Draft) -> None:
    header = ("单位名称", "科目编码", "科目名称", "合计")
    widths = (80, 60, 150, 60)
    first = [("示例市甲局", *_PENSIONS[0][:3]), *(("^", *row[:3]) for row in _PENSIONS[1:])]
    blank = [("", *_HEALTH[0][:3]), ("^", *_HEALTH[1][:3])]
    draft.page()
    draft.caption("一般公共预算支出表（分单位）")
    draft.grid(_table(header, *first, *blank, widths=widths))
    draft.page()
    draft.grid(_table(("示例市乙局", *_HEALTH[2][:3]), ("^", *_HEALTH[3][:3]), widths=widths, top=60), joins=True)
    # The cell belongs to the first of the rows that it covers.
    (rows,) = draft.tables
    rows[4].insert(0, rows[6].pop(0))


@_trouble("a row whose texts go on over the page, its amount on the first page")
def _row_cut_by_the_page_break(draft: _Draft) -> None:
    header, widths = ("单位名称", "项目名称", "预算数"), (56.0, 120.0, 60.0)
    draft.page()
    draft.caption("项目支出预算表")
    draft.grid(
        _table(header, ("示例市甲局", "窗口服务", "20.00"), ("示例市乙局本", "档案整理", "40.00"), widths=widths)
    )
    draft.page()
    draft.grid(_table(("级单位", "", ""), ("示例市丙局", "设备购置", "10.00"), widths=widths, top=60), joins=True)
    (rows,) = draft.tables
    (rest,) = rows.pop(3)
    rows[2][0] += rest


@_trouble("the file is locked by a password", password=PASSWORD, is_refused=True)
def _encrypted(draft: _Draft) -> None:
    draft.page()
    draft.grid(_table(_HEADER, _TOTAL))
