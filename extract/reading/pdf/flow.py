"""From pages to one text: page numbers and running heads taken off, broken lines healed, tables over pages joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median, quantiles

import regex

from extract.lexicon import labels
from extract.model import Warn
from extract.reading.pdf.lines import Line, Row, glue
from extract.reading.pdf.nets import Box, Net
from extract.reading.pdf.tables import SAME_EDGE, is_number

_DECORATED = regex.compile(
    r"[-—–－―~·•|\s]+\d{1,4}[-—–－―~·•|\s]+|第\s*[\d一二三四五六七八九十百]+\s*页(?:\s*[，,/\s（(]?\s*共\s*[\d一二三四五六七八九十百]+\s*页[)）]?)?"
    r"|共\s*\d+\s*页\s*[，,/]?\s*第\s*\d+\s*页|\d{1,4}\s*[/／]\s*\d{1,4}|[Pp]age\s*\d+(?:\s*of\s*\d+)?"
)
_DASHED = regex.compile(r"[-—–－]\s*\d{1,4}\s*[-—–－]")
_BARE = regex.compile(r"\d{1,3}|[ivxIVX]{1,5}")
_CONTINUED = regex.compile(r"[（(]?\s*(?:续\s*表|接\s*上\s*[页表]|续\s*上\s*[页表])\s*\d*\s*[)）]?")
_DIGITS = regex.compile(r"\d+")
_HEAD_ZONE, _FOOT_ZONE = 0.12, 0.87
_NUMBER_LINES = 2
_SAME_HEIGHT = 4.0
_FURTHER = 1.35  # distance of lines, in usual ones, that parts paragraphs

_STRONG = regex.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[部章]|附件?[：:\d]|附件$)")
_WEAK = regex.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、．.](?!\d)|[一二三四五六七八九十][是要]|[①-⑳●■◆▪•])"
)
_ENDS = regex.compile(r"[。！？；：!?;:][”’」』）)]?$")
_OPEN = regex.compile(r"[，、,《（(“—]$")
_LEADER = regex.compile(r"[.．…·⋯]{3,}\s*\d*$")
_FIRST = regex.compile(r"[《（(“‘\[【〔]*(?:[A-Za-z0-9.,:/@_%?=&#-]+|.)[，。、；：！？）)》”’\]】〕%％]*")
_MARK = regex.compile(r"[\x21-\x7e]")


@dataclass(slots=True)
class Table:
    """A table of the text, perhaps joined from several pages."""

    page: int
    last: int
    x0: float
    x1: float
    rows: list[list[Box]] = field(default_factory=list)


Piece = Line | Table


# ---------------------------------------------------------------- what does not belong to the text


def furniture(pages: Sequence[Sequence[Row]], heights: Sequence[float], warnings: list[Warn]) -> list[list[Row]]:
    """The rows of each page without page numbers and running heads; a warning says what was left out."""
    numbers = _numbers(pages, heights)
    heads = _heads(pages, heights, numbers)
    kept = [
        [row for at, row in enumerate(page) if (number, at) not in numbers and (number, at) not in heads]
        for number, page in enumerate(pages)
    ]
    if numbers:
        warnings.append(Warn("page_numbers", f"{len(numbers)} page numbers were left out of the text"))
    if heads:
        words = Counter(_text(pages[number][at]) for number, at in heads)
        shown = "; ".join(f"{text} ({count} times)" for text, count in words.most_common(4))
        warnings.append(Warn("running_heads", f"the same line on most pages was left out of the text: {shown}"))
    return kept


def _text(row: Row) -> str:
    return " ".join(stretch.text for stretch in row).strip()


def _zoned(page: Sequence[Row], height: float) -> list[int]:
    """Rows that stand where heads and feet do: the outermost of the page, near its edge."""
    outer = {*range(_NUMBER_LINES), *range(len(page) - _NUMBER_LINES, len(page))}
    return [
        at for at, row in enumerate(page) if at in outer and not _HEAD_ZONE * height < row[0].y <= _FOOT_ZONE * height
    ]


def _numbers(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> set[tuple[int, int]]:
    sure: set[tuple[int, int]] = set()
    bare: dict[tuple[bool, int], list[tuple[int, int]]] = {}
    for number, (page, height) in enumerate(zip(pages, heights, strict=True)):
        # on a page whose table lies on its side, the number stands at the side
        sure.update((number, at) for at, row in enumerate(page) if len(row) == 1 and _DASHED.fullmatch(row[0].text))
        for at in _zoned(page, height):
            text = _text(page[at])
            if _DECORATED.fullmatch(text):
                sure.add((number, at))
            elif _BARE.fullmatch(text):
                foot = page[at][0].y > height / 2
                shift = int(text) - number if text.isdigit() else 0
                bare.setdefault((foot, shift), []).append((number, at))
    for (foot, shift), places in bare.items():
        # digits at the foot are the number of the page where they count with the pages, or are the page's own
        if len(places) > 1 or (foot and shift in (0, 1) and all(_alone(pages[n], at) for n, at in places)):
            sure.update(places)
    return sure


def _alone(page: Sequence[Row], at: int) -> bool:
    """Whether a row stands well below the one before it."""
    return at == 0 or page[at][0].y - page[at - 1][0].y > 2.5 * page[at - 1][0].size


def _heads(
    pages: Sequence[Sequence[Row]], heights: Sequence[float], numbers: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    found: dict[str, list[tuple[int, int, float]]] = {}
    for number, (page, height) in enumerate(zip(pages, heights, strict=True)):
        for at in _zoned(page, height):
            if (number, at) not in numbers:
                found.setdefault(_DIGITS.sub("#", _text(page[at])), []).append((number, at, page[at][0].y))
    out: set[tuple[int, int]] = set()
    for places in found.values():
        for _, _, y in places:
            level = [(number, at) for number, at, other in places if abs(other - y) <= _SAME_HEIGHT]
            if len({number for number, _ in level}) >= max(2, 0.4 * len(pages)):
                out.update(level)
    return out


# ---------------------------------------------------------------- tables over pages


def tables(pieces: Sequence[Piece], warnings: list[Warn]) -> list[Piece]:
    """The pieces with each table that goes on over a page made one."""
    out: list[Piece] = []
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        before = out[-1] if out else None
        if isinstance(piece, Line):
            mark = isinstance(before, Table) and isinstance(after, Table) and _CONTINUED.fullmatch(piece.text)
            if not (mark and isinstance(after, Table) and after.page == piece.page):
                out.append(piece)
        elif isinstance(before, Table) and before.last == piece.page and _same_edges(before, piece):
            before.rows.extend(piece.rows)  # one form, drawn as several tables
        elif isinstance(before, Table) and before.last + 1 == piece.page and _same_edges(before, piece):
            repeated = _repeated(before.rows, piece.rows)
            if repeated:
                message = f"the table goes on over page {piece.page + 1}; {repeated} rows of its head come again there"
                warnings.append(Warn("table_head_repeated", f"{message} and were left out"))
            _join(before, piece.rows[repeated:])
            before.last = piece.page
        else:
            out.append(piece)
    return out


def table(net: Net) -> Table:
    """A net as a table of the text."""
    return Table(net.page, net.page, net.xs[0], net.xs[-1], net.rows)


def _same_edges(one: Table, other: Table) -> bool:
    return abs((one.x1 - one.x0) - (other.x1 - other.x0)) <= SAME_EDGE


def _repeated(rows: Sequence[Sequence[Box]], more: Sequence[Sequence[Box]]) -> int:
    """How many rows at the head of ``more`` are those at the head of ``rows`` again."""
    count = 0
    for one, other in zip(rows, more, strict=False):
        texts = [box.text for box in other]
        if [box.text for box in one] != texts or any(is_number(text) for text in texts):
            break
        count += 1
    return count if any(box.text for row in more[:count] for box in row) else 0


def _join(before: Table, more: list[list[Box]]) -> None:
    """Put ``more`` under the table; a row that the end of the page cut in two is made one."""
    if before.rows and more:
        cut = _cut_row(before.rows[-1], more[0])
        if cut is not None:
            for box, rest in cut:
                box.text += glue(box.text, rest.text) + rest.text
                box.sure = min(box.sure, rest.sure)
            more = more[1:]
    before.rows.extend(more)


def _cut_row(above: Sequence[Box], below: Sequence[Box]) -> list[tuple[Box, Box]] | None:
    """The cells that belong together where the two rows are one: a label broken over them, one without its numbers."""
    pairs = list(zip(reversed(above), reversed(below), strict=False))
    broken = False
    for box, rest in pairs:
        if not box.text or not rest.text:
            continue
        if is_number(box.text) or is_number(rest.text):
            return None
        broken = broken or (bool(labels.lookup(box.text + rest.text)) and not _whole(rest.text))
        if not broken:
            return None
    if not broken:
        return None
    numbers = [[box for box in row if is_number(box.text)] for row in (above, below)]
    return None if all(numbers) else pairs


def _whole(text: str) -> bool:
    """Whether a text is a label of its own and not the rest of one."""
    return text in labels.words() or labels.fold(text) in labels.words() or _WEAK.match(text) is not None


# ---------------------------------------------------------------- broken lines


@dataclass(frozen=True, slots=True)
class Measure:
    """The body of the text: its edges by page width, and the usual distance of its lines."""

    left: float
    right: float
    pitch: float


def measure(found: Sequence[Line]) -> Measure:
    """The edges between which the lines of one column run, whatever indents and overhanging marks there are."""
    em = median([line.size for line in found]) if found else 10.0
    often = max(2, len(found) // 20)
    ends = sorted((line.x1 for line in found), reverse=True)
    reach = next((x for x in ends if sum(1 for other in ends if abs(x - other) <= em) >= often), max(ends, default=0.0))
    rights = [x for x in ends if -3 * em < x - reach <= em]
    right = quantiles(rights, n=4)[2] if len(rights) > 1 else reach
    starts = Counter(round(line.x0 / 3) for line in found)
    lefts = [at for at in starts if starts[at] + starts[at - 1] + starts[at + 1] >= often]
    left = min(line.x0 for line in found if not lefts or round(line.x0 / 3) >= min(lefts)) if found else 0.0
    gaps = [b.y - a.y for a, b in pairwise(found) if a.page == b.page and a.block == b.block and b.y > a.y]
    return Measure(left, right, median(gaps) if gaps else 1.5 * em)


def is_soft(line: Line, after: Line, edge: Measure, next_edge: Measure) -> bool:
    """Whether the break between two lines is the paper's, not the writer's."""
    em = line.size
    if abs(line.size - after.size) > 0.15 * em or _STRONG.match(after.text):
        return False
    if line.text.count("\t") + after.text.count("\t") > 1 or _LEADER.search(line.text):
        return False  # rows of a table without lines, or a list of contents
    waits = _OPEN.search(line.text) is not None
    indented = after.x0 > next_edge.left + 0.8 * em
    full = line.x1 + _width(after) > edge.right - 0.3 * em
    same = line.page == after.page and line.block == after.block
    if same and after.y - line.y > _FURTHER * edge.pitch:
        return False
    if indented:  # a new paragraph, or the lines of one whose first line stands out
        return full and not _WEAK.match(after.text) and not _ENDS.search(line.text)
    if _WEAK.match(after.text) and _ENDS.search(line.text):
        return False
    if line.x0 > edge.left + 3 * em and not full:
        return False  # set in the middle
    return full or (waits and "\t" not in line.text)


def _width(line: Line) -> float:
    """Width of what cannot be parted at the start of a line."""
    first = _FIRST.match(line.text)
    text = first[0] if first else ""
    narrow = sum(1 for char in text if _MARK.match(char))
    return line.size * (len(text) - 0.5 * narrow)
