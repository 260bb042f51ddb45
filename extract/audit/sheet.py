"""The sheet that a person fills in, as a workbook or as CSV; the design travels in it."""

from __future__ import annotations

import csv
import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract.audit.design import Design, Stratum
from extract.audit.population import LAYERS, Unit
from extract.errors import ExtractError, OutputError
from extract.export.csvfile import cell

SUFFIXES = (".xlsx", ".csv")
LONGEST = 30_000  # characters of a cell; Excel keeps 32,767
THING_ONLY = ("kind", "stage", "value", "unit", "bound", "scope", "category", "part_of", "counted", "confidence")
FILL_THING = ("verdict", "right_kind", "right_stage", "right_value", "right_counted")
MISSED = {"fact": "missed_facts", "problem": "missed_problems", "remedy": "missed_remedies"}
FILL_SENTENCE = ("missed_facts", "what_missed", "missed_problems", "missed_remedies")
FILL = (*FILL_THING, *FILL_SENTENCE, "note")
_WIDTHS = {
    "sentence": 70,
    "before": 26,
    "after": 26,
    "path": 22,
    "organ": 16,
    "stratum": 22,
    "what_missed": 26,
    "note": 26,
}
#: folded away, not out of reach: for the machine, or what would sway the reader
_HIDDEN = ("key", "stratum", "confidence")


@cache
def words() -> dict[str, Any]:
    """What the sheet says, in both languages."""
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf8"))


def columns(design: Design, frame: str | None = None) -> list[str]:
    """The columns of the sheet of things (``thing``), of sentences (``sentence``), or of both in one (None)."""
    asked = [MISSED[layer] for layer in design.layers if layer in MISSED]
    if "fact" in design.layers:
        asked.append("what_missed")
    leave = {name for name in FILL_SENTENCE if name not in asked}
    if frame == "thing":
        leave |= {*FILL_SENTENCE, "found"}
    elif frame == "sentence":
        leave |= {*THING_ONLY, *FILL_THING}
    return [name for name in words()["columns"] if name not in leave]


def digest(design: str, rows: Sequence[Sequence[str]]) -> str:
    """What tells that neither design nor fixed cells were changed, whatever the order of the rows.

    Parameters
    ----------
    rows
        Of each row key, object, stratum, kind, stage, value and whether it is counted, as `fixed` gives them.
    """
    told = "\n".join([design, *sorted("\t".join(row) for row in rows)])
    return hashlib.sha256(told.encode()).hexdigest()


def fixed(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The cells of a row that must not change, as text that survives a spreadsheet (36.0 and 36 are the same)."""
    out = []
    for name in ("key", "what", "stratum", "kind", "stage", "value", "counted"):
        value = row.get(name)
        if name == "value" and value not in (None, ""):
            value = repr(float(value))
        out.append("" if value is None else str(value).strip())
    return tuple(out)


def rows_of(drawn: Sequence[tuple[Stratum, Unit]]) -> Iterator[dict[str, Any]]:
    """The rows of the sheet, a dict each."""
    for number, (stratum, unit) in enumerate(drawn, 1):
        row = {"row": number, "what": unit.frame, "key": unit.key, "stratum": stratum.name, **unit.row}
        if unit.frame == "fact":
            row["counted"] = "yes" if unit.counted else "no"
        yield row


def write(design: Design, drawn: Sequence[tuple[Stratum, Unit]], path: Path, *, overwrite: bool = False) -> None:
    """Write the sheet.

    Raises
    ------
    OutputError
        Where the file is there already, its name ends in neither .xlsx nor .csv, or it cannot be written.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise OutputError(f"ends in neither of {', '.join(SUFFIXES)}", path=str(path))
    if path.exists() and not overwrite:
        raise OutputError("is there already; choose another name or add --overwrite", path=str(path))
    rows = list(rows_of(drawn))
    told = design.as_json()
    pieces = [told[at : at + LONGEST] for at in range(0, len(told), LONGEST)]
    mark = digest(told, [fixed(row) for row in rows])
    new = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".csv":
            _csv(design, rows, pieces, mark, new)
        else:
            _xlsx(design, rows, pieces, mark, new)
        new.replace(path)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror or error})", path=str(path)) from error
    finally:
        new.unlink(missing_ok=True)


def _head(name: str) -> str:
    return f"{name} {words()['columns'][name]}"


def _csv(design: Design, rows: Sequence[Mapping[str, Any]], pieces: Sequence[str], mark: str, path: Path) -> None:
    names = columns(design)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(map(_head, names))
        for row in rows:
            out.writerow([cell(_short(row.get(name, ""))) for name in names])
        for number, piece in enumerate(pieces, 1):  # last, so that nobody has to look at it
            told = {"row": f"design {number}/{len(pieces)}", "what": "design", "key": mark, "sentence": piece}
            out.writerow([told.get(name, "") for name in names])


def _short(value: Any) -> Any:
    return value[:LONGEST] if isinstance(value, str) else value


def _xlsx(design: Design, rows: Sequence[Mapping[str, Any]], pieces: Sequence[str], mark: str, path: Path) -> None:
    try:
        import xlsxwriter
    except ImportError:
        raise ExtractError('a workbook needs xlsxwriter: pip install "gongkai[panel]"; or write a .csv') from None
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1), "title": "gongkai audit"})
    names = words()["sheets"]
    for frame, sheet in (("thing", "things"), ("sentence", "sentences")):
        some = [row for row in rows if (row["what"] == "sentence") == (frame == "sentence")]
        _sheet(book, f"{sheet} {names[sheet]}", design, columns(design, frame), some)
    _instructions(book, f"instructions {names['instructions']}")
    _strata(book, f"strata {names['strata']}", design)
    hidden = book.add_worksheet(f"design {names['design']}")
    hidden.write_column(0, 0, [mark, *pieces])
    hidden.hide()
    book.close()


def _sheet(book: Any, title: str, design: Design, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    sheet = book.add_worksheet(title)
    look = {"text_wrap": True, "valign": "top", "font_size": 11}
    plain, fill = (
        book.add_format(look),
        book.add_format({**look, "bg_color": "#FFF9DB", "border": 1, "border_color": "#CCCCCC"}),
    )
    faint, found = (
        book.add_format({**look, "font_color": "#666666"}),
        book.add_format({"bold": True, "font_color": "#B00020"}),
    )
    top = book.add_format({**look, "bold": True, "bg_color": "#DDE6F0"})
    top_fill = book.add_format({**look, "bold": True, "bg_color": "#FFE58A"})
    for at, name in enumerate(names):
        sheet.write_string(0, at, f"{name}\n{words()['columns'][name]}", top_fill if name in FILL else top)
        width = _WIDTHS.get(name, 12)
        sheet.set_column(at, at, width, plain, {"hidden": name in _HIDDEN})
    for number, row in enumerate(rows, 1):
        for at, name in enumerate(names):
            value = row.get(name, "")
            if name in FILL:
                sheet.write_blank(number, at, None, fill)
            elif name == "sentence":
                _rich(sheet, number, at, str(value)[:LONGEST], found, plain)
            elif isinstance(value, int | float):
                sheet.write_number(number, at, value, plain)
            else:
                sheet.write_string(number, at, str(value)[:LONGEST], faint if name in ("before", "after") else plain)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(names) - 1)
    sheet.set_row(0, 32)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    _choices(book, sheet, design, names, len(rows))


def _rich(sheet: Any, row: int, at: int, words_: str, found: Any, plain: Any) -> None:
    """What was found in bold; its brackets stay, so that it is told without colour too."""
    parts: list[Any] = []
    for number, piece in enumerate(words_.replace("⟧", "⟧\0").replace("⟦", "\0⟦").split("\0")):
        if piece:
            parts += [found, piece] if number % 2 else [piece]
    if len(parts) < 3:  # a rich string needs two fragments
        sheet.write_string(row, at, words_, plain)
    else:
        sheet.write_rich_string(row, at, *parts, plain)


def _choices(book: Any, sheet: Any, design: Design, names: Sequence[str], rows: int) -> None:
    """Drop-downs: a cell takes what the estimate can read."""
    lists = {
        "verdict": [f"{name} {zh}" for name, zh in words()["verdicts"].items()],
        "right_counted": [f"{name} {zh}" for name, zh in words()["answers"].items()],
        "right_kind": sorted(design.kinds),
        "right_stage": ["-", *sorted({stage for stages in design.kinds.values() for stage in stages})],
    }
    for at, name in enumerate(names):
        if name in lists and rows:
            options = lists[name]
            source: Any = options
            if len(",".join(options)) > 250:  # the longest that a list in a cell may be; a longer one is a column
                store = _store(book, name, options)
                source = f"={store}"
            sheet.data_validation(1, at, rows, at, {"validate": "list", "source": source})
        elif name in MISSED.values() and rows:
            told = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 999}
            sheet.data_validation(1, at, rows, at, {**told, "error_message": "0, 1, 2 …"})


def _store(book: Any, name: str, options: Sequence[str]) -> str:
    store = book.get_worksheet_by_name(f"list {name}")
    if store is None:
        store = book.add_worksheet(f"list {name}")
        store.write_column(0, 0, options)
        store.hide()
    return f"'list {name}'!$A$1:$A${len(options)}"


def _instructions(book: Any, title: str) -> None:
    sheet = book.add_worksheet(title)
    wrap = book.add_format({"text_wrap": True, "valign": "top", "font_size": 12})
    bold = book.add_format({"bold": True, "font_size": 13})
    sheet.set_column(0, 0, 110)
    line = 0
    for head, language in (("怎样填写", "zh"), ("How to fill this in", "en")):
        sheet.write_string(line, 0, head, bold)
        for text in words()["instructions"][language]:
            line += 1
            sheet.write_string(line, 0, text, wrap)
        line += 2


def _strata(book: Any, title: str, design: Design) -> None:
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bg_color": "#DDE6F0"})
    head = ("stratum 层", "N 总体", "n 样本", "probability 入样概率", "mean confidence 平均置信度")
    sheet.write_row(0, 0, head, bold)
    for number, one in enumerate(design.strata, 1):
        sheet.write_string(number, 0, one.name)
        sure: tuple[float, ...] = (one.sure,) if one.frame in LAYERS else ()
        sheet.write_row(number, 1, (one.size, one.drawn, one.drawn / one.size, *sure))
    told = {
        "seed 随机种子": design.seed,
        "allocation 分配": design.allocation,
        "reports 报告数": design.reports,
        "run 运行指纹": design.run["fingerprint"],
        "gongkai": design.run["version"],
        **{f"left out 未列入: {name}": count for name, count in design.left_out.items()},
        "models 模型": json.dumps(design.run["models"], sort_keys=True),
    }
    for number, (name, value) in enumerate(told.items(), len(design.strata) + 2):
        sheet.write_row(number, 0, (name, value))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 4, 20)
    sheet.freeze_panes(1, 0)
