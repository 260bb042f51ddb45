"""Files of annotations: read as they are, written whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from extract.errors import AnnotationError

OURS = "gongkai.jsonl"  # the file by which a folder is known to be an export of ours
_MIXED = re.compile(r"\r\n?|\n")


def text_of(path: Path, encoding: str = "utf-8-sig") -> str:
    """The text of a file as UTF-8, line ends and all; without a byte order mark, unless the encoding is ``utf-8``.

    Raises
    ------
    AnnotationError
        Where it cannot be read.
    """
    try:
        return path.read_bytes().decode(encoding)
    except OSError as error:
        raise AnnotationError(f"cannot be read ({error.strerror})", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise AnnotationError(f"is not UTF-8 (byte {error.start}); save it as UTF-8", path=str(path)) from error


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, blank ones too. Only line feeds part them: U+2028 may stand in a text.

    Raises
    ------
    AnnotationError
        Where line ends of Windows and of Unix are mixed: then some tool has changed lines, and texts with them.
    """
    text = text_of(path)
    ends = [(end[0], end.start()) for end in _MIXED.finditer(text)]
    odd = next((at for end, at in ends if end != ends[0][0]), None)
    if odd is not None:
        number = sum(1 for _, at in ends if at < odd) + 1
        reason = "line ends are mixed (CRLF, LF, CR); a tool has changed the file, save it with one kind"
        raise AnnotationError(f"{path.name}:{number}: {reason}", path=str(path))
    yield from enumerate(text.split(ends[0][0] if ends else "\n"), 1)


def as_json(line: str, place: str, wrong: list[str]) -> Any:
    """A line as JSON; None, with the fault added to ``wrong``, where it is none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        wrong.append(f"{place}: no JSON ({error})")
        return None


def whole(path: Path, make: Callable[[Path], None], *, overwrite: bool = False) -> None:
    """Have a file or folder made under another name beside it, then put it in its place.

    Raises
    ------
    AnnotationError
        Where something is there already and is not to be overwritten, or cannot be written.
    """
    if path.exists() and not overwrite:
        raise AnnotationError("is there already; say --overwrite to replace it", path=str(path))
    if path.is_dir() and not (path / OURS).is_file():
        raise AnnotationError("is a folder that gongkai did not write; name another", path=str(path))
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(part)
        make(part)
        if path.is_dir():
            _clear(path)
        part.replace(path)
    except OSError as error:
        raise AnnotationError(f"cannot be written ({error.strerror})", path=str(path)) from error
    finally:
        _clear(part)


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
