"""Limits of the time for a file, and of what gongkai's own processes do beside their work."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from types import FrameType, ModuleType

from extract.errors import TimeLimitError


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise ``TimeLimitError`` where the block takes longer than ``seconds`` (0: no limit).

    The alarm is the system's: it interrupts Python between two steps, and searches by ``re``. Where there is none
    (Windows, threads other than the main one) nothing is limited.
    """
    alarmed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not seconds or not alarmed:
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeLimitError(f"takes longer than {seconds:g} s; look at the file, or allow more with --timeout")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


YOUNG = 200_000  # objects made and not freed before the collector looks at them: some sixty reports


def collect_rarely() -> None:
    """Have the cyclic garbage collector come by once in a while only, in a process that does nothing but extract.

    Records have no cycles: they go when nobody holds them. By default the collector looks at every 700 new objects, and
    then again and again at vocabulary and models, which takes a twentieth of the time.
    """
    gc.set_threshold(YOUNG, 20, 50)


def travel_light() -> None:
    """Leave behind what a process that only extracts and writes never uses; call it before numpy and pyarrow come in.

    pyarrow imports pandas, where it is installed, when it makes its first array of a list, and no DataFrame is ever
    made: half a second and 45 MB of each process. OpenBLAS starts a thread for each core, and they wait for work by
    turning in circles, a tenth of a second each time; the products here are too small to be shared.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if not any(isinstance(finder, _WithoutPandas) for finder in sys.meta_path):
        sys.meta_path.insert(0, _WithoutPandas())


class _WithoutPandas(MetaPathFinder):
    """Says of pandas that it is not there."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("pandas is kept out of this process", name=name)
