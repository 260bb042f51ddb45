"""The tables of a page: what stands in each box of a net, and whether the net is a table at all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import regex

from extract.lexicon import labels
from extract.model import GridCell
from extract.reading.pdf import nets as pdf_nets
from extract.reading.pdf.lines import Row, joined, rows
from extract.reading.pdf.nets import Box, Net
from extract.reading.pdf.page import Char
from extract.reading.pdf.rulings import Ruling

#: pairs of lines of a page above which they are not compared
MAX_PAIRS = 2_000_000
#: difference in width up to which tables on two pages may be one
SAME_EDGE = 8.0
_BOXES = 4
_LABELS = 4  # labels that make a table a statutory one
_LOOKED_AT = 400  # cells that are looked up: forgiving a label its typos takes time
_NUMBER = regex.compile(
    r"[增加减少+\-－—–/／\\无\d０-９][\d０-９\s,，.．%％/\-—]*(?:万?元?|亿元?|[件条项个次篇份人宗])?"
)
_FIGURES = frozenset("0123456789０１２３４５６７８９.,")
_SENTENCES = regex.compile(r"。")


def cut(
    number: int, chars: list[Char], rulings: Sequence[Ruling], before: Net | None = None
) -> tuple[list[Net], list[Char], bool]:
    """The tables of a page with their text, the characters outside of them, and whether lines were too many.

    ``before`` is the last table of the page before: a single row as wide as it is its end.
    """
    lines = pdf_nets.merged(rulings, True), pdf_nets.merged(rulings, False)
    if len(lines[0]) * len(lines[1]) > MAX_PAIRS:
        return [], chars, True
    nets = [net for group in pdf_nets.groups(*lines) if (net := pdf_nets.net(number, group)) is not None]
    kept: list[Net] = []
    top = min((net.ys[0] for net in nets), default=0.0)
    for net in sorted(nets, key=lambda net: net.area):  # a table within a frame comes before the frame
        if len(net.boxes) < _BOXES and not (net.ys[0] == top and before is not None and _as_wide(net, before)):
            continue
        inside, outside = _fill(net, chars)
        if not inside:
            continue
        filled = [box for box in net.boxes if box.chars]
        if len(filled) < 2 or len(filled) * 12 < len(net.boxes):
            continue  # a chart, or a frame around a paragraph
        for box in filled:
            box.text = joined(rows(box.chars))
            box.sure = min(char.sure for char in box.chars)
        net.rows = _in_rows(net)
        kept.append(net)
        chars = outside
    return sorted(kept, key=lambda net: net.ys[0]), chars, False


def _as_wide(net: Net, other: Net) -> bool:
    return abs((net.xs[-1] - net.xs[0]) - (other.xs[-1] - other.xs[0])) <= SAME_EDGE


def _fill(net: Net, chars: list[Char]) -> tuple[list[Char], list[Char]]:
    """Put each character into the box that its middle is in; the characters inside and outside of the table."""
    owner = {
        (r, c): box
        for box in net.boxes
        for r in range(box.row, box.row + box.rowspan)
        for c in range(box.column, box.column + box.colspan)
    }
    inside: list[Char] = []
    outside: list[Char] = []
    left, right, top, bottom = net.xs[0], net.xs[-1], net.ys[0], net.ys[-1]
    for char, (x, y) in zip(chars, _middles(chars), strict=True):
        if not (left <= x <= right and top <= y <= bottom):
            outside.append(char)
            continue
        inside.append(char)
        at = min(bisect_right(net.ys, y), len(net.ys) - 1) - 1, min(bisect_right(net.xs, x), len(net.xs) - 1) - 1
        box = owner[at]
        if char.text.strip() or box.chars:
            box.chars.append(char)
    for box in net.boxes:
        box.page = net.page
        if not any(char.text.strip() for char in box.chars):
            box.chars.clear()
    return [char for char in inside if char.text.strip()], outside


def _middles(chars: Sequence[Char]) -> Iterator[tuple[float, float]]:
    """The middle of each character; digits of one number share that of the number, which may stick out of its cell."""
    at = 0
    while at < len(chars):
        end = at + 1
        while (
            end < len(chars)
            and chars[end - 1].text in _FIGURES
            and chars[end].text in _FIGURES
            and chars[end].y == chars[at].y
            and -0.35 * chars[at].size < chars[end].x0 - chars[end - 1].x1 < 0.15 * chars[at].size
        ):
            end += 1
        first = chars[at]
        middle = (first.x0 + chars[end - 1].x1) / 2, first.y - 0.35 * first.size
        yield from (middle for _ in range(at, end))
        at = end


def _in_rows(net: Net) -> list[list[Box]]:
    """The boxes in rows; rows between which no line runs are parted where their numbers show them."""
    found: dict[int, list[Box]] = {}
    for box in net.boxes:
        found.setdefault(box.row, []).append(box)
    return [part for _, row in sorted(found.items()) for part in _parted(row)]


def _parted(row: list[Box]) -> list[list[Box]]:
    """One row, or the rows that stand in it: all its cells have as many lines, at one height, and two hold numbers."""
    filled = [(box, rows(box.chars)) for box in row if box.chars and box.rowspan == 1]
    count = len(filled[0][1]) if filled else 1
    if count < 2 or len(filled) < 3 or any(len(found) != count for _, found in filled):
        return [row]
    level = all(
        abs(found[i][0].y - filled[0][1][i][0].y) < 0.5 * found[i][0].size for _, found in filled for i in range(count)
    )
    numeric = sum(all(is_number(joined([line])) for line in found) for _, found in filled)
    if not level or numeric < 2 or numeric == len(filled):
        return [row]
    texts: dict[int, list[Row]] = {id(box): found for box, found in filled}
    out = []
    for i in range(count):
        cells = []
        for box in row:
            if box.rowspan > 1 and i:
                continue
            text = box.text if box.rowspan > 1 else joined([texts[id(box)][i]]) if id(box) in texts else ""
            cells.append(Box(box.row, box.column, box.rowspan, box.colspan, box.page, text=text, sure=box.sure))
        out.append(cells)
    return out


def is_number(text: str) -> bool:
    """Whether a cell holds a number or a dash."""
    return _NUMBER.fullmatch(text) is not None


def is_data(table: Iterable[Iterable[Box | GridCell]]) -> bool:
    """Whether a table holds figures; else it is prose laid out in cells."""
    texts = [box.text for row in table for box in row if box.text]
    found = (text for text in texts[:_LOOKED_AT] if not is_number(text) and labels.lookup(text))
    if len(list(islice(found, _LABELS))) == _LABELS:
        return True
    prose = sum(len(text) for text in texts if _SENTENCES.search(text) and len(text) > 30)
    if prose * 2 > sum(map(len, texts)):
        return False
    return sum(map(is_number, texts)) * 4 >= len(texts)
