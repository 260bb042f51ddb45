"""Which numbers of a report may state facts: each sentence with a frame for each of its quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.facts import topic
from extract.facts.frames import Frame, done, masked
from extract.model import Sentence, Text
from extract.numbers import Quantity, quantities


def frames(text: Text, sentences: Sequence[Sentence], plans: Mapping[int, int]) -> list[tuple[Sentence, list[Frame]]]:
    """Each sentence that may state facts, with a frame for each quantity in it that may be one."""
    clean, out = text.clean, []
    found, at = quantities(clean), 0
    never = len(clean) + 1
    paragraph, above, told, about = -1, "", "", ""  # of the sentence before
    for sentence in sentences:
        start, end, section, heading, own = sentence
        here: list[Quantity] = []
        while at < len(found) and found[at].end <= end:
            if found[at].start >= start:
                here.append(found[at])
            at += 1
        planned = plans.get(own, never)
        if planned <= start and not here:
            continue
        if heading != above:
            above, told = heading, topic.of_heading(heading)
        if section == "applications":
            about = ""
        else:
            about = told or topic.about(clean, start, end, about if own == paragraph else "")
        headline = about and not here and end - start <= topic.LONGEST and clean[end - 1] not in "。；！"
        paragraph = end + 1 if headline else own
        seen = masked(clean, sentence, here, about) if here else []
        if planned < end:
            seen = [one for one in seen if one.quantity.start < planned or done(one)]
        if seen or start < planned:
            out.append((sentence, seen))
    return out
