from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import RegistryError
from extract.registry import Entry, identify, load_registry, slug

HEADER = "document_id,file,sha256,publisher,source_url,published_on,supersedes\n"


def _registry(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "registry.csv"
    path.write_text(header + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_entries_are_read_with_blanks_stripped(tmp_path: Path) -> None:
    path = _registry(tmp_path, "green-2025, green.txt ,ab12,云山市园林局,https://example.org/a,2025-01-31,")
    assert load_registry(path) == (
        [Entry("green-2025", "green.txt", "ab12", "云山市园林局", "https://example.org/a", "2025-01-31")],
        [],
    )


def test_no_registry_is_an_empty_one(tmp_path: Path) -> None:
    assert load_registry(tmp_path / "registry.csv") == ([], [])


def test_of_two_entries_with_one_id_the_first_stays(tmp_path: Path) -> None:
    entries, (fault,) = load_registry(_registry(tmp_path, "green,a.txt,aa,,,,", "green,b.txt,bb,,,,"))
    assert [entry.file for entry in entries] == ["a.txt"]
    assert "line 3: the id green is taken by an earlier line" in str(fault)


def test_a_registry_without_its_columns_is_one_fault(tmp_path: Path) -> None:
    entries, (fault,) = load_registry(_registry(tmp_path, "green,a.txt", header="document_id,file\n"))
    assert entries == []
    assert "has no column sha256" in str(fault)


@pytest.mark.parametrize("data", ["document_id,file,sha256\n绿化,".encode("gbk"), b"\xff\xfe\x00"])
def test_a_registry_in_another_encoding_is_one_fault(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "registry.csv"
    path.write_bytes(data)
    entries, (fault,) = load_registry(path)
    assert entries == []
    assert "is not UTF-8" in str(fault)


def test_a_file_is_known_by_its_bytes_whatever_its_name() -> None:
    entry = Entry("green-2025", "green.txt", "ab12")
    assert identify(Path("renamed.txt"), "ab12", [entry]) == entry


def test_a_registered_name_with_other_bytes_is_refused() -> None:
    with pytest.raises(
        RegistryError, match=r"^green\.txt: its sha256 cd34… is not ab12… of the registry's green-2025; "
    ):
        identify(Path("green.txt"), "cd34", [Entry("green-2025", "green.txt", "ab12")])


def test_an_entry_without_sha256_does_not_bind_its_name() -> None:
    entry = identify(Path("green.txt"), "cd34", [Entry("green-2025", "green.txt", "")])
    assert (entry.document_id, entry.sha256) == ("green", "cd34")


@pytest.mark.parametrize(
    ("name", "expected"), [("h08_Suzhou", "h08-suzhou"), ("2025 预算 A", "2025-a"), ("预算", "document"), ("-a-", "a")]
)
def test_ids_from_names(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text())
def test_any_name_gives_an_id(name: str) -> None:
    made = slug(name)
    assert made
    assert made.isascii()
    assert made == made.lower() == slug(made)
