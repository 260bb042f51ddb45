"""Second code points of one character: radicals, compatibility ideographs, upright forms of punctuation.

Fonts of pdf files lead to them, and they travel on with whatever is copied out of a pdf. Each folds to one character.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from extract.lexicon import load

_RANGES = ((0x2E80, 0x2FD6), (0xF900, 0xFB00), (0xFE10, 0xFE1A), (0xFE30, 0xFE50), (0x2F800, 0x2FA1E))


@cache
def variants() -> dict[str, str]:
    """Every variant and the character that it stands for; one for one."""
    table = load("radicals", ("radicals", "characters"))
    found = dict(zip("".join(table["radicals"]), "".join(table["characters"]), strict=True))
    for start, end in _RANGES:
        for code in range(start, end):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                found[chr(code)] = plain
    return found


def fold(char: str) -> str:
    """``char``, or the character that it is a variant of."""
    return variants().get(char, char)
