"""From marks and ties back to a corpus line, with everything that is wrong said by file and line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extract.annotate import corpus
from extract.annotate.corpus import LAYERS, Annotated
from extract.annotate.marks import ESTIMATES, LISTS, MACHINE, SINGLE, TIES, Mark, Marked, labels
from extract.annotate.quantity import quantity

LETTERS = {"facts": "f", "channels": "c", "problems": "p", "remedies": "r"}
_ENDS = {"part_of": ("facts", "facts"), "through": ("facts", "channels"), "same": ("channels", "channels")}
_ENDS |= dict.fromkeys(corpus.BY, ("problems", "remedies"))
_FACT = ("unit", "bound", "scope", "stage", "category", "channel", "part_of")


def lines(
    found: Sequence[Marked],
    texts: Mapping[str, Annotated] | None,
    annotator: str,
    path: Path,
    layers: Sequence[str] = (),
) -> tuple[list[Annotated], Counter[str]]:
    """The corpus lines of what was read from a file, and what had to be assumed, counted.

    Parameters
    ----------
    texts
        The texts that the annotations must belong to, by id; without them the file's own hashes are held to.
    annotator
        Whose reading it is; where empty, what the file says.
    path
        For errors.
    layers
        What was annotated; by default what the file says, or the corpus, or everything.

    Raises
    ------
    AnnotationError
        With file and line of everything that is wrong; nothing is taken by half.
    """
    wrong: list[str] = []
    assumed: Counter[str] = Counter()
    out: list[Annotated] = []
    seen: dict[str, str] = {}
    for one in found:
        if one.id in seen:
            wrong.append(f"{one.at}: id {one.id} stands at {seen[one.id]} already")
        seen[one.id] = one.at
        known = texts.get(one.id) if texts is not None else None
        faulty = _foreign(one, known, texts is not None)
        if faulty:
            wrong.append(f"{one.at}: {faulty}")
            continue
        gold = gathered(one, wrong, assumed)
        meta = one.meta
        named = str(annotator or meta.get("annotator") or "")
        if not named:
            wrong.append(f"{one.at}: {one.id}: names no annotator")
        if not named.startswith(MACHINE):
            for thing in (thing for key in LISTS for thing in gold[key]):
                for name in ESTIMATES:  # what a person has seen is no estimate any more
                    thing.pop(name, None)
        provenance = known.provenance if known else str(meta.get("provenance") or "unknown")
        told = layers or meta.get("layers")
        if not isinstance(told, list | tuple):
            told = known.layers if known else LAYERS  # who writes a text and its annotations at once has seen it all
        out.append(Annotated(one.id, named, provenance, tuple(told), one.text, gold))
        if not wrong:
            wrong += [f"{one.at}: {one.id}: {fault}" for fault in corpus.faults(out[-1])]
    corpus.refuse(wrong, path)
    return out, assumed


def _foreign(one: Marked, known: Annotated | None, strict: bool) -> str:
    """Why a text is not the one that was annotated; empty where it is."""
    if not one.id:
        return "has no id (the field gongkai with the id is lost); it cannot be said which text it is"
    if corpus.broken(one.text):
        return f"{one.id}: the text holds half a character (a lone surrogate); it cannot be written as UTF-8"
    if strict and known is None:
        return f"no text has the id {one.id}"
    wanted = known.sha256 if known else one.meta.get("sha256")
    if not wanted:
        return f"{one.id}: no hash of the text is there to compare; say with --texts where the texts are"
    if corpus.sha256(one.text) != wanted:
        ends = known is not None and known.text.split() == one.text.split()
        why = "only its blanks and line ends differ: the tool changed them" if ends else "the text was changed"
        return f"{one.id}: the text's hash is not that of the text in the corpus; {why}"
    return ""


def gathered(one: Marked, wrong: list[str], assumed: Counter[str]) -> dict[str, Any]:
    """The record of marks and ties. What is wrong is added to ``wrong`` and left out; what is assumed is counted."""
    gold: dict[str, Any] = {**dict.fromkeys((*SINGLE, "year")), **{key: [] for key in LISTS}}
    rest = one.meta.get("rest") or {}
    gold |= {key: list(value) if key in LISTS else value for key, value in rest.items()}
    made: dict[int, tuple[str, dict[str, Any]]] = {}
    groups = _groups(one, wrong)
    for i, mark in enumerate(one.marks):
        fault = _faulty(mark, one.text)
        if fault:
            wrong.append(f"{mark.at or one.at}: {one.id}: {fault}")
            continue
        key, fields = labels()[mark.label]
        place = {"text": one.text[mark.start : mark.end], "start": mark.start, "end": mark.end}
        told = {k: v for k, v in mark.told.items() if k not in place}
        if key in SINGLE and gold[key]:
            wrong.append(f"{mark.at or one.at}: {one.id}: a second {key}")
        elif key in SINGLE:
            gold[key] = {**told, **fields, **place}
        elif key == "channels":
            _mention(i, groups, made, gold, {**told, **fields}, place)
        else:
            thing = {**told, **fields, **place}
            fault = _complete(key, thing, mark, assumed)
            if fault:
                wrong.append(f"{mark.at or one.at}: {one.id}: {fault}")
                continue
            made[i] = key, thing
            gold[key].append(thing)
    for key, letter in LETTERS.items():
        _number(gold[key], letter)
    _tie(one, made, wrong)
    return gold


def _faulty(mark: Mark, text: str) -> str:
    if mark.label not in labels():
        return f"unknown label {mark.label!r}"
    if not 0 <= mark.start < mark.end <= len(text):
        return f"{mark.label}: span {mark.start}:{mark.end} is not in the text (0:{len(text)})"
    return ""


def _complete(key: str, thing: dict[str, Any], mark: Mark, assumed: Counter[str]) -> str:
    """Fill in what a tool without fields does not say; returns what is wrong, if anything."""
    if key == "facts":
        if "value" not in mark.told:
            thing |= quantity(thing["text"])
            assumed["value, unit and bound of facts, read off their words"] += 1
            if thing["value"] is None:
                return f"{mark.label}: the value of {thing['text']!r} cannot be read off; it must be given"
            if thing["kind"] == "change":
                thing["scope"] = "previous"
        thing |= {k: thing.get(k) or default for k, default in (("bound", "exact"), ("scope", "year"))}
        thing |= {k: thing.get(k) for k in _FACT}
    elif key == "sections":
        thing["heading"], thing["level"] = thing.get("heading", thing["text"]), thing.get("level", 1)
    elif key in ("problems", "remedies"):
        if "aspect" not in thing:
            thing["aspect"] = "other"
            assumed["aspect of problems and remedies, set to other"] += 1
        thing["aspects"] = thing.get("aspects") or [thing["aspect"]]
        if key == "problems":
            thing["remedies"] = []
    elif key == "contacts" and "value" not in thing:
        thing["value"] = thing["text"]
        assumed["value of contacts, as written"] += 1
    elif key == "unused" and "why" not in thing:
        thing["why"] = "unknown"
        assumed["why channels were not used, set to unknown"] += 1
    return ""


def _groups(one: Marked, wrong: list[str]) -> list[int]:
    """For each mark the first mention of its channel: by ties, else by the same kind and words, unless it is named."""
    out = list(range(len(one.marks)))
    tied = set()
    for tie in one.ties:
        if tie.kind == "same" and max(tie.source, tie.target) < len(out):
            if one.marks[tie.source].label != one.marks[tie.target].label:
                wrong.append(f"{tie.at or one.at}: {one.id}: two mentions of one channel are of different kinds")
            tied.add(tie.source)
            low, high = sorted((out[tie.source], out[tie.target]))
            out = [low if i == high else i for i in out]
    known: dict[tuple[str, str], int] = {}
    for i, mark in enumerate(one.marks):
        if mark.label.startswith("channel."):
            words = mark.label, "".join(one.text[mark.start : mark.end].split())
            if i not in tied and out[i] == i and "id" not in mark.told and words in known:
                out = [known[words] if j == i else j for j in out]
            known.setdefault(words, out[i])
    return out


def _mention(
    i: int,
    groups: Sequence[int],
    made: dict[int, tuple[str, dict[str, Any]]],
    gold: dict[str, Any],
    told: dict[str, Any],
    place: dict[str, Any],
) -> None:
    """Add a mention to its channel, which its first mention makes."""
    head = next((made[j] for j in made if j != i and groups[j] == groups[i] and made[j][0] == "channels"), None)
    if head is None:
        head = "channels", {"id": None, "name": None} | told | {"mentions": []}
        gold["channels"].append(head[1])
    head[1].update({k: v for k, v in told.items() if head[1].get(k) is None})
    head[1]["mentions"].append(place)
    made[i] = head


def _number(things: Sequence[dict[str, Any]], letter: str) -> None:
    """Give an id to what has none, and to what has one that is taken."""
    taken: set[str] = set()
    waiting = []
    for thing in things:
        name = thing.get("id")
        if isinstance(name, str) and name and name not in taken:
            taken.add(name)
        else:
            waiting.append(thing)
    count = 0
    for thing in waiting:
        while f"{letter}{(count := count + 1)}" in taken:
            pass
        thing["id"] = f"{letter}{count}"
        taken.add(thing["id"])


def _tie(one: Marked, made: Mapping[int, tuple[str, dict[str, Any]]], wrong: list[str]) -> None:
    """Write the ties into the things that they lead from."""
    for tie in one.ties:
        at = f"{tie.at or one.at}: {one.id}"
        if tie.kind not in TIES:
            wrong.append(f"{at}: unknown relation {tie.kind!r}")
            continue
        if tie.source not in made or tie.target not in made:
            if all(0 <= end < len(one.marks) for end in (tie.source, tie.target)):
                continue  # its end was found wrong already, or is no thing that can have ties
            wrong.append(f"{at}: {tie.kind} leads to a span that is not there")
            continue
        (key, source), (other, target) = made[tie.source], made[tie.target]
        if (key, other) != _ENDS[tie.kind] or (source is target and tie.kind != "same"):
            wrong.append(f"{at}: {tie.kind} cannot lead from {key} to {other}")
        elif tie.kind == "part_of":
            if source["part_of"]:
                wrong.append(f"{at}: {source['text']} is part_of two totals")
            source["part_of"] = target["id"]
        elif tie.kind == "through":
            ways = [*(source.get("channels") or ()), target["id"]]
            source["channel"] = source["channel"] or ways[0]
            source["channels"] = ways
        elif tie.kind in corpus.BY:
            source["remedies"].append({"remedy": target["id"], "by": tie.kind})
