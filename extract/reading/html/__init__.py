"""Web pages: the report found among the site's menus and footers, its tables as grids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from extract.errors import ReadError
from extract.model import Grid, GridCell, Source, Warn
from extract.reading.grids import find_grids
from extract.reading.html import markup
from extract.reading.html.blocks import Page, TableBox, flatten
from extract.reading.html.body import Body, choose

BLANK = " \n\u3000\xa0\u200b\ufeff\u2002\u2003"
_SHOWN = 80
_PROSE = 40
_SHORT = 300


def read(name: str, data: bytes) -> Source:
    """The source of a web page whose bytes are ``data``.

    Raises
    ------
    ReadError
        Where it is no web page, cannot be parsed in bounded time, or shows no report (only frames, scripts, links).
    """
    try:
        text, encoding, damaged = markup.page(data)
        warnings = []
        if damaged:
            message = f"{damaged} characters do not fit {encoding} and stand as \ufffd; fetch the page again"
            warnings.append(Warn("characters_damaged", message))
        raw, grids, more = _plain(text) if not markup.has_tags(text) else _report(text)
    except ReadError as error:
        raise ReadError(error.reason, path=name) from None
    sha256 = hashlib.sha256(data).hexdigest()
    return Source(name, "html", encoding, sha256, raw, grids, (*warnings, *more))


def _plain(text: str) -> tuple[str, tuple[Grid, ...], list[Warn]]:
    """A file without a single tag is text, whatever its name says."""
    message = "the file has no markup although its name is that of a web page; it was read as text"
    return text, find_grids(text), [Warn("format_mismatch", message)]


def _report(text: str) -> tuple[str, tuple[Grid, ...], list[Warn]]:
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(markup.safe(text)).root
    if root is None:
        raise ReadError("has no elements; fetch the page again")
    page = flatten(root)
    warnings = []
    body = choose(page)
    if body is None and any(block.hidden and len(block.text) > _PROSE for block in page.blocks):
        for block in page.blocks:
            block.hidden = False
        body = choose(page)
        message = "the report stands in an element that is hidden until a script shows it; it was read all the same"
        warnings.append(Warn("hidden_text", message))
    if body is None:
        raise ReadError(_why_empty(page))
    raw, grids = _write(page, body)
    files = _files(page)
    if files and len(raw) < _SHORT:
        message = f"the page has few words and links to a file; the report may be in it: {files[0][:_SHOWN]}"
        warnings.append(Warn("report_in_file", message))
    pictures = [
        address
        for at, address in page.pictures
        if body.first < at < body.last and "icon" not in address.lower() and not address.lower().endswith(".gif")
    ]
    if pictures:
        shown = pictures[0] if len(pictures[0]) <= _SHOWN else pictures[0][:_SHOWN] + "…"
        warnings.append(Warn("pictures_unread", f"{len(pictures)} pictures in the report were not read ({shown})"))
    return raw, grids, warnings


def _files(page: Page) -> list[str]:
    return [link for link in page.links if link.lower().endswith((".pdf", ".doc", ".docx", ".wps", ".ofd"))]


def _why_empty(page: Page) -> str:
    """What a page without a report is, and what to do about it."""
    if files := _files(page):
        return f"shows no text of a report but links to a file ({files[0][:_SHOWN]}); fetch that file and read it"
    if page.frames:
        return f"shows its text in a frame or on another page ({page.frames[0][:_SHOWN]}); fetch that one and read it"
    if page.scripts:
        return "shows no text of a report before its scripts run; open it in a browser and save the page as shown there"
    if len(page.links) >= 10:
        return "shows links but no text of a report (a list of documents?); fetch the report itself"
    return "shows no text of a report; fetch the page again, or save its text as .txt"


# ---------------------------------------------------------------- the canonical text


def _write(page: Page, body: Body) -> tuple[str, tuple[Grid, ...]]:
    r"""The canonical text: a line a block, a cell a ``\n\t``, a blank line after a row of cells."""
    pieces: list[str] = []
    grids: list[Grid] = []
    size = 0

    def put(text: str) -> None:
        nonlocal size
        pieces.append(text)
        size += len(text)

    if body.headline:
        put(body.headline + "\n")
    tables = {table.first: table for table in body.grids}
    at = body.first
    while at < body.last:
        table = tables.get(at)
        if table is None:
            put(page.blocks[at].text + "\n")
            at += 1
            continue
        for line in _outside(page, table):
            put(line + "\n")
        begin = size
        rows: list[tuple[GridCell, ...]] = []
        for row in filter(None, table.rows):
            cells = []
            for box in row:
                text = "\n".join(block.text for block in page.blocks[box.first : box.last])
                bare = text.strip(BLANK)
                start = size + 1 + (text.index(bare) if bare else 0)
                cells.append(GridCell(bare, start, start + len(bare), box.rowspan, box.colspan))
                put(f"\t{text if bare else ''}\n")
            rows.append(tuple(cells))
            put("\n")
        grids.append(Grid(begin, size - 2, tuple(rows), "cells"))
        at = table.last
    raw = "".join(pieces)
    return raw, _with_flat(raw, grids)


def _outside(page: Page, table: TableBox) -> Iterator[str]:
    """Lines of a table that stand in none of its cells: its caption."""
    inside = {at for row in table.rows for box in row for at in range(box.first, box.last)}
    for at in range(table.first, table.last):
        if at not in inside:
            yield page.blocks[at].text


def _with_flat(raw: str, grids: list[Grid]) -> tuple[Grid, ...]:
    """The grids, and those that lie flattened in the text between them."""
    masked, at = [], 0
    for grid in grids:
        masked += [raw[at : grid.start], "。" * (grid.end - grid.start)]  # no table runs across a full stop
        at = grid.end
    flat = find_grids("".join([*masked, raw[at:]]))
    return tuple(sorted([*grids, *flat], key=lambda grid: grid.start))
