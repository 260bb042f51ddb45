"""Notebooks run, show no boxes, hold no outputs and use public names alone; the README's example is what comes out."""

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


#: run before a notebook's own cells: a character that no font has is an error, not a box
GUARD = """import warnings
warnings.filterwarnings("error", message="Glyph .* missing from")"""


def executed(book: Any) -> Any:
    """The notebook after all its cells were run under the guard, in the folder where it lies."""
    book.cells.insert(0, nbformat.v4.new_code_cell(GUARD))
    resources = {"metadata": {"path": str(ROOT / "notebooks")}}
    return NotebookClient(book, timeout=300, kernel_name="python3", resources=resources).execute()


def complaints(book: Any) -> list[str]:
    """Errors and warnings on standard error; a plot that cannot be drawn does not fail its cell, it leaves one of them."""
    outputs = [output for cell in book.cells for output in cell.get("outputs", ())]
    errors = [f"{output.ename}: {output.evalue}" for output in outputs if output.output_type == "error"]
    return errors + [o.text for o in outputs if o.output_type == "stream" and o.name == "stderr"]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_without_a_complaint_or_a_box(path: Path) -> None:
    book = executed(nbformat.read(path, as_version=4))
    assert complaints(book) == []
    assert all(cell.execution_count for cell in book.cells if cell.cell_type == "code")
    plots = sum("image/png" in output.get("data", {}) for cell in book.cells for output in cell.get("outputs", ()))
    wanted = sum(
        word in cell.source for cell in code(path) for word in ("plotting.bars(", "plotting.heat(", "subplots(")
    )
    assert plots == wanted + sum(".plot.barh(" in cell.source for cell in code(path))


@pytest.mark.slow
def test_the_guard_catches_a_font_without_the_characters() -> None:
    source = """import matplotlib.pyplot as plt
plt.rcParams["font.family"] = "DejaVu Sans"
plt.gca().set_title("政府信息公开")
plt.gcf().set_size_inches(1, 1)"""
    book = executed(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]))
    assert any("Glyph 25919" in told and "DejaVu Sans" in told for told in complaints(book))


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
