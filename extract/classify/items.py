"""Role and aspects of an item: a linear classifier over jieba words, character n-grams and each aspect's cue words."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from re import Pattern
from typing import Any, NamedTuple

from extract.classify import store
from extract.classify.linear import every
from extract.lexicon import load as load_words
from extract.lexicon import rx
from extract.tfidf import Characters, Terms
from extract.words import cut

NAME = "items"
CUE_WEIGHT = 0.2  # of a cue beside the tf-idf features; of 0.2, 0.3 and 0.6 the best by cross-validation over hands
SHORT = 30  # characters of a sentence that may be the title of what follows
PART = "\n。\n"  # no cue crosses it, and to ^ and $ it parts lines
MAIN, ALSO = 4.0, 2.0  # weight of an item as example of its main aspect, of its other aspects (1: as example of none)


@dataclass(frozen=True, slots=True)
class ItemModel:
    """A fitted model: two vectorizers, and a weight matrix with intercepts for the roles and for the aspects.

    ``role`` and ``aspect`` are ``(weights, intercepts)`` of shapes ``(names, features)`` and ``(names,)``; ``weights``
    are those of both, turned round as prediction wants them: ``(features, names)``, ``terms`` the vectorizers'.
    """

    words: Any
    chars: Any
    roles: tuple[str, ...]
    role: tuple[Any, Any]
    aspects: tuple[str, ...]
    aspect: tuple[Any, Any]
    weights: Any = field(init=False, repr=False)
    terms: tuple[Terms, Characters] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        import numpy as np

        object.__setattr__(self, "terms", (Terms.of(self.words), Characters.of(self.chars)))
        object.__setattr__(self, "weights", np.ascontiguousarray(np.vstack([self.role[0], self.aspect[0]]).T))


def fit(
    texts: Sequence[str],
    roles: Sequence[str],
    aspects: Sequence[Sequence[str]],
    *,
    seed: int = 0,
    using: Sequence[bool] = (True, True, True),
) -> ItemModel:
    """Train on items with their role and (for problems and remedies) their aspects; deterministic.

    Parameters
    ----------
    texts, roles, aspects
        One entry an item; ``aspects`` is empty for roles that have none, else the main one first.
    using
        Whether words, characters and cue words are seen; to measure what each is worth.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    words = TfidfVectorizer(
        token_pattern=r"\S+", lowercase=False, ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=np.float32
    )
    chars = TfidfVectorizer(
        analyzer="char", lowercase=False, ngram_range=(1, 3), min_df=3, sublinear_tf=True, dtype=np.float32
    )
    parts = words.fit_transform(_spaced(texts)), chars.fit_transform(texts), cues(texts)
    features = _stack(*(part * float(on) for part, on in zip(parts, using, strict=True)))
    role = LogisticRegression(C=6.0, max_iter=2000, random_state=seed).fit(features, list(roles))
    weights, bias = every(role)
    held = [i for i, several in enumerate(aspects) if several]
    names = tuple(sorted({a for several in aspects for a in several}))
    rows, shifts = [], []
    for name in names:
        target = [name in aspects[i] for i in held]
        weight = [(MAIN if aspects[i][0] == name else ALSO) if name in aspects[i] else 1.0 for i in held]
        one = LogisticRegression(C=4.0, max_iter=2000, solver="liblinear", random_state=seed).fit(
            features[held], target, sample_weight=weight
        )
        rows.append(one.coef_[0])
        shifts.append(one.intercept_[0])
    return ItemModel(
        words,
        chars,
        tuple(str(name) for name in role.classes_),
        (weights.astype(np.float32), bias.astype(np.float32)),
        names,
        (np.array(rows, dtype=np.float32), np.array(shifts, dtype=np.float32)),
    )


def cues(texts: Sequence[str]) -> Any:
    """What the lexicon knows of each text, weighted; shape ``(texts, 3 × aspects)``.

    For each aspect: how many different cue words (log), whether its title has any, whether the title has a phrase.
    """
    import numpy as np

    words, phrases = _cues("cues"), _cues("phrases")
    n = len(words)
    out = np.zeros((len(texts), 3 * n), dtype=np.float32)
    whole, heads = _Joined.of(texts), _Joined.of([title(text) for text in texts])
    for j in range(n):
        told: dict[int, set[str]] = {}
        for i, word in whole.found(words[j]):
            told.setdefault(i, set()).add(word)
        for i, different in told.items():
            out[i, j] = math.log1p(len(different))
        for i, _ in heads.found(words[j]):
            out[i, n + j] = 1.0
        for i, _ in heads.found(phrases[j]):
            out[i, 2 * n + j] = 1.0
    return out * CUE_WEIGHT


class _Joined(NamedTuple):
    """Texts as one, parted by a mark that no cue crosses, so that one pass finds what stands in any of them."""

    whole: str
    ends: list[int]

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Joined:
        return cls(PART.join(texts), list(accumulate(len(text) + len(PART) for text in texts)))

    def found(self, pattern: Pattern[str]) -> Iterator[tuple[int, str]]:
        """Which text each match stands in, and its words."""
        for match in pattern.finditer(self.whole):
            yield bisect_right(self.ends, match.start()), match[0]


@cache
def _cues(table: str) -> tuple[Pattern[str], ...]:
    words = load_words("aspects", ("cues", "phrases"))[table]
    return tuple(rx(f"(?m:{'|'.join(words[name])})") for name in sorted(words))


def title(text: str) -> str:
    """The words that name the item: its first sentence where that is short and more follows, else its first clause."""
    stop, comma = rx(r"[。\n]").search(text), rx(r"[，；,;]").search(text)
    if stop and stop.start() <= SHORT:
        return text[: stop.start()]
    return text[: comma.start()] if comma else text


def _spaced(texts: Sequence[str]) -> list[str]:
    return [" ".join(words) for words in cut(texts)]


def _stack(*blocks: Any) -> Any:
    from scipy.sparse import csr_matrix, hstack

    return hstack([csr_matrix(block) for block in blocks], format="csr")


def predict(model: ItemModel, texts: Sequence[str]) -> tuple[list[Mapping[str, float]], list[Mapping[str, float]]]:
    """Probabilities of each role (they sum to 1) and of each aspect (each by itself), for a batch of items."""
    import numpy as np

    if not texts:
        return [], []
    scores, at = 0.0, 0
    words, chars = model.terms
    for block in (words(cut(texts)), chars(texts), cues(texts)):
        scores, at = scores + block @ model.weights[at : at + block.shape[1]], at + block.shape[1]
    role, aspect = np.split(scores, [len(model.roles)], axis=1)
    role = role + model.role[1]
    odds = np.exp(role - role.max(axis=1, keepdims=True))
    roles = odds / odds.sum(axis=1, keepdims=True)
    aspects = 1.0 / (1.0 + np.exp(-(aspect + model.aspect[1])))
    return (
        [dict(zip(model.roles, row, strict=True)) for row in roles.tolist()],
        [dict(zip(model.aspects, row, strict=True)) for row in aspects.tolist()],
    )


def save(model: ItemModel, folder: Path) -> str:
    """Write ``items.skops``; returns its SHA-256."""
    parts = {
        "words": model.words,
        "chars": model.chars,
        "roles": list(model.roles),
        "role": list(model.role),
        "aspects": list(model.aspects),
        "aspect": list(model.aspect),
    }
    return store.save(NAME, parts, folder)


@cache
def load(folder: Path | None = None) -> ItemModel:
    """The item model.

    Raises
    ------
    ModelError
        Where the file is missing, holds types that are not trusted, or its hash is not the card's.
    """
    parts = store.load(NAME, folder)
    with store.built(NAME, folder):
        roles, aspects = tuple(parts["roles"]), tuple(parts["aspects"])
        return ItemModel(parts["words"], parts["chars"], roles, tuple(parts["role"]), aspects, tuple(parts["aspect"]))
