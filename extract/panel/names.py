"""The name of an organ, parted into the places that it stands in and what it is there."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.lexicon import load as lexicon
from extract.lexicon import rx
from extract.lexicon.variants import fold as plain
from extract.panel.vocabulary import words

GENERIC = "省市州县区旗镇乡"  # 省教育厅, 县人民政府: a place that the name does not say


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared.

    Attributes
    ----------
    chain
        The places that it names, the largest first (甲省, 乙县); for a government the last one is its own.
    kind
        ``government``, ``office`` (of a government) or ``department`` (whatever else).
    core
        What a department is called within its place, in full and without what comes and goes; else empty.
    generic
        The unit that stands for a place without its name (省 of 省教育厅); else empty.
    """

    chain: tuple[str, ...]
    kind: str
    core: str
    generic: str = ""


def stem(core: str) -> str:
    """What a department is about: its core without the last word (局, 委员会)."""
    return rx(r"(?:委员会|办公室|中心|局|厅|处|署|委)$").sub("", core) or core


@cache
def _letters() -> dict[int, str]:
    table = lexicon("traditional", ("traditional", "simplified"))
    return {ord(a): b for a, b in zip("".join(table["traditional"]), "".join(table["simplified"]), strict=True)}


def fold(text: str) -> str:
    """A name without blanks and marks, in plain widths and simplified characters.

    Examples
    --------
    >>> fold("甲縣 “互联网＋”中心（筹）")
    '甲县互联网中心筹'
    """
    one = unicodedata.normalize("NFKC", "".join(map(plain, text))).translate(_letters())
    return "".join(char for char in one if char.isalnum())


@lru_cache(maxsize=65536)
def parse(text: str) -> Name:
    """Part a name.

    Examples
    --------
    >>> parse("甲省乙市丙县住建局")
    Name(chain=('甲省', '乙市', '丙县'), kind='department', core='住房城乡建设局', generic='')
    >>> parse("青篁镇人民政府") == parse("青篁镇政府") == parse("青篁镇")
    True
    >>> parse("省教育厅")
    Name(chain=(), kind='department', core='教育厅', generic='省')
    """
    name = fold(text)
    chain, at = units(name)
    generic = ""
    if not chain and name[:1] in GENERIC and len(name) > 1 and not _guarded(name, 1):
        generic, (chain, more) = name[0], units(name[1:])
        at = 1 + more
    tail = name[at:]
    if chain or generic:
        if tail in words().government and (tail != "办" or (chain[-1:] and chain[-1].endswith("街道"))):
            return Name(chain, "government", "", generic)
        if rx(words().office).fullmatch(tail):
            return Name(chain, "office", "", generic)
    return Name(chain, "department", core(tail), generic)


def core(tail: str) -> str:
    """What a department is called, in full: 发改委, 发展和改革委员会 → 发展改革委员会."""
    for start in ("人民政府", "政府"):
        if tail.startswith(start) and len(tail) > len(start) + 1:
            tail = tail[len(start) :]
    bare = "".join(char for char in tail if char not in words().joints) or tail
    bare = rx(r"管委会$").sub("管理委员会", bare)
    bare = rx(r"(?<!员)委$").sub("委员会", bare)
    bare = rx(r"办$").sub("办公室", bare)
    for short, full in words().abbreviations:
        rest = bare[len(short) :]
        if bare == short + rest and rx(r"局|厅|委员会|办公室|中心").fullmatch(rest):
            return full + rest
    return bare


def units(name: str, *, loose: bool = False) -> tuple[tuple[str, ...], int]:
    """The places that a folded name begins with, and where they end.

    Parameters
    ----------
    name
        The name.
    loose
        For folders and files, behind whose township anything may stand.
    """
    found: list[str] = []
    at, above = 0, -1
    while True:
        unit = _next(name, at, above, loose)
        if unit is None and found and name.startswith("人民政府", at):
            unit = _next(name, at + 4, above, loose)  # 甲区人民政府乙街道办事处
        if unit is None:
            return tuple(found), at
        start, at, above = unit
        found.append(name[start:at])


def _next(name: str, at: int, above: int, loose: bool) -> tuple[int, int, int] | None:
    """Where the next unit stands and its level: the first that ends below ``above`` and is no part of a word."""
    if any(name.startswith(own, at) for own in words().own):
        return (at, at + 3, 2) if above < 2 else None
    for end in range(at + 2, min(len(name), at + 18) + 1):
        for suffix, level in words().units:
            if not name.endswith(suffix, at, end) or end - at <= len(suffix):
                continue
            unit = name[at:end]
            if unit in words().municipalities:
                level = 0
            elif suffix == "市" and above == 1:
                level = 2  # 甲市乙市: a county-level city
            if level > above and not _is_word(name, at, end, suffix, level, loose):
                return at, end, level
            break
    return None


def _is_word(name: str, at: int, end: int, suffix: str, level: int, loose: bool) -> bool:
    unit = name[at:end]
    if unit in words().whole or unit.endswith(words().ends) or any(word in unit for word in words().never):
        return True
    if _guarded(name, end):
        return True
    if suffix == "州" and rx(r"[镇乡]|街道").search(name[end:]):
        return True  # 杭州路街道
    return level == 3 and not loose and not rx(words().township).match(name[end:])


def _guarded(name: str, end: int) -> bool:
    """Is the character before ``end`` part of the word that goes on there (市 of 市场)?"""
    return name.startswith(words().after.get(name[end - 1], ()) or ("\0",), end)


@lru_cache(maxsize=65536)
def of_path(path: str) -> tuple[str, ...]:
    """The places that a path names, the largest first: ``甲省/乙县/2019/a.txt`` → (甲省, 乙县).

    What folders say that are no places (years, formats, batches) says nothing.
    """
    found: list[str] = []
    parts = path.split("/")
    for part in [*parts[:-1], parts[-1].rsplit(".", 1)[0]]:
        bare = fold(part).lstrip("0123456789年度")
        bare = rx(r"\d|年|政府信息公开|政务公开|信息公开").split(bare, maxsplit=1)[0]
        chain, _ = units(bare, loose=True)
        found += [unit for unit in chain if unit not in found]
    return tuple(found)


def level(unit: str) -> int:
    """Level of a unit by its suffix: 0 province to 3 township."""
    if unit in words().municipalities:
        return 0
    return next(level for suffix, level in words().units if unit.endswith(suffix))


def folder(path: str) -> str:
    """The folder of a path without the years in it: reports of one folder over the years lie together."""
    bare = (rx(r"\d+年?度?").sub("", part) for part in path.split("/")[:-1])
    return "/".join(part for part in bare if part)
