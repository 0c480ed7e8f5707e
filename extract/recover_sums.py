"""Sums over rows, and what they leave of the assignments of each row's amounts to columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from operator import add, sub

from extract.model import Row
from extract.recover_rows import Amounts, Block, Vector
from extract.text import ordinal_level
from extract.vocabulary import row_label

_PARENT, _TOTAL = "parent_children", "grand_total"
# How far the sums of one family are tried while other sums may still take assignments away, and at the end.
QUICK, THOROUGH = 4_000, 200_000


@dataclass(frozen=True)
class Family:
    """A row that equals the sum of others in some columns: those of the whole, and of the parts beside each.

    `unit`: one of the last decimal printed.
    """

    whole: Amounts
    parts: tuple[Amounts, ...]
    identity: str
    whole_columns: tuple[int, ...]
    part_columns: tuple[int, ...]
    unit: int

    @property
    def members(self) -> tuple[Amounts, ...]:
        """The whole and its parts."""
        return (self.whole, *self.parts)

    def domains(self) -> list[set[Vector]]:
        """The amounts in the family's columns that each member may have, the whole's first."""
        columns = (self.whole_columns, *[self.part_columns] * len(self.parts))
        return [
            {_of(vector, own) for vector in member.vectors} for member, own in zip(self.members, columns, strict=True)
        ]

    def keep(self, possible: Sequence[set[Vector]]) -> bool:
        """Keep what is possible for each member, the whole first; whether that took anything away."""
        columns = (self.whole_columns, *[self.part_columns] * len(self.parts))
        changed = False
        for member, own, vectors in zip(self.members, columns, possible, strict=True):
            changed = member.keep(partial(_is_possible, columns=own, possible=vectors), self.identity) or changed
        return changed


def _is_possible(vector: Vector, columns: Sequence[int], possible: set[Vector]) -> bool:
    return _of(vector, columns) in possible


def _of(vector: Vector, columns: Sequence[int]) -> Vector:
    return tuple(vector[index] for index in columns)


def families_of(block: Block) -> list[Family]:
    """Parents with their children, and total rows with the topmost rows.

    Totals of the year go before totals that may count carry-over too. Where nothing but the order of rows, or
    nothing at all, says that rows belong together, amounts of known columns must add up first.
    """
    children: defaultdict[int, list[Amounts]] = defaultdict(list)
    roots: list[Amounts] = []
    totals: defaultdict[str, list[Amounts]] = defaultdict(list)
    for amounts in block.rows.values():
        parent = amounts.row.parent_row_no
        if parent is not None and parent in block.rows:
            children[parent].append(amounts)
        elif role := total_role(amounts.row):
            totals[role].append(amounts)
        elif parent is None:
            roots.append(amounts)
    every = tuple(range(len(block.columns)))
    families: list[Family] = []
    for number, parts in children.items():
        family = Family(block.rows[number], tuple(parts), _PARENT, every, every, block.unit)
        is_coded = all(part.row.parent_basis == "code" for part in parts)
        families.extend([family] if is_coded or is_confirmed(family) else [])
    for total in totals["subtotal"] or totals["grand_total"]:
        if roots:
            family = Family(total, tuple(roots), _TOTAL, every, every, block.unit)
            families.extend([family] if all(map(_is_topmost, roots)) or is_confirmed(family) else [])
    return families


def total_role(row: Row) -> str:
    """Which total a row without a code is by its label: subtotal, grand_total, or none."""
    key = row.first_key
    known = row_label(key.label) if key is not None and key.label and not key.code else None
    return known.row_role if known is not None else ""


def _is_topmost(amounts: Amounts) -> bool:
    """Whether a row without a parent says by its code or ordinal that it has none."""
    row, key = amounts.row, amounts.row.first_key
    return key is not None and bool(key.code or (row.section_label is None and ordinal_level(key.label or "") == 1))


def is_broken(family: Family) -> bool:
    """Whether amounts that stand in known columns do not add up."""
    return any(status is False for _, status in _known_columns(family))


def is_confirmed(family: Family) -> bool:
    """Whether amounts that stand in known columns add up, some of them not zero, and none do not."""
    found = _known_columns(family)
    return any(value and status for value, status in found) and all(status for _, status in found)


def _known_columns(family: Family) -> list[tuple[int, bool]]:
    """Of each column whose amounts are known in all members, the whole's amount and whether it is their sum."""
    domains = family.domains()
    if not all(domains):
        return []
    found: list[tuple[int, bool]] = []
    for index in range(len(family.whole_columns)):
        known = [{vector[index] for vector in domain} for domain in domains]
        if all(len(values) == 1 for values in known):
            whole, *parts = (next(iter(values)) for values in known)
            terms = sum(map(bool, parts))
            found.append((whole, 2 * abs(whole - sum(parts)) <= _slack(whole, terms, family.unit)))
    return found


def _slack(whole: int, terms: int, unit: int) -> int:
    """Twice what rounding may hide between a whole and some parts that are not zero; single amounts are equal."""
    return unit * (terms + 1) if whole and terms > 1 else 0


def by_families(families: Sequence[Family], most_pairs: int = QUICK) -> None:
    """Take away what no sum of a family allows, until nothing changes.

    `most_pairs`: partial sums paired with the assignments of one part, beyond which a family's sums are not tried.
    """
    seen: dict[int, list[int]] = {}
    waiting = True
    while waiting:
        waiting = False
        for number, family in enumerate(families):
            sizes = [len(member.domain) for member in family.members]
            if seen.get(number) != sizes:
                waiting = _prune(family, most_pairs) or waiting
                seen[number] = [len(member.domain) for member in family.members]


def _prune(family: Family, most_pairs: int) -> bool:
    members = family.members
    if any(not member.domain or member.has_failed for member in members):
        return False
    if not any(member.is_open for member in members):
        return False
    domains = family.domains()
    slack = _slacks(domains, family.unit)
    possible = _within_bounds(domains, slack)
    if possible is not None and any(len(domain) > 1 for domain in possible):
        possible = _by_sums(possible, slack, most_pairs)
    if possible is None:
        for member in members:
            member.has_failed = member.is_open
        return False
    return family.keep(possible)


def _slacks(domains: Sequence[set[Vector]], unit: int) -> tuple[int, ...]:
    """Twice what rounding may hide in each column of a family."""
    whole, *parts = domains
    return tuple(
        _slack(
            max(vector[index] for vector in whole),
            sum(any(vector[index] for vector in part) for part in parts),
            unit,
        )
        for index in range(len(next(iter(whole))))
    )


def _within_bounds(domains: Sequence[set[Vector]], slack: Vector) -> list[set[Vector]] | None:
    """What the least and the most of the others leave of each member, column by column; None where nothing is left."""
    found = list(domains)
    while True:
        before = found
        wholes, *parts = [_bounds(domain) for domain in before]
        sums = _total(parts, len(slack))
        found = [{vector for vector in before[0] if _may_equal(vector, sums, slack)}]
        for domain, own in zip(before[1:], parts, strict=True):
            others = _Bounds(tuple(map(sub, sums.least, own.least)), tuple(map(sub, sums.most, own.most)))
            found.append({vector for vector in domain if _may_end(vector, others, wholes, slack)})
        if not all(found):
            return None
        if found == before:
            return found


@dataclass(frozen=True)
class _Bounds:
    """The least and the most in each column."""

    least: Vector
    most: Vector


def _bounds(domain: set[Vector]) -> _Bounds:
    return _Bounds(tuple(map(min, zip(*domain, strict=True))), tuple(map(max, zip(*domain, strict=True))))


def _total(bounds: Sequence[_Bounds], width: int) -> _Bounds:
    zero = (0,) * width
    return _Bounds(
        tuple(map(sum, zip(zero, *(item.least for item in bounds), strict=True))),
        tuple(map(sum, zip(zero, *(item.most for item in bounds), strict=True))),
    )


def _may_equal(vector: Vector, bounds: _Bounds, slack: Vector) -> bool:
    return all(
        2 * (least - value) <= free and 2 * (value - most) <= free
        for value, least, most, free in zip(vector, bounds.least, bounds.most, slack, strict=True)
    )


def _may_end(total: Vector, rest: _Bounds, whole: _Bounds, slack: Vector) -> bool:
    """Whether a partial sum and what is added to it may come to the whole."""
    return all(
        2 * (value + least - highest) <= free and 2 * (lowest - value - most) <= free
        for value, least, most, lowest, highest, free in zip(
            total, rest.least, rest.most, whole.least, whole.most, slack, strict=True
        )
    )


def _by_sums(domains: Sequence[set[Vector]], slack: Vector, most_pairs: int) -> list[set[Vector]] | None:
    """What of each member takes part in a sum that holds; None where none does, all where there are too many to try."""
    # Columns of known amounts are within their bounds, which says all.
    unsure = [
        index for index in range(len(slack)) if any(len({vector[index] for vector in own}) > 1 for own in domains)
    ]
    summed = _summed([{_of(vector, unsure) for vector in own} for own in domains], _of(slack, unsure), most_pairs)
    if summed is None:
        return None
    return [
        {vector for vector in own if _of(vector, unsure) in possible}
        for own, possible in zip(domains, summed, strict=True)
    ]


def _summed(domains: Sequence[set[Vector]], slack: Vector, most_pairs: int) -> list[set[Vector]] | None:
    whole, *parts = domains
    bounds = [_bounds(part) for part in parts]
    top = _bounds(whole)
    reached: list[set[Vector]] = [{(0,) * len(slack)}]
    for number, part in enumerate(parts, start=1):
        if len(reached[-1]) * len(part) > most_pairs:
            return list(domains)
        rest = _total(bounds[number:], len(slack))
        sums = {_plus(total, vector) for total in reached[-1] for vector in part}
        reached.append({total for total in sums if _may_end(total, rest, top, slack)})
    if len(reached[-1]) * len(whole) > most_pairs:
        return list(domains)
    ends = {total: {one for one in whole if _may_equal(total, _Bounds(one, one), slack)} for total in reached[-1]}
    wanted = {total for total, wholes in ends.items() if wholes}
    if not wanted:
        return None
    possible = [set().union(*ends.values())]
    for part, before in zip(reversed(parts), reversed(reached[:-1]), strict=True):
        pairs = [(total, vector) for total in before for vector in part if _plus(total, vector) in wanted]
        possible.insert(1, {vector for _, vector in pairs})
        wanted = {total for total, _ in pairs}
    return possible


def _plus(left: Vector, right: Vector) -> Vector:
    return tuple(map(add, left, right))
