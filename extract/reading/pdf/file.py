"""A pdf file opened, refused where it cannot be read, and closed again."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

import regex

from extract.errors import ReadError
from extract.model import Warn
from extract.reading.encoding import is_prose
from extract.reading.pdf import again as pdf_again
from extract.reading.pdf import page as pdf_page

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: pages above which a file is a book, not a report
MAX_PAGES = 300
#: characters above which a file is no report
MAX_TEXT = 2_000_000
_LOCK = threading.Lock()  # pdfium may be called by one thread at a time
_TAIL = regex.compile(rb"\d+ \d+ obj\b")
_EMPTY = regex.compile(rb"/Count\s+0\b")
_A_PAGE = regex.compile(rb"/Type\s*/(?:Page|ObjStm)\b")
_HAN = regex.compile(r"\p{Han}")
_ENOUGH = 30  # characters of a file with a text layer
_ENOUGH_PAGE = 15
_UNREADABLE = 0.3
_NO_PAGES = "has no pages; fetch the file again"


def pages(name: str, data: bytes, warnings: list[Warn]) -> list[pdf_page.Page]:
    """All pages of a file, one thread at a time; what is missing from them is told in ``warnings``."""
    with _LOCK:
        return _pages(name, data, warnings)


def _pages(name: str, data: bytes, warnings: list[Warn]) -> list[pdf_page.Page]:
    import pypdfium2  # type: ignore[import-untyped]

    if b"%PDF" not in data[:1024]:
        head = data[:40].lstrip().decode("ascii", "replace")
        raise ReadError(f"is no pdf (it begins with {head!r}); fetch the file again", path=name)
    end = data.rfind(b"%%EOF")
    if end < 0 or _TAIL.search(data, end):
        raise ReadError("is cut short: the end of the pdf is missing; fetch the file again", path=name)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ReadError(_refusal(str(error), data), path=name) from None
    with closing(document):
        count = len(document)
        if not count:
            raise ReadError(_NO_PAGES, path=name)
        if count > MAX_PAGES:
            reason = (
                f"has {count:,} pages, more than the limit of {MAX_PAGES}; split the file, or take the report out of it"
            )
            raise ReadError(reason, path=name)
        pages = []
        total = 0
        for number in range(count):
            page = _page(name, data, document, number, warnings)
            total += len(page.chars)
            if total > MAX_TEXT:
                reason = f"holds more than {MAX_TEXT:,} characters by page {number + 1}; split the file"
                raise ReadError(reason, path=name)
            pages.append(page)
    if len([one for one in warnings if one.code == "page_damaged"]) == len(pages):
        raise ReadError("is damaged: none of its pages can be read; fetch the file again", path=name)
    return pages


def _refusal(told: str, data: bytes) -> str:
    if "assword" in told:
        return "is locked by a password; save it without one and try again"
    if "ecurity" in told:
        return "is locked in a way that cannot be opened; save it without protection and try again"
    if _EMPTY.search(data) and not _A_PAGE.search(data):  # pdfium does not open such a file, and does not say why
        return _NO_PAGES
    return "is damaged: no pdf reader opens it; fetch the file again, or print it to a new pdf"


_BLANK = pdf_page.Page(595.0, 842.0, [], [], 0, 0, False, False)


def _page(name: str, data: bytes, document: Any, number: int, warnings: list[Warn]) -> pdf_page.Page:
    import pypdfium2

    try:
        with closing(document[number]) as page:
            return pdf_page.load(page, lambda: pdf_again.chars(data, number))
    except pdf_page.TooManyCharsError as error:
        reason = f"page {number + 1} holds {error} characters, more than the limit of {pdf_page.MAX_CHARS:,}; "
        raise ReadError(reason + "take the report out of the file", path=name) from None
    except pypdfium2.PdfiumError:
        warnings.append(Warn("page_damaged", f"page {number + 1} is damaged and was not read; fetch the file again"))
        return _BLANK


def picture(data: bytes, number: int, dpi: int, max_pixels: int) -> tuple[NDArray[Any], float, float]:
    """The page ``number`` of a file in grey, drawn at ``dpi`` or coarser, with its width and height in points."""
    import pypdfium2

    with _LOCK, closing(pypdfium2.PdfDocument(data)) as document, closing(document[number]) as page:
        width, height = page.get_size()
        scale = min(dpi / 72, (max_pixels / max(1.0, width * height)) ** 0.5)
        with closing(page.render(scale=scale, grayscale=True)) as bitmap:
            grey = bitmap.to_numpy()
            return (grey[..., 0] if grey.ndim > 2 else grey).copy(), width, height  # pdfium frees the bitmap


def unread(pages: Sequence[pdf_page.Page], warnings: list[Warn]) -> tuple[str, list[int]]:
    """Why the text of a file cannot be read (empty where it can), and which pages are pictures without text."""
    shown = [sum(1 for char in page.chars if char.text.strip()) for page in pages]
    odd = sum(page.odd for page in pages)
    if sum(shown) < _ENOUGH:
        if any(page.pictured for page in pages):
            return "its pages are pictures (a scan) without a text layer", []
        return "there is no text in it", []
    text = "".join(char.text for page in pages for char in page.chars)
    private = sum(1 for char in text if "\ue000" <= char <= "\uf8ff")
    garbled = len(_HAN.findall(text)) > _ENOUGH and not is_prose(text)
    if garbled or odd + private > _UNREADABLE * (sum(shown) + odd):
        return "its fonts do not say which characters they show", []
    if odd:
        warnings.append(
            Warn("characters_lost", f"{odd} characters have no code in the file and may be wrong or missing")
        )
    slanted = sum(page.slanted for page in pages)
    if slanted:
        warnings.append(Warn("watermark", f"{slanted} slanted characters were left out of the text as a watermark"))
    crowded = [str(at + 1) for at, page in enumerate(pages) if page.crowded]
    if crowded:
        message = f"too many lines are drawn on pages {', '.join(crowded)}; tables there were not looked for"
        warnings.append(Warn("page_crowded", message))
    return "", [at for at, page in enumerate(pages) if shown[at] < _ENOUGH_PAGE and page.pictured]
