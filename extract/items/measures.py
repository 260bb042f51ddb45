"""Measures told in prose: parts between ；, or clauses that each open with a verb of their own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from re import Pattern

from extract.items.asides import announces
from extract.items.cues import cue
from extract.items.faults import Span, sentences, split
from extract.items.references import reference
from extract.lexicon import rx


@lru_cache(4)  # where there are more or less of them than faults, other cuts are made beside these
def measures(clean: str, start: int, end: int) -> list[Span]:
    """Measures told in prose: parts between ；, or clauses that each open with a verb of their own."""
    out: list[Span] = []
    for a, b in sentences(clean, start, end):
        while a < b and clean[a] in "\n，；： ":
            a += 1
        if announces(clean[a:b]):
            continue
        named = reference(clean[a:b])
        a += 0 if named and (named.number or named.about) else opening(clean[a:b])
        a += _attitude(clean[a:b])
        colon = clean.find("：", a, min(b, a + 40))
        listed = colon >= 0 and "；" in clean[colon:b] and "；" not in clean[a:colon]
        a = colon + 1 if listed or (colon >= 0 and announces(clean[a:colon])) else a
        parts = split(clean[a:b], "；")
        for x, y in parts:
            told = reference(clean[a + x : a + y])
            if told and (told.number or told.about):  # what answers one fault is one measure
                spans = [(a + x + told.end, a + y)]
            else:
                spans = [(a + x, a + y)] if len(parts) > 1 else _measure_clauses(clean, a + x, a + y)
            out += [span for span in spans if clean[slice(*span)].strip("。，；：、\n ")]
    return out


def _attitude(words: str) -> int:
    """Length of clauses that name no measure before the one that opens with 将 (我们不回避，将…)."""
    match = rx(r"[^。；：]{4,50}?，(?=(?:我们|我[省市县区镇乡局厅]|还)?(?:将|拟|打算|准备)[^，。；]{6})").match(words)
    if not match or any(
        cue("^measure").match(clause) or cue("^measure_weak").match(clause) for clause in match[0].split("，")
    ):
        return 0
    return match.end() + opening(words[match.end() :])


def by_clauses(clean: str, told: Sequence[Span]) -> list[Span]:
    """A finer cut of measures: 并 and 以及 with a verb of their own begin a measure too."""
    out: list[Span] = []
    for a, b in told:
        at = a
        for match in rx(
            r"(?:，|；)?(?:并(?:且|同时|要求|请|把|将|在|对|由|于|建立|开展|组织|安排|制定)|以及|同时)"
        ).finditer(clean, a + 4, b - 4):
            out.append((at, match.start()))
            at = match.start() + (1 if clean[match.start()] in "，；" else 0)
        out.append((at, b))
    return out


def opening(words: str) -> int:
    """Length of 下一步，我镇将… at the start of a sentence."""
    bound = False  # after 要 or 应当, 将 stands before its object
    told = reference(words)
    at = told.end if told and told.end <= len(words) - 4 else 0
    while match := _opening_pattern().match(words, at):
        if match.end() == at or match.end() > len(words) - 4:
            break
        if bound and match[0] == "将":
            break
        bound = bound or rx(r"要|拟|应该?|应当|必须|想").search(match[0]) is not None
        at = match.end()
    return at


@cache
def _opening_pattern() -> Pattern[str]:
    who = r"(?:我(?:[省市县区镇乡厅局院办处委所街会旗盟州校站队馆社部](?:道|委|局|办|街道)?|苏木|中心|单位|机关|公司|[大支总]队|管委会|办事处)"
    who += r"|我们|本机关|本单位|[省市县区镇乡]政府|街道|办事处|各[^，。；]{1,6})"
    return rx(
        rf"(?:针对|对于?(?=以上|上述|这[些个一几]|存在|此(?:类|种|现象|问题)|第|问题|不足|短板|（))[^，。；：]{{0,40}}[，：]"
        rf"|(?:(?:在)?(?:下一?步|今后|以后|未来|接下来|后续|新的一年|明年|来年|年内|下一年度?|下阶段|下年度)(?:的|里|一年|一段时间|信息|政务|政府|公开|工作|打算|计划|中|过程)*|(?:20\d\d|二[〇○零]..)年(?:度)?|为此|对此|鉴于此|基于此|改进措施|整改措施|对策|(?:改进|整改|措施|打算)(?:情况|办法|方向|方面|思路)?(?=[：是]))(?:是|中)?[，：]?"
        rf"|{who}?(?:(?:政府|政务)?信息公开|政务公开|政务服务)?(?:各项)?(?:工作)?(?:将|拟(?!定)|要(?!求|点|闻|素))(?!工作|信息|政|此|其|依|村|[^，。；]{{2,12}}(?:纳入|列入|列为|作为|并入|整合|引进|挂钩|合并|(?:搬|移|迁|改(?!进)|调整|合并|分解|细化|延伸|下放|落实|设|放|交|转|写|编|并|归)(?:到|至|为|成|进|入|在|给|由)))(?:会(?!同|商|议))?|{who}(?:将|要|会|应|已(?:经)?)?[，]?(?=[一-龥])|[一-龥“”+]{{2,16}}(?<!把|不|部|对|问题|需|内容|公开|结果|信息)将(?!工作|信息|政务|政府|此|其|依法|村|所|公开)|(?:重点|着力|着重)?(?:(?:计划|准备|打算|拟)(?:采取)?|采取(?=以下|如下|措施|办法|[，：]))(?:以下|如下)?(?:措施|办法|工作)?(?:[，：]|(?:来|加以|予以|进行|积极|认真|切实|逐步|努力)*(?:改进|整改|完善|解决)[：，])?|(?:同时|此外|另外)，"
        r"|(?:再就是|再者是?|还有就?是|另外就?是|其次是|最后就?是|再一个是|另一个是)[，：]?|(?:我们)?(?:应当|应该|必须|需要|还要|还想|很想|想)(?=[一-龥]{4})"
        r"|(?:重点|着重|着力|主要|集中|我们)*(?:要)?(?:从|抓好|做好|办好|采取|做到|实施|落实)[^，。；：]{0,14}：|(?:现|目前)?正(?:在)?(?:抓紧|着手|积极|组织)+|(?:即|就是|那就是|也就是|并且?|以及)(?=[一-龥]{3})|(?:进一步|不断|逐步|切实|认真)*(?:加以)?(?:改进|整改)，(?=[^，。；]{4})|改进(?:也|就|要|将|主要|方向|工作)[^，。；：]{0,14}[，：]|[一-龥]{1,4}，(?:即|就是)"
    )


def leads_on(clause: str) -> bool:
    """Whether a clause only leads to the measure after it (在巩固现有渠道的基础上)."""
    led = clause.startswith("在") and rx(r"在[^，。；]{2,60}(?:基础上|前提下|的?同时|过程中|情况下|框架下)$").match(
        clause
    )
    return bool(led)


def _by_means(clause: str) -> bool:
    """Whether a clause says by what it measures up and then what is done (对照清单补齐缺项), not only in what spirit."""
    match = rx(r"(?:对照|按照|根据|依据|依照|参照|遵照|比照)[^，。；]{2,20}?").match(clause)
    return (
        match is not None
        and cue("act").search(clause, match.end()) is not None
        and not rx(r"(?:要求|部署|精神|原则|安排|规定|思路|目标|标准|方针|意见|通知|办法|方案)$").search(clause)
    )


def _measure_clauses(clean: str, start: int, end: int) -> list[Span]:
    body = clean[start:end]
    pieces = split(body, "，")
    out: list[list[int]] = []
    waiting = False
    begin = -1  # where the clause begins that 在……的基础上 leads to
    for i, (a, b) in enumerate(pieces):
        words = body[a:b].strip("。\n ")
        beside = rx(r"(?:同时|另外|此外|还|也|再)[要将]?").match(words)
        words = words[beside.end() :] if beside else words
        later = i + 1 < len(pieces)
        if out and later and leads_on(words):
            begin = pieces[i + 1][0]
            continue
        prefaces = cue("^preface").match(words) is not None
        if prefaces and later and (not out or waiting) and not _by_means(words):
            waiting = not out
            continue
        if not out and later and cue("lead_in").search(words):
            continue
        is_aim = cue("^aim$").match(words) is not None
        if begin >= 0:
            if not (is_aim and later):
                out.append([begin, b])
                begin = -1
        elif out and (is_aim or prefaces or _hangs(words)) and not cue("^actor").match(words):
            if later or not is_aim:
                out[-1][1] = b
        elif not (is_aim and later):
            out.append([a, b])
    return [(start + a, start + b) for a, b in out]


def _hangs(words: str) -> bool:
    """Whether a clause is no measure of its own: it hangs on the one before, or no verb of a measure opens it."""
    if cue("^hangs_remedy").match(words):
        return True
    return not (cue("^measure").match(words) or cue("^measure_weak").match(words))
