"""What the tables made of several reports need of a run: its reports, and stretches of its larger tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.errors import InputError
from extract.results import RECORDS, Results

FULL = "disclosure_report"  # document_kind of a report; its statistics may be a document of their own
STATISTICS = "statistics_annex"


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
    """A large table part by part (``pyarrow.Table``): memory does not grow with its rows.

    Parameters
    ----------
    run
        The run.
    table, columns
        Which table, and what of it; the columns of ``only`` must be among them.
    only
        By column the values that a row must have one of.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = {name: pa.array(list(values), pa.string()) for name, values in (only or {}).items()}
    for part in run.batches(table, columns):
        for name, values in wanted.items():
            part = part.filter(pc.is_in(part.column(name), value_set=values))
        yield part


def texts(run: Results, seen: Sequence[Seen]) -> Iterator[str]:
    """The texts of the reports, one after the other, in their order.

    Raises
    ------
    InputError
        Where the texts are not those of the reports: a part of the run was changed.
    """
    at = 0
    for part in run.batches(RECORDS, ["path", "text"]):
        for path, text in zip(part.column("path"), part.column("text"), strict=True):
            if at == len(seen) or seen[at].path != path.as_py():
                raise InputError("has texts of other reports than its table; run gongkai run again", path=run.out)
            at += 1
            yield text.as_py().decode("utf8", "surrogatepass")
