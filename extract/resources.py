"""Where the package's own data lies: trained models beside the code in a checkout, inside the package in a wheel."""

from __future__ import annotations

import hashlib
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def model_folder() -> Path:
    """The folder of trained models: ``extract/_models`` of an installed wheel, else ``models`` of the checkout."""
    inside = _HERE / "_models"
    return inside if inside.is_dir() else _HERE.parent / "models"


def model_hashes() -> dict[str, str]:
    """SHA-256 of every model file (``*.skops``), by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(model_folder().glob("*.skops"))}


def label_book() -> Path:
    """The codebook for annotators, which defines every label: in the package of a wheel, else of the checkout."""
    inside = _HERE / "_codebook.md"
    return inside if inside.is_file() else _HERE.parent / "annotations" / "codebook.md"
