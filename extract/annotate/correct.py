"""Corrections put into a run's records: what comes out are corpus lines, so that a reviewer's work is training data."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from extract.annotate import corpus
from extract.annotate.applying import Work, add, apply, link
from extract.annotate.clashes import clashes, resolved
from extract.annotate.corpus import Annotated
from extract.annotate.corrections import Row, layer_of, read, things
from extract.annotate.cutting import excerpt, sentences, widened
from extract.annotate.marks import ESTIMATES, LISTS
from extract.annotate.predicted import Predicted

_ORDER = {"confirm": 0, "correct": 1, "add": 2, "reject": 3}
_PLACE = re.compile(r"(\w+)\[(\d+)\]")

Told = Callable[[str], object]


def reports(rows: Iterable[Row]) -> frozenset[str]:
    """The reports that corrections are about."""
    return frozenset(row.told["report"] for row in rows)


def corrected(run: Iterable[Predicted], path: Path, told: Told = lambda _: None) -> list[Annotated]:
    """The corpus lines that corrections make of a run's records.

    A layer that the reviewer went through (every thing of it has a row, or one row confirms the layer) is one of the
    report's line. Of a layer gone through in part, the sentences make lines of their own in which every thing has a
    row: what nobody looked at is never passed off as looked at.

    Parameters
    ----------
    run
        Records of the run, in any order; those that no row is about are passed over.
    told
        Is told of each sentence that is left out, with the things in it that have no row.

    Raises
    ------
    AnnotationError
        With file and line of everything that does not fit the records; then nothing is made.
    """
    rows = list({tuple(row.told.values()): row for row in reversed(read(path))}.values())[::-1]  # doubles once
    wanted = reports(rows)
    known = {one.line.id: one.line for one in run if one.line.id in wanted}
    wrong: list[str] = []
    by_report: dict[str, list[Row]] = {}
    for row in rows:
        name, sha256 = row.told["report"], row.told["sha256"]
        if name not in known:
            wrong.append(f"{row.at}: the run holds no report {name}")
        elif sha256 and sha256 != known[name].sha256:
            wrong.append(f"{row.at}: the text of {name} is another one than was reviewed (its hash differs)")
        else:
            by_report.setdefault(name, []).append(row)
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
    linked = [(problem, list(problem["remedies"])) for problem in gold["problems"]]
    found, faults = resolved(rows, one, gold)
    wrong += faults
    wrong += clashes(rows, found)
    work = Work(one, gold)
    added = [row for row in rows if row.told["action"] == "add" and row.told["layer"] != "links"]
    wrong += add(added, work)
    for row in sorted(
        (row for row in rows if row not in added),
        key=lambda row: (_ORDER[row.told["action"]], row.told["layer"] == "links"),
    ):
        fault = _apply(row, work, found.get(row.at))
        if fault and row.at in found:  # else it is told already
            wrong.append(f"{row.at}: {fault}")
    if len(wrong) > before:
        return []
    whole = _whole(work, old, linked)
    for layer, thing, place in things(gold):
        if layer in whole or (layer, id(place)) in work.seen:  # what a person has said is no estimate any more
            for name in ESTIMATES:
                thing.pop(name, None)
    for channel in gold["channels"]:
        channel["mentions"].sort(key=lambda mention: (mention["start"], mention["end"]))
    for key in LISTS:
        gold[key].sort(key=lambda thing: thing.get("start", thing.get("mentions", [{"start": -1}])[0]["start"]))
    provenance = f"{one.provenance}; corrected"
    done = Annotated(one.id, rows[0].told["reviewer"], provenance, _ordered(whole), one.text, gold)
    faults = corpus.faults(done)
    wrong += [f"{_blamed(fault, work, rows)}: {one.id}, after all its corrections: {fault}" for fault in faults]
    if faults:
        return []
    lines = [_kept(done, whole)] if whole else []
    parts = {layer for layer, _ in work.seen} - whole - {"links", "head", "sections"}
    return lines + _sentences(done, old, work.seen, parts, told)


def _apply(row: Row, work: Work, about: Any) -> str:
    """Put one row into the record; returns what is wrong with it, if anything."""
    if about is None and row.told["action"] == "confirm":
        work.whole.add(row.told["layer"])
        return ""
    if row.told["layer"] == "links" and ">" in row.told["id"]:
        return link(row, work, about)
    return apply(row, work, about) if about is not None else ""


def _whole(
    work: Work, old: Sequence[tuple[str, Any, tuple[int, int]]], linked: Sequence[tuple[Any, list[Any]]]
) -> set[str]:
    """The layers that were gone through whole."""
    seen, whole = work.seen, set(work.whole)
    for problem, links in linked:  # a problem's links are looked at where each of them is
        if links and all(("links", id(one)) in seen for one in links):
            seen.add(("links", id(problem)))
    problems = {id(thing) for thing in work.gold["problems"]}
    for layer in corpus.LAYERS:
        all_ = {id(place) for name, place, _ in old if name == layer} if layer != "links" else problems
        if any(name == layer for name, _ in seen) and all((layer, t) in seen for t in all_):
            whole.add(layer)
    return whole


def _blamed(fault: str, work: Work, rows: Sequence[Row]) -> str:
    """The line that has to do with a fault of the whole record."""
    for key, index in _PLACE.findall(fault):
        at = work.by.get(id(work.gold[key][int(index)]))
        if at:
            return at
    return rows[0].at


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
