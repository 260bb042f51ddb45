"""The numbers that Word puts before paragraphs and keeps nowhere as text, counted and written as it shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from extract.lexicon import load, rx
from extract.reading.docx.ooxml import child, flag, integer, value, w

LEVELS = 9
_HIGHEST = 32_767  # no list of a report is longer
_LONGEST = 60  # characters of what a level writes
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")),
    *((9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_BULLET = "●"
#: numbers of these begin with a sign for ten where others write 一十
_SPOKEN = ("chineseCounting", "taiwaneseCounting", "japaneseCounting", "koreanCounting", "chineseCountingThousand")


@cache
def _words() -> dict[str, Any]:
    return load("word", ("marks", "counting", "symbols"))


def written(number: int, style: str) -> str:
    """``number`` in a number format of Word (``w:numFmt``); formats of other scripts are written in digits.

    Examples
    --------
    >>> written(12, "chineseCounting"), written(10, "ideographDigital"), written(3, "decimalEnclosedCircle")
    ('十二', '一〇', '③')
    """
    words = _words()
    if style in ("none", "bullet"):
        return ""
    if style in words["marks"]:
        marks = words["marks"][style]
        return marks[number - 1] if 0 < number <= len(marks) else str(number)
    if style in words["counting"]:
        return _chinese(number, words["counting"][style], style)
    if style in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 9)
        return letters if style == "lowerLetter" else letters.upper()
    if style in ("lowerRoman", "upperRoman") and number > 0:
        roman, rest = "", min(number, _HIGHEST)
        for size, sign in _ROMAN:
            roman += sign * (rest // size)
            rest %= size
        return roman if style == "lowerRoman" else roman.upper()
    if style == "decimalZero":
        return f"{number:02}"
    return f"- {number} -" if style == "numberInDash" else str(number)


def _chinese(number: int, signs: str, style: str) -> str:
    digits, powers = signs[:10], signs[10:]
    if number < 0 or number >= 10 ** (len(powers) + 1) or not powers:
        return "".join(digits[int(digit)] for digit in str(abs(number)))
    out, gap, terse = "", False, style in ("japaneseCounting", "koreanCounting")
    for power in range(len(powers), -1, -1):
        digit = number // 10**power % 10
        if digit:
            zero = digits[0] if gap and out and not terse else ""
            silent = terse and digit == 1 and power > 0
            out += zero + ("" if silent else digits[digit]) + (powers[power - 1] if power else "")
        gap = not digit
    if style in _SPOKEN or style.startswith("taiwanese"):
        out = out.removeprefix(digits[1]) if 10 <= number < 20 else out
    return out or digits[0]


# ---------------------------------------------------------------- the lists of a document


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list; ``restart`` is the number of the level that begins it anew (0: none, None: any above)."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    linked: str | None = None
    hidden: bool = False


class Lists:
    """Counters of all numbered lists of a document.

    Parameters
    ----------
    root
        Root of ``numbering.xml``, None where the document has none.
    linked
        The list (``w:numId``) that each numbering style names.
    """

    def __init__(self, root: Any, linked: Mapping[str, str]) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._nums: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        links: dict[str, str] = {}
        for one in () if root is None else root:
            key = one.get(w("abstractNumId"), "")
            if one.tag == w("abstractNum"):
                self._abstract[key] = dict(_levels(one))
                if (link := value(one, "numStyleLink")) is not None:
                    links[key] = link
        for one in () if root is None else root.iterchildren(w("num")):
            key = value(one, "abstractNumId") or ""
            own, starts = _overrides(one, self._abstract.get(key, {}))
            self._nums[one.get(w("numId"), "")] = (key, own, starts)
        for num, (key, own, starts) in self._nums.items():
            target = self._nums.get(linked.get(links.get(key, ""), ""))
            if target is not None:  # the list is kept where its style says
                self._nums[num] = (target[0], own, starts)

    def level_of(self, num: str, styles: Sequence[str]) -> int | None:
        """The level of a list that the first of these paragraph styles is linked to."""
        linked = {level.linked: at for at, level in self._levels(num).items()}
        return next((linked[style] for style in styles if style in linked), None)

    def next(self, num: str, at: int) -> str:
        """Count a paragraph of list ``num`` on level ``at`` (from 0); its number, with a blank where one is needed."""
        if num not in self._nums or not 0 <= at < LEVELS:
            return ""
        key, _, starts = self._nums[num]
        levels = self._levels(num)
        level = levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(key, [None] * LEVELS)
        count = counts[at]
        if at in starts and (num, at) not in self._begun:
            counts[at] = starts[at]
        else:
            counts[at] = level.start if count is None else count + 1
        self._begun.add((num, at))
        for below in range(at + 1, LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or at < restart:
                counts[below] = None
        return self._text(level, levels, counts)

    def _levels(self, num: str) -> dict[int, Level]:
        key, own, _ = self._nums.get(num, ("", {}, {}))
        return {**self._abstract.get(key, {}), **own}

    def _text(self, level: Level, levels: Mapping[int, Level], counts: list[int | None]) -> str:
        if level.hidden or not level.text:
            return ""
        if level.style == "bullet":
            mark = level.text[0]
            # letters and private characters are pictures in a symbol font
            return _BULLET if mark.isalnum() or "\ue000" <= mark <= "\uf8ff" else mark
        out = level.text
        for above in range(LEVELS):
            if f"%{above + 1}" in out:
                other = levels.get(above, Level())
                count = counts[above]
                style = "decimal" if level.legal else other.style
                out = out.replace(f"%{above + 1}", written(other.start if count is None else count, style))
        out = out.strip()
        if level.suffix == "nothing" or not out:
            return out
        # the tab after the number is left out behind a mark (一、), where nobody types one either
        return f"{out} " if level.suffix == "space" or out[-1].isalnum() else out


def _levels(parent: Any) -> Iterator[tuple[int, Level]]:
    for one in parent.iterchildren(w("lvl")):
        at = integer(one.get(w("ilvl")), 0)
        looks = child(one, "rPr")
        yield (
            at,
            Level(
                start=max(0, min(integer(value(one, "start"), 1), _HIGHEST)),
                style=_style(one),
                text=rx(r"[\s\u3000]+").sub(" ", (value(one, "lvlText") or "")[:_LONGEST]),
                suffix=value(one, "suff") or "tab",
                restart=None if (word := value(one, "lvlRestart")) is None else integer(word, 0),
                legal=flag(one, "isLgl"),
                linked=value(one, "pStyle"),
                hidden=looks is not None and flag(looks, "vanish"),
            ),
        )


def _style(level: Any) -> str:
    """The format of a level; newer ones stand in a choice, with an older one to fall back on."""
    found = value(level, "numFmt")
    if found is None:
        inner = next(iter(level.iter(w("numFmt"))), None)
        found = None if inner is None else inner.get(w("val"))
        if found == "custom":
            return "decimalZero"
    return found or "decimal"


def _overrides(num: Any, base: Mapping[int, Level]) -> tuple[dict[int, Level], dict[int, int]]:
    own: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for one in num.iterchildren(w("lvlOverride")):
        at = integer(one.get(w("ilvl")), 0)
        own.update((at, level) for _, level in _levels(one))
        start = value(one, "startOverride")
        if start is not None:
            starts[at] = max(0, min(integer(start, 1), _HIGHEST))
            own[at] = replace(own.get(at, base.get(at, Level())), start=starts[at])
    return own, starts


def symbol(font: str, code: int) -> str | None:
    """The character that a symbol font shows at ``code``; None where it is not known."""
    if code >= 0xF000:
        code -= 0xF000
    elif code >= 0x100:
        return chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else None
    fonts = _words()["symbols"]
    found: str | None = fonts.get(font, {}).get(f"{code:02X}")
    if found is None and font not in fonts and 0x20 < code < 0x7F:
        return chr(code)
    return found
