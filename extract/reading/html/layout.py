"""Which tables of a web page are grids of data; all others only lay the page out."""

from __future__ import annotations

import regex

from extract.lexicon.labels import lookup
from extract.reading.html.blocks import Page, TableBox
from extract.reading.html.frame import is_footing, patterns

_NUMERIC = regex.compile(r"[+\-－—–/／\\\d０-９][\d０-９,，.．%％/／\-—]*(?:万元?|亿元?|元|[条件次篇份个人项])?|无")


def sort(page: Page) -> tuple[list[TableBox], list[TableBox]]:
    """The tables that are grids of data, and those that are boxes of labels; all others only lay the page out."""
    grids: list[TableBox] = []
    boxes: list[TableBox] = []
    around_grids: set[int] = set()
    for index in range(len(page.tables) - 1, -1, -1):  # inner ones come after those around them
        table = page.tables[index]
        told = "layout" if index in around_grids else _kind(page, table)
        if told == "grid":
            grids.append(table)
        elif told == "box":
            boxes.append(table)
        if (told == "grid" or index in around_grids) and table.outer >= 0:
            around_grids.add(table.outer)
    return sorted(grids, key=lambda table: table.first), boxes


def _kind(page: Page, table: TableBox) -> str:
    rows = [row for row in table.rows if row]
    texts = [_cell_text(page, cell.first, cell.last) for row in rows for cell in row]
    filled = [text for text in texts if text]
    if len(rows) < 2 or max(map(len, rows)) < 2 or len(filled) < 3:
        return "layout"
    if table.last - table.first < 60 and sum(1 for text in filled if patterns()[2].fullmatch(text)) >= 2:
        return "box"
    if table.last - table.first < 60 and sum(1 for text in filled if patterns()[1].match(text)) * 2 >= len(filled):
        return "box"
    if sum(1 for text in filled if len(text) > 20 and "。" in text) * 5 > len(filled):
        return "layout"  # prose
    if any(page.blocks[at].linked * 2 > len(page.blocks[at].text) for at in range(table.first, table.last)):
        linked = sum(block.linked for block in page.blocks[table.first : table.last])
        if linked * 2 > sum(map(len, filled)):
            return "layout"
    numbers = sum(1 for text in texts if not text or _NUMERIC.fullmatch(text))
    if numbers - (len(texts) - len(filled)) >= 2 and numbers * 5 >= len(texts):
        return "grid"
    if sum(1 for text in filled[:60] if lookup(text)) >= 4:
        return "grid"
    if any(is_footing(text) for text in filled):
        return "layout"
    return "grid" if len(filled) >= 6 and max(map(len, filled)) <= 30 else "layout"


def _cell_text(page: Page, first: int, last: int) -> str:
    if last - first == 1:
        return page.blocks[first].text.strip()
    return "\n".join(block.text for block in page.blocks[first:last]).strip()
