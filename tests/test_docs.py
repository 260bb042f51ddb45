from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from extract import __version__, dictionary


@pytest.mark.parametrize(
    "name", ["docs/data-dictionary.md", "docs/panel-columns.md", "docs/report.schema.json", "extract/cli/help.txt"]
)
def test_generated_files_are_current(root: Path, name: str) -> None:
    assert (root / name).read_text(encoding="utf8") == dictionary.made()[name], "run: make docs"


def test_main_writes_them(root: Path, tmp_path: Path) -> None:
    for name in dictionary.made():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    dictionary.main(tmp_path)
    for name in dictionary.made():
        assert (tmp_path / name).read_bytes() == (root / name).read_bytes()


def test_every_kind_is_in_the_dictionary(root: Path) -> None:
    from extract.facts import kinds

    page = (root / "docs" / "data-dictionary.md").read_text(encoding="utf8")
    assert all(f"| `{kind.name}` |" in page for kind in kinds())


def test_lock_holds_names_versions_and_hashes_alone(root: Path) -> None:
    lock = (root / "constraints.txt").read_text(encoding="utf8")
    for line in lock.splitlines():
        assert re.fullmatch(r"[a-z0-9.\-]+==[^ ]+( ;.*)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


def test_lock_covers_the_project(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf8"))["project"]
    locked = set(re.findall(r"(?m)^([a-z0-9.\-]+)==", (root / "constraints.txt").read_text(encoding="utf8")))
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    assert {re.split(r"[<>=\[ ]", one)[0].lower() for one in wanted} <= locked


def test_version_is_in_the_changelog(root: Path) -> None:
    assert f"## {__version__}" in (root / "CHANGELOG.md").read_text(encoding="utf8")


def test_links_between_pages_hold(root: Path) -> None:
    for page in [*root.glob("*.md"), *(root / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf8")):
            assert (page.parent / target).exists(), f"{page.name} points to {target}"


def test_makefile_targets_of_the_readme_are_there(root: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (root / "Makefile").read_text(encoding="utf8")))
    pages = "".join((root / name).read_text(encoding="utf8") for name in ("README.md", "CONTRIBUTING.md"))
    used = {a or b for a, b in re.findall(r"`make ([a-z-]+)`|\nmake ([a-z-]+)", pages)}
    assert used
    assert used <= targets
