"""What a rule needs: words one of which stands in every text that its pattern matches.

Read off the pattern itself, so that a rule is asked only where it may fit, and no rule has to say so twice. A pattern
that needs nothing in particular, or that ``re`` cannot parse, is asked everywhere.
"""

from __future__ import annotations

import re
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MARKS = "#@"  # stand for quantities, and in no text
FEW = 12  # characters of a class that are worth looking for one by one


def needs(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of words of each of which every match of ``pattern`` holds at least one, the most telling first.

    Parameters
    ----------
    pattern
        A regular expression, macros expanded.
    """
    try:
        return _all_of(parser.parse(pattern))
    except re.error:
        return ()


def _all_of(sequence: Any) -> tuple[frozenset[str], ...]:
    """The sets of words of a sequence: those of the longest words first, then those of the fewest."""
    found: list[frozenset[str]] = []
    run = ""
    for op, value in sequence:
        if op is code.LITERAL and chr(value) not in MARKS:
            run += chr(value)
            continue
        if run:
            found.append(frozenset((run,)))
            run = ""
        found += _one(op, value)
    if run:
        found.append(frozenset((run,)))
    return tuple(sorted(dict.fromkeys(filter(None, found)), key=lambda words: (-min(map(len, words)), len(words))))


def _one(op: Any, value: Any) -> tuple[frozenset[str], ...]:
    """The sets of words of one element."""
    if op is code.SUBPATTERN:
        return _all_of(value[-1])
    if op is code.ATOMIC_GROUP:
        return _all_of(value)
    if op is code.ASSERT:
        return _all_of(value[1])
    if op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT) and value[0] > 0:
        return _all_of(value[2])
    if op is code.BRANCH:
        ways = [_all_of(way) for way in value[1]]
        return (frozenset().union(*(way[0] for way in ways)),) if all(ways) else ()
    if op is code.IN and len(value) <= FEW and all(kind is code.LITERAL for kind, _ in value):
        chars = {chr(char) for _, char in value}
        return () if chars & set(MARKS) else (frozenset(chars),)
    return ()
