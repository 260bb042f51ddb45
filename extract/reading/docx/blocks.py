r"""From paragraphs and tables to canonical text and grids: what every reader of a document with real tables ends with.

A paragraph is a line. A table of figures is a grid, a cell a line: ``\n\t`` before each cell, a blank line behind
each row. A table that only lays out prose (a frame around the report, columns of sentences) is written as paragraphs:
grids are kept out of the narrative, and its sentences belong there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.lexicon import labels, rx
from extract.model import Grid, GridCell
from extract.reading.grids import find_grids

_EDGES = " \t\n\u3000\xa0\u200b\ufeff\u2002\u2003"
_PROSE = 20  # characters of a cell from which on a full stop makes it a sentence
_STATUTORY = 4  # labels of one form that make a table one of the statutory ones
_LABEL = 120


@dataclass(frozen=True, slots=True)
class BlockCell:
    """A cell with what stands in it: paragraphs and tables."""

    blocks: tuple[Block, ...]
    rowspan: int = 1
    colspan: int = 1

    @property
    def nests(self) -> bool:
        """Whether a table with something in it stands in the cell."""
        return any(not isinstance(block, str) and block.filled for block in self.blocks)

    @property
    def text(self) -> str:
        """The cell's own paragraphs, a line each."""
        lines = (block.replace("\t", " ").strip(_EDGES) for block in self.blocks if isinstance(block, str))
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class BlockTable:
    """A table as it stands in the document: cells that a merged cell covers are left out."""

    rows: tuple[tuple[BlockCell, ...], ...]

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return any(cell.text or cell.nests for row in self.rows for cell in row)


Block = str | BlockTable
Row = tuple[BlockCell, ...]


@dataclass(slots=True)
class _Draft:
    """Text under way; ``run`` are the rows that wait to become one grid, ``kind`` the form that they belong to."""

    pieces: list[str]
    size: int
    grids: list[Grid]
    run: list[Row]
    kind: str | None = None

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.size += len(text)


def lay(blocks: Iterable[Block]) -> tuple[str, tuple[Grid, ...]]:
    """The canonical text of the blocks, and its grids: those of tables, and those typed as text between them."""
    draft = _Draft([], 0, [], [])
    _blocks(draft, blocks)
    _flush(draft)
    raw = "".join(draft.pieces).rstrip("\n")
    raw += "\n" if raw else ""
    return raw, tuple(_with_typed(raw, draft.grids))


def _with_typed(raw: str, grids: Sequence[Grid]) -> Iterator[Grid]:
    """The grids, with those of flattened tables between them."""
    at = 0
    for grid in [*grids, None]:
        stop = len(raw) if grid is None else grid.start
        for found in find_grids(raw[at:stop]):
            yield _moved(found, at)
        if grid is not None:
            yield grid
            at = grid.end


def _moved(grid: Grid, by: int) -> Grid:
    rows = tuple(tuple(cell._replace(start=cell.start + by, end=cell.end + by) for cell in row) for row in grid.rows)
    return Grid(grid.start + by, grid.end + by, rows, grid.dialect)


# ---------------------------------------------------------------- which rows are a table


def _blocks(draft: _Draft, blocks: Iterable[Block]) -> None:
    for block in blocks:
        if isinstance(block, str):
            if block.strip(_EDGES):
                _flush(draft)
                draft.write(block + "\n")
        else:
            _table(draft, block)


def _table(draft: _Draft, table: BlockTable) -> None:
    votes = Counter(kind for row in table.rows for kind in _kinds(row))
    if draft.run and (draft.kind is None or votes.most_common(1)[:1] != [(draft.kind, votes[draft.kind])]):
        _flush(draft)  # else it goes on where a page cut it in two
    sorts = [_sort(row, covered) for row, covered in zip(table.rows, _covered(table.rows), strict=True)]
    for row, sort, ahead in zip(table.rows, sorts, _ahead(table.rows, sorts), strict=True):
        heads = draft.run and ahead is not None and (draft.kind in ahead if draft.kind or ahead else True)
        if sort == "prose" or (sort == "line" and not heads):
            _flush(draft)
            for cell in row:
                _blocks(draft, cell.blocks)
                _flush(draft)
            continue
        kinds = set(_kinds(row))
        if len(kinds) == 1:
            (kind,) = kinds
            if draft.kind not in (None, kind):
                _flush(draft)
            draft.kind = kind
        draft.run.append(row)


def _covered(rows: Sequence[Row]) -> Iterator[bool]:
    """For each row whether a cell of a row above reaches into it."""
    open_until = 0
    for at, row in enumerate(rows):
        yield open_until > at
        open_until = max([open_until, *(at + cell.rowspan for cell in row)])


def _kinds(row: Row) -> Iterator[str]:
    """The statutory forms that the labels of a row belong to, where a label belongs to one alone."""
    for cell in row:
        found = _forms(cell)
        if len(found) == 1:
            yield from found


def _forms(cell: BlockCell) -> frozenset[str]:
    text = cell.text
    hit = labels.match(text, 0) if 2 <= len(text) <= _LABEL else None
    if hit is None or text[hit.end :].strip(" \n\u3000\xa0，,。、：:；;"):
        return frozenset()
    return hit.kinds


def _sort(row: Row, covered: bool) -> str:
    """What a row is: ``prose`` (or a frame around a table), a ``line`` across the table, or ``cells``."""
    if any(cell.nests for cell in row):
        return "prose"
    if any(_forms(cell) for cell in row):
        return "cells"
    if any(len(cell.text) >= _PROSE and rx(r"[。；！？]").search(cell.text) for cell in row):
        return "prose"
    return "line" if len(row) == 1 and not covered and not _is_figure(row[0].text) else "cells"


def _ahead(rows: Sequence[Row], sorts: Sequence[str]) -> list[frozenset[str] | None]:
    """For each row the forms that the cells behind it belong to; None where no cells come before the next prose.

    A line across a table heads a group of its rows where the table goes on behind it, and with the same form.
    """
    out: list[frozenset[str] | None] = []
    ahead: frozenset[str] | None = None
    for row, sort in zip(reversed(rows), reversed(sorts), strict=True):
        out.append(ahead)
        if sort == "prose":
            ahead = None
        elif sort == "cells":
            ahead = frozenset(_kinds(row)) or ahead or frozenset()
    return out[::-1]


def _is_figure(text: str) -> bool:
    """Whether a cell can be a value of a table: a number or a dash, but no telephone number, date or reference."""
    number = r"(?:[+\-－]|增加?|减少?)?[\d０-９][\d０-９,，.．]*[%％]?(?:万元?|亿元?|元|[条件次篇个份人期场部家项])?"
    return rx(rf"{number}|[-－—–/／\\]+|无").fullmatch(text) is not None


def _is_grid(rows: Sequence[Row]) -> bool:
    """Whether rows are a table of figures: a statutory form, or one with a number in every fourth cell."""
    votes = Counter(kind for row in rows for cell in row for kind in _forms(cell))
    if votes and max(votes.values()) >= _STATUTORY:
        return True
    body = [row for row in (rows[1:] if len(rows) > 2 else rows) if len(row) > 1]  # neither head nor lines across
    texts = [cell.text for row in body for cell in row if cell.text]
    figures = sum(_is_figure(text) for text in texts)
    return len(rows) > 1 and figures * 4 >= len(texts) > 0


# ---------------------------------------------------------------- writing


def _flush(draft: _Draft) -> None:
    """Write the rows that wait, as a grid or as paragraphs."""
    rows, draft.run, draft.kind = draft.run, [], None
    if not any(cell.text for row in rows for cell in row):
        return
    if not _is_grid(rows):
        for row in rows:
            for line in _lines(row):
                draft.write(line + "\n")
        return
    grid: list[tuple[GridCell, ...]] = []
    for row in rows:
        cells: list[GridCell] = []
        for cell in row:
            draft.write("\t")
            text, start = cell.text, draft.size
            cells.append(GridCell(text, start, start + len(text), cell.rowspan, cell.colspan))
            draft.write(text + "\n")
        draft.write("\n")
        grid.append(tuple(cells))
    filled = [row for row in grid if row]
    draft.grids.append(Grid(filled[0][0].start, filled[-1][-1].end, tuple(filled)))


def _lines(row: Row) -> Iterator[str]:
    """The cells of a row as paragraphs; a telephone number or date stands on the line of the words before it."""
    label = ""
    for text in (cell.text for cell in row if cell.text):
        if label and not rx(r"[\n\p{Han}]").search(text):
            yield f"{label} {text}"
            label = ""
            continue
        if label:
            yield label
        label = text if rx(r"\p{Han}").search(text) and "\n" not in text else ""
        if not label:
            yield text
    if label:
        yield label
