"""Each sample report with its statutory tables in another dialect of flattened text says what it said."""

from __future__ import annotations

import hashlib

import pages
import pytest
from test_grids import DIALECTS
from test_html import told

from extract import pipeline
from extract.model import Report, Source
from extract.reading.grids import find_grids

WHOLE = {"cells", "tabs", "pipes"}  # dialects that keep blank cells
NARRATIVE = ("title", "organ", "period", "year", "contacts", "sections", "facts", "channels", "items")


def again(report: Report, source: Source, dialect: str) -> Source:
    """The report with its statutory tables laid out anew."""
    layout = DIALECTS[dialect][0]
    raw, at = "", 0
    for table in sorted(report.tables, key=lambda table: table.start):
        before = source.raw[at : table.start].rstrip("\n\t 　")
        raw += f"{before}\n\n{layout(pages.form_rows(report, table.kind))}\n\n"
        at = table.end
    raw += source.raw[at:].lstrip("\n\t 　") if at else source.raw
    digest = hashlib.sha256(raw.encode()).hexdigest()
    return Source(source.path, "txt", "utf-8", digest, raw, find_grids(raw))


@pytest.mark.parametrize("dialect", [name for name in DIALECTS if name not in ("glued", "spaced")])
def test_samples_in_another_dialect(dialect: str, samples: list[Report], sample_sources: list[Source]) -> None:
    sources = [again(report, source, dialect) for report, source in zip(samples, sample_sources, strict=True)]
    for made, origin in zip(pipeline.extract(sources), samples, strict=True):
        want, got = told(origin), told(made)
        for name in NARRATIVE:
            assert got[name] == want[name], f"{origin.source.path}: {name}"
        if dialect in WHOLE and not any(cell[-1] in ("unreadable", "ambiguous") for cell in want["cells"]):
            assert got["cells"] == want["cells"], origin.source.path
            assert got["checks"] == want["checks"], origin.source.path
