"""The engine: every quantity gets a frame, every frame the first rule that fits; denials become zeros; then relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from extract.facts import relate
from extract.facts.absence import denials
from extract.facts.base import Kind, Rule, compiled, units
from extract.facts.frames import Frame, masked, not_a_fact
from extract.model import Candidate, ChannelMention, Fact, Sentence, Text
from extract.numbers import Quantity, quantities

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


def extract(
    text: Text,
    sentences: Sequence[Sentence],
    mentions: Sequence[ChannelMention],
    channel_ids: Mapping[ChannelMention, str],
    year: int | None,
    plans: Mapping[int, int],
) -> tuple[tuple[Fact, ...], tuple[Candidate, ...]]:
    """All facts of the narrative in document order, and the candidates that were considered.

    Parameters
    ----------
    text, sentences
        The clean text and its sentences.
    mentions, channel_ids
        Mentions of channels and the channel each belongs to.
    year
        The year reported on.
    plans
        For each paragraph the clean offset from which only remedies and plans are told: no facts there.
    """
    from extract.facts import kinds

    everything, by_sentence = kinds(), _bucket(quantities(text.clean), sentences)
    found: list[Found] = []
    trace: list[Candidate] = []
    for sentence, here in zip(sentences, by_sentence, strict=True):
        if plans.get(sentence.paragraph, len(text.clean) + 1) <= sentence.start:
            continue
        frames = masked(text.clean, sentence, here)
        state: list[Found] = []
        for frame in frames:
            if frame.quantity.start >= plans.get(sentence.paragraph, len(text.clean) + 1):
                continue
            _one(text, frame, everything, mentions, year, [*found, *state], state, trace)
        taken = [frame.quantity.start for frame in frames]
        for denied in denials(text.clean, sentence, everything, taken) if sentence.section != "problems" else ():
            if not any(item.start <= denied.start < item.end and item.fact.kind == denied.kind.name and item.fact.stage == denied.absence.stage for item in state):
                fact = _fact(text, sentence, denied.start, denied.end, denied.kind.name, denied.absence.stage, 0.0, None,
                             f"{denied.kind.name}:absent-{denied.absence.name}", denied.absence.confidence)
                state.append(Found(fact, denied.start, denied.end, sentence.paragraph))
        found += sorted(state, key=lambda item: (item.start, item.end))
    return _number(text, found, channel_ids), tuple(trace)


def _bucket(found: list[Quantity], sentences: Sequence[Sentence]) -> list[list[Quantity]]:
    out: list[list[Quantity]] = []
    at = 0
    for sentence in sentences:
        while at < len(found) and found[at].start < sentence.start:
            at += 1
        here = []
        while at < len(found) and found[at].end <= sentence.end:
            here.append(found[at])
            at += 1
        out.append(here)
    return out


def _one(text: Text, frame: Frame, everything: tuple[Kind, ...], mentions: Sequence[ChannelMention], year: int | None,
         before: list[Found], state: list[Found], trace: list[Candidate]) -> None:
    q = frame.quantity
    words, start, end = text.cut(q.start, q.end)
    reason = not_a_fact(frame)
    if reason:
        trace.append(Candidate(start, end, words, "none", reason))
        return
    frame = _in_context(frame, before)
    several = _each(frame, everything)
    if several:
        for kind, absence in several:
            fact = _fact(text, frame.sentence, q.start, q.end, kind.name, absence, q.value, q.unit, f"{kind.name}:each", 0.9)
            state.append(Found(replace(fact, bound=q.bound), q.start, q.end, frame.sentence.paragraph))
        trace.append(Candidate(start, end, words, "each", "won"))
        return
    verdict = decide(frame, everything, before, text.clean)
    if verdict is None:
        trace.append(Candidate(start, end, words, "none", "no rule fits and the number has no unit"))
        return
    kind, stage = verdict.kind.name, verdict.rule.stage
    total = _open_total(before, frame, text.clean)
    in_list = verdict.listed or total is not None
    if total is not None and LISTED.fullmatch(regex.split("@", frame.left)[-1] if "@" in frame.left else ""):
        same = kind == total.fact.kind and verdict.rule.name in ("label", "section")
        if same or (verdict.rule is ANYTHING and q.unit == total.fact.unit) or (kind == "disclosure" and total.fact.kind in ("interpretation", "response", "press") and q.unit != "条"):
            kind, stage = total.fact.kind, total.fact.stage
    if total is not None and total.fact.kind == "disclosure" and kind in ("document", "proposal") and stage in ("made", "received", "answered"):
        stage = "disclosed"
    if total is not None and total.fact.kind == "disclosure" and kind in ("interpretation", "document", "response", "press", "training", "meeting", "inspection", "other") \
            and stage not in ("rate",) and q.unit == total.fact.unit and not (kind == "document" and q.unit == "件" and "规范性文件" in frame.left[-12:]) and q.unit != "%":
        kind, stage = "disclosure", None
    run = relate.channel(frame, kind, stage, mentions, None, text.clean)
    if not run and state and state[-1].mentions and kind in ("audience", "disclosure", "press", "other") and _same_subject(text.clean, state[-1], q, total):
        run = state[-1].mentions
    category = None
    if kind == "disclosure" and stage != "rate" or kind == "document":
        category = relate.category(frame, kind, in_list, run[-1].end if run and run[-1].end <= q.start else None)
    elif kind == "application":
        category = _application_category(frame, verdict)
    elif kind == "review" and verdict.rule.name == "joint":
        category = "行政复议、行政诉讼"
    elif kind == "change":
        category = "下降" if regex.search(r"(?:下降|减少|降低|降幅|少|减幅|回落)(?:了|约|近|达到?|为|：|超过?|到)*$", frame.left) else "增长"
    elif kind == "press" and total is not None:
        category = relate.category(frame, kind, True, None)
    fact = _fact(text, frame.sentence, q.start, q.end, kind, stage, q.value, q.unit, f"{verdict.kind.name}:{verdict.rule.name}", verdict.confidence)
    fact = replace(fact, bound=q.bound, category=category, scope=relate.scope(frame, kind, year))
    state.append(Found(fact, q.start, q.end, frame.sentence.paragraph, run))
    trace.append(Candidate(start, end, words, fact.extractor, "won"))


def decide(frame: Frame, everything: tuple[Kind, ...], before: Sequence[Found], clean: str) -> Verdict | None:
    """The kind and rule of a frame: the first that fits, then the list that it continues, then the broad kinds."""
    q = frame.quantity
    previous = before[-1] if before and before[-1].paragraph == frame.sentence.paragraph else None
    if regex.match(r"[^，。；]{0,6}相比", frame.right) and regex.search(r"(?:20\d\d|上|去|前)年?(?:度|同期)?的?$", frame.left):
        subject = "application" if "申请" in frame.right else "disclosure" if regex.search(r"公开|发布|信息", frame.right) else "other"
        return Verdict(_kind(everything, subject), Rule("compared", "#", "received" if subject == "application" else None), 0.85)
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


def _each(frame: Frame, everything: tuple[Kind, ...]) -> list[tuple[Kind, str | None]]:
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


def _in_context(frame: Frame, before: Sequence[Found]) -> Frame:
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


def _open_total(before: list[Found], frame: Frame, clean: str) -> Found | None:
    """The total that a breakdown in progress belongs to: the last total in the paragraph behind which 其中 or the like stands."""
    for item in reversed(before):
        if item.paragraph != frame.sentence.paragraph or frame.quantity.start - item.end > 240:
            return None
        if item.fact.category is None and item.fact.stage != "rate" and item.fact.unit != "%" and item.fact.kind in ("disclosure", "application", "response", "document", "press", "staff", "interpretation", "facility", "proposal", "review", "litigation", "training"):
            gap = clean[item.end : frame.quantity.start]
            first = gap.split("。")
            if len(first) > 2 or (len(first) == 2 and not regex.match(r"\s*(?:[^，。；]{0,14}[，]?)?(?:其中|包括|按|从)", first[1])):
                continue
            if relate.MARKER.match(gap):
                return item
    return None


def _same_subject(clean: str, last: Found, q: Quantity, total: Found | None) -> bool:
    gap = clean[last.end : q.start]
    return total is None and "。" not in gap and "；" not in gap and len(gap) <= 24 and not regex.search(r"通过|利用|召开|举办|收到", gap)


def _application_category(frame: Frame, verdict: Verdict) -> str | None:
    if verdict.rule.name in ("way", "applicant") or verdict.rule.stage == "rate":
        match = regex.search(r"(当面|信函|网络|网上|(?:电子)?邮件|传真|邮寄|现场|书面|互联网|在线|平台|线上|线下|口头|信件|窗口|自然人|个人|公民|商业企业|企业|法人|其他组织|公益组织|科研机构|法律服务机构)(?:提交|提出|递交|受理|方式|形式|申请|渠道|途径|公开)*[^，。；、]{0,4}(?:@，占[^，。；]{0,6})?$", frame.left)
        return match and regex.sub(r"[^一-龥].*$", "", match[0]).rstrip("的有为共占计") or None
    match = regex.search(r"(不属于本(?:行政)?(?:机关|单位|部门)|信息不存在)[^，。；]{0,10}$", frame.left)
    return match[1] if match else None


def _fact(text: Text, sentence: Sentence, start: int, end: int, kind: str, stage: str | None, value: float, unit: str | None,
          rule: str, confidence: float) -> Fact:
    words, a, b = text.cut(start, end)
    s, e = text.span(sentence.start, sentence.end)
    return Fact("", kind, value, unit, "exact", stage, text=words, start=a, end=b, sentence_start=s, sentence_end=e,
                section=sentence.section, confidence=confidence, extractor=rule)


def _number(text: Text, found: list[Found], channel_ids: Mapping[ChannelMention, str]) -> tuple[Fact, ...]:
    facts = [item.fact for item in found]
    owner = relate.parts(facts, [item.start for item in found], [item.end for item in found], text.clean, [item.paragraph for item in found])
    out: list[Fact] = []
    ids = [list(dict.fromkeys(channel_ids[m] for m in item.mentions if m in channel_ids)) for item in found]
    for i, fact in enumerate(facts):
        mine = ids[i]
        if not mine and i in owner and fact.kind == facts[owner[i]].kind and not regex.search("其他|其它", fact.category or ""):
            mine = ids[owner[i]]
        by_channel = [j for j, total in owner.items() if total == i and ids[j] and ids[j] != ids[i]]
        if by_channel and fact.category is None:
            mine = []
        out.append(replace(fact, id=f"f{i + 1}", part_of=f"f{owner[i] + 1}" if i in owner else None,
                           channel=mine[0] if mine else None, channels=tuple(mine)))
    return tuple(out)
