from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extract import __version__, cli
from extract.cli.app import app
from extract.model import Report
from extract.shards.folder import names

Run = Callable[..., Result]


@pytest.fixture
def gongkai() -> Run:
    return lambda *args: CliRunner().invoke(app, [str(arg) for arg in args])


def process(*args: object, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "extract", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, encoding="utf8", env={**os.environ, "PYTHONUTF8": "1", **env}, check=False
    )


def test_run_writes_and_sums_up(gongkai: Run, sample_paths: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = gongkai("run", *sample_paths[:2], "--out", out)
    assert result.exit_code == 0, result.output
    assert "Summary" in result.stdout
    assert str(out) in result.stdout
    shown = [path.name for path in out.iterdir() if not path.name.startswith(".")]
    assert sorted(shown) == sorted([*names(("csv", "parquet", "jsonl")), "parts"])
    assert len((out / "reports.jsonl").read_text(encoding="utf8").splitlines()) == 2


def test_run_tells_what_failed(gongkai: Run, sample_paths: list[Path], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "in" / "notes.md").write_text("x", encoding="utf8")
    (tmp_path / "in" / "poem.txt").write_text("床前明月光，疑是地上霜。\n" * 20, encoding="utf8")
    (tmp_path / "in" / "good.txt").write_bytes(sample_paths[0].read_bytes())
    out = tmp_path / "out"
    result = gongkai("run", tmp_path / "in", tmp_path / "gone", "--out", out, "--format", "jsonl")
    assert result.exit_code == 1
    for words in ("empty.txt (read)", "binary.txt (read)", "gone (find)"):
        assert words in result.stderr
    assert "Passed over: 1" in result.stdout
    assert "not_a_report 1" in result.stdout
    paths = [json.loads(line)["source"]["path"] for line in (out / "reports.jsonl").open(encoding="utf8")]
    assert paths == ["good.txt", "poem.txt"]


def test_run_lists_no_endless_failures(gongkai: Run, tmp_path: Path) -> None:
    for i in range(25):
        (tmp_path / f"{i}.txt").write_bytes(b"")
    result = gongkai("run", tmp_path, "--out", tmp_path / "out")
    assert "and 5 more" in result.stderr


def test_run_goes_on_with_its_own_folder_and_leaves_others_alone(
    gongkai: Run, sample_paths: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    args = ("run", sample_paths[0], "--out", out)
    assert gongkai(*args).exit_code == 0
    again = gongkai(*args)
    assert again.exit_code == 0
    assert "Extracted 0; 1 were there and had not changed" in again.stdout
    refused = gongkai("run", tmp_path, "--out", out)
    assert refused.exit_code == 2
    assert "holds the results of other inputs" in refused.stderr
    assert "--overwrite" in refused.stderr
    assert "Extracted 0" not in gongkai(*args, "--overwrite").stdout


def test_run_does_not_read_its_own_results(gongkai: Run, sample_paths: list[Path], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(sample_paths[0].read_bytes())
    for _ in range(2):
        assert gongkai("run", tmp_path, "--out", tmp_path / "out", "--overwrite").exit_code == 0
    assert len((tmp_path / "out" / "reports.jsonl").read_text(encoding="utf8").splitlines()) == 1


@pytest.mark.parametrize(
    "args",
    [
        *(("--format", "xml"), ("--labels", "fr"), ("--jobs", "0"), ("--shard", "3/2"), ("--engine", "x")),
        *(("--engine", "dask"), ("--scheduler", "tcp://127.0.0.1:1")),
    ],
)
def test_run_refuses_odd_options(gongkai: Run, sample_paths: list[Path], tmp_path: Path, args: tuple[str, str]) -> None:
    result = gongkai("run", sample_paths[0], "--out", tmp_path / "out", *args)
    assert result.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_run_shows_progress_on_a_terminal(
    gongkai: Run, sample_paths: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # Rich takes this for a terminal
    result = gongkai("run", sample_paths[0], "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "reports" in result.stderr


def test_show_all_samples(gongkai: Run, sample_paths: list[Path], samples: list[Report]) -> None:
    for path, report in zip(sample_paths, samples, strict=True):
        result = gongkai("show", path)
        assert result.exit_code == 0, result.output
        assert report.title is None or "".join(report.title.text.split()) in "".join(result.stdout.split())
        for part in ("Outline", "Facts", "Channels", "Problems and remedies", "Statutory tables", "Checks"):
            assert part in result.stdout
        for fact in report.facts:
            assert fact.id in result.stdout


def test_explain_a_fact_and_its_candidates(gongkai: Run, sample_paths: list[Path], samples: list[Report]) -> None:
    for path, report in zip(sample_paths[:4], samples, strict=False):
        fact = report.facts[0]
        result = gongkai("explain", path, "--at", fact.start)
        assert result.exit_code == 0
        assert f"fact {fact.id}" in result.stdout
        assert fact.extractor in result.stdout
        assert "won" in result.stdout


def test_explain_other_places(gongkai: Run, sample_paths: list[Path], samples: list[Report]) -> None:
    path, report = sample_paths[0], samples[0]
    places = {
        "channel c": report.channels[0].mentions[0].start,
        "problem p": report.problems[0].start,
        "cell ": next(c.start for t in report.tables for c in t.cells if c.start is not None and c.end != c.start),
        "Nothing was made": 0,
    }
    for words, at in places.items():
        assert words in gongkai("explain", path, "--at", at).stdout, words


def test_explain_and_show_tell_what_is_wrong(gongkai: Run, sample_paths: list[Path], tmp_path: Path) -> None:
    behind = gongkai("explain", sample_paths[0], "--at", 10**8)
    assert (behind.exit_code, "behind its end" in behind.stderr) == (1, True)
    for command in (("show", tmp_path / "gone.txt"), ("explain", tmp_path / "gone.txt", "--at", 1)):
        result = gongkai(*command)
        assert (result.exit_code, "does not exist" in result.stderr) == (1, True)


def test_kinds(gongkai: Run) -> None:
    from extract.facts import kinds

    result = gongkai("kinds")
    assert result.exit_code == 0
    assert all(kind.name in result.stdout for kind in kinds())


def test_version_everywhere(gongkai: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert gongkai("--version").stdout == f"gongkai {__version__}\n"
    cli.main(["--version"])
    assert capsys.readouterr().out == f"gongkai {__version__}\n"


def test_help_without_typer_is_that_of_typer(gongkai: Run, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main([])
    plain = capsys.readouterr().out
    cli.main(["--help"])
    assert capsys.readouterr().out == plain
    assert gongkai("--help").stdout.split() == plain.split()


def test_main_reaches_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["kinds"])
    assert ended.value.code == 0
    assert "disclosure" in capsys.readouterr().out


def test_a_sample_goes_to_every_tool(gongkai: Run, sample_paths: list[Path], tmp_path: Path) -> None:
    sample = tmp_path / "todo.jsonl"
    assert gongkai("annotate", "sample", *sample_paths[:3], "--n", 500, "--out", sample).exit_code == 0
    for tool in ("doccano", "label-studio", "brat", "docbin", "conll", "markup"):
        sent = gongkai("annotate", "export", sample, "--to", tool, "--out", tmp_path / f"{tool}.txt")
        assert sent.exit_code == 0, sent.output
    assert gongkai("annotate", "check", sample, tmp_path / "markup.txt").exit_code == 0


def test_evaluate_asks_the_models_it_is_told_to(gongkai: Run, root: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    lines = (root / "annotations" / "corpus" / "dev.jsonl").read_text(encoding="utf8").splitlines()
    few.write_text("\n".join(lines[:2]) + "\n", encoding="utf8")
    shipped = gongkai("evaluate", few)
    assert shipped.exit_code == 0, shipped.output
    assert gongkai("evaluate", few, "--models", root / "models").stdout == shipped.stdout
    assert "--floors FILE" in gongkai("evaluate", few, "--update-floors").stderr
    gone = gongkai("evaluate", few, "--models", tmp_path)
    assert (gone.exit_code, "model items cannot be read" in gone.stderr) == (2, True)


def test_corrections_that_leave_a_sentence_half_seen_say_so(
    gongkai: Run, sample_paths: list[Path], tmp_path: Path
) -> None:
    assert gongkai("run", sample_paths[0], "--out", tmp_path / "run", "--format", "jsonl").exit_code == 0
    record = json.loads((tmp_path / "run" / "reports.jsonl").read_text(encoding="utf8"))
    rows, out = tmp_path / "rows.csv", tmp_path / "reviewed.jsonl"
    rows.write_text(f"report,id,action,reviewer\n{record['report_id']},f2,confirm,lin\n", encoding="utf8")
    result = gongkai("annotate", "correct", tmp_path / "run", rows, "--out", out)
    assert (result.exit_code, out.exists()) == (2, False)
    assert "its facts without a row are 38条" in result.stdout
    assert "makes no line" in result.stderr


def test_a_real_process_is_the_same_with_two_jobs(sample_paths: list[Path], tmp_path: Path) -> None:
    for jobs in (1, 2):
        done = process("run", sample_paths[0].parent, "--out", tmp_path / str(jobs), "--jobs", jobs)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""  # no progress bar where there is no terminal, no chatter of jieba
        assert "\x1b[" not in done.stdout
    one, two = tmp_path / "1", tmp_path / "2"
    files = sorted(path.relative_to(one) for path in one.rglob("*"))
    assert files == sorted(path.relative_to(two) for path in two.rglob("*"))
    assert [f for f in files if (one / f).is_file() and (one / f).read_bytes() != (two / f).read_bytes()] == []


def test_a_real_process_exits_non_zero(tmp_path: Path) -> None:
    done = process("run", tmp_path / "gone", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "does not exist" in done.stderr


def test_a_terminal_without_chinese_gets_no_traceback(sample_paths: list[Path]) -> None:
    done = process("show", sample_paths[0], PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_help_starts_quickly() -> None:
    def best(*args: str) -> float:
        times = []
        for _ in range(7):
            began = time.perf_counter()
            subprocess.run([sys.executable, *args], stdout=subprocess.DEVNULL, check=True)
            times.append(time.perf_counter() - began)
        return min(times)

    assert best("-m", "extract", "--help") < 6 * best("-c", "pass")
