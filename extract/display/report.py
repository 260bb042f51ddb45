"""A report as a notebook shows it: a head, a legend, and the text with what was found in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from extract.display.marking import LOOKS, Mark, marked, style
from extract.display.names import names
from extract.model import Fact, Item, Report, Table

_GREY = "rgba(128,128,128,.45)"
_SMALL = "font-size:.9em"
_TEXT = "white-space:pre-wrap;overflow-wrap:anywhere"
_BOX = f"max-height:30em;overflow:auto;border:1px solid {_GREY};border-radius:4px;padding:.6em .8em;line-height:1.75"


class Html(str):
    """HTML that a notebook shows as such; to a program it is a string."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def highlight(
    report: Report, start: int = 0, end: int | None = None, *, show: Sequence[str] = tuple(LOOKS), head: bool = True
) -> Html:
    """A report, or a stretch of it, with what was found in it marked in place.

    Parameters
    ----------
    report
        The report.
    start, end
        The stretch, in characters of ``report.text``; all of it where they are not given.
    show
        Which of ``facts``, ``channels``, ``problems`` and ``remedies`` are marked.
    head
        Whether title, organ, year and warnings stand above it.

    Returns
    -------
    Html
        Shown by Jupyter, VS Code and other notebooks. It holds no script; what stands in the report is escaped.
        Hovering over a mark tells kind, value and confidence. Statutory tables are folded.

    Raises
    ------
    ValueError
        Where ``show`` names something else.
    """
    odd = [sort for sort in show if sort not in LOOKS]
    if odd:
        raise ValueError(f"cannot mark {', '.join(map(repr, odd))}; there are {', '.join(LOOKS)}")
    end = len(report.text) if end is None else end
    found = [mark for mark in marks(report) if mark.sort in show]
    parts = [_legend(show, [mark for mark in found if mark.start < end and start < mark.end])]
    if head:
        parts.insert(0, _head(report))
    label = escape(f"text of {report.source.path}", quote=True)
    body = "".join(_stretches(report, found, start, end))
    parts.append(f'<div style="{_BOX}" tabindex="0" role="region" aria-label="{label}">{body}</div>')
    return Html(f'<div lang="zh" style="max-width:60em">{"".join(parts)}</div>')


def marks(report: Report) -> list[Mark]:
    """All that a report holds of facts, mentions of channels, problems and remedies, as marks."""
    channels = {channel.id: channel.name or channel.kind for channel in report.channels}
    out = [Mark(fact.start, fact.end, "facts", _fact(fact, channels)) for fact in report.facts]
    kinds = names("channel")
    for channel in report.channels:
        told = f"channel {channel.id}: {channel.kind} {kinds.get(channel.kind, '')} {channel.name or ''}".rstrip()
        told += f"\nconfidence {channel.confidence:.2f}"
        out += [Mark(mention.start, mention.end, "channels", told) for mention in channel.mentions]
    for sort, things in (("problems", report.problems), ("remedies", report.remedies)):
        out += [Mark(item.start, item.end, sort, _item(item, sort)) for item in things]
    return out


def _fact(fact: Fact, channels: dict[str, str]) -> str:
    stage = f".{fact.stage}" if fact.stage else ""
    told = [f"fact {fact.id}: {fact.kind}{stage} {names('fact').get(fact.kind, '')} = {fact.value:g} {fact.unit or ''}"]
    told += [fact.bound] if fact.bound != "exact" else []
    told += [f"scope {fact.scope}"] if fact.scope != "year" else []
    told += [f"category {fact.category}"] if fact.category else []
    told += [f"channel {fact.channel} {channels.get(fact.channel, '')}"] if fact.channel else []
    told += [f"part of {fact.part_of}"] if fact.part_of else []
    return "\n".join((*(line.rstrip() for line in told), f"confidence {fact.confidence:.2f}, by {fact.extractor}"))


def _item(item: Item, sort: str) -> str:
    aspect = names("aspect").get(item.aspect, "")
    told = f"{'problem' if sort == 'problems' else 'remedy'} {item.id}: {item.aspect} {aspect}".rstrip()
    answers = ", ".join(f"{link.remedy} (by {link.by}, {link.confidence:.2f})" for link in item.remedies)
    return told + (f"\nanswered by {answers}" if answers else "") + f"\nconfidence {item.confidence:.2f}"


def _head(report: Report) -> str:
    title = report.title.text if report.title else report.source.path
    organ = report.organ
    failed = sum(check.status == "fail" for check in report.checks)
    facts = [
        f"{organ.text} ({organ.level} {names('level').get(organ.level, '')})" if organ else "no organ found",
        str(report.year) if report.year else "no year found",
        report.document_kind,
        f"{len(report.text):,} characters",
        f"{len(report.checks):,} checks, {failed:,} failed" if report.checks else "no checks",
    ]
    warnings = ""
    if report.warnings:
        rows = "".join(f"<li><code>{_safe(one.code)}</code> {_safe(one.message)}</li>" for one in report.warnings)
        count = f"{len(report.warnings):,} warning{'s' * (len(report.warnings) > 1)}"
        warnings = f'<details style="{_SMALL}"><summary>{count}</summary><ul>{rows}</ul></details>'
    return f'<div><b>{_safe(title)}</b></div><div style="{_SMALL}">{_safe(" · ".join(facts))}</div>{warnings}'


def _legend(show: Sequence[str], found: Sequence[Mark]) -> str:
    """The sorts that are shown, each with the number of its marks."""
    told = []
    for sort, look in LOOKS.items():
        if sort in show:
            count = sum(mark.sort == sort for mark in found)
            told.append(f'<mark style="{style([sort])};padding:0 .25em">{look.name}</mark> {count:,}')
    return f'<div style="{_SMALL};margin:.3em 0 .5em">{" &nbsp; ".join(told)}</div>'


def _stretches(report: Report, found: Sequence[Mark], start: int, end: int) -> Iterator[str]:
    """The text in its order, statutory tables folded; only elements with ``white-space`` hold text of the report."""
    at = start
    for table in sorted(report.tables, key=lambda table: (table.start, table.end)):
        first, last = max(at, table.start), min(end, table.end)
        if first >= last:
            continue
        if at < first:
            yield _text(report.text, found, at, first)
        yield f'<details style="{_SMALL}"><summary>{_safe(_table(table))}</summary>'
        yield _text(report.text, found, first, last) + "</details>"
        at = last
    if at < end:
        yield _text(report.text, found, at, end)


def _text(text: str, found: Sequence[Mark], start: int, end: int) -> str:
    inside = [mark for mark in found if mark.start < end and start < mark.end]
    return f'<div data-text style="{_TEXT}">{marked(text, inside, start, end)}</div>'


def _table(table: Table) -> str:
    read = sum(cell.value is not None for cell in table.cells)
    name = names("table").get(table.kind, "")
    return f"table {table.kind} {name}, form {table.template}: {read:,} numbers in {len(table.cells):,} cells"


def _safe(told: Any) -> str:
    return marked(str(told), [])
