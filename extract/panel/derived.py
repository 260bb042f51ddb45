"""What a table of the panel is, where it is made from several reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extract.export import arrow
from extract.export.columns import Column, Row, TableSpec


@dataclass(frozen=True, slots=True)
class Derived:
    """A table made of a whole run: what it is, its columns and its rows (tuples, in the order of the columns)."""

    name: str
    doc: str
    zh: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def arrow(self) -> Any:
        """The table as ``pyarrow.Table``, with documentation and Chinese labels in its schema."""
        spec = TableSpec(self.name, self.doc, self.zh, self.columns, lambda report: iter(()))
        return arrow.table(spec, self.rows)
