"""Examples from the corpus: numbers, mentions and items as the rules meet them, each with what its gold says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extract import channels, pipeline
from extract.annotate.corpus import Annotated
from extract.classify import mentions, quantities
from extract.evaluate.gold import source
from extract.evaluate.scoring import kind_of, same_number
from extract.facts.frames import not_a_fact
from extract.words import cut

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """One example.

    Attributes
    ----------
    features
        What the model sees of it.
    words
        The words around it, for comparison.
    label
        What it is, by the gold.
    hand
        Whose annotation it is: examples of one hand are never on both sides of a validation.
    rule
        What the rules said of it, and which.
    """

    features: tuple[str, ...]
    label: str
    hand: str
    rule: tuple[str, str] = ("", "")
    words: tuple[str, ...] = ()


def of_quantities(lines: Sequence[Annotated]) -> list[Example]:
    """Every number that may state a fact, with kind and stage of the fact that the gold has there."""
    out = []
    annotated = [one for one in lines if "facts" in one.layers]
    for line, work in zip(annotated, pipeline.ruled([source(one) for one in annotated]), strict=True):
        made = {(fact.start, fact.end): fact for fact in work.facts}
        for _, seen in work.frames:
            for frame in seen:
                if not_a_fact(frame):
                    continue
                q = frame.quantity
                _, start, end = work.text.cut(q.start, q.end)
                gold = _stated(line.gold["facts"], start, end, q.value)
                fact = made.get((start, end))
                said = (kind_of(vars_of(fact)), fact.extractor) if fact else (quantities.NOTHING, "")
                label = kind_of(gold) if gold else quantities.NOTHING
                about = (frame.left, frame.right, q.unit, frame.section)
                words = _words(*about)
                out.append(Example(tuple(quantities.features(*about)), label, line.annotator, said, words))
    return out


def _words(left: str, right: str, unit: str | None, section: str) -> tuple[str, ...]:
    """Jieba words of the sentence before and behind a number, the nearest marked as such."""
    before, behind = cut([left.rpartition("。")[2][-40:], right.partition("。")[0][:12]])
    out = [
        f"unit={unit}",
        f"section={section}",
        *(f"word={one}" for one in before),
        *(f"after={one}" for one in behind),
    ]
    out += [*(f"last={one}" for one in before[-4:]), *(f"first={one}" for one in behind[:3])]
    return tuple("_".join(one.split()) for one in out)


def vars_of(fact: Any) -> Gold:
    """Kind and stage of a fact, as a record has them."""
    return {"kind": fact.kind, "stage": fact.stage}


def _stated(facts: Sequence[Gold], start: int, end: int, value: float) -> Gold | None:
    here = [f for f in facts if f["start"] < end and start < f["end"]]
    return next((f for f in here if same_number(f["value"], value)), None)


def of_mentions(lines: Sequence[Annotated]) -> list[Example]:
    """Every mention of a channel that the rules find, and whether the gold has a used channel of its kind there."""
    out = []
    annotated = [one for one in lines if "channels" in one.layers]
    for line, work in zip(annotated, pipeline.ruled([source(one) for one in annotated]), strict=True):
        places = [(m["start"], m["end"], c["kind"]) for c in line.gold["channels"] for m in c["mentions"]]
        for mention in work.mentions:
            _, start, end = work.text.cut(mention.start, mention.end)
            used = any(a < end and start < b and kind == mention.kind for a, b, kind in places)
            label = mentions.USED if used else mentions.UNUSED
            said = mentions.USED if mention.used else mentions.UNUSED
            features = mentions.features(*channels.around(work.text, work.sentences, mention))
            out.append(Example(tuple(features), label, line.annotator, (said, mention.rule)))
    return out
