"""`python -m tools.verification LANDED [--out docs/verification.md] [--faults N] [--seeds N …]`: checks of the checks.

For each seed plants N faults of each kind, uniformly over all non-zero amounts of the landed rows in LANDED, each in a
copy of its document, builds the warehouse on the clean rows and on the copies, and reports what the findings say of
the faults.
Exit code 0: written; 1: dbt failed (its last lines on stderr).
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import duckdb

from bench.accuracy import wilson
from extract.rows.tables import SUBJECT_ENTITIES
from tools.faults import KINDS, Record, Table

_ROOT = Path(__file__).resolve().parents[1]
_TABLES = ("raw_table_rows", "raw_row_keys", "raw_table_cells")
_LINES = ("raw_project_lines", "raw_recoveries")
# Landed rows that no check reads.
_UNREAD = ("raw_token_counts",)
_TRIES = 50
_HEADER = "| {} | faults | detected | interval | right row first | false alarms |"
_RULE = "|---|---:|---:|---:|---:|---:|"
_ROW_KINDS = ("row dropped",)

_AMOUNTS = """
    select
        lines.document_id, lines.table_no, lines.row_no, lines.column_no, lines.table_kind,
        lines.is_total or columns.is_total_column as is_total,
        bool_or(lines.is_total or columns.is_total_column)
            over (partition by lines.document_id, lines.table_no) as has_total
    from fct_budget_lines as lines
    inner join intermediate.int_columns_scoped as columns using (document_id, table_no, column_no)
    where lines.amount_cny != 0
    order by all
"""
_FINDINGS = """
    select
        findings.document_id, findings.finding_group_id, findings.rule_id, findings.where_a, findings.value_a,
        findings.where_b, findings.value_b, findings.rank_in_group, likely.table_no, likely.row_no
    from fct_findings as findings
    left join fct_budget_lines as likely on findings.likely_figure_id = likely.figure_id
    -- No fault changes a name.
    where findings.family != 'classification'
    order by all
"""


@dataclass(frozen=True)
class Amount:
    """An amount of the clean warehouse."""

    document_id: str
    table_no: str
    row_no: str
    column_no: str
    table_kind: str
    is_total: bool
    has_total: bool


@dataclass(frozen=True)
class Fault:
    """A planted fault: its kind, the amount it was drawn for, the copy it is in, the rows where it shows."""

    kind: str
    amount: Amount
    copy_id: str
    rows: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """What the findings of a copy say beyond those of the clean document."""

    fault: Fault
    is_detected: bool
    is_named_first: bool
    false_alarms: int


class Landed:
    """The landed rows of a folder, by seed and document."""

    def __init__(self, folder: Path) -> None:
        self.headers: dict[str, list[str]] = {}
        self.records: dict[str, dict[str, list[Record]]] = {}
        for path in sorted(folder.glob("raw_*.csv")):
            by_document: dict[str, list[Record]] = defaultdict(list)
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                self.headers[path.stem] = list(reader.fieldnames or ())
                if path.stem not in _UNREAD:
                    for record in reader:
                        by_document[record["document_id"]].append(record)
            self.records[path.stem] = by_document

    def table(self, document_id: str, table_no: str) -> Table:
        """A copy of one table's records that may be changed."""
        rows, keys, cells = (
            [dict(record) for record in self._of_table(seed, document_id, table_no)] for seed in _TABLES
        )
        lines = {seed: [dict(record) for record in self._of_table(seed, document_id, table_no)] for seed in _LINES}
        columns = self._of_table("raw_table_columns", document_id, table_no)
        values: dict[str, list[str]] = defaultdict(list)
        for column in columns:
            if column["role"] == "value":
                values[column["block_no"]].append(column["column_no"])
        (printed,) = self._of_table("raw_tables", document_id, table_no)
        return Table(
            rows,
            keys,
            cells,
            values,
            lines,
            frozenset(column["block_no"] for column in columns if column["key_entity"] in SUBJECT_ENTITIES),
            frozenset(column["column_no"] for column in columns if column["role"] in ("attribute", "note")),
            nested=not printed["parent_table_no"],
        )

    def _of_table(self, seed: str, document_id: str, table_no: str) -> list[Record]:
        return [record for record in self.records[seed][document_id] if record["table_no"] == table_no]

    def write(self, folder: Path, copies: Iterable[tuple[str, str, str, Table]]) -> None:
        """Write the copies (copy id, document, table number, changed table) as a lake."""
        folder.mkdir(parents=True)
        planted = list(copies)
        for seed, header in self.headers.items():
            with (folder / f"{seed}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, fieldnames=header, lineterminator="\n")
                writer.writeheader()
                for copy_id, document_id, table_no, table in planted:
                    writer.writerows(self._copied(seed, copy_id, document_id, table_no, table))

    def _copied(self, seed: str, copy_id: str, document_id: str, table_no: str, table: Table) -> Iterable[Record]:
        changed = {**dict(zip(_TABLES, (table.rows, table.keys, table.cells), strict=True)), **table.lines}
        for record in self.records[seed].get(document_id, ()):
            if seed not in changed or record["table_no"] != table_no:
                yield {**record, "document_id": copy_id}
        for record in changed.get(seed, ()):
            yield {**record, "document_id": copy_id}


def plant(landed: Landed, amounts: Sequence[Amount], faults: int, seed: int) -> list[tuple[Fault, Table]]:
    """The planted faults with their changed tables, the same for the same seed."""
    random = Random(seed)
    totals = [amount for amount in amounts if amount.is_total]
    planted = []
    for kind, change in KINDS.items():
        drawn = totals if kind == "total wrong" else amounts
        for number in range(1, faults + 1):
            for _ in range(_TRIES):
                amount = random.choice(drawn)
                table = landed.table(amount.document_id, amount.table_no)
                rows = change(table, amount.row_no, amount.column_no, random)
                if rows is not None:
                    copy_id = f"{amount.document_id}--{seed}-{list(KINDS).index(kind)}-{number}"
                    planted.append((Fault(kind, amount, copy_id, rows), table))
                    break
    return planted


def build(lake: Path, folder: Path) -> Path:
    """Build the findings on a lake; returns the database. Raises CalledProcessError where dbt fails."""
    database = folder / "mingzhang.duckdb"
    command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "build", "--profiles-dir", "profiles"]
    command += ["--select", "+fct_findings", "+fct_budget_lines"]
    command += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
    command += ["--vars", f"{{lake: {lake}}}", "--target-path", str(folder / "target"), "--log-path", str(folder)]
    environment = {**os.environ, "MINGZHANG_DB": str(database)}
    subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=True)
    return database


def read_amounts(database: Path) -> list[Amount]:
    """The non-zero amounts of a warehouse in a fixed order."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(_AMOUNTS).fetchall()
    return [Amount(str(row[0]), str(row[1]), str(row[2]), str(row[3]), str(row[4]), *row[5:]) for row in rows]


def judge(clean: Path, faulty: Path, faults: Iterable[Fault]) -> list[Outcome]:
    """What the findings of each copy say of its fault."""
    before, after = (_findings(database) for database in (clean, faulty))
    outcomes = []
    for fault in faults:
        known = {row[1:6] for row in before.get(fault.amount.document_id, ())}
        new = [row for row in after.get(fault.copy_id, ()) if row[1:6] not in known]
        groups: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        for row in new:
            groups[str(row[0])].append(row)
        here = [rows for rows in groups.values() if any(str(row[7]) == fault.amount.table_no for row in rows)]
        named = any(_is_named(rows, fault) for rows in here)
        outcomes.append(Outcome(fault, bool(new), named, len(groups) - len(here)))
    return outcomes


def _is_named(rows: Sequence[tuple[object, ...]], fault: Fault) -> bool:
    """Whether the likely root of a group is the planted row; of a lost row, which cannot be named, its table."""
    return fault.kind in _ROW_KINDS or any(
        (str(row[7]), str(row[8])) in {(fault.amount.table_no, row_no) for row_no in fault.rows} for row in rows
    )


def _findings(database: Path) -> dict[str, list[tuple[object, ...]]]:
    found: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    with duckdb.connect(str(database), read_only=True) as connection:
        for document_id, *rest in connection.execute(_FINDINGS).fetchall():
            found[document_id].append(tuple(rest))
    return found


def report(outcomes: Sequence[Outcome], seeds: Sequence[int], documents: int, amounts: int) -> str:
    """The report as Markdown."""
    with_total = [outcome for outcome in outcomes if outcome.fault.amount.has_total]
    without = [outcome for outcome in outcomes if not outcome.fault.amount.has_total]
    by_kind = {kind: [o for o in outcomes if o.fault.kind == kind] for kind in KINDS}
    table_kinds = sorted({o.fault.amount.table_kind for o in outcomes})
    by_table = {kind: [o for o in outcomes if o.fault.amount.table_kind == kind] for kind in table_kinds}
    lines = [
        "# Checks of the checks",
        "",
        f"Generated by `python -m tools.verification` (seeds {', '.join(map(str, seeds))}): {len(outcomes)} faults",
        f"planted in the landed rows of {documents} documents, uniformly over their {amounts:,} non-zero amounts,",
        "each in a copy of its document, before anything is computed from them; where rows are lost or doubled, the",
        "hierarchy is found anew. Detected: a finding, of any severity, that the clean document does not have; with",
        "Wilson's 95 % interval. Right row first: the likely root of a group of findings is a planted row (of a lost",
        "row: its table). False alarms: new groups of findings whose root lies in another table.",
        "",
        _HEADER.format("amounts in"),
        _RULE,
        _line("tables with a total", with_total),
        _line("other tables", without),
        "",
        "## By kind of fault, in tables with a total",
        "",
        _HEADER.format("kind"),
        _RULE,
        *(_line(kind, [o for o in rows if o.fault.amount.has_total]) for kind, rows in by_kind.items()),
        "",
        "## By kind of table",
        "",
        _HEADER.format("kind"),
        _RULE,
        *(_line(kind, rows) for kind, rows in by_table.items()),
        "",
    ]
    return "\n".join(lines)


def _line(name: str, outcomes: Sequence[Outcome]) -> str:
    detected = [outcome for outcome in outcomes if outcome.is_detected]
    named = [outcome for outcome in detected if outcome.is_named_first]
    alarms = sum(outcome.false_alarms for outcome in outcomes)
    counts = [
        str(len(outcomes)),
        _share(len(detected), len(outcomes)),
        _interval(len(detected), len(outcomes)),
        _share(len(named), len(detected)),
        str(alarms),
    ]
    return f"| {name} | {' | '.join(counts)} |"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _interval(part: int, whole: int) -> str:
    if not whole:
        return "–"
    low, high = wilson(part, whole)
    return f"{100 * low:.1f} – {100 * high:.1f} %"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.verification", description=__doc__)
    parser.add_argument("landed", type=Path, help="folder of landed raw_*.csv")
    parser.add_argument("--out", type=Path, default=_ROOT / "docs" / "verification.md")
    parser.add_argument("--faults", type=int, default=30, help="faults of each kind and seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--keep", type=Path, help="keep the lake and the two warehouses in this folder")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        try:
            outcomes, documents, amounts = _verify(options.landed, folder, options.faults, options.seeds)
        except subprocess.CalledProcessError as error:
            print(f"verification: dbt failed: {error.stdout[-2000:]}", file=sys.stderr)
            return 1
    options.out.write_text(report(outcomes, options.seeds, documents, amounts), encoding="utf-8")
    print(f"verification: see {options.out}")
    return 0


def _verify(landed_folder: Path, folder: Path, faults: int, seeds: Sequence[int]) -> tuple[list[Outcome], int, int]:
    landed = Landed(landed_folder)
    (folder / "clean").mkdir(parents=True)
    clean = build(landed_folder.resolve(), folder / "clean")
    amounts = read_amounts(clean)
    planted = [fault for seed in seeds for fault in plant(landed, amounts, faults, seed)]
    lake = folder / "lake"
    landed.write(lake, ((f.copy_id, f.amount.document_id, f.amount.table_no, table) for f, table in planted))
    (folder / "faulty").mkdir()
    faulty = build(lake.resolve(), folder / "faulty")
    outcomes = judge(clean, faulty, (fault for fault, _ in planted))
    return outcomes, len({amount.document_id for amount in amounts}), len(amounts)


if __name__ == "__main__":
    sys.exit(main())
