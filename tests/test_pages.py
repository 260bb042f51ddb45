"""The tutorial and the how-tos: their commands run, and print what the pages show."""

from __future__ import annotations

from pathlib import Path

import pages
import pytest


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("study")


@pytest.mark.parametrize("name", pages.PAGES)  # in this order: the second begins where the first ends
def test_what_a_page_shows_is_printed(root: Path, folder: Path, name: str) -> None:
    pytest.importorskip("matplotlib").use("Agg")
    ran = pages.run((root / name).read_text(encoding="utf8"), folder)
    assert len(ran) >= 10
    for one in ran:
        assert one.holds(), f"{name} shows\n{one.expected}\nbut this is printed (make pages):\n{one.got}"


def test_the_figure_is_that_of_the_tutorial(root: Path, folder: Path) -> None:
    from PIL import Image

    with Image.open(folder / "channels.png") as fresh, Image.open(root / "docs/pictures/tutorial-channels.png") as kept:
        assert fresh.size == kept.size
        assert len(set(kept.convert("RGB").getdata())) > 100


@pytest.mark.parametrize(
    ("shown", "printed", "holds"),
    [
        ("$ a\nb\n", "$ a\nb\n", True),
        ("$ a\nb\n", "$ a\nb\nc\n", False),
        ("$ a\n…\nc\n", "$ a\nb\nb\nc\n", True),
        ("$ a\n…\nc\n", "$ a\nb\nd\n", False),
        ("$ a\n1…3\n", "$ a\n1 2 3\n", True),
        ("$ a\n1…3\n", "$ a\n1\n3\n", False),
        ("$ a (b)\n", "$ a b\n", False),
    ],
)
def test_what_may_be_left_out(shown: str, printed: str, holds: bool) -> None:
    assert pages.Ran((0, 0), True, shown, printed).holds() is holds


def test_what_no_longer_holds_is_written_anew_and_what_holds_is_left(tmp_path: Path) -> None:
    page = "# A\n\n```console\n$ echo 1; echo 2\n…\n```\n\n```python\nprint(3)\n```\n\n```text\n4\n```\n\n```python\nprint(5)\n```\n"
    ran = pages.run(page, tmp_path)
    assert [one.holds() for one in ran] == [True, False, False]
    after = pages.written(page, ran)
    assert after == page.replace("\n4\n", "\n3\n") + "\n```text\n5\n```\n"
    assert all(one.holds() for one in pages.run(after, tmp_path))


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="ended with 3"):
        pages.run("```console\n$ exit 3\n```\n", tmp_path)
    (ran,) = pages.run("```console\n$ exit 3\n$ echo $?\n```\n", tmp_path)
    assert ran.got == "$ exit 3\n$ echo $?\n3\n"
