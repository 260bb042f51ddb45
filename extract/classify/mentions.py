"""Does a mention of a channel say that the channel was used? From the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.classify import linear, store
from extract.classify.linear import Linear, grams
from extract.lexicon import rx

NAME = "mentions"
STRENGTH = 5.0
USED, UNUSED = "used", "unused"
REACH, NEAR, BEHIND = 30, 10, 8  # characters of the sentence on either side, of the clause before, and behind


def load(folder: Path | None = None) -> Linear:
    """The classifier in the models' folder; its labels are `USED` and `UNUSED`.

    Raises
    ------
    ModelError
        Where it cannot be read.
    """
    return linear.made(NAME, store.load(NAME, folder), folder)


def features(left: str, words: str, right: str, kind: str, named: bool, section: str, rule: str) -> list[str]:
    """What is seen of a mention: the channel's kind, whether it has a name, and the characters around it.

    Parameters
    ----------
    left, words, right
        The sentence before the mention, the mention, and the sentence behind it.
    kind, named, section, rule
        Of the channel; the kind of the section; what the rules say of the mention.
    """
    blank = rx(r"[^\S\n]")
    left, words, right = (blank.sub("_", part) for part in (left[-2 * REACH :], words, right[: 2 * REACH]))
    rule = rule.replace(" ", "_")
    sentence = rx("[。；\\n]").split(left)[-1][-REACH:]
    ahead = rx("[。；\\n]").split(right, maxsplit=1)[0][:REACH]
    near = rx("[，：、（]").split(sentence)[-1][-NEAR:]
    behind = rx("[，：、（）]").split(ahead, maxsplit=1)[0][:BEHIND]
    out = [f"kind={kind}", f"section={section}", f"named={named}", f"kind={kind}|{section}", f"rule={rule}"]
    out += [f"kind={kind}|{behind[:2]}", f"kind={kind}|{near[-2:]}"]
    out += grams("near=", near, 1, 2, 3)
    out += grams("behind=", behind, 1, 2, 3)
    out += grams("sentence=", sentence, 2)
    out += grams("ahead=", ahead, 2)
    out += grams("words=", words, 2)
    return out


def used(model: Linear, mentions: Sequence[tuple[str, str, str, str, bool, str, str]]) -> list[float]:
    """Probability of each mention that it says that the channel was used; what is seen of it: see `features`."""
    if not mentions:
        return []
    told = model.tell(features(*one) for one in mentions)
    return [float(p) for p in told[:, model.labels.index(USED)]]
