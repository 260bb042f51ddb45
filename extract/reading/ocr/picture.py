"""A picture of a page made ready: evenly lit, upright, straight, its long dark lines known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extract.reading.pdf.rulings import Ruling

#: the largest slant, in degrees, that is looked for
MAX_SLANT = 5.0
_SEEN = 700  # side of the picture in which the slant is measured
_FAINT = 205  # darkness (255 is white) of a faint ruling line
_DUST = 4  # pixels of a speck


def flat(grey: NDArray[Any]) -> NDArray[Any]:
    """The picture with its paper white, whatever its ground: shaded cells, shadows, grey paper."""
    import cv2
    import numpy as np

    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21)
    ground = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(ground, 40), scale=255.0)


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
        longest = round(16 * unit)
        kernel = np.ones((1, longest) if across else (longest, 1), np.uint8)
        # a line that was turned runs through several rows of pixels: its pieces overlap if it is made thicker first
        thick = cv2.dilate(dark, np.ones((3, 1) if across else (1, 3), np.uint8))
        mask = cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel)
        count, marks, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        keep = np.zeros(count, np.uint8)
        for index in range(1, count):
            x, y, w, h, area = (int(value) for value in stats[index])
            long, thin = (w, area / w) if across else (h, area / h)
            if thin > 4.5 * unit or long < longest:
                continue  # a bar, or the ground of a cell
            keep[index] = 1
            at, start = (y + h / 2, x) if across else (x + w / 2, y)
            found.append(Ruling(across, at / unit, start / unit, (start + long) / unit))
        masks.append(keep[marks])
    return Lines(found, *masks)


def without(grey: NDArray[Any], lines: Lines, box: tuple[int, int, int, int]) -> NDArray[Any]:
    """The picture with the ruling lines of one place painted white."""
    import cv2
    import numpy as np

    x0, y0, x1, y1 = box
    mask = (lines.across | lines.down)[y0:y1, x0:x1]
    out = grey.copy()
    out[y0:y1, x0:x1][cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = 255
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
