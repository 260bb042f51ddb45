"""A comparison in figures: what made either run, and what was won, lost and changed, as plain data and as tables."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from extract.compare.change import OUTCOMES, SPEC, TABLES, Change
from extract.compare.runs import Tally
from extract.errors import InputError
from extract.results import Results

FAIL_ON = (*OUTCOMES, "any")
_ROWS = ("counts", "files", "shards", "parts")  # of a manifest: what a run made, not what it was made of
_HASH = re.compile(r"[0-9a-f]{64}")
_ALWAYS = ("versions.gongkai", "fingerprint", "lexicon_sha256")  # told even where they are the same


@dataclass(frozen=True, slots=True)
class Made:
    """One thing that runs are made of (a version, a hash), in either run; empty where a run does not tell it."""

    name: str
    a: str
    b: str

    @property
    def differs(self) -> bool:
        """Whether the runs differ in it."""
        return self.a != self.b


def made_of(a: Results, b: Results) -> list[Made]:
    """Versions, models, vocabulary and whatever else the manifests tell of how either run was made."""
    one, other = (dict(_flat(run.manifest)) for run in (a, b))
    return [Made(name, one.get(name, ""), other.get(name, "")) for name in dict.fromkeys((*one, *other))]


def _flat(held: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in held.items():
        if not above and name in _ROWS:
            continue
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        elif isinstance(value, str | int | float | bool):
            yield above + name, str(value)


def shown(made: Iterable[Made]) -> list[Made]:
    """What a person wants to see: what differs, and version, vocabulary and models in any case."""
    return [one for one in made if one.differs or one.name in _ALWAYS or one.name.startswith("models.")]


def unexplained(tally: Tally, made: Iterable[Made]) -> str:
    """A word for runs that differ although all that they tell of their making is the same; else nothing."""
    if not tally.differs or any(one.differs for one in made):
        return ""
    return "Both runs were made by the same code, vocabulary and models: the reports are others, or are read otherwise."


Line = tuple[str, str, int, int, int]  # table, label, won, lost, changed


def lines(counted: Counter[tuple[str, str, str]]) -> list[Line]:
    """Counts by table and label as lines, tables in their order, what moved most first."""
    sums: dict[tuple[str, str], list[int]] = {}
    for (table, label, outcome), n in counted.items():
        sums.setdefault((table, label), [0, 0, 0])[OUTCOMES.index(outcome)] += n
    ordered = sorted(sums.items(), key=lambda one: (TABLES.index(one[0][0]), -sum(one[1]), one[0][1]))
    return [(table, label, *_three(told)) for (table, label), told in ordered]


def _three(told: Sequence[int]) -> tuple[int, int, int]:
    won, lost, changed = told
    return won, lost, changed


def by_table(tally: Tally) -> list[tuple[str, int, int, int, int, int, int]]:
    """A line a table: rows in A and B (of the reports that both have), won, lost, changed, confidences moved less."""
    return [
        (
            table,
            tally.rows[0][table],
            tally.rows[1][table],
            *_three([tally.tables[table, outcome] for outcome in OUTCOMES]),
            tally.quiet[table],
        )
        for table in TABLES
        if tally.rows[0][table] or tally.rows[1][table] or any(tally.tables[table, outcome] for outcome in OUTCOMES)
    ]


def summary(a: Results, b: Results, tally: Tally, confidence: float, examples: Sequence[Change]) -> dict[str, Any]:
    """The comparison as plain data, for ``--json``."""
    names = ("table", "label", *OUTCOMES)
    rows = ("table", "rows_a", "rows_b", *OUTCOMES, "confidence_moved_less")
    return {
        "a": a.out,
        "b": b.out,
        "same": not tally.differs,
        "confidence": confidence,
        "made_of": [{"name": one.name, "a": one.a, "b": one.b} for one in made_of(a, b)],
        "reports": dict(sorted(tally.reports.items())),
        **{outcome: tally.total(outcome) for outcome in OUTCOMES},
        "tables": [dict(zip(rows, line, strict=True)) for line in by_table(tally)],
        "kinds": [dict(zip(names, line, strict=True)) for line in lines(tally.kinds)],
        "rules": [dict(zip(names, line, strict=True)) for line in lines(tally.rules)],
        "fields": [{"table": t, "field": name, "changed": n} for (t, name), n in fields(tally)],
        "examples": [example(change) for change in examples],
    }


def fields(tally: Tally) -> list[tuple[tuple[str, str], int]]:
    """How often a field changed, by table and field, the most frequent first."""
    return sorted(tally.fields.items(), key=lambda one: (TABLES.index(one[0][0]), -one[1], one[0]))


def example(change: Change) -> dict[str, Any]:
    """A change as plain data."""
    row = zip((column.name for column in SPEC.columns), change.row(), strict=True)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row}


def what(change: Change) -> str:
    """What a change says, in a few words.

    Examples
    --------
    >>> from extract.compare.change import Side
    >>> a = Side("ab", "a.txt", "f1", "disclosure")
    >>> what(Change("changed", "facts", a, a, ("value", "unit"), ("12", ""), ("21", "条")))
    'value 12 → 21, unit – → 条'
    """
    if change.before and change.after:
        told = zip(change.fields, change.before, change.after, strict=True)
        return ", ".join(f"{name} {short(before) or '–'} → {short(after) or '–'}" for name, before, after in told)
    values = change.before or change.after
    return ", ".join(f"{name} {short(value)}" for name, value in zip(change.fields, values, strict=True))


def short(value: str) -> str:
    """A value as it is, but of a hash its beginning.

    Examples
    --------
    >>> short("12条"), short("67b76ddd387b3188cd61c1db696d8d6271aeebd4b77952a21c8696c42720d89c")
    ('12条', '67b76ddd387b…')
    """
    return f"{value[:12]}…" if _HASH.fullmatch(value) else value


class Examples:
    """The first changes of each table and outcome, as many as asked for."""

    def __init__(self, each: int) -> None:
        self._each = each
        self._held: dict[tuple[str, str], list[Change]] = {}

    def add(self, change: Change) -> None:
        """Keep the change if few of its sort are kept yet."""
        held = self._held.setdefault((change.table, change.change), [])
        if len(held) < self._each:
            held.append(change)

    def first(self, number: int) -> list[Change]:
        """So many changes, one of each sort in turn, so that no sort hides another; in the order of the tables."""
        groups = [deque(held) for _, held in sorted(self._held.items(), key=lambda one: _order(*one[0]))]
        turns = (change for turn in zip_longest(*groups) for change in turn if change is not None)
        taken = [change for change, _ in zip(turns, range(number), strict=False)]
        return sorted(taken, key=lambda change: _order(change.table, change.change))

    def of(self, table: str) -> list[Change]:
        """What is kept of a table: won, lost, changed."""
        return [change for outcome in OUTCOMES for change in self._held.get((table, outcome), ())]


def _order(table: str, outcome: str) -> tuple[int, int]:
    return TABLES.index(table), OUTCOMES.index(outcome)


def failing(tally: Tally, fail_on: str) -> bool:
    """Whether there is a change of the outcomes that ``fail_on`` names (comma-separated; ``any`` for all).

    Raises
    ------
    InputError
        Where it names something else.
    """
    asked = [name.strip() for name in fail_on.split(",") if name.strip()]
    odd = [name for name in asked if name not in FAIL_ON]
    if odd or (fail_on and not asked):
        raise InputError(f"--fail-on knows {', '.join(FAIL_ON)}, not {', '.join(odd) or repr(fail_on)}")
    return tally.differs if "any" in asked else any(tally.total(outcome) for outcome in asked)
