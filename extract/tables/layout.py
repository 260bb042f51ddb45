"""Laying the rows of a grid on a form: which row is which, and which cell stands in which column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise

from extract.model import Cell, GridCell, Warn
from extract.tables import reviews
from extract.tables.cells import Log, either, make, missing
from extract.tables.glued import Glued, part
from extract.tables.rows import Line, is_value
from extract.tables.templates import Form, Row
from extract.tables.values import read, stated_unit

LOSSY = ("lines", "glued")
_LEAST_COLUMNS = 3


def lay(
    form: Form, rows: Sequence[Line], warnings: list[Warn], grid: tuple[str, int, int], filled: float = 0.0
) -> tuple[Cell, ...]:
    """All cells of the form, in its order; ``filled`` is the share of the report's rows that surely hold no blank.

    Rows are known by their labels. One whose label is damaged is known by its place where as many rows stand between
    two known ones as the form has there, and its cells are ``aligned``; else its cells are ``missing`` and a warning
    says so.
    """
    log = Log(warnings, grid, form.kind)
    if form.label_columns == 0:
        return _reviews(form, rows, log, filled)
    body = [row for row in rows if not row.is_head]
    for at, one in enumerate(body):
        if form.rows[0].key in one.keys(form.kind):
            body = body[at:]  # 总计 and 其他 stand in the head too
            break
    found = _assign(form, body, log)
    present = _present(form, rows, body)
    if present is not None:
        absent = [column for column in form.rows[0].columns if column not in present]
        log.add("columns_missing", f"the report's table has no column {', '.join(absent)}")
    made: dict[str, list[Cell]] = {}
    glued: list[Glued] = []
    lost: list[str] = []
    for index, row in enumerate(form.rows):
        line, damaged = found.get(index, (None, False))
        if line is None and row.optional:
            continue
        if line is None:
            made[row.key] = [missing(row.key, column) for column in row.columns]
            lost.append(row.key)
            continue
        laid = row if present is None else replace(row, columns=present)
        cells = _cells(form, laid, line, damaged, _unit(row, line, rows), log)
        if isinstance(cells, Glued):
            glued.append(cells)
            made[row.key] = []
        else:
            made[row.key] = cells
    if lost:
        log.add("rows_missing", f"the report's table has no row {', '.join(lost)}")
    if glued:
        made |= part(form, glued, made, log, filled)
    if present is not None:
        made = {row.key: _widened(row, made[row.key]) for row in form.rows if row.key in made}
    return tuple(chain.from_iterable(made.values()))


def _widened(row: Row, cells: Sequence[Cell]) -> list[Cell]:
    """The cells with those of columns that the report's table does not have."""
    found = {cell.column: cell for cell in cells}
    return [found.get(column) or missing(row.key, column) for column in row.columns]


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


def _reviews(form: Form, rows: Sequence[Line], log: Log, filled: float) -> tuple[Cell, ...]:
    """The form with one row, which may come in pieces."""
    row = form.rows[0]
    found: dict[str, Cell] = {}
    for columns, line in reviews.pieces(rows, log):
        piece = Row(row.key, columns)
        cells = _cells(form, piece, line, False, None, log)
        if isinstance(cells, Glued):
            cells = part(form, [cells], {}, log, filled)[row.key]
        found |= {cell.column: cell for cell in cells}
    lost = [column for column in row.columns if column not in found]
    if lost:
        log.add("columns_missing", f"the report's table has no {', '.join(lost)}")
    return tuple(found.get(column) or missing(row.key, column) for column in row.columns)


def _present(form: Form, rows: Sequence[Line], body: Sequence[Line]) -> tuple[str, ...] | None:
    """The columns that the head names, where it leaves some out and no row has more cells than it names; else None."""
    every = form.rows[0].columns
    if form.kind != "applications":
        return None
    heads = [row for row in rows if row.is_head]
    seen = {key for row in heads for key in row.keys(form.kind, "columns")}
    columns = tuple(column for column in every if column in seen)
    if not _LEAST_COLUMNS <= len(columns) < len(every) or any(row.foreign for row in heads):
        return None
    known = [line for line in body if line.keys(form.kind) and line.behind]
    return columns if known and all(_least_cells(line) <= len(columns) for line in known) else None


def _least_cells(line: Line) -> int:
    """How many cells a row has at least; noughts that run together are a cell each."""
    text = "".join(cell.text for cell in line.behind)
    return len(text) if text and set(text) == {"0"} else len(line.behind)


def _assign(form: Form, body: Sequence[Line], log: Log) -> dict[int, tuple[Line | None, bool]]:
    order = form.order
    known: list[tuple[int, int]] = []  # (index of the line, index of the form's row)
    floor = -1
    for at, line in enumerate(body):
        keys = [key for key in line.keys(form.kind)[-2:] if key in order]
        if not keys:
            continue
        index = next((order[key] for key in reversed(keys) if order[key] > floor), None)
        if index is not None and form.rows[index].optional and not any(cell.text for cell in line.behind):
            continue  # the label of a group of rows
        if index is not None and (line.behind or line.dialect in LOSSY):
            known.append((at, index))
            floor = index
        elif line.values:
            log.add("row_out_of_order", f"a row {keys[-1]} stands where the form has none; it was not read", line.cells)
    found: dict[int, tuple[Line | None, bool]] = {index: (body[at], False) for at, index in known}
    edges = [(-1, -1), *known, (len(body), len(form.rows))]
    for (at, index), (next_at, next_index) in pairwise(edges):
        if next_at == at + 1:
            continue  # nothing stands between them, as nearly always
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
    lossy = line.dialect in LOSSY
    if line.keys(form.kind) or len(line.values) < (1 if lossy else width):
        return False
    return any(cell.text for cell in line.values) or (not line.labels and form.kind == "applications")


def _cells(form: Form, row: Row, line: Line, damaged: bool, unit: str | None, log: Log) -> list[Cell] | Glued:
    """The cells of one row; ``Glued`` where it is not plain which characters stand in which column."""
    width = len(row.columns)
    values = line.values[-width:] if damaged and line.dialect not in LOSSY else line.values
    if len(values) < width == len(line.behind):
        values = line.behind  # words stand where a number should
    picked: Sequence[GridCell | None] | None = values  # as nearly always
    if len(values) != width:
        picked = _fit(_unmerged(values, width), width, form.label_columns - line.at, line)
    if picked is not None:
        return [make(row, column, picked[at], unit, damaged, log) for at, column in enumerate(row.columns)]
    if width < len(values) <= width + 3 and line.dialect not in LOSSY:
        message = f"row {row.key}: {len(values)} cells for {width} columns; every reading is listed"
        log.add("columns_shifted", message, values)
        spare = 1 + len(values) - width
        return [either(row, column, values[i : i + spare], unit) for i, column in enumerate(row.columns)]
    return Glued(row, tuple(values), unit, cut=line.dialect == "glued")


def _fit(values: Sequence[GridCell], width: int, padding: int, line: Line) -> tuple[GridCell | None, ...] | None:
    """The ``width`` cells of the columns among the cells after the label; None where that cannot be told.

    Shifted rows have blank cells too many: before the values (``padding``: as many as the label columns left) or
    behind them.
    """
    lossy = line.dialect in LOSSY
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


def _unmerged(values: Sequence[GridCell], width: int) -> Sequence[GridCell]:
    """Cells merged over several columns of the form, each for itself, where they are empty or say none or nought.

    Any other number that stands for several columns may be the sum of them or belong to one.
    """
    if len(values) >= width or sum(cell.colspan for cell in values) != width:
        return values
    if any(cell.colspan > 1 and (read(cell.text).value or read(cell.text).status == "unreadable") for cell in values):
        return values
    return [cell for cell in values for _ in range(cell.colspan)]
