"""What a pattern says of the texts that it matches, read off the pattern itself: words that they hold, how they begin.

So a pattern is asked only where it may fit, and nobody has to say so twice. Of a pattern that ``re`` cannot parse
nothing is known: it is asked everywhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MARKS = "#@"  # stand for quantities, and in no text
FEW = 12  # characters of a class that are worth looking for one by one
LONGEST = 4  # characters of an opening; further ones tell next to nothing more

Opening = tuple[str, bool]  # characters, and whether the pattern may go on right behind them


@lru_cache(1)  # who asks one thing of a pattern will soon ask another
def parsed(pattern: str) -> Any:
    """The parts of a pattern, as ``re`` parses it.

    Raises
    ------
    re.error
        Where ``re`` does not know the syntax.
    """
    return parser.parse(pattern)


def needs(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of words of each of which every match of ``pattern`` holds at least one, the most telling first.

    Parameters
    ----------
    pattern
        A regular expression, macros expanded.
    """
    try:
        return _all_of(parsed(pattern))
    except re.error:
        return ()


def _all_of(sequence: Any) -> tuple[frozenset[str], ...]:
    """The sets of words of a sequence: those of the longest words (but for digits) first, then those of the fewest."""
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
    return tuple(sorted(dict.fromkeys(filter(None, found)), key=lambda words: (-min(map(_length, words)), len(words))))


def _length(word: str) -> int:
    return len(word.strip("0123456789"))  # years are everywhere


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


def openings(pattern: str, longest: int = LONGEST) -> frozenset[str]:
    """The characters that matches of ``pattern`` begin with; empty where some begin with any.

    Where the pattern looks ahead, what must follow the match is part of it.

    Parameters
    ----------
    pattern
        A regular expression.
    longest
        How many characters of each are told at most.
    """
    try:
        found = {words for words, _ in _begin(parsed(pattern), longest)}
    except re.error:
        return frozenset()
    return frozenset() if "" in found else frozenset(found)


def _begin(sequence: Any, longest: int) -> set[Opening]:
    """The openings of a sequence."""
    found: set[Opening] = {("", True)}
    for op, value in sequence:
        if all(not goes_on or len(words) >= longest for words, goes_on in found):
            break
        ways = _begin_one(op, value, longest)
        found = {
            ((words + more)[:longest], further) if goes_on and len(words) < longest else (words, False)
            for words, goes_on in found
            for more, further in ways
        }
    return found


def _begin_one(op: Any, value: Any, longest: int) -> set[Opening]:
    """The openings of one element."""
    if op is code.LITERAL:
        return {(chr(value), True)}
    if op is code.ASSERT and value[0] > 0:  # the pattern goes on from here too, but one of the two is enough to know
        seen = {(words, False) for words, _ in _begin(value[1], longest)}
        return {("", True)} if ("", False) in seen else seen
    if op in (code.ASSERT, code.ASSERT_NOT, code.AT):
        return {("", True)}
    if op is code.SUBPATTERN:
        return _begin(value[-1], longest)
    if op is code.BRANCH:
        return set().union(*(_begin(way, longest) for way in value[1]))
    if op is code.IN and len(value) <= FEW and all(kind is code.LITERAL for kind, _ in value):
        return {(chr(char), True) for _, char in value}
    if op in (code.MAX_REPEAT, code.MIN_REPEAT):
        least, most, inner = value
        once = _begin(inner, longest)
        if most > 1:
            once = {(words, False) for words, _ in once}
        return once | ({("", True)} if least == 0 else set())
    return {("", False)}


def ahead(pattern: str, tree: Any = None) -> str:
    """The pattern with a look-ahead of the characters that it begins with, where ``re`` does not find them itself.

    ``re`` tries a pattern at every place of a text, but for one that begins with a literal or a class, or with a choice
    of literals. One look ahead rules most places out before anything is tried. ``tree`` is the pattern, parsed.

    Raises
    ------
    re.error
        Where ``re`` does not know the syntax.
    """
    tree = tree or parsed(pattern)
    if tree.state.flags & ~re.UNICODE or _seen(tree):
        return pattern
    first = _first(tree)
    return f"(?=[{''.join(first)}])(?:{pattern})" if first and "" not in first else pattern


def _seen(sequence: Any) -> bool:
    """Whether ``re`` sees what the sequence begins with, or the sequence looks ahead by itself."""
    for op, value in sequence[:1]:
        if op is code.SUBPATTERN:
            return _seen(value[-1])
        if op is code.BRANCH:
            return all(len(way) and way[0][0] is code.LITERAL for way in value[1])
        return op in (code.LITERAL, code.IN, code.ASSERT)
    return True


def led(*ways: str) -> str:
    """One pattern of the ways, as ``ahead`` makes it, where some may begin with nearly any character.

    These are looked for as they are.

    Parameters
    ----------
    ways
        Regular expressions. Only such as begin with characters that are known may have groups with names.
    """
    firsts = [_first(parser.parse(way)) for way in ways]
    chars = {char: None for first in firsts if first and "" not in first for char in first}
    whole = [way for way, first in zip(ways, firsts, strict=True) if not first or "" in first]
    look = "|".join((f"[{''.join(chars)}]", *whole) if chars else whole)
    return f"(?={look})(?:{'|'.join(ways)})"


def _first(sequence: Any) -> dict[str, None] | None:
    """The characters (as a class has them) that a sequence begins with, "" where it may be empty; None: nearly any."""
    found: dict[str, None] = {}
    for op, value in sequence:
        first = _first_of(op, value)
        if first is None:
            return None
        found |= first
        if "" not in first:
            found.pop("", None)
            return found
    return {**found, "": None}


def _first_of(op: Any, value: Any) -> dict[str, None] | None:
    """The first characters of one element."""
    if op is code.LITERAL:
        return {re.escape(chr(value)): None}
    if op in (code.ASSERT, code.ASSERT_NOT, code.AT):
        return {"": None}
    if op is code.SUBPATTERN:
        return None if value[1] & re.IGNORECASE else _first(value[-1])
    if op is code.BRANCH:
        ways = [_first(way) for way in value[1]]
        return None if None in ways else {char: None for way in ways for char in way or ()}
    if op is code.IN:
        chars = [_in_class(*item) for item in value]
        return None if None in chars else {char: None for char in chars if char}
    if op in (code.MAX_REPEAT, code.MIN_REPEAT):
        once = _first(value[2])
        return once if once is None or value[0] else {**once, "": None}
    return None


def _in_class(op: Any, value: Any) -> str | None:
    """An item of a class of characters as it is written."""
    if op is code.LITERAL:
        return re.escape(chr(value))
    if op is code.RANGE:
        return "-".join(re.escape(chr(char)) for char in value)
    return r"\d" if (op, value) == (code.CATEGORY, code.CATEGORY_DIGIT) else None
