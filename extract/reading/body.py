"""Which lines of a web page are the report, and which the site's: menus, breadcrumbs, boxes, buttons, footers.

Every line gets a score: prose counts for the report, links and the words of frames (``lexicon/page.toml``) against it,
names of elements are a weak hint. The stretch of lines with the highest sum is the core of the report. It grows at both
ends, over headlines, signatures and dates, until a line of the site stands in the way. Nothing inside the core is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extract.lexicon import load, rx, trie
from extract.lexicon.labels import lookup
from extract.reading.blocks import Block, Page, TableBox

_NUMERIC = regex.compile(r"[+\-－—–/／\\\d０-９][\d０-９,，.．%％/／\-—]*(?:万元?|亿元?|元|[条件次篇份个人项])?|无")
_HEADING = regex.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]+部分)[^。]{2,40}"
)
_FILE = regex.compile(r"(?i)附件|\.(?:docx?|xlsx?|pdf|wps|et|zip|rar)\b")
_TOPIC = regex.compile(r"公开|申请|政务|政府信息|复议|诉讼|条例")
REPORT = regex.compile(r"(?:公开|政府信息).*(?:报告|年报|总结|情况)")
_OWNED = regex.compile(
    r"\W*(?:关于)?[\p{Han}“”·+]{3,40}?(?:关于)?(?:20\d\d|[二两][〇○零Oo0][一二〇○零][一二三四五六七八九〇○零]|年)[^。]{0,8}"
    r"(?:公开|政府信息)[^。]{0,12}(?:报告|年报|总结)"
)
_MOST_PROSE = 400  # what one line can add: no single paragraph outweighs a page
_WORDS_OF_A_REPORT = 30
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


@cache
def _frame() -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    """Patterns of the site's own words: anywhere, labels, labels alone, buttons."""
    words = load("page")

    def spaced(labels: Sequence[str]) -> str:
        return "|".join(r"\s{0,4}".join(label) for label in labels)

    return (
        regex.compile(trie(words["anywhere"]).replace("ICP", "(?i:ICP)")),
        regex.compile(rf"(?<!\p{{Han}})(?:{spaced(words['labels'] + words['common'])})\s?[：:]"),
        regex.compile(rf"\W*(?:{spaced(words['labels'])})\W*"),
        regex.compile(rf"(?:\W*(?:{trie(words['buttons'])})(?!\p{{Han}}\p{{Han}}\p{{Han}}))+\W*"),
    )


def is_chrome(text: str) -> bool:
    """Whether a line is one of the site's."""
    anywhere, labels, _, buttons = _frame()
    size = len(text)
    told = len(anywhere.findall(text)) if size <= 400 else 0
    if told > 1 or (told and (size <= 60 or "。" not in text)):
        return True
    if size > 160 or "。" in text:
        return False
    return labels.search(text) is not None or buttons.fullmatch(text) is not None


def _footing(text: str) -> bool:
    words = load("page")["footing"]
    return rx(rf"\W*(?:{'|'.join(words)})\W*[：:]").match(text) is not None


def choose(page: Page) -> Body | None:
    """The report on a page; None where the page has no text to speak of."""
    blocks = page.blocks
    _unlink(blocks)
    grids, boxes = _tables(page)
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
    home = _common(page, {block.box for block in blocks[first:last]})
    first, last = _whole(grids, first, last)
    first, last = _grow(page, scores, home, (first, last), (floor, ceiling))
    first, last = _whole(grids, first, last)
    if sum(len(block.text) for block in blocks[first:last]) < _WORDS_OF_A_REPORT:
        return None
    inside = tuple(table for table in grids if first <= table.first and table.last <= last)
    return Body(first, last, _headline(page, first, last), inside)


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
        if block.linked:
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
    names = {_squash(name) for name in (page.title, page.article_title) if name}
    for at in range(first + 1, last):
        block = blocks[at]
        if block.title and REPORT.search(block.text) and any(_squash(block.text) in name for name in names):
            if 2 * sum(scores[first:at]) < sum(scores[first:last]):
                first = at
            break
    while True:
        home = _common(page, {block.box for block in blocks[first:last]})
        tail = _branch(page, home, blocks[last - 1].box)
        at = last
        while at > first and _branch(page, home, blocks[at - 1].box) == tail:
            at -= 1
        words = "".join(block.text for block in blocks[at:last])
        if at == first or not blocks[at].title or _TOPIC.search(words) or _HEADING.search(words):
            return first, last
        last = at


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


def _common(page: Page, boxes: set[int]) -> int:
    """The innermost box around all of ``boxes``."""
    paths = iter(boxes)
    common = _path(page, next(paths))
    for box in paths:
        path = set(_path(page, box))
        common = [one for one in common if one in path]
    return common[0] if common else -1


def _path(page: Page, box: int) -> list[int]:
    """The box and those around it, innermost first."""
    out = []
    while box >= 0:
        out.append(box)
        box = page.parents[box]
    return out


def _branch(page: Page, home: int, box: int) -> int:
    """The box inside ``home`` that ``box`` stands in; ``home`` for its own lines, -1 outside of it."""
    inner = home
    for one in _path(page, box):
        if one == home:
            return inner
        inner = one
    return -1


def _grow(
    page: Page, scores: Sequence[float], home: int, core: tuple[int, int], limits: tuple[int, int]
) -> tuple[int, int]:
    """The core with the lines around it that belong to it, none of them outside of ``limits``."""
    blocks = page.blocks
    (first, last), (floor, ceiling) = core, limits

    def belongs(at: int, own: int) -> bool:
        block = blocks[at]
        branch = _branch(page, home, block.box)
        if branch < 0 or block.hidden:
            return False
        if scores[at] < 0:
            return bool(block.linked and _FILE.search(block.text) and not is_chrome(block.text))
        return branch in (own, home) or not (page.chrome[block.box] or _footing(block.text))

    head = _branch(page, home, blocks[first].box)
    while first > floor and belongs(first - 1, head) and not _STAMP.fullmatch(blocks[first - 1].text):
        first -= 1
    if first and first < core[0] and blocks[first - 1].text.endswith(("：", ":")) and is_chrome(blocks[first - 1].text):
        first += 1  # what a label of the site's stands before
    tail = _branch(page, home, blocks[last - 1].box)
    while last < ceiling and belongs(last, tail):
        last += 1
    return first, last


def _whole(grids: Sequence[TableBox], first: int, last: int) -> tuple[int, int]:
    """The stretch, with tables that it cuts through."""
    for table in grids:
        if table.first < last and first < table.last:
            first, last = min(first, table.first), max(last, table.last)
    return first, last


# ---------------------------------------------------------------- tables


def _tables(page: Page) -> tuple[list[TableBox], list[TableBox]]:
    """The tables that are grids of data, and those that are boxes of labels; all others only lay the page out."""
    grids: list[TableBox] = []
    boxes: list[TableBox] = []
    laid_out: set[int] = set()
    for index in range(len(page.tables) - 1, -1, -1):  # inner ones come after those around them
        table = page.tables[index]
        told = "layout" if index in laid_out else _sort(page, table)
        if told == "grid":
            grids.append(table)
        elif told == "box":
            boxes.append(table)
        if (told == "grid" or index in laid_out) and table.outer >= 0:
            laid_out.add(table.outer)
    return sorted(grids, key=lambda table: table.first), boxes


def _sort(page: Page, table: TableBox) -> str:
    rows = [row for row in table.rows if row]
    texts = [_cell_text(page, cell.first, cell.last) for row in rows for cell in row]
    filled = [text for text in texts if text]
    if len(rows) < 2 or max(map(len, rows)) < 2 or len(filled) < 3:
        return "layout"
    if table.last - table.first < 60 and sum(1 for text in filled if _frame()[2].fullmatch(text)) >= 2:
        return "box"
    if table.last - table.first < 60 and sum(1 for text in filled if _frame()[1].match(text)) * 2 >= len(filled):
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
    if any(_footing(text) for text in filled):
        return "layout"
    return "grid" if len(filled) >= 6 and max(map(len, filled)) <= 30 else "layout"


def _cell_text(page: Page, first: int, last: int) -> str:
    if last - first == 1:
        return page.blocks[first].text.strip()
    return "\n".join(block.text for block in page.blocks[first:last]).strip()


# ---------------------------------------------------------------- headline


def _squash(text: str) -> str:
    return "".join(rx(r"[\p{L}\p{N}]+").findall(text))


def _headline(page: Page, first: int, last: int) -> str:
    """The page's headline, where the body does not begin with it; else nothing."""
    told = _told(page, first)
    if not told:
        return ""
    opening = [block.text for block in page.blocks[first : min(last, first + 8)]]
    if _squash(told) in _squash("".join(opening))[:400]:
        return ""
    own = any(_OWNED.match("".join(opening[at : at + count])[:90]) for at in (0, 1, 2) for count in (1, 2, 3))
    return "" if own and len(opening[0]) < 60 else told


def _told(page: Page, first: int) -> str:
    """What the page calls its document: in a headline above it, in its description, or in the title of the window."""
    seen = [block for block in page.blocks[:first] if not block.hidden and 4 <= len(block.text) <= 90]
    above = [block.text for block in reversed(seen) if block.title and not is_chrome(block.text)]
    plain = [block.text for block in reversed(seen) if not block.linked and not is_chrome(block.text)]
    parts = [part.strip() for part in rx(r"\s[-–—|]\s|[_|｜]|-(?!\d)|——|–|—").split(page.title)]
    window = [part for part in parts if part]
    offers = [*above, page.article_title, *plain, *window]
    named = [text for text in offers if REPORT.search(text) and "。" not in text and len(text) <= 90]
    whole = [text for text in named if not text.endswith(("…", "...", "..."))]
    return next(iter([*whole, *named, *above[:1], *filter(None, [page.article_title]), *window[:1]]), "")
