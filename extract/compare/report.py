"""The changes of one report: its things matched, and what each pair tells differently."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extract.compare import things
from extract.compare.change import CHANGED, CONTEXT, LOST, WON, Change, Side, told
from extract.compare.match import pairs
from extract.compare.places import Places, Span, places
from extract.compare.things import Record, Thing

_HEAD = 20  # characters shown of what has a place but no words of its own


@dataclass(frozen=True, slots=True)
class Told:
    """A record with its text, as one run has it."""

    record: Record
    text: str

    @property
    def path(self) -> str:
        """Path relative to the input root."""
        return str(self.record["source"]["path"])

    @property
    def report_id(self) -> str:
        """Id of the report."""
        return str(self.record["report_id"])


@dataclass(slots=True)
class _Pair:
    a: Told
    b: Told
    places: Places
    confidence: float
    quiet: Counter[str]
    named: dict[str, str] = field(default_factory=dict)  # ids of run A in run B, those without a partner with a ?
    labels: tuple[dict[str, str], dict[str, str]] = ({}, {})


def changes(a: Told, b: Told, confidence: float, quiet: Counter[str]) -> Iterator[Change]:
    """What two runs tell differently of one report.

    Parameters
    ----------
    a, b
        The report in either run.
    confidence
        A confidence that moves by no more is no change.
    quiet
        Counts by table the confidences that moved by no more.
    """
    both = _Pair(a, b, places(a.text, b.text), confidence, quiet)
    both.labels = (things.label(a.record), things.label(b.record))
    yield from _about(both)
    for make in (things.channels, things.facts, things.items):
        yield from _table(both, list(make(a.record, both.places.span)), list(make(b.record, _same)))
    for tie in (things.links, things.checks):
        yield from _table(both, list(tie(a.record, both.named)), list(tie(b.record, {})))
    for make in (things.cells, things.sections, things.contacts, things.warnings):
        yield from _table(both, list(make(a.record, both.places.span)), list(make(b.record, _same)))


def _same(span: Span) -> Span:
    return span


def _about(both: _Pair) -> Iterator[Change]:
    one = things.there(things.about(both.a.record, both.places.span))
    other = things.there(things.about(both.b.record, _same))
    if both.a.text != both.b.text:
        for listed, text in ((one, both.a.text), (other, both.b.text)):
            sha = hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()
            listed.append(
                Thing("reports", None, "text", keys=("text",), fields={"chars": len(text), "text_sha256": sha})
            )
    yield from _table(both, one, other)


def _table(both: _Pair, one: list[Thing], other: list[Thing]) -> Iterator[Change]:
    """The changes of things of one kind of table; problems and remedies come as two."""
    for table in dict.fromkeys(thing.table for thing in (*one, *other)):
        mine = [thing for thing in one if thing.table == table]
        theirs = [thing for thing in other if thing.table == table]
        matched = pairs(mine, theirs, both.places)
        both.named |= {thing.id: f"?{thing.id}" for thing in mine if thing.id}
        both.named |= {a.id: b.id for a, b in matched if a and b and a.id and b.id}
        for a, b in matched:
            change = _change(both, a, b)
            if change:
                yield change


def _change(both: _Pair, a: Thing | None, b: Thing | None) -> Change | None:
    same = both.places.same
    if a and b:
        differs = _differs(both, a, b)
        if not differs:
            return None
        fields, before, after = zip(*((name, told(x), told(y)) for name, x, y in differs), strict=True)
        sides = _side(a, both.a, _moved(both, a, b, 0)), _side(b, both.b, _moved(both, a, b, 1))
        return Change(CHANGED, a.table, *sides, fields, before, after, same)
    thing = a or b
    assert thing is not None
    held, labels = (both.a, both.labels[0]) if a else (both.b, both.labels[1])
    said = {name: told(value) for name, value in _said(thing, labels).items()}
    said = {name: words for name, words in said.items() if words}
    side = _side(thing, held)
    if a:
        return Change(LOST, a.table, side, None, tuple(said), tuple(said.values()), (), same)
    return Change(WON, thing.table, None, side, tuple(said), (), tuple(said.values()), same)


def _said(thing: Thing, labels: Mapping[str, str]) -> dict[str, Any]:
    refs = {name: [labels.get(id, id) for id in ids] for name, ids in thing.refs.items()}
    return {**thing.fields, **refs}


def _differs(both: _Pair, a: Thing, b: Thing) -> list[tuple[str, Any, Any]]:
    """Fields that differ, with what either side says."""
    out = [(name, a.fields.get(name), b.fields[name]) for name in b.fields if a.fields.get(name) != b.fields[name]]
    for name, ids in b.refs.items():
        if tuple(both.named.get(id, id) for id in a.refs[name]) != ids:
            out.append((name, _said(a, both.labels[0])[name], _said(b, both.labels[1])[name]))
    if a.rule != b.rule and a.table != "links":
        out.append(("extractor", a.rule, b.rule))
    out += _span(both, a, b)
    if a.confidence != b.confidence:
        moved = abs((a.confidence or 0.0) - (b.confidence or 0.0))
        if moved > both.confidence + 1e-9 or None in (a.confidence, b.confidence):
            out.append(("confidence", a.confidence, b.confidence))
        else:
            both.quiet[a.table] += 1
    return out


def _span(both: _Pair, a: Thing, b: Thing) -> list[tuple[str, Any, Any]]:
    """Whether a thing stands on other characters; where the text itself was edited, only whether its words are others.

    A heading, a table and a warning stand on what they stand on: a heading's words are among its fields already.
    """
    if a.table in ("sections", "links", "reports", "warnings"):
        return []
    if both.places.same and a.spans != b.spans:
        name = "mentions" if a.table == "channels" else "span"
        return [(name, _spans(a, both.a.text), _spans(b, both.b.text))]
    if not both.places.same and a.table != "cells":
        before = [both.a.text[start:end] for start, end in a.spans]
        after = [both.b.text[start:end] for start, end in b.spans]
        if before != after:
            return [("mentions" if a.table == "channels" else "text", before, after)]
    return []


def _spans(thing: Thing, text: str) -> list[str]:
    whole = thing.table == "cells"
    return [f"{start}:{end}" + ("" if whole else f" {text[start:end]}") for start, end in thing.spans]


def _moved(both: _Pair, a: Thing, b: Thing, side: int) -> int:
    """Which span to show of a channel: the first mention that the other side does not have."""
    if a.table != "channels" or not both.places.same:
        return 0
    mine, other = (a, b) if side == 0 else (b, a)
    return next((i for i, span in enumerate(mine.spans) if span not in other.spans), 0)


def _side(thing: Thing, held: Told, nth: int = 0) -> Side:
    who = (held.report_id, held.path, thing.id, thing.kind, thing.rule)
    if not thing.spans:
        return Side(*who, confidence=thing.confidence)
    start, end = thing.spans[nth]
    if thing.table == "cells" and thing.id == thing.kind:
        end = min(end, start + _HEAD)  # of a table as a whole, where it begins
    around = (held.text[max(0, start - CONTEXT) : start], held.text[end : end + CONTEXT])
    return Side(*who, start, end, held.text[start:end], around, thing.confidence)
