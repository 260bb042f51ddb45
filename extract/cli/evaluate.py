"""``gongkai evaluate``: extract annotated texts and say how right it is."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from extract.cli import console
from extract.errors import AnnotationError, ExtractError
from extract.evaluate import baseline, floors
from extract.evaluate.evaluation import Evaluation, evaluate, layers, write
from extract.evaluate.figures import sure

SHOWN = 12  # things won, things lost that are listed on the terminal
FLOORED = ("facts", "channels", "problems", "remedies", "links", "aspect", "sections", "part_of", "fact_channel")


def run(
    gold: Path,
    reports: Path | None,
    models: Path | None,
    out: Path | None,
    before: Path | None,
    held: Path | None,
    update: bool,
    allow_regression: bool,
) -> int:
    """Run the command; exit code 0, 1 where a figure is below its floor, 2 where something cannot be read."""
    try:
        if held is None and (update or allow_regression):
            raise AnnotationError("say with --floors FILE which floors are meant")
        earlier = baseline.read(before) if before else None
        one = evaluate(gold, reports, models=models)
        if out:
            write(one, out)
        _show(one, out)
        if earlier:
            _compare(earlier, one)
        return _hold(one, gold, held, update, allow_regression) if held else 0
    except ExtractError as error:
        console.complain(error)
        return 2


def _show(one: Evaluation, out: Path | None) -> None:
    screen = console.stdout()
    rows = []
    for name in layers(one):
        figure = one.figures[name]
        interval = f"{figure.low:.3f} to {figure.high:.3f}" if figure.low is not None else ""
        told = [f"{value:.3f}" for value in (figure.precision, figure.recall, figure.f1)]
        rows.append((name, *told, interval, f"{figure.wanted:,}", f"{figure.found:,}"))
    head = ("", "precision", "recall", "F1", "95 % interval", "wanted", "found")
    screen.print(console.table(f"{one.name}: {len(one.names)} reports", head, rows, right=head[1:]))
    there, read = one.numbers
    screen.print(f"Numbers that state no fact: {there:,}, of which {read:,} were read as facts")
    kept = sure(one.judged)
    if kept.found:
        share = kept.found / max(1, kept.wanted)
        screen.print(f"Facts of confidence 0.9 and more: {share:.1%} of all facts, {kept.precision:.1%} right")
    errors = ", ".join(f"{layer} {error:.3f}" for layer, (error, _) in one.calibration.items())
    screen.print(f"Calibration error: {errors}")
    if out:
        screen.print(f"Every error with its sentence: {out / 'evaluation.html'} (also errors.csv, evaluation.json)")


def _compare(earlier: dict[str, object], one: Evaluation) -> None:
    change = baseline.compare(earlier, one.saved())
    screen = console.stdout()
    moved = [(name, f"{old:.3f}", f"{new:.3f}", f"{new - old:+.3f}") for name, (old, new) in change.figures.items()]
    head = ("figure", "before", "after", "change")
    screen.print(console.table("Against the baseline", head, moved, right=head[1:]))
    for name, things in (("Won", change.won), ("Lost", change.lost)):
        screen.print(f"{name}: {len(things):,}")
        for thing in things[:SHOWN]:
            screen.print(Text(f"  {thing}"), soft_wrap=True)
        if len(things) > SHOWN:
            screen.print(f"  … and {len(things) - SHOWN:,} more")


def _hold(one: Evaluation, gold: Path, held: Path, update: bool, allow_regression: bool) -> int:
    """Hold the figures to their floors, or set the floors from them."""
    screen, digest = console.stdout(), floors.digest(gold)
    if update:
        figures = {name: one.figures[name] for name in FLOORED if name in one.figures}
        floors.raised(held, one.name, digest, figures, allow_regression=allow_regression)
        screen.print(f"Floors of {one.name} written to {held}")
        return 0
    told = floors.read(held).get(one.name)
    if told is None:
        raise AnnotationError(f"holds no floors for {one.name}; set them with --update-floors", path=str(held))
    if told["sha256"] != digest:
        reason = f"the floors of {one.name} were set on another version of it; set them anew with --update-floors"
        raise AnnotationError(reason, path=str(gold))
    below = floors.fallen(told["floors"], one.figures)
    for fall in below:
        screen.print(Text(f"{fall.name} is {fall.figure:.3f}, below its floor of {fall.floor:.3f}", style="red"))
    if not below:
        screen.print(f"No figure is below its floor ({len(told['floors'])} floors)")
    return int(bool(below))
