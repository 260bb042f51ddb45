"""Items cut from the zones: a point of a list whole, prose by sentences and clauses; trimmed at both ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from re import Pattern
from typing import NamedTuple

from extract.items.asides import promise
from extract.items.cues import cue, only_lead
from extract.items.even import Cut, even
from extract.items.faults import Span, faults, lead, sentences, split
from extract.items.measures import leads_on, measures, opening
from extract.items.points import Zone
from extract.items.references import Reference, reference
from extract.lexicon import rx
from extract.model import Text


class Draft(NamedTuple):
    """An item before its role is settled: clean offsets, what its zone says of it, its place in its list."""

    start: int
    end: int
    zone: str
    listed: int  # id of the enumerated list, -1 where there is none
    number: int
    point: int  # where its zone starts
    answers: int  # where the zone of the fault that it answers in the same breath starts, -1 where there is none
    cued: bool = False
    parallel: int = 1  # how many items its zone was cut into
    names: int = 0  # number of the problem that it says it answers (针对问题二)
    about: str = ""  # the words by which it names the problem that it answers (针对更新不及时的问题)
    answered: bool = False  # a fault whose measure is told in the same breath, as those of others are


def candidates(text: Text, found: Sequence[Zone]) -> tuple[Draft, ...]:
    """The items of each zone, in order."""
    clean = text.clean
    lasts = {zone.listed: zone.start for zone in found if zone.listed >= 0}
    inside = {zone.start for zone in found if zone.listed >= 0 and lasts[zone.listed] != zone.start}
    answered = {zone.answers for zone in found if zone.answers >= 0}
    paired = answered if len(answered) > 1 else answered & inside
    cuts: list[Cut] = []
    for i, zone in enumerate(found):
        after = found[i + 1] if i + 1 < len(found) else None
        if zone.listed >= 0:
            spans = [(zone.start, zone.end)]
        elif after and after.listed >= 0 and after.number == 2 and after.role == zone.role and _one(clean, zone):
            spans = [(zone.start, zone.end)]  # 主要是…，其次是…
        elif after and after.listed >= 0 and after.role == zone.role and _announces(clean, zone, after):
            spans = []
        elif zone.role == "problem" and zone.start in paired and not lead().search(clean[zone.start : zone.end]):
            spans = [(zone.start, zone.end)]
        elif zone.role == "problem":
            spans = faults(clean, zone.start, zone.end, cued=zone.cued)
            if not spans and zone.start in answered:  # no word admits a fault: the classifier is asked
                spans = [span for span in sentences(clean, zone.start, zone.end) if not only_lead(clean[slice(*span)])]
        elif zone.answers in paired:
            spans = [(zone.start + a, zone.start + b) for a, b in split(clean[zone.start : zone.end], "；")]
        else:
            spans = measures(clean, zone.start, zone.end)
        led = zone.role == "problem" and not zone.cued and len(spans) > 1 and lead().search(clean, zone.start, zone.end)
        cuts.append((replace(zone, cued=True) if led else zone, spans))
    out: list[Draft] = []
    for zone, spans in even(clean, cuts, paired):
        fault, listed = zone.role == "problem", zone.listed >= 0
        least = 3 if listed or fault else 4
        trimmed = [_trim(clean, a, b, zone.role, listed=listed) for a, b in spans]
        kept = [at for at, (a, b) in enumerate(trimmed) if b - a >= least]
        at = (zone.role, zone.listed, zone.number, zone.start, zone.answers, zone.cued, len(kept))
        for i in kept:
            told = None if fault else _reference(clean, *spans[i], zone.start)
            names = (told.number, told.about) if told else (0, "")
            a, b = trimmed[i]
            out.append(Draft(a, b, *at, *names, fault and zone.start in paired))
    return tuple(out)


def _reference(clean: str, start: int, end: int, zone: int) -> Reference | None:
    """What a measure says of the problem that it answers; its opening words may be cut off already."""
    told = reference(clean[start:end])
    if told:
        return told
    back = max(clean.rfind("。", zone, start), clean.rfind("；", zone, start), clean.rfind("\n", zone, start))
    return reference(clean[max(back + 1, zone) : end].lstrip("\n ，；"))


def _one(clean: str, zone: Zone) -> bool:
    return not rx(r"[。；\n]").search(clean, zone.start, zone.end - 1)


def _announces(clean: str, zone: Zone, after: Zone) -> bool:
    """Whether prose before a list only leads to it: it stands in the same paragraph, ends with a colon or says 以下."""
    words = clean[zone.start : zone.end].rstrip("\n")
    last = rx(r"[。！？](?=.)").split(words)[-1]
    near = after.start - zone.end <= 6
    return near and (
        "\n" not in clean[zone.end - 1 : after.start] or words.endswith("：") or bool(cue("lead_in").search(last))
    )


@cache
def _fault_opening() -> Pattern[str]:
    return rx(
        r"(?:(?:从|经|据|通过)[^，；]{2,14}(?:看|中|发现|自查|检查|梳理)，|[^，；：]{0,6}(?:自查|检查|梳理|排查|评估|调研|分析)中?(?:发现|来?看|显示)[，：])?"
        r"(?:虽然?[^，]{2,40}，)?(?:但是?|如|例如|比如|以及|还有|并且|同时|另外|此外|存在(?:着)?|(?:主要|具体|突出|集中)?(?:表现|体现|反映)[在为]|主要是|主要|就是|即|在于|，|：){0,3}(?=[一-龥“]{3})"
    )


def _trim(clean: str, start: int, end: int, role: str, *, listed: bool) -> Span:
    """Without lead-ins, closing aim clauses and closing punctuation."""
    start, end = _strip(clean, start, end)
    if start >= end:
        return start, end
    return _trim_fault(clean, start, end, listed=listed) if role == "problem" else _trim_measure(clean, start, end)


def _trim_fault(clean: str, start: int, end: int, *, listed: bool) -> Span:
    labelled = rx(r"(?:具体)?表现：|[^，。；？]{2,24}？(?=.{6})").match(clean, start, end)
    why = rx(r"\n[^\n，。]{0,6}原因[：是]").search(clean, start, end)
    start, end = labelled.end() if labelled else start, why.start() if why else end
    told = _then_cause().search(clean, start + 4, end)
    end = told.start() if told else end
    if clean[end - 1] in LAST:
        tail = _tail().search(clean, start, end)
        if tail and tail.start() > start + 4:
            end = tail.start()
        elif clean.endswith("问题", start, end) and not listed and cue("fault").search(clean, end - 6, end - 2):
            end -= 2
    match = _fault_opening().match(clean, start, end)
    return _strip(clean, match.end() if match else start, end)


LAST = "等面列的题足象况板\n"  # last characters of what `_tail` finds


@cache
def _tail() -> Pattern[str]:
    """等 and what it counts, at the end of a fault."""
    return rx(
        r"(?:等+(?:方面|一系列)?(?:的)?(?:(?:问题|不足|现象|情况|短板)(?:[和与、](?:问题|不足))?)?|的问题|的现象|等)$"
    )


@cache
def _then_cause() -> Pattern[str]:
    """The end of a sentence before one that tells why."""
    return rx(rf"[。；](?=[\n ，]*{cue('cause').pattern})")


def _trim_measure(clean: str, start: int, end: int) -> Span:
    start += opening(clean[start:end])
    while (stop := max(clean.rfind("。", start, end), clean.rfind("\n", start, end))) > start:
        if not promise(clean[stop + 1 : end]):
            break
        start, end = _strip(clean, start, stop)
    while True:
        comma = _last_mark(clean, start, end)
        if comma <= start + 5 or end - comma > 46 or not cue("^aim$").match(clean[comma + 1 : end]):
            return _strip(clean, start, end)
        before = _last_mark(clean, start, comma) + 1
        if leads_on(clean[before or start : comma]) or cue("^aim$").match(clean[start:comma]):
            return _strip(clean, start, end)  # what is left would name nothing
        if comma - start < 8 and "、" in clean[comma:end]:
            return _strip(clean, start, end)  # a title of few words, and then what it takes in
        end = comma


def _last_mark(clean: str, start: int, end: int) -> int:
    """Where the last clause but one ends, −1 where there is but one."""
    return max(clean.rfind("，", start, end), clean.rfind("；", start, end), clean.rfind("。", start, end))


def _strip(clean: str, start: int, end: int) -> Span:
    while start < end and clean[start] in "。；，：、 \n”】）":
        start += 1
    while end > start and clean[end - 1] in "。；，：、！ \n.（":
        end -= 1
    return start, end
