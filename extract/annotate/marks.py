"""Annotations as what every tool knows: labelled stretches (marks) and relations between them (ties).

A gold record is parted into marks and ties (`parted`), each format writes and reads these, and `gathered` makes the
record of them again. What a format cannot hold is found by comparing the two (`losses`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from typing import Any

from extract.annotate import corpus
from extract.annotate.corpus import Annotated

#: the lists of a gold record whose things stand in the text, with the layer that each belongs to
LISTS = {"contacts": "head", "sections": "sections", "facts": "facts", "channels": "channels"}
LISTS |= {"unused": "unused", "problems": "items", "remedies": "items", "roles": "roles"}
SINGLE = ("title", "organ", "period")
#: layers that are stretches of the text; of `corpus.LAYERS` all but ``links``
SPANS = tuple(layer for layer in corpus.LAYERS if layer != "links")
#: relations, each with the layer that it belongs to
TIES = {"part_of": "facts", "through": "facts", "same": "channels"} | dict.fromkeys(corpus.BY, "links")
MACHINE = "gongkai"  # an annotator whose name begins so is no person: its marks are predictions
ESTIMATES = ("confidence", "extractor")  # what a machine says of its own things: no annotation
_UNSAID = {"bound": "exact", "scope": "year"}  # what a fact is where nothing else is said


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled stretch of the text.

    Attributes
    ----------
    label
        One of `labels`, as in the inline notation: ``application.received``, ``channel.website``.
    start, end
        Code points, end exclusive.
    told
        Everything else that is known of it.
    at
        Where it was read (file and line), for errors.
    """

    label: str
    start: int
    end: int
    told: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two marks (numbers in the list of marks); ``kind`` is one of `TIES`."""

    kind: str
    source: int
    target: int
    at: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with marks and ties, on its way to or from a tool.

    Attributes
    ----------
    meta
        ``id``, ``annotator``, ``provenance``, ``sha256``, ``layers`` and ``rest`` (what of the record stands nowhere
        in the text), as far as the format holds them.
    at
        Where it was read.
    """

    text: str
    marks: tuple[Mark, ...]
    ties: tuple[Tie, ...]
    meta: Mapping[str, Any]
    at: str = ""

    @property
    def id(self) -> str:
        """Id in the corpus, empty where the format lost it."""
        return str(self.meta.get("id") or "")

    def names(self) -> list[str]:
        """A name for each mark that outlives a change of order: label and place, numbered where two agree."""
        seen: Counter[str] = Counter()
        out = []
        for mark in self.marks:
            name = f"{mark.label}@{mark.start}:{mark.end}"
            seen[name] += 1
            out.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
        return out


@cache
def labels() -> Mapping[str, tuple[str, Mapping[str, str | None]]]:
    """Every label, with the part of the record that it stands for and the fields that it sets."""
    out: dict[str, tuple[str, Mapping[str, str | None]]] = {"title": ("title", {}), "period": ("period", {})}
    out |= {f"organ.{level}": ("organ", {"level": level}) for level in corpus.LEVELS}
    out |= {f"contact.{kind}": ("contacts", {"kind": kind}) for kind in corpus.CONTACTS}
    out |= {f"section.{kind}": ("sections", {"kind": kind}) for kind in (*corpus.SECTIONS, "preamble", "subsection")}
    for kind, stages in corpus.stages().items():
        out[kind] = ("facts", {"kind": kind, "stage": None})
        out |= {f"{kind}.{stage}": ("facts", {"kind": kind, "stage": stage}) for stage in stages}
    for kind in corpus.CHANNELS:
        out[f"channel.{kind}"] = ("channels", {"kind": kind})
        out[f"unused.{kind}"] = ("unused", {"kind": kind})
    out |= {"problem": ("problems", {}), "remedy": ("remedies", {})}
    return out | {f"role.{role}": ("roles", {"role": role}) for role in corpus.ROLES}


@cache
def _label_of() -> Mapping[tuple[str, tuple[str | None, ...]], str]:
    return {(key, tuple(fields.values())): label for label, (key, fields) in labels().items()}


def layer_of(label: str) -> str:
    """The layer of a label."""
    return LISTS.get(labels()[label][0], "head")


def parted(one: Annotated) -> Marked:
    """The marks and ties of an annotated text, in the order of its record."""
    gold, text = one.gold, one.text
    marks: list[Mark] = []
    first: dict[tuple[str, Any], int] = {}  # where the mark of a thing is, by list and id
    ties: list[Tie] = []
    rest = {k: v for k, v in gold.items() if k not in LISTS and k not in SINGLE and not _empty(v)}
    for key, thing in _things(gold):
        if key == "channels":
            mentions = sorted(thing.get("mentions") or (), key=lambda mention: (mention["start"], mention["end"]))
            for i, mention in enumerate(mentions):
                told = {k: v for k, v in thing.items() if k != "mentions"} if i == 0 else {}
                marks.append(_mark(key, thing, mention | {"id": None} | told, text))
                if i == 0:
                    first[key, thing.get("id")] = len(marks) - 1
                else:
                    ties.append(Tie("same", len(marks) - 1, first[key, thing.get("id")]))
        elif "start" in thing:
            first[key, thing.get("id")] = len(marks)
            marks.append(_mark(key, thing, thing, text))
        if (key == "channels" and not thing.get("mentions")) or (key != "channels" and "start" not in thing):
            rest = {**rest, key: thing if key in SINGLE else [*rest.get(key, ()), thing]}
    for fact in gold.get("facts") or ():
        here = first["facts", fact.get("id")]
        if fact.get("part_of"):
            ties.append(Tie("part_of", here, first["facts", fact["part_of"]]))
        ways = list(dict.fromkeys([*([fact["channel"]] if fact.get("channel") else []), *(fact.get("channels") or ())]))
        ties += [Tie("through", here, first["channels", way]) for way in ways if ("channels", way) in first]
        if any(("channels", way) not in first for way in ways):  # a channel that the text names nowhere
            marks[here] = replace(marks[here], told={**marks[here].told, "channels": ways})
    for problem in gold.get("problems") or ():
        for link in problem.get("remedies") or ():
            ties.append(Tie(link["by"], first["problems", problem.get("id")], first["remedies", link["remedy"]]))
    meta = {"id": one.id, "annotator": one.annotator, "provenance": one.provenance, "sha256": one.sha256}
    return Marked(text, tuple(marks), tuple(ties), meta | {"layers": list(one.layers), "rest": rest}, one.id)


def _things(gold: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from ((key, gold[key]) for key in SINGLE if gold.get(key))
    yield from chain.from_iterable(((key, thing) for thing in gold.get(key) or ()) for key in LISTS)


def _mark(key: str, thing: Mapping[str, Any], all_: Mapping[str, Any], text: str) -> Mark:
    fields = next(fields for name, fields in labels().values() if name == key)
    label = _label_of()[key, tuple(thing.get(name) for name in fields)]
    start, end = all_["start"], all_["end"]
    drop = {"text", "start", "end", *fields, "mentions", "part_of", "channel", "channels", "remedies"}
    told = {k: v for k, v in all_.items() if k not in drop and not _empty(v) and _UNSAID.get(k) != v}
    if told.get("heading") == text[start:end]:
        del told["heading"]
    if told.get("level") == 1:
        del told["level"]
    if told.get("aspects") == [told.get("aspect")]:
        del told["aspects"]
    return Mark(label, start, end, told)


def _empty(value: Any) -> bool:
    return value is None or value in ([], {})


def losses(before: Marked, after: Marked) -> Counter[str]:
    """What of the one is not in the other: spans by layer, fields, ties, and what stands nowhere in the text."""
    out: Counter[str] = Counter()
    names, other = before.names(), after.names()
    kept = dict(zip(other, after.marks, strict=True))
    for name, mark in zip(names, before.marks, strict=True):
        layer, key = layer_of(mark.label), labels()[mark.label][0]
        if name not in kept:
            out[f"{layer}: spans"] += 1
            continue
        for told in mark.told.keys() | kept[name].told.keys():
            if told not in ("id", *ESTIMATES) and mark.told.get(told) != kept[name].told.get(told):
                out[f"{key}: {told}"] += 1
    out.update(f"{layer_of(mark.label)}: spans that were not there" for name, mark in kept.items() if name not in names)
    lost = _tied(before, names) - _tied(after, other)
    for (kind, *_), count in lost.items():
        out[f"{TIES[kind]}: {kind}"] += count
    rests = before.meta.get("rest") or {}, after.meta.get("rest") or {}
    out.update(f"record: {key}" for key in sorted(rests[0]) if rests[0][key] != rests[1].get(key))
    return out


def _tied(one: Marked, names: Sequence[str]) -> Counter[tuple[str, str, str]]:
    return Counter((tie.kind, names[tie.source], names[tie.target]) for tie in one.ties)
