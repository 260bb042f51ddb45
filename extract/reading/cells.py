"""From a table's stretch of flattened text to its rows of cells, in each dialect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.lexicon import labels
from extract.model import Grid, GridCell

Token = tuple[int, int, str | None]
_BLANK = " \n\t\u3000\xa0\u200b\ufeff\u2002\u2003|"
_ODD = "\u200b\ufeff|"
_ENOUGH = 4
_made = tuple.__new__  # of thousands of cells: half the time that a call of ``GridCell`` takes


def build(raw: str, start: int, end: int, tokens: Sequence[Token]) -> Grid:
    """The grid of ``raw[start:end]``; ``tokens`` are its labels and values in order."""
    region = raw[start:end]
    firsts = region.count("\n\t") + (region[:1] == "\t")
    inner = region.count("\t") - firsts
    pipes = region.count("|")
    if pipes > region.count("\t") and pipes >= _ENOUGH:
        return Grid(start, end, tuple(_tabbed(raw, start, end, tokens, "|")), "tabs")
    if firsts > inner and firsts >= _ENOUGH:
        return Grid(start, end, tuple(_celled(raw, start, end)), "cells")
    if inner >= _ENOUGH:
        return Grid(start, end, tuple(_tabbed(raw, start, end, tokens, "\t")), "tabs")
    rows = _spaced(raw, tokens) if region.count("\n") >= len(tokens) // 2 else None
    if rows is not None:
        return Grid(start, end, rows, "cells")
    parted = sum(1 for before, after in pairwise(tokens) if before[1] < after[0])
    return Grid(start, end, tuple(_strung(raw, tokens)), "lines" if parted * 2 > len(tokens) else "glued")


def cell(raw: str, start: int, end: int) -> GridCell:
    """The cell that stands in ``raw[start:end]``, without the white space around it."""
    text = raw[start:end]
    bare = text.strip(_BLANK)
    if bare and len(bare) != len(text):
        start += text.index(bare)
    return _made(GridCell, (bare, start, start + len(bare), 1, 1))


def _celled(raw: str, start: int, end: int) -> Iterator[tuple[GridCell, ...]]:
    r"""``\n\t`` begins a cell, a blank line ends a row; a cell may hold line breaks, also before its words."""
    row: list[GridCell] = []
    at = start + (raw[start : start + 1] == "\t")
    blanks = _BLANK if any(char in raw[start:end] for char in _ODD) else None
    for text in raw[at:end].split("\t"):
        bare = text.strip(blanks)
        lead = 0 if text.startswith(bare) else text.index(bare)
        begin, size = at + lead, len(bare)
        row.append(_made(GridCell, (bare, begin, begin + size, 1, 1)))
        # a blank cell is all trailing white space
        if len(text) - lead - size > 1 and text.count("\n", lead + size) > 1:
            yield tuple(row)
            row = []
        at += len(text) + 1
    if row:
        yield tuple(row)


def _tabbed(raw: str, start: int, end: int, tokens: Sequence[Token], mark: str) -> Iterator[tuple[GridCell, ...]]:
    """A line is a row and tabs (or bars) part its cells; a line break inside a label ends no row."""
    inside = [(a, b) for a, b, word in tokens if word is not None and "\n" in raw[a:b]]
    at = start
    while at < end:
        stop = raw.find("\n", at, end)
        while stop >= 0 and inside and any(a <= stop < b for a, b in inside):
            stop = raw.find("\n", stop + 1, end)
        stop = end if stop < 0 else stop
        line = raw[at:stop]
        if line.strip(_BLANK) or mark in line:
            yield parted(line, at, mark) if mark == "\t" else _barred(line.rstrip(), at)
        at = stop + 1


def parted(line: str, at: int, mark: str) -> tuple[GridCell, ...]:
    """The cells of a line that begins at ``at``, between marks."""
    row = []
    for text in line.split(mark):
        bare = text.strip(_BLANK)
        start = at if not bare or len(bare) == len(text) else at + text.index(bare)
        row.append(_made(GridCell, (bare, start, start + len(bare), 1, 1)))
        at += len(text) + 1
    return tuple(row)


def _barred(line: str, at: int) -> tuple[GridCell, ...]:
    """The cells of a line between bars, which may frame it."""
    if line.lstrip().startswith("|"):
        lead = line.index("|") + 1
        line, at = line[lead:], at + lead
    row = parted(line, at, "|")
    return row if line.rpartition("|")[2].strip() else row[:-1]


def _strung(raw: str, tokens: Sequence[Token]) -> Iterator[tuple[GridCell, ...]]:
    """Cells whose blanks are lost: a row begins with the label after a value, or after the label of another row."""
    row: list[GridCell] = []
    valued = rowed = False
    for start, end, word in tokens:
        roles = {meaning.role for meaning in labels.words().get(word, ())} if word else set()
        if word is not None and row and (valued or rowed or roles == {"rows"}):
            yield tuple(row)
            row, valued = [], False
        row.append(cell(raw, start, end))
        valued = valued or word is None
        rowed = "rows" in roles
    if row:
        yield tuple(row)


def _spaced(raw: str, tokens: Sequence[Token]) -> tuple[tuple[GridCell, ...], ...] | None:
    """Rows read off the number of line breaks between cells, where it tells cell ends from row ends; else None.

    A cell is followed by ``c`` line breaks and the last one of a row by ``r`` > ``c``: a gap of ``r + 3 c`` is the end
    of a row with three blank cells in it. That is unique unless ``r`` is a multiple of ``c``.
    """
    gaps = [raw.count("\n", a[1], b[0]) for a, b in pairwise(tokens)]
    common = Counter(gap for gap in gaps if gap)
    if not common or raw[tokens[0][0] : tokens[-1][1]].count(" ") > len(tokens):
        return None
    step = common.most_common(1)[0][0]
    often = min(2, len(gaps) // 20)
    last = min((gap for gap, times in common.items() if step < gap < 2 * step and times >= often), default=0)
    if step < 2 or not last:
        return None
    # the heads of reviews and lawsuits fill their rows, so that blank cells after them begin the row of values
    known = labels.words()
    leading = any(
        {meaning.kind for meaning in known.get(word or "", ())} == {"review_litigation"} for *_, word in tokens
    )
    row, rows = [cell(raw, *tokens[0][:2])], []
    for gap, before, (start, end, _) in zip(gaps, tokens, tokens[1:], strict=False):
        if gap == step:
            row.append(cell(raw, start, end))
            continue
        if gap < step:  # a line break inside a cell
            row[-1] = cell(raw, row[-1].start, end)
            continue
        ended = gap % step == last % step
        if not ended and gap % step:
            return None
        blanks = (gap - last) // step if ended else gap // step - 1
        at = before[1]
        lost = [GridCell("", at + step * (i + 1), at + step * (i + 1)) for i in range(blanks)]
        if ended:
            rows.append(tuple(row if leading else row + lost))
            row = lost if leading else []
        else:
            row += lost
        row.append(cell(raw, start, end))
    return (*rows, tuple(row))
