"""Training the two classifiers over features cut beforehand: numbers and mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from extract.classify import linear, mentions, quantities, store
from extract.classify.linear import Linear
from extract.evaluate.figures import reliability
from extract.facts.second import OTHER
from extract.train import second
from extract.train.examples import Example
from extract.train.validate import accuracy, learners, out_of_fold, temperature

Card = dict[str, Any]


def train_quantities(examples: Sequence[Example], dev: Sequence[Example], folder: Path) -> Card:
    """Fit and save what tells the kind and stage of a number; returns what its card says.

    Parameters
    ----------
    examples
        What the model learns from.
    dev
        What neither the model nor the rules were made with: says where the model is believed against a rule.
    """
    card, parts = _fitted(examples, quantities.STRENGTH)
    fitted = linear.of(parts)
    told, labels = fitted.tell([e.features for e in dev]), fitted.labels
    parts["yields"] = second.yields(dev, labels, told)
    parts["certain"] = second.certain([*examples, *dev], parts["yields"])
    unowned = [(e, row) for e, row in zip(dev, told, strict=True) if e.rule[1] == OTHER]
    card |= {
        "dev_examples": len(dev),
        "dev_rules": _share(e.rule[0] == e.label for e in dev),
        "dev_model": _share(labels[int(row.argmax())] == e.label for e, row in zip(dev, told, strict=True)),
        "unowned": len(unowned),
        "unowned_by_rule": _share(e.rule[0] == e.label for e, _ in unowned),
        "unowned_by_model": _share(labels[int(row.argmax())] == e.label for e, row in unowned),
        "yields": parts["yields"],
        "certain": len(parts["certain"]),
        "ablation": _ablation(examples, quantities.STRENGTH),
    }
    return card | {"sha256": store.save(quantities.NAME, parts, folder)}


def train_mentions(examples: Sequence[Example], folder: Path) -> Card:
    """Fit and save what tells whether a channel was used; returns what its card says."""
    card, parts = _fitted(examples, mentions.STRENGTH)
    return card | {"sha256": store.save(mentions.NAME, parts, folder)}


def refitted(model: Linear, examples: Sequence[Example], hands: Collection[str], strength: float) -> Linear:
    """The model fitted anew without what some hands wrote."""
    kept = [one for one in examples if one.hand not in hands]
    labels = [one.label for one in kept]
    return linear.of(
        linear.fit([one.features for one in kept], labels, strength=strength, temperature=model.temperature)
    )


def _fitted(examples: Sequence[Example], strength: float) -> tuple[Card, Card]:
    """What the card says, from probabilities out of fold, and the fitted parts."""
    import numpy as np

    compared = {}
    probabilities: Any = None
    labels: tuple[str, ...] = ()
    for name, learner in learners(strength).items():
        labels, told = out_of_fold(examples, learner)
        compared[name] = round(accuracy(examples, labels, told), 4)
        probabilities = told if probabilities is None else probabilities
    heat = temperature(examples, labels, probabilities)
    parts = linear.fit([e.features for e in examples], [e.label for e in examples], strength=strength, temperature=heat)
    scaled = np.clip(probabilities, 1e-9, 1) ** (1 / heat)
    scaled /= scaled.sum(axis=1, keepdims=True)
    card = {
        "examples": len(examples),
        "hands": sorted({e.hand for e in examples}),
        "labels": dict(sorted(Counter(e.label for e in examples).items())),
        "rules_accuracy": _share(e.rule[0] == e.label for e in examples),
        "compared": compared,
        "temperature": heat,
        "calibration_error": _ece(examples, labels, scaled),
    }
    return card, parts


def _ece(examples: Sequence[Example], labels: Sequence[str], told: Any) -> float:
    """Expected calibration error of the best label."""
    best = [(int(row.argmax()), row) for row in told]
    pairs = [(float(row[at]), labels[at] == one.label) for one, (at, row) in zip(examples, best, strict=True)]
    return round(reliability(pairs)[0], 4)


def _ablation(examples: Sequence[Example], strength: float) -> dict[str, float]:
    """Accuracy with jieba words, with characters, with both."""
    shipped = next(iter(learners(strength).values()))
    out = {}
    for name, features in (
        ("words", [e.words for e in examples]),
        ("characters", [e.features for e in examples]),
        ("both", [(*e.features, *e.words) for e in examples]),
    ):
        labels, told = out_of_fold(examples, shipped, features)
        out[name] = round(accuracy(examples, labels, told), 4)
    return out


def _share(right: Any) -> float:
    told = [bool(one) for one in right]
    return round(sum(told) / max(1, len(told)), 4)
