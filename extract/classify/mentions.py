"""Does a mention of a channel say that the channel was used? From the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.classify import linear, store
from extract.classify.linear import Linear, Marks, grams
from extract.classify.stretches import pieces, replaced
from extract.lexicon import rx

NAME = "mentions"
STRENGTH = 5.0
USED, UNUSED = "used", "unused"
Mention = tuple[str, str, str, str, bool, str, str]  # see `seen`
MARKS: Marks = {"near=": (1, 2, 3), "behind=": (1, 2, 3), "words=": (2,)}
NEAR, BEHIND, LONGEST = 10, 8, 60  # characters of the clause before, behind, and of the mention that are seen


def load(folder: Path | None = None) -> Linear:
    """The classifier in the models' folder; its labels are `USED` and `UNUSED`.

    Raises
    ------
    ModelError
        Where it cannot be read.
    """
    return linear.made(NAME, store.load(NAME, folder), MARKS, folder)


def features(left: str, words: str, right: str, kind: str, named: bool, section: str, rule: str) -> list[str]:
    """What is seen of a mention (see `seen`), all of it as features."""
    (whole,), stretches = seen([(left, words, right, kind, named, section, rule)])
    return [*whole, *grams(MARKS, [words for (words,) in stretches])]


def seen(mentions: Sequence[Mention]) -> tuple[list[list[str]], tuple[list[str], ...]]:
    """What is seen of mentions: features of the channel, and the stretches around each mention.

    Parameters
    ----------
    mentions
        For each the sentence before it, the mention, and the sentence behind it; of the channel its kind, whether it
        has a name, the kind of its section; what the rules say of the mention.

    Returns
    -------
    tuple
        For each mention the features that are no runs of characters; and for each of `MARKS` the stretch of each
        mention whose runs are features.
    """
    blank, white = rx(r"[^\S\n]"), rx(r"\s")
    lefts = replaced(blank, "_", [left[-NEAR:] for left, _, _, _, _, _, _ in mentions])
    rights = replaced(blank, "_", [right[:BEHIND] for _, _, right, _, _, _, _ in mentions])
    called = replaced(white, "_", [words[:LONGEST] for _, words, _, _, _, _, _ in mentions])
    rules = replaced(white, "_", [rule for _, _, _, _, _, _, rule in mentions])
    nears = pieces(rx(r"(?:[^\0]*[，：、（。；\n])?([^，：、（。；\n\0]*)\0"), lefts)
    behinds = pieces(rx(r"([^，：、（）。；\n\0]*)[^\0]*\0"), rights)
    out = [
        [
            *(f"kind={kind}", f"section={section}", f"named={named}", f"kind={kind}|{section}", f"rule={rule}"),
            *(f"kind={kind}|{behind[:2]}", f"kind={kind}|{near[-2:]}"),
        ]
        for (_, _, _, kind, named, section, _), near, behind, rule in zip(mentions, nears, behinds, rules, strict=True)
    ]
    return out, (nears, behinds, called)


def used(model: Linear, mentions: Sequence[Mention]) -> list[float]:
    """Probability of each mention that it says that the channel was used; what is seen of it: see `seen`."""
    if not mentions:
        return []
    told: list[float] = model.tell(*seen(mentions))[:, model.labels.index(USED)].tolist()
    return told
