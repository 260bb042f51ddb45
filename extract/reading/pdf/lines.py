"""From characters to lines: rows by their baselines, stretches of a row by its gaps, columns by their gutter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import regex

from extract.reading.pdf.page import Char

_GAP = 1.6  # a gap of so many characters parts stretches of a row
_GUTTER = 1.5
_COLUMN_ROWS = 5  # rows that must stand side by side before they are columns
_FULL = 0.7
_HAN = regex.compile(r"\p{Han}")
_LATIN = regex.compile(r"[A-Za-z0-9]")
_ADDRESS = regex.compile(r"(?:https?:|www\.|[/@_.])[A-Za-z0-9:/.@_?=&%#-]*$")


class Stretch(NamedTuple):
    """A piece of a row without a wide gap in it."""

    x0: float
    x1: float
    y: float
    size: float
    text: str
    sure: float = 1.0  # the least of its characters


Row = list[Stretch]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in its column: ``left`` and ``right`` are the column's edges where they are known.

    ``block`` is the same for lines that may belong to one paragraph.
    """

    page: int
    block: int
    x0: float
    x1: float
    y: float
    size: float
    text: str
    left: float | None = None
    right: float | None = None
    sure: float = 1.0


def rows(chars: Sequence[Char]) -> list[Row]:
    """The rows of ``chars`` from top to bottom, each with its stretches from left to right."""
    flat, upright = _apart(chars)
    out: list[Row] = [[_vertical(run)] for run in upright]
    row: list[Char] = []
    for char in sorted(flat, key=lambda char: (char.y, char.x0)):
        if row and char.y - row[-1].y > 0.3 * char.size and char.y - row[0].y > 0.45 * max(char.size, row[0].size):
            out.append(_stretches(row))
            row = []
        row.append(char)
    if row:
        out.append(_stretches(row))
    return sorted((stretches for stretches in out if stretches), key=lambda stretches: stretches[0].y)


def _apart(chars: Sequence[Char]) -> tuple[list[Char], list[list[Char]]]:
    """The characters of ordinary rows, and the runs that go down the page, in the order of the file."""
    flat: list[Char] = []
    runs: list[list[Char]] = []
    run: list[Char] = []

    def close() -> None:
        if len(run) >= 4 or (run and run[0].turned):
            runs.append(list(run))
        else:
            flat.extend(run)
        run.clear()

    for char in chars:
        if not char.turned and not char.text.strip():
            flat.append(char)
            continue
        if run and (char.turned != run[-1].turned or not (char.turned or _below(run[-1], char))):
            close()
        run.append(char)
    close()
    return flat, runs


def _below(above: Char, char: Char) -> bool:
    """Whether ``char`` stands right under ``above``, as in words written downwards."""
    middle = abs((above.x0 + above.x1) - (char.x0 + char.x1)) / 2
    if middle > 0.3 * char.size or not 0.8 * char.size < char.y - above.y < 2.2 * char.size:
        return False
    return all(_HAN.match(one.text) or one.text in "、（）︵︶，。：；" for one in (above, char))


def _vertical(run: Sequence[Char]) -> Stretch:
    xs = [x for char in run for x in (char.x0, char.x1)]
    text = "".join(char.text for char in run).strip()
    return Stretch(min(xs), max(xs), min(char.y for char in run), run[0].size, text, min(char.sure for char in run))


def _stretches(row: list[Char]) -> Row:
    """The stretches of a row. Blanks are read off the gaps, and one is kept where the file has one."""
    row.sort(key=lambda char: char.x0)
    shown = [char for char in row if not char.text.isspace()]
    if not shown:
        return []
    blanks = [char.x0 for char in row if char.text.isspace()]  # where they begin: boxes may be wider than the advance
    sizes = [char.size for char in shown]
    em = median(sizes)
    gaps = [after.x0 - before.x1 for before, after in pairwise(shown)]
    # letters set wide apart, as in the head of a document
    usual = median(gaps) if len(gaps) > 2 and all(_HAN.match(char.text) for char in shown) else 0.0
    wide = max(_GAP * em, 2.5 * usual if 0.5 * em < usual < 3 * em else 0.0)
    out: Row = []
    text, start, previous, sure = [shown[0].text], shown[0], shown[0], shown[0].sure
    at = 0
    for char, gap in zip(shown[1:], gaps, strict=True):
        if char.text == previous.text and abs(char.x0 - previous.x0) < 0.25 * em:
            continue  # printed twice to look bold
        while at < len(blanks) and blanks[at] < previous.x0:
            at += 1
        blank = at < len(blanks) and blanks[at] <= char.x0
        if gap > wide:
            out.append(Stretch(start.x0, previous.x1, start.y, em, "".join(text), sure))
            text, start, sure = [], char, 1.0
        elif blank or (_LATIN.match(previous.text) and _LATIN.match(char.text) and gap > _blank(previous, char) * em):
            text.append(" ")
        text.append(char.text)
        previous, sure = char, min(sure, char.sure)
    out.append(Stretch(start.x0, previous.x1, start.y, em, "".join(text), sure))
    return out


def _blank(before: Char, after: Char) -> float:
    """Width of a gap, in sizes of the font, that is a blank: digits may be spaced."""
    return 0.5 if before.text.isdigit() and after.text.isdigit() else 0.2


def glue(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: a blank between Latin words, nothing else."""
    if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalnum() and after[:1].isalnum():
        if (before[-1].isdigit() and after[0].isdigit()) or _ADDRESS.search(before):
            return ""
        return " "
    return ""


def joined(found: Sequence[Row]) -> str:
    """All rows as one text."""
    text = ""
    for row in found:
        for stretch in row:
            text += (glue(text, stretch.text) if stretch is row[0] else " ") + stretch.text
    return text.strip()


# ---------------------------------------------------------------- columns


def lines(found: Sequence[Row], page: int, block: int) -> list[Line]:
    """The lines of rows in reading order: what stands in columns is read column by column."""
    out: list[Line] = []
    at = 0
    while at < len(found):
        end, gutter = _columns(found, at)
        if gutter is None:
            row = found[at]
            text = "\t".join(stretch.text for stretch in row)
            size = max(row, key=lambda stretch: len(stretch.text)).size
            out.append(Line(page, block, row[0].x0, row[-1].x1, row[0].y, size, text, sure=_least(row)))
            at += 1
            continue
        sides = [
            [[one for one in row if (one.x0 < gutter) == first] for row in found[at:end]] for first in (True, False)
        ]
        for side in sides:
            block += 1
            kept = [row for row in side if row]
            left, right = min(row[0].x0 for row in kept), max(row[-1].x1 for row in kept)
            for row in kept:
                text = "\t".join(stretch.text for stretch in row)
                ends = row[0].x0, row[-1].x1, row[0].y, row[0].size
                out.append(Line(page, block, *ends, text, left, right, _least(row)))
        block += 1
        at = end
    return out


def _least(row: Row) -> float:
    return min(stretch.sure for stretch in row)


def _columns(found: Sequence[Row], at: int) -> tuple[int, float | None]:
    """The end of the rows from ``at`` on that stand in two columns, and where their gutter is; else None."""
    if len(found[at]) < 2:
        return at, None
    for before, after in pairwise(found[at]):
        gutter = (before.x1 + after.x0) / 2
        half = _GUTTER * before.size / 2
        end, both = at, 0
        lefts: list[float] = []
        rights: list[float] = []
        for row in found[at:]:
            if any(one.x0 < gutter + half and one.x1 > gutter - half for one in row):
                break
            sides = {one.x0 > gutter for one in row}
            both += len(sides) == 2
            lefts += [one.x1 - one.x0 for one in row if one.x1 < gutter]
            rights += [one.x1 - one.x0 for one in row if one.x0 > gutter]
            end += 1
        if both < _COLUMN_ROWS or both < 0.6 * (end - at):
            continue
        size = before.size
        if all(median(widths) > max(_FULL * max(widths), 10 * size) for widths in (lefts, rights)):
            return end, gutter
    return at, None
