"""``gongkai panel``: a run as tidy tables, a wide table, a database, and files for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.text import Text

from extract import results
from extract.cli import console
from extract.errors import ExtractError, InputError
from extract.panel import build, exports
from extract.panel.build import Built
from extract.panel.derive import derived

_SORTS = {
    "form": "statutory tables (crosswalk)",
    "said": "numbers of the narrative",
    "n": "things counted",
    "channel": "kinds of channels",
    "problem": "aspects of problems",
    "remedy": "aspects of remedies",
}


def panel(
    out: str, db: Path | None, formats: Sequence[str], labels: str, table: str, renames: Path | None = None
) -> int:
    """Run the command.

    Parameters
    ----------
    out, db, formats, labels, table, renames
        Its argument and options.

    Returns
    -------
    int
        Exit code: 0, 1 where a file could not be written because the table is too large for it, 2 where nothing could
        be made.
    """
    wanted = [name.strip().lower() for name in formats if name.strip()]
    try:
        exports.check(wanted, labels)
        build.ready(build.local(out), db)  # before anything takes time
        run = results.load(out)
        tables = derived(run, renames)
        if table not in (known := build.names(tables)):
            raise InputError(f"there is no table {table!r}; there are {', '.join(known)}", path=str(out))
        built = build.build(run, tables, db)
        _sum_up(built)
        whole = True
        for file in exports.export(built.db, built.sheets[table], built.folder, wanted, labels):
            whole = whole and file.rows is not None
            _say(file)
    except ExtractError as error:
        console.complain(error)
        return 2
    _next(built)
    return 0 if whole else 1


def _sum_up(built: Built) -> None:
    screen = console.stdout()
    rows = [(name, console.number(count)) for name, count in built.rows.items()]
    screen.print(console.table("Panel", ("table", "rows"), rows, right=("rows",)))
    screen.print(
        f"Wide table: {built.rows['wide']:,} organ-years of {built.organs:,} organs in {built.years:,} years.",
        soft_wrap=True,
    )
    if built.gaps:
        gaps = (
            f"Gaps: {built.gaps:,} organ-years between an organ's first report and its last have none (table coverage)"
        )
        screen.print(Text(gaps, style="yellow"), soft_wrap=True)
    if built.reasons:
        listed = ", ".join(f"{reason} {count:,}" for reason, count in built.reasons.items())
        left = Text(f"Reports in no row of it: {listed} (table uncounted)", style="yellow")
        screen.print(left, soft_wrap=True)
    lines = []
    for sort, told in built.statuses.items():
        every = sum(told.values())
        listed = ", ".join(f"{name} {count:,}" for name, count in sorted(told.items(), key=lambda one: -one[1]))
        lines.append((_SORTS[sort], f"{every:,}", listed))
    screen.print(console.table("Values of the wide table by status", ("variables", "values", "status"), lines))


def _say(file: exports.Exported) -> None:
    screen = console.stdout()
    if file.rows is None:
        screen.print(Text(f"Not written: {file.path}: {'; '.join(file.notes)}", style="red"), soft_wrap=True)
        return
    screen.print(Text(f"{file.path}: {file.rows:,} rows"), soft_wrap=True)
    for note in file.notes:
        screen.print(Text(f"  {note}", style="yellow"), soft_wrap=True)


def _next(built: Built) -> None:
    lines = (
        f"Tables as Parquet: {built.folder}",
        f"Database: {built.db}",
        "Open it in Python:",
        f"  import duckdb; con = duckdb.connect({str(built.db)!r}, read_only=True)",
        "and ask, for example:",
        "  SELECT * FROM columns WHERE table_name = 'wide';",
        "  SELECT organ, year, applications_received, applications_received_status FROM wide ORDER BY organ, year;",
        "  SELECT year, count(*) AS organs, avg(said_items_disclosed) AS mean FROM wide GROUP BY year ORDER BY year;",
    )
    for line in lines:
        console.stdout().print(Text(line), soft_wrap=True)
