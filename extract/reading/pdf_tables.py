"""From ruling lines to tables: which lines belong together, which boxes they form, what stands in each box."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import regex

from extract.lexicon import labels
from extract.model import GridCell
from extract.reading.pdf_lines import Row, joined, rows
from extract.reading.pdf_page import Char
from extract.reading.pdf_rulings import Ruling

#: boxes of one table above which it is a drawing
MAX_BOXES = 20_000
#: pairs of lines of a page above which they are not compared
MAX_PAIRS = 2_000_000
#: difference in width up to which tables on two pages may be one
SAME_EDGE = 8.0
_SNAP = 3.0
_COVER = 0.6
_BOXES = 4
_LABELS = 4  # labels that make a table a statutory one
_LOOKED_AT = 400  # cells that are looked up: forgiving a label its typos takes time
_NUMBER = regex.compile(
    r"[增加减少+\-－—–/／\\无\d０-９][\d０-９\s,，.．%％/\-—]*(?:万?元?|亿元?|[件条项个次篇份人宗])?"
)
_FIGURES = frozenset("0123456789０１２３４５６７８９.,")
_SENTENCES = regex.compile(r"。")


@dataclass(slots=True)
class Box:
    """A cell: its place, and the cells of the net that it spans; ``page`` is where its text stands."""

    row: int
    column: int
    rowspan: int
    colspan: int
    page: int = 0
    chars: list[Char] = field(default_factory=list)
    text: str = ""


@dataclass(slots=True)
class Net:
    """A table on one page: its edges, and its boxes row by row."""

    page: int
    xs: list[float]
    ys: list[float]
    boxes: list[Box]
    rows: list[list[Box]] = field(default_factory=list)

    @property
    def area(self) -> float:
        """Area, in square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])


def cut(
    number: int, chars: list[Char], rulings: Sequence[Ruling], before: Net | None = None
) -> tuple[list[Net], list[Char], bool]:
    """The tables of a page with their text, the characters outside of them, and whether lines were too many.

    ``before`` is the last table of the page before: a single row as wide as it is its end.
    """
    lines = _merged(rulings, True), _merged(rulings, False)
    if len(lines[0]) * len(lines[1]) > MAX_PAIRS:
        return [], chars, True
    nets = [net for group in _groups(*lines) if (net := _net(number, group)) is not None]
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
        net.rows = _in_rows(net)
        kept.append(net)
        chars = outside
    return sorted(kept, key=lambda net: net.ys[0]), chars, False


def _as_wide(net: Net, other: Net) -> bool:
    return abs((net.xs[-1] - net.xs[0]) - (other.xs[-1] - other.xs[0])) <= SAME_EDGE


def _merged(rulings: Iterable[Ruling], across: bool) -> list[Ruling]:
    """Lines of one direction: pieces of one line joined, double lines made one."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(one for one in rulings if one.across is across):
        if groups and ruling.at - groups[-1][0].at <= _SNAP:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    out = []
    for group in groups:
        at = sum(one.at for one in group) / len(group)
        start = end = None
        for one in sorted(group, key=lambda one: one.start):
            if end is not None and start is not None and one.start <= end + _SNAP:
                end = max(end, one.end)
                continue
            if start is not None and end is not None:
                out.append(Ruling(across, at, start, end))
            start, end = one.start, one.end
        if start is not None and end is not None:
            out.append(Ruling(across, at, start, end))
    return out


def _groups(across: list[Ruling], down: list[Ruling]) -> list[list[Ruling]]:
    """Lines that touch or cross one another, directly or through others."""
    every = [*across, *down]
    parent = list(range(len(every)))
    for i, one in enumerate(across):
        for j, other in enumerate(down, len(across)):
            if one.start - _SNAP <= other.at <= one.end + _SNAP and other.start - _SNAP <= one.at <= other.end + _SNAP:
                _unite(parent, i, j)
    found: dict[int, list[Ruling]] = {}
    for index, ruling in enumerate(every):
        found.setdefault(_root(parent, index), []).append(ruling)
    return list(found.values())


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _unite(parent: list[int], a: int, b: int) -> None:
    parent[_root(parent, b)] = _root(parent, a)


def _edges(values: Iterable[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _SNAP:
            out.append(value)
    return out


def _net(number: int, group: list[Ruling]) -> Net | None:
    """The net of a group of lines, None where it has not the boxes of a table.

    The outer edges count as lines: tables that are open at a side, or cut by the end of a page, are tables too.
    """
    across, down = [one for one in group if one.across], [one for one in group if not one.across]
    if len(across) < 2 or not down:
        return None
    xs = _edges([one.at for one in down] + [x for one in across for x in (one.start, one.end)])
    ys = _edges([one.at for one in across] + [y for one in down for y in (one.start, one.end)])
    width, height = len(xs) - 1, len(ys) - 1
    if width < 2 or height < 1 or width * height > MAX_BOXES:
        return None
    parent = list(range(width * height))
    walls = _walls(down, xs, ys)
    floors = _walls(across, ys, xs)
    for r in range(height):
        for c in range(width):
            if c + 1 < width and (c + 1, r) not in walls:
                _unite(parent, r * width + c, r * width + c + 1)
            if r + 1 < height and (r + 1, c) not in floors:
                _unite(parent, r * width + c, r * width + width + c)
    members: dict[int, list[int]] = {}
    for index in range(width * height):
        members.setdefault(_root(parent, index), []).append(index)
    boxes = [box for cells in members.values() for box in _boxes(cells, width)]
    if max(box.column for box in boxes) == 0:
        return None
    return Net(number, xs, ys, sorted(boxes, key=lambda box: (box.row, box.column)))


def _walls(lines: list[Ruling], ats: list[float], stops: list[float]) -> set[tuple[int, int]]:
    """``(i, k)`` where a line runs at ``ats[i]`` for most of the way from ``stops[k]`` to ``stops[k + 1]``."""
    found: dict[tuple[int, int], float] = {}
    for line in lines:
        index = min(range(len(ats)), key=lambda i: abs(ats[i] - line.at))
        for k in range(max(0, bisect_right(stops, line.start) - 1), len(stops) - 1):
            if stops[k] > line.end:
                break
            shared = min(line.end, stops[k + 1]) - max(line.start, stops[k])
            found[index, k] = found.get((index, k), 0.0) + shared
    return {(i, k) for (i, k), shared in found.items() if shared >= _COVER * (stops[k + 1] - stops[k])}


def _boxes(cells: list[int], width: int) -> list[Box]:
    """The box of joined cells; where they form none (a line is missing), one box a row."""
    places = [divmod(cell, width) for cell in cells]
    top, left = min(r for r, _ in places), min(c for _, c in places)
    bottom, right = max(r for r, _ in places), max(c for _, c in places)
    if len(places) == (bottom - top + 1) * (right - left + 1):
        return [Box(top, left, bottom - top + 1, right - left + 1)]
    out: list[Box] = []
    for r, c in sorted(places):
        if out and out[-1].row == r and out[-1].column + out[-1].colspan == c:
            out[-1].colspan += 1
        else:
            out.append(Box(r, c, 1, 1))
    return out


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
            cells.append(Box(box.row, box.column, box.rowspan, box.colspan, box.page, text=text))
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
