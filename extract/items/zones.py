"""Where a report tells faults and measures: the regions to walk, and from where only plans are told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from re import Match, Pattern

from extract.items.cues import FAULTS, heading_role, marker
from extract.items.enumerators import first_mark
from extract.items.points import Zone
from extract.items.walk import walk
from extract.lexicon import rx
from extract.lexicon.patterns import openings
from extract.model import Part, Sentence, Text
from extract.numbers import chinese

Region = tuple[int, int, str, bool]  # start, end, role, whether a heading says the role


def _pure(heading: str) -> bool:
    """Whether a heading speaks of faults or of measures, not of both."""
    faults = rx(FAULTS).search(heading)
    return not (
        faults
        and rx(r"改进|整改|措施|打算|计划|下一?步|今后|安排|对策|方向|思路|明年|来年|解决|办法|举措").search(heading)
    )


def zones(text: Text, parts: Sequence[Part]) -> tuple[Zone, ...]:
    """All zones of a report: in problems sections, under headings of problems or plans, paragraphs on what is next."""
    clean = text.clean
    out: list[Zone] = []
    regions = _regions(clean, parts)
    if not any(role == "problem" for _, _, role, _ in regions):
        regions = sorted([*regions, *_stated(clean, parts, regions)])
    for start, end, role, cued in regions:
        lists = max([zone.listed for zone in out], default=-1) + 1
        out += walk(clean, start, end, role, cued=cued, lists=lists)
    return tuple(out)


def plans(found: Sequence[Zone], sentences: Sequence[Sentence]) -> dict[int, int]:
    """For each paragraph (by its offset) from where only remedies and plans are told."""
    out: dict[int, int] = {}
    ends = [sentence.end for sentence in sentences]
    for zone in found:
        if zone.role == "remedy":
            for i in range(bisect_right(ends, zone.start), len(ends)):
                sentence = sentences[i]
                if sentence.start >= zone.end:
                    break
                out.setdefault(sentence.paragraph, max(sentence.paragraph, zone.start))
    return out


def _regions(clean: str, parts: Sequence[Part]) -> list[Region]:
    """Every stretch that may tell faults or measures."""
    out: list[Region] = []
    upto = 0
    for i, part in enumerate(parts):
        if part.start < upto:
            continue
        heading = part.heading
        problems = part.level == 1 and part.kind == "problems"
        heads = bool(heading) and len(heading) <= 26 and part.kind not in ("preamble", "appendix")
        role = heading_role(heading) if heading and (problems or heads) else None
        if problems:
            out.append((part.body, part.end, role or "problem", bool(role) and _pure(heading)))
            upto = part.end
        elif role and heads and (_plain(heading) or marker(heading[len(part.number) :].strip())):
            out.append((part.body, part.end, role, _pure(heading)))
            upto = part.end
        else:
            after = parts[i + 1].start if i + 1 < len(parts) else len(clean)
            inner = _loose(clean, part.body, after, part.end if part.level == 1 else after)
            if inner:
                out += inner
                upto = max([region[1] for region in inner])
    return out


@cache
def _plain_pattern() -> Pattern[str]:
    return rx(
        rf"(?:{FAULTS})(?:之处)?(?:(?:和|与|及|、|以及)[^，。；]{{1,10}})?$|(?:整改|改进|努力)(?:的)?(?:思路|方向|举措|设想|办法|计划|安排|打算)?$|对策$|承诺$|存在(?:的)?(?:主要)?(?:问题|不足)|主要(?:问题|不足)|问题(?:和|与|及)不足|下一?步(?:工作)?(?:打算|计划|安排|措施|重点)|改进措施|工作打算"
    )


def _plain(heading: str) -> bool:
    return _plain_pattern().search(heading) is not None and not _deeds_pattern().match(heading)


@cache
def _deeds_pattern() -> Pattern[str]:
    return rx(rf"^[（一二三四五六七八九十\d）、.]{{0,4}}{_deeds()}")


def _deeds() -> str:
    """What opens a heading on work done (聚焦短板，落实整改), as against one on faults."""
    verbs = "聚焦|正视|直面|补齐|补足|解决|针对|坚持|查找|查摆|找准|狠抓|抓|强化|突出|破解|着力|着眼|整改|攻克|攻坚|紧盯|对照|打通|疏通|消除|化解|突破|克服|回应|瞄准|排查"
    return f"(?:{verbs})"


@cache
def _opening() -> Pattern[str]:
    """Paragraphs outside the problems section that tell faults or plans."""
    return rx(
        rf"(?:(?P<remedy>{PLANS})"
        r"|(?P<problem>(?:[^\n]{0,60}[，。])?(?:但|但是|同时|也|还|仍|目前|当前|主要)[^，。\n：]{0,12}(?:存在|有)[^，。\n：]{0,16}(?:问题|不足|差距|短板|薄弱环节)[，：。]?(?:主要)?[^，。\n：]{0,8}[，：。]?(?:一是|（一）|1[、.])[^\n]+)"
        rf"|(?P<said>{SAID})"
        r"|(?P<head>[^\n，。；]{2,24}\n))"
    )


PLANS = r"(?:下一?步|今后|明年|来年|下一年度?|新的一年|下阶段|在(?:今后|下一?步|新的一年|以后)[^，。\n]{0,12}|20\d\d年(?:度)?，?[^，。\n：]{0,14}将(?!政|信息|其|此|所|各|有|全|依|工作))[^\n]{8,}"
SAID = rf"(?:主要|存在|工作)*(?:的)?(?:{FAULTS})(?:之处)?(?:(?:和|与|及|、)(?:改进|整改|打算|措施|对策)[^，。；：\n]{{0,4}})?：[^\n]{{8,}}"
#: what these two begin with
OPENINGS = frozenset(words[:2] for words in openings(f"{PLANS}|{SAID}"))
TITLE = 24  # characters of a line that is a heading


def _next_opening(clean: str, at: int, end: int) -> Match[str] | None:
    """The next paragraph that tells faults or plans: by its first words, before a list within it, or under its title."""
    listed = -1  # where the next list within a paragraph begins
    while at < end:
        stop = clean.find("\n", at, end)
        stop = end if stop < 0 else stop
        if not at or clean[at - 1] == "\n":
            may = clean[at : at + 2] in OPENINGS or (stop - at <= TITLE and _plain(clean[at:stop].strip()))
            if not may and listed < at:
                point = rx(r"一是|（一）|1[、.]").search(clean, at, end)
                listed = point.start() if point else end
            if (may or listed < stop) and (match := _opening().match(clean, at, end)):
                return match
        at = stop + 1
    return None


def _loose(clean: str, start: int, end: int, limit: int) -> list[Region]:
    """Regions in prose; under a heading that the outline did not take for one, as far as ``limit``."""
    out = _heads(clean, start, end, limit)
    if out:
        end = min([head[0] for head in out])
    at = start
    while match := _next_opening(clean, at, end):
        at = max(match.end(), at + 1)
        if match["remedy"] or match["problem"] or match["said"]:
            at = stop = _with_list(clean, match.end(), len(clean))
            out.append((match.start(), stop, "remedy" if match["remedy"] else "problem", False))
            continue
        words = match["head"].strip()
        mark = first_mark(words)
        if _plain(words) and (told := marker(words[mark.end if mark else 0 :].rstrip("：") + "：")):
            last = len(clean[:end].rstrip("\n"))
            out.append((match.end(), max(end, _with_list(clean, last, len(clean))), told[0], _pure(words)))
            break
    return out


def _with_list(clean: str, at: int, end: int) -> int:
    """Where a paragraph ends, with the points on lines of their own that it announces by a colon."""
    said = clean[max(clean.rfind(mark, 0, at - 1) for mark in "。！\n") + 1 : at]
    if not said.endswith("：") and not rx(r"(?:以下|如下|下列)[^，。；]{0,12}(?:，[^，。；]{0,12})?。$").search(said):
        return at
    style = ""
    while line := rx(r"\n+(?P<words>[^\n]+)").match(clean, at, end):
        mark = first_mark(line["words"].strip()[:8])
        if not mark or (mark.style != style if style else mark.number > 1):
            break
        style, at = mark.style, line.end()
    return at


MEASURES = "打算|承诺|思路|对策|改进|整改|设想|方向|举措|措施|安排|计划|下一?步|展望"


@cache
def _head() -> Pattern[str]:
    """A line, or its first words, that is an enumerator with a noun for faults or for measures, and says no more."""
    tail = "(?:情况|措施|方向|思路|打算|意见|办法|工作|计划|安排|重点)*"
    return rx(
        r"(?P<mark>第(?P<nth>[一二三四五六七八九十]{1,2})(?:部分)?[，、：]|[（【]?(?P<han>[一二三四五六七八九十]{1,2})(?:）、?|、|是|\.)?|[（【]?(?P<digit>\d{1,2}(?:\.\d)?)(?:）、?|、|\.)?|[壹贰叁肆伍陆柒捌玖拾]、|【)"
        rf"(?:(?P<problem>(?!{_deeds()})[^，。；：\n]{{0,10}}(?:{FAULTS})(?:之处|所在|在哪里?)?(?:(?:和|与|及|、|以及|，)[^，。；：】\n]{{1,10}})?)"
        rf"|(?P<remedy>(?:[^，。；：\n]{{0,8}}(?:的|与|和|及|工作)|下一?步)?(?:{MEASURES}){tail}))[。：】]?(?P<rest>\n|(?<=[。：】]))"
    )


#: what the enumerators of headings begin with, beside digits
MARKS = frozenset("第（【一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾")


FAR = 24  # characters within which the noun of such a heading ends


@cache
def _noun() -> Pattern[str]:
    return rx(f"{FAULTS}|{MEASURES}")


def _next_head(clean: str, at: int, end: int) -> Match[str] | None:
    """The next line that is, or begins with, such a heading."""
    while at < end:
        may = (clean[at] in MARKS or clean[at].isdecimal()) and (not at or clean[at - 1] == "\n")
        if may and _noun().search(clean, at, min(end, at + FAR)) and (match := _head().match(clean, at, end)):
            return match
        at = clean.find("\n", at, end) + 1 or end
    return None


def _heads(clean: str, start: int, end: int, limit: int) -> list[Region]:
    """Regions under headings that the outline did not take for any; measures only after faults."""
    out: list[Region] = []
    found, at = [], start
    while match := _next_head(clean, at, end):
        found.append(match)
        at = match.end()
    if not found:
        return out
    first = next((i for i, match in enumerate(found) if match["problem"]), len(found))
    for i, match in enumerate(found[first:], first + 1):
        after = found[i] if i < len(found) else None
        stop = after.start() if after else _next(clean, match, limit)
        if clean[match.end() : stop].strip("\n "):
            out.append((match.end(), stop, "problem" if match["problem"] else "remedy", _pure(match[0])))
    return out


def _next(clean: str, head: Match[str], end: int) -> int:
    """Where the heading after the last one begins: the line with its next number, or in brackets too."""
    number = head["han"] or head["nth"] or head["digit"]
    if not number:
        line = rx(r"\n[【壹贰叁肆伍陆柒捌玖拾]").search(clean, head.end(), end)
        return line.start() if line else end
    n = chinese(number) if head["han"] or head["nth"] else int(number.split(".")[0])
    if not n or n > 18:
        return end
    following = rf"[（第]?(?:{'一二三四五六七八九十'[n]}|{n + 1})" if n < 10 else rf"[（]?{n + 1}"
    match = rx(
        rf"\n(?:【?{following}(?:部分)?[）、.是，：]|{following}[^，。；：、\n]{{2,24}}\n|{following}(?:其他|其它|附|需要))"
    ).search(clean, head.end(), end)
    return match.start() if match else end


@cache
def _said() -> Pattern[str]:
    return rx(
        rf"(?:主要|突出|存在|工作)的?(?:{FAULTS})(?:之处)?(?:主要)?(?:是|有(?!待|所)|在于|表现|体现|：)"
        rf"|(?:{FAULTS})(?:之处)?(?:和|与|及|、)(?:改进|整改|打算|措施|对策|下一?步)[^，。；：\n]{{0,6}}："
        rf"|(?:存在|有)(?:着|的)?(?:一些|以下|如下|几个|不少|一定|部分)?的?(?:主要)?(?:{FAULTS})(?:和(?:不足|问题))?[^，。；：\n]{{0,10}}：(?=一是|\n?[（]?[一1])"
        rf"|(?:还|仍|尚|也)?有(?:不小|一定|较大|不少|很大)?的?(?:差距|距离|不足|短板)，(?:主要|突出)?(?:表现|体现|反映|集中)"
    )


@cache
def _asked() -> Pattern[str]:
    """Words by which measures are announced for the faults told right before (针对以上不足，从以下方面改进：)."""
    return rx(
        rf"(?:针对|结合|对于?|就)[^。，；：\n]{{0,16}}(?:{FAULTS})[^。；：\n]{{0,30}}(?:改进|整改|措施|做好|着手|入手|努力|完善)[^。；：\n]{{0,10}}[：。]"
    )


def _stated(clean: str, parts: Sequence[Part], regions: Sequence[Region]) -> Iterator[Region]:
    """Faults told in the midst of prose (主要不足是…), in a report that has no place of its own for them."""
    for match in _said().finditer(clean, parts[0].body if parts else 0):
        start = max(clean.rfind(mark, 0, match.start()) for mark in "。！\n；") + 1
        start = match.start() if match[0].endswith("：") else start
        stop = clean.find("\n", match.end())
        stop = len(clean) if stop < 0 else stop
        words = clean[start : match.start()]
        if len(words) > 16 or rx(r"反映|咨询|投诉|申请|涉及|来信|来电|检查|督查|解决|针对|查|梳理|整改").search(words):
            continue
        if not any(a < stop and start < b for a, b, *_ in regions):
            yield start, _with_list(clean, stop, len(clean)), "problem", False
            return
    for match in _asked().finditer(clean, parts[0].body if parts else 0):
        line = clean.rfind("\n", 0, match.start()) + 1
        line = line if line < match.start() else clean.rfind("\n", 0, line - 1) + 1
        told = rx(r"(?:但是?|仍|还|尚|也|不过|同时)[^。\n]{0,40}(?:存在|有(?![关效序所]))").search(
            clean, line, match.start()
        )
        if told and not any(a < match.end() and told.start() < b for a, b, *_ in regions):
            stop = clean.find("\n", match.end() - 1)
            stop = len(clean) if stop < 0 else stop
            yield told.start(), _with_list(clean, stop, len(clean)), "problem", False
            return
