"""What ``gongkai explain`` tells of a place, as plain data: what stands there, what made it, what lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from extract.cli.console import number
from extract.cli.finding import Seen, meant
from extract.errors import InputError

AROUND = 30  # characters in which a candidate is near
_LISTS = {"facts": "fact", "channels": "channel", "problems": "problem", "remedies": "remedy"}
_END = re.compile(r"[。！？\n]")

Record = Mapping[str, Any]


class Place(NamedTuple):
    """Something that stands in the text: its list in the record, what it is called, the thing, and where it stands."""

    key: str
    name: str
    thing: Record
    start: int
    end: int
    text: str


def told(seen: Seen, at: int) -> dict[str, Any]:
    """Everything about the place ``at``.

    Raises
    ------
    InputError
        Where the text is not that long.
    """
    if at >= len(seen.text):
        raise InputError(
            f"the text has {len(seen.text)} characters, --at {at} is behind its end", path=seen.record["source"]["path"]
        )
    found = [one for one in places(seen.record) if one.start <= at < one.end]
    near = not any(one.key != "sections" for one in found)
    candidates = None
    if seen.trace is not None:
        here = [c for c in seen.trace if c.start <= at < max(c.end, c.start + 1)]
        near = near and not here
        if near:
            here = [c for c in seen.trace if abs(c.start - at) <= AROUND]
        candidates = [
            {"start": c.start, "end": c.end, "text": c.text, "rule": c.rule, "outcome": c.outcome} for c in here
        ]
    inner = min((one for one in found if one.key != "sections"), key=lambda one: one.end - one.start, default=None)
    span = (inner.start, inner.end) if inner else (at, at + 1)
    return {
        "report_id": seen.record["report_id"],
        "path": seen.record["source"]["path"],
        "at": at,
        "span": list(span),
        "sentence": _sentence(seen.text, *span),
        "things": [_about(one, seen.record) for one in found],
        "near": near,
        "candidates": candidates,
    }


def place_of(record: Record, name: str) -> int:
    """Where the thing of this id begins.

    Raises
    ------
    InputError
        Where there is none; says which ids there are.
    """
    known = {one.name.split()[-1]: one.start for one in reversed(list(places(record))) if one.key in _LISTS}
    if name not in known:
        ranges = ", ".join(_range(record, key) for key in _LISTS if record[key])
        raise InputError(
            f"there is no {name!r}{meant(name, list(known)) if name[:1] not in 'fcpr' else ''} (there are: {ranges})",
            path=record["source"]["path"],
        )
    return known[name]


def _range(record: Record, key: str) -> str:
    first, last = record[key][0]["id"], record[key][-1]["id"]
    return first if first == last else f"{first} to {last}"


def places(record: Record) -> Iterator[Place]:
    """Everything that a record has in the text: sections first, then what stands in them."""
    for one in record["sections"]:
        yield Place("sections", "section", one, one["start"], one["end"], one["heading"] or "")
    for key, what in _LISTS.items():
        for one in record[key]:
            for at in one["mentions"] if key == "channels" else [one]:
                yield Place(key, f"{what} {one['id']}", one, at["start"], at["end"], at["text"])
    for table in record["tables"]:
        for cell in table["cells"]:
            if cell["start"] is not None:
                name = f"cell {table['kind']}/{cell['row']}/{cell['column']}"
                whose = {**cell, "template": table["template"]}
                yield Place("cells", name, whose, cell["start"], cell["end"], cell["raw"])


def _sentence(text: str, start: int, end: int) -> dict[str, Any]:
    """The sentence around a span."""
    begin = max((match.end() for match in _END.finditer(text, 0, start)), default=0)
    last = _END.search(text, max(start, end - 1))
    close = last.start() + (last[0] != "\n") if last else len(text)
    close = max(close, end)
    return {"start": begin, "end": close, "text": text[begin:close]}


def _about(one: Place, record: Record) -> dict[str, Any]:
    """A thing with what it hangs together with."""
    out: dict[str, Any] = {"what": one.name, "start": one.start, "end": one.end, "text": one.text}
    thing = one.thing
    if one.key == "sections":
        head = len(thing["heading"] or "")
        return {**out, "end": one.start + head, "section": thing["kind"], "level": thing["level"]}
    facts = {fact["id"]: fact for fact in record["facts"]}
    out |= {key: value for key, value in thing.items() if key not in ("start", "end", "text", "mentions")}
    if one.key == "cells":
        path = one.name.removeprefix("cell ")
        return {**out, "checks": _checks(record, path)}
    out["rule"] = rule(one.key, thing["extractor"])
    if one.key == "facts":
        channels = {channel["id"]: channel for channel in record["channels"]}
        through = channels.get(thing["channel"] or "")
        out["channel"] = through and {key: through[key] for key in ("id", "kind", "name")}
        out["part_of"] = _brief(facts.get(thing["part_of"] or ""))
        out["parts"] = [_brief(fact) for fact in record["facts"] if fact["part_of"] == thing["id"]]
        out["checks"] = _checks(record, thing["id"])
    elif one.key == "channels":
        out["mentions"] = [dict(mention) for mention in thing["mentions"]]
        out["facts"] = [_brief(fact) for fact in record["facts"] if fact["channel"] == thing["id"]]
    elif one.key == "problems":
        items = {item["id"]: item for item in record["remedies"]}
        out["remedies"] = [{**link, "text": items[link["remedy"]]["text"]} for link in thing["remedies"]]
    else:
        out["problems"] = [
            {"problem": item["id"], "by": link["by"], "confidence": link["confidence"], "text": item["text"]}
            for item in record["problems"]
            for link in item["remedies"]
            if link["remedy"] == thing["id"]
        ]
    return out


def _brief(fact: Record | None) -> dict[str, Any] | None:
    if fact is None:
        return None
    return {key: fact[key] for key in ("id", "kind", "stage", "value", "unit", "category", "text", "start")}


def _checks(record: Record, name: str) -> list[dict[str, Any]]:
    """The checks in which a fact or a cell takes part."""
    return [
        {key: check[key] for key in ("check", "status", "message", "hint")}
        for check in record["checks"]
        if name in check["involves"]
    ]


def rule(key: str, extractor: str) -> dict[str, Any]:
    """What a rule or model is: where it is written, what it looks for, and how often it was right."""
    from extract.evaluate.rules import measured

    out: dict[str, Any] = {"name": extractor, "file": None, "counts": None, "pattern": None}
    kind, _, name = extractor.partition(":")
    if key == "facts":
        out |= _of_kind(kind, name)
    elif key == "channels":
        line = _line("lexicon", "channels.toml", rf"^{re.escape(name)} *=")
        out["file"] = f"extract/lexicon/channels.toml{line}"
    else:
        line = _line("items", "roles.py", re.escape(f'"{extractor}"'))
        out["file"] = f"extract/items/roles.py{line}" if kind == "rule" else "models/items.md"
    out["measured"] = measured(key, extractor)
    return out


def _of_kind(kind: str, name: str) -> dict[str, Any]:
    from extract.facts import kinds

    known = next((one for one in kinds() if one.name == kind), None)
    if known is None:
        return {}
    counts = known.doc
    if name == "model":
        return {"file": "models/quantities.md", "counts": counts}
    own = next((one for one in known.rules if one.name == name), None)
    denial = next((one for one in known.absences if f"absent-{one.name}" == name), None)
    pattern = own.pattern if own else denial.about if denial else None
    searched = name.removeprefix("absent-")
    home = f"{kind}.py"
    for file in (home, *(one for one in _sources() if one != home)):
        line = _line("facts", file, rf'"{re.escape(searched)}"')
        if line and (own or denial or file != home):
            return {"file": f"extract/facts/{file}{line}", "counts": counts, "pattern": pattern}
    return {"file": f"extract/facts/{home}", "counts": counts, "pattern": pattern}


@cache
def _sources() -> tuple[str, ...]:
    return tuple(sorted(one.name for one in files("extract.facts").iterdir() if one.name.endswith(".py")))


def _line(folder: str, file: str, pattern: str) -> str:
    """``:`` and the line of a file of the package in which a pattern is found first; nothing where it is not."""
    source = files("extract") / folder / file
    if not source.is_file():
        return ""
    for at, line in enumerate(source.read_text(encoding="utf8").splitlines(), 1):
        if re.search(pattern, line):
            return f":{at}"
    return ""


def described(thing: Record) -> str:
    """What a fact says, in one line."""
    value = f"{number(thing['value'])} {thing['unit'] or ''}".strip()
    stage = f"/{thing['stage']}" if thing["stage"] else ""
    more = [thing["category"] and f"of {thing['category']}", thing["scope"] != "year" and thing["scope"]]
    bound = "" if thing["bound"] == "exact" else thing["bound"]
    return " ".join(str(one) for one in (f"{thing['kind']}{stage}", value, bound, *more) if one)
