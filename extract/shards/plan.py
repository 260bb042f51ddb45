"""Which reports go into which shard. The cuts follow from the names: a grown folder keeps most of its shards."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from extract.errors import InputError
from extract.inputs import Job, Skipped
from extract.model import Failure

#: what a shard is made of: reports, and reasons why there is none
Entries = tuple[Job | Failure, ...]
SIZE = 64  # reports of a shard, on average: some two seconds of work


def name_of(entry: Job | Failure) -> str:
    """The name that is recorded for an entry."""
    return entry.path if isinstance(entry, Failure) else entry[1]


def cut(entries: Iterable[Job | Failure | Skipped], size: int, skipped: dict[str, int]) -> Iterator[Entries]:
    """Cut what a search comes upon into shards.

    Parameters
    ----------
    entries
        In the order of the search.
    size
        Reports of a shard: most have between half of it and one and a half times as many.
    skipped
        Counts, by suffix, the files that were passed over.

    Notes
    -----
    A shard ends before a name whose checksum is divisible by ``size / 2``, once it has half its size, or where it
    would be twice as large. So a new file moves the borders near it and no others (content-defined chunking).
    """
    half = max(1, size // 2)
    shard: list[Job | Failure] = []
    for entry in entries:
        if isinstance(entry, Skipped):
            suffix = entry.name.rpartition("/")[2].rpartition(".")[2].lower() if "." in entry.name else ""
            key = f".{suffix}" if suffix else "no suffix"
            skipped[key] = skipped.get(key, 0) + 1
            continue
        border = len(shard) >= half and zlib.crc32(name_of(entry).encode("utf8", "surrogatepass")) % half == 0
        if border or len(shard) >= 2 * size:
            yield tuple(shard)
            shard = []
        shard.append(entry)
    if shard:
        yield tuple(shard)


def slice_of(text: str) -> tuple[int, int]:
    """The numbers of ``i/N``: slice i of N, counted from 1.

    Raises
    ------
    InputError
        Where it is no such thing.
    """
    first, _, last = text.partition("/")
    if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)):
        raise InputError(f"--shard {text} is no slice; write i/N with i from 1 to N, as in 3/8")
    return int(first), int(last)
