"""Which organ has a report on which year: there, there more than once, or missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.export.columns import Column, Row
from extract.panel.derived import Derived
from extract.panel.organs import ORGAN, ORGAN_ID, YEAR, Organ
from extract.panel.published import Place
from extract.panel.rows import FULL, STATISTICS, Seen


def table(
    found: Sequence[Organ],
    seen: Sequence[Seen],
    placed: Sequence[Place],
    owners: Sequence[Organ | None],
    counted: Mapping[str, Mapping[int, int]],
) -> Derived:
    """Table ``coverage``: every organ and year from its first report to its last, then what has no organ or no year."""
    rows: list[Row] = []
    for organ in found:
        here: dict[int | None, list[int]] = {}
        for at in organ.reports:
            here.setdefault(seen[at].year, []).append(at)
        years = sorted(year for year in here if year is not None)
        for year in range(years[0], years[-1] + 1) if years else ():
            reports = here.get(year, [])
            best = counted.get(organ.id, {}).get(year)
            report = seen[best] if best is not None else None
            kind = report.kind if report else seen[reports[0]].kind if reports else None
            status = _status([seen[at].kind for at in reports])
            rows.append((organ.id, organ.name, year, status, len(reports), report.report_id if report else None, kind))
        if None in here:
            rows.append((organ.id, organ.name, None, "no_year", len(here[None]), None, None))
    nobody: dict[int | None, int] = {}
    for at, organ_or_none in enumerate(owners):
        if organ_or_none is None:
            nobody[seen[at].year] = nobody.get(seen[at].year, 0) + 1
    order = sorted(nobody, key=lambda year: (year is None, year or 0))
    rows += [(None, None, year, "no_organ", nobody[year], None, None) for year in order]
    return Derived(
        "coverage",
        "one row an organ and year, from its first report to its last",
        "覆盖情况",
        (
            *(ORGAN_ID, ORGAN, YEAR),
            Column(
                "status",
                "string",
                "there, several (reports), statistics_only, not_a_report (only other documents), missing; no_year and "
                "no_organ count reports that name none",
                "状态",
            ),
            Column("n_reports", "int", "reports and statistics in the run", "报告数"),
            Column("report_id", "string", "the one that is counted", "计入的报告"),
            Column("document_kind", "string", "what that document is", "文件类型"),
        ),
        tuple(rows),
    )


def _status(kinds: Sequence[str]) -> str:
    if not kinds:
        return "missing"
    full = sum(kind == FULL for kind in kinds)
    if full:
        return "several" if full > 1 else "there"
    return "statistics_only" if STATISTICS in kinds else "not_a_report"
