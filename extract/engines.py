"""Chunks in several processes: results in order, a bounded number under way, a dead worker is one file's failure."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.resource_tracker import ensure_running

from extract.batch import TIMEOUT, Outcome, run_chunk
from extract.inputs import Job
from extract.limits import collect_rarely
from extract.model import Failure

Chunk = tuple[Job, ...]


def _quiet() -> None:
    """Ctrl-C reaches every process of the terminal; only the parent answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_rarely()


@contextmanager
def _sheltered() -> Iterator[None]:
    """Hold Ctrl-C back for the moment: processes started meanwhile never see it, the parent gets it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ensure_running()  # multiprocessing's own helper lets the signal through again when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _pool(workers: int) -> ProcessPoolExecutor:
    # spawn: the same on every platform, and no forked locks of numpy's threads
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_quiet)


def in_processes(chunks: Sequence[Chunk], jobs: int, timeout: float = TIMEOUT) -> Iterator[list[Outcome]]:
    """The outcomes of each chunk, in order, from ``jobs`` processes.

    Yields
    ------
    list of Outcome
        One list a chunk. Where a worker dies, its chunk is tried again file by file, each in a process of its own.
    """
    # few files: a chunk a worker, so that all have work (outcomes do not depend on the chunks)
    todo = deque(_spread(chunks, jobs))
    pool = _pool(min(jobs, len(todo)))
    under_way: deque[tuple[Chunk, Future[list[Outcome]]]] = deque()
    try:
        while todo or under_way:
            while todo and len(under_way) < 2 * jobs:
                chunk = todo.popleft()
                with _sheltered():  # the first one starts the processes
                    under_way.append((chunk, pool.submit(run_chunk, chunk, timeout)))
            chunk, future = under_way.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                todo.extendleft(reversed([other for other, _ in under_way]))
                under_way.clear()
                pool.shutdown(wait=True, cancel_futures=True)
                yield [_alone(job, timeout) for job in chunk]
                pool = _pool(jobs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _spread(chunks: Sequence[Chunk], jobs: int) -> list[Chunk]:
    if len(chunks) >= 2 * jobs:
        return list(chunks)
    files = [job for chunk in chunks for job in chunk]
    size = max(1, -(-len(files) // (2 * jobs)))
    return [tuple(files[i : i + size]) for i in range(0, len(files), size)]


def _alone(job: Job, timeout: float) -> Outcome:
    with _pool(1) as pool:
        try:
            with _sheltered():
                future = pool.submit(run_chunk, (job,), timeout)
            return future.result()[0]
        except BrokenProcessPool:
            reason = "the process that worked on it died (out of memory?); try it alone with more memory"
            return Outcome(job[1], failure=Failure(job[1], "extract", reason))
