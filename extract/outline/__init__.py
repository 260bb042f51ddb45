"""Outline: the headings of a report, chosen among all that look like one, and the sections that they open.

Candidates are collected first (``headings``), then the best chain of level 1 headings is chosen under a rising order of
numbers and statutory kinds (``chain``), so that nested 一、二、三, lists of contents and misnumbered headings do not
break it; here they become sections that tile the text.
"""

from __future__ import annotations

from bisect import bisect_left

from extract.lexicon import rx
from extract.model import Part, Section, Text
from extract.outline.chain import choose
from extract.outline.headings import Heading, candidates, kind_of, number_text

__all__ = ["kind_of", "outline"]


def outline(text: Text) -> tuple[tuple[Part, ...], tuple[Section, ...]]:
    """Sections of the report: parts in clean offsets and the same as sections in raw offsets.

    Returns
    -------
    parts, sections
        In document order. ``preamble`` and level 1 sections tile the text; subsections (level 2 and more) lie inside.
    """
    clean = text.clean
    found = candidates(text)
    chain = choose(found)
    parts: list[Part] = []
    first = chain[0].start if chain else len(clean)
    if first or not chain:
        parts.append(Part("preamble", 1, "", "", 0, 0, first))
    starts = [heading.start for heading in found]
    for heading, after in zip(chain, [*(h.start for h in chain[1:]), len(clean)], strict=False):
        words = clean[heading.start : heading.end]
        opening = heading is chain[0] and heading.number == 1
        kind = heading.kind or ("overview" if opening else "other_matters")
        number = _number(heading, words)
        told = _tells(words) or (kind in ASKED_FOR and rx(ONE_LINE).match(clean, heading.end))
        body = heading.start + len(number) if told else heading.end  # 1.公开信息27条，……: a sentence too
        parts.append(Part(kind, 1, number, words, heading.start, body, after))
        parts += _subsections(clean, found[bisect_left(starts, heading.end) : bisect_left(starts, after)], after)
    return tuple(parts), _to_sections(text, parts)


ASKED_FOR = frozenset({"applications", "review_litigation", "fees", "staffing"})
ONE_LINE = r"[^\n。：；，][^\n。；]{3,24}[。；.]?(?:\n|$)"  # what its line tells: 三、依申请公开　当面、网上均未收到


def _number(heading: Heading, words: str) -> str:
    """The enumerator of the heading that the words are."""
    return number_text(words) if heading.enumerator is None else heading.enumerator


def _subsections(clean: str, found: list[Heading], end: int) -> list[Part]:
    """The headings ``found`` under one of level 1, up to the next one at ``end``, as subsections."""
    styles: list[str] = []
    rows: list[tuple[int, str, str, int, int]] = []  # level, number, words, start and body
    ends: list[int] = []
    open_: list[int] = []  # those that have not ended, each within the one before
    for heading in found:
        start, body = heading.start, heading.end
        if heading.style in ("bare", "parena") or not (heading.line or clean[start - 1] in "。；！"):
            continue
        if heading.style in styles:
            del styles[styles.index(heading.style) + 1 :]
        else:
            styles.append(heading.style)
        words = clean[start:body]
        number = _number(heading, words)
        if _tells(words) or (len(words) > 16 and clean[body : body + 2] in ("。\n", "。", "；\n")):
            body = start + len(number)  # a sentence behind an enumerator, no heading
        level = len(styles) + 1
        while open_ and rows[open_[-1]][0] >= level:
            ends[open_.pop()] = start
        open_.append(len(rows))
        ends.append(end)
        rows.append((level, number, words, start, body))
    return [
        Part("subsection", level, number, words, start, body, ends[at])
        for at, (level, number, words, start, body) in enumerate(rows)
    ]


def _tells(words: str) -> bool:
    """Does the heading state a quantity or a denial, so that it is a sentence too?"""
    return bool(
        rx(r"\d(?!\d{0,3}年)[^年]{0,3}[条件次个人名份篇期场项%元]|未收到|没有收到|没有发生|未发生|未收取").search(
            words[2:]
        )
    )


def _to_sections(text: Text, parts: list[Part]) -> tuple[Section, ...]:
    raw, origin, size = text.raw, text.origin, len(text.clean)
    out: list[Section] = []
    for part in parts:
        start = origin[part.start] if part.start < size else len(raw)
        end = origin[part.end] if part.end < size else len(raw)
        heading = raw[start : origin[part.start + len(part.heading) - 1] + 1].strip() if part.heading else ""
        start = start if out else 0
        out.append(Section(part.kind, part.number or None, heading or None, start, end, part.level))
    return tuple(out)
