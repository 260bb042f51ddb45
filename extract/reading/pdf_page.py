"""One page of a pdf as the reader needs it: its characters and its ruling lines, upright, y growing downwards.

pdfium is asked for both: it takes milliseconds where pdfplumber's own parser takes a tenth of a second a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from ctypes import byref, c_double, c_float, c_int
from typing import Any, NamedTuple

from extract.lexicon.variants import fold

#: objects on a page above which its lines are not looked at (a map, a drawing): its text is still read
MAX_OBJECTS = 50_000
#: characters on a page above which it is no page of a report
MAX_CHARS = 50_000
#: straight lines on a page above which they are a drawing, not tables
MAX_RULINGS = 6_000
_MAX_SEGMENTS = 4_000
_MAX_DEPTH = 6
_ODD_BOX = 3.0
_THIN = 3.0
_SHORT = 4.0
_NO_WIDTH = 0.01
_WRAPPED_HYPHEN = 2  # pdfium's own code for a hyphen that ends a line
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_MOVE, _LINE = 2, 0
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

Matrix = tuple[float, float, float, float, float, float]
Turn = Callable[[float, float], tuple[float, float]]


class Char(NamedTuple):
    """A character: its advance box across (``x0``, ``x1``), its baseline ``y`` and the font's size."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    turned: bool


class Ruling(NamedTuple):
    """A straight line along an axis: ``at`` the one coordinate, from ``start`` to ``end`` on the other."""

    across: bool
    at: float
    start: float
    end: float


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


class TooManyChars(Exception):
    """A page with more characters than a report's page ever has."""


def load(page: Any, again: Callable[[], tuple[list[Raw], float, float]]) -> Page:
    """Read an open page of pypdfium2; the page is left open.

    ``again`` reads the characters of the same page in another way. It is asked where some have no size in pdfium.
    """
    import pypdfium2.raw as pdfium

    left, bottom, right, top = page.get_mediabox()
    area = (right - left) * (top - bottom)
    with closing(page.get_textpage()) as text:
        found, odd = _chars(pdfium, text.raw)
    objects = pdfium.FPDFPage_CountObjects(page.raw)
    crowded = objects > MAX_OBJECTS
    drawn = Drawn([], 0.0, 0) if crowded else _drawn(pdfium, page.raw, objects)
    crowded = crowded or len(drawn.lines) > MAX_RULINGS
    usual = (page.get_rotation() // 90) % 4
    way = _most(found, usual)
    chars, slanted = _upright(found, way, _turn(way, left, bottom, right, top))
    if drawn.lost:
        more, width, height = again()
        if sum(1 for one in more if one[0].strip()) > sum(1 for one in found if one[0].strip()):
            shown = _most(more, 0)
            way = (usual + shown) % 4
            chars, slanted = _upright(more, shown, _turn(shown, 0.0, 0.0, width, height))
    turn = _turn(way, left, bottom, right, top)
    rulings = [] if crowded else [ruling for line in drawn.lines if (ruling := _ruling(line, turn)) is not None]
    width, height = (top - bottom, right - left) if way % 2 else (right - left, top - bottom)
    return Page(width, height, chars, rulings, odd, slanted, drawn.covered > 0.4 * area, crowded)


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
    """All characters in the order of the file, with boxes, baselines, sizes and directions; and how many had no code."""
    count = pdfium.FPDFText_CountChars(text)
    if count > MAX_CHARS:
        raise TooManyChars(count)
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


Box = tuple[float, float, float, float]


class Drawn(NamedTuple):
    """The thin boxes and straight strokes of a page, the area of its pictures, and its text objects without a size."""

    lines: list[Box]
    covered: float
    lost: int


def _drawn(pdfium: Any, page: Any, objects: int) -> Drawn:
    lines: list[Box] = []
    covered = 0.0
    lost = 0
    left = MAX_OBJECTS
    bounds = tuple(c_float() for _ in range(4))
    own = pdfium.FS_MATRIX()
    stack: list[tuple[Any, int, Any, Matrix | None, int]] = [(page, objects, pdfium.FPDFPage_GetObject, None, 0)]
    while stack:
        holder, count, get, matrix, depth = stack.pop()
        for index in range(count):
            thing = get(holder, index)
            left -= 1
            if left < 0 or len(lines) > MAX_RULINGS:
                return Drawn(lines, covered, lost)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == _PATH:
                lines.extend(_strokes(pdfium, thing, matrix, bounds))
            elif kind == _IMAGE:
                x0, y0, x1, y1 = _bounds(pdfium, thing, matrix, bounds)
                covered += (x1 - x0) * (y1 - y0)
            elif kind == _TEXT:
                x0, _, x1, _ = _bounds(pdfium, thing, None, bounds)
                lost += x1 - x0 < _NO_WIDTH and not pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(thing))
            elif kind == _FORM and depth < _MAX_DEPTH:
                pdfium.FPDFPageObj_GetMatrix(thing, own)
                inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
                within = pdfium.FPDFFormObj_CountObjects(thing)
                stack.append((thing, within, pdfium.FPDFFormObj_GetObject, inner, depth + 1))
    return Drawn(lines, covered, lost)


def _times(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _at(matrix: Matrix | None, x: float, y: float) -> tuple[float, float]:
    if matrix is None:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(pdfium: Any, thing: Any, matrix: Matrix | None, into: tuple[c_float, ...]) -> Box:
    if not pdfium.FPDFPageObj_GetBounds(thing, *into):
        return 0.0, 0.0, 0.0, 0.0
    x0, y0, x1, y1 = (value.value for value in into)
    if matrix is None:
        return x0, y0, x1, y1
    corners = [_at(matrix, x, y) for x in (x0, x1) for y in (y0, y1)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def _strokes(pdfium: Any, path: Any, matrix: Matrix | None, bounds: tuple[c_float, ...]) -> Iterator[Box]:
    """The straight lines that a path draws: itself where it is thin, else its strokes and its thin boxes."""
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
    if not fill.value and not stroke.value:
        return
    x0, y0, x1, y1 = _bounds(pdfium, path, matrix, bounds)
    if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
        yield x0, y0, x1, y1
        return
    count = pdfium.FPDFPath_CountSegments(path)
    if count > _MAX_SEGMENTS or (count <= 5 and not stroke.value):  # one filled box is the ground of a cell
        return
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, own)
    whole = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    for points, straight in _subpaths(pdfium, path, count, whole):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = min(xs), min(ys), max(xs), max(ys)
        if box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN:
            yield box
        elif stroke.value and straight:
            for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _subpaths(pdfium: Any, path: Any, count: int, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    x, y = c_float(), c_float()
    points: list[tuple[float, float]] = []
    straight = True
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if kind == _MOVE:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        elif kind != _LINE:
            straight = False
        points.append(_at(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def _ruling(line: Box, turn: Turn) -> Ruling | None:
    ax, ay = turn(line[0], line[1])
    bx, by = turn(line[2], line[3])
    x0, x1, y0, y1 = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
    if y1 - y0 <= _THIN and x1 - x0 >= _SHORT and x1 - x0 > y1 - y0:
        return Ruling(True, (y0 + y1) / 2, x0, x1)
    if x1 - x0 <= _THIN and y1 - y0 >= _SHORT:
        return Ruling(False, (x0 + x1) / 2, y0, y1)
    return None
