"""Corrections put into a run's records: what comes out are corpus lines, so that a reviewer's work is training data."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from extract.annotate import corpus, markup
from extract.annotate.corpus import Annotated
from extract.annotate.corrections import FIELDS, Found, Row, find, layer_of, read, things
from extract.annotate.cutting import excerpt, sentences, widened
from extract.annotate.marks import ESTIMATES, LISTS
from extract.annotate.predicted import Predicted
from extract.errors import AnnotationError

_ORDER = {"confirm": 0, "correct": 1, "add": 2, "reject": 3}  # what is added may refer to what is rejected: an error


Told = Callable[[str], object]


def corrected(run: Sequence[Predicted], path: Path, told: Told = lambda _: None) -> list[Annotated]:
    """The corpus lines that corrections make of a run's records.

    A layer that the reviewer went through (every thing of it has a row, or one row confirms the layer) is one of the
    report's line. Of a layer gone through in part, the sentences make lines of their own in which every thing has a
    row: what nobody looked at is never passed off as looked at.

    Parameters
    ----------
    told
        Is told of each sentence that is left out, with the things in it that have no row.

    Raises
    ------
    AnnotationError
        With file and line of everything that does not fit the records; then nothing is made.
    """
    rows = read(path)
    known = {one.line.id: one.line for one in run}
    wrong: list[str] = []
    by_report: dict[str, list[Row]] = {}
    for row in rows:
        if row.told["report"] not in known:
            wrong.append(f"{row.at}: the run holds no report {row.told['report']}")
            continue
        by_report.setdefault(row.told["report"], []).append(row)
    out = [line for name, own in by_report.items() for line in _report(known[name], own, wrong, told)]
    corpus.refuse(wrong, path)
    return out


def _report(one: Annotated, rows: Sequence[Row], wrong: list[str], told: Told) -> list[Annotated]:
    before = len(wrong)
    reviewers = {row.told["reviewer"] for row in rows}
    if len(reviewers) > 1:
        named = ", ".join(sorted(reviewers))
        wrong.append(f"{rows[0].at}: {one.id} was reviewed by {named}; give each reviewer a file of their own")
    gold: Any = copy.deepcopy(one.gold)
    old = [(layer, place, (place["start"], place["end"])) for layer, _, place in things(gold)]
    seen: set[tuple[str, int]] = set()
    whole: set[str] = set()
    for row in sorted(rows, key=lambda row: _ORDER[row.told["action"]]):
        fault = _apply(row, one, gold, seen, whole)
        if fault:
            wrong.append(f"{row.at}: {fault}")
    if len(wrong) > before:
        return []
    problems = {id(thing) for thing in gold["problems"]}
    for layer in corpus.LAYERS:
        all_ = {id(place) for name, place, _ in old if name == layer} if layer != "links" else problems
        if layer in whole or (any(name == layer for name, _ in seen) and all((layer, t) in seen for t in all_)):
            whole.add(layer)
    for layer, thing, place in things(gold):
        if layer in whole or (layer, id(place)) in seen:  # what a person has said is no estimate any more
            for name in ESTIMATES:
                thing.pop(name, None)
    for key in LISTS:
        gold[key].sort(key=lambda thing: thing.get("start", thing.get("mentions", [{"start": -1}])[0]["start"]))
    provenance = f"{one.provenance}; corrected"
    done = Annotated(one.id, rows[0].told["reviewer"], provenance, _ordered(whole), one.text, gold)
    faults = corpus.faults(done)
    wrong += [f"{rows[0].at}: {one.id}, after all its corrections: {fault}" for fault in faults]
    if faults:
        return []
    lines = [_kept(done, whole)] if whole else []
    parts = {layer for layer, _ in seen} - whole - {"links", "head", "sections"}
    return lines + _sentences(done, old, seen, parts, told)


def _ordered(layers: set[str]) -> tuple[str, ...]:
    return tuple(layer for layer in corpus.LAYERS if layer in layers)


def _kept(one: Annotated, layers: set[str]) -> Annotated:
    """The line with what was looked at, and the channels that facts refer to."""
    gold = dict(one.gold)
    for key in (*LISTS, "title", "organ", "period"):
        if layer_of(key) not in layers and not (key == "channels" and "facts" in layers):
            gold[key] = [] if key in LISTS else None
    if "head" not in layers:
        gold["year"] = None
    if "channels" not in layers and "facts" in layers:
        used = {way for fact in gold["facts"] for way in (fact.get("channel"), *(fact.get("channels") or ()))}
        gold["channels"] = [channel for channel in gold["channels"] if channel["id"] in used]
    return Annotated(one.id, one.annotator, one.provenance, one.layers, one.text, gold)


def _sentences(
    one: Annotated,
    old: Sequence[tuple[str, Any, tuple[int, int]]],
    seen: set[tuple[str, int]],
    layers: set[str],
    told: Told,
) -> list[Annotated]:
    """The sentences in which every thing of a layer that was gone through in part has a row."""
    now = [(layer, place, (place["start"], place["end"])) for layer, _, place in things(one.gold)]
    out = []
    for start, end in widened(sentences(one.text), [place for _, _, place in (*old, *now)]):
        inside = [(layer, t) for layer, t, place in (*old, *now) if start <= place[0] and place[1] <= end]
        looked = {layer for layer, t in inside if (layer, id(t)) in seen} & layers
        rest = {layer: [t for name, t in inside if name == layer and (layer, id(t)) not in seen] for layer in looked}
        for layer in sorted(layer for layer in looked if rest[layer]):
            words = "; ".join(dict.fromkeys(t["text"] for t in rest[layer]))
            told(f"{one.id} {start}:{end} is left out: its {layer} without a row are {words}")
        looked = {layer for layer in looked if not rest[layer]}
        if looked:
            line = excerpt(one, start, end, f"{one.id}:{start}-{end}", _ordered(looked))
            out.append(_kept(line, looked))
    return out


def _apply(row: Row, one: Annotated, gold: dict[str, Any], seen: set[tuple[str, int]], whole: set[str]) -> str:
    """Put one row into the record; returns what is wrong with it, if anything."""
    told = row.told
    if told["action"] == "confirm" and not told["id"] and row.start is None:
        if not told["layer"]:
            return "confirms nothing: give an id, a place, or a layer"
        whole.add(told["layer"])
        return ""
    if told["action"] == "add":
        return _add(row, one, gold, seen)
    found = find(row, one, gold)
    if isinstance(found, str):
        return found
    layer = layer_of(found.key)
    about = found.thing["mentions"] if found.key == "channels" and row.start is None else [found.place]
    if told["action"] == "reject":
        if any((layer, id(place)) in seen for place in about):
            return f"{told['id'] or found.place['text']} is rejected here, and confirmed or corrected in another row"
        seen.update((layer, id(place)) for place in about)
        return _reject(row, found, gold)
    seen.update((layer, id(place)) for place in about)
    if told["action"] == "correct":
        if told["field"] == "remedies":
            seen.add(("links", id(found.thing)))
        return _set(row, found, one)
    return ""


def _add(row: Row, one: Annotated, gold: dict[str, Any], seen: set[tuple[str, int]]) -> str:
    assert row.start is not None
    assert row.end is not None
    words = one.text[row.start : row.end]
    if not row.start < row.end <= len(one.text) or words != row.told["text"]:
        return f"{row.start}:{row.end} is {words!r}, not {row.told['text']!r}"
    marks = {"facts": "#", "problems": "#", "channels": "@"}
    named = {f"{mark}{thing['id']}": thing["id"] for key, mark in marks.items() for thing in gold[key]}
    before = [place for _, _, place in things(gold)]
    span = markup.Span(tuple(row.told["new"].split()), row.start, row.end, words, 0)
    try:
        markup.take(gold, [span], named, one.id)
    except AnnotationError as error:
        return error.reason.partition(": ")[2]
    known = {id(place) for place in before}
    seen.update((layer, id(place)) for layer, _, place in things(gold) if id(place) not in known)
    return ""


def _reject(row: Row, found: Found, gold: dict[str, Any]) -> str:
    thing = found.thing
    if found.key not in LISTS:
        gold[found.key] = None
        return ""
    if found.key == "channels" and row.start is not None:
        thing["mentions"] = [mention for mention in thing["mentions"] if mention is not found.place]
        if thing["mentions"]:
            return ""
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
    return ""


def _set(row: Row, found: Found, one: Annotated) -> str:
    name, thing = row.told["field"], found.thing
    if name not in FIELDS.get(found.key, ()):
        return f"{found.key} has no field {name!r} to correct; it has {', '.join(FIELDS.get(found.key, ()))}"
    place = found.place
    now = f"{place['start']}:{place['end']}" if name == "span" else _said(thing.get(name))
    if now != " ".join(row.told["old"].split()):
        return f"{name} is {now!r} in the record, not {row.told['old']!r}"
    new = row.told["new"].strip()
    if name == "span":
        start, _, end = new.partition(":")
        if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(one.text)):
            return f"span {new!r} is no start:end in the text (0:{len(one.text)})"
        place |= {"start": int(start), "end": int(end), "text": one.text[int(start) : int(end)]}
        if found.key == "sections":
            thing["heading"] = place["text"]
        return ""
    try:
        thing[name] = _value(name, new)
    except ValueError:
        return f"{name} cannot be {new!r}"
    if name == "channel":
        thing["channels"] = [new] if new else []
    if name == "aspect":
        thing["aspects"] = list(dict.fromkeys((new, *(thing.get("aspects") or ())[1:])))
    if name == "aspects":
        thing["aspect"] = thing["aspects"][0]
    return ""


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
