"""The words around a mention: what a model sees of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extract.model import ChannelMention, Sentence, Text

REACH = 60


def around(
    text: Text, sentences: Sequence[Sentence], mention: ChannelMention
) -> tuple[str, str, str, str, bool, str, str]:
    """The sentence before the mention, the mention, the sentence behind it; kind, whether it has a name, section, rule."""
    at = bisect_right(sentences, mention.start, key=lambda sentence: sentence.start) - 1
    inside = at >= 0 and mention.start < sentences[at].end
    begun = sentences[at].start if inside else text.clean.rfind("\n", 0, mention.start) + 1
    ended = sentences[at].end if inside else mention.end + REACH
    return (
        text.clean[max(begun, mention.start - REACH) : mention.start],
        text.clean[mention.start : mention.end],
        text.clean[mention.end : min(ended, mention.end + REACH)],
        mention.kind,
        mention.name is not None,
        sentences[at].section if inside else "heading",
        mention.rule,
    )
