"""One page of a pdf as the reader needs it: its characters and its ruling lines, upright, y growing downwards.

pdfium is asked for both: it takes milliseconds where pdfplumber's own parser takes a tenth of a second a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from ctypes import byref, c_double
from typing import Any, NamedTuple

from extract.lexicon.variants import fold
from extract.reading.pdf.rulings import Ruling, Turn, drawn, ruling

#: characters on a page above which it is no page of a report
MAX_CHARS = 50_000
_ODD_BOX = 3.0
_WRAPPED_HYPHEN = 2  # pdfium's own code for a hyphen that ends a line
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


class Char(NamedTuple):
    """A character: its advance box across (``x0``, ``x1``), its baseline ``y`` and the font's size.

    ``sure`` is how sure it is, where it was read by OCR (0 to 1).
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    turned: bool
    sure: float = 1.0


class Page(NamedTuple):
    """What stands on a page. ``odd`` counts characters without a code, ``slanted`` those left out as a watermark."""

    width: float
    height: float
    chars: list[Char]
    rulings: list[Ruling]
    odd: int
    slanted: int
    pictured: bool
    crowded: bool


class TooManyCharsError(Exception):
    """A page with more characters than a report's page ever has."""


def load(page: Any, again: Callable[[], tuple[list[Raw], float, float]]) -> Page:
    """Read an open page of pypdfium2; the page is left open.

    ``again`` reads the characters of the same page in another way. It is asked where some have no size in pdfium.
    """
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    left, bottom, right, top = page.get_mediabox()
    area = (right - left) * (top - bottom)
    with closing(page.get_textpage()) as text:
        found, odd = _chars(pdfium, text.raw)
    seen = drawn(pdfium, page.raw)
    usual = (page.get_rotation() // 90) % 4
    way = _most(found, usual)
    chars, slanted = _upright(found, way, _turn(way, left, bottom, right, top))
    if seen.lost:
        more, width, height = again()
        if sum(1 for one in more if one[0].strip()) > sum(1 for one in found if one[0].strip()):
            shown = _most(more, 0)
            way = (usual + shown) % 4
            chars, slanted = _upright(more, shown, _turn(shown, 0.0, 0.0, width, height))
        elif not more:
            odd += seen.lost
    turn = _turn(way, left, bottom, right, top)
    rulings = [one for line in seen.lines if (one := ruling(line, turn)) is not None]
    width, height = (top - bottom, right - left) if way % 2 else (right - left, top - bottom)
    return Page(width, height, chars, rulings, odd, slanted, seen.covered > 0.4 * area, seen.crowded)


def _most(found: Sequence[Raw], usual: int) -> int:
    """The way in which most of the text runs."""
    ways = Counter(way for *_, way in found if way is not None)
    return ways.most_common(1)[0][0] if ways else usual


def _upright(found: Sequence[Raw], way: int, turn: Turn) -> tuple[list[Char], int]:
    """The characters in upright coordinates, and how many were slanted and left out."""
    chars = []
    for text, x0, y0, x1, y1, ox, oy, size, own in found:
        if own is None:
            continue
        ax, ay = turn(x0, y0)
        bx, by = turn(x1, y1)
        turned = own != way
        base = max(ay, by) if turned else turn(ox, oy)[1]
        chars.append(Char(text, min(ax, bx), max(ax, bx), base, size, turned))
    return chars, len(found) - len(chars)


def _turn(quarter: int, left: float, bottom: float, right: float, top: float) -> Turn:
    """From the page's own coordinates to upright ones, for text that runs right, up, left or down."""
    if quarter == 1:
        return lambda x, y: (y - bottom, x - left)
    if quarter == 2:
        return lambda x, y: (right - x, y - bottom)
    if quarter == 3:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


#: text, box, origin, size, and the way it runs
Raw = tuple[str, float, float, float, float, float, float, float, int | None]


def _chars(pdfium: Any, text: Any) -> tuple[list[Raw], int]:
    """All characters in the order of the file, with boxes, baselines and directions; and how many had no code."""
    count = pdfium.FPDFText_CountChars(text)
    if count > MAX_CHARS:
        raise TooManyCharsError(count)
    get, generated = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_IsGenerated
    loose, origin, turned = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetMatrix
    tight, sides = pdfium.FPDFText_GetCharBox, tuple(c_double() for _ in range(4))
    font_size, unmapped = pdfium.FPDFText_GetFontSize, pdfium.FPDFText_HasUnicodeMapError
    box, matrix, x, y = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), c_double(), c_double()
    box_at, matrix_at, x_at, y_at = byref(box), byref(matrix), byref(x), byref(y)
    out: list[Raw] = []
    odd, high = 0, 0
    for index in range(count):
        code = get(text, index)
        if generated(text, index) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or unmapped(text, index) == 1:
            odd += 1
            if code in (0, 0xFFFE, 0xFFFF):
                continue
        char = "-" if code == _WRAPPED_HYPHEN else " " if code in (9, 0xA0) else chr(code)
        if char < " ":
            continue
        loose(text, index, box_at)
        origin(text, index, x_at, y_at)
        turned(text, index, matrix_at)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        size = abs(font_size(text, index)) * (c * c + d * d) ** 0.5
        x0, y0, x1, y1, ox, oy = box.left, box.bottom, box.right, box.top, x.value, y.value
        if max(x1 - x0, y1 - y0) > _ODD_BOX * size:  # fonts that write downwards have boxes out of all proportion
            tight(text, index, *sides)
            (x0, x1, y0, y1), half = (side.value for side in sides), size / 2
            ox, oy = (x0 + x1) / 2 - half, (y0 + y1) / 2 - 0.35 * size
            x0, y0, x1, y1 = ox, oy, ox + size, oy + size
        way = quarter(a, b)
        out.extend((letter, x0, y0, x1, y1, ox, oy, size, way) for letter in plain(char))
    return out, odd


def plain(text: str) -> str:
    """Characters as they are meant: ligatures parted, second code points (radicals) made the first."""
    return "".join(_LIGATURES.get(char, fold(char)) for char in text)


def quarter(a: float, b: float) -> int | None:
    """Which way the text runs: 0 right, 1 up, 2 left, 3 down; None for a slant."""
    if abs(b) <= 0.1 * abs(a):
        return 0 if a >= 0 else 2
    if abs(a) <= 0.1 * abs(b):
        return 1 if b >= 0 else 3
    return None
