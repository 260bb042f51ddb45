"""What a page draws beside its text: the lines that may rule tables, and how much of it pictures cover."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import byref, c_float, c_int
from itertools import pairwise
from typing import Any, NamedTuple

#: objects on a page above which its lines are not looked at (a map, a drawing): its text is still read
MAX_OBJECTS = 50_000
#: straight lines on a page above which they are a drawing, not tables
MAX_RULINGS = 6_000
_MAX_SEGMENTS = 4_000
_MAX_DEPTH = 6
_THIN = 3.0
_SHORT = 4.0
_NO_WIDTH = 0.01
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_MOVE, _LINE = 2, 0

Matrix = tuple[float, float, float, float, float, float]
Turn = Callable[[float, float], tuple[float, float]]


class Ruling(NamedTuple):
    """A straight line along an axis: ``at`` the one coordinate, from ``start`` to ``end`` on the other."""

    across: bool
    at: float
    start: float
    end: float


Box = tuple[float, float, float, float]


class Drawn(NamedTuple):
    """The thin boxes and straight strokes of a page, the area of its pictures, and its text objects without a size.

    ``crowded``: there was too much to look at.
    """

    lines: list[Box]
    covered: float
    lost: int
    crowded: bool


def drawn(pdfium: Any, page: Any) -> Drawn:
    """Look at every object of an open page, those within forms too; at none where they are too many."""
    objects = pdfium.FPDFPage_CountObjects(page)
    if objects > MAX_OBJECTS:
        return Drawn([], 0.0, 0, True)
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
                return Drawn([], covered, lost, True)
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
    return Drawn(lines, covered, lost, False)


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
            for (ax, ay), (bx, by) in pairwise(points):
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


def ruling(line: Box, turn: Turn) -> Ruling | None:
    """The line in upright coordinates; None where it is too short, or lies along no axis."""
    ax, ay = turn(line[0], line[1])
    bx, by = turn(line[2], line[3])
    x0, x1, y0, y1 = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
    if y1 - y0 <= _THIN and x1 - x0 >= _SHORT and x1 - x0 > y1 - y0:
        return Ruling(True, (y0 + y1) / 2, x0, x1)
    if x1 - x0 <= _THIN and y1 - y0 >= _SHORT:
        return Ruling(False, (x0 + x1) / 2, y0, y1)
    return None
