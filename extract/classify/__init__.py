"""What models say beside the rules: what an item is, what a number counts, whether a channel was used, how sure it is.

``items`` (role and aspects), ``quantities`` and ``mentions`` are classifiers, ``confidence`` turns what they and the
rules say into one probability. ``linear`` is what the classifiers share; ``store`` reads and writes all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.classify import confidence, items, mentions, quantities
from extract.classify.items import ItemModel
from extract.classify.linear import Linear
from extract.classify.quantities import Quantities

#: rule or model that made a thing, and a model's probability of it where one was asked: how sure the thing is
Sure = Callable[[str, float | None], float]


@dataclass(frozen=True, slots=True)
class Models:
    """The models that an extraction asks.

    Attributes
    ----------
    items
        Role and aspects of an item.
    quantities, mentions
        None: the rules are alone.
    confidence
        For each layer how sure its things are.
    """

    items: ItemModel
    quantities: Quantities | None
    mentions: Linear | None
    confidence: Mapping[str, Sure]


@cache
def models(folder: Path | None = None) -> Models:
    """The shipped models, or those of a folder.

    Raises
    ------
    ModelError
        Where one cannot be read, or is not what its card says.
    """
    return Models(items.load(folder), quantities.load(folder), mentions.load(folder), dict(confidence.load(folder)))
