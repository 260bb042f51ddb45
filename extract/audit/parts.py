"""Events of a sample, parted by stratum, as the limits need them: sizes that may hang on the share that is sought."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from extract.audit import intervals
from extract.audit.answers import Answer
from extract.audit.design import Stratum
from extract.audit.intervals import Floats, Strata

Line = tuple[float, float]  # a + b·φ


@dataclass(frozen=True, slots=True)
class Part:
    """The units of a stratum, or of one kind in it: how many, how many were seen, and the events among those.

    Attributes
    ----------
    size, seen
        Units, and units seen; seen is at least 1.
    events
        ``(a, b)`` of each event seen: its size is a + b·φ.
    most, new
        The largest size that a unit may have, and that of the event supposed for the upper limit, in the same terms.
    """

    size: float
    seen: int
    events: tuple[Line, ...] = ()
    most: Line = (1.0, 0.0)
    new: Line = (1.0, 0.0)
    #: sums over the events: a, b, a², 2ab, b²
    sums: tuple[float, float, float, float, float] = field(init=False, default=(0.0,) * 5)

    def __post_init__(self) -> None:
        a = np.array([one[0] for one in self.events])
        b = np.array([one[1] for one in self.events])
        sums = (a.sum(), b.sum(), (a * a).sum(), (2 * a * b).sum(), (b * b).sum())
        object.__setattr__(self, "sums", tuple(map(float, sums)))


@dataclass(frozen=True, slots=True)
class Figure:
    """An estimate with its limits; ``value`` is None where the sample cannot tell, and ``why`` says why."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""


def strata(parts: Sequence[Part], phi: Floats) -> Strata:
    """The parts as arrays, for each φ (shape ``(…, 1)``)."""
    size = np.array([float(one.size) for one in parts])
    seen = np.array([float(one.seen) for one in parts])
    a, b, aa, ab, bb = (np.array([one.sums[i] for one in parts]) / seen for i in range(5))
    most, new = (np.array([getattr(one, name) for one in parts]).T for name in ("most", "new"))
    return Strata(
        size,
        seen,
        a + b * phi,
        aa + ab * phi + bb * phi**2,
        np.maximum(most[0] + most[1] * phi, 0.0),
        np.maximum(new[0] + new[1] * phi, 0.0),
    )


def total(parts: Sequence[Part]) -> tuple[float, float, float]:
    """``(estimate, lower, upper)`` of the sum of events."""
    parts = [one for one in parts if one.size]
    if not parts:
        return 0.0, 0.0, 0.0
    made = strata(parts, np.zeros(1))
    low, high = intervals.lower(made), intervals.upper(made)
    return float(intervals.total(made)), float(low), float(high)


def share(parts: Sequence[Part], whole: float) -> Figure:
    """1 − φ, where the sum of events at φ is φ · ``whole``."""
    parts = [one for one in parts if one.size]
    fixed = sum(one.size * one.sums[0] / one.seen for one in parts)
    slope = sum(one.size * one.sums[1] / one.seen for one in parts)
    if whole - slope <= 0:
        return Figure(None, why="nothing was found and nothing missed")
    low, high = intervals.share(lambda phi: strata(parts, phi), np.array([float(whole)]))
    return Figure(1 - fixed / (whole - slope), 1 - float(high[0]), 1 - float(low[0]))


def corrected(read: float, over: Sequence[Part], under: Sequence[Part]) -> Figure:
    """A total as it was read, less what was read too much, and what was read too little added; never below 0."""
    much, much_low, much_high = total(over)
    told = intervals.difference(total(under), (much, much_low, min(much_high, max(read, much))))
    value, low, high = (max(0.0, read + float(one)) for one in told)
    return Figure(value, low, high)


def between(point: Figure, worst: Figure, best: Figure) -> Figure:
    """The figure with the limits that it has at worst and at best: where of units none was seen, all wrong or none."""
    if None in (point.value, worst.value, best.value):
        return next(one for one in (point, worst, best) if one.value is None)
    return Figure(point.value, worst.low, best.high)


@dataclass(frozen=True, slots=True)
class Sample:
    """Strata with their answers."""

    strata: tuple[Stratum, ...]
    answers: Mapping[str, tuple[Answer, ...]]

    def of(self, frame: str) -> list[Stratum]:
        """The strata of a layer, or of sentences."""
        return [one for one in self.strata if one.frame == frame]

    def within(self, dim: str, value: str) -> Sample:
        """The strata with one value."""
        return Sample(tuple(one for one in self.strata if one.place.get(dim) == value), self.answers)


def missed(sample: Sample, size: Callable[[Answer], float], new: float = 1.0, most: float = 2.0) -> list[Part]:
    """What sentences miss, by stratum."""
    out = []
    for one in sample.of("sentence"):
        answers = sample.answers[one.name]
        sizes = [found for answer in answers if (found := size(answer))]
        out.append(
            Part(one.size, len(answers), tuple((each, 0.0) for each in sizes), (max([most, *sizes]), 0.0), (new, 0.0))
        )
    return out
