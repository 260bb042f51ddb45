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
    for heading, after in zip(chain, [*(h.start for h in chain[1:]), len(clean)], strict=False):
        words = clean[heading.start : heading.end]
        opening = heading is chain[0] and heading.number == 1
        kind = heading.kind or ("overview" if opening else "other_matters")
        number = number_text(words)
        told = _tells(words) or (kind in ASKED_FOR and rx(ONE_LINE).match(clean, heading.end))
        body = heading.start + len(number) if told else heading.end  # 1.公开信息27条，……: a sentence too
        parts.append(Part(kind, 1, number, words, heading.start, body, after))
        parts += _subsections(clean, found, heading, after)
    return tuple(parts), _to_sections(text, parts)


ASKED_FOR = frozenset({"applications", "review_litigation", "fees", "staffing"})
ONE_LINE = r"[^\n。：；，][^\n。；]{3,24}[。；.]?(?:\n|$)"  # what its line tells: 三、依申请公开　当面、网上均未收到


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
            body = heading.start + len(number_text(words))  # a sentence behind an enumerator, no heading
        out.append(Part("subsection", len(levels) + 1, number_text(words), words, heading.start, body, end))
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
