"""Sentences of the narrative, each with its section and the headings above it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from re import Pattern

from extract.lexicon import rx
from extract.model import Part, Sentence, Text


@cache
def _sentence() -> Pattern[str]:
    return rx(r"[^。！？\n]*(?:[。！？]+[”’）》]*|\n|$)")


def split(text: Text, parts: Sequence[Part]) -> tuple[Sentence, ...]:
    """The sentences under every heading, in order (headings are none); one ends at 。！？ or a line break.

    A paragraph is a line, but none runs on into the next section (a report may be a single line).
    """
    clean = text.clean
    out: list[Sentence] = []
    section, opened, stack = "preamble", 0, [""]
    starts = [*(part.start for part in parts[1:]), len(clean)]
    for part, after in zip(parts, starts, strict=True):
        if part.level == 1:
            section, opened = part.kind, part.start
        stack = [*stack[: part.level - 1], part.heading]
        heading = " ".join(stack)
        at = part.body
        if clean[at : at + 1] in ("：", "，"):
            at = part.start + len(part.number)  # the heading is the sentence's own beginning (主动公开的情况：46条)
        for match in _sentence().finditer(clean, at, after):
            inner, at = match[0].rstrip("\n"), match.start()
            if inner.strip("。！？；，、："):
                out.append(Sentence(at, at + len(inner), section, heading, max(opened, _paragraph(clean, at))))
    return tuple(out)


def _paragraph(clean: str, at: int) -> int:
    """The paragraph that holds ``at``, named by the offset where it starts."""
    return clean.rfind("\n", 0, at) + 1
