"""Tables of what was published more than once: the pairs, and the figures in which two reports of a pair differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from extract.export.columns import Column, Row
from extract.panel import figures
from extract.panel.derived import Derived
from extract.panel.figures import Figure
from extract.panel.organs import Organ
from extract.panel.published import Twin
from extract.panel.rows import Seen
from extract.results import Results

Pair = tuple[Figure | None, Figure | None]


def tables(
    run: Results, seen: Sequence[Seen], owners: Sequence[Organ | None], found: Sequence[Twin]
) -> tuple[Derived, Derived]:
    """Tables ``duplicates`` and ``duplicate_figures``."""
    paths = {seen[at].path for twin in found if twin.kind in ("near", "organ_year") for at in (twin.one, twin.other)}
    cells = figures.cells(run, (), paths) if paths else {}
    facts = figures.facts(run, paths) if paths else {}
    rows: list[Row] = []
    listed: list[Row] = []
    for twin in found:
        one, other = seen[twin.one], seen[twin.other]
        told = _differ(cells, facts, one.path, other.path) if twin.kind in ("near", "organ_year") else []
        mine, theirs = owners[twin.one], owners[twin.other]
        rows.append(
            (
                *(twin.kind, one.report_id, one.path, mine.id if mine else None, one.year),
                *(other.report_id, other.path, theirs.id if theirs else None, other.year),
                *(twin.likeness, len(told), tuple(f"{name}: {_short(a)} | {_short(b)}" for name, (a, b) in told)),
            )
        )
        for name, (a, b) in told:
            listed.append((one.report_id, one.path, other.report_id, other.path, name, *_sides(a), *_sides(b)))
    return _pairs(rows), _listed(listed)


def _differ(
    cells: figures.Figures, facts: Mapping[str, Mapping[str, list[Figure]]], one: str, other: str
) -> list[tuple[str, Pair]]:
    """The figures that are not the same in both reports, with both sides."""
    out: list[tuple[str, Pair]] = []
    mine, theirs = cells.get(one, {}), cells.get(other, {})
    for place in sorted(mine.keys() | theirs.keys()):
        a, b = mine.get(place), theirs.get(place)
        if _value(a) != _value(b):
            out.append((place, (a, b)))
    said, told = facts.get(one, {}), facts.get(other, {})
    for key in sorted(said.keys() | told.keys()):
        out += [(key, pair) for pair in _unmatched(said.get(key, []), told.get(key, []))]
    return out


def _value(figure: Figure | None) -> tuple[float | None, str]:
    """What is compared: a number, or how there is none."""
    if figure is None or figure.status == "missing":
        return None, "missing"
    return figure.value, "" if figure.value is not None else figure.status


def _unmatched(one: Sequence[Figure], other: Sequence[Figure]) -> Iterator[Pair]:
    """The facts of one kind whose value the other report does not have, in the order of the text."""
    left, right = list(one), list(other)
    for figure in one:
        match = next((b for b in right if (b.value, b.status) == (figure.value, figure.status)), None)
        if match is not None:
            left.remove(figure)
            right.remove(match)
    yield from zip_longest(left, right)


def _short(figure: Figure | None) -> str:
    return "—" if figure is None else figure.raw.strip() or figure.status


def _sides(figure: Figure | None) -> Row:
    if figure is None:
        return None, None, None, None, None
    return figure.raw, figure.value, figure.status, figure.start, figure.end


def _pairs(rows: Sequence[Row]) -> Derived:
    return Derived(
        "duplicates",
        "one row a report and an earlier one (by path) that is the same, nearly the same, or of the same organ-year",
        "重复报告",
        (
            Column(
                "kind",
                "string",
                "bytes (the same file), text (the same text), near (nearly), organ_year (another text for the same "
                "organ and year)",
                "类型",
            ),
            Column("report_id", "string", "the report", "报告编号"),
            Column("path", "string", "its path", "路径"),
            Column("organ_id", "string", "its organ", "机关编号"),
            Column("year", "int", "its year", "年度"),
            Column("other_report_id", "string", "the report that comes first by path", "另一报告编号"),
            Column("other_path", "string", "its path", "另一路径"),
            Column("other_organ_id", "string", "its organ", "另一机关编号"),
            Column("other_year", "int", "its year", "另一年度"),
            Column("jaccard", "float", "likeness of the two texts with their numbers, 0 to 1, exact", "相似度"),
            Column("n_differs", "int", "figures that differ", "不同数据数"),
            Column("differs", "strings", "the figures that differ: place: here | there", "不同数据"),
        ),
        tuple(rows),
    )


def _listed(rows: Sequence[Row]) -> Derived:
    def side(prefix: str, zh: str) -> tuple[Column, ...]:
        return (
            Column(f"{prefix}raw", "string", "as written", f"{zh}原文"),
            Column(f"{prefix}value", "float", "number, empty where there is none", f"{zh}数值"),
            Column(f"{prefix}status", "string", "status of the cell, or bound of the fact", f"{zh}状态"),
            Column(f"{prefix}start", "int", "first character", f"{zh}起"),
            Column(f"{prefix}end", "int", "end (exclusive)", f"{zh}止"),
        )

    return Derived(
        "duplicate_figures",
        "one row a figure in which two reports of table duplicates differ",
        "重复报告的不同数据",
        (
            Column("report_id", "string", "the report", "报告编号"),
            Column("path", "string", "its path", "路径"),
            Column("other_report_id", "string", "the other report", "另一报告编号"),
            Column("other_path", "string", "its path", "另一路径"),
            Column("figure", "string", "table/row/column, or fact/kind/stage/category/scope", "数据"),
            *side("", ""),
            *side("other_", "另一"),
        ),
        tuple(rows),
    )
