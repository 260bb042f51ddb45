"""The annotated sets: gold records and the reports they were made of, those in the repository and those beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from conftest import ROOT, SHARED
from scoring import Count, score

from extract import pipeline, reading
from extract.export.record import record
from extract.model import Source
from extract.reading.grids import find_grids

CORPUS = ROOT / "annotations" / "corpus"
#: for each set of files: folder of gold records, folder of reports
FOLDERS = {
    "samples": (ROOT / "annotations" / "gold", ROOT / "annotations" / "reports"),
    "seeds": (SHARED / "gold" / "seeds", SHARED / "seeds"),
    "departments": (SHARED / "gold" / "province", SHARED / "reports" / "txt"),
    "county": (SHARED / "gold" / "county", SHARED / "reports"),
}
#: for each set in one file of the corpus: its lines hold text and gold
FILES = {"dev": CORPUS / "dev.jsonl", "test": CORPUS / "test.jsonl"}


def there(name: str) -> bool:
    """Whether the set is on this machine."""
    return FILES[name].is_file() if name in FILES else all(folder.is_dir() for folder in FOLDERS[name])


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The annotated texts of a corpus file."""
    for line in path.read_text(encoding="utf8").splitlines():
        yield json.loads(line)


def pairs(name: str) -> tuple[list[dict[str, Any]], list[Source]]:
    """Gold records of a set, and the sources they are about."""
    if name in FILES:
        told = list(lines(FILES[name]))
        return [one["gold"] for one in told], [_source(one["id"], one["text"]) for one in told]
    gold, reports = FOLDERS[name]
    paths = {path.stem: path for path in reports.rglob("*.*")}
    files = sorted(gold.glob("*.json"))
    sources = [reading.read(paths[file.stem], paths[file.stem].name) for file in files]
    return [json.loads(file.read_text(encoding="utf8")) for file in files], sources


def _source(name: str, text: str) -> Source:
    return Source(f"{name}.txt", "txt", "utf-8", hashlib.sha256(text.encode()).hexdigest(), text, find_grids(text))


@cache
def made(name: str) -> tuple[tuple[dict[str, Any], dict[str, Any]], ...]:
    """Gold records of a set with the records made of the same texts."""
    gold, sources = pairs(name)
    return tuple(zip(gold, map(record, pipeline.extract(sources)), strict=True))


@cache
def measured(name: str) -> dict[str, Count]:
    """The counts of a set."""
    return score(made(name))
