"""Checks of a government's report against those of the organs under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extract.panel.across import Crossed, Side
from extract.panel.figures import Figures
from extract.panel.organs import Organ
from extract.panel.rows import Seen

ITEMS = (
    *("applications/new/total", "applications/outcome_total/total"),
    *("proactive/license/decisions", "proactive/penalty/decisions", "proactive/coercion/decisions"),
    "review_litigation/cases/review_total",
)
SHARE = 0.05  # by how much the children may exceed their parent: cases that two of them count, or that were handed on


def families(found: Sequence[Organ]) -> dict[str, list[Organ]]:
    """The children of each government, by its id.

    A government's children are the departments in its place and the governments one level below it; places are those
    of the names, or of the paths where names leave them out.
    """
    governments: dict[tuple[str, ...], list[Organ]] = {}
    for organ in found:
        if organ.node.kind == "government" and organ.node.chain and not organ.node.folder:
            governments.setdefault(organ.node.chain, []).append(organ)
    out: dict[str, list[Organ]] = {}
    for organ in found:
        chain = organ.node.chain if organ.node.kind == "department" else organ.node.chain[:-1]
        parents = governments.get(chain, ())
        if len(parents) == 1 and parents[0].id != organ.id and organ.node.kind != "office":
            out.setdefault(parents[0].id, []).append(organ)
    return out


def sums(
    found: Sequence[Organ], seen: Sequence[Seen], counted: Mapping[str, Mapping[int, int]], cells: Figures
) -> Iterator[Crossed]:
    """``children_sum``: for every government and year with children in the run, each item against their sum."""
    under = families(found)
    for organ in found:
        for year in sorted(counted.get(organ.id, {})):
            known = [child for child in under.get(organ.id, ()) if _lived(child, counted, year)]
            there = [child for child in known if year in counted[child.id]]
            if there:
                now = seen[counted[organ.id][year]]
                yield from _sums(organ, year, now, known, there, seen, counted, cells)


def _lived(child: Organ, counted: Mapping[str, Mapping[int, int]], year: int) -> bool:
    """Does the organ report before and after, or on, the year?"""
    years = counted.get(child.id, {})
    return bool(years) and min(years) <= year <= max(years)


def _sums(
    organ: Organ,
    year: int,
    now: Seen,
    known: Sequence[Organ],
    there: Sequence[Organ],
    seen: Sequence[Seen],
    counted: Mapping[str, Mapping[int, int]],
    cells: Figures,
) -> Iterator[Crossed]:
    mine = cells.get(now.path, {})
    reports = [(child, seen[counted[child.id][year]]) for child in there]
    for item in ITEMS:
        parent = Side(now, mine.get(item), organ.id)
        if parent.figure is None:
            continue
        sides = [Side(report, cells.get(report.path, {}).get(item), child.id) for child, report in reports]
        valued = [side for side in sides if side.value is not None]
        total = sum(side.value for side in valued if side.value is not None) if valued else None
        complete = len(valued) == len(known)
        slack = round(SHARE * parent.value, 6) if parent.value is not None else 0.0
        status = "unknown"
        if complete and parent.value is not None and total is not None:
            status = "pass" if total <= parent.value + slack else "fail"
        words = (
            f"{len(valued)} of {len(known)} known children state it ({len(there)} have a report), together "
            f"{'nothing' if total is None else f'{total:g}'}; {organ.name} states {parent.told}"
        )
        if status == "unknown" and total is not None and parent.value is not None and total > parent.value + slack:
            words += "; these alone are more than the whole"
        yield Crossed(
            "children_sum", item, organ, year, status, total, parent.value, slack, words, tuple(sides), (parent,)
        )
