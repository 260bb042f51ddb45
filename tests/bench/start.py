"""How long it takes to start: the help text, and a run of one report, against Python alone."""

from __future__ import annotations

import statistics
import subprocess
import sys

from bench import core


def figures(scale: core.Scale) -> str:
    with core.folder() as where:
        commands = {
            "`python -c pass`": [sys.executable, "-c", "pass"],
            "`gongkai --help`": [sys.executable, "-m", "extract", "--help"],
            "`gongkai run` of one report": core.command([core.samples()[0]], where / "out", 1),
        }
        works = {
            name: lambda args=args: subprocess.run(args, stdout=subprocess.DEVNULL, check=True)
            for name, args in commands.items()
        }
        took = core.side_by_side(works, scale.rounds, clock=core.WALL)
    rows = [
        (name, f"{statistics.median(times) * 1000:.0f}", f"{core.ratio(times, took['`python -c pass`']):.1f}")
        for name, times in took.items()
    ]
    return core.table(("", "ms", "÷ Python"), rows)
