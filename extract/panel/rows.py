"""What the tables made of several reports need of a run: its reports, and stretches of its larger tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.results import Results

FULL = "disclosure_report"  # document_kind of a report; its statistics may be a document of their own
STATISTICS = "statistics_annex"
BATCH = 65_536  # rows of a large table held at once


@dataclass(frozen=True, slots=True)
class Seen:
    """A report as the run has it.

    Attributes
    ----------
    organ
        Name as written, None where none was found.
    kind
        What the document is (``disclosure_report``, ``statistics_annex`` …).
    chars
        Length of its text; 0 where the run does not say.
    failed
        Checks within the report that failed.
    """

    report_id: str
    path: str
    organ: str | None = None
    year: int | None = None
    kind: str = FULL
    chars: int = 0
    failed: int = 0
    sha256: str = ""


_SEEN = ("report_id", "path", "organ", "year", "document_kind", "chars", "checks_failed", "sha256")


def reports(run: Results) -> list[Seen]:
    """The reports of a run, in its order."""
    table = run.table("reports", list(_SEEN))
    columns = (table.column(name).to_pylist() for name in _SEEN)
    return [
        Seen(report_id, path, organ or None, year, kind, chars or 0, failed or 0, sha256 or "")
        for report_id, path, organ, year, kind, chars, failed, sha256 in zip(*columns, strict=True)
    ]


def scan(
    run: Results, table: str, columns: Sequence[str], only: Mapping[str, Sequence[Any]] | None = None
) -> Iterator[Any]:
    """A large table in batches (``pyarrow.RecordBatch``): memory does not grow with its rows.

    Parameters
    ----------
    run
        The run.
    table, columns
        Which table, and what of it.
    only
        By column the values that a row must have one of.
    """
    import pyarrow.dataset as ds

    wanted = None
    for name, values in (only or {}).items():
        condition = ds.field(name).isin(list(values))
        wanted = condition if wanted is None else wanted & condition
    source = ds.dataset(run.parquet(table), format="parquet")
    yield from source.to_batches(columns=list(columns), filter=wanted, batch_size=BATCH, use_threads=False)
