"""Does a mention of a channel say that the channel was used? From the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.classify import linear, store
from extract.classify.linear import Linear, Marks, grams
from extract.lexicon import rx

NAME = "mentions"
STRENGTH = 5.0
USED, UNUSED = "used", "unused"
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
    whole, stretches = seen(left, words, right, kind, named, section, rule)
    return [*whole, *grams(MARKS, stretches)]


def seen(
    left: str, words: str, right: str, kind: str, named: bool, section: str, rule: str
) -> tuple[list[str], tuple[str, ...]]:
    """What is seen of a mention: features of the channel, and the stretches around the mention.

    Parameters
    ----------
    left, words, right
        The sentence before the mention, the mention, and the sentence behind it.
    kind, named, section, rule
        Of the channel; the kind of the section; what the rules say of the mention.

    Returns
    -------
    tuple
        The features that are no runs of characters, and the stretches whose runs are, in the order of `MARKS`.
    """
    blank = rx(r"[^\S\n]")
    left, right = (blank.sub("_", part) for part in (left[-NEAR:], right[:BEHIND]))
    words, rule = rx(r"\s").sub("_", words[:LONGEST]), rx(r"\s").sub("_", rule)
    near = rx("[，：、（。；\\n]").split(left)[-1]
    behind = rx("[，：、（）。；\\n]").split(right, maxsplit=1)[0]
    out = [f"kind={kind}", f"section={section}", f"named={named}", f"kind={kind}|{section}", f"rule={rule}"]
    out += [f"kind={kind}|{behind[:2]}", f"kind={kind}|{near[-2:]}"]
    return out, (near, behind, words)


def used(model: Linear, mentions: Sequence[tuple[str, str, str, str, bool, str, str]]) -> list[float]:
    """Probability of each mention that it says that the channel was used; what is seen of it: see `seen`."""
    if not mentions:
        return []
    things, stretches = zip(*(seen(*one) for one in mentions), strict=True)
    told = model.tell(things, zip(*stretches, strict=True))
    return [float(p) for p in told[:, model.labels.index(USED)]]
