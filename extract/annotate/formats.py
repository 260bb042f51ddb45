"""The formats of annotation tools behind one table, and what every export and import has to hold to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.annotate import brat, conll, corpus, docbin, doccano, gather, inline, label_studio
from extract.annotate.corpus import Annotated
from extract.annotate.files import whole
from extract.annotate.marks import Marked, losses, parted
from extract.errors import AnnotationError

Write = Callable[[Path, Sequence[Marked]], None]
Read = Callable[[Path, list[str]], list[Marked]]

#: name of a format → how it is written and read
FORMATS: Mapping[str, tuple[Write, Read]] = {
    "doccano": (doccano.write, doccano.read),
    "label-studio": (label_studio.write, label_studio.read),
    "brat": (brat.write, brat.read),
    "docbin": (docbin.write, docbin.read),
    "conll": (conll.write, conll.read),
    "markup": (inline.write, inline.read),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read from a tool.

    Attributes
    ----------
    lines
        The corpus lines.
    assumed
        Fields that the format does not hold and that had to be filled in, counted.
    unreviewed
        Texts that nobody had annotated yet: they are left out.
    """

    lines: tuple[Annotated, ...]
    assumed: Counter[str]
    unreviewed: int = 0


def export(lines: Sequence[Annotated], name: str, path: Path, *, overwrite: bool = False) -> Counter[str]:
    """Write corpus lines for a tool; returns what the format cannot hold, counted.

    What was written is read again and compared: a text that would not come back to the last character is refused, and
    nothing is written; everything else that does not come back is counted.

    Raises
    ------
    AnnotationError
        Where a text or a span cannot stand in the format, or the format is unknown.
    """
    write, read = _known(name)
    lost: Counter[str] = Counter()
    before = [parted(one) for one in lines]
    twice = [name for name, count in Counter(one.id for one in lines).items() if count > 1]
    if twice:
        raise AnnotationError(f"id {twice[0]} twice; nothing was written", path=str(path))

    def make(part: Path) -> None:
        write(part, before)
        lost.update(_compared(before, read, part))

    try:
        whole(path, make, overwrite=overwrite)
    except AnnotationError as error:
        raise AnnotationError(f"{error.reason}; nothing was written", path=str(path)) from error
    return lost


def _compared(before: Sequence[Marked], read: Read, part: Path) -> Counter[str]:
    wrong: list[str] = []
    again = {one.id: one for one in read(part, wrong)}
    lost: Counter[str] = Counter()
    if wrong:
        raise AnnotationError(f"it could not be read again: {wrong[0]}")
    for one in before:
        back = again.get(one.id)
        if back is None or back.text != one.text:
            raise AnnotationError(f"{one.id}: the text would not survive in this format")
        faults: list[str] = []
        gold = gather.gathered(back, faults, Counter())
        made = Annotated(one.id, "", "", (), one.text, gold)
        lost += losses(one, parted(made))
    return lost


def imported(
    path: Path,
    name: str,
    annotator: str = "",
    texts: Path | Sequence[Annotated] | None = None,
    layers: Sequence[str] = (),
) -> Imported:
    """Read what a tool has written.

    Parameters
    ----------
    annotator
        Whose reading it is; where empty, what the file says.
    texts
        The corpus that holds the texts: annotations of any other text are refused.
    layers
        What was annotated; by default what was sent out.

    Raises
    ------
    AnnotationError
        With file and line of everything that is wrong; nothing is read by half.
    """
    _, read = _known(name)
    if not path.exists():
        raise AnnotationError("does not exist; check the path", path=str(path))
    wrong: list[str] = []
    found = read(path, wrong)
    corpus.refuse(wrong, path)
    seen = [one for one in found if not one.meta.get("unreviewed")]
    if not seen:
        why = "nobody has annotated its texts yet" if found else "holds no text"
        raise AnnotationError(f"{why}; nothing was taken", path=str(path))
    known = corpus.read(texts) if isinstance(texts, Path) else texts
    by_id = None if known is None else {one.id: one for one in known}
    lines, assumed = gather.lines(seen, by_id, annotator, path, layers)
    return Imported(tuple(lines), assumed, len(found) - len(seen))


def _known(name: str) -> tuple[Write, Read]:
    if name not in FORMATS:
        raise AnnotationError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")
    return FORMATS[name]


def configuration(name: str) -> str | None:
    """What the tool must be told before it takes the file: Label Studio's labelling interface."""
    return label_studio.config() if name == "label-studio" else None


__all__ = ["FORMATS", "Imported", "configuration", "export", "imported"]
