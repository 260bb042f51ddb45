"""The only room that knows spaCy: a report as a ``Doc``, a tokenizer, and the pipeline component ``gongkai``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from extract import pipeline
from extract.export.record import record
from extract.model import Report, Source
from extract.reading.grids import find_grids
from extract.words import cut

#: span groups that a ``Doc`` gets, each with what its labels are
GROUPS = {"facts": "kind", "channels": "kind", "problems": "aspect", "remedies": "aspect", "sections": "kind"}
TOKENIZER = {"nlp": {"tokenizer": {"@tokenizers": "gongkai.jieba"}}}


class JiebaTokenizer(DummyTokenizer):
    """Words of a private jieba tokenizer; ``doc.text`` is the text, whatever white space it holds."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize a text."""
        words: list[str] = []
        spaces: list[bool] = []
        for word in cut([text])[0]:
            if word == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            elif word.isspace() and words and words[-1].isspace():
                words[-1] += word  # as spaCy's own tokenizers do
            else:
                words.append(word)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


@registry.tokenizers("gongkai.jieba")  # type: ignore[untyped-decorator]  # spaCy does not type it
def create_tokenizer() -> Callable[[Language], JiebaTokenizer]:
    """The tokenizer for a spaCy config (``@tokenizers = "gongkai.jieba"``)."""
    return lambda nlp: JiebaTokenizer(nlp.vocab)


@cache
def _blank() -> Language:
    return spacy.blank("zh", config=TOKENIZER)


def to_doc(report: Report, nlp: Language | None = None) -> Doc:
    """A report as a spaCy ``Doc`` over its canonical text.

    Parameters
    ----------
    report
        The report.
    nlp
        Whose tokenizer and vocabulary to use; a blank Chinese one with jieba where it is not given.

    Returns
    -------
    Doc
        With the span groups ``facts``, ``channels`` (every mention), ``problems``, ``remedies`` and ``sections``. A
        span's label is its kind or aspect, its ``id_`` the id in the record; a span that ends inside a token takes the
        whole token. ``doc.user_data["gongkai"]`` holds the record.
    """
    doc = (nlp or _blank()).make_doc(report.text)
    annotate(doc, report)
    return doc


def annotate(doc: Doc, report: Report) -> None:
    """Put the record and the span groups of a report on the ``Doc`` of its text."""
    ranges: dict[str, list[tuple[int, int, str, str]]] = {
        "facts": [(fact.start, fact.end, fact.kind, fact.id) for fact in report.facts],
        "channels": [
            (m.start, m.end, channel.kind, channel.id) for channel in report.channels for m in channel.mentions
        ],
        "problems": [(item.start, item.end, item.aspect, item.id) for item in report.problems],
        "remedies": [(item.start, item.end, item.aspect, item.id) for item in report.remedies],
        "sections": [(s.start, s.end, s.kind, f"s{i}") for i, s in enumerate(report.sections, 1)],
    }
    for name in GROUPS:
        spans = (_span(doc, *one) for one in ranges[name])
        doc.spans[name] = [span for span in spans if span is not None]
    doc.user_data["gongkai"] = record(report)


def _span(doc: Doc, start: int, end: int, label: str, name: str) -> Span | None:
    if end <= start:
        return None
    return doc.char_span(start, end, label=label, span_id=name, alignment_mode="expand")


class Gongkai:
    """The pipeline component: extracts from ``doc.text`` and puts the result on the ``Doc``."""

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """Annotate a stream of documents, predicting for a batch at once."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            for doc, report in zip(batch, pipeline.extract([_source(doc.text) for doc in batch]), strict=True):
                annotate(doc, report)
                yield doc


def _source(text: str) -> Source:
    digest = hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest()
    return Source("", "txt", "utf-8", digest, text, find_grids(text))


@Language.factory("gongkai", assigns=["doc.spans", "doc.user_data"])
def create_component(nlp: Language, name: str) -> Any:
    """The factory behind ``nlp.add_pipe("gongkai")``."""
    return Gongkai()
