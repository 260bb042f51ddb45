"""Prose can be cut finely or coarsely: where one cut gives as many measures as there are faults, it is the one meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.items.align import Known, affinity, aligned, told_of
from extract.items.cues import cue, only_lead
from extract.items.faults import Span, after_leads, lead, parted, sentences, split
from extract.items.measures import by_clauses, measures
from extract.items.points import Zone
from extract.items.references import reference
from extract.lexicon import rx

Cut = tuple[Zone, list[Span]]


def even(clean: str, cuts: Sequence[Cut], fixed: set[int]) -> list[Cut]:
    """The cuts, with those of prose changed where that makes faults and their measures equal in number.

    Parameters
    ----------
    fixed
        Starts of the zones that are cut as they are for a reason of their own.
    """
    out = list(cuts)
    for faults, answers in _blocks(cuts, every=True):
        if len(faults) == len(answers) >= 2 and all(_line(clean, cuts[i][0]) for i in (*faults, *answers)):
            for at in (*faults, *answers):
                zone = cuts[at][0]
                out[at] = (zone, [(zone.start, zone.end)])
    cuts = list(out)
    for faults, answers in _blocks(cuts):
        n, m = (sum(len(cuts[i][1]) for i in side) for side in (faults, answers))
        if n == m or not n or not m or any(cuts[i][0].start in fixed for i in (*faults, *answers)):
            continue
        a, b = _prose(cuts, faults), _prose(cuts, answers)
        for i, j in _pairs(clean, cuts, a, b, n, m):
            if len(i[1]) == len(j[1]) >= 2:
                for at, (zone, spans) in ((a, i), (b, j)):
                    if at >= 0:
                        out[at] = (zone, spans)
                break
        else:
            if (a < 0 and b < 0) or any(_refers(clean, cuts[i][0]) for i in answers):
                continue
            sides = [[span for i in side for span in cuts[i][1]] for side in (faults, answers)]
            loose = [at >= 0 and "；" not in clean[cuts[at][0].start : cuts[at][0].end - 1] for at in (a, b)]
            known: Known = {}
            found = aligned(clean, sides[0], sides[1], known, loose=(loose[0], loose[1]))
            if found:
                for at, spans in zip((a, b), found, strict=True):
                    if at >= 0:
                        out[at] = (cuts[at][0], spans)
                continue
            finer, coarser = (a, answers) if n > m else (b, faults)
            if finer >= 0 and min(n, m) >= 2:
                other = [span for i in coarser for span in cuts[i][1]]
                out[finer] = (
                    cuts[finer][0],
                    _grouped(clean, cuts[finer][1], other, r"[，。；\n]" if n > m else r"[。；\n]", known),
                )
    return out


def _refers(clean: str, zone: Zone) -> bool:
    """Whether measures say one by one which fault they answer."""
    return any(
        (told := reference(clean[match.end() : zone.end])) and (told.number or told.about)
        for match in rx(r"(?=[针对关至就第])(?:^|(?<=[。；\n]))").finditer(clean, zone.start, zone.end)
    )


def _grouped(clean: str, spans: list[Span], other: list[Span], marks: str, known: Known) -> list[Span]:
    """Neighbours of one sentence made one where that gives as many as the other side has, those akin facing each other.

    Of all ways to part the clauses (never at ``marks``) the one whose parts share most with their opposites; as they were
    where less than half do. A clause on a matter of its own is not joined to another.
    """
    n, m = len(spans), len(other)
    if n > 2 * m + 1 or n > 12:
        return spans
    theirs = [told_of(clean, known, a, b) for a, b in other]
    ours = [told_of(clean, known, a, b) for a, b in spans]
    split = [bool(rx(marks).search(clean, spans[i][1] - 1, spans[i + 1][0] + 1)) for i in range(n - 1)]
    best: list[dict[int, tuple[float, int, int]]] = [
        {0: (0.0, 0, 0)}
    ]  # parts made → spans used → score, from where, akin
    for j in range(m):
        row: dict[int, tuple[float, int, int]] = {}
        for begin, (score, _, akin) in best[-1].items():
            for end in range(begin + 1, n + 1):
                alien = ours[end - 1][1] and not affinity(ours[end - 1], theirs[j])
                if end - begin > 1 and (split[end - 2] or alien):
                    break
                near = affinity(told_of(clean, known, spans[begin][0], spans[end - 1][1]), theirs[j])
                if end not in row or score + near > row[end][0]:
                    row[end] = (score + near, begin, akin + (near >= 1))
        best.append(row)
    if n not in best[m] or 2 * best[m][n][2] <= m - (m == 2):
        return spans
    ends = [n]
    for j in range(m, 0, -1):
        ends.insert(0, best[j][ends[0]][1])
    return [(spans[a][0], spans[b - 1][1]) for a, b in pairwise(ends)]


def _blocks(cuts: Sequence[Cut], *, every: bool = False) -> Iterator[tuple[list[int], list[int]]]:
    """Faults, and the measures told after them until faults are told again; ``every``: stretches that gave no item too."""
    faults: list[int] = []
    measures: list[int] = []
    for i, (zone, spans) in enumerate(cuts):
        if zone.role == "problem" and measures:
            yield faults, measures
            faults, measures = [], []
        if spans or every:
            (faults if zone.role == "problem" else measures).append(i)
    yield faults, measures


def _line(clean: str, zone: Zone) -> bool:
    """Whether a zone is a paragraph of one sentence."""
    inner = clean[zone.start : zone.end].strip("\n ")
    whole = clean[zone.start - 1 : zone.start] in ("", "\n") and (
        zone.end >= len(clean) or "\n" in clean[zone.end - 1 : zone.end + 1]
    )
    return zone.listed < 0 and whole and not rx(r"[。；\n].").search(inner)


def _prose(cuts: Sequence[Cut], side: Sequence[int]) -> int:
    """The one stretch of prose that makes up a side, −1 where it is a list."""
    return side[0] if len(side) == 1 and cuts[side[0]][0].listed < 0 else -1


def _pairs(clean: str, cuts: Sequence[Cut], a: int, b: int, n: int, m: int) -> Iterator[tuple[Cut, Cut]]:
    """Ways to cut both sides: one changed before both are, and both only made finer."""
    faults: list[Cut] = []
    measures: list[Cut] = []
    same_n, same_m = (_same(cuts, a, n), _same(cuts, b, m))
    for other in _ways(clean, cuts[b]) if b >= 0 else ():
        measures.append(other)
        yield same_n, other
    for other in _ways(clean, cuts[a]) if a >= 0 else ():
        faults.append(other)
        yield other, same_m
    for one in faults:
        for other in measures:
            if len(one[1]) > n:
                yield one, other


def _same(cuts: Sequence[Cut], at: int, n: int) -> Cut:
    return cuts[at] if at >= 0 else (cuts[0][0], [(0, 0)] * n)


def _ways(clean: str, cut: Cut) -> Iterator[Cut]:
    """The other ways to cut a stretch: finer, and for faults that nothing led to a sentence each."""
    zone, spans = cut
    if "；" in clean[zone.start : zone.end - 1]:
        return
    if zone.role == "remedy":
        told = measures(clean, zone.start, zone.end)
        ends = [b for _, b in sentences(clean, zone.start, zone.end)]
        whole = [[span for span in told if a < span[1] <= b] for a, b in pairwise([zone.start, *ends])]
        if 2 < len([group for group in whole if group]) < len(spans) and all(len(group) < 3 for group in whole):
            yield zone, [(group[0][0], group[-1][1]) for group in whole if group]
        finer = by_clauses(clean, told)
        if len(finer) > len(spans):
            yield zone, finer
        finest = [inner for span in finer for inner in _commas(clean, *span)]
        if len(finest) > len(finer):
            yield zone, finest
        listed = [inner for span in spans for inner in _pauses(clean, *span)]
        if len(listed) > len(spans):
            yield zone, listed
        return
    bodies = after_leads(clean, zone.start, zone.end)
    if not lead().search(clean, zone.start, zone.end):
        yield zone, [(a, b) for a, b in parted(clean, bodies, "。") if not only_lead(clean[a:b])]
    clauses = [(a, b) for a, b in parted(clean, bodies, "。，") if cue("fault").search(clean, a, b)]
    finer = [(a, b) for a, b in clauses if not only_lead(clean[a:b])]
    if len(finer) > len(spans):
        yield zone, finer


def _pauses(clean: str, start: int, end: int) -> list[Span]:
    """A、B、C where each opens with a measure's verb (充实内容、增加人手)."""
    pieces = [(start + a, start + b) for a, b in split(clean[start:end], "、")]
    each = all(b - a >= 4 and cue("^measure").match(clean[a:b]) for a, b in pieces)
    return pieces if each else [(start, end)]


def _commas(clean: str, start: int, end: int) -> list[Span]:
    """The clauses of a measure where none is an aim or hangs on the one before."""
    pieces = [(start + a, start + b) for a, b in split(clean[start:end], "，。")]
    plain = all(
        b - a >= 5 and not cue("^aim$").match(clean[a:b]) and not cue("^hangs_remedy").match(clean[a:b])
        for a, b in pieces
    )
    return pieces if plain else [(start, end)]
