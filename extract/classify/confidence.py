"""How sure a value is: its rule's measured precision and what a model says of it, as one calibrated probability."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.classify import store

NAME = "confidence"
STEEP = 50.0
LEAST, MOST = 0.01, 0.995  # no figure is surer than the few hundred things that it was measured on


@dataclass(frozen=True, slots=True)
class Layer:
    """Confidence of the things of one layer (facts, channels, problems, remedies, links).

    Attributes
    ----------
    rules
        Precision of each rule or model on texts that it was not made with, drawn towards ``rest`` where it met few.
    rest
        Precision of a rule that was never met.
    curve
        Intercept, weight of the rule's log odds, weight of the model's log odds: for things that a model was asked of.
    bare
        Intercept and weight of the rule's log odds, for the others.
    """

    rules: Mapping[str, float]
    rest: float
    curve: tuple[float, float, float]
    bare: tuple[float, float]
    known: Mapping[str, float] = field(init=False, repr=False)  # log odds of each rule

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", {rule: odds(share) for rule, share in self.rules.items()})

    def __call__(self, rule: str, told: float | None = None) -> float:
        """Probability that what the rule made is right, where a model gives it the probability ``told``."""
        known = self.known.get(rule)
        if known is None:
            known = odds(self.rest)
        if told is None:
            score = self.bare[0] + self.bare[1] * known
        else:
            score = self.curve[0] + self.curve[1] * known + self.curve[2] * odds(told)
        sure = 1 / (1 + math.exp(-score)) if -STEEP < score < STEEP else float(score > 0)  # beyond, exp knows no number
        return MOST if sure > MOST else LEAST if sure < LEAST else round(sure, 3)


def odds(share: float) -> float:
    """Log odds of a probability, which is kept off 0 and 1."""
    share = 0.999 if share > 0.999 else share if share >= 0.001 else 0.001
    return math.log(share / (1 - share))


def load(folder: Path | None = None) -> dict[str, Layer]:
    """The layers in the models' folder.

    Raises
    ------
    ModelError
        Where they cannot be read.
    """
    layers = store.load(NAME, folder)
    with store.built(NAME, folder):
        return {name: of(told) for name, told in layers.items()}


def of(told: Mapping[str, Any]) -> Layer:
    """A layer from plain data."""
    (shift, rule, model), (bare_shift, bare_rule) = told["curve"], told["bare"]
    return Layer(dict(told["rules"]), told["rest"], (shift, rule, model), (bare_shift, bare_rule))
