"""Checks: what the report's own numbers must satisfy, each naming the cells and facts it rests on.

The arithmetic of the tables is the form's own (国办公开办函〔2019〕60号, 〔2021〕30号): what was received and carried
in equals what was settled and carried out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from extract.model import Cell, Check, Fact, Table

_COLUMNS = ("natural_person", "commercial", "research", "social", "legal", "other_org", "total")
_NO_OUTCOME = ("new", "carried_in", "outcome_total", "carried_out")
_GROUPS = ("review", "direct", "after_review")
_RESULTS = ("upheld", "corrected", "other", "pending")
_READABLE = ("number", "aligned")
#: stage of a fact -> prefixes of the rows (``applications``) whose totals it states
_ROWS = {
    "received": ("new",),
    "carried_in": ("carried_in",),
    "answered": ("outcome_total",),
    "granted": ("granted",),
    "partly_granted": ("partly_granted",),
    "refused": ("refused_",),
    "unavailable": ("unavailable_",),
    "not_processed": ("rejected_",),
    "carried_out": ("carried_out",),
}
#: stage of a fact -> result in the table of reviews and lawsuits
_RESULT = {
    "received": "total",
    "upheld": "upheld",
    "corrected": "corrected",
    "other_result": "other",
    "pending": "pending",
}
_TOLERANCE = 1e-9
_Place = tuple[str, str]


class _Cells:
    """The cells of one table by row and column, with their paths."""

    def __init__(self, table: Table) -> None:
        self.kind = table.kind
        self.cells = {(cell.row, cell.column): cell for cell in table.cells}
        self.rows = tuple(dict.fromkeys(cell.row for cell in table.cells))

    def lacks(self, row: str) -> bool:
        """Whether the report's table has no cell of the row."""
        return all(cell.status == "missing" for (name, _), cell in self.cells.items() if name == row)

    def path(self, row: str, column: str) -> str:
        return f"{self.kind}/{row}/{column}"

    def take(self, places: Iterable[tuple[str, str]]) -> tuple[float | None, tuple[str, ...], list[str]]:
        """Sum of the cells (None where one is no number), their paths, and what stands in the way."""
        total, paths, gaps = 0.0, [], []
        for row, column in places:
            path = self.path(row, column)
            paths.append(path)
            cell: Cell | None = self.cells.get((row, column))
            if cell is None or cell.status not in _READABLE or cell.value is None:
                gaps.append(f"{path} is {'missing' if cell is None else cell.status}")
            else:
                total += cell.value
        return (None if gaps else total), tuple(paths), gaps


def check(
    tables: Iterable[Table],
    facts: Sequence[Fact] = (),
    *,
    title_year: int | None = None,
    period_year: int | None = None,
    text_year: int | None = None,
    complete: Collection[str] = (),
) -> tuple[Check, ...]:
    """Try every check that the report gives material for.

    Parameters
    ----------
    tables
        The statutory tables.
    facts
        The facts of the narrative.
    title_year, period_year, text_year
        The year that the title, the period and the running text name; None where they name none.
    complete
        Ids of totals whose list of parts is meant to be whole. Of other lists it is not known whether they name all
        parts, so they give no check unless they add up to the total or exceed it.

    Returns
    -------
    tuple of Check
        ``unknown`` where a number that the check needs is blank, missing or unreadable.
    """
    by_kind = {table.kind: _Cells(table) for table in tables}
    found: list[Check] = []
    if "applications" in by_kind:
        found += _applications(by_kind["applications"])
    if "review_litigation" in by_kind:
        found += _reviews(by_kind["review_litigation"])
    found += _breakdowns(facts, complete)
    found += _narrative(by_kind, facts)
    found.append(_year({"title": title_year, "period": period_year, "text": text_year}))
    return tuple(found)


def _shown(value: float) -> str:
    return f"{value:.10g}"


def _equal(left: float, right: float) -> bool:
    return abs(left - right) <= _TOLERANCE * max(1.0, abs(left), abs(right))


def _sum(
    table: _Cells, name: str, left: Sequence[_Place], right: Sequence[_Place], words: tuple[str, str, str]
) -> Check:
    """A check that the cells ``left`` add up to the cells ``right``; ``words`` say what both are and where."""
    expected, left_paths, left_gaps = table.take(left)
    actual, right_paths, right_gaps = table.take(right)
    gaps = left_gaps + right_gaps
    where, one, other = words
    if expected is None or actual is None:
        more = f" and {len(gaps) - 3} more" if len(gaps) > 3 else ""
        message, status = f"{where}: cannot be checked: {', '.join(gaps[:3])}{more}", "unknown"
    elif _equal(expected, actual):
        message, status = f"{where}: {one} {_shown(expected)} equals {other} {_shown(actual)}", "pass"
    else:
        message, status = f"{where}: {one} {_shown(expected)} differs from {other} {_shown(actual)}", "fail"
    return Check(name, status, expected, actual, left_paths + right_paths, message)


def _applications(table: _Cells) -> Iterator[Check]:
    outcomes = [row for row in table.rows if row not in _NO_OUTCOME]
    if "other" in outcomes:  # the one row stands for the rows of 其他处理 that the report's table does not have
        outcomes = [row for row in outcomes if not row.startswith("other_") or not table.lacks(row)]
    for column in _COLUMNS:
        left = [("new", column), ("carried_in", column)]
        right = [("outcome_total", column), ("carried_out", column)]
        words = (f"column {column}", "new + carried in", "outcome total + carried out")
        yield _sum(table, "balance", left, right, words)
    for column in _COLUMNS:
        parts = [(row, column) for row in outcomes]
        words = (f"column {column}", "sum of the outcome rows", "outcome total")
        yield _sum(table, "outcome_sum", parts, [("outcome_total", column)], words)
    for row in table.rows:
        if row.startswith("other_") and row not in outcomes:
            continue
        parts = [(row, column) for column in _COLUMNS[:-1]]
        yield _sum(table, "applicant_sum", parts, [(row, "total")], (f"row {row}", "sum of the applicants", "total"))


def _reviews(table: _Cells) -> Iterator[Check]:
    for group in _GROUPS:
        parts = [("cases", f"{group}_{result}") for result in _RESULTS]
        yield _sum(table, "review_sum", parts, [("cases", f"{group}_total")], (group, "sum of the results", "total"))


def _breakdowns(facts: Sequence[Fact], complete: Collection[str]) -> Iterator[Check]:
    """Totals against the parts listed for them; two lists of the same total (by kind, by channel) are two checks."""
    totals = {fact.id: fact for fact in facts}
    parts: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: fact.start):
        total = totals.get(fact.part_of or "")
        if total is not None and total is not fact and fact.unit == total.unit and fact.stage != "rate":
            parts.setdefault(total.id, []).append(fact)
    for key, listed in parts.items():
        for _, group in groupby(listed, key=lambda fact: fact.sentence_start):
            for run in _runs(totals[key].value, list(group)):
                found = _breakdown(totals[key], run, key in complete)
                if found is not None:
                    yield found


def _runs(total: float, listed: list[Fact]) -> list[list[Fact]]:
    """The list cut wherever its parts have just added up to the total."""
    runs: list[list[Fact]] = [[]]
    for fact in listed:
        if runs[-1] and _equal(sum(part.value for part in runs[-1]), total):
            runs.append([])
        runs[-1].append(fact)
    return runs


def _breakdown(total: Fact, parts: Sequence[Fact], complete: bool) -> Check | None:
    value = sum(part.value for part in parts)
    sums = " + ".join(_shown(part.value) for part in parts)
    if len(parts) > 1:
        sums += f" = {_shown(value)}"
    involves = (total.id, *(part.id for part in parts))
    if _equal(value, total.value):
        status, verb = "pass", "add up to"
    elif total.bound != "exact" or any(part.bound != "exact" for part in parts):
        if value < total.value:
            return None
        status, verb = "unknown", "exceed (some of these numbers are rounded)"
    elif value > total.value:
        status, verb = "fail", "exceed"
    elif complete:
        status, verb = "fail", "fall short of"
    else:
        return None
    message = f"the parts {sums} {verb} the total {_shown(total.value)}"
    return Check("breakdown_sum", status, total.value, value, involves, message)


def _narrative(tables: Mapping[str, _Cells], facts: Iterable[Fact]) -> Iterator[Check]:
    for fact in facts:
        if fact.scope != "year" or fact.category is not None or fact.channel is not None or fact.unit in ("%", "％"):
            continue
        if fact.kind == "application" and "applications" in tables:
            table = tables["applications"]
            stems = _ROWS.get(fact.stage or "", ("?",))
            if fact.part_of is not None and fact.stage == "received":
                continue  # a part of the applications received, not all of them
            rows = (row for row in table.rows if row in stems or (stems[0].endswith("_") and row.startswith(stems)))
            places = [(row, "total") for row in rows]
        elif fact.kind in ("review", "litigation") and "review_litigation" in tables:
            table = tables["review_litigation"]
            result = _RESULT.get(fact.stage or "")
            groups = ("review",) if fact.kind == "review" else ("direct", "after_review")
            places = [("cases", f"{group}_{result}") for group in groups] if result else []
        else:
            continue
        if places:
            yield _against(table, places, fact)


def _against(table: _Cells, places: Sequence[tuple[str, str]], fact: Fact) -> Check:
    actual, paths, gaps = table.take(places)
    said = f"the text says {_shown(fact.value)} ({fact.text})"
    involves = (*paths, fact.id)
    if actual is None:
        message = f"{said}, but {', '.join(gaps[:3])}"
        return Check("narrative_vs_table", "unknown", fact.value, None, involves, message)
    cells = " + ".join(paths)
    status = {
        "exact": "pass" if _equal(fact.value, actual) else "fail",
        "at_least": "pass" if actual >= fact.value else "fail",
        "at_most": "pass" if actual <= fact.value else "fail",
    }.get(fact.bound, "pass" if _equal(fact.value, actual) else "unknown")
    verb = {"pass": "agrees with", "fail": "contradicts", "unknown": "may or may not fit"}[status]
    message = f"{said}, which {verb} the table's {_shown(actual)} in {cells}"
    return Check("narrative_vs_table", status, fact.value, actual, involves, message)


def _year(named: Mapping[str, int | None]) -> Check:
    known = {who: year for who, year in named.items() if year is not None}
    said = ", ".join(f"the {who} names {year}" for who, year in known.items())
    if len(known) < 2:
        message = f"nothing to compare: {said or 'no year is named'}"
        return Check("year_consistent", "unknown", next(iter(known.values()), None), None, tuple(known), message)
    first = next(iter(known.values()))
    other = next((year for year in known.values() if year != first), first)
    return Check("year_consistent", "pass" if other == first else "fail", first, other, tuple(known), said)
