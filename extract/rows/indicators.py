"""Performance indicators: the rows below a header of levels, whatever its layout, with the levels filled down."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.captions import has_phone
from extract.catalogue import forms
from extract.model import Cell, Indicator
from extract.rows.forms import (
    FormRow,
    Section,
    history_role,
    horizon_of,
    indicator_role,
    is_level1,
    label_text,
    levels_within,
    names_goal,
    says,
    stands_below,
)
from extract.text import join_words, squeeze

Placed = dict[str, Cell]
Heads = list[tuple[str, Cell]]

# What a row may leave to the row above, and what only its own row says.
_LEVELS = ("level1", "level2")
_MERGED = ("goal", *_LEVELS, "level3", "name")
_OWN = ("value_prior2", "value_prior1", "target", "operator", "unit", "basis", "weight", "actual", "score")
_BARE_NUMBER = re.compile(r"[≥≤=＝<>＜＞]?[\d.,]+")
_SPACE_AT_SIGN = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_GOAL_NUMBER = re.compile(r"\d{1,2}$")


@dataclass(frozen=True)
class IndicatorRows:
    """The indicators of one part, the rows left blank, and the cells that landed as values and as names."""

    indicators: tuple[Indicator, ...]
    blank_rows: int
    values: tuple[Cell, ...]
    names: tuple[Cell, ...]


def read_indicators(section: Section, project_no: int | None) -> IndicatorRows:
    """Take one part of indicators apart. `section.header` holds the header rows, `section.body` the rows below.

    Where the header is printed twice, for a horizon each, side by side, the first one's indicators come first.
    """
    read = [_read_block(section, heads, project_no) for heads in _blocks(_heads(section.header))]
    header = [cell for row in section.header for cell in row.cells]
    return IndicatorRows(
        tuple(indicator for block in read for indicator in block.indicators),
        sum(block.blank_rows for block in read),
        tuple(cell for block in read for cell in block.values),
        (*header, *(cell for block in read for cell in block.names)),
    )


def _read_block(section: Section, heads: Heads, project_no: int | None) -> IndicatorRows:
    joined = _joined(_placed(section, heads))
    filled = _filled([cells for cells, _ in joined])
    horizon = _horizon_above(section, heads) or _header_horizon(section) or section.horizon
    indicators: list[Indicator] = []
    blank = 0
    values: list[Cell] = []
    names: list[Cell] = []
    for cells, (own, rows) in zip(filled, joined, strict=True):
        printed = [cell for row in rows for cell in row.cells]
        names.extend(_among(printed, [cell for role, cell in own.items() if role not in _OWN]))
        indicator = _indicator(cells, _row_horizon(rows[0]) or horizon, project_no)
        if indicator is None:
            blank += 1
            continue
        indicators.append(indicator)
        values.extend(_among(printed, [cell for role, cell in own.items() if role in _OWN]))
    return IndicatorRows(tuple(indicators), blank, tuple(values), tuple(names))


def _blocks(heads: Heads) -> list[Heads]:
    """The heads of each block of columns; what is printed once on the left heads the first level of all."""
    repeated = {role for role, count in Counter(role for role, _ in heads).items() if count > 1}
    names = [role for role, _ in heads if role in repeated and role in ("level2", "level3", "name")]
    if not names or "target" not in repeated:
        return [heads]
    starts = [index for index, (role, _) in enumerate(heads) if role == names[0]]
    shared = heads[: starts[0]]
    return [[*shared, *heads[start:end]] for start, end in zip(starts, [*starts[1:], len(heads)], strict=True)]


def _horizon_above(section: Section, heads: Heads) -> str | None:
    """The horizon that stands over the targets, where several are printed beside one another."""
    target = next((cell for role, cell in heads if role == "target"), None)
    above = next((cell for cell in section.horizons if target is not None and stands_below(target, cell)), None)
    return horizon_of(above.text) if above is not None else None


def _header_horizon(section: Section) -> str | None:
    """The horizon named in or beside the header, with the number of the goal above it."""
    cells = [cell for row in section.header for cell in (*row.cells, *row.covering)]
    named = next((found for cell in cells if (found := horizon_of(cell.text))), None)
    return section.horizon if named is not None and names_goal(section.horizon, named) else named


def _row_horizon(row: FormRow) -> str | None:
    cells = (*row.cells[:1], *row.covering)
    return next((found for cell in cells if (found := horizon_of(cell.text))), None)


def _placed(section: Section, heads: Heads) -> list[tuple[Placed, FormRow]]:
    """The cells of each row by what they say."""
    if any(cell.place.page is not None for row in section.body for cell in row.cells):
        return [(_by_position(row, heads), row) for row in section.body]
    moved = _shifted(section.body)
    by_column = _columns_in_sequence(heads, moved)
    if by_column is None:
        placed = [_by_position(row, heads) for row in moved]
    else:
        placed = [{by_column[cell.column]: cell for cell in row.cells if cell.column in by_column} for row in moved]
    return list(zip(placed, section.body, strict=True))


def _heads(header: Sequence[FormRow]) -> Heads:
    """What each header cell heads; of two years in a lower row the first is the year before last."""
    first = [(role, cell) for row in header[:1] for cell in row.cells if (role := indicator_role(cell.text))]
    content = _content_role({role for role, _ in first})
    heads = [(content if role == "content" else role, cell) for role, cell in first]
    lower = [(role, cell) for row in header[1:] for cell in row.cells if (role := history_role(cell.text))]
    years = [cell for role, cell in lower if role == "years" and not label_text(cell.text).startswith("近")]
    if len(years) == 2:
        lower += [("value_prior2", years[0]), ("value_prior1", years[1])]
    return [*heads, *((role, cell) for role, cell in lower if role != "years")]


def _content_role(roles: set[str]) -> str:
    """What 指标内容 heads: the name where nothing else does, the target beside its sign, else an explanation."""
    if not roles & {"level3", "name"}:
        return "name"
    return "target" if "operator" in roles and "target" not in roles else "note"


def _by_position(row: FormRow, heads: Heads) -> Placed:
    """By the header cell above each cell, the lowest one; merged cells of rows above say a row's levels too."""
    placed: Placed = {}
    for cell in (*row.covering, *row.cells):
        role = next((role for role, head in reversed(heads) if stands_below(cell, head)), None)
        if role is not None and (cell in row.cells or role in _MERGED):
            placed[role] = _widest(placed.get(role), cell)
    return placed


def _widest(before: Cell | None, cell: Cell) -> Cell:
    """One header over several cells of a row: what they print together."""
    return cell if before is None else replace(before, text=before.text + cell.text)


def _shifted(rows: Sequence[FormRow]) -> list[FormRow]:
    """Rows of a text that lost the blanks on their left, moved to where the others print their first level."""
    column = _mode(cell.column for row in rows for cell in row.cells if is_level1(cell.text))
    if column is None:
        return list(rows)
    width = max(cell.column for row in rows for cell in row.cells)
    return [_moved(row, column, width) for row in rows]


def _moved(row: FormRow, column: int, width: int) -> FormRow:
    first = row.cells[0]
    missing = column - first.column
    if missing <= 0 or not is_level1(first.text) or row.cells[-1].column + missing > width:
        return row
    return replace(row, cells=tuple(replace(cell, column=cell.column + missing) for cell in row.cells))


def _columns_in_sequence(heads: Heads, rows: Sequence[FormRow]) -> dict[int, str] | None:
    """What the columns of a text say, by their order, where the rows do not stand below their header; else None."""
    first = _mode(cell.column for row in rows for cell in row.cells if is_level1(cell.text))
    at = {role: cell.column for role, cell in heads}
    if first is None or first == at.get("level1"):
        return None
    second = _mode(
        cell.column for row in rows for cell in row.cells if says("level2", cell.text) and cell.column > first
    )
    if second is None:
        return None
    roles = [role for role in ("name", "level3") if role in at]
    roles += [role for role in ("value_prior2", "value_prior1", "target", "basis") if role in at]
    rest = sorted({cell.column for row in rows for cell in row.cells if cell.column > second})
    last = [cell.text for row in rows for cell in row.cells if rest and cell.column == rest[-1]]
    if len(rest) == len(roles) + 1 and any(says("standard", text) for text in last):
        roles.append("basis")
    if len(rest) != len(roles):
        return None
    firsts = {cell.column for row in rows for cell in row.cells if is_level1(cell.text) and cell.column < second}
    return {**dict.fromkeys(firsts, "level1"), second: "level2", **dict(zip(rest, roles, strict=True))}


def _mode(columns: Iterator[int]) -> int | None:
    counted = Counter(columns)
    return counted.most_common(1)[0][0] if counted else None


def _among(printed: Sequence[Cell], placed: Sequence[Cell]) -> list[Cell]:
    """The cells as read that landed in cells which were moved or put together."""
    places = {(cell.place, text) for cell in placed if (text := squeeze(cell.text))}
    return [
        cell
        for cell in printed
        if any(
            squeeze(cell.text) in text or (cell.place == place and text in squeeze(cell.text)) for place, text in places
        )
    ]


def _joined(placed: Sequence[tuple[Placed, FormRow]]) -> list[tuple[Placed, list[FormRow]]]:
    """Rows put together again that a page break has cut in two: the rest of a name and the unit of its number."""
    joined: list[tuple[Placed, list[FormRow]]] = []
    for cells, row in placed:
        if joined and row.begins_grid and _is_rest(cells, joined[-1][0]):
            whole, rows = joined[-1]
            rest = {role: _widest(whole.get(role), cell) for role, cell in cells.items()}
            joined[-1] = ({**whole, **rest}, [*rows, row])
        elif cells:
            joined.append((cells, [row]))
    return joined


def _is_rest(cells: Placed, above: Placed) -> bool:
    if not cells or not set(cells) <= set(above) or any(role in cells for role in _LEVELS):
        return False
    target, whole = cells.get("target"), above.get("target")
    if target is None or whole is None:
        return target is None and whole is not None and "basis" in above and "basis" not in cells
    is_bare = bool(_BARE_NUMBER.fullmatch(squeeze(whole.text)))
    return is_bare and not any(character.isdigit() for character in target.text)


def _filled(rows: Sequence[Placed]) -> list[Placed]:
    """Levels left blank filled from the row above, or from below where a page break parts a box from its words."""
    rows = _split(rows)
    is_merged = any(cells[role].row_span > 1 for cells in rows for role in _LEVELS if role in cells)
    filled: list[Placed] = []
    above: Placed = {}
    for index, cells in enumerate(rows):
        whole = dict(cells)
        below = rows[index + 1 :]
        if "level1" not in whole:
            found = _first_level(whole, above, below, is_merged)
            whole |= {} if found is None else {"level1": found}
        is_same = _words(whole.get("level1")) == _words(above.get("level1"))
        if "level2" not in whole:
            if is_merged and _is_cut_off(whole, above.get("level2")):
                following = _on_next_page("level2", whole, below)
                whole |= {} if following is None else {"level2": following}
            elif is_same and "level2" in above:
                whole["level2"] = above["level2"]
        if "goal" not in whole and "goal" in above:
            whole["goal"] = above["goal"]
        above = {role: whole[role] for role in ("goal", *_LEVELS) if role in whole}
        filled.append(whole)
    return filled


def _words(cell: Cell | None) -> str:
    return squeeze(cell.text) if cell is not None else ""


def _first_level(cells: Placed, above: Placed, below: Sequence[Placed], is_merged: bool) -> Cell | None:
    """The first level of a row without one: of the row above, unless its box is another or its second level."""
    own = above.get("level1")
    if is_merged and _is_cut_off(cells, own):
        return _on_next_page("level1", cells, below) or own
    following = next((row["level1"] for row in below if "level1" in row), None)
    second = cells.get("level2")
    is_of_following = second is not None and not _fits(own, second) and _fits(following, second)
    return following if is_of_following else own


def _is_cut_off(cells: Placed, above: Cell | None) -> bool:
    """Whether a row stands below the box of the level above it on its page: its own box is another."""
    page = next((cell.place.page for cell in cells.values()), None)
    return above is not None and page is not None and above.place.page == page


def _on_next_page(role: str, cells: Placed, below: Sequence[Placed]) -> Cell | None:
    """The level that the first row of a later page prints."""
    page = next((cell.place.page for cell in cells.values()), None)
    later = next((row for row in below if any(cell.place.page != page for cell in row.values())), None)
    return later.get(role) if later is not None else None


def _fits(level1: Cell | None, level2: Cell) -> bool:
    """Whether a second level stands under a first one by the usual classes."""
    if level1 is None:
        return False
    named = label_text(level1.text)
    patterns = forms().level1_of
    usual = {name for name, pattern in patterns.items() if pattern.fullmatch(label_text(level2.text))}
    return not usual or any(named.startswith(name) for name in usual)


def _split(rows: Sequence[Placed]) -> list[Placed]:
    """Cells that print both levels and the name, taken apart; what overflows from one name stands before the next."""
    apart: list[Placed] = []
    for cells in rows:
        whole = cells.get("levels")
        match = levels_within(whole.text) if whole is not None else None
        if whole is None or match is None:
            apart.append({**cells, "name": whole} if whole is not None else cells)
            continue
        if match["overflow"] and apart and "name" in apart[-1]:
            above = apart[-1]["name"]
            apart[-1]["name"] = replace(above, text=above.text + match["overflow"])
        parts = {role: replace(whole, text=match[role]) for role in (*_LEVELS, "name") if match[role]}
        apart.append({**{role: cell for role, cell in cells.items() if role != "levels"}, **parts})
    return apart


def _indicator(cells: Mapping[str, Cell], horizon: str | None, project_no: int | None) -> Indicator | None:
    """One indicator, or None where a template's row was left blank."""
    named = cells.get("name") or cells.get("level3")
    name, target = _text(named), _text(cells.get("target"))
    if any(text is not None and says("total", text) for text in (name, target)):
        return None
    if (name is None or says("blank", name)) and (target is None or says("blank", target)):
        return None
    place = (named or cells["target"]).place
    goal = horizon_of(cells["goal"].text) if "goal" in cells else None
    said = goal or horizon
    number = _GOAL_NUMBER.search(said) if said else None
    own = {role: _text(cells.get(role)) for role in (*_LEVELS, "level3", *_OWN)}
    return Indicator(name or "", place, said, number.group() if number else None, project_no=project_no, **own)


def _text(cell: Cell | None) -> str | None:
    """A cell's text, or None where it prints nothing or a telephone number stands in it."""
    if cell is None or has_phone(cell.text):
        return None
    return _SPACE_AT_SIGN.sub("", join_words(cell.text)) or None
