"""Checks between reports: last year's figures against this year's of the same organ. Blank is not zero.

The rules are the forms' own: 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号, see docs/across-reports.md.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.panel.figures import Figure, Figures
from extract.panel.organs import Organ
from extract.panel.rows import Seen

APPLICANTS = ("natural_person", "commercial", "research", "social", "legal", "other_org", "total")
MODERN = ("2019", "2021")
CARRIED = tuple(f"applications/{row}/{column}" for row in ("carried_in", "carried_out") for column in APPLICANTS)
DOCUMENTS = ("regulation", "normative_document")
IN_FORCE = tuple(f"proactive/{row}/{column}" for row in DOCUMENTS for column in ("made", "repealed", "in_force"))


@dataclass(frozen=True, slots=True)
class Side:
    """A figure of a report, or that there is none (``figure`` is None)."""

    report: Seen
    figure: Figure | None
    organ_id: str

    @property
    def value(self) -> float | None:
        """The number, None where there is none."""
        return self.figure.value if self.figure else None

    @property
    def told(self) -> str:
        """The figure in words, for messages."""
        if self.figure is None:
            return f"no such cell in {self.report.path}"
        return f"{self.value:g}" if self.value is not None else self.figure.status


@dataclass(frozen=True, slots=True)
class Crossed:
    """A check between reports.

    Attributes
    ----------
    check, item
        Which check, and of which figure.
    organ, year
        Whose report is checked.
    expected, actual
        What the rule demands and what the report has; None where a figure it needs has no value.
    tolerance
        By how much the two may differ and still pass, in the figure's unit.
    left, right
        The figures that the expectation rests on, and the one that is checked.
    """

    check: str
    item: str
    organ: Organ
    year: int
    status: str
    expected: float | None
    actual: float | None
    tolerance: float
    message: str
    left: tuple[Side, ...]
    right: tuple[Side, ...]


def over_years(
    found: Sequence[Organ],
    seen: Sequence[Seen],
    counted: Mapping[str, Mapping[int, int]],
    cells: Figures,
    stated: Figures,
) -> Iterator[Crossed]:
    """``carried`` and ``in_force`` for every organ and year that has a year before it.

    Parameters
    ----------
    found, seen, counted
        Organs, reports, and which report is counted by organ and year.
    cells
        Cells of the tables.
    stated
        By path what narratives say was ``carried_in`` and ``carried_out``, for reports without such a cell.
    """
    for organ in found:
        years = counted.get(organ.id, {})
        for year in sorted(years):
            if year == min(years):
                continue
            now = seen[years[year]]
            before = seen[years[year - 1]] if year - 1 in years else None
            yield from _carried(organ, year, before, now, cells, stated)
            yield from _in_force(organ, year, before, now, cells)


def doubtful(one: Crossed, unlike: Container[tuple[str, int | None]]) -> Crossed:
    """The check, ``unknown`` where a side's organ has unlike reports on its year: it may be several organs."""
    years = {side.report.year for side in (*one.left, *one.right) if (side.organ_id, side.report.year) in unlike}
    if not years:
        return one
    words = f"{one.message}; there are unlike reports on {', '.join(map(str, sorted(year or 0 for year in years)))}"
    return replace(one, status="unknown", message=words)


def _template(cells: Mapping[str, Figure], table: str) -> str | None:
    """The form that a report's table was read from, None where it has no such table."""
    return next((figure.template for place, figure in cells.items() if place.startswith(table)), None)


def _carried(
    organ: Organ, year: int, before: Seen | None, now: Seen, cells: Figures, stated: Figures
) -> Iterator[Crossed]:
    """What was carried out of last year is what was carried into this one."""
    mine = cells.get(now.path, {})
    theirs = cells.get(before.path, {}) if before else {}
    told = _total(now, "carried_in", mine, stated)
    if told is None:
        return
    known = _total(before, "carried_out", theirs, stated) if before else None
    if before is None or known is None:
        why = f"no report on {year - 1}" if before is None else f"the report on {year - 1} has no such cell"
        yield _unknown("carried", "applications/carried/total", organ, year, why, before, now, told)
        return
    both = all(_template(one, "applications/") in MODERN for one in (mine, theirs))
    for column in APPLICANTS if both else ("total",):
        left = Side(before, known if column == "total" else theirs.get(f"applications/carried_out/{column}"), organ.id)
        right = Side(now, told if column == "total" else mine.get(f"applications/carried_in/{column}"), organ.id)
        words = f"结转下年度 of {year - 1} is {left.told}, 上年结转 of {year} is {right.told}"
        yield _compared("carried", f"applications/carried/{column}", organ, year, left.value, (left,), right, words)


def _total(report: Seen, row: str, cells: Mapping[str, Figure], stated: Figures) -> Figure | None:
    """The total of a row of the applications; what the narrative states only where there is no such cell."""
    cell = cells.get(f"applications/{row}/total")
    if cell is None or cell.status == "missing":
        return stated.get(report.path, {}).get(row, cell)
    return cell


def _in_force(organ: Organ, year: int, before: Seen | None, now: Seen, cells: Figures) -> Iterator[Crossed]:
    """In force is what was in force a year ago, and what was made, without what was repealed."""
    mine = cells.get(now.path, {})
    theirs = cells.get(before.path, {}) if before else {}
    if _template(mine, "proactive/") != "2021":
        return
    for row in DOCUMENTS:
        item, place = f"proactive/{row}/in_force", f"proactive/{row}/in_force"
        if before is None or _template(theirs, "proactive/") != "2021":
            asks = (
                "the form does not ask what is in force"
                if _template(theirs, "proactive/")
                else "its report has no such table"
            )
            why = f"no report on {year - 1}" if before is None else f"in {year - 1} {asks}"
            yield _unknown("in_force", item, organ, year, why, before, now, mine.get(place))
            continue
        stock = Side(before, theirs.get(place), organ.id)
        made, repealed = (Side(now, mine.get(f"proactive/{row}/{name}"), organ.id) for name in ("made", "repealed"))
        right = Side(now, mine.get(place), organ.id)
        expected = None
        if stock.value is not None and made.value is not None and repealed.value is not None:
            expected = stock.value + made.value - repealed.value
        words = (
            f"现行有效 of {year - 1} {stock.told} + 制发 {made.told} − 废止 {repealed.told}"
            f"{f' = {expected:g}' if expected is not None else ''}, 现行有效 of {year} is {right.told}"
        )
        yield _compared("in_force", item, organ, year, expected, (stock, made, repealed), right, words)


def _compared(
    check: str,
    item: str,
    organ: Organ,
    year: int,
    expected: float | None,
    left: tuple[Side, ...],
    right: Side,
    words: str,
) -> Crossed:
    actual = right.value
    status = "unknown" if expected is None or actual is None else "pass" if expected == actual else "fail"
    if any(side.figure is not None and side.figure.status == "aligned" for side in (*left, right)):
        words += "; over aligned cells, which were placed by position or by sums"
    return Crossed(check, item, organ, year, status, expected, actual, 0.0, words, left, (right,))


def _unknown(
    check: str, item: str, organ: Organ, year: int, why: str, before: Seen | None, now: Seen, figure: Figure | None
) -> Crossed:
    right = Side(now, figure, organ.id)
    left = (Side(before, None, organ.id),) if before else ()
    return Crossed(check, item, organ, year, "unknown", None, right.value, 0.0, why, left, (right,))
