"""Generated reports as web pages and Word documents: their statutory tables with merged cells, as the form draws them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import docxes
import generator_tables as tables
import pages


def html(blocks: Sequence[tuple[str, str]], values: dict[str, tables.Values], template: str) -> bytes:
    """A page of a site: menu, headline, a paragraph a block, tables, footer."""
    out = []
    for kind, said in blocks:
        if kind == "table":
            out.append(tables.filled(_html_table(said, template), values[said]))
        else:
            out.append(pages.paragraphs([pages.escaped(line) for line in said.split("\n")]))
    page = f"<ul>{pages.MENU}</ul><div>{''.join(out)}</div><div>{pages.SHARE}</div><div>{pages.FOOTER}</div>"
    return f'<html><head><meta charset="utf-8"></head><body>{page}</body></html>'.encode()


def docx(blocks: Sequence[tuple[str, str]], values: dict[str, tables.Values], template: str) -> bytes:
    """A Word document: a paragraph a line, tables."""
    out = []
    for kind, said in blocks:
        if kind == "table":
            out.append(tables.filled(_docx_table(said, template), values[said]))
        else:
            out += [docxes.p(_escaped(line)) for line in said.split("\n")]
    return docxes.package("".join(out))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _spanned(kind: str, template: str) -> list[pages.Row]:
    rows = tables.rows(kind, template)
    return [[(text, 1, 1) for text in row] for row in rows] if kind == "statistics" else pages.spanned(kind, rows)


@cache
def _html_table(kind: str, template: str) -> str:
    return tables.holes(pages.table(_spanned(kind, template)))


@cache
def _docx_table(kind: str, template: str) -> str:
    """The rows with a cell that covers rows below repeated there as one that goes on."""
    out: list[list[str]] = []
    below: dict[int, tuple[int, int]] = {}  # column -> rows still covered, columns
    for row in _spanned(kind, template):
        cells, at, todo = [], 0, list(row)
        while todo or at in below:
            if at in below:
                left, wide = below.pop(at)
                cells.append(docxes.tc(span=wide, merge="continue"))
                if left > 1:
                    below[at] = (left - 1, wide)
            else:
                text, high, wide = todo.pop(0)
                cells.append(docxes.tc(_escaped(text), span=wide, merge="restart" if high > 1 else ""))
                if high > 1:
                    below[at] = (high - 1, wide)
            at += wide
        out.append(cells)
    return tables.holes(docxes.tbl(*out))
