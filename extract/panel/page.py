"""The columns of the panel's tables as a page of the documentation (``make docs``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.lexicon.crosswalk import variables as crosswalk
from extract.panel import narrative, wide
from extract.panel.variables import SURE, Labelled, numbers, stata, statuses
from extract.panel.variables import wide as columns

_INTRO = f"""# Columns of the panel

Made from `extract/panel/wide.toml` and the [crosswalk](crosswalk.md) by `make docs`; a test holds it current. Do not
edit. How to make and use a panel: [panel.md](panel.md).

The tables `wide` and `wide_sure` have a row an organ-year and these columns. `wide_sure` looks only at facts, channels,
problems and remedies with a confidence of {SURE} and more; what it leaves out is `unsure` there, not `unstated`.

## Statuses

Beside each variable stands a column `…_status` that says why there is a value, or why there is none. In Stata and SPSS
it is a labelled number, and the variable itself has a missing value that says the same.

| status | 中文 | meaning | has a value | code | Stata | SPSS |
|---|---|---|---|---|---|---|
"""
_PARTS = (
    ("form", "Variables of the statutory tables", "What each counts in which form: [crosswalk](crosswalk.md)."),
    (
        "said",
        "Numbers of the narrative",
        "`…_bound` says how exact the number is, `…_conf` how sure it is that it is read right. The table `narrative` "
        "names the facts that each rests on. Where a unit is given, numbers in other units are taken if none is in it.",
    ),
    ("n", "Things counted", "`none_found`: there is a section on problems, but no such item was found in it."),
    (
        "channel",
        "Kinds of channels",
        "1 where the report names such a channel as used. No report says of all channels which it does not use: where "
        "one is not mentioned there is no value, and no 0.",
    ),
    ("problem", "Aspects of problems", "Of all problems together; an item may have several aspects."),
    ("remedy", "Aspects of remedies", "Of all remedies together; an item may have several aspects."),
)


def page() -> str:
    """The page as Markdown."""
    out = [_INTRO.rstrip()]
    for one in statuses().values():
        place = ("yes", "", "") if one.value else ("no", f"`.{one.missing}`", str(one.spss))
        out.append(f"| `{one.name}` | {one.zh} | {one.en} | {place[0]} | {one.code} | {place[1]} | {place[2]} |")
    out += ["", "## What the row is about", "", "| column | 中文 | type | meaning |", "|---|---|---|---|"]
    out += [_plain(one) for one in columns() if not one.of]
    for sort, title, words in _PARTS:
        out += ["", f"## {title}", "", words, ""]
        out += ["| columns | 中文 | meaning | unit | statuses | in Stata |", "|---|---|---|---|---|---|"]
        out += [_variable(group) for group in _groups() if _sort(group[0].of) == sort]
    for name, doc, listed in (
        ("narrative", narrative.DOC, narrative.COLUMNS),
        ("uncounted", wide.UNCOUNTED_DOC, wide.UNCOUNTED),
    ):
        out += ["", f"## Table {name}", "", f"{doc[0].upper()}{doc[1:]}.", ""]
        out += ["| column | 中文 | type | meaning |", "|---|---|---|---|", *map(_plain, listed)]
    return "\n".join(out) + "\n"


def _plain(one: Labelled) -> str:
    return f"| `{one.name}` | {one.column.zh} | {one.column.type} | {one.column.doc} |"


def _groups() -> Iterator[Sequence[Labelled]]:
    """The columns of each variable."""
    for name in dict.fromkeys(one.of for one in columns() if one.of):
        yield [one for one in columns() if one.of == name]


def _sort(name: str) -> str:
    if name in {variable.name for variable in crosswalk()}:
        return "form"
    return "said" if name in {number.name for number in numbers()} else name.partition("_")[0]


def _variable(group: Sequence[Labelled]) -> str:
    value = group[0]
    names = " ".join(f"`{one.name}`" for one in group)
    known = " ".join(f"`{status}`" for status in value.statuses)
    short = f"`{stata(value.name)}`" if stata(value.name) != value.name else ""
    return f"| {names} | {value.column.zh} | {value.column.doc} | {value.unit} | {known} | {short} |"
