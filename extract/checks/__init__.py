"""Checks: what the report's own numbers must satisfy, each naming the cells and facts it rests on.

The arithmetic of the tables is the form's own (国办公开办函〔2019〕60号, 〔2021〕30号): what was received and carried
in equals what was settled and carried out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from extract.checks.sums import SUMMED, Cells, equal, shown, tried
from extract.model import Check, Fact, Table

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
    laid = [Cells(table) for table in tables if table.kind in SUMMED]
    by_kind = {table.kind: table for table in reversed(laid)}
    found: list[Check] = [one for table in laid for one in tried(table)]
    found += _breakdowns(facts, complete)
    found += _narrative(by_kind, facts)
    found.append(_year({"title": title_year, "period": period_year, "text": text_year}))
    return tuple(found)


def _breakdowns(facts: Sequence[Fact], complete: Collection[str]) -> Iterator[Check]:
    """Totals against the parts listed for them; two lists of the same total (by kind, by channel) are two checks."""
    listed = [fact for fact in facts if fact.part_of]
    if not listed:
        return
    totals = {fact.id: fact for fact in facts}
    parts: dict[str, list[Fact]] = {}
    for fact in sorted(listed, key=lambda fact: fact.start):
        total = totals.get(fact.part_of or "")
        if total is not None and total is not fact and fact.unit == total.unit and fact.stage != "rate":
            parts.setdefault(total.id, []).append(fact)
    for key, found in parts.items():
        for _, group in groupby(found, key=lambda fact: fact.sentence_start):
            for run in _runs(totals[key].value, list(group)):
                one = _breakdown(totals[key], run, key in complete)
                if one is not None:
                    yield one


def _runs(total: float, listed: list[Fact]) -> list[list[Fact]]:
    """The list cut wherever its parts have just added up to the total."""
    runs: list[list[Fact]] = [[]]
    for fact in listed:
        if runs[-1] and equal(sum(part.value for part in runs[-1]), total):
            runs.append([])
        runs[-1].append(fact)
    return runs


def _breakdown(total: Fact, parts: Sequence[Fact], complete: bool) -> Check | None:
    value = sum(part.value for part in parts)
    sums = " + ".join(shown(part.value) for part in parts)
    if len(parts) > 1:
        sums += f" = {shown(value)}"
    involves = (total.id, *(part.id for part in parts))
    if equal(value, total.value):
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
    message = f"the parts {sums} {verb} the total {shown(total.value)}"
    return Check("breakdown_sum", status, total.value, value, involves, message)


def _narrative(tables: Mapping[str, Cells], facts: Iterable[Fact]) -> Iterator[Check]:
    for fact in facts:
        if fact.scope != "year" or fact.category is not None or fact.channel is not None or fact.unit in ("%", "％"):
            continue
        if fact.kind == "application" and "applications" in tables:
            table = tables["applications"]
            if fact.part_of is not None and fact.stage == "received":
                continue  # a part of the applications received, not all of them
            places = [(row, "total") for row in _rows(fact.stage or "", table.rows)]
        elif fact.kind in ("review", "litigation") and "review_litigation" in tables:
            table = tables["review_litigation"]
            result = _RESULT.get(fact.stage or "")
            groups = ("review",) if fact.kind == "review" else ("direct", "after_review")
            if table.template == "legacy":
                groups = ("review",) if fact.kind == "review" else ("litigation",)
            places = [("cases", f"{group}_{result}") for group in groups] if result else []
            places = places if all(place in table.cells for place in places) else []
        else:
            continue
        if places:
            yield _against(table, places, fact)


@lru_cache(256)  # few tables differ in their rows
def _rows(stage: str, rows: tuple[str, ...]) -> tuple[str, ...]:
    """The rows whose totals a fact of the stage states."""
    stems = _ROWS.get(stage, ("?",))
    whole = stems[0].rstrip("_")
    if whole in rows:  # the statistics before 2019 state the total of refusals
        return (whole,)
    return tuple(row for row in rows if row in stems or (stems[0].endswith("_") and row.startswith(stems)))


def _against(table: Cells, places: Sequence[tuple[str, str]], fact: Fact) -> Check:
    actual, gaps = table.take(places)
    paths = [table.path(*place) for place in places]
    said = f"the text says {shown(fact.value)} ({fact.text})"
    involves = (*paths, fact.id)
    if actual is None:
        message = f"{said}, but {', '.join(gaps[:3])}"
        return Check("narrative_vs_table", "unknown", fact.value, None, involves, message)
    cells = " + ".join(paths)
    status = {
        "exact": "pass" if equal(fact.value, actual) else "fail",
        "at_least": "pass" if actual >= fact.value else "fail",
        "at_most": "pass" if actual <= fact.value else "fail",
    }.get(fact.bound, "pass" if equal(fact.value, actual) else "unknown")
    verb = {"pass": "agrees with", "fail": "contradicts", "unknown": "may or may not fit"}[status]
    message = f"{said}, which {verb} the table's {shown(actual)} in {cells}"
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
