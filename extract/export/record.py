"""A report as the nested record of the contract: plain dicts, lists, strings and numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from extract.model import Report

_PLAIN = frozenset({str, int, bool, type(None)})


@cache
def _way(kind: type) -> Callable[[Any], dict[str, Any]]:
    """What makes objects of a dataclass dictionaries: ``{"start": it.start, "value": number(it.value), ...}``.

    Written out for each class, this takes half of the time of a loop over its fields; of a report there are hundreds.
    """
    if not is_dataclass(kind):
        raise TypeError(f"a {kind.__name__} has no place in a record")
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.metadata.get("record", True)]
    parts = [f"{name!r}: {_sort(hints[name])}(it.{name})" for name in names]
    found: Callable[[Any], dict[str, Any]] = eval(
        f"lambda it: {{{', '.join(parts)}}}", {"plain": plain, "number": _number, "list": list}
    )
    return found


def _sort(hint: Any) -> str:
    """What a value of this type takes: nothing, or ``number``, ``list`` (of what takes nothing) or ``plain``."""
    inner = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    if _PLAIN.issuperset(inner):
        return ""
    if (_PLAIN | {float}).issuperset(inner):
        return "number"
    return "list" if get_origin(hint) is tuple and (_PLAIN | {...}).issuperset(get_args(hint)) else "plain"


def _number(value: Any) -> Any:
    return int(value) if type(value) is float and value.is_integer() else value


def plain(value: Any) -> Any:
    """``value`` in terms of JSON: dataclasses to dicts, tuples to lists, whole floats to ints."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is float:
        return _number(value)
    if kind is tuple or kind is list:
        return [plain(inner) for inner in value]
    return _way(kind)(value)


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
