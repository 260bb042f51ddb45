"""A table as a workbook for Excel: labelled, header and names frozen, with sheets that explain columns and statuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from extract.panel import database
from extract.panel.database import Sheet

ROWS = 1_048_576  # of a sheet of Excel, the header among them
COLUMNS = 16_384
TEXT = 32_767  # characters of a cell
_BATCH = 5_000
_NAMES = {"en": ("columns", "statuses"), "zh": ("列说明", "状态说明")}
_MADE = datetime(2000, 1, 1)  # no time of making: the same run gives the same workbook
_FROZEN = {"wide": 2, "wide_sure": 2}  # columns at the left that stay in view


class UnfitError(Exception):
    """A table does not fit a format: too many rows or columns, a value it cannot hold; says what to take instead."""


def write(
    connection: Any, query: str, sheet: Sheet, header: Sequence[str], path: Path, labels: str
) -> tuple[int, list[str]]:
    """Write a workbook.

    Parameters
    ----------
    connection, query
        Where the rows come from; lists are texts.
    sheet, header
        The table, and what stands above its columns.
    path, labels
        The file; ``zh`` gives Chinese headers and names of the sheets.

    Returns
    -------
    int, list of str
        Rows, and what a reader must know.

    Raises
    ------
    UnfitError
        Where Excel has no room for the table.
    """
    import xlsxwriter

    (rows,) = connection.execute(f'SELECT count(*) FROM "{sheet.name}"').fetchall()[0]
    if rows + 1 > ROWS or len(header) > COLUMNS:
        raise UnfitError(
            f"{rows:,} rows and {len(header):,} columns: a sheet of Excel holds {ROWS - 1:,} and {COLUMNS:,}; take csv "
            "or parquet, or a part of it by SQL"
        )
    cut = 0
    # strings are strings: neither =1+1 nor http://… nor 007 is anything else in a cell
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": f"{sheet.name} ({sheet.zh})", "comments": sheet.doc, "created": _MADE})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        page = book.add_worksheet((sheet.zh if labels == "zh" else sheet.name)[:31])
        page.freeze_panes(1, _FROZEN.get(sheet.name, 0))
        page.set_column(0, len(header) - 1, 14)
        _row(page, 0, header, bold)
        at = 0
        for batch in connection.sql(query).to_arrow_reader(_BATCH):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                at += 1
                cut += _row(page, at, values)
        page.autofilter(0, 0, max(at, 1), len(header) - 1)
        _explain(book, bold, _NAMES[labels][0], *database.about([sheet]), labels)
        if any(one.role == "status" for one in sheet.columns):
            _explain(book, bold, _NAMES[labels][1], *database.status_table(), labels)
    note = (
        f"{cut:,} texts were cut at the {TEXT:,} characters that a cell of Excel holds; csv and parquet have them whole"
    )
    return at, [note] if cut else []


def _row(page: Any, at: int, values: Sequence[Any], style: Any = None) -> int:
    """Write a row; how many texts had to be cut."""
    cut = 0
    for column, value in enumerate(values):
        if value is None:
            continue
        if isinstance(value, str):
            cut += len(value) > TEXT
            page.write_string(at, column, value[:TEXT], style)
        else:
            page.write_number(at, column, value, style)
    return cut


def _explain(
    book: Any, bold: Any, name: str, columns: Sequence[Any], rows: Sequence[Sequence[Any]], labels: str
) -> None:
    page = book.add_worksheet(name)
    page.freeze_panes(1, 0)
    page.set_column(0, len(columns) - 1, 24)
    _row(page, 0, [one.column.zh if labels == "zh" else one.name for one in columns], bold)
    for at, row in enumerate(rows, 1):
        _row(page, at, row)
