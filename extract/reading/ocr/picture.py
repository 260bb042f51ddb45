"""A picture of a page made ready: evenly lit, upright, straight, its long dark lines known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.reading.pdf.rulings import Ruling

#: the largest slant, in degrees, that is looked for
MAX_SLANT = 5.0
_SEEN = 700  # side of the picture in which the slant is measured
_SHORT_ACROSS, _SHORT_DOWN = 20.0, 14.0  # points of the shortest line
_THICK = 4.5  # points
_BESIDE = 0.45
_NEAR = 2.5  # points that a line may run beside the edge that it is taken for
_INKED = 0.7  # percent of a page that is ink at least
_PRINT = 120.0  # darkness that print has at least: more contrast would make blurred letters run together
_PALEST = 170.0  # darkness of the palest ink that is made darker
_FAINT = 205  # darkness (255 is white) of a faint ruling line
_DUST = 4  # pixels of a speck


def flat(grey: NDArray[Any]) -> NDArray[Any]:
    """The picture with white paper and dark ink: shaded cells, shadows, grey paper and pale print are evened out."""
    import cv2
    import numpy as np

    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21)
    ground = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(grey, np.maximum(ground, 40), scale=255.0)
    darkest = min(float(np.percentile(even, _INKED)), _PALEST)
    if darkest <= _PRINT:
        return even
    out: NDArray[Any] = np.clip(255 - (255 - even.astype(np.float32)) * ((255 - _PRINT) / (255 - darkest)), 0, 255)
    return out.astype(np.uint8)


def straight(grey: NDArray[Any]) -> NDArray[Any]:
    """The picture turned by the angle at which its rows of ink are sharpest."""
    import cv2
    import numpy as np

    height, width = grey.shape
    scale = min(1.0, 2 * _SEEN / max(height, width))
    small = 255 - cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

    def sharpness(angle: float) -> float:
        sums = _turned(small, angle, 0).sum(axis=1, dtype=np.float64)
        return float(((sums[1:] - sums[:-1]) ** 2).sum())

    best, step, reach = 0.0, 0.5, MAX_SLANT
    while step >= 0.02:
        angles = [best + step * k for k in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: (sharpness(angle), -abs(angle)))
        reach, step = step, step / 5
    return grey if abs(best) < 0.03 else _turned(grey, best, 255)


def _turned(grey: NDArray[Any], angle: float, ground: int) -> NDArray[Any]:
    import cv2

    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=ground)


class Lines(NamedTuple):
    """The ruling lines of a picture, and the pixels that they cover."""

    rulings: list[Ruling]
    across: NDArray[Any]
    down: NDArray[Any]


def rulings(grey: NDArray[Any], unit: float) -> Lines:
    """Long dark lines across and down, in points; a point is ``unit`` pixels."""
    import cv2
    import numpy as np

    from extract.reading.pdf.rulings import Ruling

    dark = (grey < _FAINT).astype(np.uint8)
    found: list[Ruling] = []
    masks = []
    for across in (True, False):
        least = round((_SHORT_ACROSS if across else _SHORT_DOWN) * unit)
        kernel = np.ones((1, least) if across else (least, 1), np.uint8)
        # a line that was turned runs through several rows of pixels: its pieces overlap if it is made thicker first
        thick = cv2.dilate(dark, np.ones((3, 1) if across else (1, 3), np.uint8))
        mask = cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel)
        count, marks, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        keep = np.zeros(count, np.uint8)
        for index in range(1, count):
            x, y, w, h, area = (int(value) for value in stats[index])
            long, thin = (w, area / w) if across else (h, area / h)
            if thin > _THICK * unit or _beside(dark, (x, y, w, h), across) > _BESIDE:
                continue  # a bar, the ground of a cell, or the feet of letters that touch
            keep[index] = 1
            at, start = (y + h / 2, x) if across else (x + w / 2, y)
            found.append(Ruling(across, at / unit, start / unit, (start + long) / unit))
        masks.append(keep[marks])
    return Lines(found, *masks)


def _beside(dark: NDArray[Any], box: tuple[int, int, int, int], across: bool) -> float:
    """How much ink stands right beside a line, on its darker side."""
    if not across:
        x, y, w, h = box
        dark, box = dark.T, (y, x, h, w)
    x, y, w, h = box
    above, below = max(0, y - 3), min(dark.shape[0] - 1, y + h + 2)
    return max(float(dark[row, x : x + w].mean()) for row in (above, below))


def without(grey: NDArray[Any], lines: Lines, xs: Sequence[float], ys: Sequence[float], unit: float) -> NDArray[Any]:
    """The picture with the ruling lines of one table painted white; its edges are given in points."""
    import cv2
    import numpy as np

    out = grey.copy()
    pad = round(_NEAR * unit)
    (left, *_, right), (top, *_, bottom) = ([round(value * unit) for value in edges] for edges in (xs, ys))
    for across, edges in ((True, ys), (False, xs)):
        mask = lines.across if across else lines.down
        for at in (round(value * unit) for value in edges):
            rows, columns = slice(max(0, at - pad), at + pad), slice(max(0, left - pad), right + pad)
            if not across:
                rows, columns = slice(max(0, top - pad), bottom + pad), slice(max(0, at - pad), at + pad)
            out[rows, columns][cv2.dilate(mask[rows, columns], np.ones((3, 3), np.uint8)) > 0] = 255
    return out


def ink(grey: NDArray[Any]) -> NDArray[Any]:
    """Which pixels are ink (1) and not paper or dust (0)."""
    import cv2
    import numpy as np

    limit, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    dark = (grey < min(190.0, max(110.0, limit))).astype(np.uint8)
    count, marks, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    keep = (stats[:, cv2.CC_STAT_AREA] >= _DUST).astype(np.uint8)
    keep[0] = 0
    return keep[marks] if count else dark
