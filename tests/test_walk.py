"""The tutorial and the how-tos: their commands run, and print what the pages show."""

from __future__ import annotations

from pathlib import Path

import pytest
import walk


def test_what_the_pages_show_is_printed(root: Path, tmp_path: Path) -> None:
    """One test, because the second page begins in the folder where the first ends."""
    from PIL import Image

    pytest.importorskip("matplotlib").use("Agg")
    wrong = []
    for name in walk.PAGES:
        ran = walk.run((root / name).read_text(encoding="utf8"), tmp_path)
        assert len(ran) >= 10
        wrong += [f"{name} shows\n{one.expected}\nbut this is printed:\n{one.got}" for one in ran if not one.holds()]
    assert not wrong, "\n".join(["run: make pages, and look at what it changed", *wrong])
    kept = root / "docs/pictures/tutorial-channels.png"
    with Image.open(tmp_path / "channels.png") as fresh, Image.open(kept) as old:
        assert fresh.size == old.size
        assert len(old.convert("RGB").getcolors(1 << 20) or ()) > 100  # lines and letters, no empty page


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
    assert walk.Ran((0, 0), True, shown, printed).holds() is holds


def test_what_no_longer_holds_is_written_anew_and_what_holds_is_left(tmp_path: Path) -> None:
    page = "# A\n\n```console\n$ echo 1; echo 2\n…\n```\n\n```python\nprint(3)\n```\n\n```text\n4\n```\n\n```python\nprint(5)\n```\n"
    ran = walk.run(page, tmp_path)
    assert [one.holds() for one in ran] == [True, False, False]
    after = walk.written(page, ran)
    assert after == page.replace("\n4\n", "\n3\n") + "\n```text\n5\n```\n"
    assert all(one.holds() for one in walk.run(after, tmp_path))


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="ended with 3"):
        walk.run("```console\n$ exit 3\n```\n", tmp_path)
    (ran,) = walk.run("```console\n$ exit 3\n$ echo $?\n```\n", tmp_path)
    assert ran.got == "$ exit 3\n$ echo $?\n3\n"
