"""The engine: every quantity gets a frame, every frame the first rule that fits; denials become zeros; then relations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import regex

from extract.facts import category as classes
from extract.facts import relate
from extract.facts.absence import denials
from extract.facts.breakdown import MARKER, owners
from extract.facts.base import Kind
from extract.facts.deciding import ANYTHING, LISTED, Found, decide, each, in_context
from extract.facts.frames import Frame, masked, not_a_fact
from extract.model import Candidate, ChannelMention, Fact, Sentence, Text
from extract.numbers import Quantity, quantities

SAME_SUBJECT = frozenset({"audience", "disclosure", "press", "other", "response"})


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
    frame = in_context(frame, before)
    several = each(frame, everything)
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
    run = relate.channel(frame, kind, stage, mentions, text.clean)
    if total is not None and total.mentions and run and run[-1].kind in relate.ASIDE:
        run = ()
    if not run and state and state[-1].mentions and (kind in SAME_SUBJECT or (kind == "change" and state[-1].fact.kind == "audience")) and _same_subject(text.clean, state[-1], q, total):
        run = state[-1].mentions
    last = state[-1].fact if state else None
    category = classes.of(frame, kind, stage, verdict.rule.name, in_list=in_list, total=total.fact if total else None, last=last,
                          mention_end=run[-1].end if run and run[-1].end <= q.start else None)
    fact = _fact(text, frame.sentence, q.start, q.end, kind, stage, q.value, q.unit, f"{verdict.kind.name}:{verdict.rule.name}", verdict.confidence)
    fact = replace(fact, bound=q.bound, category=category, scope=relate.scope(frame, kind, year))
    state.append(Found(fact, q.start, q.end, frame.sentence.paragraph, run))
    trace.append(Candidate(start, end, words, fact.extractor, "won"))


def _open_total(before: list[Found], frame: Frame, clean: str) -> Found | None:
    """The total that a breakdown in progress belongs to: the last total in the paragraph behind which 其中 or the like stands."""
    for item in reversed(before):
        if item.paragraph != frame.sentence.paragraph or frame.quantity.start - item.end > 240:
            return None
        if (item.fact.category is None or item.fact.kind != "disclosure") and item.fact.stage != "rate" and item.fact.unit != "%" and item.fact.kind in ("disclosure", "application", "response", "document", "press", "staff", "interpretation", "facility", "proposal", "review", "litigation", "training"):
            gap = clean[item.end : frame.quantity.start]
            first = gap.split("。")
            if len(first) > 2 or (len(first) == 2 and not regex.match(r"\s*(?:[^，。；]{0,14}[，]?)?(?:其中|包括|按|从)", first[1])):
                continue
            if MARKER.match(gap):
                return item
    return None


def _same_subject(clean: str, last: Found, q: Quantity, total: Found | None) -> bool:
    """Does the sentence go on about the channel of the fact before: close by, with no new way or list between?"""
    gap = clean[last.end : q.start]
    if "。" in gap or "；" in gap or len(gap) > 30 or regex.search(r"通过|利用|召开|举办|其[他它](?:方式|渠道|途径|形式)|按[^，]{1,8}分|从[^，]{2,8}看", gap):
        return False
    return total is None or total.fact.kind != "disclosure"


def _fact(text: Text, sentence: Sentence, start: int, end: int, kind: str, stage: str | None, value: float, unit: str | None,
          rule: str, confidence: float) -> Fact:
    words, a, b = text.cut(start, end)
    s, e = text.span(sentence.start, sentence.end)
    return Fact("", kind, value, unit, "exact", stage, text=words, start=a, end=b, sentence_start=s, sentence_end=e,
                section=sentence.section, confidence=confidence, extractor=rule)


def _proposals_apart(facts: list[Fact], text: Text) -> list[Fact]:
    """Deputies' 建议 and members' 提案 get a category where one sentence counts them apart."""
    out = list(facts)
    for i, fact in enumerate(facts):
        if fact.kind != "proposal" or fact.stage == "rate":
            continue
        noun = regex.search(r"((?:省|市|县|区)?(?:人大)?(?:代表)?建议|(?:省|市|县|区)?(?:政协)?(?:委员)?提案)(?:共|为)?$", text.raw[max(0, fact.start - 12) : fact.start])
        near = [j for j in (i - 1, i + 1) if 0 <= j < len(facts) and facts[j].kind == "proposal" and facts[j].sentence_start == fact.sentence_start and facts[j].stage == fact.stage]
        if noun and near:
            out[i] = replace(fact, category=regex.sub(r"^[省市县区](?=人大|政协)", "", noun[1]))
    return out


def _number(text: Text, found: list[Found], channel_ids: Mapping[ChannelMention, str]) -> tuple[Fact, ...]:
    facts = [item.fact for item in found]
    owner = owners(facts, [item.start for item in found], [item.end for item in found], text.clean, [item.paragraph for item in found])
    facts = _proposals_apart(facts, text)
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
