"""``gongkai audit``: a random sample to look at, and what it tells of the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from extract.audit.estimate import Estimate, Quality

app = typer.Typer(
    help="Draw a sample of a run to check; precision, recall and corrected totals from it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]


def _tried(work: Callable[[], None]) -> None:
    """Do the work of a command; a mistake of the user's is one message and exit code 2."""
    from extract.cli import console
    from extract.errors import ExtractError

    try:
        work()
    except ExtractError as error:
        console.complain(error)
        raise typer.Exit(2) from None


@app.command("sample")
def sample_command(
    run: Annotated[Path, typer.Argument(metavar="OUT", help="Folder of the run.")],
    n: Annotated[int, typer.Option("--n", min=2, help="How many rows.")] = 200,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Sheet to write, .xlsx or .csv (audit.xlsx).")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed draws the same.")] = 0,
    by: Annotated[
        str, typer.Option(metavar="NAMES", help="Strata: kind, confidence, level, year, section, size, format.")
    ] = "kind,confidence",
    layers: Annotated[
        str, typer.Option(metavar="NAMES", help="What is audited: fact, channel, problem, remedy.")
    ] = "fact",
    sentences: Annotated[
        int | None, typer.Option(min=0, help="How many of the rows are sentences, for recall (default half).")
    ] = None,
    allocation: Annotated[str, typer.Option(help="neyman (more of what is unsure) or proportional.")] = "neyman",
    least: Annotated[int, typer.Option(min=2, help="Rows from each stratum at least.")] = 5,
    overwrite: Overwrite = False,
) -> None:
    """Draw a stratified random sample of facts and sentences as a sheet to fill in."""

    def work() -> None:
        from extract.audit import drawing, sheet
        from extract.cli import console
        from extract.facts import kinds
        from extract.results import load

        path = out or Path("audit.xlsx")
        known = {kind.name: kind.stages for kind in kinds()}
        names = [[name.strip() for name in told.split(",") if name.strip()] for told in (by, layers)]
        design, drawn = drawing.draw(
            *(load(run), n, known),
            sentences=sentences,
            seed=seed,
            by=names[0],
            layers=names[1],
            allocation=allocation,
            least=least,
        )
        sheet.write(design, drawn, path, overwrite=overwrite)
        rows = [
            (one.name, f"{one.size:,}", one.drawn, f"{one.drawn / one.size:.3f}", f"{one.sure:.2f}" if one.sure else "")
            for one in design.strata
        ]
        screen = console.stdout()
        head = ("stratum", "of", "drawn", "probability", "confidence")
        screen.print(console.table("Strata", head, rows, right=head[1:]))
        if len(drawn) < n:
            screen.print(f"{len(drawn)} rows drawn, not {n}: that is all there is", soft_wrap=True)
        left = design.left_out
        if left["same_file"]:
            screen.print(f"Left out: {left['same_file']:,} records of files that another path holds too")
        screen.print(f"{len(drawn):,} rows written to {path}; fill in its yellow columns, then:", soft_wrap=True)
        screen.print(f"  gongkai audit estimate {path}", soft_wrap=True)

    _tried(work)


@app.command("estimate")
def estimate_command(
    filled: Annotated[Path, typer.Argument(metavar="SHEET", help="The sheet, filled in.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Write tables, JSON and a paragraph for a paper.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    run: Annotated[
        Path | None, typer.Option("--run", metavar="OUT", help="Refuse a sheet that was not drawn from this run.")
    ] = None,
    least: Annotated[int, typer.Option(min=1, help="Answers that each stratum needs.")] = 2,
    overwrite: Overwrite = False,
) -> None:
    """Precision, recall, F1 and corrected totals with 95 % intervals, from a sheet that was filled in."""

    def work() -> None:
        from extract.audit import estimate, report
        from extract.audit.design import fingerprint
        from extract.audit.filled import read
        from extract.errors import AnnotationError
        from extract.results import load

        told = read(filled)
        if run is not None and fingerprint(load(run)) != told.design.run["fingerprint"]:
            raise AnnotationError(f"was drawn from another run than {run}; draw a new one", path=str(filled))
        try:
            found = estimate.estimate(told, least=least)
        except AnnotationError as error:
            raise AnnotationError(error.reason, path=str(filled)) from None
        if out is not None:
            report.write(found, out, overwrite=overwrite)
        if as_json:
            typer.echo(report.as_json(found), nl=False)
        else:
            _print(found, out)

    _tried(work)


def _print(found: Estimate, out: Path | None) -> None:
    from extract.audit import report
    from extract.cli import console

    screen = console.stdout()
    rows = [
        (one.stratum, f"{one.size:,}", one.drawn, one.answered, one.events, report.shown(one.figure))
        for one in found.strata
    ]
    head = ("stratum", "of", "drawn", "answered", "errors", "precision, or missed a sentence")
    screen.print(console.table("Strata", head, rows, right=head[1:]))
    groups = {"Overall": tuple(found.overall.values()), "Kinds": found.kinds, **found.groups}
    for title, some in groups.items():
        if some:
            screen.print(_quality(title, some))
    values = [
        (one.cell, f"{one.counted:,}", console.number(one.read), report.shown(one.corrected, "{:,.0f}"))
        for one in found.sums
    ]
    if values:
        names = ("kind", "counted", "read", "corrected")
        screen.print(console.table("Sums of values", names, values, right=names[1:]))
    screen.print(f"{found.answered:,} rows answered, {found.blank:,} not. Intervals: 95 %.")
    if out is not None:
        screen.print(f"Written to {out}/: {', '.join(report.FILES)}", soft_wrap=True)
    screen.print()
    screen.print(report.paragraph(found, "en"), soft_wrap=True)
    screen.print()
    screen.print(report.paragraph(found, "zh"), soft_wrap=True)


def _quality(title: str, some: tuple[Quality, ...]) -> Table:
    from extract.audit.report import shown
    from extract.cli import console

    rows = [
        (
            one.name,
            f"{one.read:,}",
            one.answered,
            *(shown(figure) for figure in (one.precision, one.recall, one.f1)),
            shown(one.number, "{:,.0f}"),
        )
        for one in some
    ]
    head = ("", "read", "judged", "precision", "recall", "F1", "in truth")
    return console.table(title, head, rows, right=head[1:])
