"""Flattened text: decoded, line ends made one, tables found."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from extract.errors import ReadError
from extract.model import Source, Warn
from extract.reading import html
from extract.reading.encoding import decode
from extract.reading.grids import find_grids
from extract.reading.html import markup


def read(name: str, data: bytes) -> Source:
    """The source of a text file whose bytes are ``data``; a web page under the name of one is read as what it is."""
    page = markup.is_page(data[:1000].decode("latin-1"))
    try:
        raw, encoding = ("", "") if page else decode(data)
    except ReadError as error:
        raise ReadError(error.reason, path=name) from None
    if page or markup.is_page(raw):
        source = html.read(name, data)
        warning = Warn(
            "format_mismatch", "the file is a web page although its name is that of text; it was read as one"
        )
        return replace(source, warnings=(warning, *source.warnings))
    return Source(name, "txt", encoding, hashlib.sha256(data).hexdigest(), raw, find_grids(raw))
