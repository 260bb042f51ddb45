"""Title, issuing organ with its level, year reported on, and the period of the figures."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache
from re import Pattern

from extract.lexicon import alternation, load, rx
from extract.model import Organ, Part, Period, Text, Title
from extract.numbers import chinese

ABOUT = r"(?:信息|政务|政府)公开|公开工作|政府信息"


@cache
def _title() -> Pattern[str]:
    return rx(
        rf"(?:{ABOUT}).*?(?:报告|总结|小结|自查|年报|情况|汇报)(?:（[^）\n月]{{1,12}}）)?(?=$|（|20\d\d年|根据|本报告|本年|一、|按照|为[深认全]|依据)"
    )


@cache
def _organ() -> Pattern[str]:
    return rx(rf"[一-龥“”+＋·]{{2,24}}?(?:{alternation(load('organs', ('suffix', 'level'))['suffix'])})")


def title(text: Text, parts: tuple[Part, ...]) -> Title | None:
    """The report's title: a line before the first heading (or two lines that were broken), None where there is none."""
    found = _title_span(text, parts)
    if found is None:
        return None
    return Title(*text.cut(*found))


def _title_span(text: Text, parts: tuple[Part, ...]) -> tuple[int, int] | None:
    head = text.clean[: min(parts[0].end if parts and parts[0].kind == "preamble" else 0, 600)]
    lines, at = [], 0
    for line in head.split("\n")[:14]:
        lines.append((line, at))
        at += len(line) + 1
    best: tuple[int, int, int] | None = None
    for i, (line, start) in enumerate(lines):
        labelled = rx(r"(?:标题|名称|信息名称|文件名称|题名)[：:]").match(line)
        if labelled:
            line, start = line[labelled.end() :], start + labelled.end()
            lines[i] = (line, start)
        if rx(r"附[件表]\d*：?$|$|[一二三四五六七八九十]{1,2}、|（[一二三四五]）").match(line):
            continue
        for count in (1, 2, 3):
            words = "".join([piece for piece, _ in lines[i : i + count]])[:90]  # a title ends within 60
            if i + count > len(lines) or (count > 1 and any(mark in words[:60] for mark in "。；")):
                break
            match = _title().search(words) if "公开" in words or "政府信息" in words else None
            if (
                not match
                or match.end() > 60
                or rx(r"[，。：；]|根据|编制|组成|发布日期|索引号|现将|来源").search(words[: match.end()])
            ):
                continue
            if count > 1 and (
                match.end() <= len("".join(piece for piece, _ in lines[i : i + count - 1])) or not lines[i][0]
            ):
                break
            end = _at(lines[i : i + count], match.end())
            own_line = count > 1 and bool(_organ().fullmatch(lines[i][0]))
            score = (
                2 * own_line
                + bool(rx(r"\d{4}|[二两][〇○零0Oo]").search(words[: match.end()])) * 4
                + (match[0].find("报告") >= 0) * 2
                + (count == 1)
            )
            if best is None or score > best[0]:
                best = (score, start, end)
            break
    if best is None:
        return None
    lead = rx(r"\d{1,2}、|附件\d*[：、]?").match(text.clean, best[1])
    year_line = rx(r"\n（20\d\d年?度?）(?=\n|$)").match(text.clean, best[2])
    return (lead.end() if lead else best[1]), (year_line.end() if year_line else best[2])


def _at(lines: list[tuple[str, int]], offset: int) -> int:
    for line, start in lines:
        if offset <= len(line):
            return start + offset
        offset -= len(line)
    raise ValueError("offset past the lines")


def year(text: Text, parts: tuple[Part, ...], found: Title | None, span: Period | None) -> int | None:
    """The year reported on: from the title, else the period, else the year that the report opens with."""
    told = title_year(found)
    return told if told is not None else int(span.end_date[:4]) if span else text_year(text)


def title_year(found: Title | None) -> int | None:
    """The year that the title names."""
    if found is None:
        return None
    match = rx(r"(20[0-3]\d)(?:年|\D|$)|([二两][〇○零Ｏ0oO][一二〇○零]?[一二三四五六七八九〇○零])年?").search(
        found.text.translate(_DIGITS).replace(" ", "")
    )
    if not match:
        return None
    return int(match[1]) if match[1] else chinese(match[2].translate(_ZERO))


def text_year(text: Text) -> int | None:
    """The year that the report's opening speaks of most."""
    counts: dict[int, float] = {}
    for match in rx(r"20(?<!\d20)([0-3]\d)年(?!\d{1,2}月)(?P<strong>度?(?:政府|政务)?信息公开|，|度)?").finditer(
        text.clean[:2500]
    ):
        if text.clean[match.start() - 1 : match.start()] not in ("《", "〔"):
            year = 2000 + int(match[1])
            counts[year] = counts.get(year, 0) + (2 if match["strong"] else 1)
    return max(counts, key=lambda y: (counts[y], -y)) if counts else None


_DIGITS = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}
_ZERO = {ord(mark): "〇" for mark in "Ｏ0oO"}


_TO = r"[，]?(?:至|到|—|-|–|~|―)+(?:当年|同年|本年)?"
_PERIODS = (
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
    """The stated period (``2020年1月1日起至2020年12月31日``); a damaged one is read where only one reading is a date."""
    clean = text.clean.replace(" ", "\0")
    for pattern in _PERIODS:
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
    """The date, in figures or Chinese numerals; without a day the last of the month. ValueError where there is none such."""
    figures = [
        int(part) if part.isdecimal() else chinese(part.translate(_ZERO)) or 0
        for part in (year, month.replace("元", "1"), day or "0")
    ]
    if not day:
        figures[2] = monthrange(figures[0], figures[1])[1]
    return date(*figures)


def organ(text: Text, title: Title | None) -> Organ | None:
    """The issuing organ: named in the title, after 由…编制, in the signature, or as the subject of the first sentences."""
    clean = text.clean
    signed = _from_signature(clean)
    span = (text.find(title.start), text.find(title.end - 1) + 1) if title else None
    titled = (_from_title(text, span) or _from_byline(text, span)) if span else None
    found = titled or _from_preamble(clean) or signed or _from_contact(clean) or _from_subject(clean)
    if found is None:
        return None
    start, end = found
    name = clean[start:end]
    full_name = clean[slice(*signed)] if signed else ""
    office = rx(r"(?:党政|党委|政府|综合|政务|信息|公开)*(?:办|办公室|科|服务中心)").fullmatch(
        full_name.removeprefix(name)
    )
    if signed and name != full_name and not office and (_short_for(name, full_name) or full_name.endswith(name)):
        start, end, name = *signed, full_name
    if rx(r"[乡镇县区市旗]$|街道$").search(name):
        suffix = "办事处" if name.endswith("街道") else "人民政府"
        full = clean.find(name + suffix)
        if full >= 0:
            start, end, name = full, full + len(name) + len(suffix), name + suffix
    return Organ(*text.cut(start, end), level=level(name))


def _short_for(short: str, long: str) -> bool:
    """Is ``short`` (县扶贫办) an abbreviation of ``long`` (县扶贫开发办公室): its characters in the same order?"""
    rest = iter(long)
    return len(short) < len(long) and short[:2] == long[:2] and all(c in rest for c in short)


def _from_title(text: Text, span: tuple[int, int]) -> tuple[int, int] | None:
    words = text.clean[slice(*span)]
    match = rx(
        r"(?:关于|中共)?(?P<year>[\d二〇○零O一两]{0,6}年?度?)(?:关于)?(?P<name>[^\d\n]{2,30}?)\n?(?:关于)?(?:[\d二][\d〇○零O一二三四五六七八九]{3}|年|(?:人民)?政府(?:政务|信息)|政府信息|政务公开|信息公开|主动公开|本年)"
    ).match(words)
    if not match or len(match["name"]) < 2:
        return None
    start, end = match.span("name")
    if words.startswith("人民政府", end):
        end += 4
    elif (
        words.startswith("政府", end)
        and rx(r"政府(?:政府|政务|信息公开|20)").match(words[end:])
        and words[end : end + 4] != "政府信息"
    ):
        end += 2
    if rx(r"政府|政务|年度|工作|.*(?:信息|公开).*").fullmatch(words[start:end]):
        return None
    return span[0] + start, span[0] + end


def _from_byline(text: Text, span: tuple[int, int]) -> tuple[int, int] | None:
    """An organ on a line of its own right before or behind a title that names none."""
    before = text.clean.rfind("\n", 0, max(0, span[0] - 1)) + 1
    for start in (span[1] + 1, before):
        end = text.clean.find("\n", start, start + 40)
        if end > start and not span[0] <= start < span[1]:
            name = text.clean[start:end].strip("（）")
            if _organ().fullmatch(name) and _sane(name):
                at = text.clean.index(name, start)
                return at, at + len(name)
    return None


def _from_preamble(clean: str) -> tuple[int, int] | None:
    match = rx(
        r"(?:由|，(?!由))(?P<name>[一-龥“”+]{3,24}?)(?:根据[^，。]{0,30}|结合[^，。]{0,30}|党政(?:综合)?办(?:公室)?|办公室)?(?:编制|撰写|制作)"
    ).search(clean[:900])
    if not match or not _sane(match["name"]) or match["name"] in ("本机关", "我局", "我镇", "我乡", "本单位", "我县"):
        return None
    return match.start("name"), match.end("name")


def _from_contact(clean: str) -> tuple[int, int] | None:
    """请与某镇党政办公室联系 names the town."""
    match = rx(
        r"(?:请|可|欢迎|直接)?(?:与|向|致电|联系|拨打)(?P<name>[一-龥]{2,20}?(?:人民政府|街道办事处|委员会|[镇乡局厅]|街道))(?:党政|综合|办公室|政务|政府|法制|信息|机关|党委|办|（|，)[^，。]{0,20}"
    ).search(clean[:1200])
    return match.span("name") if match and _sane(match["name"]) else None


def _sane(name: str) -> bool:
    """Is it a name, and no phrase that ends like one?"""
    return not rx(
        r"^(?:关于|我|本|全|各|该|其|上级|有关|相关|请|可|由|在|与|对|和|及)|公开|信息|目录|编排|索取|挂在|设在|统一|负责|联系|咨询|办法|如下|网站|主要|工作"
    ).search(name)


def _from_signature(clean: str) -> tuple[int, int] | None:
    tail = max(0, len(clean) - 260)
    for match in reversed(
        list(
            rx(
                r"(?:^|(?<=\n)|(?<=。))(?P<name>[一-龥“”+]{3,28})\n?(?=20\d\d年|20\d\d[.\-/]|[二两][〇○零O]|\n?$)"
            ).finditer(clean[tail:])
        )
    ):
        if _organ().fullmatch(match["name"]) and _sane(match["name"]):
            return tail + match.start("name"), tail + match.end("name")
    return None


@cache
def _subject_ends() -> Pattern[str]:
    """What follows an organ that is the subject of its sentence."""
    last = "".join(sorted({word[-1] for word in load("organs", ("suffix", "level"))["suffix"]}))
    return rx(
        rf"(?<=[{last}])(?:认真|坚持|深入|严格|高度|在|始终|积极|全面|以|共|未|按照|党|紧紧|切实|根据|主动|立足|把|将|围绕|持续|不断|进一步)"
    )


def _from_subject(clean: str) -> tuple[int, int] | None:
    counts: dict[str, list[int]] = {}
    head = clean[:3000]
    done = 0
    for match in _subject_ends().finditer(head):
        end = match.start()
        start = max(head.rfind(mark, 0, end) for mark in "\n，。、：") + 1
        if start < done or not _organ().fullmatch(name := head[start:end]):
            continue
        done = end
        if not rx(r"在|根据|按照|我|本|各|全[县市省镇区]|经|对|上级|关于|通过|由").match(name) and _sane(name):
            counts.setdefault(name, []).append(start)
    if not counts:
        return None
    name = max(counts, key=lambda n: (len(counts[n]), -counts[n][0]))
    return counts[name][0], counts[name][0] + len(name)


def level(name: str) -> str:
    """Level of an organ by its name: province, city, county, township, department or other (SCHEMA.md, ``organ``)."""
    return next(
        (
            kind
            for kind, patterns in load("organs", ("suffix", "level"))["level"].items()
            if any(rx(pattern).search(name) for pattern in patterns)
        ),
        "other",
    )
