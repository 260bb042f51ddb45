"""From the files of a shard to its parts: the one function that processes and machines are sent."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extract import batch
from extract.batch import Outcome
from extract.engines import DIED
from extract.errors import OutputError
from extract.inputs import Job
from extract.model import Failure
from extract.shards import manifest, parts
from extract.shards.manifest import File, Row
from extract.shards.plan import Entries
from extract.storage import Place

SHOWN = 20  # failures that a shard tells of; its table has them all


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to be made.

    Parameters
    ----------
    out
        The run's folder.
    entries
        Its reports, and reasons why there is none.
    fingerprint
        That of the code which is to make it.
    old
        Rows of earlier runs that may hold some of its files.
    timeout
        Seconds that a file may take.
    retry_failed
        Whether files that failed before are tried again.
    killers
        Names of files that took their process with them; they are failures.
    overwrite
        Whether the shard is written though it is there.
    """

    out: str
    entries: Entries
    fingerprint: str
    old: tuple[str, ...] = ()
    timeout: float = batch.TIMEOUT
    retry_failed: bool = False
    killers: frozenset[str] = frozenset()
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that was made, or was there: its row, and what to tell of it."""

    row: str
    files: int
    extracted: int
    known: int
    rows: Mapping[str, int]
    warnings: Mapping[str, int]
    failures: tuple[Failure, ...] = field(default=())


def run_shard(task: Task) -> Done:
    """Make the parts of a shard and then its row; what is there already is not made again.

    Raises
    ------
    OutputError
        Where the parts cannot be written, or this process has other code than the one that asks.
    """
    own = own_fingerprint()
    if own != task.fingerprint:
        raise OutputError(
            f"gongkai, its models or its libraries are not the same on {socket.gethostname()} ({own}) as where the "
            f"run was started ({task.fingerprint}); install the same everywhere",
            path=task.out,
        )
    place = Place(task.out)
    try:
        return _run(place, task)
    except OSError as error:
        raise OutputError(f"could not be written ({error.strerror or error})", path=task.out) from error


@lru_cache(1)
def own_fingerprint() -> str:
    """The fingerprint of this process's code; it is computed once."""
    return manifest.fingerprint()


def _run(place: Place, task: Task) -> Done:
    rows = [row for name in task.old if (row := manifest.read(place, name)) is not None]
    before = {file.name for row in rows for file in row.files}
    owners = {  # of bytes of which it is known what comes out
        (file.name, file.sha256): (row.name, file)
        for statuses in (() if task.retry_failed else ("failed",), ("done",))  # what was tried again is done, not both
        for row in rows
        if row.fingerprint == task.fingerprint
        for file in row.files
        if file.sha256 is not None and file.status in statuses
    }
    files: list[File] = []
    new: list[parts.Tables] = []
    kept: dict[str, set[str]] = {}
    for outcomes in _outcomes(task, owners):
        fresh = []
        for one in outcomes:
            if one.report is None and one.failure is None and one.sha256 is not None:
                owner, file = owners[one.path, one.sha256]
                kept.setdefault(owner, set()).add(one.path)
                files.append(file)
            else:
                fresh.append(one)
                files.append(_file(one))
        new.append(parts.made(fresh))
    row = Row(task.fingerprint, tuple(files))
    there = None if task.overwrite else manifest.read(place, row.name)
    if there is None:
        old = [parts.kept(place, name, some) for name, some in sorted(kept.items())]
        tables = parts.joined(new, old, list(dict.fromkeys(file.name for file in files)))
        codes = Counter(tables["warnings"]["code"].to_pylist())
        there = Row(task.fingerprint, row.files, parts.write(place, row.name, tables), dict(sorted(codes.items())))
        manifest.write(place, there)
    return Done(
        there.name,
        len(files),
        len(files) - sum(map(len, kept.values())),
        sum(file.name in before for file in files),
        {table: part.rows for table, part in there.parts.items()},
        there.warnings,
        _failures(place, there),
    )


def _file(one: Outcome) -> File:
    if one.failure is None:
        return File(one.path, one.sha256, "done")
    return File(one.path, one.sha256, "failed", f"{one.failure.stage}: {one.failure.reason}")


def _outcomes(task: Task, known: Collection[tuple[str, str]]) -> Iterator[list[Outcome]]:
    """What becomes of the entries, chunk by chunk, in their order."""
    waiting: list[Job] = []
    for entry in task.entries:
        if isinstance(entry, Failure) or entry[1] in task.killers:
            yield from _chunked(waiting, task, known)
            waiting = []
            bad = entry if isinstance(entry, Failure) else Failure(entry[1], "extract", DIED)
            yield [Outcome(bad.path, failure=bad)]
        else:
            waiting.append(entry)
    yield from _chunked(waiting, task, known)


def _chunked(jobs: Sequence[Job], task: Task, known: Collection[tuple[str, str]]) -> Iterator[list[Outcome]]:
    for chunk in batch.chunks(jobs):
        yield batch.run_chunk(chunk, task.timeout, known)


def _failures(place: Place, row: Row) -> tuple[Failure, ...]:
    if not row.parts["failures"].rows:
        return ()
    rows = parts.read(place, "failures", row.name).slice(0, SHOWN).to_pylist()
    return tuple(Failure(one["path"], one["stage"], one["reason"]) for one in rows)
