"""A run's records as annotations that a machine made: to be looked at, corrected, or compared."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extract import __version__, lexicon
from extract.annotate import corpus
from extract.annotate.corpus import Annotated
from extract.errors import AnnotationError

MACHINE = f"gongkai {__version__}"
LAYERS = ("head", "sections", "facts", "channels", "items", "links")
_OWN = frozenset({"page", "sentence_start", "sentence_end", "section", "number"})  # a record's, not an annotation's


@dataclass(frozen=True, slots=True)
class Predicted:
    """A record as a line of the corpus, and where its statutory tables stand: they are not annotated."""

    line: Annotated
    tables: tuple[tuple[int, int], ...]


def of_record(record: Mapping[str, Any], text: str) -> Predicted:
    """A record with its text as a line of the corpus; whoever made it is a machine."""
    gold: dict[str, Any] = {key: _bare(record.get(key)) for key in ("title", "organ", "year", "period")}
    for key in ("contacts", "facts", "channels", "problems", "remedies"):
        gold[key] = [_bare(thing) for thing in record.get(key) or ()]
    for channel in gold["channels"]:
        channel["mentions"] = [_bare(mention) for mention in channel["mentions"]]
    for problem in gold["problems"]:
        problem["remedies"] = [{"remedy": link["remedy"], "by": link["by"]} for link in problem.get("remedies") or ()]
    heads = [section for section in record.get("sections") or () if section.get("heading")]
    gold["sections"] = [_section(one) for one in heads if one.get("level", 1) == 1]  # of the others nobody is asked
    gold |= {"unused": [], "roles": []}
    where = (record.get("source") or {}).get("path", "")
    name = str(record.get("report_id") or "")
    provenance = f"predicted on {where}; rules {lexicon.fingerprint()[:12]}"
    tables = tuple((table["start"], table["end"]) for table in record.get("tables") or ())
    return Predicted(Annotated(name, MACHINE, provenance, LAYERS, text, gold), tables)


def _bare(thing: Any) -> Any:
    return {k: v for k, v in thing.items() if k not in _OWN} if isinstance(thing, Mapping) else thing


def _section(section: Mapping[str, Any]) -> dict[str, Any]:
    """In a record a section reaches to the next one; what is annotated is its heading."""
    end = section["start"] + len(section["heading"])
    return {**_bare(section), "text": section["heading"], "end": end}


def picked(texts: Iterable[tuple[Mapping[str, Any], str]], only: Container[str] | None = None) -> Iterator[Predicted]:
    """The records of a run, or those that are wanted, one after the other, with their texts.

    Parameters
    ----------
    texts
        As `extract.results.Results.texts` gives them.
    only
        Ids of the reports that are wanted; all of them where it is not given.

    Raises
    ------
    AnnotationError
        Where a record does not fit its text.
    """
    for record, text in texts:
        name = str(record.get("report_id") or "")
        if only is not None and name not in only:
            continue
        try:
            one = of_record(record, text)
        except (KeyError, TypeError, AttributeError) as error:
            raise AnnotationError(f"{name} cannot be read with its text ({type(error).__name__}: {error})") from error
        faults = ["its text holds half a character (a lone surrogate)"] if corpus.broken(one.line.text) else []
        faults = faults or corpus.faults(one.line)
        if faults:
            raise AnnotationError(f"{name} does not fit its text: {'; '.join(faults[:5])}")
        yield one


def levels(one: Annotated) -> str:
    """Level of the organ, ``unknown`` where none was found."""
    return str((one.gold.get("organ") or {}).get("level") or "unknown")
