"""A record as things that can be matched with those of another record: what each is, where it stands, what it says.

A thing has keys, the strictest first: things of two records that share a key are one and the same. Places in keys count
in the text of the second run, so that things find each other where a text was edited around them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.compare.places import Span

Place = Callable[[Span], Span | None]
Record = Mapping[str, Any]


@dataclass(slots=True, eq=False)
class Thing:
    """One row of a record's tables.

    Parameters
    ----------
    table, id, kind, rule, confidence
        As in :class:`extract.compare.change.Side`.
    spans
        Where it stands in its own text; the first is shown.
    keys
        What it is known by, the strictest first.
    fields
        What it says.
    refs
        Fields that name other things of the record by their ids.
    """

    table: str
    id: str | None = None
    kind: str | None = None
    rule: str | None = None
    spans: tuple[Span, ...] = ()
    keys: tuple[Hashable, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    refs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    confidence: float | None = None


_FACT = ("kind", "value", "unit", "bound", "stage", "category", "scope", "section")
_CELL = ("raw", "value", "unit", "status", "candidates")
_CHECK = ("status", "expected", "actual", "hint")


def _at(place: Place, thing: Record) -> Hashable:
    """The place of a thing as a key: one that is not in the other text is its own."""
    return place((thing["start"], thing["end"])) or ("?", thing["start"], thing["end"])


def facts(record: Record, place: Place) -> Iterator[Thing]:
    """Facts: known by span and what they count, then by span and kind, then by span."""
    for one in record["facts"]:
        at = _at(place, one)
        refs = {"part_of": (one["part_of"],) if one["part_of"] else (), "channels": tuple(one["channels"])}
        if one["channel"] and not one["channels"]:
            refs["channels"] = (one["channel"],)
        yield Thing(
            *("facts", one["id"], one["kind"], one["extractor"], ((one["start"], one["end"]),)),
            keys=((at, one["kind"], one["stage"], one["value"], one["category"]), (at, one["kind"]), at),
            fields={name: one[name] for name in _FACT},
            refs=refs,
            confidence=one["confidence"],
        )


def channels(record: Record, place: Place) -> Iterator[Thing]:
    """Channels: known by kind, name and all mentions, then by kind and name."""
    for one in record["channels"]:
        spans = tuple((mention["start"], mention["end"]) for mention in one["mentions"])
        at = tuple(_at(place, mention) for mention in one["mentions"])
        yield Thing(
            *("channels", one["id"], one["kind"], one["extractor"], spans),
            keys=((one["kind"], one["name"], at), (one["kind"], one["name"])),
            fields={"kind": one["kind"], "name": one["name"]},
            confidence=one["confidence"],
        )


def items(record: Record, place: Place) -> Iterator[Thing]:
    """Problems and remedies: known by span."""
    for table in ("problems", "remedies"):
        for one in record[table]:
            yield Thing(
                *(table, one["id"], one["aspect"], one["extractor"], ((one["start"], one["end"]),)),
                keys=(_at(place, one),),
                fields={"aspect": one["aspect"], "aspects": one["aspects"]},
                confidence=one["confidence"],
            )


def links(record: Record, partner: Mapping[str, str]) -> Iterator[Thing]:
    """Links: known by the problem and the remedy that they tie; ``partner`` says what ids are in the second run."""
    for problem in record["problems"]:
        for link in problem["remedies"]:
            ends = (problem["id"], link["remedy"])
            yield Thing(
                *("links", " → ".join(ends), link["by"], f"link:{link['by']}", ((problem["start"], problem["end"]),)),
                keys=(tuple(partner.get(end, end) for end in ends),),
                fields={"by": link["by"]},
                confidence=link["confidence"],
            )


def checks(record: Record, partner: Mapping[str, str]) -> Iterator[Thing]:
    """Checks: known by what they rest on, then by the first of it."""
    for one in record["checks"]:
        known = tuple(partner.get(name, name) for name in one["involves"])
        yield Thing(
            *("checks", None, one["check"]),
            keys=((one["check"], known), (one["check"], known[:1])),
            fields={name: one[name] for name in _CHECK},
            refs={"involves": tuple(one["involves"])},
        )


def cells(record: Record, place: Place) -> Iterator[Thing]:
    """Tables and their cells: known by table, row and column."""
    seen: Counter[str] = Counter()
    for table in record["tables"]:
        name, nth = table["kind"], seen[table["kind"]]
        seen[name] += 1
        spans: tuple[Span, ...] = ((table["start"], table["end"]),)
        yield Thing("cells", name, name, None, spans, ((name, nth),), {"template": table["template"]})
        for one in table["cells"]:
            spans = () if one["start"] is None else ((one["start"], one["end"]),)
            yield Thing(
                *("cells", f"{name}/{one['row']}/{one['column']}", name, None, spans),
                keys=((name, nth, one["row"], one["column"]),),
                fields={field: one[field] for field in _CELL},
            )


def sections(record: Record, place: Place) -> Iterator[Thing]:
    """Sections: known by where they begin; shown is the heading."""
    for one in record["sections"]:
        begun = place((one["start"], one["start"] + 1)) or ("?", one["start"])
        shown = (one["start"], one["start"] + len(one["heading"] or ""))
        yield Thing(
            *("sections", None, one["kind"], None, (shown,)),
            keys=((begun, one["kind"], one["level"]), (begun, one["level"]), (begun,)),
            fields={name: one[name] for name in ("kind", "number", "heading", "level")},
        )


def contacts(record: Record, place: Place) -> Iterator[Thing]:
    """Contacts: known by span, kind and value, then by span, then by kind and value."""
    for one in record["contacts"]:
        at = _at(place, one)
        yield Thing(
            *("contacts", None, one["kind"], None, ((one["start"], one["end"]),)),
            keys=((at, one["kind"], one["value"]), (at,), (one["kind"], one["value"])),
            fields={"kind": one["kind"], "value": one["value"]},
        )


def warnings(record: Record, place: Place) -> Iterator[Thing]:
    """Warnings: known by code and place, where they have none by code."""
    for one in record["warnings"]:
        somewhere = one["start"] is not None and one["end"] is not None
        at = _at(place, one) if somewhere else None
        yield Thing(
            *("warnings", None, one["code"], None, ((one["start"], one["end"]),) if somewhere else ()),
            keys=((one["code"], at, one["message"]), (one["code"], at)),
            fields={"message": one["message"]},
        )


def about(record: Record, place: Place) -> Iterator[Thing]:
    """What is told of a report as a whole, an entry a field; what it does not say is none."""
    source, organ, period = record["source"], record["organ"], record["period"]
    yield _entry("title", record["title"], "text")
    yield _entry("organ", organ, "text")
    yield _entry("organ_level", organ and {"level": organ["level"]}, "level")
    yield _entry("year", {"year": record["year"]}, "year")
    yield _entry("period", period, "start_date", "end_date")
    kind = _entry("document_kind", record, "document_kind")
    kind.confidence = record["document_confidence"]
    by = _entry("read_by", source, "by")
    by.confidence = source["ocr_confidence"]
    yield kind
    yield by
    for name in ("path", "format", "encoding", "sha256"):
        yield _entry(name, source, name)


def _entry(name: str, holder: Record | None, *fields: str) -> Thing:
    told = {field: holder[field] for field in fields} if holder else {}
    spans = ((holder["start"], holder["end"]),) if holder and "start" in holder else ()
    return Thing("reports", None, name, None, spans, (name,), told)


def there(things: Iterator[Thing]) -> list[Thing]:
    """The things that say something: an entry without a value is none."""
    return [one for one in things if one.table != "reports" or any(value is not None for value in one.fields.values())]


def label(record: Record) -> dict[str, str]:
    """Ids of a record in words: facts and items by their text, channels by name or kind."""
    named = {one["id"]: one["text"] for table in ("facts", "problems", "remedies") for one in record[table]}
    return named | {one["id"]: one["name"] or one["kind"] for one in record["channels"]}


def counts(record: Record) -> dict[str, int]:
    """How many rows the record has in each table."""
    lists: Sequence[str] = ("facts", "channels", "problems", "remedies", "checks", "sections", "contacts", "warnings")
    return {
        **{name: len(record[name]) for name in lists},
        "links": sum(len(one["remedies"]) for one in record["problems"]),
        "cells": sum(len(one["cells"]) for one in record["tables"]),
        "reports": 1,
    }
