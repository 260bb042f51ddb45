"""Cells of statutory tables, looked up by report: with their place in the text, so that they are evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from extract.panel.rows import scan
from extract.results import Results

VALUED = ("number", "aligned")
SHORT = 6  # characters of a raw text that is likely to come again
_CELL = ("path", "table", "template", "row", "column", "raw", "value", "status", "start", "end")


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell, or a fact, as evidence.

    Attributes
    ----------
    place
        ``table/row/column`` of a cell, ``fact:id`` of a fact.
    template
        Form that it was read from; empty for a fact.
    value
        None unless status is ``number`` or ``aligned``: a blank is not zero.
    start, end
        Where it stands in the report's text.
    """

    place: str
    template: str
    raw: str
    value: float | None
    status: str
    start: int | None
    end: int | None


#: by path of the report and place
Figures = Mapping[str, Mapping[str, Figure]]


def cells(run: Results, wanted: Iterable[str], paths: Iterable[str] | None = None) -> dict[str, dict[str, Figure]]:
    """Cells of a run by report and place; the first table of a kind counts, as in the panel.

    Parameters
    ----------
    run
        The run.
    wanted
        Places (``table/row/column``) that are needed; none for all.
    paths
        Reports that are needed; all where it is None.
    """
    places = frozenset(wanted)
    only: dict[str, list[str]] = {}
    if places:
        tables, rows = ({place.split("/")[at] for place in places} for at in (0, 1))
        only = {"table": sorted(tables), "row": sorted(rows)}
    if paths is not None:
        only["path"] = sorted(paths)
    out: dict[str, dict[str, Figure]] = {}
    for path, figure in _figures(run, only):
        if not places or figure.place in places:
            out.setdefault(path, {}).setdefault(figure.place, figure)
    return out


def _figures(run: Results, only: Mapping[str, list[str]]) -> Iterator[tuple[str, Figure]]:
    held: dict[str, str] = {}  # the same words come again with every report: each is held once
    for batch in scan(run, "cells", _CELL, only):
        columns = (batch.column(name).to_pylist() for name in _CELL)
        for path, table, template, row, column, raw, value, status, start, end in zip(*columns, strict=True):
            number = value if status in VALUED else None
            told = f"{table}/{row}/{column}", template, raw if len(raw) < SHORT else None, status
            place, form, short, state = (held.setdefault(word, word) if word is not None else raw for word in told)
            yield path, Figure(place, form, short, number, state, start, end)


_FACT = ("path", "id", "kind", "stage", "category", "scope", "bound", "value", "text", "start", "end")


def facts(run: Results, paths: Iterable[str]) -> dict[str, dict[str, list[Figure]]]:
    """What the narratives of some reports assert: by report and by kind, stage, category and scope."""
    out: dict[str, dict[str, list[Figure]]] = {}
    for batch in scan(run, "facts", _FACT, {"path": sorted(paths)}):
        columns = (batch.column(name).to_pylist() for name in _FACT)
        for path, id_, kind, stage, category, scope, bound, value, text, start, end in zip(*columns, strict=True):
            key = "/".join(("fact", kind, stage or "", category or "", scope))
            out.setdefault(path, {}).setdefault(key, []).append(
                Figure(f"fact:{id_}", "", text, value, bound, start, end)
            )
    return out


def carried(run: Results) -> dict[str, dict[str, Figure]]:
    """By report what its narrative states was ``carried_in`` and ``carried_out``, where it states one exact number."""
    found: dict[str, dict[str, Figure]] = {}
    several: set[tuple[str, str]] = set()
    only = {"kind": ["application"], "stage": ["carried_in", "carried_out"], "scope": ["year"], "bound": ["exact"]}
    for batch in scan(run, "facts", _FACT, only):
        columns = (batch.column(name).to_pylist() for name in _FACT)
        for path, id_, _, stage, category, _, bound, value, text, start, end in zip(*columns, strict=True):
            if category is None:
                figure = Figure(f"fact:{id_}", "", text, value, bound, start, end)
                if found.setdefault(path, {}).setdefault(stage, figure).value != value:
                    several.add((path, stage))
    for path, stage in several:
        del found[path][stage]
    return found
