"""Shards on a cluster: Dask's scheduler gives them to its workers, wherever these run.

A worker that is lost loses its shards to the others. A shard that takes its worker with it is tried as often as Dask's
setting ``distributed.scheduler.allowed-failures`` says, and then looked at file by file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from extract.engines import Died
from extract.errors import InputError
from extract.limits import collect_rarely
from extract.shards.running import Engine

T = TypeVar("T")
R = TypeVar("R")
AHEAD = 3  # tasks that wait at the scheduler for each thread of a worker


@contextmanager
def on_dask(scheduler: str | None) -> Iterator[Engine]:
    """An engine on a cluster.

    Parameters
    ----------
    scheduler
        Its address, as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    InputError
        Where the extra ``dask`` is missing, no address is given, or nobody answers there.
    """
    try:
        import distributed
    except ImportError:
        raise InputError('--engine dask needs the extra "dask": pip install "gongkai[dask]"') from None
    if not scheduler:
        raise InputError("--engine dask needs --scheduler with the address of one, as tcp://10.0.0.1:8786")
    try:
        client: Any = distributed.Client(scheduler, timeout=20, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        said = " ".join(str(error).split())[:150]
        raise InputError(f"no scheduler of Dask answers at {scheduler} ({said}); start one: dask scheduler") from None
    with client:
        yield partial(in_dask, client)


def in_dask(client: Any, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[int, R | Died]]:
    """What ``work`` makes of each task, from the workers of a cluster; as :func:`extract.engines.in_processes`."""
    import distributed

    client.run(ready)
    waiting = enumerate(tasks)
    numbers: dict[str, int] = {}
    done: Any = distributed.as_completed(loop=client.loop)  # type: ignore[no-untyped-call]
    while True:
        threads = sum(client.nthreads().values()) or 1
        for number, task in islice(waiting, max(0, AHEAD * threads - len(numbers))):
            future = client.submit(work, task, pure=False)
            numbers[future.key] = number
            done.add(future)
        if not numbers:
            return
        future = next(done)
        number = numbers.pop(future.key)
        try:
            yield number, future.result()
        except distributed.KilledWorker:
            yield number, Died()
        finally:
            future.release()


def ready() -> None:
    """What a worker does once: load the models before the first shard needs them."""
    from extract.classify import models

    collect_rarely()
    models()
