"""How far two annotators agree on the same texts: span F1 and Cohen's κ, layer by layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.annotate.corpus import LAYERS, Annotated
from extract.annotate.marks import TIES, Marked, Tie, labels, layer_of, parted
from extract.errors import AnnotationError

#: fields of facts and points on which two may differ though they marked the same words
FIELDS = {"facts": ("value", "unit", "bound", "scope", "category"), "problems": ("aspect",), "remedies": ("aspect",)}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement in one layer.

    Attributes
    ----------
    texts
        Texts whose layer both annotated.
    mine, theirs, same
        Spans (relations, in ``links``) of the one, of the other, and those with the same place and label.
    overlapping
        Spans of the one that share characters and label with a span of the other.
    kappa
        Cohen's κ over characters, each with the labels that stand on it (None in ``links``, and where neither marked
        anything).
    fields
        For fields of things that both marked: share that agrees, and of how many.
    """

    texts: int
    mine: int
    theirs: int
    same: int
    overlapping: int
    kappa: float | None
    fields: Mapping[str, tuple[float, int]]

    @property
    def f1(self) -> float:
        """Span F1: place and label the same; 1 where neither marked anything."""
        return 2 * self.same / (self.mine + self.theirs) if self.mine + self.theirs else 1.0


def agreement(one: Sequence[Annotated], other: Sequence[Annotated], path: Path | None = None) -> dict[str, Agreement]:
    """Agreement by layer, of the texts that both annotated.

    Parameters
    ----------
    path
        For errors.

    Raises
    ------
    AnnotationError
        Where no text is in both, or a text of the same id is another one.

    References
    ----------
    Cohen (1960), A coefficient of agreement for nominal scales; Hripcsak & Rothschild (2005), Agreement, the
    F-measure, and reliability in information retrieval (why spans, which have no true negatives, get an F1).
    """
    place = str(path) if path else ""
    known = {line.id: line for line in other}
    pairs = [(line, known[line.id]) for line in one if line.id in known]
    if not pairs:
        raise AnnotationError("no text has been annotated by both", path=place)
    odd = [mine.id for mine, theirs in pairs if mine.sha256 != theirs.sha256]
    if odd:
        raise AnnotationError(f"{', '.join(odd[:5])}: the two have annotated different texts", path=place)
    out = {}
    for layer in LAYERS:
        both = [(parted(a), parted(b)) for a, b in pairs if layer in a.layers and layer in b.layers]
        if both:
            out[layer] = _links(both) if layer == "links" else _layer(layer, both)
    return out


def _layer(layer: str, both: Sequence[tuple[Marked, Marked]]) -> Agreement:
    mine = theirs = same = overlapping = 0
    table: Counter[tuple[Hashable, Hashable]] = Counter()
    told: dict[str, list[bool]] = {}
    for a, b in both:
        spans = [[mark for mark in one.marks if layer_of(mark.label) == layer] for one in (a, b)]
        keys = [Counter((mark.label, mark.start, mark.end) for mark in side) for side in spans]
        mine, theirs, same = mine + len(spans[0]), theirs + len(spans[1]), same + (keys[0] & keys[1]).total()
        overlapping += sum(
            any(x.label == y.label and x.start < y.end and y.start < x.end for y in spans[1]) for x in spans[0]
        )
        table.update(zip(*(_characters(one, layer) for one in (a, b)), strict=True))
        other = {(mark.label, mark.start, mark.end): mark for mark in spans[1]}
        for mark in spans[0]:
            twin = other.get((mark.label, mark.start, mark.end))
            for name in FIELDS.get(labels()[mark.label][0], ()) if twin else ():
                assert twin is not None
                told.setdefault(name, []).append(mark.told.get(name) == twin.told.get(name))
    fields = {name: (sum(same) / len(same), len(same)) for name, same in told.items()}
    return Agreement(len(both), mine, theirs, same, overlapping, kappa(table), fields)


def _characters(one: Marked, layer: str) -> list[tuple[str, ...]]:
    """The labels that stand on each character."""
    out: list[tuple[str, ...]] = [()] * len(one.text)
    for mark in sorted(one.marks, key=lambda mark: mark.label):
        if layer_of(mark.label) == layer:
            for i in range(mark.start, mark.end):
                out[i] = (*out[i], mark.label)
    return out


def kappa(table: Mapping[tuple[Hashable, Hashable], int]) -> float | None:
    """Cohen's κ of a table of pairs of labels; None where both always say the same one thing.

    Examples
    --------
    >>> kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15})
    0.4
    """
    total = sum(table.values())
    rows: Counter[Hashable] = Counter()
    columns: Counter[Hashable] = Counter()
    for (one, other), count in table.items():
        rows[one] += count
        columns[other] += count
    chance = sum(rows[label] * columns[label] for label in rows)
    if not total or chance == total * total:
        return None
    seen = sum(count for (one, other), count in table.items() if one == other)
    return round((seen * total - chance) / (total * total - chance), 6)


def _links(both: Sequence[tuple[Marked, Marked]]) -> Agreement:
    """Relations are the same where kind and both ends are; overlapping where both ends share characters."""
    mine = theirs = same = near = 0
    for a, b in both:
        sides = [[tie for tie in one.ties if TIES[tie.kind] == "links"] for one in (a, b)]
        keys = [Counter((tie.kind, *_ends(one, tie)) for tie in side) for one, side in zip((a, b), sides, strict=True)]
        mine, theirs, same = mine + len(sides[0]), theirs + len(sides[1]), same + (keys[0] & keys[1]).total()
        near += sum(
            any(
                all(p[0] < q[1] and q[0] < p[1] for p, q in zip(_ends(a, x), _ends(b, y), strict=True))
                for y in sides[1]
            )
            for x in sides[0]
        )
    return Agreement(len(both), mine, theirs, same, near, None, {})


def _ends(one: Marked, tie: Tie) -> tuple[tuple[int, int], ...]:
    return tuple((one.marks[i].start, one.marks[i].end) for i in (tie.source, tie.target))


__all__ = ["Agreement", "agreement", "kappa"]
