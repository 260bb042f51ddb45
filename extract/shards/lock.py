"""One run at a time in a folder; slices of one run beside each other."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from extract.errors import OutputError
from extract.storage import Place

NAME = ".gongkai.lock"
#: what a disk answers that was mounted without locks, as Lustre often is
_NO_LOCKS = {errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP}
_BUSY = "another run is at work in this folder; wait until it has ended"


@contextmanager
def locked(place: Place, part: tuple[int, int] | None) -> Iterator[None]:
    """Hold the folder for a run, or for the slice ``part`` of one.

    Raises
    ------
    OutputError
        Where another run holds it; or, for a slice, another process the same slice.

    Notes
    -----
    On this machine (and on shared disks that know ``flock``) the system lets a lock go when its process ends, however
    it ends. An object store has no such thing: there the lock is an object that says who made it.
    """
    with ExitStack() as held:
        if place.folder is None:
            name = NAME if part is None else f"{NAME}-{part[0]}-of-{part[1]}"
            held.enter_context(_object(place, name))
        else:
            held.enter_context(_file(place.folder / NAME, shared=part is not None))
            if part is not None:
                held.enter_context(_file(place.folder / f"{NAME}-{part[0]}-of-{part[1]}", shared=False))
        yield


@contextmanager
def _file(path: Path, *, shared: bool) -> Iterator[None]:
    with path.open("a") as file:
        try:
            _take(file.fileno(), shared)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                what = f"its disk knows no locks ({error.strerror}); write to another, or have it mounted with flock"
                raise OutputError(what, path=str(path.parent)) from None
            raise OutputError(_BUSY, path=str(path.parent)) from None
        yield


def _take(file: int, shared: bool) -> None:
    """Take a lock that goes when the file is closed, or the process ends; ``OSError`` where it is taken."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # knows no shared locks: slices need other folders there
    else:
        import fcntl

        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


@contextmanager
def _object(place: Place, name: str) -> Iterator[None]:
    others = [other for other in place.names() if other.startswith(NAME) and (NAME in (name, other) or other == name)]
    if others:
        raise OutputError(
            f"{_BUSY}, or delete {others[0]} there, if it was killed ({_who(place, others[0])})", path=place.where
        )
    place.write(name, json.dumps({"host": socket.gethostname(), "process": os.getpid()}).encode())
    try:
        yield
    finally:
        place.delete(name)


def _who(place: Place, name: str) -> str:
    try:
        found = json.loads(place.read(name))
        return f"process {found['process']} on {found['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "it does not say whose it is"
