"""The way of a report: read, clean, outline, sentences, zones, channels, facts, items, links, tables, checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract import channels as channel
from extract import checks, classify, items, links, metadata, outline, sentences
from extract.cleaning import clean
from extract.contacts import contacts
from extract.facts import extract as extract_facts
from extract.lexicon import rx
from extract.model import Candidate, ChannelMention, Report, Source, SourceInfo, Text, Warn
from extract.reading import read
from extract.tables import align


@dataclass(frozen=True, slots=True)
class Half:
    """A report before its items are classified."""

    report: Report
    text: Text
    drafts: tuple[items.Draft, ...]


def run(path: str | Path, name: str | None = None, *, losers: bool = False) -> Report:
    """Read one file and extract everything from it.

    Parameters
    ----------
    path
        The file.
    name
        The path to record; ``path`` itself where it is not given.
    losers
        Whether ``report.trace`` also names the rules that would have fitted a quantity and lost (``gongkai explain``).

    Raises
    ------
    ExtractError
        Where the file cannot be read, with what to do about it.
    """
    return extract([read(path, name)], losers=losers)[0]


def extract(sources: Sequence[Source], *, losers: bool = False) -> list[Report]:
    """Extract a batch of sources; what needs the classifier is predicted for all of them at once."""
    halves = [_first_half(source, losers) for source in sources]
    texts = [half.text.clean[draft.start : draft.end] for half in halves for draft in half.drafts]
    roles, aspects = classify.predict(classify.load(), texts) if texts else ([], [])
    out, at = [], 0
    for half in halves:
        upto = at + len(half.drafts)
        out.append(_second_half(half, roles[at:upto], aspects[at:upto]))
        at = upto
    return out


def _first_half(source: Source, losers: bool) -> Half:
    text = clean(source)
    parts, sections = outline.outline(text)
    title = metadata.title(text, parts)
    period = metadata.period(text)
    year = metadata.year(text, parts, title, period)
    split = sentences.split(text, parts)
    zones = items.zones(text, parts)
    plans = items.plans(zones, split)
    mentions = channel.mentions(text, split, plans)
    channels, ids = channel.merge(text, mentions, parts)
    facts, trace = extract_facts(text, split, mentions, ids, year, plans, losers)
    tables, warnings = align(source)
    report = Report(
        source.report_id,
        SourceInfo(source.path, source.format, source.encoding, source.sha256, len(source.raw)),
        title=title,
        organ=metadata.organ(text, parts),
        year=year,
        period=period,
        contacts=contacts(text),
        sections=sections,
        facts=facts,
        channels=channels,
        tables=tables,
        checks=checks.check(
            tables,
            facts,
            title_year=metadata.title_year(title),
            period_year=int(period.end_date[:4]) if period else None,
            text_year=metadata.text_year(text),
        ),
        warnings=(*source.warnings, *warnings, *_doubts(text, titled=title is not None or bool(tables))),
        pages=source.pages,
        text=source.raw,
        trace=(*trace, *_unused(text, mentions)),
    )
    return Half(report, text, items.candidates(text, zones))


def _second_half(half: Half, roles: Sequence[Mapping[str, float]], aspects: Sequence[Mapping[str, float]]) -> Report:
    from dataclasses import replace

    problems, remedies, from_problems, from_remedies = items.settle(half.text, half.drafts, roles, aspects)
    places = [
        [links.Place(d.listed, d.number, d.point, d.answers, d.names, d.parallel) for d in drafts]
        for drafts in (from_problems, from_remedies)
    ]
    return replace(half.report, problems=links.link(problems, remedies, *places), remedies=remedies)


def _unused(text: Text, mentions: Sequence[ChannelMention]) -> list[Candidate]:
    """Channels named without being used, with the reason, for ``gongkai explain``."""
    out = []
    for mention in mentions:
        if not mention.used:
            words, start, end = text.cut(mention.start, mention.end)
            out.append(Candidate(start, end, words, f"channel:{mention.kind}", mention.rule))
    return out


def _doubts(text: Text, *, titled: bool) -> list[Warn]:
    """Warnings on what the document is; ``titled``: its title or a statutory table says so."""
    if titled or (len(rx(r"信息公开|政务公开|主动公开|依申请公开").findall(text.clean)) >= 3):
        return []
    return [
        Warn(
            "not_a_report", "the text does not read like a report on government information disclosure; check the file"
        )
    ]
