"""What the commands share: consoles, the line for an error, tables that fit, a pager."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from extract.errors import ExtractError

SHORT_WIDTH = 76  # columns from which on a table is printed short and not as paragraphs
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


def paged(make: Callable[[Console], None], *, pager: bool = True) -> None:
    """Print what ``make`` prints; on a terminal that is too low for it, through ``$PAGER`` or ``less -R``.

    Where the output is no terminal it is plain, 160 columns wide, and never paged.
    """
    screen = stdout()
    if not (pager and sys.stdout.isatty()):
        make(screen)
        return
    command = shlex.split(os.environ.get("PAGER", "less -R"))
    held = io.StringIO()
    colours = screen.color_system if command and "less" in command[0] else None  # others may show the codes themselves
    copy = Console(
        file=held,
        width=screen.width,
        force_terminal=True,
        color_system=colours,  # type: ignore[arg-type]  # what rich gives, rich takes
        no_color=screen.no_color,
        highlight=False,
        emoji=False,
    )
    make(copy)
    if not command or command == ["cat"] or held.getvalue().count("\n") < screen.height:
        make(screen)
        return
    environment = {"LESSCHARSET": "utf-8", "LESS": "FRX", **os.environ}
    try:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, encoding="utf8", errors="replace", env=environment
        ) as less:
            try:
                less.communicate(held.getvalue())
            except KeyboardInterrupt:  # the reader's business: less goes on until q
                less.wait()
    except OSError:  # no such pager
        make(screen)


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[str] = ()) -> Table:
    """A table in which text of the reports is never read as markup; Rich counts a Chinese character as two columns."""
    out = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in head:
        out.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        out.add_row(*map(_text, row))
    return out


def _text(cell: object) -> Text:
    return cell if isinstance(cell, Text) else Text("" if cell is None else str(cell))


def fitted(
    screen: Console,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    right: Sequence[str] = (),
    short: tuple[Sequence[str], list[Sequence[object]]] | None = None,
) -> None:
    """Print a table as a terminal shows it best: without empty columns, and where it is too wide a row as a paragraph.

    Where the output is no terminal, the table is printed as it is: programs count columns.

    Parameters
    ----------
    short
        Head and rows of a table of fewer columns, for a terminal of the usual width.
    """
    listed = [[_text(cell) for cell in row] for row in rows]
    if not screen.is_terminal:
        screen.print(table(title, head, listed, right=right))
        return
    kept = [at for at in range(len(head)) if at == 0 or any(row[at].plain for row in listed)]
    names = [head[at] for at in kept]
    made = table(title, names, [[row[at] for at in kept] for row in listed], right=right)
    if Measurement.get(screen, screen.options.update(max_width=10_000), made).maximum <= screen.width:
        screen.print(made)
        return
    if short is not None and screen.width >= SHORT_WIDTH:
        made = table(title, short[0], short[1], right=right)
        for column in made.columns[:-1]:
            column.no_wrap = True
        screen.print(made)
        return
    screen.print(Text(title, style="bold"))
    widest = max((cell_len(row[0].plain) for row in listed), default=0)
    for row in listed:
        line = Text()
        for at in kept[1:]:
            if row[at].plain:
                line.append("" if not line.plain else " " if head[at] == "unit" else " · ")
                line.append("" if head[at] in _PLAIN else f"{head[at]} ", style="dim").append_text(_bare(row[at]))
        hang(screen, _bare(row[0]).append(" " * (widest + 2 - row[0].cell_len)), line)
    screen.print()


def _bare(text: Text) -> Text:
    """Text without the blanks before it, by which a table shows depth."""
    return text[len(text.plain) - len(text.plain.lstrip()) :]


def hang(screen: Console, name: Text, line: Text) -> None:
    """Print a name, and what goes with it; further lines begin under its first, or nearer where the name is long."""
    indent = min(name.cell_len, screen.width // 4)
    first, *others = wrapped(line, screen.width - name.cell_len, screen.width - indent)
    screen.print(Text().append_text(name).append_text(first), soft_wrap=True)  # each in its own style
    for other in others:
        screen.print(Text(" " * indent).append_text(other), soft_wrap=True)


def wrapped(text: Text, first: int, other: int) -> list[Text]:
    """Text in lines of at most so many columns: between Chinese characters it may break anywhere, but not before 。.

    Parameters
    ----------
    first, other
        Columns of the first line, and of the others.
    """
    breaks, used, width = list[int](), 0, max(first, 2)
    for token in _TOKEN.finditer(text.plain):
        size = cell_len(token[0])
        if used and used + cell_len(token[0].rstrip()) > width:
            breaks.append(token.start())
            used, width = 0, max(other, 2)
        for at, char in enumerate(token[0]):  # a word that no line can hold
            if size > width and used and used + cell_len(char) > width:
                breaks.append(token.start() + at)
                used, width = 0, max(other, 2)
            used += cell_len(char)
    lines = list(text.divide(breaks))
    for line in lines:
        line.rstrip()
    return lines or [Text()]


_TOKEN = re.compile(r"(?:[\x21-\x7e]+|[^\x21-\x7e\s]|\s)(?:[，。；、：！？）”’》〉】]+|\s+)?")
#: columns that say by themselves what they are
_PLAIN = frozenset(
    {
        "kind",
        "heading",
        "name",
        "stage",
        "value",
        "unit",
        "text",
        "table",
        "check",
        "message",
        "outcome",
        "rule",
        "category",
    }
)


def number(value: float | None) -> str:
    """A number for a person: whole ones without a point, thousands apart."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"
