"""What 64 real documents say of themselves, read off their first pages by eye, against what lands of it.

Where a document has no cover its publisher and year stand above the form of its whole department.
"""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import jinja2
import pytest
from conftest import ROOT

from extract.assemble import assemble
from extract.facts import read_facts
from extract.model import Document, Place, TextLine
from extract.readers import read_blocks

GOLDEN = Path(__file__).parent / "golden" / "document_facts.csv"
with GOLDEN.open(encoding="utf-8", newline="") as file:
    PRINTED = list(csv.DictReader(file))
with (GOLDEN.parent / "covers.csv").open(encoding="utf-8", newline="") as file:
    COVERS = list(csv.DictReader(file))
FACTS = ("publisher", "fiscal_year", "document_type", "budget_scope")
MODELS = ROOT / "models" / "intermediate"


@pytest.mark.parametrize("printed", PRINTED, ids=[printed["document_id"] for printed in PRINTED])
def test_facts_as_printed(printed: dict[str, str], shared: Path) -> None:
    file = f"{printed['document_id']}.pdf"
    read = read_blocks((shared / "corpus" / file).read_bytes(), file)
    document = Document(printed["document_id"], file, "", read.reader, read.page_count, read.blocks)
    facts = read_facts(document, assemble(read.blocks))
    assert {name: str(getattr(facts, name) or "") for name in printed if hasattr(facts, name)} == {
        name: text for name, text in printed.items() if hasattr(facts, name)
    }


def test_divisions_as_printed() -> None:
    """The models that find a publisher's division, run on the publishers as printed."""
    connection = duckdb.connect()
    seed = ROOT / "seeds" / "reference" / "divisions.csv"
    connection.execute(f"create table divisions as select * from read_csv('{seed}', all_varchar = true, header = true)")
    connection.execute(
        f"create table stg_documents as select * replace (cast(fiscal_year as integer) as fiscal_year) "
        f"from read_csv('{GOLDEN}', all_varchar = true, header = true)"
    )
    for model in ("int_divisions_named", "int_publishers_located"):
        template = jinja2.Environment().from_string((MODELS / f"{model}.sql").read_text(encoding="utf-8"))
        connection.execute(f"create view {model} as {template.render(ref=str)}")
    located = connection.execute("select document_id, division_code from int_publishers_located").fetchall()
    assert dict(located) == {printed["document_id"]: printed["division_code"] for printed in PRINTED}


@pytest.mark.parametrize("cover", COVERS, ids=[cover["lines"] for cover in COVERS])
def test_facts_of_other_covers(cover: dict[str, str]) -> None:
    """Covers as other provinces word them, made up; a bar divides their lines."""
    place = Place(page=1)
    lines = tuple(TextLine(line, place) for line in cover["lines"].split("|"))
    facts = read_facts(Document("cover", "cover.pdf", "", "pdf", 1, lines), ())
    assert [str(getattr(facts, name) or "") for name in FACTS] == [cover[name] for name in FACTS]
