"""doccano's JSONL for projects with relations: a text a line, with ``entities`` and ``relations``.

doccano counts code points (its option to count grapheme clusters must be off). It knows no fields of a span: those
travel in the column ``gongkai``, which doccano keeps as metadata, and come back to every span that was not moved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from extract.annotate.files import as_json, lines_of
from extract.annotate.marks import Mark, Marked, Tie


def write(path: Path, texts: Sequence[Marked]) -> None:
    """Write the file."""
    numbers = count(1)  # doccano wants them to be unique in the file
    with path.open("w", encoding="utf8", newline="\n") as file:
        for i, one in enumerate(texts, 1):
            ids = [next(numbers) for _ in one.marks]
            line = {
                "id": i,
                "text": one.text,
                "entities": [
                    {"id": id_, "label": mark.label, "start_offset": mark.start, "end_offset": mark.end}
                    for id_, mark in zip(ids, one.marks, strict=True)
                ],
                "relations": [
                    {"id": next(numbers), "from_id": ids[tie.source], "to_id": ids[tie.target], "type": tie.kind}
                    for tie in one.ties
                ],
                "gongkai": json.dumps({**one.meta, "told": told_of(one)}, ensure_ascii=False),
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def told_of(one: Marked) -> dict[str, Mapping[str, Any]]:
    """What is known of each mark, by its name."""
    return {name: mark.told for name, mark in zip(one.names(), one.marks, strict=True) if mark.told}


def retold(text: str, marks: Sequence[Mark], told: Mapping[str, Any]) -> tuple[Mark, ...]:
    """The marks with what was known of them, where they stand where they stood."""
    names = Marked(text, tuple(marks), (), {}).names()
    return tuple(
        Mark(mark.label, mark.start, mark.end, told.get(name) or mark.told, mark.at)
        for name, mark in zip(names, marks, strict=True)
    )


def read(path: Path, wrong: list[str]) -> list[Marked]:
    """Read what doccano exports; lines of projects without relations (``label``) too."""
    out = []
    for number, line in lines_of(path):
        if not line.strip():
            continue
        place = f"{path.name}:{number}"
        told = as_json(line, place, wrong)
        if told is None:
            continue
        try:
            out.append(_one(told, place))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            wrong.append(f"{place}: is no line of doccano's JSONL ({type(error).__name__}: {error})")
    return out


def _one(line: Mapping[str, Any], place: str) -> Marked:
    carried = line.get("gongkai") or {}
    meta = dict(json.loads(carried) if isinstance(carried, str) else carried)
    told = meta.pop("told", None) or {}
    text = line["text"]
    if not isinstance(text, str):
        raise TypeError("text is no string")
    spans = [(one["id"], one["label"], one["start_offset"], one["end_offset"]) for one in line.get("entities") or ()]
    spans += [(None, label, start, end) for start, end, label in line.get("label") or line.get("labels") or ()]
    if "entities" not in line and "label" not in line and "labels" not in line:
        raise KeyError("entities")
    if not all(type(start) is int and type(end) is int for _, _, start, end in spans):
        raise TypeError("an offset is no number")
    marks = [Mark(str(label), start, end, {}, place) for _, label, start, end in spans]
    ids = {id_: i for i, (id_, *_) in enumerate(spans) if id_ is not None}
    if len(ids) < sum(id_ is not None for id_, *_ in spans):
        raise ValueError("two entities have one id")
    ties = [
        Tie(str(one["type"]), ids.get(one["from_id"], -1), ids.get(one["to_id"], -1), place)
        for one in line.get("relations") or ()
    ]
    return Marked(text, retold(text, marks, told), tuple(ties), meta, place)
