"""The tables of a shard as Arrow: rows of new reports, rows that an earlier run made, in the order of the files."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy
import pyarrow as pa
import pyarrow.parquet as pq

from extract.batch import Outcome
from extract.errors import OutputError
from extract.export import arrow
from extract.export.record import line
from extract.export.tables import failure_row, specs
from extract.shards.manifest import Part, part_path
from extract.storage import Place

#: beside the tables: the nested record of each report and the text that it points into
RECORDS = "records"
RECORDS_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("report_id", "path", "text_sha256", "record")),
        ("text", pa.binary()),  # not a string: a text may hold half a pair of surrogates
    ]
)
Tables = Mapping[str, Any]


def names() -> tuple[str, ...]:
    """The names of all tables of a shard."""
    return (*specs(), RECORDS)


def schema(table: str) -> Any:
    """The Arrow schema of a table of a shard."""
    return RECORDS_SCHEMA if table == RECORDS else arrow.schema(specs()[table])


def made(outcomes: Iterable[Outcome]) -> Tables:
    """The rows of reports and failures."""
    reports = [outcome.report for outcome in outcomes if outcome.report is not None]
    failures = [failure_row(outcome.failure) for outcome in outcomes if outcome.failure is not None]
    out = {}
    for name, spec in specs().items():
        rows = failures if name == "failures" else [row for report in reports for row in spec.rows(report)]
        out[name] = arrow.table(spec, rows)
    texts = [report.text.encode("utf8", "surrogatepass") for report in reports]
    columns = [
        pa.array([report.report_id for report in reports], pa.string()),
        pa.array([report.source.path for report in reports], pa.string()),
        pa.array([hashlib.sha256(text).hexdigest() for text in texts], pa.string()),
        pa.array([line(report) for report in reports], pa.string()),
        pa.array(texts, pa.binary()),
    ]
    out[RECORDS] = pa.Table.from_arrays(columns, schema=RECORDS_SCHEMA)
    return out


def joined(new: Sequence[Tables], kept: Sequence[Tables], files: Sequence[str]) -> Tables:
    """New rows and kept ones, in the order of ``files`` (their names)."""
    out = {}
    for name in names():
        table = pa.concat_tables([schema(name).empty_table(), *(t[name] for t in (*new, *kept))])
        if kept:
            import pyarrow.compute as pc  # it takes a while, and most shards have nothing kept

            place = pc.index_in(table["path"], value_set=pa.array(files, pa.string())).to_numpy()
            table = table.take(pa.array(numpy.argsort(place, kind="stable")))
        out[name] = table.combine_chunks()
    return out


def kept(place: Place, row: str, files: Collection[str]) -> Tables:
    """The rows of some files of a shard that was made before."""
    import pyarrow.compute as pc

    wanted = pa.array(sorted(files), pa.string())
    out = {}
    for name in names():
        table = read(place, name, row)
        out[name] = table.filter(pc.is_in(table["path"], value_set=wanted))
    return out


def read(place: Place, table: str, row: str, columns: Sequence[str] | None = None) -> Any:
    """One part of a table.

    Raises
    ------
    OutputError
        Where it is damaged; says what to do.
    """
    name = part_path(table, row)
    try:
        with place.system.open_input_file(place.path(name)) as file:
            # one after the other: the parts are small, and threads would keep memory for each
            return pq.ParquetFile(file, pre_buffer=False).read(columns, use_threads=False)
    except (OSError, pa.ArrowException) as error:
        said = " ".join(str(error).split())[:150]
        what = f"{name} cannot be read ({said}); delete it, and the same command makes it again"
        raise OutputError(what, path=place.where) from None


def write(place: Place, row: str, tables: Tables) -> dict[str, Part]:
    """Write the part of each table under the name of the row."""
    out = {}
    for name, table in tables.items():
        data = packed(table)
        place.write(part_path(name, row), data)
        out[name] = Part(table.num_rows, len(data))
    return out


def packed(table: Any) -> Any:
    """A table as the bytes of a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()
