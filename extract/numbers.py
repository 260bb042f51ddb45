"""Numbers as Chinese clerks write them: ``1,155`` ``1.2万`` ``二百一十三`` ``百余`` ``近千`` ``百分之九十`` ``3万余``.

Works on clean text (ASCII digits, see ``cleaning``). A quantity is a number with its unit and the words that say how
exact it is; what it counts is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extract.lexicon import alternation, load, rx

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
HAN = "零〇○一二两三四五六七八九十百千万亿"


def chinese(text: str) -> int | None:
    """Value of a Chinese numeral (``二百一十三`` → 213, ``二〇一九`` → 2019), None where it is not one."""
    if not text or any(c not in DIGITS and c not in SMALL and c not in LARGE for c in text):
        return None
    if len(text) > 1 and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    seen = False
    for c in text:
        if c in DIGITS:
            digit, seen = DIGITS[c], True
        elif c in SMALL:
            section += (digit if seen or digit else 1) * SMALL[c] if (digit or not seen) else SMALL[c]
            digit, seen = 0, False
        else:
            total = (total + section + digit or 1) * LARGE[c]
            section, digit, seen = 0, 0, False
    return total + section + digit


def number(text: str) -> float | None:
    """Value of a number as written: ``1,155`` → 1155, ``1.2万`` → 12000, ``百余万`` → 1000000, ``3万余`` → 30000."""
    text = text.replace(",", "").replace(" ", "")
    for word in "余多几来":
        text = text.replace(word, "")
    match = rx(r"(\d+(?:\.\d+)?)([十百千]?[万亿]?)").fullmatch(text)
    if match:
        value = float(match[1])
        for c in match[2]:
            value *= SMALL.get(c) or LARGE[c]
        return round(value, 6)
    found = chinese(text)
    return None if found is None else float(found)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit in clean text; ``start:end`` is the span that states it, ``unit`` as written."""

    start: int
    end: int
    value: float
    unit: str | None
    bound: str
    arabic: bool


@cache
def _pattern() -> regex.Pattern[str]:
    units = alternation(load("numbers", ("units",))["units"])
    arabic = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)[十百千]?[万亿]?"
    return regex.compile(
        rf"\d{{4}}年(?:度|\d{{1,2}}月(?:\d{{1,2}}日?)?)?|(?<!\d)\d{{1,2}}月(?:\d{{1,2}}日|份|底|初|中)?|第[\d{HAN}]+[条章款项号次届批]|[〔\[【(（]\d{{4}}[〕\]】)）]\d*号?"
        rf"|(?P<percent>百分之(?:[{HAN}点]+|\d+(?:\.\d+)?))"
        rf"|(?P<near>[近上过数几](?=[十百千万]))?(?<![\d.\-/A-Za-z])(?P<number>{arabic}|[{HAN}]+(?=[余多几来]|{units}|(?<=[近上过数几][十百千万])))(?P<some>[余多几来])?(?P<more>[万亿])?(?P<some2>[余多])?"
        rf"(?P<unit>[万亿]?(?:{units})(?:[（](?:{units})[）]|/(?:{units}))?)?(?P<some3>[余多](?!次|样|方|渠|种|元|媒|年|家|项|个))?"
        r"(?P<after>以上|左右|上下|以内|以下)?"
    )


BEFORE = (
    (("超过", "突破", "逾", "超", "不少于", "不低于", "至少", "多达"), "at_least"),
    (("约", "接近", "大概", "大致", "近"), "approx"),
    (("不足", "不到", "不超过", "低于"), "at_most"),
)


def _bound(match: regex.Match[str], left: str) -> str:
    near = match["near"]
    if match["some"] or match["some2"] or match["some3"] or match["after"] == "以上" or (near and near != "近"):
        return "at_least"
    if match["after"] in ("以内", "以下"):
        return "at_most"
    if near or match["after"]:
        return "approx"
    return next((bound for words, bound in BEFORE if left.endswith(words)), "exact")


def quantities(clean: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """All numbers with their units in ``clean[start:end]``, in order; bare numbers have ``unit`` None.

    Chinese numerals count only with a unit or a word of vagueness beside them (``三次``, ``百余``, ``过万``); what stands
    within a word (``统一``) is left out.
    """
    out: list[Quantity] = []
    for match in _pattern().finditer(clean, start, len(clean) if end is None else end):
        if match.lastgroup is None:
            continue  # a date, an article, a document's number
        if match["percent"]:
            found = _number_with_point(match["percent"][3:])
            unit, arabic = "%", False
        else:
            written, unit = match["number"], match["unit"]
            arabic = written[0].isascii()
            if not (arabic or unit or match["some"] or match["more"] or match["near"]):
                continue
            found = number(written)
        if found is None:
            continue
        bound = _bound(match, clean[max(0, match.start() - 4) : match.start()])
        if not match["percent"]:
            found *= LARGE.get(match["more"], 1)
            if unit and unit[0] in LARGE:
                found, unit = found * LARGE[unit[0]], unit[1:] or None
            if len(written) == 2 and not arabic and DIGITS.get(written[1], 0) - DIGITS.get(written[0], 9) == 1:
                found, bound = float(DIGITS[written[0]]), "approx"  # 三四次: three or four
        out.append(Quantity(match.start(), match.end(), round(found, 6), unit, bound, arabic))
    return out


def _number_with_point(text: str) -> float | None:
    """``九十八点五`` → 98.5."""
    if text[0].isascii():
        return number(text)
    whole, _, rest = text.partition("点")
    value, decimals = chinese(whole), [DIGITS.get(c) for c in rest]
    if value is None or None in decimals:
        return None
    return float(f"{value}.{''.join(map(str, decimals)) or 0}")
