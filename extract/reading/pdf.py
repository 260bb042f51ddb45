"""Pdf files with a text layer: pages in reading order, tables from their ruling lines, all else as paragraphs."""

from __future__ import annotations

import hashlib
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from typing import Any

import regex

from extract.errors import ReadError
from extract.model import Grid, GridCell, Source, Warn
from extract.reading import pdf_again, pdf_lines, pdf_page, pdf_tables
from extract.reading import pdf_flow as flow
from extract.reading.encoding import is_prose
from extract.reading.grids import find_grids
from extract.reading.pdf_lines import Line

#: pages above which a file is a book, not a report
MAX_PAGES = 300
#: characters above which a file is no report
MAX_TEXT = 2_000_000
_LOCK = threading.Lock()  # pdfium may be called by one thread at a time
_TAIL = regex.compile(rb"\d+ \d+ obj\b")
_EMPTY = regex.compile(rb"/Count\s+0\b")
_A_PAGE = regex.compile(rb"/Type\s*/(?:Page|ObjStm)\b")
_HAN = regex.compile(r"\p{Han}")
_ENOUGH = 30  # characters of a file with a text layer
_ENOUGH_PAGE = 15
_FULL_LINES = 4  # lines that show where the edge of a page is
_UNREADABLE = 0.3
_NO_PAGES = "has no pages; fetch the file again"
_OCR = "needs_ocr: {}; run OCR on it (for example ocrmypdf -l chi_sim) and read what it writes"


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
        larger than the limits (``MAX_PAGES``, ``MAX_TEXT``, ``pdf_page.MAX_CHARS``).
    """
    warnings: list[Warn] = []
    with _LOCK:
        pages = _pages(name, data, warnings)
    pieces = _pieces(pages, warnings)
    raw, grids, starts = _write(pieces, len(pages))
    masked = list(raw)
    for grid in grids:
        masked[grid.start : grid.end] = "。" * (grid.end - grid.start)
    unruled = [grid for grid in find_grids("".join(masked)) if pdf_tables.is_data(grid.rows)]
    grids = tuple(sorted([*grids, *unruled], key=lambda grid: grid.start))
    sha256 = hashlib.sha256(data).hexdigest()
    return Source(name, "pdf", "pdf", sha256, raw, grids, tuple(warnings), starts)


# ---------------------------------------------------------------- the file


def _pages(name: str, data: bytes, warnings: list[Warn]) -> list[pdf_page.Page]:
    import pypdfium2  # type: ignore[import-untyped]

    if b"%PDF" not in data[:1024]:
        head = data[:40].lstrip().decode("ascii", "replace")
        raise ReadError(f"is no pdf (it begins with {head!r}); fetch the file again", path=name)
    end = data.rfind(b"%%EOF")
    if end < 0 or _TAIL.search(data, end):
        raise ReadError("is cut short: the end of the pdf is missing; fetch the file again", path=name)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadError(_refusal(str(error), data), path=name) from None
    with closing(document):
        count = len(document)
        if not count:
            raise ReadError(_NO_PAGES, path=name)
        if count > MAX_PAGES:
            reason = (
                f"has {count:,} pages, more than the limit of {MAX_PAGES}; split the file, or take the report out of it"
            )
            raise ReadError(reason, path=name)
        pages = []
        total = 0
        for number in range(count):
            page = _page(name, data, document, number, warnings)
            total += len(page.chars)
            if total > MAX_TEXT:
                reason = f"holds more than {MAX_TEXT:,} characters by page {number + 1}; split the file"
                raise ReadError(reason, path=name)
            pages.append(page)
    _doubt(name, pages, warnings)
    return pages


def _refusal(told: str, data: bytes) -> str:
    if "assword" in told:
        return "is locked by a password; save it without one and try again"
    if "ecurity" in told:
        return "is locked in a way that cannot be opened; save it without protection and try again"
    if _EMPTY.search(data) and not _A_PAGE.search(data):  # pdfium does not open such a file, and does not say why
        return _NO_PAGES
    return "is damaged: no pdf reader opens it; fetch the file again, or print it to a new pdf"


_BLANK = pdf_page.Page(595.0, 842.0, [], [], 0, 0, False, False)


def _page(name: str, data: bytes, document: Any, number: int, warnings: list[Warn]) -> pdf_page.Page:
    import pypdfium2

    try:
        with closing(document[number]) as page:
            return pdf_page.load(page, lambda: pdf_again.chars(data, number))
    except pdf_page.TooManyCharsError as error:
        reason = f"page {number + 1} holds {error} characters, more than the limit of {pdf_page.MAX_CHARS:,}; "
        raise ReadError(reason + "take the report out of the file", path=name) from None
    except pypdfium2.PdfiumError:
        warnings.append(Warn("page_damaged", f"page {number + 1} is damaged and was not read; fetch the file again"))
        return _BLANK


def _doubt(name: str, pages: Sequence[pdf_page.Page], warnings: list[Warn]) -> None:
    """Refuse a file without text that can be read, and warn of pages without."""
    if len([one for one in warnings if one.code == "page_damaged"]) == len(pages):
        raise ReadError("is damaged: none of its pages can be read; fetch the file again", path=name)
    shown = [sum(1 for char in page.chars if char.text.strip()) for page in pages]
    odd = sum(page.odd for page in pages)
    if sum(shown) < _ENOUGH:
        if any(page.pictured for page in pages):
            raise ReadError(_OCR.format("its pages are pictures (a scan) without a text layer"), path=name)
        raise ReadError(_OCR.format("there is no text in it"), path=name)
    text = "".join(char.text for page in pages for char in page.chars)
    private = sum(1 for char in text if "\ue000" <= char <= "\uf8ff")
    garbled = len(_HAN.findall(text)) > _ENOUGH and not is_prose(text)
    if garbled or odd + private > _UNREADABLE * (sum(shown) + odd):
        raise ReadError(_OCR.format("its fonts do not say which characters they show"), path=name)
    scans = [str(at + 1) for at, page in enumerate(pages) if shown[at] < _ENOUGH_PAGE and page.pictured]
    if scans:
        warnings.append(Warn("needs_ocr", f"pages without text, which OCR could read: {', '.join(scans)}"))
    if odd:
        warnings.append(
            Warn("characters_lost", f"{odd} characters have no code in the file and may be wrong or missing")
        )
    slanted = sum(page.slanted for page in pages)
    if slanted:
        warnings.append(Warn("watermark", f"{slanted} slanted characters were left out of the text as a watermark"))
    crowded = [str(at + 1) for at, page in enumerate(pages) if page.crowded]
    if crowded:
        message = f"too many lines are drawn on pages {', '.join(crowded)}; tables there were not looked for"
        warnings.append(Warn("page_crowded", message))


# ---------------------------------------------------------------- the text


def _pieces(pages: Sequence[pdf_page.Page], warnings: list[Warn]) -> list[flow.Piece]:
    """Lines and tables of all pages in reading order."""
    nets: list[list[pdf_tables.Net]] = []
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


def _write(pieces: Sequence[flow.Piece], count: int) -> tuple[str, tuple[Grid, ...], tuple[int, ...]]:
    """The canonical text, its grids, and where each page begins in it."""
    out = _Writer()
    edges = _edges([piece for piece in pieces if isinstance(piece, Line)])
    before: Line | None = None
    for piece in pieces:
        if isinstance(piece, Line):
            if before is None or not flow.is_soft(before, piece, edges(before), edges(piece)):
                out.end_line()
            else:
                out.put(pdf_lines.glue(out.last, piece.text), piece.page)
            out.put(piece.text, piece.page)
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
                        out.put(box.text, box.page)
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
        self.last = ""

    def put(self, text: str, page: int) -> None:
        if not text:
            return
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

    def grid(self, rows: Sequence[Sequence[pdf_tables.Box]]) -> None:
        start = self._at
        made = tuple(tuple(self._cells(row, first=not at)) for at, row in enumerate(rows))
        self._grids.append(Grid(start, self._at, made, "cells"))

    def _cells(self, row: Sequence[pdf_tables.Box], *, first: bool) -> Iterator[GridCell]:
        for at, box in enumerate(row):
            self.put(("" if first and not at else "\n" if at else "\n\n") + "\t", box.page)
            start = self._at
            self.put(box.text, box.page)
            yield GridCell(box.text, start, self._at, box.rowspan, box.colspan)

    def done(self, pages: int) -> tuple[str, tuple[Grid, ...], tuple[int, ...]]:
        while len(self._starts) < pages:
            self._starts.append(self._at)
        return "".join(self._parts), tuple(self._grids), tuple(self._starts)
