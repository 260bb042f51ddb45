"""Word documents: .docx and .docm; .doc and .wps where LibreOffice is there to convert them.

The suffix is not believed: government sites serve web pages as .doc and new documents under old names.
"""

from __future__ import annotations

import hashlib

from extract.errors import ReadError
from extract.lexicon import rx
from extract.model import Source, Warn
from extract.reading.docx import office
from extract.reading.docx.blocks import lay
from extract.reading.docx.ooxml import Package, child
from extract.reading.docx.ooxml import w as tag
from extract.reading.docx.story import Story
from extract.reading.encoding import decode

_ZIP = b"PK\x03\x04"
_TEXTLESS = "holds no text"


def read(name: str, data: bytes) -> Source:
    """The source of a Word document whose bytes are ``data``.

    Raises
    ------
    ReadError
        Where it is damaged, locked, forged, too large, something else under the name of a Word document, or an old
        .doc and no LibreOffice is there.
    """
    try:
        warnings: list[Warn] = []
        if data.startswith(_ZIP):
            package = data
        else:
            package = office.convert(data, _kind(data))
            warnings.append(Warn("converted", "an old Word document; LibreOffice made a .docx of it, which was read"))
        return _source(name, data, package, warnings)
    except RecursionError:
        reason = "nests its parts too deep; copy its text into a new document and save that"
        raise ReadError(reason, path=name) from None
    except ReadError as error:
        raise ReadError(error.reason, path=name) from None


def _source(name: str, data: bytes, package: bytes, warnings: list[Warn]) -> Source:
    opened = Package(package)
    body = child(opened.document, "body")
    story = Story(opened)
    raw, grids = lay(() if body is None else story.blocks(body))
    if not raw.strip():
        raise ReadError(_empty(story, body is not None and next(body.iter(tag("p")), None) is not None))
    for what, count in sorted(story.dropped.items()):
        message = f"not read: {what} ({count}); open the document where you need them"
        warnings.append(Warn(what.replace(" ", "_"), message))
    return Source(name, "docx", "utf-8", hashlib.sha256(data).hexdigest(), raw, grids, tuple(warnings))


def _empty(story: Story, paragraphs: bool) -> str:
    if story.dropped["pictures or embedded objects"]:
        return (
            f"{_TEXTLESS}, only pictures (a scan?); type it, or run text recognition (OCR) and save the text as .docx"
        )
    if story.dropped["embedded documents"]:
        return f"{_TEXTLESS} of its own, only an embedded document; open it in Word and save it anew as .docx"
    return f"{_TEXTLESS}{'' if paragraphs else ' and no paragraph'}; take it out or fetch it again"


def _kind(data: bytes) -> str:
    """What the bytes of a file are that is called a Word document and is no zip: ``ole`` or ``rtf``, else an error."""
    if data.startswith(office.OLE):
        return "ole"
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if start.startswith(b"%PDF"):
        raise ReadError("is a PDF under the name of a Word document; give it the suffix .pdf")
    if data.startswith(b"PK"):
        raise ReadError("is a damaged or unfinished .docx; fetch it again, or open it in Word or WPS and save it anew")
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")):
        raise ReadError("is a picture under the name of a Word document; type its text and save it as .docx")
    try:
        text, _ = decode(data)
    except ReadError:
        reason = (
            "is no Word document that is known, or a damaged one; fetch it again, or save it as .docx in Word or WPS"
        )
        raise ReadError(reason) from None
    head = text[:4096].lstrip().lower()
    if "<w:worddocument" in head or "<pkg:package" in head or 'progid="word.document"' in head:
        raise ReadError("is a Word document saved as XML; open it in Word or WPS and save it as .docx")
    if head.startswith(("mime-version:", "from:")) or "content-type: multipart/related" in head:
        raise ReadError("is a web archive (MHT) under the name of a Word document; save it as .docx in Word or WPS")
    if rx(r"<(?:!doctype html|html|head|body|div|p|table|meta)\b").search(head):
        raise ReadError("is a web page under the name of a Word document; give it the suffix .html")
    raise ReadError("is plain text under the name of a Word document; give it the suffix .txt")
