"""The table of reviews and lawsuits: one row of 15 numbers, or cut into three small tables, or turned on its side.

The form has one row under three groups of five results. Reports also give a small table for each group, a row for
each group, a row for each result, or every number behind its own label. In all of them a number belongs to the groups
and the results named last before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.tables.cells import Log
from extract.tables.rows import Line

LOSSY = ("lines", "glued")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
_GROUPS = ("review", "direct", "after_review")
_KIND = "review_litigation"


def groups(rows: Sequence[Line]) -> set[str]:
    """The groups that rows name."""
    return {key for row in rows for key in row.keys(_KIND, "heads") if key in _GROUPS}


def pieces(rows: Sequence[Line], log: Log) -> Iterator[tuple[tuple[str, ...], Line]]:
    """Rows that hold values, each with the columns of the form that it is about.

    Where it cannot be told, a row is not read and a warning says so.
    """
    named: list[str] = []
    results: list[str] = []
    used_groups = used_results = False
    taken: set[str] = set()
    last: Line | None = None
    for line in rows:
        for label in line.labels:
            for meaning in label.meanings:
                if meaning.kind != _KIND:
                    continue
                if meaning.role == "heads":
                    if used_groups:
                        named, used_groups = [], False
                    named.append(meaning.key)
                elif meaning.role == "columns":
                    if used_results:
                        results, used_results = [], False
                    results.append(meaning.key)
        last = line if line.labels else last
        if not _valued(line, len(results) or len(RESULTS)):
            continue
        columns = _columns(named, results, line)
        if columns is None or taken & set(columns):
            log.add("row_out_of_order", "a row of numbers whose columns cannot be told; it was not read", line.cells)
            continue
        taken |= set(columns)
        used_groups = used_results = True
        last = None
        yield columns, line
    if last is not None and last.dialect in LOSSY and (columns := _columns(named, results, last)) and not taken:
        yield columns, last  # all blank


def _valued(line: Line, width: int) -> bool:
    return any(cell.text for cell in line.values) or (not line.labels and len(line.values) >= width)


def _columns(named: Sequence[str], results: Sequence[str], line: Line) -> tuple[str, ...] | None:
    """The columns that the values of a row stand in, from the groups and the results named before them."""
    leaves = [key for key in dict.fromkeys(named) if key in _GROUPS]
    if not leaves and not results and len(line.values) in (0, len(_GROUPS) * len(RESULTS)):
        leaves = list(_GROUPS)
    if leaves == ["review"] and "litigation" in named and len(results) > len(RESULTS):
        leaves = list(_GROUPS)  # the labels of the other two groups are damaged
    if not leaves:
        return tuple(f"{group}_{result}" for group in _GROUPS for result in RESULTS) if len(line.values) == 15 else None
    runs = _runs(results) if results else [RESULTS] * len(leaves)
    if len(runs) == len(leaves):
        return tuple(f"{group}_{result}" for group, run in zip(leaves, runs, strict=True) for result in run)
    glued = line.dialect in LOSSY
    if len(runs) == 1 and len(runs[0]) == 1 and (glued or len(line.values) == len(leaves)):  # a row for each result
        return tuple(f"{group}_{runs[0][0]}" for group in leaves)
    if len(runs) == 1 and len(line.values) == len(leaves) * len(runs[0]):
        return tuple(f"{group}_{result}" for group in leaves for result in runs[0])
    if len(line.values) == len(_GROUPS) * len(RESULTS):  # the whole form, whatever labels of its head are lost
        return tuple(f"{group}_{result}" for group in _GROUPS for result in RESULTS)
    return None


def _runs(results: Sequence[str]) -> list[tuple[str, ...]]:
    """The results parted where one comes again."""
    runs: list[list[str]] = [[]]
    for result in results:
        if result in runs[-1]:
            runs.append([])
        runs[-1].append(result)
    return [tuple(run) for run in runs]
