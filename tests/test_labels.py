"""Labels of tables as one pattern: the longest word, whatever folding drops or makes narrow in between."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.lexicon import HAN, labels, legacy, rx

KNOWN = {"labels": (labels.words(), labels._labels()), "legacy": (legacy.words(), legacy._labels())}
DROPPED = [chr(code) for code, to in labels.FOLD.items() if to is None]


def longest(text: str, known: object) -> tuple[str, int] | None:
    """By the definition: the longest beginning of the text that is a word when folded, and ends with a character of it."""
    ends = [end for end in range(1, len(text) + 1) if text[end - 1] not in DROPPED and text[0] not in DROPPED]
    found = [(labels.fold(text[:end]), end) for end in ends]
    return max((one for one in found if one[0] in known), key=lambda one: one[1], default=None)  # type: ignore[operator]


@settings(max_examples=300)
@given(data=st.data(), name=st.sampled_from(sorted(KNOWN)))
def test_the_longest_word(data: st.DataObject, name: str) -> None:
    words, pattern = KNOWN[name]
    word = data.draw(st.sampled_from(sorted(words)))
    gaps = data.draw(
        st.lists(st.sampled_from(["", "", "", "", *DROPPED, "甲", "１", "1"]), min_size=len(word), max_size=len(word))
    )
    after = data.draw(st.sampled_from(["", *sorted(words)]))
    text = "".join(char + gap for char, gap in zip(word, gaps, strict=True)) + after
    found = labels.walk("前" + text, 1, pattern)
    assert (found and (found[0], found[1] - 1)) == labels.walk(text, 0, pattern) == longest(text, words)


@pytest.mark.parametrize("text", ["", "（", "\u3000自然人", "甲"])
def test_no_word(text: str) -> None:
    assert labels.walk(text, 0, labels._labels()) is None


def test_the_script_han_is_that_of_unicode() -> None:
    ours, theirs = rx(f"[{HAN}]"), regex.compile(r"\p{Han}")
    chars = [chr(code) for code in range(0x32000) if not 0xD800 <= code < 0xE000]
    odd = [char for char in chars if bool(ours.match(char)) != bool(theirs.match(char))]
    assert not [char for char in odd if unicodedata.category(char) != "Cn"]  # what is not assigned yet may differ
