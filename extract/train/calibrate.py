"""Confidence: the precision of each rule on one part of the corpus, a calibration curve for each layer on another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
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

LAYERS = ("facts", "channels", "problems", "remedies", "links")
DRAW = 6.0  # things of the layer's mean precision that each rule is thought to have met before
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


def precisions(things: Sequence[Seen]) -> tuple[dict[str, float], float]:
    """Precision of each rule, drawn towards the layer's mean where it met few; and that mean."""
    mean = (sum(one.right for one in things) + 1) / (len(things) + 2)
    met: dict[str, list[bool]] = defaultdict(list)
    for one in things:
        met[one.rule].append(one.right)
    return {
        rule: round((sum(right) + DRAW * mean) / (len(right) + DRAW), 4) for rule, right in sorted(met.items())
    }, round(mean, 4)


def curves(things: Sequence[Seen], rules: Mapping[str, float], rest: float) -> dict[str, Any]:
    """The curve of things that a model was asked of, and that of the others: logistic regressions on log odds.

    References
    ----------
    Platt (1999), Probabilistic Outputs for Support Vector Machines; here on the log odds of rule and model.
    """
    asked = [one for one in things if one.told is not None]
    bare = [one for one in things if one.told is None]
    both = [[odds(rules.get(one.rule, rest)), odds(one.told or 0.0)] for one in asked]
    alone = [[odds(rules.get(one.rule, rest))] for one in bare]
    return {
        "curve": _curve(both, [one.right for one in asked], 2),
        "bare": _curve(alone, [one.right for one in bare], 1),
    }


def _curve(rows: list[list[float]], right: list[bool], width: int) -> list[float]:
    """Intercept and weights; the rule's log odds as they are where there is too little to learn from."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    start = [0.0, 1.0, *[0.0] * (width - 1)]
    if len(rows) < 20 or len(set(right)) < 2:
        return start
    fitted = LogisticRegression(C=1 / STIFF, max_iter=1000).fit(np.array(rows), right)
    return [round(float(x), 4) for x in (fitted.intercept_[0], *fitted.coef_[0])]


def train_confidence(
    train: Sequence[Annotated], dev: Sequence[Annotated], models: Models, folder: Path
) -> dict[str, Any]:
    """Measure, fit and save the confidence of all layers; returns what its card says."""
    told = seen(dev, models), seen(train, models)
    parts: dict[str, Any] = {}
    for layer in LAYERS:
        # what a model made of the texts that it was trained on says nothing of how right it is
        ruled = [one for one in told[1].get(layer, []) if "model" not in one.rule]
        rules, rest = precisions([*told[0].get(layer, []), *ruled])
        parts[layer] = {"rules": rules, "rest": rest, **curves(told[0].get(layer, []), rules, rest)}
    digest = store.save(confidence.NAME, parts, folder)
    return {
        "sha256": digest,
        "things": {layer: [len(part.get(layer, [])) for part in told] for layer in LAYERS},
        "rules": {layer: len(parts[layer]["rules"]) for layer in LAYERS},
        "curves": {layer: [parts[layer]["curve"], parts[layer]["bare"]] for layer in LAYERS},
    }
