"""What the pages say, in English and Chinese: ``strings.toml`` (sentences) and ``words.toml`` (codes of the record)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from extract.errors import LexiconError

LANGUAGES = ("en", "zh")
Pairs = dict[str, dict[str, tuple[str, str]]]


@cache
def pairs(name: str) -> Pairs:
    """The groups of a file, each code with its English and its Chinese.

    Raises
    ------
    LexiconError
        Where one of the two is missing or blank.
    """
    told = tomllib.loads((files(__package__) / f"{name}.toml").read_text(encoding="utf8"))
    out: Pairs = {}
    for group, codes in told.items():
        for code, both in codes.items():
            well = (
                isinstance(both, list) and len(both) == 2 and all(isinstance(one, str) and one.strip() for one in both)
            )
            if not well:
                raise LexiconError(f"{name}.toml: {group}.{code} must be [English, Chinese], both with words")
            out.setdefault(group, {})[code] = (both[0], both[1])
    return out


@cache
def language(code: str) -> dict[str, dict[str, dict[str, str]]]:
    """All strings and words in one of `LANGUAGES`, by file and group."""
    at = LANGUAGES.index(code)
    return {
        name: {group: {key: both[at] for key, both in codes.items()} for group, codes in pairs(name).items()}
        for name in ("strings", "words")
    }
