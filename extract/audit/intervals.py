"""Confidence limits for sums of rare events in a stratified sample; the one room of the audit that is mathematics.

What an audit counts are events: a fact that is wrong, a fact that was missed. They are few, their weights differ from
stratum to stratum, and many strata show none. There the usual interval (estimate ± 1.96 standard errors) has a width
of nothing. Here the sum of events is given a beta distribution with the mean and the variance of the stratified
estimator, and for the upper limit one event more is supposed where it would weigh most. With one stratum this is the
interval of Clopper and Pearson; where events are rare it is that of Fay and Feuer for weighted sums.

All functions take arrays whose last axis is the stratum and work on many samples at once.

References
----------
Clopper & Pearson (1934), Biometrika 26. Fay & Feuer (1997), Statistics in Medicine 16, 791-801. Cochran (1977),
Sampling Techniques, 3rd ed., ch. 5. Korn & Graubard (1998), Survey Methodology 24. Zou & Donner (2008), Statistics in
Medicine 27, 1693-1702.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVEL = 0.95
GRAIN = 0.75  # of an event: a sum of whole events lies between two values of a continuous distribution
STEPS, NEAR = 60, 1e-8  # at most so many tries for a limit, until it moves by less


@dataclass(frozen=True, slots=True)
class Strata:
    """Sizes of events as they were seen, by stratum.

    Attributes
    ----------
    size
        Units in the stratum, N.
    seen
        Units looked at, n; at least 1 wherever there are units.
    mean, square
        Mean and mean square of the size of a unit's event (0 where it has none) among those seen.
    most
        Largest size that a unit can have.
    new
        Size of the event that is supposed, for the upper limit, to have just been missed.
    """

    size: Floats
    seen: Floats
    mean: Floats
    square: Floats
    most: Floats
    new: Floats


Events = Callable[[Floats], Strata]


def total(strata: Strata) -> Floats:
    """The estimated sum of events, Σ N·mean (Cochran 1977, 5.3)."""
    return np.asarray(np.sum(strata.size * strata.mean, axis=-1))


def upper(strata: Strata, tail: float = (1 - LEVEL) / 2) -> Floats:
    """The upper limit of the sum of events: it is exceeded with probability ``tail`` at most."""
    size, seen, mean, square, most, new = np.broadcast_arrays(*fields(strata))
    rest = size - seen
    added = np.where(rest > 0, rest * new / (seen + 1), -1.0)
    at = np.argmax(added, axis=-1, keepdims=True)
    here = (np.arange(size.shape[-1]) == at) & (rest > 0)
    mean_up = np.where(here, (seen * mean + new) / (seen + 1), mean)
    square_up = np.where(here, (seen * square + new**2) / (seen + 1), square)
    freedom = np.where(here, seen + 2, np.maximum(seen - 1, 1))
    spread = np.sum(size * rest * np.maximum(square_up - mean_up**2, 0) / freedom, axis=-1)
    known = np.sum(seen * mean, axis=-1)
    room = np.sum(rest * most, axis=-1)
    step = np.sum(np.where(here, new, 0.0), axis=-1)
    found = _quantile(np.sum(rest * mean_up, axis=-1), spread, room, 1 - tail) + GRAIN * step
    return np.asarray(known + np.minimum(found, room))


def lower(strata: Strata, tail: float = (1 - LEVEL) / 2) -> Floats:
    """The lower limit of the sum of events, by the same way: one unit more without an event is supposed."""
    size, seen, mean, square, most, new = np.broadcast_arrays(*fields(strata))
    rest = size - seen
    added = np.where(rest > 0, rest * most / (seen + 1), -1.0)
    at = np.argmax(added, axis=-1, keepdims=True)
    here = (np.arange(size.shape[-1]) == at) & (rest > 0)
    mean_low = np.where(here, seen * mean / (seen + 1), mean)
    square_low = np.where(here, seen * square / (seen + 1), square)
    freedom = np.where(here, seen + 2, np.maximum(seen - 1, 1))
    spread = np.sum(size * rest * np.maximum(square_low - mean_low**2, 0) / freedom, axis=-1)
    known = np.sum(seen * mean, axis=-1)
    room = np.sum(rest * most, axis=-1)
    step = np.sum(np.where(here, new, 0.0), axis=-1)
    found = _quantile(np.sum(rest * mean_low, axis=-1), spread, room, tail) - GRAIN * step
    return np.asarray(known + np.maximum(found, 0.0))


def fields(strata: Strata) -> tuple[Floats, ...]:
    """The arrays of the strata."""
    return strata.size, strata.seen, strata.mean, strata.square, strata.most, strata.new


def _quantile(mean: Floats, spread: Floats, room: Floats, share: float) -> Floats:
    """A quantile of the beta distribution on 0 to ``room`` with this mean and variance."""
    from scipy.special import betaincinv

    whole = np.where(room > 0, room, 1.0)
    middle = np.clip(mean / whole, 0.0, 1.0)
    variance = spread / whole**2
    free = middle * (1 - middle)
    flat = (variance <= 0) | (free <= 0)  # nothing is uncertain: all was seen, or there is nothing to see
    strength = np.maximum(free / np.where(flat, 1.0, variance) - 1, 1e-2)
    a, b = np.where(flat, 1.0, middle * strength), np.where(flat, 1.0, (1 - middle) * strength)
    return np.asarray(np.where(flat, middle, betaincinv(a, b, share)) * np.where(room > 0, room, 0.0))


def share(events: Events, whole: Floats, tail: float = (1 - LEVEL) / 2) -> tuple[Floats, Floats]:
    """Limits of a share φ that is known by an equation: the sum of ``events(φ)`` is φ · ``whole``.

    A ratio of two sums that are both uncertain becomes, for each φ that is tried, one sum of events (Fieller's way).
    The limits are the φ at which that sum's limits meet φ · whole.

    Parameters
    ----------
    events
        For each sample's φ (shape ``(…, 1)``) its events by stratum.
    whole
        What φ is a share of, shape ``(…)``.
    """

    def gap(limit: Callable[[Strata, float], Floats]) -> Callable[[Floats], Floats]:
        return lambda phi: limit(events(phi[..., None]), tail) - phi * whole

    return _root(gap(lower), whole), _root(gap(upper), whole)


def _root(gap: Callable[[Floats], Floats], like: Floats) -> Floats:
    """Where a falling function of 0 to 1 crosses zero: false position, the older end halved (the Illinois way)."""
    low, high = np.zeros_like(like), np.ones_like(like)
    at_low, at_high = np.maximum(gap(low), 0.0), np.minimum(gap(high), 0.0)
    tried = low
    for _ in range(STEPS):
        room = at_low - at_high
        before, tried = tried, low + (high - low) * np.where(room > 0, at_low / np.where(room > 0, room, 1.0), 0.0)
        if np.all(np.abs(tried - before) < NEAR):
            break
        here = gap(tried)
        above = here > 0
        at_high = np.where(above, at_high / 2, here)
        at_low = np.where(above, here, at_low / 2)
        low, high = np.where(above, tried, low), np.where(above, high, tried)
    return tried


def difference(plus: tuple[Any, Any, Any], minus: tuple[Any, Any, Any]) -> tuple[Floats, Floats, Floats]:
    """``(estimate, lower, upper)`` of a difference of two independent sums, each given so (MOVER)."""
    (p, p_low, p_high), (m, m_low, m_high) = (tuple(map(np.asarray, one)) for one in (plus, minus))
    low = p - m - np.hypot(p - p_low, m_high - m)
    high = p - m + np.hypot(p_high - p, m - m_low)
    return p - m, low, high
