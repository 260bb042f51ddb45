"""Training: every model of ``models/`` from ``annotations/``, each with its card; the same bytes each time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extract.annotate import corpus
from extract.classify import Models, confidence, mentions, quantities
from extract.classify import items as items_model
from extract.classify import models as loaded
from extract.train import cards, items
from extract.train.calibrate import train_confidence
from extract.train.classifiers import refitted, train_mentions, train_quantities
from extract.train.examples import Example, of_mentions, of_quantities

Told = Callable[[str], object]


@dataclass(frozen=True)
class Things:
    """All examples: labelled items, numbers, mentions."""

    items: list[dict[str, Any]]
    quantities: list[Example]
    mentions: list[Example]

    def refitted(self, models: Models) -> Callable[[Collection[str]], Models]:
        """What makes models like these without what some hands wrote."""
        numbers, uses = models.quantities, models.mentions

        def refit(hands: Collection[str]) -> Models:
            kept = [x for x in self.items if x["hand"] not in hands]
            return Models(
                items_model.fit(*([x[key] for x in kept] for key in ("text", "role", "aspects"))),
                numbers
                and replace(numbers, model=refitted(numbers.model, self.quantities, hands, quantities.STRENGTH)),
                uses and refitted(uses, self.mentions, hands, mentions.STRENGTH),
                {},
            )

        return refit


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
    import sklearn.ensemble  # noqa: F401  # what is limited must be there
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # sums of two threads and of one differ in their last digit, and so would the bytes
        return dict(_trained(annotations, models, told))


def _trained(annotations: Path, models: Path, told: Told) -> Iterator[tuple[str, dict[str, Any]]]:
    lines, dev = (corpus.read(annotations / "corpus" / f"{name}.jsonl") for name in ("train", "dev"))
    labelled = items.read_items(annotations / "items")
    held = [*(one.line() for one in [*lines, *dev]), json.dumps(labelled, ensure_ascii=False)]
    digest = hashlib.sha256("\n".join(held).encode()).hexdigest()

    def card(name: str, what: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        what = {"name": name, "sha256": what.pop("sha256"), "corpus_sha256": digest, **what}
        (models / f"{name}.json").write_text(json.dumps(what, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
        (models / f"{name}.md").write_text(cards.card(name, what), encoding="utf8")
        for kept in (items_model.load, loaded):  # in memory may be what was in the folder before
            kept.cache_clear()
        return name, what

    things = Things([*labelled, *items.of_corpus(lines)], of_quantities(lines), of_mentions(lines))
    told("items: role and aspects")
    yield card(items_model.NAME, items.train(things.items, models))
    told("quantities: what a number counts")
    yield card(quantities.NAME, train_quantities(things.quantities, of_quantities(dev), models))
    told("mentions: whether a channel was used")
    yield card(mentions.NAME, train_mentions(things.mentions, models))
    told("confidence: how sure a value is")
    fitted = Models(items_model.load(models), quantities.load(models), mentions.load(models), {})
    yield card(confidence.NAME, train_confidence(lines, dev, fitted, things.refitted(fitted), models))
