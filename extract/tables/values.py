"""What one cell says: number, blank, dash or unreadable."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import regex

_WIDE = {0xFF01 + i: 0x21 + i for i in range(94)} | {ord(c): "-" for c in "−—–─"} | {0x3002: "."}
_SPACE = {ord(c): None for c in " \n\t\u3000\xa0\u200b\ufeff\u2002\u2003\u2009"}
_NUMBER = regex.compile(
    r"(?P<sign>增加?|减少?|\+|-)?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>万|亿)?(?P<yuan>元)?(?:[件条项个次宗份])?(?:\(?(?P<minus>减少?)\)?)?"
)
_DASH = regex.compile(r"[/\\-]+|\(?无\)?")
_SCALES = {"万": 10_000, "亿": 100_000_000}


class Value(NamedTuple):
    """A cell's reading; ``unit`` is 元 where the cell states an amount of money."""

    status: str
    value: float | None = None
    unit: str | None = None


_BLANK, _DASHED, _UNREADABLE = Value("blank"), Value("dash"), Value("unreadable")


def _plain(number: Decimal) -> float:
    return int(number) if number == number.to_integral_value() else float(number)


@lru_cache(8192)
def read(raw: str, unit: str | None = None) -> Value:
    """The value of a cell.

    Parameters
    ----------
    raw
        The cell as written: ``０``, ``增53``, ``减3``, ``1,163``, ``114.29万``, ``/``.
    unit
        Unit that the head of the column states for amounts (``元``, ``万元``, ``亿元``), or None.
    """
    if not raw:
        return _BLANK
    text = raw.translate(_WIDE).translate(_SPACE)
    if not text:
        return _BLANK
    if _DASH.fullmatch(text):
        return _DASHED
    found = _NUMBER.fullmatch(text)
    if found is None:
        return _UNREADABLE
    number = Decimal(found["digits"].replace(",", ""))
    if (found["sign"] or "").startswith(("减", "-")) or found["minus"]:
        number = -number
    if found["scale"]:
        return Value("number", _plain(number * _SCALES[found["scale"]]), "元")
    if found["yuan"]:
        return Value("number", _plain(number), "元")
    if unit is not None:
        return Value("number", _plain(number * _SCALES.get(unit[0], 1)), "元")
    return Value("number", _plain(number))


@lru_cache(512)
def stated_unit(head: str) -> str | None:
    """The unit of money that a column head states: 万元 of ``采购总金额（单位：万元，保留4位小数）``."""
    found = regex.search(r"[（(：:,，/]\s*(亿元|万元|元)", head)
    return found[1] if found else None
