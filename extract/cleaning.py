"""From canonical text to clean text: characters swapped one for one or dropped, never inserted.

Rules match on the clean text: half-width digits and letters, Chinese punctuation, no blanks, no noise marks, no
statutory tables; a paragraph a line. Every clean character keeps its origin (``Text.origin``).
"""

from __future__ import annotations

import re
from array import array
from functools import cache
from re import Pattern

from extract.lexicon import load, rx
from extract.lexicon.variants import variants
from extract.model import Grid, Source, Text

AROUND = 16  # characters beside a stretch of text that tell how its first and last marks are read
SWAPS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
SWAPS |= {ord(mark): mark for mark in "，；：！？（）"}  # stay as they are
SWAPS |= dict(zip(map(ord, "();!?﹐﹑﹔﹕﹙﹚"), "（）；！？，、；：（）", strict=True))
SWAPS |= dict.fromkeys(
    map(ord, "\t\x0b\x0c\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"), " "
)
SWAPS |= {0x2028: "\n", 0x2029: "\n"}


@cache
def _swaps() -> tuple[re.Pattern[str], dict[str, str]]:
    """All one-for-one swaps: widths, punctuation, blanks, variants, and traditional characters to simplified ones.

    ``re`` looks a character up in a large class at once; ``str.translate`` looks every character of the text up.
    """
    folded = load("traditional", ("traditional", "simplified"))
    swaps = dict(zip("".join(folded["traditional"]), "".join(folded["simplified"]), strict=True))
    plain = {chr(code): mark for code, mark in SWAPS.items() if chr(code) != mark}
    swaps |= plain | {variant: plain.get(char, swaps.get(char, char)) for variant, char in variants().items()}
    near = "".join(char for char in swaps if char <= "\uffff")  # a class with characters beyond is 40 times as slow
    return re.compile(f"[{re.escape(near)}]"), swaps


def _swap(raw: str) -> str:
    pattern, swaps = _swaps()
    swapped = pattern.sub(lambda match: swaps[match[0]], raw)
    if len(swapped.encode("utf-16-le", "surrogatepass")) == 2 * len(swapped):  # no character beyond, as nearly always
        return swapped
    return "".join(swaps.get(char, char) if char > "\uffff" else char for char in swapped)


#: a Chinese comma between groups of three figures
_GROUPING = r"，(?=\d{3}(?!\d))(?:(?<=(?<!\d)\d，)|(?<=(?<!\d)\d\d，)|(?<=(?<!\d)\d\d\d，))"


@cache
def _marks() -> Pattern[str]:
    """Commas and colons that are Chinese punctuation although written in ASCII, and the reverse within figures."""
    return rx(
        rf"{_GROUPING}|,(?<!\d,)|,(?! ?\d{{3}}(?!\d))"
        r"|:(?!//|\d)|:(?<!\d:)(?<!\.[A-Za-z]{2}:)(?<!\.[A-Za-z]{3}:)(?<!\.[A-Za-z]{4}:)(?<!\.[A-Za-z]{5}:)(?!//)"
    )


def _marked(swapped: str) -> str:
    """The text with its commas and colons as they should be."""
    if "," in swapped or ":" in swapped:
        return _marks().sub(lambda match: {",": "，", "，": ","}.get(match[0], "："), swapped)
    return rx(_GROUPING).sub(",", swapped)


@cache
def _junk() -> Pattern[str]:
    return rx(
        r"(?=[\[\x00-\x08\x0e-\x1f\u200b-\u200f\u2060\ufeff\u00ad\ufffc \u3000\n])(?:(?P<noise>\[(?:image|bookmark|图片|附件图)[^\]\n]{0,120}\]|[\x00-\x08\x0e-\x1f\u200b-\u200f\u2060\ufeff\u00ad\ufffc]+)"
        r"|(?P<line>[ \u3000]*\n[ \u3000\n]*)"
        r"|(?P<label>(?<=[地电传邮])[ \u3000]+(?=[址话真编箱][：（]))"
        r"|(?P<indent> *\u3000[ \u3000]*\u3000[ \u3000]*)"
        r"|(?P<group>(?:(?<=(?<![\d.])\d)|(?<=(?<![\d.])\d\d)|(?<=(?<![\d.])\d\d\d)) (?=\d{3}(?:(?![\d.年月日号])|\.\d+[万亿元%])))"
        r"|(?P<figure>(?:(?<=[一-龥]\d)|(?<=[一-龥]\d\d)) (?=\d{1,3} ?[条件篇次个人名项期万元%份]))"
        r"|(?P<split>(?:(?<=20)|(?<=20\d)) +(?=\d{1,2} ?年)|(?<=(?<!\d)2) +(?=0\d\d ?年))"
        r"|(?P<gap>(?<=[A-Za-z0-9])[ \u3000]+(?=[A-Za-z0-9]))"
        r"|(?P<blank>[ \u3000]+))"
    )


@cache
def _offsets(size: int) -> array[int]:
    """0, 1, 2 … to be copied from: a slice of it costs a tenth of counting."""
    return array("I", range(size))


def clean(source: Source) -> Text:
    """The clean text of a source, without its grids and noise.

    Where a grid was taken out, or a run of ideographic blanks stood for a line break (one-line reports), the clean text
    has a line break.
    """
    raw = source.raw
    pieces: list[str] = []
    origin = array("I")
    offsets = _offsets(1 << len(raw).bit_length())  # a few sizes for all texts
    last = "\n"
    for start, end in _gaps(source.grids, len(raw)):
        floor = max(0, start - AROUND)
        text = _marked(_swap(raw[floor : end + AROUND]))
        at, stop = start - floor, end - floor
        for match in _junk().finditer(text, at, stop):
            begin, behind = match.span()
            kind, mark = match.lastgroup, ""
            if kind in ("line", "indent"):
                mark = "\n" if (text[begin - 1] if begin > at else last) != "\n" else ""
            elif kind == "gap":
                mark = " "
            if mark and behind == begin + 1 and text[begin] == mark:
                continue  # it stays as it is
            if begin > at:
                pieces.append(text[at:begin])
                origin.extend(offsets[floor + at : floor + begin])
                last = text[begin - 1]
            if mark:
                pieces.append(mark)
                origin.append(floor + begin)
                last = mark
            at = behind
        if stop > at:
            pieces.append(text[at:stop])
            origin.extend(offsets[floor + at : end])
            last = text[stop - 1]
        if end < len(raw) and last != "\n":
            pieces.append("\n")
            origin.append(end)
            last = "\n"
    return Text(raw, "".join(pieces), origin)


def _gaps(grids: tuple[Grid, ...], length: int) -> list[tuple[int, int]]:
    """The stretches of text between the grids."""
    out, at = [], 0
    for grid in sorted(grids, key=lambda grid: grid.start):
        if grid.end > grid.start >= at:
            out.append((at, grid.start))
            at = grid.end
    return [*out, (at, length)]
