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


def needs(pattern: str) -> frozenset[str]:
    """Words of which every match of ``pattern`` holds at least one; empty where no such words are known.

    Parameters
    ----------
    pattern
        A regular expression, macros expanded.
    """
    try:
        return _of(parser.parse(pattern))
    except re.error:
        return frozenset()


def _of(sequence: Any) -> frozenset[str]:
    """The best words of a sequence: the longest, then the fewest."""
    found: list[frozenset[str]] = []
    run = ""
    for op, value in sequence:
        if op is code.LITERAL and chr(value) not in MARKS:
            run += chr(value)
            continue
        if run:
            found.append(frozenset((run,)))
            run = ""
        found.append(_one(op, value))
    if run:
        found.append(frozenset((run,)))
    told = [words for words in found if words]
    return max(told, key=lambda words: (min(map(len, words)), -len(words)), default=frozenset())


def _one(op: Any, value: Any) -> frozenset[str]:
    """The words of one element."""
    if op is code.SUBPATTERN:
        return _of(value[-1])
    if op is code.ATOMIC_GROUP:
        return _of(value)
    if op is code.ASSERT:
        return _of(value[1])
    if op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT) and value[0] > 0:
        return _of(value[2])
    if op is code.BRANCH:
        ways = [_of(way) for way in value[1]]
        return frozenset().union(*ways) if all(ways) else frozenset()
    if op is code.IN and len(value) <= FEW and all(kind is code.LITERAL for kind, _ in value):
        chars = {chr(char) for _, char in value}
        return frozenset() if chars & set(MARKS) else frozenset(chars)
    return frozenset()
