"""Records against gold: no figure may fall below its floor, on the samples and, where they are there, on real reports.

Floors hold for a whole set, never for a document. Raise one when the figure has risen for good; lowering one is a
decision for the change that needs it, with its reason.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SHARED
from corpora import CORPUS, FILES, FOLDERS, measured, there

from extract import reading
from extract.annotate import corpus, near
from extract.evaluate import floors

EXACT = {"title": 1.0, "organ": 1.0, "year": 1.0, "period": 1.0, "contacts": 1.0, "sections": 1.0}
FLOORS: dict[str, dict[str, float]] = {
    "samples": EXACT
    | {
        "cells": 1.0,
        "facts": 0.965,
        "channels": 0.96,
        "problems": 0.97,
        "remedies": 0.97,
        "links": 0.93,
        "aspect": 0.92,
    },
    # the numbers
    "seeds": EXACT
    | {
        "cells": 1.0,
        "facts": 0.97,
        "channels": 0.95,
        "problems": 0.95,
        "remedies": 0.95,
        "links": 0.85,
        "aspect": 0.90,
    },
    "departments": EXACT | {"facts": 0.90, "channels": 0.85, "problems": 0.85, "remedies": 0.85},
    # web pages and a pdf
    "county": EXACT | {"cells": 1.0, "facts": 0.95, "channels": 0.92, "problems": 0.92, "remedies": 0.92},
}
#: floors not reached yet; reaching one makes its test fail, so that it is taken off this list
NOT_YET: set[tuple[str, str]] = set()


def cases() -> list[Any]:
    return [
        pytest.param(
            name,
            figure,
            floor,
            id=f"{name}-{figure}",
            marks=[
                *([pytest.mark.shared] if name in FOLDERS and name != "samples" else []),
                *([pytest.mark.xfail(strict=True, reason="not reached yet")] if (name, figure) in NOT_YET else []),
            ],
        )
        for name, floors in FLOORS.items()
        for figure, floor in floors.items()
    ]


@pytest.mark.parametrize(("name", "figure", "floor"), cases())
def test_floor(name: str, figure: str, floor: float) -> None:
    if not there(name):
        pytest.skip(
            f"the real reports and their gold records are not there ({SHARED}); the others are scored all the same"
        )
    count = measured(name).figures[figure]
    assert count.wanted, f"no gold {figure} in {name}"
    assert count.f1 >= floor, f"{figure} on {name}: {count.f1:.3f} is under {floor} ({count})"


@pytest.mark.parametrize("name", FILES)
def test_the_corpus_holds_its_floors(name: str) -> None:
    """`gongkai evaluate annotations/corpus/<name>.jsonl --floors annotations/floors.json --update-floors` sets them."""
    held = floors.read(ROOT / "annotations" / "floors.json")[name]
    assert floors.digest(FILES[name]) == held["sha256"], f"the floors of {name} were set on another version of it"
    assert floors.fallen(held["floors"], measured(name).figures) == []


def test_every_sample_has_its_gold() -> None:
    gold, texts = FOLDERS["samples"]
    stems = {path.stem for path in texts.glob("*.txt")}
    assert len(stems) >= 12
    assert {path.stem for path in gold.glob("*.json")} == stems


@pytest.mark.parametrize("path", sorted((ROOT / "annotations" / "gold").glob("*.json")), ids=lambda path: path.stem)
def test_gold_is_grounded(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf8"))
    raw = reading.read(ROOT / "annotations" / "reports" / f"{path.stem}.txt").raw
    mentions = [mention for channel in gold["channels"] for mention in channel["mentions"]]
    for thing in [*gold["facts"], *gold["contacts"], *gold["problems"], *gold["remedies"], *mentions]:
        assert raw[thing["start"] : thing["end"]] == thing["text"]


def test_the_corpus_is_well_formed_and_no_report_stands_in_two_parts() -> None:
    """`corpus.read` checks every line; ids and whole texts are unlike each other across the parts."""
    lines = [(name, one) for name, path in FILES.items() for one in corpus.read(path)]
    assert {name for name, _ in lines} >= {"train", "dev", "test"}
    assert len({one.id for _, one in lines}) == len({one.sha256 for _, one in lines}) == len(lines)


def test_no_sentence_stands_in_two_parts_of_the_corpus() -> None:
    """`gongkai annotate near annotations/corpus --remove` cuts them out of the lesser part."""
    assert near.found(near.parts(CORPUS)).pairs == ()
