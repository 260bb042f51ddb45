"""A small scorer: how well a record agrees with a gold record of the same text (fields as in the data dictionary).

Found things are paired with gold ones, best first, one to one. Facts agree in kind, stage, value and place; channels in
kind and name; problems and remedies cover at least half of each other; a link is right where both its ends are paired.
Cells, title, organ, year, period, contacts and sections are right or wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Thing = dict[str, Any]
SAME = 1e-6


@dataclass
class Count:
    """Right, found and wanted things of one name."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, right: int, found: int, wanted: int) -> None:
        self.right, self.found, self.wanted = self.right + right, self.found + found, self.wanted + wanted

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where nothing was there and nothing was found."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


def score(pairs: Iterable[tuple[Thing, Thing]]) -> dict[str, Count]:
    """Counts by name over all pairs of a gold record and the record made."""
    counts: dict[str, Count] = defaultdict(Count)
    for gold, record in pairs:
        for name, right, found, wanted in [
            *_exact(gold, record),
            *_facts(gold, record),
            *_items(gold, record),
            *_cells(gold, record),
        ]:
            counts[name].add(right, found, wanted)
        channels = pair(gold["channels"], record["channels"], _same_channel)
        counts["channels"].add(len(channels), len(record["channels"]), len(gold["channels"]))
    return counts


def overlap(one: Thing, other: Thing) -> float:
    """Shared characters of two spans over the characters of both; of two texts, where a gold record has no offsets."""
    if "start" not in one:
        short, long = sorted((squash(one["text"]), squash(other["text"])), key=len)
        match = SequenceMatcher(None, short, long, autojunk=False).find_longest_match()
        return match.size / ((len(short) + len(long) - match.size) or 1)
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return max(0, shared) / (max(one["end"], other["end"]) - min(one["start"], other["start"]) or 1)


def pair(
    wanted: Sequence[Thing], found: Sequence[Thing], fit: Callable[[Thing, Thing], float]
) -> list[tuple[Thing, Thing]]:
    """One-to-one pairs in falling order of fit; 0 is never paired."""
    ranked = sorted(
        ((-fit(w, f), abs(i - j), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)), key=lambda row: row
    )
    used: tuple[set[int], set[int]] = (set(), set())
    out = []
    for fitness, _, i, j in ranked:
        if fitness < 0 and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            out.append((wanted[i], found[j]))
    return out


def squash(text: str | None) -> str:
    return "".join((text or "").split())


def same_number(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= SAME * max(1.0, abs(one))


def _exact(gold: Thing, record: Thing) -> Iterable[tuple[str, int, int, int]]:
    def told(report: Thing) -> dict[str, Any]:
        period, organ = report["period"], report["organ"]
        return {
            "title": squash(report["title"] and report["title"]["text"]),
            "organ": organ and (squash(organ["text"]), organ["level"]),
            "year": report["year"],
            "period": period and (period["start_date"], period["end_date"]),
        }

    for name, want in told(gold | {"period": gold.get("period")}).items():
        if name in gold:
            yield name, int(told(record)[name] == want), 1, 1
    for name, key in (("contacts", _contact), ("sections", _section)):
        want, got = ({key(thing) for thing in report[name]} - {None} for report in (gold, record))
        yield name, len(want & got), len(got), len(want)


def _contact(contact: Thing) -> tuple[str, str]:
    return contact["kind"], squash(contact["value"])


def _section(section: Thing) -> tuple[str, str] | None:
    if section.get("level", 1) > 1 or section["kind"] in ("preamble", "subsection"):
        return None
    return section["kind"], squash(section["heading"]).rstrip("：:。")


def _same_fact(want: Thing, got: Thing) -> float:
    same = want["kind"] == got["kind"] and (want.get("stage") or None) == (got.get("stage") or None)
    if not same or not same_number(want["value"], got["value"]):
        return 0.0
    shared = overlap(want, got)
    return max(shared, 0.1) if want["value"] == 0 else shared if shared >= 0.3 else 0.0  # a denial has many words


def confidences(pairs: Iterable[tuple[Thing, Thing]]) -> dict[float, Count]:
    """For each confidence that facts have, how many of them are right."""
    out: dict[float, Count] = defaultdict(Count)
    for gold, record in pairs:
        right = {got["id"] for _, got in pair(gold["facts"], record["facts"], _same_fact)}
        for fact in record["facts"]:
            out[fact["confidence"]].add(fact["id"] in right, 1, 1)
    return dict(sorted(out.items()))


def _facts(gold: Thing, record: Thing) -> Iterable[tuple[str, int, int, int]]:
    for name, others in (("facts", False), ("facts_other", True)):
        want, got = (
            [fact for fact in report["facts"] if (fact["kind"] == "other") is others] for report in (gold, record)
        )
        pairs = pair(want, got, _same_fact)
        yield name, len(pairs), len(got), len(want)
        if not others:
            for relation, asked, right in _relations(gold, record, pairs):
                yield relation, right, asked, asked


def _relations(gold: Thing, record: Thing, pairs: Sequence[tuple[Thing, Thing]]) -> Iterable[tuple[str, int, int]]:
    """Class, channel and total of the facts found, where gold or record has one: name, how many, how many right."""
    kinds = [{channel["id"]: channel["kind"] for channel in report["channels"]} for report in (gold, record)]
    facts = [{fact.get("id"): fact for fact in report["facts"]} for report in (gold, record)]
    for want, got in pairs:
        classes = squash(want.get("category")), squash(got.get("category"))
        if any(classes):
            shared = SequenceMatcher(None, *classes, autojunk=False).find_longest_match().size
            yield "category", 1, int(2 * shared >= sum(map(len, classes)) - shared)
        ways = kinds[0].get(want.get("channel")), kinds[1].get(got.get("channel"))
        if any(ways):
            yield "fact_channel", 1, int(ways[0] == ways[1])
        totals = facts[0].get(want.get("part_of")), facts[1].get(got.get("part_of"))
        if totals[0] or totals[1]:
            right = totals[0] and totals[1] and same_number(totals[0]["value"], totals[1]["value"])
            yield "part_of", 1, int(bool(right))


def _same_channel(want: Thing, got: Thing) -> float:
    one, other = squash(want.get("name")), squash(got.get("name"))
    if want["kind"] != got["kind"] or bool(one) != bool(other):
        return 0.0
    if one in other or other in one:
        return min(len(one), len(other)) / (max(len(one), len(other)) or 1) if one else 1.0
    return 0.0


def _items(gold: Thing, record: Thing) -> Iterable[tuple[str, int, int, int]]:
    ids: dict[str, dict[str, str]] = {}
    for name in ("problems", "remedies"):
        pairs = pair(
            gold[name], record[name], lambda want, got: shared if (shared := overlap(want, got)) >= 0.5 else 0.0
        )
        yield name, len(pairs), len(record[name]), len(gold[name])
        agreed = sum(got["aspect"] in (want["aspect"], *want.get("aspects", ())) for want, got in pairs)
        yield "aspect", agreed, len(pairs), len(pairs)
        ids[name] = {got["id"]: want["id"] for want, got in pairs}
    if any(problem.get("remedies") for problem in gold["problems"]):
        want = {(problem["id"], link["remedy"]) for problem in gold["problems"] for link in problem.get("remedies", ())}
        got = [(problem["id"], link["remedy"]) for problem in record["problems"] for link in problem["remedies"]]
        right = sum((ids["problems"].get(problem), ids["remedies"].get(remedy)) in want for problem, remedy in got)
        yield "links", right, len(got), len(want)


def _cells(gold: Thing, record: Thing) -> Iterable[tuple[str, int, int, int]]:
    made = {(table["kind"], cell["row"], cell["column"]): cell for table in record["tables"] for cell in table["cells"]}
    for table in gold.get("tables", ()):
        right = 0
        for cell in table["cells"]:
            got = made.get((table["kind"], cell["row"], cell["column"]))
            if cell["status"] in ("number", "aligned"):
                right += (
                    got is not None
                    and got["status"] in ("number", "aligned")
                    and same_number(cell["value"], got["value"])
                )
            else:
                right += (got["status"] if got else "missing") == cell["status"]
        yield "cells", right, len(table["cells"]), len(table["cells"])
