"""Pages without a text layer, drawn and read by OCR where it is installed; what it read is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.errors import ReadError
from extract.model import Warn
from extract.reading.pdf import file as pdf_file
from extract.reading.pdf.page import Page

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: resolution at which pages are drawn
DPI = 200
#: pixels of one page; a larger one is drawn coarser
MAX_PIXELS = 16_000_000
#: pages of one file that are read by OCR
MAX_PAGES = 60
#: seconds that OCR may take for one file
MAX_SECONDS = 900.0
#: a stretch whose least sure character is less sure than this is told
DOUBT = 0.5
#: doubtful stretches that are told one by one
MAX_DOUBTS = 50
#: characters of a file that holds text
ENOUGH = 30

#: grey pixels, and width and height of the page in points
Picture = tuple["NDArray[Any]", float, float]
Doubt = tuple[int, int, float]


class Seen(NamedTuple):
    """What OCR read: page numbers from 0, how sure each character is, and whether other pages had a text layer."""

    pages: list[int]
    sure: list[float]
    by: str

    @property
    def confidence(self) -> float:
        """Mean of all characters."""
        return round(sum(self.sure) / len(self.sure), 3) if self.sure else 0.0


def filled(name: str, data: bytes, pages: list[Page], warnings: list[Warn]) -> tuple[list[Page], Seen | None]:
    """The pages with those read by OCR that have no text; without OCR the file is refused, or a warning names them."""
    from extract.reading import ocr

    reason, missing = pdf_file.unread(pages, warnings)
    if not reason and not missing:
        return pages, None
    if not ocr.installed():
        if reason:
            raise ReadError(refusal(reason), path=name)
        numbers = ", ".join(str(number + 1) for number in missing)
        message = f"pages without text, which OCR could read: {numbers}; install it with {ocr.INSTALL}"
        warnings.append(Warn("needs_ocr", message))
        return pages, None
    wanted = list(range(len(pages))) if reason else missing
    found, sure = read(name, [partial(pdf_file.picture, data, number, DPI, MAX_PIXELS) for number in wanted], warnings)
    out = list(pages)
    for number, page in zip(wanted, found, strict=True):
        out[number] = page
    if reason and len(sure) < ENOUGH:
        raise ReadError(f"needs_ocr: {reason}, and OCR found none; fetch a better copy of the file", path=name)
    return out, Seen(wanted, sure, "ocr" if reason else "mixed")


def refusal(reason: str) -> str:
    """What is wrong with a file that needs OCR where none is installed, and what to do."""
    from extract.reading import ocr

    return f"needs_ocr: {reason}; install OCR with {ocr.INSTALL}, or run OCR on it (for example ocrmypdf -l chi_sim)"


def read(name: str, pictures: Sequence[Callable[[], Picture]], warnings: list[Warn]) -> tuple[list[Page], list[float]]:
    """Read pictures of pages, drawn one at a time; the pages, and how sure each character is."""
    from extract.reading import ocr

    count = len(pictures)
    if count > MAX_PAGES:
        reason = f"has {count} pages without text, and OCR reads no more than {MAX_PAGES}; split the file"
        raise ReadError(f"{reason}, or take the report out of it", path=name)
    pages: list[Page] = []
    sure: list[float] = []
    begun = time.monotonic()
    for number, picture in enumerate(pictures):
        if time.monotonic() - begun > MAX_SECONDS:
            reason = f"OCR took more than {MAX_SECONDS:.0f} seconds for {number} of {count} pages; split the file"
            raise ReadError(reason, path=name)
        try:
            found = ocr.page(*picture())
        except ReadError as error:
            raise ReadError(error.reason, path=name) from None
        if found.page.crowded:
            message = f"picture {number + 1} has too many cells or lines; its tables were not read as tables"
            warnings.append(Warn("page_crowded", message))
        pages.append(found.page)
        sure += found.sure
    return pages, sure


def told(seen: Seen, raw: str, doubts: Sequence[Doubt]) -> list[Warn]:
    """The warnings that OCR read a text, and where it is unsure of what it read."""
    numbers = ", ".join(str(number + 1) for number in seen.pages)
    message = (
        f"pages {numbers} were read by OCR with a mean confidence of {seen.confidence}; compare them with the file"
    )
    out = [Warn("read_by_ocr", message)]
    for start, end, sure in doubts[:MAX_DOUBTS]:
        out.append(Warn("ocr_doubtful", f"OCR is unsure ({sure:.2f}) of {raw[start:end]!r}", start, end))
    if len(doubts) > MAX_DOUBTS:
        out.append(Warn("ocr_doubtful", f"OCR is unsure of {len(doubts) - MAX_DOUBTS} more places"))
    return out
