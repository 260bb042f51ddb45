"""One correction put into a record: added, rejected, or a field of it set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.annotate import corpus, markup
from extract.annotate.corpus import Annotated
from extract.annotate.corrections import FIELDS, LINK, Found, Row, layer_of, things
from extract.annotate.marks import LISTS
from extract.errors import AnnotationError

_REFERS = {"part_of": "#", "channel": "@"}  # fields that hold an id, with the mark of names in the inline notation


@dataclass(frozen=True, slots=True)
class Work:
    """A record while corrections are put into it.

    Attributes
    ----------
    one
        The report as the run has it.
    gold
        Its record, which is altered.
    seen
        What a row was about: the layer, and ``id()`` of what stands in the text (for links: of the link, or of the
        problem whose links were all looked at).
    whole
        Layers that a row confirms whole.
    by
        The line that last had to do with a thing, by ``id()`` of the thing.
    named
        Names that added things were given, with the ids that they have.
    """

    one: Annotated
    gold: dict[str, Any]
    seen: set[tuple[str, int]] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    by: dict[int, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)


def apply(row: Row, work: Work, found: Found) -> str:
    """Confirm, correct or reject what a row is about; returns what is wrong with it, if anything."""
    told, layer = row.told, layer_of(found.key)
    if told["action"] == "confirm" and told["field"]:
        if told["field"] != "remedies" or found.key != "problems":
            return f"only the remedies of a problem can be confirmed by themselves, not {told['field']!r}"
        work.seen.add(("links", id(found.thing)))
        return ""
    about = found.thing["mentions"] if found.key == "channels" and row.start is None else [found.place]
    work.by[id(found.thing)] = row.at
    if told["field"] != "remedies":  # a problem's links are a layer of their own
        work.seen.update((layer, id(place)) for place in about)
    if told["action"] == "reject":
        _reject(row, found, work.gold)
        return ""
    if told["action"] == "correct":
        if told["field"] == "remedies":
            work.seen.update({("links", id(found.thing)), (layer, id(found.place))})
        return _set(row, found, work)
    return ""


def add(rows: Sequence[Row], work: Work) -> list[str]:
    """Add what rows name, all at once: they may refer to one another in any order; returns what is wrong with them."""
    one, gold = work.one, work.gold
    wrong, spans = [], []
    marks = {"facts": "#", "problems": "#", "remedies": "#", "channels": "@"}
    work.named.update({f"{mark}{thing['id']}": thing["id"] for key, mark in marks.items() for thing in gold[key]})
    taken = set(work.named)
    for number, row in enumerate(rows):
        assert row.start is not None
        assert row.end is not None
        words = one.text[row.start : row.end]
        label = tuple(row.told["new"].split())
        new = {word for word in label if word[0] == "#"}
        if not row.start < row.end <= len(one.text):
            wrong.append(f"{row.at}: span {row.start}:{row.end} is not in the text (0:{len(one.text)})")
        elif words != row.told["text"]:
            wrong.append(f"{row.at}: {row.start}:{row.end} is {words!r}, not {row.told['text']!r}")
        elif new & taken:
            wrong.append(f"{row.at}: {min(new & taken)} is the name of another thing already")
        taken |= new
        spans.append(markup.Span(label, row.start, row.end, words, number))
    if wrong:
        return wrong
    before = {id(place) for _, _, place in things(gold)}
    try:
        markup.take(gold, spans, work.named, one.id)
    except AnnotationError as error:
        which, _, reason = error.reason.partition(" ")
        return [f"{rows[int(which)].at}: {reason.partition(': ')[2]}"]
    places = {(row.start, row.end): row.at for row in rows}
    for layer, thing, place in things(gold):
        if id(place) not in before:
            work.seen.add((layer, id(place)))
            work.by[id(thing)] = places[place["start"], place["end"]]
    return []


def link(row: Row, work: Work, found: Found | None) -> str:
    """Confirm, correct, reject or add one link; returns what is wrong with it, if anything."""
    told = row.told
    pair = LINK.fullmatch(told["id"])
    if pair is None:
        return f"{told['id']!r} is no link; write it p1>r1"
    names = [work.named.get(f"#{name}", name) for name in pair.groups()]
    problem = next((one for one in work.gold["problems"] if one["id"] == names[0]), None)
    if problem is None:
        return f"{work.one.id} has no problem {pair['problem']}"
    if told["action"] == "add":
        if any(one["remedy"] == names[1] for one in problem["remedies"]):
            return f"{told['id']} is linked already"
        if names[1] not in {one["id"] for one in work.gold["remedies"]}:
            return f"{work.one.id} has no remedy {pair['remedy']}"
        found = Found("links", {"remedy": names[1], "by": told["new"]}, {})
        problem["remedies"].append(found.thing)
    assert found is not None
    work.seen.add(("links", id(found.thing)))
    if told["action"] == "reject":
        problem["remedies"] = [one for one in problem["remedies"] if one is not found.thing]
    if told["action"] == "correct":
        if told["field"] not in FIELDS["links"]:
            return f"links have no field {told['field']!r} to correct; they have {', '.join(FIELDS['links'])}"
        if found.thing["by"] != told["old"]:
            return f"by is {found.thing['by']!r} in the record, not {told['old']!r}"
        found.thing["by"] = told["new"]
    if found.thing["by"] not in corpus.BY:
        return f"unknown label {found.thing['by']!r}; known are {', '.join(corpus.BY)}"
    return ""


def _reject(row: Row, found: Found, gold: dict[str, Any]) -> None:
    thing = found.thing
    if found.key not in LISTS:
        gold[found.key] = None
        return
    if found.key == "channels" and row.start is not None:
        thing["mentions"] = [mention for mention in thing["mentions"] if mention is not found.place]
        if thing["mentions"]:
            return
    gold[found.key] = [other for other in gold[found.key] if other is not thing]
    name = thing.get("id")
    for fact in gold["facts"]:
        if found.key == "facts" and fact.get("part_of") == name:
            fact["part_of"] = None
        if found.key == "channels":
            fact["channels"] = [way for way in fact.get("channels") or () if way != name]
            fact["channel"] = None if fact.get("channel") == name else fact.get("channel")
    for problem in gold["problems"]:
        if found.key == "remedies":
            problem["remedies"] = [link for link in problem["remedies"] if link["remedy"] != name]


def _set(row: Row, found: Found, work: Work) -> str:
    name, thing, one = row.told["field"], found.thing, work.one
    if name not in FIELDS.get(found.key, ()):
        return f"{found.key} has no field {name!r} to correct; it has {', '.join(FIELDS.get(found.key, ()))}"
    place = found.place
    now = f"{place['start']}:{place['end']}" if name == "span" else _said(thing.get(name))
    if not _same(name, now, row.told["old"]):
        return f"{name} is {now!r} in the record, not {row.told['old']!r}"
    new = row.told["new"].strip()
    if name == "span":
        start, _, end = new.partition(":")
        whole = all(side.isascii() and side.isdecimal() and len(side) < 12 for side in (start, end))
        if not (whole and int(start) < int(end) <= len(one.text)):
            return f"span {new!r} is no start:end in the text (0:{len(one.text)})"
        place |= {"start": int(start), "end": int(end), "text": one.text[int(start) : int(end)]}
        if found.key == "sections":
            thing["heading"] = place["text"]
        return ""
    try:
        thing[name] = _value(name, new)
    except ValueError:
        return f"{name} cannot be {new!r}"
    if name in _REFERS and thing[name]:
        thing[name] = new = work.named.get(f"{_REFERS[name]}{new}", new)
    if name == "channel":
        thing["channels"] = [new] if new else []
    if name == "aspect":
        thing["aspects"] = list(dict.fromkeys((new, *(thing.get("aspects") or ())[1:])))
    if name == "aspects":
        thing["aspect"] = thing["aspects"][0]
    return ""


def _same(name: str, now: str, old: str) -> bool:
    """Whether the record has what the reviewer saw; a spreadsheet may have written 12 as 12.0, and blanks anew."""
    if name == "value":
        try:
            return float(now) == float(old)
        except ValueError:
            return False
    return now.split() == old.split()


def _said(value: Any) -> str:
    """A value as a reviewer writes it."""
    if isinstance(value, list | tuple):
        return ";".join(f"{one['remedy']} {one['by']}" if isinstance(one, dict) else str(one) for one in value)
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def _value(name: str, new: str) -> Any:
    if name == "value":
        number = float(new)
        if not math.isfinite(number):
            raise ValueError
        return int(number) if number.is_integer() else number
    if name == "remedies":
        pairs = [link.split() for link in new.split(";") if link.strip()]
        return [{"remedy": remedy, "by": by} for remedy, by in pairs]
    if name == "aspects":
        listed = new.replace(";", " ").replace(",", " ").split()
        if not listed:
            raise ValueError
        return listed
    return new or None
