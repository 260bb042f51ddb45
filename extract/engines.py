"""Tasks in several processes: a bounded number under way, and a dead worker is the loss of one task, which is told."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait as wait_for
from multiprocessing.resource_tracker import ensure_running
from typing import TypeVar

from extract.limits import collect_rarely, travel_light

T = TypeVar("T")
R = TypeVar("R")

DIED = "the process that worked on it died (out of memory?); try it alone with more memory"


@dataclass(frozen=True, slots=True)
class Died:
    """In place of a result: the process that worked on the task died, twice."""


def begin_worker() -> None:
    """What every process that only extracts does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of the terminal; the parent answers it
    collect_rarely()
    travel_light()
    parent = multiprocessing.parent_process()
    if parent is not None:  # a parent that was killed leaves no orphans that go on writing
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


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
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=begin_worker)


def in_processes(work: Callable[[T], R], tasks: Iterable[T], jobs: int) -> Iterator[tuple[int, R | Died]]:
    """What ``work`` makes of each task, from ``jobs`` processes.

    Parameters
    ----------
    work
        A function that can be sent to a process.
    tasks
        Asked for one after the other, never more than two a process ahead.
    jobs
        Number of processes.

    Yields
    ------
    tuple of int and the result
        The number of the task and its result, as they come. Where a worker dies, what was under way is tried again one
        by one, with nothing beside it; :class:`Died` stands for one that dies again. An error that ``work``
        raises ends it all.
    """
    waiting = enumerate(tasks)
    pool = _pool(jobs)
    under_way: dict[Future[R], tuple[int, T]] = {}
    try:
        while True:
            lost = []
            for number, task in islice(waiting, max(0, 2 * jobs - len(under_way))):
                try:
                    with _sheltered():  # the first ones start the processes
                        under_way[pool.submit(work, task)] = (number, task)
                except BrokenProcessPool:  # a worker died while the last result was looked at
                    lost.append((number, task))
                    break
            if not under_way and not lost:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done if under_way else ():
                number, task = under_way.pop(future)
                try:
                    yield number, future.result()
                except BrokenProcessPool:
                    lost.append((number, task))
            if lost:
                lost += under_way.values()
                under_way.clear()
                pool.shutdown(wait=True, cancel_futures=True)
                yield from one_by_one(work, sorted(lost, key=lambda one: one[0]))
                pool = _pool(jobs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def one_by_one(work: Callable[[T], R], tasks: Iterable[tuple[int, T]]) -> Iterator[tuple[int, R | Died]]:
    """What ``work`` makes of each numbered task, with nothing beside it: one that dies in a new process is to blame."""
    pool: ProcessPoolExecutor | None = None
    try:
        for number, task in tasks:
            got: list[R | Died] = []
            while not got:
                new = pool is None
                pool = pool or _pool(1)
                try:
                    with _sheltered():
                        future = pool.submit(work, task)
                    got.append(future.result())
                except BrokenProcessPool:
                    pool.shutdown(wait=True)
                    pool = None
                    if new:  # else what others left in the process may have been too much for it
                        got.append(Died())
            yield number, got[0]
    finally:
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)
