"""Pictures of reports (scans, photographs, screenshots), read by OCR where it is installed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from extract.errors import ReadError
from extract.model import Source, Warn
from extract.reading import pdf
from extract.reading.pdf import scans

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: pixels of a file, all its pages together
MAX_PIXELS = 120_000_000
#: a picture that is higher than this many of its widths is a screenshot of a whole page, read piece by piece
MAX_TALL = 2.0
#: points that the narrow side of a page has (A4)
_NARROW, _LONG = 595.0, 842.0
_FINE = 1600  # pixels across at least: a coarser picture is made larger
_SMALL = 200  # pixels of a side under which a picture holds no report
_TYPES = ("JPEG", "PNG", "TIFF")


def read(name: str, data: bytes) -> Source:
    """The source of a picture whose bytes are ``data``.

    Parameters
    ----------
    name
        The path to record.
    data
        The bytes of the file (JPEG, PNG, or TIFF with one or more pages).

    Raises
    ------
    ReadError
        Where OCR is not installed, or the file is no picture, damaged, too small, without text, or larger than the
        limits (``MAX_PIXELS``, ``scans.MAX_PAGES``, ``scans.MAX_SECONDS``).
    """
    from extract.reading import ocr

    if not ocr.installed():
        raise ReadError(scans.refusal("is a picture"), path=name)
    try:
        pictures = _pictures(data)
    except ReadError as error:
        raise ReadError(error.reason, path=name) from None
    warnings: list[Warn] = []
    pages, sure = scans.read(name, pictures, warnings)
    if len(sure) < scans.ENOUGH:
        raise ReadError("OCR found hardly any text in the picture; take it out, or fetch a better copy", path=name)
    return pdf.source(name, "image", data, pages, scans.Seen(list(range(len(pages))), sure, "ocr"), warnings)


def _pictures(data: bytes) -> list[Callable[[], scans.Picture]]:
    """The pages of a file, each made when it is asked for. What is too large is refused before it is unpacked."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=_TYPES) as image:
            out: list[Callable[[], scans.Picture]] = []
            total = 0
            for number, frame in enumerate(ImageSequence.Iterator(image)):
                width, height = frame.size
                total += width * height
                if total > MAX_PIXELS:
                    reason = f"has more than the limit of {MAX_PIXELS:,} pixels by page {number + 1}; make it smaller"
                    raise ReadError(f"{reason}, or split it")
                if min(width, height) < _SMALL:
                    raise ReadError(f"is {width} by {height} pixels, too small for a report; fetch a larger copy")
                out += _pieces(_grey(frame))
            return out
    except UnidentifiedImageError:
        raise ReadError("is no picture that can be read (JPEG, PNG, TIFF); fetch the file again") from None
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise ReadError(f"is damaged ({error}); fetch the file again") from None


def _grey(frame: Any) -> NDArray[Any]:
    """The pixels of a frame in grey, the right way up; what is transparent is white."""
    import numpy as np
    from PIL import Image, ImageOps

    frame = ImageOps.exif_transpose(frame)
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        frame = frame.convert("RGBA")
        frame = Image.alpha_composite(Image.new("RGBA", frame.size, "white"), frame)
    if frame.mode.startswith("I;16") or frame.mode in ("I", "F"):
        deep = np.asarray(frame, dtype=np.float32)
        return (deep * (255 / max(1.0, float(deep.max())))).astype(np.uint8)
    return np.asarray(frame.convert("L"))


def _pieces(grey: NDArray[Any]) -> list[Callable[[], scans.Picture]]:
    """A picture as pages: a very tall one is cut where a row of it is whitest."""
    import numpy as np

    height, width = grey.shape
    if height <= MAX_TALL * width:
        return [partial(_page, grey)]
    out = []
    top = 0
    while height - top > MAX_TALL * width:
        low, high = top + round(1.1 * width), top + round(1.6 * width)
        rows = grey[low:high].astype(np.float32).std(axis=1)
        blank = rows <= rows.min() + 1.0
        cut = low + int(np.flatnonzero(blank)[-1])
        out.append(partial(_page, grey[top:cut]))
        top = cut
    return [*out, partial(_page, grey[top:])]


def _page(grey: NDArray[Any]) -> scans.Picture:
    import cv2
    import numpy as np

    height, width = grey.shape
    scale = max(1.0, _FINE / width)
    if scale > 1.0:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    side = _LONG if width > height else _NARROW
    return np.ascontiguousarray(grey), side, side * height / width
