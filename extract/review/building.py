"""``gongkai review``: the pages of a run, written while its records stream by."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from extract import __version__
from extract.annotate import corpus
from extract.errors import InputError, OutputError
from extract.results import Results
from extract.review import payload, words, writing

LISTED = 500  # reports in a chunk of the list
SEARCHED = 50  # texts in a chunk of the full-text search


@dataclass(frozen=True, slots=True)
class Review:
    """Pages that were written.

    Attributes
    ----------
    folder
        Where they are; ``index.html`` in it is the page to open.
    reports
        How many reports they show.
    size
        Bytes on disk.
    """

    folder: Path
    reports: int
    size: int

    @property
    def page(self) -> Path:
        """The page to open."""
        return self.folder / "index.html"


@dataclass(slots=True)
class _Facets:
    """What the filters of the list offer: bounded, whatever the number of reports."""

    years: set[int] = field(default_factory=set)
    levels: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    warnings: set[str] = field(default_factory=set)

    def add(self, row: Mapping[str, Any]) -> None:
        """Take in one row of the list."""
        self.years |= {row["year"]} - {None}
        self.levels |= {row["level"]} - {None}
        self.kinds |= {row["kind"]} - {None}
        self.warnings |= set(row["warnings"])

    def told(self) -> dict[str, list[Any]]:
        """For the page, sorted."""
        return {
            "years": sorted(self.years, reverse=True),
            "levels": sorted(self.levels, key=lambda one: (*corpus.LEVELS, one).index(one)),
            "kinds": sorted(self.kinds),
            "warnings": sorted(self.warnings),
        }


def place_for(results: Results) -> Path:
    """Where the pages of a run go unless told otherwise: beside its folder, so that a new run does not remove them.

    Raises
    ------
    InputError
        Where the run is not on this machine: say then where its pages shall go.
    """
    folder = _here(results)
    if folder is None:
        raise InputError("is not on this machine; say where the pages shall go with --out", path=results.out)
    return folder.with_name(f"{folder.name}-review")


def _here(results: Results) -> Path | None:
    """The run's folder, where it is on this machine."""
    try:
        return results.folder.resolve()
    except InputError:
        return None


def run_key(results: Results) -> str:
    """What decisions in a browser belong to: the run, by its manifest."""
    told = json.dumps(results.manifest, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf8", "surrogatepass")).hexdigest()[:16]


def build(results: Results, folder: Path, *, language: str = "zh", only: Sequence[str] = ()) -> Review:
    """Write the pages of a run.

    Parameters
    ----------
    results
        The run, as `extract.load` gives it. Its records are taken one by one: memory does not grow with their number.
    folder
        Where to; an earlier review there is replaced, anything else refused.
    language
        In which the pages open, ``zh`` or ``en``; they hold both.
    only
        Ids of reports, or patterns (``*``, ``?``) of ids or paths; all where empty.

    Raises
    ------
    InputError
        Where the run has no report that is asked for.
    OutputError
        Where the folder cannot be written.
    """
    if language not in words.LANGUAGES:
        raise InputError(f"unknown language {language!r}; known are {', '.join(words.LANGUAGES)}")
    inside = _here(results)
    if inside and folder.resolve() in (inside, *inside.parents):
        raise OutputError("holds the run itself; name another folder for the pages (--out)", path=str(folder))
    with writing.folder(folder) as place:
        count = _write(results, place, language, only)
        if not count:
            what = (
                f"none of its reports is {', '.join(only)}" if only else "holds no report, so there is nothing to show"
            )
            raise InputError(what, path=str(results.out))
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Review(folder, count, size)


def _write(results: Results, place: Path, language: str, only: Sequence[str]) -> int:
    facets = _Facets()
    rows: list[list[Any]] = []
    texts: list[list[str]] = []
    count = 0
    of_run = _of_run(results)
    for record, text in results.texts():
        name = str(record["report_id"])
        if only and not any(fnmatchcase(one, pattern) for one in (name, record["source"]["path"]) for pattern in only):
            continue
        record["warnings"] = [*(record.get("warnings") or ()), *of_run.get((name, record["source"]["path"]), ())]
        row = payload.row(record, text)
        facets.add(dict(zip(payload.ROW, row, strict=True)))
        writing.put(place, payload.file_of(name), payload.report(record, text))
        rows.append(row)
        texts.append([name, text])
        count += 1
        if len(rows) == LISTED:
            writing.put(place, f"list/{(count - 1) // LISTED:05}", rows)
            rows = []
        if len(texts) == SEARCHED:
            writing.put(place, f"text/{(count - 1) // SEARCHED:05}", texts)
            texts = []
    if rows:
        writing.put(place, f"list/{(count - 1) // LISTED:05}", rows)
    if texts:
        writing.put(place, f"text/{(count - 1) // SEARCHED:05}", texts)
    if count:
        writing.shell(place, _meta(results, count, facets, language))
    return count


def _meta(results: Results, count: int, facets: _Facets, language: str) -> dict[str, Any]:
    return {
        "run": run_key(results),
        "name": (_here(results) or Path(results.out)).name,
        "version": __version__,
        "language": language,
        "reports": count,
        "row": payload.ROW,
        "lists": -(-count // LISTED),
        "texts": -(-count // SEARCHED),
        "sure": payload.SURE,
        "facets": facets.told(),
        "stages": {kind: list(stages) for kind, stages in corpus.stages().items()},
        "channels": corpus.CHANNELS,
        "aspects": corpus.aspects(),
        "bounds": corpus.BOUNDS,
        "scopes": corpus.SCOPES,
        "by": corpus.BY,
    }


def _of_run(results: Results) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Warnings that only the whole run could give (a report that came before), by report and path: few, so all at once.

    They are the last part of their table; no record holds them.
    """
    last = deque(results.batches("warnings", ["report_id", "path", "code", "message"]), maxlen=1)
    out: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in (one for part in last for one in part.to_pylist()):
        told = {"code": row["code"], "message": row["message"], "start": None, "end": None}
        out.setdefault((row["report_id"], row["path"]), []).append(told)
    return out
