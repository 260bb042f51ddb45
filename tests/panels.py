"""What the panel needs of a run's organs, made simply: one organ a name; of several reports of a year the first path."""

from __future__ import annotations

from typing import Any

from extract.export.tables import Column
from extract.panel.derived import Derived
from extract.results import Results


def _table(name: str, columns: str, rows: list[tuple[Any, ...]]) -> Derived:
    made = tuple(Column(*one.split(":"), f"{one.split(':')[0]} of {name}", one) for one in columns.split())
    return Derived(name, f"one row one of {name}", name, made, tuple(rows))


def standin(run: Results) -> dict[str, Derived]:
    """Stand-in for ``extract.panel.derive.derived``: its columns, none of its cleverness."""
    reports = sorted(run.table("reports").to_pylist(), key=lambda report: report["path"])
    chosen: dict[tuple[str, int], str] = {}
    links = []
    for report in reports:
        key = (report["organ"], report["year"])
        first = chosen.setdefault(key, report["report_id"])
        known = None not in key
        links.append(
            (report["report_id"], report["organ"] and f"o-{report['organ']}", int(known and first == report["report_id"]))
        )
    organs = {
        report["organ"]: (f"o-{report['organ']}", report["organ"], report["organ_level"], "某省")
        for report in reports
        if report["organ"]
    }
    return {
        "report_organs": _table("report_organs", "report_id:string organ_id:string chosen:int", links),
        "organs": _table(
            "organs", "organ_id:string name:string level:string region:string", sorted(organs.values(), key=str)
        ),
    }
