"""Many reports, extracted in chunks (in several processes where asked), each a value or a failure.

Outcomes come in the order of the inputs and do not depend on what else is in their chunk: whatever ``jobs`` is,
the same come out.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from extract.errors import ExtractError, failure
from extract.inputs import Inputs, Job, find
from extract.limits import within
from extract.model import Failure, Report, Source, Warn

CHUNK_FILES = 64  # what a call of the classifiers and a stage take to begin is shared by as many reports as a shard has
CHUNK_BYTES = 4_000_000

Chunk = tuple[Job, ...]

TIMEOUT = 120.0  # seconds that a file may take to read, and to extract


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input.

    Attributes
    ----------
    path
        The input, relative to the input root.
    report
        The report, or None.
    failure
        The reason why there is none, or None. Both are None where the caller knew the bytes already.
    sha256
        Hash of the bytes; None where they could not be read.
    """

    path: str
    report: Report | None = None
    failure: Failure | None = None
    sha256: str | None = None


def run_batch(inputs: Inputs | Iterable[str | Path], jobs: int = 1, timeout: float = TIMEOUT) -> Iterator[Outcome]:
    """Extract many reports; outcomes come in the order of the inputs, failures of finding first.

    Parameters
    ----------
    inputs
        What :func:`extract.find` found, or paths for it.
    jobs
        Number of processes.
    timeout
        Seconds that a file may take to read, and to extract; 0 for no limit.

    Yields
    ------
    Outcome
        A report (without its trace) or a failure; a bad file never stops the run. A report whose bytes or text came
        before carries the warning ``duplicate``.

    Notes
    -----
    Outcomes are objects in memory, gone when the program ends. ``gongkai run`` writes a folder instead, shard by shard,
    and goes on where it was stopped; :func:`extract.load` reads that.
    """
    if jobs < 1:
        raise ValueError(f"jobs must be 1 or more, not {jobs}")
    if not isinstance(inputs, Inputs):
        inputs = find(inputs)
    for missing in inputs.failures:
        yield Outcome(missing.path, failure=missing)
    parts = list(chunks(inputs.files))
    if jobs == 1 or len(inputs.files) < 2:
        done: Iterable[list[Outcome]] = (run_chunk(chunk, timeout) for chunk in parts)
    else:
        done = _in_order(_spread(parts, jobs), jobs, timeout)
    seen: dict[str, str] = {}
    for outcomes in done:
        for outcome in outcomes:
            yield _mark(outcome, seen)


def _in_order(chunks: Sequence[Chunk], jobs: int, timeout: float) -> Iterator[list[Outcome]]:
    from extract.engines import DIED, Died, in_processes

    work = partial(run_chunk, timeout=timeout)
    done: dict[int, list[Outcome]] = {}
    following = 0
    for number, result in in_processes(work, chunks, min(jobs, len(chunks))):
        if isinstance(result, Died):  # which of its files was it?
            files: list[Chunk] = [(job,) for job in chunks[number]]
            each = dict(in_processes(work, files, 1))
            result = []
            for i, (job,) in enumerate(files):
                one = each[i]
                lost = [Outcome(job[1], failure=Failure(job[1], "extract", DIED))]
                result += lost if isinstance(one, Died) else one
        done[number] = result
        while following in done:
            yield done.pop(following)
            following += 1


def _spread(chunks: Sequence[Chunk], jobs: int) -> list[Chunk]:
    """Few files: a chunk a worker, so that all have work (outcomes do not depend on the chunks)."""
    if len(chunks) >= 2 * jobs:
        return list(chunks)
    files = [job for chunk in chunks for job in chunk]
    size = max(1, -(-len(files) // (2 * jobs)))
    return [tuple(files[i : i + size]) for i in range(0, len(files), size)]


def chunks(files: Sequence[Job]) -> Iterator[Chunk]:
    """What is read and extracted together: a bounded number of files and bytes."""
    chunk: list[Job] = []
    size = 0
    for job in files:
        try:
            weight = os.stat(job[0]).st_size  # noqa: PTH116 (the path is a plain string that is sent to processes)
        except OSError:
            weight = 0
        if chunk and (len(chunk) == CHUNK_FILES or size + weight > CHUNK_BYTES):
            yield tuple(chunk)
            chunk, size = [], 0
        chunk.append(job)
        size += weight
    if chunk:
        yield tuple(chunk)


def run_chunk(chunk: Sequence[Job], timeout: float = TIMEOUT, known: Collection[tuple[str, str]] = ()) -> list[Outcome]:
    """Read and extract the files of a chunk together; where that fails one by one, so that only the bad one is lost.

    Parameters
    ----------
    chunk
        The files.
    timeout
        Seconds that each may take to read, and to extract.
    known
        Names with the hash of bytes of which it is known what comes out: such a file is not extracted.
    """
    from extract import reading

    out: list[Outcome | None] = [None] * len(chunk)
    sources: list[tuple[int, Source]] = []
    for i, (path, name) in enumerate(chunk):
        digest = None
        try:
            with within(timeout):
                loaded = reading.load(path, name)
                digest = hashlib.sha256(loaded.data).hexdigest()
                if (name, digest) in known:
                    out[i] = Outcome(name, sha256=digest)
                else:
                    sources.append((i, reading.parse(loaded, name)))
        except Exception as error:
            out[i] = Outcome(name, failure=failure(error, name, "read"), sha256=digest)
    for (i, source), done in zip(sources, _extract([source for _, source in sources], timeout), strict=True):
        report, bad = (None, done) if isinstance(done, Failure) else (done, None)
        out[i] = Outcome(source.path, report, bad, source.sha256)
    return [outcome for outcome in out if outcome is not None]


def _extract(sources: Sequence[Source], timeout: float) -> list[Report | Failure]:
    from extract import pipeline

    if not sources:
        return []
    try:
        with within(timeout):
            reports = pipeline.extract(sources)
        if len(reports) != len(sources):
            raise ExtractError(f"{len(sources)} texts went in, {len(reports)} reports came out")
    except Exception as error:
        if len(sources) == 1:
            return [failure(error, sources[0].path, "extract")]
        return [result for source in sources for result in _extract([source], timeout)]
    return [replace(report, trace=()) for report in reports]


def _mark(outcome: Outcome, seen: dict[str, str]) -> Outcome:
    """Warn where the report came before; ``seen`` remembers bytes and texts by the name that brought them."""
    report = outcome.report
    if report is None:
        return outcome
    text = hashlib.sha256(report.text.encode("utf8", "surrogatepass")).hexdigest()
    first = seen.get(report.report_id) or seen.get(text)
    seen.setdefault(report.report_id, outcome.path)
    seen.setdefault(text, outcome.path)
    if first is None:
        return outcome
    warning = Warn("duplicate", f"the same report as {first}; count it once")
    return replace(outcome, report=replace(report, warnings=(*report.warnings, warning)))
