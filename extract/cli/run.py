"""``gongkai run``: extract reports shard by shard, write records and tables, sum up."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from extract.cli import console
from extract.errors import ExtractError
from extract.inputs import Skipped, search
from extract.limits import collect_rarely
from extract.results import load
from extract.shards.running import Engine, Request, Summary
from extract.shards.running import run as run_shards
from extract.shards.work import Done


def run(request: Request, engine: str, scheduler: str | None) -> int:
    """Run the command.

    Parameters
    ----------
    request
        Its arguments and options.
    engine, scheduler
        ``processes`` of this machine, or ``dask`` with the address of its scheduler.

    Returns
    -------
    int
        Exit code: 0, 1 where a file failed, 2 where the output folder cannot be used, 130 after Ctrl-C.
    """
    collect_rarely()
    try:
        with _progress() as bar, _engine(engine, scheduler) as chosen:
            task = bar and bar.add_task("reports", total=_count(request))

            def tell(done: Done) -> None:
                if bar:
                    bar.advance(task, done.files)

            summary = run_shards(request, tell, chosen)
    except ExtractError as error:
        console.complain(error)
        return 2
    except KeyboardInterrupt:
        console.stderr().print("gongkai: stopped; the same command goes on where it was", style="red")
        return 130
    _sum_up(summary, request)
    return 1 if summary.rows["failures"] else 0


def _engine(name: str, scheduler: str | None) -> Any:
    if name == "dask":
        from extract.shards.cluster import on_dask

        return on_dask(scheduler)
    chosen: Engine | None = None
    return nullcontext(chosen)


def _progress() -> Any:
    screen = console.stderr()
    if not screen.is_terminal:
        return nullcontext()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=screen, transient=True)


def _count(request: Request) -> int:
    """How many there will be: the listing once more, which takes little."""
    found = search(request.paths, exclude=request.out, text_column=request.text_column, id_column=request.id_column)
    every = sum(not isinstance(entry, Skipped) for entry in found)
    return every if request.part is None else every // request.part[1]


def _sum_up(summary: Summary, request: Request) -> None:
    screen = console.stdout()
    rows = [(name, console.number(count)) for name, count in summary.rows.items() if name != "records"]
    screen.print(console.table("Summary", ("table", "rows"), rows, right=("rows",)))
    kept = summary.files - summary.extracted
    if kept:
        screen.print(Text(f"Extracted {summary.extracted:,}; {kept:,} were there and had not changed"))
    if summary.removed > 0:
        text = f"Taken out: {summary.removed:,} of the earlier run that are no longer in the input"
        screen.print(Text(text, style="yellow"), soft_wrap=True)
    failed = 0 if request.part else load(request.out).counted("checks", "status")["fail"]
    if failed:
        text = f"Checks that failed: {failed:,} of {summary.rows['checks']:,} (table checks)"
        screen.print(Text(text, style="yellow"), soft_wrap=True)
    if summary.warnings:
        listed = ", ".join(f"{code} {count}" for code, count in sorted(summary.warnings.items()))
        screen.print(Text(f"Warnings: {listed} (table warnings)", style="yellow"), soft_wrap=True)
    if summary.skipped:
        count = sum(summary.skipped.values())
        files = f"{count} file{'s' if count > 1 else ''}"
        text = f"Passed over: {files} that no reader knows yet ({', '.join(sorted(summary.skipped))})"
        screen.print(Text(text, style="yellow"), soft_wrap=True)
    for failure in summary.failures:
        text = f"Failed: {failure.path} ({failure.stage}): {failure.reason}"
        console.stderr().print(Text(text, style="red"), soft_wrap=True)
    more = summary.rows["failures"] - len(summary.failures)
    if more > 0:
        console.stderr().print(Text(f"… and {more} more (table failures)", style="red"), soft_wrap=True)
    out = request.out if request.out.endswith("/") else f"{request.out}/"
    if request.part is None:
        screen.print(Text(f"Written to {out}"), soft_wrap=True)
        if summary.extracted and Path(out, "panel.duckdb").is_file():
            text = f"The panel in it is that of the earlier run: gongkai panel {request.out} makes it anew"
            screen.print(Text(text, style="yellow"), soft_wrap=True)
    else:
        done = f"Slice {request.part[0]} of {request.part[1]} is done"
        screen.print(Text(f"{done}; the same command without --shard puts {out} together"), soft_wrap=True)
