"""Tables as Arrow: the types and labels of the columns carried along. The one room that knows pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from extract.export.tables import Column, Row, TableSpec

_ARROW = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "strings": pa.list_(pa.string()),
    "floats": pa.list_(pa.float64()),
}


def schema(spec: TableSpec) -> Any:
    """The Arrow schema of a table; each field's metadata holds ``doc`` and ``zh``."""
    return pa.schema([_field(column) for column in spec.columns], metadata={"table": spec.name, "zh": spec.zh})


def _field(column: Column) -> Any:
    return pa.field(column.name, _ARROW[column.type], metadata={"doc": column.doc, "zh": column.zh})


def table(spec: TableSpec, rows: Sequence[Row]) -> Any:
    """Rows as a ``pyarrow.Table``."""
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else ((),) * len(spec.columns)
    arrays = [
        pa.array([_number(value, column) for value in values], type=_ARROW[column.type])
        for values, column in zip(columns, spec.columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema(spec))


def _number(value: Any, column: Column) -> Any:
    return float(value) if column.type == "float" and value is not None else value


class ParquetFile:
    """A Parquet file that grows by groups of rows."""

    def __init__(self, path: Path, spec: TableSpec) -> None:
        self._spec = spec
        self._writer = pq.ParquetWriter(path, schema(spec), compression="zstd")

    def add(self, rows: Sequence[Row]) -> None:
        """Write a group of rows."""
        if rows:
            self._writer.write_table(table(self._spec, rows))

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()
