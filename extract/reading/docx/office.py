"""Old Word documents: what their containers hold, and their conversion by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from extract.errors import ReadError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECONDS = 60
_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_BY_HAND = "open it in Word, WPS or LibreOffice and save it as .docx"


def program() -> str | None:
    """The command of LibreOffice, None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name)) is not None), None)


def convert(data: bytes, kind: str) -> bytes:
    """The document as .docx.

    Parameters
    ----------
    data
        The bytes of the document.
    kind
        ``ole`` (the container of Word 97 to 2003, and of WPS) or ``rtf``.

    Raises
    ------
    ReadError
        Where the container holds something else, is locked, LibreOffice is not there or does not manage it.
    """
    if kind == "ole":
        _refuse(data)
    command = program()
    what = "an old Word document (.doc)" if kind == "ole" else "rich text (RTF)"
    if command is None:
        raise ReadError(f"is {what}; {_BY_HAND}, or install LibreOffice, which gongkai then asks to do it")
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        here = Path(folder)
        old, result = here / f"in.{'doc' if kind == 'ole' else 'rtf'}", here / "out" / "in.docx"
        old.write_bytes(data)
        result.parent.mkdir()
        done = _run(command, here, old.name)
        if done and result.is_file() and result.stat().st_size:
            return result.read_bytes()
    raise ReadError(f"is {what} that LibreOffice could not convert (damaged, or a password?); {_BY_HAND}")


def _refuse(data: bytes) -> None:
    """Raise where the directory of the container names something that is no text document."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise ReadError("is locked with a password; take the password off in Word or WPS and save it as .docx")
    if not holds("WordDocument"):
        if holds("Workbook"):
            raise ReadError(
                "is an Excel workbook under the name of a Word document; save what it says as .docx or .txt"
            )
        if holds("PowerPoint Document"):
            raise ReadError("is a presentation under the name of a Word document; save what it says as .docx or .txt")


def _run(command: str, folder: Path, name: str) -> bool:
    """Convert ``name`` in ``folder``, which the profile is thrown away with; false where it fails or takes too long."""
    arguments = [
        *(command, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(folder / name)),
    ]
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            arguments, stdin=quiet, stdout=quiet, stderr=quiet, cwd=folder, start_new_session=os.name == "posix"
        )
    except OSError:
        return False
    try:
        return process.wait(SECONDS) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it started (soffice is a script around the program that does the work)."""
    if process.poll() is None:
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
