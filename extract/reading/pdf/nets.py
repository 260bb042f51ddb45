"""The nets that ruling lines form: which lines belong together, and which boxes lie between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.reading.pdf.page import Char
from extract.reading.pdf.rulings import Ruling

#: boxes of one table above which it is a drawing
MAX_BOXES = 20_000
_SNAP = 3.0
_COVER = 0.6


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
    sure: float = 1.0


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


def merged(rulings: Iterable[Ruling], across: bool) -> list[Ruling]:
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


def groups(across: list[Ruling], down: list[Ruling]) -> list[list[Ruling]]:
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


def net(number: int, group: list[Ruling]) -> Net | None:
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
