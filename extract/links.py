"""Links from problems to remedies, one small function a kind of link; where the text does not tell, none is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.model import Item, Link


def link(problems: Sequence[Item], remedies: Sequence[Item], problem_places: Sequence[tuple[int, int]], remedy_places: Sequence[tuple[int, int]]) -> tuple[Item, ...]:
    """The problems with links to the remedies that answer them.

    Parameters
    ----------
    problem_places, remedy_places
        For each item its paragraph and its list (−1 where it stands in no enumerated list).
    """
    found: list[list[Link]] = [[] for _ in problems]
    _explicit(found, problem_places, remedies, remedy_places)
    if not any(found):
        _order(found, problems, remedies, problem_places, remedy_places)
    _aspect(found, problems, remedies)
    return tuple(replace(problem, remedies=tuple(links)) for problem, links in zip(problems, found, strict=True))


def _explicit(found: list[list[Link]], problem_places: Sequence[tuple[int, int]], remedies: Sequence[Item], remedy_places: Sequence[tuple[int, int]]) -> None:
    """Same paragraph, where several paragraphs each tell a fault and its remedy, or one fault is answered by all that follows."""
    groups = {place[0] for place in problem_places}
    paired = [g for g in groups if any(place[0] == g for place in remedy_places)]
    counts = {g: sum(place[0] == g for place in problem_places) for g in paired}
    if len(paired) < 2 and not (len(problem_places) == 1 and paired):
        return
    for i, (group, _) in enumerate(problem_places):
        if counts.get(group) == 1:
            found[i] += [Link(remedy.id, "explicit", 0.95) for remedy, place in zip(remedies, remedy_places, strict=True) if place[0] == group]


def _order(found: list[list[Link]], problems: Sequence[Item], remedies: Sequence[Item], problem_places: Sequence[tuple[int, int]], remedy_places: Sequence[tuple[int, int]]) -> None:
    """一是 ↔ 一是: both sides enumerated, of equal length, and the pairs agree in content more than chance."""
    listed = all(place[1] >= 0 for place in (*problem_places, *remedy_places))
    if not listed or len(problems) != len(remedies) or len(problems) < 2:
        return
    for links, problem, remedy in zip(found, problems, remedies, strict=True):
        if _shared(problem, remedy) or likeness(problem.text, remedy.text) >= 0.06:
            links.append(Link(remedy.id, "order", 0.9))


def _aspect(found: list[list[Link]], problems: Sequence[Item], remedies: Sequence[Item]) -> None:
    """The remedy closest in aspect and words, where one is close."""
    for links, problem in zip(found, problems, strict=True):
        if links or not remedies:
            continue
        scores = [(_closeness(problem, remedy), remedy) for remedy in remedies]
        best = max(score for score, _ in scores)
        if best >= 1.0:
            links += [Link(remedy.id, "aspect", round(min(0.9, 0.4 + score / 8), 2)) for score, remedy in scores if score >= best - 1e-9]


def _closeness(problem: Item, remedy: Item) -> float:
    score = 2.0 * (problem.aspect == remedy.aspect and problem.aspect != "other")
    score += 1.0 * (problem.aspect in remedy.aspects[1:]) + 0.3 * bool(set(problem.aspects[1:]) & set(remedy.aspects))
    return score + 3 * likeness(problem.text, remedy.text)


def _shared(problem: Item, remedy: Item) -> bool:
    return bool(set(problem.aspects) & set(remedy.aspects))


COMMON = frozenset({"政府", "信息", "公开", "工作", "府信", "息公", "开工", "政务", "务公", "进一", "一步"})


def likeness(a: str, b: str) -> float:
    """Shared character pairs (formulas left out) over the smaller side."""
    x, y = ({t[i : i + 2] for i in range(len(t) - 1)} - COMMON for t in (a, b))
    return len(x & y) / max(1, min(len(x), len(y)))
