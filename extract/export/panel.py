"""One harmonised panel across the forms of 2014 to 2018, 2019 and 2021, by the crosswalk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extract.lexicon.crosswalk import Place, Variable, variables
from extract.model import Cell, Report, col
from extract.model.quick import quick

#: of several cells that are added, the worst says what the sum is
_WORST = ("ambiguous", "unreadable", "missing", "dash", "blank")
#: where there are several forms, one that says more is taken
_NOWHERE = {"no_table": 1, "not_in_form": 2}
_MONEY = "元"
_Tables = Mapping[str, Mapping[tuple[str, str], Cell]]


@quick
@dataclass(frozen=True, slots=True)
class Harmonised:
    """What one report's tables say of one variable of the crosswalk."""

    variable: str = col("harmonised variable, see docs/crosswalk.md", "变量")
    label: str = col("its Chinese name", "变量名称")
    value: float | None = col("number, or sum of the cells; null unless status is number or aligned", "数值")
    unit: str | None = col("unit of the value; null where there is none, or where an amount states none", "单位")
    status: str = col(
        "number, aligned, blank, dash, unreadable, ambiguous or missing, as the cells are; not_in_form where the form "
        "does not ask; no_table where the report lacks the table",
        "状态",
    )
    template: str = col("form that it was read from: legacy, 2019 or 2021", "版式")
    match: str | None = col("same where the form counts just this, near where a little more or less", "可比性")
    cells: tuple[str, ...] = col("cells that it is, as table/row/column", "单元格")
    note: str | None = col("why it is near, or not in the form", "说明")


def harmonise(report: Report) -> tuple[Harmonised, ...]:
    """The variables that can be followed across the forms of the years, as a report's tables have them.

    Parameters
    ----------
    report
        A report of any year.

    Returns
    -------
    tuple of Harmonised
        One for each variable, with ``variable``, ``value``, ``unit``, ``status`` and the ``cells`` that it is made of;
        none at all where the report has no statutory table. What the report's form does not ask is ``not_in_form``
        and has no value; it is never 0.
    """
    forms: dict[str, dict[str, dict[tuple[str, str], Cell]]] = {}
    for table in report.tables:
        cells = forms.setdefault(table.template, {}).setdefault(table.kind, {})
        for cell in table.cells:
            cells.setdefault((cell.row, cell.column), cell)
    return tuple(_best(variable, forms) for variable in variables()) if forms else ()


def _best(variable: Variable, forms: Mapping[str, _Tables]) -> Harmonised:
    """The variable in the form that has a table for it; a report may mix forms."""
    ways = [_read(variable, template, tables) for template, tables in forms.items()]
    return ways[0] if len(ways) == 1 else min(ways, key=lambda way: _NOWHERE.get(way.status, 0))


def _read(variable: Variable, template: str, tables: _Tables) -> Harmonised:
    way = variable.forms[template]
    if not way.cells:
        return _none(variable.name, template, "not_in_form")
    if tables.keys().isdisjoint(way.kinds):
        return _none(variable.name, template, "no_table")
    for places in way.cells:
        listed = _found(places, tables)
        if any(cell.status != "missing" for _, cell in listed):
            break
    else:
        listed = _found(way.cells[0], tables)
    paths = tuple([path for path, _ in listed])
    statuses = {cell.status for _, cell in listed}
    value = unit = None
    status = next((status for status in _WORST if status in statuses), None if listed else "missing")
    if status is None:
        value = sum([cell.value for _, cell in listed if cell.value is not None])
        unstated = variable.unit == _MONEY and value and any(cell.unit is None for _, cell in listed)
        unit = None if unstated else variable.unit
        status = "aligned" if "aligned" in statuses else "number"
    return Harmonised(variable.name, variable.zh, value, unit, status, template, way.match, paths, way.why)


@cache
def _none(name: str, template: str, status: str) -> Harmonised:
    """The variable where no cell is to be looked for."""
    variable = next(variable for variable in variables() if variable.name == name)
    way = variable.forms[template]
    return Harmonised(name, variable.zh, None, None, status, template, way.match, (), way.why)


def _found(places: Sequence[Place], tables: _Tables) -> list[tuple[str, Cell]]:
    """The cells named, with their paths; one that the table does not list is ``missing``."""
    found = []
    for kind, row, column in places:
        cells = tables.get(kind, {})
        rows = (row,) if row[-1] != "*" else dict.fromkeys(name for name, _ in cells if name.startswith(row[:-1]))
        for name in rows:
            cell = cells.get((name, column)) or Cell(name, column, "", status="missing")
            found.append((f"{kind}/{name}/{column}", cell))
    return found
