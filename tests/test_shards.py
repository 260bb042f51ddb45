"""A run by shards: resumed, grown, sliced, disturbed; it always ends with the bytes of an undisturbed one."""

from __future__ import annotations

import ast
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import reading
from extract.engines import in_processes
from extract.errors import OutputError
from extract.inputs import Skipped
from extract.model import Failure
from extract.results import load
from extract.shards import manifest, plan
from extract.shards.lock import locked
from extract.shards.running import Request, Summary, in_here, run
from extract.shards.work import Task
from extract.storage import Place

KILLS = int(os.environ.get("GONGKAI_KILLS", "3"))
TEXT = """{name}镇人民政府2021年政府信息公开工作年度报告
一、总体情况
2021年，{name}镇主动公开政府信息{n}条，其中政务动态类{a}条、公告通知类{b}条。
二、存在的主要问题
公开内容不够及时。针对以上问题，我镇将逐月更新信息目录。
"""


def write(folder: Path, name: str, n: int) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(name=path.stem, n=n, a=n // 2, b=n - n // 2), encoding="utf8")
    return path


def fill(folder: Path) -> Path:
    for i in range(60):
        write(folder, f"{i % 7}/镇{i:02}.txt", 10 + i)
    (folder / "3" / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return fill(tmp_path / "in")


def tree(out: Path) -> dict[str, bytes]:
    """All that a run shows, the parts too."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and not path.name.startswith(".gongkai"))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def request(inputs: Path, out: Path, **options: Any) -> Request:
    return Request((str(inputs),), str(out), **{"size": 8, **options})


def ran(inputs: Path, out: Path, **options: Any) -> Summary:
    return run(request(inputs, out, **options), engine=in_here)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed")  # names count from the folder that is given, which is "in" too
    summary = ran(fill(folder / "in"), folder / "out")
    assert (summary.files, summary.rows["reports"], summary.rows["failures"]) == (61, 60, 1)
    assert len(summary.shards) > 4
    return tree(folder / "out")


# ---------------------------------------------------------------- plan


@given(st.lists(st.text("ab/c", min_size=1, max_size=6), max_size=200), st.integers(1, 20))
def test_shards_tile_the_listing(names: list[str], size: int) -> None:
    skipped: dict[str, int] = {}
    entries = [Failure(name, "find", "x") if name[0] == "c" else (name, name) for name in names]
    shards = list(plan.cut([*entries, Skipped("a.md"), Skipped("b")], size, skipped))
    assert [entry for shard in shards for entry in shard] == entries
    assert all(len(shard) <= 2 * size for shard in shards)
    assert skipped == {".md": 1, "no suffix": 1}


def test_a_new_file_moves_few_borders() -> None:
    names = [(f"{i:05}", f"{i:05}") for i in range(4000)]
    before = set(plan.cut(names, 64, {}))
    after = set(plan.cut([*names[:1500], ("01499a", "01499a"), *names[1500:]], 64, {}))
    assert len(before) > 50
    assert len(after - before) <= 2


# ---------------------------------------------------------------- the same bytes, whatever happened


def stopping(after: int) -> Callable[..., Iterator[Any]]:
    """An engine that is interrupted after some shards."""

    def engine(work: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        for number, result in in_here(work, tasks):
            if number == after:
                raise KeyboardInterrupt
            yield number, result

    return engine


def test_a_stopped_run_goes_on(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        run(request(inputs, out), engine=stopping(3))
    assert not (out / "manifest.json").exists()
    assert 0 < ran(inputs, out).extracted < 50
    assert tree(out) == undisturbed
    assert ran(inputs, out).extracted == 1  # the file that could not be read is looked at again
    assert tree(out) == undisturbed


def test_slices_make_the_whole(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = [ran(inputs, out, part=(i, 3)).files for i in (1, 2, 3)]
    assert (sum(done), min(done) > 0) == (61, True)
    assert not (out / "manifest.json").exists()
    assert ran(inputs, out).extracted == 1
    assert tree(out) == undisturbed
    assert [path.name for path in out.glob(".gongkai*")] == [".gongkai.lock"]


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
def test_killed_at_random_moments(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """GONGKAI_KILLS=20 kills as often as it is asked for in the issue."""
    rng, out = random.Random(7), tmp_path / "out"
    command = [sys.executable, "-m", "extract", "run", str(inputs), "--out", str(out), "--shard-size", "8"]
    began = time.monotonic()
    subprocess.run([*command, "--jobs", "1"], check=False, capture_output=True)
    whole = time.monotonic() - began
    assert tree(out) == undisturbed
    for kill in range(KILLS):
        if kill % 3 == 0:  # the others are killed again, on what was left
            shutil.rmtree(out)
        process = subprocess.Popen([*command, "--jobs", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.2, 1) * whole)
        process.kill()
        process.wait()
        if kill % 3 == 2 or kill == KILLS - 1:
            done = subprocess.run([*command, "--jobs", "2"], check=False, capture_output=True, text=True)
            assert done.returncode == 1, done.stderr  # the empty file
            assert tree(out) == undisturbed


def deadly(work: Callable[[Any], Any], task: Any) -> Any:
    """Stands in for work in a process: a file named 镇05 takes it with it."""
    names = [plan.name_of(entry) for entry in (task.entries if isinstance(task, Task) else task)]
    if any("镇05" in name for name in names) and "5/镇05.txt" not in getattr(task, "killers", ()):
        os._exit(3)
    return work(task)


def dying(work: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
    return in_processes(partial(deadly, work), tasks, 1)


def test_a_file_that_kills_its_process_is_one_failure(
    inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    out = tmp_path / "out"
    summary = run(request(inputs, out), engine=dying)
    assert (summary.rows["reports"], summary.rows["failures"]) == (59, 2)
    assert {(one.path, "died" in one.reason) for one in summary.failures} == {
        ("5/镇05.txt", True),
        ("3/empty.txt", False),
    }
    assert ran(inputs, out).extracted == 2  # its bytes were never read: it is tried again
    assert tree(out) == undisturbed


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
def test_a_worker_that_is_killed_loses_nothing(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil")
    out = tmp_path / "out"
    killed = []

    def kill(done: object) -> None:
        if not killed:
            (worker, *_) = (p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline()))
            worker.kill()
            killed.append(worker.pid)

    run(request(inputs, out, jobs=2), kill)
    assert killed
    assert tree(out) == undisturbed


# ---------------------------------------------------------------- a folder that grows


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), min_size=1, max_size=12), st.booleans())
def test_a_changed_folder_ends_as_a_fresh_one(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int]], retry: bool
) -> None:
    root = tmp_path_factory.mktemp("grown")
    inputs = root / "in"
    for i in range(0, 40, 2):
        write(inputs, f"镇{i:02}.txt", i)
    (inputs / "镇99.txt").write_bytes(b"\0\1\2" * 99)  # fails, with bytes that are known
    ran(inputs, root / "out", size=4)
    changed: set[int] = set()
    for i, n in steps:
        path = inputs / f"镇{i:02}.txt"
        if n == 0:
            path.unlink(missing_ok=True)
        else:
            write(inputs, path.name, 100 * n)
        changed.add(i)
    there = sum((inputs / f"镇{i:02}.txt").exists() for i in changed)
    summary = ran(inputs, root / "out", size=4, retry_failed=retry)
    assert summary.extracted == there + retry
    ran(inputs, root / "fresh", size=4)
    assert tree(root / "out") == tree(root / "fresh")


def test_only_bytes_count_not_clocks(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran(inputs, out)
    for path in inputs.rglob("*.txt"):
        os.utime(path, (0, 4_000_000_000))  # a clock that jumps
    assert ran(inputs, out).extracted == 1
    path = inputs / "2" / "镇02.txt"
    before = path.stat()
    write(inputs, "2/镇02.txt", 99)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # the same time, the same size, other bytes
    assert ran(inputs, out).extracted == 2
    facts = load(out).table("facts", ["path", "value"]).to_pylist()
    assert {row["value"] for row in facts if row["path"] == "2/镇02.txt"} == {99, 49, 50}


def test_other_code_makes_all_anew(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    ran(inputs, out)
    before = set((out / "parts" / "manifest").iterdir())
    for module in ("work", "running", "finish"):
        monkeypatch.setattr(f"extract.shards.{module}.own_fingerprint", lambda: "other")
    assert ran(inputs, out).extracted == 61
    after = set((out / "parts" / "manifest").iterdir())
    assert not before & after  # what is stale is gone
    assert json.loads((out / "manifest.json").read_text(encoding="utf8"))["fingerprint"] == "other"


def test_the_fingerprint_covers_all_that_is_loaded(inputs: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from extract.shards.running import Request, in_here, run;"
        f"run(Request(({str(inputs)!r},), {str(tmp_path / 'out')!r}), engine=in_here);"
        "print([m.__file__ for name, m in sys.modules.items() if name.startswith('extract.')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {Path(file) for file in ast.literal_eval(done.stdout)}
    assert len(loaded) > 100
    assert loaded <= set(manifest.code())


def test_a_worker_with_other_code_is_refused(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.shards.running.own_fingerprint", lambda: "other")
    with pytest.raises(OutputError, match="install the same everywhere"):
        ran(inputs, tmp_path / "out")


def test_what_was_taken_out_is_told(inputs: Path, tmp_path: Path) -> None:
    ran(inputs, tmp_path / "out")
    shutil.rmtree(inputs / "2")
    assert ran(inputs, tmp_path / "out").removed == 9


def test_a_repeated_report_is_told_across_shards(inputs: Path, tmp_path: Path) -> None:
    shutil.copy(inputs / "0" / "镇00.txt", inputs / "9.txt")
    out = tmp_path / "out"
    summary = ran(inputs, out)
    rows = [row for row in load(out).table("warnings").to_pylist() if row["code"] == "duplicate"]
    assert [(row["path"], row["message"]) for row in rows] == [
        ("9.txt", "the same report as 0/镇00.txt; count it once")
    ]
    assert summary.rows["warnings"] == load(out).table("warnings").num_rows
    ids = {row["path"]: row["report_id"] for row in load(out).table("reports").to_pylist()}
    assert rows[0]["report_id"] == ids["9.txt"]


# ---------------------------------------------------------------- disturbances


def test_a_damaged_part_is_made_again(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran(inputs, out)
    part = sorted((out / "parts" / "facts").iterdir())[2]
    part.write_bytes(part.read_bytes()[:-5])
    sorted((out / "parts" / "manifest").iterdir())[0].write_bytes(b"{")
    assert ran(inputs, out).extracted > 1
    assert tree(out) == undisturbed


@pytest.mark.skipif(os.name != "posix", reason="limits the size of files")
def test_a_full_disk_is_a_clean_stop(inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "extract", "run", str(inputs), "--out", str(out), "--shard-size", "8"]
    limit = max(len(data) for name, data in undisturbed.items() if name.startswith("parts/")) - 1
    done = subprocess.run(
        [*command, "--jobs", "2"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 2
    assert "could not be written (File too large)" in done.stderr
    assert "Traceback" not in done.stderr
    assert not [path for path in out.rglob("*") if path.name.endswith(".half")]
    ran(inputs, out)
    assert tree(out) == undisturbed


def test_a_file_that_vanishes_or_changes_is_a_failure(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanishing(work: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        waiting = list(tasks)
        (inputs / "4" / "镇04.txt").unlink()
        return in_here(work, waiting)

    out = tmp_path / "out"
    summary = run(request(inputs, out), engine=vanishing)
    assert ("4/镇04.txt", "does not exist; check the path") in [(one.path, one.reason) for one in summary.failures]
    write(inputs, "4/镇04.txt", 14)
    assert ran(inputs, out).extracted == 2

    real, changing = os.fstat, inputs / "1" / "镇01.txt"

    def growing(file: int) -> os.stat_result:
        if os.path.samestat(real(file), changing.stat()):
            with changing.open("a", encoding="utf8") as more:
                more.write("续。")
        return real(file)

    monkeypatch.setattr(reading.os, "fstat", growing)
    summary = ran(inputs, out)
    assert [one.reason for one in summary.failures if one.path == "1/镇01.txt"] == [
        "changes while it is read; wait until it is complete, then run again"
    ]
    monkeypatch.undo()
    assert ran(inputs, out).rows["failures"] == 1
    ran(inputs, tmp_path / "fresh")
    assert tree(out) == tree(tmp_path / "fresh")


def test_a_second_run_is_refused(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran(inputs, out)
    command = [sys.executable, "-m", "extract", "run", str(inputs), "--out", str(out)]
    with locked(Place(out), None):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "another run is at work in this folder" in done.stderr
    with locked(Place(out), (1, 3)), locked(Place(out), (2, 3)):  # slices go together, with nothing else
        for part in (None, (1, 3)):
            with pytest.raises(OutputError, match="another run"), locked(Place(out), part):
                pass
    with locked(Place(out), None):
        pass


def test_the_manifest_names_what_is_there(inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran(inputs, out)
    found = json.loads((out / "manifest.json").read_text(encoding="utf8"))
    rows = [manifest.read(Place(out), shard["name"]) for shard in found["shards"]]
    files = [file for row in rows if row is not None for file in row.files]
    assert [file.name for file in files] == sorted(file.name for file in files)
    assert [(file.name, file.status) for file in files if file.status != "done"] == [("3/empty.txt", "failed")]
    assert sum(shard["failed"] for shard in found["shards"]) == 1
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
