"""Sentences that stand in two parts of the corpus, word for word or nearly: found, and cut out of the lesser part.

A figure measured on sentences that were learnt from is worth nothing. Numbers do not count: a sentence that differs
from another in its numbers alone is the same sentence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.annotate import corpus
from extract.annotate.corpus import Annotated
from extract.annotate.cutting import Span, sentences, widened, without
from extract.annotate.marks import labels, parted
from extract.errors import AnnotationError
from extract.lexicon import rx

LEAST = 12  # characters of a sentence that is compared; shorter ones are headings and set phrases
ALIKE = 90.0  # least likeness of near duplicates, of 100 (Indel, as rapidfuzz counts it)
FRAME = ("title", "organ", "period", "sections")  # set phrases: that they come again says nothing
ROWS = 512  # sentences compared at once


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the corpus: its part, its text's number there, where it stands, and what is compared."""

    part: str
    line: int
    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that are alike: the one that goes, the one that stays, and how alike they are (100: the same)."""

    goes: Sentence
    stays: Sentence
    alike: float


@dataclass(frozen=True, slots=True)
class Near:
    """What was found.

    Attributes
    ----------
    compared
        Sentences by part.
    pairs
        One a sentence that goes.
    """

    compared: Mapping[str, int]
    pairs: tuple[Pair, ...]

    @property
    def exact(self) -> int:
        """How many are the same."""
        return sum(one.alike == 100 for one in self.pairs)


def parts(folder: Path) -> dict[str, list[Annotated]]:
    """The parts of a corpus, those that are to stay whole first: ``test``, ``dev``, then the others by name.

    Raises
    ------
    AnnotationError
        Where the folder holds fewer than two parts, or one is faulty.
    """
    files = sorted(folder.glob("*.jsonl"), key=lambda file: ({"test": 0, "dev": 1}.get(file.stem, 2), file.stem))
    if len(files) < 2:
        raise AnnotationError("is no folder with two parts of a corpus (.jsonl) or more", path=str(folder))
    return {file.stem: corpus.read(file) for file in files}


def found(corpora: Mapping[str, Sequence[Annotated]], *, alike: float = ALIKE, least: int = LEAST) -> Near:
    """All sentences of later parts that stand in an earlier one.

    Parameters
    ----------
    corpora
        Parts in the order in which they are kept: nothing goes out of the first.
    alike
        Least likeness, of 100.
    least
        Characters of the shortest sentence that is compared, without blanks.
    """
    from rapidfuzz import fuzz, process

    told = {part: list(_sentences(part, lines, least)) for part, lines in corpora.items()}
    kept: list[Sentence] = []
    pairs: list[Pair] = []
    for mine in told.values():
        known: dict[str, Sentence] = {}
        for one in kept:
            known.setdefault(one.key, one)
        rest = [one for one in mine if one.key not in known]
        pairs += [Pair(one, known[one.key], 100.0) for one in mine if one.key in known]
        choices = [*known]
        for at in range(0, len(rest) if choices else 0, ROWS):
            rows = rest[at : at + ROWS]
            table = process.cdist([one.key for one in rows], choices, scorer=fuzz.ratio, score_cutoff=alike)
            for one, scores in zip(rows, table, strict=True):
                best = int(scores.argmax())
                if scores[best] >= alike:
                    pairs.append(Pair(one, known[choices[best]], min(float(scores[best]), 99.9)))
        kept += mine
    pairs.sort(key=lambda pair: (pair.goes.part, pair.goes.line, pair.goes.start))
    return Near({part: len(mine) for part, mine in told.items()}, tuple(pairs))


def _sentences(part: str, lines: Sequence[Annotated], least: int) -> Iterator[Sentence]:
    for number, one in enumerate(lines):
        frame = [(mark.start, mark.end) for mark in parted(one).marks if labels()[mark.label][0] in FRAME]
        for start, end in sentences(one.text):
            key = folded(one.text[start:end])
            if len(key) >= least and not any(a < end and start < b for a, b in frame):
                yield Sentence(part, number, start, end, key)


def folded(words: str) -> str:
    """What of a sentence is compared: no blanks and punctuation, every number the same.

    Examples
    --------
    >>> folded("全年 公开信息３６条，1.2万字。") == folded("全年公开信息7条，300万字")
    True
    """
    plain = unicodedata.normalize("NFKC", words)
    bare = "".join(char for char in plain if char.isalnum() or char in ".,%")
    return rx(r"[.,%]").sub("", rx(r"\d+(?:[.,]\d+)*").sub("#", bare))


def cleaned(corpora: Mapping[str, Sequence[Annotated]], near: Near) -> dict[str, list[Annotated]]:
    """The parts without the sentences that go; what is annotated over a sentence's end goes with it."""
    out = {part: list(lines) for part, lines in corpora.items()}
    cuts: dict[tuple[str, int], list[Span]] = {}
    for pair in near.pairs:
        cuts.setdefault((pair.goes.part, pair.goes.line), []).append((pair.goes.start, pair.goes.end))
    for (part, number), spans in cuts.items():
        one = out[part][number]
        why = f"{len(spans)} sentence{'s' if len(spans) > 1 else ''} cut that another part holds"
        out[part][number] = without(one, _whole(one, spans), why)
    return out


def _whole(one: Annotated, spans: Sequence[Span]) -> list[Span]:
    """The cuts, widened so that no fact and no point is cut in two."""
    marks = [mark for mark in parted(one).marks if labels()[mark.label][0] not in FRAME]
    things = [(mark.start, mark.end) for mark in marks]
    grown = sorted(spans)
    while True:
        wider = []
        for start, end in grown:
            over = [(a, b) for a, b in things if a < end and start < b]
            wider.append((min([start, *(a for a, _ in over)]), max([end, *(b for _, b in over)])))
        wider = widened(wider, ())
        if wider == grown:
            return wider
        grown = wider
