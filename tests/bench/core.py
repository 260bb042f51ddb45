"""What the sections share: sizes, rounds side by side, texts, the command, tables in Markdown."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from extract.batch import CHUNK_FILES
from extract.limits import collect_rarely
from extract.model import Report, Source

PARTS = "parts"  # what a run is asked to write: the Parquet parts of its shards, which later steps read
ALL = "csv,parquet,jsonl"  # and these collected, as by default
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured; the usual sizes take about half an hour on two cores."""

    rounds: int = 5
    reports: int = 400
    batch: int = 6000
    growth: tuple[int, ...] = (500, 1000, 2000, 4000)
    sizes: tuple[int, ...] = (1000, 10000)
    jobs: int = 2
    extras: Path | None = None


Clock = Callable[[], float]
CPU: Clock = time.process_time  # of this process: what else runs on the machine takes none of it
WALL: Clock = time.perf_counter


def timed(work: Callable[[], object], clock: Clock = CPU) -> float:
    """Seconds that it takes."""
    began = clock()
    work()
    return clock() - began


def side_by_side(
    works: Mapping[str, Callable[[], object]], rounds: int, *, warm: bool = True, clock: Clock = CPU
) -> dict[str, list[float]]:
    """Seconds of each work in each round; in a round one comes after the other, so that all meet the same weather."""
    if warm:
        for work in works.values():
            work()
    out: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            out[name].append(timed(work, clock))
    return out


def ratio(over: Sequence[float], under: Sequence[float]) -> float:
    """The median of the ratios of the rounds."""
    return statistics.median(a / b for a, b in zip(over, under, strict=True))


def one_core() -> None:
    """Keep this process on one core, as far as the system lets it, and its collector out of the way."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    collect_rarely()  # as gongkai run does


def samples() -> list[Path]:
    return sorted((ROOT / "annotations" / "reports").glob("*.txt"))


def real() -> list[Path]:
    """The real reports beside the repository, where they are there."""
    shared = ROOT.parent / "shared"
    return sorted([*shared.glob("seeds/*.txt"), *shared.glob("reports/txt/*.txt")])


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for the time of a section."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as name:
        yield Path(name)


def made(where: Path, count: int, *, distinct: bool = True, boilerplate: float | None = None) -> Path:
    """A folder with that many generated reports."""
    import generator

    generator.write(where, count, generator.Options(seed=20, distinct=distinct, boilerplate=boilerplate))
    return where


def sources(paths: Sequence[Path]) -> list[Source]:
    from extract import reading

    return [reading.read(path, path.name) for path in paths]


def extracted(found: Sequence[Source]) -> list[Report]:
    """All reports, in chunks as the command makes them."""
    from extract import pipeline

    chunks = [found[at : at + CHUNK_FILES] for at in range(0, len(found), CHUNK_FILES)]
    return [report for chunk in chunks for report in pipeline.extract(chunk)]


def whole(paths: Sequence[Path]) -> list[Report]:
    """Read and extract, chunk by chunk."""
    chunks = [paths[at : at + CHUNK_FILES] for at in range(0, len(paths), CHUNK_FILES)]
    return [report for chunk in chunks for report in extracted(sources(chunk))]


def command(paths: Sequence[Path], out: Path, jobs: int, write: str = PARTS) -> list[str]:
    """The real command as a process; it begins anew, whatever an earlier round left."""
    said = [sys.executable, "-m", "extract", "run", *map(str, paths), "--out", str(out), "--jobs", str(jobs)]
    return [*said, "--format", write, "--overwrite"]


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown; every column but the first to the right."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in (head, marks, *rows))


def machine() -> str:
    """What was measured on: nothing in it depends on the day."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    names = ("jieba", "numpy", "pyarrow", "regex", "scikit-learn", "spacy")
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{_processor()}, {os.cpu_count() or cores} cores, {platform.system()}, Python {platform.python_version()}; {libraries}."


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def jio_folder() -> Path | None:
    """Where ``make bench-extras`` puts JioNLP, where it is there."""
    where = ROOT / "out" / "bench-extras"
    return where if where.is_dir() else None
