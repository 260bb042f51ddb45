"""Tables whose rows are reports, as crawlers deliver them: .csv, .jsonl and .parquet with a column of texts.

A report in a table has the table's path with its row and the column behind it: ``crawl.csv#17:content``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from extract.errors import ReadError
from extract.lexicon import rx
from extract.reading.encoding import decode

SUFFIXES = frozenset({".csv", ".jsonl", ".parquet"})
MAX_BYTES = 300_000_000
_SHOWN = 30  # columns that a message names


class Bad(str):
    """In place of a value: the reason why there is none."""

    __slots__ = ()


def split(path: str | Path) -> tuple[Path, int, str] | None:
    """The table, row (from 1) and column that a path leads to; None where it leads into no table."""
    found = rx(r"(?s)(.+)#(\d{1,12}):(.+)").fullmatch(str(path))
    if found is None or Path(found[1]).suffix.lower() not in SUFFIXES or not Path(found[1]).is_file():
        return None
    return Path(found[1]), int(found[2]), found[3]


def listing(path: str | Path, text: str | None, key: str | None) -> list[tuple[str, str]]:
    """The rows of a table: for each the end of its path, and the name to record.

    Parameters
    ----------
    path
        The table.
    text
        The column that holds the reports.
    key
        The column that holds the names of the rows; their numbers where it is None.

    Raises
    ------
    ReadError
        Where it cannot be read or has no such column; the message names those that there are.
    """
    if text is None:
        what = "is a table; say with --text-column which column holds the reports"
        raise ReadError(f"{what} (there are: {_listed(_columns(path))})")
    texts = _column(path, text)
    keys = _column(path, key) if key is not None else ()
    if not texts:
        raise ReadError("holds no row; take it out or fetch it again")
    names: list[str] = []
    seen: set[str] = set()
    for row in range(1, len(texts) + 1):
        name = "" if not keys or isinstance(keys[row - 1], Bad) else " ".join(keys[row - 1].split())
        name = name or str(row)
        if name in seen:
            name = f"{name} (row {row})"
        seen.add(name)
        names.append(name)
    return [(f"#{row}:{text}", f"#{name}") for row, name in enumerate(names, 1)]


def load(path: str | Path, row: int, text: str, max_bytes: int) -> bytes:
    """The text of one row, as UTF-8.

    Raises
    ------
    ReadError
        Where there is no such row, it has no text, or too much.
    """
    texts = _column(path, text)
    if not 0 < row <= len(texts):
        raise ReadError(f"the table has no row {row}; there are {len(texts):,}, counted from 1 below the head")
    found = texts[row - 1]
    if isinstance(found, Bad):
        raise ReadError(str(found))
    data = found.encode("utf-8", "replace")  # half of a pair of surrogates, which JSON may hold, is no text
    if len(data) > max_bytes:
        raise ReadError(f"{len(data):,} bytes are more than the limit of {max_bytes:,}; split the text")
    return data


def _listed(columns: Sequence[str]) -> str:
    more = f" … and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
    return (", ".join(columns[:_SHOWN]) or "none") + more


def _missing(name: str, columns: Sequence[str]) -> ReadError:
    return ReadError(f"has no column {name!r}; there are: {_listed(columns)}")


def _stamp(path: str | Path) -> tuple[str, int, int]:
    try:
        state = Path(path).stat()
    except OSError as error:
        raise ReadError(f"could not be read ({error.strerror}); check the path") from None
    if state.st_size > MAX_BYTES:
        raise ReadError(f"{state.st_size:,} bytes are more than the limit of {MAX_BYTES:,}; split the table")
    return str(path), state.st_mtime_ns, state.st_size


def _column(path: str | Path, name: str) -> tuple[str, ...]:
    return _cached(*_stamp(path), name)


@lru_cache(2)  # the texts and the names of one table; its rows come one after the other
def _cached(path: str, time: int, size: int, name: str) -> tuple[str, ...]:
    kind = Path(path).suffix.lower()
    return tuple({".csv": _from_csv, ".jsonl": _from_jsonl, ".parquet": _from_parquet}[kind](Path(path), name))


def _columns(path: str | Path) -> tuple[str, ...]:
    """The names of the columns (of a .jsonl: those of its first lines)."""
    _stamp(path)
    kind = Path(path).suffix.lower()
    if kind == ".parquet":
        return tuple(_parquet(Path(path)).schema_arrow.names)
    if kind == ".csv":
        return tuple(next(_csv(_text(Path(path)), None), []))
    first = (one for _, one in zip(range(20), _json(Path(path)), strict=False))
    return tuple(dict.fromkeys(key for one in first if isinstance(one, dict) for key in one))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"could not be read ({error.strerror}); check the disk and its permissions") from None
    if not data.strip():
        raise ReadError("is empty; take it out or fetch it again")
    return decode(data)[0]


# ---------------------------------------------------------------- the formats


def _csv(text: str, column: str | None) -> Iterator[list[str]]:
    """The rows of a CSV, its head first; parted by the mark that gives a column of that name."""
    csv.field_size_limit(2**31 - 1)  # the size of the file is bounded
    marks = (",", "\t", ";", "|")
    heads = {mark: next(csv.reader(io.StringIO(text[:65_536]), delimiter=mark), []) for mark in marks}
    best = max(marks, key=lambda mark: (column in heads[mark], len(heads[mark])))
    try:
        yield from csv.reader(io.StringIO(text), delimiter=best)
    except csv.Error as error:
        raise ReadError(f"is no CSV that can be read ({error}); save it again as CSV (UTF-8)") from None


def _from_csv(path: Path, name: str) -> Iterator[str]:
    rows = _csv(_text(path), name)
    head = [cell.strip() for cell in next(rows, [])]
    if name not in head:
        raise _missing(name, head)
    at = head.index(name)
    for row in rows:
        if not row:
            continue  # a blank line
        if len(row) <= at or any(cell.strip() for cell in row[len(head) :]):
            yield Bad(f"the row has {len(row)} fields where the head has {len(head)}; mend its quotation marks")
        else:
            yield row[at]


def _json(path: Path) -> Iterator[Any]:
    """The object of each line; a reason in place of a line that holds none."""
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        yield found if isinstance(found, dict) else Bad(f"line {number} is no JSON object; mend it or take it out")


def _from_jsonl(path: Path, name: str) -> Iterator[str]:
    columns: dict[str, None] = {}
    known = False
    values: list[str] = []
    for one in _json(path):
        if isinstance(one, Bad):
            values.append(one)
            continue
        columns.update(dict.fromkeys(one) if len(columns) < 1000 else {})
        known = known or name in one
        values.append(_plain(one.get(name), name))
    if not known:
        raise _missing(name, tuple(columns))
    yield from values


def _plain(value: Any, name: str) -> str:
    if value is None or value == "" or value != value:  # not a number: how pandas writes that there is nothing
        return Bad(f"has nothing in the column {name!r}; take the row out or fetch it again")
    if isinstance(value, str | int | float):
        return str(value)
    return Bad(f"has no text in the column {name!r}; name one whose values are text")


def _parquet(path: Path) -> Any:
    import pyarrow.parquet

    try:
        return pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowException, OSError) as error:
        what = " ".join(str(error).split())[:120]
        raise ReadError(f"is no Parquet that can be read ({what}); write it again") from None


def _from_parquet(path: Path, name: str) -> Iterator[str]:
    import pyarrow

    with _parquet(path) as table:
        if name not in table.schema_arrow.names:
            raise _missing(name, table.schema_arrow.names)
        left = 2 * MAX_BYTES
        try:
            for batch in table.iter_batches(batch_size=128, columns=[name]):
                left -= batch.nbytes
                if left < 0:
                    raise ReadError(f"unpacks to more than {2 * MAX_BYTES:,} bytes; split the table")
                for value in batch.column(0).to_pylist():
                    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                    yield _plain(text, name)
        except (pyarrow.ArrowException, OSError) as error:
            what = " ".join(str(error).split())[:120]
            raise ReadError(f"is a damaged Parquet ({what}); write it again") from None
