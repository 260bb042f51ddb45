"""Reports that were published more than once, and which of them is counted for its organ and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.export.columns import Column, Row
from extract.panel import rows
from extract.panel.corpus import NEAR, Array, Corpus
from extract.panel.derived import Derived
from extract.panel.organs import ORGAN_ID, YEAR, Organ
from extract.panel.rows import FULL, STATISTICS, Seen
from extract.panel.signatures import bands, jaccard, runs
from extract.results import Results

HELD = 5_000  # texts whose runs of characters are held at once: about 25 kB each
UNLIKE = 0.5  # Jaccard likeness below which two reports of an organ-year may be of two organs


@dataclass(frozen=True, slots=True)
class Twin:
    """Two reports that are one, nearly one, or of one organ-year.

    Attributes
    ----------
    one, other
        Numbers in the run; ``other`` is the one that comes first by path.
    kind
        ``bytes``, ``text``, ``near``, or ``organ_year`` for unlike texts.
    likeness
        Jaccard likeness of the two texts, numbers included, counted exactly.
    """

    one: int
    other: int
    kind: str
    likeness: float


def twins(run: Results, seen: Sequence[Seen], corpus: Corpus, owners: Sequence[Organ | None]) -> list[Twin]:
    """All twins. A report is paired with one that comes before it, not with each: the list stays linear.

    Parameters
    ----------
    run, seen, corpus
        The run, its reports and what of their texts is compared.
    owners
        The organ of each report.
    """
    order = sorted(range(len(seen)), key=lambda at: (seen[at].path, at))
    listed = list(_pairs(order, seen, corpus, owners))
    alike = _likeness(run, seen, [(a, b) for a, b, _ in listed if corpus.keys[a] != corpus.keys[b]])
    found: dict[tuple[int, int], Twin] = {}
    paired: set[int] = set()
    for one, other, by_text in listed:
        if (one, other) in found or (by_text and one in paired):
            continue
        mine, theirs = owners[one], owners[other]
        together = mine is not None and mine is theirs and seen[one].year == seen[other].year is not None
        likeness = alike.get((one, other), 1.0)
        if seen[one].sha256 and seen[one].sha256 == seen[other].sha256:
            kind = "bytes"
        elif corpus.keys[one] == corpus.keys[other]:
            kind = "text"
        else:
            kind = "near" if likeness >= NEAR else "organ_year"
        if kind != "organ_year" or together:
            found[one, other] = Twin(one, other, kind, round(likeness, 4))
        if kind != "organ_year":
            paired.add(one)
    return [found[pair] for pair in sorted(found, key=lambda pair: (seen[pair[0]].path, seen[pair[1]].path, pair))]


def _likeness(run: Results, seen: Sequence[Seen], pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], float]:
    """The likeness of pairs of texts, counted: the run is read once for every ``HELD`` texts or so."""
    out: dict[tuple[int, int], float] = {}
    waiting = sorted(set(pairs))
    while waiting:
        wanted: set[int] = set()
        taken = 0
        for pair in waiting:
            wanted.update(pair)
            taken += 1
            if len(wanted) >= HELD:
                break
        held = {at: runs(text) for at, text in enumerate(rows.texts(run, seen)) if at in wanted}
        out |= {(one, other): jaccard(held[one], held[other]) for one, other in waiting[:taken]}
        waiting = waiting[taken:]
    return out


def _pairs(
    order: Sequence[int], seen: Sequence[Seen], corpus: Corpus, owners: Sequence[Organ | None]
) -> Iterator[tuple[int, int, bool]]:
    """Reports that are to be compared, the later one by path first, and whether their texts alone say so."""
    first: dict[object, int] = {}
    alone = []
    for at in order:
        organ = owners[at]
        other = first.setdefault(("text", corpus.keys[at]), at)
        if other != at:
            yield at, other, True
        else:
            alone.append(at)
        if organ is not None and seen[at].year is not None and seen[at].kind in (FULL, STATISTICS):
            other = first.setdefault((organ.id, seen[at].year, seen[at].kind), at)
            if other != at:
                yield at, other, False
    yield from ((one, other, True) for one, other in _meeting(np.array(alone, np.int64), corpus))


def _meeting(alone: Array, corpus: Corpus) -> Iterator[tuple[int, int]]:
    """Texts that meet in a band: each with the first there and with the one before it."""
    numbers = bands(corpus.whole[alone])
    for band in range(numbers.shape[1]):
        order = np.argsort(numbers[:, band], kind="stable")  # within a group by path, as ``alone`` is
        column = numbers[order, band]
        head = 0
        for place in range(1, len(order)):
            if column[place] != column[place - 1]:
                head = place
                continue
            one = int(alone[order[place]])
            for other in dict.fromkeys((int(alone[order[head]]), int(alone[order[place - 1]]))):
                if corpus.alike(one, other):
                    yield one, other


def unlike(
    found: Sequence[Twin], seen: Sequence[Seen], owners: Sequence[Organ | None]
) -> frozenset[tuple[str, int | None]]:
    """Organs and years with full reports so unlike (less than ``UNLIKE``) that they may be of several organs."""
    return frozenset(
        (organ.id, seen[twin.one].year)
        for twin in found
        if twin.kind == "organ_year"
        and twin.likeness < UNLIKE
        and seen[twin.one].kind == seen[twin.other].kind == FULL
        and (organ := owners[twin.one]) is not None
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A report in the panel.

    Attributes
    ----------
    counted
        1 where it stands for its organ and year, else 0.
    duplicate_of
        Number of the report that is counted instead of it, None where none is.
    why
        For a person.
    """

    counted: int
    duplicate_of: int | None
    why: str


def places(seen: Sequence[Seen], owners: Sequence[Organ | None], found: Sequence[Twin]) -> list[Place]:
    """Which report is counted for each organ and year.

    A full report goes before statistics alone, then the one with fewer failed checks, then the longer text, then the
    first by path.
    """
    out: list[Place | None] = [None] * len(seen)
    groups: dict[tuple[str, int], list[int]] = {}
    same: dict[int, set[int]] = {}
    for twin in found:
        if twin.kind in ("bytes", "text"):
            same.setdefault(twin.one, set()).add(twin.other)
    for at, (report, organ) in enumerate(zip(seen, owners, strict=True)):
        if report.kind not in (FULL, STATISTICS):
            out[at] = Place(0, None, f"no report: {report.kind}")
        elif organ is None:
            twin_of = min(same.get(at, ()), default=None, key=lambda other: (seen[other].path, other))
            out[at] = Place(0, twin_of, "names no organ")
        elif report.year is None:
            out[at] = Place(0, None, "names no year")
        else:
            groups.setdefault((organ.id, report.year), []).append(at)
    kinds = {(twin.one, twin.other): twin.kind for twin in found}
    for group in groups.values():
        ranked = sorted(group, key=lambda at: _rank(seen[at], at))
        best = ranked[0]
        alone = len(ranked) == 1
        out[best] = Place(1, None, _only(seen[best]) if alone else f"one of {len(ranked)}: {_reason(ranked, seen)}")
        for at in ranked[1:]:
            kind = kinds.get((at, best)) or kinds.get((best, at)) or ""
            out[at] = Place(0, best, _lost(seen[at], seen[best], kind))
    return [place for place in out if place is not None]


def _rank(report: Seen, at: int) -> tuple[object, ...]:
    return report.kind != FULL, report.failed, -report.chars, report.path, at


def _only(report: Seen) -> str:
    return "the only report" if report.kind == FULL else "only its statistics are there"


def _reason(ranked: Sequence[int], seen: Sequence[Seen]) -> str:
    best, next_ = _rank(seen[ranked[0]], 0), _rank(seen[ranked[1]], 0)
    words = ("a full report", "fewest failed checks", "longest text", "first by path")
    return next((word for word, a, b in zip(words, best, next_, strict=False) if a != b), "first in the run")


def _lost(report: Seen, best: Seen, kind: str) -> str:
    if report.kind != best.kind:
        return "statistics beside a full report"
    how = {"bytes": "the same file", "text": "the same text", "near": "nearly the same text"}
    return how.get(kind, "another text for the same organ and year")


def table(seen: Sequence[Seen], owners: Sequence[Organ | None], placed: Sequence[Place]) -> Derived:
    """Table ``report_organs``."""
    listed: list[Row] = []
    for report, organ, place in zip(seen, owners, placed, strict=True):
        other = seen[place.duplicate_of] if place.duplicate_of is not None else None
        listed.append(
            (
                *(report.report_id, report.path, organ.id if organ else None, report.year, place.counted),
                *(other.report_id if other else None, other.path if other else None, place.why),
            )
        )
    return Derived(
        "report_organs",
        "one row a report: its organ, and whether it is counted for its organ and year",
        "报告与机关",
        (
            Column("report_id", "string", "the report", "报告编号"),
            Column("path", "string", "path relative to the input root", "路径"),
            *(ORGAN_ID, YEAR),
            Column("counted", "int", "1 where it is the report of its organ and year, else 0", "是否计入"),
            Column("duplicate_of", "string", "report that is counted instead", "重复于报告"),
            Column("duplicate_of_path", "string", "path of that report", "重复于路径"),
            Column("why", "string", "why it is counted or not", "理由"),
        ),
        tuple(listed),
    )


def by_organ(
    owners: Sequence[Organ | None], seen: Sequence[Seen], placed: Sequence[Place]
) -> Mapping[str, dict[int, int]]:
    """The report (number in the run) that is counted, by organ and year."""
    out: dict[str, dict[int, int]] = {}
    for at, (organ, place) in enumerate(zip(owners, placed, strict=True)):
        year = seen[at].year
        if place.counted and organ is not None and year is not None:
            out.setdefault(organ.id, {})[year] = at
    return out
