"""Sums of values by kind and stage, corrected by what was seen in the sample; corrections for regressions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.audit.answers import Answer, Stated
from extract.audit.design import Cell, Stratum
from extract.audit.figures import corrected
from extract.audit.parts import Figure, Part, Sample, figure, missed, strata


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of the values that count in a kind and stage, by the run and in truth."""

    cell: str
    counted: int
    read: float
    corrected: Figure


@dataclass(frozen=True, slots=True)
class Correction:
    """What a report's number and sum of a kind and stage must be added, for a regression on them (DSL)."""

    report: str
    cell: str
    number: float
    value: float


def cells(sample: Sample) -> list[str]:
    """Kinds and stages of which facts count in a sum."""
    return sorted({name for one in sample.of("fact") for name, cell in one.cells.items() if cell.counted})


def _adds(told: Stated | None, cell: str) -> float | None:
    """What a fact adds to the sum of a cell; None where the reader did not say its value."""
    if told is None or told.cell != cell or not told.counted:
        return 0.0
    return told.value


def sum_of(cell: str, sample: Sample) -> Sum:
    """The sum of a cell, with what was read too much taken off and what was read too little added."""
    strata_of = sample.of("fact")
    whole = sum((one.cells.get(cell, Cell()) for one in strata_of), Cell())
    told = [one for answers in sample.answers.values() for answer in answers for one in answer.facts]
    if not sample.of("sentence"):
        return Sum(cell, whole.counted, whole.total, Figure(None, why="no sentences were drawn"))
    if any(_adds(one, cell) is None for one in told):
        return Sum(
            cell, whole.counted, whole.total, Figure(None, why="a missed fact of it was named without its value")
        )
    new = whole.square / whole.total if whole.total else 1.0  # the size of the fact that an item drawn by chance is in
    over: list[Part] = []
    under = missed(sample, lambda answer: sum(_adds(each, cell) or 0.0 for each in answer.facts))
    for one in strata_of:
        for size, answers in _halves(one, sample.answers[one.name], cell):
            gaps = [(_adds(a.right, cell) or 0.0) - (_adds(a.read, cell) or 0.0) for a in answers]
            over.append(Part(size, len(answers), [-gap for gap in gaps if gap < 0]))
            under.append(Part(size, len(answers), [gap for gap in gaps if gap > 0]))
    made = (strata(parts, new=new, most=whole.most) for parts in (over, under))
    return Sum(cell, whole.counted, whole.total, figure(corrected(whole.total, *made)))


def _halves(stratum: Stratum, answers: Sequence[Answer], cell: str) -> Iterable[tuple[int, list[Answer]]]:
    """The facts of a stratum that count in a cell, and the others; where of one none was answered, all together."""
    inside = [one for one in answers if one.read is not None and one.read.cell == cell and one.read.counted]
    counted = stratum.cells.get(cell, Cell()).counted
    outside = [one for one in answers if not any(one is each for each in inside)]
    halves = ((counted, inside), (stratum.size - counted, outside))
    if any(size and not seen for size, seen in halves):
        return [(stratum.size, list(answers))]
    return [half for half in halves if half[0]]


def corrections(sample: Sample) -> list[Correction]:
    """(Y − Ŷ)/π of all units seen, summed by report and cell (Egami et al. 2023); all others have none."""
    found: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for stratum in (*sample.of("fact"), *sample.of("sentence")):
        answers = sample.answers[stratum.name]
        weight = stratum.size / len(answers)
        for answer in answers:
            stated = [(1, answer.right), (-1, answer.read)] if stratum.frame == "fact" else []
            stated += [(1, one) for one in answer.facts]
            for sign, one in stated:
                if one is not None:
                    pair = found[answer.report, one.cell]
                    pair[0] += sign * weight
                    pair[1] += sign * weight * (_adds(one, one.cell) or 0.0)
    return [Correction(*key, *pair) for key, pair in sorted(found.items()) if any(abs(one) > 1e-9 for one in pair)]
