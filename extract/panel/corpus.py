"""The texts of a run, read once: what of each is compared is kept, the text is not."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import numpy as np

from extract.panel import rows
from extract.panel.rows import Seen
from extract.panel.signatures import BANDS, MINIMA, likeness, signed
from extract.results import Results

Array = np.ndarray[Any, Any]
NEAR = 0.9  # two texts are nearly the same from this Jaccard likeness on


@dataclass(frozen=True, slots=True)
class Corpus:
    """What of the texts of a run is compared.

    Attributes
    ----------
    keys
        For each report the key of its text (see ``signatures.Signed``).
    whole
        Signatures of the reports, shape ``(reports, MINIMA)``.
    sentences
        Keys of all sentences, report by report.
    ends
        For each report the end of its sentences in ``sentences``.
    bands
        For each band a temporary file with the numbers of all sentences: 8 bytes a sentence, on disk.
    """

    keys: list[str]
    whole: Array
    sentences: Array
    ends: Array
    bands: tuple[IO[bytes], ...]

    def of(self, at: int) -> Array:
        """Keys of the sentences of a report."""
        return self.sentences[self.ends[at - 1] if at else 0 : self.ends[at]]

    def band(self, number: int) -> Array:
        """The numbers of all sentences in a band."""
        file = self.bands[number]
        file.seek(0)
        return np.frombuffer(file.read(), np.uint64)

    def alike(self, one: int, other: int) -> bool:
        """Are the texts of two reports the same, or nearly (estimated from their signatures)?"""
        return self.keys[one] == self.keys[other] or likeness(self.whole[one], self.whole[other]) >= NEAR

    def close(self) -> None:
        """Give back the disk."""
        for file in self.bands:
            file.close()


def read(run: Results, seen: Sequence[Seen]) -> Corpus:
    """Read the texts of a run, one after the other."""
    tables = _tables(run)
    keys: list[str] = []
    told: list[Array] = []
    whole = np.empty((len(seen), MINIMA), np.uint32)
    files = tuple(tempfile.TemporaryFile() for _ in range(BANDS))  # noqa: SIM115  (closed by Corpus.close)
    for at, text in enumerate(rows.texts(run, seen)):
        one = signed(text, tables.get(seen[at].path, ()))
        keys.append(one.key)
        whole[at] = one.whole
        told.append(one.keys)
        for number, file in enumerate(files):
            file.write(np.ascontiguousarray(one.bands[:, number]).tobytes())
    ends = np.cumsum([len(keys) for keys in told], dtype=np.int64)
    sentences = np.concatenate(told) if told else np.empty(0, np.uint64)
    return Corpus(keys, whole, sentences, ends, files)


def _tables(run: Results) -> dict[str, list[tuple[int, int]]]:
    """Where the statutory tables of each report stand: from the first to the last of their cells."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for path, kind, start, end in _places(run):
        known = found.get((path, kind))
        found[path, kind] = (min(known[0], start), max(known[1], end)) if known else (start, end)
    out: dict[str, list[tuple[int, int]]] = {}
    for (path, _), span in found.items():
        out.setdefault(path, []).append(span)
    return {path: _apart(spans) for path, spans in out.items()}


def _places(run: Results) -> Iterator[tuple[str, str, int, int]]:
    for part in rows.scan(run, "cells", ["path", "table", "start", "end"]):
        grouped = part.group_by(["path", "table"], use_threads=False).aggregate([("start", "min"), ("end", "max")])
        columns = (grouped.column(name).to_pylist() for name in ("path", "table", "start_min", "end_max"))
        for path, kind, start, end in zip(*columns, strict=True):
            if start is not None:
                yield path, kind, start, end


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches without overlaps: one that begins within another goes on with it."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
