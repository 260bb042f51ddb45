from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import made
import pytest

from extract import batch, pipeline, reading
from extract.batch import Outcome, run_batch
from extract.inputs import Inputs, find
from extract.limits import within
from extract.model import Report, Source


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract", made.fake_extract)
    monkeypatch.setattr(reading, "parse", made.fake_parse)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "deep/c.txt", "deep/a.txt", "notes.md", ".hidden/x.txt", ".y.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"text of {name}", encoding="utf8")
    return tmp_path / "in"


def told(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(o.path, o.failure.stage if o.failure else "ok") for o in outcomes]


def test_find_is_recursive_ordered_and_filtered(folder: Path) -> None:
    found = find([folder])
    assert [name for _, name in found.files] == ["a.txt", "b.txt", "deep/a.txt", "deep/c.txt"]
    assert found.skipped == ("notes.md",)
    assert not found.failures
    assert len(found) == 4


def test_find_takes_a_named_file_whatever_its_suffix(folder: Path) -> None:
    assert find([folder / "notes.md"]).files == ((str(folder / "notes.md"), "notes.md"),)


def test_find_tells_apart_files_that_share_a_name(folder: Path) -> None:
    assert [name for _, name in find([folder / "a.txt", folder / "deep"]).files] == ["in/a.txt", "deep/a.txt", "c.txt"]


def test_find_leaves_out_the_output_folder(folder: Path) -> None:
    assert "deep/c.txt" not in [name for _, name in find([folder], exclude=folder / "deep").files]


def test_find_reports_missing_and_empty(tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    found = find([tmp_path / "gone.txt", tmp_path / "void"])
    assert [failure.stage for failure in found.failures] == ["find", "find"]
    assert "does not exist" in found.failures[0].reason
    assert "no report" in found.failures[1].reason


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may open every folder")
def test_find_reports_a_closed_folder(folder: Path) -> None:
    (folder / "deep").chmod(0)
    try:
        assert "cannot be opened" in find([folder]).failures[0].reason
    finally:
        (folder / "deep").chmod(0o755)


@pytest.mark.usefixtures("fake")
def test_one_bad_file_is_one_failure(folder: Path) -> None:
    (folder / "bad.txt").write_text("CRASH", encoding="utf8")
    (folder / "empty.txt").write_bytes(b"")
    outcomes = list(run_batch([folder, folder / "gone"]))
    assert told(outcomes) == [
        (str(folder / "gone"), "find"),
        ("a.txt", "ok"),
        ("b.txt", "ok"),
        ("bad.txt", "extract"),
        ("deep/a.txt", "ok"),
        ("deep/c.txt", "ok"),
        ("empty.txt", "read"),
    ]
    reason = next(o.failure.reason for o in outcomes if o.failure and o.path == "bad.txt")
    assert "RuntimeError: crashed on purpose" in reason


@pytest.mark.usefixtures("fake")
def test_a_reader_that_crashes_is_a_failure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(loaded: object, name: str) -> None:
        raise ValueError

    monkeypatch.setattr(reading, "parse", crash)
    (outcome,) = run_batch([folder / "a.txt"])
    assert outcome.failure
    assert (outcome.failure.stage, outcome.failure.reason[:22]) == ("read", "ValueError: no message")


@pytest.mark.usefixtures("fake")
def test_a_batch_that_loses_a_report_is_a_failure(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract", lambda sources: [])
    assert {stage for _, stage in told(list(run_batch([folder])))} == {"extract"}


@pytest.mark.usefixtures("fake")
def test_duplicates_are_marked_and_kept(folder: Path) -> None:
    (folder / "again.txt").write_text("text of a.txt", encoding="utf8")
    reports = [outcome.report for outcome in run_batch([folder])]
    codes = [[w.code for w in report.warnings] for report in reports if report]
    assert [("duplicate" in several) for several in codes] == [False, True, False, False, False]
    assert reports[1]
    assert "a.txt;" in reports[1].warnings[-1].message


def test_same_text_in_another_encoding_is_a_duplicate(tmp_path: Path, sample_paths: list[Path]) -> None:
    text = sample_paths[0].read_bytes().decode("utf-8-sig")
    (tmp_path / "a.txt").write_text(text, encoding="utf8", newline="")
    (tmp_path / "b.txt").write_text(text, encoding="gb18030", newline="")
    first, second = [outcome.report for outcome in run_batch([tmp_path])]
    assert first
    assert second
    assert first.text == second.text
    assert second.warnings[-1].code == "duplicate"


def test_chunks_are_bounded_by_files_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = []
    for i in range(5):
        path = tmp_path / f"{i}.txt"
        path.write_bytes(b"x" * 10)
        jobs.append((str(path), path.name))
    jobs.append((str(tmp_path / "gone"), "gone"))
    monkeypatch.setattr(batch, "CHUNK_FILES", 3)
    assert [len(chunk) for chunk in batch.chunks(jobs)] == [3, 3]
    monkeypatch.setattr(batch, "CHUNK_BYTES", 25)
    assert [len(chunk) for chunk in batch.chunks(jobs)] == [2, 2, 2]
    assert list(batch.chunks([])) == []


def test_jobs_must_be_positive() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        list(run_batch([], jobs=0))


def test_processes_give_the_same(sample_paths: list[Path], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    paths = [*sample_paths[:5], tmp_path / "empty.txt", sample_paths[0]]
    assert list(run_batch(paths, jobs=2)) == list(run_batch(paths, jobs=1))


def die(chunk: tuple[batch.Job, ...], timeout: float) -> list[Outcome]:
    """Stands in for ``run_chunk`` in a worker: a file named ``kill`` takes its process with it."""
    if any(name == "kill" for _, name in chunk):
        os._exit(3)
    return [Outcome(name) for _, name in chunk]


def test_a_dead_worker_is_one_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "run_chunk", die)
    monkeypatch.setattr(batch, "CHUNK_FILES", 2)
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    names = ["a", "b", "kill", "c", "d", "e", "f", "g"]
    outcomes = list(run_batch(Inputs(tuple((name, name) for name in names)), jobs=2))
    assert [outcome.path for outcome in outcomes] == names
    assert [outcome.path for outcome in outcomes if outcome.failure] == ["kill"]
    assert "died" in outcomes[2].failure.reason  # type: ignore[union-attr]


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_leaves_nothing_half_written(sample_paths: list[Path], tmp_path: Path, jobs: str) -> None:
    many = tmp_path / "in"
    many.mkdir()
    for i in range(400):
        (many / f"{i}.txt").write_bytes(sample_paths[i % len(sample_paths)].read_bytes() + str(i).encode())
    out = tmp_path / "out"
    command = [sys.executable, "-m", "extract", "run", str(many), "--out", str(out), "--jobs", jobs]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    for _ in range(400):
        if out.exists() and any(out.iterdir()):
            break
        time.sleep(0.05)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "goes on where it was" in said
    assert "Traceback" not in said
    assert not (out / "manifest.json").exists()
    assert not [path for path in out.rglob("*") if path.name.endswith(".half")]


def test_a_file_that_takes_too_long_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "slow.txt", "z.txt"):
        (tmp_path / name).write_text(f"{name}镇2020年政府信息公开年报\n公开3条。", encoding="utf8")
    real = pipeline.extract

    def slow(sources: Sequence[Source], **options: bool) -> list[Report]:
        if any(source.path == "slow.txt" for source in sources):
            while True:  # as a pattern that never comes to an end
                re.match(r"(?:a|aa)*b", "a" * 24)
        return real(sources, **options)

    monkeypatch.setattr(pipeline, "extract", slow)
    outcomes = list(run_batch([tmp_path], timeout=0.5))
    assert [bool(outcome.report) for outcome in outcomes] == [True, False, True]
    failure = outcomes[1].failure
    assert failure is not None
    assert (failure.path, failure.stage) == ("slow.txt", "extract")
    assert "--timeout" in failure.reason


def test_a_limit_leaves_nothing_behind() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with within(60):
        pass
    with within(0):
        pass
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
