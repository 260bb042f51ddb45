"""The commands and their options. Each command's work is in its own module, loaded when it is called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract import __version__
from extract.cli.annotate import app as annotate
from extract.cli.audit import app as audit

app = typer.Typer(
    name="gongkai",
    help="Turns Chinese government disclosure reports (政府信息公开工作年度报告) into records and tidy tables.",
    rich_markup_mode=None,  # plain help: half the start-up time
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "terminal_width": 100},
)

FileOrRun = Annotated[Path, typer.Argument(metavar="FILE|OUT", help="One report, or the folder of a run.")]
InRun = Annotated[
    str | None, typer.Argument(metavar="[REPORT]", help="In a run: id of the report, its beginning, or its path.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Do not page what is longer than the terminal.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"gongkai {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command("run")
def run_command(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Reports, and folders and archives that hold them (or URLs).")
    ],
    out: Annotated[str, typer.Option("--out", "-o", metavar="DIR", help="Folder for the results (or a URL).")],
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Number of processes.")] = 1,
    formats: Annotated[
        str, typer.Option("--format", "-f", help="What to write, comma-separated; parts: only Parquet parts.")
    ] = "csv,parquet,jsonl",
    labels: Annotated[str, typer.Option(help="Header of the CSV files: en (names) or zh (Chinese labels).")] = "en",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Begin anew, whatever the folder holds.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Try files again that failed before.")] = False,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Only slice I of N, as one task of an array of jobs.")
    ] = None,
    shard_size: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Reports that are written together (64).")
    ] = None,
    engine: Annotated[str, typer.Option(help="processes of this machine, or dask for a cluster.")] = "processes",
    scheduler: Annotated[
        str | None, typer.Option(metavar="URL", help="Scheduler of the cluster, as tcp://host:8786.")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="Longest that a file may take; 0 for no limit.")
    ] = 120,
    text_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column of .csv, .jsonl and .parquet files that holds reports.")
    ] = None,
    id_column: Annotated[str | None, typer.Option(metavar="NAME", help="Column that names their rows.")] = None,
) -> None:
    """Extract reports and write records and tables; goes on where an earlier run ended."""
    from extract.cli import console
    from extract.cli.run import run
    from extract.errors import ExtractError, InputError
    from extract.shards.plan import slice_of
    from extract.shards.running import Request

    try:
        if engine not in ("processes", "dask") or (scheduler is not None and engine != "dask"):
            raise InputError("--engine is processes or dask; --scheduler goes with --engine dask")
        part = None if shard is None else slice_of(shard)
    except ExtractError as error:
        console.complain(error)
        raise typer.Exit(2) from None
    kinds = tuple(name.strip().lower() for name in formats.split(",") if name.strip())
    request = Request(
        *(tuple(paths), out, jobs, kinds, labels, overwrite, retry_failed, part, shard_size, timeout),
        text_column=text_column,
        id_column=id_column,
    )
    raise typer.Exit(run(request, engine, scheduler))


@app.command("show")
def show_command(
    file: FileOrRun,
    report: InRun = None,
    only: Annotated[
        str,
        typer.Option(metavar="PARTS", help="head, outline, facts, channels, problems, tables, checks, warnings."),
    ] = "",
    as_json: AsJson = False,
    no_pager: NoPager = False,
) -> None:
    """Show one report: outline, facts, channels, problems and remedies, tables, checks."""
    from extract.cli.show import show

    raise typer.Exit(show(file, report, only, as_json, not no_pager))


@app.command("explain")
def explain_command(
    file: FileOrRun,
    report: InRun = None,
    at: Annotated[
        int | None, typer.Option("--at", min=0, metavar="N", help="Place in the text, in characters from 0.")
    ] = None,
    fact: Annotated[
        str | None,
        typer.Option("--fact", metavar="ID", help="Or a fact (f3), channel (c1), problem (p2), remedy (r1)."),
    ] = None,
    as_json: AsJson = False,
    no_pager: NoPager = False,
) -> None:
    """Say which rule or model made the fact at a place, and which candidates lost."""
    from extract.cli.explain import explain

    raise typer.Exit(explain(file, report, at, fact, as_json, not no_pager))


@app.command("kinds")
def kinds_command() -> None:
    """List the kinds of facts."""
    from extract.cli.kinds import kinds

    raise typer.Exit(kinds())


@app.command("train")
def train_command(
    annotations: Annotated[
        Path, typer.Argument(metavar="ANNOTATIONS", help="Folder with corpus/train.jsonl, corpus/dev.jsonl and items/.")
    ] = Path("annotations"),
    models: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Where the models go.")] = Path("models"),
) -> None:
    """Make the models from annotations, each with its card: the same bytes each time. Takes several minutes."""
    from extract.cli.train import run

    raise typer.Exit(run(annotations, models))


@app.command("evaluate")
def evaluate_command(
    gold: Annotated[
        Path | None, typer.Argument(metavar="GOLD", help="Corpus file (.jsonl), or a folder of gold records (.json).")
    ] = None,
    reports: Annotated[
        Path | None, typer.Option("--reports", metavar="DIR", help="For a folder: where its reports are.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Where to write all figures and errors.")
    ] = None,
    models: Annotated[
        Path | None, typer.Option("--models", metavar="DIR", help="Models to ask instead of the shipped ones.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="PATH", help="Earlier evaluation: list what was won and lost.")
    ] = None,
    floors: Annotated[
        Path | None, typer.Option("--floors", metavar="FILE", help="Hold the figures to the floors in this file.")
    ] = None,
    update_floors: Annotated[bool, typer.Option("--update-floors", help="Set the floors from the figures.")] = False,
    allow_regression: Annotated[
        bool, typer.Option("--allow-regression", help="Let --update-floors lower a floor.")
    ] = False,
) -> None:
    """Measure the extraction on annotated texts: figures with intervals, calibration, every error."""
    from extract.cli.evaluate import run

    gold = gold or Path("annotations/corpus/test.jsonl")
    raise typer.Exit(run(gold, reports, models, out, baseline, floors, update_floors, allow_regression))


@app.command("panel")
def panel_command(
    out: Annotated[str, typer.Argument(metavar="OUT", help="Folder that gongkai run wrote.")],
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="Name of the database.  [default: OUT/panel.duckdb]")
    ] = None,
    formats: Annotated[
        str, typer.Option("--to", metavar="FORMATS", help="Also write csv, xlsx, dta, sav, parquet, comma-separated.")
    ] = "",
    labels: Annotated[str, typer.Option(help="Headers and labels of these: en or zh.")] = "en",
    table: Annotated[str, typer.Option(metavar="NAME", help="Table that is written so.")] = "wide",
    renames: Annotated[
        Path | None, typer.Option("--renames", metavar="FILE", help="Decisions on names of organs (table renames).")
    ] = None,
) -> None:
    """Make a panel of a run: a row an organ-year, one DuckDB database, files for Excel, Stata and SPSS."""
    from extract.cli.panel import panel

    raise typer.Exit(panel(out, db, formats.split(","), labels, table, renames))


@app.command("diff")
def diff_command(
    run_a: Annotated[str, typer.Argument(metavar="RUN_A", help="Folder of the earlier run, or its URL.")],
    run_b: Annotated[str, typer.Argument(metavar="RUN_B", help="Folder of the later run, or its URL.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Write every change: changes.csv, .parquet, diff.html."),
    ] = None,
    confidence: Annotated[
        float, typer.Option(metavar="D", help="A confidence that moves by no more is no change.")
    ] = 0.05,
    examples: Annotated[int, typer.Option(min=0, metavar="N", help="Changes to show with their words.")] = 12,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures and examples as JSON.")] = False,
    fail_on: Annotated[
        str, typer.Option(metavar="WHAT", help="Exit with 1 where something is won, lost, changed, or any.")
    ] = "",
) -> None:
    """Say what changed between two runs: won, lost, changed, by table, kind and rule. Exit code 2: unusable."""
    from extract.cli.diff import run

    raise typer.Exit(run(run_a, run_b, out, confidence, examples, as_json, fail_on))


@app.command("codebook")
def codebook_command(
    run: Annotated[str, typer.Argument(metavar="OUT", help="Folder of a run, or its URL.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Where to write; by default OUT/codebook.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the codebook: en or zh.")] = "en",
) -> None:
    """Write a run's codebook and a methods paragraph for a paper, with what was measured."""
    from extract.cli.codebook import run as write

    raise typer.Exit(write(run, out, language))


@app.command("review")
def review_command(
    out: Annotated[str, typer.Argument(metavar="OUT", help="Folder of a run, or its URL.")],
    folder: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder for the pages; by default OUT-review.")
    ] = None,
    language: Annotated[str, typer.Option(help="In which the pages open: zh or en; they hold both.")] = "zh",
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="PATTERN", help="Ids or paths of reports; * and ? are wild.")
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve them on this machine and write corrections as they are made.")
    ] = False,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Where to serve (8765); 0 for any.")] = None,
) -> None:
    """Write pages to look at a run, decide and correct; they need no server and no network."""
    from extract.cli.review import run

    raise typer.Exit(run(out, folder, language, only or [], serve, port))


app.add_typer(annotate, name="annotate")
app.add_typer(audit, name="audit")
