"""Notebooks run, hold no outputs and use public names alone; the example of the README is what comes out."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import extract

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def code(path: Path) -> list[Any]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_there_are_notebooks_and_the_page_lists_them() -> None:
    page = (ROOT / "notebooks" / "README.md").read_text(encoding="utf8")
    assert NOTEBOOKS
    assert [path.name for path in NOTEBOOKS if path.name not in page] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_saved_without_outputs(path: Path) -> None:
    assert not any(cell.outputs or cell.execution_count for cell in code(path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_uses_public_names_alone(path: Path) -> None:
    for node in ast.walk(ast.parse("\n".join(cell.source for cell in code(path)))):
        if isinstance(node, ast.ImportFrom):
            assert not (node.module or "").startswith("extract"), ast.unparse(node)
        elif isinstance(node, ast.Import):
            assert not any(alias.name.startswith("extract.") for alias in node.names), ast.unparse(node)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "extract":
            assert node.attr in extract.__all__, ast.unparse(node)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(book, timeout=120, kernel_name="python3", resources=resources).execute()
    assert all(cell.execution_count for cell in book.cells if cell.cell_type == "code")


def test_example_of_the_readme_is_what_comes_out() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf8")
    report = extract.run(ROOT / "annotations" / "reports" / "s01_qinghuang_township_2019.txt")
    channels = {channel.id: channel.name or channel.kind for channel in report.channels}
    made = {
        (fact.id, fact.kind, fact.stage or "", f"{fact.value:g}", fact.unit or "", fact.bound, fact.category or "",
         channels.get(fact.channel or "", ""), fact.part_of or "", fact.text, str(fact.start), str(fact.end))
        for fact in report.facts
    }  # fmt: skip
    shown = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in re.findall(r"(?m)^\| f\d.*\|$", page)]
    assert shown
    assert [row for row in shown if row not in made] == []
    for quoted in re.findall(r"(?m)^> (.+)$", page):
        assert quoted in report.text
