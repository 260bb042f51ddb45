"""Where what a section tells ends before the section does: signature, date, navigation of the page."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.items.cues import cue
from extract.items.enumerators import marks
from extract.lexicon import rx


def foot(clean: str, start: int, end: int) -> int:
    """Where the report's foot (date, web page navigation) or the next heading begins inside the region."""
    at = start
    while at < end:
        newline = clean.find("\n", at, end)
        stop = end if newline < 0 else newline
        words = clean[at:stop].strip()
        mark = next(marks(words[:8], 0, min(8, len(words))), None)
        words = words[mark.end if mark and mark.start == 0 else 0 :]
        if (
            (_signed().search(words) and at > start)
            or (cue("^foot").match(words) and (at > start or stop - at < 24))
            or (at > start and not mark and _organ().fullmatch(words))
        ):
            return at
        at = stop + 1
    return end


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
