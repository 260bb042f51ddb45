"""A sheet that was filled in, read and checked: all of it, or nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from extract.audit.answers import Answer, Cells, answer
from extract.audit.design import Design, of_json
from extract.audit.sheet import FILL, SUFFIXES, columns, digest, fixed, words
from extract.errors import AnnotationError, ExtractError

SHOWN = 20  # faults that are listed


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet: its design, the rows that were answered, and how many were not."""

    design: Design
    answers: tuple[Answer, ...]
    blank: int


def read(path: Path) -> Filled:
    """Read a sheet.

    Raises
    ------
    AnnotationError
        Where it is no sheet of an audit, was changed where it must not be, or where answers contradict each other or
        cannot be understood; names sheet and row of each.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise AnnotationError(f"ends in neither of {', '.join(SUFFIXES)}", path=str(path))
    if not path.is_file():
        raise AnnotationError("does not exist; check the path", path=str(path))
    rows, pieces, mark = _from_csv(path) if path.suffix.lower() == ".csv" else _from_xlsx(path)
    told = "".join(pieces)
    try:
        design = of_json(told)
    except (ValueError, KeyError, TypeError) as error:
        raise AnnotationError(f"holds no design that can be read ({error}); {_AGAIN}", path=str(path)) from None
    _unchanged(path, design, told, mark, [row for _, row in rows])
    wrong: list[str] = []
    answers, blank = [], 0
    for at, row in rows:
        before = len(wrong)
        one = answer(row, design, at, wrong)
        if one is not None:
            answers.append(one)
        elif len(wrong) == before:
            blank += 1
    if wrong:
        more = [f"and {len(wrong) - SHOWN} more"] if len(wrong) > SHOWN else []
        raise AnnotationError("\n  ".join(["is not filled in as it should be:", *wrong[:SHOWN], *more]), path=str(path))
    return Filled(design, tuple(answers), blank)


_AGAIN = "take the sheet that gongkai audit sample wrote, and fill in the yellow columns alone"


def _from_csv(path: Path) -> tuple[list[tuple[str, Cells]], list[str], str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AnnotationError(f"cannot be read as UTF-8 ({error}); save it as CSV UTF-8", path=str(path)) from None
    mark = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[tuple[str, Cells]] = []
    pieces: list[str] = []
    sealed, names = "", list[str]()
    try:
        for cells in lines:
            at = f"line {lines.line_num}"
            if not names:
                names = _names(cells, path, at)
                continue
            row = dict(zip(names, cells, strict=False))
            if not any(one.strip() for one in cells):
                continue
            if row["what"] == "design":
                pieces.append(row["sentence"])
                sealed = row["key"]
            else:
                rows.append((f"row {row['row']} ({at})", row))
    except csv.Error as error:
        raise AnnotationError(f"is no CSV (line {lines.line_num}: {error})", path=str(path)) from None
    if not pieces:
        raise AnnotationError(f"holds no design; {_AGAIN}", path=str(path))
    return rows, pieces, sealed


def _from_xlsx(path: Path) -> tuple[list[tuple[str, Cells]], list[str], str]:
    try:
        import openpyxl
    except ImportError:
        raise ExtractError('a workbook needs openpyxl: pip install "gongkai[panel]"; or save it as .csv') from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets through whatever zip and XML say
        raise AnnotationError(f"cannot be read as a workbook ({error}); save it as .xlsx", path=str(path)) from None
    by_name = {sheet.title.split(" ")[0]: sheet for sheet in book.worksheets}
    lacking = [name for name in ("things", "sentences", "design") if name not in by_name]
    if lacking:
        raise AnnotationError(f"has no sheet {', '.join(lacking)}; {_AGAIN}", path=str(path))
    rows: list[tuple[str, Cells]] = []
    for title in ("things", "sentences"):
        names: list[str] = []
        for number, cells in enumerate(by_name[title].iter_rows(values_only=True), 1):
            if not names:
                names = _names([str(one or "") for one in cells], path, title)
            elif any(one is not None and str(one).strip() for one in cells):
                rows.append((f"sheet {title}, row {number}", dict(zip(names, cells, strict=False))))
    sealed, *pieces = (str(row[0] or "") for row in by_name["design"].iter_rows(max_col=1, values_only=True))
    book.close()
    return rows, pieces, sealed


def _names(cells: list[str], path: Path, at: str) -> list[str]:
    names = [(one.split() or [""])[0] for one in cells]
    known = words()["columns"]
    odd = [one for one in names if one and one not in known]
    twice = [one for one in names if one and names.count(one) > 1]
    lacking = [one for one in ("row", "what", "key", "stratum", "sentence") if one not in names]
    if odd or twice or lacking:
        what = [f"unknown column {one}" for one in odd] + [f"column {one} twice" for one in twice[:1]]
        what += [f"no column {one}" for one in lacking]
        raise AnnotationError(f"{at}: {'; '.join(what)}; {_AGAIN}", path=str(path))
    return names


def _unchanged(path: Path, design: Design, told: str, sealed: str, rows: list[Cells]) -> None:
    """Refuse a sheet of which rows, strata or what was read are not those that were drawn."""
    drawn = {one.name: one.drawn for one in design.strata}
    here: dict[str, int] = {}
    keys: set[tuple[str, str]] = set()
    for row in rows:
        name, key = str(row["stratum"] or ""), (str(row["what"]), str(row["key"]))
        here[name] = here.get(name, 0) + 1
        if key in keys:
            raise AnnotationError(f"holds {key[1]} twice; {_AGAIN}", path=str(path))
        keys.add(key)
    for name in (*sorted(set(here) - set(drawn)), *sorted(drawn)):
        if drawn.get(name, 0) != here.get(name, 0):
            what = "is not in its design" if name not in drawn else f"has {here.get(name, 0)} rows of {drawn[name]}"
            raise AnnotationError(f"was changed: stratum {name} {what}; {_AGAIN}", path=str(path))
    asked = set(columns(design))
    lacking = sorted(name for name in asked if name in FILL and rows and not any(name in row for row in rows))
    if lacking:
        raise AnnotationError(f"has no column {', '.join(lacking)}; {_AGAIN}", path=str(path))
    if digest(told, [fixed(row) for row in rows]) != sealed:
        reason = "was changed in a column that is not to be filled in (key, stratum, kind, stage, value, counted)"
        raise AnnotationError(f"{reason}, or belongs to another run; {_AGAIN}", path=str(path))
