"""What was found against what is so: every gold and every made thing gets a verdict; all figures are counts of them.

Made things are paired with gold ones, best first, one to one. Facts agree in kind, stage, value and place; channels in
kind and name; problems and remedies cover at least half of each other; a link is right where both its ends are paired.
Cells, title, organ, year, period, contacts and sections are right or wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Thing = Mapping[str, Any]
SAME = 1e-6  # relative difference of equal numbers
PLACE, COVER = 0.3, 0.5  # least share of common characters: of two facts, of two points


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one gold thing, one made thing, or a pair of them.

    Attributes
    ----------
    layer
        What kind of figure it counts for: ``facts``, ``channels``, ``category`` …
    label
        The kind (and stage) of the thing.
    gold, made
        The two sides; where one is missing, the other was missed, or found where nothing is.
    right
        Whether a pair agrees (of ``facts``, ``channels`` and the like a pair always does).
    """

    layer: str
    label: str
    gold: Thing | None
    made: Thing | None
    right: bool = True

    @property
    def outcome(self) -> str:
        """``right``, ``wrong``, ``missed`` or ``extra``."""
        if self.gold is None:
            return "extra"
        return "missed" if self.made is None else "right" if self.right else "wrong"

    @property
    def counts(self) -> tuple[int, int, int]:
        """Right, found, wanted."""
        right = self.gold is not None and self.made is not None and self.right
        return int(right), int(self.made is not None), int(self.gold is not None)


def verdicts(gold: Thing, record: Thing) -> list[Verdict]:
    """All verdicts on a record, by a gold record of the same text; what the gold does not hold is not judged."""
    out = [*_metadata(gold, record), *_cells(gold, record)]
    if "facts" in gold:
        out += _facts(gold, record)
    if "channels" in gold:
        pairs = pair(gold["channels"], record["channels"], same_channel)
        out += _judged("channels", gold["channels"], record["channels"], pairs, lambda thing: str(thing["kind"]))
    if "problems" in gold:
        out += _items(gold, record)
    return out


def pair(
    wanted: Sequence[Thing], found: Sequence[Thing], fit: Callable[[Thing, Thing], float]
) -> list[tuple[Thing, Thing]]:
    """One-to-one pairs in falling order of fit; 0 is never paired."""
    ranked = sorted((-fit(w, f), abs(i - j), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found))
    used: tuple[set[int], set[int]] = (set(), set())
    out = []
    for fitness, _, i, j in ranked:
        if fitness < 0 and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            out.append((wanted[i], found[j]))
    return out


def overlap(one: Thing, other: Thing) -> float:
    """Shared characters of two spans over the characters of both; of two texts, where a gold record has no offsets."""
    if "start" not in one:
        short, long = sorted((squash(one["text"]), squash(other["text"])), key=len)
        match = SequenceMatcher(None, short, long, autojunk=False).find_longest_match()
        return match.size / ((len(short) + len(long) - match.size) or 1)
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    union = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return float(max(0, shared) / (union or 1))


def squash(text: str | None) -> str:
    """The text without white space."""
    return "".join((text or "").split())


def same_number(one: float | None, other: float | None) -> bool:
    """Whether both are numbers, and equal."""
    return one is not None and other is not None and abs(one - other) <= SAME * max(1.0, abs(one))


def kind_of(fact: Thing) -> str:
    """Kind and stage of a fact as one label."""
    return f"{fact['kind']}.{fact['stage']}" if fact.get("stage") else str(fact["kind"])


def same_fact(want: Thing, got: Thing) -> float:
    """How well two facts fit: 0 where kind, stage or value differ."""
    if kind_of(want) != kind_of(got) or not same_number(want["value"], got["value"]):
        return 0.0
    shared = overlap(want, got)
    return max(shared, 0.1) if want["value"] == 0 else shared if shared >= PLACE else 0.0  # a denial has many words


def same_channel(want: Thing, got: Thing) -> float:
    """How well two channels fit: 0 where the kind differs, or where one has a name that the other has not."""
    one, other = squash(want.get("name")), squash(got.get("name"))
    if want["kind"] != got["kind"] or bool(one) != bool(other):
        return 0.0
    if one in other or other in one:
        return min(len(one), len(other)) / (max(len(one), len(other)) or 1) if one else 1.0
    return 0.0


def same_item(want: Thing, got: Thing) -> float:
    """How well two points fit: what they share, 0 where that is less than half."""
    return shared if (shared := overlap(want, got)) >= COVER else 0.0


def _judged(
    layer: str,
    wanted: Sequence[Thing],
    found: Sequence[Thing],
    pairs: Sequence[tuple[Thing, Thing]],
    label: Callable[[Thing], str],
) -> Iterator[Verdict]:
    """The pairs, and what is left on either side."""
    ends = {id(want) for want, _ in pairs}, {id(got) for _, got in pairs}
    yield from (Verdict(layer, label(want), want, got) for want, got in pairs)
    yield from (Verdict(layer, label(want), want, None) for want in wanted if id(want) not in ends[0])
    yield from (Verdict(layer, label(got), None, got) for got in found if id(got) not in ends[1])


def _metadata(gold: Thing, record: Thing) -> Iterator[Verdict]:
    def told(report: Thing) -> dict[str, Any]:
        period, organ = report.get("period"), report.get("organ")
        return {
            "title": squash(report["title"] and report["title"]["text"]) if "title" in report else None,
            "organ": organ and (squash(organ["text"]), organ["level"]),
            "year": report.get("year"),
            "period": period and (period["start_date"], period["end_date"]),
        }

    made, wanted = told(record), told(gold)
    for name, want in wanted.items():
        if name in gold:
            yield Verdict(name, name, {"text": str(want)}, {"text": str(made[name])}, made[name] == want)
    for name, key in (("contacts", _contact), ("sections", _section)):
        if name not in gold:
            continue
        want, got = ({k: thing for thing in report[name] if (k := key(thing))} for report in (gold, record))
        pairs = [(want[k], got[k]) for k in want if k in got]
        yield from _judged(name, [*want.values()], [*got.values()], pairs, lambda thing: str(thing["kind"]))


def _contact(contact: Thing) -> tuple[str, str]:
    return contact["kind"], squash(contact["value"])


def _section(section: Thing) -> tuple[str, str] | None:
    if section.get("level", 1) > 1 or section["kind"] in ("preamble", "subsection"):
        return None
    return section["kind"], squash(section["heading"]).rstrip("：:。")


def _facts(gold: Thing, record: Thing) -> Iterator[Verdict]:
    for name, others in (("facts", False), ("facts_other", True)):
        want, got = (
            [fact for fact in report["facts"] if (fact["kind"] == "other") is others] for report in (gold, record)
        )
        pairs = pair(want, got, same_fact)
        yield from _judged(name, want, got, pairs, kind_of)
        if not others:
            yield from _relations(gold, record, pairs)


def _relations(gold: Thing, record: Thing, pairs: Sequence[tuple[Thing, Thing]]) -> Iterator[Verdict]:
    """Unit, exactness, scope, and, where gold or record has one, class, channel and total of the facts found."""
    kinds = [{channel["id"]: channel["kind"] for channel in report.get("channels", ())} for report in (gold, record)]
    facts = [{fact.get("id"): fact for fact in report["facts"]} for report in (gold, record)]
    for want, got in pairs:
        for name, default in (("unit", None), ("bound", "exact"), ("scope", "year")):
            same = (want.get(name) or default) == (got.get(name) or default)
            yield Verdict(name, kind_of(want), want, got, same)
        classes = squash(want.get("category")), squash(got.get("category"))
        if any(classes):
            shared = SequenceMatcher(None, *classes, autojunk=False).find_longest_match().size
            yield Verdict("category", kind_of(want), want, got, 2 * shared >= sum(map(len, classes)) - shared)
        ways = kinds[0].get(want.get("channel")), kinds[1].get(got.get("channel"))
        if any(ways):
            yield Verdict("fact_channel", kind_of(want), want, got, ways[0] == ways[1])
        totals = facts[0].get(want.get("part_of")), facts[1].get(got.get("part_of"))
        if totals[0] or totals[1]:
            right = bool(totals[0] and totals[1] and same_number(totals[0]["value"], totals[1]["value"]))
            yield Verdict("part_of", kind_of(want), want, got, right)


def _items(gold: Thing, record: Thing) -> Iterator[Verdict]:
    ids: dict[str, dict[str, str]] = {}
    for name in ("problems", "remedies"):
        pairs = pair(gold[name], record[name], same_item)
        yield from _judged(name, gold[name], record[name], pairs, lambda thing: str(thing["aspect"]))
        for want, got in pairs:
            right = got["aspect"] in (want["aspect"], *want.get("aspects", ()))
            yield Verdict("aspect", want["aspect"], want, got, right)
        ids[name] = {got["id"]: want["id"] for want, got in pairs}
    if any(problem.get("remedies") for problem in gold["problems"]):
        asked, found = _links(gold), _links(record)
        back = {
            (ids["problems"].get(p, f"?{p}"), ids["remedies"].get(r, f"?{r}")): link for (p, r), link in found.items()
        }
        pairs = [(asked[ends], back[ends]) for ends in asked if ends in back]
        yield from _judged("links", [*asked.values()], [*found.values()], pairs, lambda thing: str(thing["by"]))


def _links(report: Thing) -> dict[tuple[str, str], Thing]:
    """The links of a record by their ends, each with the words of the problem and of the remedy."""
    remedies = {remedy["id"]: remedy for remedy in report["remedies"]}
    return {
        (problem["id"], link["remedy"]): {
            **link,
            "text": f"{problem['text']} → {remedies[link['remedy']]['text']}",
            "start": problem.get("start"),
            "end": problem.get("end"),
        }
        for problem in report["problems"]
        for link in problem.get("remedies", ())
        if link["remedy"] in remedies
    }


def _cells(gold: Thing, record: Thing) -> Iterator[Verdict]:
    tables = record.get("tables", ())
    made = {(table["kind"], cell["row"], cell["column"]): cell for table in tables for cell in table["cells"]}
    for table in gold.get("tables", ()):
        for cell in table["cells"]:
            got = made.get((table["kind"], cell["row"], cell["column"]))
            if cell["status"] in ("number", "aligned"):
                read = got is not None and got["status"] in ("number", "aligned")
                right = read and got is not None and same_number(cell["value"], got["value"])
            else:
                right = (got["status"] if got else "missing") == cell["status"]
            told = [{"text": f"{c['status']} {c.get('value')}"} if c else {"text": "missing"} for c in (cell, got)]
            yield Verdict("cells", f"{table['kind']}/{cell['row']}/{cell['column']}", told[0], told[1], right)
