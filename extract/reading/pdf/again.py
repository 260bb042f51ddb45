"""A second reading of a page's characters, by pdfplumber, for pages on which pdfium loses some.

pdfium leaves out a character that is drawn by itself in a font that is neither in the file nor on the machine: it has
no shape and so no size. pdfplumber needs no shapes, but takes a tenth of a second a page, so that it is asked for
these pages alone.
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import Any

from extract.reading.pdf.page import Raw, plain, quarter

_CID = "(cid:"


def chars(data: bytes, number: int) -> tuple[list[Raw], float, float]:
    """The characters of page ``number`` in displayed coordinates, y growing upwards, with the page's size.

    Empty where pdfplumber fails.
    """
    import pdfplumber

    out: list[Raw] = []
    # pdfminer raises errors of every kind on damaged pages; what pdfium found is kept then
    with suppress(Exception), pdfplumber.open(BytesIO(data), pages=[number + 1]) as document:
        page = document.pages[0]
        width, height = float(page.width), float(page.height)
        left, top = float(page.bbox[0]), float(page.bbox[1])
        for char in page.chars:
            out.extend(_raw(char, left, top, height))
        return out, width, height
    return [], 0.0, 0.0


def _raw(char: dict[str, Any], left: float, top: float, height: float) -> list[Raw]:
    text = str(char["text"])
    if text.startswith(_CID) or not text.isprintable():
        return []
    a, b, _, _, x, y = (float(value) for value in char["matrix"])
    way = quarter(a, b)
    size = float(char["size"]) if way in (None, 0, 2) else float(char["x1"]) - float(char["x0"])
    x0, x1 = float(char["x0"]) - left, float(char["x1"]) - left
    y0, y1 = height - float(char["bottom"]) + top, height - float(char["top"]) + top
    return [(letter, x0, y0, x1, y1, x, y, size, way) for letter in plain(text)]
