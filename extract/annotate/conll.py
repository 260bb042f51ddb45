"""CoNLL: a character a line, a column a layer, in BIO; comments before each text say which it is.

It holds spans and their labels alone. Of spans of one layer that overlap the longest stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from extract.annotate.files import as_json, lines_of
from extract.annotate.marks import SPANS, Mark, Marked, layer_of

_ESCAPE = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", " ": "\\s"}
_BACK = {told: char for char, told in _ESCAPE.items()}
_CODE = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def write(path: Path, texts: Sequence[Marked]) -> None:
    """Write the file."""
    with path.open("w", encoding="utf8", newline="\n") as file:
        for one in texts:
            meta = {key: value for key, value in one.meta.items() if key != "rest"}
            file.write(f"# gongkai = {json.dumps(meta, ensure_ascii=True)}\n# columns = text {' '.join(SPANS)}\n")
            columns = [_column(one, layer) for layer in SPANS]
            for i, char in enumerate(one.text):
                file.write("\t".join((_escaped(char), *(column.get(i, "O") for column in columns))) + "\n")
            file.write("\n")


def _column(one: Marked, layer: str) -> dict[int, str]:
    out: dict[int, str] = {}
    for mark in sorted(one.marks, key=lambda mark: (mark.start - mark.end, mark.start)):
        if layer_of(mark.label) == layer and not any(i in out for i in range(mark.start, mark.end)):
            out |= {i: f"{'I' if i > mark.start else 'B'}-{mark.label}" for i in range(mark.start, mark.end)}
    return out


def _escaped(char: str) -> str:
    if char in _ESCAPE:
        return _ESCAPE[char]
    return char if char.isprintable() and not char.isspace() else f"\\u{{{ord(char):x}}}"


def _plain(cell: str) -> str:
    if code := _CODE.fullmatch(cell):
        return chr(int(code[1], 16))
    return _BACK.get(cell, cell)


def read(path: Path, wrong: list[str]) -> list[Marked]:
    """Read a file as written here, with the labels changed."""
    out: list[Marked] = []
    rows: list[tuple[int, list[str]]] = []
    meta: Mapping[str, object] = {}
    columns = SPANS
    for number, line in [*lines_of(path), (0, "")]:
        place = f"{path.name}:{number}"
        if line.startswith("# gongkai = ") and not rows:
            told = as_json(line.removeprefix("# gongkai = "), place, wrong)
            meta = told if isinstance(told, dict) else {}
        elif line.startswith("# columns = ") and not rows:
            columns = tuple(line.split()[4:])
            odd = [layer for layer in columns if layer not in SPANS]
            wrong += [f"{place}: unknown layer {layer!r}; known are {', '.join(SPANS)}" for layer in odd]
        elif line:
            cells = line.split("\t")
            if len(cells) != len(columns) + 1 or len(_plain(cells[0])) != 1:
                wrong.append(f"{place}: is not one character and {len(columns)} labels, parted by tabs")
            rows.append((number, cells))
        elif rows:
            if not any(fault.startswith(f"{path.name}:") for fault in wrong):
                out.append(_one(rows, columns, meta, path.name, wrong))
            rows, meta = [], {}
    return out


def _one(
    rows: Sequence[tuple[int, list[str]]],
    columns: Sequence[str],
    meta: Mapping[str, object],
    name: str,
    wrong: list[str],
) -> Marked:
    marks: list[Mark] = []
    for column, layer in enumerate(columns, 1):
        begun: tuple[int, str, int] | None = None  # where, label, line
        for i, (number, cells) in enumerate([*rows, (rows[-1][0] + 1, ["O"] * (len(columns) + 1))]):
            tag, _, label = cells[column].partition("-")
            if begun and (tag != "I" or label != begun[1]):
                marks.append(Mark(begun[1], begun[0], i, {}, f"{name}:{begun[2]}"))
                begun = None
            if tag == "B" and label:
                begun = (i, label, number)
            elif (tag == "I" and not begun) or tag not in ("I", "O"):
                wrong.append(f"{name}:{number}: {layer}: {cells[column]!r} continues nothing; B-label, I-label or O")
    text = "".join(_plain(cells[0]) for _, cells in rows)
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    return Marked(text, tuple(marks), (), meta, f"{name}:{rows[0][0]}")
