"""Stated absences: 未收到申请, 没有发生行政复议、行政诉讼, 收费及减免：无 are zeros, not blanks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from re import Pattern

from extract.facts.base import Absence, Kind, compiled
from extract.facts.registry import kind as kind_of
from extract.lexicon import rx
from extract.model import Sentence


@dataclass(frozen=True, slots=True)
class Denied:
    """A denial in clean offsets: the words that deny, and what they deny."""

    start: int
    end: int
    kind: Kind
    absence: Absence
    unit: str | None = None


VERB = r"(?:制定|制发|出台|发布|废止|开展|举办|召开|举行|组织|编制|公布|配备|收到|接到|受理|发生|出现|产生|收取|接收|接受|接获|涉及|引发|办理|受到|提起|存在|遇到|形成|征收|减免|惹上|惹来|碰到|摊上|招致|遭遇|引来|收过|收(?=任何|申请人|分文|一分|群众|取|公民|[^，。；到]{0,8}费)|予(?:以)?收取|引起|导致|发现|有)"


@cache
def _denial() -> Pattern[str]:
    return rx(
        rf"(?=[未没无不均都也皆全为零免一实是分])(?:(?:未|没有|没|无|不)(?:曾|能)?(?:因|对|向|就)[^，。；]{{2,26}}?(?:收取(?:任何)?|实施收费|收费|引起|引发|被申请|而被提起|被提起|提起|发生|产生)"
        rf"|(?:未|没有|没)(?:曾|过|再|实际)?{VERB}(?:过|到)?(?:和减免|或减免|、减免|及减免)?|(?:未|没有|没|无)被(?:申请|提起|投诉|举报|要求|诉|纠错|纠正|撤销|(?=(?:行政)?(?:复议|诉讼)))|没有|未有|无(?=一(?:例|起|件|宗|次|人|笔))|无(?!障碍|偿|关|论|法|误|缝|线|须|需|正当|效|遗漏|条件|理|故|间|纸|死角|差别|盲区|一|人机|不(?!予))"
        rf"|不存在|(?:均|都|也|皆|全部)?为(?:零|〇)|零(?:(?=减免|免除|发生|诉求|投诉|复议|诉讼|收费|举报|案件|受理)|(?<=复议零|诉讼零|申请零|收费零|投诉零|举报零)(?=[，。；、]|$))|(?:全部|一律|均|实行|均为|都是)?免费(?=为|向|提供|办理|公开|$|[，。；])|不收取|不收费|不予收费|(?:未|没有|没)收(?:费|(?=$|[，。；、]))|分文[不未没无](?:有)?(?:收取|取|收)|无一(?:例|件|起|宗)?(?=[^，。；]{{0,6}}(?:纠错|纠正|败诉|撤销)))"
    )


DENIED = rx(r"[未没无不零〇免]")  # every denial holds one of these
DENYING = rx(r"[未没无零〇免0]|不存在|不收|不有|不取")
BODY = rx(
    r"[：，、\s]*(?:(?:截[至止]?|到|至)?(?:20\d\d年|全年|年内|当年|今年|本年|一年来|目前|报告期|统计期|期)(?:度|内|底|末|间|以来)?|年底|年末|截[至止](?:年底|年末|目前))?[，]?(?:(?:以上|上述|此|该|各|这|[两三几])(?:[两三四五几])?(?:[项类种样者])?(?:工作|情况|事项|内容)?)?[，]?(?:本单位|本机关|本级|我[局镇乡县区市委办厅院站所]|我街道|全[县市区镇乡系]统?|[县市区镇乡街局]{1,2}(?:道|里|上)?)?[，]?(?:[与因](?:政府)?信息公开(?:工作)?(?:有关|相关|引起|引发)的)?(?:从|均|都|皆|暂|尚(?!无)|也|亦|更|全部|仍|并|一概|一律|同样)*(?P<no>(?:未|没有|没|无)(?:曾|有)?(?:发生|产生|出现|收到|涉及|提起|受理|接到|收取|收费|新收)(?:过)?|尚无|为?无|没有|为?零|零(?:申请|受理|发生|收费)|不收(?:费|取)|分文[未不]取|为?0)(?:(?:此|该|这|上述|以上|相关|有关|任何)?[项类种]?(?:情况|事项|案件|问题|现象|情形|申请|业务|收费|费用)(?:发生)?)?(?:（[^）]{0,12}）)?[。；！.]?"
)  # a denial that leaves it to its heading what is denied
LABEL = rx(
    r"(?P<about>[^，。；：]{2,24})[：](?P<no>无|没有|零|暂无|均无|未发生|0(?![\d.件条起次元人%]))(?=[，。；）、]|$)"
)


def denials(clean: str, sentence: Sentence, kinds: tuple[Kind, ...], taken: list[int]) -> Iterator[Denied]:
    """What the sentence denies; ``taken`` are offsets of quantities, where a denial's reach ends."""
    if not DENYING.search(clean, sentence.start, sentence.end):
        return
    words = clean[sentence.start : sentence.end]
    whole = BODY.fullmatch(words) if len(words) < 36 else None
    if whole and not FEE.search(words):
        yield from _headed(clean, sentence, kinds, sentence.start + whole.start("no"), sentence.start + whole.end("no"))
        return
    denied = _denial().finditer(words) if DENIED.search(words) else ()
    spans = [(m.end() - len(LEAD.sub("", m[0], count=1)), m.end()) for m in denied if not _quoted(words, m.start())]
    labels = [(m.start("no"), m.end("no"), m["about"]) for m in LABEL.finditer(words)] if "：" in words else []
    for start, end, about in labels:
        yield from _objects(about, kinds, sentence.start + start, sentence.start + end)
    for i, (start, end) in enumerate(spans):
        if (words[max(0, start - 1) : start] == "因" and words[start] == "无") or words[:start].endswith("原则上"):
            continue
        if rx(r"其[他它]").match(words, end):
            continue  # 无其他事项
        if words[start:end].endswith("免费") and rx(r"[^，。；]{0,14}(?:赠|发放|派|送|寄)").match(words, end):
            continue
        if words[start:end] == "不存在" and sentence.start + end in taken:
            continue  # 信息不存在7件 counts
        if any(a <= start < b for a, b, _ in labels):
            continue
        if words[start:end] == "没有" and rx(r"因[^，。；]{2,30}(?:而被提起|被提起|引起|发生)").match(words[end:]):
            continue
        stop = min((at for mark in "；。" if (at := words.find(mark, end)) >= 0), default=len(words))
        if LOST.match(words, start):
            yield from _unlost(words, kinds, sentence.start + start, sentence.start + end)
            continue
        if i + 1 < len(spans):
            stop = min(stop, spans[i + 1][0])
        stop = min([stop, *(at - sentence.start for at in taken if at - sentence.start >= end)])
        if words[start:end] == "零" and end < len(words) and words[end] not in "，。；、":
            stop = min(stop, end + 4, *(at for mark in "，、" if (at := words.find(mark, end)) >= 0))  # 零复议，零诉讼
        here = (kind_of("fee"),) if FEE.search(words[start:end]) else kinds  # 未对信息公开申请实施收费
        if MADE.search(words[start:end]):
            here = tuple(kind for kind in kinds if kind.name not in CASES)  # 收费标准未出台
        found = list(_objects(words[start:stop], here, sentence.start + start, sentence.start + end))
        if not found or rx(r"[，。；]|$").match(words[end:]):
            before = max([0, *(words.rfind(mark, 0, start) + 1 for mark in "；。")])
            before = max([before, *(b for a, b in spans[:i])], default=0)
            before = max([before, *(at - sentence.start + 1 for at in taken if at - sentence.start < start)])
            comma = words.rfind("，", before, max(before, start - 1))
            left = words[before:start]
            if comma >= 0 and rx(r"复议|诉讼|申请|收费|费用|投诉|举报").search(words[comma:start]):
                left = words[comma:start]
            found = found or list(_objects(left, kinds, sentence.start + start, sentence.start + end))
            found = found or list(
                _objects(left + words[start:stop], kinds, sentence.start + start, sentence.start + end)
            )
        if not found and (not taken or rx(r"收到|受理|新收|接到").match(words, end)):
            begin = max(words.rfind(mark, 0, start) + 1 for mark in "，；。")
            close = min((at for mark in "，；。" if (at := words.find(mark, end)) >= 0), default=len(words))
            if BODY.fullmatch(words, begin, close):
                found = list(_headed(clean, sentence, kinds, sentence.start + start, sentence.start + end))
        yield from found


FEE = rx(r"收费|收取|分文|收[^，。；到]{0,6}费")


LEAD = rx(r"^(?:均|也|都|暂|尚|并|从|皆|亦|仍)*(?!为)")


def _headed(clean: str, sentence: Sentence, kinds: tuple[Kind, ...], start: int, end: int) -> Iterator[Denied]:
    """What the heading over the sentence, or else the line before it, names."""
    before = clean[max(0, sentence.start - 24) : sentence.start]
    line = before[:-1].rpartition("\n")[2] if before.endswith("\n") else ""
    heading = (
        (line if line and line[-1] not in "。；！" else "")
        or sentence.heading.rsplit(" ", 1)[-1]
        or before.rstrip("。：\n").rsplit("\n", 1)[-1].rsplit("。", 1)[-1]
    )
    if not rx(r"其[他它]|附件|问题|需要").search(heading):
        yield from _objects(heading, kinds, start, end)


MADE = rx(r"(?:制定|制发|出台|发布|编制|公布)$")
CASES = frozenset({"fee", "application", "review", "litigation", "complaint"})
LOST = rx(
    r"(?:无一(?:例|件|起|宗)?|没有一(?:例|件|起|宗)|无|没有|未)(?:出现|发生|产生)?(?:被)?[^，。；被]{0,4}?(?:纠错|纠正|败诉|撤销)"
)


def _unlost(words: str, kinds: tuple[Kind, ...], start: int, end: int) -> Iterator[Denied]:
    """No case that was lost (复议5件、诉讼2件，无一被纠错)."""
    lost = Absence("unlost", "", "corrected")
    for kind in kinds:
        named = {"review": "复议", "litigation": "诉讼|应诉|起诉|败诉"}.get(kind.name)
        if named and rx(named).search(words) and ("败诉" not in words or kind.name == "litigation"):
            yield Denied(start, end, kind, lost)


def _quoted(words: str, at: int) -> bool:
    """Does the place stand within “…”, as a slogan does?"""
    return words.count("“", 0, at) > words.count("”", 0, at)


def _objects(scope: str, kinds: tuple[Kind, ...], start: int, end: int) -> Iterator[Denied]:
    seen: set[str] = set()
    for kind in kinds:
        for absence in kind.absences:
            both = kind.name == "application" and rx(r"依申请公开(?:政府信息)?(?:和|及|、|或|以及)不予公开").search(
                scope
            )
            if kind.name in seen and absence.name in ("received", "none") and not both:
                continue
            if compiled(absence.about).search(scope):
                seen.add(kind.name)
                yield Denied(start, end, kind, absence)
