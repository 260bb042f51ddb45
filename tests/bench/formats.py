"""The sample reports as web pages, Word files and pdf files, against the same reports as text, and against pdfplumber."""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable

from bench import core
from extract.model import Source


def figures(scale: core.Scale) -> str:
    import docxes
    import pages
    import pdfplumber
    import pdfs

    from extract import pipeline
    from extract.reading import docx, html, pdf

    core.one_core()
    paths = core.samples()[: scale.reports]
    found = core.sources(paths)
    reports = pipeline.extract(found)
    both = list(zip(reports, found, strict=True))
    web = [pages.rendered(report, source).encode() for report, source in both]
    word = [docxes.rendered(path.name, path.read_bytes()) for path in paths]
    paper = [pdfs.typeset(source, report) for report, source in both]

    def through(read: Callable[[str, bytes], Source], files: list[bytes]) -> Callable[[], object]:
        return lambda: pipeline.extract([read("report", data) for data in files])

    def plumber() -> object:
        return [page.extract_tables() for data in paper for page in pdfplumber.open(io.BytesIO(data)).pages]

    works = {
        "text": lambda: core.whole(paths),
        "web pages": through(html.read, web),
        "Word files": through(docx.read, word),
        "pdf files": through(pdf.read, paper),
        "pdfplumber's `extract_tables` alone, same pdf files": plumber,
    }
    took = core.side_by_side(works, min(scale.rounds, 3), warm=False)
    rows = [
        (name, f"{statistics.median(times) / len(paths) * 1000:.2f}", f"{core.ratio(times, took['text']):.2f}")
        for name, times in took.items()
    ]
    return core.table(("the sample reports as", "ms a report", "÷ text"), rows)
