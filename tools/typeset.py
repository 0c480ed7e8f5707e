"""The typesetter: an example from landed figures, synthetic documents with known truth, and regression fixtures.

python -m tools.typeset example [--seeds DIR] [--document ID] --out FILE.pdf
python -m tools.typeset synthetic --pages N --seed S --out FILE.pdf [--truth FILE.csv]
python -m tools.typeset fixtures --out DIR
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import fixtures, landed, synthetic
from tools.report import Placed, typeset

TRUTH_FIELDS = ("page", "table", "row", "column", "row_span", "column_span", "text")


def example(seeds: Path, document_id: str | None) -> bytes:
    """The amount tables of a landed document as a PDF. Raises ValueError where it has not landed."""
    cover, tables = landed.load(seeds, document_id)
    return typeset(cover, tables)[0]


def truth_csv(placed: Sequence[Placed]) -> str:
    """Every cell of every grid, blank ones too: page and table from 1, row and column from 0 within the page's grid."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(TRUTH_FIELDS)
    for page, number, cell in ((item.page, item.table, item.cell) for item in placed):
        writer.writerow((page, number, cell.row, cell.column, cell.row_span, cell.column_span, cell.text))
    return text.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 where all is written, 2 where the wish cannot be met."""
    options = _parser().parse_args(arguments)
    try:
        for path, data in _files(options).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except (ValueError, OSError) as error:
        print(f"typeset: {error}", file=sys.stderr)
        return 2
    return 0


def _files(options: argparse.Namespace) -> dict[Path, bytes]:
    if options.command == "example":
        return {options.out: example(options.seeds, options.document)}
    if options.command == "fixtures":
        return {options.out / name: data for name, data in fixtures.all_files().items()}
    data, placed = synthetic.document(options.pages, options.seed, options.subjects)
    files = {options.out: data}
    if options.truth:
        files[options.truth] = truth_csv(placed).encode("utf-8")
    return files


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.typeset", description="typeset documents of known truth")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("example", help="the tables of a landed document")
    one.add_argument("--seeds", type=Path, default=Path("seeds/raw"), help="folder of raw_*.csv (%(default)s)")
    one.add_argument("--document", help="document_id; the first one landed unless given")
    one.add_argument("--out", type=Path, required=True)
    made_up = commands.add_parser("synthetic", help="a made-up budget of any length, with its truth")
    made_up.add_argument("--pages", type=int, required=True, help="how many pages of tables, the cover aside")
    made_up.add_argument("--seed", type=int, required=True)
    made_up.add_argument("--subjects", type=Path, default=Path("seeds/reference/function_subjects.csv"))
    made_up.add_argument("--out", type=Path, required=True)
    made_up.add_argument("--truth", type=Path, help="CSV of every cell")
    troubles = commands.add_parser("fixtures", help="one small PDF a trouble, and truth.yml")
    troubles.add_argument("--out", type=Path, required=True)
    return parser


if __name__ == "__main__":
    sys.exit(main())
