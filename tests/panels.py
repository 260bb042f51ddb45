"""A made-up run for the tests of the panel: reports by hand, and what is known of their organs, made simply."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import made

from extract.batch import Outcome
from extract.export.columns import Column
from extract.model import Report
from extract.panel.derived import Derived
from extract.results import Results, load


def run_of(reports: Iterable[Report], out: Path) -> Results:
    """The reports as a run's folder, read again."""
    made.write_run(out, [Outcome(report.source.path, report=report) for report in reports], ("parts",))
    return load(out)


def _table(name: str, columns: str, rows: list[tuple[Any, ...]]) -> Derived:
    cut = [one.split(":") for one in columns.split()]
    made_ = tuple(Column(one, kind, f"{one} of {name}", one) for one, kind in cut)
    return Derived(name, f"one row one of {name}", name, made_, tuple(rows))


def standin(run: Results) -> dict[str, Derived]:
    """Stand-in for ``extract.panel.derive.derived``: an organ a name, of several reports of a year the first path."""
    reports = sorted(run.table("reports").to_pylist(), key=lambda report: report["path"])
    first: dict[tuple[str, int], tuple[str, str]] = {}
    links = []
    for report in reports:
        key, own = (report["organ"], report["year"]), (report["report_id"], report["path"])
        named = f"o-{report['organ']}" if report["organ"] else None
        counted = first.setdefault(key, own) if None not in key else None
        instead = (None, None) if counted in (None, own) else counted
        links.append((*own, named, report["year"], int(counted == own), *instead, "because"))
    organs = {one["organ"]: (f"o-{one['organ']}", one["organ"], one["organ_level"], "甲省") for one in reports}
    organs.pop(None, None)
    empty = {
        "coverage": "organ_id:string organ:string year:int status:string",
        "across": "organ_id:string year:int status:string",
        "boilerplate": "report_id:string path:string share_last_year:float share_corpus:float",
    }
    return {
        **{name: _table(name, columns, []) for name, columns in empty.items()},
        "report_organs": _table(
            "report_organs",
            "report_id:string path:string organ_id:string year:int counted:int duplicate_of:string "
            "duplicate_of_path:string why:string",
            links,
        ),
        "organs": _table("organs", "organ_id:string organ:string level:string region:string", sorted(organs.values())),
    }
