"""Evaluate: extract the texts of a gold set, judge what was made of them, and keep every verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from extract import __version__, pipeline
from extract.classify import Models
from extract.classify import models as read_models
from extract.cleaning import clean
from extract.evaluate import figures as counting
from extract.evaluate.figures import SURE, Bin, Figure
from extract.evaluate.gold import Gold, load, sources
from extract.evaluate.scoring import Verdict, verdicts
from extract.export.record import record
from extract.model import Source
from extract.numbers import quantities

CONTEXT = 40  # characters on either side of an error, where no sentence is known


@dataclass(frozen=True)
class Evaluation:
    """The verdicts on a gold set, and what follows from them.

    Attributes
    ----------
    name
        The name of the set.
    names, texts, judged
        For each report its name, its text, and the verdicts on what was made of it.
    numbers
        Of the numbers that are no facts: how many there are, and how many of them were read as facts.
    """

    name: str
    names: tuple[str, ...]
    texts: tuple[str, ...]
    judged: tuple[tuple[Verdict, ...], ...]
    numbers: tuple[int, int]

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """By layer and kind: right, found and wanted things, precision, recall, F1 and its 95 % interval."""
        return counting.figures(self.judged)

    @cached_property
    def calibration(self) -> dict[str, tuple[float, list[Bin]]]:
        """By layer: how far confidence is from the share that is right, and the bins that this was counted in."""
        return counting.calibration(self.judged)

    @cached_property
    def confusion(self) -> dict[tuple[str, str, str], int]:
        """How often what was taken for what: (layer, label in the gold, label made), ``(none)`` on either side."""
        return dict(counting.confusion(self.judged))

    def errors(self) -> Iterator[dict[str, Any]]:
        """A row an error: report, layer, kind, what happened, both sides, the sentence, the span."""
        for name, text, told in zip(self.names, self.texts, self.judged, strict=True):
            for verdict in told:
                if verdict.outcome != "right":
                    yield _row(name, text, verdict)

    def keys(self) -> set[str]:
        """What was got right, thing by thing, to compare with another evaluation."""
        return {
            key(name, verdict)
            for name, told in zip(self.names, self.judged, strict=True)
            for verdict in told
            if verdict.outcome == "right"
        }

    def saved(self) -> dict[str, Any]:
        """Everything as plain data: what ``evaluation.json`` holds and ``--baseline`` reads."""
        return {
            "gongkai": __version__,
            "set": self.name,
            "reports": len(self.names),
            "figures": {
                name: {
                    "precision": round(one.precision, 4),
                    "recall": round(one.recall, 4),
                    "f1": round(one.f1, 4),
                    "interval": [one.low, one.high],
                    "right": one.right,
                    "found": one.found,
                    "wanted": one.wanted,
                }
                for name, one in self.figures.items()
            },
            "numbers_that_are_no_facts": {"there": self.numbers[0], "read_as_facts": self.numbers[1]},
            "calibration": {
                layer: {
                    "ece": round(error, 4),
                    "bins": [[round(b.confidence, 4), b.things, b.right] for b in bins],
                }
                for layer, (error, bins) in self.calibration.items()
            },
            "confusion": [[*labels, n] for labels, n in sorted(self.confusion.items(), key=lambda x: (-x[1], x[0]))],
            "right": sorted(self.keys()),
            "errors": list(self.errors()),
        }


def evaluate(
    gold: str | Path | Sequence[Gold],
    reports: str | Path | None = None,
    *,
    name: str = "",
    models: Models | str | Path | None = None,
) -> Evaluation:
    """Extract and judge a gold set.

    Parameters
    ----------
    gold
        A corpus file, a folder of gold records, or gold that is loaded already.
    reports
        Where the reports of a folder of gold records are.
    name
        Of the set; by default that of the file.
    models
        What is asked beside the rules, or the folder that holds it; the shipped models where it is not given.

    Raises
    ------
    AnnotationError
        Where the gold is faulty.
    ModelError
        Where a model of the folder cannot be read.
    """
    gold = Path(gold) if isinstance(gold, str) else gold
    golds = load(gold, Path(reports) if reports else None) if isinstance(gold, Path) else list(gold)
    asked = read_models(Path(models)) if isinstance(models, str | Path) else models
    made = pipeline.extract(sources(golds), models=asked)
    judged = tuple(tuple(verdicts(one.record, record(report))) for one, report in zip(golds, made, strict=True))
    there = [_no_facts(one.source, one.record) for one in golds if "facts" in one.record]
    return Evaluation(
        name or (gold.stem if isinstance(gold, Path) else "gold"),
        tuple(one.name for one in golds),
        tuple(one.source.raw for one in golds),
        judged,
        (
            sum(len(spans) for spans in there),
            sum(
                any(a < end and start < b for a, b in spans)
                for spans, report in zip(
                    there, [m for m, g in zip(made, golds, strict=True) if "facts" in g.record], strict=True
                )
                for start, end in [(fact.start, fact.end) for fact in report.facts]
            ),
        ),
    )


def _no_facts(source: Source, gold: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Spans of the numbers in the narrative that no gold fact stands on: negatives."""
    text = clean(source)
    spans = [text.cut(q.start, q.end)[1:] for q in quantities(text.clean)]
    if any("start" not in fact for fact in gold["facts"]):
        return []  # gold without offsets
    taken = [(fact["start"], fact["end"]) for fact in gold["facts"]]
    return [(start, end) for start, end in spans if not any(a < end and start < b for a, b in taken)]


def key(name: str, verdict: Verdict) -> str:
    """What one verdict is about: report, layer, kind and place in the gold (or, of an extra, in what was made)."""
    thing = verdict.gold or verdict.made or {}
    place = thing.get("mentions", [thing])[0]
    value = thing.get("value", thing.get("name", ""))
    return f"{name}|{verdict.layer}|{verdict.label}|{place.get('start', '')}|{value}|{str(thing.get('text', ''))[:24]}"


def _row(name: str, text: str, verdict: Verdict) -> dict[str, Any]:
    sides = (verdict.gold, verdict.made)
    place: Mapping[str, Any] = next((side for side in reversed(sides) if side and _place(side)), {})
    start, end = _place(place) or (None, None)
    begun, ended = place.get("sentence_start"), place.get("sentence_end")
    if start is not None and end is not None and begun is None:
        begun, ended = _sentence(text, start, end)
    return {
        "report": name,
        "layer": verdict.layer,
        "label": verdict.label,
        "outcome": verdict.outcome,
        "gold": told(verdict.gold, verdict.layer),
        "made": told(verdict.made, verdict.layer),
        "start": start,
        "end": end,
        "sentence": text[begun:ended].strip() if begun is not None else "",
        "sentence_start": begun,
        "confidence": verdict.made.get("confidence") if verdict.made else None,
        "extractor": verdict.made.get("extractor") if verdict.made else None,
    }


def _place(thing: Mapping[str, Any]) -> tuple[int, int] | None:
    one = thing.get("mentions", [thing])[0]
    return (one["start"], one["end"]) if one.get("start") is not None and one.get("end") is not None else None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    begun = max(text.rfind(mark, max(0, start - 200), start) for mark in "。\n；") + 1 or max(0, start - CONTEXT)
    after = [at for mark in "。\n；" if (at := text.find(mark, end, end + 200)) >= 0]
    return begun, min(after) + 1 if after else min(len(text), end + CONTEXT)


def told(thing: Mapping[str, Any] | None, layer: str) -> str:
    """One side of a verdict in a few words."""
    if thing is None:
        return ""
    if layer in ("category", "scope", "unit", "bound", "fact_channel", "part_of"):
        return f"{thing['text']}: {thing.get('channel' if layer == 'fact_channel' else layer)}"
    if layer in ("facts", "facts_other"):
        stage = f".{thing['stage']}" if thing.get("stage") else ""
        return f"{thing['kind']}{stage} {thing['value']:g} {thing['text']}"
    if layer == "channels":
        return f"{thing['kind']} {thing.get('name') or ''}".strip()
    if layer == "aspect":
        return f"{thing['aspect']}: {thing['text']}"
    return str(thing.get("text") or thing.get("heading") or thing.get("value") or "")


def layers(one: Evaluation) -> list[str]:
    """The layers that were judged, those with things found first."""
    first = [*counting.FOUND, "aspect", "category", "fact_channel", "part_of", "unit", "bound", "scope"]
    names = {name for name in one.figures if ":" not in name}
    return [name for name in first if name in names] + sorted(names - set(first))


def write(one: Evaluation, folder: Path) -> None:
    """Write ``evaluation.json``, ``errors.csv`` and the page ``evaluation.html``."""
    import csv

    from extract.evaluate.page import page

    folder.mkdir(parents=True, exist_ok=True)
    saved = one.saved()
    data = json.dumps(saved, ensure_ascii=False, indent=1) + "\n"
    (folder / "evaluation.json").write_text(data, encoding="utf8")
    with (folder / "errors.csv").open("w", encoding="utf-8-sig", newline="") as file:
        columns = ["report", "layer", "label", "outcome", "gold", "made", "start", "end", "sentence", "sentence_start"]
        rows = csv.DictWriter(file, [*columns, "confidence", "extractor"])
        rows.writeheader()
        rows.writerows(saved["errors"])
    (folder / "evaluation.html").write_text(page(saved), encoding="utf8")


__all__ = ["SURE", "Evaluation", "evaluate", "key", "layers", "told", "write"]
