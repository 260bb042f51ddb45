"""One process and two, by the real command."""

from __future__ import annotations

import os
import statistics
import subprocess

from bench import core


def figures(scale: core.Scale) -> str:
    with core.folder() as where:
        paths = core.made(where / "in", scale.batch)

        def work(jobs: int) -> None:
            subprocess.run(core.command([paths], where / f"out{jobs}", jobs), check=True, capture_output=True)

        took = core.side_by_side(
            {str(jobs): lambda jobs=jobs: work(jobs) for jobs in (1, 2)}, scale.rounds, warm=False, clock=core.WALL
        )
    rows = [
        (
            f"`--jobs {jobs}`",
            f"{statistics.median(times):.1f}",
            f"{scale.batch / statistics.median(times):.1f}",
            f"**{core.ratio(took['1'], times):.2f}**",
        )
        for jobs, times in took.items()
    ]
    said = (
        f"{scale.batch:,} generated reports of which no sentence repeats, start and writing counted (`--format {core.PARTS}`), "
        f"median of {scale.rounds} rounds."
    )
    if (os.cpu_count() or 1) < 2:
        said += " This machine has one core: two processes share it."
    return f"{said}\n\n" + core.table(("", "seconds", "reports a second", "times as fast as one"), rows)
