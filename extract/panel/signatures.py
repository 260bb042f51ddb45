"""What of a text is compared with other texts: its sentences with their numbers masked, and their MinHash signatures.

A signature is as many minima as there are permutations, taken over the runs of ``SHINGLE`` characters of a text; the
share of places in which two signatures agree estimates the Jaccard likeness of the two sets of runs (A. Broder, On the
resemblance and containment of documents, 1997). The permutations are datasketch's; all sentences of a report go
through them at once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np

from extract.errors import ExtractError
from extract.lexicon import rx

LEAST = 8  # characters of the shortest sentence that is compared, marks and blanks not counted
SHINGLE = 4  # characters of a run
BANDS, ROWS = 8, 8  # two sentences of likeness s meet in a band with the probability 1 - (1 - s**ROWS)**BANDS
MINIMA = BANDS * ROWS
SEED = 1
_PRIME = np.uint64(0x9E3779B97F4A7C15)  # an odd number without pattern (the golden ratio in 64 bits)

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Signed:
    """A text as it is compared.

    Attributes
    ----------
    key
        The same for texts that are the same but for blanks, marks and widths.
    whole
        Signature of its sentences together (of all its lines, where it has no sentence), shape ``(MINIMA,)``.
    keys
        One number a sentence, the same for the same words; numbers masked, shape ``(n,)``.
    bands
        One number a band and sentence, shape ``(n, BANDS)``.
    """

    key: str
    whole: Array
    keys: Array
    bands: Array


def sentences(text: str, leave: Sequence[tuple[int, int]] = ()) -> list[str]:
    r"""The sentences of a text with numbers masked, without blanks and marks.

    Parameters
    ----------
    text
        The text.
    leave
        Stretches that are no narrative: the statutory tables.

    Returns
    -------
    list of str
        What ends with a full stop, an exclamation mark, a question mark or a semicolon and has ``LEAST`` characters
        or more; headings and labels end with none.

    Examples
    --------
    >>> sentences("一、总体情况\n全年主动公开信息３６ 条，其中文件4条。谢谢。")
    ['全年主动公开信息#条其中文件#条']
    """
    return [line[:-1] for line in _lines(text, leave) if line.endswith("。") and len(line) > LEAST]


def _lines(text: str, leave: Sequence[tuple[int, int]]) -> Iterator[str]:
    for start, end in sorted(leave, reverse=True):
        text = text[:start] + "\n" + text[end:]
    plain = rx(r"[。！？；!?;]+").sub("。\n", unicodedata.normalize("NFKC", text))
    masked = rx(r"\d+(?:[.,]\d+)*").sub("#", plain)
    yield from rx(r"[^\w#。\n]+|_+").sub("", masked).split("\n")


def signed(text: str, leave: Sequence[tuple[int, int]] = ()) -> Signed:
    """A text as it is compared; ``leave`` as for :func:`sentences`."""
    bare = rx(r"\W+|_+").sub("", unicodedata.normalize("NFKC", text))
    key = blake2b(bare.encode("utf8", "surrogatepass"), digest_size=16).hexdigest()
    told = sentences(text, leave)
    minima = signatures(told or [line for line in _lines(text, ()) if line])
    whole = minima.min(axis=0) if len(minima) else np.full(MINIMA, 0xFFFFFFFF, np.uint32)
    if not told:
        minima = minima[:0]
    keys = [blake2b(one.encode("utf8", "surrogatepass"), digest_size=8).digest() for one in told]
    return Signed(key, whole, np.frombuffer(b"".join(keys), np.uint64), bands(minima))


def runs(text: str) -> Array:
    """The runs of characters of a text, numbers as they are, each once as 8 bytes, rising: for an exact likeness."""
    bare = rx(r"\W+|_+").sub("", unicodedata.normalize("NFKC", text))
    return np.unique(_rolled(_codes(bare.ljust(SHINGLE, "\0"))))


def jaccard(one: Array, other: Array) -> float:
    """Likeness of two sets of runs, 0 to 1: what they share of what they hold."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)


def likeness(one: Array, other: Array) -> float:
    """Estimate of the likeness from two signatures; its standard error is sqrt(s (1 - s) / MINIMA)."""
    return float((one == other).mean())


@cache
def permutations() -> tuple[Array, Array]:
    """The factors and terms of the permutations, as datasketch draws them.

    Raises
    ------
    ExtractError
        Where datasketch is missing, or older than its version 2.
    """
    try:
        from datasketch import MinHash  # type: ignore[import-untyped]
    except ImportError:
        reason = 'tables made of several reports need datasketch: pip install "gongkai[panel]"'
        raise ExtractError(reason, stage="panel") from None
    made = MinHash(num_perm=MINIMA, seed=SEED)
    if getattr(made, "scheme", "") != "affine32":
        raise ExtractError("needs datasketch 2.0 or later: pip install -U datasketch", stage="panel")
    factors, terms = made.permutations
    return factors.astype(np.uint32), terms.astype(np.uint32)


def signatures(lines: Sequence[str]) -> Array:
    """One signature a line, shape ``(len(lines), MINIMA)``, ``uint32``; no line may be empty."""
    if not lines:
        return np.empty((0, MINIMA), np.uint32)
    padded = [line if len(line) >= SHINGLE else line.ljust(SHINGLE, "\0") for line in lines]
    ends = np.cumsum([len(line) for line in padded])
    hashed = (_rolled(_codes("".join(padded))) * _PRIME >> np.uint64(32)).astype(np.uint32)
    keep = np.ones(len(hashed), bool)  # but for runs over the end of a line
    for back in range(1, SHINGLE):
        keep[ends[:-1] - back] = False
    starts = np.concatenate([[0], np.cumsum([len(line) - SHINGLE + 1 for line in padded])[:-1]])
    factors, terms = permutations()
    return np.minimum.reduceat(_mixed(hashed[keep])[:, None] * factors + terms, starts, axis=0)


def _codes(text: str) -> Array:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def _rolled(codes: Array) -> Array:
    """One number for each run of ``SHINGLE`` characters."""
    rolled = np.zeros(len(codes) - SHINGLE + 1, np.uint64)
    for step in range(SHINGLE):
        rolled = rolled * _PRIME + codes[step : len(codes) - SHINGLE + 1 + step]
    return rolled


def _mixed(values: Array) -> Array:
    """The finaliser of MurmurHash3 (A. Appleby), as datasketch puts it before its permutations."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return np.asarray(values ^ (values >> np.uint32(16)))


def bands(minima: Array) -> Array:
    """One number a band, shape ``(n, BANDS)``: the same where all ``ROWS`` minima of the band agree."""
    parted = minima.reshape(-1, BANDS, ROWS).astype(np.uint64)
    out = np.arange(BANDS, dtype=np.uint64)[None, :] * np.ones((len(parted), 1), np.uint64)
    for row in range(ROWS):
        out = (out ^ parted[:, :, row]) * _PRIME
        out ^= out >> np.uint64(29)
    return out
