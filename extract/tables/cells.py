"""One cell of a form from what stands in the grid, and the warnings of a table."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Cell, GridCell, Warn
from extract.tables.templates import Row
from extract.tables.values import read


class Log:
    """Warnings of one table, and the text that its cells stand in."""

    def __init__(self, out: list[Warn], grid: tuple[str, int, int], kind: str) -> None:
        self.out, self.kind = out, kind
        self.raw, *self.span = grid

    def add(self, code: str, message: str, cells: Sequence[GridCell] = ()) -> None:
        """Warn about the cells, or about the whole table."""
        start = cells[0].start if cells else self.span[0]
        end = max(cell.end for cell in cells) if cells else self.span[1]
        self.out.append(Warn(code, f"{self.kind}: {message}", start, end))


def missing(key: str, column: str) -> Cell:
    """A cell that the report's table does not have."""
    return Cell(key, column, "", None, None, "missing")


def make(row: Row, column: str, cell: GridCell | None, unit: str | None, placed: bool, log: Log) -> Cell:
    """The cell of ``row`` and ``column``; ``placed`` where it is known by its place or by sums only."""
    key = row.key
    if cell is None:
        return missing(key, column)
    text = cell.text
    money = column == "amount" and row.amount is not None
    status, value, stated = read(text, unit) if money and unit else read(text)
    if status == "number":
        if placed:
            status = "aligned"
        if money and value and stated is None:
            log.add("amount_without_unit", f"{key}/{column}: no unit is stated for {text}", [cell])
    elif status == "unreadable":
        log.add("cell_unreadable", f"{key}/{column}: not a number: {text}", [cell])
    return Cell(key, column, text, value, stated, status, cell.start, cell.end)


def either(row: Row, column: str, cells: Sequence[GridCell], unit: str | None) -> Cell:
    """A cell that may be any of ``cells``."""
    readings = [read(cell.text, unit if column == "amount" else None) for cell in cells]
    first, one = cells[0], readings[0]
    if len(set(readings)) == 1:
        return Cell(row.key, column, first.text, one.value, one.unit, one.status, first.start, first.end)
    candidates = tuple(dict.fromkeys(reading.value for reading in readings if reading.value is not None))
    return Cell(row.key, column, first.text, None, None, "ambiguous", first.start, first.end, candidates)
