"""What a number counts, from its surroundings: kind and stage, or nothing, for numbers that no rule owns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from extract.classify import linear, store
from extract.classify.linear import Linear, Marks, grams
from extract.classify.stretches import pieces, replaced
from extract.lexicon import rx

NAME = "quantities"
STRENGTH = 50.0
NOTHING = "none"  # the label of a number that states nothing about the work
MARKS: Marks = {"near=": (1, 2), "behind=": (1, 2), "sentence=": (2,), "far=": (2,)}
CLAUSE, NEAR, BEHIND = 40, 10, 6  # characters of the sentence before, of the clause before, and behind the number


@dataclass(frozen=True, slots=True)
class Quantities:
    """The classifier, and what it may say beside the rules.

    Attributes
    ----------
    model
        Its labels are ``kind``, ``kind.stage`` and `NOTHING`.
    yields
        For each rule that is less often right than the model where both disagree: the probability from which the model
        is believed.
    certain
        Rules that are so often right that the model is not asked.
    """

    model: Linear
    yields: Mapping[str, float]
    certain: frozenset[str]

    def tell(self, numbers: Sequence[tuple[str, str, str | None, str]]) -> list[Told]:
        """What each number counts by what is left and right of it, its unit and its section (see `seen`)."""
        if not numbers:
            return []
        odds = self.model.tell(*seen(numbers))
        first = odds.argmax(axis=1)
        return [Told(self.model.labels, row, at) for row, at in zip(odds, first.tolist(), strict=True)]


class Told(NamedTuple):
    """Labels, their probabilities, and which is the most likely."""

    labels: tuple[str, ...]
    odds: Any
    first: int

    def best(self) -> tuple[str, str | None, float]:
        """Kind (`NOTHING` where it is no fact), stage and probability of the most likely label."""
        kind, _, stage = self.labels[self.first].partition(".")
        return kind, stage or None, float(self.odds[self.first])

    def of(self, kind: str, stage: str | None) -> float:
        """Probability of a kind and stage; 0 where the model never met it."""
        at = places(self.labels).get(f"{kind}.{stage}" if stage else kind)
        return 0.0 if at is None else float(self.odds[at])


@cache
def places(labels: tuple[str, ...]) -> Mapping[str, int]:
    """Where each label stands."""
    return {label: at for at, label in enumerate(labels)}


def load(folder: Path | None = None) -> Quantities:
    """The classifier in the models' folder.

    Raises
    ------
    ModelError
        Where it cannot be read.
    """
    parts = store.load(NAME, folder)
    model = linear.made(NAME, parts, MARKS, folder)
    with store.built(NAME, folder):
        return Quantities(model, dict(parts["yields"]), frozenset(parts["certain"]))


def features(left: str, right: str, unit: str | None, section: str) -> list[str]:
    """What is seen of a number (see `seen`), all of it as features."""
    (whole,), stretches = seen([(left, right, unit, section)])
    return [*whole, *grams(MARKS, [words for (words,) in stretches])]


def seen(numbers: Sequence[tuple[str, str, str | None, str]]) -> tuple[list[list[str]], tuple[list[str], ...]]:
    """What is seen of numbers: features of the unit, the section and the clause, and the stretches around each.

    Parameters
    ----------
    numbers
        For each the sentence before and behind it, other numbers as ``@``; its unit, and the kind of its section.

    Returns
    -------
    tuple
        For each number the features that are no runs of characters; and for each of `MARKS` the stretch of each number
        whose runs are features.
    """
    lefts = replaced(rx(r"\s"), "_", [left[-CLAUSE:] for left, _, _, _ in numbers])
    rights = replaced(rx(r"\s"), "_", [right[: 2 * BEHIND] for _, right, _, _ in numbers])
    sentences = pieces(rx(r"(?:[^\0]*[。；])?([^。；\0]*)\0"), lefts)
    nears = pieces(rx(r"(?:[^\0]*[，。；：、（@])?([^，。；：、（@\0]*)\0"), [words[-NEAR:] for words in sentences])
    behinds = pieces(rx(r"([^，。；：、（）@\0]*)[^\0]*\0"), [words[:BEHIND] for words in rights])
    fars = pieces(rx(r"([^。；\0]*)[^\0]*\0"), rights)
    out = [
        [
            *(f"unit={unit}", f"section={section}", f"unit={unit}|{behind[:2]}"),
            *(f"end={near[-2:]}", f"end={near[-3:]}", f"begin={near[:2]}", f"mark={left[-1:]}"),
        ]
        for (_, _, unit, section), left, near, behind in zip(numbers, lefts, nears, behinds, strict=True)
    ]
    return out, (nears, behinds, sentences, fars)
