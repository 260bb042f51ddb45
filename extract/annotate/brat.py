"""brat's stand-off: a folder with ``<id>.txt`` and ``<id>.ann`` for each text, and ``annotation.conf`` for brat.

brat counts code points. It has no label with a full stop (written as a hyphen here) and no span over a line break (it
gets a span in pieces). A span's fields are in a note, as JSON; what stands nowhere in the text is in ``gongkai.jsonl``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from extract.annotate.files import OURS, as_json, lines_of, text_of
from extract.annotate.marks import TIES, Mark, Marked, Tie, labels
from extract.errors import AnnotationError

_PIECE = re.compile(r"[^\r\n]+")
_ENDS = re.compile(r"^[\r\n]|[\r\n]$")
_SPAN = re.compile(r"T(\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.DOTALL)
_TIE = re.compile(r"R(\d+)\t(\S+) Arg1:T(\d+) Arg2:T(\d+)\s*")
_NOTE = re.compile(r"#\d+\tAnnotatorNotes T(\d+)\t(.*)", re.DOTALL)


def conf() -> str:
    """The ``annotation.conf`` of brat: all labels and relations."""
    spans = "\n".join(_hyphen(label) for label in labels())
    ties = "\n".join(f"{_hyphen(kind)}\tArg1:<ENTITY>, Arg2:<ENTITY>" for kind in TIES)
    overlap = "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    return f"[entities]\n{spans}\n[relations]\n{ties}\n{overlap}\n[events]\n[attributes]\n"


def _hyphen(label: str) -> str:
    return label.replace(".", "-")


def write(path: Path, texts: Sequence[Marked]) -> None:
    """Write the folder.

    Raises
    ------
    AnnotationError
        Where a span begins or ends with a line break: brat cannot hold it, and moving it is not ours to do.
    """
    path.mkdir()
    (path / "annotation.conf").write_text(conf(), encoding="utf8", newline="\n")
    with (path / OURS).open("w", encoding="utf8", newline="\n") as file:
        for one in texts:
            name = quote(one.id, safe="")
            (path / f"{name}.txt").write_bytes(one.text.encode())
            (path / f"{name}.ann").write_text("".join(_lines(one)), encoding="utf8", newline="\n")
            file.write(json.dumps(dict(one.meta), ensure_ascii=False) + "\n")


def _lines(one: Marked) -> list[str]:
    out = []
    for i, mark in enumerate(one.marks, 1):
        words = one.text[mark.start : mark.end]
        if _ENDS.search(words):
            reason = f"{one.id}: {mark.label} {mark.start}:{mark.end} begins or ends with a line break"
            raise AnnotationError(f"{reason}; brat has no such spans, correct it first")
        pieces = [(piece.start() + mark.start, piece.end() + mark.start) for piece in _PIECE.finditer(words)]
        places = ";".join(f"{start} {end}" for start, end in pieces)
        shown = " ".join(one.text[start:end] for start, end in pieces)
        out.append(f"T{i}\t{_hyphen(mark.label)} {places}\t{shown}\n")
        if mark.told:
            out.append(f"#{i}\tAnnotatorNotes T{i}\t{json.dumps(mark.told, ensure_ascii=False)}\n")
    out += [
        f"R{i}\t{tie.kind} Arg1:T{tie.source + 1} Arg2:T{tie.target + 1}\n" for i, tie in enumerate(one.ties, start=1)
    ]
    return out


def read(path: Path, wrong: list[str]) -> list[Marked]:
    """Read a folder: every ``.ann`` with its ``.txt``."""
    if not path.is_dir() or not any(path.glob("*.ann")):
        raise AnnotationError("is no folder with .ann files", path=str(path))
    metas: dict[str, Any] = {}
    order: dict[str, int] = {}
    if (path / OURS).is_file():
        for number, line in lines_of(path / OURS):
            told = as_json(line, f"{OURS}:{number}", wrong) if line.strip() else None
            if isinstance(told, dict):
                order[str(told.get("id"))] = len(order)
                metas[str(told.get("id"))] = told
    out = []
    for file in sorted(path.glob("*.ann")):
        text = file.with_suffix(".txt")
        if not text.is_file():
            wrong.append(f"{file.name}:1: there is no {text.name} beside it")
            continue
        name = unquote(file.stem)
        out.append(_one(file, text_of(text, "utf-8"), {"id": name} | metas.get(name, {}), wrong))
    return sorted(out, key=lambda one: order.get(one.id, len(order)))


def _one(file: Path, text: str, meta: dict[str, Any], wrong: list[str]) -> Marked:
    marks: dict[str, Mark] = {}
    told: dict[str, Any] = {}
    found: list[tuple[str, str, str, str]] = []
    dotted = {_hyphen(label): label for label in labels()}
    for number, line in lines_of(file):
        place = f"{file.name}:{number}"
        if span := _SPAN.fullmatch(line):
            mark = _mark(span, text, place, wrong, dotted)
            if span[1] in marks:
                wrong.append(f"{place}: T{span[1]} stands at {marks[span[1]].at} already")
            marks[span[1]] = mark
        elif tie := _TIE.fullmatch(line):
            found.append((tie[2], tie[3], tie[4], place))
        elif note := _NOTE.fullmatch(line):
            fields = as_json(note[2], place, wrong)
            if fields is not None and not isinstance(fields, dict):
                wrong.append(f"{place}: the note is no JSON object")
            elif fields is not None:
                told[note[1]] = fields
        elif line.strip() and not line.startswith("#"):  # other notes are for people
            wrong.append(f"{place}: is no line of brat that is known here: {line[:40]!r}")
    names = {name: i for i, name in enumerate(marks)}
    ties = []
    for kind, source, target, place in found:
        if source not in names or target not in names:
            wrong.append(f"{place}: {kind} leads to a span that is not there")
        else:
            ties.append(Tie(kind, names[source], names[target], place))
    gone = sorted(told.keys() - marks.keys())
    wrong += [f"{file.name}: a note is about T{name}, which is not there" for name in gone]
    whole = tuple(Mark(mark.label, mark.start, mark.end, told.get(name, {}), mark.at) for name, mark in marks.items())
    return Marked(text, whole, tuple(ties), meta, file.name)


def _mark(span: re.Match[str], text: str, place: str, wrong: list[str], dotted: dict[str, str]) -> Mark:
    """One span; its pieces must have nothing but line breaks between them."""
    pieces = [(int(start), int(end)) for start, end in (piece.split() for piece in span[3].split(";"))]
    start, end = pieces[0][0], pieces[-1][1]
    gaps = [text[one[1] : other[0]] for one, other in pairwise(pieces)]
    if end > len(text) or any(a >= b for a, b in pieces):
        wrong.append(f"{place}: span {start}:{end} is not in the text (0:{len(text)})")
    elif any(not gap or gap.strip("\r\n") for gap in gaps):
        wrong.append(f"{place}: the span is in pieces; here only line breaks may part them")
    elif " ".join(text[a:b] for a, b in pieces) != span[4]:
        wrong.append(f"{place}: {start}:{end} is {text[start:end]!r}, not {span[4]!r}")
    return Mark(dotted.get(span[2], span[2]), start, end, {}, place)
