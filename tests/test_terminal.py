"""``show`` and ``explain`` as a person sees them: widths, carets, colour, pager, JSON, reports of a run."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text
from typer.testing import CliRunner, Result

from extract import pipeline
from extract.cli import console, explain
from extract.cli.app import app
from extract.cli.explaining import told
from extract.cli.finding import Seen
from extract.cli.show import PARTS
from extract.export.record import record
from extract.model import Report
from extract.reading import read
from extract.results import Results
from extract.shards.running import Request
from extract.shards.running import run as shards

WIDTHS = (60, 80, 120)
CODES = re.compile(r"\x1b\[[0-9;]*m")


def gongkai(*args: object) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def run(sample_paths: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "out"
    shards(Request(tuple(map(str, sample_paths[:3])), str(folder)))
    return folder


@pytest.fixture(scope="module")
def traced(sample_paths: list[Path]) -> list[Seen]:
    made = pipeline.extract([read(path, path.name) for path in sample_paths[:5]], traced=True)
    return [Seen(record(report), report.text, report.trace) for report in made]


def on_terminal(width: int, make: Callable[[Console], None], **more: Any) -> str:
    held = io.StringIO()
    make(Console(file=held, width=width, force_terminal=True, color_system="truecolor", highlight=False, **more))
    return held.getvalue()


# ---------------------------------------------------------------- widths


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("part", PARTS)
def test_show_fits_the_terminal(samples: list[Report], part: str, width: int) -> None:
    for report in samples:
        said = record(report)
        shown = CODES.sub("", on_terminal(width, lambda screen, said=said: PARTS[part][0](screen, said)))
        if part not in ("head", "warnings"):  # a title and a message are the terminal's to wrap
            assert max((cell_len(line) for line in shown.splitlines()), default=0) <= width
        bare = re.sub(r"\s", "", shown)
        if part == "facts":
            for fact in report.facts:
                assert fact.id in shown
                assert f"{fact.kind}/{fact.stage}" in shown or f"{fact.kind} " in shown
        for items in ("problems", "remedies") if part == "problems" else ():
            assert all(re.sub(r"\s", "", item.text) in bare for item in getattr(report, items))


@pytest.mark.parametrize("width", WIDTHS)
def test_explain_fits_the_terminal(traced: list[Seen], width: int) -> None:
    for seen in traced:
        for fact in seen.record["facts"][:12]:
            found = told(seen, fact["start"])
            shown = CODES.sub("", on_terminal(width, lambda screen, found=found: explain._print(screen, found)))
            wide = [line for line in shown.splitlines() if cell_len(line) > width]
            assert all(
                "⟦" in line or seen.record["report_id"] in line for line in wide
            )  # names are the terminal's to wrap


def test_empty_columns_are_left_out_on_a_terminal_alone() -> None:
    rows = [("f1", "", "3"), ("f2", "", "4")]
    head = ("id", "stage", "value")
    assert "stage" not in on_terminal(80, lambda screen: console.fitted(screen, "T", head, rows))
    held = io.StringIO()
    console.fitted(Console(file=held, width=160), "T", head, rows)
    assert "stage" in held.getvalue()


@given(st.text("公开a1 。，“”（é\u200b", max_size=80), st.integers(2, 30), st.integers(2, 30))
def test_wrapping_loses_nothing(words: str, first: int, other: int) -> None:
    lines = console.wrapped(Text(words), first, other)
    assert "".join(line.plain for line in lines).replace(" ", "") == words.replace(" ", "")
    closing = tuple("。，”")
    for at, line in enumerate(lines):
        # a mark that closes may stand over the edge where nothing but it and its character fit
        assert cell_len(line.plain) <= (other if at else first) or len(line.plain) <= 1 or line.plain.endswith(closing)


# ---------------------------------------------------------------- carets


@given(st.data())
def test_carets_stand_under_the_span(data: st.DataObject) -> None:
    words = data.draw(st.text("政府信息公开9a，。“\n\u3000\u0301", min_size=1, max_size=60))
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    width = data.draw(st.integers(2, 40))
    lines = list(explain.marked(words, start, end, width))
    shown = "".join(line for line, _ in lines)
    assert shown == "".join(" " if char.isspace() else char for char in words)
    at = 0
    for line, carets in lines:
        assert cell_len(line) <= width
        column = 0
        for char in line:
            size = cell_len(char)
            under = carets[column : column + size].ljust(size)
            assert under == ("^" if start <= at < end else " ") * size
            column, at = column + size, at + 1


def test_carets_in_the_output(sample_paths: list[Path], samples: list[Report]) -> None:
    fact = samples[0].facts[6]
    lines = gongkai("explain", sample_paths[0], "--fact", fact.id).stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if set(line.strip()) == {"^"})
    before = cell_len(lines[at - 1][: lines[at - 1].index(fact.text)])
    assert lines[at] == " " * before + "^" * cell_len(fact.text)


# ---------------------------------------------------------------- what explain tells


def test_explain_tells_all_of_a_fact(sample_paths: list[Path], samples: list[Report]) -> None:
    by_id = {fact.id: fact for fact in samples[0].facts}
    part = by_id["f7"]
    shown = gongkai("explain", sample_paths[0], "--fact", "f7").stdout
    for words in (
        f"part of     {part.part_of} {by_id[part.part_of or ''].text}",
        f"channel     {part.channel} ",
        f"made by     {part.extractor}, see extract/facts/disclosure.py:",
        "pattern ",
        f"confidence  {part.confidence:.3f}: of 1,000 such things about",
        "this rule alone, on annotated texts: ",
        "check       pass breakdown_sum",
        "asked after the winner",
        "probability",
    ):
        assert words in shown
    assert "parts       f2 " in gongkai("explain", sample_paths[0], "--fact", "f1").stdout


def test_every_rule_is_found_where_it_is_written(samples: list[Report], root: Path) -> None:
    from extract.cli.explaining import rule

    named = {(key, one.extractor) for report in samples for key in ("facts", "channels", "problems", "remedies")
             for one in getattr(report, key)}  # fmt: skip
    assert len(named) > 80
    for key, extractor in sorted(named):
        file, _, line = rule(key, extractor)["file"].partition(":")
        assert (root / file).is_file(), extractor
        if line:
            words = (root / file).read_text(encoding="utf8").splitlines()[int(line) - 1]
            assert extractor.split(":")[-1].removeprefix("absent-") in words, (extractor, file, line)
        assert line or extractor.endswith(("model", "each", "rate-of-before", "in-breakdown")), (extractor, file)


def test_explain_tells_of_other_things(sample_paths: list[Path], samples: list[Report]) -> None:
    problem = next(one for one in samples[0].problems if one.remedies)
    assert (
        f"linked      {problem.remedies[0].remedy} by"
        in gongkai("explain", sample_paths[0], "--fact", problem.id).stdout
    )
    assert (
        f"linked      {problem.id} by"
        in gongkai("explain", sample_paths[0], "--fact", problem.remedies[0].remedy).stdout
    )
    assert "named       " in gongkai("explain", sample_paths[0], "--fact", "c1").stdout


def test_explain_as_json(sample_paths: list[Path], run: Path, samples: list[Report]) -> None:
    fact = samples[0].facts[0]
    one = json.loads(gongkai("explain", sample_paths[0], "--at", fact.start, "--json").stdout)
    assert one["candidates"][0]["outcome"] == "won"
    assert any(each["rule"] == "model" for each in one["candidates"])
    assert one["things"][-1]["confidence"] == fact.confidence
    assert samples[0].text[slice(*one["span"])] == fact.text
    kept = json.loads(gongkai("explain", run, samples[0].report_id, "--at", fact.start, "--json").stdout)
    assert kept["candidates"] is None
    assert kept["things"] == one["things"]
    assert kept["sentence"] == one["sentence"]


def test_show_as_json(run: Path, sample_paths: list[Path], samples: list[Report]) -> None:
    said = json.loads(json.dumps(record(samples[1])))
    assert json.loads(gongkai("show", run, samples[1].report_id, "--json").stdout) == said
    some = json.loads(gongkai("show", run, samples[1].report_id, "--json", "--only", "facts,channels").stdout)
    assert some == {key: said[key] for key in ("report_id", "facts", "channels")}


def test_only_some_parts(run: Path, samples: list[Report]) -> None:
    shown = gongkai("show", run, samples[0].report_id, "--only", "channels, remedies").stdout
    assert "Channels" in shown
    assert "Problems and remedies" in shown
    assert "Facts" not in shown


# ---------------------------------------------------------------- which report


def test_a_report_of_a_run_by_any_name(run: Path, samples: list[Report]) -> None:
    report = samples[2]
    whole = gongkai("show", run, report.report_id)
    assert whole.exit_code == 0
    assert report.title is not None
    assert report.title.text in whole.stdout
    for name in (report.report_id[:6], report.source.path):
        assert gongkai("show", run, name).stdout == whole.stdout


def test_what_is_not_there_is_told_with_what_is(
    run: Path, sample_paths: list[Path], samples: list[Report], tmp_path: Path
) -> None:
    near = samples[0].source.path.replace("2019", "2018")
    for args, words in (
        (("show", run), "is a run; say which of its reports, by id or path: "),
        (("show", run, near), f"did you mean {samples[0].source.path}"),
        (("show", f"{sample_paths[0]}t"), f"does not exist; check the path; did you mean {sample_paths[0].name}"),
        (("show", sample_paths[0], "x"), "is a file, not the folder of a run; leave 'x' out"),
        (("show", tmp_path, "x"), "holds no manifest.json"),
        (("show", run, samples[0].report_id, "--only", "fact"), "there is no part 'fact'; did you mean facts"),
        (("explain", run, samples[0].report_id), "say which place: --at N, or --fact f3"),
        (("explain", run, samples[0].report_id, "--at", 1, "--fact", "f1"), "say which place"),
        (("explain", run, samples[0].report_id, "--fact", "f999"), f"there is no 'f999' (there are: f1 to {samples[0].facts[-1].id}, c1"),
    ):  # fmt: skip
        result = gongkai(*args)
        assert (result.exit_code, words in result.stderr) == (1, True), result.stderr


def test_a_beginning_that_two_reports_share(run: Path, samples: list[Report], monkeypatch: pytest.MonkeyPatch) -> None:
    first = samples[0].report_id
    twin = first[:8] + "0" * 8
    there = pa.table({"report_id": [first, twin], "path": ["a.txt", "b.txt"]})
    monkeypatch.setattr(Results, "table", lambda *_: there)
    monkeypatch.setattr(Results, "record", lambda _, key: record(samples[key == twin]) | {"report_id": key})
    monkeypatch.setattr(Results, "text", lambda _, key: samples[key == twin].text)
    result = gongkai("show", run, first[:8])
    assert result.exit_code == 1
    assert f"2 reports are '{first[:8]}': {first} (" in result.stderr
    assert gongkai("show", run, twin).exit_code == 0


# ---------------------------------------------------------------- terminal, pipe, pager


def in_terminal(*args: object, width: int = 80, height: int = 24, **env: str) -> str:
    """What a real process prints on a real terminal."""
    pty, fcntl, termios, struct = (pytest.importorskip(name) for name in ("pty", "fcntl", "termios", "struct"))
    child, end = pty.fork()
    if child == 0:
        os.environ.update({"TERM": "xterm-256color", "PYTHONUTF8": "1", **env})
        os.execv(sys.executable, [sys.executable, "-m", "extract", *map(str, args)])
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    out = b""
    while True:
        try:
            piece = os.read(end, 65536)
        except OSError:  # how a terminal ends on Linux
            break
        if not piece:
            break
        out += piece
    os.waitpid(child, 0)
    os.close(end)
    return out.decode("utf8").replace("\r\n", "\n")


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that says that it was here."""
    script = tmp_path / "pager.py"
    script.write_text("import sys\nsys.stdout.write('PAGED\\n' + sys.stdin.read())\n")
    return f"{sys.executable} {script}"


def test_what_is_long_is_paged(run: Path, samples: list[Report], pager: str) -> None:
    name = samples[0].report_id
    shown = in_terminal("show", run, name, PAGER=pager)
    assert shown.startswith("PAGED")
    assert not CODES.search(shown)  # who knows whether that pager knows colours
    short = in_terminal("show", run, name, "--only", "channels", PAGER=pager, height=60)
    assert "PAGED" not in short
    assert CODES.search(short)
    held = in_terminal("show", run, name, "--no-pager", PAGER=pager, NO_COLOR="1")
    assert "PAGED" not in held
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", held)


def test_a_pager_that_is_not_there_does_no_harm(run: Path, samples: list[Report]) -> None:
    assert "Channels" in in_terminal("show", run, samples[0].report_id, PAGER="/no/such/pager")


def test_a_pipe_gets_neither_colour_nor_pager(
    run: Path, samples: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGER", "/no/such/pager")
    shown = gongkai("show", run, samples[0].report_id).stdout
    assert "\x1b" not in shown
    assert "stage            value   unit   category" in shown  # all columns, whatever the report has
