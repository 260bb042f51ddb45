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
    from extract.annotate.draw import Sample, sample
    from extract.batch import Outcome, run_batch
    from extract.display import highlight, names, plotting
    from extract.errors import ExtractError
    from extract.evaluate.evaluation import Evaluation
    from extract.evaluate.evaluation import evaluate as evaluation
    from extract.export.frames import frame
    from extract.export.panel import harmonise
    from extract.export.record import record
    from extract.inputs import find
    from extract.model import Failure, Report
    from extract.pipeline import run
    from extract.results import Results, load
    from extract.spacy_component import to_doc

#: public name: its module, and its name there where that is another (a room of that name would hide it)
_HOME = {
    "Evaluation": "extract.evaluate.evaluation",
    "ExtractError": "extract.errors",
    "Failure": "extract.model",
    "Outcome": "extract.batch",
    "Report": "extract.model",
    "Results": "extract.results",
    "Sample": "extract.annotate.draw",
    "evaluation": "extract.evaluate.evaluation:evaluate",
    "find": "extract.inputs",
    "frame": "extract.export.frames",
    "harmonise": "extract.export.panel",
    "highlight": "extract.display",
    "load": "extract.results",
    "names": "extract.display",
    "plotting": "extract.display",
    "record": "extract.export.record",
    "run": "extract.pipeline",
    "run_batch": "extract.batch",
    "sample": "extract.annotate.draw",
    "to_doc": "extract.spacy_component",
}

__all__ = [
    "Evaluation",
    "ExtractError",
    "Failure",
    "Outcome",
    "Report",
    "Results",
    "Sample",
    "__version__",
    "evaluation",
    "find",
    "frame",
    "harmonise",
    "highlight",
    "load",
    "names",
    "plotting",
    "record",
    "run",
    "run_batch",
    "sample",
    "to_doc",
]


def _html(report: object) -> str:
    from extract.display import highlight

    return highlight(report)  # type: ignore[arg-type]  # it is called by notebooks, for a Report alone


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, other = _HOME[name].partition(":")
    value = getattr(import_module(module), other or name)
    # What a report is does not depend on how a notebook shows it: the model knows nothing of HTML, and it is the public
    # package that hands it the method which notebooks look for. Every public name has loaded the model by now.
    import_module("extract.model").Report._repr_html_ = _html
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
