"""``gongkai show``: one report for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from extract import pipeline
from extract.cli import console
from extract.cli.console import number
from extract.errors import ExtractError
from extract.model import Item, Mention, Report

_BOUND = {"exact": "", "approx": "≈", "at_least": "≥", "at_most": "≤"}
_STATUS = {"pass": "green", "fail": "bold red", "unknown": "yellow"}


def show(file: Path) -> int:
    """Print what was read from one report; returns the exit code."""
    try:
        report = pipeline.run(file)
    except ExtractError as error:
        console.complain(error)
        return 1
    screen = console.stdout()
    for part in (_head, _outline, _facts, _channels, _items, _tables, _checks, _warnings):
        part(screen, report)
    return 0


def _head(screen: Console, report: Report) -> None:
    organ, period = report.organ, report.period
    screen.print(Text(report.title.text if report.title else report.source.path, style="bold cyan"), soft_wrap=True)
    said = (
        ("organ", f"{organ.text} ({organ.level})" if organ else None),
        ("year", report.year),
        ("period", f"{period.start_date} to {period.end_date}" if period else None),
        *((contact.kind, contact.value) for contact in report.contacts),
        ("id", report.report_id),
    )
    for name, value in said:
        screen.print(
            Text(f"{name:>9}  ", style="dim").append(str(value or "not stated"), style="default"), soft_wrap=True
        )


def _outline(screen: Console, report: Report) -> None:
    rows = [
        (section.start, section.kind, "  " * (section.level - 1) + (section.heading or ""))
        for section in report.sections
    ]
    screen.print(console.table("Outline", ("at", "kind", "heading"), rows, right=("at",)))


def _facts(screen: Console, report: Report) -> None:
    names = {channel.id: channel.name or channel.kind for channel in report.channels}
    rows = [
        (
            fact.id,
            fact.start,
            Text(fact.kind, style="cyan"),
            fact.stage,
            Text(f"{_BOUND.get(fact.bound, '')}{number(fact.value)}", style="bold"),
            fact.unit,
            fact.category,
            names.get(fact.channel or ""),
            "" if fact.scope == "year" else fact.scope,
            fact.part_of,
            Text(fact.text, style="green"),
        )
        for fact in report.facts
    ]
    head = ("id", "at", "kind", "stage", "value", "unit", "category", "channel", "scope", "part of", "text")
    screen.print(console.table("Facts", head, rows, right=("at", "value")))


def _channels(screen: Console, report: Report) -> None:
    rows = [
        (
            channel.id,
            Text(channel.kind, style="cyan"),
            channel.name,
            len(channel.mentions),
            _mentioned(channel.mentions),
        )
        for channel in report.channels
    ]
    screen.print(console.table("Channels", ("id", "kind", "name", "times", "as"), rows, right=("times",)))


def _mentioned(mentions: tuple[Mention, ...]) -> str:
    return "、".join(dict.fromkeys(mention.text for mention in mentions))


def _items(screen: Console, report: Report) -> None:
    remedies = {item.id: item for item in report.remedies}
    answered: set[str] = set()
    screen.print(Text("Problems and remedies", style="bold"))
    for problem in report.problems:
        screen.print(_item(problem, "red"), soft_wrap=True)
        for link in problem.remedies:
            answered.add(link.remedy)
            line = Text(f"    → by {link.by} ({link.confidence:.2f}) ", style="dim")
            screen.print(line.append_text(_item(remedies[link.remedy], "green")), soft_wrap=True)
    for item in report.remedies:
        if item.id not in answered:
            screen.print(_item(item, "green"), soft_wrap=True)
    screen.print()


def _item(item: Item, style: str) -> Text:
    return Text(f"{item.id} ", style="dim").append(f"[{item.aspect}] ", style="cyan").append(item.text, style=style)


def _tables(screen: Console, report: Report) -> None:
    def rows() -> Iterator[tuple[object, ...]]:
        for table in report.tables:
            states = Counter(cell.status for cell in table.cells)
            listed = ", ".join(f"{status} {count}" for status, count in sorted(states.items()))
            yield table.start, Text(table.kind, style="cyan"), table.template, len(table.cells), listed

    head = ("at", "table", "template", "cells", "of which")
    screen.print(console.table("Statutory tables", head, rows(), right=("at", "cells")))


def _checks(screen: Console, report: Report) -> None:
    rows = [
        (
            Text(check.status, style=_STATUS.get(check.status, "default")),
            check.check,
            number(check.expected),
            number(check.actual),
            check.message,
        )
        for check in report.checks
        if check.status == "fail"
    ]
    unknown = Counter(check.check for check in report.checks if check.status == "unknown")
    rows += [
        (
            Text("unknown", style=_STATUS.get("unknown", "default")),
            name,
            "",
            "",
            f"{count} times: a number that it needs is blank or missing",
        )
        for name, count in unknown.items()
    ]
    passed = sum(check.status == "pass" for check in report.checks)
    title = f"Checks: {passed} of {len(report.checks)} passed"
    if rows:
        screen.print(
            console.table(
                title, ("status", "check", "expected", "actual", "message"), rows, right=("expected", "actual")
            )
        )
    else:
        screen.print(Text(title, style="bold"))


def _warnings(screen: Console, report: Report) -> None:
    for warning in report.warnings:
        where = "" if warning.start is None else f" at {warning.start}"
        screen.print(Text(f"Warning {warning.code}{where}: {warning.message}", style="yellow"), soft_wrap=True)
