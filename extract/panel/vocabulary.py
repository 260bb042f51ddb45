"""The words by which names are compared: read from TOML beside this file, refused where they contradict themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from extract.errors import LexiconError


@dataclass(frozen=True, slots=True)
class Words:
    """What ``names.toml`` says.

    Attributes
    ----------
    units
        Suffix of a unit and its level (0 province, 1 city, 2 county, 3 township), the longest first.
    whole, ends, never, after
        Words that end like a unit and are none, whole or in part; by last character, what may not follow.
    alike
        For a character those that it is mistaken for.
    """

    units: tuple[tuple[str, int], ...]
    municipalities: frozenset[str]
    own: tuple[str, ...]
    repeated: frozenset[str]
    whole: frozenset[str]
    ends: tuple[str, ...]
    never: tuple[str, ...]
    after: Mapping[str, tuple[str, ...]]
    township: str
    government: frozenset[str]
    office: str
    abbreviations: tuple[tuple[str, str], ...]
    joints: frozenset[str]
    decisive: frozenset[str]
    alike: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """A succession of departments: the words that were, those that came, the year and the act."""

    old: frozenset[str]
    new: frozenset[str]
    year: int
    source: str


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("extract.panel") / name).read_bytes().decode("utf8"))


@cache
def words() -> Words:
    """The vocabulary of names.

    Raises
    ------
    LexiconError
        Where characters that are look-alikes are also said to tell names apart.
    """
    told = _read("names.toml")
    units = [(suffix, level) for level, names in enumerate(told["units"].values()) for suffix in names]
    units.sort(key=lambda unit: (-len(unit[0]), unit[0]))
    alike: dict[str, str] = {}
    for pair in told["letters"]["look_alike"]:
        if len(set(pair)) != 2:
            raise LexiconError(f"names.toml: look_alike holds {pair!r}; give two different characters")
        for one, other in (pair, pair[::-1]):
            alike[one] = alike.get(one, "") + other
    decisive = frozenset(told["letters"]["decisive"])
    both = sorted(decisive & set(alike))
    if both:
        raise LexiconError(f"names.toml: {''.join(both)} cannot be both decisive and look_alike")
    guard = told["guard"]
    return Words(
        tuple(units),
        frozenset(told["places"]["municipalities"]),
        tuple(told["places"]["own"]),
        frozenset(told["places"]["repeated"]),
        frozenset(guard["whole"]),
        tuple(guard["ends"]),
        tuple(guard["never"]),
        {key: tuple(value) for key, value in guard.items() if len(key) == 1},
        "|".join(told["township"]["follows"]),
        frozenset(told["tails"]["government"]),
        "|".join(told["tails"]["office"]),
        tuple(sorted(told["abbreviations"].items(), key=lambda pair: (-len(pair[0]), pair[0]))),
        frozenset(told["letters"]["joints"]),
        decisive,
        alike,
    )


@cache
def steps() -> tuple[Step, ...]:
    """Successions of departments, in the order of the file.

    Raises
    ------
    LexiconError
        Where a step names a source that the file does not have, or goes from a word to itself alone.
    """
    told = _read("succession.toml")
    made = []
    for step in told["step"]:
        if step["source"] not in told["sources"]:
            raise LexiconError(f"succession.toml: step of {step['year']} names the unknown source {step['source']!r}")
        old, new = frozenset(step["from"]), frozenset(step["to"])
        if old == new:
            raise LexiconError(f"succession.toml: step of {step['year']} goes from {sorted(old)} to the same")
        made.append(Step(old, new, step["year"], told["sources"][step["source"]]))
    return tuple(made)


@cache
def unit_changes() -> tuple[Mapping[str, tuple[str, ...]], str]:
    """Which unit may become which, and the regulation that says how."""
    told = _read("succession.toml")["units"]
    return {key: tuple(value) for key, value in told.items() if key != "source"}, told["source"]
