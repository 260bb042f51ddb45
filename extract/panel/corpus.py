"""The texts of a run, read once: what of each is compared is kept, the text is not."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO, Any

import numpy as np

from extract.panel import rows
from extract.panel.rows import Seen
from extract.panel.signatures import BANDS, MINIMA, likeness, signed
from extract.results import Results

Array = np.ndarray[Any, Any]
GAP = 200  # characters between two cells of a table: labels, and the heads of the next one
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
    with ExitStack() as files:
        bands = tuple(files.enter_context(tempfile.TemporaryFile()) for _ in range(BANDS))
        for at, text in enumerate(rows.texts(run, seen)):
            one = signed(text, tables.get(seen[at].path, ()))
            keys.append(one.key)
            whole[at] = one.whole
            told.append(one.keys)
            for number, file in enumerate(bands):
                file.write(np.ascontiguousarray(one.bands[:, number]).tobytes())
        ends = np.cumsum([len(one) for one in told], dtype=np.int64)
        sentences = np.concatenate(told) if told else np.empty(0, np.uint64)
        files.pop_all()  # the corpus closes them
        return Corpus(keys, whole, sentences, ends, bands)


def _tables(run: Results) -> dict[str, list[tuple[int, int]]]:
    """Where the statutory tables of each report stand: cells that are no more than ``GAP`` characters apart."""
    import pyarrow.compute as pc

    out: dict[str, list[tuple[int, int]]] = {}
    for part in rows.scan(run, "cells", ["path", "start", "end"]):
        placed = part.filter(pc.is_valid(part.column("start")))
        if not placed.num_rows:
            continue
        coded = placed.column("path").combine_chunks().dictionary_encode()
        which = coded.indices.to_numpy()
        start, end = (placed.column(name).to_numpy() for name in ("start", "end"))
        order = np.lexsort((start, which))
        which, start, end = which[order], start[order], end[order]
        new = np.ones(len(order), bool)
        new[1:] = (which[1:] != which[:-1]) | (start[1:] - end[:-1] > GAP)
        first = np.flatnonzero(new)
        last = np.maximum.reduceat(end, first)
        names = coded.dictionary.to_pylist()
        for path, left, right in zip(which[first].tolist(), start[first].tolist(), last.tolist(), strict=True):
            out.setdefault(names[path], []).append((left, right))
    return out
