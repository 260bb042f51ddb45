"""Values as they stand in a CSV file that a spreadsheet opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from extract.export.columns import TableSpec
from extract.export.record import plain

LABELS = ("en", "zh")
_FORMULA = "=+-@\t\r"  # what begins one for a spreadsheet
_HARMLESS = re.compile(r"[+-]?[0-9.,]+%?|[-—]+")  # a number, or the dash of an empty cell


def header(spec: TableSpec, labels: str) -> list[str]:
    """The head of a table: names (``en``) or Chinese labels (``zh``)."""
    return [column.zh if labels == "zh" else column.name for column in spec.columns]


def cell(value: Any) -> str:
    """A value as it stands in a CSV file; text that a spreadsheet would run as a formula gets an apostrophe before it.

    Examples
    --------
    >>> cell("=1+1"), cell("-3"), cell("-"), cell(132.0), cell(("a", "b")), cell(None)
    ("'=1+1", '-3', '-', '132', 'a; b', '')
    """
    if value is None:
        return ""
    if type(value) is str:
        risky = value[:1] in _FORMULA and value and not _HARMLESS.fullmatch(value)
        return f"'{value}" if risky else value
    if isinstance(value, tuple | list):
        return cell("; ".join(str(plain(inner)) for inner in value))
    return str(plain(value))


def columns_of(spec: TableSpec, table: Any) -> list[Sequence[str]]:
    """The columns of an Arrow table, each value as :func:`cell` writes it."""
    return [_column(column.type, table[column.name].to_pylist()) for column in spec.columns]


def _column(kind: str, values: list[Any]) -> list[str]:
    if kind == "string":  # most values are plain words
        return [value if value and value[0] not in _FORMULA else cell(value) for value in values]
    if kind == "int":
        return ["" if value is None else str(value) for value in values]
    return [cell(value) for value in values]
