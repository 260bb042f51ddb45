"""A report as the nested record of the contract: plain dicts, lists, strings and numbers."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from extract.model import Report

_AS_IS = frozenset({str, int, bool, type(None)})


@cache
def _shape(kind: type) -> tuple[tuple[str, ...], attrgetter[tuple[Any, ...]]]:
    """The fields of a class that stand in a record, and what gets all of them at once (there are always several)."""
    names = tuple(field.name for field in fields(kind) if field.metadata.get("record", True))
    return names, attrgetter(*names)


def plain(value: Any) -> Any:
    """``value`` in terms of JSON: dataclasses to dicts, tuples to lists, whole floats to ints."""
    kind = type(value)
    if kind in _AS_IS:
        return value
    if kind is float:
        return int(value) if value.is_integer() else value
    if kind is tuple or kind is list:
        return [plain(inner) for inner in value]
    if is_dataclass(kind):
        names, get = _shape(kind)
        # most values are plain: asking here saves most of the calls
        return {name: one if type(one) in _AS_IS else plain(one) for name, one in zip(names, get(value), strict=True)}
    raise TypeError(f"a {kind.__name__} has no place in a record")


def record(report: Report) -> dict[str, Any]:
    """The record of a report as a dictionary: what a line of ``reports.jsonl`` holds, without text and trace.

    Examples
    --------
    >>> from extract.model import Report, SourceInfo
    >>> record(Report("ab", SourceInfo("a.txt", "txt", "utf-8", "ab", 0)))["source"]["path"]
    'a.txt'
    """
    out: dict[str, Any] = plain(report)
    for item in out["remedies"]:
        del item["remedies"]  # links lead from problems
    if report.pages:
        _paged(out, report)
    return out


def _paged(thing: Any, report: Report) -> None:
    """Give everything that stands in the text its ``page``, where the format has pages."""
    for inner in thing if isinstance(thing, list) else list(thing.values()):
        if isinstance(inner, dict | list):
            _paged(inner, report)
    if isinstance(thing, dict) and thing.get("start") is not None:
        thing["page"] = report.page(thing["start"])


def line(report: Report) -> str:
    """The record as one line of JSON (no line end)."""
    return json.dumps(record(report), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
