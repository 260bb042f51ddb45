"""The codebook for annotators has an entry for everything that the code knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from extract.annotate import corpus
from extract.annotate.agree import agreement
from extract.facts import kinds

Names = Callable[[], Iterable[str]]


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "annotations" / "codebook.md").read_text(encoding="utf8")


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of all tables of a part of the page."""
    part = re.search(rf"(?ms)^## {re.escape(heading)}.*?(?=^## |\Z)", page)
    assert part, f"no part {heading}"
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part[0].splitlines() if line.startswith("| `")
    ]


def entries(page: str, heading: str) -> set[str]:
    return {name for row in rows(page, heading) for name in re.findall("`([^`]+)`", row[0])}


def labels() -> list[str]:
    return [f"{kind.name}.{stage}" for kind in kinds() for stage in kind.stages]


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Kinds of facts", lambda: [kind.name for kind in kinds()]),
        ("Stages", labels),
        ("Fields of a fact", lambda: (*corpus.BOUNDS, *corpus.SCOPES, "value", "category", "channel", "part_of")),
        ("Kinds of channels", lambda: corpus.CHANNELS),
        ("Aspects", corpus.aspects),
        ("Links", lambda: corpus.BY),
        ("Roles", lambda: corpus.ROLES),
        ("Head", lambda: corpus.LEVELS),
    ],
)
def test_everything_known_has_its_entry(page: str, heading: str, names: Names) -> None:
    assert not set(names()) - entries(page, heading)


@pytest.mark.parametrize("heading", ["Kinds of facts", "Stages", "Kinds of channels", "Aspects", "Links", "Roles"])
def test_entries_are_known_and_have_both_languages_and_examples(page: str, heading: str) -> None:
    known = {
        *labels(),
        *(kind.name for kind in kinds()),
        *corpus.CHANNELS,
        *corpus.aspects(),
        *corpus.BY,
        *corpus.ROLES,
    }
    assert entries(page, heading) <= known
    for name, chinese, english, _, good, bad in rows(page, heading):
        assert re.search("[一-鿿]", chinese), name
        assert re.search("[a-z]", english), name
        assert good.count("<br>") in (1, 2), name
        assert bad, name


def test_reasons_of_unused_channels_are_those_of_the_corpus(page: str, root: Path) -> None:
    used = {
        one["why"] for line in corpus.read(root / "annotations" / "corpus") for one in line.gold.get("unused") or ()
    }
    assert used <= entries(page, "Mentions and unused channels")


def test_disputes_add_up(page: str) -> None:
    table = [row for row in rows(page, "How disputes were settled") if len(row) == 5]
    numbers = [[int(cell) for cell in row[1:]] for row in table]
    assert all(total == sum(rest) for total, *rest in numbers)
    (whole,) = re.findall(r"(?m)^\| all .*$", page)
    assert [str(sum(column)) for column in zip(*numbers, strict=True)] == re.findall(r"\d+", whole)


def test_the_figures_of_agreement_are_those_of_the_two_annotations(root: Path) -> None:
    """`gongkai annotate agree annotations/twice/first.jsonl annotations/twice/second.jsonl` prints them."""
    first, second = (corpus.read(root / "annotations" / "twice" / f"{name}.jsonl") for name in ("first", "second"))
    assert len(first) >= 60
    book = (root / "annotations" / "codebook.md").read_text(encoding="utf8")
    for layer, told in agreement(first, second).items():
        kappa = f" {told.kappa:.3f} |".replace(" 0.", " .") if told.kappa is not None else ""
        figures = f"| {told.texts} | {told.mine} | {told.theirs} | {told.same} | {told.f1:.3f} |".replace(" 0.", " .")
        assert f"| `{layer}` {figures}{kappa}" in book, layer
