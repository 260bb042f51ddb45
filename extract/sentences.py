"""Sentences of the narrative, each with its section and the headings above it."""

from __future__ import annotations

from collections.abc import Sequence

from extract.lexicon import rx
from extract.model import Part, Sentence, Text

ENDS, CLOSING = frozenset("。！？"), frozenset("”’）》")
MARKS = "。！？；，、："  # no sentence by themselves
_made = tuple.__new__  # of thousands of sentences: half the time that a call of ``Sentence`` takes


def split(text: Text, parts: Sequence[Part]) -> tuple[Sentence, ...]:
    """The sentences under every heading, in order (headings are none); one ends at 。！？ or a line break.

    A paragraph is a line, but none runs on into the next section (a report may be a single line).
    """
    clean = text.clean
    out: list[Sentence] = []
    section, opened, stack = "preamble", 0, [""]
    plain = "！" not in clean and "？" not in clean
    for index, part in enumerate(parts):
        after = parts[index + 1].start if index + 1 < len(parts) else len(clean)
        if part.level == 1:
            section, opened = part.kind, part.start
        stack = [*stack[: part.level - 1], part.heading]
        heading = " ".join(stack)
        at = part.body
        if clean[at : at + 1] in ("：", "，"):
            at = part.start + len(part.number)  # the heading is the sentence's own beginning (主动公开的情况：46条)
        line = clean.rfind("\n", 0, at) + 1
        while at < after:
            stop = clean.find("\n", at, after)
            stop = after if stop < 0 else stop
            paragraph = max(opened, line)
            while at < stop:
                end = _end(clean, at, stop, plain)
                if clean[at] not in MARKS or clean[at:end].strip(MARKS):
                    out.append(_made(Sentence, (at, end, section, heading, paragraph)))
                at = end
            at = line = stop + 1
    return tuple(out)


def _end(clean: str, at: int, stop: int, plain: bool) -> int:
    """Where the sentence from ``at`` on ends, of a line that ends at ``stop``; ``plain`` where there is no ！ or ？."""
    if plain:
        end = clean.find("。", at, stop)
    else:
        found = rx(r"[。！？]").search(clean, at, stop)
        end = found.start() if found else -1
    if end < 0:
        return stop
    end += 1
    while end < stop and clean[end] in ENDS:
        end += 1
    while end < stop and clean[end] in CLOSING:
        end += 1
    return end
