"""spaCy's DocBin: every character a token, so that any span can stand; a span group for each layer.

Fields, relations and the rest of the record travel in the document's ``user_data["gongkai"]``, as JSON.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from extract.annotate.doccano import retold, told_of
from extract.annotate.marks import SPANS, Mark, Marked, Tie, layer_of
from extract.errors import AnnotationError

KEY = "gongkai"


def write(path: Path, texts: Sequence[Marked]) -> None:
    """Write the file."""
    from spacy.tokens import Doc, DocBin, Span
    from spacy.vocab import Vocab

    vocab = Vocab()
    held = DocBin(attrs=["ORTH", "SPACY"], store_user_data=True)
    for one in texts:
        doc = Doc(vocab, words=list(one.text), spaces=[False] * len(one.text))
        groups: dict[str, list[Span]] = {layer: [] for layer in SPANS}
        for mark in one.marks:
            groups[layer_of(mark.label)].append(Span(doc, mark.start, mark.end, label=mark.label))
        for layer, spans in groups.items():
            doc.spans[layer] = spans
        names = one.names()
        ties = [(tie.kind, names[tie.source], names[tie.target]) for tie in one.ties]
        carried = {**one.meta, "told": told_of(one), "ties": ties, "order": names}
        doc.user_data[KEY] = json.dumps(carried, ensure_ascii=False)
        held.add(doc)
    path.write_bytes(held.to_bytes())


def read(path: Path, wrong: list[str]) -> list[Marked]:
    """Read a DocBin; of one that others wrote, the span groups named like layers."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    try:
        docs = list(DocBin(store_user_data=True).from_bytes(path.read_bytes()).get_docs(Vocab()))
    except Exception as error:  # msgpack and zlib raise what they like
        raise AnnotationError(f"is no DocBin ({type(error).__name__}: {error})", path=str(path)) from error
    out = []
    for number, doc in enumerate(docs, 1):
        place = f"{path.name}: document {number}"
        try:
            meta = json.loads(doc.user_data.get(KEY, "{}"))
            told, ties, order = meta.pop("told", {}), meta.pop("ties", []), meta.pop("order", [])
        except (ValueError, TypeError, AttributeError) as error:
            wrong.append(f"{place}: user_data[{KEY!r}] is no JSON object ({error})")
            continue
        marks = []
        for layer, group in doc.spans.items():
            if layer not in SPANS:
                wrong.append(f"{place}: unknown layer {layer!r}; known are {', '.join(SPANS)}")
                continue
            marks += [Mark(span.label_, span.start_char, span.end_char, {}, f"{place}, {layer}") for span in group]
        one = Marked(doc.text, retold(doc.text, marks, told), (), meta, place)
        out.append(_ordered(one, ties, order))
    return out


def _ordered(one: Marked, ties: Sequence[Sequence[str]], order: Sequence[str]) -> Marked:
    """The marks in the order in which they were written, and the ties whose ends are still there."""
    rank: defaultdict[str, int] = defaultdict(lambda: len(order), {name: i for i, name in enumerate(order)})
    pairs = sorted(zip(one.names(), one.marks, strict=True), key=lambda pair: rank[pair[0]])
    at = {name: i for i, (name, _) in enumerate(pairs)}
    kept = tuple(Tie(kind, at[a], at[b], one.at) for kind, a, b in ties if a in at and b in at)
    return Marked(one.text, tuple(mark for _, mark in pairs), kept, one.meta, one.at)
