"""What the paths of a command stand for: every report in files, folders, archives and tables, in one order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.errors import failure
from extract.model import Failure

Job = tuple[str, str]  # the path to open, and the name to record


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the paths of a command stand for.

    Parameters
    ----------
    files
        ``(path, name)`` of every report, in a deterministic order; the name is relative to the input root.
    failures
        Paths that are not there or hold no report.
    skipped
        Files of folders whose suffix no reader knows.
    """

    files: tuple[Job, ...] = ()
    failures: tuple[Failure, ...] = ()
    skipped: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.files) + len(self.failures)


def find(
    paths: Iterable[str | Path],
    exclude: str | Path | None = None,
    *,
    text_column: str | None = None,
    id_column: str | None = None,
) -> Inputs:
    """The reports that ``paths`` stand for: files as they are, folders and archives with everything in them.

    Parameters
    ----------
    paths
        Files and folders. A file that is named is taken whatever its suffix; in folders only the suffixes of
        :data:`extract.reading.SEARCHED` are, and pictures that may be scans where OCR is installed.
    exclude
        A folder that is left out (where a run writes its results).
    text_column
        The column of tables (.csv, .jsonl, .parquet) that holds reports. Without it tables in folders are passed over.
    id_column
        The column that names the rows of tables; their numbers where it is not given.

    Notes
    -----
    Hidden files and folders are passed over, links to folders are not followed. Files of two roots that share a name
    get the name of their root before it.
    """
    from extract.reading import SEARCHED, archives, rowfiles

    suffixes = frozenset({*SEARCHED, archives.SUFFIX, *(rowfiles.SUFFIXES if text_column is not None else ())})
    groups: list[tuple[str, list[Job]]] = []
    failures: list[Failure] = []
    skipped: list[str] = []
    out = None if exclude is None else Path(exclude).resolve()
    for path in map(Path, paths):
        if path.is_dir():
            found, left, broken = _walk(path, suffixes, out)
            failures += broken
            skipped += left
            groups.append((path.resolve().name, found))
            if not found and not broken:
                known = ", ".join(sorted(SEARCHED))
                failures.append(Failure(str(path), "find", f"the folder holds no report (looked for: {known})"))
        elif path.exists():
            groups.append((path.resolve().parent.name, [(str(path), path.name)]))
        elif (packed := archives.split(path)) is not None:
            groups.append((packed[0].resolve().parent.name, [(str(path), f"{packed[0].name}/{packed[1]}")]))
        elif (row := rowfiles.split(path)) is not None:
            groups.append((row[0].resolve().parent.name, [(str(path), f"{row[0].name}#{row[1]}")]))
        else:
            failures.append(Failure(str(path), "find", "does not exist; check the path"))
    files: list[Job] = []
    for job in _unique(groups):
        inner, broken, left = _opened(job, text_column, id_column)
        files += inner
        failures += broken
        skipped += left
    return Inputs(tuple(files), tuple(failures), tuple(skipped))


def _opened(job: Job, text: str | None, key: str | None) -> tuple[Iterable[Job], list[Failure], list[str]]:
    """The reports in an archive or a table, those of them that cannot be read, and its other files."""
    from extract.reading import MAX_BYTES, SEARCHED, archives, rowfiles

    path, name = job
    suffix = Path(path).suffix.lower()
    try:
        if suffix in rowfiles.SUFFIXES:
            rows = rowfiles.listing(path, text, key)
            return [(path + end, name + shown) for end, shown in rows], [], []
        if suffix != archives.SUFFIX or not Path(path).is_file():
            return [job], [], []
        found = archives.listing(path, SEARCHED, MAX_BYTES)
    except Exception as error:
        return [], [failure(error, name, "read")], []
    failures = [Failure(f"{name}/{inner}", "read", reason) for inner, reason in found.refused]
    if not found.reports and not failures:
        failures.append(Failure(name, "find", f"holds no report (looked for: {', '.join(sorted(SEARCHED))})"))
    inside = [(f"{path}/{inner}", f"{name}/{inner}") for inner in found.reports]
    return inside, failures, [f"{name}/{inner}" for inner in found.skipped]


def _walk(root: Path, suffixes: frozenset[str], out: Path | None) -> tuple[list[Job], list[str], list[Failure]]:
    from extract.reading import is_scan

    found: list[Job] = []
    skipped: list[str] = []
    broken: list[Failure] = []

    def refuse(error: OSError) -> None:
        broken.append(Failure(str(error.filename), "find", f"the folder cannot be opened ({error.strerror})"))

    for folder, inner, names in os.walk(root, onerror=refuse):
        here = Path(folder)
        inner[:] = sorted(d for d in inner if not d.startswith(".") and (here / d).resolve() != out)
        for name in names:
            if name.startswith((".", "~$")):
                continue
            path = here / name
            relative = path.relative_to(root).as_posix()
            if path.suffix.lower() in suffixes or is_scan(path):
                found.append((str(path), relative))
            else:
                skipped.append(relative)
    return sorted(found, key=lambda job: job[1].split("/")), sorted(skipped), broken


def _unique(groups: Sequence[tuple[str, list[Job]]]) -> tuple[Job, ...]:
    """All jobs; where two different files share a name, both get their root's name before it."""
    owners: dict[str, set[str]] = {}
    for _, jobs in groups:
        for path, name in jobs:
            owners.setdefault(name, set()).add(str(Path(path).resolve()))
    return tuple(
        (path, f"{root}/{name}" if len(owners[name]) > 1 else name) for root, jobs in groups for path, name in jobs
    )
