"""Look-behinds of several widths, which ``re`` does not know, taken apart into look-behinds of one width each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _parser as parser  # type: ignore[attr-defined]

_LOOK = re.compile(r"\(\?<([=!])")


def apart(pattern: str) -> str:
    """The pattern with its look-behinds taken apart: ``(?<!甲|乙丙)丁`` is ``(?<!甲)(?<!乙丙)丁``.

    Where a way has no one width by itself (``(?<!甲[^，]*)``), its look-behind stays as it is.
    """
    out, at = "", 0
    while look := _LOOK.search(pattern, at):
        end = _end(pattern, look.end())
        inner = pattern[look.end() : end]
        widths: dict[tuple[int, int], list[str]] = {}
        for way in _ways(inner):
            widths.setdefault(parser.parse(way).getwidth(), []).append(way)
        several = len(widths) > 1 and all(least == most for least, most in widths)
        each = [f"(?<{look[1]}{'|'.join(ways)})" for ways in widths.values()]
        out += pattern[at : look.start()]
        out += (
            pattern[look.start() : end + 1]
            if not several
            else "".join(each)
            if look[1] == "!"
            else f"(?:{'|'.join(each)})"
        )
        at = end + 1
    return out + pattern[at:]


def _ways(words: str) -> list[str]:
    """What an alternation stands for, its groups (``(?:甲|乙丙)丁``, ``(?:甲)?丁``) written out."""
    found = []
    for way in _split(words):
        start = way.find("(?:")
        if start < 0:
            found.append(way)
            continue
        end = _end(way, start + 3)
        rest = way[end + 1 :]
        missing = rest.startswith("?")
        if rest[:1] in ("*", "+", "{") or rest[:2] in ("??", "?+"):
            found.append(way)
            continue
        inner = [*_ways(way[start + 3 : end]), *([""] if missing else [])]
        found += [way[:start] + one + after for one in inner for after in _ways(rest[missing:])]
    return found


def _split(words: str) -> list[str]:
    """The alternatives of the words."""
    cuts = [at for at, char, depth in _marks(words, 0) if char == "|" and depth == 0]
    return [words[a:b] for a, b in zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(words)], strict=True)]


def _end(pattern: str, at: int) -> int:
    """Where the group ends whose inside begins at ``at``."""
    return next(place for place, char, depth in _marks(pattern, at) if char == ")" and depth < 0)


def _marks(pattern: str, at: int) -> Iterator[tuple[int, str, int]]:
    """Every bracket and bar from ``at`` that is one to a regular expression, with how deep in groups it stands."""
    depth, in_class = 0, False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
            at += pattern.startswith("^", at + 1)
            at += pattern.startswith("]", at + 1)  # no end of the class that it begins
        elif char in "()|":
            depth += {"(": 1, ")": -1}.get(char, 0)
            yield at, char, depth
        at += 1
