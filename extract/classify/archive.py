"""A skops archive read as plain data, without skops and scikit-learn, which take seconds to load.

skops writes a ``schema.json``, a tree of nodes each with the class that it stands for, and beside it the arrays in
numpy's own format. A model is made of a handful of node types. Nothing that a file names is ever looked up or made: an
object of scikit-learn becomes its bare attributes, and any other type is told as a stranger.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

#: what skops may say of a node: how it is made, and of what class it is
TRUSTED = frozenset(
    {
        *(("DictNode", "builtins.dict"), ("ListNode", "builtins.list"), ("TupleNode", "builtins.tuple")),
        *(("JsonNode", "builtins.str"), ("NdArrayNode", "numpy.ndarray")),
        *(("TypeNode", name) for name in ("builtins.str", "numpy.float32", "numpy.float64")),
        ("ObjectNode", "sklearn.feature_extraction.text.TfidfVectorizer"),
        ("ObjectNode", "sklearn.feature_extraction.text.TfidfTransformer"),
        ("ObjectNode", "sklearn.linear_model._logistic.LogisticRegression"),
    }
)


class StrangeError(ValueError):
    """The archive holds types that no model is made of; the message names them."""


def read(data: bytes) -> Any:
    """What was dumped, objects as namespaces of their attributes.

    Raises
    ------
    StrangeError
        Where the archive holds types that are not trusted.
    ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile
        Where it is no archive of skops.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tree = json.loads(archive.read("schema.json"))
        strangers = sorted({name for how, name in _nodes(tree) if (how, name) not in TRUSTED})
        if strangers:
            raise StrangeError(", ".join(strangers))
        return _made(tree, archive)


def _nodes(tree: Any) -> Iterator[tuple[str, str]]:
    """Every node below and with this one: how it is made, and its class."""
    if isinstance(tree, dict):
        if "__loader__" in tree:
            yield str(tree["__loader__"]), f"{tree.get('__module__')}.{tree.get('__class__')}"
        tree = list(tree.values())
    if isinstance(tree, list):
        for inner in tree:
            yield from _nodes(inner)


def _made(node: dict[str, Any], archive: zipfile.ZipFile) -> Any:
    """What a node of a trusted type stands for."""
    import numpy as np

    how, content = node["__loader__"], node.get("content")
    if how == "JsonNode":
        return json.loads(node["content"])
    if how == "TypeNode":
        return node["__class__"]
    if how == "DictNode":
        if any(kind["__class__"] != "str" for kind in node["key_types"]["content"]):
            raise TypeError("keys that are no words")
        return {key: _made(inner, archive) for key, inner in node["content"].items()}
    if how in ("ListNode", "TupleNode"):
        inside = [_made(inner, archive) for inner in node["content"]]
        return inside if how == "ListNode" else tuple(inside)
    if how == "NdArrayNode":
        return np.load(io.BytesIO(archive.read(node["file"])), allow_pickle=False)
    found = SimpleNamespace(**(_made(content, archive) if content else {}))
    if hasattr(found, "_tfidf"):  # scikit-learn asks the transformer, too
        found.idf_ = found._tfidf.idf_
    return found
