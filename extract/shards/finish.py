"""What comes after the last shard: repeated reports are told, single files made, what is stale removed."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy

from extract import __version__, lexicon, resources
from extract.engines import Died, in_processes
from extract.errors import OutputError
from extract.export import arrow
from extract.export.tables import specs
from extract.shards import folder, manifest, parts
from extract.shards.collect import Collection as Gathering
from extract.shards.collect import collect, in_order
from extract.shards.work import own_fingerprint
from extract.storage import Place

if TYPE_CHECKING:
    from collections import Counter

    from extract.shards.running import Request


def finish(
    place: Place,
    request: Request,
    shards: Sequence[str],
    rows: Counter[str],
    warnings: Counter[str],
) -> None:
    """Make a folder of finished shards complete.

    Parameters
    ----------
    place
        The run's folder.
    request
        What was asked.
    shards
        The rows of the manifest, in the order of the files.
    rows
        Counts of rows by table; warnings that are made here are added.
    warnings
        Counts of warnings by code; these too.
    """
    repeated = repeats(place, shards)
    rows["warnings"] += len(repeated)
    if repeated:
        warnings["duplicate"] += len(repeated)
    # what only the whole run knows, under a name that follows from it: the last run's stays whole until this one is
    whole = parts.packed(arrow.table(specs()["warnings"], repeated))
    run = f"run-{hashlib.sha256(whole).hexdigest()[:20]}"
    place.write(manifest.part_path("warnings", run), whole)
    formats = tuple(name for name in request.formats if name != "parts")
    with folder.staging(place) as new:
        tasks = [
            Gathering(
                place.where,
                table,
                tuple(shards),
                (run,) if table == "warnings" else (),
                formats,
                request.labels,
                str(new),
            )
            for table in parts.names()
            if formats
        ]
        files: dict[str, str] = {}
        for _, result in _collected(in_order(tasks), min(request.jobs, len(tasks)), sum(rows.values())):
            if isinstance(result, Died):
                raise OutputError("the process that put the tables together died; run again", path=place.where)
            files.update(result)
        (new / folder.MANIFEST).write_bytes(_manifest(place, shards, run, rows, files))
        folder.publish(place, new, request.formats)
    _sweep(place, {*shards, run})


def _collected(tasks: Sequence[Gathering], jobs: int, rows: int) -> Iterator[tuple[int, Any]]:
    if jobs > 1 and rows > 20_000:  # starting processes takes longer than writing less
        return partial(in_processes, jobs=jobs)(collect, tasks)
    return ((number, collect(task)) for number, task in enumerate(tasks))


def repeats(place: Place, shards: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows of ``warnings`` for reports whose bytes or text came before.

    Of each report two numbers of eight bytes are held, whatever its name is.
    """
    ids: list[Any] = []
    sizes = []
    for row in shards:
        table = parts.read(place, parts.RECORDS, row, ["report_id", "text_sha256"])
        columns = [[int(value[:15], 16) for value in table[i].to_pylist()] for i in range(2)]
        ids.append(numpy.array(columns, dtype=numpy.int64).reshape(2, -1))
        sizes.append(table.num_rows)
    both = numpy.concatenate(ids, axis=1) if ids else numpy.zeros((2, 0), numpy.int64)
    first = numpy.minimum(*(_firsts(side) for side in both))
    again = numpy.flatnonzero(first < numpy.arange(both.shape[1]))
    if not len(again):
        return []
    keys = _keys(place, shards, sizes, sorted({*again.tolist(), *first[again].tolist()}))
    width = len(specs()["warnings"].columns)
    out = []
    for at in again.tolist():
        message = f"the same report as {keys[int(first[at])][1]}; count it once"
        row_values = (*keys[at], "duplicate", message)
        out.append((*row_values, *(None,) * (width - len(row_values))))
    return out


def _firsts(values: Any) -> Any:
    """For each value the place where it came first."""
    _, first, which = numpy.unique(values, return_index=True, return_inverse=True)
    return first[which] if len(values) else numpy.zeros(0, numpy.int64)


def _keys(
    place: Place, shards: Sequence[str], sizes: Sequence[int], wanted: Sequence[int]
) -> dict[int, tuple[Any, ...]]:
    """Report, path, organ and year of the reports with these numbers."""
    out: dict[int, tuple[Any, ...]] = {}
    ends = numpy.cumsum(sizes)
    for shard in sorted({int(numpy.searchsorted(ends, number, side="right")) for number in wanted}):
        table = parts.read(place, "reports", shards[shard], ["report_id", "path", "organ", "year"])
        begin = int(ends[shard]) - sizes[shard]
        for number in wanted:
            if begin <= number < ends[shard]:
                out[number] = tuple(table.slice(number - begin, 1).to_pylist()[0].values())
    return out


def _manifest(
    place: Place, shards: Sequence[str], run: str, rows: Mapping[str, int], files: Mapping[str, str]
) -> bytes:
    listed = []
    for name in shards:
        row = manifest.read(place, name)
        if row is None:
            raise OutputError(f"part {name} was changed meanwhile; run again", path=place.where)
        failed = sum(file.status == "failed" for file in row.files)
        listed.append({"name": name, "files": len(row.files), "failed": failed})
    content = {
        "versions": {"gongkai": __version__, "python": platform.python_version(), **manifest.versions()},
        "lexicon_sha256": lexicon.fingerprint(),
        "models": resources.model_hashes(),
        "fingerprint": own_fingerprint(),
        "counts": {table: rows.get(table, 0) for table in specs()},
        "files": dict(sorted(files.items())),
        "shards": listed,
        "run": run,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _sweep(place: Place, wanted: Collection[str]) -> None:
    """Remove parts that belong to no shard any more."""
    for table in (*parts.names(), "manifest"):
        for name in place.names(f"parts/{table}"):
            if name.partition(".")[0] not in wanted:
                place.delete(f"parts/{table}/{name}")
