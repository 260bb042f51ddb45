"""Names that may be one organ under another name: listed with their evidence for a person, never merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.export.columns import Column, Row
from extract.panel.derived import Derived
from extract.panel.matching import Matched
from extract.panel.names import folder, level, stem
from extract.panel.organs import LEVELS, Organ
from extract.panel.rows import Seen
from extract.panel.vocabulary import steps, unit_changes, words

GAP = 3  # most years between the last report under the old name and the first under the new one
ALIKE = 0.6  # least likeness of names that only resemble each other (Indel, as rapidfuzz counts it, 0 to 1)
BLOCK = 150  # names that are compared each with each; of larger groups those that share a pair of characters


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two organs that may be one."""

    kind: str
    old: Organ
    new: Organ
    similarity: float
    gap: int | None
    score: float
    evidence: str
    source: str | None


def candidates(found: Sequence[Organ], matched: Matched, seen: Sequence[Seen]) -> list[Candidate]:
    """All candidates, one a pair and kind, in the order of score, then ids.

    Parameters
    ----------
    found
        The organs.
    matched
        What the rules left open.
    seen
        The reports.
    """
    years = {organ.id: organ.years(seen) for organ in found}
    places = {organ.id: {folder(seen[at].path) for at in organ.reports} for organ in found}
    listed: dict[tuple[str, str], Candidate] = {}
    for one in (
        *_open(found, matched, years),
        *_succession(found, years),
        *_units(found, years),
        *_similar(found, years, places),
    ):
        listed.setdefault((min(one.old.id, one.new.id), max(one.old.id, one.new.id)), one)
    return sorted(listed.values(), key=lambda one: (-one.score, one.old.id, one.new.id))


def _made(kind: str, old: Organ, new: Organ, years: Mapping[str, list[int]], why: str, source: str | None) -> Candidate:
    """A candidate with its score: half likeness of the names, the rest how close the years are and what is known."""
    from rapidfuzz import fuzz

    similarity = round(fuzz.ratio(old.node.text, new.node.text) / 100, 3)
    gap = years[new.id][0] - years[old.id][-1] if years[new.id] and years[old.id] else None
    near = 0.3 / gap if gap is not None and gap > 0 else 0.0
    known = 0.2 if source else 0.0
    return Candidate(kind, old, new, similarity, gap, round(similarity / 2 + near + known, 3), why, source)


def _open(found: Sequence[Organ], matched: Matched, years: Mapping[str, list[int]]) -> Iterator[Candidate]:
    owner = {matched.root[organ.node]: organ for organ in found}
    for one in matched.open:
        pair = [owner[matched.root[node]] for node in (one.one, one.other)]
        if pair[0] is pair[1] and one.rule != "homonym":
            continue
        old, new = sorted(pair, key=lambda organ: (years[organ.id] or [0], organ.id))
        yield _made(one.rule, old, new, years, one.why, None)


def _follows(old: Organ, new: Organ, years: Mapping[str, list[int]]) -> bool:
    """Does the one begin to report after the other has ended, and not long after?"""
    before, after = years[old.id], years[new.id]
    return bool(before and after) and 1 <= after[0] - before[-1] <= GAP


def _when(old: Organ, new: Organ, years: Mapping[str, list[int]]) -> str:
    return f"last report as {old.name} on {years[old.id][-1]}, first as {new.name} on {years[new.id][0]}"


def _home(organ: Organ) -> tuple[str, ...]:
    """The place that it is in: the last unit above it, none where that is not known."""
    chain = organ.node.chain if organ.node.kind == "department" else organ.node.chain[:-1]
    return chain[-1:]


def _succession(found: Sequence[Organ], years: Mapping[str, list[int]]) -> Iterator[Candidate]:
    """Departments of one place that a reform is known to have made of others."""
    at: dict[tuple[tuple[str, ...], str], list[Organ]] = {}
    for organ in found:
        if organ.node.kind == "department":
            at.setdefault((organ.node.chain, stem(organ.node.core)), []).append(organ)
    homes = sorted({home for home, _ in at})
    for home in homes:
        for step in steps():
            olds = [organ for word in sorted(step.old) for organ in at.get((home, word), ())]
            news = [organ for word in sorted(step.new - step.old) for organ in at.get((home, word), ())]
            for old in olds:
                for new in news:
                    if _follows(old, new, years) and years[new.id][0] >= step.year - 1:
                        why = f"a known succession of {step.year}; {_when(old, new, years)}"
                        yield _made("succession", old, new, years, why, step.source)


def _units(found: Sequence[Organ], years: Mapping[str, list[int]]) -> Iterator[Candidate]:
    """A place that became another kind of place (县 to 区), and the departments in it."""
    changes, source = unit_changes()
    at: dict[tuple[str, str, tuple[str, ...], str], list[tuple[str, Organ]]] = {}
    for organ in found:
        chain = organ.node.chain
        suffix = next((one for one, _ in words().units if chain and chain[-1].endswith(one)), "")
        if suffix:
            bare = chain[-1].removesuffix(suffix)
            at.setdefault((organ.node.kind, organ.node.core, chain[:-1], bare), []).append((suffix, organ))
    for key in sorted(at):
        for old_unit, old in at[key]:
            for new_unit, new in at[key]:
                if new_unit in changes.get(old_unit, ()) and _follows(old, new, years):
                    why = f"{key[3]}{old_unit} may have become {key[3]}{new_unit}; {_when(old, new, years)}"
                    yield _made("unit_change", old, new, years, why, source)


def _similar(
    found: Sequence[Organ], years: Mapping[str, list[int]], places: Mapping[str, set[str]]
) -> Iterator[Candidate]:
    """Names of one place (or of one folder, if it is small) that resemble each other, one ending where one begins."""
    from rapidfuzz import fuzz

    groups: dict[tuple[object, ...], list[Organ]] = {}
    for organ in found:
        home = _home(organ)
        rank = (
            "" if organ.node.kind == "department" else LEVELS[level(organ.node.chain[-1])] if organ.node.chain else ""
        )
        for where in [home] if home else sorted(places[organ.id]):
            groups.setdefault((organ.node.kind == "department", rank, bool(home), where), []).append(organ)
    for key in sorted(groups, key=repr):
        if not key[2] and len(groups[key]) > BLOCK:
            continue  # a folder of everything says nothing about where its organs are
        for group in _blocks(groups[key]):
            group.sort(key=lambda organ: (years[organ.id] or [0], organ.id))
            for at, old in enumerate(group):
                for new in group[at + 1 :]:
                    a, b = _bare(old), _bare(new)
                    if not _follows(old, new, years) or _told_apart(a, b):
                        continue
                    if fuzz.ratio(a, b) / 100 >= ALIKE:
                        why = f"names alike in one place; {_when(old, new, years)}"
                        yield _made("similar", old, new, years, why, None)


def _bare(organ: Organ) -> str:
    """What is compared: a department's name in its place, a government's own place."""
    return organ.node.core if organ.node.kind == "department" else organ.node.chain[-1] if organ.node.chain else ""


def _blocks(group: list[Organ]) -> Iterator[list[Organ]]:
    """Groups small enough to compare each with each; of larger ones those that share a rare pair of characters."""
    if len(group) <= BLOCK:
        yield group
        return
    pairs: dict[str, list[Organ]] = {}
    for organ in group:
        text = _bare(organ)
        for pair in {text[at : at + 2] for at in range(len(text) - 1)}:
            pairs.setdefault(pair, []).append(organ)
    for pair in sorted(pairs):
        if 1 < len(pairs[pair]) <= BLOCK:
            yield pairs[pair]


def _told_apart(one: str, other: str) -> bool:
    """Do they differ in a number, a direction or the like, in letters of which both have their own?"""
    mine = [char for char in one if char in words().decisive]
    theirs = [char for char in other if char in words().decisive]
    return mine != theirs and len(one) == len(other)


def table(found: Sequence[Candidate], ways: Mapping[tuple[str, str], str]) -> Derived:
    """Table ``renames``; ``ways`` holds the decisions by the ids of the two organs, the smaller first."""
    rows: list[Row] = [
        (
            *(one.kind, one.old.id, one.old.name, one.new.id, one.new.name, one.gap, one.similarity, one.score),
            *(one.evidence, one.source, ways.get((min(one.old.id, one.new.id), max(one.old.id, one.new.id)))),
        )
        for one in found
    ]
    return Derived(
        "renames",
        "one row a pair of organs that may be one, for a person to decide",
        "疑似更名",
        (
            Column(
                "kind",
                "string",
                "succession (a known reform), unit_change (县 to 区), similar, or a rule that was not followed: "
                "prefix, office, slip, homonym",
                "类型",
            ),
            Column("old_organ_id", "string", "organ that reported first, as it is without decisions", "原机关编号"),
            Column("old", "string", "its name", "原名称"),
            Column("new_organ_id", "string", "organ that reported later", "新机关编号"),
            Column("new", "string", "its name", "新名称"),
            Column("gap", "int", "years from its last report to the other's first", "间隔年数"),
            Column("similarity", "float", "likeness of the names, 0 to 1", "名称相似度"),
            Column("score", "float", "for sorting: half likeness, 0.3 by the gap, 0.2 where a source is known", "得分"),
            Column("evidence", "string", "what speaks for it, or why it was not merged", "依据"),
            Column("source", "string", "act that is known", "文件依据"),
            Column("decision", "string", "same or different, where a person decided (--renames)", "人工判断"),
        ),
        tuple(rows),
    )
