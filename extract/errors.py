"""Errors that know their subject: which file, at which stage, and what to do about it."""

from __future__ import annotations

from extract.model import Failure


class ExtractError(Exception):
    """A report could not be processed.

    Parameters
    ----------
    reason
        What happened and what the user can do, in one sentence.
    path
        The file concerned.
    stage
        The stage that failed (``find``, ``read``, ``extract``, ``write``).
    """

    stage = "extract"

    def __init__(self, reason: str, *, path: str = "", stage: str | None = None) -> None:
        self.reason, self.path = reason, path
        if stage is not None:
            self.stage = stage
        super().__init__(reason)

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class ReadError(ExtractError):
    """A file could not be read as text."""

    stage = "read"


class InputError(ExtractError):
    """The command was pointed at something that is not there or holds no reports."""

    stage = "find"


class OutputError(ExtractError):
    """The output directory cannot be used as asked."""

    stage = "write"


class LexiconError(ExtractError):
    """A vocabulary or template file of the package is not well formed."""

    stage = "lexicon"


class ModelError(ExtractError):
    """A model file is missing, altered or holds types that are not trusted."""

    stage = "model"


class AnnotationError(ExtractError):
    """Annotations are not well formed, or belong to another text."""

    stage = "annotate"


class TimeLimitError(ExtractError):
    """A file took longer than it may."""


def failure(error: Exception, name: str, stage: str) -> Failure:
    """The row of ``failures`` that an error becomes; one that nobody foresaw says so."""
    if isinstance(error, ExtractError):
        return Failure(name, stage if isinstance(error, TimeLimitError) else error.stage, error.reason)
    reason = " ".join(str(error).split())[:300] or "no message"
    return Failure(name, stage, f"{type(error).__name__}: {reason} (a defect of gongkai: please report it)")
