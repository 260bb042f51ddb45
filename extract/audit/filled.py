"""A sheet that was filled in, read and checked: all of it, or nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.audit.design import Design, of_json
from extract.audit.sheet import FILL, FILL_SENTENCE, FILL_THING, MISSED, SUFFIXES, columns, digest, fixed, words
from extract.errors import AnnotationError, ExtractError

SHOWN = 20  # faults that are listed

Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact as the reader says it is: kind and stage, its value (None: not told), whether it counts in their sum."""

    cell: str
    value: float | None
    counted: bool

    @property
    def kind(self) -> str:
        """The kind without the stage."""
        return self.cell.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """One row that was answered.

    Attributes
    ----------
    report
        Id of its report.
    frame, stratum
        Of the unit.
    read
        What the run has read; None for sentences.
    verdict
        ``right``, ``misread`` or ``spurious``; empty for sentences.
    right
        What is stated at its place in truth; None where nothing is, or for sentences.
    missed
        How many things of each layer a sentence states that the run has not.
    facts
        The facts among them.
    """

    report: str
    frame: str
    stratum: str
    read: Stated | None
    verdict: str
    right: Stated | None
    missed: Mapping[str, int]
    facts: tuple[Stated, ...]


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
        answer = _answer(row, design, at, wrong)
        if answer is not None:
            answers.append(answer)
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
    for name in sorted(set(drawn) | set(here)):
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


def _answer(row: Cells, design: Design, at: str, wrong: list[str]) -> Answer | None:
    said = {name: _text(row.get(name)) for name in FILL}
    report, _, _ = str(row["key"]).partition(":")
    frame, stratum = str(row["what"]), str(row["stratum"])
    if frame == "sentence":
        wrong += [f"{at}: {name} is of things, this is a sentence" for name in FILL_THING if said[name]]
        return _sentence(said, design, at, wrong, report, stratum)
    wrong += [f"{at}: {name} is of sentences, this is a {frame}" for name in FILL_SENTENCE if said[name]]
    return _thing(row, said, design, at, wrong, (report, frame, stratum))


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _one_of(said: str, known: Mapping[str, str], what: str, at: str, wrong: list[str]) -> str:
    """The English name of an answer given in English, in Chinese or in both."""
    parts = set(said.casefold().split())
    for name, zh in known.items():
        if parts and parts <= {name, zh}:
            return name
    choice = ", ".join(f"{name} {zh}" for name, zh in known.items())
    wrong.append(f"{at}: unknown {what} {said!r}; known are {choice}")
    return ""


def _thing(
    row: Cells, said: Cells, design: Design, at: str, wrong: list[str], whose: tuple[str, str, str]
) -> Answer | None:
    given = [name for name in FILL_THING[1:] if said[name]]
    if not said["verdict"]:
        if given:
            wrong.append(f"{at}: {', '.join(given)} without a verdict")
        return None
    verdict = _one_of(said["verdict"], words()["verdicts"], "verdict", at, wrong)
    if not verdict:
        return None
    if whose[1] != "fact":
        if given:
            wrong.append(f"{at}: {', '.join(given)} is of facts, this is a {whose[1]}")
        kind = Stated(_text(row["kind"]), None, False)
        return Answer(*whose, kind, verdict, None, {}, ())
    kind, stage = _text(row["kind"]), _text(row["stage"])
    counted = _text(row["counted"]) == "yes"
    was = Stated(f"{kind}/{stage}" if stage else kind, float(row["value"]), counted)
    if verdict == "spurious":
        if given:
            wrong.append(f"{at}: spurious, and yet {', '.join(given)}; nothing is stated there, or it is misread")
        return Answer(*whose, was, verdict, None, {}, ())
    right = _right(was, said, design, at, wrong)
    if right is None:
        return None
    same = (right.cell, right.value) == (was.cell, was.value)
    if verdict == "right" and not same:
        wrong.append(f"{at}: right, and yet {', '.join(given)} says something else than was read; it is misread")
    if verdict == "misread" and same and right.counted == was.counted and not said["note"]:
        wrong.append(
            f"{at}: misread, but nothing says what is right; fill in right_kind, right_stage, right_value or note"
        )
    return Answer(*whose, was, verdict, right, {}, ())


def _right(was: Stated, said: Cells, design: Design, at: str, wrong: list[str]) -> Stated | None:
    """What is stated in truth, where blanks say: as it was read."""
    kind, _, stage = was.cell.partition("/")
    if said["right_kind"] and said["right_kind"] != kind:
        kind, stage = said["right_kind"], ""
    if said["right_stage"]:
        stage = "" if said["right_stage"] in ("-", "–", "—") else said["right_stage"]
    fault = _unknown(kind, stage, design)
    value = was.value if not said["right_value"] else _number(said["right_value"])
    if fault or value is None:
        wrong.append(f"{at}: {fault or 'right_value ' + repr(said['right_value']) + ' is no number'}")
        return None
    counted = was.counted
    if said["right_counted"]:
        counted = _one_of(said["right_counted"], words()["answers"], "right_counted", at, wrong) == "yes"
    return Stated(f"{kind}/{stage}" if stage else kind, value, counted)


def _unknown(kind: str, stage: str, design: Design) -> str:
    if kind not in design.kinds:
        return f"unknown kind {kind!r}; known are {', '.join(design.kinds)}"
    if stage and stage not in design.kinds[kind]:
        return f"{kind} has no stage {stage!r}; it has {', '.join(design.kinds[kind]) or 'none'}"
    return ""


def _number(said: str) -> float | None:
    bare = said.replace(",", "").replace("，", "")
    return float(bare) if re.fullmatch(r"-?\d+(\.\d+)?", bare) else None


def _sentence(said: Cells, design: Design, at: str, wrong: list[str], report: str, stratum: str) -> Answer | None:
    missed: dict[str, int] = {}
    asked = [layer for layer in design.layers if layer in MISSED]
    for layer in asked:
        told = said[MISSED[layer]]
        if told:
            if not re.fullmatch(r"\d{1,3}", told):
                wrong.append(f"{at}: {MISSED[layer]} {told!r} is no whole number")
                return None
            missed[layer] = int(told)
    if not missed:
        if said["what_missed"]:
            wrong.append(f"{at}: what_missed without missed_facts")
        return None
    blank = [MISSED[layer] for layer in asked if layer not in missed]
    if blank:
        wrong.append(f"{at}: {', '.join(blank)} is blank; put 0 where none is missed")
        return None
    facts = tuple(_listed(said["what_missed"], design, at, wrong))
    if len(facts) != missed.get("fact", 0):
        count = missed.get("fact", 0)
        wrong.append(f"{at}: missed_facts is {count}, what_missed names {len(facts)}; name each, as in disclosure=36")
        return None
    return Answer(report, "sentence", stratum, None, "", None, missed, facts)


_FACT = re.compile(r"(?P<kind>\w+)(?:/(?P<stage>\w+))?(?:\s*[=＝]\s*(?P<value>\S+?))?(?P<part>\s+(?:part|部分))?")


def _listed(said: str, design: Design, at: str, wrong: list[str]) -> Iterator[Stated]:
    for one in filter(None, (piece.strip() for piece in re.split(r"[;；\n]", said))):
        found = _FACT.fullmatch(one)
        value = _number(found["value"]) if found and found["value"] else None
        fault = _unknown(found["kind"], found["stage"] or "", design) if found else "is not kind/stage=value"
        if found and found["value"] and value is None:
            fault = f"{found['value']!r} is no number"
        if fault:
            wrong.append(f"{at}: what_missed {one!r}: {fault}")
        elif found:
            kind, stage = found["kind"], found["stage"]
            yield Stated(f"{kind}/{stage}" if stage else kind, value, not found["part"] and stage != "rate")
