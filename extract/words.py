"""The only room that knows jieba: a private tokenizer with the project's words."""

from __future__ import annotations

import logging
import os
import re
import stat
import sys
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

#: words by themselves: runs of ASCII letters and digits, other ASCII marks, and Han that jieba does not know as such
#: (beyond U+9FD5); its dictionary next to never joins them with others, and ``rjieba`` parts them otherwise
_APART = re.compile(r"([A-Za-z0-9]+(?:\.[0-9]+)?%?|[!-~\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00010000-\U0010ffff])")


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


@cache
def _fast() -> Callable[[str], list[str]] | None:
    """Jieba in Rust (extra ``fast``), where it is installed: the same dictionary and algorithm, ten times as fast."""
    try:
        from rjieba import cut as fast
    except ImportError:
        return None
    return cast("Callable[[str], list[str]]", fast)


def cut(texts: Sequence[str]) -> list[list[str]]:
    """Words of each text: as jieba cuts what stands between numbers, Latin words and marks of ASCII.

    ``rjieba`` does it where it is installed, and jieba's own dictionary (half a second, 70 MB) is not read at all; a
    test holds the two to the same words.
    """
    one = _fast() or tokenizer().lcut
    return [_parted(text, one) for text in texts]


def _parted(text: str, one: Callable[[str], list[str]]) -> list[str]:
    words: list[str] = []
    for i, part in enumerate(_APART.split(text)):
        if part:
            words += [part] if i % 2 else one(part)
    return words
