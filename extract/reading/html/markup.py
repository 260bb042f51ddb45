"""From the bytes of a web page to its markup: encoding, and what is refused before a parser sees it."""

from __future__ import annotations

import codecs

import regex

from extract.errors import ReadError
from extract.lexicon import load
from extract.reading.encoding import canonical, decode, is_prose

#: what a file is whose first bytes are these, whatever its name says
MAGIC = {
    b"%PDF": "a pdf",
    b"PK\x03\x04": "a Word (docx) or zip",
    b"\xd0\xcf\x11\xe0": "a Word (doc)",
    b"{\\rtf": "an rtf",
}
_DECLARED = regex.compile(rb"(?i)<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{3,20})")
_HEAD = 8192
_GB = frozenset({"gb2312", "gbk", "gb18030", "cp936", "x-gbk", "gb_2312-80", "hz-gb-2312"})
#: share of characters that may be damaged; a summary cut through a character, or a file cut short, stays far below
_DAMAGED_SHARE = 0.01
_TAGS = regex.compile(r"(?is)<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|<[a-z/!?][^<>]*+>?")
_SAMPLE = 400_000

# ---- markup that makes a parser take very long, or very much memory
_TAG = regex.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_\-]*+)")
_FORMATS = regex.compile(r"(?i)</?(?:big|b|code|em|font|i|nobr|small|strike|strong|s|tt|u)(?=[\s/>])[^<>]*+>")
_WHOLE = regex.compile(r"<(script|style|title|iframe|textarea|noscript|object|div|span|p|a|td)\b([^<>]*+)(?<=/)>")
_FEW_TAGS = 1_000
_MAX_TAGS = 1_500_000
MAX_DEPTH = 3_000
_MAX_REOPENED = 2_000_000
_LONG_TAG = 60_000
_OVERLONG = regex.compile(
    r"<[a-zA-Z][^\s/>]*+(?:[\s/]++|[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+|=)*+"
)
_ATTRIBUTE = regex.compile(r"[\s/]++[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+")
_MAX_ATTRIBUTES = 5_000
_PAGE = regex.compile(r"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b")
_BLOCK_TAG = regex.compile(r"(?i)<(?:p|div|td|br|span)\b[^<>]*>")
_ANY_TAG = regex.compile(r"<[a-zA-Z!/][^<>]*>")


def page(data: bytes) -> tuple[str, str, int]:
    """Decode the bytes of a web page.

    Returns
    -------
    tuple
        The markup, the encoding's name as Python knows it, and how many characters were damaged (each is U+FFFD).

    Raises
    ------
    ReadError
        Where the bytes are another format, or text in no encoding that can be told.

    Notes
    -----
    What a page declares is a hint: many that are UTF-8 say gb2312 and the reverse. Bytes that are UTF-8 throughout are
    UTF-8, because text of another encoding never is by chance.
    """
    for magic, what in MAGIC.items():
        if data.startswith(magic):
            raise ReadError(f"is {what} file although its name is that of a web page; give it the right suffix")
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:_HEAD]:
        return *decode(data), 0
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd") - data.count("\ufffd".encode())
    if damaged <= _DAMAGED_SHARE * (len(text) - len(text.encode("ascii", "ignore"))):
        return canonical(text), "utf-8", damaged
    declared = _DECLARED.search(data[:_HEAD])
    told = declared[1].decode("ascii").lower() if declared else "gb18030"
    for encoding in dict.fromkeys(["gb18030" if told in _GB or not _known(told) else told, "gb18030"]):
        text = data.decode(encoding, "replace")
        damaged = text.count("\ufffd")
        if damaged <= _DAMAGED_SHARE * len(text) and is_prose(_TAGS.sub(" ", text[:_SAMPLE])):
            return canonical(text), encoding, damaged
    return *decode(data), 0


def _known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name not in ("utf-8", "ascii", "iso8859-1", "cp1252")
    except LookupError:
        return False


def is_page(text: str) -> bool:
    """Whether text is a web page, whatever its name says: it opens like one, or is full of its tags."""
    if "<" not in text:
        return False
    return _PAGE.match(text) is not None or len(_BLOCK_TAG.findall(text[:50_000])) >= 10


def has_tags(text: str) -> bool:
    """Whether there is any markup in the text at all."""
    return _ANY_TAG.search(text) is not None


def safe(markup: str) -> str:
    """The markup, fit to be parsed as html in a time that does not grow faster than it does.

    In xhtml ``<script/>`` is a whole element; in html it begins one that swallows the page, so it gets its end tag.

    Formatting tags that are never closed are opened again in every paragraph after them, so that few of them make
    millions of elements: where they are many, they are left out; they are of no matter here.

    Raises
    ------
    ReadError
        Where elements are nested deeper than those of any page, or an element has thousands of attributes: a parser
        takes the square of their number.
    """
    if len(markup) > _LONG_TAG:
        for tag in _OVERLONG.finditer(markup):
            if tag.end() - tag.start() > _LONG_TAG and len(_ATTRIBUTE.findall(tag[0])) > _MAX_ATTRIBUTES:
                raise ReadError("has an element with thousands of attributes; open it in a browser and save it again")
    if markup.lstrip().startswith("<?xml"):
        markup = _WHOLE.sub(r"<\1\2></\1>", markup)
    tags = markup.count("<")
    if tags <= _FEW_TAGS:
        return markup
    if tags > _MAX_TAGS:
        raise ReadError(f"has {tags:,} elements, no page of a site has; save its text as .txt and read that")
    words = load("page")
    careless, formatting = frozenset(words["unclosed"]), frozenset(words["formatting"])
    depth = open_formats = deepest = unclosed = 0
    for closing, name in _TAG.findall(markup):
        name = name.lower()
        if name in careless:
            continue
        step = -1 if closing else 1
        depth = max(0, depth + step)
        deepest = max(deepest, depth)
        if name in formatting:
            open_formats = max(0, open_formats + step)
            unclosed = max(unclosed, open_formats)
    if unclosed * tags > _MAX_REOPENED:
        markup = _FORMATS.sub("", markup)
        deepest -= unclosed
    if deepest > MAX_DEPTH:
        reason = f"its elements are nested {deepest:,} deep, no page of a site is; save its text as .txt and read that"
        raise ReadError(reason)
    return markup
