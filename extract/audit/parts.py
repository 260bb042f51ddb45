"""A sheet's answers by stratum, as the figures need them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.audit.answers import Answer
from extract.audit.design import Stratum
from extract.audit.figures import Limits
from extract.audit.intervals import Strata


@dataclass(frozen=True, slots=True)
class Figure:
    """An estimate with its limits; ``value`` is None where the sample cannot tell, and ``why`` says why."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""


def figure(limits: Limits, why: str = "") -> Figure:
    """Limits of one sample as a figure; without a value where there is none."""
    value, low, high = (float(one) for one in limits)
    return Figure(None, why=why) if np.isnan(value) else Figure(value, low, high)


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


@dataclass(frozen=True, slots=True)
class Part:
    """The units of a stratum, or some of them: how many, how many seen, and the sizes of the events among these."""

    size: float
    seen: int
    events: Sequence[float] = ()


def strata(parts: Iterable[Part], *, new: float = 1.0, most: float = 1.0) -> Strata:
    """Parts side by side; parts without units are left out.

    Parameters
    ----------
    new
        Size of the event that the upper limit supposes.
    most
        Largest size that an event may have; a larger one that was seen takes its place.
    """
    there = [one for one in parts if one.size]
    size, seen = (np.array([float(getattr(one, name)) for one in there]) for name in ("size", "seen"))
    mean = np.array([float(sum(one.events)) for one in there]) / seen
    square = np.array([float(sum(event * event for event in one.events)) for one in there]) / seen
    large = np.array([max([most, new, *one.events]) for one in there])
    return Strata(size, seen, mean, square, large, np.full(len(there), new))


def missed(sample: Sample, size: Callable[[Answer], float]) -> list[Part]:
    """What sentences miss, by stratum."""
    out = []
    for one in sample.of("sentence"):
        answers = sample.answers[one.name]
        out.append(Part(one.size, len(answers), [found for answer in answers if (found := size(answer))]))
    return out
