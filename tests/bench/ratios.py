"""The whole extraction against jieba's segmentation of the same texts, on one core."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

from bench import core


def row(name: str, paths: Sequence[Path], rounds: int) -> tuple[str, ...]:
    from extract.words import tokenizer

    lcut = tokenizer().lcut
    found = core.sources(paths)
    texts = [source.raw for source in found]
    took = core.side_by_side(
        {
            "jieba": lambda: [lcut(text) for text in texts],
            "whole": lambda: core.whole(paths),
            "extract": lambda: core.extracted(found),
        },
        rounds,
    )
    chars = sum(map(len, texts))
    tables = sum(grid.end - grid.start for source in found for grid in source.grids)
    ms = {key: f"{statistics.median(times) / len(paths) * 1000:.2f}" for key, times in took.items()}
    ratios = [f"{core.ratio(took[key], took['jieba']):.2f}" for key in ("extract", "whole")]
    return (
        *(name, f"{len(paths):,}", f"{chars / len(paths):,.0f}", f"{tables / chars:.0%}", ms["jieba"], ms["whole"]),
        *(ratios[0], f"**{ratios[1]}**"),
    )


def figures(scale: core.Scale) -> str:
    core.one_core()
    rows = []
    with core.folder() as where:
        sets = {
            "generated, no sentence repeats": core.made(where / "distinct", scale.reports),
            "generated, as it falls out": core.made(where / "plain", scale.reports, distinct=False),
            "generated, 60% boilerplate": core.made(where / "boilerplate", scale.reports, boilerplate=0.6),
        }
        rows = [row(name, sorted(path.rglob("*.txt")), scale.rounds) for name, path in sets.items()]
    rows.append(row("sample reports", core.samples(), scale.rounds))
    if core.real():
        rows.append(row("real reports", core.real(), scale.rounds))
    head = (
        *("texts", "reports", "characters each", "in tables", "jieba, ms each", "gongkai, ms each"),
        *("extract ÷ jieba", "read + extract ÷ jieba"),
    )
    return core.table(head, rows)
