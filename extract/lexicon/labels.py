r"""Labels of the statutory tables, found in running text and in cells alike.

The words are in ``labels.toml``. A label is compared without enumerator, white space, brackets and punctuation, so
that ``（一） 予以\n公开`` and ``1．予以公开`` are both ``予以公开``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache
from re import Pattern
from typing import Any, NamedTuple, TypeVar

from extract.lexicon import load, rx
from extract.lexicon.compiling import anchored
from extract.lexicon.variants import variants

_IGNORED = " \n\u3000\xa0\u200b\ufeff\u2002\u2003\u2009()（）[]【】、，,。.．:：;；·“”\"'‘’＂＇《》<>〈〉/／"
FOLD: dict[int, int | None] = {
    ord(variant): None if char in _IGNORED else ord(char) for variant, char in variants().items()
}
FOLD |= {0xFF01 + i: 0x21 + i for i in range(94)} | {ord(char): None for char in _IGNORED}
ENUMERATOR: Pattern[str] = rx(
    r"\s*(?:[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）][、.．]?"
    r"|[一二三四五六七八九十]{1,3}\s*[)）]?[、.．,，:：]?|\d{1,2}\s*[)）、.．,，])\s*"
)
_SUFFIX = rx(r"\s*[（(](?!\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）])([^（()）。；\t|]{1,200})[)）]")
_QUOTES = frozenset("”\"’'＂」")
_LEADS = frozenset("（(一二三四五六七八九十0123456789０１２３４５６７８９ \n\u3000\xa0")
_CLOSING = rx(r"\s*[)）]")
_KINDS = ("proactive", "applications", "review_litigation")
_CLOSE_ENOUGH = 0.8
_SHORTEST_SLIP = 4

Sense = TypeVar("Sense")
_made = tuple.__new__  # half the time that a call of ``Hit`` takes


class Meaning(NamedTuple):
    """What a label may stand for: ``role`` is ``heads``, ``columns`` or ``rows``."""

    kind: str
    role: str
    key: str


class Hit(NamedTuple):
    """A label found in a text: its folded word, its end with the bracketed remark after it, and what it may mean."""

    word: str
    end: int
    meanings: tuple[Meaning, ...]
    kinds: frozenset[str]


def fold(text: str) -> str:
    """``text`` as labels are compared: no white space, brackets or punctuation, wide letters and digits made narrow."""
    return text.translate(FOLD)


_folded = lru_cache(4096)(fold)  # the same few labels again and again


@cache
def words() -> dict[str, tuple[Meaning, ...]]:
    """Every folded label and what it may mean."""
    found: dict[str, tuple[Meaning, ...]] = {}
    for kind, roles in load("labels", _KINDS).items():
        for role, keys in roles.items():
            for key, labels in keys.items():
                for label in dict.fromkeys(fold(label) for label in labels):
                    found[label] = (*found.get(label, ()), Meaning(kind, role, key))
    return found


@cache
def _senses() -> dict[str, tuple[tuple[Meaning, ...], frozenset[str]]]:
    return {word: (meanings, frozenset(meaning.kind for meaning in meanings)) for word, meanings in words().items()}


@cache
def _labels() -> Pattern[str]:
    return trie(words())


@cache
def _firsts() -> frozenset[str]:
    """The characters that a label may begin with."""
    return frozenset(char for word in words() for char in word[0] + _written(word[0]))


def trie(folded: Iterable[str]) -> Pattern[str]:
    """The words as one pattern, for ``walk``: it branches by character and passes over what folding drops."""
    root: dict[str, Any] = {}
    for word in folded:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return anchored(_branch(root))


def _branch(node: dict[str, Any]) -> str:
    ways = "|".join(f"[{re.escape(char + _written(char))}]{_rest(inner)}" for char, inner in node.items() if char)
    return f"(?:{ways})"


def _rest(node: dict[str, Any]) -> str:
    """What may follow a character: nothing where a word ends there, but the longest word is sought first."""
    if node.keys() == {""}:
        return ""
    return f"(?:{_dropped()}*{_branch(node)}){'?' if '' in node else ''}"


@cache
def _dropped() -> str:
    """The class of what folding drops."""
    return f"[{re.escape(_written(''))}]"


def _written(folded: str) -> str:
    """The characters that are folded to this one; to none: those that are dropped."""
    return _origins().get(folded, "")


@cache
def _origins() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, to in FOLD.items():
        folded = "" if to is None else chr(to)
        found[folded] = found.get(folded, "") + chr(code)
    return found


def walk(text: str, at: int, known: Pattern[str]) -> tuple[str, int] | None:
    """The longest of the words that begins at ``at``, and its end; what folding drops is passed over."""
    found = known.match(text, at)
    return (_folded(found[0]), found.end()) if found else None


@lru_cache(16)  # who asks what follows will soon ask again, from there
def match(text: str, at: int) -> Hit | None:
    """The longest label that begins at ``at``, its enumerator before and its bracketed remark after it included."""
    first = text[at : at + 1]
    root = _labels()
    found = walk(text, at, root) if first in _firsts() else None
    if found is None:
        if first not in _LEADS or (first.isdigit() and not _numbers(text, at + 1)):
            return None
        lead = ENUMERATOR.match(text, at)
        if lead is None:
            if first not in ("(", "（"):
                return None
            found = walk(text, at + 1, root)
        else:
            found = walk(text, lead.end(), root)
        if found is None:
            return None
    word, end = found
    if text[end : end + 1] in _QUOTES:
        end += 1
    opened = text[at:end]
    if ("(" in opened or "（" in opened) and (
        opened.count("(") + opened.count("（") > opened.count(")") + opened.count("）")
    ):
        closing = _CLOSING.match(text, end)
        end = closing.end() if closing else end
    peek, size = end, len(text)
    while peek < size and text[peek] in " \n\u3000\xa0":
        peek += 1
    if peek < size and text[peek] in "(（":
        suffix = _SUFFIX.match(text, peek)
        if suffix and walk(text, suffix.start(1), root) is None:
            end = suffix.end()
    meanings, kinds = _senses()[word]
    return _made(Hit, (word, end, meanings, kinds))


def _numbers(text: str, at: int) -> bool:
    """Whether what stands before ``at``, a digit, may number something: a mark comes behind it and another digit."""
    size = len(text)
    at += at < size and text[at].isdigit()
    while at < size and text[at].isspace():
        at += 1
    return at < size and text[at] in ")）、.．,，"


@lru_cache(4096)
def lookup(cell: str) -> tuple[Meaning, ...]:
    """What the text of a whole cell may mean as a label; empty where it is none. Typos are forgiven."""
    found = match(cell, 0)
    if found is not None and not cell[found.end :].strip(" \n\u3000\xa0，,。、：:；;"):
        return found.meanings
    lead = ENUMERATOR.match(cell)
    return _closest(fold(cell[lead.end() :] if lead else cell))


@lru_cache(4096)
def _closest(word: str) -> tuple[Meaning, ...]:
    """The label most like ``word``, where one is clearly nearer than all labels of another meaning."""
    if not 4 <= len(word) <= 60:
        return ()
    slip = one_off(word, words())
    if slip is not None:
        return slip
    scored = sorted(_scores(word), reverse=True)
    if not scored:
        return ()
    best = words()[scored[0][1]]
    rival = next((score for score, label in scored if words()[label] != best), 0.0)
    return best if scored[0][0] - rival >= 0.03 else ()


def one_off(word: str, known: Mapping[str, Sense]) -> Sense | None:
    """What the one label means from which ``word`` differs by one character; None where there is none, or several."""
    if len(word) < _SHORTEST_SLIP:
        return None
    found: Sense | None = None
    for label, sense in known.items():
        if abs(len(label) - len(word)) <= 1 and sense != found and _near(word, label):
            if found is not None:
                return None
            found = sense
    return found


def _near(one: str, other: str) -> bool:
    """Whether one character more, less or changed makes ``one`` out of ``other``."""
    short, long = sorted((one, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :] or (len(short) == len(long) and short[at + 1 :] == long[at + 1 :])


def _scores(word: str) -> Iterable[tuple[float, str]]:
    matcher = SequenceMatcher(None, "", word, autojunk=False)
    for label in words():
        if len(label) < 4 or abs(len(label) - len(word)) > max(2, len(label) // 4):
            continue
        matcher.set_seq1(label)
        if matcher.real_quick_ratio() >= _CLOSE_ENOUGH and matcher.quick_ratio() >= _CLOSE_ENOUGH:
            score = matcher.ratio()
            if score >= _CLOSE_ENOUGH:
                yield score, label
