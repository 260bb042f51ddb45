"""Patterns compiled by parts of ``re``: sooner, and so that a search skips to characters that are looked ahead at.

Where ``re`` is made otherwise than in Python 3.11 to 3.13, its own ``compile`` does it. A test compares the two.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import re
from functools import cache
from importlib.util import find_spec, module_from_spec
from re import Pattern
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from extract.lexicon.patterns import ahead


def _own() -> Any:
    """A copy of the compiler of ``re`` that works a class of characters out once; None where ``re`` is made otherwise.

    The classes of a thousand patterns are mostly the same few (``[^，。；]``), and each takes a bitmap of 65,536 bits:
    half of the time that compiling takes.
    """
    spec = find_spec("re._compiler")
    own = module_from_spec(spec) if spec else None
    if own is None or spec is None or spec.loader is None:  # pragma: no cover
        return None
    spec.loader.exec_module(own)
    if not (hasattr(own, "_optimize_charset") and hasattr(own, "_code")):  # pragma: no cover
        return None
    plain, known = own._optimize_charset, dict[tuple[Any, ...], Any]()

    def once(chars: list[Any], *case: Any) -> Any:
        if any(case):
            return plain(chars, *case)
        key = tuple(chars)
        if key not in known:
            known[key] = plain(chars)
        return known[key]

    own.__dict__["_optimize_charset"] = once
    return own


compiler = _own()


def compiled(pattern: str) -> Pattern[str]:
    """The compiled pattern; one that begins with ``(?=[…])`` is tried only where a character of the class stands.

    For its search ``re`` notes which characters a pattern begins with, but it does not look into look-aheads: such a
    pattern it tries everywhere, which takes far longer than to skip. So the note is put into the compiled code. Where
    ``re`` would try a pattern everywhere and it has no look-ahead, it gets one (`ahead`).
    """
    tree = parser.parse(pattern)
    looking = ahead(pattern, tree)
    if looking != pattern and compiler is not None:
        tree = parser.parse(looking)
    return _made(looking, tree)


def anchored(pattern: str) -> Pattern[str]:
    """The compiled pattern, for who asks it at places (``match``) and never searches: there is nothing to skip."""
    return _made(pattern, parser.parse(pattern))


def _made(pattern: str, tree: Any) -> Pattern[str]:
    if compiler is None:
        return re.compile(pattern)
    state, chars = tree.state, _looked_for(tree)
    made = compiler._code(tree, state.flags)
    if chars and made[0] == code.INFO and not made[2] and made[3]:
        made = _noting(chars, made, state.flags)
    names = {index: name for name, index in state.groupdict.items()}
    found: Pattern[str] = _sre.compile(
        *(pattern, state.flags, made, state.groups - 1, dict(state.groupdict)),
        tuple(names.get(index) for index in range(state.groups)),
    )
    return found


def _noting(chars: str, made: list[int], flags: int) -> list[int]:
    """The code with the note that matches begin with a character of the class."""
    noted = compiler._code(parser.parse(f"[{chars}]"), flags)
    if noted[2] != code.SRE_INFO_CHARSET:
        return made
    note = noted[5 : 1 + noted[1]]  # behind INFO, length, what is noted, least and most width
    return [code.INFO, made[1] + len(note), code.SRE_INFO_CHARSET, *made[3:5], *note, *made[5:]]


def _looked_for(tree: Any) -> str:
    """The inside of the class that a pattern looks ahead at before all else; empty where it does not."""
    if not len(tree) or tree[0][0] is not code.ASSERT or tree.state.flags & ~re.UNICODE:
        return ""
    direction, inner = tree[0][1]
    if direction < 0 or len(inner) != 1 or inner[0][0] is not code.IN:
        return ""
    written = [_written(*item) for item in inner[0][1]]
    return "".join(written) if all(written) else ""


def _written(op: Any, value: Any) -> str:
    """An item of a class as it is written, or more than it that is found sooner; empty where it is of another sort."""
    if op is code.LITERAL:
        return re.escape(chr(value))
    if op is code.RANGE:
        return "-".join(re.escape(chr(char)) for char in value)
    return _digits() if (op, value) == (code.CATEGORY, code.CATEGORY_DIGIT) else ""


@cache
def _digits() -> str:
    r"""More than ``\d``, of which ``re`` asks a function: digits as characters, and all that is beyond 16 bits."""
    return "".join(char for char in map(chr, range(0x10000)) if char.isdecimal()) + "\U00010000-\U0010ffff"
