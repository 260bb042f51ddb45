"""How much of a report its organ wrote a year before, and how much other organs write too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from extract.export.columns import Column, Row
from extract.panel.corpus import Corpus
from extract.panel.derived import Derived
from extract.panel.organs import ORGAN_ID, YEAR, Organ
from extract.panel.rows import Seen
from extract.panel.signatures import BANDS

OTHERS = 3  # organs beside its own whose reports a sentence of the corpus stands in, at the least
PART = 500_000  # sentences that are sorted at once

Array = np.ndarray[Any, Any]


def others(corpus: Corpus, owner: Array) -> Array:
    """For each sentence the number of other organs with a near duplicate of it, as its best band has it.

    Parameters
    ----------
    corpus
        The texts.
    owner
        For each sentence the number of its organ; −1 for none, which is no evidence for other sentences.

    Notes
    -----
    What is held: 8 bytes a sentence for the numbers of one band, 6 for organ and count. Numbers are compared in parts
    of about ``PART`` sentences, whatever their words.
    """
    best = np.zeros(len(owner), np.int16)
    owner = owner.astype(np.int32)
    parts = np.uint64(len(owner) // PART + 1)
    for band in range(BANDS):
        numbers = corpus.band(band)
        for part in range(int(parts)):
            here = np.flatnonzero(numbers % parts == part) if parts > 1 else np.arange(len(numbers))
            best[here] = np.maximum(best[here], _meeting(numbers[here], owner[here]))
    return best


def _meeting(numbers: Array, owner: Array) -> Array:
    """For each sentence the number of other organs that have one with the same number."""
    order = np.lexsort((owner, numbers))
    numbers, owner = numbers[order], owner[order]
    new = np.ones(len(order), bool)
    new[1:] = numbers[1:] != numbers[:-1]
    another = new.copy()
    another[1:] |= owner[1:] != owner[:-1]
    another &= owner >= 0
    group = np.cumsum(new) - 1
    count = np.bincount(group, weights=another)[group] - (owner >= 0)
    out = np.empty(len(order), np.int16)
    out[order] = np.minimum(count, np.iinfo(np.int16).max)
    return out


def table(
    seen: Sequence[Seen],
    owners: Sequence[Organ | None],
    counted: Mapping[str, Mapping[int, int]],
    corpus: Corpus,
    least: int = OTHERS,
) -> Derived:
    """Table ``boilerplate``: one row a report.

    Parameters
    ----------
    seen, owners, counted, corpus
        The reports, their organs, which is counted by organ and year, and what of their texts is compared.
    least
        Other organs that a sentence must stand with to be shared with the corpus.
    """
    ids = {organ.id: number for number, organ in enumerate(sorted({o.id: o for o in owners if o}.values(), key=_id))}
    whose = np.array([ids[organ.id] if organ else -1 for organ in owners], np.int64)
    sizes = np.diff(corpus.ends, prepend=0)
    shared = others(corpus, np.repeat(whose, sizes)) >= least
    enough = len(ids) > least
    rows: list[Row] = []
    for at, (report, organ) in enumerate(zip(seen, owners, strict=True)):
        mine = corpus.of(at)
        end = int(corpus.ends[at])
        last = counted.get(organ.id, {}).get(report.year - 1) if organ and report.year is not None else None
        again = int(np.isin(mine, corpus.of(last)).sum()) if last is not None else None
        told = int(shared[end - len(mine) : end].sum()) if enough else None
        rows.append(
            (
                *(report.report_id, report.path, organ.id if organ else None, report.year, len(mine)),
                *(again, _share(again, len(mine)), told, _share(told, len(mine))),
                *((seen[last].report_id, seen[last].path) if last is not None else (None, None)),
            )
        )
    return Derived(
        "boilerplate",
        "one row a report: how many of its sentences stand elsewhere",
        "套话比例",
        (
            Column("report_id", "string", "the report", "报告编号"),
            Column("path", "string", "its path", "路径"),
            *(ORGAN_ID, YEAR),
            Column("sentences", "int", "sentences of 8 characters or more outside the tables, numbers masked", "句数"),
            Column("shared_last_year", "int", "of these in the organ's report of the year before", "与上年相同句数"),
            Column(
                "share_last_year", "float", "their share; empty where there is no report to compare", "与上年相同比例"
            ),
            Column(
                "shared_corpus",
                "int",
                f"of these with a near duplicate in reports of {least} other organs or more, by MinHash; empty where "
                "the run has too few organs",
                "与他机关相似句数",
            ),
            Column("share_corpus", "float", "their share", "与他机关相似比例"),
            Column("last_year_report_id", "string", "report of the year before", "上年报告"),
            Column("last_year_path", "string", "its path", "上年报告路径"),
        ),
        tuple(rows),
    )


def _id(organ: Organ) -> str:
    return organ.id


def _share(part: int | None, whole: int) -> float | None:
    return round(part / whole, 6) if part is not None and whole else None
