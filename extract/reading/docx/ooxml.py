"""The package of a Word document, opened with care: a zip with XML parts, which may be forged or broken."""

from __future__ import annotations

import io
import zipfile
import zlib
from posixpath import dirname, join, normpath
from typing import Any

from extract.errors import ReadError

#: bytes of all XML parts that are read, unpacked; a report has 1 MB, one with a thousand tables 20 MB
MAX_XML = 40_000_000
MAX_PARTS = 20_000
_AGAIN = "fetch it again, or open it in Word or WPS and save it anew as .docx"
# a document is in one of two namespaces; both are read as the first one
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


def w(name: str) -> str:
    """The full tag of an element or attribute of WordprocessingML."""
    return f"{{{_W}}}{name}"


def child(element: Any, name: str) -> Any:
    """The first child of that name, or None."""
    return element.find(w(name))


def value(element: Any, name: str) -> str | None:
    """``w:val`` of the first child of that name; None where there is no such child or it has none."""
    found = element.find(w(name))
    word: str | None = None if found is None else found.get(w("val"))
    return word


def flag(element: Any, name: str) -> bool:
    """Whether a switch is on: the child is there and does not say that it is off."""
    found = element.find(w(name))
    return found is not None and found.get(w("val"), "1") not in ("0", "false", "off")


def integer(word: str | None, default: int) -> int:
    """The number that an attribute states, ``default`` where it states none."""
    try:
        return int(word or "")
    except ValueError:
        return default


class Package:
    """The parts of a document that are read: its text, its styles and its numbered lists.

    Raises
    ------
    ReadError
        Where the bytes are no zip, a broken or locked one, not a Word document, or unpack to too much.
    """

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                self._open(packed)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            what = " ".join(str(error).split())[:120] or type(error).__name__
            raise ReadError(f"is a damaged or unfinished .docx ({what}); {_AGAIN}") from None

    def _open(self, packed: zipfile.ZipFile) -> None:
        infos = packed.infolist()
        if len(infos) > MAX_PARTS:
            raise ReadError(f"holds {len(infos):,} parts, more than {MAX_PARTS:,}; no Word document does: {_AGAIN}")
        parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
        left = MAX_XML

        def load(name: str) -> Any:
            nonlocal left
            info = parts.get(name.lower())
            if info is None:
                return None
            if info.flag_bits & 1:
                raise ReadError("is locked with a password; take the password off in Word or WPS and save it")
            left -= info.file_size
            if left < 0:
                reason = f"unpacks to more than {MAX_XML:,} bytes of XML; split the document, or save it as text"
                raise ReadError(reason)
            with packed.open(info) as part:  # never yields more than the size that was counted
                return _parse(part.read(), name)

        main = _targets(load("_rels/.rels"), "").get("officeDocument", "word/document.xml")
        if main.lower() not in parts:
            main = "word/document.xml"
        if main not in parts and main.lower() not in parts:
            raise ReadError(_other(parts))
        targets = _targets(load(join(dirname(main), "_rels", main.rpartition("/")[2] + ".rels")), dirname(main))
        self.document = load(main)
        if self.document is None or self.document.tag != w("document"):
            raise ReadError(_other(parts))
        self.styles = load(targets.get("styles", join(dirname(main), "styles.xml")))
        self.numbering = load(targets.get("numbering", join(dirname(main), "numbering.xml")))


def _other(parts: dict[str, zipfile.ZipInfo]) -> str:
    """What a zip is that is no Word document, and what to do with it."""
    if "xl/workbook.xml" in parts or "xl/workbook.bin" in parts:
        return "is an Excel workbook; save what it says as .docx or .txt"
    if "ppt/presentation.xml" in parts:
        return "is a PowerPoint presentation; save what it says as .docx or .txt"
    if "content.xml" in parts and "mimetype" in parts:
        return "is an OpenDocument file; open it in LibreOffice, Word or WPS and save it as .docx"
    if "[content_types].xml" in parts or any(name.startswith("word/") for name in parts):
        return f"has no part word/document.xml, which holds the text; {_AGAIN}"
    return "is a zip but no Word document; give it the suffix .zip if it holds reports"


def _targets(root: Any, folder: str) -> dict[str, str]:
    """The parts that a list of relationships points to, by the last word of their type."""
    found: dict[str, str] = {}
    for one in () if root is None else root:
        if isinstance(one.tag, str) and one.get("TargetMode") != "External" and one.get("Target"):
            target = one.get("Target").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            found.setdefault(one.get("Type", "").rpartition("/")[2], path)
    return found


def _parse(data: bytes, name: str) -> Any:
    """The root of an XML part. No entity is expanded and nothing outside is fetched; a part that tries is refused."""
    from lxml import etree  # type: ignore[import-untyped]

    if b"<!DOCTYPE" in data[:4096] or "<!DOCTYPE".encode("utf-16-le") in data[:8192]:
        raise ReadError(f"declares entities in its part {name}, as no Word document does; {_AGAIN}")
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, **options)
    try:
        root = etree.fromstring(data.replace(_STRICT, _W.encode()), parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            reason = "nests its parts too deep (more than 256 levels); copy its text into a new document and save that"
            raise ReadError(reason) from None
        raise ReadError(f"has a broken part {name} ({error.msg}); {_AGAIN}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(f"declares entities in its part {name}, as no Word document does; {_AGAIN}")
    return root
