"""Deciding what a quantity counts: its own words first, then the list or topic that it continues, then the broad kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.facts import outcome
from extract.facts.base import Draft, Kind, Rule, Verdict
from extract.facts.borders import about_disclosure, offhand, only_actors
from extract.facts.frames import Frame
from extract.facts.rates import rate
from extract.facts.registry import CLUES, Clue, allowed, around, asked, broad, concluded, possible, special
from extract.facts.registry import kind as kind_of
from extract.facts.topic import asked_for, goes_on
from extract.lexicon import rx

ACTS = rx(
    r"结转|转入|转下|转至|不予|未予|非政府|无法|不存在|有效|废止|失效|修改|维持|驳回|撤[回诉销]|属于|属个|提出|余下|办结|发布|公开(?!栏|专)|收到|受理|举办|召开|开展|办理|推送|印发|制定|组织|回复|答复|通报|整改|审核|关停|注销|退回|压[到减]|结案|现[行存]|采纳|采用|回信|审议"
)
LISTED = rx(
    r"[”）]?[、，；（：和及与]?(?:其中|包括|含|以及|和|及|其他|其余|另有|其中，|：)*[：，（]?[^，。；、（）]{0,22}"
)


GOING_ON = frozenset(
    {
        "disclosure",
        "application",
        "response",
        "proposal",
        "document",
        "audience",
        "staff",
        "review",
        "litigation",
        "complaint",
        "fee",
        "interpretation",
    }
)
ANYTHING = Rule("any", "#", confidence=0.6)


def decide(frame: Frame, before: Sequence[Draft], clean: str) -> Verdict | None:
    """The kind and rule of a frame, None where it only says how many did something, or nothing at all."""
    verdict = _decide(frame, before, clean)
    if verdict is None or only_actors(frame, verdict) or offhand(frame, verdict):
        return None
    return about_disclosure(frame, verdict) if verdict.kind.name == "application" else verdict


def _decide(frame: Frame, before: Sequence[Draft], clean: str) -> Verdict | None:
    """The first rule that fits, then the list that the frame continues, then the broad kinds."""
    q = frame.quantity
    previous = before[-1] if before and before[-1].paragraph == frame.sentence.paragraph else None
    if COMPARED.search(frame.right, frame.rules) and rx(r"(?:20\d\d|上|去|前)年?(?:度|同期)?的?$").search(frame.left):
        subject = (
            "application"
            if "申请" in frame.right
            else "disclosure"
            if rx(r"公开|发布|信息").search(frame.right)
            else "other"
        )
        return concluded(subject, "compared", "received" if subject == "application" else None, 0.85)
    if previous is not None and previous.end == q.start and previous.kind != "other":
        return concluded(previous.kind, "same-breath", previous.stage, 0.9)
    if (
        previous is not None
        and previous.kind in ("response", "training", "audience")
        and q.unit in ("人", "人次")
        and previous.unit in EVENTS
        and previous.end + 1 == q.start
        and clean[previous.end] in "、，/"
    ):
        return concluded(previous.kind, "same-breath", previous.stage, 0.9)  # 35批次、68人次
    inferred = rate(frame, previous) or _back_reference(frame, before)
    if inferred is not None and inferred.kind.name == "other" and inferred.rule.stage is None:
        own = _first(frame, special() & worth_asking(frame))
        return own if own is not None and own.rule.stage == "rate" else inferred
    if inferred is not None:
        return inferred
    if (
        previous is not None
        and previous.end >= frame.sentence.start
        and (q.unit == previous.unit or None in (q.unit, previous.unit))
        and RISEN.search(frame.left, frame.rules)
    ):
        return concluded(previous.kind, "risen", previous.stage, 0.9)
    if (
        previous is not None
        and previous.kind in ("review", "litigation")
        and previous.stage != "rate"
        and previous.end >= frame.sentence.start
        and (ended := outcome.court(frame)) is not None
    ):
        return concluded(previous.kind, "result", ended, 0.9)
    applied = frame.section == "applications" or (previous is not None and previous.kind == "application")
    if applied and (became := outcome.stage(frame)) is not None:
        return concluded("application", "outcome", became[0], 0.9)
    if applied and (became := outcome.named(frame)) is not None:
        return concluded("application", "named-outcome", became[0], 0.9)
    if (
        previous is not None
        and previous.kind in ("response", "proposal")
        and previous.stage != "rate"
        and q.unit == previous.unit
        and previous.end >= frame.sentence.start
        and (
            DEALT_WITH.search(frame.left)
            or (DEALT_WITH_BEHIND.match(frame.right) and rx(r"[，。；、@]$").search(frame.left))
        )
    ):
        return concluded(previous.kind, "dealt-with", "answered", 0.9)
    if (
        previous is not None
        and previous.kind == "interpretation"
        and previous.stage is None
        and previous.end >= frame.sentence.start
        and FORM.fullmatch(clean[previous.end : q.start])
    ):
        return concluded("interpretation", "list", None, 0.85, listed=True)
    worth = worth_asking(frame)
    verdict = _first(frame, worth & special())
    if (
        verdict is not None
        and previous is not None
        and verdict.rule.name == "label"
        and previous.kind == verdict.kind.name
        and previous.stage != "rate"
        and (previous.unit == q.unit or (previous.kind == "proposal" and {previous.unit, q.unit} <= PAPERS))
        and LISTED.fullmatch(gap := clean[previous.end : q.start])
        and not ACTS.search(gap)
        and previous.end >= frame.sentence.start
    ):
        verdict = Verdict(verdict.kind, Rule("list", "#", previous.stage), 0.85, True)
    if verdict is not None and verdict.confidence >= 0.8:
        return about_disclosure(frame, verdict)
    if (
        previous is not None
        and previous.kind == "change"
        and q.unit == previous.unit
        and clean[previous.end : q.start] in ("、", "和", "，", "与")
    ):
        return concluded("change", "list", None, 0.85, listed=True)
    if (
        previous is not None
        and previous.kind in GOING_ON
        and previous.stage != "rate"
        and q.unit in (previous.unit, None)
    ):
        gap = clean[previous.end : q.start]
        if LISTED.fullmatch(gap) and previous.end >= frame.sentence.start - 2 and not ACTS.search(gap):
            kind, stage = _listed(previous, gap)
            return concluded(kind, "list", stage, 0.85, listed=True)
    if verdict is None:
        verdict = _first(frame, worth & broad())
    if verdict is None and (q.unit is None or (not q.arabic and q.value < 2)):
        listed = q.unit is None and q.arabic and frame.right[:1] in "，。；、）" and goes_on(frame, before)
        return concluded("disclosure", "goes-on", None, 0.8, listed=True) if listed else None
    if (
        applied
        and (verdict is None or verdict.rule is ANYTHING or verdict.rule.name == "any")
        and asked_for(frame, previous)
    ):
        return concluded("application", "asked-for", "received", 0.8, listed=True)
    if (verdict is None or verdict.kind.name == "other") and goes_on(frame, before):
        return concluded("disclosure", "goes-on", None, 0.8, listed=True)
    return about_disclosure(frame, verdict) if verdict else Verdict(kind_of("other"), ANYTHING, 0.6)


def _listed(previous: Draft, gap: str) -> tuple[str, str | None]:
    """Kind and stage of what goes on with a list: as before, unless its own words say otherwise."""
    if previous.kind == "application" and previous.stage == "carried_in" and rx(r"，(?:共计?|合计|总计)").match(gap):
        return "application", "received"  # 新收98件，上年结转2件，共计100件
    if previous.kind == "document" and previous.stage == "disclosed" and rx(r"(?:公告|公示|动态|新闻)$").search(gap):
        return "disclosure", None  # 上传政策文件28条，公告公示19条
    if previous.kind == "interpretation" and rx(r"其[他它]文件$").search(gap):
        return "document", "disclosed"  # 解读文件6件，其他文件8件
    return previous.kind, previous.stage


PAPERS = frozenset({"件", "个", "条", "项", "份"})  # what proposals are counted by
DEALT_WITH = rx(
    r"[，、；：@](?:中|里)?(?:现|均|都|全部|当[天日月年])?(?:已经?|及时|按[时期]|全部)*(?:答|回|办|复|答复|回复|办结|办复|办理|解答|解决|处理|处置|化解|反馈|回应|办成|采纳|回信)(?:完毕|了|完)?的?$"
)
DEALT_WITH_BEHIND = rx(
    r"(?:都|均|全部|已经?|按[时期]|及时|依法|当[场天日])+[^，。；@]{0,4}(?:办结|办复|答复|回复|处理|解决|反馈|办理|化解)"
)
EVENTS = frozenset({"批", "批次", "次", "场", "场次", "期", "起", "件"})
FORM = rx(
    r"(?:[、和及]|，其中|（|，包括|：)(?:其中)?[^，。；、：]{0,6}(?:视频|图解|图文|音频|动漫|动画|漫画|长图|海报|H5|文字|访谈|问答|直播|文章|专栏文章|情景剧|一图读懂|图表)(?:类|解读|材料|作品|产品)?"
)  # how a policy was explained, in a list of such
RISEN = Clue(
    r"(?:从|由)[^，。；@]{0,10}@[^，。；@]{0,4}(?:增至|增长到|增长至|涨到|涨至|升至|上升到|扩大到|发展到|增加到|增加至|减至|降至|减少到)$"
)
COMPARED = Clue(r"^[^，。；]{0,6}相比")

EVERY = Clue(r"(?:均|都|各)(?:为|是|有)?$")
NONE_OF = Clue(r"(?:申请|复议|诉讼|举报|投诉)[、和及与][^，。；]{0,10}为$")  # 复议、诉讼为0
EACH = (
    ("application", "received", "申请(?!行政|复议)"),
    ("review", "received", "复议"),
    ("litigation", "received", "诉讼"),
    ("complaint", None, "举报|投诉|申诉"),
)


def each(frame: Frame) -> list[tuple[Kind, str | None]]:
    """The kinds that one number counts one by one (行政复议、行政诉讼均为0件)."""
    none_of = frame.quantity.value == 0 and NONE_OF.search(frame.left, frame.rules)
    if not none_of and not EVERY.search(frame.left, frame.rules):
        return []
    clause = rx("[。；@]").split(frame.left)[-1]
    if len(clause) < 6:
        clause = frame.sentence.heading.rsplit(" ", 1)[-1] + clause
    found = [(kind_of(name), stage) for name, stage, word in EACH if rx(word).search(clause)]
    return found if len(found) > 1 else []


def _back_reference(frame: Frame, before: Sequence[Draft]) -> Verdict | None:
    """上述214条 is what the 214条 before it was."""
    if not frame.left.endswith(("上述", "以上", "前述", "这", "该", "在", "的", "这些")):
        return None
    q = frame.quantity
    for item in reversed(before):
        if item.value == q.value and item.unit == q.unit and item.kind != "other":
            if frame.left.endswith(("上述", "以上", "前述", "这", "这些")) or rx(r"[^，。；]{0,10}(?:中|里)").match(
                frame.right
            ):
                return concluded(item.kind, "back-reference", item.stage, 0.9)
            return None
    return None


GOES_ON = ("其中", "包括", "按", "从", "除", "已", "当年", "全部", "均", "上述", "以上")
TOPICS = {"review": "行政复议", "litigation": "行政诉讼", "application": "信息公开申请", "response": "咨询"}


def in_context(frame: Frame, before: Sequence[Draft]) -> Frame:
    """The frame with the topic of the sentence before, where its own sentence goes on (其中…, 除…外) without naming one."""
    if not before or not frame.window.startswith(GOES_ON):
        return frame
    last = next((item for item in reversed(before[-6:]) if item.kind != "change" and item.stage != "rate"), before[-1])
    topic = TOPICS.get(last.kind)
    if (
        topic is None
        or (last.unit not in (frame.quantity.unit, None) and frame.quantity.unit != "%")
        or rx(r"复议|诉讼|咨询|留言|公开信息|发布|建议|提案|培训|会议").search(frame.window)
    ):
        return frame
    window = f"{topic}，{frame.window}"
    return replace(frame, window=window, left=f"{topic}，{frame.left}", rules=possible(window))


def _first(frame: Frame, among: int) -> Verdict | None:
    at = _next(frame, among)
    return None if at < 0 else asked().rules[at]


def fitting(frame: Frame) -> Iterator[Verdict]:
    """Every rule that fits the frame, in the order in which they are asked."""
    among = worth_asking(frame)
    at = _next(frame, among)
    while at >= 0:
        yield asked().rules[at]
        at = _next(frame, among & -2 << at + CLUES)


def worth_asking(frame: Frame) -> int:
    """The rules that are worth asking of the frame, as bits: no other one fits it."""
    unit = (frame.quantity.unit or "").partition("（")[0]
    worth = frame.rules & allowed(unit, frame.sentence.section, frame.section)
    return worth & around(frame.left, frame.right) if worth else 0


def _next(frame: Frame, among: int) -> int:
    """The place of the first rule among these bits that fits the frame, -1 where none does."""
    patterns = asked().patterns
    while among:
        at = (among & -among).bit_length() - 1 - CLUES
        if rx(patterns[at]).search(frame.window):
            return at
        among &= among - 1
    return -1
