"""Where files lie: a folder of this machine, or what a URL names (``s3://bucket/folder``); read and written alike.

S3 goes through pyarrow's own file system; credentials, region and endpoint come from the environment, as for other
tools (``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``, ``AWS_ENDPOINT_URL``). Other URLs go through
fsspec (extra ``remote``).
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from extract.errors import InputError

_URL = re.compile(r"([a-z][a-z0-9+.-]+)://(.*)", re.DOTALL)


def is_url(path: str | Path) -> bool:
    """Whether a path is a URL rather than a path of this machine."""
    return _URL.match(str(path)) is not None


@cache
def _remote(scheme: str) -> Any:
    """The file system behind a scheme; a process opens each once."""
    import pyarrow.fs as pafs

    if scheme == "file":
        return pafs.LocalFileSystem()
    if scheme == "s3":
        return pafs.S3FileSystem(**_s3())
    try:
        import fsspec
    except ImportError:
        raise InputError(
            f'{scheme}:// needs the extra "remote": pip install "gongkai[remote]" and fsspec\'s own package for it'
        ) from None
    try:
        return pafs.PyFileSystem(pafs.FSSpecHandler(fsspec.filesystem(scheme)))
    except (ImportError, ValueError) as error:
        raise InputError(f"{scheme}:// cannot be opened ({error}); install what fsspec needs for it") from None


def _s3() -> dict[str, Any]:
    """What pyarrow has to be told of S3: an endpoint that is not Amazon's, and its scheme."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    told: dict[str, Any] = {"region": region} if region else {}
    if endpoint:
        scheme, _, host = endpoint.partition("://")
        told |= {"endpoint_override": host or scheme, "scheme": scheme if host else "https"}
        told.setdefault("region", "us-east-1")
    return told


class Place:
    """A folder, here or behind a URL; names in it are relative, with slashes.

    Parameters
    ----------
    where
        A path, or a URL.
    """

    __slots__ = ("_fs", "_root", "folder", "where")

    def __init__(self, where: str | Path) -> None:
        import pyarrow.fs as pafs

        self.where = str(where)
        found = _URL.match(self.where)
        #: the folder, where it is one of this machine
        self.folder = Path(self.where) if found is None else None
        self._fs = pafs.LocalFileSystem() if found is None else _remote(found[1])
        self._root = str(Path(self.where)) if found is None else found[2].rstrip("/")

    def __reduce__(self) -> tuple[Any, ...]:
        return Place, (self.where,)

    def path(self, name: str = "") -> str:
        """The path of a name, as pyarrow's file system takes it (see :attr:`system`)."""
        return f"{self._root}/{name}" if name else self._root

    @property
    def system(self) -> Any:
        """The ``pyarrow.fs.FileSystem`` that the place is on."""
        return self._fs

    def read(self, name: str) -> bytes:
        """The bytes of a file; ``FileNotFoundError`` where there is none."""
        if self.folder is not None:
            return (self.folder / name).read_bytes()
        with self._fs.open_input_stream(self.path(name)) as file:
            return bytes(file.read())

    def write(self, name: str, data: bytes) -> None:
        """Write a file as a whole: it is there complete, or it is not there."""
        if self.folder is None:  # an object store shows an object when all of it has arrived
            with self._fs.open_output_stream(self.path(name)) as file:
                file.write(data)
            return
        target = self.folder / name
        # not the number of the process: on a shared disk two containers may both be number 1
        half = target.with_name(f".{target.name[:100]}.{os.urandom(6).hex()}.half")
        try:
            try:
                half.write_bytes(data)
            except FileNotFoundError:
                target.parent.mkdir(parents=True, exist_ok=True)
                half.write_bytes(data)
            half.replace(target)
        except BaseException:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            raise

    def names(self, folder: str = "") -> list[str]:
        """The names of the files in a folder, hidden ones too, in order; none where it is not there."""
        import pyarrow.fs as pafs

        found = self._fs.get_file_info(pafs.FileSelector(self.path(folder), allow_not_found=True))
        return sorted(info.base_name for info in found if info.type != pafs.FileType.Directory)

    def folders(self, folder: str = "") -> list[str]:
        """The names of the folders in a folder, in order."""
        import pyarrow.fs as pafs

        found = self._fs.get_file_info(pafs.FileSelector(self.path(folder), allow_not_found=True))
        return sorted(info.base_name for info in found if info.type == pafs.FileType.Directory)

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        import pyarrow.fs as pafs

        return bool(self._fs.get_file_info(self.path(name)).type == pafs.FileType.File)

    def sizes(self, names: Sequence[str]) -> list[int | None]:
        """How many bytes each file has; None where it is not there."""
        return [info.size for info in self._fs.get_file_info([self.path(name) for name in names])]

    def delete(self, name: str) -> None:
        """Delete a file, where it is there."""
        with suppress(FileNotFoundError):
            self._fs.delete_file(self.path(name))

    def delete_folder(self, name: str) -> None:
        """Delete a folder with all in it, where it is there."""
        with suppress(FileNotFoundError):
            self._fs.delete_dir(self.path(name))


def listing(url: str, exclude: str = "") -> Iterator[tuple[str, str]]:
    """The files below a URL, or the one that it names: ``(url, path below it)``, folder by folder, in order.

    What lies in the folder ``exclude`` (a URL too) is left out.

    Raises
    ------
    InputError
        Where nothing is there, or it may not be read.
    """
    import pyarrow.fs as pafs

    place = Place(url)
    try:
        kind = place.system.get_file_info(place.path()).type
        if kind == pafs.FileType.File:
            yield url, url.rpartition("/")[2]
            return
        if kind == pafs.FileType.NotFound:
            raise InputError("does not exist; check the address", path=url)
        lead = f"{url.rstrip('/')}/"
        out = exclude.rstrip("/").removeprefix(lead)
        yield from ((lead + name, name) for name in _below(place, "", out))
    except OSError as error:
        raise InputError(f"cannot be read ({_said(error)}); check address, region and credentials", path=url) from None


def _below(place: Place, folder: str, exclude: str) -> Iterator[str]:
    lead = f"{folder}/" if folder else ""
    inner = dict.fromkeys(place.folders(folder), True) | dict.fromkeys(place.names(folder), False)
    for name in sorted(inner):
        if name.startswith(".") or lead + name == exclude:
            continue
        if inner[name]:
            yield from _below(place, lead + name, exclude)
        else:
            yield lead + name


def load(url: str, most: int) -> bytes:
    """The bytes of one file behind a URL; ``ValueError`` where there are more than ``most``."""
    place = Place(url.rpartition("/")[0])
    name = url.rpartition("/")[2]
    with place.system.open_input_file(place.path(name)) as file:
        if file.size() > most:
            raise ValueError(f"{file.size():,} bytes are more than the limit of {most:,}; split the file")
        return bytes(file.read())


@cache
def _copies() -> Any:
    return tempfile.TemporaryDirectory(prefix="gongkai-")  # goes with the process


@lru_cache(2)
def copy(url: str) -> Path:
    """A copy of a file behind a URL on this machine: for archives and tables, in which readers jump about."""
    folder = Path(tempfile.mkdtemp(dir=_copies().name))
    target = folder / url.rpartition("/")[2]
    place = Place(url.rpartition("/")[0])
    with place.system.open_input_stream(place.path(target.name)) as file, target.open("wb") as out:
        while block := file.read(1 << 20):
            out.write(block)
    return target


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
