"""The codebook of a run as data: tables, columns with definitions and what was found, the values of the columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.export.columns import TableSpec
from extract.export.tables import specs
from extract.paper import measured
from extract.paper.meanings import definition, group_of, toml, values, word
from extract.paper.profile import MOST, Profile, pairs, profile
from extract.results import Results


@dataclass(frozen=True, slots=True)
class Line:
    """A column: its name, Chinese label, type, definition, and what the run has in it."""

    name: str
    label: str
    type: str
    definition: str
    missing: str
    found: str


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a column: value, meaning, rows, and the measured figure where there is one."""

    column: str
    lines: tuple[tuple[str, str, int, str], ...]

    @property
    def measured(self) -> bool:
        """Whether a figure stands at any of them."""
        return any(line[3] for line in self.lines)


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the codebook."""

    name: str
    label: str
    doc: str
    rows: int
    lines: tuple[Line, ...]
    values: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The codebook: the run, its language, its tables, what reports rest on."""

    run: str
    version: str
    language: str
    parts: tuple[Part, ...]
    sources: tuple[tuple[str, str], ...]


def book(run: Results, language: str = "en") -> Book:
    """The codebook of a run.

    Raises
    ------
    InputError
        Where a part of the run cannot be read.
    """
    parts = tuple(_part(run, spec, language) for spec in specs().values())
    sources = tuple((one["title"], one["en"]) for one in toml()["source"])
    version = str(run.manifest.get("versions", {}).get("gongkai", "–"))
    return Book(run.out.rstrip("/").rpartition("/")[2], version, language, parts, sources)


def _part(run: Results, spec: TableSpec, language: str) -> Part:
    profiles = profile(run, spec)
    rows = profiles[0].rows if profiles else 0
    lines = tuple(
        Line(
            one.column.name,
            one.column.zh,
            word(one.column.type, language),
            definition(one.column.doc, one.column.zh, language),
            f"{one.missing:,} ({one.missing / rows:.1%})" if one.missing else "0",
            _found(spec.name, one, language) if rows else "",
        )
        for one in profiles
    )
    tables = [Values(one.column.name, tuple(_values(spec.name, one, language))) for one in profiles]
    if spec.name == "facts":
        tables.append(Values(word("stages", language), tuple(_stages(run, language))))
    return Part(spec.name, spec.zh, spec.doc, rows, lines, tuple(one for one in tables if one.lines))


def _found(table: str, one: Profile, language: str) -> str:
    """What a run has in a column, in a few words."""
    distinct = f"{word('more_than', language)} {MOST:,}" if one.distinct is None else f"{one.distinct:,}"
    out = [word("distinct", language).format(distinct)]
    if one.quartiles:
        out.append(word("range", language).format(*(f"{value:,.10g}" for value in one.quartiles)))
    if one.lengths:
        same = one.lengths[0] == one.lengths[1]
        out.append(word("length" if same else "lengths", language).format(*one.lengths))
    if one.values and group_of(table, one.column.name) is None:
        listed = ", ".join(f"{value} ({times:,})" for value, times in one.values)
        out.append(f"{word('top', language)}: {listed}" if len(one.values) < (one.distinct or 0) else listed)
    return "; ".join(out)


def _values(table: str, one: Profile, language: str) -> Iterator[tuple[str, str, int, str]]:
    """All values that a column may have, whether the run has them or not, then those that nobody declared."""
    group = group_of(table, one.column.name)
    if group is None:
        return
    there, told = dict(one.values), measured.figures()
    layer = {"Fact.kind": "facts", "Channel.kind": "channels"}.get(group) if one.column.name == "kind" else None
    for name, meaning in values(group).items():
        own = "facts_other" if (layer, name) == ("facts", "other") else f"{layer}:{name}"  # a layer of its own
        found = measured.figure(told, "test", own) if layer else None
        yield name, meaning.told(language), there.pop(name, 0), measured.words(found) if found else ""
    for name, times in there.items():
        yield name, word("undeclared", language), times, ""


def _stages(run: Results, language: str) -> Iterator[tuple[str, str, int, str]]:
    there = pairs(run, "facts", "kind", "stage")
    for name, meaning in values("Fact.stage").items():
        kind, _, stage = name.partition(".")
        yield name, meaning.told(language), there.pop((kind, stage), 0), ""
    for (of, step), times in there.items():
        if step is not None:
            yield f"{of}.{step}", word("undeclared", language), times, ""
