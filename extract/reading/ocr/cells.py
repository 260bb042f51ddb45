"""The cells of a ruled table, read one by one: a cell without ink is blank, broken lines are read as one strip."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.reading.ocr import shapes as ocr_shapes
from extract.reading.ocr.engine import LOOK_ALIKES, Engine, Glyph
from extract.reading.pdf.page import Char

if TYPE_CHECKING:
    from numpy.typing import NDArray

Pixels = tuple[int, int, int, int]

#: lines in a cell above which it is a paragraph, to be read as the text outside of tables is
MAX_LINES = 8
MAX_DOWN = 40
_NARROW = 4.0  # letters
_USUAL = 10.5  # size of letters in points, where no line of a table shows it
_WIDE = 3.0  # a line at least so wide, in its heights, shows the size of its letters
_LOW, _HIGH = 4.0, 24.0  # points between which letters are high
_SPECK, _THIN = 0.17, 0.22  # letters
_WHOLE = 0.92  # of a cell, through which a ruling line runs
_MARK = 0.22  # size, in letters, below which ink is no mark
_MARGIN = 0.2
#: letters that the middles of two characters are apart at least: closer ones would be taken for one, printed twice
APART = 0.3
_DASHES = frozenset("一-—–－_―ー")
#: what a digit is taken for where nothing stands beside it
_FIGURES = str.maketrans({like: digit for digit, likes in LOOK_ALIKES.items() for like in likes})
_NOTHING = Glyph("x", 0.0, 1.0)
_LOST = 0.4  # how sure a digit is before which a blank was read: a point may have stood there
_FIGURE = frozenset("0123456789.,，．%")


class Strip(NamedTuple):
    """The lines of one cell, to be read as one."""

    cell: Pixels
    lines: list[Pixels]


def strips(ink: NDArray[Any], cells: Sequence[Pixels], unit: float) -> tuple[list[Strip], float]:
    """What stands in the cells, but in blank ones and in those that hold a paragraph; and the size of the letters."""
    rows = [_runs(ink[y0:y1, x0:x1], (x0, y0, x1, y1)) for x0, y0, x1, y1 in cells]
    shown = [high for lines in rows for line in lines for high in _letters(line, unit)]
    size = median(shown) if shown else _USUAL * unit
    out = []
    for cell in cells:
        lines = _runs(_clean(ink, cell, size), cell)
        kept = [line for line in _joined(lines, size) if max(line[2] - line[0], line[3] - line[1]) >= _MARK * size]
        narrow = all(line[2] - line[0] < _NARROW * size for line in kept)  # a label that is written downwards
        if kept and len(kept) <= (MAX_DOWN if narrow else MAX_LINES):
            out.append(Strip(cell, kept))
    return out, size


def _letters(line: Pixels, unit: float) -> list[int]:
    """The height of a line, once for each of its letters; nothing where it is a dash or a single letter."""
    x0, y0, x1, y1 = line
    high = y1 - y0
    return [high] * ((x1 - x0) // high) if _LOW * unit <= high <= _HIGH * unit and x1 - x0 > _WIDE * high else []


def _clean(ink: NDArray[Any], cell: Pixels, size: float) -> NDArray[Any]:
    """The ink of a cell without specks and without what is left of its ruling lines."""
    import cv2
    import numpy as np

    x0, y0, x1, y1 = cell
    part = np.ascontiguousarray(ink[y0:y1, x0:x1])
    if not part.any():
        return part
    _, marks, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    keep = np.maximum(wide, high) >= _SPECK * size
    keep &= ~((high > _WHOLE * (y1 - y0)) & (wide < _THIN * size)) & ~(
        (wide > _WHOLE * (x1 - x0)) & (high < _THIN * size)
    )
    keep[0] = False
    kept: NDArray[Any] = keep.astype(np.uint8)[marks]
    return kept


def _runs(part: NDArray[Any], cell: Pixels) -> list[Pixels]:
    """Rows of ink in a cell, each as the box of its ink; ``part`` is the ink of that cell."""
    import numpy as np

    x0, y0, _, _ = cell
    rows = np.flatnonzero(np.diff(np.concatenate(([0], part.any(axis=1).astype(np.int8), [0]))))
    out = []
    for top, bottom in rows.reshape(-1, 2):
        columns = np.flatnonzero(part[top:bottom].any(axis=0))
        out.append((x0 + int(columns[0]), y0 + int(top), x0 + int(columns[-1]) + 1, y0 + int(bottom)))
    return out


def _joined(runs: Sequence[Pixels], size: float) -> list[Pixels]:
    """Rows of ink put together that are parts of one line (三), and those parted that touch."""
    out: list[Pixels] = []
    for run in runs:
        if out and run[3] - out[-1][1] <= 1.12 * size:
            x0, y0, x1, y1 = out.pop()
            run = min(x0, run[0]), y0, max(x1, run[2]), run[3]
        out.append(run)
    parted = []
    for x0, y0, x1, y1 in out:
        count = max(1, round((y1 - y0) / (1.3 * size)))
        parted += [(x0, y0 + (y1 - y0) * k // count, x1, y0 + (y1 - y0) * (k + 1) // count) for k in range(count)]
    return parted


def read(
    engine: Engine, grey: NDArray[Any], ink: NDArray[Any], strip: Strip, size: float, unit: float
) -> tuple[list[Char], list[float]]:
    """The characters of a cell in points, and how sure each is."""
    import numpy as np

    if len(strip.lines) == 1:
        x0, y0, x1, y1 = strip.lines[0]
        mark = ocr_shapes.alone(ink[y0:y1, x0:x1], size)
        if mark is not None:
            glyphs = [ocr_shapes.sure_of(mark)]
            return _chars(strip, glyphs, [0], x1 - x0, size, unit), [glyphs[0].sure]
    tall = round(size * (1 + 2 * _MARGIN))
    edge = round(size * _MARGIN)
    pieces = [np.full((tall, edge), 255, np.uint8)]
    starts = []
    for line in strip.lines:
        starts.append(sum(piece.shape[1] for piece in pieces))
        pieces.append(_piece(grey, strip.cell, line, tall))
    pieces.append(np.full((tall, edge), 255, np.uint8))
    picture = np.concatenate(pieces, axis=1)
    glyphs = plain(engine.read(picture))
    if len(strip.lines) == 1 and 2 * sum(glyph.text.isdigit() for glyph in glyphs) >= len(glyphs):
        x0, y0, x1, y1 = strip.lines[0]
        wide, inner = picture.shape[1], max(1, x1 - x0)
        placed = [glyph._replace(at=(glyph.at * wide - edge) / inner) for glyph in glyphs]
        placed = ocr_shapes.points(ink[y0:y1, x0:x1], placed)
        glyphs = [glyph._replace(at=(glyph.at * inner + edge) / wide) for glyph in placed]
    return _chars(strip, glyphs, starts, picture.shape[1], size, unit), [glyph.sure for glyph in glyphs]


def _chars(
    strip: Strip, glyphs: Sequence[Glyph], starts: Sequence[int], wide: int, size: float, unit: float
) -> list[Char]:
    """The glyphs of a strip, which is ``wide`` pixels wide, at their places; its lines begin at ``starts``."""
    chars: list[Char] = []
    before, last = -1, 0.0
    for glyph in glyphs:
        at = glyph.at * wide
        index = max(0, sum(start <= at for start in starts) - 1)
        x0, y0, x1, y1 = strip.lines[index]
        half = size * (0.25 if glyph.text.isascii() else 0.5)
        middle = min(max(x0 + at - starts[index], x0), x1)
        if index == before:
            middle = max(middle, last + APART * size)
        before, last = index, middle
        low = (y0 + y1) / 2 + 0.38 * size
        chars.append(
            Char(glyph.text, (middle - half) / unit, (middle + half) / unit, low / unit, size / unit, False, glyph.sure)
        )
    return chars


def _piece(grey: NDArray[Any], cell: Pixels, line: Pixels, tall: int) -> NDArray[Any]:
    """One line as a picture of the height ``tall``: a low one (a dash) keeps the white above and below it."""
    import numpy as np

    x0, y0, x1, y1 = line
    middle = (y0 + y1) // 2
    top, bottom = min(y0 - 1, middle - tall // 2), max(y1 + 1, middle - tall // 2 + tall)
    upper, lower = max(cell[1], top), min(cell[3], bottom)
    out = np.full((bottom - top, x1 - x0), 255, np.uint8)
    out[upper - top : lower - top] = grey[upper:lower, x0:x1]
    if out.shape[0] == tall:
        return out
    import cv2

    return cv2.resize(out, (max(1, round(out.shape[1] * tall / out.shape[0])), tall), interpolation=cv2.INTER_AREA)


def plain(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters without blanks; a cell of nothing but dashes or look-alikes of digits holds those."""
    glyphs = [
        glyph._replace(sure=min(glyph.sure, _LOST)) if not before.text.strip() and glyph.text.isdigit() else glyph
        for before, glyph in zip([_NOTHING, *glyphs], glyphs, strict=False)
    ]
    shown = [glyph for glyph in glyphs if glyph.text.strip()]
    texts = [glyph.text for glyph in shown]
    if texts and all(text in _DASHES for text in texts):
        return [glyph._replace(text="—" if len(texts) == 1 and texts[0] == "一" else glyph.text) for glyph in shown]
    figures = [text.translate(_FIGURES) for text in texts]
    if all(text in _FIGURE for text in figures):
        return [glyph._replace(text=text) for glyph, text in zip(shown, figures, strict=True)]
    return shown
