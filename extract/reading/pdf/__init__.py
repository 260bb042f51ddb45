"""Pdf files with a text layer: pages in reading order, tables from their ruling lines, all else as paragraphs."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extract.model import Grid, GridCell, Source, Warn
from extract.reading.grids import find_grids
from extract.reading.pdf import file as pdf_file
from extract.reading.pdf import flow as flow
from extract.reading.pdf import lines as pdf_lines
from extract.reading.pdf import nets as pdf_nets
from extract.reading.pdf import page as pdf_page
from extract.reading.pdf import scans as pdf_scans
from extract.reading.pdf import tables as pdf_tables
from extract.reading.pdf.lines import Line

_Written = tuple[str, tuple[Grid, ...], tuple[int, ...], tuple[pdf_scans.Doubt, ...]]
_FULL_LINES = 4  # lines that show where the edge of a page is


def read(name: str, data: bytes) -> Source:
    """The source of a pdf file whose bytes are ``data``.

    Parameters
    ----------
    name
        The path to record.
    data
        The bytes of the file.

    Raises
    ------
    ReadError
        Where the file is no pdf, damaged, cut short, locked by a password, without pages or text (``needs_ocr``), or
        larger than the limits (``pdf_file.MAX_PAGES``, ``pdf_file.MAX_TEXT``, ``pdf_page.MAX_CHARS``,
        ``pdf_scans.MAX_PAGES``, ``pdf_scans.MAX_SECONDS``).
    """
    warnings: list[Warn] = []
    pages = pdf_file.pages(name, data, warnings)
    pages, seen = pdf_scans.filled(name, data, pages, warnings)
    return source(name, "pdf", data, pages, seen, warnings)


def source(
    name: str, kind: str, data: bytes, pages: Sequence[pdf_page.Page], seen: pdf_scans.Seen | None, warnings: list[Warn]
) -> Source:
    """The source that pages make: their text in reading order, with its tables."""
    pieces = _pieces(pages, warnings)
    raw, grids, starts, doubts = _write(pieces, len(pages))
    masked = list(raw)
    for grid in grids:
        masked[grid.start : grid.end] = "。" * (grid.end - grid.start)
    unruled = [grid for grid in find_grids("".join(masked)) if pdf_tables.is_data(grid.rows)]
    grids = tuple(sorted([*grids, *unruled], key=lambda grid: grid.start))
    sha256 = hashlib.sha256(data).hexdigest()
    made = Source(name, kind, kind, sha256, raw, grids, (), starts)
    if seen is not None:
        warnings += pdf_scans.told(seen, raw, doubts)
        made = replace(made, by=seen.by, ocr_confidence=seen.confidence)
    return replace(made, warnings=tuple(warnings))


# ---------------------------------------------------------------- the text


def _pieces(pages: Sequence[pdf_page.Page], warnings: list[Warn]) -> list[flow.Piece]:
    """Lines and tables of all pages in reading order."""
    nets: list[list[pdf_nets.Net]] = []
    found: list[list[pdf_lines.Row]] = []
    for number, page in enumerate(pages):
        kept, chars, crowded = pdf_tables.cut(
            number, page.chars, page.rulings, nets[-1][-1] if nets and nets[-1] else None
        )
        if crowded:
            message = f"too many lines are drawn on page {number + 1}; tables there were not looked for"
            warnings.append(Warn("page_crowded", message))
        nets.append(kept)
        found.append(pdf_lines.rows(chars))
    found = flow.furniture(found, [page.height for page in pages], warnings)
    pieces: list[flow.Piece] = []
    block = 0
    for number, (rows, tables) in enumerate(zip(found, nets, strict=True)):
        tops = [(net.ys[0] + net.ys[-1]) / 2 for net in tables]
        bands: list[list[pdf_lines.Row]] = [[] for _ in range(len(tops) + 1)]
        for row in rows:
            bands[bisect_right(tops, row[0].y)].append(row)
        for at, band in enumerate(bands):
            lines = pdf_lines.lines(band, number, block + 1)
            block = max((line.block for line in lines), default=block + 1)
            pieces.extend(lines)
            if at < len(tables):
                pieces.append(flow.table(tables[at]))
    return flow.tables(pieces, warnings)


def _write(pieces: Sequence[flow.Piece], count: int) -> _Written:
    """The canonical text, its grids, where each page begins in it, and the places that OCR doubts."""
    out = _Writer()
    edges = _edges([piece for piece in pieces if isinstance(piece, Line)])
    before: Line | None = None
    for piece in pieces:
        if isinstance(piece, Line):
            if before is None or not flow.is_soft(before, piece, edges(before), edges(piece)):
                out.end_line()
            else:
                out.put(pdf_lines.glue(out.last, piece.text), piece.page)
            out.put(piece.text, piece.page, piece.sure)
            before = piece
            continue
        before = None
        out.end_line()
        if pdf_tables.is_data(piece.rows):
            out.grid(piece.rows)
        else:
            for row in piece.rows:
                for box in row:
                    if box.text:
                        out.end_line()
                        out.put(box.text, box.page, box.sure)
    out.end_line()
    return out.done(count)


def _edges(lines: Sequence[Line]) -> Callable[[Line], flow.Measure]:
    """A function from a line to the edges of its column: of its own page where full lines show them, else of all."""
    every = flow.measure([line for line in lines if line.left is None])
    own: dict[tuple[int, int | None], flow.Measure] = {}
    for key, group in groupby(lines, key=_column):
        members = list(group)
        found = flow.measure(members)
        full = sum(1 for line in members if abs(line.x1 - found.right) < 1.5 * line.size)
        usual = found.right > every.right - 3 * members[0].size and found.left < every.left + members[0].size
        shown = key[1] is not None or (full >= _FULL_LINES and (usual or 2 * full > len(members)))
        own.setdefault(key, found if shown else every)
    return lambda line: own[_column(line)]


def _column(line: Line) -> tuple[int, int | None]:
    return line.page, None if line.left is None else line.block


class _Writer:
    """The canonical text as it grows."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = 0
        self._grids: list[Grid] = []
        self._starts: list[int] = []
        self._doubts: list[pdf_scans.Doubt] = []
        self.last = ""

    def put(self, text: str, page: int, sure: float = 1.0) -> None:
        if not text:
            return
        if sure < pdf_scans.DOUBT:
            self._doubts.append((self._at, self._at + len(text), sure))
        while len(self._starts) <= page:
            self._starts.append(self._at)
        self._parts.append(text)
        self._at += len(text)
        self.last = text[-60:]

    def end_line(self) -> None:
        if self._parts and not self.last.endswith("\n"):
            self._parts.append("\n")
            self._at += 1
            self.last = "\n"

    def grid(self, rows: Sequence[Sequence[pdf_nets.Box]]) -> None:
        start = self._at
        made = tuple(tuple(self._cells(row, first=not at)) for at, row in enumerate(rows))
        self._grids.append(Grid(start, self._at, made, "cells"))

    def _cells(self, row: Sequence[pdf_nets.Box], *, first: bool) -> Iterator[GridCell]:
        for at, box in enumerate(row):
            self.put(("" if first and not at else "\n" if at else "\n\n") + "\t", box.page)
            start = self._at
            self.put(box.text, box.page, box.sure)
            yield GridCell(box.text, start, self._at, box.rowspan, box.colspan)

    def done(self, pages: int) -> _Written:
        while len(self._starts) < pages:
            self._starts.append(self._at)
        return "".join(self._parts), tuple(self._grids), tuple(self._starts), tuple(self._doubts)
