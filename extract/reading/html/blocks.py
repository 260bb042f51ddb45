"""From a parsed web page to its lines of text, in order, each with what stands around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import regex

from extract.lexicon import load

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ASIDE = frozenset(("nav", "footer", "header", "aside"))
_TITLES = frozenset(("h1", "h2", "h3"))
_HIDDEN = regex.compile(r"(?i)display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden")
_TITLED = regex.compile(r"(?i)title|(?<![a-z])(?:bt|tit|biaoti)(?![a-z])")
_NAME = regex.compile(r"[a-z]+")
_WIDE = r"[\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uff65\U00020000-\U0003ffff]"
_WRAP = regex.compile(rf"(?<={_WIDE})[ \t\f]*\n[ \t\n\f]*(?={_WIDE})")
_SPACE = regex.compile(r"[ \t\n\f\r]+")
_MAX_SPAN = 1000  # as browsers have it


@dataclass(slots=True)
class Block:
    """A line of the page. ``linked`` counts its characters inside links, ``box`` is the element that it stands in.

    ``link`` is the address of the last of these links.
    """

    text: str
    linked: int
    box: int
    title: bool
    hidden: bool
    link: str = ""


@dataclass(slots=True)
class CellBox:
    """A table cell: its blocks are ``blocks[first:last]``."""

    first: int
    rowspan: int
    colspan: int
    last: int = 0


@dataclass(slots=True)
class TableBox:
    """A ``<table>``: its rows of cells; ``outer`` is the index of the table around it, -1 for none."""

    first: int
    outer: int
    rows: list[list[CellBox]] = field(default_factory=list)
    last: int = 0


@dataclass(slots=True)
class Page:
    """What a page shows.

    ``parents[box]`` is the box around a box (-1 for none), ``chrome[box]`` says that a box, or one around it, has the
    name of a menu, a footer or the like. ``pictures`` and ``frames`` are ``(block before which it stands, address)``.
    """

    blocks: list[Block] = field(default_factory=list)
    tables: list[TableBox] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    chrome: list[bool] = field(default_factory=list)
    pictures: list[tuple[int, str]] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    title: str = ""
    article_title: str = ""
    scripts: int = 0


def collapse(text: str) -> str:
    """White space as a browser shows it; a line break of the source inside Chinese words is nothing."""
    if "\n" in text:
        text = _WRAP.sub("", text)
    return str(_SPACE.sub(" ", text)).strip(" ")


class _Walk:
    """The state of a walk through the tree; elements are entered and left, never called into: pages may be deep."""

    def __init__(self) -> None:
        self.page = Page()
        self.boxes: list[int] = []
        self.open_tables: list[int] = []
        self.rows: list[list[CellBox] | None] = []  # of each open table the row that is open
        self.cells: list[CellBox | None] = []
        self.pieces: list[str] = []
        self.linked = self.links = self.titles = self.hidden = self.kept = 0
        words = load("page")
        self.names, self.breaking = frozenset(words["boxes"]), frozenset(words["breaking"])
        self.silent = frozenset(words["silent"])

    def flush(self) -> None:
        """End the line."""
        if not self.pieces:
            return
        text = collapse("".join(self.pieces))
        if text.strip():
            linked = min(len(text), self.linked)
            box = self.boxes[-1] if self.boxes else 0
            link = self.page.links[-1] if linked else ""
            self.page.blocks.append(Block(text, linked, box, self.titles > 0, self.hidden > 0, link))
        self.pieces.clear()
        self.linked = 0

    def text(self, words: str) -> None:
        if self.kept and "\n" in words:
            for line in words.splitlines():
                self.pieces.append(line)
                self.flush()
            return
        self.pieces.append(words)
        if self.links:
            self.linked += len(words.strip())

    def enter(self, tag: str, node: LexborNode) -> int:
        """Begin an element; the answer says what its end undoes (bits), -1 that it is passed over."""
        page = self.page
        if tag in self.silent:
            self._silent(tag, node)
            return -1
        if tag == "br":
            self.flush()
            return -1
        attributes: dict[str, Any] = node.attributes
        undo = 0
        if attributes and ("hidden" in attributes or _HIDDEN.search(attributes.get("style") or "")):
            if tag not in self.breaking:
                return -1
            self.flush()
            self.hidden += 1
            undo |= 1
        if tag == "a" and attributes.get("href"):
            page.links.append(attributes["href"])
            self.links += 1
            undo |= 2
        elif tag == "img":
            page.pictures.append((len(page.blocks), attributes.get("src") or ""))
            return -1
        if tag not in self.breaking:
            return undo
        self.flush()
        names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}" if attributes else " "
        box = self._box(tag, names)
        self.boxes.append(box)
        undo |= 4
        if tag in _TITLES or _TITLED.search(names):
            self.titles += 1
            undo |= 8
        if tag == "pre":
            self.kept += 1
            undo |= 16
        if tag == "table":
            page.tables.append(TableBox(len(page.blocks), self.open_tables[-1] if self.open_tables else -1))
            self.open_tables.append(len(page.tables) - 1)
            self.cells.append(None)
            undo |= 32
        elif self.open_tables and tag == "tr":
            page.tables[self.open_tables[-1]].rows.append([])
        elif self.open_tables and tag in ("td", "th"):
            cell = CellBox(len(page.blocks), _span(attributes, "rowspan"), _span(attributes, "colspan"))
            rows = page.tables[self.open_tables[-1]].rows
            if not rows:
                rows.append([])
            rows[-1].append(cell)
            self.cells[-1] = cell
            undo |= 64
        return undo

    def leave(self, undo: int) -> None:
        if undo & 4:
            self.flush()
            self.boxes.pop()
        if undo & 8:
            self.titles -= 1
        if undo & 16:
            self.kept -= 1
        if undo & 32:
            self.cells.pop()
            self.page.tables[self.open_tables.pop()].last = len(self.page.blocks)
        if undo & 64 and self.cells[-1] is not None:
            self.cells[-1].last = len(self.page.blocks)
        if undo & 2:
            self.links -= 1
        if undo & 1:
            self.hidden -= 1

    def _box(self, tag: str, names: str) -> int:
        page = self.page
        around = self.boxes[-1] if self.boxes else -1
        named = tag in _ASIDE or (tag != "body" and not self.names.isdisjoint(_NAME.findall(names.lower())))
        page.parents.append(around)
        page.chrome.append(named or (around >= 0 and page.chrome[around]))
        return len(page.parents) - 1

    def _silent(self, tag: str, node: LexborNode) -> None:
        if tag in ("iframe", "frame", "object", "embed"):
            address = node.attributes.get("src") or node.attributes.get("data")
            if address:
                self.page.frames.append(address)
        elif tag == "script":
            self.page.scripts += 1
        elif tag == "title":
            self.page.title = self.page.title or collapse(node.text())
        elif tag == "head":
            self._head(node)

    def _head(self, node: LexborNode) -> None:
        page = self.page
        for meta in node.css("meta"):
            attributes = meta.attributes
            content = attributes.get("content") or ""
            if (attributes.get("name") or "").lower() in ("articletitle", "article_title", "title"):
                page.article_title = collapse(content)
            elif (attributes.get("http-equiv") or "").lower() == "refresh" and "=" in content:
                page.frames.append(content.split("=", 1)[1].strip("\"' "))
        title = node.css_first("title")
        page.title = collapse(title.text() if title is not None else "")
        page.scripts += len(node.css("script"))


def _span(attributes: dict[str, Any], name: str) -> int:
    value = (attributes.get(name) or "").strip()
    return min(_MAX_SPAN, max(1, int(value[:6]))) if value.isascii() and value.isdigit() else 1


def flatten(root: LexborNode) -> Page:
    """The lines of the page under ``root``, its tables and its titles."""
    walk = _Walk()
    node: LexborNode | None = root
    above: list[tuple[LexborNode, int]] = []
    while node is not None:
        undo = 0
        if node.is_element_node:
            undo = walk.enter(node.tag or "", node)
            child = node.first_child if undo >= 0 else None
            if child is not None:
                above.append((node, undo))
                node = child
                continue
            if undo > 0:
                walk.leave(undo)
        elif node.is_text_node:
            walk.text(node.text_content or "")
        after = node.next if above else None
        while after is None and above:
            node, undo = above.pop()
            walk.leave(undo)
            after = node.next if above else None
        node = after
    walk.flush()
    return walk.page
