"""Rows whose cells run together: parted where the form's own sums leave one way only, else listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product

from extract.model import Cell, GridCell
from extract.tables.cells import Log, make
from extract.tables.solver import Columns, Equation, Reading, TooManyError, agreeing, number, readings
from extract.tables.templates import Form, Row
from extract.tables.values import read

_SPACE = frozenset(" \n\t\u3000\xa0\u200b\ufeff\u2002\u2003\u2009")
_NO_OUTCOME = ("new", "carried_in", "outcome_total", "carried_out")
_COUNTED = ("number", "aligned")
_EMPTY = ("blank", "dash")
_MOSTLY = 0.8


class Glued:
    """A row of which only the characters are known.

    Parameters
    ----------
    row, values, unit
        The row of the form, the cells of the grid that hold its characters, and the unit stated for its amount.
    cut
        Whether a cell may end inside what the grid holds as one.

    Attributes
    ----------
    text, places
        Its characters, white space left out, and the offset of each.
    ends
        Places in ``text`` where a cell ends for sure: at the end of a cell of the grid, and before white space.
    """

    def __init__(self, row: Row, values: tuple[GridCell, ...], unit: str | None, cut: bool) -> None:
        self.row, self.values, self.unit, self.cut = row, values, unit, cut
        chars: list[str] = []
        places: list[int] = []
        ends: list[int] = []
        for cell in values:
            begun = False  # a cell
            for place, char in enumerate(cell.text, cell.start):
                if char not in _SPACE:
                    chars.append(char)
                    places.append(place)
                    begun = True
                elif begun:
                    ends.append(len(places))
                    begun = False
            if begun:
                ends.append(len(places))
        self.text, self.places, self.ends = "".join(chars), places, ends

    def cell(self, reading: Reading, column: int) -> GridCell:
        """The cell of a column as the reading has it."""
        span = reading[column]
        if span is not None:
            start = self.places[span[0]]
            return GridCell(self.text[span[0] : span[1]], start, start + span[1] - span[0])
        for before in reversed(reading[:column]):
            if before is not None:
                at = self.places[before[1] - 1] + 1
                return GridCell("", at, at)
        at = self.values[0].start
        return GridCell("", at, at)


def part(
    form: Form, glued: Sequence[Glued], made: Mapping[str, Sequence[Cell]], log: Log, filled: float
) -> dict[str, list[Cell]]:
    """The cells of the rows ``glued``; ``made`` are the cells of the form's other rows.

    ``filled`` is the share of the report's rows that surely hold no blank. Where it is four in five, a reading of a row
    with sums that fills every cell goes before one that does not; in a row without sums, only where it is all.

    A cell that is the same in every reading is ``aligned``; one that is not is ``ambiguous`` with its values listed;
    where no reading fits, the row is ``unreadable``. Each is told in a warning.
    """
    found: dict[str, tuple[Reading, ...]] = {}
    many: list[Glued] = []
    for one in glued:
        try:
            found[one.row.key] = _readings(form, one, filled)
        except TooManyError:
            many.append(one)
    rows = {one.row.key: one for one in glued}
    if form.kind == "applications":
        found = _agreed(form, rows, found, made, log)
    out: dict[str, list[Cell]] = {one.row.key: _unknown(one, "ambiguous", log) for one in many}
    told: dict[str, list[str]] = {"cells_split": [], "cells_ambiguous": []}
    for key, left in found.items():
        one = rows[key]
        if not left:
            out[key] = _unknown(one, "unreadable", log)
            message = f"row {key}: no way to part this into cells keeps its sums: {' '.join(out[key][0].raw.split())}"
            log.add("cells_unreadable", message, one.values)
            continue
        out[key] = [_cell(one, left, index, log) for index in range(len(one.row.columns))]
        sure = all(cell.status != "ambiguous" for cell in out[key])
        told["cells_split" if sure else "cells_ambiguous"].append(key)
    if many:
        names = ", ".join(one.row.key for one in many)
        log.add("cells_ambiguous", f"too many ways to part the digits to list them: {names}", many[0].values)
    full = all(_full(_columns(form.kind, one.row.columns), filled) for one in glued)
    _tell(told, rows, log, full)
    return out


def _tell(told: Mapping[str, Sequence[str]], rows: Mapping[str, Glued], log: Log, full: bool) -> None:
    given = ", as cells of this report are hardly ever blank" if full else ""
    messages = {
        "cells_split": f"digits run together or blank cells lost; one reading keeps the form's sums{given}",
        "cells_ambiguous": f"digits run together or blank cells lost; several readings fit, all are listed{given}",
    }
    for code, keys in told.items():
        if keys:
            cells = rows[keys[0]].values + rows[keys[-1]].values
            log.add(code, f"{messages[code]}: {', '.join(keys)}", cells)


@lru_cache(64)
def _columns(kind: str, names: tuple[str, ...]) -> Columns:
    """The row's columns as the solver knows them; a total is one only where its parts stand before it."""
    kinds = tuple({"change": "change", "amount": "amount"}.get(column, "count") for column in names)
    totals = set()
    for index, column in enumerate(names):
        stem = column.removesuffix("total")
        parts = [other for other in names[:index] if other.startswith(stem)]
        if kind != "proactive" and stem != column and len(parts) > 1:
            totals.add(index)
    return Columns(kinds, frozenset(totals))


def _full(columns: Columns, filled: float) -> bool:
    """Whether to try first that no cell of the row is blank."""
    return filled >= (_MOSTLY if columns.totals else 1.0)


def _readings(form: Form, one: Glued, filled: float) -> tuple[Reading, ...]:
    columns = _columns(form.kind, one.row.columns)
    if not one.text:
        return ()
    full = _full(columns, filled)
    found: tuple[Reading, ...] = ()
    for blanks, cut in product((False, True) if full else (True,), (True,) if one.cut else (False, True)):
        found = found or readings(one.text, one.ends, columns, cut=cut, full=not blanks)
    return found


def _agreed(
    form: Form,
    rows: Mapping[str, Glued],
    found: Mapping[str, tuple[Reading, ...]],
    made: Mapping[str, Sequence[Cell]],
    log: Log,
) -> dict[str, tuple[Reading, ...]]:
    """The readings that also keep the sums down the columns."""
    known = {key: [vector] for key, cells in made.items() if cells and (vector := _vector(cells)) is not None}
    for key, ways in found.items():
        if ways:
            known[key] = [tuple([_value(rows[key], span) for span in reading]) for reading in ways]
    equations = _equations(form, known, made)
    if not equations:
        return dict(found)
    involved = {key: known[key] for key in dict.fromkeys(key for equation in equations for key in equation)}
    try:
        left, dropped = agreeing(involved, equations)
    except TooManyError:
        log.add("cells_unsolved", "too many ways to part the digits to try the sums down the columns; left untried")
        return dict(found)
    if dropped:
        log.add("sums_contradict", f"no reading keeps {dropped} of the form's sums down the columns; read without them")
    return {key: tuple(ways[i] for i in left[key]) if key in left and ways else ways for key, ways in found.items()}


def _value(one: Glued, span: tuple[int, int] | None) -> int:
    if span is None:
        return 0
    text = one.text[span[0] : span[1]]
    return int(text) if text.isdecimal() else number(text)


def _vector(cells: Sequence[Cell]) -> tuple[int, ...] | None:
    """The values of a row that is read already; None where one is no whole number."""
    values = []
    for cell in cells:
        if cell.status in _EMPTY:
            values.append(0)
        elif cell.status in _COUNTED and cell.value is not None and float(cell.value).is_integer():
            values.append(int(cell.value))
        else:
            return None
    return tuple(values)


def _equations(form: Form, known: Mapping[str, object], made: Mapping[str, Sequence[Cell]]) -> list[Equation]:
    """Sums down the columns of applications whose rows are all known; where 总计 is not, the two are made one."""
    absent = {key for key, cells in made.items() if cells and all(cell.status == "missing" for cell in cells)}
    outcomes = [row.key for row in form.rows if row.key not in _NO_OUTCOME and row.key in made]
    if "other" in known:  # the one row stands for those of 其他处理 that the report's table does not have
        outcomes = [key for key in outcomes if not key.startswith("other_") or key not in absent]
    sums = dict.fromkeys(outcomes, 1)
    came = {"new": 1, "carried_in": 1, "carried_out": -1}
    if "outcome_total" in known:
        listed = [{**sums, "outcome_total": -1}, {**came, "outcome_total": -1}]
    else:
        listed = [{**came, **dict.fromkeys(outcomes, -1)}]
    return [equation for equation in listed if all(key in known for key in equation)]


def _cell(one: Glued, left: Sequence[Reading], index: int, log: Log) -> Cell:
    column = one.row.columns[index]
    if len(left) == 1:
        return make(one.row, column, one.cell(left[0], index), one.unit, True, log)
    spans = {reading[index] for reading in left}
    unit = one.unit if column == "amount" else None
    said = {read(one.text[span[0] : span[1]] if span else "", unit) for span in spans}
    if len(said) == 1:
        return make(one.row, column, one.cell(left[0], index), one.unit, True, log)
    candidates = tuple(sorted({reading.value for reading in said if reading.value is not None}))
    return _whole(one, column, "ambiguous", log, candidates)


def _unknown(one: Glued, status: str, log: Log) -> list[Cell]:
    return [_whole(one, column, status, log) for column in one.row.columns]


def _whole(one: Glued, column: str, status: str, log: Log, candidates: tuple[float, ...] = ()) -> Cell:
    """A cell of which only the row's characters are known."""
    start, end = one.values[0].start, max(cell.end for cell in one.values)
    text = log.raw[start:end].strip()
    return Cell(one.row.key, column, text, None, None, status, start, start + len(text), candidates)
