"""A run from the listing to the finished folder: what is asked, in which order it is done, what is told of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Protocol, TypeVar

from extract import batch
from extract.engines import Died, in_processes
from extract.errors import OutputError
from extract.export.csvfile import LABELS
from extract.inputs import search
from extract.model import Failure
from extract.shards import folder, manifest, plan
from extract.shards.finish import finish
from extract.shards.lock import locked
from extract.shards.work import SHOWN, Done, Task, own_fingerprint, run_shard
from extract.storage import Place, is_url

#: says that a shard is being made by the process of the run itself
AT_WORK = "parts/.gongkai.at-work"
FORMATS = ("csv", "parquet", "jsonl", "parts")
T = TypeVar("T")
R = TypeVar("R")


class Engine(Protocol):
    """What does the work, see :func:`extract.engines.in_processes`."""

    def __call__(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[int, R | Died]]:
        """Yield the number of each task with its result, as they come."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked for.

    Parameters
    ----------
    paths
        Reports, and folders and archives that hold them, here or behind URLs.
    out
        Folder for the results, here or behind a URL.
    jobs
        Number of processes.
    formats
        What is made of the parts at the end: ``csv``, ``parquet``, ``jsonl``; with ``parts`` alone nothing is.
    labels
        Header of the CSV files: ``en`` (names) or ``zh`` (Chinese labels).
    overwrite
        Begin anew, whatever the folder holds.
    retry_failed
        Try files again that failed before, though they are the same.
    part
        ``(i, N)``: only the shards of slice i of N; their parts are made, nothing else.
    size
        Reports of a shard; what the folder was begun with where it is None.
    timeout
        Seconds that a file may take to read, and to extract.
    text_column, id_column
        Columns of tables that hold reports, and the names of their rows.
    """

    paths: tuple[str, ...]
    out: str
    jobs: int = 1
    formats: tuple[str, ...] = ("csv", "parquet", "jsonl")
    labels: str = "en"
    overwrite: bool = False
    retry_failed: bool = False
    part: tuple[int, int] | None = None
    size: int | None = None
    timeout: float = batch.TIMEOUT
    text_column: str | None = None
    id_column: str | None = None


@dataclass(slots=True)
class Summary:
    """What a run did: rows by table, files extracted and kept, what failed, what was passed over."""

    rows: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    skipped: dict[str, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    files: int = 0
    extracted: int = 0
    removed: int = 0
    shards: dict[int, str] = field(default_factory=dict)

    def add(self, number: int, done: Done) -> None:
        """Count a shard in."""
        self.rows.update(done.rows)
        self.warnings.update(done.warnings)
        self.files += done.files
        self.extracted += done.extracted
        self.removed -= done.known
        self.failures += done.failures[: max(0, SHOWN - len(self.failures))]
        self.shards[number] = done.row


def run(request: Request, tell: Callable[[Done], None] = lambda done: None, engine: Engine | None = None) -> Summary:
    """Extract reports into a folder, shard by shard; what an earlier run made of the same files is kept.

    Parameters
    ----------
    request
        What is asked.
    tell
        Called with each shard that is done.
    engine
        What does the work; processes of this machine where it is not given.

    Raises
    ------
    OutputError
        Where the folder holds something else, another run is at work in it, or it cannot be written. What was done
        until then stays, and the next run goes on from it.
    """
    _check(request)
    place = Place(request.out)
    try:
        folder.prepare(place, request.overwrite)
        with locked(place, request.part):
            return _run(request, place, tell, engine)
    except OSError as error:
        raise OutputError(f"could not be written ({error.strerror or error})", path=request.out) from error


def _run(request: Request, place: Place, tell: Callable[[Done], None], engine: Engine | None) -> Summary:
    summary = Summary()
    size = folder.settle(place, request)
    rows = [] if request.overwrite else manifest.names(place)
    reports = 0
    if rows and request.part is None:
        summary.removed, reports = folder.counts_of_last(place)
    tasks, shards = _tasks(request, place, rows, size, summary), 1
    if engine is None:
        first = list(islice(tasks, 2))
        tasks, shards = chain(first, tasks), len(first)
        # a single shard needs no process of its own, unless the last run died over it; of several, one that dies must
        # not take the run with it
        alone = shards < 2 and not place.has(AT_WORK)
        engine = partial(_marked, place) if alone else partial(in_processes, jobs=request.jobs)
    sent: dict[int, Task] = {}
    for number, result in engine(run_shard, _noted(tasks, sent)):
        task = sent.pop(number)
        done = _careful(task, engine) if isinstance(result, Died) else result
        summary.add(number, done)
        tell(done)
    if reports and not summary.rows["reports"]:
        raise OutputError(
            f"holds {reports:,} reports, and in the input there is none at all now (is its disk there?); all was left "
            "as it was; add --overwrite if that is meant",
            path=place.where,
        )
    place.delete(AT_WORK)
    if request.part is None:
        order = [summary.shards[number] for number in sorted(summary.shards)]
        finish(place, request, order, summary.rows, summary.warnings)
    return summary


def _marked(place: Place, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[int, R | Died]]:
    """As :func:`in_here`, with a mark in the folder that stays there where this process is killed meanwhile."""
    place.write(AT_WORK, b"")
    try:
        yield from in_here(work, tasks)
    finally:
        place.delete(AT_WORK)


def _check(request: Request) -> None:
    odd = sorted(set(request.formats) - set(FORMATS))
    if odd or not request.formats:
        raise OutputError(f"no format {', '.join(odd) or 'given'}; there are {', '.join(FORMATS)}", path=request.out)
    if request.jobs < 1 or (request.size is not None and request.size < 1) or request.timeout < 0:
        what = f"jobs {request.jobs}, reports of a shard {request.size} and timeout {request.timeout:g}"
        raise OutputError(f"cannot be made with {what}; jobs and reports are 1 or more", path=request.out)
    inside = [path for path in request.paths if _lies_in(path, request.out)]
    if inside:
        raise OutputError(
            f"holds the input {inside[0]}, which results would be written over; choose another folder", path=request.out
        )
    if request.labels not in LABELS:
        raise OutputError(f"no labels {request.labels!r}; there are {', '.join(LABELS)}", path=request.out)


def _lies_in(path: str, out: str) -> bool:
    """Whether an input is the folder of the results, or lies in it."""
    if is_url(path) != is_url(out):
        return False
    if is_url(path):
        return f"{path.rstrip('/')}/".startswith(f"{out.rstrip('/')}/")
    return os.path.exists(path) and Path(path).resolve().is_relative_to(Path(out).resolve())  # noqa: PTH110


def _tasks(request: Request, place: Place, rows: Sequence[str], size: int, summary: Summary) -> Iterator[Task]:
    index = manifest.Index(place, rows)
    found = search(request.paths, exclude=request.out, text_column=request.text_column, id_column=request.id_column)
    made_by = own_fingerprint()
    for number, entries in enumerate(plan.cut(found, size, summary.skipped)):
        if request.part is None or number % request.part[1] == request.part[0] - 1:
            old = index.overlapping([plan.name_of(entry) for entry in entries])
            # workers of a cluster may have been started in another folder
            here = tuple(one if isinstance(one, Failure) else (_absolute(one[0]), one[1]) for one in entries)
            yield Task(
                _absolute(place.where),
                here,
                made_by,
                old,
                request.timeout,
                request.retry_failed,
                overwrite=request.overwrite,
            )


def _absolute(path: str) -> str:
    return path if is_url(path) else os.path.abspath(path)  # noqa: PTH100 (a resolved link would be another path)


def _noted(tasks: Iterable[Task], sent: dict[int, Task]) -> Iterator[Task]:
    for number, task in enumerate(tasks):
        sent[number] = task
        yield task


def in_here(work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[int, R | Died]]:
    """An engine for a run that is not worth a process: one task after the other, in this one."""
    for number, task in enumerate(tasks):
        yield number, work(task)


def _careful(task: Task, engine: Engine) -> Done:
    """A shard that takes its process with it: which of its files does that? It is a failure, the others are done."""
    jobs = [(entry,) for entry in task.entries if isinstance(entry, tuple)]
    tried = engine(partial(tried_alone, timeout=task.timeout), jobs)
    killers = frozenset(jobs[number][0][1] for number, result in tried if isinstance(result, Died))
    for _, result in engine(run_shard, [replace(task, killers=killers)]):
        if not isinstance(result, Died):
            return result
    raise OutputError(
        f"the process that worked on {plan.name_of(task.entries[0])} and {len(task.entries) - 1} more died again and "
        "again (out of memory?), though not on one of them alone; use a smaller --shard-size, or more memory",
        path=task.out,
    )


def tried_alone(chunk: batch.Chunk, timeout: float) -> None:
    """Extract one file for nothing but to see whether the process lives; reports are not sent about."""
    batch.run_chunk(chunk, timeout)


def named(paths: Iterable[str | Path]) -> tuple[str, ...]:
    """Paths as a request holds them."""
    return tuple(str(path) for path in paths)
