"""Marks that are told by their shape, for alone they are mistaken: dashes, strokes, decimal points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extract.reading.ocr.engine import Glyph

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FLAT = 0.3  # height of a dash in letters
_LONG = 0.7  # length from which it is an em dash
_SLANT = 0.22  # how far a stroke leans, in its heights: a 1 does not
_POINT = 0.34  # size of a point or a comma, in heights of digits
_SPECK = 0.08
_SURE, _SURE_POINT = 0.9, 0.45


def alone(ink: NDArray[Any], size: float) -> str | None:
    """What the ink of a cell is where it is a dash or a stroke; None where it is to be read."""
    import numpy as np

    height, width = ink.shape
    if height <= _FLAT * size and width >= 1.3 * height and ink.mean() > 0.55 and width < 3 * size:
        return "—" if width >= _LONG * size else "-"
    if height < 0.6 * size or width > height or not ink.any(axis=1).all():
        return None
    left, right = ink.argmax(axis=1), width - 1 - ink[:, ::-1].argmax(axis=1)
    if (right - left + 1).max() > 0.45 * height:
        return None  # no stroke: a row of it is wide
    middles = (left + right) / 2
    rows = np.arange(height)
    lean, start = np.polyfit(rows, middles, 1)
    straight = float(np.abs(middles - lean * rows - start).max()) < 0.12 * height
    return "/" if -lean > _SLANT and straight else None


def sure_of(mark: str) -> Glyph:
    """A mark as if it had been read."""
    return Glyph(mark, 0.5, _SURE)


def points(ink: NDArray[Any], glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a line of figures with the points that stand between its digits and were not read.

    ``at`` of the glyphs is in widths of the ink. A point that was not read is told as doubtful.
    """
    import cv2

    out = list(glyphs)
    digits = [glyph.at for glyph in glyphs if glyph.text.isdigit()]
    if len(digits) < 2 or any(glyph.text in ".．" for glyph in glyphs):
        return out
    count, _, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    parts = [[int(value) for value in stats[index]] for index in range(1, count)]
    tall = max((h for _, _, _, h, _ in parts), default=0)
    feet = sorted(y + h for _, y, _, h, _ in parts if h > 0.7 * tall)
    for index, (_, y, w, h, _) in enumerate(parts, 1):
        if not _SPECK * tall <= min(w, h) <= max(w, h) <= _POINT * tall or y + h < feet[0] - 0.2 * tall:
            continue
        at = float(middles[index][0]) / ink.shape[1]
        near = 0.3 * tall / ink.shape[1]
        if not digits[0] < at < digits[-1] or any(abs(one.at - at) < near and not one.text.isdigit() for one in out):
            continue
        deep = h > 1.4 * w and y + h > feet[-1] + 0.06 * tall
        after = sum(1 for one in out if one.at > at)
        out.insert(len(out) - after, Glyph("," if deep else ".", at, _SURE_POINT))
    return out
