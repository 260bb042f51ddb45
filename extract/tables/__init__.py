"""Statutory tables: grids laid on the forms of 国办公开办函〔2019〕60号, 〔2021〕30号 and of the years before."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from extract.model import Grid, Source, Table, Warn
from extract.tables import legacy, reviews, templates
from extract.tables.layout import LOSSY, lay
from extract.tables.rows import Line, lines

__all__ = ["align"]

_KINDS = templates.KINDS
_LARGEST = 3000  # cells; all forms together have 300
_ENOUGH = 4  # labels that tell a kind
_WIDTHS = {"proactive": 1, "applications": 7, "review_litigation": 0}  # cells that a row has at least
_MANY_ROWS = 10


def align(source: Source) -> tuple[tuple[Table, ...], tuple[Warn, ...]]:
    """Lay the grids of a source on the statutory forms.

    Parameters
    ----------
    source
        A source of any reader.

    Returns
    -------
    tuple
        The tables found, in the order of the form, each with every cell of its template; and the warnings. A table
        that the report does not have gives nothing.
    """
    warnings: list[Warn] = []
    old: list[Grid] = []
    parts: dict[str, list[tuple[Grid, list[Line]]]] = {}
    for grid in source.grids:
        if sum(map(len, grid.rows)) > _LARGEST:
            message = f"a table of more than {_LARGEST:,} cells is no statutory form; it was not read"
            warnings.append(Warn("table_too_large", message, grid.start, grid.end))
            continue
        if legacy.is_legacy(grid):
            old.append(grid)
            continue
        for part, rows in _forms(grid):
            kind = _kind(rows)
            if kind is not None:
                parts.setdefault(kind, []).append((part, rows))
    statistics = legacy.lay(old, source.raw, warnings) if old else []
    joined = {kind: _join(kind, parts[kind], warnings) for kind in _KINDS if kind in parts}
    names = _templates(joined, warnings)
    filled = _filled(joined)
    tables = []
    for kind, (start, end, rows) in joined.items():
        form = templates.load(names[kind]).forms[kind]
        cells = lay(form, rows, warnings, (source.raw, start, end), filled)
        tables.append(Table(kind, form.template, start, end, cells))
    return (*tables, *statistics), tuple(warnings)


def _forms(grid: Grid) -> list[tuple[Grid, list[Line]]]:
    """The forms in a grid, each with its rows: on some pages one table holds several, one below the other."""
    rows = lines(grid)
    if len({label.sole for row in rows for label in row.labels if label.sole}) < 2:
        return [(grid, rows)]  # as nearly always
    told = [_sole_kind(row) for row in rows]
    if sum(told.count(kind) >= 2 for kind in _KINDS) < 2:
        return [(grid, rows)]
    cuts, last = [0], None
    for at, kind in enumerate(told):
        if kind is not None and last is not None and kind != last:
            cuts.append(at)
        last = kind or last
    parts = [rows[start:end] for start, end in pairwise([*cuts, len(rows)])]
    if len({_kind(part) for part in parts}) != len(parts):
        return [(grid, rows)]
    found = []
    for part in parts:
        cells = [cell for row in part for cell in row.cells]
        inside = Grid(cells[0].start, cells[-1].end, tuple(row.cells for row in part), grid.dialect)
        found.append((inside, part))
    return found


def _sole_kind(row: Line) -> str | None:
    """The one table that all labels of a row can belong to, where some of them belong to no other."""
    kinds = [label.kinds for label in row.labels]
    common = frozenset.intersection(*kinds) if kinds else frozenset()
    return next(iter(common)) if len(common) == 1 and common in kinds else None


def _kind(rows: Iterable[Line]) -> str | None:
    """The table that most labels belong to, where they are enough to tell."""
    votes = dict.fromkeys(_KINDS, 0)
    for row in rows:
        for label in row.labels:
            for kind in label.kinds:
                votes[kind] += 1
    most = max(votes.values())
    best = [kind for kind in _KINDS if votes[kind] == most]
    return best[0] if most >= _ENOUGH and len(best) == 1 else None


def _join(kind: str, parts: list[tuple[Grid, list[Line]]], warnings: list[Warn]) -> tuple[int, int, list[Line]]:
    """A form may be cut into several tables; a second copy of one is left out, with a warning."""
    start, end, rows = parts[0][0].start, parts[0][0].end, list(parts[0][1])
    keys = _keys(kind, rows) if len(parts) > 1 else set()
    for grid, more in parts[1:]:
        added = _keys(kind, more)
        if not added or added & keys:
            message = f"a second {kind} table stands here; only the first one was read"
            warnings.append(Warn("duplicate_table", message, grid.start, grid.end))
            continue
        rows, keys, end = rows + more, keys | added, max(end, grid.end)
    return start, end, rows


def _keys(kind: str, rows: list[Line]) -> set[str]:
    """What a piece of a form is about, so that a second copy can be told from a second part."""
    return reviews.groups(rows) if kind == "review_litigation" else {key for row in rows for key in row.keys(kind)}


def _templates(joined: dict[str, tuple[int, int, list[Line]]], warnings: list[Warn]) -> dict[str, str]:
    """The template of each table, from its own labels, or else from those of the other tables."""
    own: dict[str, str] = {}
    for kind, (start, end, rows) in joined.items():
        seen = {mark for row in rows for label in row.labels for mark in label.marks}
        votes = {name: len(seen & templates.load(name).marks) for name in templates.NAMES}
        if votes["2019"] and votes["2021"]:
            message = f"the {kind} table has labels of both forms: {votes['2019']} of 2019, {votes['2021']} of 2021"
            warnings.append(Warn("template_mixed", message, start, end))
        if votes["2019"] != votes["2021"]:
            own[kind] = max(votes, key=lambda name: votes[name])
    if "applications" in joined and not own and _one_other_row(joined["applications"][2]):
        own["applications"] = "2019"
    if "proactive" in joined and not own and _decisions_alone(joined["proactive"][2]):
        own["proactive"] = "2021"
    found = dict(own)
    for kind, (start, end, _) in joined.items():
        if kind in found:
            continue
        others = set(own.values())
        if len(others) == 1:
            found[kind] = others.pop()
        elif "proactive" in own:
            nearest = "applications" if kind == "review_litigation" and "applications" in own else "proactive"
            found[kind] = own[nearest]
        else:
            found[kind] = "2019"
            message = f"nothing in the {kind} table tells the form of 2019 from that of 2021; read as 2019"
            warnings.append(Warn("template_unknown", message, start, end))
    return found


def _filled(joined: dict[str, tuple[int, int, list[Line]]]) -> float:
    """Share of the rows of a report that surely hold no blank, having as many digits as cells.

    Only rows count whose blank cells would be lost; 0 where there are too few of them to tell.
    """
    rows = short = 0
    for kind, (_, _, listed) in joined.items():
        for line in listed:
            if line.dialect not in LOSSY or line.is_head or not (keys := line.keys(kind)[-1:]):
                continue
            size = sum(len(cell.text) for cell in line.values) if line.dialect == "glued" else len(line.values)
            if size or keys != ("other",):  # which may be the label of a group of rows
                rows += kind == "applications"
                short += size < _WIDTHS[kind]
    return 1 - short / rows if rows >= _MANY_ROWS else 0.0


def _decisions_alone(rows: Iterable[Line]) -> bool:
    """Whether licences, penalties and coercion have one value each, where the form of 2019 has three."""
    asked = [row for row in rows if row.keys("proactive")[-1:] in [("license",), ("penalty",), ("coercion",)]]
    kept = all(row.dialect not in LOSSY for row in asked)
    return kept and len(asked) > 1 and all(len(row.values) == 1 for row in asked)


def _one_other_row(rows: Iterable[Line]) -> bool:
    """Whether 其他处理 has values of its own, as only the form of 2019 has it."""
    last = (row for row in rows if row.keys("applications")[-1:] == ("other",))
    return any(cell.text for row in last for cell in row.values)
