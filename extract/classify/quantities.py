"""What a number counts, from its surroundings: kind and stage, or nothing, for numbers that no rule owns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from extract.classify import linear, store
from extract.classify.linear import Linear, Marks, grams
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
        """What each number counts by what is left and right of it, its unit and its section (see `features`)."""
        if not numbers:
            return []
        things, stretches = zip(*(seen(*one) for one in numbers), strict=True)
        return [Told(self.model.labels, row) for row in self.model.tell(things, zip(*stretches, strict=True))]


class Told(NamedTuple):
    """Labels and their probabilities."""

    labels: tuple[str, ...]
    odds: Any

    def best(self) -> tuple[str, str | None, float]:
        """Kind (`NOTHING` where it is no fact), stage and probability of the most likely label."""
        at = int(self.odds.argmax())
        kind, _, stage = self.labels[at].partition(".")
        return kind, stage or None, float(self.odds[at])

    def of(self, kind: str, stage: str | None) -> float:
        """Probability of a kind and stage; 0 where the model never met it."""
        label = f"{kind}.{stage}" if stage else kind
        return float(self.odds[self.labels.index(label)]) if label in self.labels else 0.0


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
    whole, stretches = seen(left, right, unit, section)
    return [*whole, *grams(MARKS, stretches)]


def seen(left: str, right: str, unit: str | None, section: str) -> tuple[list[str], tuple[str, ...]]:
    """What is seen of a number: features of its unit, its section and its clause, and the stretches around it.

    Parameters
    ----------
    left, right
        The sentence before and behind it, other numbers as ``@``.
    unit, section
        Its unit, and the kind of its section.

    Returns
    -------
    tuple
        The features that are no runs of characters, and the stretches whose runs are, in the order of `MARKS`.
    """
    left, right = rx(r"\s").sub("_", left[-2 * CLAUSE :]), rx(r"\s").sub("_", right[: 2 * CLAUSE])
    sentence = rx("[。；]").split(left)[-1][-CLAUSE:]
    near = rx("[，。；：、（@]").split(sentence)[-1][-NEAR:]
    behind = rx("[，。；：、（）@]").split(right, maxsplit=1)[0][:BEHIND]
    far = rx("[。；]").split(right, maxsplit=1)[0][: 2 * BEHIND]
    out = [f"unit={unit}", f"section={section}", f"unit={unit}|{behind[:2]}"]
    out += [f"end={near[-2:]}", f"end={near[-3:]}", f"begin={near[:2]}", f"mark={left[-1:]}"]
    return out, (near, behind, sentence, far)
