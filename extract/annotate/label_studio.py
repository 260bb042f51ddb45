"""Label Studio's JSON: tasks with predictions (what a model says) or annotations (what a person says).

Label Studio counts code points today; older versions counted UTF-16 units, in which a character beyond U+FFFF is two.
Code points are written. When reading, the words that each region repeats tell which of the two was counted. A region's
fields travel in its ``meta``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from extract.annotate.files import text_of
from extract.annotate.marks import MACHINE, TIES, Mark, Marked, Tie, labels
from extract.errors import AnnotationError

_BLANK = re.compile(r"[\s,]*")


def config() -> str:
    """The labelling interface that the tasks need, to paste into the project's settings."""
    named = "\n".join(f"    <Label value={quoteattr(label)}/>" for label in labels())
    ties = "\n".join(f"    <Relation value={quoteattr(kind)}/>" for kind in TIES)
    return (
        f'<View>\n  <Relations>\n{ties}\n  </Relations>\n  <Labels name="label" toName="text">\n{named}\n  </Labels>\n'
        '  <Text name="text" value="$text" granularity="symbol"/>\n</View>\n'
    )


def write(path: Path, texts: Sequence[Marked]) -> None:
    """Write the file, a task a line."""
    lines = [json.dumps(_task(one), ensure_ascii=False) for one in texts]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf8", newline="\n")


def _task(one: Marked) -> dict[str, Any]:
    result: list[dict[str, Any]] = [
        {
            "id": f"m{i}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": mark.start,
                "end": mark.end,
                "text": one.text[mark.start : mark.end],
                "labels": [mark.label],
            },
            **({"meta": {"text": [json.dumps(mark.told, ensure_ascii=False)]}} if mark.told else {}),
        }
        for i, mark in enumerate(one.marks, 1)
    ]
    result += [
        {
            "type": "relation",
            "from_id": f"m{tie.source + 1}",
            "to_id": f"m{tie.target + 1}",
            "direction": "right",
            "labels": [tie.kind],
        }
        for tie in one.ties
    ]
    task: dict[str, Any] = {"data": {"text": one.text, "gongkai": dict(one.meta)}}
    name = str(one.meta.get("annotator") or "")
    if name.startswith(MACHINE):
        return task | {"predictions": [{"model_version": name, "result": result}]}
    return task | {"annotations": [{"result": result}]}


def read(path: Path, wrong: list[str]) -> list[Marked]:
    """Read what Label Studio exports (JSON, not JSON-MIN).

    Where a task has annotations, these are read, else its predictions; two annotations of one task are refused.
    """
    out = []
    for number, task in _tasks(path):
        place = f"{path.name}:{number}"
        try:
            out.append(_one(task, place, wrong))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            wrong.append(f"{place}: is no task of Label Studio ({type(error).__name__}: {error})")
    return out


def _tasks(path: Path) -> Iterator[tuple[int, Any]]:
    """The tasks, each with the line where it begins."""
    text = text_of(path)
    decoder = json.JSONDecoder()
    at = len(text) - len(text.lstrip())
    if not text[at:].startswith("["):
        raise AnnotationError(f"{path.name}:1: is no list of tasks; export as JSON, not JSON-MIN", path=str(path))
    at += 1
    while True:
        at = _BLANK.match(text, at).end()  # type: ignore[union-attr]  # matches nothing too
        line = text.count("\n", 0, at) + 1
        if text[at:].strip() == "]":
            return
        try:
            task, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise AnnotationError(f"{path.name}:{line}: no JSON ({error})", path=str(path)) from error
        yield line, task


def _one(task: Mapping[str, Any], place: str, wrong: list[str]) -> Marked:
    text, meta = task["data"]["text"], dict(task["data"].get("gongkai") or {})
    if not isinstance(text, str):
        raise TypeError("text is no string")
    made = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    if len(made) > 1:
        raise ValueError(f"{len(made)} annotations of one text; export those of one annotator")
    result = (made or task.get("predictions") or [{"result": []}])[-1]["result"]
    regions = [one for one in result if one["type"] != "relation"]
    ids = {one["id"]: i for i, one in enumerate(regions)}
    if len(ids) < len(regions):
        raise ValueError("two regions have one id")
    spans = _counted(text, [one["value"] for one in regions])
    marks = []
    for one, (start, end) in zip(regions, spans, strict=True):
        value = one["value"]
        if len(value["labels"]) != 1:
            raise ValueError(f"region {one['id']} has {len(value['labels'])} labels, not one")
        words = value.get("text")
        if isinstance(words, str) and text[start:end] != words:
            wrong.append(f"{place}: region {one['id']}: {start}:{end} is {text[start:end]!r}, not {words!r}")
        notes = " ".join((one.get("meta") or {}).get("text") or ["{}"])
        marks.append(Mark(str(value["labels"][0]), start, end, dict(json.loads(notes)), f"{place} region {one['id']}"))
    ties = []
    for one in result:
        if one["type"] == "relation":
            source, target = ids.get(one["from_id"], -1), ids.get(one["to_id"], -1)
            if one.get("direction") == "left":
                source, target = target, source
            named = one.get("labels") or ["no label"]
            ties += [Tie(str(kind), source, target, place) for kind in named]
    if not made:
        meta["unreviewed"] = True
    return Marked(text, tuple(marks), tuple(ties), meta, place)


def _counted(text: str, values: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """The spans in code points, whichever unit was counted."""
    told = [(value["start"], value["end"], value.get("text")) for value in values]
    if not all(type(start) is int and type(end) is int for start, end, _ in told):
        raise TypeError("an offset is no number")
    if all(text[start:end] == words for start, end, words in told if isinstance(words, str)):
        return [(start, end) for start, end, _ in told]
    back = {0: 0}  # from UTF-16 units to code points
    units = 0
    for i, char in enumerate(text, 1):
        units += 1 + (char > "\uffff")
        back[units] = i
    moved = [(back.get(start, -1), back.get(end, -1)) for start, end, _ in told]
    if all(text[start:end] == words for (start, end), (*_, words) in zip(moved, told, strict=True) if words):
        return moved
    return [(start, end) for start, end, _ in told]
