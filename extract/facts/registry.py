"""The kinds there are: every module of this package that holds ``KIND``; found, not registered by hand."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules
from typing import NamedTuple

from extract.facts.base import Kind, Rule, compiled, units
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

    A rule needs a word of each of its sets; ``met`` are the rules without a first, without a second one. ``words`` holds
    by its first two characters every word, with the rules of whose first, of whose second set it is; ``chars`` the words
    of one character.
    """

    rules: tuple[tuple[Kind, Rule], ...]
    met: tuple[int, ...]
    words: dict[str, list[tuple[str, int, int]]]
    chars: dict[str, tuple[int, int]]


@cache
def asked() -> Asked:
    """The rules of all kinds, indexed by the words that they need."""
    rules = tuple((kind, rule) for kind in kinds() for rule in kind.rules)
    met, wanted = [0] * DEMANDS, dict[str, list[int]]()
    for i, (_, rule) in enumerate(rules):
        demands = needs(compiled(rule.pattern).pattern)[:DEMANDS]
        for n in range(len(demands), DEMANDS):
            met[n] |= 1 << i
        for n, words in enumerate(demands):
            for word in words:
                wanted.setdefault(word, [0] * DEMANDS)[n] |= 1 << i
    index: dict[str, list[tuple[str, int, int]]] = {}
    chars: dict[str, tuple[int, int]] = {}
    for word, (first, second) in sorted(wanted.items()):
        if len(word) == 1:
            chars[word] = (first, second)
        else:
            index.setdefault(word[:2], []).append((word, first, second))
    return Asked(rules, tuple(met), index, chars)


def possible(words: str) -> int:
    """The rules that the words leave possible, as bits: no other can fit a quantity in them."""
    _, (first, second), index, chars = asked()
    for pair in index.keys() & map("".join, pairwise(words)):
        for word, one, other in index[pair]:
            if word == pair or word in words:
                first |= one
                second |= other
    for char in chars.keys() & set(words):
        one, other = chars[char]
        first |= one
        second |= other
    return first & second


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
