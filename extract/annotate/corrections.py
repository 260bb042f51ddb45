"""Corrections that a reviewer made to a run's records, read and checked: a row a thing, CSV or JSONL.

What the columns mean is in ``annotations/README.md``. Nothing is believed: every row must name a thing that is there,
with the words and the value that the record has.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.annotate import corpus
from extract.annotate.corpus import Annotated
from extract.annotate.files import as_json, lines_of, text_of
from extract.annotate.marks import LISTS, SINGLE
from extract.errors import AnnotationError

COLUMNS = (
    *("report", "sha256", "id", "start", "end", "layer", "text", "action", "field", "old", "new", "reviewer", "note"),
)
ACTIONS = ("confirm", "correct", "reject", "add")
#: fields of a thing that a reviewer may correct, by the list that it is in; ``span`` is ``start:end``
FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("span",),
    "organ": ("span", "level"),
    "period": ("span", "start_date", "end_date"),
    "contacts": ("span", "kind", "value"),
    "sections": ("span", "kind"),
    "facts": ("span", "kind", "stage", "value", "unit", "bound", "scope", "category", "channel", "part_of"),
    "channels": ("span", "kind", "name"),
    "problems": ("span", "aspect", "aspects", "remedies"),
    "remedies": ("span", "aspect", "aspects"),
    "links": ("by",),
}
LINK = re.compile(r"(?P<problem>[^\s>]+)>(?P<remedy>[^\s>]+)")  # the id of a link: p1>r1
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Row:
    """One correction, as it was read.

    Attributes
    ----------
    at
        File and line.
    told
        Its columns, none missing; empty where nothing is said.
    start, end
        Numbers, where the row has them.
    """

    at: str
    told: Mapping[str, str]
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a row is about: the list, the thing, and the mention where it is about one of a channel."""

    key: str
    thing: dict[str, Any]
    place: dict[str, Any]


def read(path: Path) -> list[Row]:
    """The rows of a file, each well formed; what they say is checked against the records later.

    Raises
    ------
    AnnotationError
        With file and line of everything that is wrong.
    """
    wrong: list[str] = []
    rows = [row for at, told in _told(path, wrong) if (row := _row(at, told, wrong))]
    corpus.refuse(wrong, path)
    if not rows:
        raise AnnotationError("holds no corrections", path=str(path))
    return rows


def _told(path: Path, wrong: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if path.suffix.lower() != ".csv":
        for number, line in lines_of(path):
            at = f"{path.name}:{number}"
            told = as_json(line, at, wrong) if line.strip() else None
            if isinstance(told, dict):
                yield at, told
            elif told is not None:
                wrong.append(f"{at}: is no JSON object")
        return
    rows = csv.reader(io.StringIO(text_of(path), newline=""), strict=True)
    head: list[str] | None = None
    try:
        for cells in rows:
            at = f"{path.name}:{rows.line_num}"
            if head is None:
                head = [cell.strip() for cell in cells]
                continue
            if len(cells) > len(head):
                wrong.append(f"{at}: has {len(cells)} cells, the header has {len(head)}")
            elif any(cell.strip() for cell in cells):
                yield at, dict(zip(head, cells, strict=False))
    except csv.Error as error:
        wrong.append(f"{path.name}:{rows.line_num}: is no CSV ({error})")


def _row(at: str, told: Mapping[str, Any], wrong: list[str]) -> Row | None:
    before = len(wrong)
    odd = [name for name in told if name not in COLUMNS]
    if odd:
        wrong.append(f"{at}: unknown column {odd[0]!r}; known are {', '.join(COLUMNS)}")
    cells = {name: _cell(told.get(name)) for name in COLUMNS}
    if cells["action"] not in ACTIONS:
        wrong.append(f"{at}: unknown action {cells['action']!r}; known are {', '.join(ACTIONS)}")
    wrong += [f"{at}: names no {name}" for name in ("report", "reviewer") if not cells[name]]
    if cells["layer"] and cells["layer"] not in corpus.LAYERS:
        wrong.append(f"{at}: unknown layer {cells['layer']!r}; known are {', '.join(corpus.LAYERS)}")
    places: list[int | None] = []
    for name in ("start", "end"):
        cell = cells[name].strip()
        places.append(int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 12 else None)
        if cell and places[-1] is None:
            wrong.append(f"{at}: {name} {cell!r} is no number")
    if (places[0] is None) != (places[1] is None):
        wrong.append(f"{at}: has one of start and end, not both")
    if cells["sha256"] and not _SHA256.fullmatch(cells["sha256"]):
        wrong.append(f"{at}: sha256 {cells['sha256']!r} is no hash of a text (64 digits and letters a to f)")
    link = LINK.fullmatch(cells["id"])
    if link and not cells["layer"]:
        cells["layer"] = "links"
    if cells["action"] == "add" and cells["layer"] == "links":
        if not link or not cells["new"]:
            wrong.append(
                f"{at}: a link that is added needs its problem and remedy in id (p1>r1), and in new what it rests on"
            )
    elif cells["action"] == "add" and (places[0] is None or not cells["text"] or not cells["new"]):
        wrong.append(f"{at}: what is added needs start, end, text, and its label in new")
    if cells["action"] == "correct" and not cells["field"]:
        wrong.append(f"{at}: says no field to correct")
    return Row(at, cells, places[0], places[1]) if len(wrong) == before else None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(map(_cell, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict):
        return " ".join(map(_cell, value.values()))
    return str(value)


def find(row: Row, one: Annotated, gold: Mapping[str, Any]) -> Found | str:
    """What a row is about, or why that cannot be said."""
    told = row.told
    found = [
        Found(key, thing, place)
        for key, thing, place in _places(gold)
        if (not told["layer"] or layer_of(key) == told["layer"])
        and (not told["id"] or told["id"] == (thing.get("id") or key))
        and (row.start is None or (place.get("start"), place.get("end")) == (row.start, row.end))
    ]
    if row.start is not None and row.end is not None:
        if not row.start < row.end <= len(one.text):
            return f"span {row.start}:{row.end} is not in the text (0:{len(one.text)})"
        words = one.text[row.start : row.end]
        if told["text"] and words != told["text"]:
            return f"{row.start}:{row.end} is {words!r}, not {told['text']!r}"
    name = told["id"] or f"{row.start}:{row.end}"
    if not found:
        return f"nothing in {one.id} is {name}" + (f" in layer {told['layer']}" if told["layer"] else "")
    if len({id(one.thing) for one in found}) > 1:
        return f"{len(found)} things of {one.id} are {name}; name the layer, or the id"
    if told["text"] and all(told["text"] != each.place.get("text") for each in found):
        return f"{name} of {one.id} is {found[0].place.get('text')!r}, not {told['text']!r}"
    return found[0]


def layer_of(key: str) -> str:
    """The layer of a part of a record."""
    return LISTS.get(key, "head")


def _places(gold: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Everything in a record that stands in the text: its list, the thing, and where it stands."""
    for key in SINGLE:
        if gold.get(key):
            yield key, gold[key], gold[key]
    for key in LISTS:
        for thing in gold.get(key) or ():
            if key == "channels":
                yield from ((key, thing, mention) for mention in thing["mentions"])
            else:
                yield key, thing, thing


def things(gold: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Everything in a record that stands in the text: its layer, the thing, and what says where it stands.

    The latter is the thing itself, but of a channel each of its mentions.
    """
    for key, thing, place in _places(gold):
        if "start" in place:
            yield layer_of(key), thing, place
