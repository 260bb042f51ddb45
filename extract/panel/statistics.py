"""A table for Stata and SPSS: labelled variables, statuses as labelled codes, and missing values that keep their why.

Where a variable has no value, its cell says why, as the field is used to: in Stata by an extended missing value
(``.a`` to ``.z``), in SPSS by a user-missing code, each with a label. The status stands beside it as a variable, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.panel.database import Sheet
from extract.panel.sheets import UnfitError
from extract.panel.variables import NAME_STATA, Labelled, stata, statuses

NAME_SPSS = 64  # characters of a name


@dataclass(frozen=True, slots=True)
class Program:
    """What a program holds.

    Parameters
    ----------
    name
        How it is called.
    text
        Bytes of a text (UTF-8).
    label
        Characters (Stata) or bytes (SPSS) of a variable's label.
    columns
        Variables of a file.
    reserved
        Names that no variable may have.
    """

    name: str
    text: int
    label: int
    columns: int
    reserved: frozenset[str]


_STATA = "_all _b byte _coef _cons double float if in int long _n _N _pi _pred _rc _skip strL using with"
_SPSS = "all and by eq ge gt le lt ne not or to with"
STATA = Program("Stata", 2045, 80, 32_767, frozenset(_STATA.split()))
SPSS = Program("SPSS", 32_767, 256, 32_767, frozenset(_SPSS.split()))


def write(table: Any, sheet: Sheet, path: Path, labels: str, program: Program) -> tuple[int, list[str]]:
    """Write a file for Stata or SPSS.

    Parameters
    ----------
    table
        The rows as ``pyarrow.Table``; lists are texts.
    sheet
        What the table is.
    path, labels
        The file; labels in English (``en``) or Chinese (``zh``).
    program
        ``STATA`` or ``SPSS``.

    Returns
    -------
    int, list of str
        Rows, and what a reader must know.

    Raises
    ------
    UnfitError
        Where the program has no room for so many variables, or a value cannot be told from a missing code.
    """
    import pandas
    import pyreadstat

    if len(sheet.columns) > program.columns:
        raise UnfitError(f"{len(sheet.columns):,} columns: {program.name} holds {program.columns:,}")
    named, notes = names(sheet.columns, program)
    spss = program is SPSS
    columns: dict[str, Any] = {}
    values: dict[str, Mapping[Any, str]] = {}
    missing: dict[str, Any] = {}
    cut = 0
    for one in sheet.columns:
        name, cells = named[one.name], table.column(one.name).to_pylist()
        if one.role == "status":
            columns[name] = [None if cell is None else statuses()[cell].code for cell in cells]
            values[name] = {statuses()[status].code: _say(status, labels) for status in one.statuses}
        elif one.role == "value":
            why = table.column(f"{one.of}_status").to_pylist()
            columns[name] = [_why(cell, status, spss, one) for cell, status in zip(cells, why, strict=True)]
            lacking = [status for status in one.statuses if not statuses()[status].value]
            values[name] = {_code(status, spss): _say(status, labels) for status in lacking}
            codes = sorted(_code(status, spss) for status in lacking)
            missing[name] = [{"lo": codes[0], "hi": codes[-1]}] if spss else codes
        elif one.column.type in ("int", "float"):
            columns[name] = pandas.array([None if cell is None else float(cell) for cell in cells], dtype="float64")
        else:
            shown = [_short(cell or "", program.text) for cell in cells]
            cut += sum(short != (cell or "") for short, cell in zip(shown, cells, strict=True))
            columns[name] = pandas.array(shown, dtype=object)
    frame = pandas.DataFrame({name: _typed(pandas, column) for name, column in columns.items()})
    told = {named[one.name]: _label(one, labels, program) for one in sheet.columns}
    common: dict[str, Any] = {"column_labels": told, "variable_value_labels": values}
    kinds = {named[one.name]: "nominal" for one in sheet.columns if one.role == "status"}
    try:
        if spss:
            own: dict[str, Any] = {"missing_ranges": missing, "variable_measure": kinds}
            pyreadstat.write_sav(frame, path, file_label=sheet.name, **own, **common)
        else:
            pyreadstat.write_dta(frame, path, file_label=sheet.name, missing_user_values=missing, **common)
    except pyreadstat.ReadstatError as error:
        raise UnfitError(f"{program.name} cannot have it so ({error}); take csv or parquet") from None
    if cut:
        notes.append(
            f"{cut:,} texts were cut at the {program.text:,} bytes that {program.name} holds; csv has them whole"
        )
    return table.num_rows, notes


def names(columns: Sequence[Labelled], program: Program) -> tuple[dict[str, str], list[str]]:
    """Names that the program takes, by the name of the column; and what was renamed."""
    given: dict[str, str] = {}
    notes = []
    taken: set[str] = set()
    for one in columns:
        name = stata(one.name) if program is STATA else one.name
        name = re.sub(r"\W", "_", name, flags=re.ASCII)
        if not name[:1].isalpha():
            name = f"v{name}"
        if name in program.reserved or (program is SPSS and name.lower() in program.reserved):
            name += "_"
        name = name[: NAME_STATA if program is STATA else NAME_SPSS]
        tried = name
        for turn in range(2, len(columns) + 2):
            if name.lower() not in taken:  # SPSS takes a and A for one
                break
            name = f"{tried[: NAME_STATA - 1 - len(str(turn))]}_{turn}"
        taken.add(name.lower())
        given[one.name] = name
        if name != one.name and not one.of:
            notes.append(f"{one.name} is {name} in {program.name}")
    short = sum(given[one.name] != one.name for one in columns if one.of)
    if short:
        notes.append(f"{short:,} names are shortened for {program.name}: see docs/panel-columns.md")
    return given, notes


def _code(status: str, spss: bool) -> Any:
    found = statuses()[status]
    return found.spss if spss else found.missing


def _say(status: str, labels: str) -> str:
    found = statuses()[status]
    return f"{status}: {found.zh if labels == 'zh' else found.en}"


def _why(cell: float | None, status: str, spss: bool, one: Labelled) -> Any:
    """The value, or the missing value that says why there is none."""
    if cell is None:
        return _code(status, spss)
    codes = [_code(name, True) for name in statuses()]
    if spss and min(codes) <= cell <= max(codes):
        raise UnfitError(f"{one.name} holds {cell:g}, which is the code of a missing value here; take csv or parquet")
    return cell


def _short(text: str, limit: int) -> str:
    """The text within ``limit`` bytes, cut between two characters."""
    raw = text.encode("utf8", "replace")
    return text if len(raw) <= limit else raw[:limit].decode("utf8", "ignore")


def _label(one: Labelled, labels: str, program: Program) -> str:
    text = one.column.zh if labels == "zh" else one.column.doc
    if one.unit and one.unit != "0/1":
        text += f" ({one.unit})"
    return text[: program.label] if program is STATA else _short(text, program.label)


def _typed(pandas: Any, column: Any) -> Any:
    """A column as pandas holds it: numbers where all are, else objects (numbers beside letters)."""
    if isinstance(column, list) and not any(isinstance(cell, str) for cell in column):
        return pandas.array([float("nan") if cell is None else float(cell) for cell in column], dtype="float64")
    return pandas.array(column, dtype=object) if isinstance(column, list) else column
