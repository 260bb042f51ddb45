"""Laying the rows of a grid on a form: which row is which, and which cell stands in which column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from extract.model import Cell, GridCell, Warn
from extract.tables.rows import Line, is_value
from extract.tables.templates import Form, Row
from extract.tables.values import read, stated_unit

_DIGITS = regex.compile(r"[\d０-９]+")
_LOSSY = ("lines", "glued")


class _Log:
    """Warnings of one table, and the text that its cells stand in."""

    def __init__(self, out: list[Warn], grid: tuple[str, int, int], kind: str) -> None:
        self.out, self.kind = out, kind
        self.raw, *self.span = grid
        self.split: list[tuple[str, tuple[GridCell, ...]]] = []

    def add(self, code: str, message: str, cells: Sequence[GridCell] = ()) -> None:
        start = cells[0].start if cells else self.span[0]
        end = max(cell.end for cell in cells) if cells else self.span[1]
        self.out.append(Warn(code, f"{self.kind}: {message}", start, end))


def lay(form: Form, rows: Sequence[Line], warnings: list[Warn], grid: tuple[str, int, int]) -> tuple[Cell, ...]:
    """All cells of the form, in its order.

    Rows are known by their labels. One whose label is damaged is known by its place where as many rows stand between
    two known ones as the form has there, and its cells are ``aligned``; else its cells are ``missing`` and a warning
    says so.
    """
    log = _Log(warnings, grid, form.kind)
    body = [row for row in rows if not row.is_head]
    first = next((at for at, row in enumerate(body) if form.rows[0].key in row.keys(form.kind)), 0)
    body = body[first:]  # 总计 and 其他 stand in the head too
    found = _only_row(rows, form) if form.label_columns == 0 else _assign(form, body, log)
    cells: list[Cell] = []
    missing: list[str] = []
    for index, row in enumerate(form.rows):
        line, damaged = found.get(index, (None, False))
        if line is None and row.optional:
            continue
        if line is None:
            cells.extend(Cell(row.key, column, "", status="missing") for column in row.columns)
            missing.append(row.key)
        else:
            cells.extend(_cells(form, row, line, damaged, _unit(row, line, rows), log))
    if missing:
        log.add("rows_missing", f"the report's table has no row {', '.join(missing)}")
    if log.split:
        names = ", ".join(key for key, _ in log.split)
        cells_of = log.split[0][1] + log.split[-1][1]
        log.add("cells_split", f"digits run together, as many as cells, read one each: {names}", cells_of)
    return tuple(cells)


def _unit(row: Row, line: Line, rows: Sequence[Line]) -> str | None:
    """Unit that the column head of the row's amount states, or the row's own label."""
    if row.amount is None:
        return None
    heads = [other for other in rows if row.amount in other.keys("proactive", "columns")]
    for head in [*heads, line]:
        unit = stated_unit("".join(cell.text for cell in head.cells if not is_value(cell.text)))
        if unit is not None:
            return unit
    return None


def _only_row(rows: Sequence[Line], form: Form) -> dict[int, tuple[Line | None, bool]]:
    """The form with one row and no row label: the values after the last head."""
    width = len(form.rows[0].columns)
    for line in rows:
        filled = any(cell.text for cell in line.values)
        if filled or (not line.labels and len(line.values) >= width):
            return {0: (line, False)}
    last = next((line for line in reversed(rows) if line.labels), None)
    if last is not None and last.dialect in _LOSSY:
        return {0: (last, False)}
    return {}


def _assign(form: Form, body: Sequence[Line], log: _Log) -> dict[int, tuple[Line | None, bool]]:
    order = {row.key: index for index, row in enumerate(form.rows)}
    known: list[tuple[int, int]] = []  # (index of the line, index of the form's row)
    floor = -1
    for at, line in enumerate(body):
        keys = [key for key in line.keys(form.kind)[-2:] if key in order]
        index = next((order[key] for key in reversed(keys) if order[key] > floor), None)
        if index is not None and form.rows[index].optional and not any(cell.text for cell in line.behind):
            continue  # the label of a group of rows
        if index is not None and (line.behind or line.dialect in _LOSSY):
            known.append((at, index))
            floor = index
        elif keys and line.values:
            log.add("row_out_of_order", f"a row {keys[-1]} stands where the form has none; it was not read", line.cells)
    found: dict[int, tuple[Line | None, bool]] = {index: (body[at], False) for at, index in known}
    edges = [(-1, -1), *known, (len(body), len(form.rows))]
    for (at, index), (next_at, next_index) in pairwise(edges):
        lost = [i for i in range(index + 1, next_index) if not form.rows[i].optional]
        width = min((len(form.rows[i].columns) for i in lost), default=1)
        spare = [line for line in body[at + 1 : next_at] if _is_body(line, form, width)]
        if lost and len(spare) == len(lost):
            found |= {i: (line, True) for i, line in zip(lost, spare, strict=True)}
            names = ", ".join(form.rows[i].key for i in lost)
            cells = spare[0].cells + spare[-1].cells
            log.add("rows_by_position", f"labels are damaged; placed by position: {names}", cells)
        elif spare:
            cells = spare[0].cells + spare[-1].cells
            message = f"{len(spare)} rows with unknown labels where the form has {len(lost)}; not read"
            log.add("rows_unknown", message, cells)
    return found


def _is_body(line: Line, form: Form, width: int) -> bool:
    """Whether a row without a known label can be a row of values."""
    if line.keys(form.kind) or len(line.values) < width:
        return False
    return any(cell.text for cell in line.values) or (not line.labels and form.kind == "applications")


def _cells(form: Form, row: Row, line: Line, damaged: bool, unit: str | None, log: _Log) -> list[Cell]:
    width = len(row.columns)
    values = line.values[-width:] if damaged else line.values
    values = _spread(tuple(values), width)
    if len(values) < width == len(line.behind):
        values = line.behind  # words stand where a number should
    picked = _fit(values, width, form.label_columns - line.at, line)
    if picked is None:
        spread = _one_each(values, width)
        if spread is None and width < len(values) <= width + 3 and line.dialect not in _LOSSY:
            message = f"row {row.key}: {len(values)} cells for {width} columns; every reading is listed"
            log.add("columns_shifted", message, values)
            spare = 1 + len(values) - width
            return [_either(row, column, values[i : i + spare], unit) for i, column in enumerate(row.columns)]
        if spread is None:
            start, end = values[0].start, max(cell.end for cell in values)
            text = log.raw[start:end].strip()
            end = start + len(text)
            shown = " ".join(text.split())
            log.add("cells_unreadable", f"row {row.key}: the values cannot be told apart: {shown}", values)
            return [Cell(row.key, column, text, None, None, "unreadable", start, end) for column in row.columns]
        log.split.append((row.key, spread))
        return [_cell(row, column, cell, unit, True, log) for column, cell in zip(row.columns, spread, strict=True)]
    return [_cell(row, column, cell, unit, damaged, log) for column, cell in zip(row.columns, picked, strict=True)]


def _cell(row: Row, column: str, cell: GridCell | None, unit: str | None, placed: bool, log: _Log) -> Cell:
    if cell is None:
        return Cell(row.key, column, "", status="missing")
    money = row.amount is not None and column == "amount"
    status, value, stated = read(cell.text, unit if money else None)
    if status == "number" and placed:
        status = "aligned"
    elif status == "unreadable":
        log.add("cell_unreadable", f"{row.key}/{column}: not a number: {cell.text}", [cell])
    if money and value and stated is None:
        log.add("amount_without_unit", f"{row.key}/{column}: no unit is stated for {cell.text}", [cell])
    return Cell(row.key, column, cell.text, value, stated, status, cell.start, cell.end)


def _either(row: Row, column: str, cells: Sequence[GridCell], unit: str | None) -> Cell:
    """A cell that may be any of ``cells``."""
    readings = [read(cell.text, unit if column == "amount" else None) for cell in cells]
    first, one = cells[0], readings[0]
    if len(set(readings)) == 1:
        return Cell(row.key, column, first.text, one.value, one.unit, one.status, first.start, first.end)
    candidates = tuple(dict.fromkeys(reading.value for reading in readings if reading.value is not None))
    return Cell(row.key, column, first.text, None, None, "ambiguous", first.start, first.end, candidates)


def _fit(values: Sequence[GridCell], width: int, padding: int, line: Line) -> tuple[GridCell | None, ...] | None:
    """The ``width`` cells of the columns among the cells after the label; None where that cannot be told.

    Shifted rows have blank cells too many: before the values (``padding``: as many as the label columns left) or
    behind them.
    """
    lossy = line.dialect in _LOSSY
    while padding > 0 and len(values) > width and not lossy and not values[0].text:
        values, padding = values[1:], padding - 1
    count = len(values)
    if count == width:
        return tuple(values)
    filled = [index for index, cell in enumerate(values) if cell.text]
    if count > width:
        if not lossy and len({cell.text for cell in values}) == 1:
            return tuple(values[:width])  # one cell too many, but every choice reads the same
        if lossy or (filled and filled[-1] - filled[0] >= width):
            return None
        low = max(0, filled[-1] - width + 1) if filled else 0
        high = min(filled[0], count - width) if filled else count - width
        start = min(max(padding, low), high) if low == high or not filled else padding
        return tuple(values[start : start + width]) if low <= start <= high else None
    if not filled:
        if lossy:
            at = line.cells[-1].end
            return tuple(GridCell("", at, at) for _ in range(width))
        return (*values, *(None for _ in range(width - count)))
    if line.dialect == "tabs" and padding <= 0:  # cells at the end of a line were cut off
        return (*values, *(None for _ in range(width - count)))
    return None


def _spread(values: tuple[GridCell, ...], width: int) -> tuple[GridCell, ...]:
    """The values with each merged cell once a column that it spans, where that makes them as many as the columns.

    Only what says the same of every column is repeated: nothing, a dash, a zero.
    """
    if len(values) >= width or sum(cell.colspan for cell in values) != width:
        return values
    if any(cell.colspan > 1 and _DIGITS.search(cell.text) and read(cell.text).value != 0 for cell in values):
        return values
    return tuple(cell for cell in values for _ in range(cell.colspan))


def _one_each(values: Sequence[GridCell], width: int) -> tuple[GridCell, ...] | None:
    """Digits run together, one for each cell: where there are exactly as many as cells, else None."""
    if not all(_DIGITS.fullmatch(cell.text) for cell in values):
        return None
    cells = [GridCell(char, cell.start + i, cell.start + i + 1) for cell in values for i, char in enumerate(cell.text)]
    return tuple(cells) if len(cells) == width else None
