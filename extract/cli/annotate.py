"""``gongkai annotate``: texts out to annotation tools, annotations in, and what people do with them between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from extract.annotate.agree import Agreement
    from extract.annotate.predicted import Predicted

app = typer.Typer(
    help="Annotations: draw, send to tools and back, compare, correct, check.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="File to write.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]
Corpus = Annotated[Path, typer.Argument(metavar="CORPUS", help="Corpus file (.jsonl), or a folder of them.")]


def _tried(work: Callable[[], int]) -> None:
    """Do the work of a command; a mistake of the user's is one message and exit code 2."""
    from extract.cli import console
    from extract.errors import ExtractError

    try:
        code = work()
    except ExtractError as error:
        console.complain(error)
        code = 2
    raise typer.Exit(code)


@app.command("check")
def check_command(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Corpus files (.jsonl), or texts in the inline notation.")
    ],
) -> None:
    """Check annotation files; says file and line of every fault."""

    def work() -> int:
        from extract.annotate import corpus, markup
        from extract.cli import console
        from extract.errors import AnnotationError

        screen, code = console.stdout(), 0
        for file in files:
            try:
                known = file.suffix == ".jsonl" or file.is_dir()
                lines = corpus.read(file) if known else markup.read(file, "nobody")
            except AnnotationError as error:
                console.complain(error)
                code = 2
                continue
            things = ("facts", "channels", "problems", "remedies")
            told = ", ".join(f"{sum(len(one.gold.get(key) or ()) for one in lines):,} {key}" for key in things)
            screen.print(f"{file}: {len(lines):,} texts, {told}", soft_wrap=True)
        return code

    _tried(work)


@app.command("export")
def export_command(
    corpus: Corpus,
    to: Annotated[str, typer.Option("--to", help="doccano, label-studio, brat, docbin, conll or markup.")],
    out: Out,
    overwrite: Overwrite = False,
) -> None:
    """Write a corpus for a tool; what its format cannot hold is counted."""

    def work() -> int:
        from extract.annotate import corpus as corpora
        from extract.annotate import formats
        from extract.cli import console

        lines = corpora.read(corpus)
        lost = formats.export(lines, to, out, overwrite=overwrite)
        screen = console.stdout()
        if lost:
            rows = [(name, console.number(count)) for name, count in sorted(lost.items())]
            screen.print(console.table(f"What {to} cannot hold", ("layer: what", "lost"), rows, right=("lost",)))
        told = "nothing is lost" if not lost else f"{sum(lost.values()):,} things are lost"
        screen.print(f"{len(lines):,} texts written to {out}; {told}", soft_wrap=True)
        needed = formats.configuration(to)
        if needed:
            beside = out.with_name(f"{out.name}.config.xml")
            beside.write_text(needed, encoding="utf8", newline="\n")
            screen.print(f"The labelling interface for the project's settings: {beside}", soft_wrap=True)
        return 0

    _tried(work)


@app.command("import")
def import_command(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="What the tool has written.")],
    source: Annotated[str, typer.Option("--from", help="doccano, label-studio, brat, docbin, conll or markup.")],
    out: Out,
    annotator: Annotated[str, typer.Option("--annotator", metavar="NAME", help="Whose reading it is.")],
    texts: Annotated[
        Path | None, typer.Option("--texts", metavar="CORPUS", help="The texts that were sent out; others are refused.")
    ] = None,
    layers: Annotated[
        str | None, typer.Option(metavar="NAMES", help="What was annotated, comma-separated; by default what was sent.")
    ] = None,
    overwrite: Overwrite = False,
) -> None:
    """Read what a tool has written: all of it, or nothing."""

    def work() -> int:
        from extract.annotate import corpus, formats
        from extract.cli import console

        found = formats.imported(path, source, annotator, texts, [*filter(None, (layers or "").split(","))])
        corpus.write(out, found.lines, overwrite=overwrite)
        screen = console.stdout()
        for name, count in sorted(found.assumed.items()):
            screen.print(f"Assumed, because {source} does not say it: {name} ({count:,})", soft_wrap=True)
        if found.unreviewed:
            screen.print(f"Left out, because nobody has annotated them: {found.unreviewed:,} texts")
        screen.print(f"{len(found.lines):,} texts written to {out}", soft_wrap=True)
        return 0

    _tried(work)


@app.command("sample")
def sample_command(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="The folder of a run, or reports to extract first.")
    ],
    out: Out,
    n: Annotated[int, typer.Option("--n", min=1, help="How many.")] = 200,
    unit: Annotated[str, typer.Option(help="sentence or report.")] = "sentence",
    seed: Annotated[int, typer.Option(help="The same seed draws the same.")] = 0,
    overwrite: Overwrite = False,
) -> None:
    """Draw what to annotate next, with the predictions in place."""

    def work() -> int:
        from extract.annotate import corpus, sample
        from extract.annotate.predicted import MACHINE
        from extract.cli import console
        from extract.errors import AnnotationError

        if unit not in sample.UNITS:
            raise AnnotationError(f"unknown unit {unit!r}; known are {', '.join(sample.UNITS)}")
        lines, strata = sample.drawn(_predicted(paths), n, unit=unit, seed=seed)
        corpus.write(out, lines, overwrite=overwrite)
        screen = console.stdout()
        for name, counts in strata.items():
            told = ", ".join(f"{value} {count}" for value, count in sorted(counts.items()))
            screen.print(f"{name}: {told}", soft_wrap=True)
        screen.print(f"{len(lines):,} of {n:,} lines written to {out}, annotator {MACHINE!r}", soft_wrap=True)
        return 0

    _tried(work)


def _predicted(paths: list[Path]) -> list[Predicted]:
    from extract.annotate import predicted

    if len(paths) == 1 and (paths[0] / "manifest.json").is_file():
        from extract.results import load

        return list(predicted.picked(load(paths[0]).texts()))
    from extract.batch import run_batch
    from extract.cli import console
    from extract.errors import AnnotationError
    from extract.export.record import record
    from extract.inputs import find

    out = []
    for outcome in run_batch(find(paths)):
        if outcome.report is None:
            failed = outcome.failure
            console.complain(AnnotationError(failed.reason if failed else "failed", path=failed.path if failed else ""))
        else:
            out.append(predicted.of_record(record(outcome.report), outcome.report.text))
    if not out:
        raise AnnotationError("no report could be extracted", path=str(paths[0]))
    return out


@app.command("agree")
def agree_command(
    one: Annotated[Path, typer.Argument(metavar="A", help="Corpus file of the one annotator.")],
    other: Annotated[Path, typer.Argument(metavar="B", help="Corpus file of the other, of the same texts.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Span F1 and Cohen's κ of two annotators, layer by layer."""

    def work() -> int:
        from extract.annotate import corpus
        from extract.annotate.agree import agreement

        _agreement(agreement(corpus.read(one), corpus.read(other), other), as_json)
        return 0

    _tried(work)


def _agreement(found: Mapping[str, Agreement], as_json: bool) -> None:
    import json
    from dataclasses import asdict

    from extract.cli import console

    if as_json:
        typer.echo(json.dumps({layer: {"f1": one.f1, **asdict(one)} for layer, one in found.items()}, indent=1))
        return
    head = ("layer", "texts", "A", "B", "same", "overlapping", "F1", "κ", "fields")
    rows = [
        (
            layer,
            *(f"{count:,}" for count in (one.texts, one.mine, one.theirs, one.same, one.overlapping)),
            f"{one.f1:.3f}",
            "" if one.kappa is None else f"{one.kappa:.3f}",
            ", ".join(f"{name} {share:.2f}" for name, (share, _) in one.fields.items()),
        )
        for layer, one in found.items()
    ]
    console.stdout().print(console.table("Agreement", head, rows, right=head[1:-1]))


@app.command("near")
def near_command(
    folder: Annotated[Path, typer.Argument(metavar="CORPUS_DIR", help="Folder with the parts of a corpus (.jsonl).")],
    remove: Annotated[bool, typer.Option("--remove", help="Cut them out of the lesser part.")] = False,
    alike: Annotated[float, typer.Option(min=50, max=100, help="Least likeness of near duplicates.")] = 90,
) -> None:
    """Find sentences that stand in two parts of the corpus, or nearly."""

    def work() -> int:
        from extract.annotate import corpus, near
        from extract.cli import console

        parts = near.parts(folder)
        found = near.found(parts, alike=alike)
        screen = console.stdout()
        rows = []
        for pair in found.pairs:
            one = parts[pair.goes.part][pair.goes.line]
            kept = parts[pair.stays.part][pair.stays.line]
            words = one.text[pair.goes.start : pair.goes.end], kept.text[pair.stays.start : pair.stays.end]
            rows.append((f"{pair.goes.part} {one.id}", words[0], f"{pair.alike:.0f}", f"{pair.stays.part} {kept.id}"))
        if rows:
            head = ("in", "sentence", "alike", "stands in")
            screen.print(console.table("Duplicates across parts", head, rows, right=("alike",)))
        for part, count in found.compared.items():
            screen.print(f"{part}: {count:,} sentences compared")
        near_ones = len(found.pairs) - found.exact
        dropped = 0
        if remove and found.pairs:
            for part, lines in near.cleaned(parts, found).items():
                if any(pair.goes.part == part for pair in found.pairs):
                    corpus.write(folder / f"{part}.jsonl", lines, overwrite=True)
            dropped = len(found.pairs)
        screen.print(f"{found.exact:,} exact and {near_ones:,} near duplicates; {dropped:,} dropped")
        return 0

    _tried(work)


@app.command("correct")
def correct_command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of the run that was reviewed.")],
    corrections: Annotated[Path, typer.Argument(metavar="CORRECTIONS", help="Corrections, .csv or .jsonl.")],
    out: Out,
    overwrite: Overwrite = False,
) -> None:
    """Make annotations of a reviewer's corrections to a run."""

    def work() -> int:
        from collections import Counter

        from extract.annotate import corpus, predicted
        from extract.annotate import corrections as rows
        from extract.annotate.correct import corrected, reports
        from extract.cli import console
        from extract.errors import AnnotationError
        from extract.results import load

        left: list[str] = []
        records = predicted.picked(load(run).texts(), reports(rows.read(corrections)))
        lines = corrected(records, corrections, left.append)
        for one in left:
            console.stdout().print(one, soft_wrap=True, markup=False)
        if not lines:
            raise AnnotationError("makes no line: confirm the things that have no row yet", path=str(corrections))
        corpus.write(out, lines, overwrite=overwrite)
        layers = Counter(layer for one in lines for layer in one.layers)
        told = ", ".join(f"{layer} {count}" for layer, count in sorted(layers.items()))
        console.stdout().print(f"{len(lines):,} lines written to {out} ({told})", soft_wrap=True)
        return 0

    _tried(work)
