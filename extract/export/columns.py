"""What a table is: its columns, declared once with type, documentation and Chinese label, and how its rows are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

from extract.model import Report

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``type`` is ``string``, ``int``, ``float``, ``strings`` or ``floats``; any cell may be empty."""

    name: str
    type: str
    doc: str
    zh: str


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: its columns, and the function that yields its rows for one report."""

    name: str
    doc: str
    zh: str
    columns: tuple[Column, ...]
    rows: Callable[[Report], Iterator[Row]]


_TYPES: dict[Any, str] = {
    str: "string",
    int: "int",
    float: "float",
    tuple[str, ...]: "strings",
    tuple[float, ...]: "floats",
}


def _type(hint: Any) -> str:
    if get_origin(hint) is Union or type(hint).__name__ == "UnionType":
        (hint,) = (inner for inner in get_args(hint) if inner is not type(None))
    return _TYPES[hint]


def own(kind: type, *, leave: tuple[str, ...] = (), rename: dict[str, str] | None = None) -> tuple[Column, ...]:
    """The columns of a model class, in its order."""
    hints = get_type_hints(kind)
    return tuple(
        Column((rename or {}).get(f.name, f.name), _type(hints[f.name]), f.metadata["doc"], f.metadata["zh"])
        for f in fields(kind)
        if f.name not in leave
    )


def getter(columns: tuple[Column, ...]) -> Callable[[Any], Row]:
    """What gets the values of these columns off an object (there are always several)."""
    return attrgetter(*(column.name for column in columns))
