"""Where the time of a run goes: reports a second on one core, and the share of each stage."""

from __future__ import annotations

import contextlib
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import core

#: stage -> the functions of extract.pipeline that are its work; what one calls of another is counted there
STAGES = {
    "clean": ("_clean",),
    "outline": ("_outline",),
    "title, organ, year, sentences": ("_head", "_split"),
    "tables": ("_read_tables", "_name_document"),
    "channels": ("_find_channels", "_merge_channels", "_tell_uses"),
    "facts": ("_frame", "_tell_numbers", "_find_facts"),
    "items": ("_find_zones", "_find_items", "_tell_items"),
    "link": ("_link",),
    "checks, record": ("_check", "_report"),
}


class Watch:
    """Seconds by stage; a stage that runs inside another is taken off that one."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def over(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any, **options: Any) -> Any:
            self._inner.append(0.0)
            began = core.CPU()
            try:
                return work(*args, **options)
            finally:
                took = core.CPU() - began
                self.seconds[name] += took - self._inner.pop()
                self._inner[-1] += took

        return watched


@contextlib.contextmanager
def watching() -> Iterator[Watch]:
    """The pipeline with a watch over each of its stages; ``extract`` is what is between them."""
    from extract import pipeline

    watch, before = Watch(), {"STAGES": pipeline.STAGES}
    for stage, names in {**STAGES, "between": ("extract",)}.items():
        for name in names:
            before[name] = getattr(pipeline, name)
            setattr(pipeline, name, watch.over(stage, before[name]))
    pipeline.STAGES = tuple(getattr(pipeline, stage.__name__) for stage in pipeline.STAGES)
    try:
        yield watch
    finally:
        for name, work in before.items():
            setattr(pipeline, name, work)


def run(paths: Path, out: Path, write: str = core.PARTS) -> dict[str, float]:
    """Seconds of each stage of a run, its shards made in this process; writing is what is left."""
    from extract.shards.running import Request, in_here
    from extract.shards.running import run as run_shards

    files = sorted(paths.rglob("*.txt"))
    read = core.timed(lambda: core.sources(files))
    with watching() as watch:
        began = core.CPU()
        done = run_shards(
            Request((str(paths),), str(out), formats=tuple(write.split(",")), overwrite=True), engine=in_here
        )
        took = core.CPU() - began
    if done.extracted != len(files) or done.failures:
        raise RuntimeError(f"{len(files)} files, {done.extracted} extracted, {len(done.failures)} failed")
    seconds = dict(watch.seconds)
    return {"read": read, **seconds, "write and the rest": took - read - sum(seconds.values()), "all": took}


def figures(scale: core.Scale) -> str:
    core.one_core()
    with core.folder() as where:
        paths = core.made(where / "in", scale.reports)
        core.whole(sorted(paths.rglob("*.txt"))[:32])  # warm: models, patterns, dictionaries
        both = [(run(paths, where / "out"), run(paths, where / "all", core.ALL)) for _ in range(scale.rounds)]
    rounds = [parts for parts, _ in both]
    collected = statistics.median(one["all"] for _, one in both)
    every = statistics.median(one["all"] for one in rounds)
    rows = []
    for name in ("read", *STAGES, "between", "write and the rest"):
        took = statistics.median(one.get(name, 0.0) for one in rounds)
        rows.append((name, f"{took / scale.reports * 1000:.3f}", f"{took / every:.0%}"))
    rows.append(("**all**", f"**{every / scale.reports * 1000:.3f}**", "100%"))
    return (
        f"{scale.reports / every:.1f} reports a second on one core (`gongkai run --format {core.PARTS}`, start not counted), "
        f"{scale.reports:,} generated reports of which no sentence repeats, median of {scale.rounds} rounds; "
        f"{scale.reports / collected:.1f} a second with `--format {core.ALL}`, which collects the tables of all reports at the end.\n\n"
        + core.table(("stage", "ms a report", "share"), rows)
    )
