"""Outline: the headings of a report, chosen among all that look like one, and the sections that they open.

Candidates are collected first, then the best chain of level 1 headings is chosen under a rising order of numbers
and statutory kinds, so that nested 一、二、三, lists of contents and misnumbered headings do not break it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from re import Pattern

from extract.lexicon import load, rx
from extract.model import Part, Section, Text
from extract.numbers import chinese

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
BREAK = r"\n?"
LONGEST = 44  # characters of a heading
STRONG, LINE, WEAK, NEXT = 3.0, 2.0, 0.4, 1.0
NEVER = -1e6  # no two headings after it make up for a wrong step


@dataclass(frozen=True, slots=True)
class Heading:
    """A candidate: ``style`` of its number, ``kind`` where it reads like a statutory heading."""

    start: int
    end: int
    number: int | None
    style: str
    kind: str | None
    line: bool
    canonical: bool  # the words of the statutory form, complete


@cache
def _enumerator() -> Pattern[str]:
    han = "[一二三四五六七八九十]{1,3}"
    return rx(
        rf"(?=[一二三四五六七八九十第（\d])(?<![第（〔])(?P<all>(?P<han>{han})(?:、|\.|．|，(?=[^\n]{{0,24}}(?:情况|问题|事项|概述)))"
        rf"|第(?P<part>{han})(?:部分|、|，)[：、，]?"
        rf"|（(?P<paren>{han})）[、.]?"
        rf"|(?<![\d.年第（-])(?P<arabic>\d{{1,2}})(?:、|\.(?!\d)|．)"
        rf"|（(?P<parena>\d{{1,2}})）[、.]?)\s?"
    )


@cache
def _kinds() -> tuple[tuple[str, Pattern[str]], ...]:
    return tuple((kind, rx("|".join(patterns))) for kind, patterns in load("outline", ("kinds",))["kinds"].items())


@cache
def _glued() -> Pattern[str]:
    """Where a statutory heading ends although text follows without a mark."""
    return rx(
        r"(?:存在的?)?(?:主要)?(?:问题|不足|困难)(?:(?:及|和|与|、)(?:改进|整改|下一?步|今后|对策|努力)[一-龥]{0,10}?(?:情况|措施|打算|安排|计划|办法|方向|思路|建议))?"
        r"|总体情况|概述|概况|(?:基本|工作开展|工作总体)情况|(?:政府|政务)?信息(?:公开)?(?:的)?情况|申请情况|公开情况|减免情况|诉讼(?:的)?情况|复议情况"
        r"|改进(?:情况|措施)|(?:工作)?(?:打算|措施|计划)|培训情况|经费情况|费用情况|费用|解读情况|(?:报告|说明)的?(?:其他)?事项|其他事项|附件"
    )


@lru_cache(maxsize=8192)  # clerks copy their headings
def kind_of(heading: str) -> str | None:
    """Statutory kind that a heading's words name, None where they name none."""
    return next((kind for kind, pattern in _kinds() if pattern.search(heading)), None)


def outline(text: Text) -> tuple[tuple[Part, ...], tuple[Section, ...]]:
    """Sections of the report: parts in clean offsets and the same as sections in raw offsets.

    Returns
    -------
    parts, sections
        In document order. ``preamble`` and level 1 sections tile the text; subsections (level 2 and more) lie inside.
    """
    clean = text.clean
    found = _candidates(text)
    chain = _choose(found)
    parts: list[Part] = []
    first = chain[0].start if chain else len(clean)
    if first or not chain:
        parts.append(Part("preamble", 1, "", "", 0, 0, first))
    for heading, after in zip(chain, [*(h.start for h in chain[1:]), len(clean)], strict=False):
        words = clean[heading.start : heading.end]
        kind = heading.kind or "other_matters"
        number = _number_text(words)
        parts.append(Part(kind, 1, number, words, heading.start, heading.end, after))
        parts += _subsections(clean, found, heading, after)
    return tuple(parts), _to_sections(text, parts)


def _number_text(words: str) -> str:
    match = _enumerator().match(words)
    return match["all"].strip() if match else ""


def _candidates(text: Text) -> list[Heading]:
    clean = text.clean
    out: list[Heading] = []
    for match in _enumerator().finditer(clean):
        style = next(name for name in ("han", "part", "paren", "arabic", "parena") if match[name])
        written = match[style]
        number = chinese(written) if style not in ("arabic", "parena") else int(written)
        at, body = match.start("all"), match.end()
        line = at == 0 or clean[at - 1] == "\n"
        stop = line or clean[at - 1] in "。；！"
        end = _heading_end(text, body)
        words = clean[body:end].replace("\n", "")
        kind = kind_of(words) if words and len(words) <= LONGEST else None
        if kind and not stop:
            glued = _glued().search(clean, body, min(len(clean), body + 32))
            kind = kind if glued and style in ("han", "part") and clean[at - 1] not in "、，：“《" else None
        if (kind or stop) and words:
            out.append(Heading(at, end, number, style, kind, line, bool(_bare(words))))
    numbered = {heading.start for heading in out}
    at = 0
    while at >= 0:
        at += clean.startswith("\n", at)
        bare = _bare_pattern().match(clean, at)
        after = clean[bare.end() : bare.end() + 1] if bare else ""
        if (
            bare
            and at not in numbered
            and (after in ("", "\n") or (after == "。" and bare["number"]))
            and (kind := kind_of(bare[0]))
        ):
            written = bare["number"]  # 一 总体情况: a blank stood for the mark
            out.append(
                Heading(
                    at,
                    bare.end(),
                    chinese(written) if written else None,
                    "han" if written else "bare",
                    kind,
                    True,
                    True,
                )
            )
        at = clean.find("\n", at)
    return sorted(out, key=lambda heading: heading.start)


@cache
def _bare_pattern() -> Pattern[str]:
    return rx(
        r"(?P<number>[一二三四五六七八九十](?=[^、.]))?[【●◆■*]*(?:总体情况|概述|主动公开(?:政府信息)?(?:的)?情况|(?:收到和处理)?(?:政府信息公开)?(?:依)?申请(?:公开)?(?:政府信息)?(?:的)?情况"
        r"|(?:因)?(?:政府信息公开)?(?:工作)?(?:被?申请)?行政复议、?(?:提起)?行政诉讼(?:的)?情况|存在的?(?:主要)?问题(?:(?:及|和)(?:改进|下一?步)[^，。\n]{0,10})?|其他需要报告的事项)[】*：]*"
    )


@cache
def _form() -> Pattern[str]:
    """The headings of the statutory form, each as a whole, also where a line break runs through one."""
    headings = (
        "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项",
    )  # fmt: skip
    return rx(rf"(?:{'|'.join(BREAK.join(words) for words in headings)})(?!的|及|和|与|、|（|说明|统计|汇总|一览)")


def _bare(words: str) -> str | None:
    return kind_of(words) if _bare_pattern().fullmatch(words) else None


def _heading_end(text: Text, body: int) -> int:
    """End of the heading that starts at ``body``: of its line or first sentence, a blank, or where a statutory phrase ends."""
    clean, origin = text.clean, text.origin
    whole = _form().match(clean, body)
    if whole:
        return int(whole.end())
    newline = clean.find("\n", body, body + 400)  # beyond that it makes no difference
    line = clean[body : body + 400 if newline < 0 else newline]
    glued = _glued().search(line[:40])
    run_in = glued and rx(r"\d|（一）|[一二三四五六七八九]、|[，：]").match(line, glued.end())
    stop = min((i for i in (line.find(mark) for mark in "。；！：") if i >= 0), default=len(line))
    reach = body + min(len(line), 34)
    for i in range(body + 2, reach) if reach > body and origin[reach - 1] - origin[body] >= reach - body else ():
        if (
            origin[i] - origin[i - 1] > 1
            and kind_of(clean[body:i])
            and (len(line) > LONGEST or stop < len(line) or "，" in line)
        ):
            return i
    if glued and glued.end() <= stop and (run_in or stop > LONGEST):
        return int(body + glued.end())
    if stop <= LONGEST:
        return body + stop
    comma = line.find("，")
    return body + (comma if 0 < comma <= LONGEST else min(LONGEST, len(line)))


def _choose(found: list[Heading]) -> list[Heading]:
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


def _subsections(clean: str, found: list[Heading], section: Heading, end: int) -> list[Part]:
    first, last = (bisect_left(found, at, key=lambda heading: heading.start) for at in (section.end, end))
    inside = [
        h for h in found[first:last] if h.style not in ("bare", "parena") and (h.line or clean[h.start - 1] in "。；！")
    ]
    levels: list[str] = []
    out: list[Part] = []
    for heading in inside:
        if heading.style in levels:
            del levels[levels.index(heading.style) + 1 :]
        else:
            levels.append(heading.style)
        words = clean[heading.start : heading.end]
        body = heading.end
        if _tells(words) or (clean[heading.end : heading.end + 2] in ("。\n", "。", "；\n") and len(words) > 16):
            body = heading.start + len(_number_text(words))  # a sentence behind an enumerator, no heading
        out.append(Part("subsection", len(levels) + 1, _number_text(words), words, heading.start, body, end))
    ends = []
    for i, part in enumerate(out):
        ends.append(next((later.start for later in out[i + 1 :] if later.level <= part.level), end))
    return [Part(p.kind, p.level, p.number, p.heading, p.start, p.body, e) for p, e in zip(out, ends, strict=True)]


def _tells(words: str) -> bool:
    """Does the heading state a quantity or a denial, so that it is a sentence too?"""
    return bool(
        rx(r"\d(?!\d{0,3}年)[^年]{0,3}[条件次个人名份篇期场项%元]|未收到|没有收到|没有发生|未发生|未收取").search(
            words[2:]
        )
    )


def _to_sections(text: Text, parts: list[Part]) -> tuple[Section, ...]:
    def raw(at: int) -> int:
        return text.origin[at] if at < len(text.origin) else len(text.raw)

    out: list[Section] = []
    for part in parts:
        start = 0 if part is parts[0] else raw(part.start)
        end = len(text.raw) if part.end >= len(text.clean) else raw(part.end)
        heading = text.cut(part.start, part.start + len(part.heading))[0].strip() or None
        out.append(Section(part.kind, part.number or None, heading, start, end, part.level))
    return tuple(out)
