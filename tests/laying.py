"""What tests of the tables share: a text laid on the forms, and its cells by row."""

from __future__ import annotations

from collections import Counter

from extract.model import Cell, Source, Table
from extract.reading.grids import find_grids
from extract.tables import align


def source(raw: str) -> Source:
    return Source("a.txt", "txt", "utf-8", "0" * 64, raw, find_grids(raw))


def laid(raw: str) -> tuple[dict[str, Table], Counter[str]]:
    """The tables by kind, and how often each warning was given; every cell is checked to be grounded."""
    tables, warnings = align(source(raw))
    for table in tables:
        for cell in table.cells:
            if cell.start is not None:
                assert raw[cell.start : cell.end] == cell.raw
    return {table.kind: table for table in tables}, Counter(warning.code for warning in warnings)


def row(table: Table, key: str) -> list[Cell]:
    return [cell for cell in table.cells if cell.row == key]


def said(table: Table, key: str) -> list[float | None]:
    return [cell.value for cell in row(table, key)]


def status(table: Table, key: str) -> set[str]:
    return {cell.status for cell in row(table, key)}
