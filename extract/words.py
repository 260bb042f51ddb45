"""The only room that knows jieba: a private tokenizer with the project's words."""

from __future__ import annotations

import logging
import os
import stat
import sys
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any


@cache
def tokenizer() -> Any:
    """A private ``jieba.Tokenizer`` (the global one is left alone), its dictionary loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's source has invalid escapes, a SyntaxWarning on 3.12+
        import jieba

    jieba.setLogLevel(logging.ERROR)
    own = jieba.Tokenizer()
    folder = _cache_folder(jieba.__version__)
    if folder is None:
        own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
        own.initialized = True
    else:
        own.tmp_dir = str(folder)
        own.initialize()
    return own


def _cache_folder(version: str) -> Path | None:
    """A folder of the user's own for jieba's parsed dictionary; none where there is no such folder to be had.

    jieba's own choice, the shared folder for temporary files, would let another user of the machine plant a file there,
    and jieba reads it with ``marshal``.
    """
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        folder = Path(base).expanduser() / "gongkai" / f"jieba-{version}-{sys.implementation.cache_tag}"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = folder.stat()
    except (OSError, RuntimeError):
        return None
    foreign = hasattr(os, "getuid") and found.st_uid != os.getuid()
    loose = os.name == "posix" and found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return None if foreign or loose or not os.access(folder, os.W_OK) else folder


def cut(texts: Sequence[str]) -> list[list[str]]:
    """Words of each text."""
    lcut = tokenizer().lcut
    return [lcut(text) for text in texts]
