"""The role and aspects of each draft: rules where the text says it outright, else the classifier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from re import Pattern
from typing import NamedTuple

from extract.items.asides import promise, vows
from extract.items.cues import admits, cue, faults, only_lead, phrases, vague
from extract.items.cutting import Draft
from extract.lexicon import rx
from extract.model import Item, Text

#: rule, and the classifier's probability of what it says: how sure it is
Sure = Callable[[str, float | None], float]
FACING = 0.5  # weight of the aspect of the fault that a measure answers, and the other way round: four in five pairs share it
ALSO = 0.35  # probability from which an aspect beside the main one is told


class Settled(NamedTuple):
    """An item with the draft it came from, the classifier's probability of each aspect, and aspects named outright."""

    item: Item
    draft: Draft
    chances: Mapping[str, float]
    words: str
    named: Mapping[str, int]


def settle(
    text: Text,
    drafts: Sequence[Draft],
    roles: Sequence[Mapping[str, float]],
    aspects: Sequence[Mapping[str, float]],
    sure: Mapping[str, Sure] | None = None,
) -> tuple[list[Settled], list[Settled]]:
    """Problems and remedies.

    Parameters
    ----------
    roles, aspects
        For each draft the classifier's probability of each role, and of each aspect.
    sure
        For ``problems`` and ``remedies`` how sure one is by its rule and the classifier's probability of its role.
    """
    out: dict[str, list[Settled]] = {"problem": [], "remedy": []}
    odd = _odd(text.clean, drafts, roles)
    words = [text.clean[draft.start : draft.end] for draft in drafts]
    told = [
        (_by_model if odd and _place(draft) in odd else _role)(said, draft, role)
        for said, draft, role in zip(words, drafts, roles, strict=True)
    ]
    hazy = [
        name == "problem" and draft.listed < 0 and vague(said)
        for said, draft, (name, _, _) in zip(words, drafts, told, strict=True)
    ]
    plain = any(name == "problem" and not dim for (name, _, _), dim in zip(told, hazy, strict=True))
    for i, (name, confidence, by) in enumerate(told):
        if name not in out or (hazy[i] and (plain or out[name])):
            continue
        draft, chances = drafts[i], aspects[i]
        named = _named(name, words[i])
        main, several = _aspects(name, words[i], chances, {}, named)
        if sure is not None:
            confidence = sure[PLURAL[name]](by, roles[i].get(name, 0.0))
        written, a, b = text.cut(draft.start, draft.end)
        item = Item(f"{name[0]}{len(out[name]) + 1}", written, a, b, main, several, round(confidence, 4), by)
        out[name].append(Settled(item, draft, chances, words[i], named))
    return out["problem"], out["remedy"]


PLURAL = {"problem": "problems", "remedy": "remedies"}
UNLIKELY = 0.4  # mean probability below which what nothing announced as faults is none
SURE = 0.8  # probability from which the classifier's word is taken against the place in the text
SHORT, LONG = 40, 60  # characters: one fault told in a clause; an item of several sentences


def _place(draft: Draft) -> tuple[int, int]:
    """The list, or the stretch of prose, that a draft stands in."""
    return (draft.listed, -1) if draft.listed >= 0 else (-1, draft.point)


def _odd(clean: str, drafts: Sequence[Draft], roles: Sequence[Mapping[str, float]]) -> set[tuple[int, int]]:
    """Lists and prose that hold something else than their place says, which the classifier is asked about one by one."""
    places: dict[tuple[int, int], list[tuple[Draft, Mapping[str, float]]]] = {}
    for draft, role in zip(drafts, roles, strict=True):
        places.setdefault(_place(draft), []).append((draft, role))
    out = set()
    for place, points in places.items():
        if points[0][0].zone == "problem":
            said = any(draft.cued or draft.answered for draft, _ in points)
            odd = not said and _mean("problem", points) < UNLIKELY
            odd = odd and not any(vague(clean[draft.start : draft.end]) for draft, _ in points)
        else:
            odd = place[0] >= 0 and _mean("problem", points) > _mean("remedy", points)
            odd = odd and all(_tells_fault(clean[draft.start : draft.end]) for draft, _ in points)
        if odd:
            out.add(place)
    return out


def _mean(name: str, points: Sequence[tuple[Draft, Mapping[str, float]]]) -> float:
    """The mean probability of a role."""
    return sum([role.get(name, 0.0) for _, role in points]) / len(points)


def _likeliest(role: Mapping[str, float]) -> str:
    """The likeliest role; of equally likely ones the last by name."""
    return max(zip(role.values(), role.keys(), strict=True))[1]


def _by_model(words: str, draft: Draft, role: Mapping[str, float]) -> tuple[str, float, str]:
    best = _likeliest(role)
    if best == "remedy" and draft.listed < 0 and not cue("^measure").match(words):
        best = "background"
    if best == "problem" and role[best] < SURE and not _tells_fault(words):
        best = "background"
    return best, role.get(best, 0.0), "model:alone"


def agree(
    problems: Sequence[Settled], linked: Sequence[Item], remedies: Sequence[Settled]
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The items with their aspects, told again from both sides where the text says which measure answers which fault.

    Parameters
    ----------
    linked
        The problems with their links.
    """
    at = {remedy.item.id: i for i, remedy in enumerate(remedies)}
    measures: list[list[Settled]] = [[] for _ in problems]
    faults: list[list[Settled]] = [[] for _ in remedies]
    for i, problem in enumerate(linked):
        for link in problem.remedies:
            if link.by != "aspect":
                measures[i].append(remedies[at[link.remedy]])
                faults[at[link.remedy]].append(problems[i])
    return (
        tuple([_told_again(*one, "problem") for one in zip(linked, problems, measures, strict=True)]),
        tuple([_told_again(one.item, one, facing, "remedy") for one, facing in zip(remedies, faults, strict=True)]),
    )


def _told_again(item: Item, one: Settled, facing: Sequence[Settled], role: str) -> Item:
    """The item with its aspects told beside those of the items that it answers, or that answer it."""
    if not facing:
        return item
    if len(facing) == 1:
        other = facing[0].chances
    else:
        names = {name for facer in facing for name in facer.chances}
        other = {name: sum([facer.chances.get(name, 0.0) for facer in facing]) / len(facing) for name in names}
    words = item.text.replace("\n", "")
    named = one.named if words == one.words else _named(role, words)
    main, several = _aspects(role, words, one.chances, other, named)
    return item if several == item.aspects else replace(item, aspect=main, aspects=several)


def _named(role: str, words: str) -> Mapping[str, int]:
    """The aspects that the phrases of a short fault, or of a long item, name outright."""
    return phrases(words) if len(words) >= LONG or (role == "problem" and len(words) <= SHORT) else {}


def _aspects(
    role: str, words: str, chances: Mapping[str, float], other: Mapping[str, float], named: Mapping[str, int]
) -> tuple[str, tuple[str, ...]]:
    """The main aspect and all aspects: the model's, with two rules.

    What a short fault says of its subject last decides (内容不够及时 is about time); a long item is also about what its
    phrases name outright. ``other`` are the probabilities of what it faces.
    """
    main, most = "other", -1.0
    likely: list[tuple[float, str]] = []
    for aspect, chance in chances.items():
        worth = chance + FACING * other.get(aspect, 0.0) if other else chance
        if worth > most or (worth == most and aspect < main):
            main, most = aspect, worth
        if chance >= ALSO and aspect != "other":
            likely.append((-worth, aspect))
    also = [aspect for _, aspect in sorted(likely)]
    if role == "problem" and len(words) <= SHORT and named:
        last = max(named.values())
        latest = [a for a, end in named.items() if end == last]
        main = latest[0] if len(latest) == 1 else main
    elif len(words) >= LONG:
        also += [a for a in named if a not in also]
    return main, (main, *[a for a in also if a != main])


def _tells_fault(words: str) -> bool:
    """Whether a fault is told, and not only named before what has it (对更新不及时的单位发函)."""
    of = rx(r"[^，。；、]{0,4}的[一-龥]{2}")
    return any(not of.match(words, match.end()) for match in faults(words).finditer(words))


def _role(words: str, draft: Draft, role: Mapping[str, float]) -> tuple[str, float, str]:
    """Role of an item: the zone's where the words agree, else the classifier's."""
    if draft.zone == "problem":
        return _among_faults(words, draft, role)
    short = len(words) < 40 and draft.listed < 0
    if short and vows(words) and not _tells_fault(words):
        return "plan", 0.9, "rule:vow"
    if promise(words):
        return "plan", 0.9, "rule:promise"
    if cue("^no_measure").match(words):
        return "background", 0.9, "rule:no measure"
    if short and not (draft.cued and (draft.answers >= 0 or draft.parallel > 1)) and _figures().search(words):
        return "plan", 0.8, "rule:figures"
    if draft.names or draft.about or (draft.cued and draft.answers >= 0):
        return "remedy", 0.95, "rule:said to answer a problem"
    if draft.listed >= 0 or cue("^measure").match(words):
        if role.get("problem", 0) > 0.85 and not draft.cued and _tells_fault(words):
            return "problem", role["problem"], "model:role"
        if draft.listed < 0 and _none(role) > 0.6:
            best = _likeliest(role)
            return best, role[best], "model:role"
        return "remedy", 0.95 if draft.listed >= 0 else 0.85, "rule:measure in a remedies list"
    if draft.cued and draft.parallel > 1 and _none(role) < SURE and not _tells_fault(words):
        return "remedy", 0.8, "rule:one of several measures"
    best = _likeliest(role)
    if best == "problem" and not (role[best] > SURE and _tells_fault(words)):
        return "background", role[best], "rule:no fault told"
    return best, role[best], "model:role"


@cache
def _figures() -> Pattern[str]:
    """Words that plan a number of things, and no measure."""
    return rx(
        r"(?:计划|力争|预计|新建|新增|公开信息)[^，。；]{0,12}(?:\d|[一二三四五六七八九十百千]+(?:处|个|条|场|次))|^(?:还要?)?(?:举办|办|召开|新建|新增|培训)[^，。；]{0,10}\d+(?:场|期|次|个|处|条)"
    )


def _none(role: Mapping[str, float]) -> float:
    """Probability of the likeliest role that is neither fault nor measure."""
    return max([role.get(name, 0.0) for name in ("plan", "background", "achievement", "heading")])


def _among_faults(words: str, draft: Draft, role: Mapping[str, float]) -> tuple[str, float, str]:
    """Role of an item that stands among faults."""
    fault = admits(words)
    if len(words) < 40 and not fault and draft.listed < 0 and vows(words):
        return "plan", 0.9, "rule:vow"
    if len(words) < 60 and draft.listed < 0 and only_lead(words):
        return "background", 0.8, "rule:lead-in"
    opens = cue("^measure").match(words) is not None
    if fault and not (opens and role.get("remedy", 0) > 0.6):
        return "problem", 0.95, "rule:fault in a problems list"
    if opens and (role.get("remedy", 0) > 0.45 or (not draft.cued and role.get("problem", 0) < SURE)):
        return "remedy", max(role["remedy"], 0.5), "model:role"
    told = draft.listed >= 0 or draft.answered or (draft.cued and draft.parallel > 1)
    if told and (role.get("problem", 0) >= 0.25 or (not opens and _none(role) < SURE)):
        return "problem", 0.8, "rule:listed among problems"
    best = _likeliest(role)
    if (draft.cued or draft.parallel > 1) and (role.get("problem", 0) >= 0.25 or (best == "remedy" and not opens)):
        return "problem", max(role["problem"], 0.5), "model:role"
    if best == "remedy" and not (opens or draft.cued or cue("^measure_weak").match(words)):
        return "background", role[best], "rule:no measure told"
    return best, role[best], "model:role"
