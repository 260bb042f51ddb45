"""Where the characters of one text stand in another: runs of equal characters, the same whichever text comes first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

Span = tuple[int, int]
Block = tuple[int, int, int]  # begin in the first text, begin in the second, length

_PIECE = re.compile(r"[^。；\n]*[。；\n]|[^。；\n]+")
_LARGEST = 250_000  # product of the lengths of stretches that are compared by characters: difflib may take its square


@dataclass(frozen=True, slots=True)
class Places:
    """Equal runs of two texts, rising in both; ``same`` where the texts are equal as a whole."""

    blocks: tuple[Block, ...]
    same: bool

    def span(self, span: Span) -> Span | None:
        """Where a span of the first text stands in the second; None where something in it, or at its edge, differs."""
        start, end = span
        at = bisect_right(self.blocks, start, key=lambda block: block[0]) - 1
        if at < 0:
            return None
        first, second, size = self.blocks[at]
        if end > first + size:
            return None
        return start - first + second, end - first + second

    def common(self, one: Span, other: Span) -> int:
        """How many characters a span of the first text shares with a span of the second."""
        shared = 0
        at = max(0, bisect_right(self.blocks, one[0], key=lambda block: block[0]) - 1)
        for first, second, size in self.blocks[at:]:
            if first >= one[1]:
                break
            low = max(one[0] - first, other[0] - second, 0)
            high = min(one[1] - first, other[1] - second, size)
            shared += max(0, high - low)
        return shared


def places(one: str, other: str) -> Places:
    """The places of the characters of ``one`` in ``other``.

    Texts are cut into sentences and lines, these are aligned, and what was replaced is aligned by characters. With the
    texts exchanged, the same places come out exchanged.
    """
    if one == other:
        return Places(((0, 0, len(one)),), True)
    if other < one:  # difflib does not answer the same both ways round
        return Places(tuple((b, a, size) for a, b, size in places(other, one).blocks), False)
    return Places(tuple(_joined(_blocks(one, other))), False)


def _blocks(one: str, other: str) -> Iterator[Block]:
    left, right = _PIECE.findall(one), _PIECE.findall(other)
    a = [0, *accumulate(map(len, left))]
    b = [0, *accumulate(map(len, right))]
    # white space is not looked at here: a reader that breaks lines otherwise changes every piece
    one_bare, other_bare = (["".join(piece.split()) for piece in pieces] for pieces in (left, right))
    for tag, i, j, m, n in SequenceMatcher(None, one_bare, other_bare).get_opcodes():
        if tag == "equal":
            for x, y in zip(range(i, j), range(m, n), strict=True):
                if left[x] == right[y]:
                    yield a[x], b[y], len(left[x])
                else:
                    yield from _inked(left[x], right[y], a[x], b[y])
        elif tag == "replace":
            yield from _within(one[a[i] : a[j]], other[b[m] : b[n]], a[i], b[m])


def _inked(one: str, other: str, first: int, second: int) -> Iterator[Block]:
    """The characters of two pieces that differ in white space alone."""
    places = ([at for at, char in enumerate(piece) if not char.isspace()] for piece in (one, other))
    for i, j in zip(*places, strict=True):
        yield first + i, second + j, 1


def _within(one: str, other: str, first: int, second: int) -> Iterator[Block]:
    """The characters of two stretches of which one replaced the other; of long ones only where they begin and end."""
    head = _begun(one, other)
    if head:
        yield first, second, head
    one, other, first, second = one[head:], other[head:], first + head, second + head
    tail = _begun(one[::-1], other[::-1])
    yield from _between(one[: len(one) - tail], other[: len(other) - tail], first, second)
    if tail:
        yield first + len(one) - tail, second + len(other) - tail, tail


def _begun(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _between(one: str, other: str, first: int, second: int) -> Iterator[Block]:
    if len(one) * len(other) > _LARGEST:
        return
    for i, j, size in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        if size:
            yield first + i, second + j, size


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Blocks that go on where another ends are one."""
    held: Block | None = None
    for block in blocks:
        if held and block[0] == held[0] + held[2] and block[1] == held[1] + held[2]:
            held = (held[0], held[1], held[2] + block[2])
            continue
        if held:
            yield held
        held = block
    if held:
        yield held
