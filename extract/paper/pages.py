"""Codebook and methods in words: Markdown and a page that needs no network."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extract.errors import InputError, OutputError
from extract.paper.book import Book, book
from extract.paper.meanings import LANGUAGES, word
from extract.paper.methods import SETS, SURE, Methods, methods
from extract.results import Results

NAMES = ("codebook.md", "codebook.html", "methods.md")


def write(run: Results, out: Path, language: str = "en") -> Methods:
    """Write ``codebook.md``, ``codebook.html`` and ``methods.md`` (in both languages, the one asked for first).

    What the methods say is returned too, for a summary.

    Raises
    ------
    InputError
        Where there is no such language, or a part of the run cannot be read.
    OutputError
        Where the folder cannot be written.
    """
    if language not in LANGUAGES:
        raise InputError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    told, said = book(run, language), methods(run)
    both = [methods_page(said, one) for one in sorted(LANGUAGES, key=lambda one: one != language)]
    texts = dict(zip(NAMES, (markdown(told), page(told), "\n".join(both)), strict=True))
    tmp: Path | None = None
    try:
        out.mkdir(parents=True, exist_ok=True)
        tmp = Path(tempfile.mkdtemp(prefix=".gongkai-", dir=out))
        for name, text in texts.items():
            (tmp / name).write_text(text, encoding="utf8", newline="\n")
        for name in NAMES:
            (tmp / name).replace(out / name)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror or error})", path=str(out)) from error
    finally:
        if tmp:
            shutil.rmtree(tmp, ignore_errors=True)
    return said


def markdown(told: Book) -> str:
    """The codebook as Markdown."""
    return _filled("codebook.md", escape=False, book=told, w=lambda name: word(name, told.language))


def page(told: Book) -> str:
    """The codebook as a page. All text is escaped: a report may hold markup."""
    return _filled("codebook.html", escape=True, book=told, w=lambda name: word(name, told.language))


def methods_page(said: Methods, language: str) -> str:
    """The methods paragraph in a language, as Markdown."""
    sets = [said.measured["sets"][name] for name in SETS if name in said.measured["sets"]] if said.measured else []
    held = said.measured["sets"].get("test") if said.measured else None
    error = held["calibration"].get("facts", {}).get("ece") if held else None
    return _filled(
        f"methods.{language}.md",
        escape=False,
        m=said,
        sets=sets,
        held=held,
        calibration="–" if error is None else f"{error:.3f}",
        sure=SURE,
        total_checks=sum(said.checks.values()),
        ocr=sum(n for name, n in said.read_by if name != "text"),
        listed=_listed,
        total=_total,
        share=_share,
        many=_many,
    )


def _filled(template: str, *, escape: bool, **data: Any) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=escape,
        trim_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    env.filters["cell"] = _cell
    return env.get_template(template).render(**data)


def _cell(text: str) -> str:
    """Text that stays within its cell of a table in Markdown, and is no markup there."""
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())


def _listed(counted: Sequence[tuple[str, int]], mark: str = ", ") -> str:
    return mark.join(f"{name} {n:,}" for name, n in counted)


def _total(counted: Sequence[tuple[str, int]]) -> int:
    return sum(n for _, n in counted)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
