"""Where a report tells faults and measures: the regions to walk, and from where only plans are told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from re import Pattern

from extract.items.cues import heading_role, marker
from extract.items.enumerators import marks
from extract.items.walk import Zone, walk
from extract.lexicon import rx
from extract.model import Part, Sentence, Text


def zones(text: Text, parts: Sequence[Part]) -> tuple[Zone, ...]:
    """All zones of a report: in problems sections, under headings of problems or plans, paragraphs on what is next."""
    clean = text.clean
    out: list[Zone] = []
    for start, end, role in _regions(clean, parts):
        base = max((zone.listed for zone in out), default=-1) + 1
        out += [
            replace(zone, listed=zone.listed + base if zone.listed >= 0 else -1)
            for zone in walk(clean, start, end, role)
        ]
    return tuple(out)


def plans(found: Sequence[Zone], sentences: Sequence[Sentence]) -> dict[int, int]:
    """For each paragraph (by its offset) from where only remedies and plans are told."""
    out: dict[int, int] = {}
    for zone in found:
        if zone.role == "remedy":
            first = bisect_right(sentences, zone.start, key=lambda sentence: sentence.end)
            for sentence in sentences[first:]:
                if sentence.start >= zone.end:
                    break
                out.setdefault(sentence.paragraph, max(sentence.paragraph, zone.start))
    return out


def _regions(clean: str, parts: Sequence[Part]) -> Iterator[tuple[int, int, str]]:
    """``(start, end, role)`` of every stretch that may tell faults or measures."""
    upto = 0
    for i, part in enumerate(parts):
        if part.start < upto:
            continue
        role = heading_role(part.heading) if part.heading else None
        if part.level == 1 and part.kind == "problems":
            yield part.body, part.end, role or "problem"
            upto = part.end
        elif (
            role
            and part.kind not in ("preamble", "appendix")
            and len(part.heading) <= 26
            and (marker(part.heading[len(part.number) :].strip()) or _plain(part.heading))
        ):
            yield part.body, part.end, role
            upto = part.end
        else:
            after = parts[i + 1].start if i + 1 < len(parts) else len(clean)
            inner = list(_loose(clean, part.body, after))
            yield from inner


@cache
def _plain_pattern() -> Pattern[str]:
    return rx(
        r"存在(?:的)?(?:主要)?(?:问题|不足)|主要(?:问题|不足)|问题(?:和|与|及)不足|下一?步(?:工作)?(?:打算|计划|安排|措施|重点)|改进措施|工作打算"
    )


def _plain(heading: str) -> bool:
    return bool(_plain_pattern().search(heading))


@cache
def _opening() -> Pattern[str]:
    """Paragraphs outside the problems section that tell faults or plans."""
    return rx(
        r"(?:^|(?<=\n))(?:(?P<remedy>(?:下一?步|今后|明年|来年|下一年度?|新的一年|下阶段|在(?:今后|下一?步|新的一年|以后)[^，。\n]{0,12}|20\d\d年(?:度)?，?[^，。\n：]{0,14}将(?!政|信息|其|此|所|各|有|全|依|工作))[^\n]{8,})"
        r"|(?P<problem>(?:[^\n]{0,60}[，。])?(?:但|但是|同时|也|还|仍|目前|当前|主要)[^，。\n：]{0,12}(?:存在|有)[^，。\n：]{0,16}(?:问题|不足|差距|短板|薄弱环节)[，：。]?(?:主要)?[^，。\n：]{0,8}[，：。]?(?:一是|（一）|1[、.])[^\n]+)"
        r"|(?P<head>[^\n，。；]{2,24}\n))"
    )


def _loose(clean: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    at = start
    while match := _opening().search(clean, at, end):
        at = max(match.end(), at + 1)
        if match["remedy"]:
            yield match.start(), match.end(), "remedy"
        elif match["problem"]:
            yield match.start(), match.end(), "problem"
        else:
            words = match["head"].strip()
            body = next((mark.end for mark in marks(words, 0, len(words)) if mark.start == 0), 0)
            told = marker(words[body:].rstrip("：") + "：")
            if told and _plain(words):
                yield match.end(), end, told[0]
                return
