"""The kinds there are: every module of this package that holds ``KIND``; found, not registered by hand."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from extract.facts.base import Kind, Rule, compiled, units
from extract.facts.needs import needs

BROAD = 60  # kinds from this rank on are asked only after a list has had its chance to go on


@cache
def kinds() -> tuple[Kind, ...]:
    """All fact kinds, the most specific first."""
    package = __package__
    path = __import__(package, fromlist=["__path__"]).__path__
    modules = [import_module(f"{package}.{module.name}") for module in iter_modules(path)]
    found = [module.KIND for module in modules if hasattr(module, "KIND")]
    return tuple(sorted(found, key=lambda kind: (kind.rank, kind.name)))


class Asked(NamedTuple):
    """All rules in the order in which they are asked, as bits of a number, and what each is asked for."""

    rules: tuple[tuple[Kind, Rule], ...]
    anywhere: int  # the rules that need no word
    words: dict[str, list[tuple[str, int]]]  # by first character: a word, and the rules that need it or another


@cache
def asked() -> Asked:
    """The rules of all kinds, indexed by the words that they need."""
    rules = tuple((kind, rule) for kind in kinds() for rule in kind.rules)
    anywhere, wanted = 0, dict[str, int]()
    for i, (_, rule) in enumerate(rules):
        words = needs(compiled(rule.pattern).pattern)
        anywhere |= (not words) << i
        for word in words:
            wanted[word] = wanted.get(word, 0) | 1 << i
    index: dict[str, list[tuple[str, int]]] = {}
    for word, mask in sorted(wanted.items()):
        index.setdefault(word[0], []).append((word, mask))
    return Asked(rules, anywhere, index)


def possible(words: str) -> int:
    """The rules that the words leave possible, as bits: no other can fit a quantity in them."""
    found, index = asked().anywhere, asked().words
    for char in set(words) & index.keys():
        for word, mask in index[char]:
            if word in words:
                found |= mask
    return found


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
