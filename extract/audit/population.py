"""What may be drawn from a run: its things (facts, channels, problems, remedies) and the sentences of its texts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extract.results import Results

#: layers that can be audited, and where a record has them
LAYERS: Mapping[str, str] = {"fact": "facts", "channel": "channels", "problem": "problems", "remedy": "remedies"}
#: what strata may be made of; the second list is what a sentence has too
THINGS = ("kind", "confidence", "level", "year", "section", "size", "format")
SENTENCES = ("holds", "level", "year", "section", "format")
#: upper ends of the classes of confidence
SURE: tuple[tuple[float, str], ...] = ((0.7, "low"), (0.9, "middle"), (2.0, "high"))
AROUND = 60  # characters shown before and behind the sentence

_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？]+[”’）》]*|\n|$)")
_WORDS = re.compile(r"\w")
#: a number in digits or characters, or a denial: without one of these a sentence can state no fact
_COUNTS = re.compile(
    r"[0-9０-９①-⑳Ⅰ-Ⅻ〇零一二三四五六七八九十百千万亿两俩双半几廿壹贰叁肆伍陆柒捌玖拾佰仟无未没不非否免]"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A thing or a sentence that may be drawn.

    Attributes
    ----------
    frame
        The layer of a thing; ``sentence``.
    key
        Report and id of a thing; report and place of a sentence. Unique within a run.
    place
        Values that strata are made of.
    cell
        Kind and stage of a fact (``application/received``), kind of another thing; empty for sentences.
    confidence
        Of a thing; 0 for sentences.
    value
        What a fact adds to the sum of its cell: its value where it counts there, else 0.
    counted
        Whether it does.
    row
        What the sheet shows.
    """

    frame: str
    key: str
    place: Mapping[str, str]
    cell: str
    confidence: float
    value: float
    counted: bool
    row: Mapping[str, Any]


@dataclass(slots=True)
class Left:
    """What is not drawn from, counted."""

    reports: int = 0
    same_file: int = 0  # records of a file that another path holds too
    sentences: int = 0  # that can state no fact


def units(run: Results, layers: tuple[str, ...], left: Left) -> Iterator[Unit]:
    """Everything in a run that may be drawn, report after report; ``left`` counts what is not.

    Parameters
    ----------
    layers
        Of `LAYERS`. Sentences with neither number nor denial are drawn from only where ``problem`` or ``remedy`` is
        among them: they can state no fact.
    """
    seen: set[str] = set()
    every = bool({"problem", "remedy"} & set(layers))
    for record, text in run.texts():
        name = record["report_id"]
        if name in seen:
            left.same_file += 1
            continue
        seen.add(name)
        left.reports += 1
        about = _about(record)
        spans = list(sentences(record, text))
        for layer in layers:
            for thing in record[LAYERS[layer]]:
                yield _thing(layer, thing, record, text, about)
        yield from _sentences(record, text, spans, about, every, left)


def _about(record: Mapping[str, Any]) -> dict[str, str]:
    """What a report gives to all its units."""
    organ = record.get("organ") or {}
    return {
        "level": str(organ.get("level") or "unknown"),
        "year": str(record.get("year") or "unknown"),
        "format": str(record["source"]["format"]),
    }


def counts(fact: Mapping[str, Any]) -> bool:
    """Whether a fact counts in the sum of its kind and stage.

    A rate does not, nor a comparison, nor a part of a total that stands there too; of items published only the overall
    total does.
    """
    if fact.get("stage") == "rate" or fact["kind"] == "change" or fact["scope"] != "year" or fact["part_of"]:
        return False
    if str(fact["unit"] or "") in ("%", "％", "个百分点", "百分点"):
        return False
    return fact["kind"] != "disclosure" or not (fact["category"] or fact["channel"])


def _thing(
    layer: str, thing: Mapping[str, Any], record: Mapping[str, Any], text: str, about: Mapping[str, str]
) -> Unit:
    at = thing["mentions"][0] if layer == "channel" else thing
    start, end = at["start"], at["end"]
    value, counted = float(thing.get("value") or 0), layer == "fact" and counts(thing)
    kind = str(thing["aspect"] if layer in ("problem", "remedy") else thing["kind"])
    stage = thing.get("stage")
    sure = float(thing["confidence"])
    section = thing.get("section") or _section(record, start)
    place = {
        **about,
        "kind": kind,
        "confidence": next(name for end_of, name in SURE if sure < end_of),
        "section": section,
        "size": _size(value if counted else 0.0),
    }
    if layer == "fact":
        begin, close = min(thing["sentence_start"], start), max(thing["sentence_end"], end)
    else:
        begin, close = _line(text, start, end)
    said = {
        "kind": kind,
        "stage": stage or "",
        "value": float(thing["value"]) if layer == "fact" else "",
        "unit": thing.get("unit") or "",
        "bound": thing.get("bound") or "",
        "scope": thing.get("scope") or "",
        "category": thing.get("category") or thing.get("name") or "",
        "part_of": thing.get("part_of") or "",
        "confidence": sure,
        "extractor": thing.get("extractor") or "",
    }
    if layer in ("problem", "remedy"):
        said["category"] = " ".join(thing.get("aspects") or ())
    row = {**_where(record, start, end), **said, **_words(text, begin, close, ((start, end),))}
    key, cell = f"{record['report_id']}:{thing['id']}", f"{kind}/{stage}" if stage else kind
    return Unit(layer, key, place, cell, sure, value if counted else 0.0, counted, row)


def _sentences(
    record: Mapping[str, Any],
    text: str,
    spans: list[tuple[int, int]],
    about: Mapping[str, str],
    every: bool,
    left: Left,
) -> Iterator[Unit]:
    found = sorted((fact["start"], fact["end"]) for fact in record["facts"])  # one span may be two facts (无复议、诉讼)
    for start, end in spans:
        inside = tuple(one for one in found if start <= one[0] < end)
        number = bool(_COUNTS.search(text, start, end))
        if not (inside or number or every):
            left.sentences += 1
            continue
        place = {
            **about,
            "holds": "facts" if inside else "number" if number else "words",
            "section": _section(record, start),
        }
        row = {**_where(record, start, end), "found": len(inside), **_words(text, start, end, inside)}
        yield Unit("sentence", f"{record['report_id']}:s{start}-{end}", place, "", 0.0, 0.0, False, row)


def sentences(record: Mapping[str, Any], text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a report's text: a stretch up to 。！？ (with the quotation marks behind) or a line's end.

    Left out are blank stretches, headings, and what stands in a statutory table; a stretch in which a fact begins is
    never left out.
    """
    facts = sorted(fact["start"] for fact in record["facts"])
    heads = sorted((s["start"], s["start"] + len(s["heading"])) for s in record["sections"] if s["heading"])
    tables = [(table["start"], table["end"]) for table in record["tables"]]
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if not _WORDS.search(text, start, end):
            continue
        head = bisect_right(heads, (start, len(text))) - 1  # the last that begins there or before
        left_out = (head >= 0 and end <= heads[head][1]) or any(a < end and start < b for a, b in tables)
        if not left_out or bisect_left(facts, start) < bisect_left(facts, end):
            yield start, end


def _section(record: Mapping[str, Any], at: int) -> str:
    inside = [s["kind"] for s in record["sections"] if s["level"] == 1 and s["start"] <= at < s["end"]]
    return str(inside[-1]) if inside else "preamble"


def _size(value: float) -> str:
    """The class of a value by powers of ten; 0 for what adds nothing."""
    if value <= 0:
        return "0"
    return next((f"under {10**n}" for n in (1, 2, 3, 4) if value < 10**n), "10000 and more")


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a span."""
    before = max(text.rfind(mark, 0, start) for mark in "。！？\n") + 1
    ends = [at for mark in "。！？\n" if (at := text.find(mark, end)) >= 0]
    return before, min(ends, default=len(text) - 1) + 1


def _where(record: Mapping[str, Any], start: int, end: int) -> dict[str, Any]:
    return {
        "path": record["source"]["path"],
        "organ": (record.get("organ") or {}).get("text") or "",
        "year": record.get("year") or "",
        "start": start,
        "end": end,
    }


def _words(text: str, start: int, end: int, marked: tuple[tuple[int, int], ...]) -> dict[str, str]:
    """The sentence with what was found in ⟦⟧, and the words around it."""
    out, at = [], start
    for a, b in marked:
        if a >= at:
            out += [text[at:a], "⟦", text[a:b], "⟧"]
            at = b
    return {
        "before": _flat(text[max(0, start - AROUND) : start]),
        "sentence": _flat("".join([*out, text[at:end]])),
        "after": _flat(text[end : end + AROUND]),
    }


def _flat(words: str) -> str:
    return " ".join(words.split())
