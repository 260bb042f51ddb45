"""Flattened text: decoded, line ends made one, tables found."""

from __future__ import annotations

import hashlib

from extract.errors import ReadError
from extract.model import Source
from extract.reading.encoding import decode
from extract.reading.grids import find_grids


def read(name: str, data: bytes) -> Source:
    """The source of a text file whose bytes are ``data``."""
    try:
        raw, encoding = decode(data)
    except ReadError as error:
        raise ReadError(error.reason, path=name) from None
    return Source(name, "txt", encoding, hashlib.sha256(data).hexdigest(), raw, find_grids(raw))
