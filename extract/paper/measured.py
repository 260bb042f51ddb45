"""The measured figures: ``figures.json`` beside the models, which ``make figures`` writes and nobody types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from extract import resources
from extract.errors import ModelError

Figures = Mapping[str, Any]


@cache
def figures() -> Figures | None:
    """The figures with what they were measured with and on; None where none are there.

    Raises
    ------
    ModelError
        Where the file is damaged.
    """
    path = resources.model_folder() / "figures.json"
    if not path.is_file():
        return None
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf8"))
        for key in ("gongkai", "lexicon_sha256", "models", "sets"):
            found[key]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"holds no figures ({error!r}); make them anew with make figures", path=str(path)) from None
    return found


def others(told: Figures, manifest: Mapping[str, Any]) -> list[str]:
    """What the run was made with that the figures were not measured with: version, vocabulary, models by name."""
    versions = manifest.get("versions", {})
    out = [] if versions.get("gongkai") == told["gongkai"] else ["gongkai"]
    if manifest.get("lexicon_sha256") != told["lexicon_sha256"]:
        out.append("lexicon")
    models = manifest.get("models", {})
    return out + sorted(name for name in {*models, *told["models"]} if models.get(name) != told["models"].get(name))


def figure(told: Figures | None, group: str, name: str) -> Mapping[str, Any] | None:
    """One figure of a set of texts; None where it was not measured, or nothing of the sort was there."""
    found = ((told or {}).get("sets", {}).get(group) or {}).get("figures", {}).get(name)
    return found if found and found["wanted"] else None


def words(found: Mapping[str, Any] | None) -> str:
    """A figure as it is printed: F1, its 95 % interval, how many things it rests on; a dash where there is none.

    Examples
    --------
    >>> words({"right": 90, "found": 100, "wanted": 100, "interval": [0.85, 0.94]})
    '0.900 (0.85–0.94; n = 100)'
    >>> words(None)
    '–'
    """
    if not found:
        return "–"
    low, high = found["interval"]
    interval = f"{low:.2f}–{high:.2f}; " if low is not None and high is not None and low != high else ""
    f1 = 2 * found["right"] / (found["found"] + found["wanted"])
    return f"{f1:.3f} ({interval}n = {found['wanted']:,})"
