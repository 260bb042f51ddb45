"""What readers and stages hand on: grids, sources, clean text, parts, sentences and mentions of channels."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from extract.model.record import Warn


class GridCell(NamedTuple):
    """One cell of a table as the reader found it; ``text`` is ``raw[start:end]``, blank cells have ``start == end``."""

    text: str
    start: int
    end: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before it is understood: rows of cells in reading order.

    ``dialect`` says how far the cells can be trusted: ``cells`` (every cell kept, blank ones too), ``tabs`` (cells
    between tabs, rows are lines), ``lines`` (a cell a line, blank cells lost), ``glued`` (a row's cells run together).
    """

    start: int
    end: int
    rows: tuple[tuple[GridCell, ...], ...]
    dialect: str = "cells"


@dataclass(frozen=True, slots=True)
class Source:
    """What reading a file yields: the canonical text with the tables found in it, nothing interpreted yet.

    ``pages`` holds the offset at which each page begins; it is empty where the format has no pages. ``by`` and
    ``ocr_confidence`` are those of :class:`SourceInfo`.
    """

    path: str
    format: str
    encoding: str
    sha256: str
    raw: str
    grids: tuple[Grid, ...] = ()
    warnings: tuple[Warn, ...] = ()
    pages: tuple[int, ...] = ()
    by: str = "text"
    ocr_confidence: float | None = None

    @property
    def report_id(self) -> str:
        """Stable id, derived from the bytes of the file."""
        return self.sha256[:16]


class Text:
    """Clean text in which every character knows its origin in the raw text.

    Parameters
    ----------
    raw
        The canonical text.
    clean
        The text that rules match on: characters of ``raw`` swapped one for one or dropped, never inserted.
    origin
        For each clean character the raw offset it came from; strictly increasing.
    """

    __slots__ = ("clean", "origin", "raw")

    def __init__(self, raw: str, clean: str, origin: array[int]) -> None:
        self.raw, self.clean, self.origin = raw, clean, origin

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of the clean span ``[start, end)``."""
        if end <= start:
            at = self.origin[start] if start < len(self.origin) else len(self.raw)
            return at, at
        return self.origin[start], self.origin[end - 1] + 1

    def cut(self, start: int, end: int) -> tuple[str, int, int]:
        """``(text, start, end)`` in raw terms of the clean span."""
        a, b = self.span(start, end)
        return self.raw[a:b], a, b

    def find(self, raw_offset: int) -> int:
        """The first clean offset whose origin is at or after ``raw_offset``."""
        return bisect_left(self.origin, raw_offset)


class Part(NamedTuple):
    """A section in clean offsets, as the stages use it: ``start:body`` is the heading, ``body:end`` what it heads."""

    kind: str
    level: int
    number: str
    heading: str
    start: int
    body: int
    end: int


class Sentence(NamedTuple):
    """A sentence in clean offsets, with its section's kind, the headings above it and its paragraph's number."""

    start: int
    end: int
    section: str
    heading: str
    paragraph: int


class ChannelMention(NamedTuple):
    """A place in the clean text that names a channel; ``used`` is false in plans, remedies and ways to apply."""

    start: int
    end: int
    kind: str
    name: str | None
    used: bool
    rule: str
