"""Statutory tables of generated reports: numbers whose sums hold, and the layouts in which they reach us.

A layout is made once for each form and kind, with a hole for each number; a table is that layout with its holes filled.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import forms

Draw = Callable[[], float]  # Random.random: the one draw that costs next to nothing
Values = dict[str, list[str]]  # row of the record -> its cells, as written

HOLE = "\x00"
LAYOUTS: dict[str, Callable[[forms.Rows], str]] = {
    "cells": forms.in_cells,
    "tabs": forms.in_tabs,
    "pipes": forms.in_pipes,
    "gaps": forms.in_gaps,
    "lines": forms.in_lines,
    "double lines": lambda rows: forms.in_lines(rows, "\n\n"),
    "spaced": forms.spaced,
    "glued": forms.glued,
}
#: how often each layout comes, in hundredths: most sites print a cell a line or a row a line
SHARES = {"cells": 52, "tabs": 18, "pipes": 6, "gaps": 8, "lines": 6, "double lines": 4, "spaced": 2, "glued": 4}
KEEP_BLANKS = ("cells", "tabs", "pipes")
_LIKELY = ("granted", "granted", "granted", "partly_granted", "unavailable_not_held", "refused_process")


def filled(form: str, values: Values) -> str:
    """The layout ``form`` with these numbers in its holes."""
    return form % tuple(cell for row in values.values() for cell in row)


@cache
def layout(kind: str, template: str, dialect: str) -> str:
    """The table of that kind in that dialect as a format string, a ``%s`` for each number."""
    return holes(LAYOUTS[dialect](rows(kind, template)))


def holes(text: str) -> str:
    """``text`` as a format string."""
    return text.replace("%", "%%").replace(HOLE, "%s")


@cache
def _names(kind: str, template: str) -> tuple[tuple[str, int], ...]:
    """The rows of a table with the number of their cells, in the order in which it prints them."""
    if kind == "proactive":
        groups = forms.PROACTIVE[template]
        return tuple((key, len(columns)) for _, columns, labels in groups for key in labels)
    if kind == "applications":
        return tuple((key, 7) for key in forms.application_rows(template))
    if kind == "statistics":
        return tuple((place, 1) for place, _, _ in forms.STATISTICS if place is not None)
    return (("cases", 15),)


def rows(kind: str, template: str) -> forms.Rows:
    """The rows of a form, every number a hole."""
    blank = {key: [HOLE] * width for key, width in _names(kind, template)}
    if kind == "proactive":
        return forms.proactive(blank, template)
    if kind == "applications":
        return forms.applications(blank, template)
    if kind == "statistics":
        return forms.statistics(dict.fromkeys(blank, HOLE))
    return forms.reviews(blank["cases"])


def proactive(draw: Draw, template: str, small: bool) -> Values:
    """The first table; ``small``: numbers of one digit, for layouts that run cells together."""
    top = 9 if small else 260
    out: Values = {}
    for key, width in _names("proactive", template):
        if key == "regulation":
            out[key] = ["0"] * width
        elif key == "normative_document":
            made = int(draw() * 4)
            out[key] = [str(made), str(int(draw() * 2) if template == "2021" else made), str(made + int(draw() * 5))]
        elif key == "procurement":
            out[key] = ["0", "0"] if small else [str(int(draw() * 30)), f"{draw() * 900:.2f}万"]
        elif width == 1:
            out[key] = [str(int(draw() * top)) if key != "fee" or small else f"{draw() * 50:.2f}"]
        else:
            change = "0" if small or draw() < 0.5 else ("增", "减")[draw() < 0.5] + str(1 + int(draw() * 9))
            out[key] = [str(int(draw() * min(top, 60))), change, str(int(draw() * top))][:width]
    return out


def applications(draw: Draw, template: str, small: bool, blank: str) -> Values:
    """The second table: new and carried in are the outcomes and what is carried out, every total the sum of its parts."""
    names = [key for key, _ in _names("applications", template)]
    counts = dict.fromkeys(names, (0,) * 7)
    zero = ["0"] * 7 if blank == "0" else [blank] * 6 + ["0"]
    if draw() < 0.75:
        counts = {key: [0] * 7 for key in names}  # type: ignore[misc]
        columns = (0,) if small or draw() < 0.6 else (0, int(1 + draw() * 5))
        outcomes = names[2:-2]  # between what came in and the totals
        left = 8  # of a table in small numbers: its totals have one digit too
        for column in columns:
            new = int(draw() ** 3 * (left + 1 if small else 60))
            carried = int(draw() * 3) if draw() < 0.3 and new < left else 0
            over = min(new, int(draw() * 3)) if draw() < 0.3 else 0
            done = new + carried - over
            given = [("new", new), ("carried_in", carried), ("outcome_total", done), ("carried_out", over)]
            while done:
                some = done if draw() < 0.5 else 1 + int(draw() * done)
                key = _LIKELY[int(draw() * 6)] if draw() < 0.7 else outcomes[int(draw() * len(outcomes))]
                given.append((key, some))
                done -= some
            for key, some in given:
                counts[key][column] += some  # type: ignore[index]
                counts[key][6] += some  # type: ignore[index]
    return {
        key: [str(n) if n or at == 6 else blank for at, n in enumerate(row)] if row[6] else zero
        for key, row in counts.items()
    }


def reviews(draw: Draw) -> Values:
    """The third table: four results and their total, three times over."""
    out: list[int] = []
    for _ in range(3):
        results = [int(draw() * 3) if draw() < 0.15 else 0 for _ in range(4)]
        out += [*results, sum(results)]
    return {"cases": list(map(str, out))}


def statistics(draw: Draw, total: int, received: int) -> Values:
    """The statistics of 2014 to 2018, as many items and applications as the narrative states."""
    out = {key: ["0"] for key, _ in _names("statistics", "legacy")}

    def say(place: str, count: int) -> None:
        out[place] = [str(count)]

    say("proactive/information/disclosed", total)
    site = int(total * draw())
    say("proactive/website/disclosed", site)
    say("proactive/wechat/disclosed", total - site)
    online = int((received + 1) * draw())
    say("applications/new/total", received)
    say("applications/new_online/total", online)
    say("applications/new_letter/total", received - online)
    for place in ("completed", "completed_on_time", "outcome_total"):
        say(f"applications/{place}/total", received)
    refused = int((received + 1) * draw() * 0.4)
    say("applications/granted/total", received - refused)
    say("applications/refused/total", refused)
    say("applications/refused_privacy/total", refused)
    say("staffing/staff_full_time/count", 1 + int(draw() * 3))
    say("staffing/staff_part_time/count", int(draw() * 6))
    staff = int(out["staffing/staff_full_time/count"][0]) + int(out["staffing/staff_part_time/count"][0])
    say("staffing/staff/count", staff)
    say("training/course/count", 1 + int(draw() * 4))
    say("training/trained/count", 20 + int(draw() * 200))
    return out


def dialect(rng: Random) -> str:
    """One of the layouts, by their shares."""
    return rng.choices(list(SHARES), list(SHARES.values()))[0]
