"""What the paths of a command stand for: every report in files, folders, archives and tables, in one order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract import storage
from extract.errors import ExtractError, failure
from extract.model import Failure

Job = tuple[str, str]  # the path to open, and the name to record


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder that no reader knows."""

    name: str


#: what a search comes upon: a report, a reason why there is none, a file passed over
Entry = Job | Failure | Skipped


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
    """Find the reports that paths stand for, and open none of them.

    Parameters
    ----------
    paths
        Files, folders and archives, here or behind URLs. A file that is named is taken whatever its suffix.
    exclude
        A folder that is left out (where a run writes its results).
    text_column
        The column of tables (.csv, .jsonl, .parquet) that holds reports. Without it tables in folders are passed over.
    id_column
        The column that names the rows of tables; their numbers where it is not given.

    Returns
    -------
    Inputs
        ``files`` (path and name of each report, in a deterministic order), ``failures`` (paths that are not there or
        hold no report) and ``skipped`` (files of folders that no reader knows). :func:`extract.run_batch` takes it.
    """
    found = list(search(paths, exclude, text_column=text_column, id_column=id_column))
    return Inputs(
        tuple(one for one in found if isinstance(one, tuple)),
        tuple(one for one in found if isinstance(one, Failure)),
        tuple(one.name for one in found if isinstance(one, Skipped)),
    )


def search(
    paths: Iterable[str | Path],
    exclude: str | Path | None = None,
    *,
    text_column: str | None = None,
    id_column: str | None = None,
) -> Iterator[Entry]:
    """The reports that ``paths`` stand for: files as they are, folders and archives with everything in them.

    Parameters
    ----------
    paths
        Files and folders, here or behind URLs. A file that is named is taken whatever its suffix; in folders only the
        suffixes of :data:`extract.reading.SEARCHED` are, and pictures that may be scans where OCR is installed.
    exclude
        A folder that is left out (where a run writes its results).
    text_column
        The column of tables (.csv, .jsonl, .parquet) that holds reports. Without it tables in folders are passed over.
    id_column
        The column that names the rows of tables; their numbers where it is not given.

    Yields
    ------
    Entry
        In a deterministic order: within a folder by the parts of the names. One folder is walked while it is asked
        for, so that its size does not matter; of several paths all names have to be known first.

    Notes
    -----
    Hidden files and folders are passed over, links to folders are not followed. Files of two roots that share a name
    get the name of their root before it.
    """
    from extract.reading import SEARCHED, archives, rowfiles

    paths = list(paths)
    suffixes = frozenset({*SEARCHED, archives.SUFFIX, *(rowfiles.SUFFIXES if text_column is not None else ())})
    roots = [(name, _root(path, suffixes, exclude)) for path, name in zip(paths, map(root_name, paths), strict=True)]
    seen: set[tuple[str, str]] = set()  # a file that several paths lead to under one name is read once
    for entry in roots[0][1] if len(roots) == 1 else _unique([(name, list(found)) for name, found in roots]):
        for one in _opened(entry, text_column, id_column) if isinstance(entry, tuple) else (entry,):
            if isinstance(one, tuple) and len(roots) > 1:
                same = (os.path.realpath(one[0]), one[1])
                if same in seen:
                    continue
                seen.add(same)
            yield _named(one)


def _named(entry: Entry) -> Entry:
    """The entry with a name that can be written: of one that is no UTF-8 the other bytes are spelled out."""
    if isinstance(entry, Failure):
        return replace(entry, path=_writable(entry.path))
    return Skipped(_writable(entry.name)) if isinstance(entry, Skipped) else (entry[0], _writable(entry[1]))


def _writable(name: str) -> str:
    return name.encode("utf8", "backslashreplace").decode("utf8")


def root_name(path: str | Path) -> str:
    """The name of the folder that a path is, or lies in."""
    if storage.is_url(path):
        return str(path).rstrip("/").rpartition("/")[2]
    found = Path(path).resolve()
    return _writable(found.name if found.is_dir() else found.parent.name)


def _root(path: str | Path, suffixes: frozenset[str], exclude: str | Path | None) -> Iterator[Entry]:
    """What one path stands for; archives and tables are not opened yet."""
    from extract.reading import SEARCHED, archives, rowfiles

    out = None if exclude is None or storage.is_url(exclude) else Path(exclude).resolve()
    if storage.is_url(path):
        found: Iterator[Entry] = _behind(str(path), suffixes, "" if exclude is None else str(exclude))
    elif (here := Path(path)).is_dir():
        found = _walk(here, "", suffixes, out)
    elif here.exists():
        yield str(here), here.name
        return
    elif (packed := archives.split(here)) is not None:
        yield str(here), f"{packed[0].name}/{packed[1]}"
        return
    elif (row := rowfiles.split(here)) is not None:
        yield str(here), f"{row[0].name}#{row[1]}"
        return
    else:
        yield Failure(str(here), "find", "does not exist; check the path")
        return
    some = False
    for entry in found:
        some = some or not isinstance(entry, Skipped)
        yield entry
    if not some:
        known = ", ".join(sorted(SEARCHED))
        yield Failure(str(path), "find", f"the folder holds no report (looked for: {known})")


def _behind(url: str, suffixes: frozenset[str], exclude: str) -> Iterator[Entry]:
    try:
        for found, name in storage.listing(url, exclude):
            wanted = found == url or Path(name).suffix.lower() in suffixes
            yield (found, name) if wanted else Skipped(name)
    except ExtractError as error:
        yield Failure(url, "find", error.reason)


def _opened(job: Job, text: str | None, key: str | None) -> Iterator[Entry]:
    """The reports in an archive or a table, those of them that cannot be read, and its other files."""
    from extract.reading import MAX_BYTES, SEARCHED, archives, rowfiles

    path, name = job
    suffix = Path(path).suffix.lower()
    try:
        if suffix in rowfiles.SUFFIXES:
            rows = rowfiles.listing(_local(path), text, key)
            yield from ((path + end, name + shown) for end, shown in rows)
            return
        if suffix != archives.SUFFIX or not (storage.is_url(path) or Path(path).is_file()):
            yield job
            return
        found = archives.listing(_local(path), SEARCHED, MAX_BYTES)
    except Exception as error:
        yield failure(error, name, "read")
        return
    if not found.reports and not found.refused:
        yield Failure(name, "find", f"holds no report (looked for: {', '.join(sorted(SEARCHED))})")
    yield from (Failure(f"{name}/{inner}", "read", reason) for inner, reason in found.refused)
    yield from ((f"{path}/{inner}", f"{name}/{inner}") for inner in found.reports)
    yield from (Skipped(f"{name}/{inner}") for inner in found.skipped)


def _local(path: str) -> str:
    return str(storage.copy(path)) if storage.is_url(path) else path


def _walk(folder: Path, lead: str, suffixes: frozenset[str], out: Path | None) -> Iterator[Entry]:
    """What lies in a folder, name by name, so that no more than one folder's names are held."""
    from extract.reading import is_scan

    try:
        with os.scandir(folder) as entries:
            inner = sorted((entry.name, entry.is_dir(follow_symlinks=False), _is_folder(entry)) for entry in entries)
    except OSError as error:
        yield Failure(str(folder), "find", f"the folder cannot be opened ({error.strerror})")
        return
    for name, real, directory in inner:
        path = folder / name
        if directory:
            if real and not name.startswith(".") and (out is None or path.resolve() != out):
                yield from _walk(path, f"{lead}{name}/", suffixes, out)
        elif not name.startswith((".", "~$")):
            wanted = path.suffix.lower() in suffixes or is_scan(path)
            yield (str(path), lead + name) if wanted else Skipped(lead + name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself, or where nobody may look
        return False


def _unique(groups: Sequence[tuple[str, list[Entry]]]) -> Iterator[Entry]:
    """All entries; where two different files share a name, both get their root's name before it."""
    owners: dict[str, set[str]] = {}
    for _, entries in groups:
        for entry in entries:
            if isinstance(entry, tuple):
                owners.setdefault(entry[1], set()).add(os.path.realpath(entry[0]))
    for root, entries in groups:
        for entry in entries:
            if isinstance(entry, tuple) and len(owners[entry[1]]) > 1:
                yield entry[0], f"{root}/{entry[1]}"
            else:
                yield entry
