"""The parts of all shards made into single files: tables as CSV and Parquet, records, texts."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from extract.export.csvfile import columns_of, header
from extract.export.tables import specs
from extract.shards import parts
from extract.storage import Place

GROUP_ROWS = 50_000  # rows of a table that are put together before they go to its files


@dataclass(frozen=True, slots=True)
class Collection:
    """A table to be collected: from which rows of the manifest, in which order, as what, into which folder."""

    out: str
    table: str
    rows: tuple[str, ...]
    extra: tuple[str, ...]
    formats: tuple[str, ...]
    labels: str
    folder: str


def collect(task: Collection) -> dict[str, str]:
    """Write a table's files, or records and texts; the hash of each file by its name."""
    place, folder = Place(task.out), Path(task.folder)
    if task.table == parts.RECORDS:
        return _records(place, task, folder)
    return _table(place, task, folder)


def _tables(place: Place, task: Collection) -> Iterator[Any]:
    """The parts in order, put together until there are rows enough."""
    waiting: list[Any] = []
    count = 0
    for row in (*task.rows, *task.extra):
        table = parts.read(place, task.table, row)
        if table.num_rows:
            waiting.append(table)
            count += table.num_rows
        if count >= GROUP_ROWS:
            yield pa.concat_tables(waiting).combine_chunks()
            waiting, count = [], 0
    if waiting:
        yield pa.concat_tables(waiting).combine_chunks()


def _table(place: Place, task: Collection, folder: Path) -> dict[str, str]:
    spec = specs()[task.table]
    with ExitStack() as files:
        sheet = parquet = None
        if "csv" in task.formats:
            # utf-8-sig: without the mark Excel reads the file in the code page of the machine
            path = folder / f"{task.table}.csv"
            file = files.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
            sheet = csv.writer(file)
            sheet.writerow(header(spec, task.labels))
        if "parquet" in task.formats:
            path = folder / f"{task.table}.parquet"
            parquet = files.enter_context(pq.ParquetWriter(path, parts.schema(task.table), compression="zstd"))
        for table in _tables(place, task):
            if sheet is not None:
                sheet.writerows(zip(*columns_of(spec, table), strict=True))
            if parquet is not None:
                parquet.write_table(table)
    return {path.name: digest(path) for path in sorted(folder.glob(f"{task.table}.*"))}


def _records(place: Place, task: Collection, folder: Path) -> dict[str, str]:
    texts = folder / "text"
    texts.mkdir()
    with ExitStack() as files:
        lines = None
        if "jsonl" in task.formats:
            lines = files.enter_context((folder / "reports.jsonl").open("w", encoding="utf8", newline="\n"))
        for row in task.rows:
            found = parts.read(place, parts.RECORDS, row, ["report_id", "record", "text"])
            for name, record, text in zip(*(found[i].to_pylist() for i in range(3)), strict=True):
                if lines is not None:
                    lines.write(record + "\n")
                (texts / f"{name}.txt").write_bytes(text)
    return {path.name: digest(path) for path in folder.glob("reports.jsonl")}


def digest(path: Path) -> str:
    """SHA-256 of a file, read block by block."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def in_order(tasks: Sequence[Collection]) -> Sequence[Collection]:
    """The largest tables first, so that processes end together."""
    weight = {"cells": 0, "panel": 1, parts.RECORDS: 2, "facts": 3, "checks": 4}
    return sorted(tasks, key=lambda task: weight.get(task.table, 9))
