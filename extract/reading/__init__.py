"""Reading: from a file to its canonical text and the tables found in it.

One file a format. A reader is a function ``read(path, name, data) -> Source`` in ``extract.reading.<format>``.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from extract.errors import ReadError
from extract.model import Source
from extract.reading.encoding import canonical, decode

__all__ = ["FORMATS", "MAX_BYTES", "canonical", "decode", "read"]

#: suffix -> the module of this package that reads it
FORMATS = {".txt": "txt", ".pdf": "pdf"}
#: suffixes that are reports too, and whose readers are still to come
PLANNED = frozenset({".html", ".htm", ".docx", ".doc", ".wps"})
MAX_BYTES = 20_000_000


def read(path: str | Path, name: str | None = None, *, max_bytes: int = MAX_BYTES) -> Source:
    """Read one report.

    Parameters
    ----------
    path
        The file.
    name
        The path to record, relative to the input root; ``path`` itself where it is not given.
    max_bytes
        Largest size that is read. The size is asked for before the file is opened.

    Raises
    ------
    ReadError
        Where the file is missing, empty, too large, not readable, of an unknown format, binary, or in no known
        encoding.
    """
    path = Path(path)
    shown = str(path) if name is None else name
    works = ", ".join(sorted(FORMATS))
    module = FORMATS.get(path.suffix.lower())
    if module is None and path.suffix.lower() in PLANNED:
        reason = f"{path.suffix} files cannot be read yet; convert it to text (readable now: {works})"
        raise ReadError(reason, path=shown)
    try:
        if path.is_dir():
            raise ReadError("is a directory; give a file, or let the command look for reports in it", path=shown)
        size = path.stat().st_size
        if module is None:
            what = f"{path.suffix} is not a known format" if path.suffix else "the file has no suffix"
            raise ReadError(f"{what}; readable now: {works}", path=shown)
        if size > max_bytes:
            raise ReadError(f"{size:,} bytes are more than the limit of {max_bytes:,}; split the file", path=shown)
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError("does not exist; check the path", path=shown) from None
    except PermissionError:
        raise ReadError("may not be read; check its permissions", path=shown) from None
    except OSError as error:
        reason = f"could not be read ({error.strerror or error}); check the disk and the path"
        raise ReadError(reason, path=shown) from None
    if not data:
        raise ReadError("is empty; take it out or fetch it again", path=shown)
    source: Source = import_module(f"extract.reading.{module}").read(shown, data)
    return source
