"""Training what tells role and aspects of an item: on ``annotations/items``, and on the items of the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extract.annotate import corpus
from extract.annotate.corpus import Annotated
from extract.annotate.files import as_json, lines_of
from extract.classify import items as classify

FOLDS = 5
KEYS = ("text", "role", "aspects")
POINTS = ("problem", "remedy")
ROLES = (*POINTS, *corpus.ROLES)


def read_items(folder: Path) -> list[dict[str, Any]]:
    """All labelled items of a folder's JSONL files, texts once each.

    Raises
    ------
    AnnotationError
        With file and line of everything that is wrong.
    """
    out: list[dict[str, Any]] = []
    wrong: list[str] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in lines_of(path):
            if not line.strip():
                continue
            place = f"{path.name}:{number}"
            item = as_json(line, place, wrong)
            if item is None:
                continue
            fault = _fault(item)
            if fault:
                wrong.append(f"{place}: {fault}")
            elif item["text"] not in seen:
                seen.add(item["text"])
                out.append({**{key: item[key] for key in KEYS}, "hand": path.stem})
    corpus.refuse(wrong, folder)
    return out


def _fault(item: Any) -> str:
    """What is wrong with a labelled item."""
    if not isinstance(item, dict) or any(key not in item for key in KEYS):
        return f"is no object with {', '.join(KEYS)}"
    text, role, aspects = (item[key] for key in KEYS)
    if not isinstance(text, str) or not text:
        return "text is no text"
    if role not in ROLES:
        return f"unknown role {role!r}"
    if not isinstance(aspects, list):
        return f"aspects {aspects!r} is no list"
    odd = [aspect for aspect in aspects if aspect not in corpus.aspects()]
    return f"unknown aspect {odd[0]!r}" if odd else "has no aspect" if role in POINTS and not aspects else ""


def cross_validate(
    items: list[dict[str, Any]], folds: list[int], using: tuple[bool, bool, bool] = (True, True, True)
) -> dict[str, Any]:
    """Accuracy of role and of main aspect where each fold is told by a model that has not seen it.

    Parameters
    ----------
    folds
        For each item the number of its fold.
    using
        Whether words, characters and cue words are seen.
    """
    right, right_aspect, with_aspect = 0, 0, 0
    confusion: Counter[tuple[str, str]] = Counter()
    for fold in sorted(set(folds)):
        train = [x for x, f in zip(items, folds, strict=True) if f != fold]
        test = [x for x, f in zip(items, folds, strict=True) if f == fold]
        told = ([x[key] for x in train] for key in ("text", "role", "aspects"))
        model = classify.fit(*told, using=using)
        roles, aspects = classify.predict(model, [x["text"] for x in test])
        for item, role, aspect in zip(test, roles, aspects, strict=True):
            guess = max(role, key=lambda name: role[name])
            right += guess == item["role"]
            confusion[item["role"], guess] += guess != item["role"]
            if item["aspects"]:
                with_aspect += 1
                right_aspect += max(aspect, key=lambda name: aspect[name]) in item["aspects"]
    return {
        "role_accuracy": round(right / len(items), 4),
        "aspect_accuracy": round(right_aspect / max(1, with_aspect), 4),
        "confusions": {f"{a} read as {b}": n for (a, b), n in confusion.most_common(6) if n},
    }


def validate(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Cross-validation over five folds by position, and over hands (told by a model that has not seen the hand)."""
    hands = sorted({x["hand"] for x in items})
    out = {"five_folds": cross_validate(items, [i % FOLDS for i in range(len(items))])}
    if len(hands) > 1:
        out["by_hand"] = cross_validate(items, [hands.index(x["hand"]) % FOLDS for x in items])
    return out


def of_corpus(lines: Sequence[Annotated]) -> list[dict[str, Any]]:
    """The problems and remedies of annotated texts, and their sentences that are neither."""
    out = []
    for line in lines:
        if "items" not in line.layers:
            continue
        named = (("problem", line.gold["problems"]), ("remedy", line.gold["remedies"]))
        for role, things in named:
            for one in things:
                aspects = [one["aspect"], *(a for a in one.get("aspects", ()) if a != one["aspect"])]
                out.append({"text": one["text"], "role": role, "aspects": aspects, "hand": line.annotator})
        out += [
            {"text": one["text"], "role": one["role"], "aspects": [], "hand": line.annotator}
            for one in line.gold.get("roles", ())
        ]
    return out


def train(items: list[dict[str, Any]], models: Path) -> dict[str, Any]:
    """Fit and save the item model; returns what its card says."""
    measured = validate(items)
    model = classify.fit([x["text"] for x in items], [x["role"] for x in items], [x["aspects"] for x in items])
    return {
        "sha256": classify.save(model, models),
        "items": len(items),
        "roles": dict(sorted(Counter(x["role"] for x in items).items())),
        "main_aspects": dict(sorted(Counter(x["aspects"][0] for x in items if x["aspects"]).items())),
        "cross_validation": measured,
        "ablation": _ablation(items),
    }


def _ablation(items: list[dict[str, Any]]) -> list[tuple[str, float, float]]:
    """Accuracy of role and main aspect by hand, with words alone, characters alone, cue words alone."""
    hands = sorted({x["hand"] for x in items})
    folds = [hands.index(x["hand"]) % FOLDS for x in items]
    out = []
    for i, name in enumerate(("words", "characters", "cue words")):
        measured = cross_validate(items, folds, (i == 0, i == 1, i == 2))
        out.append((name, measured["role_accuracy"], measured["aspect_accuracy"]))
    return out
