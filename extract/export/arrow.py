"""Tables as Arrow: the types and labels of the columns carried along. The one room that knows pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from extract.export.columns import Column, Row, TableSpec

_ARROW = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "strings": pa.list_(pa.string()),
    "floats": pa.list_(pa.float64()),
}


@cache
def schema(spec: TableSpec) -> Any:
    """The Arrow schema of a table; each field's metadata holds ``doc`` and ``zh``."""
    return pa.schema([_field(column) for column in spec.columns], metadata={"table": spec.name, "zh": spec.zh})


def _field(column: Column) -> Any:
    return pa.field(column.name, _ARROW[column.type], metadata={"doc": column.doc, "zh": column.zh})


def table(spec: TableSpec, rows: Sequence[Row]) -> Any:
    """Rows as a ``pyarrow.Table``."""
    columns: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else ((),) * len(spec.columns)
    arrays = [_array(values, column.type) for values, column in zip(columns, spec.columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema(spec))


def _array(values: Sequence[Any], kind: str) -> Any:
    if kind == "float":  # whole numbers may be ints
        values = [None if value is None else float(value) for value in values]
    return pa.array(values, type=_ARROW[kind])
