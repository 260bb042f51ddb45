"""Vocabulary as TOML, and the one loader that refuses empties, duplicates and unknown keys."""

from __future__ import annotations

import hashlib
import re
import tomllib
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from re import Pattern
from typing import Any, cast

import regex

from extract.errors import LexiconError
from extract.lexicon.compiling import compiled
from extract.lexicon.lookbehind import apart

#: the script Han as the inside of a class of characters, for ``re``, which knows no ``\p{Han}`` (Unicode 17)
HAN = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d"
    "\ufa70-\ufad9\U00016fe2-\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0002a6df\U0002a700-\U0002b81e"
    "\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U0003134a"
    "\U00031350-\U00033479"
)


class _Kept(dict[str, Pattern[str]]):
    """Patterns that were asked for, by name."""

    def __init__(self, make: Callable[[str], Pattern[str]]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, name: str) -> Pattern[str]:
        found = self[name] = self.make(name)
        return found


def kept(make: Callable[[str], Pattern[str]]) -> Callable[[str], Pattern[str]]:
    """The function, called once a name: to look into a dictionary takes a fifth of a call of ``functools.cache``."""
    return _Kept(make).__getitem__


def _compiled(pattern: str) -> Pattern[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", FutureWarning)  # what re would read otherwise one day
        for way in (str, apart):
            with suppress(re.error, FutureWarning):
                return compiled(way(pattern))
    return cast("Pattern[str]", regex.compile(pattern))


#: The compiled pattern: by ``re`` where it knows the syntax (it is twice as fast), else by ``regex``. Only what both
#: offer may be asked of it; who needs captures or spans of a repeated group calls ``regex`` itself. It is asked forty
#: thousand times in a chunk of reports.
rx = kept(_compiled)


def _words(name: str, path: str, value: Any) -> Any:
    if isinstance(value, dict):
        if not value:
            raise LexiconError(f"{name}.toml: [{path}] is empty")
        return {key: _words(name, f"{path}.{key}" if path else key, inner) for key, inner in value.items()}
    if isinstance(value, list):
        if not value or not all(isinstance(word, str) and word.strip() == word and word for word in value):
            raise LexiconError(f"{name}.toml: {path} must be a list of non-empty words")
        doubles = {word for word in value if value.count(word) > 1}
        if doubles:
            raise LexiconError(f"{name}.toml: {path} lists {', '.join(sorted(doubles))} twice")
        return tuple(value)
    if isinstance(value, str | int | float | bool):
        return value
    raise LexiconError(f"{name}.toml: {path} holds a {type(value).__name__}")


def _read(name: str) -> bytes:
    return (files(__package__) / f"{name}.toml").read_bytes()


@cache
def load(name: str, keys: tuple[str, ...] = ()) -> dict[str, Any]:
    """The vocabulary ``name``: nested tables whose lists are tuples of words.

    Parameters
    ----------
    name
        File name without suffix.
    keys
        Top-level keys that must be there, and the only ones allowed; any where empty.

    Raises
    ------
    LexiconError
        Where a list is empty, holds a word twice, or a key is missing or unknown.
    """
    found: dict[str, Any] = _words(name, "", tomllib.loads(_read(name).decode("utf8")))
    if keys and set(found) != set(keys):
        odd = sorted(set(found) ^ set(keys))
        raise LexiconError(f"{name}.toml: unknown or missing keys: {', '.join(odd)}")
    return found


def alternation(words: Iterable[str]) -> str:
    """A regex alternation of the words, longest first, so that no word hides a longer one."""
    return _alternation(tuple(words))


@cache
def _alternation(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def any_char(chars: Iterable[str]) -> str:
    """A regex class of the characters."""
    return f"[{''.join(map(re.escape, sorted(set(chars))))}]"


def trie(words: Iterable[str]) -> str:
    """A regex of the words as in ``alternation``, branching by character: one try a place, not one a word."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict[str, Any]) -> str:
    ways = [regex.escape(char) + _branch(rest) for char, rest in sorted(node.items()) if char]
    if not ways:
        return ""
    if "" in node:
        return f"(?:{'|'.join(ways)})?"
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def fingerprint() -> str:
    """SHA-256 over all vocabulary files, in name order."""
    digest = hashlib.sha256()
    for entry in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()
