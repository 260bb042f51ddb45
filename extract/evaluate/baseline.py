"""An evaluation against an earlier one: which figures moved, what was won and what was lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import AnnotationError


@dataclass(frozen=True, slots=True)
class Change:
    """What moved between two evaluations.

    Attributes
    ----------
    figures
        F1 before and after, of every figure that moved.
    won, lost
        Things that are right now and were not, and the other way round (``report|layer|kind|place|value|words``).
    """

    figures: Mapping[str, tuple[float, float]]
    won: tuple[str, ...]
    lost: tuple[str, ...]


def read(path: Path) -> dict[str, Any]:
    """An earlier ``evaluation.json``, or the folder that holds it.

    Raises
    ------
    AnnotationError
        Where it is not there or no evaluation.
    """
    file = path / "evaluation.json" if path.is_dir() else path
    try:
        saved = json.loads(file.read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise AnnotationError(f"cannot be read as an earlier evaluation ({error})", path=str(file)) from error
    if not isinstance(saved, dict) or not {"figures", "right"} <= saved.keys():
        raise AnnotationError("is no evaluation.json", path=str(file))
    return saved


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    """What moved from one saved evaluation to another."""
    names = before["figures"].keys() | after["figures"].keys()
    moved = {name: (old, new) for name in sorted(names) if (old := _f1(before, name)) != (new := _f1(after, name))}
    was, now = set(before["right"]), set(after["right"])
    return Change(moved, tuple(sorted(now - was)), tuple(sorted(was - now)))


def _f1(saved: Mapping[str, Any], name: str) -> float:
    return float(saved["figures"][name]["f1"]) if name in saved["figures"] else float("nan")
