"""The year reported on, and the period of the figures."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache
from re import Pattern

from extract.lexicon import rx
from extract.model import Part, Period, Text, Title
from extract.numbers import chinese


def year(text: Text, parts: tuple[Part, ...], found: Title | None, span: Period | None) -> int | None:
    """The year reported on: from the title, else the period, else the year that the report opens with."""
    told = title_year(found)
    return told if told is not None else int(span.end_date[:4]) if span else text_year(text)


def title_year(found: Title | None) -> int | None:
    """The year that the title names."""
    if found is None:
        return None
    match = rx(r"(20[0-3]\d)(?:年|\D|$)|([二两][〇○零Ｏ0oO][一二〇○零Ｏ0oO]?[一二三四五六七八九〇○零Ｏ0oO])年?").search(
        found.text.translate(_DIGITS).replace(" ", "")
    )
    if not match:
        return None
    return int(match[1]) if match[1] else chinese(match[2].translate(_ZERO))


def text_year(text: Text) -> int | None:
    """The year that the report's opening speaks of most; plans speak of the next one, comparisons of the one before."""
    head = text.clean[:2500]
    votes: dict[int, float] = {}
    alone = rx(r"[^\n。]{2,24}[^\n。\d](20[0-3]\d)(?=\n)").match(head)  # 甲镇政务公开，2021
    if alone:
        votes[int(alone[1])] = 3
    for match in _years().finditer(head):
        told = int(match[0][:4])
        at, end = match.span()
        before = at - 1 if head.endswith("\n", 0, at) else at  # a line break in between makes no difference
        if told < FIRST or head.endswith(("《", "〔"), 0, at):
            continue
        upto = head.endswith(UPTO, 0, before) and rx(r"12月|年?[底末]").match(head, end)
        coming = head.endswith(COMING, 0, before) or _coming().match(head, end, end + 12)
        if not upto and not coming and rx(r"\d{1,2}月").match(head, end):
            continue
        past = head.endswith(("比", "较", "与"), 0, before) or rx(r"年?报告(?:所|中|里)").match(head, end)
        told += 1 if past else -1 if coming and not upto else 0
        votes[told] = votes.get(told, 0) + (3 if upto else 2 if match["strong"] and not past and not coming else 1)
    return max(votes, key=lambda y: (votes[y], -y)) if votes else None


FIRST = 2007  # the year of the regulation
UPTO = ("截至", "截止", "截至到", "截止到")
COMING = ("预计", "力争", "争取", "拟", "拟于", "计划", "计划于", "将于", "打算")  # before a year that is only to come


@cache
def _years() -> Pattern[str]:
    return rx(r"20(?<!\d20)[0-3]\d年(?P<strong>度?(?:政府|政务)?信息公开|，|度)?")


@cache
def _coming() -> Pattern[str]:
    """What stands behind a year that is only to come."""
    return rx(
        r"，?(?:我们|[我本][一-龥]|全[省市县区镇乡]|街道|[省市县区])?(?:将|要|拟|打算|力争|争取|继续|计划|重点(?!领域)|工作(?:打算|计划|思路|安排)|底前|起)"
    )


_DIGITS = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}
_ZERO = {ord(mark): "〇" for mark in "Ｏ0oO"}


_TO = r"[，]?(?:至|到|—|-|–|~|―)+(?:当年|同年|本年)?"
_PERIODS = (  # the last one in Chinese numerals, of which the second is nought
    # a damaged one is read where only one reading is a date: 202011日起至20201231日
    r"(?P<y1>20\d\d)(?:年度?（?|[.\-/\0])?(?P<m1>0?[1-9]|1[0-2]|元)(?:月|[.\-/\0])?\0?(?P<d1>0?[1-9]|[12]\d|3[01])\0?日?(?:零时|0时|起|开始|始)*"
    + _TO
    + r"(?:(?P<y2>20\d\d)(?:20)?(?:年|[.\-/\0])?)?(?P<m2>1[0-2]|0?[1-9])(?:月|[.\-/])?(?:(?P<d2>3[01]|[12]\d|0?[1-9])日?|[底末])",
    r"(?P<y1>20\d\d)年(?P<m1>0?1|元)(?:月份?)?(?P<d1>)"
    + _TO
    + r"(?:(?P<y2>20\d\d)年)?(?P<m2>12)月份?(?:[底末])?(?P<d2>)",
    r"(?P<y1>[二两][〇○零O][〇○零一二三四五六七八九]{2})年(?P<m1>元|[一二三四五六七八九十]{1,2})月(?P<d1>[一二三四五六七八九十]{1,3})日(?:起|开始|始)?"
    + _TO
    + r"(?:(?P<y2>[二两][〇○零O][〇○零一二三四五六七八九]{2})年)?(?P<m2>[一二三四五六七八九十]{1,2})月(?:(?P<d2>[一二三四五六七八九十]{1,3})日|[底末])",
)


def period(text: Text) -> Period | None:
    """The stated period (``2020年1月1日起至2020年12月31日``); a damaged one where only one reading is a date."""
    clean = text.clean.replace(" ", "\0")
    for pattern in _PERIODS if any(mark in clean for mark in "〇○零O") else _PERIODS[:2]:
        for match in rx(pattern).finditer(clean):
            try:
                first = _date(match["y1"], match["m1"], match["d1"] or "1")
                last = _date(match["y2"] or match["y1"], match["m2"], match["d2"])
            except ValueError:
                continue
            if 80 <= (last - first).days <= 800 and (
                first.day == 1 or "期" in text.clean[max(0, match.start() - 30) : match.start()]
            ):
                return Period(first.isoformat(), last.isoformat(), *text.cut(match.start(), match.end()))
    return None


def _date(year: str, month: str, day: str | None) -> date:
    """The date, in figures or Chinese numerals; without a day the last of the month. ValueError where there is none."""
    figures = [
        int(part) if part.isdecimal() else chinese(part.translate(_ZERO)) or 0
        for part in (year, month.replace("元", "1"), day or "0")
    ]
    if not day:
        figures[2] = monthrange(figures[0], figures[1])[1]
    return date(*figures)
