"""How close a problem and a remedy are: by their aspects, and by the words that they share."""

from __future__ import annotations

from collections.abc import Sequence
from operator import add
from typing import NamedTuple

from extract.lexicon import rx
from extract.model import Item

Scores = list[list[float]]  # how well each remedy answers each problem
#: aspects that often answer each other: whose fault is lack of care is answered by checks, of hands by rules …
RELATED = frozenset(
    ends
    for one, other in (
        pair.split()
        for pair in (
            "awareness supervision",
            "awareness capacity",
            "awareness mechanism",
            "capacity mechanism",
            "channel platform",
            "channel publicity",
            "coverage quality",
            "interpretation publicity",
            "mechanism supervision",
            "quality supervision",
            "timeliness mechanism",
            "timeliness supervision",
            "timeliness platform",
        )
    )
    for ends in ((one, other), (other, one))
)
COMMON = frozenset(
    {
        "政府",
        "信息",
        "公开",
        "工作",
        "府信",
        "息公",
        "开工",
        "政务",
        "务公",
        "进一",
        "一步",
        "不够",
        "加强",
        "有待",
        "完善",
        "提高",
    }
)


class _Told(NamedTuple):
    """What items are compared by: aspects, and the character pairs of all words and of the first sentence."""

    aspect: str
    also: frozenset[str]
    pairs: set[str]
    head: set[str]


def _told(item: Item, *, headed: bool) -> _Told:
    text, pairs = item.text, _pairs(item.text)
    head = rx(r"[。；\n]").search(text) if headed else None
    return _Told(item.aspect, frozenset(item.aspects[1:]), pairs, _pairs(text[: head.start()]) if head else pairs)


def scores_of(problems: Sequence[Item], remedies: Sequence[Item]) -> Scores:
    """How well each remedy answers each problem."""
    measures = [_told(remedy, headed=True) for remedy in remedies]
    return [[_near(fault, measure) for measure in measures] for fault in (_told(one, headed=False) for one in problems)]


def closeness(problem: Item, remedy: Item) -> float:
    """How well the remedy answers the problem by aspects and words; 0 where they share nothing."""
    return scores_of([problem], [remedy])[0][0]


def _near(fault: _Told, measure: _Told) -> float:
    score = 2.0 * (fault.aspect == measure.aspect and fault.aspect != "other")
    score += 1.0 * (fault.aspect in measure.also) + 0.5 * (measure.aspect in fault.also)
    score += 0.3 * (not fault.also.isdisjoint(measure.also))
    score += 0.4 * ((fault.aspect, measure.aspect) in RELATED)
    shared = fault.pairs & measure.pairs
    if not shared:
        return score
    like = len(shared) / min(len(fault.pairs), len(measure.pairs))
    if measure.head is measure.pairs:
        return score + 3 * like + 1.5 * like
    return score + 3 * like + 1.5 * (len(shared & measure.head) / max(1, min(len(fault.pairs), len(measure.head))))


def likeness(a: str, b: str) -> float:
    """Shared character pairs (formulas left out) over the smaller side."""
    x, y = _pairs(a), _pairs(b)
    return len(x & y) / max(1, min(len(x), len(y)))


def _pairs(text: str) -> set[str]:
    """The character pairs of a text, without those of formulas."""
    pairs = set(map(add, text, text[1:]))
    pairs -= COMMON
    return pairs
