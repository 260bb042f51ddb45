"""Where what a section tells ends before the section does: signature, date, navigation of the page."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.items.cues import cue
from extract.items.enumerators import first_mark, marks
from extract.lexicon import rx

#: last characters of organs' names
ORGANS = "府室处局厅会委院心司站所办队校馆社署部"


def foot(clean: str, start: int, end: int) -> int:
    """Where the report's foot (date, web page navigation) or the next heading begins inside the region."""
    at = start
    while at < end:
        newline = clean.find("\n", at, end)
        stop = end if newline < 0 else newline
        line = clean[at:stop].strip()
        mark = first_mark(line[:8])
        words = line[mark.end :] if mark else line
        if words and (
            (at > start and words[-1] in "日曰号" and _signed().match(words))
            or ((at > start or stop - at < 24) and cue("^foot").match(words))
            or (at > start and words[-1] in ORGANS and _organ().fullmatch(words) and not _numbered(line[:8]))
        ):
            return at
        at = stop + 1
    return end


def _numbered(words: str) -> bool:
    return next(marks(words, 0, len(words)), None) is not None


@cache
def _signed() -> Pattern[str]:
    """A signature and its date on one line."""
    return rx(
        r"^[一-龥]{3,20}(?:政府|办|室|处|局|厅|委|院|中心|公司|站|所|队|校|馆)(?:20\d\d|二[〇○零Oo0][一二三四五六七八九十〇○零]{2})年[一二三四五六七八九十\d]{1,2}月[一二三四五六七八九十\d]{1,3}[日曰号]$"
    )


@cache
def _organ() -> Pattern[str]:
    """A line that is a signature."""
    return rx(
        r"(?!加|完|健|强|改|开|提|推)[一-龥“”+（）]{2,28}(?:政府|办公室|办事处|局|厅|委员会|委|法院|检察院|中心|公司|总?站|所|处|党政办|大?队|学校|馆|联社|协会|署|部)(?:办公室)?",
    )
