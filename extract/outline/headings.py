"""Headings: everything in the text that looks like one, with the statutory kind that its words name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from re import Pattern

from extract.lexicon import load, rx
from extract.lexicon.patterns import openings
from extract.model import Text
from extract.numbers import chinese

BREAK = r"\n?"
LONGEST = 44  # characters of a heading
SET_APART = frozenset("一二三四五六七八九十【")  # what a heading may begin with whose number has no mark


@dataclass(slots=True)
class Heading:
    """A candidate: ``style`` of its number, ``kind`` where it reads like a statutory heading."""

    start: int
    end: int
    number: int | None
    style: str
    kind: str | None
    line: bool
    canonical: bool  # the words of the statutory form, complete
    enumerator: str | None = None  # as written; None where `number_text` has to read it off the heading's words


@cache
def _enumerator() -> Pattern[str]:
    han = "[一二三四五六七八九十]{1,3}"
    return rx(
        rf"(?=[一二三四五六七八九十第（\d])(?<![第（〔])(?:(?P<han>{han})(?:、|\.|．|，(?=[^\n]{{0,24}}(?:情况|问题|事项|概述)))"
        rf"|第(?P<part>{han})(?:部分|、|，)[：、，]?"
        rf"|（(?P<paren>{han})）[、.]?"
        rf"|(?<![\d.年第（-])(?P<arabic>\d{{1,2}})(?:、|\.(?!\d)|．|(?<=\n\d)(?=[一-龥][^\n，。；：\d]{{1,18}}\n))"
        rf"|（(?P<parena>\d{{1,2}})）[、.]?)\s?"
    )


@cache
def _kinds() -> tuple[tuple[str, Pattern[str]], ...]:
    return tuple((kind, rx("|".join(patterns))) for kind, patterns in load("outline", ("kinds",))["kinds"].items())


@cache
def _glued() -> Pattern[str]:
    """Where a statutory heading ends although text follows without a mark."""
    return rx(
        r"(?:存在的?)?(?:主要)?(?:问题|不足|困难)(?:(?:及|和|与|、)(?:改进|整改|下一?步|今后|对策|努力)[一-龥]{0,10}?(?:情况|措施|打算|安排|计划|办法|方向|思路|建议))?"
        r"|总体情况|概述|概况|(?:基本|工作开展|工作总体)情况|(?:政府|政务)?信息(?:公开)?(?:的)?情况|申请情况|公开情况|减免情况|诉讼(?:的)?情况|复议情况"
        r"|改进(?:情况|措施)|(?:工作)?(?:打算|措施|计划)|培训情况|经费情况|费用情况|费用|解读情况|(?:报告|说明)的?(?:其他)?事项|其他事项|附件"
    )


@lru_cache(maxsize=8192)  # clerks copy their headings
def kind_of(heading: str) -> str | None:
    """Statutory kind that a heading's words name, None where they name none."""
    for kind, pattern in _kinds():
        if pattern.search(heading):
            return kind
    return None


def number_text(words: str) -> str:
    """The enumerator that the words begin with, as written."""
    match = _enumerator().match(words)
    return match[0].strip() if match else ""


@lru_cache(512)
def _value(written: str) -> int | None:
    """The number that an enumerator states."""
    return int(written) if written.isdecimal() else chinese(written)


def candidates(text: Text) -> list[Heading]:
    """All headings that the text may have, in order."""
    clean = text.clean
    out: list[Heading] = []
    for match in _enumerator().finditer(clean):
        at, body = match.span()
        before = clean[at - 1] if at else "\n"
        style = match.lastgroup or ""
        line = before == "\n"
        stop = line or before in "。；！"
        end = _heading_end(text, body)
        if clean.endswith("）", body, end):
            aside = rx(r"（[^（）\n]{0,12}(?:略|附表|附后|附件|下表|后表|表格)[^（）\n]{0,4}）$").search(
                clean, body, end
            )
            end = aside.start() if aside and aside.start() > body else end
        words = clean[body:end].replace("\n", "")
        if not words:
            continue
        kind = kind_of(words) if len(words) <= LONGEST else None
        if kind and not stop:
            glued = _glued().search(clean, body, min(len(clean), body + 32))
            kind = kind if glued and style in ("han", "part") and before not in "、，：“《" else None
        marked = not clean[body - 1].isdigit()  # 2 主动公开情况: only words of the form make it a heading
        if kind or (stop and marked):
            enumerator = match[0].strip()
            told = enumerator if enumerator[-1] in "、.．）分" else None  # what follows tells of other marks
            canonical = (kind is not None or len(words) > LONGEST) and _is_bare(words)
            out.append(Heading(at, end, _value(match[style]), style, kind, line, canonical, told))
    numbered = {heading.start for heading in out}
    outer = any(heading.kind and heading.line and heading.style in ("han", "part") for heading in out)
    spaced, bare = _by_line(text)
    out += [h for h in spaced if h.start not in numbered and not (outer and h.style == "bare")]
    numbered |= {heading.start for heading in out}
    out += [h for h in bare if h.start not in numbered]
    return sorted(out, key=attrgetter("start"))


def _by_line(text: Text) -> tuple[list[Heading], list[Heading]]:
    """Headings that begin a line without a mark behind their number.

    Returns
    -------
    spaced
        Those whose number is set apart by a blank alone, and those in 【】: 二　主动公开, 【工作概况】.
    bare
        Those of the form without a number, or with one whose blank is lost: 总体情况, 一总体情况.
    """
    clean = text.clean
    spaced: list[Heading] = []
    bare: list[Heading] = []
    known, at = _bare_openings(), 0
    while at >= 0:
        at += clean.startswith("\n", at)
        opening = clean[at : at + 2]
        first = opening[:1]
        if opening in known or first in known:
            found = _bare_heading(clean, at)
            if found is not None:
                bare.append(found)
        if (first in SET_APART or first.isdecimal()) and "一" <= opening[1:] <= "龥":
            found = _spaced(text, at)
            if found is not None:
                spaced.append(found)
        at = clean.find("\n", at)
    marked = {heading.kind for heading in spaced if heading.style == "bare"}
    if len(marked) <= 2:
        spaced = [heading for heading in spaced if heading.style != "bare"]
    return spaced, bare


def _bare_heading(clean: str, at: int) -> Heading | None:
    """The words of the form that the line at ``at`` consists of."""
    match = _bare_pattern().match(clean, at)
    if match is None:
        return None
    end = match.end()
    after = clean[end : end + 1]
    written = match["number"]  # 一 总体情况: a blank stood for the mark
    if after not in ("", "\n") and not (after == "。" and written):
        return None
    kind = kind_of(match[0])
    if kind is None:
        return None
    return Heading(at, end, chinese(written) if written else None, "han" if written else "bare", kind, True, True)


def _spaced(text: Text, at: int) -> Heading | None:
    """The heading of the line at ``at`` whose number is set apart by a blank alone, or that stands in 【】."""
    clean, origin = text.clean, text.origin
    match = rx(
        r"(?:(?P<han>[一二三四五六七八九十]{1,2})|(?P<arabic>\d)|(?P<mark>【))(?=[一-龥])(?P<words>[^\n，。；：\d]{2,24})"
    ).match(clean, at)
    if match is None:
        return None
    body, end = match.span("words")
    if match["mark"]:
        end = clean.find("】", body, end + 1) + 1
        words = clean[body : end - 1] if end else ""
        kind = kind_of(words) if words else None
        return Heading(at, end, None, "bare", kind, True, True) if kind else None
    if origin[body] - origin[body - 1] < 2:
        return None  # no blank
    for i in range(body + 2, end):
        if origin[i] - origin[i - 1] > 1 and kind_of(clean[body:i]):
            end = i
            break
    kind = kind_of(clean[body:end])
    if clean[end : end + 1] in ("", "\n") or (kind and origin[end] - origin[end - 1] > 1):
        style = "han" if match["han"] else "arabic"
        return Heading(at, end, _value(clean[at:body]), style, kind, True, bool(kind) and style == "han")
    return None


@cache
def _bare_openings() -> frozenset[str]:
    """The first two characters of headings without a mark, or the first one where any other may follow."""
    return frozenset([words[:2] for words in openings(_bare_pattern().pattern)])


@cache
def _bare_pattern() -> Pattern[str]:
    return rx(
        r"(?P<number>[一二三四五六七八九十](?=[^、.]))?[【●◆■*]*(?:总体情况|概述|主动公开(?:政府信息)?(?:的)?情况|(?:收到和处理)?(?:政府信息公开)?(?:依)?申请(?:公开)?(?:政府信息)?(?:的)?情况"
        r"|(?:因)?(?:政府信息公开)?(?:工作)?(?:被?申请)?行政复议、?(?:提起)?行政诉讼(?:的)?情况|存在的?(?:主要)?问题(?:(?:及|和)(?:改进|下一?步)[^，。\n]{0,10})?|其他需要报告的事项)[】*：]*"
    )


@cache
def _form() -> Pattern[str]:
    """The headings of the statutory form, each as a whole, also where a line break runs through one."""
    headings = (
        "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项",
    )  # fmt: skip
    return rx(rf"(?:{'|'.join(BREAK.join(words) for words in headings)})(?!的|及|和|与|、|（|说明|统计|汇总|一览)")


@lru_cache(maxsize=8192)
def _is_bare(words: str) -> bool:
    """Whether they are the words of the form, complete."""
    return kind_of(words) is not None and _bare_pattern().fullmatch(words) is not None


@cache
def _told() -> Pattern[str]:
    """What stands behind a heading and its blank if it is told there: 四、收费　无收费, 二、主动公开　共3条."""
    return rx(r"\d|、|\.$|(?:无|未|零|没有)")


def _heading_end(text: Text, body: int) -> int:
    """End of the heading that starts at ``body``: of its line, first sentence or statutory phrase, or at a blank."""
    clean, origin = text.clean, text.origin
    whole = _form().match(clean, body)
    if whole:
        return int(whole.end())
    newline = clean.find("\n", body, body + 400)  # beyond that it makes no difference
    line = clean[body : body + 400 if newline < 0 else newline]
    mark = rx(r"[。；！：]").search(line)
    stop = mark.start() if mark else len(line)
    reach = body + min(len(line), 34)
    for i in range(body + 2, reach) if reach > body and origin[reach - 1] - origin[body] >= reach - body else ():
        if (
            origin[i] - origin[i - 1] > 1
            and not clean[i - 1].isdigit()  # 公开信息1 347条
            and kind_of(clean[body:i])
            and (len(line) > LONGEST or stop < len(line) or "，" in line or _told().search(clean, i, body + len(line)))
        ):
            return i
    if stop > LONGEST or _run_in().search(line):
        glued = _glued().search(line[:40])
        if glued and glued.end() <= stop and (stop > LONGEST or _run_in().match(line, glued.end())):
            return body + glued.end()
    if stop <= LONGEST:
        return body + stop
    comma = line.find("，")
    return body + (comma if 0 < comma <= LONGEST else min(LONGEST, len(line)))


@cache
def _run_in() -> Pattern[str]:
    """What text runs into a heading with."""
    return rx(r"\d|（一）|[一二三四五六七八九]、|[，：]")
