"""What may stand right before and right behind a mark in all that a pattern matches, read off the pattern itself.

So a rule about a number is asked only where the two characters beside the number may fit it. What is not understood
counts as any character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as code  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from extract.lexicon.patterns import parsed

WIDE = 64  # characters of a range that are worth naming one by one


class Chars(NamedTuple):
    """A set of characters: those that are named or, where ``others`` holds, all but those."""

    named: frozenset[str]
    others: bool = False

    def may(self, char: str) -> bool:
        """Is the character one of the set?"""
        return (char in self.named) != self.others

    def either(self, more: Chars) -> Chars:
        """The characters of both sets."""
        if self.others and more.others:
            return Chars(self.named & more.named, True)
        if self.others or more.others:
            named, left_out = (more.named, self.named) if self.others else (self.named, more.named)
            return Chars(left_out - named, True)
        return Chars(self.named | more.named)


ANY, NONE = Chars(frozenset(), True), Chars(frozenset())


def beside(pattern: str, mark: str) -> tuple[Chars, Chars]:
    """The characters right before and right behind the mark, in all that the pattern matches with one mark in it.

    Parameters
    ----------
    pattern
        A regular expression.
    mark
        One character.

    Examples
    --------
    >>> before, behind = beside("(?:公开|发布)了?#(?:条|[^，。])", "#")
    >>> sorted(before.named), before.others
    (['了', '布', '开'], False)
    >>> sorted(behind.named), behind.others
    (['。', '，'], True)
    """
    try:
        tree = parsed(pattern)
    except re.error:
        return ANY, ANY
    found = None if tree.state.flags & ~re.UNICODE else _around(tree, ord(mark), ANY, ANY)
    return found or (ANY, ANY)


def _around(sequence: Sequence[Any], mark: int, before: Chars, behind: Chars) -> tuple[Chars, Chars] | None:
    """What is beside the mark in a sequence between ``before`` and ``behind``; None where some way lacks it."""
    for at, (op, value) in enumerate(sequence):
        ways = _ways(op, value)
        if (op, value) != (code.LITERAL, mark) and not (ways and all(_holds(way, mark) for way in ways)):
            continue
        sides = _next(sequence[:at], before, last=True), _next(sequence[at + 1 :], behind, last=False)
        found = [_around(way, mark, *sides) for way in ways] or [sides]
        known = [one for one in found if one]
        if len(known) == len(found):
            return _any_of(one[0] for one in known), _any_of(one[1] for one in known)
    return None


def _holds(sequence: Sequence[Any], mark: int) -> bool:
    """Is the mark in the sequence, or in one of its groups and choices?"""
    return any(
        (op, value) == (code.LITERAL, mark) or any(_holds(way, mark) for way in _ways(op, value))
        for op, value in sequence
    )


def _ways(op: Any, value: Any) -> Sequence[Any]:
    """The sequences of which an element is one, where it is a group or a choice."""
    if op is code.SUBPATTERN:
        return () if value[1] or value[2] else value[-1:]  # with flags of its own
    return value[1] if op is code.BRANCH else ()


def _any_of(sets: Iterable[Chars]) -> Chars:
    """The characters of any of the sets."""
    out = NONE
    for one in sets:
        out = out.either(one)
    return out


def _next(sequence: Sequence[Any], beyond: Chars, *, last: bool) -> Chars:
    """The characters that the sequence begins or ends (``last``) with, and those beyond it where it may be empty."""
    chars, empty = _edge(sequence, last=last)
    return chars.either(beyond) if empty else chars


def _edge(sequence: Sequence[Any], *, last: bool) -> tuple[Chars, bool]:
    """The characters that the sequence begins or ends (``last``) with, and whether it may be empty."""
    out = NONE
    for op, value in reversed(sequence) if last else sequence:
        chars, empty = _edge_of(op, value, last=last)
        out = out.either(chars)
        if not empty:
            return out, False
    return out, True


def _edge_of(op: Any, value: Any, *, last: bool) -> tuple[Chars, bool]:
    """The characters that one element begins or ends with, and whether it may be empty."""
    if op in (code.LITERAL, code.NOT_LITERAL):
        return Chars(frozenset(chr(value)), op is code.NOT_LITERAL), False
    if op is code.IN:
        return _of_class(value), False
    if op in (code.AT, code.ASSERT, code.ASSERT_NOT):
        return NONE, True
    if op in (code.MAX_REPEAT, code.MIN_REPEAT):
        chars, empty = _edge(value[2], last=last)
        return chars, empty or not value[0]
    edges = [_edge(way, last=last) for way in _ways(op, value)]
    return (_any_of(chars for chars, _ in edges), any(empty for _, empty in edges)) if edges else (ANY, True)


def _of_class(items: Sequence[Any]) -> Chars:
    """The characters of a class; of one that leaves characters out, the single ones are left out."""
    named = frozenset(chr(value) for op, value in items if op is code.LITERAL)
    if items[0][0] is code.NEGATE:
        return Chars(named, True)
    for op, value in items:
        if op is code.RANGE and value[1] - value[0] < WIDE:
            named |= frozenset(map(chr, range(value[0], value[1] + 1)))
        elif op is not code.LITERAL:
            return ANY
    return Chars(named)
