"""Runs in bad company: odd names, damaged folders, disks without locks, inputs in the way. Each was once wrong."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from test_shards import TEXT, tree, write

from extract.engines import in_processes
from extract.errors import OutputError
from extract.inputs import find
from extract.results import load
from extract.shards import lock, manifest, parts, running
from extract.shards.manifest import File, Row
from extract.shards.running import Request, Summary, in_here, run
from extract.storage import Place


def ran(*paths: Path | str, out: Path | str, **options: Any) -> Summary:
    return run(Request(tuple(map(str, paths)), str(out), **{"size": 4, **options}), engine=in_here)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    write(tmp_path / "in", "a.txt", 3)
    return tmp_path / "in"


@pytest.fixture
def out(inputs: Path, tmp_path: Path) -> Path:
    """A finished run over one report."""
    ran(inputs, out=tmp_path / "out")
    return tmp_path / "out"


# ---------------------------------------------------------------- names


@pytest.mark.skipif(os.name != "posix", reason="names are bytes")
def test_names_that_are_no_text(inputs: Path, tmp_path: Path) -> None:
    folder = os.fsencode(inputs) + b"/\xb9\xab"
    os.mkdir(folder)  # noqa: PTH102 (bytes)
    for name in (folder + b"/\xbf\xaa.txt", folder + b"/\xbf.md", os.fsencode(inputs) + "/\n😀#1:%.txt".encode()):
        Path(os.fsdecode(name)).write_text(TEXT.format(name="柳湾", n=len(name), a=1, b=2), "utf8")
    assert ran(inputs, out=tmp_path / "out").skipped == {".md": 1}
    before = tree(tmp_path / "out")
    assert ran(inputs, out=tmp_path / "out").extracted == 0
    assert tree(tmp_path / "out") == before
    names = load(tmp_path / "out").table("reports", ["path"])[0].to_pylist()
    assert names == ["\n😀#1:%.txt", "a.txt", r"\udcb9\udcab/\udcbf\udcaa.txt"]
    ran(Path(os.fsdecode(folder)), out=tmp_path / "out2")  # its own name is written down
    ran(Path(os.fsdecode(folder)), out=tmp_path / "out2")


def test_a_file_given_twice_is_read_once(inputs: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(inputs / "z.zip", "w") as packed:
        packed.writestr("b.txt", TEXT.format(name="石桥", n=7, a=3, b=4))
    paths = (inputs, inputs / "a.txt", inputs / "z.zip", inputs / "z.zip" / "b.txt", inputs)
    assert [name for _, name in find(paths).files] == ["a.txt", "z.zip/b.txt"]
    ran(inputs / "a.txt", out=tmp_path / "one")
    ran(inputs / "a.txt", inputs / "a.txt", out=tmp_path / "one")
    ran(inputs / "a.txt", out=tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


@pytest.mark.skipif(os.name != "posix", reason="makes links")
def test_links_that_lead_nowhere_take_nothing_with_them(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.reading.ocr.installed", lambda: True)
    (inputs / "loop").symlink_to("loop")
    (inputs / "gone.png").symlink_to("nowhere.png")
    summary = ran(inputs, out=tmp_path / "out")
    assert summary.rows["reports"] == 1
    assert [one.path for one in summary.failures] == ["gone.png"]


# ---------------------------------------------------------------- inputs and results in each other's way


def test_results_are_not_written_over_the_input(inputs: Path, out: Path) -> None:
    write(inputs, "text/b.txt", 4)
    for path, folder in ((inputs, inputs), (inputs / "text", inputs), (out / "text", out)):
        with pytest.raises(OutputError, match="holds the input"):
            ran(path, out=folder, overwrite=True)
    assert (inputs / "text" / "b.txt").exists()
    with pytest.raises(OutputError, match="holds the input"):
        ran("memory://x/out/in", out="memory://x/out/")
    assert ran(inputs, out=inputs / "out").files == ran(inputs, out=inputs / "out").files == 2


def test_results_behind_a_url_are_no_input(inputs: Path) -> None:
    Place("memory://grown").write("in/a.txt", (inputs / "a.txt").read_bytes())
    for _ in range(2):
        assert ran("memory://grown/in", out="memory://grown/in/out").files == 1


def test_an_input_that_is_gone_takes_no_results_with_it(inputs: Path, out: Path) -> None:
    before = tree(out)
    (inputs / "a.txt").rename(inputs / "a.bak")  # as a disk that is not mounted
    with pytest.raises(OutputError, match=r"holds 1 reports.*is its disk there"):
        ran(inputs, out=out)
    (inputs / "a.bak").rename(inputs / "a.txt")
    assert ran(inputs, out=out).extracted == 0
    assert tree(out) == before


def test_more_folders_than_before_are_a_run_that_grows(inputs: Path, out: Path, tmp_path: Path) -> None:
    write(tmp_path / "more", "c.txt", 9)
    assert ran(inputs, tmp_path / "more", out=out).extracted == 1
    with pytest.raises(OutputError, match="holds the results of other inputs"):
        ran(inputs, out=out)


@pytest.mark.parametrize("options", [{"jobs": 0}, {"size": -3}, {"size": 0}, {"timeout": -1.0}])
def test_numbers_that_mean_nothing(inputs: Path, tmp_path: Path, options: dict[str, Any]) -> None:
    with pytest.raises(OutputError, match="cannot be made with"):
        ran(inputs, out=tmp_path / "out", **options)


# ---------------------------------------------------------------- folders that were left, or damaged


def test_killed_before_anything_was_written_down(inputs: Path, out: Path, tmp_path: Path) -> None:
    left = tmp_path / "left" / "parts"
    left.mkdir(parents=True)
    (left / ".settings.json.ab.half").write_text("{")
    ran(inputs, out=left.parent)
    assert tree(left.parent) == tree(out)
    (tmp_path / "mine" / "parts").mkdir(parents=True)
    (tmp_path / "mine" / "parts" / "x.doc").touch()
    with pytest.raises(OutputError, match="no run's"):
        ran(inputs, out=tmp_path / "mine")


@pytest.mark.parametrize("text", ["", "[]", '{"shard_size": "x", "roots": []}', '{"shard_size": 0, "roots": []}'])
def test_damaged_settings(inputs: Path, out: Path, text: str) -> None:
    before = tree(out)
    (out / "parts" / "settings.json").write_text(text)
    assert ran(inputs, out=out).extracted == 0
    assert tree(out) == before


@pytest.mark.parametrize("text", ["[]", '{"files": [[1]]}', '{"parts": [], "files": [], "fingerprint": "x"}'])
def test_damaged_rows(inputs: Path, out: Path, text: str) -> None:
    before = tree(out)
    (row,) = (out / "parts" / "manifest").iterdir()
    row.write_text(text)
    assert ran(inputs, out=out).extracted == 1
    assert tree(out) == before


@pytest.mark.parametrize("table", ["facts", "records"])
@pytest.mark.parametrize("by", ["overwrite", "deleting"])
def test_a_damaged_part_of_the_right_size(inputs: Path, out: Path, table: str, by: str) -> None:
    before = tree(out)
    (part,) = (out / "parts" / table).iterdir()
    part.write_bytes(b"x" * part.stat().st_size)
    with pytest.raises(OutputError, match=rf"parts/{table}/{part.name} cannot be read .* delete it"):
        ran(inputs, out=out)
    if by == "deleting":
        part.unlink()
    ran(inputs, out=out, overwrite=by == "overwrite")
    assert tree(out) == before


def test_a_failure_has_the_reason_of_today(inputs: Path, out: Path, tmp_path: Path) -> None:
    (inputs / "b.txt").write_bytes(b"")
    assert "is empty" in ran(inputs, out=out).failures[0].reason
    (inputs / "b.txt").unlink()
    (inputs / "b.txt").symlink_to("nowhere")
    assert "does not exist" in ran(inputs, out=out).failures[0].reason
    ran(inputs, out=tmp_path / "fresh")
    assert tree(out) == tree(tmp_path / "fresh")


def test_what_was_tried_again_stays_done(inputs: Path, out: Path) -> None:
    """Killed after --retry-failed, before the older row was removed: both are there."""
    place = Place(out)
    (name,) = manifest.names(place)
    row = manifest.read(place, name)
    assert row is not None
    (done,) = row.files
    for i in range(6):  # whichever name comes first
        failed = Row(row.fingerprint, (File("a.txt", done.sha256, "failed", str(i)),))
        written = parts.write(place, failed.name, parts.joined([parts.made([])], [], []))
        manifest.write(place, Row(failed.fingerprint, failed.files, written))
    assert ran(inputs, out=out).rows["reports"] == 1


def test_results_are_whole_while_the_next_run_works(inputs: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(inputs / "a.txt", inputs / "b.txt")

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("extract.shards.folder.publish", killed)
    with pytest.raises(KeyboardInterrupt):
        ran(inputs, out=out)
    assert load(out).table("reports").num_rows == 1
    assert "duplicate" not in load(out).table("warnings", ["code"])[0].to_pylist()
    monkeypatch.undo()
    assert ran(inputs, out=out).warnings["duplicate"] == 1
    assert load(out).table("warnings", ["code"])[0].to_pylist().count("duplicate") == 1


# ---------------------------------------------------------------- machines


def test_a_disk_without_locks_is_named(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(lock, "_take", unknown)
    with pytest.raises(OutputError, match="its disk knows no locks"):
        ran(inputs, out=tmp_path / "out")


def test_two_machines_write_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In containers all processes have the same number; each writes its own half."""
    place, real = Place(tmp_path), Path.write_bytes

    def slow(self: Path, data: bytes) -> int:
        monkeypatch.undo()
        place.write("x", b"other")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", slow)
    place.write("x", b"mine")
    assert place.read("x") == b"mine"
    assert place.names() == ["x"]


def waiting(number: int) -> int:
    time.sleep(0.02)
    return number


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
def test_a_worker_that_dies_while_a_result_is_looked_at() -> None:
    psutil = pytest.importorskip("psutil")
    got = []
    for number, result in in_processes(waiting, range(6), 1):
        got.append((number, result))
        if number == 2:
            (worker,) = (p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline()))
            worker.kill()
            worker.wait()
            time.sleep(0.2)  # the pool sees it
    assert got == [(number, number) for number in range(6)]


def test_tasks_say_where_things_lie(inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of a cluster may have been started in another folder."""
    monkeypatch.chdir(inputs.parent)

    def elsewhere(work: Callable[[Any], Any], tasks: Any) -> Any:
        tasks = list(tasks)
        (inputs.parent / "away").mkdir()
        monkeypatch.chdir(inputs.parent / "away")
        done = list(in_here(work, tasks))
        monkeypatch.chdir(inputs.parent)
        return done

    assert run(Request(("in",), "out"), engine=elsewhere).rows["reports"] == 1
    assert not list((inputs.parent / "away").iterdir())


# ---------------------------------------------------------------- killed at a chosen moment


def forked(work: Callable[[], object], moment: int = 0) -> int:
    """Do it in a process of its own, which is killed when it is about to rename, make or delete for the nth time."""
    child = os.fork()
    if not child:
        count = 0

        def kill(event: str, args: object) -> None:
            nonlocal count
            if event in {"os.rename", "os.mkdir", "os.remove", "os.rmdir"}:
                count += 1
                if count == moment:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(kill)
        try:
            work()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_killed_at_chosen_moments(inputs: Path, out: Path, tmp_path: Path) -> None:
    """While parts are written, before their row, while files change places, while what is stale is removed."""
    for i in range(6):
        write(inputs, f"镇{i}.txt", 10 + i)
    ran(inputs, out=tmp_path / "fresh")
    whole, seen = tree(tmp_path / "fresh"), set()
    for moment in (1, 3, 14, 15, 16, 29, 31, 33, 35, 40, 60, 80):
        grown = tmp_path / str(moment)
        shutil.copytree(out, grown)
        seen.add(forked(partial(ran, inputs, out=grown), moment))
        if (grown / "manifest.json").exists():
            left = load(grown)
            assert {name: left.table(name).num_rows for name in left.manifest["counts"]} == left.manifest["counts"]
        ran(inputs, out=grown)
        assert tree(grown) == whole, moment
    assert signal.SIGKILL in seen


def test_a_run_that_died_over_its_only_shard_takes_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in", "镇01.txt", 3)
    asked = Request((str(tmp_path / "in"),), str(tmp_path / "out"))
    program = (
        "import os; from extract import batch; from extract.shards.running import Request, run;"
        f"batch.run_chunk = lambda *_: os._exit(9); run(Request({asked.paths!r}, {asked.out!r}))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    used: list[int] = []

    def noted(work: Callable[[Any], Any], tasks: Iterable[Any], jobs: int) -> Iterator[Any]:
        used.append(jobs)
        return in_here(work, tasks)

    monkeypatch.setattr(running, "in_processes", noted)
    assert run(asked).rows["reports"] == 1
    assert run(asked).rows["reports"] == 1  # this time without a process: nobody died
    assert used == [1]
    run(replace(asked, out=str(tmp_path / "fresh")))
    assert tree(tmp_path / "out") == tree(tmp_path / "fresh")
    assert not (tmp_path / "out" / running.AT_WORK).exists()
