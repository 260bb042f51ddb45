"""The same texts through what a user would pick instead, side by side in one run."""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
import statistics
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench import core

#: JioNLP's extractors that have something to find in a report
JIO = ("extract_phone_number", "extract_email", "extract_url", "ner.extract_time", "ner.extract_money")


def jionlp(extras: Path | None) -> Any:
    """The package, where it can be imported; behind all else on the path, so that it brings no numpy of its own."""
    if extras is not None and str(extras) not in sys.path:
        sys.path.append(str(extras))
    logging.getLogger().addHandler(logging.NullHandler())  # it prints a traceback for each time that is none
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return importlib.import_module("jionlp")
    except ImportError:
        return None


def spacy_pipe(texts: Sequence[str]) -> Callable[[], list[Any]]:
    import spacy

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    return lambda: list(nlp.pipe(texts))


def jio_all(jio: Any, texts: Sequence[str]) -> Callable[[], list[Any]]:
    works = []
    for name in JIO:
        work = jio
        for step in name.split("."):
            work = getattr(work, step)
        works.append(work)
    return lambda: [one for text in texts for work in works for one in work(text)]


def figures(scale: core.Scale) -> str:
    from extract.words import tokenizer

    core.one_core()
    count = max(4, scale.reports // 4)
    with core.folder() as where:
        paths = sorted(core.made(where / "in", count).rglob("*.txt"))
        texts = [source.raw for source in core.sources(paths)]
        lcut = tokenizer().lcut
        works: dict[str, Callable[[], list[Any]]] = {
            "gongkai": lambda: core.whole(paths),
            "jieba": lambda: [word for text in texts for word in lcut(text)],
            "spaCy": spacy_pipe(texts),
        }
        jio = jionlp(scale.extras)
        if jio is not None:
            works["JioNLP"] = jio_all(jio, texts)
        gave = {name: _gave(name, work()) for name, work in works.items()}
        took = core.side_by_side(works, scale.rounds, warm=False)
    rows = [
        (
            *(_named(name), gave[name], f"{statistics.median(took[name]) / count * 1000:.2f}"),
            f"{core.ratio(took[name], took['gongkai']):.2f}",
        )
        for name in works
    ]
    said = core.table(("", "what comes out", "ms a report", "÷ gongkai"), rows)
    if jio is None:
        said += "\n\nJioNLP was not there: `make bench-extras` puts it into `out/bench-extras`."
    return f"{count:,} generated reports of which no sentence repeats, one core, median of {scale.rounds} rounds.\n\n{said}"


def _gave(name: str, out: Sequence[Any]) -> str:
    if name == "gongkai":
        facts, cells = sum(len(r.facts) for r in out), sum(len(t.cells) for r in out for t in r.tables)
        items = sum(len(r.problems) + len(r.remedies) for r in out)
        return (
            f"{facts:,} facts, {cells:,} cells of tables, {items:,} problems and remedies, channels, contacts, checks"
        )
    if name == "spaCy":
        return f"{sum(map(len, out)):,} tokens in {len(out):,} documents"
    return (
        f"{len(out):,} words" if name == "jieba" else f"{len(out):,} telephone numbers, addresses, times, sums of money"
    )


def _named(name: str) -> str:
    try:
        known = {"jieba": "jieba", "spaCy": "spacy", "JioNLP": "jionlp"}[name]
        what = {"jieba": "`lcut`", "spaCy": '`blank("zh")` with jieba, `nlp.pipe`', "JioNLP": "extractors"}[name]
        return f"{name} {version(known)}, {what}"
    except (KeyError, PackageNotFoundError):
        return f"{name}, read + extract" if name == "gongkai" else name
