"""``gongkai show``: one report for a person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from extract.cli import console
from extract.cli.console import number
from extract.cli.finding import meant, seen
from extract.errors import ExtractError, InputError

BOUND = {"exact": "", "approx": "≈", "at_least": "≥", "at_most": "≤"}
STATUS = {"pass": "green", "fail": "bold red", "unknown": "yellow"}

Record = Mapping[str, Any]


def show(file: Path, name: str | None, only: str, as_json: bool, pager: bool) -> int:
    """Print what was read from one report; returns the exit code."""
    try:
        wanted = parts(only)
        record = seen(file, name).record
    except ExtractError as error:
        console.complain(error)
        return 1
    if as_json:
        keys = {key for part in wanted for key in PARTS[part][1]}
        told = (
            record if not only else {"report_id": record["report_id"]} | {k: v for k, v in record.items() if k in keys}
        )
        console.stdout().out(json.dumps(told, ensure_ascii=False, indent=1), highlight=False)
        return 0

    def make(screen: Console) -> None:
        for part in wanted:
            PARTS[part][0](screen, record)

    console.paged(make, pager=pager)
    return 0


def parts(only: str) -> list[str]:
    """The parts to show, in the order in which they are shown.

    Raises
    ------
    InputError
        Where one is not known.
    """
    asked = [one.strip() for one in only.split(",") if one.strip()]
    asked = [_ALSO.get(one, one) for one in asked]
    for one in asked:
        if one not in PARTS:
            raise InputError(f"there is no part {one!r}{meant(one, list(PARTS))} (there are: {', '.join(PARTS)})")
    return [one for one in PARTS if not asked or one in asked]


def _head(screen: Console, record: Record) -> None:
    organ, period, title = record["organ"], record["period"], record["title"]
    heading = title["text"] if title else record["source"]["path"]
    screen.print(Text(heading, style="bold cyan"), soft_wrap=True)
    said = (
        ("organ", f"{organ['text']} ({organ['level']})" if organ else None),
        ("year", record["year"]),
        ("period", f"{period['start_date']} to {period['end_date']}" if period else None),
        *((contact["kind"], contact["value"]) for contact in record["contacts"]),
        ("id", record["report_id"]),
    )
    for name, value in said:
        screen.print(
            Text(f"{name:>9}  ", style="dim").append(str(value or "not stated"), style="default"), soft_wrap=True
        )


def _outline(screen: Console, record: Record) -> None:
    rows = [
        (one["start"], one["kind"], "  " * (one["level"] - 1) + (one["heading"] or "")) for one in record["sections"]
    ]
    console.fitted(screen, "Outline", ("at", "kind", "heading"), rows, right=("at",))


def _facts(screen: Console, record: Record) -> None:
    names = {channel["id"]: channel["name"] or channel["kind"] for channel in record["channels"]}
    rows = [
        (
            fact["id"],
            fact["start"],
            Text(fact["kind"], style="cyan"),
            fact["stage"],
            Text(f"{BOUND.get(fact['bound'], '')}{number(fact['value'])}", style="bold"),
            fact["unit"],
            fact["category"],
            names.get(fact["channel"] or ""),
            "" if fact["scope"] == "year" else fact["scope"],
            fact["part_of"],
            Text(fact["text"], style="green"),
        )
        for fact in record["facts"]
    ]
    head = ("id", "at", "kind", "stage", "value", "unit", "category", "channel", "scope", "part of", "text")
    console.fitted(screen, "Facts", head, rows, right=("at", "value"), short=(_SHORT, list(map(_short, rows))))


_SHORT = ("id", "at", "kind", "value", "more")


def _short(row: Sequence[Any]) -> Sequence[object]:
    """A fact in five columns: kind with stage, value with unit, and the rest in one."""
    key, at, kind, stage, value, unit, category, channel, scope, part_of, _ = row
    more = (category, channel, scope, part_of and f"in {part_of}")
    amount = Text(f"{value.plain} {unit or ''}".strip(), style="bold")
    return key, at, kind + Text(f"/{stage}" if stage else ""), amount, " · ".join(filter(None, more))


def _channels(screen: Console, record: Record) -> None:
    rows = [
        (
            channel["id"],
            Text(channel["kind"], style="cyan"),
            channel["name"],
            len(channel["mentions"]),
            "、".join(dict.fromkeys(mention["text"] for mention in channel["mentions"])),
        )
        for channel in record["channels"]
    ]
    console.fitted(screen, "Channels", ("id", "kind", "name", "times", "as"), rows, right=("times",))


def _items(screen: Console, record: Record) -> None:
    remedies = {item["id"]: item for item in record["remedies"]}
    answered: set[str] = set()
    screen.print(Text("Problems and remedies", style="bold"))
    for problem in record["problems"]:
        _item(screen, problem, "red")
        for link in problem["remedies"]:
            answered.add(link["remedy"])
            lead = Text(f"    → by {link['by']} ({link['confidence']:.2f}) ", style="dim")
            _item(screen, remedies[link["remedy"]], "green", lead)
    for item in record["remedies"]:
        if item["id"] not in answered:
            _item(screen, item, "green")
    screen.print()


def _item(screen: Console, item: Record, style: str, lead: Text | None = None) -> None:
    """One line; on a terminal what does not fit goes on under itself."""
    name = (lead or Text()).append(f"{item['id']} ", style="dim")
    line = Text(f"[{item['aspect']}] ", style="cyan").append(item["text"], style=style)
    if screen.is_terminal:
        console.hang(screen, name, line)
    else:
        screen.print(name.append_text(line), soft_wrap=True)


def _tables(screen: Console, record: Record) -> None:
    def rows() -> Iterator[tuple[object, ...]]:
        for table in record["tables"]:
            states = Counter(cell["status"] for cell in table["cells"])
            listed = ", ".join(f"{status} {count}" for status, count in sorted(states.items()))
            yield table["start"], Text(table["kind"], style="cyan"), table["template"], len(table["cells"]), listed

    head = ("at", "table", "template", "cells", "of which")
    console.fitted(screen, "Statutory tables", head, rows(), right=("at", "cells"))


def _checks(screen: Console, record: Record) -> None:
    checks = record["checks"]
    rows = [
        (
            Text(check["status"], style=STATUS.get(check["status"], "default")),
            check["check"],
            number(check["expected"]),
            number(check["actual"]),
            check["message"],
        )
        for check in checks
        if check["status"] == "fail"
    ]
    why = "a number that it needs is blank or missing"
    unknown = Counter(check["check"] for check in checks if check["status"] == "unknown")
    for name, count in unknown.items():
        rows.append((Text("unknown", style=STATUS["unknown"]), name, "", "", f"{count} times: {why}"))
    title = f"Checks: {sum(check['status'] == 'pass' for check in checks)} of {len(checks)} passed"
    if rows:
        head = ("status", "check", "expected", "actual", "message")
        console.fitted(screen, title, head, rows, right=("expected", "actual"))
    else:
        screen.print(Text(title, style="bold"))


def _warnings(screen: Console, record: Record) -> None:
    for warning in record["warnings"]:
        where = "" if warning["start"] is None else f" at {warning['start']}"
        screen.print(Text(f"Warning {warning['code']}{where}: {warning['message']}", style="yellow"), soft_wrap=True)


#: parts of a report by the name that ``--only`` takes: what prints them, and their fields in the record
PARTS: Mapping[str, tuple[Callable[[Console, Record], None], tuple[str, ...]]] = {
    "head": (_head, ("source", "title", "organ", "year", "period", "contacts")),
    "outline": (_outline, ("sections",)),
    "facts": (_facts, ("facts",)),
    "channels": (_channels, ("channels",)),
    "problems": (_items, ("problems", "remedies")),
    "tables": (_tables, ("tables",)),
    "checks": (_checks, ("checks",)),
    "warnings": (_warnings, ("warnings",)),
}
_ALSO = {"remedies": "problems", "sections": "outline"}  # what the record calls them
