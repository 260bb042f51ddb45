"""Turns Chinese government disclosure reports (政府信息公开工作年度报告) into grounded records.

>>> import extract
>>> report = extract.run("report.txt")          # doctest: +SKIP
>>> extract.frame([report], "facts")            # doctest: +SKIP

Importing this package loads nothing heavy: each public name is fetched from its module when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from extract.batch import Outcome, run_batch
    from extract.errors import ExtractError
    from extract.export.frames import frame
    from extract.export.panel import harmonise
    from extract.export.record import record
    from extract.inputs import find
    from extract.model import Failure, Report
    from extract.pipeline import run
    from extract.results import Results, load
    from extract.spacy_component import to_doc

_HOME = {
    "ExtractError": "extract.errors",
    "Failure": "extract.model",
    "Outcome": "extract.batch",
    "Report": "extract.model",
    "Results": "extract.results",
    "find": "extract.inputs",
    "frame": "extract.export.frames",
    "harmonise": "extract.export.panel",
    "load": "extract.results",
    "record": "extract.export.record",
    "run": "extract.pipeline",
    "run_batch": "extract.batch",
    "to_doc": "extract.spacy_component",
}

__all__ = [
    "ExtractError",
    "Failure",
    "Outcome",
    "Report",
    "Results",
    "__version__",
    "find",
    "frame",
    "harmonise",
    "load",
    "record",
    "run",
    "run_batch",
    "to_doc",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
