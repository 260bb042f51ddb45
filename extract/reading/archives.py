"""Reports inside a zip: which there are, and the bytes of one. Nothing is unpacked to disk.

A report in an archive has the archive's path with its own behind it: ``reports.zip/2020/a.txt``.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from extract.errors import ReadError
from extract.lexicon import rx

SUFFIX = ".zip"
MAX_MEMBERS = 50_000
MAX_TOTAL = 10_000_000_000  # bytes of all members, unpacked
#: how much smaller a report gets when it is packed: text 10 times, a page of blanks 100 times, a bomb 1000 times
MAX_RATIO = 200
_SMALL = 1_000_000  # bytes up to which the ratio does not matter
_NESTED = frozenset({".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"})
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Listing:
    """What an archive holds: the names of reports, those that cannot be read with the reason, and other files."""

    reports: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    skipped: tuple[str, ...]


def split(path: Path) -> tuple[Path, str] | None:
    """The archive that a path leads into and the name of the report there; None where it leads into none."""
    for parent in path.parents:
        if parent.suffix.lower() == SUFFIX and parent.is_file():
            return parent, path.relative_to(parent).as_posix()
    return None


def listing(path: str | Path, suffixes: Collection[str], max_bytes: int) -> Listing:
    """What an archive holds, in the order of the names.

    Parameters
    ----------
    path
        The archive.
    suffixes
        Suffixes of reports.
    max_bytes
        Largest report.

    Raises
    ------
    ReadError
        Where it is no archive, a broken one, or too large.
    """
    packed = _opened(path)
    reports: list[str] = []
    refused: list[tuple[str, str]] = []
    skipped: list[str] = []
    seen: set[str] = set()
    for name, info in sorted(packed.members, key=lambda member: member[0].split("/")):
        parts = name.split("/")
        suffix = Path(name).suffix.lower()
        if any(part.startswith(("~$", "__MACOSX")) or (part.startswith(".") and part != "..") for part in parts):
            continue
        if name in seen:
            refused.append((name, "stands twice in the archive; the first one was read, rename the other"))
        elif suffix in _NESTED:
            refused.append((name, "is an archive within an archive; unpack it"))
        elif suffix not in suffixes:
            skipped.append(name)
        elif (reason := _refusal(name, info, max_bytes)) is not None:
            refused.append((name, reason))
        else:
            reports.append(name)
        seen.add(name)
    return Listing(tuple(reports), tuple(refused), tuple(skipped))


def load(path: str | Path, name: str, max_bytes: int) -> bytes:
    """The bytes of one report of an archive.

    Raises
    ------
    ReadError
        Where it is not there, damaged, locked or too large.
    """
    packed = _opened(path)
    info = packed.index.get(name)
    if info is None:
        raise ReadError("is not in the archive; check the name")
    reason = _refusal(name, info, max_bytes)
    if reason is not None:
        raise ReadError(reason)
    try:
        with packed.file.open(info) as member:
            data = member.read(max_bytes + 1)  # the size that the archive states is not believed
    except _BROKEN as error:
        raise ReadError(f"is damaged in the archive ({_said(error)}); fetch the archive again") from None
    if len(data) > max_bytes:
        raise ReadError(f"has more than the limit of {max_bytes:,} bytes; split the file")
    return data


def _refusal(name: str, info: zipfile.ZipInfo, max_bytes: int) -> str | None:
    """Why a member is not read."""
    if ".." in name.split("/") or name.startswith("/") or rx(r"[A-Za-z]:").match(name):
        return "has a name that leads out of the archive; unpack the archive with care and rename the file"
    if info.flag_bits & 1:
        return "is locked with a password; unpack the archive with it"
    if info.file_size > max_bytes:
        return f"has {info.file_size:,} bytes, more than the limit of {max_bytes:,}; split the file"
    if info.file_size > max(_SMALL, info.compress_size * MAX_RATIO):
        return f"unpacks to more than {MAX_RATIO} times its size, as no report does; unpack it by hand and look at it"
    return None


class _Opened:
    """An open archive with the names of its members decoded."""

    def __init__(self, path: str) -> None:
        try:
            self.file = zipfile.ZipFile(path)
        except _BROKEN as error:
            if isinstance(error, PermissionError):
                raise ReadError("may not be read; check its permissions") from None
            raise ReadError(f"is a damaged or unfinished archive ({_said(error)}); fetch it again") from None
        infos = [info for info in self.file.infolist() if info.filename and not info.filename.endswith(("/", "\\"))]
        if len(infos) > MAX_MEMBERS:
            raise ReadError(f"holds {len(infos):,} files, more than {MAX_MEMBERS:,}; unpack it, or split it")
        if sum(info.file_size for info in infos) > MAX_TOTAL:
            raise ReadError(f"unpacks to more than {MAX_TOTAL:,} bytes; unpack it, or split it")
        self.members = [(_name(info), info) for info in infos]
        names = {name.lower() for name, _ in self.members}
        if "[content_types].xml" in names:
            raise ReadError("is a document of Word, Excel or PowerPoint; give a Word document the suffix .docx")
        self.index: dict[str, zipfile.ZipInfo] = {}
        for name, info in self.members:
            self.index.setdefault(name, info)


def _opened(path: str | Path) -> _Opened:
    try:
        state = Path(path).stat()
    except OSError as error:
        raise ReadError(f"could not be read ({error.strerror}); check the path") from None
    return _cached(str(path), state.st_mtime_ns, state.st_size)


@lru_cache(1)  # the members of an archive come one after the other; its list may be long
def _cached(path: str, time: int, size: int) -> _Opened:
    return _Opened(path)


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member. Where the archive does not say that it is UTF-8 it is most often GBK."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            data = name.encode("cp437")  # what zipfile takes such names for
        except UnicodeEncodeError:
            data = b""
        for encoding in ("utf-8", "gb18030") if data else ():
            try:
                name = data.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    name = name.replace("\\", "/")
    lead = "/" if name.startswith("/") else ""
    return lead + "/".join(part for part in name.split("/") if part not in ("", "."))


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
