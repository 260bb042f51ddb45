"""Parts of annotated texts: an excerpt, or a text with stretches cut out; offsets and relations go along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from extract.annotate import gather
from extract.annotate.corpus import Annotated
from extract.annotate.marks import Marked, labels, parted
from extract.lexicon import rx

Span = tuple[int, int]


def sentences(text: str) -> list[Span]:
    """The sentences of a text: from one end mark or line break to the next, without blanks around them."""
    out = []
    for found in rx(r"[^。！？；\r\n]+[。！？；]*").finditer(text):
        bare = found[0].strip()
        if bare:
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            out.append((start, start + len(bare)))
    return out


def widened(spans: Iterable[Span], things: Iterable[Span]) -> list[Span]:
    """The spans, those made one that a thing reaches over."""
    out: list[Span] = []
    reach = sorted(things)
    for start, end in sorted(spans):
        if out and (start < out[-1][1] or any(a < out[-1][1] and b > start for a, b in reach if a < start)):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def excerpt(one: Annotated, start: int, end: int, name: str, layers: Sequence[str] | None = None) -> Annotated:
    """The stretch of a text as a line of its own, with what stands in it; what leads out of it is left behind.

    Parameters
    ----------
    name
        Id of the new line.
    layers
        Its layers; by default those of the text.
    """

    def move(a: int, b: int) -> Span | None:
        return (a - start, b - start) if start <= a and b <= end else None

    rest = {key: value for key, value in (parted(one).meta["rest"] or {}).items() if key == "year"}
    provenance = f"{one.provenance}; characters {start} to {end} of {one.id}"
    return _moved(one, move, one.text[start:end], name, provenance, rest, layers)


def without(one: Annotated, spans: Iterable[Span], why: str) -> Annotated:
    """The text with stretches cut out, and with them what stands in them or reaches into them."""
    cut = sorted(spans)
    kept, at = [], 0
    for start, end in cut:
        kept.append(one.text[at:start])
        at = max(at, end)
    text = "".join([*kept, one.text[at:]])

    def move(a: int, b: int) -> Span | None:
        if any(a < end and start < b for start, end in cut):
            return None
        gone = sum(end - start for start, end in cut if end <= a)
        return a - gone, b - gone

    marked = parted(one)
    return _moved(one, move, text, one.id, f"{one.provenance}; {why}", marked.meta["rest"] or {}, None)


def _moved(
    one: Annotated,
    move: Callable[[int, int], Span | None],
    text: str,
    name: str,
    provenance: str,
    rest: Mapping[str, Any],
    layers: Sequence[str] | None,
) -> Annotated:
    marked = parted(one)
    places = [move(mark.start, mark.end) for mark in marked.marks]
    at = {i: n for n, i in enumerate(i for i, place in enumerate(places) if place)}
    heads = _channels(marked)
    marks = []
    for i in at:
        place = places[i]
        assert place is not None
        mark = marked.marks[i]
        told = {**marked.marks[heads[i]].told, **mark.told} if heads[i] not in at else mark.told
        told = {key: value for key, value in told.items() if key != "channels"}
        marks.append(replace(mark, start=place[0], end=place[1], told=told))
    first: dict[int, int] = {}
    for i in at:
        first.setdefault(heads[i], i)  # a channel whose first mention was left behind has another one
    ties = []
    for tie in marked.ties:
        source, target = tie.source, tie.target
        if labels()[marked.marks[target].label][0] == "channels":
            target = first.get(heads[target], target)
        if source in at and target in at and source != target:
            ties.append(replace(tie, source=at[source], target=at[target]))
    cut = Marked(text, tuple(marks), tuple(ties), {"id": name, "rest": rest}, name)
    gold = gather.gathered(cut, [], Counter())
    return Annotated(name, one.annotator, provenance, tuple(one.layers if layers is None else layers), text, gold)


def _channels(one: Marked) -> list[int]:
    """For each mark the first mention of its channel, itself where it is none."""
    out = list(range(len(one.marks)))
    for tie in one.ties:
        if tie.kind == "same":
            out[tie.source] = tie.target
    return out
