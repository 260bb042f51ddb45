"""Sentences (or whole reports) to annotate next, drawn from a run's records, with the predictions in place.

Every kind of thing, section, year and level gets its turn; within a turn, what the model is unsure about and what the
rules left to it is likelier to be drawn. Only `Guess` knows what a record says about sureness.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from extract.annotate.corpus import Annotated
from extract.annotate.cutting import excerpt, sentences, widened
from extract.annotate.predicted import Predicted, levels
from extract.numbers import quantities

#: what the strata are made of, in the order in which they take turns
STRATA = ("kind", "section", "year", "level")
UNITS = ("sentence", "report")
UNSURE, OPEN, UNCLAIMED = 4.0, 2.0, 1.0  # how much these count beside the 1 that everything counts
LEAST = 6  # characters of a sentence worth looking at


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch that may be drawn, with its stratum, its weight, and the draw that follows from both."""

    report: Annotated
    start: int
    end: int
    kind: str
    section: str
    year: str
    level: str
    weight: float
    draw: float


@dataclass(frozen=True, slots=True)
class Guess:
    """What a record says about one thing: where it stands, what it is, how sure, and whether a rule made it."""

    start: int
    end: int
    kind: str
    confidence: float
    rule: bool


def drawn(
    reports: Sequence[Predicted], n: int, *, unit: str = "sentence", seed: int = 0
) -> tuple[list[Annotated], dict[str, Counter[str]]]:
    """The lines to annotate, and for each part of the strata how many were drawn.

    Parameters
    ----------
    reports
        Predictions, as `predicted.picked` gives them.
    n
        How many; fewer where there are fewer.
    unit
        ``sentence`` or ``report``.
    seed
        The same seed draws the same lines from the same reports, in whatever order they come.

    References
    ----------
    Efraimidis & Spirakis (2006), Weighted random sampling with a reservoir: drawn are the largest u^(1/weight).
    """
    units = [one for report in reports for one in _units(report, unit, seed)]
    turns = _turns(units, [_part(name) for name in STRATA], random.Random(seed))
    taken = list(islice(turns, n))
    lines = [
        one.report
        if unit == "report"
        else excerpt(one.report, one.start, one.end, f"{one.report.id}:{one.start}-{one.end}")
        for one in taken
    ]
    return lines, {name: Counter(_part(name)(one) for one in taken) for name in STRATA}


def _part(name: str) -> Callable[[Unit], str]:
    return lambda one: str(getattr(one, name))


def _turns(units: Sequence[Unit], parts: Sequence[Callable[[Unit], str]], rng: random.Random) -> Iterator[Unit]:
    """The units as they are drawn: the values of the first part take turns, within each those of the next."""
    if not parts:
        yield from sorted(units, key=lambda one: (-one.draw, one.report.id, one.start))
        return
    groups: dict[str, list[Unit]] = defaultdict(list)
    for one in units:
        groups[parts[0](one)].append(one)
    names = sorted(groups)
    rng.shuffle(names)
    waiting = [_turns(groups[name], parts[1:], random.Random(rng.random())) for name in names]
    while waiting:
        still = []
        for turn in waiting:
            for one in islice(turn, 1):
                yield one
                still.append(turn)
        waiting = still


def _units(predicted: Predicted, unit: str, seed: int) -> Iterator[Unit]:
    report = predicted.line
    things = list(guesses(report.gold))
    if unit == "report":
        spans = [(0, len(report.text))]
    else:
        spans = widened(sentences(report.text), [(one.start, one.end) for one in things])
    sections = sorted((s["start"], s["kind"]) for s in report.gold["sections"] if s.get("level", 1) == 1)
    headings = {(s["start"], s["end"]) for s in report.gold["sections"]}
    for start, end in spans:
        inside = [one for one in things if start <= one.start and one.end <= end]
        table = unit == "sentence" and any(a < end and start < b for a, b in predicted.tables)
        if table or end - start < LEAST or ((start, end) in headings and not inside):
            continue
        weight = weighed(report.text[start:end], start, inside)
        chance = int(hashlib.sha256(f"{seed}:{report.id}:{start}:{end}".encode()).hexdigest()[:13], 16) / 16**13
        yield Unit(
            report,
            start,
            end,
            Counter(one.kind for one in inside).most_common(1)[0][0] if inside else "none",
            next((kind for at, kind in reversed(sections) if at <= start), "preamble"),
            str(report.gold.get("year") or "unknown"),
            levels(report),
            weight,
            max(chance, 1e-9) ** (1 / weight),
        )


def guesses(gold: Mapping[str, Any]) -> Iterator[Guess]:
    """Everything that a record found, in the terms of this file."""
    for fact in gold["facts"]:
        yield _guess(fact, fact, str(fact["kind"]))
    for channel in gold["channels"]:
        yield from (_guess(channel, mention, f"channel.{channel['kind']}") for mention in channel["mentions"])
    for key, kind in (("problems", "problem"), ("remedies", "remedy")):
        yield from (_guess(item, item, kind) for item in gold[key])


def _guess(thing: Mapping[str, Any], place: Mapping[str, Any], kind: str) -> Guess:
    by = str(thing.get("extractor") or "")
    sure = thing.get("confidence")
    confidence = float(sure) if isinstance(sure, int | float) else 1.0
    return Guess(place["start"], place["end"], kind, confidence, "model" not in by.split(":"))


def weighed(words: str, start: int, inside: Sequence[Guess]) -> float:
    """How much a stretch is worth looking at, 1 and more.

    Counted are how unsure its least sure thing is, the share of things that no rule made (there rules and model do not
    say the same), and the share of numbers that nothing claims.
    """
    unsure = max((1 - one.confidence for one in inside), default=0.0)
    left = sum(not one.rule for one in inside) / len(inside) if inside else 0.0
    there = [(q.start + start, q.end + start) for q in quantities(words)]
    free = [(a, b) for a, b in there if not any(a < one.end and one.start < b for one in inside)]
    return 1 + UNSURE * unsure + OPEN * left + UNCLAIMED * (len(free) / len(there) if there else 0.0)
