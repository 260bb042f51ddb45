"""What a run has in its columns: counts, missing cells, ranges and quartiles, frequent values; one column at a time.

Tables are read part by part. Numbers are counted by value, so that quartiles are exact; texts are counted up to a
number of different ones, beyond which only their number is told, as "more than".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extract.export.columns import Column, TableSpec
from extract.export.tables import specs
from extract.paper.meanings import group_of
from extract.results import Results

MOST = 20_000  # different texts of a column that are counted
TOP = 5  # frequent values that are shown
#: columns of words whose frequent values tell something; those of other texts are names, numbers or sentences
_TELLING = frozenset({"encoding", "unit", "category", "channel_name", "name", "extractor", "code"})
_PROSE = frozenset(
    {"title", "heading", "text", "sentence", "raw", "problem_text", "remedy_text", "message", "hint", "note", "reason"}
)  # of which the lengths are told
_WHOLE = frozenset(
    {("reports", "year"), ("reports", "encoding"), ("warnings", "code")}
)  # of which all values are shown


@dataclass(frozen=True, slots=True)
class Profile:
    """What one column holds.

    Attributes
    ----------
    rows, missing
        How many rows there are, and in how many of them the column is empty.
    distinct
        How many different values; None where they are more than `MOST`.
    quartiles
        Minimum, quartiles and maximum of a column of numbers; ``lengths`` are the shortest and longest text.
    values
        Rows by value: all of a column with a fixed set of values, the most frequent ones of some others.
    """

    column: Column
    rows: int
    missing: int
    distinct: int | None
    quartiles: tuple[float, ...] = ()
    lengths: tuple[int, int] | None = None
    values: tuple[tuple[str, int], ...] = ()


def profile(run: Results, spec: TableSpec, *, most: int = MOST) -> list[Profile]:
    """The columns of a table, in its order."""
    return [_profile(run, spec, column, most) for column in spec.columns]


def counts(run: Results, table: str, column: str) -> Counter[Any]:
    """How many rows have each value in a column."""
    counted: Counter[Any] = Counter()
    for batch in run.batches(table, [column]):
        counted.update(batch.column(0).to_pylist())
    return counted


def pairs(run: Results, table: str, one: str, other: str) -> Counter[tuple[str | None, str | None]]:
    """How many rows have each pair of values in two columns."""
    counted: Counter[tuple[str | None, str | None]] = Counter()
    for batch in run.batches(table, [one, other]):
        counted.update(zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True))
    return counted


def rows(run: Results, table: str) -> int:
    """How many rows a table has."""
    return sum(part.num_rows for part in run.batches(table, [specs()[table].columns[0].name]))


def _profile(run: Results, spec: TableSpec, column: Column, most: int) -> Profile:
    total = missing = 0
    counted: Counter[Any] = Counter()
    shortest, longest, many = None, 0, False
    fixed = group_of(spec.name, column.name) is not None
    for batch in run.batches(spec.name, [column.name]):
        array = batch.column(0)
        total += len(array)
        if column.type in ("strings", "floats"):
            lists = [value for value in array.to_pylist() if value]
            missing += len(array) - len(lists)
            told = [item for value in lists for item in value]
        else:
            missing += array.null_count
            told = array.drop_null()
        if column.type in ("int", "float"):
            counted.update(_numbers(told))
            continue
        texts = Counter(told if isinstance(told, list) else told.to_pylist())
        if column.type == "string" and texts:
            sizes = [len(text) for text in texts]
            shortest, longest = min(sizes + ([] if shortest is None else [shortest])), max(longest, *sizes)
        if not many:
            counted.update(texts)
            many = len(counted) > most and not fixed
            if many:
                counted.clear()
    number = column.type in ("int", "float")
    whole = fixed or (spec.name, column.name) in _WHOLE
    shown = whole or column.name in _TELLING
    return Profile(
        column,
        total,
        missing,
        None if many else len(counted),
        _quartiles(counted) if number and column.name != "year" else (),
        (shortest, longest) if shortest is not None and column.name in _PROSE else None,
        tuple(_told(counted, None if whole else TOP)) if shown and not many else (),
    )


def _numbers(array: Any) -> dict[float, int]:
    import numpy as np

    found, times = np.unique(array.to_numpy(), return_counts=True)
    return dict(zip(found.tolist(), times.tolist(), strict=True))


def _quartiles(counted: Mapping[float, int]) -> tuple[float, ...]:
    """Minimum, quartiles (the smallest value that so many are not above) and maximum."""
    total = sum(counted.values())
    if not total:
        return ()
    ordered = sorted(counted.items())
    marks, seen = [max(1, -(-total * part // 4)) for part in range(5)], 0
    out: list[float] = []
    for value, times in ordered:
        seen += times
        while len(out) < len(marks) and seen >= marks[len(out)]:
            out.append(float(value))
    return tuple(out)


def _told(counted: Counter[Any], most: int | None) -> Iterator[tuple[str, int]]:
    for value, times in sorted(counted.items(), key=lambda one: (-one[1], str(one[0])))[:most]:
        yield str(value), times
