"""The chain: which of the headings found are the report's own, of level 1."""

from __future__ import annotations

from dataclasses import replace

from extract.outline.headings import Heading

ORDER = {
    kind: i
    for i, kind in enumerate(
        (
            "overview",
            "proactive",
            "consultation",
            "applications",
            "fees",
            "review_litigation",
            "staffing",
            "problems",
            "other_matters",
            "appendix",
        )
    )
}
STRONG, LINE, WEAK, NEXT = 3.0, 2.0, 0.4, 1.0
NEVER = -1e6  # no two headings after it make up for a wrong step


def choose(found: list[Heading]) -> list[Heading]:
    """The chain of level 1 headings with the highest score (dynamic programming over candidates in order)."""
    kinds: dict[str, set[str]] = {style: set() for style in ("han", "part", "bare", "paren", "arabic")}
    for heading in found:
        if heading.kind and (heading.line or heading.canonical) and heading.style in kinds:
            kinds[heading.style].add(heading.kind)
    opens = next(
        (heading.style for heading in found if heading.kind and heading.line and heading.style in kinds), "han"
    )
    if opens not in ("han", "part"):  # a report that opens with 一、 keeps to it, however few there are
        opens = next(
            (style for style, named in kinds.items() if len(named) > 1), max(kinds, key=lambda style: len(kinds[style]))
        )
    main = opens
    usable = [
        heading
        for heading in found
        if heading.style == main
        or (heading.kind and heading.style in ("han", "part"))
        or (heading.canonical and heading.line and heading.style in ("arabic", "bare"))
    ]
    told = [heading.number for heading in usable if heading.style == main and heading.canonical and heading.line]
    if len(told) > 2 and set(told) == {1}:  # the numbering was lost: 一、 before every heading
        usable = [replace(heading, number=None) if heading.canonical else heading for heading in usable]
    best: list[tuple[float, int]] = []
    ends: dict[tuple[int | None, str | None], int] = {}  # of each number and kind the best chain that ends in it
    for i, heading in enumerate(usable):
        own = (
            (STRONG if heading.kind else WEAK)
            + (LINE if heading.line and heading.kind else 0.0)
            + (1.0 if heading.canonical else 0.0)
        )
        own -= 2.5 if heading.style != main else 0.0
        score, before = own - (0.5 if heading.number not in (1, None) else 0.0), -1
        for j in ends.values():
            through = best[j][0] + own + _step(usable[j], heading)
            if through > score or (through == score and j > before):  # later ones win: a list of contents comes first
                score, before = through, j
        best.append((score, before))
        state = (heading.number, heading.kind)
        if state not in ends or score >= best[ends[state]][0]:
            ends[state] = i
    if not best:
        return []
    at = max(range(len(best)), key=lambda i: (best[i][0], i))
    chain: list[Heading] = []
    while at >= 0:
        chain.append(usable[at])
        at = best[at][1]
    chain.reverse()
    return chain if any(heading.kind for heading in chain) or len(chain) > 1 else []


def _step(before: Heading, after: Heading) -> float:
    """What it costs or gains that ``after`` is the next heading of level 1."""
    if before.number is None or after.number is None:
        return 0.0 if before.kind != after.kind else NEVER
    if after.number == before.number + 1:
        return NEXT if not (before.kind and after.kind and before.kind == after.kind) else 0.0
    if after.number > before.number:
        return -0.5 if after.kind else NEVER
    misnumbered = after.canonical and after.number >= max(2, before.number - 1)
    rising = misnumbered and before.kind and after.kind and ORDER[after.kind] > ORDER[before.kind]
    return -1.0 if rising else NEVER
