"""Peak memory of a run, all its processes together, at several numbers of reports."""

from __future__ import annotations

import shutil

from bench import core
from bench.measured import measure


def figures(scale: core.Scale) -> str:
    rows, before = [], None
    for size in scale.sizes:
        with core.folder() as where:
            paths = core.made(where / "in", size)
            found = measure(core.command([paths], where / "out", scale.jobs))
            shutil.rmtree(where / "out")
        grown = f"{found.tree / before.tree:.2f}" if before else ""
        rows.append(
            (
                *(f"{size:,}", f"{found.tree:,.0f}", f"{found.largest:,.0f}", grown),
                *(f"{size / found.seconds:.1f}", f"{found.seconds:,.0f}"),
            )
        )
        before = found
    head = (
        "reports",
        "all processes, MB",
        "largest process, MB",
        "÷ the size before",
        "reports a second",
        "seconds",
    )
    return (
        f"`--jobs {scale.jobs} --format {core.PARTS}`, generated reports of which no sentence repeats.\n\n"
        + core.table(head, rows)
    )
