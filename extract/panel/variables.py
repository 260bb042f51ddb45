"""The columns of the wide table, declared once: ``wide.toml`` for the narrative, the crosswalk for the forms."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from extract.errors import LexiconError
from extract.export.columns import Column
from extract.lexicon.crosswalk import variables as crosswalk

SURE = 0.9  #: confidence from which on a thing is in ``wide_sure``, as the README advises for figures
#: characters of a name in a .dta file: Stata takes 32, but the library that writes it names a set of value labels after
#: the variable and its number in the file, and takes 31 for both
NAME_STATA = 28
_SUFFIX = len("_status")
_KEYS = ("statuses", "identity", "numbers", "counts", "channels", "aspects", "stata")
_CELL = (
    "number",
    "aligned",
    "no_unit",
    "blank",
    "dash",
    "unreadable",
    "ambiguous",
    "missing",
    "not_in_form",
    "no_table",
)
_SAID = ("stated", "denied", "summed", "unstated", "conflicting", "no_total", "unsure")


@dataclass(frozen=True, slots=True)
class Status:
    """Why a value is there, or is not.

    Parameters
    ----------
    name
        The word in the ``_status`` columns.
    code
        Its number in Stata and SPSS.
    value
        Whether a value stands beside it.
    en, zh
        Its label.
    missing
        Letter of Stata's extended missing value, where there is no value.
    """

    name: str
    code: int
    value: bool
    en: str
    zh: str
    missing: str = ""

    @property
    def spss(self) -> int:
        """The user-missing value that SPSS has in the place of the value."""
        return -9000 - self.code


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the narrative states: which facts it is read from (see the head of ``wide.toml``)."""

    name: str
    zh: str
    doc: str
    unit: str
    kind: str
    stage: str | None = None
    units: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    category: str | None = None
    channel: str | None = None
    add: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """A column of a table of the panel with all that an export needs to know.

    Parameters
    ----------
    column
        Name, type, documentation and Chinese label.
    unit
        Unit of its values.
    role
        ``plain``, or what it is of ``of``: ``value``, ``status``, ``bound`` or ``confidence``.
    of
        The variable that it belongs to.
    statuses
        The statuses that the variable may have.
    """

    column: Column
    unit: str = ""
    role: str = "plain"
    of: str = ""
    statuses: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of the column."""
        return self.column.name


@cache
def _file() -> dict[str, Any]:
    found = tomllib.loads((files(__package__) / "wide.toml").read_text(encoding="utf8"))
    if tuple(found) != _KEYS:
        raise LexiconError(f"wide.toml: must have {', '.join(_KEYS)}, in this order")
    return found


def _made(part: str, kind: Any) -> tuple[Any, ...]:
    """One object for each entry of a part of the file."""
    made = []
    for name, entry in _file()[part].items():
        plain = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
        try:
            made.append(kind(name=name, **plain))
        except TypeError as error:
            raise LexiconError(f"wide.toml: [{part}.{name}]: {error}") from None
    return tuple(made)


@cache
def statuses() -> Mapping[str, Status]:
    """All statuses by name.

    Raises
    ------
    LexiconError
        Where a code or letter stands twice, or a status without a value has no letter.
    """
    made: tuple[Status, ...] = _made("statuses", Status)
    letters = [status.missing for status in made if not status.value]
    if len({status.code for status in made}) < len(made) or len(set(letters)) < len(letters) or "" in letters:
        raise LexiconError("wide.toml: each status needs a code of its own, one without a value a letter of its own")
    return {status.name: status for status in made}


@cache
def numbers() -> tuple[Number, ...]:
    """The numbers of the narrative."""
    made: tuple[Number, ...] = _made("numbers", Number)
    return made


def channels() -> Mapping[str, str]:
    """Kinds of channels with their Chinese names."""
    named: Mapping[str, str] = _file()["channels"]
    return named


def aspects() -> Mapping[str, str]:
    """Aspects of problems and remedies with their Chinese names."""
    named: Mapping[str, str] = _file()["aspects"]
    return named


def _valued(name: str, doc: str, zh: str, unit: str, known: tuple[str, ...]) -> Iterator[Labelled]:
    """A variable: its value and its status."""
    yield Labelled(Column(name, "float", doc, zh), unit, "value", name, known)
    yield Labelled(Column(f"{name}_status", "string", f"status of {name}", f"{zh}（状态）"), "", "status", name, known)


def _columns() -> Iterator[Labelled]:
    yield from (Labelled(column) for column in _made("identity", Column))
    for variable in crosswalk():
        known = tuple(one for one in _CELL if one != "no_unit" or variable.unit == "元")
        yield from _valued(variable.name, variable.doc, variable.zh, variable.unit, known)
    for number in numbers():
        name = number.name
        known = tuple(one for one in _SAID if one != "summed" or number.add)
        yield from _valued(name, number.doc, number.zh, number.unit, known)
        bound = Column(f"{name}_bound", "string", f"exact, approx, at_least or at_most: {name}", f"{number.zh}（精确）")
        yield Labelled(bound, "", "bound", name)
        sure = Column(f"{name}_conf", "float", f"probability that {name} is right", f"{number.zh}（置信度）")
        yield Labelled(sure, "", "confidence", name)
    for name, entry in _file()["counts"].items():
        known = _FOUND if "channel" in name else _ITEMS
        yield from _valued(name, entry["doc"], entry["zh"], "", known)
    for kind, zh in channels().items():
        doc = f"1 where a channel of the kind {kind} was used"
        yield from _valued(f"channel_{kind}", doc, f"渠道：{zh}", "0/1", ("stated", "not_mentioned", "unsure"))
    for thing, label in (("problem", "问题"), ("remedy", "措施")):
        for aspect, zh in aspects().items():
            doc = f"1 where a {thing} touches on {aspect}, 0 where none found does"
            yield from _valued(f"{thing}_{aspect}", doc, f"{label}：{zh}", "0/1", _ITEMS)


_FOUND = ("counted", "unstated", "unsure")
_ITEMS = ("counted", "unstated", "none_found", "unsure")


@cache
def wide() -> tuple[Labelled, ...]:
    """The columns of the wide table, in order."""
    return tuple(_columns())


def stata(name: str) -> str:
    """The name of a column in Stata: its own where it and its status fit a .dta file, else with words shortened.

    Examples
    --------
    >>> stata("said_reviews"), stata("applications_received_natural_person_status")
    ('said_reviews', 'appl_recv_person_status')
    """
    of = next((one.of for one in wide() if one.name == name), name) or name
    rest = name[len(of) :]
    if len(of) + _SUFFIX > NAME_STATA:
        for long, short in _file()["stata"].items():
            of = of.replace(long, short)
    return of + rest
