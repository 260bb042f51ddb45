"""The kinds there are: every module of this package that holds ``KIND``; found, not registered by hand.

Which of their rules are worth asking of a number is a matter of bits: those that its sentence has the words for
(`possible`), that ask for its unit and section (`allowed`), and that the characters beside it may fit (`around`).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from re import Match, Pattern
from typing import NamedTuple

from extract.facts.base import Kind, Rule, Verdict, expanded, units
from extract.lexicon import any_char, rx
from extract.lexicon.beside import Chars, beside
from extract.lexicon.patterns import needs

BROAD = 60  # kinds from this rank on are asked only after a list has had its chance to go on
MARK = "#"  # stands for the quantity in a frame


@cache
def kinds() -> tuple[Kind, ...]:
    """All fact kinds, the most specific first."""
    package = __package__
    path = __import__(package, fromlist=["__path__"]).__path__
    modules = [import_module(f"{package}.{module.name}") for module in iter_modules(path)]
    found = [module.KIND for module in modules if hasattr(module, "KIND")]
    return tuple(sorted(found, key=lambda kind: (kind.rank, kind.name)))


CLUES = 30  # bits that are kept for clues, before those of the rules
DEMANDS = 2  # sets of words that a rule is held to; further ones spare next to no search

_clues: list[str] = []  # patterns, made by the modules of this package, which `kinds` imports


class Clue:
    """A pattern that is no rule, and is asked of a frame only where its sentence has the words that the pattern needs.

    ``bit`` is the one that `possible` sets where it has.
    """

    __slots__ = ("bit", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern, self.bit = pattern, 1 << len(_clues)
        _clues.append(pattern)

    def search(self, words: str, possible: int) -> Match[str] | None:
        """The pattern in words of a frame, of which ``possible`` tells what its sentence leaves possible."""
        return rx(self.pattern).search(words) if possible & self.bit else None


Sides = tuple[dict[str, int], int]


class Asked(NamedTuple):
    """All rules in the order in which they are asked, as bits of a number, and the words that they need.

    A rule (and a clue) needs a word of each of its sets, and has a bit for each (``size`` apart); ``met`` are those of
    the sets that it does not have. ``pairs`` holds by its first two characters every word: the bits of the word that is
    these two, and the longer words with theirs. ``chars`` are the words of one character. ``paired`` and ``single`` find
    what may be a pair (a first character of one and a second one behind it) and the words of one character. ``before``
    and ``behind`` hold by the character there the rules that may fit a quantity, and those for any other character.
    """

    rules: tuple[Verdict, ...]  # each as the verdict that it gives
    patterns: tuple[str, ...]  # of the rules, macros expanded
    size: int
    met: int
    pairs: dict[str, tuple[int, tuple[tuple[str, int], ...]]]
    chars: dict[str, int]
    paired: Pattern[str]
    single: Pattern[str]
    before: Sides
    behind: Sides


@cache
def asked() -> Asked:
    """The rules of all kinds and the clues, indexed by the words that they need."""
    rules = tuple(Verdict(kind, rule, rule.confidence) for kind in kinds() for rule in kind.rules)
    assert len(_clues) <= CLUES
    patterns = tuple(expanded(one.rule.pattern) for one in rules)
    size, met, wanted, sides = CLUES + len(rules), 0, dict[str, int](), []
    for i, pattern in (*enumerate(_clues), *enumerate(patterns, CLUES)):
        demands = needs(pattern)[:DEMANDS]
        if i >= CLUES:  # at once, while the pattern is known in parts
            sides.append(beside(pattern, MARK))
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
    paired = rx(f"(?=({any_char(firsts)}{any_char(seconds)}))")
    before, behind = zip(*sides, strict=True)
    return Asked(rules, patterns, size, met, pairs, chars, paired, rx(any_char(chars)), _sides(before), _sides(behind))


def _sides(may: tuple[Chars, ...]) -> Sides:
    """By a character beside a quantity the rules that may fit it, as bits, and those that may with any other character."""
    others = sum(1 << i for i, chars in enumerate(may, CLUES) if chars.others)
    by_char = {"": -1}  # where the frame begins or ends
    for i, chars in enumerate(may, CLUES):
        for char in chars.named:  # a named one is in the set where the others are not
            by_char[char] = by_char.get(char, others) ^ 1 << i
    return by_char, others


def possible(words: str) -> int:
    """The rules and clues that the words leave possible, as bits: no other can fit a quantity in them."""
    _, _, size, met, pairs, chars, paired, single, _, _ = asked()
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
    for i, one in enumerate(asked().rules, CLUES):
        rule = one.rule
        here = not rule.sections or section in rule.sections or heading in rule.sections
        found |= ((not rule.units or (unit or "-") in units(rule.units)) and here) << i
    return found


def around(left: str, right: str) -> int:
    """The rules that the characters beside a quantity leave possible, as bits; ``left`` and ``right`` are the words there."""
    if MARK in left or MARK in right:  # a rule may fit a mark that stands in the text
        return -1
    (before, any_before), (behind, any_behind) = asked().before, asked().behind
    return before.get(left[-1:], any_before) & behind.get(right[:1], any_behind)


@cache
def special() -> int:
    """The rules of the kinds with words of their own, as bits."""
    return sum(1 << i for i, one in enumerate(asked().rules, CLUES) if one.kind.rank < BROAD)


@cache
def broad() -> int:
    """The rules of the kinds that take what is left, as bits."""
    return sum(1 << i for i, one in enumerate(asked().rules, CLUES) if one.kind.rank >= BROAD)


@cache
def kind(name: str) -> Kind:
    """The kind of this name."""
    return next(kind for kind in kinds() if kind.name == name)


def concluded(kind_name: str, rule: str, stage: str | None, confidence: float, *, listed: bool = False) -> Verdict:
    """The verdict of a rule that is code, not a pattern."""
    return Verdict(kind(kind_name), _code(rule, stage), confidence, listed)


@cache
def _code(name: str, stage: str | None) -> Rule:
    return Rule(name, MARK, stage)
