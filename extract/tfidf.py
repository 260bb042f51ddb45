"""What a fitted ``TfidfVectorizer`` makes of texts, without what each of its calls costs.

scikit-learn fits, this reads: the same features to the last digits of a float (a test holds it to that), in a third of
the time for the few items of one report.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_BLANKS = re.compile(r"\s\s+")
_NONE = itertools.repeat(0)
_STOP = "\0"  # stands behind each text, and in no run


@dataclass(frozen=True, slots=True)
class Terms:
    """Words and pairs of words of a vectorizer with their columns, and the inverse document frequency of each column.

    Attributes
    ----------
    ranks
        From 1 on the rank of each word that any term has.
    known
        For single words and for pairs: their numbers, whose digits are the ranks, with their columns.
    """

    ranks: Mapping[str, int]
    known: tuple[Numbers, ...]
    idf: Any

    @classmethod
    def of(cls, vectorizer: Any) -> Terms:
        """The terms of a fitted ``TfidfVectorizer`` of words and pairs with sublinear frequencies and l2 norm."""
        import numpy as np

        terms = {tuple(term.split(" ")): column for term, column in vectorizer.vocabulary_.items()}
        ranks = {word: rank for rank, word in enumerate(sorted({word for term in terms for word in term}), 1)}
        known = []
        for length in range(1, max(map(len, terms), default=0) + 1):
            ours = {term: column for term, column in terms.items() if len(term) == length}
            numbers = [sum(ranks[w] * (len(ranks) + 1) ** i for i, w in enumerate(reversed(term))) for term in ours]
            known.append(Numbers.of(np.array(numbers, dtype=np.int64), np.array(list(ours.values()), dtype=np.int64)))
        return cls(ranks, tuple(known), vectorizer.idf_)

    def __call__(self, texts: Iterable[Sequence[str]]) -> Any:
        """Features of texts that were cut into words: a sparse matrix of shape ``(texts, columns)``.

        Texts that are cut one by one, as they are asked for, take less time: their words are gone before they crowd the
        processor's cache.
        """
        import numpy as np

        ranks: list[int] = []
        lengths: list[int] = []
        for words in texts:
            before = len(ranks)
            ranks += map(self.ranks.get, " ".join(words).split(), _NONE)  # no word has a blank in it
            ranks.append(0)  # no term goes on in the next text
            lengths.append(len(ranks) - before)
        found = _terms(np.array(ranks, dtype=np.int64), lengths, len(self.ranks) + 1, self.known)
        return _weighed(self.idf, len(lengths), *found)


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
        return _weighed(self.idf, len(texts), *self.runs.find([_BLANKS.sub(" ", text) for text in texts]))


def distinct(numbers: Any) -> tuple[Any, Any]:
    """The different numbers (none below 0), rising, and how often each is there; ``numpy.unique`` takes far longer."""
    import numpy as np

    numbers = np.sort(numbers)
    first = np.flatnonzero(np.diff(numbers, prepend=-1))
    return numbers[first], np.diff(first, append=len(numbers))


def _weighed(idf: Any, size: int, rows: Any, columns: Any) -> Any:
    """The matrix of the terms (columns) that stand in texts (rows), ``size`` of them; each as often as it is named."""
    import numpy as np
    from scipy.sparse import csr_matrix

    bits = len(idf).bit_length()  # a text and a column as one number
    cells, times = distinct(rows << bits | columns)
    rows, columns = cells >> bits, cells & ((1 << bits) - 1)
    values = (1 + np.log(times.astype(np.float32))) * idf[columns]
    norms = np.sqrt(np.bincount(rows, values.astype(np.float64) ** 2, size))
    values = (values / norms[rows]).astype(np.float32)
    ends = np.searchsorted(cells, np.arange(size + 1) << bits)
    return csr_matrix((values, columns, ends), shape=(size, len(idf)))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers (none below 0), each with its column, looked up many at once: a hash table with open addressing.

    Attributes
    ----------
    keys, columns
        By slot the number that lies there (-1: none) and its column; there are a power of two of them.
    tries
        How many slots from its first one on a number may lie in.
    """

    keys: Any
    columns: Any
    tries: int

    @classmethod
    def of(cls, numbers: Any, columns: Any) -> Numbers:
        """The table of different numbers with these columns."""
        import numpy as np

        size = 1 << max(4, (8 * len(numbers)).bit_length())  # at most an eighth is full: most tries are the last
        keys, held = np.full(size, -1, dtype=np.int64), np.zeros(size, dtype=np.int64)
        left, slots, tries = np.arange(len(numbers)), _slots(numbers, size), 0
        while len(left):
            free = left[keys[slots[left]] < 0]
            keys[slots[free]] = numbers[free]  # of those for one slot the last is in
            lies = keys[slots[left]] == numbers[left]
            held[slots[left[lies]]] = columns[left[lies]]
            left, tries = left[~lies], tries + 1
            slots[left] = (slots[left] + 1) & (size - 1)
        return cls(keys, held, tries)

    def find(self, numbers: Any) -> tuple[Any, Any]:
        """Which of the numbers are known (their places in ``numbers``), and their columns."""
        import numpy as np

        slots = _slots(numbers, len(self.keys))
        lying = self.keys[slots]
        there = lying == numbers
        for _ in range(1, self.tries):
            other = np.flatnonzero(~there & (lying >= 0))
            slots[other] = (slots[other] + 1) & (len(self.keys) - 1)
            lying[other] = self.keys[slots[other]]
            there[other] = lying[other] == numbers[other]
        known = np.flatnonzero(there)
        return known, self.columns[slots[known]]


def _slots(numbers: Any, size: int) -> Any:
    """The first slot of each number: the upper bits of its product with 2^64 over the golden ratio (Knuth)."""
    import numpy as np

    spread = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return (spread >> np.uint64(65 - size.bit_length())).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of characters, each with its column, looked up in many texts at once as numbers.

    Attributes
    ----------
    ranks
        By code point the rank of each character that any run has, 0 of all others (the last stands for those beyond).
    base
        Ranks are below it: a run is a number whose digits they are.
    known
        For runs of one character, of two and so on: their numbers with their columns.
    """

    ranks: Any
    base: int
    known: tuple[Numbers, ...]

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
            known.append(Numbers.of(numbers, np.array([columns[run] for run in runs], dtype=np.int64)))
        return cls(ranks, base, tuple(known))

    def find(self, texts: Sequence[str]) -> tuple[Any, Any]:
        """Every run of each text, as two arrays: which text, and which column."""
        import numpy as np

        codes = _codes("".join([text + _STOP for text in texts]))
        ranks = self.ranks[np.minimum(codes, len(self.ranks) - 1)]
        return _terms(ranks, [len(text) + 1 for text in texts], self.base, self.known)


def _terms(ranks: Any, lengths: Sequence[int], base: int, known: Sequence[Numbers]) -> tuple[Any, Any]:
    """Every term of texts, as two arrays: which text, and which column.

    Parameters
    ----------
    ranks
        Of all characters or words of the texts, one after the other; 0 of those that no term has, and behind each text.
    lengths
        How many of them each text has.
    base
        Ranks are below it.
    known
        For terms of one rank, of two and so on: their numbers with their columns.
    """
    import numpy as np

    which = np.repeat(np.arange(len(lengths)), lengths)
    rows, columns, numbers = [which[:0]], [which[:0]], np.zeros(len(ranks) + 1, dtype=np.int64)
    for length, table in enumerate(known):
        numbers = numbers[:-1] * base + ranks[length:]
        places, found = table.find(numbers)
        rows.append(which[places])
        columns.append(found)
    return np.concatenate(rows), np.concatenate(columns)


def _codes(text: str) -> Any:
    """The code points of a text."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
