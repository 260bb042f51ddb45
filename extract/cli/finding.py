"""Which report a command is about: a file, or one of a run's."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.errors import InputError, ReadError

if TYPE_CHECKING:
    from extract.model import Candidate

LISTED = 8  # names that a message lists
PREFIX = 4  # characters of an id that may stand for it


@dataclass(frozen=True, slots=True)
class Seen:
    """A report as commands show it: record, text, and what was considered (None where it comes from a run)."""

    record: Mapping[str, Any]
    text: str
    trace: tuple[Candidate, ...] | None


def seen(path: Path, name: str | None = None, *, traced: bool = False) -> Seen:
    """The report to show.

    Parameters
    ----------
    path
        A report, or the folder of a run.
    name
        In a run: the report's id, the first characters of it, its path, or the end of its path.
    traced
        Whether the candidates are wanted; a run does not keep them.

    Raises
    ------
    ExtractError
        Where there is no such report, or several.
    """
    if name is not None or (path / "manifest.json").is_file():
        return _of_run(path, name)
    from extract import pipeline
    from extract.export.record import record

    try:
        report = pipeline.run(path, traced=traced)
    except ReadError as error:
        if error.reason.startswith("does not exist") and path.parent.is_dir():
            near = meant(path.name, sorted(one.name for one in path.parent.iterdir()))
            raise ReadError(f"{error.reason}{near}", path=error.path) from None
        raise
    return Seen(record(report), report.text, report.trace if traced else None)


def _of_run(path: Path, name: str | None) -> Seen:
    from extract.results import load

    if path.is_file():
        raise InputError(f"is a file, not the folder of a run; leave {name!r} out to show the file", path=str(path))
    run = load(path)
    listed = run.table("reports", ["report_id", "path"]).to_pydict()
    known = list(zip(listed["report_id"], listed["path"], strict=True))
    if name is None:
        told = _listed(known) if known else "it has none"
        raise InputError(f"is a run; say which of its reports, by id or path: {told}", path=str(path))
    found = [one for one in known if name in one] or [
        (key, where)
        for key, where in known
        if (len(name) >= PREFIX and key.startswith(name)) or f"/{where}".endswith(f"/{name.lstrip('/')}")
    ]
    if not found:
        raise InputError(
            f"has no report {name!r}{meant(name, [part for one in known for part in one])}", path=str(path)
        )
    if len({key for key, _ in found}) > 1:
        told = f"{len(found):,} reports are {name!r}: {_listed(found)}"
        raise InputError(f"{told}; write more of the id or path", path=str(path))
    key = found[0][0]
    return Seen(run.record(key), run.text(key), None)


def _listed(some: list[tuple[str, str]]) -> str:
    more = f" and {len(some) - LISTED:,} more" if len(some) > LISTED else ""
    return ", ".join(f"{key} ({where})" for key, where in some[:LISTED]) + more


def meant(said: str, known: list[str]) -> str:
    """``; did you mean …?`` with the names that are most alike, or nothing."""
    near = difflib.get_close_matches(said, known, n=3, cutoff=0.5)
    near += [one for one in known if said and said in one and one not in near][: 3 - len(near)]
    return f"; did you mean {' or '.join(near)}?" if near else ""
