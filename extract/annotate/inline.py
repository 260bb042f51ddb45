"""The inline notation, written: a corpus line as ``### id year`` and its text with ``⟦label|words⟧``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extract.annotate import markup
from extract.annotate.corpus import Annotated
from extract.annotate.files import text_of
from extract.annotate.marks import Mark, Marked, labels, parted
from extract.annotate.markup import CLOSE, OPEN
from extract.annotate.quantity import quantity
from extract.errors import AnnotationError


def write(path: Path, texts: Sequence[Marked]) -> None:
    """Write the file.

    Raises
    ------
    AnnotationError
        Where a text cannot stand in the notation: spans that cross, marks or carriage returns in the text.
    """
    path.write_text("".join(f"{_body(one)}\n\n" for one in texts), encoding="utf8", newline="\n")


def _body(one: Marked) -> str:
    for odd, name in ((OPEN, OPEN), (CLOSE, CLOSE), ("\r", "a carriage return"), ("\n### ", "a line that begins ###")):
        if odd in f"\n{one.text}":
            raise AnnotationError(f"{one.id}: the text holds {name}, which the inline notation cannot")
    if one.text != one.text.strip("\n") or not one.id or any(char.isspace() for char in one.id):
        raise AnnotationError(f"{one.id}: the inline notation has no line breaks around a text, no blanks in its id")
    year = (one.meta.get("rest") or {}).get("year")
    told = _labels(one)
    opens: dict[int, list[int]] = {}
    opened: list[int] = []
    out = [f"### {one.id} {year if isinstance(year, int) and 1000 <= year <= 9999 else '-'}\n"]
    for i in sorted(range(len(one.marks)), key=lambda i: (one.marks[i].start, -one.marks[i].end, i)):
        opens.setdefault(one.marks[i].start, []).append(i)
    for at in range(len(one.text) + 1):
        while opened and one.marks[opened[-1]].end == at:
            opened.pop()
            out.append(CLOSE)
        for i in opens.get(at, ()):
            if opened and one.marks[opened[-1]].end < one.marks[i].end:
                crossed = one.marks[opened[-1]]
                raise AnnotationError(f"{one.id}: {one.marks[i].label} at {at} cuts into {crossed.label}")
            opened.append(i)
            out.append(f"{OPEN}{told[i]}|")
        out.append(one.text[at : at + 1])
    return "".join(out)


def _labels(one: Marked) -> list[str]:
    """The label of each mark, with its options."""
    wanted = {tie.target for tie in one.ties if tie.kind == "part_of"}
    wanted |= {tie.source for tie in one.ties if labels()[one.marks[tie.source].label][0] == "problems"}
    head = {i: i for i in range(len(one.marks))}
    for tie in one.ties:
        if tie.kind == "same":
            head[tie.source] = head[tie.target]
    first: dict[int, int] = {}  # the mention of each channel that stands first, where its kind is said
    for i in sorted(head, key=lambda i: (one.marks[i].start, -one.marks[i].end, i)):
        first.setdefault(head[i], i)
    options: dict[int, list[str]] = {i: [f"#n{i}"] if i in wanted else [] for i in head}
    for tie in one.ties:
        if tie.kind == "part_of":
            options[tie.source].append(f"<n{tie.target}")
        elif tie.kind == "through":
            options[tie.source].append(f"@c{head[tie.target]}")
        elif tie.kind != "same":
            options[tie.target].append(f">n{tie.source} {tie.kind}")
    return [
        _label(mark, f"@c{head[i]}" if first[head[i]] == i else "", f"@c{head[i]}", options[i], one)
        for i, mark in enumerate(one.marks)
    ]


def _label(mark: Mark, new: str, channel: str, options: list[str], one: Marked) -> str:
    key = labels()[mark.label][0]
    told = {k: v for k, v in mark.told.items() if _fits(v)}
    if key == "channels":
        name = " ".join(str(one.marks[int(channel[2:])].told.get("name") or "").split())
        return f"{new} {mark.label.partition('.')[2]} {name}".strip() if new else channel
    if key == "unused":
        return f"-{mark.label.partition('.')[2]} {' '.join(str(told.get('why', 'unknown')).split())}"
    if key == "roles":
        return mark.label.partition(".")[2]
    if key == "period":
        return f"period {told.get('start_date', '-')} {told.get('end_date', '-')}"
    if key == "contacts":
        return f"{mark.label} v={told['value']}" if "value" in told and not _blank(told["value"]) else mark.label
    if key in ("problems", "remedies"):
        listed = told.get("aspects") or [told.get("aspect", "other")]
        return " ".join((mark.label, *listed, *options))
    if key == "facts":
        return " ".join((mark.label, *options, *_quantities(mark, told, one.text[mark.start : mark.end])))
    return mark.label


def _quantities(mark: Mark, told: dict[str, Any], words: str) -> list[str]:
    """The options that say what the words do not."""
    read = quantity(words)
    out = []
    if "category" in told and not _blank(told["category"]):
        out.append(f"={told['category']}")
    if told.get("value") != read["value"]:
        out.append(f"v={told.get('value', 0)!r}")
    if told.get("unit") != read["unit"] and not _blank(told.get("unit", "-")):
        out.append(f"u={told.get('unit', '-')}")
    if told.get("bound", "exact") != read["bound"]:
        out.append(f"b={told.get('bound', 'exact')}")
    scope = told.get("scope", "year")
    return [*out, f"s={scope}"] if scope != ("previous" if mark.label == "change" else "year") else out


def _fits(value: Any) -> bool:
    return not any(char in str(value) for char in f"{OPEN}{CLOSE}|\n")


def _blank(value: Any) -> bool:
    return any(char.isspace() for char in str(value))


def read(path: Path, wrong: list[str]) -> list[Marked]:
    """Read the notation."""
    del wrong  # what is wrong is raised, all of it at once
    text_of(path)
    return [_marked(one) for one in markup.read(path, "")]


def _marked(one: Annotated) -> Marked:
    marked = parted(one)
    meta = {key: value for key, value in marked.meta.items() if key not in ("annotator", "layers")}
    return Marked(marked.text, marked.marks, marked.ties, meta, one.id)
