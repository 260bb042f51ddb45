"""Which thing of one record is which of another: by their keys, then by the characters that they share."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Sequence

from extract.compare.places import Places
from extract.compare.things import Thing

Pair = tuple[Thing | None, Thing | None]
_BY_PLACE = frozenset({"facts", "channels", "problems", "remedies"})  # tables whose things may share characters


def pairs(one: Sequence[Thing], other: Sequence[Thing], places: Places) -> list[Pair]:
    """The things of both sides, two by two; what has no partner stands with None.

    The same pairs come out, exchanged, where the sides are exchanged. The order is that of the first side; what is in
    the second alone comes behind.
    """
    found: dict[int, int] = {}
    left, right = dict(enumerate(one)), dict(enumerate(other))
    for phase in range(max((len(thing.keys) for thing in (*one, *other)), default=0)):
        if not left or not right:
            break
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for j, thing in right.items():
            if phase < len(thing.keys):
                waiting[thing.keys[phase]].append(j)
        for i, thing in list(left.items()):
            if phase < len(thing.keys) and (held := waiting.get(thing.keys[phase])):
                found[i] = held.popleft()
                del left[i], right[found[i]]
    if left and right and one[0].table in _BY_PLACE:
        _by_place(left, right, places, found)
    return [(thing, other[found[i]] if i in found else None) for i, thing in enumerate(one)] + [
        (None, thing) for thing in right.values()
    ]


def _by_place(left: dict[int, Thing], right: dict[int, Thing], places: Places, found: dict[int, int]) -> None:
    """Pair what shares most of its characters, things of one kind first."""
    scored = [
        (a.kind != b.kind, -shared, abs(i - j), sorted((i, j)), i, j)
        for i, a in left.items()
        for j, b in right.items()
        if (shared := _shared(a, b, places))
    ]
    for *_, i, j in sorted(scored):
        if i in left and j in right:
            found[i] = j
            del left[i], right[j]


def _shared(a: Thing, b: Thing, places: Places) -> float:
    common = sum(places.common(one, other) for one in a.spans for other in b.spans)
    return common / max(sum(end - start for start, end in thing.spans) for thing in (a, b)) if common else 0.0
