"""The kinds there are: every module of this package that holds ``KIND``; found, not registered by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from re import Pattern
from typing import NamedTuple

from extract.facts.base import Kind, Rule, expanded, units
from extract.lexicon import rx
from extract.lexicon.patterns import needs

BROAD = 60  # kinds from this rank on are asked only after a list has had its chance to go on


@cache
def kinds() -> tuple[Kind, ...]:
    """All fact kinds, the most specific first."""
    package = __package__
    path = __import__(package, fromlist=["__path__"]).__path__
    modules = [import_module(f"{package}.{module.name}") for module in iter_modules(path)]
    found = [module.KIND for module in modules if hasattr(module, "KIND")]
    return tuple(sorted(found, key=lambda kind: (kind.rank, kind.name)))


DEMANDS = 2  # sets of words that a rule is held to; further ones spare next to no search


class Asked(NamedTuple):
    """All rules in the order in which they are asked, as bits of a number, and the words that they need.

    A rule needs a word of each of its sets, and has a bit for each (``size`` apart); ``met`` are those of the sets that
    it does not have. ``pairs`` holds by its first two characters every word: the bits of the word that is these two, and
    the longer words with theirs. ``chars`` are the words of one character. ``paired`` and ``single`` find what may be a
    pair (a first character of one and a second one behind it) and the words of one character.
    """

    rules: tuple[tuple[Kind, Rule], ...]
    size: int
    met: int
    pairs: dict[str, tuple[int, tuple[tuple[str, int], ...]]]
    chars: dict[str, int]
    paired: Pattern[str]
    single: Pattern[str]


@cache
def asked() -> Asked:
    """The rules of all kinds, indexed by the words that they need."""
    rules = tuple((kind, rule) for kind in kinds() for rule in kind.rules)
    size, met, wanted = len(rules), 0, dict[str, int]()
    for i, (_, rule) in enumerate(rules):
        demands = needs(expanded(rule.pattern))[:DEMANDS]
        for n in range(DEMANDS):
            bit = 1 << (i + n * size)
            if n >= len(demands):
                met |= bit
            for word in demands[n] if n < len(demands) else ():
                wanted[word] = wanted.get(word, 0) | bit
    pairs: dict[str, tuple[int, tuple[tuple[str, int], ...]]] = {}
    for word in sorted(word for word in wanted if len(word) > 1):
        bits, longer = pairs.get(word[:2], (0, ()))
        pairs[word[:2]] = (wanted[word], longer) if len(word) == 2 else (bits, (*longer, (word, wanted[word])))
    chars = {word: bits for word, bits in wanted.items() if len(word) == 1}
    firsts, seconds = ({pair[at] for pair in pairs} for at in (0, 1))
    paired = rx(f"(?=({_any(firsts)}{_any(seconds)}))")
    return Asked(rules, size, met, pairs, chars, paired, rx(_any(chars)))


def _any(chars: Iterable[str]) -> str:
    """The class of the characters."""
    return f"[{''.join(map(re.escape, sorted(chars)))}]"


def possible(words: str) -> int:
    """The rules that the words leave possible, as bits: no other can fit a quantity in them."""
    _, size, met, pairs, chars, paired, single = asked()
    for pair in paired.findall(words):
        if pair in pairs:
            bits, longer = pairs[pair]
            met |= bits
            for word, bits in longer:
                if word in words:
                    met |= bits
    for char in single.findall(words):
        met |= chars[char]
    return met & met >> size & (1 << size) - 1


@cache
def allowed(unit: str, section: str, heading: str) -> int:
    """The rules that ask for this unit and for one of these sections, or for none, as bits."""
    found = 0
    for i, (_, rule) in enumerate(asked().rules):
        here = not rule.sections or section in rule.sections or heading in rule.sections
        found |= ((not rule.units or (unit or "-") in units(rule.units)) and here) << i
    return found


@cache
def special() -> int:
    """The rules of the kinds with words of their own, as bits."""
    return sum(1 << i for i, (kind, _) in enumerate(asked().rules) if kind.rank < BROAD)


@cache
def broad() -> int:
    """The rules of the kinds that take what is left, as bits."""
    return sum(1 << i for i, (kind, _) in enumerate(asked().rules) if kind.rank >= BROAD)


@cache
def kind(name: str) -> Kind:
    """The kind of this name."""
    return next(kind for kind in kinds() if kind.name == name)
