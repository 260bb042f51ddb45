"""Annotating while writing: a text with its annotations inline, ``⟦label|words⟧``, compiled into a corpus line.

The notation is in ``annotations/README.md``. It is for people who write texts for the corpus: they see words and labels
side by side, and offsets are counted for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.annotate import corpus
from extract.annotate.corpus import LAYERS, Annotated
from extract.annotate.files import lines_of
from extract.annotate.quantity import WIDE, plain, quantity
from extract.errors import AnnotationError

OPEN, CLOSE = "⟦", "⟧"
PROVENANCE = "made up for gongkai, imitating the variety of published reports"


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch of the text: the words of its label, and where it stands."""

    label: tuple[str, ...]
    start: int
    end: int
    text: str
    line: int


def read(path: Path, annotator: str, layers: tuple[str, ...] = LAYERS) -> list[Annotated]:
    """All annotated texts of a file in the inline notation.

    Raises
    ------
    AnnotationError
        With file and line of everything that is wrong.
    """
    text = "\n".join(line for _, line in lines_of(path))  # as in any text file, line ends of Windows are line ends
    blocks = list(re.finditer(r"^### *(\S+) +(\d{4}|-) *$\n", text, re.MULTILINE))
    if not blocks:
        raise AnnotationError("holds no line '### <id> <year>'", path=str(path))
    out: list[Annotated] = []
    wrong: list[str] = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        body = text[block.end() : following.start() if following else len(text)].rstrip("\n")
        line = text.count("\n", 0, block.end()) + 1 + len(body) - len(body := body.lstrip("\n"))
        try:
            one = compiled(body, block[1], None if block[2] == "-" else int(block[2]), annotator, layers, line)
        except AnnotationError as error:
            wrong.append(f"{path.name}:{error.reason}")
            continue
        wrong += [f"{path.name}:{line} {one.id}: {fault}" for fault in corpus.faults(one)]
        if one.id in {other.id for other in out}:
            wrong.append(f"{path.name}:{line} {one.id}: id twice")
        out.append(one)
    corpus.refuse(wrong, path)
    return out


def compiled(
    body: str, name: str, year: int | None, annotator: str, layers: tuple[str, ...] = LAYERS, line: int = 1
) -> Annotated:
    """The annotated text of one body in the inline notation.

    Raises
    ------
    AnnotationError
        With the line of the first thing that is wrong.
    """
    text, spans = parsed(body, line)
    gold: dict[str, Any] = {"title": None, "organ": None, "year": year, "period": None, "contacts": [], "sections": []}
    gold |= {"facts": [], "channels": [], "unused": [], "problems": [], "remedies": [], "roles": []}
    take(gold, spans, {}, name)
    gold["channels"].sort(key=lambda channel: channel["mentions"][0]["start"])
    return Annotated(name, annotator, PROVENANCE, layers, text, gold)


def take(gold: dict[str, Any], spans: Iterable[Span], named: dict[str, str], name: str) -> None:
    """Add marked spans to a record.

    Parameters
    ----------
    named
        Names that labels may refer to (``#t``, ``@c``), with the ids that they stand for; new ones are added.
    name
        Of the text, for errors.

    Raises
    ------
    AnnotationError
        With the line of the first span that is wrong.
    """
    pending: list[tuple[Span, str, list[str]]] = []
    for span in spans:
        head, *options = span.label
        try:
            _take(span, head, options, gold, named, pending)
        except (ValueError, IndexError, OverflowError) as error:
            raise AnnotationError(f"{span.line} {name}: {OPEN}{' '.join(span.label)}|{span.text}: {error}") from error
    for span, id_, targets in pending:
        for target in targets:
            if target.split()[0] not in named:
                raise AnnotationError(f"{span.line} {name}: {span.text}: nothing is named {target.split()[0]}")
            try:
                _tie(gold, id_, target, named)
            except AnnotationError as error:
                raise AnnotationError(f"{span.line} {name}: {span.text}: {error.reason}") from error


def parsed(body: str, line: int = 1) -> tuple[str, list[Span]]:
    """Text without marks, and the marked spans in the order in which they begin."""
    text: list[str] = []
    opened: list[tuple[int, int, tuple[str, ...], int]] = []
    spans: list[tuple[int, Span]] = []
    count, at, length = 0, 0, 0
    while at < len(body):
        char = body[at]
        if char == OPEN:
            bar = body.find("|", at)
            label = tuple(body[at + 1 : bar].split()) if bar > 0 else ()
            if not label or any(mark in body[at + 1 : bar] for mark in OPEN + CLOSE + "\n"):
                raise AnnotationError(f"{line}: {body[at : at + 20]!r} is no {OPEN}label|words{CLOSE}")
            opened.append((count, length, label, line))
            count, at = count + 1, bar + 1
            continue
        if char == CLOSE:
            if not opened:
                raise AnnotationError(f"{line}: {CLOSE} closes nothing after {''.join(text)[-12:]!r}")
            order, start, label, began = opened.pop()
            spans.append((order, Span(label, start, length, "".join(text[start:length]), began)))
        else:
            line += char == "\n"
            text.append(char)
            length += 1
        at += 1
    if opened:
        raise AnnotationError(f"{opened[-1][3]}: {OPEN}{' '.join(opened[-1][2])} is never closed")
    return "".join(text), [span for _, span in sorted(spans, key=lambda pair: pair[0])]


def _take(
    span: Span,
    head: str,
    options: list[str],
    gold: dict[str, Any],
    named: dict[str, str],
    pending: list[tuple[Span, str, list[str]]],
) -> None:
    """Add one span to the record."""
    kind, _, more = head.partition(".")
    place = {"text": span.text, "start": span.start, "end": span.end}
    if head == "title":
        gold["title"] = place
    elif kind == "organ":
        gold["organ"] = place | {"level": _one_of(more, corpus.LEVELS)}
    elif head == "period":
        gold["period"] = {"start_date": options[0], "end_date": options[1]} | place
    elif kind == "contact":
        value = next((o[2:] for o in options if o.startswith("v=")), None)
        bare = span.text.translate(WIDE).replace("（", "").replace("）", "-").replace("(", "").replace(")", "-")
        bare = bare.replace("--", "-")
        gold["contacts"].append({"kind": _one_of(more, corpus.CONTACTS), "value": value or bare.strip()} | place)
    elif kind == "section":
        gold["sections"].append({"kind": _one_of(more, corpus.SECTIONS), "heading": span.text, "level": 1} | place)
    elif kind in corpus.stages():
        gold["facts"].append(_fact(span, kind, more, options, gold, named, pending))
    elif head.startswith("@"):
        _channel(head, options, place, gold, named)
    elif head.startswith("-"):
        gold["unused"].append(
            place | {"kind": _one_of(head[1:], corpus.CHANNELS), "why": " ".join(options) or "unknown"}
        )
    elif head in ("problem", "remedy"):
        _item(span, head, options, place, gold, named, pending)
    else:
        if head not in corpus.ROLES:
            known = ("title", "organ.…", "period", "contact.…", "section.…", *corpus.stages(), "problem", "remedy")
            raise ValueError(f"unknown label {head!r}; known are {', '.join((*known, *corpus.ROLES))}")
        gold["roles"].append(place | {"role": head})


def _one_of(label: str, allowed: tuple[str, ...]) -> str:
    if label not in allowed:
        raise ValueError(f"unknown label {label!r}; known are {', '.join(allowed)}")
    return label


def _fact(
    span: Span,
    kind: str,
    stage: str,
    options: list[str],
    gold: dict[str, Any],
    named: dict[str, str],
    pending: list[tuple[Span, str, list[str]]],
) -> dict[str, Any]:
    """A fact; value, unit and bound are those that the words state, unless the label says otherwise."""
    id_ = f"f{len(gold['facts']) + 1}"
    fact: dict[str, Any] = {"id": id_, "kind": kind, "stage": stage or None, **quantity(span.text)}
    fact |= {"scope": "previous" if kind == "change" else "year", "category": None, "channel": None, "part_of": None}
    if stage and stage not in corpus.stages()[kind]:
        raise ValueError(f"{kind} has no stage {stage!r}; it has {', '.join(corpus.stages()[kind]) or 'none'}")
    wanted = []
    for option in options:
        mark, rest = option[0], option[1:]
        if mark == "#":
            named[f"#{rest}"] = id_
        elif mark == "<":
            wanted.append(f"#{rest} part_of")
        elif mark == "@":
            wanted.append(f"@{rest} channel")
        elif mark == "=":
            fact["category"] = rest
        elif option[:2] == "v=":
            fact["value"] = plain(float(option[2:]))
        elif option[:2] == "u=":
            fact["unit"] = None if option[2:] == "-" else option[2:]
        elif option[:2] == "b=":
            fact["bound"] = _one_of(option[2:], corpus.BOUNDS)
        elif option[:2] == "s=":
            fact["scope"] = _one_of(option[2:], corpus.SCOPES)
        else:
            raise ValueError(f"unknown option {option!r}")
    if fact["value"] is None:
        raise ValueError("its value cannot be read off; give v=")
    pending.append((span, id_, wanted))
    return fact | {"text": span.text, "start": span.start, "end": span.end}


def _channel(head: str, options: list[str], place: dict[str, Any], gold: dict[str, Any], named: dict[str, str]) -> None:
    if head not in named:
        if not options:
            raise ValueError(f"{head} is named for the first time; say its kind")
        named[head] = f"c{len(gold['channels']) + 1}"
        kind = _one_of(options[0], corpus.CHANNELS)
        gold["channels"].append(
            {"id": named[head], "kind": kind, "name": " ".join(options[1:]) or None, "mentions": []}
        )
    elif options:
        channel = next(one for one in gold["channels"] if one["id"] == named[head])
        if options[0] != channel["kind"]:
            raise ValueError(f"{head} is {channel['kind']} already")
    next(one for one in gold["channels"] if one["id"] == named[head])["mentions"].append(place)


def _item(
    span: Span,
    head: str,
    options: list[str],
    place: dict[str, Any],
    gold: dict[str, Any],
    named: dict[str, str],
    pending: list[tuple[Span, str, list[str]]],
) -> None:
    key = "problems" if head == "problem" else "remedies"
    item: dict[str, Any] = {"id": f"{key[0]}{len(gold[key]) + 1}", **place}
    found, wanted = [], []
    words = iter(options)
    for word in words:
        if word.startswith("#"):
            named[word] = item["id"]
        elif word.startswith(">"):
            wanted.append(f"#{word[1:]} {_one_of(next(words, ''), corpus.BY)}")
        else:
            found.append(_one_of(word, corpus.aspects()))
    if not found:
        raise ValueError("has no aspect")
    item |= {"aspect": found[0], "aspects": found}
    if head == "problem":
        item["remedies"] = []
    gold[key].append(item)
    pending.append((span, item["id"], wanted))


def _tie(gold: dict[str, Any], id_: str, target: str, named: dict[str, str]) -> None:
    """Make a reference that the writer gave by name."""
    name, how = target.split()
    other = named[name]
    if how in corpus.BY:
        problem = next((p for p in gold["problems"] if p["id"] == other), None)
        if problem is None:
            raise AnnotationError(f"{name} is no problem")
        problem["remedies"].append({"remedy": id_, "by": how})
        return
    fact = next(f for f in gold["facts"] if f["id"] == id_)
    if how == "part_of" or not fact["channel"]:
        fact[how] = other
    if how == "channel":
        fact.setdefault("channels", []).append(other)


def overview(one: Annotated) -> Iterator[str]:
    """A line a fact, for the writer to look over."""
    for fact in one.gold["facts"]:
        extra = " ".join(
            f"{key}={fact[key]}" for key in ("category", "channel", "part_of") if fact.get(key) is not None
        )
        stage = f".{fact['stage']}" if fact["stage"] else ""
        told = f"{fact['value']} {fact['unit']} {fact['bound']} {fact['scope']} {extra}"
        yield f"{fact['text']} = {fact['kind']}{stage} {told}"
