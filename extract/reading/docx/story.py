"""The text of a Word document as its reader sees it: paragraphs and tables in order, numbered, changes accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from extract.errors import ReadError
from extract.lexicon import rx
from extract.reading.docx.blocks import Block, BlockCell, BlockTable
from extract.reading.docx.numbering import Lists, symbol
from extract.reading.docx.ooxml import Package, child, flag, integer, value, w
from extract.reading.docx.styles import Styles

MAX_TEXT = 20_000_000
MAX_CELLS = 20_000
MAX_NESTING = 20
MAX_SPAN = 1000
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PRIVATE = rx(r"[\uf020-\uf0ff]")
#: elements whose text is not on the page, or is told elsewhere
_UNSEEN = frozenset(
    map(w, ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "sectPr", "rt", "instrText", "delInstrText", "delText"))
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PICTURES = ("blip", "imagedata", "OLEObject")


@dataclass(slots=True)
class _Line:
    """A paragraph under way: its text, and the text boxes that hang on it before and after its first words."""

    parts: list[str] = field(default_factory=list)
    before: list[Block] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """A cell under way: what it holds, and how many columns and rows it takes."""

    blocks: tuple[Block, ...]
    columns: int
    rows: int = 1


class Story:
    """Reads the body of a document.

    Parameters
    ----------
    package
        The opened document.

    Attributes
    ----------
    dropped
        What was on no page or could not be read, counted by what it is.
    """

    def __init__(self, package: Package) -> None:
        self._styles = Styles(package.styles)
        self._lists = Lists(package.numbering, self._styles.lists)
        self._fields: list[bool] = []  # the fields that are open: whether their result has begun
        self._size = self._cells = self._depth = 0
        self.dropped: Counter[str] = Counter()

    def blocks(self, parent: Any, *, every_number: bool = False) -> tuple[Block, ...]:
        """Paragraphs and tables that stand in ``parent``, in order.

        Parameters
        ----------
        parent
            The body, a cell or a text box.
        every_number
            Whether an empty paragraph that is numbered is kept (the running number of a table's row).
        """
        found: list[Block] = []
        carried: _Line | None = None  # the mark behind it was deleted, so that the next paragraph goes on with it
        for element in self._stream(parent, ("p", "tbl", "altChunk")):
            if element.tag == w("tbl"):
                found.append(self._table(element))
                continue
            if element.tag == w("altChunk"):
                self.dropped["embedded documents"] += 1
                continue
            line = carried or _Line()
            carried = None
            looks = child(element, "pPr")
            self._inline(element, line, self._styles.hides(value(looks, "pStyle") if looks is not None else None))
            while self._fields and not self._fields[-1]:
                self._fields.pop()  # an instruction that never ended must not swallow the report
            if looks is not None and self._joins(looks):
                carried = line
                continue
            found += self._finish(line, looks, every_number)
        if carried:
            found += self._finish(carried, None, every_number)
        return tuple(found)

    # ------------------------------------------------------------ paragraphs

    def _finish(self, line: _Line, looks: Any, every_number: bool) -> Iterator[Block]:
        text = "".join(line.parts)
        number = self._number(looks)
        self._size += len(text) + len(number)
        if self._size > MAX_TEXT:
            raise ReadError(f"has more than {MAX_TEXT:,} characters of text; split the document")
        lines = [rx(r"^[ \t]*\t[ \t]*").sub("", one).rstrip(" \t") for one in text.split("\n")]
        text = "\n".join(one for one in lines if one.strip())
        yield from line.before
        if text or (every_number and number):
            yield number + (text.lstrip(" ") if number else text)
        yield from line.after

    def _number(self, looks: Any) -> str:
        style = None if looks is None else value(looks, "pStyle")
        own = None if looks is None else child(looks, "numPr")
        num = None if own is None else value(own, "numId")
        level = None if own is None else value(own, "ilvl")
        if num is None:
            num, styled, chain = self._styles.numbered(style)
            if num is None:
                return ""
            linked = self._lists.level_of(num, chain)
            return self._lists.next(num, integer(level, integer(styled, 0) if linked is None else linked))
        return self._lists.next(num, integer(level, 0))

    def _joins(self, looks: Any) -> bool:
        """Whether the end of the paragraph is deleted or hidden, so that the next one stands on its line."""
        mark = child(looks, "rPr")
        if mark is None:
            return False
        gone = child(mark, "del") is not None or child(mark, "moveFrom") is not None
        return gone or flag(mark, "specVanish")

    def _inline(self, parent: Any, line: _Line, hidden: bool) -> None:
        """Collect the text of everything inside a paragraph."""
        for element in parent:
            tag = element.tag
            if tag == w("t"):
                self._say(element, line)
            elif tag == w("r"):
                self._run(element, line, hidden)
            elif tag in (w("del"), w("moveFrom")):
                self._drop("deleted text", element)
            elif tag == w("fldChar"):
                self._field(element.get(w("fldCharType")))
            elif tag == w("sym"):
                self._symbol(element, line)
            elif tag == w("txbxContent"):
                self._box(element, line)
            elif tag == f"{_MC}AlternateContent":
                self._inline(_chosen(element), line, hidden)
            elif tag in (w("footnoteReference"), w("endnoteReference")):
                self.dropped["footnotes"] += 1
            elif tag == w("sdt") and _prompts(element):
                self._drop("prompts of empty fields", element)
            elif tag == f"{_MATH}t":
                self._add(element.text or "", line)
            elif tag not in _UNSEEN and isinstance(tag, str):
                name = tag.rpartition("}")[2]
                if tag == w(name) and name in _CHARACTERS:
                    self._add(_CHARACTERS[name], line)
                else:
                    if name in _PICTURES:
                        self.dropped["pictures or embedded objects"] += 1
                    self._inline(element, line, hidden)

    def _run(self, run: Any, line: _Line, hidden: bool) -> None:
        looks = child(run, "rPr")
        if looks is not None and child(looks, "vanish") is not None:
            hidden = flag(looks, "vanish")
        elif looks is not None and (style := value(looks, "rStyle")) is not None:
            hidden = hidden or self._styles.hides(style, default=False)
        if not hidden:
            self._inline(run, line, hidden)
            return
        self._drop("hidden text", run)
        for mark in run.iterchildren(w("fldChar")):  # its field may go on in the open
            self._field(mark.get(w("fldCharType")))

    def _say(self, element: Any, line: _Line) -> None:
        text = rx(r"[\r\n\t]+").sub(" ", element.text or "")
        if element.get(_SPACE) != "preserve":
            text = text.strip(" ")
        if _PRIVATE.search(text):
            fonts = next(iter(element.getparent().iter(w("rFonts"))), None)
            font = "" if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi")) or ""
            text = _PRIVATE.sub(lambda match: symbol(font, ord(match[0])) or match[0], text)
        self._add(text, line)

    def _add(self, text: str, line: _Line) -> None:
        if all(self._fields):
            line.parts.append(text.replace("\r", " ").replace("\ufeff", ""))  # neither is in canonical text

    def _symbol(self, element: Any, line: _Line) -> None:
        try:
            code = int(element.get(w("char"), ""), 16)
        except ValueError:
            code = 0
        found = symbol(element.get(w("font"), ""), code)
        if found is None:
            self.dropped["symbols of unknown fonts"] += 1
        else:
            self._add(found, line)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _box(self, element: Any, line: _Line) -> None:
        """A text box is a story of its own. It stands before the paragraph that it hangs on, or behind it."""
        outer, self._fields = self._fields, []
        with_words = any(part.strip() for part in line.parts)
        (line.after if with_words else line.before).extend(self._deeper(element))
        self._fields = outer

    def _drop(self, what: str, element: Any) -> None:
        if any((one.text or "").strip() for one in element.iter(w("t"), w("delText"))):
            self.dropped[what] += 1

    # ------------------------------------------------------------ tables

    def _table(self, table: Any) -> BlockTable:
        rows: list[list[_Draft]] = []
        above: dict[int, _Draft] = {}  # the cells that go on downwards, by their first column
        for row in self._stream(table, ("tr",)):
            looks = child(row, "trPr")
            if looks is not None and (child(looks, "del") is not None or flag(looks, "hidden")):
                self._drop("deleted or hidden rows of tables", row)
                continue
            cells, above = self._row(row, above, 0 if looks is None else _bounded(value(looks, "gridBefore"), 0))
            rows.append(cells)
        return BlockTable(tuple(tuple(BlockCell(one.blocks, one.rows, one.columns) for one in row) for row in rows))

    def _row(self, row: Any, above: dict[int, _Draft], column: int) -> tuple[list[_Draft], dict[int, _Draft]]:
        """The cells that begin in a row, and those that go on below it."""
        cells: list[_Draft] = []
        below: dict[int, _Draft] = {}
        for cell in self._stream(row, ("tc",)):
            looks = child(cell, "tcPr")
            width = 1 if looks is None else max(1, _bounded(value(looks, "gridSpan"), 1))
            down = None if looks is None else child(looks, "vMerge")
            aside = None if looks is None else child(looks, "hMerge")
            if looks is not None and child(looks, "cellDel") is not None:
                self._drop("deleted or hidden rows of tables", cell)
            elif aside is not None and aside.get(w("val")) != "restart" and cells:
                self._drop("text under merged cells", cell)
                cells[-1].columns = min(cells[-1].columns + width, MAX_SPAN)
            elif down is not None and down.get(w("val")) != "restart" and column in above:
                self._drop("text under merged cells", cell)
                below[column] = above[column]
                above[column].rows += 1
            else:
                self._cells += 1
                if self._cells > MAX_CELLS:
                    reason = (
                        f"has tables of more than {MAX_CELLS:,} cells; take out those that are no part of the report"
                    )
                    raise ReadError(reason)
                cells.append(_Draft(self._deeper(cell, every_number=True), width))
                if down is not None:
                    below[column] = cells[-1]
            column += width
        return cells, below

    def _deeper(self, parent: Any, *, every_number: bool = False) -> tuple[Block, ...]:
        if self._depth >= MAX_NESTING:
            reason = (
                f"nests tables or boxes more than {MAX_NESTING} deep; copy its text into a new document and save that"
            )
            raise ReadError(reason)
        self._depth += 1
        found = self.blocks(parent, every_number=every_number)
        self._depth -= 1
        return found

    def _stream(self, parent: Any, names: tuple[str, ...]) -> Iterator[Any]:
        """Elements of these names below ``parent``, looking through content controls, insertions and the like."""
        wanted = frozenset(map(w, names))
        for element in parent:
            tag = element.tag
            if tag in wanted:
                yield element
            elif tag in (w("del"), w("moveFrom")):
                self._drop("deleted text", element)
            elif tag == f"{_MC}AlternateContent":
                yield from self._stream(_chosen(element), names)
            elif tag == w("sdt") and _prompts(element):
                self._drop("prompts of empty fields", element)
            elif tag not in _UNSEEN and isinstance(tag, str):
                yield from self._stream(element, names)


def _bounded(word: str | None, default: int) -> int:
    return max(0, min(integer(word, default), MAX_SPAN))


def _prompts(control: Any) -> bool:
    """Whether a content control shows its prompt, because nobody wrote anything there."""
    looks = child(control, "sdtPr")
    return looks is not None and flag(looks, "showingPlcHdr")


def _chosen(choice: Any) -> Any:
    """Of several versions of the same thing the newest that has text, so that none is read twice."""
    versions = [one for one in choice if one.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
    return next((one for one in versions if next(one.iter(w("t")), None) is not None), (versions or [()])[0])
