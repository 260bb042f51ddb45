"""Links from problems to remedies, one small function a kind of link; where the text does not tell, none is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

from extract.lexicon import rx
from extract.links.closeness import Scores, likeness, scores_of
from extract.model import Item, Link

ENOUGH = 1.0  # closeness from which a remedy answers a problem
WANTED = 0.6  # how much of what another problem is closer to a remedy counts against it
LIKE_PLACE = 1.5  # what a like place in lists of which one has a point more counts
PLAIN = 0.5  # by so much better the pairs fit where an earlier point is left out
ALIEN = 0.2  # closeness below which a clause and the point at its place are no pair
TIE = 0.4  # a remedy by so much less close than the closest one answers the problem too


class Place(NamedTuple):
    """Where an item stands.

    Its list (−1: none) and number there, its zone, the zone that it answers (−1: none), the number of the problem it
    names (针对问题二; 0: none), and how many items its zone has.
    """

    listed: int
    number: int
    zone: int
    answers: int
    names: int
    parallel: int
    about: str = ""


def link(
    problems: Sequence[Item],
    remedies: Sequence[Item],
    problem_places: Sequence[Place],
    remedy_places: Sequence[Place],
    *,
    sure: Callable[[str, float], float] | None = None,
) -> list[Item]:
    """The problems with links to the remedies that answer them.

    Parameters
    ----------
    problem_places, remedy_places
        For each item where it stands.
    sure
        Measured confidence of a link by its kind and the confidence that it has here.
    """
    found: list[list[Link]] = [[] for _ in problems]
    _named(found, problem_places, remedies, remedy_places)
    _worded(found, problems, remedies, remedy_places)
    _told_together(found, problem_places, remedies, remedy_places)
    if not any(found):
        _labelled(found, problems, remedies)
    if remedies and not all(found):
        scores = scores_of(problems, remedies)
        if not any(found):
            _order(found, remedies, scores, problem_places, remedy_places)
        parallel = _parallel(problem_places) and _parallel(remedy_places)
        mixed = _listed(problem_places) != _listed(remedy_places)
        _aspect(found, remedies, scores, parallel=parallel, mixed=mixed)
    if sure:
        found = [[Link(one.remedy, one.by, sure(one.by, one.confidence)) for one in links] for links in found]
    return [_answered(problem, links) if links else problem for problem, links in zip(problems, found, strict=True)]


def _answered(p: Item, links: Sequence[Link]) -> Item:
    """The problem with its links."""
    return Item(p.id, p.text, p.start, p.end, p.aspect, p.aspects, p.confidence, p.extractor, tuple(links))


def _named(
    found: list[list[Link]], problem_places: Sequence[Place], remedies: Sequence[Item], remedy_places: Sequence[Place]
) -> None:
    """The remedy says by its number which problem it answers (针对问题二)."""
    numbers = [place.number for place in problem_places if place.listed >= 0]
    for remedy, place in zip(remedies, remedy_places, strict=True):
        if numbers.count(place.names) == 1:
            i = next(i for i, one in enumerate(problem_places) if one.listed >= 0 and one.number == place.names)
        else:
            i = place.names - 1
        if 0 <= i < len(found):
            found[i].append(Link(remedy.id, "explicit", 0.95))


def _worded(
    found: list[list[Link]], problems: Sequence[Item], remedies: Sequence[Item], remedy_places: Sequence[Place]
) -> None:
    """The remedy says in words which problem it answers (针对更新不及时的问题)."""
    for remedy, place in zip(remedies, remedy_places, strict=True):
        if not place.about:
            continue
        scores = [likeness(place.about, problem.text) for problem in problems]
        best = max(scores, default=0.0)
        if best >= 0.15 and scores.count(best) == 1:
            found[scores.index(best)].append(Link(remedy.id, "explicit", 0.9))


def _told_together(
    found: list[list[Link]], problem_places: Sequence[Place], remedies: Sequence[Item], remedy_places: Sequence[Place]
) -> None:
    """Told in one breath: points or paragraphs that each tell a fault and its remedy, or the only fault answered."""
    answered = {place.answers for place in remedy_places if place.answers >= 0}
    lasts = {place.listed: place.zone for place in problem_places if place.listed >= 0}
    inner = {place.zone for place in problem_places if place.listed >= 0 and lasts[place.listed] != place.zone}
    if len(answered) < 2 and not answered & inner and len(problem_places) > 1:
        return
    zones = [place.zone for place in problem_places]
    for i, place in enumerate(problem_places):
        if place.zone in answered and zones.count(place.zone) == 1:
            told = [
                remedy.id for remedy, other in zip(remedies, remedy_places, strict=True) if other.answers == place.zone
            ]
            found[i] += [Link(remedy, "explicit", 0.95) for remedy in told]


def _parallel(places: Sequence[Place]) -> bool:
    """Whether all items stand in one list, are the parts of one sentence or paragraph, or a paragraph each."""
    one = len({(place.listed, -1 if place.listed >= 0 else place.zone) for place in places}) == 1
    return one or all(place.listed < 0 and place.parallel == 1 for place in places)


def _listed(places: Sequence[Place]) -> bool:
    """Whether the items are points of a list."""
    return any(place.listed >= 0 for place in places)


def _main(places: Sequence[Place], n: int) -> list[int]:
    """The items of the one enumerated list, where more are told beside it and it is not as many that are looked for."""
    lists = {place.listed for place in places if place.listed >= 0}
    if len(places) == n or len(lists) != 1:
        return list(range(len(places)))
    return [i for i, place in enumerate(places) if place.listed >= 0]


def _labelled(found: list[list[Link]], problems: Sequence[Item], remedies: Sequence[Item]) -> None:
    """Fault and measure open with the same words on what they are about (在内容上，…… 在内容上，……)."""
    names = [label(problem.text) for problem in problems]
    if not any(names):
        return
    named = [label(remedy.text) for remedy in remedies]
    for links, name in zip(found, names, strict=True):
        links += [
            Link(x.id, "explicit", 0.95) for x, other in zip(remedies, named, strict=True) if name and name == other
        ]


def label(text: str) -> str:
    """内容 of 在内容上，… and 内容方面，…; empty where the words open with none."""
    match = rx(r"(?:在|从)?([一-龥]{2,8}?)(?:方面|层面|环节|上|中)[，：]").match(text)
    return match[1] if match else ""


def _order(
    found: list[list[Link]],
    remedies: Sequence[Item],
    scores: Scores,
    problem_places: Sequence[Place],
    remedy_places: Sequence[Place],
) -> None:
    """一是 ↔ 一是: parallel lists of equal length, pair by pair where the content does not contradict it."""
    ours, theirs = _main(problem_places, len(remedies)), _main(remedy_places, len(problem_places))
    if len(ours) == len(theirs):
        found, remedies = [found[i] for i in ours], [remedies[i] for i in theirs]
        scores = [[scores[i][j] for j in theirs] for i in ours]
        problem_places, remedy_places = [problem_places[i] for i in ours], [remedy_places[i] for i in theirs]
    if len(found) != len(remedies) or not (_parallel(problem_places) and _parallel(remedy_places)):
        return
    crossed = _crossed(scores)
    listed = _listed(problem_places), _listed(remedy_places)
    mixed, prose = listed[0] != listed[1], not any(listed)
    akin = any(row[i] >= ENOUGH for i, row in enumerate(scores))
    doubtful = 2 * len(crossed) >= len(found) or (prose and len(found) > 2 and not akin)
    for i, links in enumerate(found):
        agrees = scores[i][i] >= ENOUGH
        alien = mixed and scores[i][i] < ALIEN
        if i not in crossed and (agrees or not (doubtful or alien)):
            links.append(Link(remedies[i].id, "order", 0.9 if agrees else 0.7))


def _crossed(scores: Sequence[Sequence[float]]) -> set[int]:
    """Places of pairs that would agree better with their remedies exchanged, which contradicts the order."""
    out: set[int] = set()
    for i, j in combinations(range(len(scores)), 2):
        first, second = scores[i][j] - scores[i][i], scores[j][i] - scores[j][j]
        if first + second >= ENOUGH:
            out |= {i, j}
    return out


def _aspect(found: list[list[Link]], remedies: Sequence[Item], scores: Scores, *, parallel: bool, mixed: bool) -> None:
    """The remedies closest in aspect and words, where one is close: less so the more another problem wants it.

    Of two lists of which one has a point more, those at like places are closer; of clauses and points (``mixed``) only
    where most at like places agree anyway.
    """
    if all(found):
        return
    if parallel and abs(len(found) - len(remedies)) == 1:
        pairs = _but_one(scores)
        alike = 2 * sum(scores[i][j] >= ENOUGH for i, j in pairs) >= len(pairs)
        for i, j in pairs:
            scores[i][j] += LIKE_PLACE if alike or (scores[i][j] and not mixed) else 0.0
    best = [max(column) for column in zip(*scores, strict=True)]
    for links, row in zip(found, scores, strict=True):
        if links:
            continue
        wanted = [score - WANTED * (most - score) for score, most in zip(row, best, strict=True)]
        closest = max(wanted)
        if closest >= ENOUGH:
            links += [
                Link(remedy.id, "aspect", round(min(0.9, 0.4 + score / 8), 2))
                for score, remedy in zip(wanted, remedies, strict=True)
                if score >= closest - TIE
            ]


def _but_one(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs of two lists in order where one point of the longer is left out: a late one unless an earlier fits."""
    n, m = len(scores), len(scores[0])
    ways = [
        [(i + (n > m and i >= out), i + (m > n and i >= out)) for i in range(min(n, m))]
        for out in range(min(n, m), -1, -1)
    ]
    worth = [sum(scores[i][j] for i, j in pairs) for pairs in ways]
    best = 0
    for at, value in enumerate(worth):
        best = at if value > worth[best] + PLAIN else best
    return ways[best]
