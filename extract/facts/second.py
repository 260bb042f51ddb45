"""A second opinion: what the model says of a number that no rule owns, or whose rule is often wrong where both disagree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from extract.facts.frames import Frame
from extract.model import Candidate, Sentence, Text

OTHER = "other:any"  # the rule of a number that no rule owns
MODEL = "model"  # the rule of a candidate that is the model's opinion
NOTHING = "none"  # the kind of a number that states nothing about the work


class Told(Protocol):
    """What a number counts by its surroundings."""

    def best(self) -> tuple[str, str | None, float]:
        """Kind, stage and probability of what is most likely."""

    def of(self, kind: str, stage: str | None) -> float:
        """Probability of a kind and stage."""


class Model(NamedTuple):
    """What a classifier says beside the rules.

    Attributes
    ----------
    told
        What each number counts, by where it starts.
    yields
        Rules, each with the probability from which the model is believed against it.
    certain
        Rules beside which the model is not asked.
    """

    told: Mapping[int, Told]
    yields: Mapping[str, float]
    certain: Collection[str]


#: what a number counts in the end (kind and stage), by which rule, and the model's probability of it (None: it was not asked)
Opinion = tuple[str, str | None, str, float | None]


def opinion(model: Model | None, start: int, kind: str, stage: str | None, rule: str) -> Opinion:
    """What the rules said of the number that starts there, or the model where they yield to it.

    Parameters
    ----------
    kind, stage, rule
        What the rules said.
    """
    if model is None or rule in model.certain:
        return kind, stage, rule, None
    told = model.told[start]
    yields_from = model.yields.get(rule)
    if yields_from is not None:
        other_kind, other_stage, sure = told.best()
        if sure >= yields_from and (kind, stage) != (other_kind, other_stage):
            return other_kind, other_stage, f"{other_kind}:model", sure
    return kind, stage, rule, told.of(kind, stage)


def opinions(text: Text, seen: Iterable[tuple[Sentence, Sequence[Frame]]], told: Mapping[int, Told]) -> list[Candidate]:
    """What the model says of each number, whether it was believed or not, for ``gongkai explain``."""
    out = []
    for _, frames in seen:
        for frame in frames:
            q = frame.quantity
            if q.start not in told:  # where no model was asked
                continue
            kind, stage, sure = told[q.start].best()
            words, start, end = text.cut(q.start, q.end)
            says = "nothing about the work" if kind == NOTHING else f"{kind}/{stage}" if stage else kind
            out.append(Candidate(start, end, words, MODEL, f"{says}, probability {sure:.3f}"))
    return out
