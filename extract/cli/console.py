"""What the commands share: consoles, the line for an error, a small table."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.errors import ExtractError

PIPE_WIDTH = 160  # columns where the output is no terminal: nothing is cut short for want of a window


def stdout() -> Console:
    """The console for results."""
    return _console(stderr=False)


def stderr() -> Console:
    """The console for progress and errors."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")  # a terminal that knows no Chinese gets question marks, not a traceback
    width = None if stream.isatty() else PIPE_WIDTH
    return Console(stderr=stderr, highlight=False, emoji=False, width=width, soft_wrap=False)


def complain(error: ExtractError) -> None:
    """One line on standard error: which file, what happened, what to do."""
    stderr().print(Text(f"gongkai: {error}", style="red"), soft_wrap=True)


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = ()) -> Table:
    """A table in which text of the reports is never read as markup; Rich counts a Chinese character as two columns."""
    out = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in head:
        out.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        out.add_row(*(cell if isinstance(cell, Text) else Text("" if cell is None else str(cell)) for cell in row))
    return out


def number(value: float | None) -> str:
    """A number for a person: whole ones without a point, thousands apart."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"
