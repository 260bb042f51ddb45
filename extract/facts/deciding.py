"""Deciding what a quantity counts: its own words first, then the list or topic that it continues, then the broad kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extract.facts.base import Kind, Rule, compiled, units
from extract.facts.frames import Frame
from extract.model import ChannelMention, Fact

INHERITING = 60  # kinds up to this rank are asked before a list is continued
ACTS = regex.compile(r"发布|公开(?!栏|专)|收到|受理|举办|召开|开展|办理|推送|印发|制定|组织|回复|答复|通报|整改|审核|关停|注销")
LISTED = regex.compile(r"[”）]?[、，；（：和及与]?(?:其中|包括|含|以及|和|及|其他|其余|另有|其中，|：)*[：，（]?[^，。；、（）]{0,22}")


ANYTHING = Rule("any", "#", confidence=0.6)


@dataclass(frozen=True, slots=True)
class Found:
    """A fact while it is being made, with its clean offsets."""

    fact: Fact
    start: int
    end: int
    paragraph: int
    mentions: tuple[ChannelMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which kind and rule a frame was given."""

    kind: Kind
    rule: Rule
    confidence: float
    listed: bool = False


def decide(frame: Frame, everything: tuple[Kind, ...], before: Sequence[Found], clean: str) -> Verdict | None:
    """The kind and rule of a frame: the first that fits, then the list that it continues, then the broad kinds."""
    q = frame.quantity
    previous = before[-1] if before and before[-1].paragraph == frame.sentence.paragraph else None
    if regex.match(r"[^，。；]{0,6}相比", frame.right) and regex.search(r"(?:20\d\d|上|去|前)年?(?:度|同期)?的?$", frame.left):
        subject = "application" if "申请" in frame.right else "disclosure" if regex.search(r"公开|发布|信息", frame.right) else "other"
        return Verdict(_kind(everything, subject), Rule("compared", "#", "received" if subject == "application" else None), 0.85)
    if previous is not None and previous.end == q.start and previous.fact.kind != "other":
        return Verdict(_kind(everything, previous.fact.kind), Rule("same-breath", "#", previous.fact.stage), 0.9)
    special = _rate(frame, everything, previous) or _back_reference(frame, everything, before)
    if special is not None:
        return special
    verdict = _first(frame, [kind for kind in everything if kind.rank < INHERITING])
    if verdict is not None and previous is not None and verdict.rule.name == "label" and previous.fact.kind == verdict.kind.name and previous.fact.stage != "rate" \
            and previous.fact.unit == q.unit and LISTED.fullmatch(gap := clean[previous.end : q.start]) and not ACTS.search(gap) and previous.end >= frame.sentence.start:
        verdict = Verdict(verdict.kind, Rule("list", "#", previous.fact.stage), 0.85, True)
    if verdict is not None and verdict.confidence >= 0.8:
        return _about_disclosure(frame, verdict, everything)
    if previous is not None and previous.fact.kind == "change" and q.unit == previous.fact.unit and clean[previous.end : q.start] in ("、", "和", "，", "与"):
        return Verdict(_kind(everything, "change"), Rule("list", "#"), 0.85, True)
    if previous is not None and previous.fact.kind not in ("other", "change") and previous.fact.stage != "rate" and q.unit in (previous.fact.unit, None):
        gap = clean[previous.end : q.start]
        if LISTED.fullmatch(gap) and previous.end >= frame.sentence.start - 2 and not ACTS.search(gap):
            return Verdict(_kind(everything, previous.fact.kind), Rule("list", "", previous.fact.stage), 0.85, True)
    if verdict is None:
        verdict = _first(frame, [kind for kind in everything if INHERITING <= kind.rank])
    if verdict is None and (q.unit is None or not q.arabic and q.value < 2):
        return None
    return _about_disclosure(frame, verdict, everything) if verdict else Verdict(_kind(everything, "other"), ANYTHING, 0.6)


EACH = (("application", "received", "申请(?!行政|复议)"), ("review", "received", "复议"), ("litigation", "received", "诉讼"), ("complaint", None, "举报|投诉|申诉"))


def each(frame: Frame, everything: tuple[Kind, ...]) -> list[tuple[Kind, str | None]]:
    """The kinds that one number counts one by one (行政复议、行政诉讼均为0件)."""
    if not regex.search(r"(?:均|都|各)(?:为|是|有)?$", frame.left):
        return []
    clause = regex.split("[。；@]", frame.left)[-1]
    found = [(_kind(everything, name), stage) for name, stage, word in EACH if regex.search(word, clause)]
    return found if len(found) > 1 else []


RATED = frozenset({"application", "complaint", "response", "proposal", "review", "litigation", "disclosure", "document", "interpretation", "other"})


def _rate(frame: Frame, everything: tuple[Kind, ...], previous: Found | None) -> Verdict | None:
    """A rate whose clause does not say of what (办结率100%, 占79%) rates what was counted before it."""
    if frame.quantity.unit != "%" or previous is None or previous.fact.kind not in RATED:
        return None
    clause = regex.search(r"[^，。；、@]*$", frame.left)
    if clause and regex.fullmatch(r"(?:均|并|其)?(?:按[时期])?(?:办结|办理|答复|回复|按时答复|满意|群众满意|回访|及时|按时办结|按期)?(?:率)?(?:占|达到?|为|均|约|总数的?|总量的?|全部|总体的?|比例|比重|比|的|信息)*", clause[0]) and regex.search(r"率|占|比", clause[0]):
        return Verdict(_kind(everything, previous.fact.kind), Rule("rate-of-before", "#", "rate"), 0.9)
    return None


def _back_reference(frame: Frame, everything: tuple[Kind, ...], before: Sequence[Found]) -> Verdict | None:
    """上述214条 is what the 214条 before it was."""
    if not regex.search(r"(?:上述|以上|前述|这|该|在|的|这些)$", frame.left):
        return None
    q = frame.quantity
    for item in reversed(before):
        if item.fact.value == q.value and item.fact.unit == q.unit and item.fact.kind != "other":
            if regex.search(r"(?:上述|以上|前述|这|这些)$", frame.left) or regex.match(r"[^，。；]{0,10}(?:中|里)", frame.right):
                return Verdict(_kind(everything, item.fact.kind), Rule("back-reference", "#", item.fact.stage), 0.9)
            return None
    return None


TOPICS = {"review": "行政复议", "litigation": "行政诉讼", "application": "信息公开申请", "response": "咨询"}


def in_context(frame: Frame, before: Sequence[Found]) -> Frame:
    """The frame with the topic of the sentence before, where its own sentence goes on (其中…, 除…外) without naming one."""
    if not before or "@" in frame.left or not regex.match(r"(?:其中|包括|按|从|除|已|当年|全部|均|上述|以上)", frame.window):
        return frame
    last = next((item for item in reversed(before[-4:]) if item.fact.kind != "change"), before[-1])
    topic = TOPICS.get(last.fact.kind)
    if topic is None or last.fact.unit not in (frame.quantity.unit, None) and frame.quantity.unit != "%" or regex.search(r"复议|诉讼|咨询|留言|公开信息|发布|建议|提案|培训|会议", frame.window):
        return frame
    return Frame(frame.quantity, frame.sentence, f"{topic}，{frame.window}", f"{topic}，{frame.left}", frame.right)


def _kind(everything: tuple[Kind, ...], name: str) -> Kind:
    return next(kind for kind in everything if kind.name == name)


def _first(frame: Frame, candidates: list[Kind]) -> Verdict | None:
    q, window = frame.quantity, frame.window
    section = frame.sentence.section
    for kind in candidates:
        if kind.trigger and not compiled(kind.trigger).search(window):
            continue
        for rule in kind.rules:
            if rule.units and (q.unit or "").partition("（")[0] not in units(rule.units):
                continue
            if rule.sections and section not in rule.sections and not any(word in frame.sentence.heading for word in _HEADINGS.get(rule.sections[0], ())):
                continue
            if compiled(rule.pattern).search(window):
                return Verdict(kind, rule, rule.confidence)
    return None


_HEADINGS = {"applications": ("依申请",)}


def _about_disclosure(frame: Frame, verdict: Verdict, everything: tuple[Kind, ...]) -> Verdict:
    """Reviews and lawsuits that the text says are not about disclosure, and case work of the organ's own trade, are ``other``."""
    name = verdict.kind.name
    if name in ("review", "litigation", "complaint") and regex.search(r"(?:没有|无)(?:1|一)?[^，。；]{0,2}(?:因|涉及|由)[^，。；]{0,4}(?:政府)?信息公开|(?:均|都)(?:与|非|不是)[^，。；]{0,8}信息公开|非(?:政府)?信息公开类", frame.right):
        return Verdict(_kind(everything, "other"), Rule("not-about-disclosure", "#"), 0.9)
    if name in ("review", "litigation") and (regex.search(r"非(?:政府)?信息公开|拆迁|征地|征收|工伤|劳动争议|治安|土地|(?:审理|审结|受理)(?:各类|治安)", frame.left[-30:]) or (regex.search(r"审理|审结", frame.left[-24:]) and "未审结" not in frame.left[-24:] and "公开" not in frame.left[-24:])):
        return Verdict(_kind(everything, "other"), Rule("case-work", "#"), 0.8)
    if name == "application" and regex.search(r"(?:低保|救助|补贴|许可|审批|贷款|住房|公租房|产权|登记|执业|专利|项目|业务|残疾|人才|学位|入学|社保|医保|证照)[^，。；公开]{0,8}申请[^，。；公开]{0,8}$", frame.left):
        return Verdict(_kind(everything, "other"), Rule("case-work", "#"), 0.8)
    if name == "training" and regex.search(r"种植|养殖|实用技术|就业|职业技能|创业|消防|安全生产|电商|农民|果蔬|驾驶", regex.split("[；。，]", frame.left)[-1][-24:]):
        return Verdict(_kind(everything, "other"), Rule("trade", "#"), 0.8)
    if name == "inspection" and verdict.rule.name == "label" and regex.search(r"执法|安全生产|食品|环保|消防|市场|卫生|防火|企业", frame.left[-20:]) and not regex.search(r"公开|网站|信息", frame.left[-20:]):
        return Verdict(_kind(everything, "other"), Rule("trade", "#"), 0.8)
    if name == "complaint" and regex.search(r"消费|12315|环境|环保|价格|欠薪|劳动|食品|市场监管|信访|违法|案件线索|物业", frame.left[-30:]):
        return Verdict(_kind(everything, "other"), Rule("case-work", "#"), 0.8)
    return verdict
