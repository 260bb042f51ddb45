"""Two runs side by side: their reports in pairs, and all changes. Memory holds few reports, however many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from extract.compare import report, things
from extract.compare.change import CHANGED, LOST, WON, Change, Side
from extract.compare.pairing import paired
from extract.compare.report import Told
from extract.errors import InputError
from extract.results import Results

CONFIDENCE = 0.05  # by which a confidence must move to be a change, by default
_Record = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """What a comparison counted.

    Attributes
    ----------
    tables, kinds, rules
        Changes by table; by table and kind; by table and rule; each with the outcome (won, lost, changed) last.
    fields
        Changed fields, by table and name.
    rows
        Rows of the tables in either run, of the reports that both have; and of the failures.
    quiet
        Confidences that moved too little to be a change, by table.
    reports
        How many reports are ``same``, ``changed``, ``edited`` (same path, other bytes), ``moved`` (same bytes, other
        path), ``only_a`` and ``only_b``.
    """

    tables: Counter[tuple[str, str]] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    rules: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: tuple[Counter[str], Counter[str]] = field(default_factory=lambda: (Counter(), Counter()))
    quiet: Counter[str] = field(default_factory=Counter)
    reports: Counter[str] = field(default_factory=Counter)

    def add(self, change: Change) -> None:
        """Count a change."""
        self.tables[change.table, change.change] += 1
        self.kinds[change.table, change.kind, change.change] += 1
        if change.rule:
            self.rules[change.table, change.rule, change.change] += 1
        if change.change == CHANGED:
            self.fields.update((change.table, name) for name in change.fields)

    def total(self, outcome: str) -> int:
        """How many changes of an outcome there are."""
        return sum(n for (_, told), n in self.tables.items() if told == outcome)

    @property
    def differs(self) -> bool:
        """Whether anything differs."""
        return bool(self.tables)


def compare(a: Results, b: Results, tally: Tally, *, confidence: float = CONFIDENCE) -> Iterator[Change]:
    """All changes between two runs, report by report, in the order in which pairs of reports are met.

    Parameters
    ----------
    a, b
        The runs.
    tally
        Counts what is met; complete when the changes are exhausted.
    confidence
        A confidence that moves by no more is no change (it is counted in ``tally.quiet``).

    Raises
    ------
    InputError
        Where a part of a run cannot be read.
    """
    if not 0 <= confidence <= 1:
        raise InputError(f"--confidence must be from 0 to 1, not {confidence:g}")
    failed = _failures(a), _failures(b)
    for change in _changes(a, b, failed, tally, confidence):
        tally.add(change)
        yield change


def _changes(
    a: Results, b: Results, failed: tuple[dict[str, _Record], dict[str, _Record]], tally: Tally, confidence: float
) -> Iterator[Change]:
    for rows, held in zip(tally.rows, failed, strict=True):
        rows["failures"] = len(held)
    yield from _failed(*failed)
    for one, other in paired(_reports(a), _reports(b)):
        if one and other:
            for rows, record in zip(tally.rows, (one, other), strict=True):
                rows.update(things.counts(record.record))
            if one.record == other.record:
                tally.reports["same"] += 1
                continue
            tally.reports[_how(one, other)] += 1
            yield from report.changes(one, other, confidence, tally.quiet)
        elif one:
            tally.reports["only_a"] += 1
            yield _alone(LOST, one, failed[1])
        elif other:
            tally.reports["only_b"] += 1
            yield _alone(WON, other, failed[0])


def _how(one: Told, other: Told) -> str:
    if one.report_id != other.report_id:
        return "edited"
    return "changed" if one.path == other.path else "moved"


def _alone(outcome: str, record: Told, failed: dict[str, _Record]) -> Change:
    """A report that one run has: a row of its own, its things are not listed."""
    path = record.path
    side = Side(record.report_id, path, None, "report")
    failure = failed.get(path)
    away = f"failure ({failure['stage']}): {failure['reason']}" if failure else "not in the run"
    if outcome == LOST:
        return Change(LOST, "reports", side, None, ("outcome",), ("report",), (away,))
    return Change(WON, "reports", None, side, ("outcome",), (away,), ("report",))


def _failed(one: dict[str, _Record], other: dict[str, _Record]) -> Iterator[Change]:
    for path in dict.fromkeys((*one, *other)):
        a, b = one.get(path), other.get(path)
        one_side, other_side = (Side(None, path, None, held["stage"]) if held else None for held in (a, b))
        if a and b:
            differs = [name for name in ("stage", "reason") if a[name] != b[name]]
            if differs:
                before, after = (tuple(held[name] for name in differs) for held in (a, b))
                yield Change(CHANGED, "failures", one_side, other_side, tuple(differs), before, after)
        elif a:
            yield Change(LOST, "failures", one_side, other_side, ("stage", "reason"), (a["stage"], a["reason"]), ())
        elif b:
            yield Change(WON, "failures", one_side, other_side, ("stage", "reason"), (), (b["stage"], b["reason"]))


def _failures(run: Results) -> dict[str, _Record]:
    return {row["path"]: row for row in run.table("failures").to_pylist()}


def _reports(run: Results) -> Iterator[Told]:
    return (Told(record, text) for record, text in run.texts())
