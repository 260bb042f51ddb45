"""A run's folder, read: its tables, its records and their texts. The one room that knows the layout from outside."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from extract.errors import InputError
from extract.export.frames import of_arrow
from extract.export.tables import specs
from extract.storage import Place

MANIFEST = "manifest.json"
RECORDS = "records"


@dataclass(frozen=True, slots=True, repr=False)
class Results:
    """What ``gongkai run`` wrote into a folder.

    Attributes
    ----------
    out
        The folder, or its URL.
    manifest
        Its ``manifest.json``: versions, hashes, counts, shards.
    """

    out: str
    manifest: dict[str, Any]
    _place: Place = field(repr=False, compare=False)
    _owners: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def folder(self) -> Path:
        """The folder on this machine.

        Raises
        ------
        InputError
            Where the results lie elsewhere.
        """
        if self._place.folder is None:
            raise InputError("is not on this machine; copy the folder here first", path=self.out)
        return self._place.folder

    def __repr__(self) -> str:
        counts = ", ".join(f"{count:,} {table}" for table, count in self.manifest.get("counts", {}).items())
        return f"<Results {self.out!r}: {counts}>"

    def _repr_html_(self) -> str:
        from extract.display import counted

        return counted(self.out, self.manifest.get("version", ""), self.manifest.get("counts", {}))

    def parquet(self, table: str) -> list[str]:
        """The Parquet files that make a table, in the order of its rows; at least one, also where there are no rows."""
        return [f"{self.out.rstrip('/')}/{part}" for part in self._parts(table)]

    def table(self, table: str, columns: Sequence[str] | None = None) -> Any:
        """A whole table as ``pyarrow.Table``: all columns or those named, the same whether it has rows or not.

        Raises
        ------
        InputError
            Where there is no such table, or a file of it cannot be read.
        """
        import pyarrow as pa

        return pa.concat_tables([self._read(part, columns) for part in self._parts(table)])

    def batches(self, table: str, columns: Sequence[str] | None = None) -> Iterator[Any]:
        """A table part by part, each as ``pyarrow.Table``: for runs that are larger than memory."""
        return map(partial(self._read, columns=columns), self._parts(table))

    def frame(self, table: str = "facts", columns: Sequence[str] | None = None, *, engine: str = "pandas") -> Any:
        """A table as a DataFrame of pandas or polars, as :func:`extract.frame` gives it.

        Raises
        ------
        InputError
            Where there is no such table.
        ValueError
            Where there is no such engine.
        ImportError
            Where the engine is not installed; the message names the extra.
        """
        return of_arrow(self.table(table, columns), engine)

    def counted(self, table: str, column: str) -> Counter[str]:
        """How often each value stands in a column."""
        found: Counter[str] = Counter()
        for part in self.batches(table, [column]):
            found.update(part[0].to_pylist())
        return found

    def records(self) -> Iterator[dict[str, Any]]:
        """All records, one after the other, in the order of the run; only one part is in memory."""
        for part in self._parts(RECORDS):
            yield from map(json.loads, self._read(part, ["record"])[0].to_pylist())

    def texts(self) -> Iterator[tuple[dict[str, Any], str]]:
        """All records, each with its text, one after the other, in the order of the run."""
        for part in self._parts(RECORDS):
            found = self._read(part, ["record", "text"])
            for record, text in zip(found[0].to_pylist(), found[1].to_pylist(), strict=True):
                yield json.loads(record), text.decode("utf8", "surrogatepass")

    def text(self, report_id: str) -> str:
        """The text of one report, which ``start`` and ``end`` count in.

        Raises
        ------
        InputError
            Where the run has no such report.
        """
        import pyarrow.compute as pc

        found = self._read(self._part_of(report_id), ["report_id", "text"])
        at = pc.index(found["report_id"], report_id).as_py()
        data: bytes = found["text"][at].as_py()
        return data.decode("utf8", "surrogatepass")

    def record(self, report_id: str) -> dict[str, Any]:
        """The record of one report, as a line of ``reports.jsonl`` has it.

        Raises
        ------
        InputError
            Where the run has no such report.
        """
        import pyarrow.compute as pc

        found = self._read(self._part_of(report_id), ["report_id", "record"])
        one: dict[str, Any] = json.loads(found["record"][pc.index(found["report_id"], report_id).as_py()].as_py())
        return one

    def _part_of(self, report_id: str) -> str:
        if not self._owners:
            for part in self._parts(RECORDS):
                names = self._read(part, ["report_id"])[0].to_pylist()
                self._owners.update(dict.fromkeys(names, part))
        if report_id not in self._owners:
            raise InputError(f"holds no report {report_id!r}; table reports lists them", path=self.out)
        return self._owners[report_id]

    def _parts(self, table: str) -> list[str]:
        if table not in specs() and table != RECORDS:
            raise InputError(f"there is no table {table!r}; there are {', '.join(specs())}", path=self.out)
        names = [shard["name"] for shard in self.manifest["shards"]]
        extra = [self.manifest.get("run", "run")] if table == "warnings" else []  # what only the whole run knows
        return [f"parts/{table}/{name}.parquet" for name in (*names, *extra)]

    def _read(self, part: str, columns: Sequence[str] | None = None) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            with self._place.system.open_input_file(self._place.path(part)) as file:
                return pq.ParquetFile(file).read(columns, use_threads=False)
        except (OSError, pa.ArrowException) as error:
            said = " ".join(str(error).split())[:150]
            raise InputError(f"{part} cannot be read ({said}); run gongkai run again", path=self.out) from None


def load(out: str | Path) -> Results:
    """Open a run's folder.

    Parameters
    ----------
    out
        The folder that was given to ``gongkai run`` as ``--out``, or its URL.

    Raises
    ------
    InputError
        Where it is none, or its run has not ended; says what to do.
    """
    place = Place(out)
    if place.folder is not None and not place.folder.is_dir():
        raise InputError("is no folder; give the one that gongkai run wrote (--out)", path=place.where)
    try:
        manifest = json.loads(place.read(MANIFEST))
        if "shards" not in manifest:
            raise ValueError("it is that of an older gongkai")
    except FileNotFoundError:
        raise InputError(
            "holds no manifest.json: no run ended here; start gongkai run again", path=place.where
        ) from None
    except (OSError, ValueError, TypeError) as error:
        what = f"{MANIFEST} cannot be used ({error}); run gongkai run again"
        raise InputError(what, path=place.where) from None
    return Results(place.where, manifest, place)
