"""Marks that number the points of a list (（一） 一、 第一， 一是 1. ① 问题一： ●), each with its style and number."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from re import Pattern
from typing import NamedTuple

from extract.lexicon import rx
from extract.numbers import chinese

WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 9}
#: what a number counts that is no enumerator
UNITS = "(?:人(?![员手力们])|[年月日个条次项点名种类季级天周期件份篇万千百亿倍家位所处场台户元分层步大支块张本部套岁楼号区镇乡村县市是])"
#: styles that are others written otherwise
SAME = {"dot": "bullet", "its": "shi", "side": "shi", "digit": "shi", "half": "parena"}
#: what counts only where a list of this style expects its number: a digit without its point, marks within words
ONLY_NEXT = {
    "naked": "arabic",
    "mid": "arabic",
    "loose": "shi",
    "within": "paren",
    "inner": "parena",
    "bare": "parena",
}


class Mark(NamedTuple):
    """One enumerator in clean offsets; ``number`` is 0 for bullets."""

    start: int
    end: int
    style: str
    number: int


HAN, AT = "[一二三四五六七八九十]", r"(?:^|(?<=[\n。；：，！？”）])|(?<=[一-龥]\.))"


@cache
def _pattern() -> Pattern[str]:
    return rx(_where() + _ways())


def _where() -> str:
    """What spares most places a try: characters that marks begin with, where words begin; few stand elsewhere too."""
    first = r"(?=[（【〔\[㈠-㈩⑴-⒛❶-❿A-Ha-h甲乙丙丁戊己※□▪◎▶➤第其首再最存问不短困措对整改另一二三四五六七八九十\d①-⑳●◆■★▲◇○•·√➢*—-])"
    return rf"{first}(?={AT}|其?{HAN}是|另?一方面|[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩]|(?<=[一-龥”])[（2-9])"


def _ways() -> str:
    """The marks."""
    han, at, unit = HAN, AT, UNITS
    return (
        rf"(?:{at}（?(?P<paren>{han}{{1,3}})）[、.：]?|(?<=[一-龥”])（(?P<within>{han})）[、.]?"
        rf"|{at}(?P<han>{han}{{1,3}})(?:、(?!{han}|[^，。；\n]{{0,3}}、)|\.|．|：)"
        rf"|{at}第(?P<ordinal>{han}{{1,2}}|[1-9])(?:个|条|点|项|件)?(?:方面|问题|不足|短板|措施)?(?:[，、：]|是[，：]?)"
        rf"|{at}(?P<word>首先|其次|再次|再者|最后)(?:[，、：]|是|要)"
        r"|(?<![这那某每任同单各哪])(?P<facet>另?一方面)(?:[，：]|是|要)?"
        rf"|{at}(?:其)?(?P<side>{han})(?:要|靠|抓(?!到|不|紧)|方面(?:是|要)?|来是?|则|者)[，：、]?"
        rf"|{at}其(?P<its>[一二三四五六])(?:[，、：]|(?=[一-龥]{{3}}))"
        rf"|(?:{at}|(?<![统唯之万第十百专单同是]))(?:其)?(?P<shi>{han})是[，：]?"
        rf"|{at}(?P<digit>[1-9])是[，：]?|(?<=[一-龥])(?P<loose>[2-9])是(?=[一-龥“])"
        rf"|{at}(?P<arabic>\d{{1,2}})(?:、|：(?!\d)|-(?=[一-龥])|\.(?!\d)|．|，(?=[一-龥]))"
        rf"|(?:^|(?<=\n))\d\.(?P<decimal>\d{{1,2}})[、.]?(?=[一-龥])(?![万亿年月日个条次])"
        rf"|(?:^|(?<=[\n。；：，]))(?P<naked>[1-9])(?=[一-龥“])(?!{unit})|(?<=[一-龥”])(?P<mid>[2-9])(?:[、．]|\.(?!\d)|(?!{unit}))(?=[一-龥“])"
        rf"|{at}（(?P<parena>\d{{1,2}})）[、.：]?|(?<=[一-龥”])(?:（(?P<inner>[2-9])）|(?P<bare>[2-9])）)[、.]?|{at}(?P<half>\d{{1,2}})）[、.]?"
        r"|(?P<circled>[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩])[、.]?"
        rf"|{at}(?:存在)?(?P<named>问题|不足|短板|困难|措施|对策|整改|改进(?:措施)?)之?（?(?P<which>{han}|[1-9])）?(?:[：、，.]|是|(?=\n))"
        rf"|{at}[【〔\[](?P<bracket>{han}|\d)[】〕\]][、.]?|{at}(?P<letter>[A-Ha-h甲乙丙丁戊己])[、.．）](?=[一-龥“])"
        rf"|{at}(?P<dot>[●◆■★▲◇○➢※□▪◎▶➤])[ ]?(?=[一-龥“])|(?:^|(?<=\n))(?P<bullet>[•·√*-]|—{{1,2}}|-{{2}})[ ]?(?=[一-龥“]))"
    )


def marks(clean: str, start: int, end: int) -> Iterator[Mark]:
    """All enumerators of a stretch, in order."""
    last = ("", 0)
    for match in _pattern().finditer(clean, start, end):
        style = match.lastgroup or ""
        written = match[style]
        if style == "which":
            style, number = f"named {match['named'][:2]}", _value(written)
        elif style == "word":
            style, number = "ordinal", WORDS[written]
        elif style == "facet":
            number = 1 + (written[0] == "另")
        elif style in ("bullet", "dot"):
            number = 0
        elif style == "circled":
            number = 1 + next(ord(written) - ord(one) for one in "㈠❶⒈⑴①" if written >= one)
        elif style == "letter":
            number = 1 + ("甲乙丙丁戊己".find(written) if written > "z" else ord(written.lower()) - ord("a"))
        else:
            number = _value(written)
        style = SAME.get(style, style)
        if style == "naked" and number == 1 and _second().search(clean, match.end(), min(end, match.end() + 120)):
            style = "arabic"
        wanted = ONLY_NEXT.get(style)
        if wanted:
            if last != (wanted, number - 1):
                continue
            style = wanted
        last = (style, number)
        yield Mark(match.start(), match.end(), style, number)


def first_mark(words: str) -> Mark | None:
    """The enumerator that the words begin with."""
    if not _pattern().match(words):
        return None
    mark = next(marks(words, 0, len(words)), None)
    return mark if mark and mark.start == 0 else None


@cache
def _second() -> Pattern[str]:
    """The second point of a list whose numbers have no mark behind them."""
    return rx(rf"(?<=[一-龥。；，\n])2(?=[一-龥“])(?!{UNITS})")


@cache
def _value(written: str) -> int:
    return int(written) if written.isdigit() else chinese(written) or 0
