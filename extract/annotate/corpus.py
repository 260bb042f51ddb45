"""The corpus: annotated texts as stand-off lines, one JSON object a line, checked before anything uses them.

A line holds ``id``, ``annotator``, ``provenance``, ``sha256`` (of the text), ``layers`` (what was annotated), ``text``
and ``gold``: a record as in the data dictionary, and beside it two lists that no record has: ``unused`` (words that
name a channel which was not used, with ``why``) and ``roles`` (sentences and points that are neither problem nor
remedy).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extract.annotate.files import lines_of, whole
from extract.errors import AnnotationError
from extract.facts import kinds
from extract.lexicon import load

#: what can be annotated by itself; a layer that a line does not name was not looked at, which is not the same as empty
LAYERS = ("head", "sections", "facts", "channels", "unused", "items", "links", "roles")
LEVELS = ("province", "city", "county", "township", "department", "other")
CONTACTS = ("phone", "fax", "email", "address", "postcode", "website")
STATUTORY = ("overview", "proactive", "applications", "review_litigation", "problems", "other_matters")
SECTIONS = (*STATUTORY, "appendix", "fees", "staffing", "consultation")
CHANNELS = (
    *("website", "disclosure_platform", "wechat_account", "wechat_group", "weibo", "short_video", "news_app", "sms"),
    *("gazette", "newspaper", "broadcast", "television", "bulletin_board", "led_screen", "service_hall"),
    *("reading_point", "hotline", "mailbox", "leaflet", "meeting", "new_media", "other"),
)
ROLES = ("achievement", "plan", "background", "heading")
BOUNDS = ("exact", "approx", "at_least", "at_most")
SCOPES = ("year", "cumulative", "previous")
BY = ("explicit", "order", "aspect")
KEYS = ("id", "annotator", "provenance", "sha256", "layers", "text", "gold")


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotated text.

    Attributes
    ----------
    id
        Unique in the corpus.
    annotator, provenance
        Whose reading it is, and where the text comes from.
    layers
        Those of `LAYERS` that were annotated.
    text
        The text that all offsets index, in code points.
    gold
        The annotations: a record, with ``unused`` and ``roles``.
    """

    id: str
    annotator: str
    provenance: str
    layers: tuple[str, ...]
    text: str
    gold: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """Hash of the text, by which an annotation is known to belong to it."""
        return sha256(self.text)

    def line(self) -> str:
        """The line of the corpus, without its end."""
        told = {key: getattr(self, key) for key in KEYS}
        return json.dumps(told, ensure_ascii=False)


def sha256(text: str) -> str:
    """Hash of a text as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def broken(text: str) -> bool:
    """Whether a text holds half a character (a lone surrogate), which no file can hold."""
    return re.search("[\ud800-\udfff]", text) is not None


def read(path: Path) -> list[Annotated]:
    """All lines of a corpus file, or of all ``.jsonl`` files of a folder, checked.

    Raises
    ------
    AnnotationError
        With file and line of everything that is wrong; nothing is read by half.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise AnnotationError("holds no .jsonl file", path=str(path))
    out, wrong = [], []
    seen: dict[str, str] = {}
    for file in files:
        for number, line in lines_of(file):
            if not line.strip():
                continue
            place = f"{file.name}:{number}"
            try:
                one = of_line(line)
            except AnnotationError as error:
                wrong.append(f"{place}: {error.reason}")
                continue
            if one.id in seen:
                wrong.append(f"{place}: id {one.id} stands at {seen[one.id]} already")
            seen[one.id] = place
            out.append(one)
    refuse(wrong, path)
    return out


def refuse(wrong: list[str], path: Path) -> None:
    """Raise one error that lists everything that is wrong, if anything is."""
    if wrong:
        more = f"\n… and {len(wrong) - 20} more" if len(wrong) > 20 else ""
        found = f"{len(wrong)} {'fault' if len(wrong) == 1 else 'faults'} in the annotations; nothing was taken\n"
        raise AnnotationError(found + "\n".join(wrong[:20]) + more, path=str(path))


def of_line(line: str) -> Annotated:
    """One line of the corpus.

    Raises
    ------
    AnnotationError
        With everything that is wrong with it.
    """
    try:
        told = json.loads(line)
    except ValueError as error:
        raise AnnotationError(f"no JSON ({error})") from error
    if not isinstance(told, dict):
        raise AnnotationError("is no JSON object")
    lacking = [key for key in KEYS if key not in told]
    if lacking:
        raise AnnotationError(f"lacks {', '.join(lacking)}")
    odd = [key for key in ("id", "annotator", "provenance", "sha256", "text") if not isinstance(told[key], str)]
    if odd or not isinstance(told["gold"], dict) or not isinstance(told["layers"], list):
        raise AnnotationError(f"{', '.join(odd) or 'gold or layers'} has the wrong type")
    if broken(told["text"]):
        raise AnnotationError(f"{told['id']}: the text holds half a character (a lone surrogate)")
    if sha256(told["text"]) != told["sha256"]:
        raise AnnotationError(f"{told['id']}: the text's hash is not the one given; the text was changed")
    out = Annotated(
        told["id"], told["annotator"], told["provenance"], tuple(told["layers"]), told["text"], told["gold"]
    )
    try:
        wrong = faults(out)
    except (AttributeError, TypeError, KeyError) as error:
        raise AnnotationError(
            f"{out.id}: gold is not built as a record is ({type(error).__name__}: {error})"
        ) from error
    if wrong:
        raise AnnotationError(f"{out.id}: {'; '.join(wrong)}")
    return out


def write(path: Path, lines: Iterable[Annotated], *, overwrite: bool = False) -> None:
    """Write a corpus file, whole or not at all.

    Raises
    ------
    AnnotationError
        Where there is a file already that is not to be overwritten.
    """
    data = "".join(f"{one.line()}\n" for one in lines)
    whole(path, lambda part: _put(part, data), overwrite=overwrite)


def _put(path: Path, data: str) -> None:
    path.write_text(data, encoding="utf8", newline="\n")


@cache
def stages() -> Mapping[str, tuple[str, ...]]:
    """The stages of each kind of fact."""
    return {kind.name: tuple(kind.stages) for kind in kinds()}


@cache
def aspects() -> tuple[str, ...]:
    """All aspects."""
    return (*load("aspects", ("cues", "phrases"))["cues"],)


def faults(one: Annotated) -> list[str]:
    """Everything that is wrong with an annotation: spans, labels, references; empty where it is well formed."""
    gold, text, out = one.gold, one.text, []
    out += [f"unknown layer {layer}" for layer in one.layers if layer not in LAYERS]
    for place, thing in _spans(gold):
        start, end = thing.get("start"), thing.get("end")
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
            out.append(f"{place}: span {start}:{end} is not in the text (0:{len(text)})")
        elif "text" in thing and text[start:end] != thing["text"]:
            out.append(f"{place}: {start}:{end} is {text[start:end]!r}, not {thing['text']!r}")
    if out:
        return out
    return [*_labels(gold), *_references(gold), *_overlaps(gold)]


def _spans(gold: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key in ("title", "organ", "period"):
        if gold.get(key) and "start" in gold[key]:
            yield key, gold[key]
    for key in ("contacts", "sections", "facts", "problems", "remedies", "unused", "roles"):
        for i, thing in enumerate(gold.get(key) or ()):
            if key != "contacts" or "start" in thing:
                yield f"{key}[{i}]", thing
    for i, channel in enumerate(gold.get("channels") or ()):
        for j, mention in enumerate(channel.get("mentions") or ()):
            yield f"channels[{i}].mentions[{j}]", mention


def _labels(gold: Mapping[str, Any]) -> Iterator[str]:
    def known(place: str, label: Any, allowed: Iterable[Any]) -> Iterator[str]:
        if label not in tuple(allowed):
            yield f"{place}: unknown label {label!r}"

    if gold.get("organ"):
        yield from known("organ.level", gold["organ"].get("level"), LEVELS)
    for key, field, allowed in (
        ("contacts", "kind", CONTACTS),
        ("sections", "kind", (*SECTIONS, "preamble", "subsection")),
        ("channels", "kind", CHANNELS),
        ("unused", "kind", CHANNELS),
        ("roles", "role", ROLES),
    ):
        for i, thing in enumerate(gold.get(key) or ()):
            yield from known(f"{key}[{i}].{field}", thing.get(field), allowed)
    for i, fact in enumerate(gold.get("facts") or ()):
        place = f"facts[{i}]"
        if fact.get("kind") not in stages():
            yield f"{place}.kind: unknown label {fact.get('kind')!r}"
            continue
        yield from known(f"{place}.stage", fact.get("stage"), (None, *stages()[fact["kind"]]))
        yield from known(f"{place}.bound", fact.get("bound", "exact"), BOUNDS)
        yield from known(f"{place}.scope", fact.get("scope", "year"), SCOPES)
        value = fact.get("value")
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < float("inf"):
            yield f"{place}.value: {value!r} is no number from 0 on"
    for key in ("problems", "remedies"):
        for i, item in enumerate(gold.get(key) or ()):
            for aspect in {item.get("aspect"), *item.get("aspects", ())}:
                yield from known(f"{key}[{i}].aspect", aspect, aspects())


def _references(gold: Mapping[str, Any]) -> Iterator[str]:
    ids: dict[str, list[str]] = {
        key: [thing.get("id") for thing in gold.get(key) or ()] for key in ("facts", "channels", "problems", "remedies")
    }
    for key, names in ids.items():
        yield from (f"{key}: id {name} twice" for name in sorted({n for n in names if names.count(n) > 1}, key=str))
    for i, fact in enumerate(gold.get("facts") or ()):
        if fact.get("part_of") and (fact["part_of"] not in ids["facts"] or fact["part_of"] == fact.get("id")):
            yield f"facts[{i}].part_of: no other fact {fact['part_of']}"
        for channel in {fact.get("channel"), *(fact.get("channels") or ())} - {None}:
            if channel not in ids["channels"]:
                yield f"facts[{i}].channel: no channel {channel}"
    for i, problem in enumerate(gold.get("problems") or ()):
        for link in problem.get("remedies") or ():
            if link.get("remedy") not in ids["remedies"]:
                yield f"problems[{i}]: no remedy {link.get('remedy')}"
            if link.get("by") not in BY:
                yield f"problems[{i}]: unknown label {link.get('by')!r}"


def _overlaps(gold: Mapping[str, Any]) -> Iterator[str]:
    """Facts may stand on the same words (复议、诉讼均无) or nest, and so may points; none may cut into another."""
    for keys in (("facts",), ("problems", "remedies", "roles"), ("sections",)):
        spans = sorted(
            (thing["start"], -thing["end"], f"{key}[{i}]")
            for key in keys
            for i, thing in enumerate(gold.get(key) or ())
            if not (key == "sections" and thing.get("level", 1) > 1)
        )
        opened: list[tuple[int, str]] = []
        for start, end, place in spans:
            opened = [one for one in opened if one[0] > start]
            yield from (f"{place} cuts into {other}" for until, other in opened if until < -end)
            opened.append((-end, place))
