"""The tables made of several reports: organs over the years, what was published twice, checks across reports."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from heapq import merge
from pathlib import Path

from extract.panel import (
    across,
    boilerplate,
    children,
    corpus,
    coverage,
    decisions,
    duplicates,
    evidence,
    figures,
    published,
    renames,
    rows,
)
from extract.panel import organs as organ_tables
from extract.panel.clusters import Node
from extract.panel.corpus import Corpus
from extract.panel.decisions import Settled
from extract.panel.derived import Derived
from extract.panel.matching import Matched, match
from extract.panel.names import fold
from extract.panel.organs import Organ
from extract.panel.rows import Seen
from extract.results import Results


def derived(run: Results, names: str | Path | None = None) -> dict[str, Derived]:
    """The tables of a run that rest on several reports, by name.

    Parameters
    ----------
    run
        The run.
    names
        A file of decisions about names (``--renames``, see :func:`extract.panel.decisions.read`).

    Returns
    -------
    dict of Derived
        ``report_organs``, ``organs``, ``spellings``, ``renames``, ``duplicates``, ``duplicate_figures``, ``coverage``,
        ``across``, ``across_evidence`` and ``boilerplate``. The same run gives the same rows in the same order.

    Raises
    ------
    ExtractError
        Where datasketch or rapidfuzz is missing, or the file of decisions cannot be followed.
    """
    decided = decisions.read(names) if names is not None else []
    seen = rows.reports(run)
    texts = corpus.read(run, seen)
    try:
        return _derived(run, seen, texts, decided, str(names or ""))
    finally:
        texts.close()


def _derived(
    run: Results, seen: Sequence[Seen], texts: Corpus, decided: Sequence[decisions.Decision], file: str
) -> dict[str, Derived]:
    free = match(seen, texts.alike)
    before = organ_tables.organs(free, seen)
    settled = decisions.settle(decided, before, _spelt(free, seen), file) if decided else Settled()
    matched = match(seen, texts.alike, settled.same, settled.different) if decided else free
    found = organ_tables.organs(matched, seen)
    owners = organ_tables.owners(found, len(seen))
    twins = published.twins(run, seen, texts, owners)
    placed = published.places(seen, owners, twins)
    counted = published.by_organ(owners, seen, placed)
    made = (
        published.table(seen, owners, placed),
        *organ_tables.tables(found, seen),
        renames.table(renames.candidates(before, free, seen), settled.ways or {}),
        *duplicates.tables(run, seen, owners, twins),
        coverage.table(found, seen, placed, owners, counted),
        *evidence.tables(_crossed(run, found, seen, counted, published.unlike(twins, seen, owners))),
        boilerplate.table(seen, owners, counted, texts),
    )
    return {one.name: one for one in made}


def _spelt(matched: Matched, seen: Sequence[Seen]) -> dict[str, Node]:
    """The node of each spelling that is of one node alone."""
    nodes: dict[str, set[Node]] = {}
    for node, reports in matched.members.items():
        for at in reports:
            nodes.setdefault(fold(seen[at].organ or ""), set()).add(node)
    return {spelling: next(iter(known)) for spelling, known in nodes.items() if len(known) == 1}


def _crossed(
    run: Results,
    found: Sequence[Organ],
    seen: Sequence[Seen],
    counted: Mapping[str, Mapping[int, int]],
    unlike: Container[tuple[str, int | None]],
) -> Iterator[across.Crossed]:
    """All checks between reports, by organ and year; one at a time, because there are many."""
    cells = figures.cells(run, (*across.CARRIED, *across.IN_FORCE, *children.ITEMS))
    checks = (
        across.over_years(found, seen, counted, cells, figures.carried(run)),
        children.sums(found, seen, counted, cells),
    )
    for one in merge(*checks, key=lambda one: (one.organ.id, one.year)):
        yield across.doubtful(one, unlike)
