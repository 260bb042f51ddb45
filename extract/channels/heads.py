"""Heads: the words that name a channel of some kind, and every place of a text where one stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from re import Pattern
from typing import NamedTuple

from extract.lexicon import load, rx
from extract.lexicon.begins import LONGEST, Begins
from extract.lexicon.patterns import openings as openings_of

KEYS = ("heads", "left", "website", "press", "names", "plans", "verbs")


MARKS = "《@"  # where a title or an account's name may stand


class Heads(NamedTuple):
    """``begins`` finds the places of a text where a head or one of ``MARKS`` may begin.

    ``of`` holds for each first character the heads that begin with it, a group each, and their kinds.
    """

    begins: Begins
    of: dict[str, tuple[Pattern[str], tuple[str, ...]]]


@cache
def _heads() -> Heads:
    openings = set(MARKS)
    heads: dict[str, list[tuple[str, str]]] = {}
    for kind, patterns in load("channels", KEYS)["heads"].items():
        for pattern in patterns:
            plain = openings_of(pattern, LONGEST) or {pattern[0]}
            openings |= plain
            for first in {opening[0] for opening in plain}:
                heads.setdefault(first, []).append((kind, pattern))
    found = {
        first: (rx("|".join(f"({pattern})" for _, pattern in group)), tuple(kind for kind, _ in group))
        for first, group in heads.items()
    }
    return Heads(Begins(openings), found)


def begun(clean: str) -> list[int]:
    """Every place of the text where a head, a title or an account's name may begin."""
    return _heads().begins.find(clean)


def scan(words: str, starts: Sequence[int]) -> list[tuple[str, int, int]]:
    """Kind, start and end of each head, from left to right; none within another."""
    heads = _heads().of
    found, upto = [], 0
    for start in starts:
        if start < upto or words[start] in MARKS:
            continue
        pattern, kinds = heads[words[start]]
        match = pattern.match(words, start)
        if match:
            upto = match.end()
            found.append((kinds[(match.lastindex or 1) - 1], start, upto))
    return found


@cache
def _left(kind: str) -> dict[str, tuple[str, ...]]:
    """The words that belong to a mention where they stand right before its head, by last character, longest first."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(load("channels", KEYS)["left"].get(kind, ()), key=len, reverse=True):
        found[word[-1]] = (*found.get(word[-1], ()), word)
    return found


def begin_of(kind: str, words: str, floor: int, at: int) -> int:
    """Where the mention begins whose head begins at ``at``, looking left no further than ``floor``."""
    left = _left(kind)
    upto = -1
    while floor < at != upto:
        upto = at
        for word in left.get(words[at - 1], ()):
            if words.endswith(word, floor, at):
                at -= len(word)
                break
    return at
