"""Role and aspects of an item: a linear classifier over jieba words and character n-grams.

Saved with skops, never pickle: loading trusts a fixed list of scikit-learn types and refuses a file whose hash is not the
one on its card.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extract.errors import ModelError
from extract.words import cut

NAME = "items"
TRUSTED = (
    "sklearn.feature_extraction.text.TfidfVectorizer", "sklearn.feature_extraction.text.TfidfTransformer",
    "sklearn.linear_model._logistic.LogisticRegression", "sklearn.multiclass.OneVsRestClassifier", "sklearn.preprocessing._label.LabelBinarizer",
)


@dataclass(frozen=True, slots=True)
class ItemModel:
    """A fitted model: two vectorizers, a role classifier and a one-vs-rest aspect classifier."""

    words: Any
    chars: Any
    role: Any
    aspect: Any
    aspects: tuple[str, ...]


def fit(texts: Sequence[str], roles: Sequence[str], aspects: Sequence[Sequence[str]], *, seed: int = 0) -> ItemModel:
    """Train on items with their role and (for problems and remedies) their aspects; deterministic.

    Parameters
    ----------
    texts, roles, aspects
        One entry an item; ``aspects`` is empty for roles that have none, else the main one first.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    words = TfidfVectorizer(token_pattern=r"\S+", lowercase=False, ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=np.float32)
    chars = TfidfVectorizer(analyzer="char", lowercase=False, ngram_range=(1, 3), min_df=3, sublinear_tf=True, dtype=np.float32)
    features = _stack(words.fit_transform(_spaced(texts)), chars.fit_transform(texts))
    role = LogisticRegression(C=6.0, max_iter=2000, random_state=seed).fit(features, list(roles))
    names = tuple(sorted({a for several in aspects for a in several}))
    with_aspect = [i for i, several in enumerate(aspects) if several]
    target = np.zeros((len(with_aspect), len(names)), dtype=np.int8)
    weight_main = [i for i in with_aspect for _ in range(1)]
    for row, i in enumerate(weight_main):
        for a in aspects[i]:
            target[row, names.index(a)] = 1
    aspect = OneVsRestClassifier(LogisticRegression(C=8.0, max_iter=2000, random_state=seed, class_weight={0: 1.0, 1: 2.0}))
    aspect.fit(features[with_aspect], target)
    return ItemModel(words, chars, role, aspect, names)


def _spaced(texts: Sequence[str]) -> list[str]:
    return [" ".join(words) for words in cut(texts)]


def _stack(a: Any, b: Any) -> Any:
    from scipy.sparse import hstack

    return hstack([a, b], format="csr")


def predict(model: ItemModel, texts: Sequence[str]) -> tuple[list[Mapping[str, float]], list[Mapping[str, float]]]:
    """Probabilities of each role and each aspect, for a batch of items."""
    if not texts:
        return [], []
    features = _stack(model.words.transform(_spaced(texts)), model.chars.transform(texts))
    roles = model.role.predict_proba(features)
    aspects = model.aspect.predict_proba(features)
    names = [str(name) for name in model.role.classes_]
    return ([dict(zip(names, map(float, row), strict=True)) for row in roles],
            [dict(zip(model.aspects, map(float, row), strict=True)) for row in aspects])


def directory() -> Path:
    """Where the models lie: inside the installed package, or in the repository's ``models/``."""
    inside = Path(__file__).parent / "_models"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "models"


def save(model: ItemModel, folder: Path) -> str:
    """Write ``items.skops`` and its hash; returns the SHA-256."""
    from skops.io import dumps

    data = dumps({"words": model.words, "chars": model.chars, "role": model.role, "aspect": model.aspect, "aspects": list(model.aspects)})
    data = _steady(data)
    digest = hashlib.sha256(data).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{NAME}.skops").write_bytes(data)
    return digest


def _steady(data: bytes) -> bytes:
    """The archive with fixed time stamps and object ids, so that the same training gives the same bytes."""
    import io
    import re
    import zipfile

    source = zipfile.ZipFile(io.BytesIO(data))
    names = sorted(source.namelist())
    schema = source.read("schema.json").decode()
    fresh: dict[str, str] = {}
    schema = re.sub(r'("__id__": )(\d+)', lambda m: m[1] + fresh.setdefault(m[2], str(len(fresh) + 1)), schema)
    files = {}
    for name in names:
        if name == "schema.json":
            continue
        old = name.rsplit(".", 1)[0]
        new = f"{fresh.setdefault(old, str(len(fresh) + 1))}.{name.rsplit('.', 1)[1]}"
        files[new] = source.read(name)
        schema = schema.replace(f'"{name}"', f'"{new}"')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in [("schema.json", schema.encode()), *sorted(files.items())]:
            target.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@cache
def load(folder: Path | None = None) -> ItemModel:
    """The item model.

    Raises
    ------
    ModelError
        Where the file is missing, holds types that are not trusted, or its hash is not the card's.
    """
    from skops.io import get_untrusted_types, loads

    folder = folder or directory()
    path, card = folder / f"{NAME}.skops", folder / f"{NAME}.json"
    try:
        data, told = path.read_bytes(), json.loads(card.read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"model {NAME} cannot be read ({error}); run make train or reinstall", path=str(path)) from error
    digest = hashlib.sha256(data).hexdigest()
    if digest != told.get("sha256"):
        raise ModelError(f"model {NAME} has hash {digest[:12]}…, its card says {str(told.get('sha256'))[:12]}…; run make train or reinstall", path=str(path))
    odd = sorted(set(get_untrusted_types(data=data)) - set(TRUSTED))
    if odd:
        raise ModelError(f"model {NAME} holds types that are not trusted: {', '.join(odd)}", path=str(path))
    parts = loads(data, trusted=list(TRUSTED))
    return ItemModel(parts["words"], parts["chars"], parts["role"], parts["aspect"], tuple(parts["aspects"]))


def fingerprints() -> dict[str, str]:
    """Name and SHA-256 of every shipped model, from the cards."""
    return {path.stem: str(json.loads(path.read_text(encoding="utf8")).get("sha256")) for path in sorted(directory().glob("*.json"))}
