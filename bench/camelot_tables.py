"""Tables that camelot finds, as JSON: `python -m bench.camelot_tables` in the environment of .venv-bench.

Reads `{name: {"path": …, "pages": "1,2"}}` from standard input and writes `{name: {"cpu": seconds, "tables": […]}}`.
It stands alone: nothing of the project is imported, because its packages are not in that environment.
"""

import contextlib
import importlib
import json
import sys
import time
import warnings
from typing import Any


def main() -> None:
    """Read every document named on standard input."""
    warnings.simplefilter("ignore")
    camelot = importlib.import_module("camelot")
    jobs = json.load(sys.stdin)
    found = {}
    for name, job in jobs.items():
        started = time.process_time()
        with contextlib.redirect_stdout(sys.stderr):
            try:
                tables = [
                    _table(table) for table in camelot.read_pdf(job["path"], pages=job["pages"], flavor="lattice")
                ]
                error = None
            except Exception as fault:  # whatever a foreign reader raises is a document it cannot read
                tables, error = [], f"{type(fault).__name__}: {fault}"
        found[name] = {"cpu": time.process_time() - started, "tables": tables, "error": error}
    json.dump({"version": camelot.__version__, "documents": found}, sys.stdout)


def _table(table: Any) -> dict[str, Any]:
    cells = table.cells
    # camelot counts y from below.
    top = max(cell.y2 for row in cells for cell in row)
    fields = [
        [
            {
                "text": cell.text,
                "right": bool(cell.right),
                "bottom": bool(cell.bottom),
                "x0": cell.x1,
                "x1": cell.x2,
                "top": top - cell.y2,
                "bottom_edge": top - cell.y1,
            }
            for cell in row
        ]
        for row in cells
    ]
    x0, y0, x1, y1 = table._bbox
    return {"page": int(table.page), "box": [x0, -y1, x1, -y0], "fields": fields}


if __name__ == "__main__":
    main()
