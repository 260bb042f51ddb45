"""Floors: figures that may not fall, kept with the hash of the gold that they were measured on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import AnnotationError
from extract.evaluate.figures import Figure

MARGIN = 0.01  # below the measured figure; a single report more or less moves it by about as much


@dataclass(frozen=True, slots=True)
class Fallen:
    """A figure below its floor."""

    name: str
    floor: float
    figure: float


def read(path: Path) -> dict[str, Any]:
    """The floors file: for each set the hash of its gold and a floor a figure.

    Raises
    ------
    AnnotationError
        Where it is not well formed.
    """
    try:
        told = json.loads(path.read_text(encoding="utf8"))
        if all(isinstance(one["sha256"], str) and isinstance(one["floors"], dict) for one in told.values()):
            return dict(told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnnotationError(f"cannot be read as floors ({error!r})", path=str(path)) from error
    raise AnnotationError("cannot be read as floors", path=str(path))


def digest(gold: Path) -> str:
    """Hash of a gold set: of its file, or of all its files."""
    files = sorted(gold.glob("*.json*")) if gold.is_dir() else [gold]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def fallen(floors: Mapping[str, float], figures: Mapping[str, Figure]) -> list[Fallen]:
    """The figures below their floors; a figure that is not there any more is 0."""
    return [
        Fallen(name, floor, figure)
        for name, floor in sorted(floors.items())
        if (figure := round(figures[name].f1, 4) if name in figures else 0.0) < floor
    ]


def raised(
    path: Path, name: str, sha256: str, figures: Mapping[str, Figure], *, allow_regression: bool = False
) -> dict[str, float]:
    """Set the floors of a set from its figures, and write the file; returns the floors.

    Parameters
    ----------
    figures
        Those that are to have a floor.
    allow_regression
        Whether a floor may be lowered.

    Raises
    ------
    AnnotationError
        Where a floor would be lowered without leave.
    """
    told = read(path) if path.exists() else {}
    before = told.get(name, {"floors": {}})["floors"]
    after = {key: max(0.0, round(one.f1 - MARGIN, 3)) for key, one in figures.items()}
    lower = {key: (floor, after.get(key, 0.0)) for key, floor in before.items() if after.get(key, 0.0) < floor - MARGIN}
    if lower and not allow_regression:
        listed = ", ".join(f"{key} {old} → {new}" for key, (old, new) in lower.items())
        raise AnnotationError(f"floors would fall: {listed}; say --allow-regression if they must", path=str(path))
    if not allow_regression:
        after = {key: max(value, before.get(key, 0.0)) for key, value in after.items()}
    told[name] = {"sha256": sha256, "floors": after}
    path.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf8")
    return after
