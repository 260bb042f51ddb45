"""The rows of a grid as a form sees them: which labels, and which cells come after them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from extract.lexicon.labels import Meaning, lookup
from extract.model import Grid, GridCell
from extract.tables import templates
from extract.tables.values import read

_HAN = regex.compile(r"\p{Han}")
_VALUE = regex.compile(r"[\d０-９\s\u3000\xa0,，.．+＋\-－—–/／\\%％增加减少无万亿元件条项个次宗份()（）]*")


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """What the text of a cell means as a label, with what is asked of it again and again; there is one for a text.

    ``foreign`` are words that are neither a label nor a value. Neither these nor values have ``meanings``.
    """

    meanings: tuple[Meaning, ...] = ()
    foreign: bool = False
    kinds: frozenset[str] = frozenset()  # the tables that it may belong to
    sole: str | None = None  # the only one
    is_head: bool = False  # a column head and nothing else
    marks: tuple[Meaning, ...] = ()  # what tells one template from the other
    named: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)  # the keys by role and table


@dataclass(slots=True)
class Line:
    """A row of a grid.

    ``labels`` are all its labels in order, ``behind`` the cells after the last one and ``values`` those of them after
    the last words that are no label; ``foreign`` says that there are such words, ``is_head`` that a label stands in it
    that is a column head and nothing else.
    """

    cells: tuple[GridCell, ...]
    labels: tuple[Label, ...]
    values: tuple[GridCell, ...]
    behind: tuple[GridCell, ...]
    foreign: bool
    dialect: str
    is_head: bool

    @property
    def at(self) -> int:
        """Index of the first value cell in the row."""
        return len(self.cells) - len(self.values)

    def keys(self, kind: str, role: str = "rows") -> tuple[str, ...]:
        """Names that its labels may stand for in that role, in order."""
        found: tuple[str, ...] = ()
        for label in self.labels:
            if role in label.named:
                found += label.named[role].get(kind, ())
        return found


@lru_cache(4096)
def is_value(text: str) -> bool:
    """Whether the text of a cell can be a value, blank included."""
    return not text or _VALUE.fullmatch(text) is not None


@lru_cache(4096)
def _label(text: str) -> Label:
    """What a cell means."""
    if is_value(text):
        return Label()
    meanings = lookup(text)
    if not meanings:
        return Label(foreign=_HAN.search(text) is not None)
    kinds = frozenset(meaning.kind for meaning in meanings)
    named: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind, role, key in meanings:
        of_role = named.setdefault(role, {})
        of_role[kind] = (*of_role.get(kind, ()), key)
    return Label(
        meanings,
        kinds=kinds,
        sole=meanings[0].kind if len(kinds) == 1 else None,
        is_head=len(meanings) == 1 and meanings[0].role == "columns",
        marks=tuple(meaning for meaning in meanings if meaning in templates.marks()),
        named=named,
    )


def is_nothing(text: str) -> bool:
    """Whether a value says the same of every cell that it is merged over: a blank, a dash or a zero."""
    value = read(text)
    return value.status in ("blank", "dash") or value.value == 0


def _whole(rows: Sequence[tuple[GridCell, ...]]) -> Iterable[tuple[GridCell, ...]]:
    """The rows; a blank, dash or zero that is merged downwards stands in each row that it reaches into."""
    for row in rows:
        for cell in row:
            if cell.rowspan > 1:
                return _reaching(rows)
    return rows  # as nearly always


def _reaching(rows: Sequence[tuple[GridCell, ...]]) -> Iterator[tuple[GridCell, ...]]:
    """The rows of a table with merged cells."""
    above: list[tuple[int, int, GridCell]] = []  # first column, rows left, cell
    for row in rows:
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
        if not row:
            continue
        labels: list[Label] = []
        last, known, foreign, head = -1, -1, False, False
        for index, cell in enumerate(row):
            text = cell.text
            if len(text) < 2:
                continue
            label = _label(text)
            if label.meanings:
                labels.append(label)
                head = head or label.is_head
                last = known = index
            elif label.foreign:
                foreign = True
                last = index
        values = row[last + 1 :]
        behind = values if known == last else row[known + 1 :]
        found.append(Line(row, tuple(labels), values, behind, foreign, grid.dialect, head))
    return found
