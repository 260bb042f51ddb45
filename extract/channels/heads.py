"""Heads: the words that name a channel of some kind, and every place of a text where one stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from re import Pattern
from typing import NamedTuple

from extract.lexicon import load, rx, trie
from extract.lexicon.patterns import openings as openings_of

KEYS = ("heads", "left", "website", "press", "names", "plans", "verbs")


OFTEN = "公信政网电务发新行国服人会广平微宣科教工开"  # characters that such texts are full of: what follows them is looked at closely


class Heads(NamedTuple):
    """``begin`` finds every place where a head may begin, in one pass over a text; ``openings`` are its first characters.

    They are kept by the first two (or the one) of them. Where ``begin`` has a group, they must be looked up still. ``of``
    holds for each first character the heads that begin with it, a group each, and their kinds.
    """

    begin: Pattern[str]
    openings: dict[str, tuple[str, ...]]
    of: dict[str, tuple[Pattern[str], tuple[str, ...]]]


@cache
def _heads() -> Heads:
    openings: dict[str, set[str]] = {}
    heads: dict[str, list[tuple[str, str]]] = {}
    for kind, patterns in load("channels", KEYS)["heads"].items():
        for pattern in patterns:
            plain = openings_of(pattern) or {pattern[0]}
            for opening in plain:
                openings.setdefault(opening[:2], set()).add(opening)
            for first in dict.fromkeys(opening[0] for opening in plain):
                heads.setdefault(first, []).append((kind, pattern))
    alone = "".join(map(re.escape, sorted(opening for opening in openings if len(opening) == 1)))
    rare = [opening for opening in openings if len(opening) > 1 and opening[0] not in OFTEN]
    first, second = ("".join(map(re.escape, sorted({opening[i] for opening in rare}))) for i in (0, 1))
    often = [
        char + f"(?={trie(word[1:] for pair in openings if pair[0] == char for word in openings[pair])})"
        for char in OFTEN
        if char not in alone and any(pair[0] == char for pair in openings)
    ]
    any_first = "".join(map(re.escape, sorted(heads)))
    begin = rx("|".join((f"(?=[{any_first}])(?:[{alone}]", *often, f"([{first}])(?=[{second}]))")))
    found = {
        first: (rx("|".join(f"({pattern})" for _, pattern in group)), tuple(kind for kind, _ in group))
        for first, group in heads.items()
    }
    return Heads(begin, {pair: tuple(sorted(words)) for pair, words in openings.items()}, found)


def begun(clean: str) -> list[int]:
    """Every place of the text where a head may begin."""
    begin, openings, _ = _heads()
    found = []
    for match in begin.finditer(clean):
        at = match.start()
        if not match.lastindex or clean.startswith(openings.get(clean[at : at + 2], ()), at):
            found.append(at)
    return found


def scan(words: str, starts: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each head, from left to right; none within another."""
    heads = _heads().of
    upto = 0
    for start in starts:
        if start < upto:
            continue
        pattern, kinds = heads[words[start]]
        match = pattern.match(words, start)
        if match:
            yield kinds[(match.lastindex or 1) - 1], start, match.end()
            upto = match.end()


@cache
def _left(kind: str) -> tuple[str, ...]:
    """The words that belong to a mention where they stand right before its head, longest first."""
    return tuple(sorted(load("channels", KEYS)["left"].get(kind, ()), key=len, reverse=True))


def begin_of(kind: str, words: str, floor: int, at: int) -> int:
    """Where the mention begins whose head begins at ``at``, looking left no further than ``floor``."""
    left = _left(kind)
    while words.endswith(left, floor, at):
        at -= next(len(word) for word in left if words.endswith(word, floor, at))
    return at
