"""Labels of the statistics appended to reports of 2014 to 2018 (政府信息公开情况统计表), in ``legacy.toml``."""

from __future__ import annotations

from functools import cache, lru_cache
from re import Pattern
from typing import Any, NamedTuple

from extract.errors import LexiconError
from extract.lexicon import labels, load, rx

_KINDS = (
    *("proactive", "interpretation", "applications", "review_litigation"),
    *("complaints", "fees", "staffing", "training"),
)
_LEAD = rx(rf"(?:\s*其\s*中\s*[:：]?)?(?:{labels.ENUMERATOR.pattern})?(?:\s*其\s*中\s*[:：]?)?\s*")
_REMARK = rx(
    r"\s*[（(](?!\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）])(?:[^（()）。；\t|]|[（(][^（()）。；\t|]*[)）]){1,200}[)）]"
)
_LEADS = frozenset("其（(一二三四五六七八九十")  # digits and white space beside them
_BRACKETS = frozenset("（(")
_LOOSE = " \n\u3000\xa0，,。、：:；;"


class Entry(NamedTuple):
    """A number that the form asks for: its place in the record, and the unit as printed."""

    kind: str
    row: str
    column: str
    unit: str


class Hit(NamedTuple):
    """A label found in a text, from its enumerator to the bracketed remark after it; ``places`` index ``entries()``."""

    start: int
    end: int
    places: tuple[int, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """What the form asks for, in its order."""
    return tuple(
        Entry(kind, row, column, cell["unit"])
        for kind, rows in _loaded().items()
        if kind != "heads"
        for row, columns in rows.items()
        for column, cell in columns.items()
    )


@cache
def titles() -> tuple[str, ...]:
    """The label of each entry as the form prints it."""
    loaded = _loaded()
    return tuple(loaded[entry.kind][entry.row][entry.column]["labels"][0] for entry in entries())


@cache
def places(kind: str) -> tuple[int, ...]:
    """The entries of one table, as they index ``entries()``."""
    return tuple(index for index, entry in enumerate(entries()) if entry.kind == kind)


@cache
def kinds() -> tuple[str, ...]:
    """The tables that the form falls into, in its order."""
    return _KINDS


@cache
def _loaded() -> dict[str, Any]:
    return load("legacy", (*_KINDS, "heads"))


@cache
def words() -> dict[str, tuple[int, ...]]:
    """Every folded label and the entries that it may stand for; none for the heading of a group."""
    found: dict[str, tuple[int, ...]] = {}
    index = 0
    for kind, rows in _loaded().items():
        for row, columns in rows.items():
            for column, cell in columns.items():
                if set(cell) != {"unit", "labels"}:
                    raise LexiconError(f"legacy.toml: [{kind}.{row}.{column}] must have exactly a unit and labels")
                for word in dict.fromkeys(labels.fold(label) for label in cell["labels"]):
                    found[word] = (*found.get(word, ()), index) if kind != "heads" else ()
                index += 1
    return found


@cache
def _labels() -> Pattern[str]:
    return labels.trie(words())


@lru_cache(16)  # who asks what follows will soon ask again, from there
def match(text: str, at: int) -> Hit | None:
    """The longest label that begins at ``at``; 其中 and an enumerator may stand before it."""
    first = text[at : at + 1]
    lead = _LEAD.match(text, at) if first in _LEADS or first.isdecimal() or first.isspace() else None
    found = labels.walk(text, lead.end() if lead else at, _labels())
    if found is None:
        return None
    word, end = found
    behind = text[end : end + 1]
    remark = _REMARK.match(text, end) if behind in _BRACKETS or behind.isspace() else None
    if remark and labels.walk(text, remark.start() + 1, _labels()) is None:
        end = remark.end()
    return Hit(at, end, words()[word])


@lru_cache(4096)
def lookup(cell: str) -> tuple[int, ...] | None:
    """What the text of a whole cell may stand for as a label; None where it is none. One slip is forgiven."""
    found = match(cell, 0)
    if found is not None and not cell[found.end :].strip(_LOOSE):
        return found.places
    lead = _LEAD.match(cell)
    rest = cell[lead.end() :] if lead else cell
    remark = rx("[（(]").search(rest, 4)
    return labels.one_off(labels.fold(rest[: remark.start()] if remark else rest), words())
