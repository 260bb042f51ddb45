"""Training: every model of ``models/`` from ``annotations/``, each with its card; the same bytes each time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from extract.annotate import corpus
from extract.classify import Models, confidence, mentions, quantities
from extract.classify import items as items_model
from extract.train import cards, items
from extract.train.calibrate import train_confidence
from extract.train.classifiers import train_mentions, train_quantities
from extract.train.examples import of_mentions, of_quantities

Told = Callable[[str], object]


def train(annotations: Path, models: Path, told: Told = lambda _: None) -> dict[str, dict[str, Any]]:
    """Fit, save and describe all models; returns their cards.

    Parameters
    ----------
    annotations
        Folder that holds ``corpus/train.jsonl``, ``corpus/dev.jsonl`` and ``items/``.
    models
        Where the models go.
    told
        Is told what is being done.

    Raises
    ------
    AnnotationError
        Where annotations are faulty.
    """
    return dict(_trained(annotations, models, told))


def _trained(annotations: Path, models: Path, told: Told) -> Iterator[tuple[str, dict[str, Any]]]:
    lines, dev = (corpus.read(annotations / "corpus" / f"{name}.jsonl") for name in ("train", "dev"))
    digest = hashlib.sha256("".join(one.sha256 + one.line() for one in [*lines, *dev]).encode()).hexdigest()

    def card(name: str, what: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        what = {"name": name, "sha256": what.pop("sha256"), "corpus_sha256": digest, **what}
        (models / f"{name}.json").write_text(json.dumps(what, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
        (models / f"{name}.md").write_text(cards.card(name, what), encoding="utf8")
        return name, what

    told("items: role and aspects")
    labelled = items.read_items(annotations / "items")
    yield card(items_model.NAME, items.train([*labelled, *items.of_corpus(lines)], models))
    told("quantities: what a number counts")
    yield card(quantities.NAME, train_quantities(of_quantities(lines), of_quantities(dev), models))
    told("mentions: whether a channel was used")
    yield card(mentions.NAME, train_mentions(of_mentions(lines), models))
    told("confidence: how sure a value is")
    fitted = Models(items_model.load(models), quantities.load(models), mentions.load(models), {})
    yield card(confidence.NAME, train_confidence(lines, dev, fitted, models))
