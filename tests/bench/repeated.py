"""What a cache of sentences could gain at most: the same reports without the sentences that an earlier one had."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from pathlib import Path

from bench import core
from extract.model import Source

_SENTENCE = re.compile(r"[^。；！？\n\t|]{8,}[。；！？]")


def without(texts: Sequence[str]) -> tuple[list[str], float]:
    """The texts without the sentences that an earlier one had, and these sentences' share of the characters of all."""
    seen: set[str] = set()
    every = gone = 0
    out = []
    for text in texts:
        own = [match.group() for match in _SENTENCE.finditer(text)]
        every += sum(map(len, own))
        gone += sum(len(words) for words in own if words in seen)
        known = seen.intersection(own)
        out.append(_SENTENCE.sub(lambda match, known=known: "" if match.group() in known else match.group(), text))
        seen.update(own)
    return out, gone / every if every else 0.0


def row(name: str, paths: Sequence[Path], rounds: int) -> tuple[str, ...]:
    from extract.reading import txt

    full = core.sources(paths)
    left, share = without([source.raw for source in full])
    less: list[Source] = [txt.read(source.path, text.encode()) for source, text in zip(full, left, strict=True)]
    took = core.side_by_side({"full": lambda: core.extracted(full), "less": lambda: core.extracted(less)}, rounds)
    chars = sum(len(source.raw) for source in full)
    speed = statistics.median(took["full"]) / chars * 1e6
    return (
        name,
        f"{len(paths):,}",
        f"{share:.0%}",
        f"{speed:.2f}",
        f"**{1 - core.ratio(took['less'], took['full']):.0%}**",
    )


def figures(scale: core.Scale) -> str:
    core.one_core()
    with core.folder() as where:
        rows = []
        for share in (None, 0.3, 0.6, 0.9):
            name = "generated, no sentence repeats" if share is None else f"generated, {share:.0%} boilerplate"
            paths = sorted(core.made(where / str(share), scale.reports, boilerplate=share).rglob("*.txt"))
            rows.append(row(name, paths, scale.rounds))
    rows.append(row("sample reports", core.samples(), scale.rounds))
    if core.real():
        rows.append(row("real reports", core.real(), scale.rounds))
    head = ("texts", "reports", "of the sentences, said before", "µs a character now", "a cache would gain at most")
    return core.table(head, rows)
