"""From bytes to text: which encoding, and what counts as text at all."""

from __future__ import annotations

import codecs
import re

import regex

from extract.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")  # asked of every text: ``re`` is twice as fast
_COMMON = regex.compile(r"[的一是在不了有和人这這中大为為上个個国國政府公开開信息年月日工作、，。：（）\d]")
_HAN = regex.compile(r"\p{Han}")
#: share of control characters above which a file is no text; Word leaves a few (cell marks, fields) in what it exports
_BINARY_SHARE = 0.02
#: share of very common characters that Chinese prose never falls under, and wrongly decoded bytes never reach
_PROSE_SHARE = 0.03
_REMEDY = "save it as UTF-8 text and try again"


def canonical(text: str) -> str:
    """``text`` without byte order mark, with LF as its only line end (some real files know only a lone CR)."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes) -> tuple[str, str]:
    """Decode the bytes of a text file.

    UTF-8, UTF-16 (with or without byte order mark) and GB18030 are tried strictly; charset-normalizer is asked only
    where none of them fits or the result does not look like prose.

    Returns
    -------
    tuple
        The canonical text, and the encoding's name as Python knows it.

    Raises
    ------
    ReadError
        Where the bytes are no text, or text in no encoding that can be told.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return _checked(data.decode(encoding)), encoding
            except UnicodeDecodeError as error:
                reason = f"has the mark of {encoding} but byte {error.start} does not fit it; {_REMEDY}"
                raise ReadError(reason) from None
    if b"\0" not in data:
        try:
            return _checked(data.decode("utf-8")), "utf-8"
        except UnicodeDecodeError:
            pass
    for encoding in ("utf-16-le", "utf-16-be", "gb18030") if b"\0" in data else ("gb18030", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_prose(text):
            return _checked(text), encoding
    if b"\0" in data:
        raise ReadError("is binary (it holds NUL bytes), not text; export it from its program as UTF-8 text")
    return _guess(data)


def _guess(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes  # costs 30 ms to import, and few files need it

    best = from_bytes(data).best()
    if best is not None:
        text = str(best)
        if is_prose(text):
            return _checked(text), best.encoding
    if len(_CONTROL.findall(data[:4096].decode("latin-1"))) > _BINARY_SHARE * min(len(data), 4096):
        raise ReadError("is binary, not text; export it from its program as UTF-8 text")
    raise ReadError(f"is in no encoding that could be told (UTF-8, UTF-16, GB18030 were tried); {_REMEDY}")


def is_prose(text: str) -> bool:
    """Whether the decoded text looks like Chinese: wrong encodings give rare characters, hardly ever common ones."""
    sample = text[:20_000]
    han = len(_HAN.findall(sample))
    if _CONTROL.search(sample) and len(_CONTROL.findall(sample)) > _BINARY_SHARE * len(sample):
        return False
    return han > 0 and len(_COMMON.findall(sample)) >= _PROSE_SHARE * len(sample) and han >= 0.05 * len(sample)


def _checked(text: str) -> str:
    controls = _CONTROL.findall(text) if _CONTROL.search(text) else ()
    if "\0" in controls or len(controls) > _BINARY_SHARE * len(text):
        raise ReadError("is binary (it holds control characters), not text; export it from its program as UTF-8 text")
    text = canonical(text)
    if not text.strip():
        raise ReadError("holds nothing but white space; take it out or fetch it again")
    return text
