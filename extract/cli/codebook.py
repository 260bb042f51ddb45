"""``gongkai codebook``: what a paper needs to say of a run."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from extract.cli import console
from extract.errors import ExtractError
from extract.paper.pages import NAMES, write
from extract.results import load


def run(folder: str, out: Path | None, language: str) -> int:
    """Run the command; exit code 0, or 2 where the run or the folder cannot be used."""
    try:
        held = load(folder)
        where = out or held.folder / "codebook"
        said = write(held, where, language)
    except ExtractError as error:
        console.complain(error)
        return 2
    screen = console.stdout()
    for name in NAMES:
        screen.print(Text(str(where / name)), soft_wrap=True)
    if said.measured is None:
        screen.print("No measured figures came with this installation: methods.md says nothing of accuracy.")
    elif said.differs:
        told = ", ".join(said.differs)
        screen.print(
            f"The figures in methods.md were measured with other {told} than this run's; it says so.", soft_wrap=True
        )
    return 0
