"""Pages that are pictures, read by OCR into the same characters and ruling lines that a pdf's text layer gives."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from extract.reading.ocr import cells as ocr_cells
from extract.reading.ocr import picture
from extract.reading.ocr.engine import INSTALL, Engine, Glyph, installed, models
from extract.reading.pdf import nets as pdf_nets
from extract.reading.pdf import tables as pdf_tables
from extract.reading.pdf.page import Char, Page

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["INSTALL", "Read", "installed", "page"]

#: boxes of tables on one page above which its tables are not read
MAX_CELLS = 3_000
_TURN_LINES = 6  # lines that show which way up a page is
_TURN_SURE = 0.1  # how much surer they must be upside down
_SAME_SIZE = 0.18  # sizes that differ by less are one
_EDGE = 0.13  # of a page's height, where its number may stand
_NUMBERED = regex.compile(r"[-—–－―_~·.•一]*\d{1,3}[-—–－―_~·.•一]*")
_INSET = 1.0  # points that a cell is smaller than the space between its lines


class Read(NamedTuple):
    """A page read from its picture, and how sure its characters are."""

    page: Page
    sure: list[float]


def page(grey: NDArray[Any], width: float, height: float) -> Read:
    """Read the picture of a page that is ``width`` by ``height`` points large."""
    engine = models()
    grey = picture.straight(picture.flat(grey))
    grey, turned = _upright(engine, grey)
    if turned:
        grey = picture.straight(grey)
        width, height = height, width
    unit = grey.shape[1] / width
    lines = picture.rulings(grey, unit)
    chars: list[Char] = []
    sure: list[float] = []
    boxes, crowded = _boxes(lines.rulings, unit)
    if boxes:
        for net in boxes:
            grey = picture.without(grey, lines, net.xs, net.ys, unit)
        ink = picture.ink(grey)
        strips, size = ocr_cells.strips(ink, [cell for net in boxes for cell in net.cells], unit)
        for strip in strips:
            found, how = ocr_cells.read(engine, grey, ink, strip, size, unit)
            chars += found
            sure += how
        grey = grey.copy()
        for strip in strips:
            x0, y0, x1, y1 = strip.cell
            grey[y0:y1, x0:x1] = 255
    found, how = _text(engine, grey, unit)
    return Read(Page(width, height, chars + found, lines.rulings, 0, 0, False, crowded), sure + how)


class _Cells(NamedTuple):
    """The edges of a table in points, and its cells in pixels."""

    xs: list[float]
    ys: list[float]
    cells: list[ocr_cells.Pixels]


def _boxes(rulings: Sequence[Any], unit: float) -> tuple[list[_Cells], bool]:
    """The cells of the page's tables, and whether there were too many."""
    across, down = pdf_nets.merged(rulings, True), pdf_nets.merged(rulings, False)
    if len(across) * len(down) > pdf_tables.MAX_PAIRS:
        return [], True
    out = []
    for group in pdf_nets.groups(across, down):
        net = pdf_nets.net(0, group)
        if net is None or len(net.boxes) < 2:
            continue
        found = []
        for box in net.boxes:
            edges = (
                net.xs[box.column],
                net.ys[box.row],
                net.xs[box.column + box.colspan],
                net.ys[box.row + box.rowspan],
            )
            x0, y0, x1, y1 = (round(value * unit) for value in edges)
            inset = max(1, round(_INSET * unit))
            if x1 - x0 > 3 * inset and y1 - y0 > 3 * inset:
                found.append((x0 + inset, y0 + inset, x1 - inset, y1 - inset))
        out.append(_Cells(net.xs, net.ys, found))
    return (out, False) if sum(len(one.cells) for one in out) <= MAX_CELLS else ([], True)


def _upright(engine: Engine, grey: NDArray[Any]) -> tuple[NDArray[Any], bool]:
    """The picture with its lines running from left to right, and whether it lay on its side."""
    import numpy as np

    found = engine.find(grey)
    areas = [((x1 - x0) * (y1 - y0), y1 - y0 > 1.5 * (x1 - x0), x1 - x0 > 1.5 * (y1 - y0)) for x0, y0, x1, y1 in found]
    tall, wide = (sum(area for area, *is_so in areas if is_so[which]) for which in (0, 1))
    side = tall > 1.5 * wide
    if side:
        grey = np.ascontiguousarray(np.rot90(grey))
        found = engine.find(grey)
    longest = sorted(found, key=lambda box: box[0] - box[2])[:_TURN_LINES]
    ways = [0.0, 0.0]
    for x0, y0, x1, y1 in longest:
        line = grey[y0:y1, x0 : min(x1, x0 + 10 * (y1 - y0))]
        for way, shown in enumerate((line, np.ascontiguousarray(line[::-1, ::-1]))):
            glyphs = engine.read(shown)
            ways[way] += sum(glyph.sure for glyph in glyphs) / max(1, len(glyphs))
    if longest and ways[1] - ways[0] > _TURN_SURE * len(longest):
        grey = np.ascontiguousarray(grey[::-1, ::-1])
    return grey, side


# ---------------------------------------------------------------- text outside of tables


class _Line(NamedTuple):
    box: tuple[int, int, int, int]
    glyphs: list[Glyph]
    size: float  # in pixels


def _text(engine: Engine, grey: NDArray[Any], unit: float) -> tuple[list[Char], list[float]]:
    """The characters of the lines that the models find."""
    lines = []
    for box in engine.find(grey):
        x0, y0, x1, y1 = box
        glyphs = [glyph for glyph in engine.read(grey[y0:y1, x0:x1]) if glyph.text.strip()]
        if glyphs:
            if y1 < _EDGE * grey.shape[0] or y0 > (1 - _EDGE) * grey.shape[0]:
                glyphs = _numbered(glyphs)
            lines.append(_Line(box, glyphs, _size(box, glyphs)))
    lines = _same_sizes(lines)
    chars: list[Char] = []
    for line in lines:
        chars += _chars(line, unit)
    return chars, [glyph.sure for line in lines for glyph in line.glyphs]


def _numbered(glyphs: list[Glyph]) -> list[Glyph]:
    """A page number at the edge of the page with both its dashes, of which one is easily lost or read as 一."""
    shown = "".join(glyph.text for glyph in glyphs)
    digits = [glyph for glyph in glyphs if glyph.text.isdigit()]
    if not _NUMBERED.fullmatch(shown) or len(digits) == len(glyphs):
        return glyphs
    return [Glyph("-", 0.0, digits[0].sure), *digits, Glyph("-", 1.0, digits[-1].sure)]


def _size(box: tuple[int, int, int, int], glyphs: Sequence[Glyph]) -> float:
    """The size of a line's letters: the distance of its characters if they are Chinese, else from its height."""
    width, height = box[2] - box[0], box[3] - box[1]
    wide = [not glyph.text.isascii() for glyph in glyphs]
    steps = [
        (after.at - before.at) * width
        for before, after, one, other in zip(glyphs, glyphs[1:], wide, wide[1:], strict=False)
        if one and other
    ]
    if len(steps) >= 4 and 0.5 * height < median(steps) < 1.2 * height:
        return median(steps)
    return 0.75 * height


def _same_sizes(lines: Sequence[_Line]) -> list[_Line]:
    """Lines of almost one size given the same: what is measured in a picture is never twice the same."""
    out = list(lines)
    left = sorted(range(len(lines)), key=lambda index: lines[index].size)
    while left:
        weights = [
            sum(len(lines[j].glyphs) for j in left if abs(lines[j].size - lines[i].size) <= _SAME_SIZE * lines[i].size)
            for i in left
        ]
        best = lines[left[weights.index(max(weights))]].size
        group = [index for index in left if abs(lines[index].size - best) <= _SAME_SIZE * best]
        size = median(lines[index].size for index in group for _ in lines[index].glyphs)
        for index in group:
            out[index] = lines[index]._replace(size=size)
        left = [index for index in left if index not in group]
    return out


def _chars(line: _Line, unit: float) -> list[Char]:
    """The characters of a line in points, each as wide as its kind, none over the middle between it and the next."""
    x0, y0, x1, y1 = line.box
    middles: list[float] = []
    for glyph in line.glyphs:
        middle = x0 + glyph.at * (x1 - x0)
        middles.append(max(middle, middles[-1] + ocr_cells.APART * line.size) if middles else middle)
    low = (y0 + y1) / 2 + 0.38 * line.size
    out = []
    for index, (glyph, middle) in enumerate(zip(line.glyphs, middles, strict=True)):
        half = line.size * (0.3 if glyph.text.isascii() else 0.5)
        left = max(middle - half, (middles[index - 1] + middle) / 2) if index else middle - half
        right = min(middle + half, (middle + middles[index + 1]) / 2) if index + 1 < len(middles) else middle + half
        out.append(Char(glyph.text, left / unit, right / unit, low / unit, line.size / unit, False, glyph.sure))
    return out
