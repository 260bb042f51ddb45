"""The way of a report: read, clean, outline, sentences, zones, channels, facts, items, links, tables, checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extract import channels as channel
from extract import checks, items, links, metadata, outline, sentences
from extract.classify import Models
from extract.classify import items as classify
from extract.classify import mentions as uses
from extract.classify import models as shipped
from extract.classify.quantities import Told
from extract.cleaning import clean
from extract.contacts import contacts
from extract.document import Document, document, doubts
from extract.facts import Frame, SecondOpinion, frames, opinions
from extract.facts import extract as extract_facts
from extract.model import (
    Candidate,
    Channel,
    ChannelMention,
    Check,
    Contact,
    Fact,
    Item,
    Organ,
    Part,
    Period,
    Report,
    Section,
    Sentence,
    Source,
    SourceInfo,
    Table,
    Text,
    Title,
    Warn,
)
from extract.reading import read
from extract.tables import align


def run(path: str | Path, name: str | None = None, *, traced: bool = False) -> Report:
    """Read one file and extract everything from it.

    Parameters
    ----------
    path
        The file.
    name
        The path to record; ``path`` itself where it is not given.
    traced
        Whether ``report.trace`` is wanted: what was considered for each place, and what became of it.

    Raises
    ------
    ExtractError
        Where the file cannot be read, with what to do about it.
    """
    return extract([read(path, name)], traced=traced)[0]


@dataclass(slots=True)
class Work:
    """A report in the making: what each stage has found; without ``models`` the rules are alone."""

    source: Source
    traced: bool
    models: Models | None
    text: Text = field(init=False)
    parts: tuple[Part, ...] = field(init=False)
    sections: tuple[Section, ...] = field(init=False)
    title: Title | None = field(init=False)
    organ: Organ | None = field(init=False)
    period: Period | None = field(init=False)
    year: int | None = field(init=False)
    contacts: tuple[Contact, ...] = field(init=False)
    sentences: tuple[Sentence, ...] = field(init=False)
    zones: tuple[items.Zone, ...] = field(init=False)
    plans: dict[int, int] = field(init=False)
    mentions: tuple[ChannelMention, ...] = field(init=False)
    channels: tuple[Channel, ...] = field(init=False)
    channel_ids: Mapping[ChannelMention, str] = field(init=False)
    frames: list[tuple[Sentence, list[Frame]]] = field(init=False)
    numbers: dict[int, Told] = field(init=False)
    facts: tuple[Fact, ...] = field(init=False)
    trace: tuple[Candidate, ...] = field(init=False)
    tables: tuple[Table, ...] = field(init=False)
    warnings: tuple[Warn, ...] = field(init=False)
    document: Document = field(init=False)
    checks: tuple[Check, ...] = field(init=False)
    drafts: tuple[items.Draft, ...] = field(init=False)
    roles: Sequence[Mapping[str, float]] = field(init=False)
    aspects: Sequence[Mapping[str, float]] = field(init=False)
    problems: tuple[Item, ...] = field(init=False)
    remedies: tuple[Item, ...] = field(init=False)


def extract(sources: Sequence[Source], *, traced: bool = False, models: Models | None = None) -> list[Report]:
    """Extract a batch of sources.

    Parameters
    ----------
    traced
        Whether ``report.trace`` is wanted.
    models
        What is asked beside the rules; the shipped models where it is not given.

    Notes
    -----
    Every stage is done for all of them before the next one begins: its code and data stay at hand, which takes a tenth
    less time, and the classifier predicts for all at once.
    """
    models = models or shipped()
    works = [Work(source, traced, models) for source in sources]
    for stage in STAGES:
        for work in works:
            stage(work)
    _tell_uses(works, models)
    _tell_numbers(works, models)
    _tell_items(works, models)
    for last in (_find_facts, _check, _link):
        for work in works:
            last(work)
    return [_report(work) for work in works]


def ruled(sources: Sequence[Source]) -> Iterator[Work]:
    """Reports in the making as the rules alone see them: what the models are trained beside."""
    for source in sources:
        work = Work(source, traced=True, models=None)
        for stage in (*STAGES, _find_facts):
            stage(work)
        yield work


def _clean(work: Work) -> None:
    work.text = clean(work.source)


def _outline(work: Work) -> None:
    work.parts, work.sections = outline.outline(work.text)


def _head(work: Work) -> None:
    text, parts = work.text, work.parts
    work.title = metadata.title(text, parts)
    work.organ = metadata.organ(text, work.title)
    work.period = metadata.period(text)
    work.year = metadata.year(text, parts, work.title, work.period)
    work.contacts = contacts(text)


def _split(work: Work) -> None:
    work.sentences = sentences.split(work.text, work.parts)


def _read_tables(work: Work) -> None:
    work.tables, work.warnings = align(work.source)


def _name_document(work: Work) -> None:
    work.document = document(work.text, work.title, work.parts, work.source.grids, work.tables)
    work.warnings = (*work.source.warnings, *work.warnings, *doubts(work.document))


def _find_zones(work: Work) -> None:
    work.zones = items.zones(work.text, work.parts)
    work.plans = items.plans(work.zones, work.sentences)


def _find_items(work: Work) -> None:
    work.drafts = items.candidates(work.text, work.zones)


def _find_channels(work: Work) -> None:
    work.mentions = channel.mentions(work.text, work.sentences, work.plans, planned=work.traced)


def _merge_channels(work: Work) -> None:
    work.channels, work.channel_ids = channel.merge(work.text, work.mentions, work.parts)


def _frame(work: Work) -> None:
    work.frames = frames(work.text, work.sentences, work.plans)


#: what is done for each report by itself, before the models are asked about all of them
STAGES = (
    *(_clean, _outline, _head, _split, _read_tables, _name_document),
    *(_find_zones, _find_items, _find_channels, _merge_channels, _frame),
)


def _tell_uses(works: Sequence[Work], models: Models) -> None:
    """How sure each channel is, by the first mention that counts."""
    firsts: list[tuple[Work, str, ChannelMention]] = []
    for work in works:
        named = {work.channel_ids[m]: m for m in reversed(work.mentions) if m.used and m in work.channel_ids}
        firsts += [(work, name, mention) for name, mention in named.items()]
    about = [channel.around(work.text, work.sentences, mention) for work, _, mention in firsts]
    told = uses.used(models.mentions, about) if models.mentions else [None] * len(about)
    by_name = {(id(work), name): one for (work, name, _), one in zip(firsts, told, strict=True)}
    sure = models.confidence["channels"]
    for work in works:
        work.channels = tuple(
            Channel(c.id, c.kind, c.name, c.mentions, sure(c.extractor, by_name.get((id(work), c.id))), c.extractor)
            for c in work.channels
        )


def _tell_numbers(works: Sequence[Work], models: Models) -> None:
    """What the classifier says that each number counts."""
    for work in works:
        work.numbers = {}
    if models.quantities is None:
        return
    asked = [(work, frame) for work in works for _, seen in work.frames for frame in seen]
    told = models.quantities.tell([(f.left, f.right, f.quantity.unit, f.section) for _, f in asked])
    for (work, frame), one in zip(asked, told, strict=True):
        work.numbers[frame.quantity.start] = one


def _find_facts(work: Work) -> None:
    beside = work.models.quantities if work.models else None
    work.facts, work.trace = extract_facts(
        *(work.text, work.frames, work.mentions, work.channel_ids, work.year, work.traced),
        model=SecondOpinion(work.numbers, beside.yields, beside.certain) if beside else None,
        sure=work.models.confidence["facts"] if work.models else None,
    )
    sure = work.source.ocr_confidence
    if sure is not None:  # a fact is as sure as the letters it was read from
        work.facts = tuple(replace(fact, confidence=round(fact.confidence * sure, 3)) for fact in work.facts)


def _check(work: Work) -> None:
    work.checks = checks.check(
        work.tables,
        work.facts,
        title_year=metadata.title_year(work.title),
        period_year=int(work.period.end_date[:4]) if work.period else None,
        text_year=metadata.text_year(work.text),
    )


def _tell_items(works: Sequence[Work], models: Models) -> None:
    """What the classifier says that each draft is, and is about."""
    texts = [work.text.clean[draft.start : draft.end] for work in works for draft in work.drafts]
    roles, aspects = classify.predict(models.items, texts) if texts else ([], [])
    at = 0
    for work in works:
        upto = at + len(work.drafts)
        work.roles, work.aspects = roles[at:upto], aspects[at:upto]
        at = upto


def _link(work: Work) -> None:
    confidence = work.models.confidence if work.models else None
    problems, remedies = items.settle(work.text, work.drafts, work.roles, work.aspects, confidence)
    linked = links.link(
        [one.item for one in problems],
        [one.item for one in remedies],
        [_place(one.draft) for one in problems],
        [_place(one.draft) for one in remedies],
        sure=confidence["links"] if confidence else None,
    )
    work.problems, work.remedies = items.agree(problems, linked, remedies)


def _place(d: items.Draft) -> links.Place:
    """Where an item stands."""
    return links.Place(d.listed, d.number, d.point, d.answers, d.names, d.parallel, d.about)


def _report(work: Work) -> Report:
    source = work.source
    told = opinions(work.text, work.frames, work.numbers) if work.traced else []
    return Report(
        source.report_id,
        SourceInfo(
            *(source.path, source.format, source.encoding, source.sha256, len(source.raw)),
            by=source.by,
            ocr_confidence=source.ocr_confidence,
        ),
        document_kind=work.document.kind,
        document_confidence=work.document.confidence,
        title=work.title,
        organ=work.organ,
        year=work.year,
        period=work.period,
        contacts=work.contacts,
        sections=work.sections,
        facts=work.facts,
        channels=work.channels,
        problems=work.problems,
        remedies=work.remedies,
        tables=work.tables,
        checks=work.checks,
        warnings=work.warnings,
        pages=source.pages,
        text=source.raw,
        trace=(*work.trace, *told, *channel.unused(work.text, work.mentions)) if work.traced else (),
    )
