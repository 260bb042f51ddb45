"""From a sheet that was filled in to precision, recall and corrected totals with confidence intervals.

A fact that was misread is a wrong one and a missed one, as in ``gongkai evaluate``: with S spurious, X misread and M
missed among N facts, precision is (N − S − X)/N, recall (N − S − X)/(N − S + M).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from extract.audit import figures, intervals
from extract.audit.answers import Answer, Stated
from extract.audit.design import Design, Stratum
from extract.audit.figures import Limits, Things, joined
from extract.audit.filled import Filled
from extract.audit.parts import Figure, Part, Sample, between, figure, missed, strata
from extract.audit.sheet import MISSED
from extract.audit.sums import Correction, Sum, cells, corrections, sum_of
from extract.errors import AnnotationError

LEAST = 2  # answers in each stratum of which not all units were seen
#: share of a kind that may lie where none of it was answered; its limits then take that for all wrong, and all right
UNSEEN = 0.2


@dataclass(frozen=True, slots=True)
class Row:
    """A stratum as it was seen: units, drawn, answered, events (wrong things, missed things), and its own figure.

    The figure is the precision of things; for sentences, how many things one misses.
    """

    stratum: str
    size: int
    drawn: int
    answered: int
    events: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision, recall and F1 of one kind, or of all, with how many there are by the run and in truth."""

    name: str
    read: int
    answered: int
    precision: Figure
    recall: Figure
    f1: Figure
    number: Figure


@dataclass(frozen=True, slots=True)
class Estimate:
    """All that a sheet tells."""

    design: Design
    answered: int
    blank: int
    strata: tuple[Row, ...]
    overall: Mapping[str, Quality]
    kinds: tuple[Quality, ...]
    groups: Mapping[str, tuple[Quality, ...]]
    sums: tuple[Sum, ...]
    corrections: tuple[Correction, ...]


def estimate(filled: Filled, *, least: int = LEAST) -> Estimate:
    """What a sheet tells.

    Parameters
    ----------
    filled
        The sheet.
    least
        Answers that each stratum must have, unless all its units were answered.

    Raises
    ------
    AnnotationError
        Where a stratum has fewer; names them.
    """
    design, sample = filled.design, sampled(filled, least)
    layers = [layer for layer in design.layers if sample.of(layer)]
    facts = "fact" in layers
    return Estimate(
        design,
        len(filled.answers),
        filled.blank,
        tuple(_row(one, sample) for one in design.strata),
        {layer: quality(layer, layer, sample, None) for layer in layers},
        tuple(quality(kind, "fact", sample, kind) for kind in _kinds(sample)) if facts else (),
        {dim: found for dim in design.by if (found := _groups(dim, sample)) and facts},
        tuple(sum_of(cell, sample) for cell in cells(sample)) if facts else (),
        tuple(corrections(sample)) if facts else (),
    )


def sampled(filled: Filled, least: int = LEAST) -> Sample:
    """The strata with their answers; refused where one has too few, see `estimate`."""
    answers: dict[str, list[Answer]] = defaultdict(list)
    for one in filled.answers:
        answers[one.stratum].append(one)
    short = [one for one in filled.design.strata if len(answers[one.name]) < min(least, one.size)]
    if short:
        told = ", ".join(f"{one.name} ({len(answers[one.name])} of {one.drawn} answered)" for one in short[:10])
        raise AnnotationError(f"too few answers for an estimate: at least {least} a stratum are needed; {told}")
    return Sample(filled.design.strata, {name: tuple(some) for name, some in answers.items()})


def _row(stratum: Stratum, sample: Sample) -> Row:
    answers = sample.answers[stratum.name]
    size, seen = stratum.size, len(answers)
    if stratum.frame == "sentence":
        lost = [float(sum(one.missed.values())) for one in answers]
        made = strata([Part(size, seen, [one for one in lost if one])], most=2.0)
        limits = (intervals.total(made) / size, intervals.lower(made) / size, intervals.upper(made) / size)
        mean = figure(limits)
        return Row(stratum.name, size, stratum.drawn, seen, int(sum(lost)), mean)
    wrong = sum(one.verdict != "right" for one in answers)
    things = Things(*(np.array([float(one)]) for one in (size, seen, wrong, 0)))
    return Row(stratum.name, size, stratum.drawn, seen, wrong, figure(figures.precision(things, size)))


# ---------------------------------------------------------------- precision, recall, F1


def quality(name: str, layer: str, sample: Sample, kind: str | None) -> Quality:
    """The figures of a layer, or of one kind of its facts."""

    def mine(told: Stated | None) -> bool:
        return told is not None and (kind is None or told.kind == kind)

    sizes = {one.name: one.size if kind is None else _count(one, kind) for one in sample.of(layer)}
    seen = {at: [one for one in sample.answers[at] if mine(one.read)] for at in sizes}
    read, answered = sum(sizes.values()), sum(map(len, seen.values()))
    unseen = sum(size for at, size in sizes.items() if size and not seen[at])
    if unseen > UNSEEN * read or not read:
        why = f"{unseen} of {read} lie in strata in which none was answered" if read else "the run has none"
        return Quality(name, read, answered, *(Figure(None, why=why),) * 4)

    def things(way: str, worst: str) -> Things:
        rows = []
        scale = read / (read - unseen) if way == "point" else 1.0  # those not seen are as the others
        for at, size in sizes.items():
            still = [_still(answer, layer, mine) for answer in seen[at] if answer.verdict != "right"]
            if seen[at]:
                rows.append((size * scale, len(seen[at]), sum(still), len(still) - sum(still)))
            elif size and way == "worst":  # all of them
                rows.append((size, size, size * (worst == "misread"), size * (worst == "spurious")))
        return Things(*np.array(rows, dtype=float).T)

    def limits(made: Callable[[Things], Limits], worst: str = "misread") -> Figure:
        some = [made(things(way, worst)) for way in (("point", "worst", "best") if unseen else ("point",))]
        told = [figure(one, "nothing was found and nothing missed") for one in some]
        return between(*told) if unseen else told[0]

    precision = limits(lambda those: figures.precision(those, read))
    why = "of a channel missed nothing can be said from one sentence" if layer not in MISSED else ""
    why = why or ("" if sample.of("sentence") else "no sentences were drawn")
    if why:
        return Quality(name, read, answered, precision, *(Figure(None, why=why),) * 3)
    elsewhere = [] if kind is None else _from_others(sample, kind)
    in_sentences = strata(missed(sample, lambda answer: _missing(answer, layer, kind)), most=2.0)
    lost = joined(in_sentences, strata(elsewhere)) if elsewhere else in_sentences
    recall = limits(lambda those: figures.recall(those, lost, read))
    f1 = limits(lambda those: figures.f1(those, lost, read))
    number = limits(lambda those: figures.number(those, lost, read), "spurious")
    return Quality(name, read, answered, precision, recall, f1, number)


def _still(answer: Answer, layer: str, mine: Callable[[Stated | None], bool]) -> bool:
    """Whether at the place of a wrong thing one of its sort is stated all the same."""
    return answer.verdict == "misread" and (layer != "fact" or mine(answer.right))


def _missing(answer: Answer, layer: str, kind: str | None) -> float:
    if kind is None:
        return float(answer.missed.get(layer, 0))
    return float(sum(one.kind == kind for one in answer.facts))


def _from_others(sample: Sample, kind: str) -> list[Part]:
    """Facts of a kind that were read as another kind, by stratum."""
    out = []
    for one in sample.of("fact"):
        answers = sample.answers[one.name]
        others = [answer for answer in answers if answer.read is None or answer.read.kind != kind]
        lost = sum(answer.right is not None and answer.right.kind == kind for answer in others)
        size = one.size - _count(one, kind)
        if size:
            whole = not others  # those seen were all of this kind: the stratum is not parted
            seen = len(answers) if whole else len(others)
            out.append(Part(one.size if whole else size, seen, [1.0] * lost))
    return out


def _count(stratum: Stratum, kind: str) -> int:
    return sum(cell.count for name, cell in stratum.cells.items() if name.partition("/")[0] == kind)


def _kinds(sample: Sample) -> list[str]:
    found: dict[str, int] = defaultdict(int)
    for stratum in sample.of("fact"):
        for name, cell in stratum.cells.items():
            found[name.partition("/")[0]] += cell.count
    return sorted(found, key=lambda kind: (-found[kind], kind))


def _groups(dim: str, sample: Sample) -> tuple[Quality, ...]:
    """The figures for each level, year … where facts and sentences were both parted by it and none put together."""
    values = [{one.place.get(dim, "*") for one in sample.of(frame)} for frame in ("fact", "sentence")]
    if "*" in values[0] | values[1] or not values[1]:
        return ()
    return tuple(quality(value, "fact", sample.within(dim, value), None) for value in sorted(values[0] & values[1]))
