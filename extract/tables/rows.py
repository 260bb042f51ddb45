"""The rows of a grid as a form sees them: which labels, and which cells come after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import regex

from extract.lexicon.labels import Meaning, lookup
from extract.model import Grid, GridCell
from extract.tables.values import read

_HAN = regex.compile(r"\p{Han}")
_VALUE = regex.compile(r"[\d０-９\s\u3000\xa0,，.．+＋\-－—–/／\\%％增加减少无万亿元件条项个次宗份()（）]*")


class Line(NamedTuple):
    """A row of a grid.

    ``labels`` are the meanings of all its labels in order, ``behind`` the cells after the last one and
    ``values`` those of them after the last words that are no label; ``foreign`` says that there are such words.
    """

    cells: tuple[GridCell, ...]
    labels: tuple[tuple[Meaning, ...], ...]
    values: tuple[GridCell, ...]
    behind: tuple[GridCell, ...]
    foreign: bool
    dialect: str
    is_head: bool  # a label stands in it that is a column head and nothing else

    @property
    def at(self) -> int:
        """Index of the first value cell in the row."""
        return len(self.cells) - len(self.values)

    def keys(self, kind: str, role: str = "rows") -> tuple[str, ...]:
        """Names that its labels may stand for in that role, in order."""
        return tuple([m.key for label in self.labels for m in label if m.kind == kind and m.role == role])


def is_value(text: str) -> bool:
    """Whether the text of a cell can be a value, blank included."""
    return not text or _VALUE.fullmatch(text) is not None


@lru_cache(4096)
def _meanings(text: str) -> tuple[Meaning, ...] | None:
    """What a cell means as a label; empty where it is a value, None where it is words that are neither."""
    if is_value(text):
        return ()
    return lookup(text) or (None if _HAN.search(text) else ())


def is_nothing(text: str) -> bool:
    """Whether a value says the same of every cell that it is merged over: a blank, a dash or a zero."""
    value = read(text)
    return value.status in ("blank", "dash") or value.value == 0


def _whole(rows: Sequence[tuple[GridCell, ...]]) -> Iterator[tuple[GridCell, ...]]:
    """The rows; a blank, dash or zero that is merged downwards stands in each row that it reaches into."""
    above: list[tuple[int, int, GridCell]] = []  # first column, rows left, cell
    for row in rows:
        if not above and {cell.rowspan for cell in row} <= {1}:
            yield row
            continue
        column, out, reaching = 0, list[GridCell](), sorted(above, key=lambda one: one[0])
        above = [(first, left - 1, cell) for first, left, cell in reaching if left > 1]
        for cell in [*row, None]:
            while reaching and (cell is None or reaching[0][0] <= column):
                first, _, covering = reaching.pop(0)
                column = max(column, first + covering.colspan)
                if out and is_nothing(covering.text):
                    out.append(covering)
            if cell is not None:
                if cell.rowspan > 1:
                    above.append((column, cell.rowspan - 1, cell))
                out.append(cell)
                column += cell.colspan
        yield tuple(out)


def lines(grid: Grid) -> list[Line]:
    """The rows of ``grid`` with their labels known. Rows without any cell are left out."""
    found = []
    for row in _whole(grid.rows):
        labels: list[tuple[Meaning, ...]] = []
        last, known, foreign = -1, -1, False
        for index, cell in enumerate(row):
            text = cell.text
            if len(text) < 2:
                continue
            meanings = _meanings(text)
            if meanings:
                labels.append(meanings)
                last = known = index
            elif meanings is None:
                foreign = True
                last = index
        head = any(len(label) == 1 and label[0].role == "columns" for label in labels)
        if row:
            found.append(Line(row, tuple(labels), row[last + 1 :], row[known + 1 :], foreign, grid.dialect, head))
    return found
