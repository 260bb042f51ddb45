"""The suite on every Python that is here: 3.11, 3.12 and 3.13."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import nox

nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = False


def _works(python: str, wanted: str) -> bool:
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        said = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=30, check=False).stdout
    except OSError:
        return False
    return said.strip() == wanted


def _interpreter(wanted: str) -> str:
    """The path of a Python of that version: on the PATH, or among pyenv's (whose shims need not run)."""
    pyenv = sorted(Path.home().glob(f".pyenv/versions/{wanted}.*/bin/python"), reverse=True)
    for python in (shutil.which(f"python{wanted}"), *map(str, pyenv)):
        if python and _works(python, wanted):
            return python
    return wanted


def tests(session: nox.Session) -> None:
    """Install what is pinned, every file checked against its hash, and run the suite."""
    session.install("--require-hashes", "-r", "constraints.txt")
    session.install("--no-deps", "--no-build-isolation", "-e", ".")
    session.run("python", "-m", "pytest", "-n", "auto", *session.posargs)


for version in ("3.11", "3.12", "3.13"):
    nox.session(python=_interpreter(version), name=f"tests-{version}")(tests)
