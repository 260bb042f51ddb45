"""``gongkai kinds``: the kinds of facts."""

from __future__ import annotations

from extract.cli import console
from extract.facts import kinds as listed


def kinds() -> int:
    """Print the kinds with what they count and their stages."""
    rows = [(kind.name, " ".join(kind.stages), kind.doc) for kind in sorted(listed(), key=lambda kind: kind.name)]
    console.stdout().print(console.table("Kinds of facts", ("kind", "stages", "counts"), rows))
    return 0
