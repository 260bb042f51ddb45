"""The statistics of 2014 to 2018 (政府信息公开情况统计表) as tables of the record, one for each of its parts.

The form is one long list of label, unit and number. Its parts become tables of the same kinds as the forms of 2019 and
2021 where there are such, and its rows have the names of theirs where they ask for the same; the others are named in
``lexicon/legacy.toml``, which is the form.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extract.lexicon import legacy
from extract.lexicon.labels import fold
from extract.model import Cell, Grid, GridCell, Table, Warn
from extract.tables.cells import missing
from extract.tables.rows import is_value
from extract.tables.values import Value, read, stated_unit

_ENOUGH, _SHORT = 4, 3
_UNITS = frozenset({"条", "件", "次", "篇", "个", "份", "场", "元", "万元", "人次", "人", "期", "部", "家"})
_NO_NUMBERS = frozenset({"代码", "序号", "行次", "备注", "说明"})
_LEAST = 2
Found = tuple[GridCell, GridCell | None, tuple[GridCell, ...]]


def is_legacy(grid: Grid) -> bool:
    """Whether a grid is a piece of the statistics: its labels say so."""
    seen = 0
    for row in grid.rows:
        for cell in row:
            if len(cell.text) > _SHORT and _is_label(cell.text):
                seen += 1
                if seen >= _ENOUGH:
                    return True
    return False


@lru_cache(4096)
def _is_label(text: str) -> bool:
    hit = legacy.match(text, 0)
    return hit is not None and bool(hit.places)


def lay(grids: Sequence[Grid], raw: str, warnings: list[Warn]) -> list[Table]:
    """The tables that pieces of the statistics hold, every cell of each; a part that is not there at all gives none."""
    form = legacy.entries()
    found: dict[int, tuple[Found, str]] = {}
    odd: list[GridCell] = []
    floor = -1
    for grid in grids:
        for places, (label, unit, values) in _entries(grid, odd):
            left = [i for i in places if i not in found]
            if not left:
                message = f"legacy: {label.text} stands twice; only the first one was read"
                warnings.append(Warn("duplicate_row", message, label.start, label.end))
                continue
            index = left[0]
            for i in left:  # the next one behind the last, where there is one
                if i > floor:
                    index = i
                    break
            floor = index
            found[index] = (label, unit, values), grid.dialect
    if odd:
        names = ", ".join(" ".join(cell.text.split()) for cell in odd[:5]) + (" …" if len(odd) > 5 else "")
        message = f"legacy: {len(odd)} rows with labels that the form does not have; not read: {names}"
        warnings.append(Warn("rows_unknown", message, odd[0].start, odd[-1].end))
    tables, lost = [], []
    for kind in legacy.kinds():
        places = legacy.places(kind)
        there = [found[i][0] for i in places if i in found]
        if not there:
            continue
        cells = []
        for i in places:
            entry = form[i]
            if i in found:
                one, dialect = found[i]
                cells.append(_cell(entry, one, dialect, raw, warnings))
            else:
                cells.append(missing(entry.row, entry.column))
                lost.append(f"{kind}/{entry.row}/{entry.column}")
        start = min([label.start for label, _, _ in there])
        end = max([_end(one) for one in there])
        tables.append(Table(kind, "legacy", start, end, tuple(cells)))
    if lost:
        message = f"legacy: the report's table has no {', '.join(lost)}"
        warnings.append(Warn("rows_missing", message, tables[0].start, max(table.end for table in tables)))
    return tables


def _end(found: Found) -> int:
    """Where the cells of an entry end."""
    label, unit, values = found
    end = max(label.end, unit.end) if unit else label.end
    for cell in values:
        end = max(end, cell.end)
    return end


def _entries(grid: Grid, odd: list[GridCell]) -> list[tuple[tuple[int, ...], Found]]:
    """What each label may stand for, with what stands behind it, up to the next label.

    Words that are no label of the form go to ``odd``.
    """
    out: list[tuple[tuple[int, ...], Found]] = []
    width, codes = _codes(grid)
    for row in grid.rows:
        if len(row) == width:
            row = tuple(cell for index, cell in enumerate(row) if index not in codes)
        label: GridCell | None = None
        meant: tuple[int, ...] = ()
        unit: GridCell | None = None
        values: list[GridCell] = []
        strange: GridCell | None = None
        for cell in row:
            text = cell.text.strip("（）() ")
            worded = len(text) > _SHORT and not is_value(text)
            places = legacy.lookup(cell.text) if worded else None
            if places is not None or (label is None and worded):
                if label is not None:
                    out.append((meant, (label, unit, tuple(values))))
                label, meant, unit, values = (cell if places else None), places or (), None, []
                strange = None if places is not None else cell
            elif text in _UNITS:
                unit, values = cell, []
            elif label is not None or strange is not None:
                values.append(cell)
        if label is not None:
            out.append((meant, (label, unit, tuple(values))))
        elif strange is not None and unit is not None and any(cell.text for cell in values):
            odd.append(strange)
    return out


def _codes(grid: Grid) -> tuple[int, set[int]]:
    """Which columns hold the code of an indicator or a remark, and the width of the rows that this is true of."""
    for row in grid.rows:
        for cell in row:
            if len(cell.text) > 1 and _is_no_number(cell.text):
                break
        else:
            continue  # as nearly all
        odd = {index for index, cell in enumerate(row) if _is_no_number(cell.text)}
        if len(row) - len(odd) >= _LEAST:
            return len(row), odd
    return 0, set()


@lru_cache(4096)
def _is_no_number(text: str) -> bool:
    return fold(text) in _NO_NUMBERS


def _cell(entry: legacy.Entry, found: Found, dialect: str, raw: str, warnings: list[Warn]) -> Cell:
    label, unit, values = found
    filled = [cell for cell in values if cell.text]
    if len(filled) > 1:  # a remark beside the number
        filled = [cell for cell in filled if is_value(cell.text)] or filled
    stated = unit.text.strip("（）() ") if unit else None
    money = entry.column == "amount"
    if money and stated is None:
        stated = stated_unit(label.text)
    if not filled:
        if not values and dialect == "tabs" and unit is None:
            return missing(entry.row, entry.column)
        at = values[0].start if values else (unit or label).end
        return Cell(entry.row, entry.column, "", None, None, "blank", at, at)
    first = filled[0]
    readings = [_read(cell, stated, money) for cell in filled]
    if len(readings) > 1 and len(set(readings)) > 1:
        candidates = tuple(dict.fromkeys(reading.value for reading in readings if reading.value is not None))
        message = f"legacy: {entry.row}/{entry.column}: several numbers behind the label; all are listed"
        warnings.append(Warn("columns_shifted", message, first.start, filled[-1].end))
        return Cell(entry.row, entry.column, first.text, None, None, "ambiguous", first.start, first.end, candidates)
    status, value, shown = readings[0]
    if status == "unreadable":
        message = f"legacy: {entry.row}/{entry.column}: not a number: {first.text}"
        warnings.append(Warn("cell_unreadable", message, first.start, first.end))
    elif status == "number":
        shown = shown if money else stated
        if raw[first.end : first.end + 1].isdigit():  # it ran into the enumerator of the next label
            status = "aligned"
        if money and value and shown is None:
            message = f"legacy: {entry.row}/{entry.column}: no unit is stated for {first.text}"
            warnings.append(Warn("amount_without_unit", message, first.start, first.end))
    return Cell(entry.row, entry.column, first.text, value, shown, status, first.start, first.end)


def _read(cell: GridCell, unit: str | None, money: bool) -> Value:
    text = cell.text
    if not money and not text.isdecimal():
        for measure in ("人次", "篇", "场", "期", "人"):
            text = text.removesuffix(measure)
    return read(text, unit if money and unit in ("元", "万元", "亿元") else None)
