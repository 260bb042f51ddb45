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

        Texts that are cut one by one, as they are asked for, take less time: see `Linear.tell`.
        """
        import numpy as np
        from scipy.sparse import csr_matrix

        columns: list[int] = []
        times: list[int] = []
        ends = [0]
        for terms in texts:
            counts = Counter(map(self.columns.get, terms))
            counts.pop(None, None)
            columns += counts  # type: ignore[arg-type]
            times += counts.values()
            ends.append(len(columns))
        size = len(ends) - 1
        at = np.array(columns, dtype=np.int32)
        values = (1 + np.log(np.array(times, dtype=np.float32))) * self.idf[at]
        rows = np.repeat(np.arange(size), np.diff(ends))
        norms = np.sqrt(np.bincount(rows, values.astype(np.float64) ** 2, size))
        values = (values / norms[rows]).astype(np.float32)
        return csr_matrix((values, at, np.array(ends, dtype=np.int32)), shape=(size, len(self.idf)))


def pairs(words: Sequence[str]) -> list[str]:
    """The words without blanks, and each two that follow each other (``ngram_range=(1, 2)``)."""
    kept = " ".join(words).split()
    return [*kept, *(f"{a} {b}" for a, b in itertools.pairwise(kept))]


def characters(text: str) -> list[str]:
    """The runs of one, two and three characters (``analyzer="char"``, ``ngram_range=(1, 3)``)."""
    text = _BLANKS.sub(" ", text)
    return [
        *text,
        *map("".join, itertools.pairwise(text)),
        *map("".join, zip(text, text[1:], text[2:], strict=False)),
    ]
