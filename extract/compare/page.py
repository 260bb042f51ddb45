"""A comparison as one page that needs no network, readable on a screen and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extract.compare import summary as told
from extract.compare.change import OUTCOMES, TABLES, line
from extract.compare.runs import Tally
from extract.results import Results

SHOWN = 200  # changes of a table and an outcome that the page shows; changes.csv has them all


def page(a: Results, b: Results, tally: Tally, confidence: float, examples: told.Examples) -> str:
    """The page. All text is escaped: a report may hold markup."""
    from jinja2 import Environment, FileSystemLoader

    env = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    env.filters |= {"what": told.what, "line": line, "short": told.short}
    parts: list[dict[str, Any]] = []
    for table in TABLES:
        listed = examples.of(table)
        there = sum(tally.tables[table, outcome] for outcome in OUTCOMES)
        if there:
            parts.append({"table": table, "changes": listed, "there": there})
    made = told.made_of(a, b)
    return env.get_template("page.html").render(
        a=a,
        b=b,
        tally=tally,
        confidence=confidence,
        made=told.shown(made),
        unexplained=told.unexplained(tally, made),
        tables=told.by_table(tally),
        kinds=told.lines(tally.kinds),
        rules=told.lines(tally.rules),
        fields=told.fields(tally),
        parts=parts,
        outcomes=OUTCOMES,
        totals={outcome: tally.total(outcome) for outcome in OUTCOMES},
    )
