"""The smallest stretches that can turn the role: cut at enumerators, sentence ends, line breaks and cues inside a sentence."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from re import Pattern
from typing import NamedTuple

from extract.items.cues import cue
from extract.items.enumerators import Mark, marks
from extract.lexicon import rx, trie
from extract.lexicon.patterns import openings


class Unit(NamedTuple):
    """The smallest stretch that can turn the role: from an enumerator, a sentence's start or a cue to the next."""

    start: int
    body: int
    end: int
    mark: Mark | None
    line: bool  # opens a paragraph
    sentence: bool  # opens a sentence
    aside: bool = False  # a measure in brackets behind its fault


def units(clean: str, start: int, end: int) -> list[Unit]:
    """The stretch cut at enumerators, sentence ends, 。；, line breaks and cues inside a sentence."""
    numbered = {mark.start: mark for mark in marks(clean, start, end)}
    borders = {start, *numbered, *[match.end() for match in _borders().finditer(clean, start, end)]}
    asides = {match.start(): match.end() - 1 for match in _aside().finditer(clean, start, end)}
    borders.update(asides, [stop + 1 for stop in asides.values()])
    numbered.update(_announced(clean, start, end, numbered))
    cuts = sorted([at for at in borders if at < end])
    turns = [match.start() for match in _may_turn().finditer(clean, start, end)] + [end]
    turn = 0  # the first of them that is not passed yet
    out: list[Unit] = []
    for at, after in pairwise([*cuts, end]):
        if at in asides:
            if _says(clean, at, asides[at]):
                out.append(Unit(at, at + 1, asides[at], None, False, False, True))
            continue
        mark = numbered.get(at)
        body = min(mark.end, after) if mark else at
        before = clean[at - 1] if at > start else "\n"
        sentence = before in "。！？\n；”."
        while turns[turn] < body:
            turn += 1
        if turns[turn] >= after:
            if _says(clean, at, after):
                out.append(Unit(at, body, after, mark, before == "\n", sentence))
            continue
        for a, b in _turns_inside(clean, body, turns[turn], after, listed=mark is not None):
            first = a == body
            if _says(clean, at if first else a, b):
                line = first and before == "\n"
                out.append(Unit(at if first else a, a, b, mark if first else None, line, first and sentence))
    return out


def _says(clean: str, start: int, end: int) -> bool:
    """Whether a stretch is more than marks and blanks."""
    return clean[start:end].strip("。；，、：\n ") != ""


def _announced(clean: str, start: int, end: int, numbered: dict[int, Mark]) -> dict[int, Mark]:
    """Marks for paragraphs without a number of their own, as many as the words before them say (从四个方面改进：)."""
    out: dict[int, Mark] = {}
    if clean.find("：\n", start, end) < 0:
        return out
    for match in _count().finditer(clean, start, end):
        n = "一二三四五六七八九".index(match["n"].replace("两", "二")) + 1
        lines = [m.span() for m in rx(r"[^\n]+").finditer(clean, match.end(), end)][: n + 1]
        whole = all(clean[b - 1] in "。；" for _, b in lines[:n])
        if len(lines) == n and n > 1 and whole and not any(match.end() <= at for at in numbered):
            out.update({a: Mark(a, a, "line", i + 1) for i, (a, _) in enumerate(lines)})
    return out


@cache
def _count() -> Pattern[str]:
    return rx(
        r"(?<![第十])(?P<n>[二两三四五六七八])(?:个|项|大|条|点)?(?:方面|措施|工作|问题|不足|举措)?[^。；：\n]{0,16}：\n+"
    )


@cache
def _borders() -> Pattern[str]:
    return rx(r"[。！？]+[”’）》]*|；|\n|(?<=[一-龥）])\.(?=[一-龥（\n])")


@cache
def _aside() -> Pattern[str]:
    return rx(
        r"（(?:改进|整改|措施|对策|应对|解决|办法|打算|做法|下一?步|今后|拟|将|计划|准备|[现均]?已|正在)[^（）。\n]{4,80}）"
    )


def _turn() -> str:
    """Words behind a comma from which measures may be told."""
    verbs = "充实|拓|扩|增|丰富|优化|提|强化|深化|细化|改|落实|推|争取|力争|安排|聘|邀|配|购|设|明确|严|依托|联合|会同|结合|根据|围绕|针对|探索|调整|整合|梳理|编|印|开|建|纳入|列入|进一步|通过|采取|加强|继续|加大|不断|认真|逐步|重点|组织|建立|完善|在|对|把|以|从|于|派|请|由|着力|尽快|适时|统一|严格|充分|积极|主动|持续|加快|推行|推进|开展|健全|制定|修订|增"
    return (
        r"(?:(?P<sure>针对(?:上述|以上|此|这|存在|该)|(?:以后|日后|往后|后续|接下来|下阶段|下年度?|新的一年|来年|明年|年内)[^，。]{0,8}(?:将|要(?!求)|拟|须|应)|下一?步|今后|为此|对此|因此将|对策[：是]|改进措施|整改措施|在(?:今后|以后|下一?步)的"
        rf"|我们?[镇乡局县市区厅街委院]?[道]?(?:将|拟|准备|打算|计划)(?!其|此|信息|政)|(?:现|目前)?正(?:在)?(?:抓紧|着手|组织|协调)|将其(?:纳入|列入|列为|作为)|将(?:{verbs})|(?:下阶段|下步|下年度|明年|来年|年内)(?:{verbs})|拟(?:{verbs})"
        r"|(?:20\d\d年|明年|来年|年内|年底前)[^，。]{0,10}将)|(?:计划|打算|准备|拟)(?![性生书定表任内的外未没不是中]))"
    )


@cache
def _turn_inside() -> Pattern[str]:
    return rx(f"[，：](?={_turn()})")


@cache
def _may_turn() -> Pattern[str]:
    """A comma before the first characters of a turn."""
    return rx(f"[，：](?={trie({words[:2] for words in openings(_turn())})})")


def _turns_inside(clean: str, start: int, turn: int, end: int, *, listed: bool) -> list[tuple[int, int]]:
    """Cut a unit where, after a fault, measures begin within the sentence (…不足，下一步将…), not before ``turn``.

    In a point of a list the words before need not read like a fault where the turn is sure: they are one by their place.
    """
    out: list[tuple[int, int]] = []
    at = start
    for match in _turn_inside().finditer(clean, turn, end):
        if (
            match.start() - at >= 6
            and (
                (match["sure"] and (listed or not _background().match(clean, at)))
                or cue("fault").search(clean, at, match.start())
            )
            and not cue("^turn_remedy").match(clean[at : match.start()])
        ):
            out.append((at, match.end()))
            at = match.end()
    return [*out, (at, end)]


@cache
def _background() -> Pattern[str]:
    """What opens words that lead to measures without a fault between (围绕年度重点，我局将…)."""
    return rx(
        r"随着|按照|根据|依据|在|为|虽|尽管|围绕|结合|通过|以|坚持|20|二[〇○零]|我|本|全|今年|新|面对|立足|总之|同时|此外|[^，。；]{0,6}(?:[\d今去近]年|一年)"
    )
