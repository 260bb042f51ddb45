"""A command measured from outside: seconds, CPU seconds, peak memory of it and of all that it starts.

Run as a small process of its own (``python measured.py COMMAND…``): the memory of a process counts for its child until the
child has begun its own program, so that a large parent would be measured instead.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.05  # seconds between two looks
MB = 1024**2


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds by the clock, seconds of CPU, and megabytes: of all processes at once, and of the largest one."""

    seconds: float
    cpu: float
    tree: float
    largest: float


def measure(command: list[str]) -> Measured:
    """Run a command in a small process that measures it.

    Raises
    ------
    RuntimeError
        Where the command fails; with what it said.
    """
    done = subprocess.run([sys.executable, __file__, *command], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-2000:]}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _proc_tree(root: int) -> int:
    """Bytes of memory of a process and all below it, by /proc; 0 where there is none."""
    below: dict[int, list[int]] = {}
    pages: dict[int, int] = {}
    for name in os.listdir("/proc"):  # noqa: PTH208
        if name.isdigit():
            try:
                fields = Path("/proc", name, "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended
                continue
            below.setdefault(int(fields[1]), []).append(int(name))
            pages[int(name)] = int(fields[21])
    todo, total = [root], 0
    while todo:
        one = todo.pop()
        total += pages.get(one, 0)
        todo += below.get(one, [])
    return total * os.sysconf("SC_PAGE_SIZE")


def tree(root: int) -> int:
    """Bytes of resident memory of a process and all below it; pages that they share are counted in each."""
    if Path("/proc/self/stat").is_file():
        return _proc_tree(root)
    import psutil

    total = 0
    try:
        top = psutil.Process(root)
        for one in (top, *top.children(recursive=True)):
            try:
                total += one.memory_info().rss
            except psutil.NoSuchProcess:
                continue
    except psutil.NoSuchProcess:
        pass
    return total


def main() -> int:
    """Measure the command of the command line; the last line printed is what was found."""
    import resource

    began, peak = time.perf_counter(), 0
    child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
    while child.poll() is None:
        peak = max(peak, tree(child.pid))
        time.sleep(EVERY)
    took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    largest = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    found = {
        "seconds": took,
        "cpu": used.ru_utime + used.ru_stime,
        "tree": max(peak, largest) / MB,
        "largest": largest / MB,
    }
    print(json.dumps(found))
    return child.returncode


if __name__ == "__main__":
    sys.exit(main())
