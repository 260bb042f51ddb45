"""Which lines of a web page are the report, and which the site's: menus, breadcrumbs, boxes, buttons, footers.

Every line gets a score: prose counts for the report, links and the words of frames (``lexicon/page.toml``) against it,
names of elements are a weak hint. The stretch of lines with the highest sum is the core of the report. It grows at both
ends, over headlines, signatures and dates, until a line of the site stands in the way. Nothing inside the core is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extract.reading.html.blocks import Block, Page, TableBox
from extract.reading.html.frame import REPORT, is_chrome, is_footing
from extract.reading.html.headline import headline, squash
from extract.reading.html.layout import sort

_HEADING = regex.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]+部分)[^。]{2,40}"
)
_FILE = regex.compile(r"(?i)附件|\.(?:docx?|xlsx?|pdf|wps|et|zip|rar)\b")
_TOPIC = regex.compile(r"公开|申请|政务|政府信息|复议|诉讼|条例")
_MOST_PROSE = 400  # what one line can add: no single paragraph outweighs a page
_FEW, _SOME = 30, 150  # characters that are a report where they are on the topic, and where they are not
_OTHERS = 20
_COPY = 150  # characters that stand in a page twice, and are no repeated phrase
_ENDLESS = 4  # sentences that are one link
_STAMP = regex.compile(
    r"\W*20\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日(?=\D*\d))(?:\W*\d{1,2}:\d\d(?::\d\d)?)?\W*"
)


@dataclass(frozen=True, slots=True)
class Body:
    """The lines ``first:last`` of a page, the headline to put before them, and the tables among them that are grids."""

    first: int
    last: int
    headline: str
    grids: tuple[TableBox, ...]


def choose(page: Page) -> Body | None:
    """The report on a page; None where the page has no text to speak of."""
    blocks = page.blocks
    _unlink(blocks)
    grids, boxes = sort(page)
    scores = [_score(block, page.chrome[block.box]) for block in blocks]
    for table in boxes:  # the box of labels before a document
        scores[table.first : table.last] = [min(score, -20.0) for score in scores[table.first : table.last]]
    for table in grids:
        for at in range(table.first, table.last):
            scores[at] = scores[at] if blocks[at].linked else 3.0
    first, last = _heaviest(scores)
    if first >= last:
        return None
    alone = _alone(page, scores, first, last)
    floor, ceiling = (0 if alone[0] == first else alone[0]), (len(blocks) if alone[1] == last else alone[1])
    first, last = alone
    last = _once(blocks, first, last)
    branches = _branches(page, _common(page, blocks[first:last]))
    first, last = _whole(grids, first, last)
    first, last = _grow(page, scores, branches, (first, last), (floor, ceiling))
    first, last = _whole(grids, first, last)
    words = "".join(block.text for block in blocks[first:last])
    if len(words) < (_FEW if _TOPIC.search(words) else _SOME):
        return None
    inside = tuple(table for table in grids if first <= table.first and table.last <= last)
    return Body(first, last, headline(page, first, last), inside)


def _score(block: Block, framed: bool) -> float:
    text = block.text
    size = len(text)
    if block.hidden:
        return 0.0
    if is_chrome(text):
        return -20.0 - min(size, 100)
    linked = block.linked / size
    marks = text.count("，") + text.count("。") + text.count("；")
    if linked > 0.5:
        return -10.0 - min(block.linked, 50)
    weight = 10.0 if _HEADING.fullmatch(text) else 0.0
    if marks or size >= 60:
        weight = min(size, _MOST_PROSE) * (1 - linked) * (1.0 if _TOPIC.search(text) else 0.6)
    return weight * 0.2 if framed else weight


def _unlink(blocks: Sequence[Block]) -> None:
    """A link that was never closed runs through everything behind it: it is none."""
    told: Counter[str] = Counter()
    for block in blocks:
        if block.linked and not block.link.startswith(("#", "javascript")):
            told[block.link] += block.text.count("。")
    for block in blocks:
        if told[block.link] >= _ENDLESS:
            block.linked = 0


def _heaviest(scores: Sequence[float]) -> tuple[int, int]:
    """The stretch with the highest sum; it begins and ends with what counts for it."""
    best, span = 0.0, (0, 0)
    total, start = 0.0, 0
    for at, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, at
        total += score
        if total > best:
            best, span = total, (start, at + 1)
    first, last = span
    while first < last and scores[first] <= 0:
        first += 1
    return first, last


def _alone(page: Page, scores: Sequence[float], first: int, last: int) -> tuple[int, int]:
    """The core without prose of other boxes that no line of the site parts from it.

    The headline of the page begins its document; a box with a heading of its own and no word on the topic is another.
    """
    blocks = page.blocks
    names = {squash(name) for name in (page.title, page.article_title) if name}
    for at in range(first + 1, last):
        block = blocks[at]
        if block.title and REPORT.search(block.text) and any(squash(block.text) in name for name in names):
            if 2 * sum(scores[first:at]) < sum(scores[first:last]):
                first = at
            break
    for _ in range(_OTHERS):
        branches = _branches(page, _common(page, blocks[first:last]))
        at = last
        while at > first and branches[blocks[at - 1].box] == branches[blocks[last - 1].box]:
            at -= 1
        words = "".join(block.text for block in blocks[at:last])
        if at == first or not blocks[at].title or _TOPIC.search(words) or _HEADING.search(words):
            break
        last = at
    return first, last


def _once(blocks: Sequence[Block], first: int, last: int) -> int:
    """Where the page holds the report twice (a copy for telephones), the end of the first one."""
    long = [at for at in range(first, last) if len(blocks[at].text) >= 40]
    texts = [blocks[at].text for at in long]
    for begin, end in ((0, len(long)), (1, len(long)), (0, len(long) - 1)):  # one of the copies may have a line more
        half = (end - begin) // 2
        copy = texts[begin : begin + half]
        if copy == texts[end - half : end] and sum(map(len, copy)) >= _COPY:
            return long[begin + half - 1] + 1
    return last


def _common(page: Page, blocks: Sequence[Block]) -> int:
    """The innermost box around all of the lines; boxes are numbered as they begin, so that two of them tell."""
    one, other = min(block.box for block in blocks), max(block.box for block in blocks)
    while one != other:
        one, other = (page.parents[one], other) if one > other else (one, page.parents[other])
    return one


def _branches(page: Page, home: int) -> list[int]:
    """For each box the one inside ``home`` that it stands in; ``home`` for itself, -1 outside of it."""
    out = [-1] * len(page.parents)
    if home >= 0:
        out[home] = home
    for box in range(home + 1, len(out)):
        around = page.parents[box]
        out[box] = box if around == home else out[around] if around >= 0 else -1
    return out


def _grow(
    page: Page, scores: Sequence[float], branches: Sequence[int], core: tuple[int, int], limits: tuple[int, int]
) -> tuple[int, int]:
    """The core with the lines around it that belong to it, none of them outside of ``limits``."""
    blocks = page.blocks
    (first, last), (floor, ceiling) = core, limits

    def belongs(at: int, own: int) -> bool:
        block = blocks[at]
        branch = branches[block.box]
        if branch < 0 or block.hidden:
            return False
        if scores[at] < 0:
            return bool(block.linked and _FILE.search(block.text) and not is_chrome(block.text))
        return branch in (own, home) or not (page.chrome[block.box] or is_footing(block.text))

    home = next((one for one in branches if one >= 0), -1)
    head = branches[blocks[first].box]
    while first > floor and belongs(first - 1, head) and not _STAMP.fullmatch(blocks[first - 1].text):
        first -= 1
    if first and first < core[0] and blocks[first - 1].text.endswith(("：", ":")) and is_chrome(blocks[first - 1].text):
        first += 1  # what a label of the site's stands before
    tail = branches[blocks[last - 1].box]
    while last < ceiling and belongs(last, tail):
        last += 1
    return first, last


def _whole(grids: Sequence[TableBox], first: int, last: int) -> tuple[int, int]:
    """The stretch, with tables that it cuts through."""
    for table in grids:
        if table.first < last and first < table.last:
            first, last = min(first, table.first), max(last, table.last)
    return first, last
