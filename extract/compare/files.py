"""Changes on disk: ``changes.csv``, ``changes.parquet`` and the page ``diff.html``, each complete or not there."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.compare.change import SPEC, Change
from extract.errors import OutputError
from extract.export.columns import Row
from extract.export.csvfile import cell

GROUP_ROWS = 5_000  # rows that are held before they are written
NAMES = ("changes.csv", "changes.parquet", "diff.html")


class Sheets:
    """``changes.csv`` and ``changes.parquet``, which grow change by change."""

    def __init__(self, folder: Path) -> None:
        import pyarrow.parquet as pq

        from extract.export.arrow import schema

        self.folder = folder
        # utf-8-sig: without the mark Excel reads the file in the code page of the machine
        self._file = (folder / "changes.csv").open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow(column.name for column in SPEC.columns)
        self._parquet = pq.ParquetWriter(folder / "changes.parquet", schema(SPEC), compression="zstd")
        self._waiting: list[Row] = []

    def add(self, change: Change) -> None:
        """Write a change."""
        row = change.row()
        self._csv.writerow(map(cell, row))
        self._waiting.append(row)
        if len(self._waiting) == GROUP_ROWS:
            self._flush()

    def page(self, text: str) -> None:
        """Write the page."""
        (self.folder / "diff.html").write_text(text, encoding="utf8", newline="\n")

    def _flush(self) -> None:
        from extract.export.arrow import table

        if self._waiting:
            self._parquet.write_table(table(SPEC, self._waiting))
        self._waiting = []

    def close(self) -> None:
        """Write what waits, and the footer."""
        self._file.close()
        self._flush()
        self._parquet.close()


@contextmanager
def sheets(out: Path) -> Iterator[Sheets]:
    """The files of a comparison, in place when the block ends well; else those of an earlier one stay.

    Raises
    ------
    OutputError
        Where ``out`` cannot be written, or is the folder of a run.
    """
    if (out / "manifest.json").exists():
        raise OutputError("is the folder of a run; choose another one for the comparison", path=str(out))
    try:
        out.mkdir(parents=True, exist_ok=True)
        tmp = Path(tempfile.mkdtemp(prefix=".gongkai-", dir=out))
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror or error})", path=str(out)) from error
    try:
        held = Sheets(tmp)
        try:
            yield held
        finally:
            held.close()
        for name in NAMES:
            (tmp / name).replace(out / name)
    except OSError as error:
        raise OutputError(f"could not be written ({error.strerror or error})", path=str(out)) from error
    finally:
        shutil.rmtree(tmp, ignore_errors=True)
