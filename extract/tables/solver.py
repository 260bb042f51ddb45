"""Numbers run together, parted by what the form demands: cut positions as a small constraint problem.

A row is a text with some places where a cell surely ends. A *reading* of it says for each column which characters stand
there, or that the cell is blank. A number has no leading zero, and a total is the sum of its parts (a blank counts as
nothing, as clerks leave cells blank that hold none). Readings of several rows must agree with sums down the columns.

Nothing is chosen here: every reading that fits comes back, so that one which is alone is the truth of any table that
keeps its own sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import regex

#: a cell's characters, or None where the cell is blank
Span = tuple[int, int] | None
Reading = tuple[Span, ...]
_WHOLE = r"(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)"
_DASH = r"/|-+|无"
_PIECES = {
    "count": rf"{_WHOLE}[件条项个次宗份]?|{_DASH}",
    "change": rf"(?:增加?|减少?|\+|-)?{_WHOLE}[件条项个次宗份]?|{_DASH}",
    "amount": rf"{_WHOLE}(?:\.\d+)?(?:[万亿]元?|元)?|{_DASH}",
}
_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {ord(char): "-" for char in "−—–─﹣"} | {ord("﹢"): "+"}
MOST_READINGS = 4_000
MOST_STEPS = 200_000


class TooManyError(Exception):
    """There are more readings, or states to look at, than the bound allows."""


class Columns(NamedTuple):
    """The columns of a row: what may stand in each (``count``, ``change``, ``amount``) and which are totals.

    ``totals`` are the columns that hold the sum of the columns since the total before.
    """

    kinds: tuple[str, ...]
    totals: frozenset[int] = frozenset()


@cache
def _piece(kind: str) -> regex.Pattern[str]:
    return regex.compile(_PIECES[kind])


def number(text: str) -> int:
    """The number that counts in a sum; a dash counts as nothing."""
    digits = "".join(char for char in text if char.isdigit())
    return int(digits) if digits else 0


def readings(
    text: str, ends: Sequence[int], columns: Columns, *, cut: bool = True, full: bool = False
) -> tuple[Reading, ...]:
    """Every way to part ``text`` among the columns.

    Parameters
    ----------
    text
        The characters of the row's cells, none between them.
    ends
        Places where a cell surely ends, rising; the last is the end of the text.
    columns
        What the columns hold.
    cut
        Whether cells may also end elsewhere.
    full
        Whether no cell is blank.

    Raises
    ------
    TooManyError
        Where there are too many to list.

    Examples
    --------
    >>> row = Columns(("count",) * 7, frozenset({6}))
    >>> readings("20010003", [8], row)
    ()
    >>> len(readings("2001003", [7], row)), len(readings("000000", [6], row))
    (1, 7)
    """
    narrow = text if text.isascii() else text.translate(_NARROW)
    return _readings(narrow, tuple(ends), columns, cut, full)


@lru_cache(256)  # most rows of most tables are noughts
def _readings(text: str, ends: tuple[int, ...], columns: Columns, cut: bool, full: bool) -> tuple[Reading, ...]:
    return tuple(_Search(text, ends, columns, cut, full).run())


class _Search:
    """One row's depth-first search. A total is chosen before its parts, which it bounds."""

    def __init__(self, text: str, ends: tuple[int, ...], columns: Columns, cut: bool, full: bool) -> None:
        self.text, self.cut, self.full, self.kinds = text, cut, full, columns.kinds
        self.stops = [next(end for end in ends if end > at) for at in range(len(text))]
        edges = [0, *(total + 1 for total in sorted(columns.totals))]
        #: first column, column of the total (None where nothing is summed), and the first column behind
        self.groups: list[tuple[int, int | None, int]] = [(a, b - 1, b) for a, b in pairwise(edges)]
        if edges[-1] < len(self.kinds):
            self.groups.append((edges[-1], None, len(self.kinds)))
        self.known: dict[tuple[int, int, int, int], list[Reading]] = {}
        self.nines = [0, *accumulate(int(char) if char.isdigit() else 0 for char in text)]
        self.steps = 0

    def run(self) -> list[Reading]:
        found: dict[int, list[Reading]] = {0: [()]}  # how far the text is read -> the readings so far
        for index, (first, total, behind) in enumerate(self.groups):
            last = index == len(self.groups) - 1
            after: dict[int, list[Reading]] = {}
            for at, before in found.items():
                for end, group in self._group(at, first, total, behind, last):
                    if len(before) * len(group) + len(after.get(end, ())) > MOST_READINGS:
                        raise TooManyError
                    after.setdefault(end, []).extend(a + b for a in before for b in group)
            found = after
        return found.get(len(self.text), [])

    def _group(
        self, at: int, first: int, total: int | None, behind: int, last: bool
    ) -> Iterator[tuple[int, list[Reading]]]:
        size = len(self.text)
        if total is None:
            yield size, self._parts(at, size, first, behind, -1)
            return
        for begin in range(at, size + 1):
            spans: list[Span] = [(begin, end) for end in self._ends(begin, self.kinds[total], size)]
            if not self.full:
                spans.append(None)
            for span in spans:
                end = begin if span is None else span[1]
                if (last and end < size) or (self.nines[begin] - self.nines[at] - self._value(span)) % 9:
                    continue  # a number leaves by 9 what its digits leave, and so does a sum
                parts = self._parts(at, begin, first, total, self._value(span))
                if parts:
                    yield end, [(*part, span) for part in parts]

    def _parts(self, at: int, stop: int, column: int, behind: int, rest: int) -> list[Reading]:
        """Readings of ``text[at:stop]`` as the columns before ``behind``, whose sum is ``rest`` (-1: any)."""
        if column == behind:
            return [()] if at == stop and rest in (-1, 0) else []
        if rest >= 0 and self._hopeless(at, stop, behind - column, rest):
            return []
        state = (at, stop, column, rest)
        if state in self.known:
            return self.known[state]
        self.steps += 1
        if self.steps > MOST_STEPS // 4:
            raise TooManyError
        out: list[Reading] = []
        if not self.full:
            out = [(None, *more) for more in self._parts(at, stop, column + 1, behind, rest)]
        for end in self._ends(at, self.kinds[column], stop):
            value = 0 if rest < 0 else self._value((at, end))
            if value > rest >= 0:
                break  # a longer number is larger still
            left = rest - value if rest >= 0 else -1
            out += [((at, end), *more) for more in self._parts(end, stop, column + 1, behind, left)]
            if len(out) > MOST_READINGS:
                raise TooManyError
        self.known[state] = out
        return out

    def _hopeless(self, at: int, stop: int, columns: int, rest: int) -> bool:
        """Whether so many digits, as so many numbers, must sum to more than ``rest``, or to less."""
        size = stop - at
        return rest >= 10**size or (size > columns * len(str(rest)) and self.text[at:stop].isdecimal())

    def _value(self, span: Span) -> int:
        if span is None:
            return 0
        text = self.text[span[0] : span[1]]
        return int(text) if text.isdecimal() else number(text)

    def _ends(self, at: int, kind: str, limit: int) -> Iterator[int]:
        """Where a cell that begins at ``at`` may end."""
        if at >= limit or (not self.cut and self.stops[at] > limit):
            return
        stop = min(limit, self.stops[at])
        for end in range(at + 1, stop + 1) if self.cut else (stop,):
            if _piece(kind).fullmatch(self.text, at, end):
                yield end


# ---------------------------------------------------------------- several rows

Vector = tuple[int, ...]
#: a sum down the columns: row -> +1 or -1, all of which must come to nothing
Equation = Mapping[str, int]


def agreeing(
    rows: Mapping[str, Sequence[Vector]], equations: Sequence[Equation]
) -> tuple[dict[str, tuple[int, ...]], int]:
    """Which of each row's readings stand in some choice for all rows that keeps every equation in every column.

    Parameters
    ----------
    rows
        The values of the readings of each row.
    equations
        What must hold in each column. One that holds in no column's case, whatever is chosen, is the report's own
        mistake; it is left out for that column.

    Returns
    -------
    tuple
        For each row the indices of the readings that are left, and how many sums had to be left out. Where no choice
        keeps all the others at once, every reading is left and all sums count as left out.

    Raises
    ------
    TooManyError
        Where there are too many states to look at.
    """
    width = len(next(iter(rows.values()))[0])
    settled = [_settled(rows, equation, width) for equation in equations]
    places = [(eq, column) for eq in range(len(equations)) for column in range(width)]
    kept = [(eq, column) for eq, column in places if _alone(rows, equations[eq], column, settled[eq][column])]
    names = sorted([name for name, vectors in rows.items() if len(vectors) > 1], key=lambda name: len(rows[name]))
    steps: list[list[Vector]] = [
        [tuple([equations[eq].get(name, 0) * vector[column] for eq, column in kept]) for vector in rows[name]]
        for name in names
    ]
    alive = _layers(steps, tuple([settled[eq][column] for eq, column in kept]), len(rows) - len(names))
    if alive is None:
        return {name: tuple(range(len(vectors))) for name, vectors in rows.items()}, len(places)
    left = dict.fromkeys(rows, (0,)) | dict(zip(names, alive, strict=True))
    return left, len(places) - len(kept)


def _settled(rows: Mapping[str, Sequence[Vector]], equation: Equation, width: int) -> list[int]:
    """What the rows that have one reading only come to in each column."""
    sums = [0] * width
    for name, sign in equation.items():
        if len(rows[name]) == 1:
            for column, value in enumerate(rows[name][0]):
                sums[column] += sign * value
    return sums


def _alone(rows: Mapping[str, Sequence[Vector]], equation: Equation, column: int, settled: int) -> bool:
    """Whether one sum of one column can hold at all; ``settled`` is what `_settled` says of it."""
    sums = {settled}
    for name, sign in equation.items():
        if len(rows[name]) > 1:
            sums = {total + sign * value for total in sums for value in {vector[column] for vector in rows[name]}}
            if len(sums) > MOST_STEPS // 10:
                raise TooManyError
    return 0 in sums


def _layers(steps: Sequence[Sequence[Vector]], start: Vector, spent: int) -> list[tuple[int, ...]] | None:
    """Forward through the rows, keeping the sums that can still come to nothing; then back, keeping what did."""
    size = len(start)
    low, high = [(0,) * size], [(0,) * size]
    for choices in reversed(steps):
        low.append(tuple(map(_add, low[-1], map(min, zip(*choices, strict=True)))))
        high.append(tuple(map(_add, high[-1], map(max, zip(*choices, strict=True)))))
    low.reverse()
    high.reverse()
    layers: list[set[Vector]] = [{start}]
    for index, choices in enumerate(steps):
        least, most = low[index + 1], high[index + 1]
        spent += len(layers[-1]) * len(choices)
        if spent > MOST_STEPS:
            raise TooManyError
        reached = {tuple(map(_add, state, choice)) for state in layers[-1] for choice in choices}
        layers.append({s for s in reached if all(x + a <= 0 <= x + b for x, a, b in zip(s, least, most, strict=True))})
    if not layers[-1]:
        return None
    alive, left = layers[-1], []
    for layer, choices in zip(reversed(layers[:-1]), reversed(steps), strict=True):
        used: set[int] = set()
        before = set()
        for state in layer:
            fits = [i for i, choice in enumerate(choices) if tuple(map(_add, state, choice)) in alive]
            if fits:
                before.add(state)
                used.update(fits)
        alive = before
        left.append(tuple(sorted(used)))
    return left[::-1]


_add: Callable[[int, int], int] = int.__add__
