"""Heads: the words that name a channel of some kind, and every place of a text where one stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from re import Pattern
from typing import NamedTuple

from extract.lexicon import any_char, load, rx, trie
from extract.lexicon.patterns import openings as openings_of

KEYS = ("heads", "left", "website", "press", "names", "plans", "verbs")


LONGEST = 6  # characters of an opening: with fewer, every 信息公开 and 政务公开 might be that of a platform
OFTEN = "公开政信工务一教发新行网"  # characters that such texts are full of: each has a branch of its own
MARKS = "《@"  # where a title or an account's name may stand
BRANCHES = 4  # that share all other first characters


class Heads(NamedTuple):
    """``begin`` finds every place where a head or one of ``MARKS`` may begin, in one pass over a text.

    ``of`` holds for each first character the heads that begin with it, a group each, and their kinds.
    """

    begin: Pattern[str]
    of: dict[str, tuple[Pattern[str], tuple[str, ...]]]


@cache
def _heads() -> Heads:
    openings: dict[str, set[str]] = {}
    heads: dict[str, list[tuple[str, str]]] = {}
    for kind, patterns in load("channels", KEYS)["heads"].items():
        for pattern in patterns:
            plain = openings_of(pattern, LONGEST) or {pattern[0]}
            for opening in plain:
                openings.setdefault(opening[0], set()).add(opening)
            for first in dict.fromkeys(opening[0] for opening in plain):
                heads.setdefault(first, []).append((kind, pattern))
    found = {
        first: (rx("|".join(f"({pattern})" for _, pattern in group)), tuple(kind for kind, _ in group))
        for first, group in heads.items()
    }
    return Heads(rx(_begin(openings)), found)


def _begin(openings: dict[str, set[str]]) -> str:
    """The places where one of the openings stands, by first character, as ``re`` finds them fastest.

    The alternatives of a choice are tried one after the other, of which only the first character of each is cheap to
    rule out: so there are few, and those of many openings look at the second character before they look at each.
    """
    alone = {*MARKS, *(first for first, words in openings.items() if first in words)}
    often = [first for first in OFTEN if first in openings and first not in alone]
    rare = sorted(openings.keys() - alone - set(often))
    ways = []
    for n in range(BRANCHES):
        part = rare[n::BRANCHES]
        words = {word for first in part for word in openings[first]}
        if words:
            ways.append(f"{any_char(part)}(?={any_char(word[1] for word in words)})(?<=(?={trie(words)}).)")
    ways.append(any_char(alone))
    ways += [f"{first}(?={trie(word[1:] for word in openings[first])})" for first in often]
    return f"(?={any_char(openings.keys() | alone)})(?:{'|'.join(ways)})"


def begun(clean: str) -> list[int]:
    """Every place of the text where a head, a title or an account's name may begin."""
    return [match.start() for match in _heads().begin.finditer(clean)]


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
