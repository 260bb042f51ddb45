"""The evaluation as one page: figures, reliability, confusion, every error with its sentence; it needs no network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

SIZE, EDGE = 260, 34  # of a reliability plot, in pixels


def page(saved: Mapping[str, Any]) -> str:
    """The page for what `Evaluation.saved` gives. All text is escaped: a report may hold markup."""
    from jinja2 import Environment, FileSystemLoader

    env = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    plots = {layer: plot(told["bins"]) for layer, told in saved["calibration"].items()}
    rows = [_error(error) for error in saved["errors"]]
    coarse = {name: f for name, f in saved["figures"].items() if ":" not in name}
    fine = {name: f for name, f in saved["figures"].items() if ":" in name}
    return env.get_template("page.html").render(
        saved=saved, plots=plots, rows=rows, coarse=coarse, fine=fine, size=SIZE, edge=EDGE
    )


def plot(bins: list[list[float]]) -> dict[str, Any]:
    """Places of a reliability plot: a dot a bin, its area by how many things it holds."""
    inner = SIZE - 2 * EDGE
    most = max((things for _, things, _ in bins), default=1)
    dots = [
        {
            "x": round(EDGE + inner * confidence, 1),
            "y": round(SIZE - EDGE - inner * right / things, 1),
            "r": round(3 + 9 * (things / most) ** 0.5, 1),
            "told": f"{confidence:.2f} sure, {right / things:.2f} right, {int(things):,} things",
        }
        for confidence, things, right in bins
    ]
    return {"dots": dots, "low": EDGE, "high": SIZE - EDGE}


def _error(error: Mapping[str, Any]) -> dict[str, Any]:
    """An error with its sentence in three parts: before, the span, behind."""
    sentence, begun = error["sentence"], error["sentence_start"]
    out = {**error, "parts": (sentence, "", "")}
    if begun is not None and error["start"] is not None and sentence:
        at = error["start"] - begun
        to = error["end"] - begun
        if 0 <= at < to <= len(sentence) + 1:
            out["parts"] = (sentence[:at], sentence[at:to], sentence[to:])
    return out
