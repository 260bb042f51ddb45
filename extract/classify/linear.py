"""A linear classifier over features that were cut beforehand: binary tf-idf and logistic regression, calibrated.

scikit-learn fits, this tells: the same probabilities (a test holds it to that) without what a call of it costs, which
for the few things of one report would be nearly all of the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from extract.classify import store
from extract.tfidf import Runs, distinct

Features = Iterable[str]
Marks = Mapping[str, Sequence[int]]  # what stands before the runs of characters of a stretch, and their lengths


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted classifier.

    Attributes
    ----------
    labels
        What it tells apart.
    columns
        The features it knows, each with its row of ``weights``.
    weights
        Coefficient times inverse document frequency, of shape ``(features, labels)``.
    squares
        Squared inverse document frequency of each feature: what the norm is made of.
    bias
        Intercepts, one a label.
    temperature
        What scores are divided by, so that probabilities are what they say (Guo et al. 2017).
    runs
        The features that are `grams`, once more, by the mark that they stand behind.
    """

    labels: tuple[str, ...]
    columns: Mapping[str, int]
    weights: Any
    squares: Any
    bias: Any
    temperature: float
    runs: tuple[Runs, ...] = ()

    def tell(self, things: Sequence[Features], stretches: Iterable[Sequence[str]] = ()) -> Any:
        """Probability of each label (columns, in the order of ``labels``) of each thing (rows), by its features.

        Parameters
        ----------
        things
            The features of each; all of them, or those that are no `grams`.
        stretches
            For each of ``runs`` the words of each thing that it is looked for in: the grams need not be made at all.
        """
        import numpy as np
        from scipy.sparse import csr_matrix

        size, find = len(self.squares), self.columns.get
        bits = size.bit_length()  # a thing and a feature as one number
        cells = [i << bits | at for i, one in enumerate(things) for at in map(find, one) if at is not None]
        found = [runs.find(words) for runs, words in zip(self.runs, stretches, strict=False)]
        every, _ = distinct(np.concatenate([np.array(cells, np.int64), *(rows << bits | at for rows, at in found)]))
        at = every & ((1 << bits) - 1)  # in one order, always: sums to the last digit
        ends = np.searchsorted(every, np.arange(len(things) + 1) << bits)
        there = csr_matrix((np.ones(len(at), dtype=np.float32), at, ends), shape=(len(things), size))
        norms = np.sqrt(np.maximum(there @ self.squares, 1e-12))
        scores = there @ self.weights / norms[:, None] + self.bias
        odds = np.exp((scores - scores.max(axis=1, keepdims=True)) / self.temperature)
        return odds / odds.sum(axis=1, keepdims=True)


def fit(
    features: Sequence[Features], labels: Sequence[str], *, strength: float, temperature: float = 1.0
) -> dict[str, Any]:
    """The fitted parts of a classifier: vectorizer, logistic regression and temperature.

    Parameters
    ----------
    features, labels
        One entry an example.
    strength
        Inverse of the regularisation (``C``).
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    vectorizer = untrained()
    matrix = vectorizer.fit_transform([" ".join(one) for one in features])
    classifier = LogisticRegression(C=strength, max_iter=500, tol=1e-4).fit(matrix, list(labels))
    classifier.coef_ = classifier.coef_.astype(np.float32)
    return {"vectorizer": vectorizer, "classifier": classifier, "temperature": temperature}


def untrained() -> Any:
    """The vectorizer: features parted by blanks, each there or not, weighted by how rare it is, rows of length 1."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(token_pattern=r"\S+", lowercase=False, binary=True, min_df=3, dtype=np.float32)


def of(parts: Mapping[str, Any], marks: Marks = MappingProxyType({})) -> Linear:
    """The classifier made of its parts; ``marks`` are those of ``Linear.runs``."""
    import numpy as np

    vectorizer, classifier = parts["vectorizer"], parts["classifier"]
    weights, bias = every(classifier)
    idf = vectorizer.idf_.astype(np.float32)
    return Linear(
        tuple(str(label) for label in classifier.classes_),
        vectorizer.vocabulary_,
        np.ascontiguousarray((weights * idf).T.astype(np.float32)),
        idf**2,
        bias.astype(np.float32),
        float(parts["temperature"]),
        tuple(Runs.of(_behind(mark, lengths, vectorizer.vocabulary_)) for mark, lengths in marks.items()),
    )


def every(classifier: Any) -> tuple[Any, Any]:
    """Weights and intercept of each label; of two labels scikit-learn keeps the second alone."""
    import numpy as np

    weights, bias = classifier.coef_, classifier.intercept_
    return (np.vstack([0 * weights, weights]), np.append(0 * bias, bias)) if len(weights) == 1 else (weights, bias)


def _behind(mark: str, lengths: Sequence[int], columns: Mapping[str, int]) -> dict[str, int]:
    """The features behind a mark, without it, with their columns."""
    behind = {feature[len(mark) :]: at for feature, at in columns.items() if feature.startswith(mark)}
    return {words: at for words, at in behind.items() if len(words) in lengths}


def made(name: str, parts: Mapping[str, Any], marks: Marks, folder: Path | None = None) -> Linear:
    """The classifier made of what was read from the models' folder; ``marks`` are those of ``Linear.runs``.

    Raises
    ------
    ModelError
        Where a part is missing or something else.
    """
    with store.built(name, folder):
        return of(parts, marks)


def grams(marks: Marks, stretches: Sequence[str]) -> list[str]:
    """The runs of characters of each stretch, each behind the stretch's mark."""
    return [
        mark + words[i : i + n]
        for (mark, lengths), words in zip(marks.items(), stretches, strict=True)
        for n in lengths
        for i in range(len(words) - n + 1)
    ]
