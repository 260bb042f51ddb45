"""``gongkai diff``: what changed between two runs."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

from rich.text import Text

from extract.cli import console
from extract.compare import summary as told
from extract.compare.change import OUTCOMES, Change
from extract.compare.files import sheets
from extract.compare.page import SHOWN, page
from extract.compare.runs import Tally, compare
from extract.errors import ExtractError
from extract.results import Results, load

LINES = 25  # kinds and rules that are listed on the terminal


def run(run_a: str, run_b: str, out: Path | None, confidence: float, examples: int, as_json: bool, fail_on: str) -> int:
    """Run the command.

    Returns
    -------
    int
        Exit code: 0, 1 where something differs that ``--fail-on`` names, 2 where a run, an option or the folder cannot
        be used.
    """
    tally = Tally()
    try:
        told.failing(tally, fail_on)  # an odd option is told before the work, not after it
        a, b = load(run_a), load(run_b)
        kept = told.Examples(max(examples, SHOWN if out else 0))
        with sheets(out) if out else nullcontext() as files:
            for change in compare(a, b, tally, confidence=confidence):
                kept.add(change)
                if files:
                    files.add(change)
            if files:
                files.page(page(a, b, tally, confidence, kept))
        first = kept.first(examples)
        if as_json:
            data = told.summary(a, b, tally, confidence, first)
            console.stdout().print(json.dumps(data, ensure_ascii=False, indent=1), markup=False, soft_wrap=True)
        else:
            _show(a, b, tally, confidence, first)
            if out:
                console.stdout().print(Text(f"Every change with its words: {out / 'diff.html'} (also changes.csv)"))
        return int(told.failing(tally, fail_on))
    except ExtractError as error:
        console.complain(error)
        return 2


def _show(a: Results, b: Results, tally: Tally, confidence: float, first: list[Change]) -> None:
    screen = console.stdout()
    made = told.made_of(a, b)
    if not tally.differs:
        few = sum(tally.quiet.values())
        moved = f" ({few:,} confidences moved by no more than {confidence:g})" if few else ""
        other = ", ".join(one.name for one in made if one.differs)
        made_of = f"; made of other {other}" if other else ""
        screen.print(Text(f"The same: {sum(tally.reports.values()):,} reports, nothing differs{moved}{made_of}"))
        return
    rows = [
        (one.name, told.short(one.a) or "–", (told.short(one.b) or "–") if one.differs else "the same")
        for one in told.shown(made)
    ]
    screen.print(console.table(f"A {a.out}  B {b.out}", ("made of", "A", "B"), rows))
    if unexplained := told.unexplained(tally, made):
        screen.print(unexplained + "\n")
    counts = tally.reports
    screen.print(
        f"Reports: {counts['same']:,} the same, {counts['changed']:,} told differently, {counts['moved']:,} moved "
        f"(same bytes, other path), {counts['edited']:,} edited (same path, other bytes), "
        f"{counts['only_a']:,} in A alone, {counts['only_b']:,} in B alone\n"
    )
    head = ("table", "compared in A", "in B", *OUTCOMES, "confidence moved less")
    tables = [(name, *(f"{n:,}" if n else "–" for n in numbers)) for name, *numbers in told.by_table(tally)]
    screen.print(console.table("By table", head, tables, right=head[1:]))
    _lines("By kind", "kind", told.lines(tally.kinds))
    _lines("By rule", "rule or model", told.lines(tally.rules))
    changed = ", ".join(f"{table}.{name} {n:,}" for (table, name), n in told.fields(tally))
    if changed:
        screen.print(Text(f"Fields that changed: {changed}\n"), soft_wrap=True)
    for change in first:
        _example(change)


def _lines(title: str, name: str, lines: list[told.Line]) -> None:
    if not lines:
        return
    screen, head = console.stdout(), ("table", name, *OUTCOMES)
    rows = [(table, label, *(f"{n:,}" if n else "–" for n in numbers)) for table, label, *numbers in lines[:LINES]]
    screen.print(console.table(title, head, rows, right=OUTCOMES))
    if len(lines) > LINES:
        screen.print(f"… and {len(lines) - LINES:,} more (--out DIR writes them all)\n")


_STYLE = {"won": "green", "lost": "red", "changed": "yellow"}


def _example(change: Change) -> None:
    screen = console.stdout()
    head = Text(change.change, style=_STYLE[change.change])
    place = change.b or change.a
    at = f":{place.start}" if place and place.start is not None else ""
    edited = "" if change.same_text else " (text edited)"
    head.append(f" {change.table} {change.kind}  {change.path}{at}{edited}", style="default")
    screen.print(head, soft_wrap=True)
    screen.print(Text(f"  {told.what(change)}"), soft_wrap=True)
    contexts = dict.fromkeys(side.context for side in (change.a, change.b) if side and side.context)
    for context in contexts:
        screen.print(Text(f"  {context}", style="dim"), soft_wrap=True)
