"""The title of a report, and where it stands."""

from __future__ import annotations

from functools import cache
from re import Match, Pattern

from extract.lexicon import alternation, load, rx
from extract.model import Part, Text, Title

OTHER = r"[，。：；]|根据|编制|组成|发布日期|索引号|现将|来源"  # in no title
ABOUT = r"(?:信息|政务|政府)公开|公开工作|政府信息"


@cache
def _title() -> Pattern[str]:
    return rx(
        rf"(?:{ABOUT}).*?(?:报告|总结|小结|自查|年报|情况|汇报)(?:（[^）\n月]{{1,12}}）)?(?=$|（|】|20\d\d年|根据|本报告|本年|一、|按照|为[深认全]|依据)"
    )


@cache
def organ_name() -> Pattern[str]:
    """What reads like the name of an organ."""
    return rx(rf"[一-龥“”+＋·]{{2,24}}?(?:{alternation(load('organs', ('suffix', 'level'))['suffix'])})")


def title(text: Text, parts: tuple[Part, ...]) -> Title | None:
    """The report's title: a line before the first heading (or two lines that were broken), None where there is none."""
    found = _title_span(text, parts)
    if found is None:
        return None
    return Title(*text.cut(*found))


def _title_span(text: Text, parts: tuple[Part, ...]) -> tuple[int, int] | None:
    """Where the title stands."""
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
            match = _titled(words)
            if match is None:
                continue
            if count > 1 and (
                match.end() <= len("".join(piece for piece, _ in lines[i : i + count - 1])) or not lines[i][0]
            ):
                break
            end = _at(lines[i : i + count], match.end())
            own_line = count > 1 and bool(organ_name().fullmatch(lines[i][0]))
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
    lead = rx(r"\d{1,2}、|附件\d*[：、]?|【").match(text.clean, best[1])
    year_line = rx(r"\n（20\d\d年?度?）(?=\n|$)").match(text.clean, best[2])
    return (lead.end() if lead else best[1]), (year_line.end() if year_line else best[2])


def _titled(words: str) -> Match[str] | None:
    """The title in the words, up to its end: within 60 characters, and before all that no title has in it."""
    other = rx(OTHER).search(words)
    reach = min(60, other.end() - 1 if other else len(words))
    if not rx(ABOUT).search(words, 0, reach):
        return None  # as nearly always
    match = _title().search(words)
    return match if match and match.end() <= reach else None


def _at(lines: list[tuple[str, int]], offset: int) -> int:
    for line, start in lines:
        if offset <= len(line):
            return start + offset
        offset -= len(line)
    raise ValueError("offset past the lines")
