"""The methods paragraph of a run as data: what went in, what read it, what was measured, what failed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from extract import __version__, lexicon
from extract.facts import kinds
from extract.paper import measured
from extract.paper.cite import bibtex
from extract.paper.profile import counts, pairs, rows
from extract.results import Results

#: layers whose accuracy is told, with their names in English and Chinese
LAYERS = (
    ("facts", "facts", "事实"),
    ("category", "their class (category)", "事实的类别"),
    ("fact_channel", "their channel", "事实的渠道"),
    ("part_of", "their total (part_of)", "事实的所属总数"),
    ("channels", "channels", "渠道"),
    ("problems", "problems", "问题"),
    ("remedies", "remedies", "措施"),
    ("links", "links", "问题与措施的对应"),
    ("aspect", "main aspect", "主要方面"),
    ("cells", "table cells", "表格单元"),
    ("sections", "sections", "章节"),
    ("organ", "organ", "机关"),
    ("year", "year", "年度"),
)
SETS = ("test", "real")
SURE = 0.9  # the confidence from which on facts are told of as sure


@dataclass(frozen=True, slots=True)
class Methods:
    """What a methods paragraph says, before it is put into words.

    ``rules`` is None where another version made the run than the one that writes the paragraph: they are not known.
    """

    run: str
    version: str
    versions: dict[str, str]
    lexicon: str
    models: tuple[tuple[str, str], ...]
    reports: int
    failures: tuple[tuple[str, int], ...]
    formats: tuple[tuple[str, int], ...]
    read_by: tuple[tuple[str, int], ...]
    years: tuple[int, ...]
    no_year: int
    others: int
    duplicates: int
    counts: dict[str, int]
    sure: tuple[int, int]
    checks: dict[str, int]
    checks_failed: tuple[tuple[str, int], ...]
    reports_failed: int
    rules: tuple[int, int] | None
    measured: measured.Figures | None
    differs: tuple[str, ...]
    accuracy: tuple[tuple[str, str, tuple[str, ...]], ...]
    bibtex: str


def methods(run: Results) -> Methods:
    """What can be said of a run.

    Raises
    ------
    InputError
        Where a part of the run cannot be read.
    """
    told, manifest = measured.figures(), run.manifest
    versions = {name: str(value) for name, value in manifest.get("versions", {}).items()}
    own = versions.get("gongkai") == __version__ and manifest.get("lexicon_sha256") == lexicon.fingerprint()
    about = _reports(run)
    checks = pairs(run, "checks", "check", "status")
    statuses: Counter[str] = Counter()
    for (_, status), n in checks.items():
        statuses[str(status)] += n
    failed = Counter({str(check): n for (check, status), n in checks.items() if status == "fail"})
    return Methods(
        run=run.out.rstrip("/").rpartition("/")[2],
        version=versions.get("gongkai", "–"),
        versions=versions,
        lexicon=str(manifest.get("lexicon_sha256", "–")),
        models=tuple(sorted(manifest.get("models", {}).items())),
        reports=rows(run, "reports"),
        failures=_most(counts(run, "failures", "stage")),
        formats=_most(about["format"]),
        read_by=_most(about["by"]),
        years=tuple(sorted(year for year in about["year"] if year is not None)),
        no_year=about["year"][None],
        others=about["document_kind"].total() - about["document_kind"]["disclosure_report"],
        duplicates=counts(run, "warnings", "code")["duplicate"],
        counts={name: rows(run, name) for name in ("facts", "channels", "problems", "remedies", "links", "cells")},
        sure=_sure(run),
        checks=dict(statuses),
        checks_failed=_most(failed),
        reports_failed=sum(n for value, n in about["checks_failed"].items() if value),
        rules=(len(kinds()), sum(len(kind.rules) + len(kind.absences) for kind in kinds())) if own else None,
        measured=told,
        differs=tuple(measured.others(told, manifest)) if told else (),
        accuracy=_accuracy(told),
        bibtex=bibtex(manifest),
    )


def _reports(run: Results) -> dict[str, Counter[Any]]:
    columns = ("format", "by", "year", "document_kind", "checks_failed")
    return {name: counts(run, "reports", name) for name in columns}


def _most(counted: Counter[Any]) -> tuple[tuple[str, int], ...]:
    return tuple((str(name), n) for name, n in sorted(counted.items(), key=lambda one: (-one[1], str(one[0]))))


def _sure(run: Results) -> tuple[int, int]:
    """Facts of a confidence of `SURE` and more, and all facts."""
    kept = total = 0
    for confidence, n in counts(run, "facts", "confidence").items():
        total += n
        kept += n if isinstance(confidence, float) and confidence >= SURE else 0
    return kept, total


def _accuracy(told: measured.Figures | None) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """For each layer its names and its figure on each set; a dash where it was not measured."""
    if told is None:
        return ()
    return tuple(
        (en, zh, tuple(measured.words(measured.figure(told, name, layer)) for name in SETS)) for layer, en, zh in LAYERS
    )
