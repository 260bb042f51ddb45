"""Which numbers of a report may state facts: each sentence with a frame for each of its quantities."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from extract.facts import topic
from extract.facts.frames import Frame, done, masked
from extract.model import Sentence, Text
from extract.numbers import Quantity, quantities


def frames(
    text: Text, sentences: Sequence[Sentence], plans: Mapping[int, int]
) -> Iterator[tuple[Sentence, list[Frame]]]:
    """Each sentence that may state facts, with a frame for each quantity in it that may be one."""
    by_sentence = _bucket(quantities(text.clean), sentences)
    end = len(text.clean) + 1
    paragraph, about = -1, ""  # of the sentence before
    for sentence, here in zip(sentences, by_sentence, strict=True):
        planned = plans.get(sentence.paragraph, end)
        if planned <= sentence.start and not here:
            continue
        opening = text.clean[sentence.start : min(sentence.end, sentence.start + topic.LONGEST)]
        about = topic.section(sentence, opening, about if sentence.paragraph == paragraph else "")
        headline = sentence.end - sentence.start <= topic.LONGEST and text.clean[sentence.end - 1] not in "。；！"
        paragraph = sentence.end + 1 if about and headline and not here else sentence.paragraph
        seen = [one for one in masked(text.clean, sentence, here, about) if one.quantity.start < planned or done(one)]
        if seen or sentence.start < planned:
            yield sentence, seen


def _bucket(found: list[Quantity], sentences: Sequence[Sentence]) -> list[list[Quantity]]:
    """The quantities that stand in each sentence."""
    out: list[list[Quantity]] = [[] for _ in sentences]
    ends = [sentence.end for sentence in sentences]
    for quantity in found:
        at = bisect_left(ends, quantity.end)
        if at < len(ends) and quantity.start >= sentences[at].start:
            out[at].append(quantity)
    return out
