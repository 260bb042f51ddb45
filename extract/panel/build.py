"""``gongkai panel``: from a run's folder to tidy tables, the wide table and one database over them all."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract import __version__
from extract.errors import ExtractError, InputError, OutputError
from extract.export import arrow
from extract.export.columns import TableSpec
from extract.export.tables import specs
from extract.lexicon import crosswalk
from extract.panel import database, narrative, variables, wide
from extract.panel.database import Sheet
from extract.panel.derived import Derived
from extract.panel.variables import SURE, Labelled
from extract.results import Results

FOLDER = "panel"  # folder of the run's folder where the tables go
_BATCH = 20_000  # rows that pass at once from DuckDB to Parquet
_ORGANS = {
    "report_organs": ("report_id", "path", "organ_id", "counted", "duplicate_of", "duplicate_of_path", "why"),
    "organs": ("organ_id", "organ", "level", "region"),
    "coverage": ("organ_id", "year", "status"),
    "across": ("organ_id", "year", "status"),
    "boilerplate": ("report_id", "path", "share_last_year", "share_corpus"),
}


@dataclass(frozen=True, slots=True)
class Built:
    """What was made.

    Parameters
    ----------
    db
        The database.
    folder
        Where the tables lie, as Parquet.
    sheets
        All tables that the database shows, by name.
    rows
        The number of their rows.
    organs, years
        How many organs, and how many years, the wide table has.
    gaps
        Organ-years between an organ's first report and its last for which there is none.
    reasons
        How many reports are in no row of the wide table, by reason.
    statuses
        For each sort of variable of the wide table (``form``, ``said``, ``channel`` …): how many values have each
        status.
    """

    db: Path
    folder: Path
    sheets: Mapping[str, Sheet]
    rows: Mapping[str, int]
    organs: int
    years: int
    gaps: int
    reasons: Mapping[str, int]
    statuses: Mapping[str, Mapping[str, int]]


def build(run: Results, tables: Mapping[str, Derived], db: Path | None = None) -> Built:
    """Make the panel of a run.

    Parameters
    ----------
    run
        The run's folder.
    tables
        Those made of several reports (``extract.panel.derive.derived``).
    db
        The database; ``panel.duckdb`` in the run's folder if not given.

    Raises
    ------
    InputError
        Where the folder is not on this machine, holds no report, or was written by another version.
    OutputError
        Where the database is open elsewhere, is something else, or cannot be written.
    """
    out = run.folder.absolute()
    db = ready(out, db)
    folder = out / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        db.parent.mkdir(parents=True, exist_ok=True)
        with _room(folder) as tmp:
            made = _tables(run, tables, tmp)
            db.unlink(missing_ok=True)  # it goes first and comes last: where it is, the tables are of one panel
            for sheet in made:
                (tmp / f"{sheet.name}.parquet").replace(folder / f"{sheet.name}.parquet")
        written = [_placed(sheet, folder) for sheet in made]
        sheets = [*_of_run(run), *written]
        with _room(db.parent) as tmp:
            database.make(tmp / "new.duckdb", sheets, _origin(run))
            (tmp / "new.duckdb").replace(db)
    except OSError as error:
        raise OutputError(
            f"could not be written ({error.strerror or error})", path=str(error.filename or out)
        ) from None
    except database.duckdb().Error as error:
        raise OutputError(f"the panel could not be made: {str(error).splitlines()[0]}", path=str(out)) from error
    return Built(db, folder, {sheet.name: sheet for sheet in sheets}, *_summary(db, sheets))


def names(tables: Mapping[str, Derived]) -> list[str]:
    """The tables that a panel with these tables of several reports will have."""
    return [*specs(), *tables, "uncounted", "narrative", "wide", "narrative_sure", "wide_sure"]


def ready(out: Path, db: Path | None) -> Path:
    """The database that will be written, once it is clear that it may be.

    Raises
    ------
    ExtractError
        Where DuckDB is missing.
    OutputError
        Where the database is open elsewhere, or something else has its name.
    """
    db = (db or out / "panel.duckdb").absolute()
    database.duckdb()
    database.refuse_foreign(db)
    return db


def local(out: object) -> Path:
    """A run's folder on this machine.

    Raises
    ------
    InputError
        Where it is elsewhere (``s3://…``).
    """
    if "://" in str(out):
        raise InputError(
            "is not on this machine: DuckDB's views name files; copy the folder here (for s3: aws s3 cp --recursive) "
            "and give that",
            path=str(out),
        )
    return Path(str(out)).absolute()


def _tables(run: Results, tables: Mapping[str, Derived], tmp: Path) -> list[Sheet]:
    """Write every table of the panel into ``tmp``."""
    for name, wanted in _ORGANS.items():
        lacking = set(wanted) - {column.name for column in tables[name].columns} if name in tables else set(wanted)
        if lacking:
            raise ExtractError(f"table {name} lacks {', '.join(sorted(lacking))}", path=run.out, stage="panel")
    with database.duckdb().connect(config={"temp_directory": str(tmp / "spill")}) as connection:
        for sheet in _of_run(run):
            database.view(connection, sheet)
        _check(connection, run)
        sheets = []
        for name, table in tables.items():
            if name in specs():
                raise ExtractError(f"table {name} has the name of a table of the run", stage="panel")
            connection.register(name, table.arrow())
            columns = tuple(map(Labelled, table.columns))
            sheets.append(_write(connection, Sheet(name, table.doc, table.zh, columns, ()), f'FROM "{name}"', tmp))
        connection.register("rules", narrative.rules())
        connection.execute(f"CREATE TEMP TABLE judged AS {wide.judged()}")
        connection.execute("CREATE TEMP TABLE counted AS SELECT * FROM judged WHERE reason IS NULL")
        connection.execute(f"CREATE TEMP TABLE uncounted AS {wide.uncounted()}")
        left = Sheet("uncounted", wide.UNCOUNTED_DOC, wide.UNCOUNTED_ZH, wide.UNCOUNTED, ())
        sheets.append(_write(connection, left, "FROM uncounted ORDER BY path, report_id", tmp))
        for name, query in wide.around():
            connection.execute(f"CREATE TEMP TABLE {name} AS {query}")
        for suffix, limit, zh in (("", 0.0, ""), ("_sure", SURE, "（可信）")):
            more = f" (only what has a confidence of {SURE} and more)" if suffix else ""
            connection.execute(f"CREATE OR REPLACE TEMP TABLE said AS {narrative.sql(limit)}")
            tidy = Sheet(f"narrative{suffix}", narrative.DOC + more, narrative.ZH + zh, narrative.COLUMNS, ())
            sheets.append(_write(connection, tidy, "FROM said ORDER BY organ_id, year, variable", tmp))
            for name, query in wide.steps(limit):
                connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
            full = Sheet(f"wide{suffix}", wide.DOC + more, wide.ZH + zh, variables.wide(), ())
            sheets.append(_write(connection, full, wide.sql(limit), tmp))
    return sheets


def _check(connection: Any, run: Results) -> None:
    """See that there is something to make a panel of, in the variables of this version."""
    (reports,) = connection.execute("SELECT count(*) FROM reports").fetchall()[0]
    if not reports:
        raise InputError("holds no report; see its table failures", path=run.out)
    names = {name for (name,) in connection.execute("SELECT DISTINCT variable FROM panel").fetchall()}
    known = {variable.name for variable in crosswalk.variables()}
    if names and names != known:
        odd = ", ".join(sorted(names ^ known))
        raise InputError(f"was made with another crosswalk ({odd}); run gongkai run again", path=run.out)


def _write(connection: Any, sheet: Sheet, query: str, tmp: Path) -> Sheet:
    """Write a query as the Parquet file of a sheet; types, documentation and labels are those of its columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    spec = TableSpec(sheet.name, sheet.doc, sheet.zh, tuple(one.column for one in sheet.columns), lambda _: iter(()))
    shape = arrow.schema(spec)
    with pq.ParquetWriter(tmp / f"{sheet.name}.parquet", shape, compression="zstd") as file:
        for batch in connection.sql(query).to_arrow_reader(_BATCH):
            file.write_batch(pa.RecordBatch.from_arrays([batch.column(name) for name in shape.names], schema=shape))
    return sheet


def _of_run(run: Results) -> Iterator[Sheet]:
    for name in specs():
        yield database.of_run(name, [str(Path(file).absolute()) for file in run.parquet(name)])


def _placed(sheet: Sheet, folder: Path) -> Sheet:
    return Sheet(sheet.name, sheet.doc, sheet.zh, sheet.columns, (str(folder / f"{sheet.name}.parquet"),))


def _origin(run: Results) -> dict[str, str]:
    manifest = json.dumps(run.manifest, ensure_ascii=False, sort_keys=True)
    return {
        "gongkai": __version__,
        "run": str(run.folder.absolute()),
        "manifest_sha256": hashlib.sha256(manifest.encode()).hexdigest(),  # which run: a later one has another
    }


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """A place on the same disk that is gone afterwards, whatever happens."""
    tmp = Path(tempfile.mkdtemp(prefix=".gongkai-panel-", dir=folder))
    try:
        yield tmp
    finally:
        with suppress(OSError):
            shutil.rmtree(tmp)


def _summary(
    db: Path, sheets: Sequence[Sheet]
) -> tuple[dict[str, int], int, int, int, dict[str, int], dict[str, dict[str, int]]]:
    """Counts for a person: rows, organs, years, what is not counted, statuses."""
    with database.duckdb().connect(str(db), read_only=True) as connection:
        ask = connection.execute
        counted = ", ".join(f'(SELECT count(*) FROM "{sheet.name}")' for sheet in sheets)
        rows = dict(zip((sheet.name for sheet in sheets), ask(f"SELECT {counted}").fetchall()[0], strict=True))
        organs, years = ask("SELECT count(DISTINCT organ_id), count(DISTINCT year) FROM wide").fetchall()[0]
        (gaps,) = ask("SELECT count(*) FROM coverage WHERE status IN ('missing', 'not_a_report')").fetchall()[0]
        reasons = dict(ask("SELECT reason, count(*) FROM uncounted GROUP BY 1 ORDER BY 1").fetchall())
        told = [one for one in variables.wide() if one.role == "status"]
        (counts,) = ask(f"SELECT {', '.join(f'histogram({one.name})' for one in told)} FROM wide").fetchall()
        found: dict[str, dict[str, int]] = {}
        for one, count in zip(told, counts, strict=True):
            known = found.setdefault("form" if "no_table" in one.statuses else one.of.partition("_")[0], {})
            for status, times in (count or {}).items():
                known[status] = known.get(status, 0) + times
    return rows, organs, years, gaps, reasons, found
