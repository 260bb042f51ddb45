"""``gongkai run``: extract reports, write records and tables, sum up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from extract.batch import TIMEOUT, run_batch
from extract.cli import console
from extract.errors import ExtractError
from extract.export.files import Writer
from extract.inputs import Inputs, find
from extract.limits import collect_rarely
from extract.model import Failure

SHOWN = 20  # failures that are listed on the terminal; the table has them all


def run(
    paths: Sequence[Path],
    out: Path,
    jobs: int,
    formats: Sequence[str],
    labels: str,
    overwrite: bool,
    columns: tuple[str | None, str | None] = (None, None),
    timeout: float = TIMEOUT,
) -> int:
    """Run the command.

    Parameters
    ----------
    paths, out, jobs, formats, labels, overwrite, timeout
        Its arguments and options.
    columns
        Those of tables that hold the reports and the names of the rows.

    Returns
    -------
    int
        Exit code: 0, 1 where a file failed, 2 where the output folder cannot be used, 130 after Ctrl-C.
    """
    collect_rarely()
    inputs = find(paths, exclude=out, text_column=columns[0], id_column=columns[1])
    failures: list[Failure] = []
    warnings: Counter[str] = Counter()
    names = [name.strip().lower() for name in formats if name.strip()]
    try:
        with Writer(out, names, overwrite=overwrite, labels=labels) as writer, _progress() as bar:
            task = bar and bar.add_task("reports", total=len(inputs))
            for outcome in run_batch(inputs, jobs, timeout):
                writer.add(outcome)
                if outcome.failure:
                    failures.append(outcome.failure)
                elif outcome.report:
                    warnings.update(warning.code for warning in outcome.report.warnings)
                if bar:
                    bar.advance(task)
    except ExtractError as error:
        console.complain(error)
        return 2
    except KeyboardInterrupt:
        console.stderr().print("gongkai: stopped; nothing was written", style="red")
        return 130
    _sum_up(writer, inputs, failures, warnings)
    return 1 if failures else 0


def _progress() -> Any:
    screen = console.stderr()
    if not screen.is_terminal:
        return nullcontext()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=screen, transient=True)


def _sum_up(writer: Writer, inputs: Inputs, failures: Sequence[Failure], warnings: Counter[str]) -> None:
    screen = console.stdout()
    rows = [(name, console.number(count)) for name, count in writer.counts.items()]
    screen.print(console.table("Summary", ("table", "rows"), rows, right=("rows",)))
    if warnings:
        listed = ", ".join(f"{code} {count}" for code, count in sorted(warnings.items()))
        screen.print(Text(f"Warnings: {listed} (table warnings)", style="yellow"), soft_wrap=True)
    if inputs.skipped:
        kinds = sorted({Path(name).suffix.lower() or "no suffix" for name in inputs.skipped})
        files = f"{len(inputs.skipped)} file{'s' if len(inputs.skipped) > 1 else ''}"
        text = f"Passed over: {files} that no reader knows yet ({', '.join(kinds)})"
        screen.print(Text(text, style="yellow"), soft_wrap=True)
    for failure in failures[:SHOWN]:
        text = f"Failed: {failure.path} ({failure.stage}): {failure.reason}"
        console.stderr().print(Text(text, style="red"), soft_wrap=True)
    if len(failures) > SHOWN:
        more = f"… and {len(failures) - SHOWN} more (table failures)"
        console.stderr().print(Text(more, style="red"), soft_wrap=True)
    screen.print(Text(f"Written to {writer.out}{'' if str(writer.out).endswith('/') else '/'}"), soft_wrap=True)
