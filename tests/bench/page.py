"""docs/benchmarks.md: words by hand, figures between markers by the bench."""

from __future__ import annotations

import re
from pathlib import Path

from bench.core import machine


def write(path: Path, name: str, figures: str) -> None:
    """Put the figures of a section, and the machine they were measured on, between their markers.

    Raises
    ------
    ValueError
        Where the page has no such markers.
    """
    text = path.read_text(encoding="utf8")
    path.write_text(_between(_between(text, "machine", machine(), path), name, figures, path), encoding="utf8")


def _between(text: str, name: str, figures: str, path: Path) -> str:
    markers = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not markers.search(text):
        raise ValueError(f"{path} has no place for {name}: write <!-- {name} --> and, a line below, <!-- /{name} -->")
    return markers.sub(lambda match: f"{match[1]}{figures}\n{match[2]}", text, count=1)
