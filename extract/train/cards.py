"""Model cards: what a model tells, what it was made of, how well it does, and what it cannot do."""

from __future__ import annotations

import json
from typing import Any

Card = dict[str, Any]


def card(name: str, told: Card) -> str:
    """The card of a model in Markdown."""
    return f"# {name}\n\n```\n{json.dumps(told, ensure_ascii=False, indent=1)}\n```\n"
