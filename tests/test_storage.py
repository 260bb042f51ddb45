"""Runs from and to S3 (a real server on loopback), other URLs through fsspec, and a real cluster of Dask."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_shards import TEXT, tree, write

from extract import storage
from extract.errors import ExtractError, InputError, OutputError
from extract.inputs import find
from extract.results import load
from extract.shards.cluster import on_dask
from extract.shards.lock import locked
from extract.shards.running import Request, in_here, run
from extract.storage import Place

BUCKET = "reports"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    for i in range(16):
        write(folder, f"{i % 3}/镇{i:02}.txt", 10 + i)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "notes.md").write_text("x")
    with zipfile.ZipFile(folder / "old.zip", "w") as packed:
        packed.writestr("2019/a.txt", TEXT.format(name="柳湾", n=9, a=4, b=5))
    (folder / "crawl.csv").write_text('id,content\n甲,"' + TEXT.format(name="石桥", n=7, a=3, b=4) + '"\n', "utf8")
    return folder


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """A server that speaks S3, with an empty bucket; its address."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as env:
        env.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        env.setenv("AWS_ACCESS_KEY_ID", "x")
        env.setenv("AWS_SECRET_ACCESS_KEY", "x")
        env.setenv("AWS_EC2_METADATA_DISABLED", "true")
        storage._remote.cache_clear()
        put = urllib.request.Request(f"http://{host}:{port}/{BUCKET}", method="PUT")
        urllib.request.urlopen(put, timeout=30).close()
        yield f"s3://{BUCKET}"
    storage._remote.cache_clear()
    server.stop()


def upload(folder: Path, url: str) -> None:
    place = Place(url)
    for path in folder.rglob("*"):
        if path.is_file():
            place.write(path.relative_to(folder).as_posix(), path.read_bytes())


def below(url: str) -> dict[str, bytes]:
    return {name: storage.load(found, 10**8) for found, name in storage.listing(url)}


OPTIONS: dict[str, Any] = {"size": 12, "text_column": "content", "id_column": "id"}


def test_s3_makes_what_a_folder_makes(inputs: Path, s3: str, tmp_path: Path) -> None:
    upload(inputs, f"{s3}/one/in")
    here = find([inputs], text_column="content", id_column="id")
    there = find([f"{s3}/one/in"], text_column="content", id_column="id")
    assert [name for _, name in there.files] == [name for _, name in here.files]
    assert there.skipped == here.skipped == ("notes.md",)
    local = run(Request((str(inputs),), str(tmp_path / "out"), **OPTIONS), engine=in_here)
    remote = run(Request((f"{s3}/one/in",), f"{s3}/one/out", **OPTIONS), engine=in_here)
    assert remote.rows == local.rows
    assert local.rows["reports"] == 18
    assert below(f"{s3}/one/out") == tree(tmp_path / "out")
    again = run(Request((f"{s3}/one/in",), f"{s3}/one/out", **OPTIONS), engine=in_here)
    assert again.extracted == 1
    assert below(f"{s3}/one/out") == tree(tmp_path / "out")
    loaded = load(f"{s3}/one/out")
    assert loaded.table("facts").equals(load(tmp_path / "out").table("facts"))
    (record, *_) = loaded.records()
    assert record == loaded.record(record["report_id"])
    assert loaded.text(record["report_id"]).startswith("镇00镇")
    with pytest.raises(ExtractError, match="copy the folder here first"):
        _ = loaded.folder


def test_s3_from_a_real_process_and_locked(inputs: Path, s3: str, tmp_path: Path) -> None:
    upload(inputs, f"{s3}/two/in")
    out = f"{s3}/two/out"
    command = [
        sys.executable,
        "-m",
        "extract",
        "run",
        f"{s3}/two/in",
        "--out",
        out,
        "--jobs",
        "2",
        "--shard-size",
        "12",
    ]
    with locked(Place(out), None):
        refused = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (refused.returncode, "delete .gongkai.lock there" in refused.stderr) == (2, True), refused.stderr
        with pytest.raises(OutputError, match="another run"), locked(Place(out), (1, 2)):
            pass
    with locked(Place(out), (1, 2)), locked(Place(out), (2, 2)):
        pass
    done = subprocess.run([*command, "--format", "parts"], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr  # the empty file
    run(Request((str(inputs),), str(tmp_path / "out"), formats=("parts",), size=12), engine=in_here)
    assert below(out) == tree(tmp_path / "out")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("s3://reports/nothing/here", "does not exist"),
        ("s3://no-such-bucket/x", "does not exist|cannot be read"),
        ("nowhere://x/y", "cannot be opened"),
    ],
)
def test_addresses_that_lead_nowhere(s3: str, path: str, words: str) -> None:
    (failure,) = find([path]).failures
    assert failure.path == path
    assert re.search(words, failure.reason)


def test_other_urls_go_through_fsspec(inputs: Path, tmp_path: Path) -> None:
    upload(inputs, "memory://run/in")
    run(Request(("memory://run/in",), "memory://run/out", **OPTIONS), engine=in_here)
    run(Request((str(inputs),), str(tmp_path / "out"), **OPTIONS), engine=in_here)
    assert below("memory://run/out") == tree(tmp_path / "out")


def test_a_place_is_written_whole_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(tmp_path)
    place.write("a/b.txt", b"one")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:1])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        place.write("a/b.txt", b"two")
    assert place.read("a/b.txt") == b"one"
    assert place.names("a") == ["b.txt"]
    assert (place.names("gone"), place.folders()) == ([], ["a"])
    assert (place.has("a/b.txt"), place.has("a"), place.sizes(["a/b.txt", "x"])) == (True, False, [3, None])


# ---------------------------------------------------------------- a cluster


def test_a_cluster_of_which_a_worker_is_killed(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    folder = tmp_path / "in"
    for i in range(60):
        write(folder, f"{i % 7}/镇{i:02}.txt", 10 + i)
    run(Request((str(folder),), str(tmp_path / "here"), size=4), engine=in_here)
    killed: list[int] = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:

        def kill() -> None:
            pids = {name: worker.pid for name, worker in cluster.workers.items()}
            os.kill(pids[0], 9)
            killed.append(pids[0])

        def tell(done: object) -> None:
            if not killed:
                kill()

        with on_dask(cluster.scheduler_address) as engine:
            summary = run(Request((str(folder),), str(tmp_path / "out"), size=4), tell, engine)
    assert killed
    assert summary.rows["reports"] == 60
    assert tree(tmp_path / "out") == tree(tmp_path / "here")


def test_a_cluster_that_does_not_answer() -> None:
    with pytest.raises(InputError, match="needs --scheduler"), on_dask(None):
        pass
    with pytest.raises(InputError, match="no scheduler of Dask answers"), on_dask("nonsense://x"):
        pass
