"""``gongkai explain``: what stands at a place of a report, what made it, and what lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from extract.cli import console
from extract.cli.console import number
from extract.cli.explaining import described, place_of, told
from extract.cli.finding import seen
from extract.cli.show import STATUS
from extract.errors import ExtractError, InputError

MOST = 240  # characters of a sentence before and behind the span that are shown
NAME = 12  # columns for the names of what is told


def explain(file: Path, name: str | None, at: int | None, fact: str | None, as_json: bool, pager: bool) -> int:
    """Print what covers a place; returns the exit code."""
    try:
        if (at is None) == (fact is None):
            raise InputError("say which place: --at N, or --fact f3 (channels c1, problems p1 and remedies r1 too)")
        report = seen(file, name, traced=True)
        found = told(report, place_of(report.record, fact) if at is None and fact is not None else at or 0)
    except ExtractError as error:
        console.complain(error)
        return 1
    if as_json:
        console.stdout().out(json.dumps(found, ensure_ascii=False, indent=1), highlight=False)
        return 0
    console.paged(lambda screen: _print(screen, found), pager=pager)
    return 0


def _print(screen: Console, found: Mapping[str, Any]) -> None:
    screen.print(Text(f"{found['path']} [{found['report_id']}]", style="dim"), soft_wrap=True)
    sentence = found["sentence"]
    words, start, end = _window(sentence["text"], *(at - sentence["start"] for at in found["span"]))
    for line, carets in marked(words, start, end, screen.width):
        screen.print(Text(line), soft_wrap=True)
        if carets:
            screen.print(Text(carets, style="bold green"), soft_wrap=True)
    for thing in found["things"]:
        _thing(screen, thing)
    _candidates(screen, found)


def _window(words: str, start: int, end: int) -> tuple[str, int, int]:
    """A sentence without what is far from its span."""
    first, last = max(0, start - MOST), min(len(words), end + MOST)
    before, behind = "…" if first else "", "…" if last < len(words) else ""
    return before + words[first:last] + behind, start - first + len(before), end - first + len(before)


def marked(words: str, start: int, end: int, width: int) -> Iterator[tuple[str, str]]:
    """Words in lines that fit, each with carets under the part of the span in it: two under a Chinese character.

    Parameters
    ----------
    words
        The words; a line break in them is shown as a blank.
    start, end
        The span in them.
    width
        Columns.

    Examples
    --------
    >>> list(marked("公开信息9条。", 4, 6, 12))
    [('公开信息9条', '        ^^^'), ('。', '')]
    """
    line, carets, used = "", "", 0
    for at, char in enumerate(words):
        char = " " if char.isspace() else char
        size = cell_len(char)
        if used + size > width and line:
            yield line, carets.rstrip()
            line, carets, used = "", "", 0
        line, used = line + char, used + size
        carets += ("^" if start <= at < end else " ") * size
    if line:
        yield line, carets.rstrip()


def _thing(screen: Console, thing: Mapping[str, Any]) -> None:
    head = Text().append(f"{thing['what']} ", style="bold cyan").append(f"⟦{_flat(thing['text'])}⟧", style="bold green")
    screen.print(head.append(f" [{thing['start']}:{thing['end']}]", style="dim"), soft_wrap=True)
    for name, line in _lines(thing):
        if screen.is_terminal:
            console.hang(screen, Text(f"  {name:<{NAME}}", style="dim"), Text().append(line))
        else:
            screen.print(Text(f"  {name:<{NAME}}").append(line), soft_wrap=True)


def _lines(thing: Mapping[str, Any]) -> Iterator[tuple[str, str | Text]]:
    """What is told of a thing, a name a line."""
    what = thing["what"].split()[0]
    if what == "section":
        yield "kind", f"{thing['section']}, level {thing['level']}"
        return
    if what == "cell":
        value = number(thing["value"]) or "none"
        yield "means", f"{thing['status']}, value {value} {thing['unit'] or ''}".strip()
        yield "made by", f"template {thing['template']}"
        yield from _checked(thing)
        return
    if what == "fact":
        yield "means", described(thing)
        if thing["rule"]["counts"]:
            yield "kind", f"{thing['kind']}: {_flat(thing['rule']['counts'])}"
        if thing["channel"]:
            channel = thing["channel"]
            yield "channel", " ".join(str(one) for one in (channel["id"], channel["kind"], channel["name"]) if one)
        if thing["part_of"]:
            yield "part of", _fact(thing["part_of"])
        if thing["parts"]:
            yield "parts", "; ".join(map(_fact, thing["parts"]))
    elif what == "channel":
        yield "means", " ".join(str(one) for one in (thing["kind"], thing["name"]) if one)
        yield "named", "; ".join(f"{one['text']} [{one['start']}]" for one in thing["mentions"])
        if thing["facts"]:
            yield "facts", "; ".join(map(_fact, thing["facts"]))
    else:
        yield "about", " ".join(thing["aspects"] or [thing["aspect"]])
        for link in thing.get("remedies") or thing.get("problems") or ():
            other = link.get("remedy") or link.get("problem")
            yield "linked", f"{other} by {link['by']} ({link['confidence']:.2f}): {_flat(link['text'])}"
    yield from _rule(thing)
    yield from _checked(thing)


def _rule(thing: Mapping[str, Any]) -> Iterator[tuple[str, str | Text]]:
    rule = thing["rule"]
    yield "made by", rule["name"] + (f", see {rule['file']}" if rule["file"] else "")
    if rule["pattern"]:
        yield "pattern", rule["pattern"]
    sure = thing["confidence"]
    said = f"{sure:.3f}: of 1,000 such things about {round(1000 * sure):,} are right"
    if rule["measured"] is not None:
        said += f" (this rule alone, on annotated texts: {rule['measured']:.3f})"
    yield "confidence", f"{said}. {_WHAT.get(thing['what'].split()[0], '')}".strip()


_WHAT = {
    "fact": "It is about kind, value and place, not about category, channel and total.",
    "channel": "It is about whether the channel was used.",
    "problem": "It is about whether this is a problem, not about its links.",
    "remedy": "It is about whether this is a remedy, not about its links.",
}


def _checked(thing: Mapping[str, Any]) -> Iterator[tuple[str, str | Text]]:
    for check in thing.get("checks", ()):
        text = Text(check["status"], style=STATUS.get(check["status"], "default"))
        text.append(f" {check['check']}: {check['message']}", style="default")
        if check["hint"]:
            text.append(f" ({check['hint']})", style="default")
        yield "check", text


def _fact(fact: Mapping[str, Any]) -> str:
    category = f" {fact['category']}" if fact["category"] else ""
    return f"{fact['id']}{category} {fact['text']} [{fact['start']}]"


def _candidates(screen: Console, found: Mapping[str, Any]) -> None:
    listed = found["candidates"]
    if listed is None:
        if found["near"]:
            screen.print("Nothing was made from this place.")
        screen.print("A run does not keep the candidates; explain the file itself to see what lost, and why.")
        return
    title = "Nothing was made from this place; near it" if found["near"] else "Candidates"
    rows = [
        (one["start"], one["end"], _flat(one["text"]), one["rule"], Text(one["outcome"], style=_style(one)))
        for one in listed
    ]
    if rows:
        console.fitted(screen, title, ("start", "end", "text", "rule", "outcome"), rows, right=("start", "end"))
    elif found["near"]:
        screen.print("Nothing was made from this place, and no rule considered it.")


def _style(one: Mapping[str, Any]) -> str:
    return "green" if one["outcome"] == "won" else "cyan" if one["rule"] == "model" else "yellow"


def _flat(text: str) -> str:
    return " ".join(text.split())
