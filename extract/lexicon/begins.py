"""Where words of a long list may begin in a text, looked up for all of its characters at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

LONGEST = 6  # characters of a word that are looked at
BITS = (1, 24, 16, 12, 4, 7)  # of 64, for the words of one character, of two, up to six and more
CHARS = 0x10000  # rarer characters are taken for the last of these


class Begins:
    """Finds where one of the words may begin.

    Each character has 64 bits in each of six tables. Words of one length share some of the bits, by their first
    character, and have theirs set in the first table for their first character, and so on; behind its end a word takes
    any. Where one bit is set six times for six characters in a row, a word begins, but for a few places where two words
    that share their bit begin like it together.

    Parameters
    ----------
    words
        The words; of longer ones the first six characters count.
    """

    def __init__(self, words: Iterable[str]) -> None:
        tables = np.zeros((LONGEST, CHARS), np.uint64)
        kept = {word[:LONGEST] for word in words}
        for length, bits in enumerate(BITS, 1):
            lowest = sum(BITS[: length - 1])
            tables[length:] |= np.uint64(((1 << bits) - 1) << lowest)
            same = [word for word in kept if len(word) == length]
            firsts = {first: i for i, first in enumerate(sorted({word[0] for word in same}))}
            for word in same:
                bit = np.uint64(1 << lowest + firsts[word[0]] % bits)
                for i, char in enumerate(word):
                    tables[i, min(ord(char), CHARS - 1)] |= bit
        self.tables = list(tables)

    def find(self, text: str) -> list[int]:
        """Every place where a word begins, in order, and few others.

        Parameters
        ----------
        text
            The text.
        """
        first, second, *others = self.tables
        padded = (text + "\0" * (LONGEST - 1)).encode("utf-32-le", "surrogatepass")
        chars = np.frombuffer(padded, "<u4").astype(np.intp)
        bits = first.take(chars[: len(text)], mode="clip")
        bits &= second.take(chars[1 : len(text) + 1], mode="clip")
        at = bits.nonzero()[0]  # few are left for the others
        bits = bits[at]
        for i, table in enumerate(others, 2):
            bits &= table.take(chars[at + i], mode="clip")
        found: list[int] = at[bits.nonzero()[0]].tolist()
        return found
