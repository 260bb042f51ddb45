"""The engine: every quantity gets a frame, every frame the first rule that fits; denials become zeros; then relations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from extract.facts import category as classes
from extract.facts import relate
from extract.facts.absence import DENYING, denials
from extract.facts.base import Draft
from extract.facts.breakdown import owners
from extract.facts.deciding import decide, each, fitting, in_context
from extract.facts.frames import Frame, not_a_fact
from extract.facts.registry import Clue, kinds
from extract.facts.second import NOTHING, Model, opinion
from extract.facts.surroundings import open_total, same_subject, within
from extract.facts.tying import tie
from extract.lexicon import rx
from extract.model import Candidate, ChannelMention, Fact, Sentence, Text

SAME_SUBJECT = frozenset({"audience", "disclosure", "press", "other", "response"})
IN_ALL = Clue(r"(?:^|[，。；])(?:全年|年内|以上|各类)?(?:合计|共计|总计|累计|共)(?:公开|发布)?(?:有|为|达)?$")


def extract(
    text: Text,
    seen: Sequence[tuple[Sentence, Sequence[Frame]]],
    mentions: Sequence[ChannelMention],
    channel_ids: Mapping[ChannelMention, str],
    year: int | None,
    traced: bool = False,
    model: Model | None = None,
    sure: Callable[[str, float | None], float] | None = None,
) -> tuple[tuple[Fact, ...], tuple[Candidate, ...]]:
    """All facts of the narrative in document order, and the candidates that were considered.

    Parameters
    ----------
    text
        The clean text.
    seen
        Its sentences with the frames of their quantities (`extract.facts.frames`).
    mentions, channel_ids
        Mentions of channels and the channel each belongs to.
    year
        The year reported on.
    traced
        Whether the candidates are wanted: for each quantity what became of it, and the rules that would have fitted too.
    model
        Tells what a quantity counts that no rule owns, or a rule that yields to it; without it the rules are alone.
    sure
        Tells how sure a fact is by its rule and what the model says of it; without it, what the rule says of itself.
    """
    found: list[Draft] = []
    trace: list[Candidate] = []
    reading = _Reading(text, mentions, year, found, model)
    for sentence, frames in seen:
        first = reading.first = len(found)
        counted = []  # where the quantities stand that state something
        for frame in frames:
            stated = reading.facts(frame)
            if stated or not reading.outcome.startswith("no quantity"):
                counted.append(frame.quantity.start)
            found += stated
            if traced:
                trace += reading.traced()
        if sentence.section != "problems" and DENYING.search(text.clean, sentence.start, sentence.end):
            denied = _denied(text.clean, sentence, counted, found[first:])
            if denied:
                found[first:] = sorted((*found[first:], *denied), key=lambda item: (item.start, item.end))
    if sure is not None:
        for fact in found:
            fact.confidence = sure(fact.rule, fact.told)
    return _finish(text, found, channel_ids), tuple(trace)


def _denied(clean: str, sentence: Sentence, taken: list[int], stated: list[Draft]) -> list[Draft]:
    """The zeros that the sentence states by denying."""
    return [
        Draft(
            denied.start,
            denied.end,
            sentence,
            denied.kind.name,
            denied.absence.stage,
            0.0,
            None,
            f"{denied.kind.name}:absent-{denied.absence.name}",
            denied.absence.confidence,
        )
        for denied in denials(clean, sentence, kinds(), taken)
        if not any(
            item.start < denied.end
            and denied.start < item.end
            and (item.kind, item.stage) == (denied.kind.name, denied.absence.stage)
            for item in stated
        )
    ]


class _Reading:
    """A report being read, one quantity after the other: what came before it, and what became of it."""

    frame: Frame  # of the quantity being read
    outcome: str  # the rule by which it states something, or why it does not
    first: int  # index of its sentence's first fact in ``before``

    def __init__(
        self,
        text: Text,
        mentions: Sequence[ChannelMention],
        year: int | None,
        before: list[Draft],
        model: Model | None,
    ) -> None:
        self.text, self.mentions, self.year, self.before, self.model = text, mentions, year, before, model
        self.starts = [mention.start for mention in mentions]

    def facts(self, frame: Frame) -> list[Draft]:
        """The facts that the quantity states: one, none (``outcome`` says why), or several where it counts each of several kinds."""
        self.frame = frame
        q = frame.quantity
        reason = not_a_fact(frame)
        if reason:
            self.outcome = reason
            return []
        self.frame = in_context(frame, self.before)
        several = each(self.frame)
        if several:
            stated = [self._draft(kind.name, stage, f"{kind.name}:each", 0.9) for kind, stage in several]
            self.outcome = ", ".join(fact.rule for fact in stated)
            return stated
        verdict = decide(self.frame, self.before, self.text.clean)
        if verdict is None:
            self.outcome = "no rule fits and the number has no unit"
            return []
        total = open_total(self.before, self.frame, self.text.clean)
        kind, stage = within(total, verdict, self.frame)
        taken_in = (kind, stage) != (verdict.kind.name, verdict.rule.stage)
        rule = f"{kind}:in-breakdown" if taken_in else f"{verdict.kind.name}:{verdict.rule.name}"
        sure = max(verdict.confidence, 0.85) if taken_in else verdict.confidence
        kind, stage, rule, told = opinion(self.model, q.start, kind, stage, rule)
        if kind == NOTHING:
            self.outcome = "no quantity of the work, says the model"
            return []
        fact = self._draft(kind, stage, rule, sure)
        fact.told = told
        fact.mentions = self._channels(kind, stage, total)
        last = self.before[-1] if len(self.before) > self.first else None
        behind = fact.mentions[-1].end if fact.mentions and fact.mentions[-1].end <= q.start else None
        fact.category = classes.of(
            self.frame,
            kind,
            stage,
            verdict.rule.name,
            in_list=verdict.listed or total is not None,
            total=total,
            last=last,
            mention_end=behind,
        )
        fact.scope = relate.scope(self.frame, kind, self.year)
        self.outcome = fact.rule
        return [fact]

    def traced(self) -> list[Candidate]:
        """What became of the quantity, for ``gongkai explain``."""
        q = self.frame.quantity
        words, start, end = self.text.cut(q.start, q.end)
        won = ":" in self.outcome
        out = [Candidate(start, end, words, self.outcome if won else "none", "won" if won else self.outcome)]
        fits = [f"{verdict.kind.name}:{verdict.rule.name}" for verdict in fitting(self.frame)]
        modelled = self.outcome.endswith((":model", "says the model"))
        late = "asked after the winner" if won else "ruled out before any rule was asked"
        why = "the model is believed against it" if modelled else late
        out += [Candidate(start, end, words, rule, why) for rule in dict.fromkeys(fits) if rule != self.outcome]
        return out

    def _draft(self, kind: str, stage: str | None, rule: str, confidence: float) -> Draft:
        q = self.frame.quantity
        return Draft(q.start, q.end, self.frame.sentence, kind, stage, q.value, q.unit, rule, confidence, q.bound)

    def _channels(self, kind: str, stage: str | None, total: Draft | None) -> tuple[ChannelMention, ...]:
        last = self.before[-1] if len(self.before) > self.first else None
        since = last.start if last is not None else -1
        here: Sequence[ChannelMention] = ()
        run: tuple[ChannelMention, ...] = ()
        if relate.goes_through(kind, stage):
            here = self._named(self.frame.sentence.start, self.frame.sentence.end)
            run = relate.channel(self.frame, kind, here, self.mentions, self.text.clean, since)
        if total is not None and total.mentions and run and run[-1].kind in relate.ASIDE:
            run = ()
        if not run and last is not None and last.kind == "facility" and kind in ("disclosure", "response", "audience"):
            near = [m for m in here if m.used and relate.through(kind, m) and last.start - 12 <= m.end <= last.start]
            if near:
                return tuple(near[-1:])
        if not run and kind == "audience" and (last is None or not last.mentions):
            at = self.frame.quantity.start
            near = [m for m in self._named(max(self.frame.sentence.paragraph, at - 120), at) if m.used]
            return tuple(near[-1:])
        goes_on = kind in SAME_SUBJECT or (kind == "document" and stage == "disclosed")
        goes_on = goes_on or (last is not None and kind == last.kind == "facility")  # 设专栏9个、专题22个
        if (
            not run
            and self.frame.quantity.start > self.frame.sentence.paragraph
            and goes_on
            and (last is None or not last.mentions)
        ):
            run = self._named_before()
        if not run and IN_ALL.search(self.frame.left, self.frame.rules):
            return ()
        if self.frame.quantity.unit == "元" or (
            kind == "other"
            and last is not None
            and last.kind not in ("other", "audience")
            and "赞" not in self.frame.left[-6:]
        ):
            return run
        if run or last is None or not last.mentions or not (goes_on or kind == "change"):
            return run
        if (
            stage == "rate"
            and "电子化" in self.frame.left[-8:]
            and len({d.mentions for d in self.before[self.first :]}) > 1
        ):
            return ()  # of all that was published, by whatever channel
        part_of_it = total if kind not in ("audience", "change") else None
        if not same_subject(self.text.clean, last, self.frame.quantity, part_of_it):
            return ()
        return tuple(m for m in last.mentions if relate.through(kind, m))

    def _named(self, begin: int, end: int) -> Sequence[ChannelMention]:
        """The mentions that begin there."""
        at = upto = bisect_left(self.starts, begin)
        while upto < len(self.starts) and self.starts[upto] < end:
            upto += 1
        return self.mentions[at:upto]

    def _named_before(self) -> tuple[ChannelMention, ...]:
        """A channel that the sentence before names like a heading: 2.“12320”热线。接听来电…."""
        start = self.frame.sentence.start
        near = [m for m in self._named(max(self.frame.sentence.paragraph, start - 24), start) if m.end <= start]
        if not near or not rx(r"[^，；0-9一-龥]{0,3}(?:情况|方面|栏目)?[。：]?").fullmatch(
            self.text.clean[near[-1].end : start].strip()
        ):
            return ()
        named = near[-1]
        if named.kind in relate.ASIDE and self.text.clean[named.start - 1] not in "\n。；.、）”“：":
            return ()  # 开通了咨询电话。全年公开43条
        return (named,)


def _finish(text: Text, found: list[Draft], channel_ids: Mapping[ChannelMention, str]) -> tuple[Fact, ...]:
    """The facts with ids, totals and channels."""
    owner = owners(found, text.clean)
    tie(found, owner, text.clean)
    classes.proposals_apart(found, text.clean)
    ids = [
        tuple(dict.fromkeys([channel_ids[m] for m in item.mentions if m in channel_ids])) if item.mentions else ()
        for item in found
    ]
    ids = relate.through_totals(found, ids, owner)
    out: list[Fact] = []
    for i, item in enumerate(found):
        mine = ids[i]
        words, start, end = text.cut(item.start, item.end)
        sentence_start, sentence_end = text.span(item.sentence.start, item.sentence.end)
        unit = item.unit.replace("（", "(").replace("）", ")") if item.unit and "(" in words else item.unit
        part_of = f"f{owner[i] + 1}" if i in owner else None
        out.append(
            Fact(
                f"f{i + 1}",
                item.kind,
                item.value,
                unit,
                item.bound,
                item.stage,
                item.category,
                mine[0] if mine else None,
                mine,
                item.scope,
                part_of,
                words,
                start,
                end,
                sentence_start,
                sentence_end,
                item.sentence.section,
                item.confidence,
                item.rule,
            )
        )
    return tuple(out)
