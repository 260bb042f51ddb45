"""Word documents: the same report as its text gives, what Word shows and what it hides, and every kind of bad input."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import docxes
import pytest
from docxes import p, package, r, tbl, tc

from extract import pipeline
from extract.errors import ReadError
from extract.model import Report, Source
from extract.reading import docx

PLACES = {"start", "end", "sentence_start", "sentence_end", "source", "report_id", "trace"}


def said(thing: Any) -> Any:
    """A record without its places; line breaks inside a text are a matter of layout."""
    if isinstance(thing, dict):
        return {key: said(value) for key, value in thing.items() if key not in PLACES}
    if isinstance(thing, list | tuple):
        return [said(one) for one in thing]
    return "".join(thing.split()) if isinstance(thing, str) else thing


def record(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = said(asdict(report))
    del found["text"]
    return found


def sound(source: Source) -> None:
    """Every offset holds and no grid overlaps another."""
    at = 0
    for grid in source.grids:
        assert at <= grid.start < grid.end <= len(source.raw)
        at = grid.end
        for row in grid.rows:
            for cell in row:
                assert grid.start <= cell.start <= cell.end <= grid.end
                assert source.raw[cell.start : cell.end] == cell.text


def test_a_report_in_word_says_what_its_text_says(sample_paths: list[Path]) -> None:
    data = [path.read_bytes() for path in sample_paths]
    texts = pipeline.extract([docxes.read_txt(path.name, one) for path, one in zip(sample_paths, data, strict=True)])
    sources = [docx.read(path.name, docxes.rendered(path.name, one)) for path, one in zip(sample_paths, data, strict=True)]
    for source in sources:
        sound(source)
    for path, text, word in zip(sample_paths, texts, pipeline.extract(sources), strict=True):
        expected, got = record(text), record(word)
        for field in expected:
            assert got[field] == expected[field], (path.name, field)
