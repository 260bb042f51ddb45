"""How the cost of a run grows with its reports: the exponent of a line through the logarithms."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import numpy as np

from bench import core
from bench.measured import measure


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of log cost over log size, by least squares; 1 is linear.

    Raises
    ------
    ValueError
        Where a cost is not above 0: it is lost in the noise of the start.
    """
    if min(costs) <= 0:
        raise ValueError("a run of some reports costs no more than one of two; measure larger sizes (--growth)")
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])


def figures(scale: core.Scale) -> str:
    rounds = min(scale.rounds, 3)
    with core.folder() as where:
        sets = {size: core.made(where / str(size), size) for size in (2, *scale.growth)}
        # two reports, in a shard each: as many processes are started as for many
        more = {2: ["--shard-size", "1"]}
        found = {
            size: [
                measure([*core.command([paths], where / f"out{size}", 1), *more.get(size, [])]) for _ in range(rounds)
            ]
            for size, paths in sets.items()
        }
    cpu = {size: statistics.median(one.cpu for one in several) for size, several in found.items()}
    start = cpu.pop(2)
    rows = [
        (
            f"{size:,}",
            f"{cost:.2f}",
            f"{(cost - start) / size * 1000:.2f}",
            f"{statistics.median(m.seconds for m in found[size]):.2f}",
        )
        for size, cost in cpu.items()
    ]
    beyond = exponent(list(cpu), [cost - start for cost in cpu.values()])
    return (
        f"Exponent of the cost beyond a run of two reports ({start:.2f} s): **{beyond:.3f}**; of the whole cost, in which the start "
        f"weighs less and less: {exponent(list(cpu), list(cpu.values())):.3f}. Median of {rounds} rounds, `--jobs 1 --format {core.PARTS}`.\n\n"
        + core.table(("reports", "CPU seconds", "ms a report beyond the start", "seconds by the clock"), rows)
    )
