"""Runs made by hand: reports of made-up organs over the years, written as a run's folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import made

from extract.batch import Outcome
from extract.model import Cell, Check, Fact, Organ, Report, SourceInfo, Table
from extract.panel.derived import Derived
from extract.results import Results, load

#: raw text of a cell, or raw text and status
Raw = str | tuple[str, str]


def report(
    path: str,
    organ: str | None,
    year: int | None,
    text: str = "",
    cells: Mapping[str, Raw] | None = None,
    *,
    template: str = "2021",
    kind: str = "disclosure_report",
    failed: int = 0,
    facts: Mapping[str, float] | None = None,
    stages: Mapping[str, float] | None = None,
) -> Report:
    """A report whose text ends with its cells, one a line.

    ``cells`` go by table/row/column, ``facts`` by kind, ``stages`` are those of applications.
    """
    text = f"{organ or '某机关'}{year or ''}年度报告\n{text}\n"
    tables: dict[str, list[Cell]] = {}
    for place, told in (cells or {}).items():
        name, row, column = place.split("/")
        raw, status = told if isinstance(told, tuple) else (told, "number")
        value = float(raw) if status in ("number", "aligned") else None
        start = None if status == "missing" else len(text)
        end = None if start is None else start + len(raw)
        tables.setdefault(name, []).append(Cell(row, column, raw, value, None, status, start, end))
        text += raw + "\n"
    stated = []
    told: list[tuple[str, str | None, float]] = [(kind, None, value) for kind, value in (facts or {}).items()]
    told += [("application", stage, value) for stage, value in (stages or {}).items()]
    for number, (what, step, value) in enumerate(told, 1):
        words = f"{value:g}条"
        end = len(text) + len(words)
        stated.append(Fact(f"f{number}", what, value, "条", stage=step, text=words, start=len(text), end=end))
        text += words + "\n"
    sha = hashlib.sha256(text.encode()).hexdigest()
    return Report(
        sha[:16],
        SourceInfo(path, "txt", "utf-8", sha, len(text)),
        document_kind=kind,
        organ=Organ(organ, 0, len(organ), "other") if organ else None,
        year=year,
        facts=tuple(stated),
        tables=tuple(Table(name, template, 0, len(text), tuple(made)) for name, made in tables.items()),
        checks=(Check("balance", "fail"),) * failed,
        text=text,
    )


def run(folder: Path, reports: Iterable[Report]) -> Results:
    """The reports as a run's folder, read again."""
    made.write_run(folder, [Outcome(one.source.path, one) for one in reports], ("parts",))
    return load(folder)


def rows(table: Derived) -> list[dict[str, Any]]:
    """The rows of a table by the names of its columns."""
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows]
