"""A record as the pages take it: what they do not show is left out, cells and passed checks are kept short."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

SURE = 0.9  # confidence below which a thing is one to look at
#: what the list of reports holds of each, in this order
ROW = (
    *("id", "sha", "file", "path", "organ", "level", "year", "title", "kind", "by", "facts", "channels", "problems"),
    *("remedies", "links", "failed", "warnings", "low", "least"),
)
_SAFE = re.compile(r"[0-9A-Za-z_-]{1,80}")
_HINT = re.compile(r"(?P<cell>\S+/\S+/\S+) = (?P<value>\S+)")
_DROPPED = ("sentence_start", "sentence_end")


def text_hash(text: str) -> str:
    """SHA-256 of a text as UTF-8, as corrections give it; half characters count as the three bytes that they are."""
    return hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()


def file_of(report_id: str) -> str:
    """Where a report's data lies, without its suffix; ids that are no plain names are hashed."""
    plain = _SAFE.fullmatch(report_id)
    name = report_id if plain else hashlib.sha256(report_id.encode("utf8", "surrogatepass")).hexdigest()[:16]
    return f"report/{name[:2].lower()}/{name}"


def row(record: Mapping[str, Any], text: str) -> list[Any]:
    """A report's row of the list: what `ROW` names."""
    name = str(record["report_id"])
    sure = list(_confidences(record))
    low = sum(one < SURE for one in sure)
    problems = record.get("problems") or ()
    return [
        name,
        text_hash(text),
        file_of(name),
        record["source"]["path"],
        (record.get("organ") or {}).get("text"),
        (record.get("organ") or {}).get("level"),
        record.get("year"),
        (record.get("title") or {}).get("text"),
        record.get("document_kind"),
        record["source"].get("by", "text"),
        len(record.get("facts") or ()),
        len(record.get("channels") or ()),
        len(problems),
        len(record.get("remedies") or ()),
        sum(len(problem.get("remedies") or ()) for problem in problems),
        sum(check["status"] == "fail" for check in record.get("checks") or ()),
        sorted({warning["code"] for warning in record.get("warnings") or ()}),
        low,
        round(min(sure), 3) if sure else None,
    ]


def _confidences(record: Mapping[str, Any]) -> Iterator[float]:
    for key in ("facts", "channels", "problems", "remedies"):
        yield from (thing.get("confidence", 0.0) for thing in record.get(key) or ())


def report(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    """What the page of one report needs."""
    checks = record.get("checks") or ()
    others = Counter((check["check"], check["status"]) for check in checks)
    return {
        "id": str(record["report_id"]),
        "sha": text_hash(text),
        "text": text,
        "source": record["source"],
        "kind": record.get("document_kind"),
        "sure": record.get("document_confidence"),
        **{key: record.get(key) for key in ("title", "organ", "year", "period")},
        "contacts": _bare(record.get("contacts") or ()),
        "sections": _bare(record.get("sections") or ()),
        **{key: _bare(record.get(key) or ()) for key in ("facts", "channels", "problems", "remedies")},
        "tables": [_table(table) for table in record.get("tables") or ()],
        "failed": [_failed(check) for check in checks if check["status"] == "fail"],
        "checks": [[name, status, count] for (name, status), count in sorted(others.items())],
        "warnings": _bare(record.get("warnings") or ()),
    }


def _bare(things: Any) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in thing.items() if key not in _DROPPED and value not in (None, [], ())}
        for thing in things
    ]


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table, its cells as lists without what is empty at their ends."""
    cells = []
    for cell in table["cells"]:
        one = [cell["row"], cell["column"], cell["status"], cell.get("value"), cell["raw"], cell.get("unit")]
        one += [cell.get("candidates") or None]
        while one[-1] is None:
            one.pop()
        cells.append(one)
    return {**{key: table[key] for key in ("kind", "template", "start", "end")}, "cells": cells}


def _failed(check: Mapping[str, Any]) -> dict[str, Any]:
    """A failed check, with the cells that would mend it parted from their values."""
    mends = [[found["cell"], found["value"]] for found in _HINT.finditer(check.get("hint") or "")]
    kept = ("check", "expected", "actual", "involves", "message", "hint")
    return {key: check[key] for key in kept if check.get(key) is not None} | {"mends": mends}
