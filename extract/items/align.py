"""Faults and measures in prose cut side by side: of all ways to part their clauses, the one whose parts answer each other.

A part is one clause or a few that stand together. Where a side is a list its points are the parts. What the rules for one
side alone would cut is a reason to cut there, words that hang on what is before a reason not to; the rest is told by
how much each fault and the measure at its place have in common.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from operator import add

from extract.items.cues import admits, cue, topics
from extract.items.faults import Span, split
from extract.items.measures import leads_on
from extract.lexicon import rx

MOST = 3  # clauses of a part
LIMIT = 14  # clauses of a side that are tried
KEPT, MADE = 0.0, -1.5  # what it counts to cut where the rules cut, and where they do not
NEVER = -9.0
ENOUGH = 0.0  # what each pair must be worth at least on average

Traits = tuple[set[str], frozenset[str]]
Known = dict[Span, Traits]  # of stretches of one text


def traits(words: str) -> Traits:
    """Character pairs without formulas, and aspects that words speak of."""
    pairs: set[str] = set()
    for plain in rx(r"政府|政务|信息|公开|工作|进一步|不够|加强|有待|完善|提高|[，、。； ]").split(words):
        pairs.update(map(add, plain, plain[1:]))
    return pairs, topics(words)


def affinity(a: Traits, b: Traits) -> float:
    """How much two parts have in common."""
    return 2.0 * math.sqrt(len(a[0] & b[0])) + len(a[1] & b[1]) / (len(a[1] | b[1]) or 1)


def clauses(clean: str, spans: Sequence[Span]) -> list[Span]:
    """The spans cut at their commas, without what only leads to the next (在……的基础上)."""
    parts = [(a + x, a + y) for a, b in spans for x, y in split(clean[a:b], "，；。\n")]
    return [(a, b) for a, b in parts if not leads_on(clean[a:b])]


def aligned(
    clean: str, faults: Sequence[Span], measures: Sequence[Span], known: Known, *, loose: tuple[bool, bool]
) -> tuple[list[Span], list[Span]] | None:
    """Both sides cut into as many parts, None where no such cut is good.

    Parameters
    ----------
    faults, measures
        The parts as the rules cut them.
    known
        The traits of stretches that were asked for before.
    loose
        For each side whether it is prose that may be cut otherwise.
    """
    atoms = [clauses(clean, side) if free else list(side) for side, free in zip((faults, measures), loose, strict=True)]
    if not all(2 <= len(side) <= LIMIT for side in atoms):
        return None
    starts = [{a for a, _ in side} for side in (faults, measures)]
    gains = [
        [_gain(clean, side, i, kept, measure=bool(at)) if free else KEPT for i in range(len(side))]
        for at, (side, kept, free) in enumerate(zip(atoms, starts, loose, strict=True))
    ]
    best: dict[Span, tuple[float, int, Span]] = {(0, 0): (0.0, 0, (0, 0))}  # clauses used → worth, pairs, from where
    n, m = len(atoms[0]), len(atoms[1])
    for i in range(n):
        for j in range(m):
            if (i, j) not in best:
                continue
            worth, pairs, _ = best[i, j]
            cut = gains[0][i] + gains[1][j] if pairs else 0.0
            if cut < NEVER / 2:
                continue
            for x in range(i + 1, min(n, i + (MOST if loose[0] else 1)) + 1):
                if x - i > 1 and atoms[0][x - 1][0] in starts[0]:
                    break
                left = told_of(clean, known, atoms[0][i][0], atoms[0][x - 1][1])
                for y in range(j + 1, min(m, j + (MOST if loose[1] else 1)) + 1):
                    if y - j > 1 and atoms[1][y - 1][0] in starts[1]:
                        break
                    near = affinity(left, told_of(clean, known, atoms[1][j][0], atoms[1][y - 1][1]))
                    total = worth + cut + min(near, 3.0)
                    if (x, y) not in best or total > best[x, y][0]:
                        best[x, y] = (total, pairs + 1, (i, j))
    if (n, m) not in best:
        return None
    worth, pairs, _ = best[n, m]
    if pairs < 2 or worth < ENOUGH * pairs:
        return None
    ends = [(n, m)]
    while ends[0] != (0, 0):
        ends.insert(0, best[ends[0]][2])
    out = [[(atoms[s][a[s]][0], atoms[s][b[s] - 1][1]) for a, b in pairwise(ends)] for s in (0, 1)]
    return out[0], out[1]


def told_of(clean: str, known: Known, start: int, end: int) -> Traits:
    """The traits of a stretch; each is compared with many."""
    if (start, end) not in known:
        known[start, end] = traits(clean[start:end])
    return known[start, end]


def _gain(clean: str, atoms: Sequence[Span], i: int, kept: set[int], *, measure: bool) -> float:
    """What it is worth to begin a part with a clause."""
    words = clean[slice(*atoms[i])]
    if i == 0 or atoms[i][0] in kept:
        return KEPT
    if measure:
        if cue("^aim$").match(words) or cue("^hangs_hard").match(words):
            return NEVER
        opens = cue("^measure").match(words) or rx(r"[把将对由给请向为在]").match(words)
        return MADE + 0.4 * bool(opens) - 0.8 * (len(words) < 6)
    if cue("^hangs_problem").match(words) or rx(
        r"(?:还|也|更|且|又|都|只|就|便|才|靠|一)?(?:不|欠(?!缺)|没|能|想|是)|[只就便才靠也还又都]"
    ).match(words):
        return NEVER
    subject = rx(r"个别|少数|部分|有的|有些|一些|不少|多数|群众|居民|干部|网站|公众|村|各").match(words)
    return MADE + 0.6 * bool(subject) + 0.3 * admits(words) - 0.8 * (len(words) < 5)
