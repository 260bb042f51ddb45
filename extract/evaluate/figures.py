"""Figures: precision, recall and F1 of each layer and kind, with intervals; confusion; calibration."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.evaluate.scoring import Verdict, kind_of, overlap

#: layers whose things are found or missed; of the others a pair is right or wrong
FOUND = ("facts", "facts_other", "channels", "problems", "remedies", "links", "contacts", "sections")
SURE = ("facts", "facts_other", "channels", "problems", "remedies", "links")  # layers whose things have a confidence
ROUNDS = 1000  # of the bootstrap
BINS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """Right, found and wanted things, with a 95 % interval of F1 from resampling reports (None without one)."""

    right: int
    found: int
    wanted: int
    low: float | None = None
    high: float | None = None

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the wanted that was found; 1 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 1 where nothing was there and nothing was found."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


def figures(reports: Sequence[Sequence[Verdict]], *, rounds: int = ROUNDS, seed: int = 0) -> dict[str, Figure]:
    """Figures by layer, and by layer and kind (``facts:disclosure``).

    Parameters
    ----------
    reports
        The verdicts on each report: the reports are what is resampled, because things of one report are alike.
    rounds
        Of the bootstrap; 0 for no intervals.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13 (percentile intervals).
    """
    import numpy as np

    names: dict[str, int] = {}
    cells: list[tuple[int, int, tuple[int, int, int]]] = []
    for i, told in enumerate(reports):
        for verdict in told:
            names_here = (verdict.layer, *_finer(verdict))
            cells += [(i, names.setdefault(name, len(names)), verdict.counts) for name in names_here]
    table = np.zeros((len(reports), len(names), 3))
    for i, j, counts in cells:
        table[i, j] += counts
    whole = table.sum(axis=0)
    low = high = np.full(len(names), np.nan)
    if rounds and len(reports) > 1:
        draws = np.random.default_rng(seed).multinomial(len(reports), [1 / len(reports)] * len(reports), size=rounds)
        sums = np.tensordot(draws, table, axes=1)
        both = sums[:, :, 1] + sums[:, :, 2]
        f1 = np.divide(2 * sums[:, :, 0], both, out=np.ones_like(both), where=both > 0)
        low, high = np.quantile(f1, [0.025, 0.975], axis=0)
    return {
        name: Figure(*map(int, whole[j]), *(None if np.isnan(x[j]) else round(float(x[j]), 4) for x in (low, high)))
        for name, j in sorted(names.items())
    }


def _finer(verdict: Verdict) -> Iterable[str]:
    if verdict.layer in ("facts", "channels"):
        yield f"{verdict.layer}:{verdict.label.partition('.')[0]}"
        if "." in verdict.label:
            yield f"{verdict.layer}:{verdict.label}"
    elif verdict.layer == "aspect":
        yield f"aspect:{verdict.label}"


def confusion(reports: Iterable[Sequence[Verdict]]) -> Counter[tuple[str, str, str]]:
    """How often a thing of one kind was taken for another: layer, gold label, made label; ``(none)`` on either side.

    A missed thing and a found one are the same where their places overlap by half.
    """
    out: Counter[tuple[str, str, str]] = Counter()
    for told in reports:
        for layer, label in (("facts", kind_of), ("channels", lambda thing: str(thing["kind"]))):
            rest = [v for v in told if v.layer in (layer, f"{layer}_other") and v.outcome in ("missed", "extra")]
            made = [v.made for v in rest if v.made is not None]
            for verdict in rest:
                if verdict.gold is None:
                    continue
                same = next((one for one in made if _same_place(verdict.gold, one)), None)
                if same is not None:
                    made.remove(same)
                out[layer, label(verdict.gold), label(same) if same else "(none)"] += 1
            for one in made:
                out[layer, "(none)", label(one)] += 1
        for verdict in told:
            if verdict.layer == "aspect" and verdict.outcome == "wrong" and verdict.gold and verdict.made:
                out["aspect", verdict.gold["aspect"], verdict.made["aspect"]] += 1
    return out


def _same_place(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if "mentions" in other:
        placed = [mention for mention in one.get("mentions", ()) if "start" in mention]
        return any(overlap(a, b) >= 0.5 for a in placed for b in other["mentions"])
    return overlap(one, other) >= 0.5


@dataclass(frozen=True, slots=True)
class Bin:
    """Things of about one confidence: how sure they were on average, how many, and how many were right."""

    confidence: float
    things: int
    right: int


def calibration(reports: Iterable[Sequence[Verdict]]) -> dict[str, tuple[float, list[Bin]]]:
    """Expected calibration error and the bins of a reliability plot, for each layer whose things have a confidence.

    References
    ----------
    Guo et al. (2017), On Calibration of Modern Neural Networks; ten bins of equal width.
    """
    told: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for one in reports:
        for verdict in one:
            if verdict.layer in SURE and verdict.made is not None:
                told[verdict.layer].append((verdict.made["confidence"], verdict.outcome == "right"))
    return {layer: reliability(pairs) for layer, pairs in sorted(told.items())}


def reliability(pairs: Sequence[tuple[float, bool]]) -> tuple[float, list[Bin]]:
    """Expected calibration error and bins of things, each with its confidence and whether it is right."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in pairs:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    made = [
        Bin(sum(c for c, _ in held) / len(held), len(held), sum(right for _, right in held))
        for _, held in sorted(bins.items())
    ]
    return sum(abs(one.confidence * one.things - one.right) for one in made) / len(pairs), made


def sure(reports: Iterable[Sequence[Verdict]], least: float = 0.9) -> Figure:
    """Facts (of every kind but ``other``) with at least this confidence: right, found; wanted is all facts found."""
    made = [v for told in reports for v in told if v.layer == "facts" and v.made is not None]
    kept = [v for v in made if v.made is not None and v.made["confidence"] >= least]
    return Figure(sum(v.outcome == "right" for v in kept), len(kept), len(made))
