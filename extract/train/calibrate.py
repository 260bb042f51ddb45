"""Confidence: the precision of each rule on one part of the corpus, a calibration curve for each layer on another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extract import pipeline
from extract.annotate.corpus import Annotated
from extract.classify import Models, confidence, store
from extract.classify.confidence import odds
from extract.evaluate.gold import of_corpus
from extract.evaluate.scoring import verdicts
from extract.export.record import record
from extract.train.validate import folds

LAYERS = ("facts", "channels", "problems", "remedies", "links")
DRAW = 6.0  # things of the layer's mean precision that each rule is thought to have met before
ENOUGH = 20  # things from which a curve is fitted
STIFF = 1.0  # inverse strength with which a curve is held to its start


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing that was made: its rule, what a model said of it (None: was not asked), whether it is right, its hand."""

    rule: str
    told: float | None
    right: bool
    hand: str


class _Asked:
    """Stands in for a layer's confidence: keeps what it is asked, and gives each thing its number there."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, float | None]] = []

    def __call__(self, rule: str, told: float | None = None) -> float:
        self.rows.append((rule, told))
        return float(len(self.rows) - 1)


def seen(lines: Sequence[Annotated], models: Models) -> dict[str, list[Seen]]:
    """Everything that is made of annotated texts, by layer, with whether it is right."""
    asked = {layer: _Asked() for layer in LAYERS}
    golds = [of_corpus(one) for one in lines]
    made = pipeline.extract([gold.source for gold in golds], models=replace(models, confidence=asked))
    out: dict[str, list[Seen]] = defaultdict(list)
    for line, gold, report in zip(lines, golds, made, strict=True):
        for verdict in verdicts(gold.record, record(report)):
            layer = "facts" if verdict.layer == "facts_other" else verdict.layer
            if layer in asked and verdict.made is not None:
                rule, told = asked[layer].rows[round(verdict.made["confidence"])]
                out[layer].append(Seen(rule, told, verdict.outcome == "right", line.annotator))
    return dict(out)


def unseen(lines: Sequence[Annotated], refit: Callable[[Collection[str]], Models]) -> dict[str, list[Seen]]:
    """Everything that is made of texts by models that have not seen their hands.

    Parameters
    ----------
    refit
        Makes models without what these hands wrote.
    """
    fold = dict(zip([one.id for one in lines], folds([one.annotator for one in lines]), strict=True))
    out: dict[str, list[Seen]] = defaultdict(list)
    for number in sorted(set(fold.values())):
        held = [one for one in lines if fold[one.id] == number]
        for layer, things in seen(held, refit({one.annotator for one in held})).items():
            out[layer] += things
    return dict(out)


def precisions(things: Sequence[Seen]) -> tuple[dict[str, float], float]:
    """Precision of each rule, drawn towards the layer's mean where it met few; and that mean."""
    mean = (sum(one.right for one in things) + 1) / (len(things) + 2)
    met: dict[str, list[bool]] = defaultdict(list)
    for one in things:
        met[one.rule].append(one.right)
    return {
        rule: round((sum(right) + DRAW * mean) / (len(right) + DRAW), 4) for rule, right in sorted(met.items())
    }, round(mean, 4)


def curves(parts: Sequence[Sequence[Seen]], rules: Mapping[str, float], rest: float) -> dict[str, Any]:
    """The curve of things that a model was asked of, and that of the others: logistic regressions on log odds.

    Parameters
    ----------
    parts
        Things of several parts of the corpus; each part has the same weight.

    References
    ----------
    Platt (1999), Probabilistic Outputs for Support Vector Machines; here on the log odds of rule and model.
    """
    weighted = [(one, 1 / len(things)) for things in parts for one in things]
    asked = [(one, weight) for one, weight in weighted if one.told is not None]
    bare = [(one, weight) for one, weight in weighted if one.told is None]
    both = [[odds(rules.get(one.rule, rest)), odds(one.told or 0.0)] for one, _ in asked]
    alone = [[odds(rules.get(one.rule, rest))] for one, _ in bare]
    return {"curve": _curve(both, asked, 2), "bare": _curve(alone, bare, 1)}


def _curve(rows: list[list[float]], things: list[tuple[Seen, float]], width: int) -> list[float]:
    """Intercept and weights; the rule's log odds as they are where there is too little to learn from."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    right = [one.right for one, _ in things]
    if len(rows) < ENOUGH or len(set(right)) < 2:
        return [0.0, 1.0, *[0.0] * (width - 1)]
    weights = np.array([weight for _, weight in things])
    fitted = LogisticRegression(C=1 / STIFF, max_iter=1000).fit(
        np.array(rows), right, sample_weight=weights * len(rows) / weights.sum()
    )
    return [round(float(x), 4) for x in (fitted.intercept_[0], *fitted.coef_[0])]


def train_confidence(
    train: Sequence[Annotated],
    dev: Sequence[Annotated],
    models: Models,
    refit: Callable[[Collection[str]], Models],
    folder: Path,
) -> dict[str, Any]:
    """Measure, fit and save the confidence of all layers; returns what its card says.

    The rules were made with an eye on ``train``, no text of ``dev`` was looked at: both parts weigh the same.
    """
    told = seen(dev, models), unseen(train, refit)
    parts: dict[str, Any] = {}
    for layer in LAYERS:
        things = [part.get(layer, []) for part in told]
        rules, rest = precisions([one for part in things for one in part])
        parts[layer] = {"rules": rules, "rest": rest, **curves(things, rules, rest)}
    digest = store.save(confidence.NAME, parts, folder)
    return {
        "sha256": digest,
        "things": {layer: [len(part.get(layer, [])) for part in told] for layer in LAYERS},
        "right": {layer: [sum(one.right for one in part.get(layer, [])) for part in told] for layer in LAYERS},
        "rules": {layer: len(parts[layer]["rules"]) for layer in LAYERS},
        "curves": {layer: [parts[layer]["curve"], parts[layer]["bare"]] for layer in LAYERS},
    }
