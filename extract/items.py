"""Problems and remedies: where a report lists them, the items of each list, and which role each has.

``zones`` finds where faults and measures are told, ``candidates`` cuts the zones into items by enumerators, paragraphs
or clauses, ``settle`` gives each its role and aspects (rules where the text says it outright, else the classifier).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extract.lexicon import load
from extract.model import Item, Part, Text


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of clean text that tells faults (``problem``) or measures (``remedy``); ``cued`` if words said so."""

    start: int
    end: int
    role: str
    cued: bool
    group: int  # zones of one paragraph that answer each other share it


@dataclass(frozen=True, slots=True)
class Draft:
    """An item before its role is settled: clean offsets, the role its zone suggests, its place in its list."""

    start: int
    end: int
    zone: str
    group: int
    order: int
    listed: int  # id of the enumerated list, -1 where there is none
    cued: bool = False


@cache
def _cue(name: str) -> regex.Pattern[str]:
    return regex.compile("|".join(load("items", ("cues",))["cues"][name]))


@cache
def _enumerators() -> tuple[regex.Pattern[str], ...]:
    han, at = "[一二三四五六七八九十]", r"(?:(?<=[。；，：、\n！？])|^)"
    return (
        regex.compile(rf"{at}（{han}{{1,2}}）[、.]?"),
        regex.compile(rf"{at}{han}{{1,2}}、"),
        regex.compile(rf"{at}第{han}{{1,2}}[，、：]|{at}(?:首先|其次|再次|最后|另外)[，是]"),
        regex.compile(rf"{at}(?:其?{han}{{1,2}}|[1-9])(?:是|要|方面(?:是)?[，]?|来)[，：]?"),
        regex.compile(rf"{at}(?<!\d)\d{{1,2}}(?:、|\.(?!\d)|．)"),
        regex.compile(rf"{at}（\d{{1,2}}）[、.]?"),
        regex.compile(rf"{at}[①-⑳]"),
        regex.compile(rf"{at}(?:问题|不足|措施|对策){han}[：:、，]"),
    )


def _remedy_sentence(words: str) -> bool:
    return bool(regex.match(rf"(?:{_cue('remedy_start').pattern})", words)) or bool(
        regex.match(r"(?:20\d\d年(?:度)?[，]?)?(?:[一-龥]{0,12}?)(?:将(?!.{0,10}(?:纳入|列入)[^，。]{0,10}(?:范围|考核)，)(?:继续|进一步|认真|采取|从|不断|按照|以|严格|着力|持续|深入|重点|加强|充分|积极|加大|全面|坚持|围绕|结合|切实|把|在|对|通过|努力|大力|立足|紧)|要(?:继续|进一步|加强))", words)
    )


def zones(text: Text, parts: Sequence[Part]) -> tuple[Zone, ...]:
    """Stretches that tell faults or measures: in problems sections, under such headings, and paragraphs that open with 下一步."""
    out: list[Zone] = []
    starts = [*(part.start for part in parts[1:]), len(text.clean)]
    above: list[str] = []
    for part, after in zip(parts, starts, strict=True):
        above = [*above[: part.level - 1], part.kind if part.level == 1 else ""]
        words = part.heading
        inside = above[0] == "problems" or bool(part.level > 1 and regex.search(r"(?:存在|主要)[^，。]{0,6}(?:问题|不足)|问题(?:和|与|及)不足|下一?步(?:工作)?(?:打算|计划|安排|措施|重点)|改进措施|工作打算", words) and len(words) < 26)
        role = _heading_role(words, out[-1].role if out and inside and part.level > 1 else "problem")
        titled = part.level > 1 and above[0] == "problems" and not regex.search(r"(?:存在|主要)?(?:的)?(?:问题|不足|困难)$|(?:存在|主要)(?:的)?(?:问题|不足)|措施$|打算$|安排$|方向$|计划$|改进(?:情况|办法)?$|思路$", words.rstrip("：。"))
        start = part.start if titled else part.body
        out += _paragraphs(text.clean, start, after, role, inside, titled)
    return tuple(out)


def _heading_role(words: str, default: str) -> str:
    if regex.search(r"问题|不足|困难|差距", words):
        return "problem"
    if regex.search(r"改进|措施|打算|计划|下一?步|今后|安排|对策|整改|努力方向|思路|明年|来年", words):
        return "remedy"
    return default


def _paragraphs(clean: str, start: int, end: int, role: str, inside: bool, titled: bool) -> list[Zone]:
    out: list[Zone] = []
    at = start
    while at < end:
        newline = clean.find("\n", at, end)
        stop = end if newline < 0 else newline
        if clean[at:stop].strip("。；，：\n ") and not _closing(clean[at:stop]):
            out += _one_paragraph(clean, at, stop, out[-1].role if out else role, inside, titled)
        at = stop + 1
    return out


def _closing(words: str) -> bool:
    return bool(regex.fullmatch(r"特此报告。?|[一-龥“”]{3,28}|20\d\d年\d+月\d+日|[二两][〇○零一二三四五六七八九十]{2,4}年[一-龥〇]{2,8}日|附[件表：].*|（?此件[^\n]{0,20}", words)) and not _cue("fault").search(words)


def _one_paragraph(clean: str, start: int, end: int, role: str, inside: bool, titled: bool) -> list[Zone]:
    """Cut a paragraph where measures begin; several cuts where faults and measures alternate."""
    pieces: list[tuple[int, int, str, bool]] = []
    at = start
    current, cued = role, False
    for match in regex.finditer(r"[^。！？]*(?:[。！？]+|$)", clean[start:end]):
        a, b = start + match.start(), start + match.end()
        if a == b:
            continue
        words = _bare(clean[a:b])
        new = current
        if _remedy_sentence(words):
            new, cue = "remedy", True
        elif current == "remedy" and _problem_sentence(words):
            new, cue = "problem", True
        else:
            cue = False
        if not inside and a == start and not (new == "remedy" and cue and regex.match(r"下一?步|今后|明年|20\d\d年|下一年|新的一年", words)):
            return []
        inner = _inner_cut(clean, a, b) if new == "problem" else None
        if new != current or (cue and a > at and not pieces):
            if a > at:
                pieces.append((at, a, current, cued))
            at, current, cued = a, new, cue
        cued = cued or cue
        if inner is not None:
            pieces.append((at, inner, current, cued))
            at, current, cued = inner, "remedy", True
    pieces.append((at, end, current, cued))
    return [Zone(a, b, r, c, start) for a, b, r, c in pieces if clean[a:b].strip("。；，：、 ")]


def _bare(words: str) -> str:
    """The sentence without its enumerator."""
    for pattern in _enumerators():
        match = pattern.match(words)
        if match:
            return words[match.end() :]
    return words


def _problem_sentence(words: str) -> bool:
    return bool(regex.search(r"(?:存在|主要)[^，。；]{0,12}(?:问题|不足|困难)(?:是|有|：|为|表现)|^(?:问题|不足)[一二三四五六]?[：是]|^存在(?:的)?(?:主要)?(?:问题|不足)", words[:60])) and not regex.match(r"针对|对于|为", words)


def _inner_cut(clean: str, start: int, end: int) -> int | None:
    """Where inside a sentence the measures begin (…不足，下一步将…)."""
    match = regex.search(r"[，；](?=(?:针对(?:上述|以上|此|这些|存在)|下一?步|今后|为此|对此|对策[：是]|改进措施|整改措施|将(?:进一步|通过|采取|加强|继续)|我们将|我[镇乡局县市区厅]将))", clean[start:end])
    return start + match.end() if match and _cue("fault").search(clean[start : start + match.start()]) else None


def candidates(text: Text, found: Sequence[Zone]) -> tuple[Draft, ...]:
    """The items of each zone, in order."""
    out: list[Draft] = []
    merged = _merge(found, text.clean)
    for number, zone in enumerate(merged):
        spans, listed = _cut(text.clean, zone)
        for order, (a, b) in enumerate(spans):
            a, b = _trim(text.clean, a, b, zone.role)
            if b - a >= 4:
                out.append(Draft(a, b, zone.role, zone.group, order, number if listed else -1, zone.cued))
    return tuple(out)


def _merge(found: Sequence[Zone], clean: str) -> list[Zone]:
    """Neighbouring paragraphs of one role whose enumerators go on become one zone."""
    out: list[Zone] = []
    for zone in found:
        if out and out[-1].role == zone.role and zone.start - out[-1].end <= 2 and zone.group != out[-1].group and _starts_list(clean, zone.start) is not None \
                and (_starts_list(clean, out[-1].start) == _starts_list(clean, zone.start) or _starts_list(clean, out[-1].start) is None):
            out[-1] = Zone(out[-1].start, zone.end, zone.role, out[-1].cued or zone.cued, out[-1].group)
        else:
            out.append(zone)
    return out


def _starts_list(clean: str, start: int) -> int | None:
    return next((i for i, pattern in enumerate(_enumerators()) if pattern.match(clean, start)), None)


def _cut(clean: str, zone: Zone) -> tuple[list[tuple[int, int]], bool]:
    words = clean[zone.start : zone.end]
    found = [(pattern, list(pattern.finditer(words))) for pattern in _enumerators()]
    found = [(p, m) for p, m in found if len(m) >= 2 or (len(m) == 1 and m[0].start() == 0)]
    if found:
        _, marks = min(found, key=lambda pair: (pair[1][0].start(), -len(pair[1])))
        ends = [*(m.start() for m in marks[1:]), len(words)]
        spans = [(zone.start + m.end(), zone.start + e) for m, e in zip(marks, ends, strict=True)]
        lead = words[: marks[0].start()]
        before = [] if _cue("lead_in").search(lead) or len(lead) < 12 or zone.role == "remedy" else _clauses(clean, zone.start, zone.start + marks[0].start(), zone.role)
        if len(spans) == 1 and not _cue("fault").search(words) and zone.role == "problem":
            return spans, False
        return [*before, *spans], len(spans) > 1
    if zone.role == "problem" and "\n" not in words and words.count("。") >= 2 and not regex.search(r"主要(?:是|表现)|等(?:问题|不足)", words) and _cue("fault").search(words.split("。")[0]) \
            and len(words.split("。")[0]) <= 30:
        return [(zone.start, zone.end)], False  # a short title and its explanation
    return _clauses(clean, zone.start, zone.end, zone.role), False


def _clauses(clean: str, start: int, end: int, role: str) -> list[tuple[int, int]]:
    """Items told without enumerators: one a sentence, or one a clause where a sentence lists several."""
    out: list[tuple[int, int]] = []
    for match in regex.finditer(r"[^。！？\n]+[。！？]*", clean[start:end]):
        a, b = start + match.start(), start + match.end()
        out += _fault_clauses(clean, a, b) if role == "problem" else _measure_clauses(clean, a, b)
    return out


def _fault_clauses(clean: str, start: int, end: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    words = clean[start:end]
    lead = list(regex.finditer(r"(?:主要(?:表现|体现|存在|问题|不足)?(?:是|在|有|为|包括)(?:于)?(?:以下(?:几)?(?:个)?方面)?|存在(?:的)?(?:主要)?(?:问题|不足)(?:主要)?(?:是|有|为)|(?:问题|不足|差距)[，：](?:如|例如|比如|即|主要是)?|不足之处[，：是]|但(?:也|还|仍|是)*(?:存在|有)(?:着)?(?!.{0,8}(?:问题|不足|差距)[，。；])|但(?!是?(?:也|还|仍)?存在)(?=[^，。；]{2,}(?:不|有待|需))|(?:也|还|仍然?|仍旧)(?:存在|有)(?:着)?(?!.{0,8}(?:问题|不足|差距)[，。；和])|由于[^，。；]{2,24}，(?:导致|造成)?)[：，]?", words))
    at = lead[-1].end() if lead and lead[-1].end() < len(words) - 3 else 0
    for piece in regex.finditer(r"[^，；]+", words[at:]):
        a, b = start + at + piece.start(), start + at + piece.end()
        fragment = clean[a:b]
        split = [m.end() for m in regex.finditer(r"[^、]*?(?:不[一-龥]{1,4}|不足|有待[一-龥]{2,8}|薄弱|单一|滞后|偏[一-龥]|较[一-龥]|欠缺|缺乏[一-龥]{2,8}|需(?:进一步)?[一-龥]{2,6})、", fragment)]
        bounds = [0, *split, len(fragment)]
        for x, y in zip(bounds, bounds[1:], strict=False):
            chunk = fragment[x:y]
            if _cue("fault").search(chunk) and not _only_lead(chunk):
                out.append((a + x, a + y))
            elif out and out[-1][1] in (a - 1, a + x) and not _cue("fault").search(chunk) and not _cue("lead_in").search(chunk) and regex.match(r"导致|造成|致使|影响|使得|难以|从而", chunk):
                out[-1] = (out[-1][0], a + y)
    return out


def _only_lead(words: str) -> bool:
    bare = words.strip("。，；：、等 ")
    return bool(_cue("lead_in").search(bare)) and not regex.search(r"(?:不够|有待|还需|仍需|不强|不高|不全|不健全|不规范|不及时|滞后|薄弱|单一|缺乏)", _cue("lead_in").sub("", bare)) \
        or bool(regex.fullmatch(r"(?:但|但是|仍|还|也|依然|仍然|，)*(?:存在|有)?(?:着)?(?:一些|一定|不少|部分)?(?:的)?(?:问题|不足|差距|薄弱环节|困难|短板)(?:和(?:不足|问题|差距))?", bare))


def _measure_clauses(clean: str, start: int, end: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    pieces = list(regex.finditer(r"[^，；]+", clean[start:end]))
    opens = regex.compile(r"(?:一方面|另一方面|同时|还|要|并|将|进一步|继续|不断|着力|持续|切实|积极|主动|大力|深入|全面|认真|也)*(?:加强|完善|健全|丰富|创新|拓宽|拓展|细化|明确|优化|规范|强化|加大|扩大|建立|深化|充实|改进|严格|畅通|抓好|做好|制定|理顺|处理好|准确把握|增加|提高(?!.{0,12}(?:质量|水平)[。]?$)|提升(?!.{0,16}(?:质量|水平)[。]?$)|增强(?!.{0,4}实效)|落实|推进|开展|组织|升级|自觉接受|搭建)")
    starters = [bool(opens.match(clean[start + p.start() : start + p.end()])) for p in pieces]
    for piece, opening in zip(pieces, starters, strict=True):
        a, b = start + piece.start(), start + piece.end()
        words = clean[a:b].strip("。，；：、\n ")
        if _cue("remedy_start").match(words) and not opening and len(words) < 16 or _cue("lead_in").search(words):
            continue
        if out and not (opening and sum(starters) >= 2 and not regex.match(r"并", words)):
            if not _cue("aim").search(words) or out[-1][1] < a - 1:
                out[-1] = (out[-1][0], b)
        elif not _cue("aim").search(words) or sum(starters) < 2:
            out.append((a, b))
    return out


def _trim(clean: str, start: int, end: int, role: str) -> tuple[int, int]:
    """Without lead-ins, closing aim clauses and closing punctuation."""
    while start < end and clean[start] in "。；，：、 \n”是":
        start += 1
    while end > start and clean[end - 1] in "。；，：、！ \n":
        end -= 1
    words = clean[start:end]
    if role == "problem":
        match = regex.search(r"(?:等(?:方面)?(?:的)?(?:问题|不足|现象|情况|方面|短板)?|的问题|等)$", words)
        if match and match.start() > 4:
            end = start + match.start()
        match = regex.match(r"(?:虽然[^，]{2,40}，)?(?:但是?|如|例如|比如|以及|还有|并且|同时|另外|还|也|仍|存在|有些?时候|表现在|主要是|主要|就是|即){1,3}(?=[一-龥]{4})(?![^，]{0,3}不)", words)
        if match and match.end() and not regex.match(r"还需|还不|还没|也不|仍不|仍需|仍有待|还有待|也有待", words):
            start += match.end()
        return start, end
    match = regex.match(rf"(?:{_cue('remedy_start').pattern})[^，。；：]{{0,16}}?[，：]|(?:20\d\d年度?[，]?)?(?:我[省市县区镇乡厅局院办处委街]道?|我们|我单位|我中心|本机关|本单位)?将(?!工作|信息|政|政务|此|其|依|村)|后续(?:将)?|今后(?:将|要)?|下一?步(?:将|要|，)?", words)
    if match and match.end() < len(words) - 4:
        start += match.end()
        again = regex.match(r"(?:我[省市县区镇乡厅局院办处委街]道?|我们|我单位)?(?:将|要|应)(?!工作|信息|政|此)|我[省市县区镇乡厅局院办处委街]道?", clean[start:end])
        start += again.end() if again else 0
    while True:
        comma = max(clean.rfind("，", start, end), clean.rfind("；", start, end))
        if comma <= start + 5 or not _cue("aim").search(clean[comma + 1 : end]) or end - comma > 46:
            return start, end
        end = comma


def settle(text: Text, drafts: Sequence[Draft], roles: Sequence[Mapping[str, float]], aspects: Sequence[Mapping[str, float]]) -> tuple[tuple[Item, ...], tuple[Item, ...], tuple[Draft, ...], tuple[Draft, ...]]:
    """Problems and remedies with the drafts they came from.

    Parameters
    ----------
    roles, aspects
        For each draft the classifier's probability of each role, and of each aspect.
    """
    out: dict[str, list[Item]] = {"problem": [], "remedy": []}
    kept: dict[str, list[Draft]] = {"problem": [], "remedy": []}
    for draft, role, aspect in zip(drafts, roles, aspects, strict=True):
        name, confidence, by = _role(text.clean[draft.start : draft.end], draft, role)
        if name not in out:
            continue
        ranked = sorted(aspect, key=lambda a: (-aspect[a], a))
        main = ranked[0] if ranked else "other"
        several = (main, *(a for a in ranked[1:] if aspect[a] >= 0.35 and a != "other"))
        words, a, b = text.cut(draft.start, draft.end)
        out[name].append(Item(f"{name[0]}{len(out[name]) + 1}", words, a, b, main, several, round(confidence, 4), by))
        kept[name].append(draft)
    return tuple(out["problem"]), tuple(out["remedy"]), tuple(kept["problem"]), tuple(kept["remedy"])


def _role(words: str, draft: Draft, role: Mapping[str, float]) -> tuple[str, float, str]:
    """Role of an item: the zone's where the words agree, else the classifier's."""
    fault = bool(_cue("fault").search(words))
    opens = bool(regex.match(rf"(?:{_cue('measure').pattern})", words))
    if _cue("vow").search(words) and len(words) < 40 and not fault:
        return "plan", 0.9, "rule:vow"
    if len(words) < 60 and _only_lead(words) and draft.listed < 0:
        return "background", 0.8, "rule:lead-in"
    best = max(role, key=lambda name: (role[name], name))
    if draft.zone == "problem":
        if fault and not (opens and role.get("remedy", 0) > 0.6):
            return "problem", 0.95, "rule:fault in a problems list"
        if opens and role.get("remedy", 0) > 0.45:
            return "remedy", role["remedy"], "model:role"
        if draft.listed >= 0 and role.get("problem", 0) >= 0.25:
            return "problem", 0.8, "rule:listed among problems"
        return best, role[best], "model:role"
    if draft.listed >= 0 or opens:
        if role.get("problem", 0) > 0.85 and fault and not draft.cued:
            return "problem", role["problem"], "model:role"
        if draft.listed < 0 and max(role.get("plan", 0), role.get("background", 0), role.get("achievement", 0)) > 0.6:
            return best, role[best], "model:role"
        return "remedy", 0.95 if draft.listed >= 0 else 0.85, "rule:measure in a remedies list"
    return best, role[best], "model:role"


def plans(found: Sequence[Zone]) -> dict[int, int]:
    """For each paragraph (by its offset) from where only remedies and plans are told."""
    out: dict[int, int] = {}
    for zone in found:
        if zone.role == "remedy":
            out.setdefault(zone.group, zone.start)
    return out
