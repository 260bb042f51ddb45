"""The intervals of an audit cover what they say: many samples are drawn from populations whose truth is known.

Each population is fixed; 2,000 samples are drawn from it without replacement, stratum by stratum, and the shipped
functions make their intervals of all samples at once. The stated rate is "95 % at least": a coverage below 95 % by more
than three binomial standard errors fails. Where errors are many, it must not be far above either.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.stats import hypergeom

from extract.audit import figures, intervals
from extract.audit.figures import Limits, Things
from extract.audit.intervals import LEVEL, Floats, Strata

SAMPLES = 2000
ERROR = 3 * (LEVEL * (1 - LEVEL) / SAMPLES) ** 0.5  # 0.0146


@dataclass(frozen=True)
class World:
    """Strata of facts: (N, n, share misread, share spurious); of sentences: (N, n, share missing one, missing two)."""

    name: str
    facts: tuple[tuple[int, int, float, float], ...]
    sentences: tuple[tuple[int, int, float, float], ...]
    tight: bool = False  # errors are many: the interval should not cover much more than it says


WORLDS = (
    World("one stratum", ((5000, 200, 0.05, 0.05),), ((4000, 200, 0.05, 0.005),), tight=True),
    World("precision .99", ((5000, 200, 0.005, 0.005),), ((4000, 200, 0.01, 0.001),)),
    World("precision .99, few seen", ((5000, 50, 0.005, 0.005),), ((4000, 50, 0.005, 0.001),)),
    World(
        "rare strata",
        ((3000, 60, 0.005, 0.005), (800, 20, 0.03, 0.02), (150, 20, 0.1, 0.1), (20, 10, 0.2, 0.2)),
        ((2000, 50, 0.02, 0.002), (600, 40, 0.08, 0.01), (2400, 20, 0.002, 0.0)),
    ),
    World("twenty strata of ten", ((500, 10, 0.005, 0.005),) * 20, ((300, 10, 0.02, 0.0),) * 10),
    World(
        "errors where the weight is least",
        ((5000, 20, 0.004, 0.002), (300, 150, 0.1, 0.2)),
        ((8000, 40, 0.004, 0.0), (400, 100, 0.2, 0.02)),
    ),
    World(
        "many errors",
        ((3000, 80, 0.15, 0.15), (3000, 80, 0.2, 0.2), (2000, 80, 0.2, 0.3)),
        ((2000, 100, 0.2, 0.05), (2000, 100, 0.3, 0.1)),
        tight=True,
    ),
    World(
        "most units seen",
        ((60, 40, 0.033, 0.017), (30, 25, 0.0, 0.1), (12, 12, 0.083, 0.167), (6, 5, 0.17, 0.17)),
        ((90, 50, 0.05, 0.0), (40, 35, 0.1, 0.025)),
    ),
    World(
        "a large audit",
        ((30000, 300, 0.003, 0.002), (4000, 200, 0.01, 0.02), (1000, 100, 0.05, 0.05)),
        ((20000, 300, 0.01, 0.001), (6000, 200, 0.05, 0.004)),
    ),
)


def counts(units: tuple[tuple[int, int, float, float], ...]) -> Floats:
    """Units with neither, the first and the second event, in each stratum: shape (3, strata)."""
    first = np.array([round(size * share) for size, _, share, _ in units])
    second = np.array([round(size * share) for size, _, _, share in units])
    return np.array([[size for size, *_ in units] - first - second, first, second])


def drawn(units: tuple[tuple[int, int, float, float], ...], rng: np.random.Generator) -> Floats:
    """How often each event was seen in each sample: shape (3, samples, strata)."""
    there = counts(units)
    seen = [
        rng.multivariate_hypergeometric(there[:, at].astype(int), one[1], size=SAMPLES) for at, one in enumerate(units)
    ]
    return np.moveaxis(np.array(seen, dtype=float), (0, 1, 2), (2, 1, 0))


def wide(values: list[float]) -> Floats:
    return np.broadcast_to(np.array(values, dtype=float), (SAMPLES, len(values)))


def covered(limits: Limits, truth: float) -> tuple[float, float]:
    """How often the interval holds the truth, and its mean width."""
    _, low, high = limits
    return float(np.mean((low <= truth + 1e-9) & (truth - 1e-9 <= high))), float(np.mean(high - low))


def figures_of(world: World, rng: np.random.Generator) -> dict[str, tuple[Limits, float]]:
    """Each figure of all samples, with the truth."""
    _, misread, spurious = drawn(world.facts, rng)
    _, one, two = drawn(world.sentences, rng)
    things = Things(wide([u[0] for u in world.facts]), wide([u[1] for u in world.facts]), misread, spurious)
    seen = wide([u[1] for u in world.sentences])
    ones = np.ones_like(seen)
    missed = Strata(
        wide([u[0] for u in world.sentences]), seen, (one + 2 * two) / seen, (one + 4 * two) / seen, 2 * ones, ones
    )
    right, x, s = (float(row.sum()) for row in counts(world.facts))
    _, a, b = (float(row.sum()) for row in counts(world.sentences))
    read, lost = right + x + s, a + 2 * b
    return {
        "precision": (figures.precision(things, read), right / read),
        "recall": (figures.recall(things, missed, read), right / (right + x + lost)),
        "f1": (figures.f1(things, missed, read), 2 * right / (2 * right + (x + s) + (x + lost))),
        "number": (figures.number(things, missed, read), right + x + lost),
    }


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_intervals_cover(world: World) -> None:
    rng = np.random.default_rng(20)
    for name, (limits, truth) in figures_of(world, rng).items():
        rate, _ = covered(limits, truth)
        assert rate >= LEVEL - ERROR, f"{name} covers {rate:.3f}"
        if world.tight:
            assert rate <= LEVEL + 2 * ERROR, f"{name} covers {rate:.3f}: wider than it says"
        low, high = limits[1:]
        assert np.all(low <= limits[0] + 1e-9)
        assert np.all(limits[0] <= high + 1e-9)


def test_the_usual_interval_would_not_cover() -> None:
    """Why it is not used: estimate ± 1.96 standard errors, at a precision of .99."""
    _, misread, spurious = drawn(WORLDS[1].facts, np.random.default_rng(20))
    p = 1 - (misread + spurious)[:, 0] / 200
    half = 1.96 * np.sqrt(p * (1 - p) / 200)
    assert np.mean((p - half <= 0.99) & (p + half >= 0.99)) < 0.9


@pytest.mark.parametrize(("size", "seen"), [(12, 4), (60, 40), (200, 20), (200, 150), (1000, 30)])
def test_one_stratum_covers_for_every_truth(size: int, seen: int) -> None:
    """No simulation: each number of events that a stratum can have, each sample weighed by its probability."""
    x = np.arange(seen + 1.0)[:, None]
    ones = np.ones_like(x)
    made = Strata(size * ones, seen * ones, x / seen, x / seen, ones, ones)
    low, high = intervals.lower(made), intervals.upper(made)
    for truth in range(size + 1):
        inside = (low <= truth + 1e-9) & (truth - 1e-9 <= high)
        assert hypergeom(size, truth, seen).pmf(x[:, 0])[inside].sum() >= LEVEL, truth


TAILS, WRONG = (0.5, 1.0, 1.5), (0.01, 0.05, 0.3)


def sums(tail: float, wrong: float) -> tuple[float, float]:
    """How often the interval of a sum of values covers, and its width as a share of the sum that was read.

    Values are lognormal with the standard deviation ``tail`` of their logarithm: at 1.5 one of them outweighs many.
    """
    rng = np.random.default_rng(5)
    over, read, gone, about = [], 0.0, 0.0, 0.0
    for size, seen, share in ((3000, 120, wrong), (500, 80, min(0.5, 4 * wrong))):
        value = np.rint(np.exp(rng.normal(3, tail, size)))
        gap = np.where(rng.random(size) < share, value * rng.choice([1.0, 0.9, 0.5], size), 0)
        read, gone, about = read + value.sum(), gone + gap.sum(), about + float((value**2).sum())
        over.append((size, seen, gap, value.max()))
    under = []
    for size, seen, share in ((2000, 100, wrong), (3000, 60, wrong / 5)):
        gap = np.where(rng.random(size) < share, np.rint(np.exp(rng.normal(3, tail, size))), 0)
        under.append((size, seen, gap, gap.max()))
    new = about / read

    def made(some: list[tuple[int, int, Floats, float]]) -> Strata:
        seen = [np.array([rng.choice(gap, n, replace=False) for _ in range(SAMPLES)]) for _, n, gap, _ in some]
        mean, square = (np.stack([(one**power).mean(axis=1) for one in seen], axis=-1) for power in (1, 2))
        large = [max(new, most) for *_, most in some]
        return Strata(
            wide([s for s, *_ in some]), wide([n for _, n, *_ in some]), mean, square, wide(large), wide([new] * 2)
        )

    truth = read - gone + sum(float(gap.sum()) for _, _, gap, _ in under)
    rate, width = covered(figures.corrected(read, made(over), made(under)), truth)
    return rate, width / read


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("wrong", WRONG)
def test_sums_of_values_cover(tail: float, wrong: float) -> None:
    rate, _ = sums(tail, wrong)
    assert rate >= LEVEL - ERROR, f"covers {rate:.3f}"


if __name__ == "__main__":  # the table of docs/audit.md
    for world_ in WORLDS:
        told = {name: covered(*one) for name, one in figures_of(world_, np.random.default_rng(20)).items()}
        print(f"| {world_.name} |", " | ".join(f"{rate:.3f}" for rate, _ in told.values()), "|")  # noqa: T201
    for tail_ in TAILS:
        rates = [sums(tail_, wrong_) for wrong_ in WRONG]
        print(f"| {tail_} |", " | ".join(f"{rate:.3f} ({width:.2f})" for rate, width in rates), "|")  # noqa: T201
