"""``make ablation``: what rules and classifiers are worth, alone and together, on every annotated set that is there."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import corpora
import numpy as np

from extract import classify
from extract.classify import Models
from extract.evaluate.evaluation import evaluate
from extract.evaluate.gold import load
from extract.items import roles

SETS = {"test": ("test",), "real": ("seeds", "departments", "county")}
ROWS = ("facts", "facts_other", "problems", "remedies", "aspect", "links")


class Always(defaultdict[str, float]):
    """Every rule yields to the model, however unsure it is."""

    def get(self, key: str, default: Any = None) -> float:
        return 0.0


def rules_alone(models: Models) -> Models:
    """No classifier of numbers; every role as likely as any; aspects by the cue words alone."""
    items = models.items
    weights, shifts = items.aspect
    cues = 3 * len(items.aspects)
    seen = np.concatenate([np.zeros(weights.shape[1] - cues), np.ones(cues)]).astype(np.float32)
    role = (0 * items.role[0], 0 * items.role[1])
    return replace(models, items=replace(items, role=role, aspect=(weights * seen, shifts)), quantities=None)


def classifiers_alone(models: Models) -> Models:
    """Whatever rule owns a number, the classifier decides."""
    assert models.quantities
    return replace(models, quantities=replace(models.quantities, yields=Always(), certain=frozenset()))


def by_classifier(words: str, draft: Any, role: Mapping[str, float]) -> tuple[str, float, str]:
    """The role of an item by the classifier alone."""
    best = max(role, key=lambda name: role[name])
    return best, role[best], "model:role"


def measured(models: Models) -> dict[str, dict[str, float]]:
    """F1 of each layer on each set."""
    out = {}
    for name, parts in SETS.items():
        golds = [gold for part in parts if corpora.there(part) for gold in load(*corpora.place(part))]
        if golds:
            figures = evaluate(golds, name=name, models=models).figures
            out[name] = {row: figures[row].f1 for row in ROWS}
    return out


def table() -> str:
    """The figures as a table in Markdown."""
    models = classify.models()
    told = {"rules alone": measured(rules_alone(models)), "both": measured(models)}
    ruled = roles._role
    roles._role = by_classifier
    told["classifiers alone"] = measured(classifiers_alone(models))
    roles._role = ruled
    names = [(who, name) for name in told["both"] for who in ("rules alone", "classifiers alone", "both")]
    out = ["| | " + " | ".join(f"{name}: {who}" for who, name in names) + " |", "|---" * (len(names) + 1) + "|"]
    out += [f"| {row} | " + " | ".join(f"{told[who][name][row]:.3f}" for who, name in names) + " |" for row in ROWS]
    return "\n".join(out)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
