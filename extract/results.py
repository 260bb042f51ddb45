"""A run's folder, read: its tables, its records and their texts. The one room that knows the layout."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import InputError
from extract.export.tables import specs


@dataclass(frozen=True, slots=True)
class Results:
    """What ``gongkai run`` wrote into a folder.

    Parameters
    ----------
    out
        The folder.
    manifest
        Its ``manifest.json``: versions, hashes, counts.
    """

    out: Path
    manifest: dict[str, Any]

    def parquet(self, table: str) -> list[str]:
        """The Parquet files that make a table, in the order of its rows."""
        return [str(self.out / f"{table}.parquet")]

    def table(self, table: str, columns: Sequence[str] | None = None) -> Any:
        """A whole table as ``pyarrow.Table``; the same columns whether it has rows or not."""
        import pyarrow.parquet as pq

        if table not in specs():
            raise InputError(f"there is no table {table!r}; there are {', '.join(specs())}", path=str(self.out))
        return pq.read_table(self.parquet(table), columns=columns)

    def records(self) -> Iterator[dict[str, Any]]:
        """The records, one after the other, in the order of the run."""
        with (self.out / "reports.jsonl").open(encoding="utf8") as file:
            yield from map(json.loads, file)

    def text(self, report_id: str) -> str:
        """The text that the places of a record count in."""
        return (self.out / "text" / f"{report_id}.txt").read_bytes().decode("utf8", "surrogatepass")


def load(out: str | Path) -> Results:
    """Open a run's folder.

    Raises
    ------
    InputError
        Where it is none, or its run has not ended; says what to do.
    """
    folder = Path(out)
    file = folder / "manifest.json"
    if not folder.is_dir():
        raise InputError("is no folder; give the one that gongkai run wrote (--out)", path=str(folder))
    if not file.is_file():
        raise InputError("holds no manifest.json: no run ended here; start gongkai run again", path=str(folder))
    try:
        manifest = json.loads(file.read_text(encoding="utf8"))
    except ValueError as error:
        raise InputError(f"is no manifest ({error}); run gongkai run again", path=str(file)) from None
    return Results(folder, manifest)
