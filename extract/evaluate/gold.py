"""Gold: annotated texts from a corpus file, or a folder of gold records beside the reports they are about."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.annotate import corpus
from extract.errors import AnnotationError
from extract.model import Source
from extract.reading import read
from extract.reading.grids import find_grids

#: the parts of a gold record that a layer of the corpus annotates
PARTS = {
    "head": ("title", "organ", "year", "period", "contacts"),
    "sections": ("sections",),
    "facts": ("facts",),
    "channels": ("channels",),
    "items": ("problems", "remedies"),
}


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold record with the source that it is about.

    Attributes
    ----------
    name
        Of the report: its id in the corpus, or the stem of its file.
    record
        The gold record; parts that were not annotated are not in it.
    source
        The report as it was read.
    """

    name: str
    record: Mapping[str, Any]
    source: Source


def load(path: Path, reports: Path | None = None) -> list[Gold]:
    """All gold records of a corpus file (``.jsonl``) or of a folder of ``.json`` files.

    Parameters
    ----------
    path
        The corpus file, or the folder.
    reports
        For a folder, where the reports are (searched below it, by stem).

    Raises
    ------
    AnnotationError
        Where annotations are faulty, or a report is not there.
    """
    if path.suffix == ".jsonl" or (path.is_dir() and any(path.glob("*.jsonl"))):
        return [of_corpus(one) for one in corpus.read(path)]
    files = sorted(path.glob("*.json")) if path.is_dir() else []
    if not files:
        raise AnnotationError("is neither a corpus file (.jsonl) nor a folder of gold records (.json)", path=str(path))
    if reports is None:
        raise AnnotationError("is a folder of gold records; say with --reports where their reports are", path=str(path))
    found = {one.stem: one for one in sorted(reports.rglob("*.*"))}
    lacking = [file.stem for file in files if file.stem not in found]
    if lacking:
        raise AnnotationError(f"holds no report named {', '.join(lacking[:5])}", path=str(reports))
    return [Gold(file.stem, _record(file), read(found[file.stem], found[file.stem].name)) for file in files]


def _record(file: Path) -> dict[str, Any]:
    try:
        record = json.loads(file.read_text(encoding="utf8"))
    except ValueError as error:
        raise AnnotationError(f"is no JSON ({error})", path=str(file)) from error
    if not isinstance(record, dict):
        raise AnnotationError("is no gold record", path=str(file))
    return record


def of_corpus(one: corpus.Annotated) -> Gold:
    """A line of the corpus as gold; its text is read as a text file would be."""
    kept = {part for layer, parts in PARTS.items() if layer in one.layers for part in parts}
    record = {key: value for key, value in one.gold.items() if key in kept}
    if "links" not in one.layers and "problems" in record:
        record["problems"] = [{**problem, "remedies": []} for problem in record["problems"]]
    return Gold(one.id, record, source(one))


def source(one: corpus.Annotated) -> Source:
    """The text of a line as a source."""
    return Source(f"{one.id}.txt", "txt", "utf-8", one.sha256, one.text, find_grids(one.text))


def sources(golds: Sequence[Gold]) -> list[Source]:
    """The sources of gold records."""
    return [gold.source for gold in golds]
