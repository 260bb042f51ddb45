"""Models on disk: written with skops and the same bytes each time, read only where hash and types are the card's.

A pickle is never read: loading trusts a fixed list of types, makes none of them (`archive`), and refuses a file whose
hash is not the one on its card.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any

from extract.classify import archive
from extract.errors import ModelError

REMEDY = "run make train or reinstall"
TERMS, MARK = " terms", "\x1f"  # name of a vocabulary beside its vectorizer; what parts its terms
HELD = (("\x1e", "\x1e0"), (MARK, "\x1e1"))  # what stands for the mark in terms that hold it


def directory() -> Path:
    """Where the models lie: inside the installed package, or in the repository's ``models/``."""
    inside = Path(__file__).parents[1] / "_models"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "models"


def save(name: str, parts: Mapping[str, Any], folder: Path) -> str:
    """Write the parts of a model as ``<name>.skops``; returns the SHA-256 of the file."""
    from skops.io import dumps

    data = _steady(dumps(_packed(parts)))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.skops").write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def _packed(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts, vocabularies apart, each as one string: skops takes seconds to read twenty thousand entries."""
    out = dict(parts)
    for name, part in parts.items():
        if hasattr(part, "vocabulary_"):
            out[name] = bare = copy(part)
            vars(bare).pop("_stop_words_id", None)  # a memory address, which scikit-learn keeps beside its settings
            terms = sorted(part.vocabulary_, key=part.vocabulary_.__getitem__)
            bare.vocabulary_ = {}
            for plain, kept in HELD:
                terms = [term.replace(plain, kept) for term in terms]
            out[name + TERMS] = MARK.join(terms)
    return out


def _unpacked(parts: dict[str, Any]) -> dict[str, Any]:
    """The parts as they were before they were packed."""
    for name in [name for name in parts if name.endswith(TERMS)]:
        words = parts.pop(name)
        terms = words.split(MARK) if words else []
        for plain, kept in reversed(HELD):
            terms = [term.replace(kept, plain) for term in terms]
        parts[name.removesuffix(TERMS)].vocabulary_ = {term: i for i, term in enumerate(terms)}
    return parts


def _steady(data: bytes) -> bytes:
    """The archive with fixed time stamps and object ids, so that the same training gives the same bytes."""
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


def load(name: str, folder: Path | None = None) -> dict[str, Any]:
    """The parts of a model; of a scikit-learn object what it was fitted to (`archive.read`), not the object.

    Raises
    ------
    ModelError
        Where the file is missing, holds types that are not trusted, or its hash is not the card's.
    """
    folder = folder or directory()
    path, card = folder / f"{name}.skops", folder / f"{name}.json"
    try:
        data, told = path.read_bytes(), dict(json.loads(card.read_text(encoding="utf8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(f"model {name} cannot be read ({error}); {REMEDY}", path=str(path)) from error
    digest = hashlib.sha256(data).hexdigest()
    if digest != told.get("sha256"):
        raise ModelError(
            f"model {name} has hash {digest[:12]}…, its card says {str(told.get('sha256'))[:12]}…; {REMEDY}",
            path=str(path),
        )
    try:
        parts = archive.read(data)
    except archive.StrangeError as error:
        raise ModelError(f"model {name} holds types that are not trusted: {error}", path=str(path)) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, zipfile.BadZipFile) as error:
        reason = f"model {name} cannot be read as a skops archive ({error}); {REMEDY}"
        raise ModelError(reason, path=str(path)) from error
    with built(name, folder):
        return _unpacked(dict(parts))


@contextmanager
def built(name: str, folder: Path | None = None) -> Iterator[None]:
    """Where a model is made of its parts: what is missing or something else becomes a `ModelError`."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        place = str((folder or directory()) / f"{name}.skops")
        raise ModelError(f"model {name} cannot be read: it lacks {error}; {REMEDY}", path=place) from error
