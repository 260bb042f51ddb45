"""The crosswalk of the three forms: which cells of each are one harmonised variable (``crosswalk.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.errors import LexiconError
from extract.lexicon import load

FORMS = ("legacy", "2019", "2021")
MATCHES = ("same", "near")
#: table, row, column; a row that ends in ``*`` stands for all rows that begin so
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """How one form has a variable: the sums of cells that may be it, the first one there counts; or none, and why."""

    cells: tuple[tuple[Place, ...], ...] = ()
    match: str | None = None
    why: str | None = None
    kinds: frozenset[str] = frozenset()  # the tables that its cells are in


@dataclass(frozen=True, slots=True)
class Variable:
    """A quantity that can be followed across forms."""

    name: str
    zh: str
    doc: str
    unit: str
    forms: Mapping[str, Way]


@cache
def variables() -> tuple[Variable, ...]:
    """All harmonised variables, in the order of the file.

    Raises
    ------
    LexiconError
        Where an entry lacks a form, gives neither cells nor a reason, or names a cell that cannot be read.
    """
    return tuple(_variable(name, entry) for name, entry in load("crosswalk").items())


def _variable(name: str, entry: dict[str, Any]) -> Variable:
    given = dict(entry)
    zh, doc, unit = (given.pop(key, "") for key in ("zh", "doc", "unit"))
    if "modern" in given:
        modern = given.pop("modern")
        given = {"2019": modern, "2021": modern, **given}
    if set(given) != set(FORMS) or not (zh and doc and unit):
        raise LexiconError(f"crosswalk.toml: [{name}] must have zh, doc, unit and the forms {', '.join(FORMS)}")
    return Variable(name, zh, doc, unit, {form: _way(name, form, given[form]) for form in FORMS})


def _way(name: str, form: str, given: Mapping[str, Any]) -> Way:
    where = f"crosswalk.toml: [{name}] {form}"
    if set(given) == {"absent"}:
        return Way(why=given["absent"])
    match = given.get("match")
    if match not in MATCHES or set(given) != {"cells", "match", *(("why",) if match == "near" else ())}:
        raise LexiconError(f"{where} must be absent, or have cells, a match of same or near, and why it is near")
    cells = tuple(_places(where, text) for text in given["cells"])
    return Way(cells, match, given.get("why"), frozenset(kind for places in cells for kind, _, _ in places))


def _places(where: str, text: str) -> tuple[Place, ...]:
    places = []
    for part in text.split("+"):
        kind, *rest = part.strip().split("/")
        if len(rest) != 2:
            raise LexiconError(f"{where}: {part.strip()} is no table/row/column")
        places.append((kind, rest[0], rest[1]))
    return tuple(places)
