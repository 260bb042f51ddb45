"""What an estimate says: tables, files, and a paragraph for a paper in English and Chinese."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extract.audit.estimate import Estimate, Quality
from extract.audit.intervals import LEVEL
from extract.audit.parts import Figure
from extract.audit.sheet import words
from extract.errors import OutputError
from extract.export.csvfile import cell

FILES = ("estimate.json", "strata.csv", "quality.csv", "sums.csv", "corrections.csv", "paragraph.md")

Table = tuple[Sequence[str], list[Sequence[Any]]]


def as_json(found: Estimate) -> str:
    """Everything as JSON; what the sample cannot tell is null, with the reason."""
    return json.dumps({"level": LEVEL, **asdict(found)}, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def strata(found: Estimate) -> Table:
    """A row a stratum: precision of its things, or things missed by a sentence."""
    head = ("stratum", "N", "drawn", "answered", "events", "measure", *_LIMITS)
    rows: list[Sequence[Any]] = []
    for one in found.strata:
        measure = "missed per sentence" if one.stratum.startswith("sentence") else "precision"
        rows.append((one.stratum, one.size, one.drawn, one.answered, one.events, measure, *_limits(one.figure)))
    return head, rows


def quality(found: Estimate) -> Table:
    """A row a layer, a kind, a level … : precision, recall, F1, how many there are."""
    measures = ("precision", "recall", "f1", "number")
    head = (
        "group",
        "name",
        "read",
        "answered",
        *(f"{name}{end}" for name in measures for end in ("", "_low", "_high")),
    )
    return (*head, "why"), [
        (
            *(group, one.name, one.read, one.answered),
            *(limit for name in measures for limit in _limits(getattr(one, name))),
            next((why for name in measures if (why := getattr(one, name).why)), ""),
        )
        for group, one in _all(found)
    ]


def _all(found: Estimate) -> Iterator[tuple[str, Quality]]:
    yield from (("layer", one) for one in found.overall.values())
    yield from (("kind", one) for one in found.kinds)
    for dim, some in found.groups.items():
        yield from ((dim, one) for one in some)


def sums(found: Estimate) -> Table:
    """A row a kind and stage: the sum of its values by the run, and corrected."""
    head = ("kind", "counted", "read", "corrected", "low", "high", "why")
    rows: list[Sequence[Any]] = [
        (one.cell, one.counted, one.read, *_limits(one.corrected), one.corrected.why) for one in found.sums
    ]
    return head, rows


def corrections(found: Estimate) -> Table:
    """What the number and the sum of a report's facts must be added in a regression."""
    head = ("report_id", "kind", "number", "sum")
    return head, [(one.report, one.cell, one.number, one.value) for one in found.corrections]


_LIMITS = ("estimate", "low", "high")


def _limits(figure: Figure) -> tuple[float | None, float | None, float | None]:
    return figure.value, figure.low, figure.high


def shown(figure: Figure, form: str = "{:.3f}") -> str:
    """A figure with its limits, for a person: rounded outwards, so that no limit looks nearer than it is."""
    if figure.value is None or figure.low is None or figure.high is None:
        return "–"
    unit = 0.001 if form == "{:.3f}" else 1.0
    low = math.floor(figure.low / unit + 1e-9) * unit
    high = math.ceil(figure.high / unit - 1e-9) * unit
    return f"{form.format(figure.value)} [{form.format(low)}, {form.format(high)}]"


def paragraph(found: Estimate, language: str) -> str:
    """A paragraph for a paper, with the numbers in."""
    text = words()["paragraph"][language]
    design = found.design
    frames = {one.frame for one in design.strata}
    out = [
        text["design"].format(
            reports=f"{design.reports:,}",
            things=f"{sum(one.size for one in design.strata if one.frame != 'sentence'):,}",
            drawn=f"{sum(one.drawn for one in design.strata if one.frame != 'sentence'):,}",
            strata=len(design.strata),
            by=text["and"].join(text["dims"].get(name, name) for name in design.by),
            allocation=text["allocations"][design.allocation],
            seed=design.seed,
            version=design.run["version"],
            fingerprint=design.run["fingerprint"][:12],
        )
    ]
    if "sentence" in frames:
        size = sum(one.size for one in design.strata if one.frame == "sentence")
        drawn = sum(one.drawn for one in design.strata if one.frame == "sentence")
        out.append(text["sentences"].format(size=f"{size:,}", drawn=f"{drawn:,}"))
        left = design.left_out.get("sentences_without_number", 0)
        if left:
            out.append(text["left"].format(left=f"{left:,}"))
    out.append(text["blank"].format(answered=f"{found.answered:,}", blank=f"{found.blank:,}"))
    for layer, one in found.overall.items():
        if one.precision.value is None:
            continue
        name = text["layers"][layer]
        out.append(text["precision"].format(layer=name, precision=_said(one.precision, text)))
        if one.recall.value is not None:
            number = _said(one.number, text, "{:,.0f}")
            told = {"recall": _said(one.recall, text), "f1": _said(one.f1, text)}
            out.append(text["recall"].format(layer=name, read=f"{one.read:,}", number=number, **told))
    out.append(text["method"])
    return str(text["join"].join(out))


def _said(figure: Figure, text: Any, form: str = "{:.3f}") -> str:
    value, _, limits = shown(figure, form).partition(" ")
    return str(text["interval"].format(value=value, limits=limits))


def write(found: Estimate, out: Path, *, overwrite: bool = False) -> None:
    """Write all of it into a folder.

    Raises
    ------
    OutputError
        Where one of the files is there already, or cannot be written.
    """
    there = [name for name in FILES if (out / name).exists()]
    if there and not overwrite:
        raise OutputError(f"holds {', '.join(there)} already; choose another folder or add --overwrite", path=str(out))
    tables = {"strata.csv": strata, "quality.csv": quality, "sums.csv": sums, "corrections.csv": corrections}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, made in tables.items():
            head, rows = made(found)
            with (out / name).open("w", encoding="utf-8-sig", newline="") as file:
                sheet = csv.writer(file)
                sheet.writerow(head)
                sheet.writerows([cell(value) for value in row] for row in rows)
        text = "\n\n".join(paragraph(found, language) for language in ("en", "zh")) + "\n\n" + words()["references"]
        (out / "paragraph.md").write_text(text, encoding="utf8", newline="\n")
        (out / "estimate.json").write_text(as_json(found), encoding="utf8", newline="\n")
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror or error})", path=str(out)) from error
