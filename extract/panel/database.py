"""The DuckDB file: views over Parquet files, with documentation and Chinese labels as comments; nothing copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import ExtractError, OutputError
from extract.export import arrow
from extract.export.columns import Column, TableSpec
from extract.export.tables import specs
from extract.panel.variables import Labelled, statuses
from extract.panel.wide import quoted

_DUCK = {"string": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "strings": "VARCHAR[]", "floats": "DOUBLE[]"}
MARK = "gongkai_panel"  # table that says that gongkai made the database


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that the panel offers: what it is, its columns, and the Parquet files that hold it."""

    name: str
    doc: str
    zh: str
    columns: tuple[Labelled, ...]
    files: tuple[str, ...]


def of_run(name: str, files: Sequence[str]) -> Sheet:
    """A table of the run as a sheet."""
    spec = specs()[name]
    return Sheet(name, spec.doc, spec.zh, tuple(map(Labelled, spec.columns)), tuple(files))


def duckdb() -> Any:
    """The library, or a word on how to get it."""
    try:
        import duckdb
    except ImportError:
        raise ExtractError('needs DuckDB: pip install "gongkai[panel]"', stage="panel") from None
    return duckdb


def reading(sheet: Sheet) -> str:
    """The query that reads a sheet from its files; a sheet without files has its columns and no row."""
    if not sheet.files:
        empty = ", ".join(f'NULL::{_DUCK[one.column.type]} AS "{one.name}"' for one in sheet.columns)
        return f"SELECT {empty} WHERE false"
    # the names are given one by one: with a glob, files of a later run would slip into an older panel
    listed = ", ".join(quoted(file) for file in sheet.files)
    names = ", ".join(f'"{one.name}"' for one in sheet.columns)
    return f"SELECT {names} FROM read_parquet([{listed}])"


def view(connection: Any, sheet: Sheet) -> None:
    """Make the view of a sheet.

    Raises
    ------
    OutputError
        Where its files lack a column: another version of gongkai wrote them.
    """
    try:
        connection.execute(f'CREATE OR REPLACE VIEW "{sheet.name}" AS {reading(sheet)}')
    except duckdb().Error as error:
        reason = str(error).splitlines()[0]
        raise OutputError(
            f"table {sheet.name} cannot be read as this version of gongkai writes it ({reason}); run gongkai run again",
            path=sheet.files[0] if sheet.files else "",
        ) from None


def comment(connection: Any, sheet: Sheet) -> None:
    """Put documentation and Chinese labels on a view and its columns."""
    name = f'"{sheet.name}"'
    connection.execute(f"COMMENT ON VIEW {name} IS {quoted(f'{sheet.zh}: {sheet.doc}')}")
    for one in sheet.columns:
        text = f"{one.column.zh}: {one.column.doc}"
        connection.execute(f'COMMENT ON COLUMN {name}."{one.name}" IS {quoted(text)}')


_ABOUT = tuple(
    Labelled(Column(*one))
    for one in (
        ("table_name", "string", "table or view", "表"),
        ("column_name", "string", "column", "列"),
        ("zh", "string", "Chinese label", "中文"),
        ("type", "string", "type of its values", "类型"),
        ("unit", "string", "unit of its values", "单位"),
        ("doc", "string", "what it means", "说明"),
        ("statuses", "string", "statuses that the variable may have", "状态"),
    )
)
_STATUS = tuple(
    Labelled(Column(*one))
    for one in (
        ("status", "string", "the word in the _status columns", "状态"),
        ("code", "int", "its number in Stata and SPSS", "代码"),
        ("has_value", "int", "1 where a value stands beside it", "有值"),
        ("stata", "string", "Stata's missing value in the place of the value", "Stata 缺失值"),
        ("spss", "int", "SPSS's user-missing value in the place of the value", "SPSS 缺失值"),
        ("en", "string", "what it means", "说明（英文）"),
        ("zh", "string", "what it means, in Chinese", "说明"),
    )
)


def about(sheets: Iterable[Sheet]) -> tuple[tuple[Labelled, ...], list[tuple[Any, ...]]]:
    """The documentation of all columns as a table: its columns and rows."""
    rows = [
        (*(sheet.name, one.name, one.column.zh, one.column.type, one.unit, one.column.doc), "; ".join(one.statuses))
        for sheet in sheets
        for one in sheet.columns
    ]
    return _ABOUT, rows


def status_table() -> tuple[tuple[Labelled, ...], list[tuple[Any, ...]]]:
    """The statuses as a table: its columns and rows."""
    rows = [
        (
            *(one.name, one.code, int(one.value), f".{one.missing}" if one.missing else ""),
            *(None if one.value else one.spss, one.en, one.zh),
        )
        for one in statuses().values()
    ]
    return _STATUS, rows


def fill(connection: Any, name: str, columns: Sequence[Labelled], rows: Sequence[Sequence[Any]]) -> None:
    """Make a small table that holds its rows itself."""
    shape = ", ".join(f'"{one.name}" {_DUCK[one.column.type]}' for one in columns)
    connection.execute(f'CREATE TABLE "{name}" ({shape})')
    if rows:
        spec = TableSpec(name, "", "", tuple(one.column for one in columns), lambda _: iter(()))
        table = arrow.table(spec, [tuple(row) for row in rows])
        connection.register("filling", table)  # at once: a row at a time would take seconds
        connection.execute(f'INSERT INTO "{name}" FROM filling')
        connection.unregister("filling")


def make(path: Path, sheets: Sequence[Sheet], run: Mapping[str, str]) -> None:
    """Write a database.

    Parameters
    ----------
    path
        A file that is not there yet.
    sheets
        The tables that it shows.
    run
        What it was made of: name and value.
    """
    with duckdb().connect(str(path)) as connection:
        connection.execute("BEGIN")  # one write to disk, not one for each of a thousand comments
        for sheet in sheets:
            view(connection, sheet)
            comment(connection, sheet)
        fill(connection, "columns", *about(sheets))
        fill(connection, "statuses", *status_table())
        key = (Labelled(Column("key", "string", "what", "项")), Labelled(Column("value", "string", "its value", "值")))
        fill(connection, MARK, key, list(run.items()))
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")


def refuse_foreign(path: Path) -> None:
    """See that a file may be replaced: it is not there, or a database that gongkai made and nobody writes to.

    Raises
    ------
    OutputError
        Where it is open in another program, or something else.
    """
    if not path.exists():
        return
    if path.is_dir():
        raise OutputError("is a folder; give --db the name of a file", path=str(path))
    try:
        with duckdb().connect(str(path), read_only=True) as connection:
            known = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [MARK]).fetchall()
    except duckdb().Error as error:
        if "lock" in str(error).lower():
            raise OutputError(
                "is open in another program (it may be a notebook, a database browser or another gongkai panel); close "
                "it there, or give another name with --db",
                path=str(path),
            ) from None
        raise OutputError(
            "is there and is no DuckDB file; remove it or give another name with --db", path=str(path)
        ) from None
    if not known[0][0]:
        raise OutputError("is a database that gongkai did not make; give another name with --db", path=str(path))
