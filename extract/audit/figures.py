"""Precision, recall, F1 and totals with their limits, from counts by stratum; for one sample or for many at once.

Arrays have the stratum as their last axis; axes before it are samples. With S spurious, X misread and M missed among N
read, precision is (N − S − X)/N, recall (N − S − X)/(N − S + M), F1 2(N − S − X)/(2N − S + M).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extract.audit import intervals
from extract.audit.intervals import Floats, Strata

Limits = tuple[Floats, Floats, Floats]  # estimate, lower, upper; not a number where there is no estimate


@dataclass(frozen=True, slots=True)
class Things:
    """What was read, by stratum: units, units judged (at least 1), and how many of these were misread or spurious."""

    size: Floats
    seen: Floats
    misread: Floats
    spurious: Floats

    def events(self, misread: Floats | float, spurious: Floats | float) -> Strata:
        """As events of these sizes."""
        x, s = self.misread / self.seen, self.spurious / self.seen
        large = np.maximum(misread, spurious) + 0 * x
        mean, square = misread * x + spurious * s, misread**2 * x + spurious**2 * s
        return Strata(self.size, self.seen, mean, square, large, large)


def scaled(events: Strata, by: Floats | float) -> Strata:
    """The events with their sizes multiplied."""
    mean, square, most, new = events.mean * by, events.square * by**2, events.most * by, events.new * by
    return Strata(events.size, events.seen, mean, square, most, new)


def joined(*some: Strata) -> Strata:
    """Strata side by side."""
    fields = []
    for arrays in zip(*(intervals.fields(one) for one in some), strict=True):
        shape = np.broadcast_shapes(*(one.shape[:-1] for one in arrays))
        fields.append(np.concatenate([np.broadcast_to(one, (*shape, one.shape[-1])) for one in arrays], axis=-1))
    return Strata(*fields)


def precision(things: Things, read: float) -> Limits:
    """The share of what was read that is right."""
    wrong = things.events(1.0, 1.0)
    return _turned(intervals.total(wrong) / read, intervals.lower(wrong) / read, intervals.upper(wrong) / read)


def recall(things: Things, missed: Strata, read: float) -> Limits:
    """The share of what is stated that was read, and read aright."""
    lost, spurious, lacking = _totals(things, missed)

    def events(phi: Floats) -> Strata:
        return joined(things.events(1.0, phi), scaled(missed, 1 - phi))

    there = read - spurious + lacking
    return _shared((lost + lacking) / np.where(there > 0, there, np.nan), events, read)


def f1(things: Things, missed: Strata, read: float) -> Limits:
    """The harmonic mean of precision and recall."""
    lost, spurious, lacking = _totals(things, missed)

    def events(phi: Floats) -> Strata:
        return joined(things.events(2.0, 1 + phi), scaled(missed, 1 - phi))

    return _shared((spurious + 2 * lost + lacking) / (2 * read - spurious + lacking), events, 2 * read)


def number(things: Things, missed: Strata, read: float) -> Limits:
    """How many are stated in truth."""
    return corrected(read, things.events(0.0, 1.0), missed)


def corrected(read: float, over: Strata, under: Strata) -> Limits:
    """A total as it was read, less what was read too much, and what was read too little added; never below 0."""
    much, much_low, much_high = (way(over) for way in (intervals.total, intervals.lower, intervals.upper))
    most = np.maximum(read, much)  # no more can have been read too much than was read
    little = (intervals.total(under), intervals.lower(under), intervals.upper(under))
    told = intervals.difference(little, (much, much_low, np.minimum(much_high, most)))
    value, low, high = (np.maximum(0.0, read + one) for one in told)
    return value, low, high


def _totals(things: Things, missed: Strata) -> tuple[Floats, Floats, Floats]:
    lost, spurious = intervals.total(things.events(1.0, 0.0)), intervals.total(things.events(0.0, 1.0))
    return lost, spurious, intervals.total(missed)


def _shared(phi: Floats, events: intervals.Events, whole: float) -> Limits:
    low, high = intervals.share(events, np.full(np.shape(phi), float(whole)))
    return _turned(phi, low, high)


def _turned(phi: Floats, low: Floats, high: Floats) -> Limits:
    return 1 - phi, 1 - high, 1 - low
