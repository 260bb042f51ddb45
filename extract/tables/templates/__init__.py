"""The statutory forms as data, one TOML file a form."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extract.errors import LexiconError
from extract.lexicon.labels import Meaning, words

NAMES = ("2019", "2021")
KINDS = ("proactive", "applications", "review_litigation")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a form.

    ``amount`` is the label of the column head that may state the unit of its amount. An ``optional`` row is listed only
    where the report's table has it.
    """

    key: str
    columns: tuple[str, ...]
    amount: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One table of a form; ``label_columns`` is how many columns its row labels take, ``order`` each row's index."""

    kind: str
    template: str
    label_columns: int
    rows: tuple[Row, ...]
    order: dict[str, int]


@dataclass(frozen=True, slots=True)
class Template:
    """The three tables of a form, and the labels that no other form has."""

    name: str
    marks: frozenset[Meaning]
    forms: dict[str, Form]


@cache
def load(name: str) -> Template:
    """The template ``name`` (``2019``, ``2021``).

    Raises
    ------
    LexiconError
        Where the file names a label that the vocabulary does not have, or lists a row twice.
    """
    where = f"templates/{name}.toml"
    data = tomllib.loads((files(__package__) / f"{name}.toml").read_text("utf8"))
    known = {meaning for meanings in words().values() for meaning in meanings}
    marks = frozenset(Meaning(*mark) for mark in data.pop("marks"))
    if marks - known:
        raise LexiconError(f"{where}: no such label: {', '.join(sorted('/'.join(mark) for mark in marks - known))}")
    if set(data) != set(KINDS):
        raise LexiconError(f"{where}: must have exactly the tables {', '.join(KINDS)}")
    forms = {}
    for kind, table in data.items():
        shared = table.get("all", ())
        rows = tuple(
            Row(row["key"], tuple(row.get("columns", shared)), row.get("amount"), row.get("optional", False))
            for row in table["rows"]
        )
        keys = [row.key for row in rows]
        if len(set(keys)) != len(keys) or not all(row.columns for row in rows):
            raise LexiconError(f"{where}: [{kind}] lists a row twice or without columns")
        lost = [key for key in keys if kind != "review_litigation" and Meaning(kind, "rows", key) not in known]
        if lost:
            raise LexiconError(f"{where}: no label for {', '.join(lost)}")
        forms[kind] = Form(kind, name, table["label_columns"], rows, {key: at for at, key in enumerate(keys)})
    return Template(name, marks, forms)


@cache
def marks() -> frozenset[Meaning]:
    """The labels that only one of the forms has."""
    return frozenset().union(*(load(name).marks for name in NAMES))
