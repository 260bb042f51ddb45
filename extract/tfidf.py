"""What a fitted ``TfidfVectorizer`` makes of texts, without what each of its calls costs.

scikit-learn fits, this reads: the same features to the last digits of a float (a test holds it to that), in a third of
the time for the few items of one report.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_BLANKS = re.compile(r"\s\s+")
_STOP = "\0"  # stands behind each text, and in no run


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a vectorizer with their columns, and the inverse document frequency of each column."""

    columns: Mapping[str, int]
    idf: Any

    @classmethod
    def of(cls, vectorizer: Any) -> Terms:
        """The terms of a fitted ``TfidfVectorizer`` with sublinear frequencies and l2 norm."""
        return cls(vectorizer.vocabulary_, vectorizer.idf_)

    def __call__(self, texts: Iterable[Iterable[str]]) -> Any:
        """Features of texts that were cut into terms: a sparse matrix of shape ``(texts, columns)``.

        Texts that are cut one by one, as they are asked for, take less time: their terms are gone before they crowd the
        processor's cache.
        """
        import numpy as np

        columns: list[int] = []
        times: list[int] = []
        ends = [0]
        for terms in texts:
            counts = Counter(map(self.columns.get, terms))
            counts.pop(None, None)
            columns += counts  # type: ignore[arg-type]
            times += counts.values()
            ends.append(len(columns))
        return _weighed(self.idf, np.array(columns, dtype=np.int32), np.array(times), np.array(ends, dtype=np.int32))


@dataclass(frozen=True, slots=True)
class Characters:
    """The runs of characters of a vectorizer, and the inverse document frequency of each column."""

    runs: Runs
    idf: Any

    @classmethod
    def of(cls, vectorizer: Any) -> Characters:
        """The runs of a fitted ``TfidfVectorizer`` of characters, with sublinear frequencies and l2 norm."""
        return cls(Runs.of(vectorizer.vocabulary_), vectorizer.idf_)

    def __call__(self, texts: Sequence[str]) -> Any:
        """Features of texts: a sparse matrix of shape ``(texts, columns)``."""
        import numpy as np

        rows, columns = self.runs.find([_BLANKS.sub(" ", text) for text in texts])
        cells, times = distinct(rows * len(self.idf) + columns)
        rows, columns = np.divmod(cells, len(self.idf))
        return _weighed(self.idf, columns, times, np.searchsorted(rows, np.arange(len(texts) + 1)))


def distinct(numbers: Any) -> tuple[Any, Any]:
    """The different numbers (none below 0), rising, and how often each is there; ``numpy.unique`` takes far longer."""
    import numpy as np

    numbers = np.sort(numbers)
    first = np.flatnonzero(np.diff(numbers, prepend=-1))
    return numbers[first], np.diff(first, append=len(numbers))


def _weighed(idf: Any, columns: Any, times: Any, ends: Any) -> Any:
    """The matrix of terms that stand so many times in texts; those of the text ``i`` are ``ends[i]:ends[i + 1]``."""
    import numpy as np
    from scipy.sparse import csr_matrix

    size = len(ends) - 1
    values = (1 + np.log(times.astype(np.float32))) * idf[columns]
    rows = np.repeat(np.arange(size), np.diff(ends))
    norms = np.sqrt(np.bincount(rows, values.astype(np.float64) ** 2, size))
    values = (values / norms[rows]).astype(np.float32)
    return csr_matrix((values, columns, ends), shape=(size, len(idf)))


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of characters, each with its column, looked up in many texts at once.

    Thousands of strings, each looked up by itself, are thousands of places in memory; a run as a number, sought among
    sorted numbers, is next to its neighbours.

    Attributes
    ----------
    ranks
        By code point the rank of each character that any run has, 0 of all others (the last stands for those beyond).
    base
        Ranks are below it: a run is a number whose digits they are.
    known
        For runs of one character, of two and so on: their numbers, rising, and their columns.
    """

    ranks: Any
    base: int
    known: tuple[tuple[Any, Any], ...]

    @classmethod
    def of(cls, columns: Mapping[str, int]) -> Runs:
        """The runs with these columns."""
        import numpy as np

        chars = sorted({char for run in columns for char in run} - {_STOP})
        ranks = np.zeros(max(map(ord, chars), default=0) + 2, dtype=np.int64)
        ranks[list(map(ord, chars))] = np.arange(1, len(chars) + 1)
        base, known = len(chars) + 1, []
        for length in range(1, max(map(len, columns), default=0) + 1):
            runs = [run for run in columns if len(run) == length and _STOP not in run]
            numbers = ranks[_codes("".join(runs))].reshape(-1, length) @ base ** np.arange(length)[::-1]
            order = np.argsort(numbers)
            beyond = np.iinfo(np.int64).max  # so that nothing is sought behind the end
            found = np.array([columns[run] for run in runs], dtype=np.int64)
            known.append((np.append(numbers[order], beyond), found[order]))
        return cls(ranks, base, tuple(known))

    def find(self, texts: Sequence[str]) -> tuple[Any, Any]:
        """Every run of each text, as two arrays: which text, and which column."""
        import numpy as np

        codes = _codes("".join(text + _STOP for text in texts))
        ranks = self.ranks[np.minimum(codes, len(self.ranks) - 1)]
        which = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
        rows, columns, numbers = [which[:0]], [which[:0]], np.zeros(len(ranks) + 1, dtype=np.int64)
        for length, (known, found) in enumerate(self.known):
            numbers = numbers[:-1] * self.base + ranks[length:]
            order = np.argsort(numbers)  # what is sought in its order is found in a fifth of the time
            sought = numbers[order]
            at = np.searchsorted(known, sought)
            there = known[at] == sought
            rows.append(which[order[there]])
            columns.append(found[at[there]])
        return np.concatenate(rows), np.concatenate(columns)


def _codes(text: str) -> Any:
    """The code points of a text."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def pairs(words: Sequence[str]) -> list[str]:
    """The words without blanks, and each two that follow each other (``ngram_range=(1, 2)``)."""
    kept = " ".join(words).split()
    return [*kept, *(f"{a} {b}" for a, b in itertools.pairwise(kept))]
