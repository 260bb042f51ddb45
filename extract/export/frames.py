"""Tables as DataFrames, of pandas or polars."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from extract.export.tables import specs
from extract.model import Report


def frame(reports: Report | Iterable[Report], table: str = "facts", *, engine: str = "pandas") -> Any:
    """One table of many reports as a DataFrame.

    Parameters
    ----------
    reports
        One report, or any number of them.
    table
        ``reports``, ``sections``, ``facts``, ``channels``, ``problems``, ``remedies``, ``links``, ``cells``,
        ``panel``, ``checks``, ``contacts`` or ``warnings``.
    engine
        ``pandas`` (integers stay integers where a cell is empty) or ``polars``.

    Raises
    ------
    ValueError
        Where there is no such table or engine.
    ImportError
        Where the engine is not installed; the message names the extra.
    """
    if isinstance(reports, Report):
        reports = [reports]
    known = [name for name in specs() if name != "failures"]
    if table not in known:
        raise ValueError(f"no table {table!r}; there are {', '.join(known)}")
    _check(engine)
    from extract.export import arrow

    spec = specs()[table]
    return of_arrow(arrow.table(spec, [row for report in reports for row in spec.rows(report)]), engine)


def of_arrow(data: Any, engine: str) -> Any:
    """A ``pyarrow.Table`` as a DataFrame of ``pandas`` or ``polars``; raises as :func:`frame` does."""
    _check(engine)
    if engine == "polars":
        import polars

        return polars.from_arrow(data)
    import pandas

    nullable = {"int64": pandas.Int64Dtype(), "double": pandas.Float64Dtype(), "string": pandas.StringDtype()}
    return data.to_pandas(types_mapper=lambda kind: nullable.get(str(kind)))


def _check(engine: str) -> None:
    if engine not in ("pandas", "polars"):
        raise ValueError(f"no engine {engine!r}; there are pandas and polars")
    if find_spec(engine) is None:
        raise ImportError(f"{engine} is not installed; install it with: pip install 'gongkai[{engine}]'")
