"""The sums that a form demands of its own cells, and the one cell whose change would mend those that fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from extract.model import Cell, Check, Table

Place = tuple[str, str]
_COLUMNS = ("natural_person", "commercial", "research", "social", "legal", "other_org", "total")
_NO_OUTCOME = ("new", "carried_in", "outcome_total", "carried_out")
_READABLE = ("number", "aligned")
_TOLERANCE = 1e-9
_MOST_HINTS = 3
#: total -> parts, in the statistics before 2019; the first word is the name of the check
_LEGACY: dict[str, tuple[tuple[str, Place, tuple[Place, ...]], ...]] = {
    "applications": tuple(
        (name, (total, "total"), tuple((part, "total") for part in parts))
        for name, total, parts in (
            ("form_sum", "new", ("new_in_person", "new_fax", "new_online", "new_letter")),
            ("form_sum", "completed", ("completed_on_time", "completed_late")),
            (
                "outcome_sum",
                "outcome_total",
                (
                    *("already_public", "granted", "partly_granted", "refused", "unavailable_other_organ"),
                    *("unavailable_not_held", "told_to_amend", "told_other_way"),
                ),
            ),
            (
                "form_sum",
                "refused",
                (
                    *("refused_secret", "refused_commercial", "refused_privacy", "refused_stability"),
                    *("refused_not_information", "refused_law"),
                ),
            ),
        )
    ),
    "review_litigation": tuple(
        (
            "review_sum",
            ("cases", f"{group}_total"),
            tuple(("cases", f"{group}_{result}") for result in ("upheld", "corrected", "other")),
        )
        for group in ("review", "litigation")
    ),
    "staffing": (("form_sum", ("staff", "count"), (("staff_full_time", "count"), ("staff_part_time", "count"))),),
}
SUMMED = frozenset(_LEGACY)  # kinds of tables of which a form demands sums


class Cells:
    """The cells of one table by row and column, with their paths."""

    def __init__(self, table: Table) -> None:
        self.kind, self.template = table.kind, table.template
        self.cells: dict[Place, Cell] = {}
        self.values: dict[Place, float] = {}
        self.aligned: set[Place] = set()
        rows: dict[str, None] = {}
        for cell in table.cells:
            row, value, status = cell.row, cell.value, cell.status
            place = row, cell.column
            self.cells[place] = cell
            rows[row] = None
            if value is not None and status in _READABLE:
                self.values[place] = value
            if status == "aligned":
                self.aligned.add(place)
        self.rows = tuple(rows)

    def lacks(self, row: str) -> bool:
        """Whether the report's table has no cell of the row."""
        return all(cell.status == "missing" for (name, _), cell in self.cells.items() if name == row)

    def path(self, row: str, column: str) -> str:
        """How a cell is named in checks."""
        return _path(self.kind, row, column)

    def value(self, place: Place) -> float | None:
        """The number in a cell; None where it has none."""
        return self.values.get(place)

    def take(self, places: Sequence[Place]) -> tuple[float | None, list[str]]:
        """Sum of the cells (None where one is no number), and what stands in the way."""
        total, known = 0.0, self.values.get
        for place in places:
            value = known(place)
            if value is None:
                return None, self._gaps(places)
            total += value
        return total, []

    def _gaps(self, places: Sequence[Place]) -> list[str]:
        """Which of the cells are no numbers, and why."""
        return [
            f"{self.path(*place)} is {self.cells[place].status if place in self.cells else 'missing'}"
            for place in places
            if place not in self.values
        ]


@lru_cache(1024)
def _path(kind: str, row: str, column: str) -> str:
    return f"{kind}/{row}/{column}"


class Sum(NamedTuple):
    """Cells that add up to other cells; ``words`` say where and what both sides are, ``paths`` name the cells.

    ``nought`` is the check where all cells are 0, as most are: there is no need to make it once a report.
    """

    name: str
    left: tuple[Place, ...]
    right: tuple[Place, ...]
    words: tuple[str, str, str]
    paths: tuple[str, ...]
    nought: Check


def _sum(kind: str, name: str, left: tuple[Place, ...], right: tuple[Place, ...], words: tuple[str, str, str]) -> Sum:
    paths = tuple(_path(kind, *place) for place in (*left, *right))
    return Sum(name, left, right, words, paths, Check(name, "pass", 0.0, 0.0, paths, _equal(words, 0.0, 0.0)))


def _equal(words: tuple[str, str, str], expected: float, actual: float) -> str:
    """What is said of a sum that holds."""
    where, this, other = words
    return f"{where}: {this} {shown(expected)} equals {other} {shown(actual)}"


@lru_cache(1024)  # most cells are small numbers
def shown(value: float) -> str:
    """A number as messages have it."""
    return f"{value:.10g}"


def equal(left: float, right: float) -> bool:
    """Whether two numbers are the same but for rounding."""
    gap = abs(left - right)
    return gap <= _TOLERANCE or gap <= _TOLERANCE * max(abs(left), abs(right))


def demanded(table: Cells) -> tuple[Sum, ...]:
    """The sums that the table's form demands."""
    outcomes = [row for row in table.rows if row not in _NO_OUTCOME]
    if "other" in outcomes:  # the one row stands for the rows of 其他处理 that the report's table does not have
        outcomes = [row for row in outcomes if not row.startswith("other_") or not table.lacks(row)]
    return _demanded(table.template, table.kind, table.rows, tuple(outcomes))


@lru_cache(256)  # few tables differ in their rows
def _demanded(template: str, kind: str, rows: tuple[str, ...], outcomes: tuple[str, ...]) -> tuple[Sum, ...]:
    if template == "legacy":
        return tuple(
            _sum(kind, name, parts, (total,), (f"{total[0]}/{total[1]}", "sum of the parts", "total"))
            for name, total, parts in _LEGACY.get(kind, ())
        )
    return tuple(_applications(rows, outcomes) if kind == "applications" else _reviews(kind))


def _reviews(kind: str) -> Iterator[Sum]:
    for group in ("review", "direct", "after_review") if kind == "review_litigation" else ():
        parts = tuple(("cases", f"{group}_{result}") for result in ("upheld", "corrected", "other", "pending"))
        yield _sum(kind, "review_sum", parts, (("cases", f"{group}_total"),), (group, "sum of the results", "total"))


def _applications(rows: tuple[str, ...], outcomes: tuple[str, ...]) -> Iterator[Sum]:
    kind = "applications"
    for column in _COLUMNS:
        left, right = (("new", column), ("carried_in", column)), (("outcome_total", column), ("carried_out", column))
        words = (f"column {column}", "new + carried in", "outcome total + carried out")
        yield _sum(kind, "balance", left, right, words)
    for column in _COLUMNS:
        parts = tuple((row, column) for row in outcomes)
        words = (f"column {column}", "sum of the outcome rows", "outcome total")
        yield _sum(kind, "outcome_sum", parts, (("outcome_total", column),), words)
    for row in rows:
        if row.startswith("other_") and row not in outcomes:
            continue
        parts = tuple((row, column) for column in _COLUMNS[:-1])
        yield _sum(kind, "applicant_sum", parts, ((row, "total"),), (f"row {row}", "sum of the applicants", "total"))


def tried(table: Cells) -> list[Check]:
    """Every sum that the form demands, tried; a failed one names the cell whose change would mend it."""
    sums = demanded(table)
    checks = [_tried(table, one) for one in sums]
    if "fail" not in [check.status for check in checks]:
        return checks
    mends = _mends(table, sums)
    return [_hinted(table, check, one, mends) for check, one in zip(checks, sums, strict=True)]


def _tried(table: Cells, one: Sum) -> Check:
    name, left, right, words, paths, nought = one
    expected, gaps = table.take(left)
    actual, more_gaps = table.take(right)
    if expected == actual == 0 and not table.aligned:
        return nought
    where, this, other = words
    if expected is None or actual is None:
        gaps += more_gaps
        more = f" and {len(gaps) - 3} more" if len(gaps) > 3 else ""
        message, status = f"{where}: cannot be checked: {', '.join(gaps[:3])}{more}", "unknown"
    elif equal(expected, actual):
        message, status = _equal(words, expected, actual), "pass"
        # a sum that was used to read a cell proves nothing about it
        if table.aligned and not table.aligned.isdisjoint((*left, *right)):
            message += "; some cells are aligned"
    else:
        message, status = f"{where}: {this} {shown(expected)} differs from {other} {shown(actual)}", "fail"
    return Check(name, status, expected, actual, paths, message)


def _mends(table: Cells, sums: Sequence[Sum]) -> dict[Place, tuple[float, int]]:
    """Cells of which another value would keep every sum they stand in: that value, and how many sums it mends."""
    gaps: dict[Place, list[float]] = {}
    for one in sums:
        sides = [[table.value(place) for place in side] for side in (one.left, one.right)]
        if any(value is None for side in sides for value in side):
            continue
        left, right = (sum(value for value in side if value is not None) for side in sides)
        for place in one.left:
            gaps.setdefault(place, []).append(right - left)
        for place in one.right:
            gaps.setdefault(place, []).append(left - right)
    found = {}
    for place, needed in gaps.items():
        value = table.value(place)
        if value is None or not all(equal(gap, needed[0]) for gap in needed) or equal(needed[0], 0):
            continue
        if value + needed[0] >= 0:
            found[place] = value + needed[0], len(needed)
    return found


def _hinted(table: Cells, check: Check, one: Sum, mends: dict[Place, tuple[float, int]]) -> Check:
    """The check with the cells that mend most sums; where too many would do as well, none is named."""
    ways = {place: mends[place] for place in (*one.left, *one.right) if place in mends}
    if check.status != "fail" or not ways:
        return check
    most = max(count for _, count in ways.values())
    best = [(place, value) for place, (value, count) in ways.items() if count == most]
    if len(best) > _MOST_HINTS:
        return check
    hint = " or ".join(f"{table.path(*place)} = {shown(value)}" for place, value in best)
    return replace(check, hint=hint, message=f"{check.message}; every sum would hold with {hint}")
