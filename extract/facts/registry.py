"""The kinds there are: every module of this package that holds ``KIND``; found, not registered by hand."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import regex

from extract.facts.base import Kind
from extract.lexicon import trie

BROAD = 60  # kinds from this rank on are asked only after a list has had its chance to go on


@cache
def kinds() -> tuple[Kind, ...]:
    """All fact kinds, the most specific first."""
    package = __package__
    path = __import__(package, fromlist=["__path__"]).__path__
    modules = [import_module(f"{package}.{module.name}") for module in iter_modules(path)]
    found = [module.KIND for module in modules if hasattr(module, "KIND")]
    return tuple(sorted(found, key=lambda kind: (kind.rank, kind.name)))


@cache
def _trigger() -> tuple[regex.Pattern[str], dict[str, frozenset[str]]]:
    owners: dict[str, set[str]] = {}
    for each in kinds():
        for word in each.trigger.split("|") if each.trigger else ():
            owners.setdefault(word, set()).add(each.name)
    for word in owners:  # a longer word holds its parts too
        for part in owners:
            if part != word and part in word:
                owners[word] |= owners[part]
    return regex.compile(trie(owners)), {word: frozenset(names) for word, names in owners.items()}


def topics(words: str) -> frozenset[str]:
    """The kinds of which a trigger word stands in the sentence: no other kind can fit."""
    pattern, owners = _trigger()
    found: set[str] = set()
    for word in set(pattern.findall(words, overlapped=True)):
        found |= owners[word]
    return frozenset(found)


@cache
def special() -> tuple[Kind, ...]:
    """The kinds with words of their own."""
    return tuple(kind for kind in kinds() if kind.rank < BROAD)


@cache
def broad() -> tuple[Kind, ...]:
    """The kinds that take what is left."""
    return tuple(kind for kind in kinds() if kind.rank >= BROAD)


@cache
def kind(name: str) -> Kind:
    """The kind of this name."""
    return next(kind for kind in kinds() if kind.name == name)
