"""``gongkai explain``: what stands at a place of a report, what made it, and what lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from extract import pipeline
from extract.cli import console
from extract.errors import ExtractError, InputError
from extract.model import Report

AROUND = 30  # characters of context on either side

Made = tuple[str, str, int, int, str, float, str]  # what, extractor, start, end, text, confidence, description


def explain(file: Path, at: int) -> int:
    """Print what covers the place ``at``; returns the exit code."""
    try:
        report = pipeline.run(file, traced=True)
        if at >= len(report.text):
            raise InputError(f"the text has {len(report.text)} characters, --at {at} is behind its end", path=str(file))
    except ExtractError as error:
        console.complain(error)
        return 1
    screen = console.stdout()
    _context(screen, report, at)
    found = list(covering(report, at))
    for what, by, start, end, text, confidence, described in found:
        head = Text(f"{what} ", style="bold cyan").append(f"⟦{_flat(text)}⟧", style="bold green")
        screen.print(head.append(f" [{start}:{end}]", style="dim"), soft_wrap=True)
        screen.print(Text(f"  {described}"), soft_wrap=True)
        screen.print(Text(f"  made by {by or 'the reader'}, confidence {confidence:.2f}"), soft_wrap=True)
    here = [c for c in report.trace if c.start <= at < max(c.end, c.start + 1)]
    title = "Candidates"
    if not here and all(made[0] == "section" for made in found):
        here = [c for c in report.trace if abs(c.start - at) <= AROUND]
        title = "Nothing was made from this place; near it"
    rows = [
        (c.start, c.end, _flat(c.text), c.rule, Text(c.outcome, style="green" if c.outcome == "won" else "yellow"))
        for c in here
    ]
    if rows:
        head_row = ("start", "end", "text", "rule", "outcome")
        screen.print(console.table(title, head_row, rows, right=("start", "end")))
    if not rows and all(made[0] == "section" for made in found):
        screen.print("Nothing was made from this place, and no rule considered it.")
    return 0


def covering(report: Report, at: int) -> Iterator[Made]:
    """Everything of the report that covers the place ``at``: sections first, then what stands in them."""
    for section in report.sections:
        if section.start <= at < section.end:
            heading = section.heading or ""
            yield "section", "outline", section.start, section.start + len(heading), heading, 1.0, section.kind
    for fact in report.facts:
        if fact.start <= at < fact.end:
            known = ((name, getattr(fact, name)) for name in ("stage", "category", "channel", "part_of"))
            said = " ".join(f"{name}={value}" for name, value in known if value)
            described = f"{fact.kind} {console.number(fact.value)} {fact.unit or ''} {fact.bound} {fact.scope} {said}"
            yield f"fact {fact.id}", fact.extractor, fact.start, fact.end, fact.text, fact.confidence, described.strip()
    for channel in report.channels:
        for mention in channel.mentions:
            if mention.start <= at < mention.end:
                described = f"{channel.kind} {channel.name or ''}".strip()
                what = f"channel {channel.id}"
                yield what, channel.extractor, mention.start, mention.end, mention.text, channel.confidence, described
    for name, items in (("problem", report.problems), ("remedy", report.remedies)):
        for item in items:
            if item.start <= at < item.end:
                described = " ".join(item.aspects or (item.aspect,))
                yield f"{name} {item.id}", item.extractor, item.start, item.end, item.text, item.confidence, described
    for table in report.tables:
        for cell in table.cells:
            if cell.start is not None and cell.end is not None and cell.start <= at < cell.end:
                described = f"{cell.status}, value {console.number(cell.value) or 'none'}"
                what = f"cell {table.kind}/{cell.row}/{cell.column}"
                yield what, f"template {table.template}", cell.start, cell.end, cell.raw, 1.0, described


def _flat(text: str) -> str:
    return " ".join(text.split())


def _context(screen: Console, report: Report, at: int) -> None:
    before, after = report.text[max(0, at - AROUND) : at], report.text[at + 1 : at + 1 + AROUND]
    line = (
        Text(_flat(before), style="dim").append(report.text[at], style="reverse bold").append(_flat(after), style="dim")
    )
    screen.print(line, soft_wrap=True)
