"""Reading: from a file to its canonical text and the tables found in it.

One file a format. A reader is a function ``read(name, data) -> Source`` in ``extract.reading.<format>``.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from extract import storage
from extract.errors import ExtractError, ReadError
from extract.lexicon import rx
from extract.model import Source
from extract.reading import archives, rowfiles
from extract.reading.encoding import canonical, decode

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "MIN_SCAN",
    "SEARCHED",
    "Loaded",
    "canonical",
    "decode",
    "is_scan",
    "load",
    "parse",
    "read",
]

#: suffix -> the module of this package that reads it
FORMATS = {
    **dict.fromkeys((".txt",), "txt"),
    **dict.fromkeys((".html", ".htm", ".shtml", ".xhtml"), "html"),
    ".pdf": "pdf",
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".tif", ".tiff"), "image"),
    **dict.fromkeys((".docx", ".docm", ".doc", ".wps"), "docx"),
}
#: what a search of folders and archives looks for: pictures only where they may be scans, see :func:`is_scan`
SEARCHED = frozenset(suffix for suffix, module in FORMATS.items() if module != "image")
MAX_BYTES = 20_000_000
#: bytes under which a picture in a folder is taken for an ornament of a web page
MIN_SCAN = 50_000


class Loaded(NamedTuple):
    """The bytes of a report, and the module of this package that reads them."""

    module: str
    data: bytes


def read(path: str | Path, name: str | None = None, *, max_bytes: int = MAX_BYTES) -> Source:
    """Read one report: :func:`load` and :func:`parse`."""
    shown = str(path) if name is None else name
    return parse(load(path, shown, max_bytes=max_bytes), shown)


def load(path: str | Path, name: str | None = None, *, max_bytes: int = MAX_BYTES) -> Loaded:
    """Load the bytes of one report.

    Parameters
    ----------
    path
        The file, or its URL; of a report in an archive ``a.zip/b.txt``, of one in a table ``a.csv#17:column``.
    name
        The path to record, relative to the input root; ``path`` itself where it is not given.
    max_bytes
        Largest size that is read. The size is asked for before the file is opened.

    Raises
    ------
    ReadError
        Where the file is missing, empty, too large, not readable, of an unknown format, or changes meanwhile.
    """
    shown = str(path) if name is None else name
    works = ", ".join(sorted(FORMATS))
    try:
        found = _remote(str(path), max_bytes) if storage.is_url(path) else _here(Path(path), works, max_bytes)
        if not found[1]:
            raise ReadError("is empty; take it out or fetch it again")
    except FileNotFoundError:
        raise ReadError("does not exist; check the path", path=shown) from None
    except PermissionError:
        raise ReadError("may not be read; check its permissions", path=shown) from None
    except OSError as error:
        reason = f"could not be read ({error.strerror or error}); check the disk and the path"
        raise ReadError(reason, path=shown) from None
    except ExtractError as error:
        raise ReadError(error.reason, path=shown) from None
    module = FORMATS.get(found[0])
    if module is None:
        raise ReadError(f"{found[0] or 'no suffix'} is not a known format; readable now: {works}", path=shown)
    return Loaded(module, found[1])


def parse(loaded: Loaded, name: str) -> Source:
    """What the bytes of a report say.

    Raises
    ------
    ReadError
        Where they are binary, damaged, or in no known encoding.
    """
    source: Source = import_module(f"extract.reading.{loaded.module}").read(name, loaded.data)
    return source


def _here(path: Path, works: str, max_bytes: int) -> tuple[str, bytes]:
    # Path.exists raises where a name is too long for a file, as the path of a table's row may be
    inside = None if os.path.exists(path) else _inside(path, max_bytes)  # noqa: PTH110
    suffix = path.suffix.lower()
    return inside if inside is not None else (suffix, _bytes(path, FORMATS.get(suffix), works, max_bytes))


def _remote(url: str, max_bytes: int) -> tuple[str, bytes]:
    """Suffix and bytes of a report behind a URL, in an archive or a table there too."""
    for packed in (rx(r"(?is)(.+\.zip)(/.+)"), rx(r"(?is)(.+\.(?:csv|jsonl|parquet))(#\d+:.+)")):
        found = packed.fullmatch(url)
        if found is not None:
            inside = _inside(Path(f"{storage.copy(found[1])}{found[2]}"), max_bytes)
            if inside is not None:
                return inside
    try:
        return Path(url).suffix.lower(), storage.load(url, max_bytes)
    except ValueError as error:
        raise ReadError(str(error)) from None


def is_scan(path: Path) -> bool:
    """Whether a picture that lies in a folder may be a report: OCR is installed, and no browser saved it."""
    from extract.reading import ocr

    if FORMATS.get(path.suffix.lower()) != "image" or not ocr.installed():
        return False
    if any(part.endswith(("_files", ".files")) for part in path.parts):
        return False
    try:
        return path.stat().st_size >= MIN_SCAN
    except OSError:  # a link that leads nowhere: reading it tells so
        return True


def _bytes(path: Path, module: str | None, works: str, max_bytes: int) -> bytes:
    if path.is_dir():
        raise ReadError("is a directory; give a file, or let the command look for reports in it")
    size = path.stat().st_size
    if module is None:
        what = f"{path.suffix} is not a known format" if path.suffix else "the file has no suffix"
        if path.suffix.lower() == archives.SUFFIX:
            what = "is an archive; name a report in it, as in a.zip/b.txt, or give the archive to gongkai run"
        elif path.suffix.lower() in rowfiles.SUFFIXES:
            what += "; of a table name a row and the column of the text, as in a.csv#1:content"
        raise ReadError(f"{what}; readable now: {works}")
    if size > max_bytes:
        raise ReadError(f"{size:,} bytes are more than the limit of {max_bytes:,}; split the file")
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        data = file.read()
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise ReadError("changes while it is read; wait until it is complete, then run again")
    return data


def _inside(path: Path, max_bytes: int) -> tuple[str, bytes] | None:
    """Suffix and bytes of a report in an archive or a table; None where the path leads into neither."""
    packed = archives.split(path)
    if packed is not None:
        return path.suffix.lower(), archives.load(*packed, max_bytes)
    row = rowfiles.split(path)
    return None if row is None else (".txt", rowfiles.load(*row, max_bytes))
