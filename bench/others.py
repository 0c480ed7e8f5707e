"""The other readers: pdfplumber in this process, camelot in an environment of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.corpus import ROOT
from bench.found import FoundTable, from_fields

LOCK = ROOT / "requirements-bench.lock"


@dataclass(frozen=True)
class CamelotRun:
    """What camelot found, by document and page (from 1), and its CPU seconds; or why it could not run."""

    tables: Mapping[str, Mapping[int, Sequence[FoundTable]]] = field(default_factory=dict)
    cpu: float = 0.0
    version: str = ""
    failed: str = ""
    unread: Sequence[str] = ()


def ensure_environment(python: Path, base: Path) -> str:
    """Make the environment from requirements-bench.lock unless it is there; returns why it could not be made."""
    if python.exists():
        return ""
    venv = python.parents[1]
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    for command in ([base, "-m", "venv", venv], [python, *install, "-r", LOCK]):
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        if done.returncode:
            return (done.stderr.strip() or "no message").splitlines()[-1]
    (venv / ".gitignore").write_text("*\n", encoding="utf-8")
    return ""


def camelot(python: Path, jobs: Mapping[str, tuple[Path, Sequence[int]]]) -> CamelotRun:
    """Run camelot's lattice on pages (from 1) of documents."""
    wanted = {name: {"path": str(path), "pages": ",".join(map(str, pages))} for name, (path, pages) in jobs.items()}
    done = subprocess.run(
        [str(python), "-m", "bench.camelot_tables"],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode:
        return CamelotRun(failed=(done.stderr.strip() or "no message").splitlines()[-1])
    answer = json.loads(done.stdout)
    found = answer["documents"]
    return CamelotRun(
        tables={name: _by_page(document["tables"]) for name, document in found.items()},
        cpu=sum(document["cpu"] for document in found.values()),
        version=answer["version"],
        unread=[f"{name} ({document['error']})" for name, document in found.items() if document["error"]],
    )


def _by_page(tables: Sequence[dict[str, Any]]) -> dict[int, list[FoundTable]]:
    pages: dict[int, list[FoundTable]] = {}
    for table in tables:
        pages.setdefault(table["page"], []).append(from_fields(table))
    return {page: sorted(found, key=lambda table: (table.box[1], table.box[0])) for page, found in pages.items()}
