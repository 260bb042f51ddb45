"""``gongkai train``: make the models from annotations."""

from __future__ import annotations

from pathlib import Path

from extract.cli import console
from extract.errors import ExtractError


def run(annotations: Path, models: Path) -> int:
    """Run the command; exit code 0, or 2 where something cannot be read."""
    from extract.train import train

    screen = console.stdout()
    try:
        cards = train(annotations, models, lambda what: screen.print(what))
    except ExtractError as error:
        console.complain(error)
        return 2
    screen.print(f"Models and their cards: {models}")
    for name, card in cards.items():
        screen.print(f"  {name}: {card['sha256'][:16]}… ({models / name}.md)")
    return 0
