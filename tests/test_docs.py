from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from extract import __version__, dictionary

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", sorted(dictionary.made()))
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


PAGES = [
    *(ROOT.glob("*.md")),
    *(page for folder in ("docs", "notebooks", "annotations", "models") for page in (ROOT / folder).rglob("*.md")),
]


def anchors(page: Path) -> set[str]:
    """The places of a page's headings, as GitHub names them."""
    text = re.sub(r"(?ms)^```.*?^```$", "", page.read_text(encoding="utf8"))
    plain = (re.sub(r"[`*]|\]\([^)]*\)", "", title).lower() for title in re.findall(r"(?m)^#+ (.+)$", text))
    return {re.sub(r"[^\w -]", "", title).strip().replace(" ", "-") for title in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_hold(page: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```$", "", page.read_text(encoding="utf8"))
    for target, place in re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)", text):
        to = page.parent / target if target else page
        assert to.exists(), f"points to {target}"
        if place:
            assert place in anchors(to), f"points to {target}#{place}; there are {sorted(anchors(to))}"


def test_the_index_of_the_docs_has_every_page(root: Path) -> None:
    text = (root / "docs" / "README.md").read_text(encoding="utf8")
    listed = set(re.findall(r"\]\(([^)#]+)\)", text))
    pages = {page.relative_to(root / "docs").as_posix() for page in (root / "docs").rglob("*.md")}
    assert pages - {"README.md"} <= listed


def test_every_public_name_and_command_is_in_the_reference(root: Path) -> None:
    import extract
    from extract import reference

    assert sorted(name for names in reference.GROUPS.values() for name in names) == sorted(
        {*extract.__all__} - {"__version__"}
    )
    page = (root / "docs" / "reference" / "python.md").read_text(encoding="utf8")
    assert re.findall(r"(?:``|:\w+:`)", re.sub(r"(?ms)^```.*?^```$", "", page)) == []  # no reStructuredText is left
    parts = re.split(r"(?m)^### ", page)[1:]
    assert all(len(part.split("\n\n")) > 1 for part in parts)


def test_commands_of_the_pages_are_there(root: Path) -> None:
    known = set(re.findall(r"(?m)^## gongkai (.+)$", (root / "docs/reference/commands.md").read_text(encoding="utf8")))
    groups = {name.split()[0] for name in known if " " in name}
    for page in PAGES:
        for first, second in re.findall(
            r"(?:\$ |`|bin/|^)gongkai ([a-z]+)(?: ([a-z]+))?", page.read_text("utf8"), re.M
        ):
            said = f"{first} {second}" if first in groups and second else first
            assert said in known, f"{page.name}: there is no gongkai {said}"


def test_makefile_targets_of_the_pages_are_there(root: Path) -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (root / "Makefile").read_text(encoding="utf8")))
    pages = "".join(page.read_text(encoding="utf8") for page in PAGES)
    used = {a or b for a, b in re.findall(r"`make ([a-z-]+)[` ]|\nmake ([a-z-]+)", pages)}
    assert used
    assert used <= targets
