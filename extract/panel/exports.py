"""A table of the panel in the formats of other programs: CSV, xlsx, Stata, SPSS, Parquet. Each is made whole or not."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import InputError, OutputError
from extract.export import arrow
from extract.export.columns import TableSpec
from extract.panel import database, sheets, statistics
from extract.panel.database import Sheet

LABELS = ("en", "zh")
_BATCH = 10_000  # rows at once
_RISKY = "[=+\\-@\\t\\r]"  # what begins a formula for a spreadsheet, as in extract.export.files
_HARMLESS = "[+-]?[0-9.,]+%?|[-—]+"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written, or why it was not.

    Parameters
    ----------
    path
        The file.
    rows
        Rows written; None where nothing was.
    notes
        What a reader must know: cut texts, other names, why there is no file.
    """

    path: Path
    rows: int | None
    notes: tuple[str, ...] = ()


def export(db: Path, sheet: Sheet, folder: Path, formats: Sequence[str], labels: str = "en") -> Iterator[Exported]:
    """Write a table in other formats.

    Parameters
    ----------
    db
        The database.
    sheet
        The table.
    folder
        Where the files go, named after the table.
    formats
        Any of ``FORMATS``.
    labels
        Header of CSV and xlsx, labels in Stata and SPSS: ``en`` or ``zh``. Parquet carries both.

    Yields
    ------
    Exported
        One a format. A table that is too large for a format gives one without rows, with the reason.

    Raises
    ------
    InputError
        Where there is no such format or labels.
    OutputError
        Where a file cannot be written.
    """
    check(formats, labels)
    with database.duckdb().connect(str(db), read_only=True) as connection:
        for name in formats:
            path = folder / f"{sheet.name}.{name}"
            if name == "parquet" and str(path) in sheet.files:
                (rows,) = connection.execute(f'SELECT count(*) FROM "{sheet.name}"').fetchall()[0]
                yield Exported(path, rows, ("is there already: gongkai panel keeps the table as Parquet",))
                continue
            try:
                with _complete(path) as tmp:
                    rows, notes = FORMATS[name](connection, sheet, tmp, labels)
                yield Exported(path, rows, tuple(notes))
            except sheets.UnfitError as error:
                yield Exported(path, None, (str(error),))
            except ImportError as error:
                raise OutputError(f'needs {error.name}: pip install "gongkai[panel]"', path=str(path)) from None
            except OSError as error:
                raise OutputError(
                    f"could not be written ({error.strerror or error}); is it open in another program?", path=str(path)
                ) from None


def check(formats: Sequence[str], labels: str) -> None:
    """Refuse formats and labels that there are none of."""
    odd = [name for name in formats if name not in FORMATS]
    if odd:
        raise InputError(f"no format {', '.join(odd)}; there are {', '.join(FORMATS)}")
    if labels not in LABELS:
        raise InputError(f"no labels {labels!r}; there are {', '.join(LABELS)}")


@contextmanager
def _complete(path: Path) -> Iterator[Path]:
    """A name beside ``path`` that becomes it when all went well."""
    tmp = Path(tempfile.mkdtemp(prefix=".gongkai-panel-", dir=path.parent))
    try:
        yield tmp / path.name
        (tmp / path.name).replace(path)
    finally:
        with suppress(OSError):
            shutil.rmtree(tmp)


def flat(sheet: Sheet, *, guard: bool = False, whole: Collection[str] = ()) -> str:
    """The query of a table whose lists are texts, joined by '; '.

    Parameters
    ----------
    sheet
        The table.
    guard
        Put an apostrophe before texts that a spreadsheet would run as a formula.
    whole
        Columns of numbers without fractions, to be had as integers.
    """
    names = (f'"{one.name}"::BIGINT AS "{one.name}"' if one.name in whole else "" for one in sheet.columns)
    shown = (name or text for name, text in zip(names, _expressions(sheet, guard), strict=True))
    return f'SELECT {", ".join(shown)} FROM "{sheet.name}"'


def _whole(connection: Any, sheet: Sheet) -> set[str]:
    """The columns of numbers that have no fraction: as floats, 255000000000 would be written 2.55e+11."""
    floats = [one.name for one in sheet.columns if one.column.type == "float"]
    if not floats:
        return set()
    asked = ", ".join(f'bool_and("{name}" = trunc("{name}") AND abs("{name}") < 1e15)' for name in floats)
    (found,) = connection.execute(f'SELECT {asked} FROM "{sheet.name}"').fetchall()
    return {name for name, whole in zip(floats, found, strict=True) if whole}


def _expressions(sheet: Sheet, guard: bool) -> Iterator[str]:
    for one in sheet.columns:
        name = f'"{one.name}"'
        text = name
        if one.column.type == "strings":
            text = f"array_to_string({name}, '; ')"
        elif one.column.type == "floats":
            whole = "CASE WHEN x = trunc(x) AND abs(x) < 1e15 THEN x::BIGINT::VARCHAR ELSE x::VARCHAR END"
            text = f"array_to_string(list_transform({name}, lambda x: {whole}), '; ')"
        if guard and one.column.type in ("string", "strings"):
            risky = f"regexp_matches({text}, '^{_RISKY}') AND NOT regexp_full_match({text}, '{_HARMLESS}')"
            text = f"CASE WHEN {risky} THEN '''' || {text} ELSE {text} END"
        yield f"{text} AS {name}"


def header(sheet: Sheet, labels: str) -> list[str]:
    """What stands above the columns."""
    return [one.column.zh if labels == "zh" else one.name for one in sheet.columns]


def _csv(connection: Any, sheet: Sheet, path: Path, labels: str) -> tuple[int, list[str]]:
    from pyarrow.csv import CSVWriter, WriteOptions

    line = io.StringIO()
    csv.writer(line).writerow(header(sheet, labels))
    rows = 0
    with path.open("wb") as file:
        file.write(line.getvalue().encode("utf-8-sig"))  # the mark: without it Excel takes the machine's code page
        reader = connection.sql(flat(sheet, guard=True, whole=_whole(connection, sheet))).to_arrow_reader(_BATCH)
        with CSVWriter(file, reader.schema, write_options=WriteOptions(include_header=False, eol="\r\n")) as out:
            for batch in reader:
                rows += batch.num_rows
                out.write(batch)
    return rows, []


def _parquet(connection: Any, sheet: Sheet, path: Path, labels: str) -> tuple[int, list[str]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = tuple(one.column for one in sheet.columns)
    shape = arrow.schema(TableSpec(sheet.name, sheet.doc, sheet.zh, columns, lambda _: iter(())))
    rows = 0
    with pq.ParquetWriter(path, shape, compression="zstd") as out:
        for batch in connection.sql(f'FROM "{sheet.name}"').to_arrow_reader(_BATCH):
            rows += batch.num_rows
            out.write_batch(pa.RecordBatch.from_arrays([batch.column(name) for name in shape.names], schema=shape))
    return rows, []


def _xlsx(connection: Any, sheet: Sheet, path: Path, labels: str) -> tuple[int, list[str]]:
    return sheets.write(connection, flat(sheet), sheet, header(sheet, labels), path, labels)


def _dta(connection: Any, sheet: Sheet, path: Path, labels: str) -> tuple[int, list[str]]:
    return statistics.write(connection.sql(flat(sheet)).to_arrow_table(), sheet, path, labels, statistics.STATA)


def _sav(connection: Any, sheet: Sheet, path: Path, labels: str) -> tuple[int, list[str]]:
    return statistics.write(connection.sql(flat(sheet)).to_arrow_table(), sheet, path, labels, statistics.SPSS)


_Writer = Callable[[Any, Sheet, Path, str], tuple[int, list[str]]]
FORMATS: Mapping[str, _Writer] = {"csv": _csv, "xlsx": _xlsx, "dta": _dta, "sav": _sav, "parquet": _parquet}
