"""The only room that knows jieba: a private tokenizer with the project's words."""

from __future__ import annotations

import logging
import tempfile
import warnings
from collections.abc import Sequence
from functools import cache
from typing import Any


@cache
def tokenizer() -> Any:
    """A private ``jieba.Tokenizer`` (the global one is left alone), its dictionary loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's source has invalid escapes, a SyntaxWarning on 3.12+
        import jieba

    jieba.setLogLevel(logging.ERROR)
    own = jieba.Tokenizer()
    own.tmp_dir = tempfile.gettempdir()
    own.initialize()
    return own


def cut(texts: Sequence[str]) -> list[list[str]]:
    """Words of each text."""
    lcut = tokenizer().lcut
    return [lcut(text) for text in texts]
