"""What a fact kind is made of: a kind, its rules, and the small language that rules are written in.

A rule's pattern is a regex over the *frame* of a quantity: its sentence, in which the quantity itself is ``#`` and every
other quantity is ``@``. In patterns ``~`` stands for words of the same clause, ``…`` for words of the same part of the
sentence (it may cross commas), neither crosses a quantity; ``{publish}`` stands for a word of that list in
``lexicon/facts.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from re import Pattern

from extract.lexicon import alternation, load, rx, trie
from extract.model import ChannelMention, Sentence

CLAUSE, PHRASE = r"[^#@。；，：]{0,30}?", r"[^#@。；]{0,60}?"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say a kind of quantity.

    Parameters
    ----------
    name
        What ``Fact.extractor`` will say, after the kind (``application:received``).
    pattern
        Regex over the frame, see the module.
    stage
        The stage that the rule implies.
    units
        Units that the quantity must have (``-``: it has none); any where empty.
    sections
        Section kinds in which the rule holds; any where empty.
    confidence
        How often the rule is right (to be measured).
    """

    name: str
    pattern: str
    stage: str | None = None
    units: str = ""
    sections: tuple[str, ...] = ()
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Absence:
    """A denial that states a zero: which object is denied (regex over the clean sentence) and what it is a zero of."""

    name: str
    about: str
    stage: str | None = None
    confidence: float = 0.95


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: its documentation, and its rules in order.

    ``rank`` orders the kinds: the most specific are tried first.
    """

    name: str
    doc: str
    zh: str
    rank: int
    rules: tuple[Rule, ...]
    stages: tuple[str, ...] = ()
    absences: tuple[Absence, ...] = ()
    categories: bool = True  # does the words' class belong into ``category``?


class Verdict:
    """Which kind and rule a frame was given; ``listed`` where it goes on with a list."""

    __slots__ = ("confidence", "kind", "listed", "rule")

    def __init__(self, kind: Kind, rule: Rule, confidence: float, listed: bool = False) -> None:
        self.kind, self.rule, self.confidence, self.listed = kind, rule, confidence, listed


class Draft:
    """A fact while it is being made; offsets are clean offsets.

    No dataclass, of which mypyc would leave the making to the interpreter.
    """

    __slots__ = (
        *("bound", "category", "confidence", "end", "kind", "mentions", "paragraph", "rule"),
        *("scope", "sentence", "stage", "start", "told", "unit", "value"),
    )

    def __init__(
        self,
        start: int,
        end: int,
        sentence: Sentence,
        kind: str,
        stage: str | None,
        value: float,
        unit: str | None,
        rule: str,
        confidence: float,
        bound: str = "exact",
    ) -> None:
        self.start, self.end, self.sentence = start, end, sentence
        self.paragraph = sentence.paragraph  # by its offset
        self.kind, self.stage, self.value, self.unit, self.bound = kind, stage, value, unit, bound
        self.rule, self.confidence = rule, confidence
        self.category: str | None = None
        self.scope = "year"
        self.mentions: tuple[ChannelMention, ...] = ()
        self.told: float | None = None  # a model's probability of kind and stage


@cache
def compiled(pattern: str) -> Pattern[str]:
    """The regex of a rule's pattern."""
    return rx(expanded(pattern))


@cache
def expanded(pattern: str) -> str:
    """A rule's pattern as a regular expression, macros expanded."""
    for name in load("facts", ("words",))["words"]:
        if "{" + name + "}" in pattern:
            pattern = pattern.replace("{" + name + "}", _macro(name))
    return pattern.replace("~", CLAUSE).replace("…", PHRASE)


@cache
def _macro(name: str) -> str:
    """The words that a macro stands for, as a group."""
    words = load("facts", ("words",))["words"][name]
    plain = not any(mark in word for word in words for mark in "()[]?|")
    return f"(?:{(trie if plain else alternation)(words)})"


@cache
def units(names: str) -> frozenset[str]:
    """The units of a rule (blank-separated) as a set."""
    return frozenset(names.split())
