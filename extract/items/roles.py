"""The role and aspects of each draft: rules where the text says it outright, else the classifier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from extract.items.asides import promise
from extract.items.cues import cue, only_lead, phrases, vague
from extract.items.cutting import Draft
from extract.lexicon import rx
from extract.model import Item, Text

#: rule, and the classifier's probability of what it says: how sure it is
Sure = Callable[[str, float | None], float]
FACING = 0.5  # weight of the aspect of the fault that a measure answers, and the other way round: four in five pairs share it
ALSO = 0.35  # probability from which an aspect beside the main one is told


def settle(
    text: Text,
    drafts: Sequence[Draft],
    roles: Sequence[Mapping[str, float]],
    aspects: Sequence[Mapping[str, float]],
    sure: Mapping[str, Sure] | None = None,
) -> tuple[tuple[Item, ...], tuple[Item, ...], tuple[Draft, ...], tuple[Draft, ...]]:
    """Problems and remedies with the drafts they came from.

    Parameters
    ----------
    roles, aspects
        For each draft the classifier's probability of each role, and of each aspect.
    sure
        For ``problems`` and ``remedies`` how sure one is by its rule and the classifier's probability of its role.
    """
    out: dict[str, list[Item]] = {"problem": [], "remedy": []}
    kept: dict[str, list[Draft]] = {"problem": [], "remedy": []}
    odd = _odd(text.clean, drafts, roles)
    told = [
        _by_model(text.clean[draft.start : draft.end], draft, role)
        if _place(draft) in odd
        else _role(text.clean[draft.start : draft.end], draft, role)
        for draft, role in zip(drafts, roles, strict=True)
    ]
    hazy = [
        draft.listed < 0 and name == "problem" and vague(text.clean[draft.start : draft.end])
        for draft, (name, _, _) in zip(drafts, told, strict=True)
    ]
    plain = any(name == "problem" and not dim for (name, _, _), dim in zip(told, hazy, strict=True))
    for draft, (name, _, _), dim in zip(drafts, told, hazy, strict=True):
        if name in out and not (dim and (plain or kept[name])):
            kept[name].append(draft)
    own = dict(zip(drafts, aspects, strict=True))
    for draft, (name, confidence, by), role in zip(drafts, told, roles, strict=True):
        if name in out and draft in kept[name]:
            words, a, b = text.cut(draft.start, draft.end)
            main, several = _aspects(name, text.clean[draft.start : draft.end], own[draft], {})
            if sure is not None:
                confidence = sure[PLURAL[name]](by, role.get(name, 0.0))
            out[name].append(
                Item(f"{name[0]}{len(out[name]) + 1}", words, a, b, main, several, round(confidence, 4), by)
            )
    return tuple(out["problem"]), tuple(out["remedy"]), tuple(kept["problem"]), tuple(kept["remedy"])


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
        problem, remedy = (
            sum(role.get(name, 0.0) for _, role in points) / len(points) for name in ("problem", "remedy")
        )
        words = [clean[draft.start : draft.end] for draft, _ in points]
        if points[0][0].zone == "problem":
            odd = problem < UNLIKELY and not any(
                draft.cued or draft.answered or vague(said) for (draft, _), said in zip(points, words, strict=True)
            )
        else:
            odd = place[0] >= 0 and problem > remedy and all(_admits(said) for said in words)
        if odd:
            out.add(place)
    return out


def _by_model(words: str, draft: Draft, role: Mapping[str, float]) -> tuple[str, float, str]:
    best = max(role, key=lambda name: (role[name], name))
    if best == "remedy" and draft.listed < 0 and not cue("measure", starts=True).match(words):
        best = "background"
    if best == "problem" and role[best] < SURE and not _admits(words):
        best = "background"
    return best, role.get(best, 0.0), "model:alone"


def agree(
    problems: Sequence[Item],
    remedies: Sequence[Item],
    sides: tuple[Sequence[Draft], Sequence[Draft]],
    chances: Mapping[Draft, Mapping[str, float]],
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The items with their aspects, told again from both sides where the text says which measure answers which fault.

    Parameters
    ----------
    sides
        The drafts of the problems and of the remedies.
    chances
        For each draft the probability of each aspect.
    """
    at = {remedy.id: i for i, remedy in enumerate(remedies)}
    facing: tuple[dict[int, list[Draft]], dict[int, list[Draft]]] = ({}, {})
    for i, problem in enumerate(problems):
        for link in problem.remedies:
            if link.by != "aspect":
                facing[0].setdefault(i, []).append(sides[1][at[link.remedy]])
                facing[1].setdefault(at[link.remedy], []).append(sides[0][i])
    out = []
    for items, drafts, others, role in zip((problems, remedies), sides, facing, ("problem", "remedy"), strict=True):
        told = list(items)
        for i, facers in others.items():
            names = {name for facer in facers for name in chances[facer]}
            other = {name: sum(chances[facer].get(name, 0.0) for facer in facers) / len(facers) for name in names}
            main, several = _aspects(role, items[i].text.replace("\n", ""), chances[drafts[i]], other)
            told[i] = replace(items[i], aspect=main, aspects=several)
        out.append(tuple(told))
    return out[0], out[1]


def _aspects(
    role: str, words: str, aspect: Mapping[str, float], other: Mapping[str, float]
) -> tuple[str, tuple[str, ...]]:
    """The main aspect and all aspects: the model's, with two rules.

    What a short fault says of its subject last decides (内容不够及时 is about time); a long item is also about what its
    phrases name outright.
    """
    ranked = sorted(aspect, key=lambda a: (-aspect[a] - FACING * other.get(a, 0.0), a))
    main = ranked[0] if ranked else "other"
    also = [a for a in ranked if aspect[a] >= ALSO and a != "other"]
    if len(words) >= LONG or (role == "problem" and len(words) <= SHORT):
        named = phrases(words)
        if role == "problem" and len(words) <= SHORT and named:
            last = max(named.values())
            latest = [a for a, end in named.items() if end == last]
            main = latest[0] if len(latest) == 1 else main
        elif len(words) >= LONG:
            also += [a for a in named if a not in also]
    return main, (main, *(a for a in also if a != main))


def _admits(words: str) -> bool:
    """Whether a fault is told, and not only named before what has it (对更新不及时的单位发函)."""
    of = rx(r"[^，。；、]{0,4}的[一-龥]{2}")
    return any(not of.match(words, match.end()) for match in cue("fault").finditer(words))


def _role(words: str, draft: Draft, role: Mapping[str, float]) -> tuple[str, float, str]:
    """Role of an item: the zone's where the words agree, else the classifier's."""
    fault = _admits(words) if draft.zone == "remedy" else bool(cue("fault").search(words))
    opens = bool(cue("measure", starts=True).match(words))
    if len(words) < 40 and not fault and draft.listed < 0 and cue("vow").search(words):
        return "plan", 0.9, "rule:vow"
    if draft.zone == "remedy" and promise(words):
        return "plan", 0.9, "rule:promise"
    if draft.zone == "remedy" and cue("no_measure", starts=True).match(words):
        return "background", 0.9, "rule:no measure"
    if len(words) < 60 and draft.zone == "problem" and draft.listed < 0 and only_lead(words):
        return "background", 0.8, "rule:lead-in"
    if (
        draft.listed < 0
        and len(words) < 40
        and draft.zone == "remedy"
        and not (draft.cued and (draft.answers >= 0 or draft.parallel > 1))
        and rx(
            r"(?:计划|力争|预计|新建|新增|公开信息)[^，。；]{0,12}(?:\d|[一二三四五六七八九十百千]+(?:处|个|条|场|次))|^(?:还要?)?(?:举办|办|召开|新建|新增|培训)[^，。；]{0,10}\d+(?:场|期|次|个|处|条)"
        ).search(words)
    ):
        return "plan", 0.8, "rule:figures"
    best = max(role, key=lambda name: (role[name], name))
    none = max(role.get(name, 0.0) for name in ("plan", "background", "achievement", "heading"))
    if draft.zone == "problem":
        if fault and not (opens and role.get("remedy", 0) > 0.6):
            return "problem", 0.95, "rule:fault in a problems list"
        if opens and (role.get("remedy", 0) > 0.45 or (not draft.cued and role.get("problem", 0) < SURE)):
            return "remedy", max(role["remedy"], 0.5), "model:role"
        told = draft.listed >= 0 or draft.answered or (draft.cued and draft.parallel > 1)
        if told and (role.get("problem", 0) >= 0.25 or (not opens and none < SURE)):
            return "problem", 0.8, "rule:listed among problems"
        if (draft.cued or draft.parallel > 1) and (role.get("problem", 0) >= 0.25 or (best == "remedy" and not opens)):
            return "problem", max(role["problem"], 0.5), "model:role"
        if best == "remedy" and not (opens or draft.cued or cue("measure_weak", starts=True).match(words)):
            return "background", role[best], "rule:no measure told"
        return best, role[best], "model:role"
    if draft.names or draft.about or (draft.cued and draft.answers >= 0):
        return "remedy", 0.95, "rule:said to answer a problem"
    if draft.listed >= 0 or opens:
        if role.get("problem", 0) > 0.85 and fault and not draft.cued:
            return "problem", role["problem"], "model:role"
        if draft.listed < 0 and none > 0.6:
            return best, role[best], "model:role"
        return "remedy", 0.95 if draft.listed >= 0 else 0.85, "rule:measure in a remedies list"
    if draft.cued and draft.parallel > 1 and not fault and none < SURE:
        return "remedy", 0.8, "rule:one of several measures"
    if best == "problem" and not (fault and role[best] > SURE):
        return "background", role[best], "rule:no fault told"
    return best, role[best], "model:role"
