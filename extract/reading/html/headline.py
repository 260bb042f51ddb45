"""What a web page calls its document, where the document's own text does not begin with it."""

from __future__ import annotations

import regex

from extract.lexicon import rx
from extract.reading.html.blocks import Page
from extract.reading.html.frame import REPORT, is_chrome

_OWNED = regex.compile(
    r"\W*(?:关于)?[\p{Han}“”·+]{3,40}?(?:关于)?(?:20\d\d|[二两][〇○零Oo0][一二〇○零][一二三四五六七八九〇○零]|年)[^。]{0,8}"
    r"(?:公开|政府信息)[^。]{0,12}(?:报告|年报|总结)"
)


def squash(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(rx(r"[\p{L}\p{N}]+").findall(text))


def headline(page: Page, first: int, last: int) -> str:
    """The page's headline, where the body does not begin with it; else nothing."""
    told = _told(page, first)
    if not told:
        return ""
    opening = [block.text for block in page.blocks[first : min(last, first + 8)]]
    if squash(told) in squash("".join(opening))[:400]:
        return ""
    own = any(_OWNED.match("".join(opening[at : at + count])[:90]) for at in (0, 1, 2) for count in (1, 2, 3))
    return "" if own and len(opening[0]) < 60 else told


def _told(page: Page, first: int) -> str:
    """What the page calls its document: in a headline above it, in its description, or in the title of the window."""
    seen = [block for block in page.blocks[:first] if not block.hidden and 4 <= len(block.text) <= 90]
    above = [block.text for block in reversed(seen) if block.title and not is_chrome(block.text)]
    plain = [block.text for block in reversed(seen) if not block.linked and not is_chrome(block.text)]
    parts = [part.strip() for part in rx(r"\s[-–—|]\s|[_|｜]|-(?!\d)|——|–|—").split(page.title)]
    offers = [*above, page.article_title, *plain, *filter(None, parts)]
    named = [text for text in offers if REPORT.search(text) and "。" not in text and len(text) <= 90]
    whole = [text for text in named if not text.endswith(("…", "..."))]
    known = [text for text in above if squash(text) in squash(page.title)]  # not the name of the site or of a column
    return next(filter(None, [*whole, *named, page.article_title, *known]), "")
