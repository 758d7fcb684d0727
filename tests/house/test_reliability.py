"""Law: each line of what may fail names tests that there are."""

import re

from tests.house.tree import ROOT, read, sources

DOCUMENT = "docs/reliability.md"
CELLS = 4


def rows() -> list[list[str]]:
    """The cells of every line of the tables, heads left out."""
    lines = [line for line in read(DOCUMENT).splitlines() if line.startswith("|")]
    split = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [cells for cells in split if cells[0] != "What fails" and set(cells[0]) != {"-"}]


def all_tests() -> set[str]:
    """Every test, as `folder/file.py::name`."""
    return {
        f"{source.name.removeprefix('tests/')}::{function.name}"
        for source in sources("tests")
        for function in source.functions()
        if function.name.startswith("test_")
    }


def test_every_fault_has_its_words_and_its_tests() -> None:
    found = rows()
    assert len(found) > 25
    known = all_tests()
    for cells in found:
        assert len(cells) == CELLS, cells[0]
        assert all(cells), cells[0]
        named = re.findall(r"`([^`]+)`", cells[-1])
        assert named, cells[0]
        assert not set(named) - known, cells[0]


def test_it_is_found_from_where_somebody_looks() -> None:
    for document in ("README.md", "README.zh-CN.md", "docs/operating.md", "docs/architecture.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        assert "reliability.md" in text, document
